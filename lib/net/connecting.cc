// Connects under way.

#include "net/dialer.h"

#include "net/dial.h"

#include "base/error.h"
#include "base/log.h"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstring>

namespace vce {

// --- Made ---

Handle Dialer::connected(Connection &c) {
  ++stats().traffic.tcpcontext_connect;
  ++c.context.stats.tcpcontext_connect;
  refresh_library_time();
  return connections_.handle_of(c);
}

Handle Dialer::adopt(Context &context, const char *host, Socket socket, const Address &remote,
                     std::int64_t begun_us, int &error) {
  // Only now (K7): the server sees a connection that closes at once.
  if (connections_.full()) {
    error = err::full;
    return {};
  }
  if (context.no_delay && !remote.is_unix() && !socket.no_delay()) {
    const int reason = errno;
    log(Level::verbose, "Fatal:1213 cannot set TCP_NODELAY: %s\n", std::strerror(reason));
    error = err::set_sock_opt;
    DialFailure failure;
    failure.note(remote, reason);
    failure.store(error, nullptr);
    return {};
  }
  Owned<Transport> transport;
  if (context.layers.make) {
    transport = context.layers.make(context.layers.settings, false);
    error = transport ? err::none : err::full;
    if (transport && !vce::shake_hands(context, *transport, socket, remote, host, begun_us))
      error = err::nego;
    if (error)
      return {};
  }
  Connection *c = connections_.make(context, remote, std::move(socket), Connection::State::open);
  if (c && transport && !c->make_extras()) {
    connections_.roll_back(*c);
    c = nullptr;
  }
  if (!c) {
    error = err::full;
    return {};
  }
  if (transport) {
    c->extras->transport = std::move(transport);
    poller_.wake(*c, Watch::readable); // the layers may hold bytes of either direction already
  }
  error = err::none;
  context.log.say(PeerEvent::connected, remote, "Note:10202 connected: fd %d", c->socket.fd());
  return connected(*c);
}

// Its socket is on the way.
bool Dialer::await(Connection &c) {
  c.move_to(Connection::State::connecting);
  return watch(c, c.socket);
}

// --- In a round ---

bool Dialer::serve(Connection &c, std::uint8_t readiness) {
  assert(c.is_dialling());
  if (c.closing())
    return false;
  if (c.state() == Connection::State::handshaking)
    return shake_hands(c);
  if (c.state() == Connection::State::resolving) {
    if (readiness & Watch::resolved)
      dial_next(c);
    return false;
  }
  if (const int error = c.socket.outcome_of_connect(c.remote, readiness & Watch::writable)) {
    unwatch(c, c.socket);
    c.socket.close();
    failed(c, c.remote, error);
    dial_next(c);
    return false;
  }
  if (!(readiness & Watch::writable))
    return false;
  return established(c);
}

// True if it is open; its layers, if it has any, shake hands first.
bool Dialer::established(Connection &c) {
  if (c.dialing())
    c.dialing()->end_all(poller_);
  if (c.context.no_delay && !c.remote.is_unix() && !c.socket.no_delay())
    c.context.log.say(PeerEvent::option, c.remote, "Fatal:1209 cannot set TCP_NODELAY: %s",
                      std::strerror(errno));
  if (c.transport()) {
    c.move_to(Connection::State::handshaking);
    handshakes_.begin(c);
    return shake_hands(c);
  }
  open_up(c);
  return true;
}

bool Dialer::shake_hands(Connection &c) {
  if (handshakes_.go_on(c) != Handshakes::Outcome::ready)
    return false;
  open_up(c);
  return true;
}

void Dialer::open_up(Connection &c) {
  c.move_to(Connection::State::open);
  c.last_access_s = idle_limits_.seconds(round_.now_us);
  if (c.has_connect_limit)
    idle_limits_.schedule(c);
  if (c.extras)
    c.extras->dialing.reset();
  c.context.log.say(PeerEvent::connected, c.remote, "Note:10202 connected: fd %d", c.socket.fd());
}

void Dialer::failed(Connection &c, const Address &to, int error) {
  c.end(EndCause::connect, error);
  Dialing *dialing = c.dialing();
  if (dialing)
    dialing->failure.note(to, error);
  if (!would_log(Level::verbose))
    return;
  DialFailure of_this;
  of_this.note(to, error);
  of_this.log_as_failed(c.context.log, dialing ? dialing->host() : nullptr);
}

// The address that had the most time is told.
void Dialer::time_out(Connection &c, bool by_connect_limit) {
  c.end(EndCause::connect_limit, by_connect_limit ? 1 : 0);
  Dialing *dialing = c.dialing();
  DialFailure numeric;
  DialFailure &failure = dialing ? dialing->failure : numeric;
  Attempt *oldest = dialing ? dialing->oldest() : nullptr;
  failure.note_limit(oldest ? oldest->to : c.remote,
                     by_connect_limit ? DialFailure::own_limit : DialFailure::idle_limit);
  failure.log_as_failed(c.context.log, dialing ? dialing->host() : nullptr);
  if (dialing)
    dialing->unlink();
}

// The next address for which a connect can be begun. False if there is none (left).
bool Dialer::dial_one(Connection &c, Socket &socket, Address &to) {
  Dialing *dialing = c.dialing();
  while (const Address *next = dialing ? dialing->take_next() : nullptr) {
    to = *next;
    const int result = dial(c.context, to, lingering_, socket);
    if (result == 0 || result == EINPROGRESS)
      return true;
    failed(c, to, result < 0 ? errno : result);
  }
  return false;
}

// The connection has no socket: tries the next address of its name, or goes back to one that was
// tried before and has not answered yet. Without any the connection has failed.
void Dialer::dial_next(Connection &c) {
  Dialing *dialing = c.dialing();
  if (dialing && dialing->lookup.answer().empty()) {
    c.end(EndCause::connect, 0);
    dialing->failure.note_unresolved(dialing->lookup.failure());
    dialing->failure.log_as_failed(c.context.log, dialing->host());
  }
  Socket socket;
  Address to;
  while (dial_one(c, socket, to)) {
    c.move_to(Connection::State::connecting);
    if (give(c, std::move(socket), to)) {
      dial_later(*dialing);
      return;
    }
  }
  while (Attempt *newest = dialing ? dialing->newest() : nullptr) {
    if (take_over(c, *newest))
      return;
  }
  ++stats().traffic.recv_syscall_e;
  ++c.context.stats.recv_syscall_e;
  connections_.destroy(c, CloseReason::remote);
}

// --- Several addresses at once ---

void Dialer::try_more_addresses() {
  while (Dialing *first = staggered_.front()) {
    if (first->next_at_us > round_.now_us)
      break;
    first->unlink();
    round_.active = true;
    if (!first->connection.closing())
      dial_beside(first->connection);
  }
}

void Dialer::dial_later(Dialing &dialing) {
  dialing.next_at_us = steady_clock_us() + limits::dial_stagger_us;
  if (dialing.has_next())
    staggered_.push_back(dialing);
}

std::int64_t Dialer::next_due_us() {
  const Dialing *first = staggered_.front();
  const std::int64_t address_us = first ? first->next_at_us : INT64_MAX;
  return std::min(address_us, backlog_.next_due_us());
}

// Tries the next address while the one that was tried last may still answer.
void Dialer::dial_beside(Connection &c) {
  Dialing &dialing = *c.dialing();
  dialing.unlink();
  if (!dialing.has_next())
    return;
  Owned<Attempt> older = make_owned<Attempt>(c);
  Socket socket;
  Address to;
  if (older && dial_one(c, socket, to)) {
    unwatch(c, c.socket);
    older->socket = std::move(c.socket);
    older->to = c.remote;
    if (watch(*older, older->socket))
      dialing.add(std::move(older));
    else
      failed(c, older->to, errno);
    if (!give(c, std::move(socket), to)) {
      dial_next(c);
      return;
    }
  }
  if (dialing.too_many()) {
    Attempt &oldest = *dialing.oldest();
    failed(c, oldest.to, ETIMEDOUT);
    dialing.end(oldest, poller_);
  }
  dial_later(dialing);
}

void Dialer::serve_attempts() {
  while (Watch *ready = poller_.ready_attempts().pop_front()) {
    round_.active = true;
    auto &attempt = *static_cast<Attempt *>(ready);
    Connection &c = attempt.connection;
    const bool writable = attempt.take_readiness() & Watch::writable;
    if (c.closing())
      continue;
    if (const int error = attempt.socket.outcome_of_connect(attempt.to, writable)) {
      failed(c, attempt.to, error);
      c.dialing()->end(attempt, poller_);
      dial_beside(c);
    } else if (writable) {
      unwatch(c, c.socket);
      c.socket.close();
      if (take_over(c, attempt))
        poller_.wake(c, Watch::writable);
      else
        dial_next(c);
    }
  }
}

// The connection, which has no socket, goes on with that of an attempt. False, and the attempt has
// failed, when the system refuses to watch it.
bool Dialer::take_over(Connection &c, Attempt &attempt) {
  unwatch(attempt, attempt.socket);
  Socket socket = std::move(attempt.socket);
  const Address to = attempt.to;
  c.dialing()->end(attempt, poller_);
  return give(c, std::move(socket), to);
}

// --- Watching ---

bool Dialer::watch(Watch &watch, const Socket &socket) {
  return events_.set_interest(watch, socket.fd(), Watch::readable | Watch::writable);
}

void Dialer::unwatch(Watch &watch, const Socket &socket) { poller_.forget(watch, socket.fd()); }

// The connection, which has no socket, gets the one that is on its way to `to`. False, and the
// address has failed, when the system refuses to watch it.
bool Dialer::give(Connection &c, Socket socket, const Address &to) {
  assert(!c.socket.valid() && c.interest() == Watch::nothing);
  c.socket = std::move(socket);
  c.remote = to;
  if (watch(c, c.socket))
    return true;
  failed(c, to, errno);
  c.socket.close();
  return false;
}

// One that cannot be watched is like one that does not answer.
void Dialer::rewatch_attempts(Connection &c, bool closed) {
  Dialing *dialing = c.dialing();
  for (Attempt *a = dialing ? dialing->newest() : nullptr; a; a = dialing->next_older(*a)) {
    if (closed && a->socket.let_go_if_closed(&a->to))
      poller_.wake(*a, Watch::readable | Watch::writable);
    else
      (void)poller_.rewatch(*a, a->socket.fd());
  }
}

} // namespace vce
