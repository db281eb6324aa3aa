// Counters that are kept for the process, for each context and for each connection.
#pragma once

#include "base/stats.h"
#include "net/context.h"

namespace vce {

/// Calls `add` with the counters of the process and of the connection's context.
template <class F> void count_in_context(Connection &c, F add) {
  add(stats().traffic);
  add(c.context.stats);
}

/// The same, and with the connection, whose counters have the same names.
template <class F> void count_everywhere(Connection &c, F add) {
  count_in_context(c, add);
  add(c);
}

} // namespace vce
