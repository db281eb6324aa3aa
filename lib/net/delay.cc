// Holding bytes back for a random time: a test aid (vce_conn_set_delay).

#include "net/runtime.h"

#include "base/error.h"

namespace vce {

int Runtime::set_delay(Connection &c, int shortest_ms, int longest_ms) {
  if (shortest_ms < 0 || longest_ms < shortest_ms || longest_ms == 0)
    return err::invalid;
  if (!c.delay()) {
    if (c.make_extras())
      c.extras->delay = make_owned<Delay>(c);
    if (!c.delay())
      return err::memory;
    delays_.push_back(*c.delay());
  }
  c.delay()->shortest_ms = shortest_ms;
  c.delay()->longest_ms = longest_ms;
  hold_back_anew(c);
  if (c.established())
    update_interest(c);
  return err::none;
}

void Runtime::hold_back_anew(Connection &c) {
  Delay &d = *c.delay();
  const std::int64_t spread = std::int64_t{d.longest_ms} - d.shortest_ms + 1;
  // A generator of its own: the application's rand() sequence is not ours to advance.
  delay_seed_ = delay_seed_ * 1103515245 + 12345;
  d.until_us = steady_clock_us() + (d.shortest_ms + (delay_seed_ >> 8) % spread) * 1000;
}

void Runtime::release_delayed() {
  for (Delay *d = delays_.front(); d; d = delays_.next(*d)) {
    Connection &c = d->connection;
    if (held_back(c))
      continue;
    if (!c.drained() && !c.blocked && c.attended())
      agenda_.send_soon(c);
    update_interest(c);
  }
}

} // namespace vce
