// Connects that the program waits for.

#include "net/runtime.h"

#include "base/error.h"
#include "base/log.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <poll.h>

namespace vce {

namespace {

// The addresses under way, oldest first.
struct Field {
  Socket sockets[limits::dial_attempts];
  Address addresses[limits::dial_attempts];
  int count = 0;
  std::int64_t latest_us; // see now_us()

  explicit Field(std::int64_t begun_us) : latest_us(begun_us) {}

  /// The steady clock. Waited time counts also where the system does not tell the time, or a limit
  /// would never strike there.
  std::int64_t now_us() { return latest_us = std::max(latest_us, steady_clock_us()); }

  void add(Socket socket, const Address &to) {
    sockets[count] = std::move(socket);
    addresses[count++] = to;
  }
  void remove(int place) {
    for (--count; place < count; ++place) {
      sockets[place] = std::move(sockets[place + 1]);
      addresses[place] = addresses[place + 1];
    }
    sockets[count].close();
  }
  bool full() const { return count == limits::dial_attempts; }

  /// Waits until `until_us` of the steady clock for the first that is ready, and tells its place;
  /// -1 at that time or after a signal, -2 and errno when the system cannot wait.
  int wait(std::int64_t until_us) {
    pollfd polled[limits::dial_attempts];
    for (int i = 0; i < count; ++i)
      polled[i] = {sockets[i].fd(), POLLOUT, 0};
    const std::int64_t rest = std::max<std::int64_t>(until_us - now_us(), 0);
    const std::int64_t ms = std::min<std::int64_t>((rest + 999) / 1000, 1 << 30);
    const int n = ::poll(polled, static_cast<nfds_t>(count),
                         until_us == INT64_MAX ? -1 : static_cast<int>(ms));
    if (n < 0 && errno != EINTR)
      return -2;
    if (n == 0)
      latest_us += ms * 1000;
    for (int i = 0; n > 0 && i < count; ++i) {
      if (polled[i].revents)
        return i;
    }
    return -1;
  }
};

} // namespace

Handle Runtime::connect_and_wait(Context &context, const char *host,
                                 std::span<const Address> candidates, std::int64_t begun_us,
                                 int &error) {
  std::int64_t until_us = INT64_MAX;
  if (context.connect_limit_ms > 0)
    until_us = begun_us + std::int64_t{context.connect_limit_ms} * 1000;
  else if (context.idle_limit_s > 0)
    until_us = begun_us + std::int64_t{context.idle_limit_s} * 1000000;
  const char *limit =
      context.connect_limit_ms > 0 ? DialFailure::own_limit : DialFailure::idle_limit;
  Socket winner;
  Address remote;
  DialFailure failure;
  if (race(context, candidates, begun_us, until_us, limit, winner, remote, failure, error))
    return adopt(context, std::move(winner), remote, error);
  failure.log_as_failed(context.log, host);
  failure.store(error, host);
  return {};
}

// Tries the addresses in their order, the next one as soon as one has failed or has not answered
// for a while. The first that is established wins.
bool Runtime::race(Context &context, std::span<const Address> candidates, std::int64_t begun_us,
                   std::int64_t until_us, const char *limit, Socket &winner, Address &remote,
                   DialFailure &failure, int &error) {
  Field field(begun_us);
  std::size_t next = 0;
  std::int64_t next_at_us = 0;
  for (;;) {
    while (next < candidates.size() && (field.count == 0 || field.now_us() >= next_at_us)) {
      if (field.full()) {
        failure.note(field.addresses[0], ETIMEDOUT);
        field.remove(0);
      }
      const Address &to = candidates[next++];
      Socket socket;
      const int result = dial(context, to, socket);
      if (result != 0 && result != EINPROGRESS) {
        error = result < 0 ? result : err::connect;
        failure.note(to, result < 0 ? errno : result);
        continue;
      }
      if (result == 0) {
        // Counted as a success by dial(); its outcome is counted again below.
        --stats().traffic.connect_syscall;
        --context.stats.connect_syscall;
        ++stats().traffic.connect_syscall_e;
        ++context.stats.connect_syscall_e;
      }
      field.add(std::move(socket), to);
      next_at_us = field.now_us() + limits::dial_stagger_us;
    }
    if (field.count == 0)
      return false;
    const int ready =
        field.wait(next < candidates.size() ? std::min(next_at_us, until_us) : until_us);
    if (ready >= 0) {
      remote = field.addresses[ready];
      const int outcome = field.sockets[ready].outcome_of_connect(remote, true);
      if (outcome == 0) {
        // Counted as pending until now; vce_tcpcontext_get_stat() counts the outcome.
        --stats().traffic.connect_syscall_e;
        --context.stats.connect_syscall_e;
        ++stats().traffic.connect_syscall;
        ++context.stats.connect_syscall;
        winner = std::move(field.sockets[ready]);
        return true;
      }
      error = err::connect;
      failure.note(remote, outcome);
      field.remove(ready);
      next_at_us = 0;
    } else if (ready == -2) {
      error = err::connect;
      failure.note(field.addresses[0], errno);
      return false;
    } else if (field.now_us() >= until_us) {
      error = err::connect;
      failure.note_limit(field.addresses[0], limit);
      return false;
    }
  }
}

Handle Runtime::adopt(Context &context, Socket socket, const Address &remote, int &error) {
  // Only now (K7): the server sees a connection that closes at once.
  if (connections_.full()) {
    error = err::full;
    return {};
  }
  if (context.no_delay && !socket.no_delay()) {
    const int reason = errno;
    log(Level::verbose, "Fatal:1213 cannot set TCP_NODELAY: %s\n", std::strerror(reason));
    error = err::set_sock_opt;
    DialFailure failure;
    failure.note(remote, reason);
    failure.store(error, nullptr);
    return {};
  }
  Connection *c = make_connection(context, remote, std::move(socket), Connection::State::open);
  if (!c) {
    error = err::full;
    return {};
  }
  error = err::none;
  context.log.say(PeerEvent::connected, remote, "Note:10202 connected: fd %d", c->socket.fd());
  return connected(*c);
}

} // namespace vce
