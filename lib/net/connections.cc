#include "net/connections.h"

#include "base/error.h"
#include "base/log.h"
#include "net/context.h"

#include <cassert>

namespace vce {

namespace {

// Serials are never given twice before 2^32 connections, also not after finalise. 0 is never given.
std::uint32_t last_serial = 0;

std::uint32_t next_serial() {
  if (++last_serial == 0)
    ++last_serial;
  return last_serial;
}

// A new connection gets the rate that its context has now; false when memory is short.
bool give_pace(Connection &c) {
  const SharedSettings &s = *c.settings;
  if (s.records_per_second == 0 && s.bytes_per_second == 0)
    return true;
  if (c.make_extras())
    c.extras->pace =
        make_owned<Pace>(c, s.records_per_second, s.bytes_per_second, steady_clock_us());
  return c.pace() != nullptr;
}

} // namespace

// By serial, across its wrap-around: the one that is less far behind the last one given.
bool is_newer(std::uint32_t a, std::uint32_t b) { return last_serial - a < last_serial - b; }

// --- Made ---

Connection *Connections::make(Context &context, const Address &remote, Socket &&socket,
                              Connection::State state) {
  void *state_buffer = context.state_bytes ? allocate_zeroed(context.state_bytes) : nullptr;
  if ((context.state_bytes && !state_buffer) || !idle_limits_.reserve(used() + 1)) {
    if (state_buffer)
      vce::release(state_buffer);
    return nullptr;
  }
  const std::uint32_t before = last_serial;
  Connection *c = acquire(next_serial(), context);
  if (!c) {
    last_serial = before;
    if (state_buffer)
      vce::release(state_buffer);
    return nullptr;
  }
  c->state_buffer = state_buffer;
  c->remote = remote;
  c->socket = std::move(socket);
  c->move_to(state);
  std::uint8_t interest = Watch::nothing;
  if (state == Connection::State::connecting)
    interest = Watch::readable | Watch::writable;
  else if (state != Connection::State::resolving)
    interest = Watch::readable; // with layers: until they say what they want
  if (!give_pace(*c) || !poller_.set_interest(*c, c->socket.fd(), interest)) {
    last_serial = before;
    socket = std::move(c->socket);
    Table::release(*c);
    return nullptr;
  }
  c->last_access_s = idle_limits_.seconds(steady_clock_us());
  context.connections.push_front(*c);
  ++context.connection_count;
  ++stats().conn_alloc;
  idle_limits_.schedule(*c);
  return c;
}

void Connections::roll_back(Connection &c) {
  assert(serial_of(c) == last_serial);
  destroy_silently(c);
  --last_serial;
  --stats().conn_alloc;
  --stats().conn_free;
}

// --- Ended ---

bool Connections::request_close(Connection &c) {
  if (c.closing()) {
    log(Level::verbose, "connection %u is closing already\n", serial_of(c));
    return false;
  }
  c.mark = Connection::CloseMark::requested;
  ++stats().conn_close;
  // With output left it drains first; sending the last of it makes its end due. Layers are asked to
  // end then.
  if (!c.dying && (c.pending() || c.drained()))
    agenda_.end_soon(c);
  return true;
}

void Connections::close_all(Context &context) {
  for (Connection *c = context.connections.front(); c; c = context.connections.next(*c)) {
    if (!c->closing())
      request_close(*c);
  }
}

// The last callbacks run while the handle is still good and everything still answers as before.
void Connections::destroy(Connection &c, CloseReason reason) {
  assert(round_.callbacks_may_run && !c.dying && !ending_);
  const Handle h = handle_of(c);
  Context &context = c.context;
  c.dying = true;
  ending_ = &c;
  ending_for_ = reason;
  if (c.settings->close && !c.refused && !c.unannounced())
    context.callbacks.close(h, reason, c.settings->close);
  if (context.finalizer) {
    log(Level::verbose, "finalizer of connection %u\n", h.serial);
    context.callbacks.finalize(h, context.finalizer);
  }
  ending_ = nullptr;
  end_attempts(c);
  if (Transport *layers = c.transport(); layers && c.established() && c.can_end_layers())
    (void)layers->shut_down(c.socket); // as far as that goes without waiting
  const bool lingers = linger(c);
  if (!lingers && !poller_.retire(c, c.socket.fd()))
    c.socket.shut_down(); // or the peer would learn of the end only when all have closed it
  free(c, lingers);
}

// A plain close: the socket may be shared with a parent process, whose connection must not end
// because its child finalises.
void Connections::destroy_silently(Connection &c) {
  end_attempts(c);
  poller_.retire(c, c.socket.fd());
  free(c, false);
}

// While the connection is whole: ending a watch may look at all connections (Poller::Rewatch).
void Connections::end_attempts(Connection &c) {
  if (c.dialing())
    c.dialing()->end_all(poller_);
}

// The peer gets all bytes that were sent to it, then the end of stream, though it may still send:
// true if the socket lives on for that.
bool Connections::linger(Connection &c) {
  if (c.state() == Connection::State::ended)
    return false; // it has ended the stream itself, or there is none any more
  if (c.state() == Connection::State::open && !c.broken && !c.refused)
    return lingering_.take({c.socket, c, c.context, c.remote, c.accepted}, steady_clock_us());
  c.socket.discard_input(limits::discard_bytes);
  return false;
}

void Connections::free(Connection &c, bool lingers) {
  Context &context = c.context;
  idle_limits_.remove(c);
  c.input.release(pool_);
  c.output.release(pool_);
  if (c.accepted && context.peers && !lingers)
    context.peers->remove(c.remote);
  assert(context.connection_count > 0);
  --context.connection_count;
  ++stats().conn_free;
  round_.descriptor_released |= !lingers;
  Table::release(c);
}

int Connections::end_detail(const Connection &c, char *out, int max) const {
  if (!out || max < 1)
    return err::invalid;
  return &c == ending_ ? describe_end(c, ending_for_, out, max) : err::not_ready;
}

void Connections::visit(Context &context, Callback visitor) {
  Busy busy(round_);
  for (Connection *c = context.connections.front(); c; c = context.connections.next(*c)) {
    if (context.callbacks.ask(handle_of(*c), visitor) < 0)
      break;
  }
}

} // namespace vce
