// All connections: their slots and serials, and how they are made and ended.
//
// A connection is made in a slot of the table and is on the list of its context. What applications
// call leaves marks only (request_close); destroy() belongs to the heartbeat, at moments when no
// callback of that connection runs. `mark`, `dying` and the numbers of its context are changed
// here, but for the mark of a limit that has expired.
#pragma once

#include "net/agenda.h"
#include "net/idle_limits.h"
#include "net/lingering.h"
#include "net/round.h"

namespace vce {

/// Of two live connections' serials: was `a` given after `b`?
bool is_newer(std::uint32_t a, std::uint32_t b);

class Connections : private SlotTable<Connection, HandleTag::connection> {
  using Table = SlotTable<Connection, HandleTag::connection>;

public:
  Connections(Round &round, Poller &poller, BufferPool &pool, Agenda &agenda,
              IdleLimits &idle_limits, LingeringSockets &lingering)
      : round_(round), poller_(poller), pool_(pool), agenda_(agenda), idle_limits_(idle_limits),
        lingering_(lingering) {}

  using Table::at;
  using Table::find;
  using Table::full;
  using Table::handle_at;
  using Table::handle_of;
  using Table::index_of;
  using Table::limit;
  using Table::names;
  using Table::open;
  using Table::serial_of;
  using Table::used;
  bool is_newer(const Connection &a, const Connection &b) const {
    return vce::is_newer(serial_of(a), serial_of(b));
  }

  // --- Made ---

  /// A connection with its slot, its state buffer, its idle limit and its watch; null, and nothing
  /// changed, the socket included, when any of them cannot be had. `state`: one that a new
  /// connection may have.
  Connection *make(Context &context, const Address &remote, Socket &&socket,
                   Connection::State state);
  /// As if the one that was made last had never been: no serial used, nothing counted.
  void roll_back(Connection &c);

  // --- Ended ---

  /// Marks for closing; false if it was marked already.
  bool request_close(Connection &c);
  void close_all(Context &context);
  /// Calls the close watcher and the finalizer, and frees the connection. Its socket may live on
  /// for bytes that are on their way.
  void destroy(Connection &c, CloseReason reason);
  /// Without a word to application or peer: for the end of the library.
  void destroy_silently(Connection &c);
  /// Why it ended, as describe_end(); for other connections than the one whose last callbacks are
  /// running err::not_ready.
  int end_detail(const Connection &c, char *out, int max) const;

  /// Calls the function for each connection, newest first, until it answers less than 0. Nothing is
  /// destroyed meanwhile, by no call (see Busy).
  void visit(Context &context, Callback visitor);

private:
  bool linger(Connection &c);
  void end_attempts(Connection &c);
  void free(Connection &c, bool lingers);

  Round &round_;
  Poller &poller_;
  BufferPool &pool_;
  Agenda &agenda_;
  IdleLimits &idle_limits_;
  LingeringSockets &lingering_;
  const Connection *ending_ = nullptr; // whose last callbacks are running
  CloseReason ending_for_ = CloseReason::remote;
};

} // namespace vce
