// So much per second, and the amount of one second at once. No clock in here.
#pragma once

#include <algorithm>
#include <climits>
#include <cstdint>

namespace vce {

class TokenBucket {
public:
  /// Full at first; `per_second` 0 has no bound.
  TokenBucket(int per_second, std::int64_t now_us)
      : rate_(per_second), level_(full()), at_us_(now_us) {}

  /// Whole tokens that can be taken now, up to `per_second`.
  int available(std::int64_t now_us) {
    if (rate_ == 0)
      return INT_MAX;
    refill(now_us);
    return static_cast<int>(level_ / parts);
  }
  /// Takes so many; no more than are available.
  void take(int tokens) {
    if (rate_ != 0)
      level_ -= tokens * parts;
  }
  /// When there will be a whole token, as far as is known since available(); in the past if there
  /// is.
  std::int64_t next_us() const {
    return level_ >= parts || rate_ == 0 ? at_us_ : at_us_ + (parts - level_ + rate_ - 1) / rate_;
  }

private:
  // A token is a million parts, of which each microsecond brings `rate_`: nothing is rounded.
  static constexpr std::int64_t parts = 1000000;
  std::int64_t full() const { return rate_ * parts; }
  void refill(std::int64_t now_us) {
    const std::int64_t passed = std::clamp<std::int64_t>(now_us - at_us_, 0, 1000000);
    level_ = std::min(full(), level_ + passed * rate_);
    at_us_ = std::max(at_us_, now_us);
  }

  std::int64_t rate_;
  std::int64_t level_;
  std::int64_t at_us_;
};

} // namespace vce
