// Which peers are accepted: decisions over numbers. No descriptor, no clock, no callback in here.
#pragma once

#include <cstdint>

namespace vce {

/// An arriving connection and the context it arrives at, in numbers.
struct Arrival {
  bool kicked = false;      // its address is on the kick list
  bool over_rate = false;   // no token left, and the application did not let it pass
  bool accepting = true;    // the accept flag of the context
  bool peer_full = false;   // its address has as many connections as one may have
  int connections = 0;      // of the context now, draining ones included
  int lingering = 0;        // of the context, ended but not yet closed: they keep their places
  int maximum = 0;          // of the context
  bool pool_full = false;   // no connection left in the process
  int hiwater = 0;          // mark of the hi-water watcher
  bool has_watcher = false; // an accept watcher is set
  bool has_hiwater_watcher = false;
};

enum class Admission { // in this order: the ways in, then the reasons of refusal
  admit,               // no watcher is asked
  admit_watched,       // the accept watcher is asked
  admit_hiwater,       // the hi-water watcher is asked instead
  turn_away_kicked,
  turn_away_rate,
  turn_away_disabled,
  turn_away_peer,
  turn_away_maximum,
  turn_away_pool,
};

/// The first reason that applies, in the order of man/compatibility.md, K4: the limit per address
/// stands in front of the context's. The hi-water watcher is asked from the connection on
/// that is number `hiwater` - 1, the new one counted.
Admission decide(const Arrival &arrival);

/// The meaning of a failing accept.
enum class AcceptFailure {
  nobody,   // no connection is waiting
  skip,     // this one is gone or unusable, the next may be fine
  shortage, // the process or the system has no descriptor or memory: pause
  broken,   // the listener cannot accept at all
};
AcceptFailure classify_accept_errno(int error);

/// Connections per minute, as a count that is lowered by each arrival and regained at fixed marks.
/// A full count lets one more than the limit pass at once (K5).
class RateLimit {
public:
  /// `per_minute` <= 0 switches the limit off.
  void set(int per_minute, std::int64_t now_us);
  /// Takes a token; false when there is none.
  bool take(std::int64_t now_us);

private:
  void refill(std::int64_t now_us);
  int limit_ = 0;
  int count_ = 0;
  std::int64_t interval_us_ = 0;
  std::int64_t mark_us_ = 0;
};

} // namespace vce
