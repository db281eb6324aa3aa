// Readiness of sockets, and waiting. It is made in two ways behind this interface (make POLLER=):
//
// epoll: the sockets are in an epoll set of our own. libevent's event structures would cost 170
// bytes per connection and some 300 instructions per event. Connects under way are in libevent
// (Events), whose descriptor lies in the set as a socket does.
//
// libevent: every socket is an event of libevent's, on systems that have no epoll.
//
// Both wait outside of libevent, which would round up to milliseconds and go on after a signal.
//
// After a fork the child's loop notices by itself that it is a child, and gives itself fresh kernel
// objects before it touches the ones it shares with its parent.
#pragma once

#include "base/limits.h"
#include "base/log.h"
#include "net/events.h"
#include "net/forks.h"
#include "net/watch.h"

#include <algorithm>
#include <cstdint>

namespace vce {

class Poller {
public:
  explicit Poller(Events &events) : events_(events) {}
  ~Poller() { close(); }
  Poller(const Poller &) = delete;
  Poller &operator=(const Poller &) = delete;

  /// Called in the child after a fork, when all watches have to be watched anew: rewatch() each.
  using Rewatch = void (*)(void *owner);

  /// False when the system gives no kernel objects or memory.
  [[nodiscard]] bool open(Rewatch on_fork, void *owner);
  void close();

  /// Watches `fd` for `interest` (readable | writable), instead of the interest before;
  /// `nothing` ends it. False with errno, and nothing watched any more, when the system refuses.
  [[nodiscard]] bool set_interest(Watch &watch, int fd, std::uint8_t interest);
  /// Watches as before, after a fork. False, and nothing watched any more, when the system refuses.
  [[nodiscard]] bool rewatch(Watch &watch, int fd);
  /// Ends watching and forgets readiness that was seen but not yet taken.
  void forget(Watch &watch, int fd);
  /// The same for the watch of a connection whose descriptor is closed next. True if no other
  /// process can have that one too.
  bool retire(Watch &watch, int fd);
  /// `fd` is watched for input by `to` instead of as `from` did, whose readiness is forgotten.
  /// False, and nothing watched any more, when the system refuses.
  [[nodiscard]] bool hand_over(Watch &from, Watch &to, int fd);

  /// Collects readiness; waits for the first up to `wait_us`, 0 = not at all. A signal ends the
  /// wait, and so does Events::wake_up().
  void poll(int wait_us);
  /// Waits until poll() would find something, a signal comes, or the time is over: false then.
  /// Does not collect.
  bool wait_outside(int wait_ms);

  /// A descriptor that is readable while poll() would find a socket ready; -1 where there
  /// is none: in a child that cannot have one of its own yet, and with libevent where that has
  /// none. It is the loop's, and another one in a child.
  int wait_fd();
  /// There is something that no descriptor tells, and that poll() finds out: it is to be called
  /// every limits::blind_wait_us.
  bool needs_rounds() const;
  /// Before a wait for wait_fd() elsewhere.
  void settle() { events_.settle(); }

  /// Marks a descriptor that is never ready as the library's; false when the system refuses. One at
  /// a time: the set is known by it, too.
  bool mark(int fd);
  /// Before it is closed.
  void unmark();
  /// Is it still that one, and not what the program opened under its number? Marks are lost when a
  /// set is made anew.
  bool is_marked(int fd) const;

  /// Notices that the program has closed the set, and makes it anew.
  void check() { recover(); }
  /// Inside Rewatch: not after a fork, but because the program has closed descriptors.
  bool recovering() const { return recovering_; }

  ReadyList &ready_connections() { return ready_.connections(); }
  ReadyList &ready_listeners() { return ready_.listeners(); }
  ReadyList &ready_attempts() { return ready_.attempts(); }
  ReadyList &ready_lingering() { return ready_.lingering(); }
  /// Readiness that was seen waits to be acted on.
  bool any_ready() const { return ready_.any(); }

  /// Puts a watch on its ready list by hand.
  void wake(Watch &watch, std::uint8_t readiness) { ready_.wake(watch, readiness); }

private:
  bool collect(int wait_us);
  void poll_in_slices(int wait_us);
  void serve_own();
  bool refresh_after_fork();
  bool is_lost();
  void give_up();
  bool recover();
  void watch_anew();

  Events &events_;
  ReadyWatches &ready_ = events_.ready();
  Rewatch rewatch_ = nullptr;
  void *owner_ = nullptr;
  Watch own_wake_up_{Watch::Kind::own};
  int marked_ = -1;
  unsigned forks_seen_ = 0;
  std::uint64_t marked_inode_ = 0;
  bool recovering_ = false;

#ifdef VCE_POLLER_LIBEVENT
  bool watch_all();
  bool wait(int wait_us);
  bool watching_ = false; // there is a base, with everything in it
#else
  bool control(int operation, Watch &watch, int fd, std::uint8_t interest);
  bool make_set();
  void drop_set();
  bool watch_own(Watch &watch, int fd);
  void watch_base();

  static constexpr int batch = 256; // events taken from the set at once
  Watch own_base_{Watch::Kind::own};
  int set_fd_ = -1;
#endif
};

// --- What both makes have in common ---

// True if there is a new set, with everything in it that is still open.
inline bool Poller::recover() {
  if (!is_lost())
    return false;
  log(Level::normal, "Warning:4111 the program has closed descriptors of the library: what can be "
                     "is made anew, connections among them end\n");
  give_up();
  return refresh_after_fork();
}

// The last step of a child's new start, or of a recovery.
inline void Poller::watch_anew() {
  rewatch_(owner_);
  if (recovering_)
    events_.recover();
  else
    forks::begin_anew();
  recovering_ = false;
}

// What libevent does by the time that has passed makes no descriptor ready.
inline void Poller::poll_in_slices(int wait_us) {
  for (;;) {
    events_.run();
    const int slice = ready_.any() ? 0 : std::min(wait_us, int{limits::blind_wait_us});
    if (!collect(slice) || slice == 0)
      return;
    wait_us -= slice;
  }
}

} // namespace vce
