#include "net/timers.h"

#include <algorithm>

namespace vce {

namespace {

// A time that far off is never due.
std::int64_t later(std::int64_t time_us, std::int64_t by_us) {
  return by_us < INT64_MAX - time_us ? time_us + by_us : INT64_MAX - 1;
}

} // namespace

bool Timers::start(Timer &timer, std::int64_t now_us, std::int64_t first_us,
                   std::int64_t repeat_us) {
  stop(timer);
  if (!heap_.reserve(heap_.size() + 1))
    return false;
  timer.repeat_us_ = std::max<std::int64_t>(repeat_us, 0);
  heap_.set(timer, later(now_us, std::max<std::int64_t>(first_us, 0)));
  return true;
}

void Timers::stop(Timer &timer) {
  heap_.remove(timer);
  static_cast<Link<Timer, DueTimers> &>(timer).unlink();
}

void Timers::collect_due(std::int64_t now_us) {
  while (next_us() <= now_us) {
    auto &timer = *static_cast<Timer *>(heap_.earliest());
    if (timer.repeat_us_ > 0) {
      const std::int64_t missed = (now_us - timer.when()) / timer.repeat_us_;
      heap_.set(timer, later(timer.when() + missed * timer.repeat_us_, timer.repeat_us_));
    } else {
      heap_.remove(timer);
    }
    due_.push_back(timer);
  }
}

} // namespace vce
