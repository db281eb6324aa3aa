#include "net/events.h"

#include <cerrno>
#include <poll.h>

namespace vce {

bool Events::open(OnBase on_base, void *owner) {
  on_base_ = on_base;
  owner_ = owner;
  return wake_up_.open();
}

bool Events::make_base() {
  if (base_.get())
    return true;
  if (!base_.make())
    return false;
  tell_base();
  return true;
}

void Events::tell_base() {
  if (on_base_)
    on_base_(owner_);
}

bool Events::set_interest(Watch &watch, int fd, std::uint8_t interest) {
  if (!refresh() || !make_base()) {
    forget(watch, fd);
    errno = EMFILE;
    return interest == Watch::nothing;
  }
  const bool done = sockets_.set_interest(watch, fd, interest);
  watch.in_events_ = watch.interest_ != Watch::nothing;
  return done;
}

bool Events::rewatch(Watch &watch, int fd) {
  if (base_.get() ? sockets_.rewatch(watch, fd) : make_base() && sockets_.rewatch(watch, fd))
    return true;
  watch.in_events_ = false;
  return false;
}

void Events::forget(Watch &watch, int fd) {
  if (refresh())
    (void)sockets_.set_interest(watch, fd, Watch::nothing);
  else
    sockets_.orphan(watch, fd);
  watch.interest_ = Watch::nothing;
  watch.in_events_ = false;
  watch.forget_readiness();
}

void Events::run() {
  if (base_.get() && !base_.run())
    sockets_.wake_closed();
}

void Events::settle() {
  if (sockets_.take_changed() && !base_.changes_at_once())
    run();
}

bool Events::refresh() {
  if (base_.is_ours())
    return true;
  if (!base_.renew_in_child())
    return false;
  lookups_.restart();
  // Its descriptor is found while nothing is due.
  sockets_.take_out();
  base_.find_descriptor();
  sockets_.put_back();
  tell_base();
  return true;
}

void Events::give_up() {
  base_.give_up();
  lookups_.give_up();
  sockets_.close(); // a closed descriptor may never come back
  wake_up_.give_up();
}

bool Events::is_told_of_wake_up() {
  if (!base_.changes_at_once() || !wake_up_.write())
    return true;
  pollfd base{base_.descriptor(), POLLIN, 0};
  const bool told = ::poll(&base, 1, 0) != 0;
  wake_up_.drain();
  return told;
}

void Events::recover() {
  if (lookups_.any())
    (void)make_base(); // else the look-ups fail
  lookups_.ask_again();
}

void Events::close() {
  // In a child that cannot have descriptors of its own, cleaning libevent up would reach into the
  // epoll instance of the parent and end its look-ups: better to leave it be.
  if (!refresh())
    give_up();
  lookups_.close();
  base_.free();
  sockets_.close();
  wake_up_.close();
}

} // namespace vce
