#include "net/adaptive_wait.h"

#include "base/error.h"

#include <algorithm>
#include <cassert>

namespace vce {

namespace {

bool wait_flag = false;
int shortest_wait_us = limits::wait_shortest_us;
int longest_wait_us = limits::wait_longest_us;

} // namespace

void AdaptiveWait::set_wait_flag(bool on) { wait_flag = on; }

int AdaptiveWait::set_wait_limits(int shortest_us, int longest_us) {
  if (shortest_us < 1 || shortest_us > longest_us || longest_us > limits::wait_longest_allowed_us)
    return err::range;
  shortest_wait_us = shortest_us;
  longest_wait_us = longest_us;
  return err::none;
}

// Halved and a step less after a round with work, one microsecond more after one without.
void AdaptiveWait::adapt(bool active) {
  assert(wait_us_ >= 0 && wait_us_ <= limits::wait_longest_allowed_us);
  const int next = active ? wait_us_ / 2 - limits::wait_step_down_us : wait_us_ + 1;
  wait_us_ = wait_flag ? std::clamp(next, shortest_wait_us, longest_wait_us) : 0;
}

} // namespace vce
