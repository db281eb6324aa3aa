#include "net/broadcast.h"

#include "base/error.h"

namespace vce {

namespace {

// Closed as by the application. A peer that goes on talking without reading would put the idle
// limit off for ever, so the unsent bytes get the time that is left of it, and no more.
void close_overfull(Runtime &runtime, Connection &c) {
  runtime.connections().request_close(c);
  c.end(EndCause::overfull, 0);
  runtime.idle_limits().set(c, c.idle_limit_s);
  c.limit_stands = true;
}

} // namespace

int broadcast(Runtime &runtime, Context &context, const char *data, int length, Handle skip,
              WhenFull when_full) {
  if (length < 0 || (!data && length > 0))
    return err::invalid;
  if (when_full != WhenFull::drop && when_full != WhenFull::close)
    return err::range;
  const auto size = static_cast<std::size_t>(length);
  if (size > context.write_limit())
    return err::long_input;
  if (size == 0)
    return 0;
  BroadcastStats &counts = broadcast_stats();
  int took = 0;
  for (Connection *c = context.connections.front(); c; c = context.connections.next(*c)) {
    if (!c->established() || c->closing() || c->dying || c->broken ||
        runtime.connections().names(skip, *c))
      continue;
    if (runtime.stream().write(*c, data, size) > 0) {
      ++took;
      ++counts.sent;
    } else if (when_full == WhenFull::drop) {
      ++counts.dropped;
    } else {
      ++counts.closed;
      close_overfull(runtime, *c);
    }
  }
  return took;
}

} // namespace vce
