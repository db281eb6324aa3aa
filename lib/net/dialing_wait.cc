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
  /// would never expire there.
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

// Tries the addresses in their order, the next one as soon as one has failed or has not answered
// for a while. The first that is established wins.
class Runtime::Race {
public:
  Race(Runtime &runtime, Context &context, std::span<const Address> candidates,
       std::int64_t begun_us);
  /// True if one was established; else failure() and error() say why not.
  bool run();

  Socket &winner() { return winner_; }
  const Address &remote() const { return remote_; }
  const DialFailure &failure() const { return failure_; }
  int error() const { return got_socket_ ? err::connect : err::socket; }

private:
  bool has_next() const { return next_ < candidates_.size(); }
  void begin_due();
  bool begin(const Address &to);
  bool finish_if_done(int place);
  void count(bool established);

  Runtime &runtime_;
  Context &context_;
  const std::span<const Address> candidates_;
  Field field_;
  std::size_t next_ = 0;        // of the candidates
  std::int64_t next_at_us_ = 0; // when it is tried at the latest
  std::int64_t until_us_ = INT64_MAX;
  const char *const limit_; // which one that is
  bool got_socket_ = false; // for any of them
  Socket winner_;
  Address remote_;
  DialFailure failure_;
};

Runtime::Race::Race(Runtime &runtime, Context &context, std::span<const Address> candidates,
                    std::int64_t begun_us)
    : runtime_(runtime), context_(context), candidates_(candidates), field_(begun_us),
      limit_(context.connect_limit_ms > 0 ? DialFailure::own_limit : DialFailure::idle_limit) {
  if (context.connect_limit_ms > 0)
    until_us_ = begun_us + std::int64_t{context.connect_limit_ms} * 1000;
  else if (context.idle_limit_s > 0)
    until_us_ = begun_us + std::int64_t{context.idle_limit_s} * 1000000;
}

bool Runtime::Race::run() {
  for (;;) {
    begin_due();
    if (field_.count == 0)
      return false;
    const int ready = field_.wait(has_next() ? std::min(next_at_us_, until_us_) : until_us_);
    if (ready >= 0) {
      if (finish_if_done(ready))
        return true;
    } else if (ready == -2) {
      failure_.note(field_.addresses[0], errno);
      return false;
    } else if (field_.now_us() >= until_us_) {
      failure_.note_limit(field_.addresses[0], limit_);
      return false;
    }
  }
}

void Runtime::Race::begin_due() {
  while (has_next() && (field_.count == 0 || field_.now_us() >= next_at_us_)) {
    if (field_.full()) {
      failure_.note(field_.addresses[0], ETIMEDOUT);
      field_.remove(0);
    }
    if (begin(candidates_[next_++]))
      next_at_us_ = field_.now_us() + limits::dial_stagger_us;
  }
}

bool Runtime::Race::begin(const Address &to) {
  Socket socket;
  const int result = runtime_.dial(context_, to, socket);
  got_socket_ |= result >= 0;
  if (result != 0 && result != EINPROGRESS) {
    failure_.note(to, result < 0 ? errno : result);
    return false;
  }
  if (result == 0)
    count(false); // by dial() as a success; its outcome is counted in finish_if_done()
  field_.add(std::move(socket), to);
  return true;
}

// True if this one is established; else the next one is tried at once.
bool Runtime::Race::finish_if_done(int place) {
  remote_ = field_.addresses[place];
  if (const int outcome = field_.sockets[place].outcome_of_connect(remote_, true)) {
    failure_.note(remote_, outcome);
    field_.remove(place);
    next_at_us_ = 0;
    return false;
  }
  count(true); // pending until now; vce_tcpcontext_get_stat() counts the outcome
  winner_ = std::move(field_.sockets[place]);
  return true;
}

// One that counts as established does so no more, or the other way round.
void Runtime::Race::count(bool established) {
  const int change = established ? 1 : -1;
  stats().traffic.connect_syscall += change;
  context_.stats.connect_syscall += change;
  stats().traffic.connect_syscall_e -= change;
  context_.stats.connect_syscall_e -= change;
}

Handle Runtime::connect_and_wait(Context &context, const char *host,
                                 std::span<const Address> candidates, std::int64_t begun_us,
                                 int &error) {
  Race race(*this, context, candidates, begun_us);
  if (race.run())
    return adopt(context, host, std::move(race.winner()), race.remote(), begun_us, error);
  error = race.error();
  race.failure().log_as_failed(context.log, host);
  race.failure().store(error, host);
  return {};
}

Handle Runtime::adopt(Context &context, const char *host, Socket socket, const Address &remote,
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
    if (transport && !shake_hands(context, *transport, socket, remote, host, begun_us))
      error = err::nego;
    if (error)
      return {};
  }
  Connection *c = make_connection(context, remote, std::move(socket), Connection::State::open);
  if (c && transport && !c->make_extras()) {
    roll_back(*c);
    c = nullptr;
  }
  if (!c) {
    error = err::full;
    return {};
  }
  if (transport) {
    c->extras->transport = std::move(transport);
    update_interest(*c);
  }
  error = err::none;
  context.log.say(PeerEvent::connected, remote, "Note:10202 connected: fd %d", c->socket.fd());
  return connected(*c);
}

} // namespace vce
