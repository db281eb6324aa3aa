// On Linux: the sockets are in an epoll set of our own.
#include "net/poller.h"

#include "net/descriptor.h"
#include "net/forks.h"

#include <cerrno>
#include <poll.h>
#include <sys/epoll.h>
#include <unistd.h>

// The C library has it since glibc 2.35; with an older one it is null.
extern "C" __attribute__((weak)) int epoll_pwait2(int, epoll_event *, int, const timespec *,
                                                  const sigset_t *);

namespace vce {

bool Poller::open(Rewatch on_fork, void *owner) {
  const auto on_base = [](void *self) { static_cast<Poller *>(self)->watch_base(); };
  if (!forks::count_them() || !events_.open(on_base, this))
    return false;
  rewatch_ = on_fork;
  owner_ = owner;
  forks_seen_ = forks::count();
  return make_set();
}

bool Poller::make_set() {
  set_fd_ = descriptor::make([] { return epoll_create1(EPOLL_CLOEXEC); });
  marked_ = -1;
  if (set_fd_ < 0)
    return false;
  own_base_.interest_ = own_wake_up_.interest_ = Watch::nothing;
  if (!events_.wake_up().open() || !watch_own(own_wake_up_, events_.wake_up().fd())) {
    drop_set();
    return false;
  }
  watch_base();
  return true;
}

bool Poller::watch_own(Watch &watch, int fd) {
  if (!control(EPOLL_CTL_ADD, watch, fd, Watch::readable))
    return false;
  watch.interest_ = Watch::readable;
  return true;
}

// libevent's descriptor lies in the set, as that of a socket does. Without it, it is asked now and
// then.
void Poller::watch_base() {
  if (set_fd_ >= 0 && forks_seen_ == forks::count() && events_.descriptor() >= 0)
    (void)watch_own(own_base_, events_.descriptor());
}

bool Poller::mark(int fd) {
  epoll_event nothing{};
  marked_inode_ = descriptor::inode(fd);
  if (marked_inode_ == 0 || forks_seen_ != forks::count() || // the set is still the parent's
      epoll_ctl(set_fd_, EPOLL_CTL_ADD, fd, &nothing) != 0)
    return false;
  marked_ = fd;
  return true;
}

void Poller::unmark() {
  epoll_event nothing{};
  if (marked_ >= 0 && forks_seen_ == forks::count()) // else the set is still the parent's
    epoll_ctl(set_fd_, EPOLL_CTL_DEL, marked_, &nothing);
  marked_ = -1;
}

// Without a set nothing is known; if it is being recovered, the program has closed what was ours.
bool Poller::is_marked(int fd) const {
  if (set_fd_ < 0)
    return !recovering_;
  epoll_event nothing{};
  if (epoll_ctl(set_fd_, EPOLL_CTL_MOD, fd, &nothing) == 0)
    return true;
  // Only what is understood, and seen twice, gives a good set up.
  const int error = errno;
  const std::uint64_t inode = descriptor::inode(fd);
  if (inode != 0 && inode != marked_inode_)
    return false;
  if (error == EINVAL) // no epoll set
    return epoll_wait(set_fd_, &nothing, 1, 0) >= 0 || errno != EINVAL;
  if (error == EBADF)
    return descriptor::is_open(set_fd_) && descriptor::is_open(fd);
  return error != ENOENT || epoll_ctl(set_fd_, EPOLL_CTL_MOD, fd, &nothing) == 0 || errno != ENOENT;
}

// The program has closed it, as closefrom(3) does. What is under its number now may be an epoll set
// as well, in which nothing is marked. No mark can be had when descriptors have run out.
bool Poller::is_lost() {
  return set_fd_ >= 0 && (marked_ >= 0 ? !is_marked(marked_) : !descriptor::is_nameless(set_fd_));
}

// Its number may be somebody else's, and so may those of libevent.
void Poller::give_up() {
  set_fd_ = -1;
  marked_ = -1;
  events_.give_up();
  recovering_ = true;
}

void Poller::drop_set() {
  if (set_fd_ < 0)
    return;
  ::close(set_fd_);
  set_fd_ = -1;
}

void Poller::close() {
  if (is_lost())
    give_up();
  else
    refresh_after_fork();
  drop_set();
  rewatch_ = nullptr;
}

bool Poller::control(int operation, Watch &watch, int fd, std::uint8_t interest) {
  epoll_event e{};
  e.data.ptr = &watch;
  if (interest & Watch::readable)
    e.events |= EPOLLIN;
  if (interest & Watch::writable)
    e.events |= EPOLLOUT;
  if (epoll_ctl(set_fd_, operation, fd, &e) == 0)
    return true;
  // Still in the set: it could not be taken out before.
  return operation == EPOLL_CTL_ADD && errno == EEXIST &&
         epoll_ctl(set_fd_, EPOLL_CTL_MOD, fd, &e) == 0;
}

bool Poller::set_interest(Watch &watch, int fd, std::uint8_t interest) {
  if (interest == watch.interest_ && !watch.in_events_)
    return true;
  // After a fork this watches everything anew, as it was.
  const bool usable = refresh_after_fork();
  if (watch.in_events_)
    (void)events_.set_interest(watch, fd, Watch::nothing);
  const std::uint8_t before = watch.interest_;
  watch.interest_ = interest;
  if (interest == Watch::nothing) {
    if (usable)
      control(EPOLL_CTL_DEL, watch, fd, interest);
    return true;
  }
  int error = EMFILE; // why a child has no set
  if (usable) {
    if (control(before ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, watch, fd, interest))
      return true;
    error = errno;
    if (recover() && control(EPOLL_CTL_ADD, watch, fd, interest))
      return true;
    if (before)
      control(EPOLL_CTL_DEL, watch, fd, before);
  }
  watch.interest_ = Watch::nothing;
  errno = error;
  return false;
}

bool Poller::rewatch(Watch &watch, int fd) {
  if (!recovering_)
    watch.assume_shared();
  if (watch.in_events_)
    return events_.rewatch(watch, fd);
  if (watch.interest_ == Watch::nothing || control(EPOLL_CTL_ADD, watch, fd, watch.interest_))
    return true;
  watch.interest_ = Watch::nothing;
  return false;
}

void Poller::forget(Watch &watch, int fd) {
  // The end of a connection ends its look-up, which may still be the parent's.
  refresh_after_fork();
  if (watch.in_events_)
    events_.forget(watch, fd);
  (void)set_interest(watch, fd, Watch::nothing);
  watch.forget_readiness();
}

// Closing a descriptor ends its watch by itself, unless another process has it too. One that ran
// for a moment unseen, on its way to another program, can do no harm: see collect().
bool Poller::retire(Watch &watch, int fd) {
  const bool shared = watch.is_shared() || forks_seen_ != forks::count();
  if (shared || watch.in_events_) {
    forget(watch, fd);
    return !shared;
  }
  watch.interest_ = Watch::nothing;
  watch.forget_readiness();
  return true;
}

bool Poller::hand_over(Watch &from, Watch &to, int fd) {
  const bool usable = refresh_after_fork();
  to.forks_ = from.forks_;
  if (from.in_events_)
    events_.forget(from, fd);
  const bool watched = from.interest_ != Watch::nothing;
  from.interest_ = Watch::nothing;
  from.forget_readiness();
  to.interest_ = Watch::readable;
  if (usable && control(watched ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, to, fd, Watch::readable))
    return true;
  if (usable && watched)
    control(EPOLL_CTL_DEL, from, fd, Watch::nothing);
  to.interest_ = Watch::nothing;
  return false;
}

bool Poller::wait_outside(int wait_ms) {
  pollfd set{wait_fd(), POLLIN, 0}; // one below 0 is left out
  return ::poll(&set, 1, wait_ms) != 0;
}

void Poller::poll(int wait_us) {
  if (!refresh_after_fork()) {
    descriptor::wait(nullptr, 0, wait_us); // nothing can be seen, but time can pass
    return;
  }
  if (events_.wake_up().pending())
    wait_us = 0; // whatever became of its descriptor
  if (events_.has_base() && needs_rounds())
    poll_in_slices(wait_us);
  else
    collect(wait_us);
  forks::begin_round();
}

bool Poller::needs_rounds() const {
  return events_.looking_up() ||
         (events_.sockets().count() > 0 && own_base_.interest_ == Watch::nothing);
}

int Poller::wait_fd() { return refresh_after_fork() ? set_fd_ : -1; }

namespace {

// Nanoseconds where C library and kernel (Linux 5.11) have them, whole milliseconds, rounded up,
// elsewhere.
int wait_for_events(int set, epoll_event *events, int max, int wait_us) {
  static bool has_nanoseconds = epoll_pwait2 != nullptr;
  if (wait_us > 0 && has_nanoseconds) {
    const timespec wait{wait_us / 1000000, wait_us % 1000000 * 1000L};
    const int n = epoll_pwait2(set, events, max, &wait, nullptr);
    if (n >= 0 || (errno != ENOSYS && errno != EPERM)) // EPERM: from filters that do not know it
      return n;
    has_nanoseconds = false;
  }
  return epoll_wait(set, events, max, (wait_us + 999) / 1000);
}

} // namespace

// Puts ready watches on the ready lists. True if the time went by and there was none. The set hands
// out ready sockets in turns, so a batch that brings nothing new means that the turn is over.
bool Poller::collect(int wait_us) {
  epoll_event events[batch];
  for (bool any = false;;) {
    const int n = wait_for_events(set_fd_, events, batch, wait_us);
    if (n < 0) {
      if (errno != EINTR)
        recover();
      break;
    }
    bool news = false;
    for (int i = 0; i < n; ++i) {
      auto &watch = *static_cast<Watch *>(events[i].data.ptr);
      std::uint8_t readiness = Watch::nothing;
      if (events[i].events & ~static_cast<std::uint32_t>(EPOLLOUT))
        readiness |= Watch::readable;
      if (events[i].events & ~static_cast<std::uint32_t>(EPOLLIN))
        readiness |= Watch::writable;
      readiness &= watch.interest_;
      if (readiness == Watch::nothing)
        continue; // Of a connection that is gone; the places of connections stay where they are.
      news |= !watch.linked();
      wake(watch, readiness);
    }
    any |= n > 0;
    if (n == 0 && !any)
      return true;
    if (n < batch || !news)
      break;
    wait_us = 0;
  }
  if (!ready_.own().empty())
    serve_own();
  return false;
}

void Poller::serve_own() {
  while (Watch *ready = ready_.own().pop_front()) {
    ready->take_readiness();
    if (ready == &own_base_)
      events_.run();
    else
      events_.wake_up().drain();
  }
}

// False if this is a child that cannot have kernel objects of its own yet.
bool Poller::refresh_after_fork() {
  if ((forks_seen_ == forks::count() && set_fd_ >= 0) || !rewatch_)
    return true;
  if (!events_.refresh())
    return false;
  if (forks_seen_ != forks::count()) {
    forks_seen_ = forks::count();
    drop_set();
  }
  if (!make_set())
    return false;
  watch_anew();
  return true;
}

} // namespace vce
