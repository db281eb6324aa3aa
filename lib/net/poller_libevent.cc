// For systems without epoll: every socket is an event of libevent's.
#include "net/poller.h"

#include "net/descriptor.h"
#include "net/forks.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <poll.h>

namespace vce {

bool Poller::open(Rewatch on_fork, void *owner) {
  if (!forks::count_them() || !events_.open(nullptr, nullptr))
    return false;
  rewatch_ = on_fork;
  owner_ = owner;
  forks_seen_ = forks::count();
  return watch_all();
}

// The wake-up is watched first: without it nothing is.
bool Poller::watch_all() {
  marked_ = -1;
  WakeUp &wake_up = events_.wake_up();
  const int before = wake_up.fd();
  if (!events_.make_base())
    return false;
  if (!wake_up.is_made_here()) {
    (void)events_.sockets().set_interest(own_wake_up_, before, Watch::nothing);
    if (!wake_up.open())
      return false;
  }
  watching_ = events_.sockets().set_interest(own_wake_up_, wake_up.fd(), Watch::readable) &&
              events_.sockets().rewatch(own_wake_up_, wake_up.fd());
  return watching_;
}

// No kernel object tells it from others: only what it is.
bool Poller::mark(int fd) {
  marked_inode_ = descriptor::inode(fd);
  if (marked_inode_ == 0)
    return false;
  marked_ = fd;
  return true;
}

void Poller::unmark() { marked_ = -1; }

bool Poller::is_marked(int fd) const {
  const std::uint64_t now = descriptor::inode(fd);
  return now ? now == marked_inode_ : descriptor::is_open(fd);
}

// The program has closed libevent's descriptor or that of the wake-up, as closefrom(3) does.
bool Poller::is_lost() {
  if (!watching_ || forks_seen_ != forks::count())
    return false;
  const int base = events_.descriptor();
  return !events_.wake_up().is_intact() ||
         (base >= 0 && (!descriptor::is_nameless(base) || !events_.is_told_of_wake_up()));
}

void Poller::give_up() {
  const int wake_up = events_.wake_up().fd();
  watching_ = false;
  marked_ = -1;
  events_.give_up();
  (void)events_.sockets().set_interest(own_wake_up_, wake_up, Watch::nothing);
  recovering_ = true;
}

void Poller::close() {
  if (is_lost())
    give_up();
  else
    refresh_after_fork();
  if (watching_)
    (void)events_.sockets().set_interest(own_wake_up_, events_.wake_up().fd(), Watch::nothing);
  watching_ = false;
  rewatch_ = nullptr;
}

bool Poller::set_interest(Watch &watch, int fd, std::uint8_t interest) {
  if (interest == watch.interest_)
    return true;
  // After a fork this watches everything anew, as it was.
  if (!refresh_after_fork()) {
    events_.forget(watch, fd);
    errno = EMFILE; // why a child has no base
    return interest == Watch::nothing;
  }
  if (events_.descriptor() < 0)
    recover(); // as nothing would fail
  if (events_.sockets().set_interest(watch, fd, interest))
    return true;
  const int error = errno;
  if (recover() && events_.sockets().set_interest(watch, fd, interest))
    return true;
  errno = error;
  return false;
}

bool Poller::rewatch(Watch &watch, int fd) {
  if (!recovering_)
    watch.assume_shared();
  return events_.sockets().rewatch(watch, fd);
}

void Poller::forget(Watch &watch, int fd) {
  refresh_after_fork();
  events_.forget(watch, fd);
}

// libevent has to be told always, or it would take the next socket of this number for this one.
bool Poller::retire(Watch &watch, int fd) {
  const bool shared = watch.is_shared() || forks_seen_ != forks::count();
  forget(watch, fd);
  return !shared;
}

bool Poller::hand_over(Watch &from, Watch &to, int fd) {
  to.forks_ = from.forks_;
  from.forget_readiness();
  if (refresh_after_fork() && events_.sockets().hand_over(from, to, fd))
    return true;
  events_.forget(from, fd);
  return false;
}

int Poller::wait_fd() { return refresh_after_fork() ? events_.descriptor() : -1; }

bool Poller::needs_rounds() const { return events_.looking_up() || events_.descriptor() < 0; }

bool Poller::wait_outside(int wait_ms) {
  const std::int64_t wait_us = std::int64_t{wait_ms} * 1000;
  if (!refresh_after_fork()) {
    descriptor::wait(nullptr, 0, static_cast<int>(std::min<std::int64_t>(wait_us, INT_MAX)));
    return false;
  }
  events_.settle();
  return wait(static_cast<int>(std::min<std::int64_t>(wait_us, INT_MAX)));
}

// False if the time went by. poll() and select() as they are used here look at each socket, but so
// does libevent where it has no better.
bool Poller::wait(int wait_us) {
  if (events_.descriptor() < 0)
    return events_.sockets().wait(wait_us);
  pollfd base{events_.descriptor(), POLLIN, 0};
  return descriptor::wait(&base, 1, wait_us) != 0;
}

void Poller::poll(int wait_us) {
  if (!refresh_after_fork()) {
    descriptor::wait(nullptr, 0, wait_us); // nothing can be seen, but time can pass
    return;
  }
  if (events_.descriptor() < 0)
    recover(); // or it would look at what is somebody else's by now
  if (events_.wake_up().pending())
    wait_us = 0; // whatever became of its descriptor
  if (events_.looking_up())
    poll_in_slices(wait_us);
  else
    collect(wait_us);
  forks::begin_round();
}

// True if the time went by, and nothing was ready.
bool Poller::collect(int wait_us) {
  if (wait_us > 0) {
    events_.settle();
    if (!ready_.any() && !wait(wait_us))
      return true;
  }
  events_.run();
  const bool nothing = !ready_.any();
  serve_own();
  return nothing && wait_us == 0;
}

void Poller::serve_own() {
  while (Watch *ready = ready_.own().pop_front()) {
    ready->take_readiness();
    if (!recover())
      events_.wake_up().drain();
  }
}

// False if this is a child that cannot have kernel objects of its own yet.
bool Poller::refresh_after_fork() {
  if ((forks_seen_ == forks::count() && watching_) || !rewatch_)
    return true;
  if (!events_.refresh())
    return false;
  forks_seen_ = forks::count();
  if (!watch_all())
    return false;
  watch_anew();
  return true;
}

} // namespace vce
