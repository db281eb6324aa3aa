// The event_base of libevent, from its making, when it is first needed, to its end.
//
// It is never waited in: run() only does what is due. Waiting is done outside, for descriptor() to
// become readable, since libevent's own waits are rounded up to milliseconds and go on after a
// signal. libevent does not tell that descriptor, which is the one of its kernel object; it is
// found by trying which one becomes readable when an event of the base is due.
//
// libevent ends the process when it cannot have the descriptors it wants for itself, so it is asked
// only when they can be had.
#pragma once

#include <cstddef>

struct event;
struct event_base;

namespace vce {

/// Storage for an event of libevent's, whose size is known where its header is.
struct alignas(8) EventStorage {
  event *get() { return reinterpret_cast<event *>(bytes); }
  unsigned char bytes[128];
};

class LibeventBase {
public:
  LibeventBase() = default;
  ~LibeventBase() { free(); }
  LibeventBase(const LibeventBase &) = delete;
  LibeventBase &operator=(const LibeventBase &) = delete;

  /// Makes it if there is none; false when the system gives no descriptors or memory.
  [[nodiscard]] bool make();
  /// Null before make().
  event_base *get() const { return base_; }
  /// How libevent asks the system: "epoll", "kqueue", "poll" and so on.
  const char *method() const;
  /// Its events are lost with it: it cannot have descriptors from `limit` on.
  int descriptor_limit() const;

  /// Readable while an event of the base is due, except for times; -1 where the system has no such
  /// descriptor, or it was not found.
  int descriptor() const { return descriptor_; }
  /// Looks for it, while no event of the base is due.
  void find_descriptor();
  /// False: what was changed in the base shows in the descriptor from the next run() on.
  bool changes_at_once() const { return changes_at_once_; }

  /// False in a child, until renew_in_child(): its kernel objects are the parent's.
  bool is_ours() const;
  /// In a child: gives it kernel objects of its own, in which all events are again. False if they
  /// cannot be had now.
  [[nodiscard]] bool renew_in_child();
  /// Leaves it as it is for ever: its descriptors are another process's, or were closed by the
  /// program and may be anything now. To free it would reach into them.
  void give_up();
  void free();

  /// Does what is due, without waiting. False when the system cannot tell, as one of the
  /// descriptors is closed.
  bool run();
  /// To be called for each event by its callback, and whether that was news: run() goes on until
  /// all that is due was seen.
  void note(bool news) {
    ++seen_;
    news_ |= news;
  }

private:
  void use(event_base *base);

  event_base *base_ = nullptr;
  int descriptor_ = -1;
  int seen_ = 0;
  int at_once_ = 0; // events that libevent takes from the system at once, at least
  unsigned forks_seen_ = 0;
  bool news_ = false;
  bool changes_at_once_ = true;
};

} // namespace vce
