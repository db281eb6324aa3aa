#include "net/dial_race.h"

#include "base/clock.h"
#include "net/dial.h"

#include <cerrno>
#include <poll.h>

namespace vce {

// The steady clock. Waited time counts also where the system does not tell the time, or a limit
// would never expire there.
std::int64_t DialRace::Field::now_us() {
  return latest_us = std::max(latest_us, steady_clock_us());
}

int DialRace::Field::wait(std::int64_t until_us) {
  pollfd polled[limits::dial_attempts];
  for (int i = 0; i < count; ++i)
    polled[i] = {sockets[i].fd(), POLLOUT, 0};
  const std::int64_t rest = std::max<std::int64_t>(until_us - now_us(), 0);
  const std::int64_t ms = std::min<std::int64_t>((rest + 999) / 1000, 1 << 30);
  const int n =
      ::poll(polled, static_cast<nfds_t>(count), until_us == INT64_MAX ? -1 : static_cast<int>(ms));
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

DialRace::DialRace(Context &context, LingeringSockets &lingering,
                   std::span<const Address> candidates, std::int64_t begun_us)
    : context_(context), lingering_(lingering), candidates_(candidates), field_(begun_us),
      limit_(context.connect_limit_ms > 0 ? DialFailure::own_limit : DialFailure::idle_limit) {
  if (context.connect_limit_ms > 0)
    until_us_ = begun_us + std::int64_t{context.connect_limit_ms} * 1000;
  else if (context.idle_limit_s > 0)
    until_us_ = begun_us + std::int64_t{context.idle_limit_s} * 1000000;
}

bool DialRace::run() {
  for (;;) {
    begin_due();
    if (field_.count == 0)
      return false;
    const int ready = field_.wait(has_next() ? std::min(next_at_us_, until_us_) : until_us_);
    if (ready >= 0) {
      if (conclude(ready))
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

void DialRace::begin_due() {
  while (has_next() && (field_.count == 0 || field_.now_us() >= next_at_us_)) {
    if (field_.full()) {
      failure_.note(field_.addresses[0], ETIMEDOUT);
      field_.remove(0);
    }
    if (begin(candidates_[next_++]))
      next_at_us_ = field_.now_us() + limits::dial_stagger_us;
  }
}

bool DialRace::begin(const Address &to) {
  Socket socket;
  const int result = dial(context_, to, lingering_, socket);
  got_socket_ |= result >= 0;
  if (result != 0 && result != EINPROGRESS) {
    failure_.note(to, result < 0 ? errno : result);
    return false;
  }
  if (result == 0)
    count(false); // by dial() as a success; its outcome is counted in conclude()
  field_.add(std::move(socket), to);
  return true;
}

// True if this one is established; else the next one is tried at once.
bool DialRace::conclude(int place) {
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
void DialRace::count(bool established) {
  const int change = established ? 1 : -1;
  stats().traffic.connect_syscall += change;
  context_.stats.connect_syscall += change;
  stats().traffic.connect_syscall_e -= change;
  context_.stats.connect_syscall_e -= change;
}

} // namespace vce
