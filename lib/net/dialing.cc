// Connections going out.

#include "net/runtime.h"

#include "base/error.h"
#include "base/log.h"

#include <cerrno>
#include <cstring>

namespace vce {

Handle Runtime::connect(Context &context, const char *host, std::uint16_t port, int &error) {
  error = err::connect;
  if (context.connection_count >= context.max_connections) {
    log(Level::normal, "connect refused: the context has %d of %d connections\n",
        context.connection_count, context.max_connections);
    error = err::full;
    return {};
  }
  if (!host || !*host || port == 0)
    return {};
  Address numeric;
  const bool is_numeric = Address::parse(host, port, numeric);
  if (context.non_blocking_connect)
    return connect_in_background(context, host, port, is_numeric ? numeric : Address(), error);
  if (is_numeric)
    return connect_and_wait(context, {&numeric, 1}, error);
  Addresses candidates;
  if (!resolve_blocking(host, port, candidates)) {
    log(Level::normal, "Fatal:1210 cannot resolve host name '%s'\n", host);
    return {};
  }
  return connect_and_wait(context, {candidates.begin(), candidates.size()}, error);
}

// A socket on its way to `to`: 0, EINPROGRESS, another errno of the connect, or a negative code.
int Runtime::dial(Context &context, const Address &to, Socket &out) {
  out = Socket::create(to.family());
  if (!out.valid())
    return err::socket;
  if (!out.keep_alive())
    log(Level::normal, "cannot set SO_KEEPALIVE: %s\n", std::strerror(errno));
  int result = 0;
  if (context.source.family() == to.family() && !out.bind_source(context.source))
    result = errno;
  else
    result = out.connect(to);
  // A non-blocking connect counts here even when it succeeds at once, as observed.
  const bool done = result == 0 && !context.non_blocking_connect;
  ++(done ? stats().traffic.connect_syscall : stats().traffic.connect_syscall_e);
  ++(done ? context.stats.connect_syscall : context.stats.connect_syscall_e);
  return result;
}

Handle Runtime::connect_and_wait(Context &context, std::span<const Address> candidates,
                                 int &error) {
  Socket socket;
  Address remote;
  for (const Address &candidate : candidates) {
    Socket attempt;
    int result = dial(context, candidate, attempt);
    if (result == EINPROGRESS) {
      // Counted as pending by dial(); what it comes to is what the contract counts.
      result = attempt.await_connect();
      if (result == 0) {
        --stats().traffic.connect_syscall_e;
        --context.stats.connect_syscall_e;
        ++stats().traffic.connect_syscall;
        ++context.stats.connect_syscall;
      }
    }
    if (result == 0) {
      socket = std::move(attempt);
      remote = candidate;
      break;
    }
    error = result < 0 ? result : err::connect;
    log(Level::verbose, "connect failed: %s\n",
        result < 0 ? error_text(result) : std::strerror(result));
  }
  if (!socket.valid())
    return {};
  // Only now, as observed: the server sees a connection that closes at once.
  if (connections_.full()) {
    error = err::full;
    return {};
  }
  if (context.no_delay && !socket.no_delay()) {
    log(Level::verbose, "Fatal:1213 cannot set TCP_NODELAY: %s\n", std::strerror(errno));
    error = err::set_sock_opt;
    return {};
  }
  Connection *c = make_connection(context, remote, std::move(socket), Connection::State::open);
  if (!c) {
    error = err::full;
    return {};
  }
  error = err::none;
  log(Level::verbose, "Note:10202 connected: fd %d\n", c->socket.fd());
  return connected(*c);
}

Handle Runtime::connect_in_background(Context &context, const char *host, std::uint16_t port,
                                      const Address &numeric, int &error) {
  const bool by_name = numeric.family() == Address::Family::none;
  Socket socket;
  int result = 0;
  if (!by_name) {
    result = dial(context, numeric, socket);
    if (result < 0) {
      error = result;
      return {};
    }
  }
  error = err::full;
  if (connections_.full())
    return {};
  const bool in_vain = result != 0 && result != EINPROGRESS;
  const auto state =
      by_name || in_vain ? Connection::State::resolving : Connection::State::connecting;
  Connection *c = make_connection(context, numeric, in_vain ? Socket() : std::move(socket), state);
  if (!c)
    return {};
  if (in_vain) {
    // Known already, but told like any other failure of a pending connect: by the heartbeat.
    loop_.wake(*c, Watch::resolved);
  } else if (by_name) {
    if (c->make_extras())
      c->extras->dialing = make_owned<Dialing>(*c);
    if (!c->dialing() || !loop_.look_up(c->dialing()->lookup, host, port)) {
      unmake(*c);
      return {};
    }
  }
  error = err::none;
  return connected(*c);
}

Handle Runtime::connected(Connection &c) {
  ++stats().traffic.tcpcontext_connect;
  ++c.context.stats.tcpcontext_connect;
  refresh_library_time();
  return connections_.handle_of(c);
}

// Takes a pending connection as far as it has got. True if it is established now; false if it is
// still under way or has been destroyed.
bool Runtime::serve_dialing(Connection &c, std::uint8_t readiness) {
  if (c.closing())
    return false;
  if (c.state() == Connection::State::resolving) {
    if (readiness & Watch::resolved)
      dial_next(c);
    return false;
  }
  if (!c.accepted) {
    if (const int error = c.socket.take_error()) {
      c.context.log.say(PeerEvent::connect_failed, c.remote, "connect failed: %s",
                        std::strerror(error));
      loop_.forget(c, c.socket.fd());
      c.socket.close();
      dial_next(c);
      return false;
    }
  }
  if (!(readiness & Watch::writable))
    return false;
  c.move_to(Connection::State::open);
  if (!c.accepted) {
    if (c.extras)
      c.extras->dialing.reset();
    if (c.context.no_delay && !c.socket.no_delay())
      c.context.log.say(PeerEvent::option, c.remote, "Fatal:1209 cannot set TCP_NODELAY: %s",
                        std::strerror(errno));
    c.context.log.say(PeerEvent::connected, c.remote, "Note:10202 connected: fd %d", c.socket.fd());
  }
  return true;
}

// Tries the addresses of a name one after the other; without any left the connection has failed.
void Runtime::dial_next(Connection &c) {
  Dialing *dialing = c.dialing();
  while (dialing && dialing->next < dialing->lookup.answer().size()) {
    const Address &candidate = dialing->lookup.answer()[dialing->next++];
    Socket attempt;
    const int result = dial(c.context, candidate, attempt);
    if (result != 0 && result != EINPROGRESS)
      continue;
    c.socket = std::move(attempt);
    c.remote = candidate;
    c.move_to(Connection::State::connecting);
    if (loop_.set_interest(c, c.socket.fd(), Watch::readable | Watch::writable))
      return;
  }
  ++stats().traffic.recv_syscall_e;
  ++c.context.stats.recv_syscall_e;
  destroy(c, CloseReason::remote);
}

} // namespace vce
