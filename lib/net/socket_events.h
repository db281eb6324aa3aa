// Sockets that are watched as events of libevent's: connects under way, and in the other make of
// Poller (POLLER=libevent) all of them.
//
// The events lie in slabs by the number of their descriptor, which are freed when none of theirs is
// watched any more.
#pragma once

#include "base/memory.h"
#include "net/libevent_base.h"
#include "net/watch.h"

#include <cstdint>

namespace vce {

class SocketEvents {
public:
  SocketEvents(LibeventBase &base, ReadyWatches &ready) : base_(base), ready_(ready) {}
  ~SocketEvents() { close(); }
  SocketEvents(const SocketEvents &) = delete;
  SocketEvents &operator=(const SocketEvents &) = delete;

  /// Watches `fd` for `interest` (readable | writable), instead of the interest before; `nothing`
  /// ends it. Needs the base. False with errno, and nothing watched any more, when the system
  /// refuses.
  [[nodiscard]] bool set_interest(Watch &watch, int fd, std::uint8_t interest);
  /// `fd`, which is watched, or was not, as `from`, is watched for input by `to`.
  [[nodiscard]] bool hand_over(Watch &from, Watch &to, int fd);
  /// Watches as before where that was lost: after take_out() or close(), or when it failed.
  [[nodiscard]] bool rewatch(Watch &watch, int fd);

  /// The watch ends, while the base is the parent's, which goes on: it is left as it is.
  void orphan(Watch &watch, int fd);

  /// How many are watched.
  int count() const { return count_; }
  /// Something was changed since the last call.
  bool take_changed() {
    const bool changed = changed_;
    changed_ = false;
    return changed;
  }

  /// Takes all events out of the base for a moment, and puts them back. Those that cannot be put
  /// back wait for rewatch().
  void take_out();
  void put_back();
  /// Those whose descriptors the program has closed are woken: who acts on them finds out. For
  /// systems that do not tell which ones they are.
  void wake_closed();
  /// Waits until any of them may be ready, a signal comes, or the time is over: false then. For
  /// systems that have no descriptor for all of them.
  bool wait(int wait_us);

  /// Forgets all; the base is freed next, or was given up: then all wait for rewatch().
  void close();

private:
  struct Slot;
  struct Slab;
  struct Bridge; // libevent's callback
  Slot *find(int fd);
  Slot *make(int fd);
  void leave(int fd);
  bool add(Slot &slot, int fd, std::uint8_t interest);
  template <class F> void for_each(F f);

  LibeventBase &base_;
  ReadyWatches &ready_;
  Vector<Slab *> slabs_;
  Watch nobody_{Watch::Kind::own}; // of those that were orphaned
  int count_ = 0;
  bool changed_ = false;
};

} // namespace vce
