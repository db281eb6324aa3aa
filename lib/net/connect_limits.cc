#include "net/connect_limits.h"

#include <algorithm>

namespace vce {

std::uint32_t ConnectLimits::ticks(std::int64_t now_us) const {
  return static_cast<std::uint32_t>(std::max<std::int64_t>(now_us - base_us_, 0) / 1000);
}

// A limit is less than 2^31 ms, so that 2^32 of them hold any deadline while the base moves on.
void ConnectLimits::set(Deadline &item, std::int64_t now_us, int limit_ms) {
  constexpr std::uint32_t far = 1u << 30;
  if (heap_.size() == 0)
    base_us_ = now_us;
  if (const std::uint32_t now = ticks(now_us); now > far) {
    heap_.shift(now);
    base_us_ += std::int64_t{now} * 1000;
  }
  heap_.set(item, ticks(now_us) + static_cast<std::uint32_t>(limit_ms) + 1);
}

void ConnectLimits::set_sooner(Deadline &item, std::int64_t now_us, int limit_ms) {
  if (ticks(now_us) + static_cast<std::uint32_t>(limit_ms) + 1 < item.when())
    set(item, now_us, limit_ms);
}

Deadline *ConnectLimits::due(std::int64_t now_us) {
  Deadline *first = heap_.earliest();
  return first && first->when() <= ticks(now_us) ? first : nullptr;
}

std::int64_t ConnectLimits::next_us() {
  const Deadline *first = heap_.earliest();
  return first ? base_us_ + std::int64_t{first->when()} * 1000 : INT64_MAX;
}

} // namespace vce
