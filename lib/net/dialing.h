// A connect by name that is under way: the look-up, the addresses in their order, and those that
// were tried and may still answer.
//
// The socket of the connection itself is that of the address tried last. When an address has not
// answered for a while the next one is tried beside it: the older socket moves into an Attempt,
// which is watched by itself. Whichever is established first becomes the connection's.
#pragma once

#include "net/dial_failure.h"
#include "net/lookups.h"
#include "net/poller.h"
#include "net/socket.h"

namespace vce {

class Connection;

/// An address that was tried before the present one and may still answer.
class Attempt : public Watch, public Link<Attempt, struct OfDialing> {
public:
  explicit Attempt(Connection &of) : Watch(Kind::attempt), connection(of) {}
  Connection &connection;
  Socket socket;
  Address to;
};

/// On the list of those that will try another address at `next_at_us`.
class Dialing : public Link<Dialing, struct Staggered> {
public:
  Dialing(Connection &of, Watch &watch) : connection(of), lookup(watch) {}
  /// After end_all().
  ~Dialing();

  /// As the caller gave it. False when memory is short.
  [[nodiscard]] bool keep_host(const char *name);
  const char *host() const { return host_; }

  bool has_next() { return next_ < lookup.answer().size(); }
  /// The next address in their order, null after the last.
  const Address *take_next();

  void add(Owned<Attempt> attempt);
  /// Null if there are none, as the next.
  Attempt *newest() { return attempts_.front(); }
  Attempt *oldest();
  Attempt *next_older(Attempt &attempt) { return attempts_.next(attempt); }
  /// With the socket of the connection there are more than limits::dial_attempts: the oldest has to
  /// go.
  bool too_many() const;

  /// Closes the socket of one address, or of all of them; with all, no further address is tried.
  void end(Attempt &attempt, Poller &poller);
  void end_all(Poller &poller);

  Connection &connection;
  Lookup lookup;
  DialFailure failure;
  std::int64_t next_at_us = 0;

private:
  char *host_ = nullptr;
  std::size_t next_ = 0;              // which address is tried next
  List<Attempt, OfDialing> attempts_; // newest first
  int attempt_count_ = 0;
};

} // namespace vce
