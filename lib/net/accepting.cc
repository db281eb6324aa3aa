// Connections made.

#include "net/runtime.h"

#include "base/error.h"

namespace vce {

namespace {

// Serials are never given twice before 2^32 connections, also not after finalise. 0 is never given.
std::uint32_t last_serial = 0;

std::uint32_t next_serial() {
  if (++last_serial == 0)
    ++last_serial;
  return last_serial;
}

} // namespace

// By serial, across its wrap-around: the one that is less far behind the last one given.
bool is_newer(std::uint32_t a, std::uint32_t b) { return last_serial - a < last_serial - b; }

// A connection with its slot, its state buffer, its idle limit and its watch; null, and nothing
// changed, when any of them cannot be had.
Connection *Runtime::make_connection(Context &context, const Address &remote, Socket socket,
                                     Connection::State state) {
  void *state_buffer = context.state_bytes ? allocate_zeroed(context.state_bytes) : nullptr;
  if ((context.state_bytes && !state_buffer) || !idle_limits_.reserve(connections_.used() + 1)) {
    if (state_buffer)
      release(state_buffer);
    return nullptr;
  }
  const std::uint32_t before = last_serial;
  Connection *c = connections_.acquire(next_serial(), context);
  if (!c) {
    last_serial = before;
    if (state_buffer)
      release(state_buffer);
    return nullptr;
  }
  c->state_buffer = state_buffer;
  c->remote = remote;
  c->socket = std::move(socket);
  c->move_to(state);
  std::uint8_t interest = Watch::nothing;
  if (state == Connection::State::open)
    interest = Watch::readable;
  else if (state == Connection::State::connecting)
    interest = Watch::readable | Watch::writable;
  if (!give_pace(*c) || !loop_.set_interest(*c, c->socket.fd(), interest)) {
    last_serial = before;
    connections_.release(*c);
    return nullptr;
  }
  c->last_access_s = idle_limits_.seconds(steady_clock_us());
  context.connections.push_front(*c);
  ++context.connection_count;
  ++stats().conn_alloc;
  idle_limits_.schedule(*c);
  return c;
}

// As if it had never been made: no serial used, nothing counted.
void Runtime::roll_back(Connection &c) {
  destroy_silently(c);
  --last_serial;
  --stats().conn_alloc;
  --stats().conn_free;
}

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
