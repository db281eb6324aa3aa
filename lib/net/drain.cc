// Ending all connections in good order, before the program ends.

#include "net/runtime.h"

#include "base/error.h"
#include "base/log.h"

#include <algorithm>

namespace vce {

int Runtime::drain(int seconds) {
  if (seconds < 0)
    return err::range;
  if (round_.callbacks_may_run)
    return err::finalize;
  const std::int64_t longest_us = std::int64_t{seconds} * 1000000;
  const std::int64_t begun_us = steady_clock_us();
  std::int64_t waited_us = 0; // while the clock stood still, as one does that cannot be read
  dialer_.refuse(true);
  for (Context *x = contexts_.front(); x; x = contexts_.next(*x))
    connections_.close_all(*x);
  for (int last_rounds = 0;;) {
    acceptor_.stop_all();     // in each round: a callback may create another one
    adaptive_wait_.restart(); // the waiting is done here, and never beyond the deadline
    heartbeat(Scope{});
    if (connections_.used() == 0 && lingering_.empty())
      break;
    const std::int64_t now_us = steady_clock_us();
    const std::int64_t left_us = longest_us - std::max(now_us - begun_us, waited_us);
    const int wait_ms = wait_time_ms();
    if (left_us > 0) {
      const auto wait = static_cast<int>(std::min<std::int64_t>(wait_ms, left_us / 1000 + 1));
      if (!poller_.wait_outside(wait) && steady_clock_us() == now_us)
        waited_us += std::max(wait, 1) * 1000LL;
    } else if (wait_ms > 0 || ++last_rounds > limits::drain_last_rounds) {
      break;
    }
  }
  const int unfinished = cut_off();
  acceptor_.stop_all();
  dialer_.refuse(false);
  log(Level::verbose, "drained, %d cut off\n", unfinished);
  return unfinished;
}

// Ends the connections that are left when the time is over. Their close watchers are told, and can
// connect to nobody.
int Runtime::cut_off() {
  int unfinished = lingering_.cut_off();
  {
    Busy busy(round_);
    for (Context *x = contexts_.front(); x; x = contexts_.next(*x)) {
      while (Connection *c = x->connections.front()) {
        c->end(EndCause::cut_off, 0);
        connections_.destroy(*c, CloseReason::timeout);
        ++unfinished;
      }
    }
  }
  (void)lingering_.cut_off(); // those of the ones above, which are counted
  free_abandoned();
  return unfinished;
}

} // namespace vce
