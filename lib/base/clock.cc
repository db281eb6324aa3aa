#include "base/clock.h"

#include <ctime>

namespace vce {

namespace {

std::int64_t read_us(clockid_t id) {
  timespec ts{};
  clock_gettime(id, &ts);
  return static_cast<std::int64_t>(ts.tv_sec) * 1000000 + ts.tv_nsec / 1000;
}

} // namespace

std::int64_t wall_clock_us() { return read_us(CLOCK_REALTIME); }

std::int64_t steady_clock_us() { return read_us(CLOCK_MONOTONIC); }

std::int64_t coarse_clock_us() { return read_us(CLOCK_MONOTONIC_COARSE); }

void SecondClock::align() { offset_us_ = wall_clock_us() - steady_clock_us(); }

} // namespace vce
