// Connections going out: the call, and the connects that are under way in the background.
//
// Owns which of these will try another address or once more, and when, and whether connects are
// refused. dialer.cc has the call, dialing_unix.cc that for Unix sockets, and both stand on
// connecting.cc: connects under way. Sockets
// that are being connected are watched and forgotten here, but for what Connections does when one
// is made and destroyed. Connects that the program waits for are in dial_race.h.
#pragma once

#include "net/backlog.h"
#include "net/connections.h"
#include "net/handshakes.h"

#include <span>

namespace vce {

class Dialer {
public:
  Dialer(Round &round, Poller &poller, Events &events, IdleLimits &idle_limits,
         Connections &connections, Handshakes &handshakes, LingeringSockets &lingering)
      : round_(round), poller_(poller), events_(events), idle_limits_(idle_limits),
        connections_(connections), handshakes_(handshakes), lingering_(lingering) {}
  Dialer(const Dialer &) = delete;
  Dialer &operator=(const Dialer &) = delete;

  /// A null handle on failure, `error` says why; so do errno and the text of the last error when
  /// the network or the system was the reason.
  Handle connect(Context &context, const char *host, std::uint16_t port, int &error);
  /// Until false: nobody is connected to while the library drains its connections.
  void refuse(bool all) { refusing_ = all; }
  bool refuses() const { return refusing_; }

  // --- In a round ---

  /// Takes a pending connection as far as it has got: true if it is established now, false if it is
  /// still under way or has been destroyed.
  bool serve(Connection &c, std::uint8_t readiness);
  /// Of the addresses that were tried before: one that is established becomes the connection's; in
  /// place of one that failed the next is tried.
  void serve_attempts();
  bool any_attempt_ready() { return !poller_.ready_attempts().empty(); }
  /// Tries the next address of those that have waited long enough.
  void try_more_addresses();
  bool any_more_addresses() const { return !staggered_.empty(); }
  /// Tries Unix servers again whose queue was full.
  void retry_backlogged();
  bool any_backlogged() const { return !backlog_.empty(); }
  /// When one of the last two is due next, in microseconds of the steady clock; INT64_MAX if there
  /// is none.
  std::int64_t next_due_us();
  /// The limit for connects, or the idle limit, has expired: tells so. No other address is tried.
  void time_out(Connection &c, bool by_connect_limit);
  /// When the set of the poller was made anew; `closed`: for the program has closed descriptors.
  void rewatch_attempts(Connection &c, bool closed);

private:
  Handle connect_and_wait(Context &context, const char *host, std::span<const Address> candidates,
                          std::int64_t begun_us, int &error);
  Handle adopt(Context &context, const char *host, Socket socket, const Address &remote,
               std::int64_t begun_us, int &error);
  Handle connect_in_background(Context &context, const char *host, std::uint16_t port,
                               const Address &numeric, int &error);
  Handle connect_unix(Context &context, const char *host, std::int64_t begun_us, int &error);
  Handle connect_unix_and_wait(Context &context, Owned<Extras> extras, Socket socket, int result,
                               std::int64_t begun_us, int &error);
  Handle connect_unix_in_background(Context &context, Owned<Extras> extras, Socket socket,
                                    int result, int &error);
  bool await(Connection &c);
  bool look_up(Connection &c, const char *host, std::uint16_t port);
  Handle connected(Connection &c);

  bool established(Connection &c);
  bool shake_hands(Connection &c);
  void open_up(Connection &c);
  void failed(Connection &c, const Address &to, int error);
  void dial_next(Connection &c);
  bool dial_one(Connection &c, Socket &socket, Address &to);
  void dial_beside(Connection &c);
  void dial_later(Dialing &dialing);
  bool take_over(Connection &c, Attempt &attempt);

  [[nodiscard]] bool watch(Watch &watch, const Socket &socket);
  void unwatch(Watch &watch, const Socket &socket);
  bool give(Connection &c, Socket socket, const Address &to);

  Round &round_;
  Poller &poller_;
  Events &events_;
  IdleLimits &idle_limits_;
  Connections &connections_;
  Handshakes &handshakes_;
  LingeringSockets &lingering_;
  List<Dialing, Staggered> staggered_; // those that will try another address, soonest first
  Backlog backlog_;                    // those whose Unix server has a full queue
  bool refusing_ = false;
};

} // namespace vce
