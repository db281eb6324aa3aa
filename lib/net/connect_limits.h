// Time limits of connects, in milliseconds.
#pragma once

#include "net/deadlines.h"

namespace vce {

/// The connects under way that have a time limit of their own, in milliseconds. Each uses the
/// deadline of its connection, whose idle time has not begun.
class ConnectLimits {
public:
  [[nodiscard]] bool reserve(std::size_t n) { return heap_.reserve(n); }
  void set(Deadline &item, std::int64_t now_us, int limit_ms);
  /// For one that is scheduled already: if that is sooner.
  void set_sooner(Deadline &item, std::int64_t now_us, int limit_ms);
  void remove(Deadline &item) { heap_.remove(item); }
  std::size_t size() const { return heap_.size(); }
  bool empty() const { return heap_.size() == 0; }
  /// One whose time is over, or null.
  Deadline *due(std::int64_t now_us);
  /// When the first is due, in microseconds of the steady clock; INT64_MAX if there is none.
  std::int64_t next_us();

private:
  std::uint32_t ticks(std::int64_t now_us) const;
  DeadlineHeap heap_; // in milliseconds behind base_us_
  std::int64_t base_us_ = 0;
};

} // namespace vce
