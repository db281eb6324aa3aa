#include "net/acceptor.h"

#include "net/connections.h"
#include "net/contexts.h"
#include "net/handshakes.h"

#include "base/log.h"

#include <cassert>
#include <cerrno>
#include <cstring>
#include <utility>

namespace vce {

// --- Listeners ---

void Acceptor::close() {
  stop_all();
  reserve_.close();
}

void Acceptor::stop_listening(Context &context) {
  paused_.give_up(context.listener, steady_clock_us());
  if (context.listener.listening())
    context.listener.close(poller_);
}

void Acceptor::stop_all() {
  for (Context *x = contexts_.front(); x; x = contexts_.next(*x))
    stop_listening(*x);
}

void Acceptor::check_listener(Context &context) {
  if (!context.listener.lost_socket())
    return;
  paused_.give_up(context.listener, steady_clock_us());
  log(Level::normal, "Fatal:1211 the program has closed the server socket of port %d\n",
      context.listener.port());
}

void Acceptor::check_listeners() {
  for (Context *x = contexts_.front(); x; x = contexts_.next(*x))
    check_listener(*x);
}

void Acceptor::rewatch(bool closed) {
  if (closed)
    check_listeners();
  for (Context *x = contexts_.front(); x; x = contexts_.next(*x)) {
    if (x->listener.listening() && !poller_.rewatch(x->listener, x->listener.socket().fd()))
      paused_.pause(x->listener, steady_clock_us());
  }
  reserve_.rewatch(closed);
}

// --- Peers ---

void Acceptor::accept_waiting() {
  const bool released = std::exchange(round_.descriptor_released, false);
  if (!paused_.empty())
    paused_.resume_due(steady_clock_us(), released);
  if (poller_.ready_listeners().empty())
    return;
  // Newest context first, as enumerations are. Going through all contexts also survives the
  // clean-up of any of them by a watcher.
  round_.active = true;
  while (poller_.ready_listeners().pop_front()) {
  }
  for (Context *x = contexts_.front(); x; x = contexts_.next(*x)) {
    if (x->listener.take_readiness())
      accept_from(*x);
  }
}

void Acceptor::accept_from(Context &context) {
  for (int n = 0; n < limits::accept_batch; ++n) {
    // A callback may have cleaned the context up, or a shortage have paused it.
    if (!context.listener.listening() || context.listener.paused() || !accept_one(context))
      return;
  }
}

// False when nobody (else) can be accepted in this round.
bool Acceptor::accept_one(Context &context) {
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
      paused_.pause(context.listener, steady_clock_us());
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

Admission Acceptor::judge(Context &context, const Address &peer) {
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

void Acceptor::turn_away(Context &context, Socket socket, const Address &peer, Admission why) {
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

void Acceptor::admit(Context &context, Socket socket, const Address &peer, Admission how) {
  refresh_library_time();
  // On a non-blocking context an accepted connection too counts as connecting for one round.
  Connection *made = nullptr;
  if (!context.peers || context.peers->add(peer)) {
    auto state =
        context.non_blocking_connect ? Connection::State::connecting : Connection::State::open;
    if (context.layers.make)
      state = Connection::State::handshaking;
    made = connections_.make(context, peer, std::move(socket), state);
    if (made) {
      made->accepted = true;
      if (!made->add_layers()) {
        made->accepted = false; // counted here
        connections_.roll_back(*made);
        made = nullptr;
      }
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
  if (!c.transport()) {
    announce(c, how);
    return;
  }
  // The watchers are asked when the layers are ready, at once if the peer has said enough already.
  c.extras->admission = how;
  c.extras->unannounced = true;
  handshakes_.begin(c);
  if (shake_hands(c))
    poller_.wake(c, Watch::readable); // they may hold bytes of either direction already
}

// Asks the accept watcher; false if it refused, and the connection has been destroyed.
bool Acceptor::announce(Connection &c, Admission how) {
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
  connections_.destroy(c, CloseReason::application);
  return false;
}

// Without layers it is here because it counts as connecting until its socket is seen writable.
bool Acceptor::serve(Connection &c, std::uint8_t readiness) {
  assert(c.accepted && c.pending());
  if (c.closing())
    return false;
  if (c.state() == Connection::State::handshaking)
    return shake_hands(c);
  if (!(readiness & Watch::writable))
    return false;
  c.move_to(Connection::State::open);
  c.last_access_s = idle_limits_.seconds(round_.now_us);
  return true;
}

// The program may have set other watchers since the accept, or none.
Admission Acceptor::who_is_asked(const Connection &c) {
  const Context &context = c.context;
  if (c.extras->admission == Admission::admit_hiwater && context.hiwater_watcher)
    return Admission::admit_hiwater;
  return context.accept_watcher ? Admission::admit_watched : Admission::admit;
}

bool Acceptor::shake_hands(Connection &c) {
  if (handshakes_.go_on(c) != Handshakes::Outcome::ready)
    return false;
  // On a non-blocking context an accepted connection counts as connecting for one round more.
  const bool open = !c.context.non_blocking_connect;
  c.move_to(open ? Connection::State::open : Connection::State::connecting);
  c.last_access_s = idle_limits_.seconds(steady_clock_us());
  idle_limits_.schedule(c);
  // One that the program brought itself, by adoption, is asked about by nobody.
  if (c.extras->unannounced) {
    c.extras->unannounced = false;
    refresh_library_time();
    if (!announce(c, who_is_asked(c)))
      return false;
  }
  return open || (handshakes_.watch(c, Watch::readable | Watch::writable), false);
}

// Avoids a busy loop and hanging peers: accepts and closes waiting peers, then pauses.
void Acceptor::suffer_shortage(Context &context, int error) {
  const std::int64_t now = steady_clock_us();
  Address last;
  for (int n = 0; n < limits::accept_batch && reserve_.turn_away(context.listener.socket(), last);
       ++n)
    ++admission_stats().turned_away_descriptors;
  if (last.is_unix())
    last = context.listener.unix_peer(Socket());
  paused_.pause(context.listener, now);
  // Log last: the log sink may clean up the context.
  context.log.say(
      PeerEvent::shortage, last,
      "Warning:4101 accept failed: %s, port %d; peers are turned away, accepting pauses",
      std::strerror(error), context.listener.port());
}

} // namespace vce
