// The event_base of libevent, from its making, when it is first needed, to its end.
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

  /// False in a child, until renew_in_child(): its kernel objects are the parent's.
  bool is_ours() const;
  /// In a child: gives it kernel objects of its own, in which all events are again. False if they
  /// cannot be had now.
  [[nodiscard]] bool renew_in_child();
  /// Leaves it as it is for ever: its descriptors are another process's, or were closed by the
  /// program and may be anything now. To free it would reach into them.
  void give_up() { base_ = nullptr; }
  void free();

  /// While the base is there, `fd` being readable ends a wait; instead of the one before. False
  /// when the system refuses.
  [[nodiscard]] bool watch(int fd);
  /// Before that is closed.
  void unwatch();

  /// Does what is due, without waiting.
  void run();
  /// The same, and waits for the first thing up to `wait_us`, rounded up to milliseconds. False,
  /// and no time has passed, when its descriptors are closed.
  bool wait(int wait_us);

private:
  event_base *base_ = nullptr;
  EventStorage watched_{};
  unsigned forks_seen_ = 0;
  bool watching_ = false;
};

} // namespace vce
