#include "net/handshakes.h"

#include "net/context.h"

#include "base/error.h"
#include "base/error_detail.h"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <poll.h>

namespace vce {

void Handshakes::begin(Connection &c) {
  assert(c.state() == Connection::State::handshaking && c.transport());
  idle_limits_.limit_handshake(c, steady_clock_us());
}

Handshakes::Outcome Handshakes::go_on(Connection &c) {
  assert(c.state() == Connection::State::handshaking);
  Transport &layers = *c.transport();
  const long result = layers.handshake(c.socket);
  if (result == 0)
    return Outcome::ready;
  if (result != -EAGAIN)
    return fail(c, result);
  if (layers.pending() > 0)
    poller_.wake(c, Watch::readable);
  return watch(c, layers.wants()) ? Outcome::under_way : Outcome::destroyed;
}

Handshakes::Outcome Handshakes::fail(Connection &c, long result) {
  c.end(EndCause::handshake, static_cast<int>(-result));
  c.broken = true;
  c.context.log.say(PeerEvent::handshake, c.remote, "Warning:4113 handshake failed: fd %d, %s",
                    c.socket.fd(), c.transport()->reason(result));
  ++stats().traffic.recv_syscall_e; // as for a connect that failed
  ++c.context.stats.recv_syscall_e;
  connections_.destroy(c, CloseReason::remote);
  return Outcome::destroyed;
}

void Handshakes::time_out(Connection &c) {
  c.end(EndCause::handshake_limit, 0);
  c.context.log.say(PeerEvent::handshake, c.remote,
                    "Warning:4113 handshake not finished in time: fd %d", c.socket.fd());
}

// The kernel has no memory to watch it any more, or the program has closed it.
bool Handshakes::watch(Connection &c, std::uint8_t interest) {
  if (interest == c.interest() || poller_.set_interest(c, c.socket.fd(), interest))
    return true;
  c.end(EndCause::unwatched, errno);
  c.socket.let_go_if_closed(&c.remote);
  c.context.log.say(PeerEvent::unwatched, c.remote, "Warning:4112 connection cannot be watched");
  c.broken = true;
  connections_.destroy(c, CloseReason::remote);
  return false;
}

bool shake_hands(Context &context, Transport &layers, Socket &socket, const Address &remote,
                 const char *host, std::int64_t begun_us) {
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
      result == -ETIMEDOUT ? "handshake not finished in time" : layers.reason(result);
  context.log.say(PeerEvent::handshake, remote, "Warning:4113 handshake failed: fd %d, %s",
                  socket.fd(), reason);
  set_error_detail(err::nego, "connect to %.300s%s%s: the handshake failed: %s", host ? host : "",
                   host ? ", " : "", PlaceText(remote).text, reason);
  errno = static_cast<int>(-result);
  return false;
}

} // namespace vce
