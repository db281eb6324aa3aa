// Readings of time, each for one purpose.
#pragma once

#include <cstdint>

struct timeval;

namespace vce {

/// Wall clock in microseconds since 1970; may jump. For vce_get_current_utime.
std::int64_t wall_clock_us();

/// Monotonic clock in microseconds; never jumps. For pauses and rates.
std::int64_t steady_clock_us();

/// The steady clock as of the kernel's last tick, up to 10 ms ago; four times faster to read. For
/// times that are measured in seconds.
std::int64_t coarse_clock_us();

/// `end` - `begin`; no pair of values is undefined, too large differences lose their high bits.
std::int64_t microseconds_between(const timeval &begin, const timeval &end);

/// The time of vce_get_current_utime, of the wall clock: refreshed at the moments that vce.h names.
std::int64_t library_time_us();
void refresh_library_time();

/// A monotonic clock that shows wall-clock seconds: it is set by the wall clock once, and from
/// then on moves with the monotonic one. Idle limits compare whole seconds of it, so that a jump
/// of the wall clock neither kills nor immortalises connections.
/// Good until the year 2106.
class SecondClock {
public:
  void align();
  std::uint32_t seconds(std::int64_t steady_us) const {
    return static_cast<std::uint32_t>((steady_us + offset_us_) / 1000000);
  }
  /// When seconds() first exceeds `second`, in microseconds of the steady clock.
  std::int64_t end_of(std::uint32_t second) const {
    return (std::int64_t{second} + 1) * 1000000 - offset_us_;
  }

private:
  std::int64_t offset_us_ = 0;
};

} // namespace vce
