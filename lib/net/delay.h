// Holding bytes back for a random time, in both directions: a test aid (vce_conn_set_delay).
#pragma once

#include "base/list.h"

#include <cstdint>

namespace vce {

class Connection;

/// Of one connection, which owns it.
struct Delay : Link<Delay, struct OfDelays> {
  explicit Delay(Connection &of) : connection(of) {}
  bool holds_back(std::int64_t now_us) const { return now_us < until_us; }

  Connection &connection;
  int shortest_ms = 0;
  int longest_ms = 0;
  std::int64_t until_us = 0;
};

/// The connections that have one.
class Delays {
public:
  Delays() = default;
  Delays(const Delays &) = delete;
  Delays &operator=(const Delays &) = delete;

  bool empty() const { return list_.empty(); }
  /// Makes or changes the delay of a connection, 0 <= shortest <= longest, longest > 0, which
  /// begins at once; err::invalid for other bounds, err::memory.
  int set(Connection &c, int shortest_ms, int longest_ms);
  /// Bytes were moved: the next ones are held back by another random time.
  void begin_anew(Delay &d);
  /// When the first is over of those that hold something back at `now_us`; INT64_MAX if none does.
  std::int64_t due_us(std::int64_t now_us);
  /// Calls the function for each connection whose bytes are not held back. It destroys none.
  template <class F> void for_each_over(std::int64_t now_us, F release) {
    for (Delay *d = list_.front(); d; d = list_.next(*d)) {
      if (!d->holds_back(now_us))
        release(d->connection);
    }
  }

private:
  List<Delay, OfDelays> list_;
  std::uint32_t seed_ = 1;
};

} // namespace vce
