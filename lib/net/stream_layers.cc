// What lies between sockets and buffers of open connections, and its end.

#include "net/stream.h"

#include "base/clock.h"

#include <cerrno>

namespace vce {

// Whatever is ready may be what the layers wait for, to take or to give bytes: both are tried.
bool Stream::serve_layers(Connection &c, std::uint8_t &seen) {
  Transport *layers = c.transport();
  if (!layers)
    return true;
  if (c.extras->layers_end) {
    if (end_layers(c))
      agenda_.end_soon(c);
    return false;
  }
  const bool waited = layers->wants() != Watch::nothing;
  if (waited || ((seen & Watch::writable) && c.blocked)) {
    c.blocked = false;
    flush(c);
  }
  if (waited || layers->pending() > 0)
    seen |= Watch::readable;
  seen = static_cast<std::uint8_t>(seen & ~Watch::writable);
  return true;
}

// They are asked again when their socket is ready, for no longer than a handshake may take.
bool Stream::end_layers(Connection &c) {
  Transport *layers = c.transport();
  if (!layers || !c.can_end_layers() || layers->shut_down(c.socket) != -EAGAIN)
    return true;
  if (!c.extras->layers_end) {
    c.extras->layers_end = true;
    idle_limits_.limit_handshake(c, steady_clock_us());
  }
  watch(c);
  return false;
}

} // namespace vce
