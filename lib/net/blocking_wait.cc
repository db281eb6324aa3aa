#include "net/blocking_wait.h"

#include "net/descriptor.h"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <poll.h>

namespace vce {

namespace {

// Without a base, as when descriptors have run out.
int wait_without(const int *fds, int count, int wait_us) {
  pollfd polled[BlockingWait::most];
  for (int i = 0; i < count; ++i)
    polled[i] = {fds[i], POLLOUT, 0};
  const int n = descriptor::wait(polled, static_cast<std::size_t>(count), wait_us);
  if (n < 0 && errno != EINTR)
    return -2;
  for (int i = 0; n > 0 && i < count; ++i) {
    if (polled[i].revents)
      return i;
  }
  return -1;
}

} // namespace

bool BlockingWait::prepare() {
  if (!base_.is_ours()) {
    if (!base_.renew_in_child())
      return false;
    base_.find_descriptor();
  }
  if (base_.descriptor() >= 0 && !descriptor::is_nameless(base_.descriptor()))
    give_up();
  return base_.make();
}

void BlockingWait::give_up() {
  base_.give_up();
  sockets_.give_up();
}

int BlockingWait::wait(const int *fds, int count, int wait_us) {
  assert(count <= most);
  return prepare() ? wait_in_base(fds, count, wait_us) : wait_without(fds, count, wait_us);
}

int BlockingWait::wait_in_base(const int *fds, int count, int wait_us) {
  using Kind = Watch::Kind;
  Watch watches[most]{Watch(Kind::own), Watch(Kind::own), Watch(Kind::own), Watch(Kind::own),
                      Watch(Kind::own), Watch(Kind::own), Watch(Kind::own), Watch(Kind::own)};
  int watched = 0;
  while (watched < count && sockets_.set_interest(watches[watched], fds[watched], Watch::writable))
    ++watched;
  int place = -1;
  if (watched < count || base_.descriptor() < 0) {
    place = wait_without(fds, count, wait_us);
  } else {
    if (!base_.changes_at_once())
      base_.run();
    pollfd base{base_.descriptor(), POLLIN, 0};
    const int n = ready_.any() ? 1 : descriptor::wait(&base, 1, wait_us);
    if (n < 0 && errno != EINTR)
      place = -2;
    else if (n > 0 && !base_.run())
      place = wait_without(fds, count, 0);
  }
  const int error = errno;
  for (int i = 0; i < watched; ++i) {
    if (place == -1 && watches[i].take_readiness())
      place = i;
    (void)sockets_.set_interest(watches[i], fds[i], Watch::nothing);
  }
  while (ready_.own().pop_front()) {
  }
  errno = error;
  return place;
}

void BlockingWait::close() {
  if (!base_.is_ours())
    base_.give_up();
  base_.free();
  sockets_.close();
}

} // namespace vce
