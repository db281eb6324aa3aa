// Readiness of sockets, waiting, and name look-ups in the background. libevent is included by this
// file's source alone.
//
// The sockets are in an epoll set of our own. libevent's event structures would cost 170 bytes per
// connection and some 300 instructions per event, and its loop neither waits for less than a
// millisecond nor returns when a signal comes, as vce(7) promises. libevent has the look-ups:
// while one is under way, the loop waits in libevent, which watches the set as one descriptor.
//
// Seeing readiness and acting on it are apart: while it polls, the loop only puts watches on its
// ready lists, and the heartbeat works through the lists afterwards. So no callback of the
// application ever runs inside libevent.
//
// After a fork the child's loop notices by itself that it is a child, and gives itself fresh kernel
// objects before it touches the ones it shares with its parent.
#pragma once

#include "base/list.h"
#include "net/address.h"
#include "net/resolver_files.h"

#include <cstddef>
#include <cstdint>

struct event_base;
struct evdns_base;

namespace vce {

class EventLoop;

/// Something whose readiness is watched: a connection, a listener, one of several addresses that a
/// connect tries at once, a socket that outlives its connection, or what ends a wait from outside.
class Watch : public Link<Watch, struct ReadyTag> {
public:
  enum Readiness : std::uint8_t { nothing = 0, readable = 1, writable = 2, resolved = 4 };
  enum class Kind : std::uint8_t { connection, listener, attempt, lingering, waker };

  explicit Watch(Kind kind) : kind_(kind) {}
  Watch(const Watch &) = delete;
  Watch &operator=(const Watch &) = delete;

  /// The readiness that is watched for.
  std::uint8_t interest() const { return interest_; }
  /// Returns and clears the readiness seen since the last call.
  std::uint8_t take_readiness() {
    const std::uint8_t seen = ready_;
    ready_ = nothing;
    return seen;
  }

private:
  friend class EventLoop;
  Kind kind_;
  std::uint8_t interest_ = nothing;
  std::uint8_t ready_ = nothing;
};

using ReadyList = List<Watch, ReadyTag>;

/// A name look-up under way. Its result arrives as readiness `resolved` of a watch.
class Lookup {
public:
  explicit Lookup(Watch &watch) : watch_(watch) {}
  ~Lookup();
  Lookup(const Lookup &) = delete;
  Lookup &operator=(const Lookup &) = delete;

  /// Empty if the name has no address or could not be looked up.
  Addresses &answer() { return answer_; }
  /// Why it is empty; a constant.
  const char *failure() const { return failure_; }

private:
  friend class EventLoop;
  struct Query;
  Watch &watch_;
  Query *query_ = nullptr;
  Addresses answer_;
  const char *failure_ = "out of memory"; // unless an answer says something else
};

class EventLoop {
public:
  EventLoop() = default;
  ~EventLoop() { close(); }
  EventLoop(const EventLoop &) = delete;
  EventLoop &operator=(const EventLoop &) = delete;

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
  /// A look-up is under way; its answer does not make the descriptor readable.
  bool looking_up() const { return queries_ != nullptr; }

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

  ReadyList &ready_connections() { return ready_[0]; }
  ReadyList &ready_listeners() { return ready_[1]; }
  ReadyList &ready_attempts() { return ready_[2]; }
  ReadyList &ready_lingering() { return ready_[3]; }

  /// Puts a watch on its ready list by hand.
  void wake(Watch &watch, std::uint8_t readiness);

  /// Starts to look `name` up. False when it cannot even be started.
  [[nodiscard]] bool look_up(Lookup &lookup, const char *name, std::uint16_t port);

private:
  friend class Lookup;
  struct Bridge; // libevent's callbacks
  bool control(int operation, Watch &watch, int fd, std::uint8_t interest);
  bool collect(int wait_us);
  void wait_in_libevent(int wait_us);
  bool make_set();
  bool watch_set();
  bool make_base();
  void drop_set();
  bool refresh_after_fork();
  bool set_is_lost() const;
  void give_up_set();
  bool recover_set();
  void ask_again();
  Lookup::Query *new_query(Lookup &lookup, const char *name, std::uint16_t port);
  bool start_query(Lookup::Query &query);
  void restart_lookups();
  void drop_resolver();
  bool has_cancelled_queries() const;

  static constexpr int batch = 256; // events taken from the set at once
  // Storage for events of libevent, whose size is asserted where it is known.
  struct alignas(8) Event {
    unsigned char bytes[128];
  };

  event_base *base_ = nullptr;
  evdns_base *resolver_ = nullptr;
  Lookup::Query *queries_ = nullptr;
  Rewatch rewatch_ = nullptr;
  void *owner_ = nullptr;
  ReadyList ready_[5]; // by Watch::Kind
  ResolverFiles resolver_files_;
  Event set_event_{};
  int set_fd_ = -1;
  int marked_ = -1;
  std::uint64_t marked_inode_ = 0;
  bool recovering_ = false;
  unsigned forks_seen_ = 0;
};

} // namespace vce
