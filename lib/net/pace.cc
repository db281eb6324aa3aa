#include "net/pace.h"

#include "base/limits.h"

namespace vce {

std::size_t Pace::receivable(std::int64_t now_us) {
  const int n = bytes.available(now_us);
  more_bytes_ = n == 0;
  return static_cast<std::size_t>(n);
}

bool Pace::over(bool record_waits, std::int64_t now_us) {
  return (record_waits && records.available(now_us) == 0) ||
         (more_bytes_ && bytes.available(now_us) == 0);
}

void Pauses::begin(Pace &p, std::int64_t now_us) {
  std::int64_t until = std::max(now_us + limits::rate_pause_us, p.records.next_us());
  if (p.more_bytes_)
    until = std::max(until, p.bytes.next_us());
  p.more_bytes_ = false;
  p.until_us_ = (until + limits::rate_pause_us - 1) / limits::rate_pause_us * limits::rate_pause_us;
  due_us_ = std::min(due_us_, p.until_us_);
  pausing_.push_back(p);
}

} // namespace vce
