// When the next round is due.

#include "net/runtime.h"

#include <algorithm>

namespace vce {

// Is there work that no socket will announce, or that was announced already?
bool Runtime::has_work(const Scope &scope) {
  return (scope.everyone ? agenda_.has_work() : agenda_.has_work_with(find(scope.only))) ||
         idle_limits_.count_below_zero() > 0 || poller_.any_ready() || room_watches_.waiting() ||
         program_events_.waiting();
}

// The longest that this round may wait, in microseconds.
int Runtime::wait_bound(const Scope &scope) {
  if (adaptive_wait_.wait_us() == 0 || round_.active || has_work(scope))
    return 0;
  const std::int64_t due = put_off_until_us();
  if (due == INT64_MAX)
    return adaptive_wait_.wait_us();
  return static_cast<int>(
      std::clamp<std::int64_t>(due - steady_clock_us(), 0, adaptive_wait_.wait_us()));
}

int Runtime::wait_time_ms() {
  if (round_.callbacks_may_run || has_work(Scope{}))
    return 0;
  const std::int64_t now = steady_clock_us();
  const std::int64_t wait = std::max<std::int64_t>(next_due_us(now) - now, 0);
  return static_cast<int>((wait + 999) / 1000);
}

// In microseconds of the steady clock, as put_off_until_us().
std::int64_t Runtime::next_due_us(std::int64_t now) {
  std::int64_t due = std::min(now + limits::outer_wait_longest_us, put_off_until_us());
  if (poller_.needs_rounds())
    due = std::min<std::int64_t>(due, now + limits::blind_wait_us);
  if (agenda_.any_polled())
    due = std::min(due, now + limits::wait_longest_us);
  const std::int64_t limit = idle_limits_.idle_due_us();
  if (limit != INT64_MAX)
    due = std::min(due, limit + limits::coarse_clock_us);
  return due;
}

// When the first of the connects under way, the paused listeners, the delayed bytes, the lingering
// sockets, the connections above their rate and those without memory for their input is due;
// INT64_MAX if there are none. Times that rounds compare with the coarse clock are due when that
// one has passed them too, or the loop would turn without end until then. Times that were over in
// the last round are taken care of already; those that have passed since then are not.
std::int64_t Runtime::put_off_until_us() {
  std::int64_t due = INT64_MAX;
  const std::int64_t memory_due = agenda_.memory_due_us(round_.now_us);
  if (memory_due != INT64_MAX)
    due = memory_due + limits::coarse_clock_us;
  due = std::min(due, program_events_.next_due_us());
  if (records_.pauses_due_us() != INT64_MAX)
    due = std::min(due, records_.pauses_due_us() + limits::coarse_clock_us);
  if (const std::int64_t next = dialer_.next_due_us(); next != INT64_MAX)
    due = std::min(due, next + limits::coarse_clock_us);
  const std::int64_t limit = idle_limits_.connect_due_us();
  if (limit != INT64_MAX)
    due = std::min(due, limit + limits::coarse_clock_us);
  const std::int64_t lingering_due = lingering_.next_due_us();
  if (lingering_due > round_.now_us && lingering_due != INT64_MAX)
    due = std::min(due, lingering_due + limits::coarse_clock_us);
  due = std::min(due, acceptor_.next_due_us());
  return std::min(due, stream_.delays().due_us(round_.now_us));
}

} // namespace vce
