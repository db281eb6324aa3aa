// Layers between sockets and buffers of open connections, and their ends. What a layer is stands in
// transport.h.

#include "net/runtime.h"

#include <cerrno>

namespace vce {

// --- Open ---

// What the layers of a connection that is ready have to do by themselves. Whatever is ready may be
// what they wait for, to take or to give bytes: both are tried. False at their end, when nothing is
// received any more.
bool Runtime::serve_layers(Connection &c, std::uint8_t &seen) {
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

long Runtime::send_through(Connection &c, const char *data, std::size_t size) {
  Transport &layers = *c.transport();
  if (size == 0) {
    const long result = layers.go_on(c.socket);
    return result == 0 && layers.unsent() > 0 ? -EAGAIN : result;
  }
  return layers.send(c.socket, data, size);
}

std::uint8_t Runtime::interest_through(Connection &c) {
  const Transport &layers = *c.transport();
  if (!c.attended())
    return Watch::nothing;
  const std::uint8_t wants = c.broken ? std::uint8_t{0} : layers.wants();
  if (!c.established() || c.extras->layers_end) {
    if (layers.pending() > 0)
      loop_.wake(c, Watch::readable);
    return wants;
  }
  if (held_back(c))
    return Watch::nothing;
  std::uint8_t interest = interest_of_buffers(c);
  // Output that waits for the peer's bytes, as in the middle of a handshake, waits for no room.
  if (wants == Watch::readable)
    interest = static_cast<std::uint8_t>(interest & ~Watch::writable);
  if ((interest & Watch::readable) && layers.pending() > 0)
    loop_.wake(c, Watch::readable);
  return interest | wants;
}

// A layer cannot go on with what the peer sent, or by itself. What arrived before goes to the
// parser, as at any end.
void Runtime::layer_broke(Connection &c, long result) {
  say_layer_broke(c, result);
  c.output.release(pool_);
  c.move_to(Connection::State::ended);
}

void Runtime::say_layer_broke(Connection &c, long result) {
  const bool by_peer = result == broken_by_peer;
  const char *reason = c.transport()->reason(result);
  c.end(by_peer ? EndCause::decoder : EndCause::encoder, static_cast<int>(-result));
  if (by_peer)
    c.context.log.say(PeerEvent::decoder, c.remote,
                      "Warning:4114 the peer broke the stream: fd %d, %s", c.socket.fd(), reason);
  else
    c.context.log.say(PeerEvent::encoder, c.remote,
                      "Warning:4115 the stream failed here: fd %d, %s", c.socket.fd(), reason);
}

// --- Their end ---

// Closing and drained: true when the layers have ended too, so that the connection can go. Else
// they are asked again when their socket is ready, for no longer than a handshake may take.
bool Runtime::end_layers(Connection &c) {
  Transport *layers = c.transport();
  if (!layers || !c.can_end_layers() || layers->shut_down(c.socket) != -EAGAIN)
    return true;
  if (!c.extras->layers_end) {
    c.extras->layers_end = true;
    idle_limits_.limit_handshake(c, steady_clock_us());
  }
  update_interest(c);
  return false;
}

} // namespace vce
