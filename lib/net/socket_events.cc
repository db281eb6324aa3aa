#include "net/socket_events.h"

#include "net/descriptor.h"

#include <cerrno>
#include <event2/event.h>
#include <event2/event_struct.h>
#include <poll.h>

namespace vce {

struct SocketEvents::Slot {
  EventStorage event;
  SocketEvents *all;
  Watch *watch; // null: nobody's
  int fd;
  bool added; // to the base
};

struct SocketEvents::Slab {
  static constexpr int size = 64;
  Slot slots[size];
  int used;
};

struct SocketEvents::Bridge {
  static void on_ready(int, short what, void *arg) {
    auto &slot = *static_cast<Slot *>(arg);
    Watch &watch = *slot.watch;
    std::uint8_t readiness = Watch::nothing;
    if (what & EV_READ)
      readiness |= Watch::readable;
    if (what & EV_WRITE)
      readiness |= Watch::writable;
    readiness &= watch.interest_;
    if (readiness == Watch::nothing) {
      slot.all->base_.note(false);
      return;
    }
    slot.all->base_.note(!watch.linked());
    slot.all->ready_.wake(watch, readiness);
  }
};

SocketEvents::Slot *SocketEvents::find(int fd) {
  const auto slab = static_cast<std::size_t>(fd) / Slab::size;
  if (fd < 0 || slab >= slabs_.size() || !slabs_[slab])
    return nullptr;
  Slot &slot = slabs_[slab]->slots[fd % Slab::size];
  return slot.watch ? &slot : nullptr;
}

SocketEvents::Slot *SocketEvents::make(int fd) {
  if (Slot *slot = find(fd))
    return slot;
  const auto index = static_cast<std::size_t>(fd) / Slab::size;
  while (slabs_.size() <= index) {
    if (!slabs_.push(nullptr))
      return nullptr;
  }
  Slab *&slab = slabs_[index];
  if (!slab)
    slab = static_cast<Slab *>(allocate_zeroed(sizeof(Slab)));
  if (!slab)
    return nullptr;
  ++slab->used;
  ++count_;
  Slot &slot = slab->slots[fd % Slab::size];
  slot.all = this;
  slot.fd = fd;
  slot.added = false;
  return &slot;
}

void SocketEvents::leave(int fd) {
  Slot *slot = find(fd);
  if (!slot)
    return;
  if (slot->added)
    event_del(slot->event.get());
  changed_ = true;
  slot->added = false;
  slot->watch = nullptr;
  --count_;
  Slab *&slab = slabs_[static_cast<std::size_t>(fd) / Slab::size];
  if (--slab->used == 0) {
    release(slab);
    slab = nullptr;
  }
}

// `f` may leave the slot that it gets.
template <class F> void SocketEvents::for_each(F f) {
  for (Slab *&slab : slabs_) {
    if (!slab)
      continue;
    ++slab->used;
    for (Slot &slot : slab->slots) {
      if (slot.watch)
        f(slot);
    }
    if (--slab->used == 0) {
      release(slab);
      slab = nullptr;
    }
  }
}

bool SocketEvents::add(Slot &slot, int fd, std::uint8_t interest) {
  short what = EV_PERSIST;
  if (interest & Watch::readable)
    what |= EV_READ;
  if (interest & Watch::writable)
    what |= EV_WRITE;
  if (slot.added)
    event_del(slot.event.get());
  changed_ = true;
  errno = 0;
  // poll() and select() are told of it much later only.
  slot.added =
      fd < base_.descriptor_limit() && (base_.descriptor() >= 0 || descriptor::is_watchable(fd)) &&
      event_assign(slot.event.get(), base_.get(), fd, what, Bridge::on_ready, &slot) == 0 &&
      event_add(slot.event.get(), nullptr) == 0;
  if (!slot.added && errno == 0)
    errno = fd < base_.descriptor_limit() ? ENOMEM : EMFILE;
  return slot.added;
}

bool SocketEvents::set_interest(Watch &watch, int fd, std::uint8_t interest) {
  if (interest == watch.interest_)
    return true;
  Slot *slot = find(fd);
  watch.interest_ = Watch::nothing;
  if (interest == Watch::nothing) {
    if (slot && slot->watch == &watch)
      leave(fd);
    return true;
  }
  int error = ENOMEM;
  slot = fd >= 0 ? make(fd) : nullptr;
  if (slot) {
    slot->watch = &watch;
    if (add(*slot, fd, interest)) {
      watch.interest_ = interest;
      return true;
    }
    error = errno;
    leave(fd);
  }
  errno = error;
  return false;
}

bool SocketEvents::hand_over(Watch &from, Watch &to, int fd) {
  Slot *slot = find(fd);
  if (slot && slot->added && slot->watch == &from && from.interest_ == Watch::readable) {
    slot->watch = &to;
    to.interest_ = Watch::readable;
    from.interest_ = Watch::nothing;
    return true;
  }
  (void)set_interest(from, fd, Watch::nothing);
  return set_interest(to, fd, Watch::readable);
}

bool SocketEvents::rewatch(Watch &watch, int fd) {
  const std::uint8_t interest = watch.interest_;
  const Slot *slot = find(fd);
  if (interest == Watch::nothing || (slot && slot->watch == &watch && slot->added))
    return true;
  watch.interest_ = Watch::nothing;
  return set_interest(watch, fd, interest);
}

void SocketEvents::orphan(Watch &watch, int fd) {
  Slot *slot = find(fd);
  if (slot && slot->watch == &watch)
    slot->watch = &nobody_;
}

void SocketEvents::take_out() {
  for_each([](Slot &slot) {
    if (slot.added)
      event_del(slot.event.get());
    slot.added = false;
  });
}

void SocketEvents::put_back() {
  for_each([this](Slot &slot) {
    if (slot.watch == &nobody_)
      leave(slot.fd);
    else
      (void)add(slot, slot.fd, slot.watch->interest_);
  });
}

void SocketEvents::wake_closed() {
  for_each([this](Slot &slot) {
    if (descriptor::is_open(slot.fd))
      return;
    Watch &watch = *slot.watch;
    ready_.wake(watch, watch.interest_);
    (void)set_interest(watch, slot.fd, Watch::nothing);
  });
}

bool SocketEvents::wait(int wait_us) {
  Vector<pollfd> fds;
  if (!fds.reserve(static_cast<std::size_t>(count_))) {
    descriptor::wait(nullptr, 0, wait_us < 1000 ? wait_us : 1000);
    return true;
  }
  for_each([&fds](Slot &slot) {
    short what = 0;
    if (slot.watch->interest_ & Watch::readable)
      what |= POLLIN;
    if (slot.watch->interest_ & Watch::writable)
      what |= POLLOUT;
    (void)fds.push({slot.fd, what, 0});
  });
  return descriptor::wait(fds.begin(), fds.size(), wait_us) != 0;
}

void SocketEvents::close() {
  for (Slab *slab : slabs_) {
    if (slab)
      release(slab);
  }
  slabs_.clear();
  count_ = 0;
}

} // namespace vce
