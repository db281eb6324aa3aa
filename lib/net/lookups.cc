#include "net/lookups.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/reserve.h"
#include "net/descriptor.h"

#include <cerrno>
#include <cstring>
#include <event2/dns.h>
#include <event2/event.h>
#include <event2/util.h>
#include <netinet/in.h>

namespace vce {

// libevent answers a look-up at a time of its own choosing, also one that was cancelled. So it
// keeps a pointer to a Query, which outlives the Lookup.
struct Lookup::Query {
  Lookups *all;
  Lookup *owner; // null once the answer is not wanted any more
  evdns_getaddrinfo_request *request = nullptr;
  evdns_request *second = nullptr; // asks why the first one failed
  std::int64_t asked_us = 0;
  Query *next = nullptr;
  Query *previous = nullptr;
  std::uint16_t port = 0;
  char name[1] = {};

  void link() {
    next = all->queries_;
    if (next)
      next->previous = this;
    all->queries_ = this;
  }
  // Its answer will come all the same, for nobody.
  void cancel() {
    owner = nullptr;
    if (!all->base_.is_ours())
      return; // it is still the parent's
    if (request)
      evdns_getaddrinfo_cancel(request);
    if (second)
      evdns_cancel_request(all->resolver_, second);
  }
  void destroy() {
    (previous ? previous->next : all->queries_) = next;
    if (next)
      next->previous = previous;
    release(this);
  }
};

struct Lookups::Bridge {
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
        ask(query.all->resolver_, query.name, 0, family == AF_INET ? on_second : on_third, &query);
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
      query.all->ready_.wake(lookup->watch_, Watch::resolved);
    }
    query.destroy();
  }
};

Lookup::~Lookup() {
  if (query_)
    query_->cancel();
}

bool Lookups::start(Lookup &lookup, const char *name, std::uint16_t port) {
  if (!base_.get() || reserve::is_low())
    return false;
  // Look-ups under way may have been asked of a server that is no more.
  if (resolver_ && resolver_files_.have_changed())
    restart();
  Lookup::Query *query = new_query(lookup, name, port);
  if (!query)
    return false;
  if (start_query(*query))
    return true;
  lookup.query_ = nullptr;
  query->destroy();
  return false;
}

Lookup::Query *Lookups::new_query(Lookup &lookup, const char *name, std::uint16_t port) {
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
bool Lookups::start_query(Lookup::Query &query) {
  if (resolver_ && evdns_base_count_nameservers(resolver_) == 0 && queries_ == &query &&
      !query.next)
    drop_resolver(); // It was made when there was no descriptor left for its servers' sockets.
  if (!resolver_) {
    const descriptor::StandardPlaces not_for_libevent;
    resolver_ = evdns_base_new(base_.get(), EVDNS_BASE_DISABLE_WHEN_INACTIVE);
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

// After a fork the resolver's sockets are shared with the parent, either of which could take the
// other's answers; and files that changed may name other servers: a new resolver asks everything
// again.
void Lookups::restart() {
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
      ready_.wake(lookup->watch_, Watch::resolved);
  }
  drop_resolver();
  while (first_new && first_new->owner) {
    Lookup::Query &query = *first_new;
    first_new = query.next;
    Lookup &lookup = *query.owner;
    if (!start_query(query)) {
      lookup.query_ = nullptr;
      ready_.wake(lookup.watch_, Watch::resolved);
      query.destroy();
    }
  }
}

// The look-ups were in a libevent that was given up: it answers nobody any more.
void Lookups::ask_again() {
  Lookup::Query *old = queries_;
  queries_ = nullptr;
  while (old) {
    Lookup::Query *const next = old->next;
    if (Lookup *lookup = old->owner) {
      lookup->query_ = nullptr;
      if (!start(*lookup, old->name, old->port))
        ready_.wake(lookup->watch_, Watch::resolved);
    }
    release(old);
    old = next;
  }
}

void Lookups::close() {
  drop_resolver();
  while (queries_)
    queries_->destroy();
}

// Nobody waits for an answer any more. libevent tells the end of a cancelled look-up in a deferred
// callback, which still needs the resolver; without it memory would be lost, too.
void Lookups::drop_resolver() {
  if (!resolver_)
    return;
  for (int round = 0; round < 16 && has_cancelled_queries(); ++round)
    event_base_loop(base_.get(), EVLOOP_ONCE | EVLOOP_NONBLOCK);
  evdns_base_free(resolver_, 0);
  resolver_ = nullptr;
}

bool Lookups::has_cancelled_queries() const {
  for (const Lookup::Query *q = queries_; q; q = q->next) {
    if (!q->owner)
      return true;
  }
  return false;
}

} // namespace vce
