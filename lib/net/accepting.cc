// Connections: made, and coming in.

#include "net/runtime.h"

#include "base/error.h"
#include "base/log.h"

#include <cerrno>
#include <cstring>

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
// changed, the socket included, when any of them cannot be had.
Connection *Runtime::make_connection(Context &context, const Address &remote, Socket &&socket,
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
  else if (state == Connection::State::handshaking)
    interest = Watch::readable; // until its layers say what they want
  else if (state == Connection::State::connecting)
    interest = Watch::readable | Watch::writable;
  if (!give_pace(*c) || !loop_.set_interest(*c, c->socket.fd(), interest)) {
    last_serial = before;
    socket = std::move(c->socket);
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

void Runtime::accept_from(Context &context) {
  for (int n = 0; n < limits::accept_batch; ++n) {
    // A callback may have cleaned the context up, or a shortage have paused it.
    if (!context.listener.listening() || context.listener.paused() || !accept_one(context))
      return;
  }
}

// False when nobody (else) can be accepted in this round.
bool Runtime::accept_one(Context &context) {
  Address peer;
  Socket socket = context.listener.socket().accept(peer);
  if (!socket.valid()) {
    const int error = errno;
    const AcceptFailure failure = classify_accept_errno(error);
    if (failure == AcceptFailure::nobody)
      return false;
    ++stats().traffic.accept_syscall_e;
    ++context.stats.accept_syscall_e;
    if (failure == AcceptFailure::skip)
      return true;
    if (failure == AcceptFailure::shortage) {
      suffer_shortage(context, error);
    } else {
      pause_accepting(context, steady_clock_us());
      context.log.say(PeerEvent::accept_failed, {}, "Warning:4101 accept failed: %s, port %d",
                      std::strerror(error), context.listener.port());
    }
    return false;
  }
  context.listener.complete(socket, peer);
  ++stats().traffic.accept_syscall;
  ++context.stats.accept_syscall;
  const Admission verdict = judge(context, peer);
  if (verdict <= Admission::admit_hiwater)
    admit(context, std::move(socket), peer, verdict);
  else
    turn_away(context, std::move(socket), peer, verdict);
  return true;
}

Admission Runtime::judge(Context &context, const Address &peer) {
  Arrival arrival;
  arrival.kicked = context.on_kick_list(peer);
  arrival.accepting = context.accepting;
  arrival.maximum = context.max_connections;
  if (!arrival.kicked && !context.rate.take(round_.now_us)) {
    const Callback warning = context.accept_warning;
    arrival.over_rate = !warning || context.callbacks.accept_warning(context.handle, warning) < 0;
    // The application has had its say; these may be different now.
    arrival.accepting = context.accepting && context.listener.listening();
  }
  arrival.connections = context.connection_count;
  arrival.lingering = context.lingering_count;
  arrival.pool_full =
      connections_.used() + static_cast<std::uint32_t>(lingering_.count()) >= connections_.limit();
  arrival.peer_full = context.peers && context.peers->count(peer) >= context.max_per_address;
  arrival.hiwater = context.hiwater;
  arrival.has_watcher = context.accept_watcher != nullptr;
  arrival.has_hiwater_watcher = context.hiwater_watcher != nullptr;
  return decide(arrival);
}

void Runtime::turn_away(Context &context, Socket socket, const Address &peer, Admission why) {
  AdmissionStats &counters = admission_stats();
  const int port = context.listener.port();
  switch (why) {
  case Admission::turn_away_kicked:
    ++counters.turned_away_kicked;
    context.log.say(PeerEvent::kicked, peer, "peer on the kick list turned away, port %d", port);
    break;
  case Admission::turn_away_rate:
    ++counters.turned_away_rate;
    context.log.say(PeerEvent::over_rate, peer, "Warning:4312 accept rate exceeded, port %d", port);
    break;
  case Admission::turn_away_disabled:
    ++counters.turned_away_disabled;
    context.log.say(PeerEvent::disabled, peer, "Warning:4312 accepting is disabled, port %d", port);
    break;
  case Admission::turn_away_peer:
    ++counters.turned_away_peer;
    context.log.say(PeerEvent::address_full, peer,
                    "Warning:4312 an address has all %d connections that it may have, port %d",
                    context.max_per_address, port);
    break;
  case Admission::turn_away_maximum:
    ++counters.turned_away_maximum;
    context.log.say(PeerEvent::context_full, peer,
                    "Warning:4225 all %d connections of the context are in use, port %d",
                    context.max_connections, port);
    break;
  case Admission::turn_away_pool:
    ++counters.turned_away_pool;
    context.log.say(PeerEvent::process_full, peer,
                    "Warning:4102 no connection left in the process: context limit %d, port %d",
                    context.max_connections, port);
    break;
  case Admission::admit:
  case Admission::admit_watched:
  case Admission::admit_hiwater:
    break; // not turned away
  }
  socket.discard_input(limits::discard_bytes);
  socket.shut_down();
}

void Runtime::admit(Context &context, Socket socket, const Address &peer, Admission how) {
  refresh_library_time();
  // On a non-blocking context an accepted connection too counts as connecting for one round.
  Connection *made = nullptr;
  if (!context.peers || context.peers->add(peer)) {
    auto state =
        context.non_blocking_connect ? Connection::State::connecting : Connection::State::open;
    if (context.layers.make)
      state = Connection::State::handshaking;
    made = make_connection(context, peer, std::move(socket), state);
    if (made && !give_layers(*made, true)) {
      roll_back(*made);
      made = nullptr;
    }
    if (!made && context.peers)
      context.peers->remove(peer);
  }
  if (!made) {
    ++admission_stats().turned_away_descriptors;
    suffer_shortage(context, ENOMEM);
    return;
  }
  Connection &c = *made;
  c.accepted = true;
  if (!c.transport()) {
    announce(c, how);
    return;
  }
  c.extras->admission = how;
  c.extras->unannounced = true;
  idle_limits_.limit_handshake(c, steady_clock_us());
  if (serve_handshake(c))
    update_interest(c);
}

// Asks the accept watcher; false if it refused, and the connection has been destroyed.
bool Runtime::announce(Connection &c, Admission how) {
  Context &context = c.context;
  const Address peer = c.remote;
  const Handle h = connections_.handle_of(c);
  context.log.say(PeerEvent::accepted, peer,
                  "Note:10200 connection accepted: fd %d, index %u, read buffer %zu bytes",
                  c.socket.fd(), c.slot(), context.read_limit());
  int answer = 0;
  if (how == Admission::admit_hiwater)
    answer = context.callbacks.accept_hiwater(h, context.connection_count, context.hiwater_watcher);
  else if (how == Admission::admit_watched)
    answer = context.callbacks.ask(h, context.accept_watcher);
  if (answer >= 0)
    return true;
  if (how == Admission::admit_hiwater)
    context.log.say(PeerEvent::hiwater_watcher, peer, "Warning:4106 accept watcher refused: fd %d",
                    c.socket.fd());
  else
    context.log.say(PeerEvent::watcher, peer, "Warning:4103 accept watcher refused: fd %d",
                    c.socket.fd());
  c.refused = true; // the finalizer runs, the close watcher does not
  destroy(c, CloseReason::application);
  return false;
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

// Avoids a busy loop and hanging peers: accepts and closes waiting peers, then pauses.
void Runtime::suffer_shortage(Context &context, int error) {
  const std::int64_t now = steady_clock_us();
  Address last;
  for (int n = 0; n < limits::accept_batch && reserve_.turn_away(context.listener.socket(), last);
       ++n)
    ++admission_stats().turned_away_descriptors;
  if (last.is_unix())
    last = context.listener.unix_peer(Socket());
  pause_accepting(context, now);
  // Log last: the log sink may clean up the context.
  context.log.say(
      PeerEvent::shortage, last,
      "Warning:4101 accept failed: %s, port %d; peers are turned away, accepting pauses",
      std::strerror(error), context.listener.port());
}

void Runtime::pause_accepting(Context &context, std::int64_t now_us) {
  context.listener.pause(loop_, now_us, now_us + limits::accept_pause_us);
  ++paused_listeners_;
}

} // namespace vce
