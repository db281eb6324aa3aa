// Name look-ups in the background, by libevent's resolver.
#pragma once

#include "net/address.h"
#include "net/libevent_base.h"
#include "net/resolver_files.h"
#include "net/watch.h"

struct evdns_base;

namespace vce {

/// A name look-up under way. Its result arrives as readiness `resolved` of a watch.
class Lookup {
public:
  explicit Lookup(Watch &watch) : watch_(watch) {}
  ~Lookup();
  Lookup(const Lookup &) = delete;
  Lookup &operator=(const Lookup &) = delete;

  /// Empty if the name has no address or could not be looked up.
  Addresses &answer() { return answer_; }
  /// Why it is empty; a constant.
  const char *failure() const { return failure_; }

private:
  friend class Lookups;
  struct Query;
  Watch &watch_;
  Query *query_ = nullptr;
  Addresses answer_;
  const char *failure_ = "out of memory"; // unless an answer says something else
};

/// All of them, and the resolver: there from the first one on.
class Lookups {
public:
  Lookups(LibeventBase &base, ReadyWatches &ready) : base_(base), ready_(ready) {}
  Lookups(const Lookups &) = delete;
  Lookups &operator=(const Lookups &) = delete;

  /// Starts to look `name` up; needs the base. False when it cannot even be
  /// started.
  [[nodiscard]] bool start(Lookup &lookup, const char *name, std::uint16_t port);
  bool any() const { return queries_ != nullptr; }

  /// In a child, or with another resolver: asks everything again.
  void restart();
  /// The base was given up: it answers nobody any more. Nothing is asked until ask_again().
  void give_up() { resolver_ = nullptr; }
  void ask_again();
  /// Nobody waits for an answer any more; before the base is freed.
  void close();

private:
  friend class Lookup;
  struct Bridge; // libevent's callbacks
  Lookup::Query *new_query(Lookup &lookup, const char *name, std::uint16_t port);
  bool start_query(Lookup::Query &query);
  void drop_resolver();
  bool has_cancelled_queries() const;

  LibeventBase &base_;
  ReadyWatches &ready_;
  evdns_base *resolver_ = nullptr;
  Lookup::Query *queries_ = nullptr;
  ResolverFiles resolver_files_;
};

} // namespace vce
