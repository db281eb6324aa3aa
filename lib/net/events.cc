#include "net/events.h"

namespace vce {

bool Events::refresh() {
  if (base_.is_ours())
    return true;
  if (!base_.renew_in_child())
    return false;
  lookups_.restart();
  return true;
}

void Events::give_up() {
  base_.give_up();
  lookups_.give_up();
  waited_for_ = -1;
}

void Events::recover() { lookups_.ask_again(); }

bool Events::wait(int fd, int wait_us) {
  if (waited_for_ != fd && base_.watch(fd))
    waited_for_ = fd;
  return waited_for_ == fd && base_.wait(wait_us);
}

void Events::leave(int fd) {
  if (waited_for_ != fd)
    return;
  base_.unwatch();
  waited_for_ = -1;
}

void Events::close() {
  // In a child that cannot have descriptors of its own, cleaning libevent up would reach into the
  // epoll instance of the parent and end its look-ups: better to leave it be.
  if (!refresh())
    give_up();
  lookups_.close();
  base_.free();
}

} // namespace vce
