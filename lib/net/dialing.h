// A connect that is under way: the look-up of its name, its addresses one after the other, and how
// long all of that may take.
//
// The socket of the connection itself is that of the address tried last. When an address has not
// answered for a while the next one is tried beside it: the older socket moves into an Attempt,
// which is watched by itself. Whichever is established first becomes the connection's.
#pragma once

#include "net/dial_failure.h"
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

/// A connect by name, until it is over. On the list of those that will try another address at
/// `next_at_us`.
struct Dialing : Link<Dialing, struct Staggered> {
  Dialing(Connection &of, Watch &watch) : connection(of), lookup(watch) {}
  ~Dialing();

  /// False when memory is short.
  [[nodiscard]] bool keep_host(const char *name);
  /// Closes the socket of an older address, or of all of them; with all, no further address is tried.
  void end(Attempt &attempt, Poller &poller);
  void end_all(Poller &poller);
  bool has_next() { return next < lookup.answer().size(); }

  Connection &connection;
  Lookup lookup;
  std::size_t next = 0;           // which of its addresses is tried next
  List<Attempt, OfDialing> older; // newest first
  int older_count = 0;
  std::int64_t next_at_us = 0;
  DialFailure failure;
  char *host = nullptr; // as the caller gave it
};

} // namespace vce
