// What sockets are watched for, and what changes that.

#include "net/stream.h"

#include "base/error.h"

#include <cerrno>

namespace vce {

namespace {

bool wants_input(const Connection &c) {
  const std::size_t limit = c.context.read_limit();
  return c.input.size() < limit && c.input.receivable(1, limit, c.has_unparsed) > 0;
}

// What the buffers make the socket be watched for, when there is nothing between it and them.
std::uint8_t interest_of_buffers(const Connection &c) {
  std::uint8_t interest = Watch::nothing;
  if (c.state() == Connection::State::open && wants_input(c) && c.context.takes_input_of(c) &&
      !c.awaits_memory)
    interest |= Watch::readable;
  if (c.blocked && !c.broken)
    interest |= Watch::writable;
  return interest;
}

} // namespace

std::uint8_t Stream::interest_through(Connection &c) {
  const Transport &layers = *c.transport();
  if (!c.attended())
    return Watch::nothing;
  const std::uint8_t wants = c.broken ? std::uint8_t{0} : layers.wants();
  if (!c.established() || c.extras->layers_end) {
    if (layers.pending() > 0)
      poller_.wake(c, Watch::readable);
    return wants;
  }
  if (held_back(c))
    return Watch::nothing;
  std::uint8_t interest = interest_of_buffers(c);
  // Output that waits for the peer's bytes, as in the middle of a handshake, waits for no room.
  if (wants == Watch::readable)
    interest = static_cast<std::uint8_t>(interest & ~Watch::writable);
  if ((interest & Watch::readable) && layers.pending() > 0)
    poller_.wake(c, Watch::readable);
  return interest | wants;
}

// The readiness that the socket is watched for follows from the state of the connection. False with
// errno when the system refuses.
bool Stream::update_interest(Connection &c) {
  std::uint8_t interest = Watch::nothing;
  if (c.state() == Connection::State::connecting) {
    interest = Watch::readable | Watch::writable;
  } else if (c.extras && c.extras->transport) {
    interest = interest_through(c);
  } else if (c.established() && c.attended() && !held_back(c)) {
    interest = interest_of_buffers(c);
  }
  return interest == c.interest() || poller_.set_interest(c, c.socket.fd(), interest);
}

// The kernel has no memory to watch it any more, or the program has closed it: like a line that
// went dead.
void Stream::end_unwatched(Connection &c) {
  c.end(EndCause::unwatched, errno);
  c.socket.let_go_if_closed(&c.remote);
  c.context.log.say(PeerEvent::unwatched, c.remote, "Warning:4112 connection cannot be watched");
  c.broken = true;
  if (c.state() == Connection::State::open)
    c.move_to(Connection::State::ended);
  agenda_.parse_soon(c);
}

void Stream::watch(Connection &c) {
  if (!update_interest(c))
    end_unwatched(c);
}

int Stream::set_safe_percent(Context &context, int percent) {
  if (percent < 0 || percent > 100)
    return err::range;
  context.set_safe_percent(percent);
  for (Connection *c = context.connections.front(); c; c = context.connections.next(*c)) {
    if (c->state() == Connection::State::open)
      watch(*c);
    if (c->work<ToParse>().linked())
      agenda_.parse_soon(*c);
  }
  return err::none;
}

int Stream::set_delay(Connection &c, int shortest_ms, int longest_ms) {
  const int error = delays_.set(c, shortest_ms, longest_ms);
  if (!error && c.established())
    watch(c);
  return error;
}

void Stream::release_delayed() {
  delays_.for_each_over(round_.now_us, [this](Connection &c) {
    if (!c.drained() && !c.blocked && c.attended())
      agenda_.send_soon(c);
    watch(c);
  });
}

} // namespace vce
