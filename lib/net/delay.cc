#include "net/delay.h"

#include "base/clock.h"
#include "base/error.h"
#include "net/connection.h"

#include <algorithm>

namespace vce {

int Delays::set(Connection &c, int shortest_ms, int longest_ms) {
  if (shortest_ms < 0 || longest_ms < shortest_ms || longest_ms == 0)
    return err::invalid;
  if (!c.delay()) {
    if (c.make_extras())
      c.extras->delay = make_owned<Delay>(c);
    if (!c.delay())
      return err::memory;
    list_.push_back(*c.delay());
  }
  c.delay()->shortest_ms = shortest_ms;
  c.delay()->longest_ms = longest_ms;
  begin_anew(*c.delay());
  return err::none;
}

void Delays::begin_anew(Delay &d) {
  const std::int64_t spread = std::int64_t{d.longest_ms} - d.shortest_ms + 1;
  // A generator of its own: the application's rand() sequence is not ours to advance.
  seed_ = seed_ * 1103515245 + 12345;
  d.until_us = steady_clock_us() + (d.shortest_ms + (seed_ >> 8) % spread) * 1000;
}

std::int64_t Delays::due_us(std::int64_t now_us) {
  std::int64_t due = INT64_MAX;
  for (Delay *d = list_.front(); d; d = list_.next(*d)) {
    if (d->holds_back(now_us))
      due = std::min(due, d->until_us);
  }
  return due;
}

} // namespace vce
