// What is watched, and the lists of what was seen to be ready.
//
// Sockets are watched by Poller, and while they connect by Events. Seeing readiness and acting on
// it are apart: while they look, Poller and Events only put watches on these lists, and the
// heartbeat works through the lists afterwards. So no callback of the application ever runs inside
// libevent.
#pragma once

#include "base/list.h"
#include "net/forks.h"

#include <cstddef>
#include <cstdint>

namespace vce {

/// Something whose readiness is watched: a connection, a listener, one of several addresses that a
/// connect tries at once, or a socket that outlives its connection.
class Watch : public Link<Watch, struct ReadyTag> {
public:
  enum Readiness : std::uint8_t { nothing = 0, readable = 1, writable = 2, resolved = 4 };
  enum class Kind : std::uint8_t { connection, listener, attempt, lingering, own };

  explicit Watch(Kind kind) : kind_(kind), forks_(forks::begun_before()) {}
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

  /// Another process may have the socket, too, and so it is not over when this one closes it.
  bool is_shared() const { return forks::any_since(forks_); }
  /// It is one that was made before the watch, by somebody else.
  void assume_shared() { forks_ = forks::unknown; }

private:
  friend class Events;
  friend class Poller;
  friend class ReadyWatches;
  friend class SocketEvents;
  /// Forgets readiness that was seen but not yet taken.
  void forget_readiness() {
    ready_ = nothing;
    unlink();
  }
  Kind kind_ : 7;
  bool in_events_ : 1 = false; // watched by Events
  std::uint8_t interest_ = nothing;
  std::uint8_t ready_ = nothing;
  std::uint8_t forks_; // when the socket was made
};

using ReadyList = List<Watch, ReadyTag>;

/// The watches that are ready, one list for each kind.
class ReadyWatches {
public:
  ReadyList &connections() { return list(Watch::Kind::connection); }
  ReadyList &listeners() { return list(Watch::Kind::listener); }
  ReadyList &attempts() { return list(Watch::Kind::attempt); }
  ReadyList &lingering() { return list(Watch::Kind::lingering); }
  bool any() const {
    for (const ReadyList &l : lists_) {
      if (!l.empty())
        return true;
    }
    return false;
  }
  /// What the loop itself watches; none of it is left after Poller::poll().
  ReadyList &own() { return list(Watch::Kind::own); }

  /// Puts a watch on the list of its kind, or adds to what is known of it there.
  void wake(Watch &watch, std::uint8_t readiness) {
    watch.ready_ |= readiness;
    if (!watch.linked())
      list(watch.kind_).push_back(watch);
  }

private:
  ReadyList &list(Watch::Kind kind) { return lists_[static_cast<std::size_t>(kind)]; }
  ReadyList lists_[5];
};

} // namespace vce
