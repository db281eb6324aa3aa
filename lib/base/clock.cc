#include "base/clock.h"

#include "base/platform.h"

#include <ctime>
#include <sys/time.h>

namespace vce {

namespace {

std::int64_t read_us(clockid_t id) {
  timespec ts{};
  clock_gettime(id, &ts);
  return static_cast<std::int64_t>(ts.tv_sec) * 1000000 + ts.tv_nsec / 1000;
}

std::int64_t library_time = 0;

} // namespace

std::int64_t wall_clock_us() { return read_us(CLOCK_REALTIME); }

std::int64_t steady_clock_us() { return read_us(CLOCK_MONOTONIC); }

std::int64_t coarse_clock_us() { return read_us(platform::coarse_clock); }

std::int64_t microseconds_between(const timeval &begin, const timeval &end) {
  const auto microseconds = [](const timeval &t) { // unsigned, for the differences that overflow
    return static_cast<std::uint64_t>(t.tv_sec) * 1000000 + static_cast<std::uint64_t>(t.tv_usec);
  };
  return static_cast<std::int64_t>(microseconds(end) - microseconds(begin));
}

void SecondClock::align() { offset_us_ = wall_clock_us() - steady_clock_us(); }

std::int64_t library_time_us() { return library_time; }

void refresh_library_time() { library_time = wall_clock_us(); }

} // namespace vce
