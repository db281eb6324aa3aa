// Which connections expire, and when: idle limits in seconds, and time limits of connects.
//
// A connection has one deadline, which is on one of three heaps:
//   idle        by the second in which its limit expires. Traffic only stamps the connection; when
//               the deadline comes up it turns out whether the stamp has put it off.
//   below zero  limits below zero expire in the next round, before anything is read. They are apart
//               because they would hide the others.
//   connects    while a connect or a handshake with a limit of its own is under way. Idle time
//               begins afterwards.
// `has_connect_limit` and `expires_next_round` of a connection tell which, and are changed here
// alone.
#pragma once

#include "base/clock.h"
#include "net/connect_limits.h"
#include "net/connection.h"

namespace vce {

class IdleLimits {
public:
  IdleLimits() = default;
  IdleLimits(const IdleLimits &) = delete;
  IdleLimits &operator=(const IdleLimits &) = delete;

  /// Sets the clock of seconds by the wall clock. Once, before anything else.
  void align() { clock_.align(); }
  std::uint32_t seconds(std::int64_t steady_us) const { return clock_.seconds(steady_us); }

  /// Memory for the limits of `n` connections, or of `n` connects; false when it is short.
  [[nodiscard]] bool reserve(std::size_t n) { return idle_.reserve(n); }
  [[nodiscard]] bool reserve_connects(std::size_t n) { return connects_.reserve(n); }

  /// Its time begins now, by its limit and its last access.
  void schedule(Connection &c);
  /// The limit that its context has for connects counts, until schedule().
  void limit_connect(Connection &c, std::int64_t now_us);
  /// The limit that its context has for handshakes counts, if it is sooner, until schedule().
  void limit_handshake(Connection &c, std::int64_t now_us);
  /// Changes its idle limit. A connect with a limit of its own goes on, unless the idle limit is
  /// below zero.
  void set(Connection &c, int seconds);
  /// It cannot expire any more.
  void remove(Connection &c);

  // Who expires, one at a time; each is removed. Null when there is none (left).

  Connection *take_below_zero();
  Connection *take_idle(std::int64_t now_us);
  Connection *take_connect(std::int64_t now_us);

  std::size_t count_below_zero() const { return below_zero_.size(); }
  bool any_connect() const { return !connects_.empty(); }
  /// When the first is due, in microseconds of the steady clock, or later if its connection was
  /// active; INT64_MAX if there is none.
  std::int64_t idle_due_us();
  std::int64_t connect_due_us() { return connects_.next_us(); }

private:
  DeadlineHeap idle_;
  DeadlineHeap below_zero_;
  ConnectLimits connects_;
  SecondClock clock_;
};

} // namespace vce
