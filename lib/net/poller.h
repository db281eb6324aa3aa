// Readiness of sockets, and waiting.
//
// The sockets are in an epoll set of our own. libevent's event structures would cost 170 bytes per
// connection and some 300 instructions per event, and its loop neither waits for less than a
// millisecond nor returns when a signal comes, as vce(7) promises. While libevent has something to
// do (Events), the loop waits in libevent, which watches the set as one descriptor.
//
// After a fork the child's loop notices by itself that it is a child, and gives itself fresh kernel
// objects before it touches the ones it shares with its parent.
#pragma once

#include "net/events.h"
#include "net/watch.h"

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
  /// wait, except while a name is being looked up.
  void poll(int wait_us);
  /// Waits until poll() would find something, a signal comes, or the time is over: false then.
  /// Does not collect.
  bool wait_outside(int wait_ms);

  /// A descriptor that is readable while poll() would find a socket ready; -1 in a child that
  /// cannot have one of its own yet. It is the loop's, and another one in a child.
  int wait_fd() { return refresh_after_fork() ? set_fd_ : -1; }

  /// Marks a descriptor that is never ready as the library's; false when the system refuses. One at
  /// a time: the set is known by it, too.
  bool mark(int fd);
  /// Before it is closed.
  void unmark();
  /// Is it still that one, and not what the program opened under its number? Marks are lost when a
  /// set is made anew.
  bool is_marked(int fd) const;

  /// Notices that the program has closed the set, and makes it anew.
  void check() {
    if (set_fd_ >= 0)
      recover_set();
  }
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
  bool control(int operation, Watch &watch, int fd, std::uint8_t interest);
  bool collect(int wait_us);
  bool make_set();
  void drop_set();
  bool refresh_after_fork();
  bool set_is_lost() const;
  void give_up_set();
  bool recover_set();

  static constexpr int batch = 256; // events taken from the set at once
  Events &events_;
  ReadyWatches &ready_ = events_.ready();
  Rewatch rewatch_ = nullptr;
  void *owner_ = nullptr;
  int set_fd_ = -1;
  int marked_ = -1;
  std::uint64_t marked_inode_ = 0;
  bool recovering_ = false;
  unsigned forks_seen_ = 0;
};

} // namespace vce
