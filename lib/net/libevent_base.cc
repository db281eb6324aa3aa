#include "net/libevent_base.h"

#include "base/log.h"
#include "base/reserve.h"
#include "net/descriptor.h"
#include "net/forks.h"
#include "net/libevent_owner.h"
#include "net/socket.h"

#include <event2/event.h>
#include <event2/event_struct.h>

namespace vce {

static_assert(sizeof(event) <= sizeof(EventStorage) && alignof(event) <= alignof(EventStorage));

namespace {

// An epoll instance, a pair for signals, and one to spare.
bool descriptors_left() {
  Socket tried[4];
  for (Socket &s : tried) {
    s = Socket::placeholder();
    if (!s.valid())
      return false;
  }
  return true;
}

// Memory from a reserve when malloc has none, since libevent does not survive that in the middle of
// a look-up. Its messages, which name servers can bring about, go where all messages go, and are
// silent when they are.
bool take_libevent_over() {
  if (!reserve::survive_forks())
    return false;
  event_set_mem_functions(reserve::allocate, reserve::reallocate, reserve::release);
  event_set_log_callback([](int severity, const char *text) {
    static LogLimit messages;
    std::uint32_t left_out = 0;
    char count[left_out_bytes];
    if (messages.turn(severity == EVENT_LOG_DEBUG ? Frequency::verbose : Frequency::normal,
                      left_out))
      log_in_turn("libevent: %s%s\n", text, left_out_text(count, left_out));
  });
  return true;
}

void end_wait(int, short, void *) {} // to have ended the wait is all that is wanted

} // namespace

bool LibeventBase::make() {
  if (base_)
    return true;
  if (libevent_is_private && !take_libevent_over())
    return false;
  const descriptor::StandardPlaces not_for_libevent;
  event_config *config = descriptors_left() ? event_config_new() : nullptr;
  if (!config)
    return false;
  // Single-threaded by contract: without locks, and without reading the clock for each callback.
  event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK | EVENT_BASE_FLAG_NO_CACHE_TIME |
                                    EVENT_BASE_FLAG_IGNORE_ENV);
  base_ = event_base_new_with_config(config);
  event_config_free(config);
  forks_seen_ = forks::count();
  watching_ = false;
  return base_ != nullptr;
}

bool LibeventBase::is_ours() const { return !base_ || forks_seen_ == forks::count(); }

bool LibeventBase::renew_in_child() {
  if (is_ours())
    return true;
  const descriptor::StandardPlaces not_for_libevent;
  // libevent frees as many descriptors as it takes anew, but ends the process if it gets none: a
  // limit may have been lowered below the numbers that it frees. Nothing comes between these two.
  if (!Socket::placeholder().valid())
    return false;
  forks_seen_ = forks::count();
  event_reinit(base_);
  return true;
}

void LibeventBase::free() {
  if (base_)
    event_base_free(base_);
  base_ = nullptr;
}

bool LibeventBase::watch(int fd) {
  unwatch();
  watching_ =
      event_assign(watched_.get(), base_, fd, EV_READ | EV_PERSIST, end_wait, nullptr) == 0 &&
      event_add(watched_.get(), nullptr) == 0;
  return watching_;
}

void LibeventBase::unwatch() {
  if (base_ && watching_)
    event_del(watched_.get());
  watching_ = false;
}

void LibeventBase::run() { event_base_loop(base_, EVLOOP_ONCE | EVLOOP_NONBLOCK); }

// A timer in the heap of libevent: its own wait ends then.
bool LibeventBase::wait(int wait_us) {
  const int flags = EVLOOP_ONCE | EVLOOP_NO_EXIT_ON_EMPTY;
  const timeval tv{wait_us / 1000000, wait_us % 1000000};
  event alarm;
  const bool armed =
      event_assign(&alarm, base_, -1, 0, end_wait, nullptr) == 0 && event_add(&alarm, &tv) == 0;
  const bool waited = event_base_loop(base_, armed ? flags : flags | EVLOOP_NONBLOCK) >= 0;
  event_del(&alarm);
  return waited;
}

} // namespace vce
