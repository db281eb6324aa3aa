#include "net/event_loop.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/reserve.h"
#include "net/descriptor.h"
#include "net/libevent_owner.h"
#include "net/socket.h"

#include <cerrno>
#include <cstring>
#include <event2/dns.h>
#include <event2/event.h>
#include <event2/event_struct.h>
#include <event2/util.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <unistd.h>

namespace vce {

namespace {

// Counts forks of this process on the child's side. A loop that has seen fewer belongs to a parent.
unsigned forks = 0;
// Of this process: another one may hold its sockets, too.
bool has_forked = false;

// False when there is no memory for it: a child would then meddle with its parent's sockets.
bool count_forks() {
  static bool registered = false;
  // Before the fork, or a connection closed right after it by another thread would be missed.
  const auto before = [] { has_forked = true; };
  const auto in_child = [] { ++forks; };
  registered = registered || pthread_atfork(before, nullptr, in_child) == 0;
  return registered;
}

// libevent ends the process when it cannot have the descriptors it needs for itself, so it is asked
// only when they can be had: an epoll instance, a pair for signals, and one to spare.
bool descriptors_left() {
  Socket tried[4];
  for (Socket &s : tried) {
    s = Socket::placeholder();
    if (!s.valid())
      return false;
  }
  return true;
}

} // namespace

// libevent answers a look-up at a time of its own choosing, also one that was cancelled. So it
// keeps a pointer to a Query, which outlives the Lookup.
struct Lookup::Query {
  EventLoop *loop;
  Lookup *owner; // null once the answer is not wanted any more
  evdns_getaddrinfo_request *request = nullptr;
  evdns_request *second = nullptr; // asks why the first one failed
  std::int64_t asked_us = 0;
  Query *next = nullptr;
  Query *previous = nullptr;
  std::uint16_t port = 0;
  char name[1] = {};

  void link() {
    next = loop->queries_;
    if (next)
      next->previous = this;
    loop->queries_ = this;
  }
  // Its answer will come all the same, for nobody.
  void cancel() {
    owner = nullptr;
    if (loop->forks_seen_ != forks)
      return; // it is still the parent's
    if (request)
      evdns_getaddrinfo_cancel(request);
    if (second)
      evdns_cancel_request(loop->resolver_, second);
  }
  void destroy() {
    (previous ? previous->next : loop->queries_) = next;
    if (next)
      next->previous = previous;
    release(this);
  }
};

struct EventLoop::Bridge {
  static_assert(sizeof(event) <= sizeof(Event) && alignof(event) <= alignof(Event));
  static event *event_of(Event &e) { return reinterpret_cast<event *>(e.bytes); }

  static void wake_up(int, short, void *) {} // to have ended the wait is all that is wanted

  static bool watch(EventLoop &loop, Event &e, int fd, short what) {
    return event_assign(event_of(e), loop.base_, fd, what, wake_up, nullptr) == 0 &&
           event_add(event_of(e), nullptr) == 0;
  }

  static void on_answer(int error, evutil_addrinfo *answer, void *arg) {
    auto &query = *static_cast<Lookup::Query *>(arg);
    query.request = nullptr;
    if (query.owner)
      append_resolved(query.owner->answer_, answer, query.port);
    if (answer)
      evutil_freeaddrinfo(answer);
    if (query.owner && error == EVUTIL_EAI_FAIL && ask_why(query, AF_INET))
      return;
    finish(query, error == EVUTIL_EAI_FAIL ? "the name server failed or did not answer"
                                           : look_up_text(error, errno));
  }

  // One code stands for an answer that was cut, for a refusal and for silence. The same question in
  // another form tells them apart, but takes the whole time again when nobody answers.
  static bool ask_why(Lookup::Query &query, int family) {
    if (steady_clock_us() - query.asked_us >= limits::resolver_answers_us)
      return false;
    const auto ask = family == AF_INET ? evdns_base_resolve_ipv4 : evdns_base_resolve_ipv6;
    query.second =
        ask(query.loop->resolver_, query.name, 0, family == AF_INET ? on_second : on_third, &query);
    return query.second != nullptr;
  }

  // A name may have addresses of the other family alone.
  static void on_second(int result, char type, int count, int, void *addresses, void *arg) {
    auto &query = *static_cast<Lookup::Query *>(arg);
    query.second = nullptr;
    if (query.owner && result == DNS_ERR_NODATA && ask_why(query, AF_INET6))
      return;
    take_answer(query, result, type == DNS_IPv4_A ? count : 0, addresses, 4);
  }

  static void on_third(int result, char type, int count, int, void *addresses, void *arg) {
    auto &query = *static_cast<Lookup::Query *>(arg);
    query.second = nullptr;
    take_answer(query, result, type == DNS_IPv6_AAAA ? count : 0, addresses, 16);
  }

  static void take_answer(Lookup::Query &query, int result, int count, const void *addresses,
                          std::size_t size) {
    for (int i = 0; query.owner && result == DNS_ERR_NONE && i < count; ++i) {
      const char *from = static_cast<const char *>(addresses) + size * static_cast<std::size_t>(i);
      sockaddr_in in{};
      in.sin_family = AF_INET;
      sockaddr_in6 in6{};
      in6.sin6_family = AF_INET6;
      std::memcpy(size == 4 ? static_cast<void *>(&in.sin_addr) : &in6.sin6_addr, from, size);
      Address address = Address::from_sockaddr(size == 4 ? reinterpret_cast<sockaddr *>(&in)
                                                         : reinterpret_cast<sockaddr *>(&in6));
      address.set_port(query.port);
      (void)query.owner->answer_.push(address);
    }
    finish(query, result == DNS_ERR_TRUNCATED
                      ? "the name server's answer was cut, as it is too long for UDP"
                      : evdns_err_to_string(result));
  }

  static void finish(Lookup::Query &query, const char *failure) {
    if (Lookup *lookup = query.owner) {
      lookup->failure_ = failure;
      lookup->query_ = nullptr;
      query.loop->wake(lookup->watch_, Watch::resolved);
    }
    query.destroy();
  }
};

Lookup::~Lookup() {
  if (query_)
    query_->cancel();
}

bool EventLoop::open(Rewatch on_fork, void *owner) {
  if (!count_forks())
    return false;
  rewatch_ = on_fork;
  owner_ = owner;
  forks_seen_ = forks;
  return make_set();
}

bool EventLoop::make_set() {
  set_fd_ = descriptor::make([] { return epoll_create1(EPOLL_CLOEXEC); });
  marked_ = -1;
  if (set_fd_ >= 0 && (!base_ || watch_set()))
    return true;
  if (set_fd_ >= 0)
    ::close(set_fd_);
  set_fd_ = -1;
  return false;
}

bool EventLoop::mark(int fd) {
  epoll_event nothing{};
  marked_inode_ = descriptor::inode(fd);
  if (marked_inode_ == 0 || forks_seen_ != forks || // the set is still the parent's
      epoll_ctl(set_fd_, EPOLL_CTL_ADD, fd, &nothing) != 0)
    return false;
  marked_ = fd;
  return true;
}

void EventLoop::unmark() {
  epoll_event nothing{};
  if (marked_ >= 0 && forks_seen_ == forks) // else the set is still the parent's
    epoll_ctl(set_fd_, EPOLL_CTL_DEL, marked_, &nothing);
  marked_ = -1;
}

// Without a set nothing is known; if it is being recovered, the program has closed what was ours.
bool EventLoop::is_marked(int fd) const {
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

// So that readiness of a socket ends a wait in libevent.
bool EventLoop::watch_set() {
  return Bridge::watch(*this, set_event_, set_fd_, EV_READ | EV_PERSIST);
}

namespace {

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

} // namespace

// libevent is there from the first look-up on: without names it has nothing to do.
bool EventLoop::make_base() {
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
  if (base_ && watch_set())
    return true;
  if (base_)
    event_base_free(base_);
  base_ = nullptr;
  return false;
}

// The program has closed it, as closefrom(3) does. What is under its number now may be an epoll set
// as well, in which nothing is marked. No mark can be had when descriptors have run out.
bool EventLoop::set_is_lost() const {
  return set_fd_ >= 0 && (marked_ >= 0 ? !is_marked(marked_) : !descriptor::is_nameless(set_fd_));
}

// Its number may be somebody else's, and so may those of libevent, whose memory is left to it: to
// free it would close them.
void EventLoop::give_up_set() {
  set_fd_ = -1;
  marked_ = -1;
  base_ = nullptr;
  resolver_ = nullptr;
  recovering_ = true;
}

// True if there is a new set, with everything in it that is still open.
bool EventLoop::recover_set() {
  if (!set_is_lost())
    return false;
  log(Level::normal, "Warning:4111 the program has closed descriptors of the library: what can be "
                     "is made anew, connections among them end\n");
  give_up_set();
  return refresh_after_fork();
}

// The look-ups were in a libevent that was given up: it answers nobody any more.
void EventLoop::ask_again() {
  Lookup::Query *old = queries_;
  queries_ = nullptr;
  while (old) {
    Lookup::Query *const next = old->next;
    if (Lookup *lookup = old->owner) {
      lookup->query_ = nullptr;
      if (!look_up(*lookup, old->name, old->port))
        wake(lookup->watch_, Watch::resolved);
    }
    release(old);
    old = next;
  }
}

void EventLoop::drop_set() {
  if (set_fd_ < 0)
    return;
  if (base_)
    event_del(Bridge::event_of(set_event_));
  ::close(set_fd_);
  set_fd_ = -1;
}

void EventLoop::close() {
  if (set_is_lost())
    give_up_set();
  else
    refresh_after_fork();
  // In a child that cannot have descriptors of its own, cleaning libevent up would reach into the
  // epoll instance of the parent and end its look-ups: better to leave it be.
  if (forks_seen_ != forks) {
    base_ = nullptr;
    resolver_ = nullptr;
  }
  drop_set();
  drop_resolver();
  if (base_)
    event_base_free(base_);
  base_ = nullptr;
  rewatch_ = nullptr;
  while (queries_)
    queries_->destroy();
}

// Nobody waits for an answer any more. libevent tells the end of a cancelled look-up in a deferred
// callback, which still needs the resolver; without it memory would be lost, too.
void EventLoop::drop_resolver() {
  if (!resolver_)
    return;
  for (int round = 0; round < 16 && has_cancelled_queries(); ++round)
    event_base_loop(base_, EVLOOP_ONCE | EVLOOP_NONBLOCK);
  evdns_base_free(resolver_, 0);
  resolver_ = nullptr;
}

bool EventLoop::has_cancelled_queries() const {
  for (const Lookup::Query *q = queries_; q; q = q->next) {
    if (!q->owner)
      return true;
  }
  return false;
}

bool EventLoop::control(int operation, Watch &watch, int fd, std::uint8_t interest) {
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

bool EventLoop::set_interest(Watch &watch, int fd, std::uint8_t interest) {
  if (interest == watch.interest_)
    return true;
  // After a fork this watches everything anew, as it was.
  const bool usable = refresh_after_fork();
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
    if (recover_set() && control(EPOLL_CTL_ADD, watch, fd, interest))
      return true;
    if (before)
      control(EPOLL_CTL_DEL, watch, fd, before);
  }
  watch.interest_ = Watch::nothing;
  errno = error;
  return false;
}

bool EventLoop::rewatch(Watch &watch, int fd) {
  if (watch.interest_ == Watch::nothing || control(EPOLL_CTL_ADD, watch, fd, watch.interest_))
    return true;
  watch.interest_ = Watch::nothing;
  return false;
}

void EventLoop::forget(Watch &watch, int fd) {
  // The end of a connection ends its look-up, which may still be the parent's.
  refresh_after_fork();
  (void)set_interest(watch, fd, Watch::nothing);
  watch.ready_ = Watch::nothing;
  watch.unlink();
}

// Closing a descriptor ends its watch by itself, unless another process has it too. One that ran
// for a moment unseen, on its way to another program, can do no harm: see collect().
bool EventLoop::retire(Watch &watch, int fd) {
  if (has_forked) {
    forget(watch, fd);
    return false;
  }
  watch.interest_ = watch.ready_ = Watch::nothing;
  watch.unlink();
  return true;
}

bool EventLoop::hand_over(Watch &from, Watch &to, int fd) {
  const bool usable = refresh_after_fork();
  const bool watched = from.interest_ != Watch::nothing;
  from.interest_ = from.ready_ = Watch::nothing;
  from.unlink();
  to.interest_ = Watch::readable;
  if (usable && control(watched ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, to, fd, Watch::readable))
    return true;
  if (usable && watched)
    control(EPOLL_CTL_DEL, from, fd, Watch::nothing);
  to.interest_ = Watch::nothing;
  return false;
}

bool EventLoop::wait_outside(int wait_ms) {
  pollfd set{wait_fd(), POLLIN, 0}; // one below 0 is left out
  return ::poll(&set, 1, wait_ms) != 0;
}

void EventLoop::poll(int wait_us) {
  if (!refresh_after_fork()) {
    ::poll(nullptr, 0, (wait_us + 999) / 1000); // nothing can be seen, but time can pass
    return;
  }
  if (!queries_) {
    collect(wait_us);
    return;
  }
  // Look-ups have descriptors and times of their own, which libevent knows.
  if (collect(0) || wait_us <= 0) {
    event_base_loop(base_, EVLOOP_ONCE | EVLOOP_NONBLOCK);
    return;
  }
  wait_in_libevent(wait_us);
  collect(0);
}

namespace {

// Nanoseconds where the kernel has them (Linux 5.11), whole milliseconds, rounded up, elsewhere.
int wait_for_events(int set, epoll_event *events, int max, int wait_us) {
  static bool has_nanoseconds = true;
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

// Puts ready watches on the ready lists; false if there was none. The set hands out ready sockets
// in turns, so a batch that brings nothing new means that the turn is over.
bool EventLoop::collect(int wait_us) {
  epoll_event events[batch];
  bool any = false;
  for (;;) {
    const int n = wait_for_events(set_fd_, events, batch, wait_us);
    if (n < 0 && errno != EINTR)
      return recover_set();
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
    if (n < batch || !news)
      return any;
    wait_us = 0;
  }
}

// A timer in the heap of libevent: its epoll_wait sleeps that long, rounded up to milliseconds.
void EventLoop::wait_in_libevent(int wait_us) {
  const int flags = EVLOOP_ONCE | EVLOOP_NO_EXIT_ON_EMPTY;
  const timeval tv{wait_us / 1000000, wait_us % 1000000};
  event alarm;
  const bool armed = event_assign(&alarm, base_, -1, 0, Bridge::wake_up, nullptr) == 0 &&
                     event_add(&alarm, &tv) == 0;
  const bool waited = event_base_loop(base_, armed ? flags : flags | EVLOOP_NONBLOCK) >= 0;
  event_del(&alarm);
  if (!waited)
    collect(wait_us); // its own descriptors are closed: this takes the time instead
}

void EventLoop::wake(Watch &watch, std::uint8_t readiness) {
  watch.ready_ |= readiness;
  if (!watch.linked())
    ready_[static_cast<std::size_t>(watch.kind_)].push_back(watch);
}

bool EventLoop::look_up(Lookup &lookup, const char *name, std::uint16_t port) {
  if (!refresh_after_fork() || !make_base() || reserve::is_low())
    return false;
  // Look-ups under way may have been asked of a server that is no more.
  if (resolver_ && resolver_files_.have_changed())
    restart_lookups();
  Lookup::Query *query = new_query(lookup, name, port);
  if (!query)
    return false;
  if (start_query(*query))
    return true;
  lookup.query_ = nullptr;
  query->destroy();
  return false;
}

Lookup::Query *EventLoop::new_query(Lookup &lookup, const char *name, std::uint16_t port) {
  const std::size_t length = std::strlen(name);
  void *memory = allocate_zeroed(sizeof(Lookup::Query) + length);
  if (!memory)
    return nullptr;
  auto *query = ::new (memory) Lookup::Query{this, &lookup};
  query->port = port;
  std::memcpy(query->name, name, length + 1);
  query->link();
  lookup.query_ = query;
  return query;
}

// The answer may arrive before this returns (names in the hosts file); the query is gone then.
bool EventLoop::start_query(Lookup::Query &query) {
  if (resolver_ && evdns_base_count_nameservers(resolver_) == 0 && queries_ == &query &&
      !query.next)
    drop_resolver(); // It was made when there was no descriptor left for its servers' sockets.
  if (!resolver_) {
    const descriptor::StandardPlaces not_for_libevent;
    resolver_ = evdns_base_new(base_, EVDNS_BASE_DISABLE_WHEN_INACTIVE);
    if (!resolver_)
      return false;
    // A missing file leaves the defaults in force: a server on this machine, and the hosts file.
    resolver_files_.remember();
    evdns_base_resolv_conf_parse(resolver_, DNS_OPTIONS_ALL, ResolverFiles::servers);
  }
  evutil_addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  query.asked_us = steady_clock_us();
  evdns_getaddrinfo_request *request =
      evdns_getaddrinfo(resolver_, query.name, nullptr, &hints, Bridge::on_answer, &query);
  if (request)
    query.request = request;
  return true;
}

// False if this is a child that cannot have kernel objects of its own yet.
bool EventLoop::refresh_after_fork() {
  if ((forks_seen_ == forks && set_fd_ >= 0) || !rewatch_)
    return true;
  if (base_) {
    const descriptor::StandardPlaces not_for_libevent;
    // libevent frees as many descriptors as it takes anew, but ends the process if it gets none: a
    // limit may have been lowered below the numbers that it frees. Nothing comes between these two.
    if (!Socket::placeholder().valid())
      return false;
    if (forks_seen_ != forks)
      event_reinit(base_);
  }
  if (forks_seen_ != forks) {
    forks_seen_ = forks;
    drop_set();
  }
  if (!make_set())
    return false;
  rewatch_(owner_);
  if (recovering_)
    ask_again();
  else
    restart_lookups();
  recovering_ = false;
  return true;
}

// After a fork the resolver's sockets are shared with the parent, either of which could take the
// other's answers; and files that changed may name other servers: a new resolver asks everything
// again.
void EventLoop::restart_lookups() {
  if (!resolver_)
    return;
  evdns_base_clear_nameservers_and_suspend(resolver_); // takes no answer any more
  Lookup::Query *const old = queries_;
  Lookup::Query *first_new = nullptr;
  for (Lookup::Query *q = old; q; q = q->next) {
    Lookup *lookup = q->owner;
    q->cancel();
    if (!lookup)
      continue;
    lookup->query_ = nullptr;
    if (Lookup::Query *again = new_query(*lookup, q->name, q->port))
      first_new = again; // the list grows at its head
    else
      wake(lookup->watch_, Watch::resolved);
  }
  drop_resolver();
  while (first_new && first_new->owner) {
    Lookup::Query &query = *first_new;
    first_new = query.next;
    Lookup &lookup = *query.owner;
    if (!start_query(query)) {
      lookup.query_ = nullptr;
      wake(lookup.watch_, Watch::resolved);
      query.destroy();
    }
  }
}

} // namespace vce
