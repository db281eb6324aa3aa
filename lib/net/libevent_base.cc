#include "net/libevent_base.h"

#include "base/log.h"
#include "base/reserve.h"
#include "net/descriptor.h"
#include "net/forks.h"
#include "net/libevent_owner.h"
#include "net/socket.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <event2/event.h>
#include <event2/event_struct.h>
#include <poll.h>
#include <sys/select.h>

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

// What libevent begins with, and how far it goes: twice as many each time that all of them were
// used.
constexpr int first_batch = 32;
constexpr int largest_batch = 4096;
// Descriptors that are libevent's own, or the resolver's, may be among those seen.
constexpr int unseen = 8;

// Among so many numbers at once the descriptor is looked for.
constexpr int candidates = 16; // poll() takes no more than there may be

void do_nothing(int, short, void *) {}

} // namespace

const char *LibeventBase::method() const { return base_ ? event_base_get_method(base_) : ""; }

// With select() it has bits for descriptors, and the C library ends a process that has no bit for
// one.
int LibeventBase::descriptor_limit() const {
  return std::strcmp(method(), "select") == 0 ? FD_SETSIZE : INT_MAX;
}

void LibeventBase::use(event_base *base) {
  base_ = base;
  at_once_ = first_batch;
  forks_seen_ = forks::count();
  changes_at_once_ = std::strcmp(method(), "epoll") == 0;
}

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
  event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK | EVENT_BASE_FLAG_NO_CACHE_TIME);
#ifndef VCE_POLLER_LIBEVENT
  event_config_set_flag(config, EVENT_BASE_FLAG_IGNORE_ENV);
#endif
  event_base *made = event_base_new_with_config(config);
  event_config_free(config);
  if (!made)
    return false;
  use(made);
  find_descriptor();
  return true;
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
  event_reinit(base_);
  use(base_);
  descriptor_ = -1;
  return true;
}

void LibeventBase::give_up() {
  base_ = nullptr;
  descriptor_ = -1;
}

void LibeventBase::free() {
  if (base_)
    event_base_free(base_);
  give_up();
}

namespace {

// The descriptors among `fds` that are readable (or not, as `wanted` says) stay; others become -1.
// False when the system cannot tell.
bool keep_those(pollfd *fds, bool wanted) {
  int n;
  do
    n = ::poll(fds, candidates, 0);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    return false;
  for (int i = 0; i < candidates; ++i) {
    if (fds[i].revents != (wanted ? POLLIN : 0))
      fds[i].fd = -1;
  }
  return true;
}

} // namespace

void LibeventBase::find_descriptor() {
  descriptor_ = -1;
  if (std::strcmp(method(), "poll") == 0 || std::strcmp(method(), "select") == 0)
    return;
  // A socket that may be written to, and a number near to which the base has got its own.
  const Socket ready = Socket::placeholder();
  EventStorage due{};
  if (!ready.valid() ||
      event_assign(due.get(), base_, ready.fd(), EV_WRITE | EV_PERSIST, do_nothing, nullptr) != 0)
    return;
  for (int first = std::max(ready.fd() - candidates + 1, 3); descriptor_ < 0;) {
    pollfd fds[candidates];
    for (int i = 0; i < candidates; ++i)
      fds[i] = {first + i, POLLIN, 0};
    bool told = keep_those(fds, false) && event_add(due.get(), nullptr) == 0;
    if (told && !changes_at_once_)
      event_base_loop(base_, EVLOOP_ONCE | EVLOOP_NONBLOCK);
    told = told && keep_those(fds, true);
    event_del(due.get());
    if (told && !changes_at_once_)
      event_base_loop(base_, EVLOOP_ONCE | EVLOOP_NONBLOCK);
    told = told && keep_those(fds, false);
    for (int i = 0; told && i < candidates; ++i)
      descriptor_ = fds[i].fd >= 0 ? fds[i].fd : descriptor_;
    if (first == 3 || !told)
      return;
    first = std::max(first - candidates, 3);
  }
}

// One call of libevent takes a batch from the system. Sockets that are ready stay so, and the
// system hands them out in turns: one that brings nothing new means that the turn is over.
bool LibeventBase::run() {
  for (;;) {
    seen_ = 0;
    news_ = false;
    if (event_base_loop(base_, EVLOOP_ONCE | EVLOOP_NONBLOCK) < 0)
      return false;
    const bool whole_batch = seen_ + unseen >= at_once_;
    if (seen_ >= at_once_ && at_once_ < largest_batch)
      at_once_ *= 2;
    if (!whole_batch || !news_)
      return true;
  }
}

} // namespace vce
