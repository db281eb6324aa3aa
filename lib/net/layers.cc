// Layers between sockets and buffers: given to connections, their handshakes, and their ends. What
// a layer is stands in transport.h.

#include "net/runtime.h"

#include "base/error.h"
#include "base/error_detail.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <poll.h>

namespace vce {

namespace {

const char *reason_text(const Transport &layers, long result) {
  const char *trouble = layers.trouble();
  return trouble ? trouble : std::strerror(static_cast<int>(-result));
}

} // namespace

// False when memory is short.
bool Runtime::give_layers(Connection &c, bool accepted) {
  const LayerChoice &layers = c.context.layers;
  if (!layers.make)
    return true;
  if (c.make_extras())
    c.extras->transport = layers.make(layers.settings, accepted);
  return c.transport() != nullptr;
}

// --- Handshakes ---

// Of a connect that is established as far as TCP goes. True if the connection is open now; else it
// is under way, or has been destroyed.
bool Runtime::begin_handshake(Connection &c) {
  c.move_to(Connection::State::handshaking);
  idle_limits_.limit_handshake(c, steady_clock_us());
  return serve_handshake(c);
}

// The same for one that has begun.
bool Runtime::serve_handshake(Connection &c) {
  const long result = c.transport()->handshake(c.socket);
  if (result == 0)
    return layers_ready(c);
  if (result == -EAGAIN)
    update_interest(c);
  else
    handshake_failed(c, static_cast<int>(-result));
  return false;
}

bool Runtime::layers_ready(Connection &c) {
  if (!c.accepted) {
    open_up(c);
    return true;
  }
  // On a non-blocking context an accepted connection counts as connecting for one round more.
  c.move_to(c.context.non_blocking_connect ? Connection::State::connecting
                                           : Connection::State::open);
  c.last_access_s = idle_limits_.seconds(steady_clock_us());
  idle_limits_.schedule(c);
  c.extras->unannounced = false;
  room_watches_.note_room(c);
  if (!announce(c, c.extras->admission))
    return false;
  if (c.state() == Connection::State::open)
    return true;
  update_interest(c);
  return false;
}

void Runtime::handshake_failed(Connection &c, int error) {
  c.end(EndCause::handshake, error);
  c.broken = true;
  c.context.log.say(PeerEvent::handshake, c.remote, "Warning:4113 handshake failed: fd %d, %s",
                    c.socket.fd(), reason_text(*c.transport(), -error));
  ++stats().traffic.recv_syscall_e; // as for a connect that failed
  ++c.context.stats.recv_syscall_e;
  destroy(c, CloseReason::remote);
}

void Runtime::handshake_timed_out(Connection &c) {
  c.end(EndCause::handshake_limit, 0);
  c.context.log.say(PeerEvent::handshake, c.remote,
                    "Warning:4113 handshake not finished in time: fd %d", c.socket.fd());
}

// For a connect that the program waits for. False, and logged and told, when it has failed.
bool Runtime::shake_hands(Context &context, Transport &layers, Socket &socket,
                          const Address &remote, const char *host, std::int64_t begun_us) {
  std::int64_t now_us = steady_clock_us(); // or later, as much as was waited
  std::int64_t until_us = INT64_MAX;
  if (context.connect_limit_ms > 0)
    until_us = begun_us + std::int64_t{context.connect_limit_ms} * 1000;
  else if (context.idle_limit_s > 0)
    until_us = begun_us + std::int64_t{context.idle_limit_s} * 1000000;
  if (context.handshake_limit_ms > 0)
    until_us = std::min(until_us, now_us + std::int64_t{context.handshake_limit_ms} * 1000);
  long result;
  while ((result = layers.handshake(socket)) == -EAGAIN) {
    const std::uint8_t wants = layers.wants();
    now_us = std::max(now_us, steady_clock_us());
    if (now_us >= until_us) {
      result = -ETIMEDOUT;
      break;
    }
    const int what =
        ((wants & Watch::readable) ? POLLIN : 0) | ((wants & Watch::writable) ? POLLOUT : 0);
    pollfd polled = {socket.fd(), static_cast<short>(what), 0};
    const std::int64_t ms = std::min<std::int64_t>((until_us - now_us + 999) / 1000, 1 << 30);
    const bool for_ever = until_us == INT64_MAX;
    const bool announced = layers.pending() == 0; // else it goes on at once
    const int n = ::poll(&polled, 1, !announced ? 0 : for_ever ? -1 : static_cast<int>(ms));
    if (n < 0 && errno != EINTR) {
      result = -errno;
      break;
    }
    if (n == 0 && announced)
      now_us += ms * 1000;
  }
  if (result == 0)
    return true;
  const char *reason =
      result == -ETIMEDOUT ? "handshake not finished in time" : reason_text(layers, result);
  context.log.say(PeerEvent::handshake, remote, "Warning:4113 handshake failed: fd %d, %s",
                  socket.fd(), reason);
  set_error_detail(err::nego, "connect to %.300s%s%s: the handshake failed: %s", host ? host : "",
                   host ? ", " : "", PlaceText(remote).text, reason);
  errno = static_cast<int>(-result);
  return false;
}

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
  const char *reason = reason_text(*c.transport(), result);
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

// The last of its output has been taken.
void Runtime::end_when_sent(Connection &c) {
  if (c.drained() && end_layers(c))
    agenda_.end_soon(c);
}

} // namespace vce
