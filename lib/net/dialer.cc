#include "net/dialer.h"

#include "net/dial.h"
#include "net/dial_race.h"

#include "base/error.h"
#include "base/error_detail.h"
#include "base/log.h"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstring>

namespace vce {

// --- The call ---

Handle Dialer::connect(Context &context, const char *host, std::uint16_t port, int &error) {
  const std::int64_t begun_us = steady_clock_us();
  error = err::connect;
  if (refusing_) {
    log(Level::normal, "connect refused: the library drains its connections\n");
    set_error_detail(err::connect, "connect to %s: not while the library drains its connections",
                     host ? host : "");
    errno = ECANCELED;
    return {};
  }
  if (context.connection_count >= context.max_connections) {
    log(Level::normal, "connect refused: the context has %d of %d connections\n",
        context.connection_count, context.max_connections);
    error = err::full;
    return {};
  }
  if (UnixName::is_one(host))
    return connect_unix(context, host, begun_us, error);
  if (!host || !*host || port == 0) {
    set_error_detail(err::connect, "connect to %s port %d: no host or no port", host ? host : "",
                     port);
    errno = EINVAL;
    return {};
  }
  Address numeric;
  const bool is_numeric = Address::parse(host, port, numeric);
  if (context.non_blocking_connect)
    return connect_in_background(context, host, port, is_numeric ? numeric : Address(), error);
  if (is_numeric)
    return connect_and_wait(context, nullptr, {&numeric, 1}, begun_us, error);
  Handle made{};
  int reason = 0;
  {
    Addresses candidates;
    if (const char *failure = resolve_blocking(host, port, candidates)) {
      log(Level::normal, "Fatal:1210 cannot resolve host name '%s': %s\n", host, failure);
      DialFailure unresolved;
      unresolved.note_unresolved(failure);
      unresolved.store(err::connect, host);
    } else {
      made =
          connect_and_wait(context, host, {candidates.begin(), candidates.size()}, begun_us, error);
    }
    reason = errno; // a memory function of the program may change it
  }
  errno = reason;
  return made;
}

// --- While the program waits ---

Handle Dialer::connect_and_wait(Context &context, const char *host,
                                std::span<const Address> candidates, std::int64_t begun_us,
                                int &error) {
  DialRace race(context, lingering_, candidates, begun_us);
  if (race.run())
    return adopt(context, host, std::move(race.winner()), race.remote(), begun_us, error);
  error = race.error();
  race.failure().log_as_failed(context.log, host);
  race.failure().store(error, host);
  return {};
}

// --- In the background ---

Handle Dialer::connect_in_background(Context &context, const char *host, std::uint16_t port,
                                     const Address &numeric, int &error) {
  const bool by_name = numeric.family() == Address::Family::none;
  Socket socket;
  int result = 0;
  if (!by_name) {
    result = dial(context, numeric, lingering_, socket);
    if (result < 0) {
      DialFailure failure;
      failure.note(numeric, errno);
      failure.store(result, nullptr);
      error = result;
      return {};
    }
  }
  error = err::full;
  if (connections_.full() ||
      (context.connect_limit_ms > 0 && !idle_limits_.reserve_connects(connections_.used() + 1)))
    return {};
  const bool in_vain = result != 0 && result != EINPROGRESS;
  Connection *c = connections_.make(context, numeric, in_vain ? Socket() : std::move(socket),
                                    Connection::State::resolving);
  if (!c)
    return {};
  if (!c->add_layers()) {
    connections_.roll_back(*c);
    return {};
  }
  if (in_vain) {
    // Known already, but told like any other failure of a pending connect: by the heartbeat.
    failed(*c, numeric, result);
    poller_.wake(*c, Watch::resolved);
  } else if (by_name ? !look_up(*c, host, port) : !await(*c)) {
    connections_.roll_back(*c);
    return {};
  }
  if (context.connect_limit_ms > 0)
    idle_limits_.limit_connect(*c, steady_clock_us());
  error = err::none;
  return connected(*c);
}

bool Dialer::look_up(Connection &c, const char *host, std::uint16_t port) {
  if (c.make_extras())
    c.extras->dialing = make_owned<Dialing>(c, c);
  return c.dialing() && c.dialing()->keep_host(host) &&
         events_.look_up(c.dialing()->lookup, host, port);
}

} // namespace vce
