// Connects to Unix sockets, which succeed or fail at once unless the server's queue is full.

#include "net/dial.h"
#include "net/dialer.h"

#include "base/error.h"
#include "base/error_detail.h"
#include "base/log.h"

#include <algorithm>
#include <cerrno>
#include <poll.h>

namespace vce {

namespace {

// 0, EAGAIN if it is to be tried again, or why it failed.
int outcome(int result) {
  if (result == EISCONN)
    return 0;
  return result == EINPROGRESS ? EAGAIN : result; // interrupted
}

// Tries until it succeeds, fails, or `until_us` of the steady clock has come: EAGAIN then. Waited
// time counts also where the clock cannot be read.
int connect_by(Socket &socket, const Address &to, std::int64_t until_us) {
  std::int64_t now_us = steady_clock_us();
  int result = EAGAIN;
  while (result == EAGAIN && now_us < until_us) {
    const std::int64_t wait_us = std::min(limits::backlog_retry_us, until_us - now_us);
    ::poll(nullptr, 0, static_cast<int>((wait_us + 999) / 1000));
    now_us = std::max(now_us + wait_us, steady_clock_us());
    result = outcome(socket.connect(to));
  }
  return result;
}

} // namespace

Handle Dialer::connect_unix(Context &context, const char *host, std::int64_t begun_us, int &error) {
  auto extras = make_owned<Extras>();
  if (extras)
    extras->unix_name = make_owned<UnixName>();
  if (!extras || !extras->unix_name) {
    error = err::full;
    return {};
  }
  if (const char *failure = extras->unix_name->parse(host)) {
    log(Level::normal, "connect refused: %.200s: %s\n", host, failure);
    set_error_detail(err::connect, "connect to %.200s: %s", host, failure);
    errno = EINVAL;
    return {};
  }
  const Address to = Address::of_unix(*extras->unix_name);
  Socket socket;
  int result = dial(context, to, lingering_, socket);
  if (result < 0) {
    DialFailure failure;
    failure.note(to, errno);
    failure.store(result, nullptr);
    error = result;
    return {};
  }
  result = outcome(result);
  if (context.non_blocking_connect)
    return connect_unix_in_background(context, std::move(extras), std::move(socket), result, error);
  return connect_unix_and_wait(context, std::move(extras), std::move(socket), result, begun_us,
                               error);
}

Handle Dialer::connect_unix_and_wait(Context &context, Owned<Extras> extras, Socket socket,
                                     int result, std::int64_t begun_us, int &error) {
  const Address to = Address::of_unix(*extras->unix_name);
  const bool own_limit = context.connect_limit_ms > 0;
  if (result == EAGAIN) {
    std::int64_t until_us = INT64_MAX;
    if (own_limit)
      until_us = begun_us + std::int64_t{context.connect_limit_ms} * 1000;
    else if (context.idle_limit_s > 0)
      until_us = begun_us + std::int64_t{context.idle_limit_s} * 1000000;
    result = connect_by(socket, to, until_us);
    if (result == 0) { // dial() has counted it as not successful
      ++stats().traffic.connect_syscall;
      ++context.stats.connect_syscall;
      --stats().traffic.connect_syscall_e;
      --context.stats.connect_syscall_e;
    }
  }
  if (result != 0) {
    DialFailure failure;
    if (result == EAGAIN)
      failure.note_limit(to, own_limit ? DialFailure::own_limit : DialFailure::idle_limit);
    else
      failure.note(to, result);
    failure.log_as_failed(context.log, nullptr);
    failure.store(err::connect, nullptr);
    error = err::connect;
    return {};
  }
  const Handle made = adopt(context, nullptr, std::move(socket), to, begun_us, error);
  if (Connection *c = connections_.find(made))
    c->take(std::move(extras));
  return made;
}

Handle Dialer::connect_unix_in_background(Context &context, Owned<Extras> extras, Socket socket,
                                          int result, int &error) {
  error = err::full;
  if (connections_.full() ||
      (context.connect_limit_ms > 0 && !idle_limits_.reserve_connects(connections_.used() + 1)))
    return {};
  const Address to = Address::of_unix(*extras->unix_name);
  Connection *c = connections_.make(context, to, std::move(socket), Connection::State::resolving);
  if (!c)
    return {};
  c->take(std::move(extras));
  if (result == EAGAIN)
    c->extras->backlogged = make_owned<Backlogged>(*c);
  if ((result == EAGAIN && !c->extras->backlogged) || !c->add_layers() ||
      (result == 0 && !await(*c))) {
    connections_.roll_back(*c);
    return {};
  }
  if (result == EAGAIN) {
    backlog_.add(*c->extras->backlogged, steady_clock_us());
  } else if (result != 0) {
    // Known already, but told like any other failure of a pending connect: by the heartbeat.
    failed(*c, to, result);
    poller_.wake(*c, Watch::resolved);
  }
  if (context.connect_limit_ms > 0)
    idle_limits_.limit_connect(*c, steady_clock_us());
  error = err::none;
  return connected(*c);
}

void Dialer::retry_backlogged() {
  round_.active |= backlog_.retry(round_.now_us, [this](Connection &c) {
    if (c.closing())
      return true; // it ends
    const int result = outcome(c.socket.connect(c.remote));
    if (result == EAGAIN)
      return false;
    c.extras->backlogged.reset();
    int failure = result;
    if (result == 0 && !watch(c, c.socket))
      failure = errno;
    if (failure == 0) {
      c.move_to(Connection::State::connecting);
    } else {
      failed(c, c.remote, failure);
      poller_.wake(c, Watch::resolved);
    }
    return true;
  });
}

} // namespace vce
