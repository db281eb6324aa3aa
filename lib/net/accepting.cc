// The limit of connections from one address.

#include "net/runtime.h"

#include "base/error.h"

namespace vce {

// The connections that are there already count, but none is ended.
int Runtime::set_max_per_address(Context &context, int max) {
  if (max < 0)
    return err::range;
  if (max > 0 && !context.peers) {
    const auto place = reinterpret_cast<std::uintptr_t>(&context);
    auto counts = make_owned<PeerCounts>(static_cast<std::uint64_t>(wall_clock_us()) ^ place);
    for (Connection *c = context.connections.front(); c && counts;
         c = context.connections.next(*c)) {
      if (c->accepted && !counts->add(c->remote))
        counts.reset();
    }
    for (Lingering *l = context.lingering.front(); l && counts; l = context.lingering.next(*l)) {
      if (l->accepted && !counts->add(l->peer))
        counts.reset();
    }
    if (!counts)
      return err::memory;
    context.peers = std::move(counts);
  } else if (max == 0) {
    context.peers.reset();
  }
  context.max_per_address = max;
  return err::none;
}

} // namespace vce
