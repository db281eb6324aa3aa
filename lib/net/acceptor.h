// Peers coming in: whether each is admitted, and what becomes of it then.
//
// Owns the pauses of listeners and the descriptor in reserve. Running out of descriptors or memory
// must neither spin (the server socket stays readable) nor leave peers hanging in its queue:
// waiting peers are turned away with the help of the reserve, and the listener pauses. The decision
// itself is in admission.h; a listener belongs to its context, and is opened there and closed here.
#pragma once

#include "net/admission.h"
#include "net/paused_listeners.h"
#include "net/round.h"

namespace vce {

class Context;
class Connection;
class Connections;
class Contexts;
class Handshakes;
class IdleLimits;
class LingeringSockets;
struct Round;

class Acceptor {
public:
  Acceptor(Round &round, Poller &poller, Contexts &contexts, Connections &connections,
           IdleLimits &idle_limits, Handshakes &handshakes, LingeringSockets &lingering)
      : round_(round), poller_(poller), contexts_(contexts), connections_(connections),
        idle_limits_(idle_limits), handshakes_(handshakes), lingering_(lingering), paused_(poller),
        reserve_(poller) {}
  Acceptor(const Acceptor &) = delete;
  Acceptor &operator=(const Acceptor &) = delete;

  /// False with errno when there is no descriptor for the reserve.
  [[nodiscard]] bool open() { return reserve_.refill(); }
  /// Closes all server sockets and the reserve.
  void close();

  /// Accepts from all listeners that are ready, after resuming those whose pause is over: all if a
  /// descriptor was released.
  void accept_waiting();
  /// Takes a pending connection as far as it has got: one that was accepted on a non-blocking
  /// context, or whose layers shake hands. True if it is established now; false if it is still
  /// under way or has been destroyed.
  bool serve(Connection &c, std::uint8_t readiness);
  /// When the first pause is over, in microseconds of the steady clock; INT64_MAX if there is none.
  std::int64_t next_due_us() {
    return round_.descriptor_released && !paused_.empty() ? round_.now_us : paused_.next_us();
  }

  /// Closes the server socket of the context, if it has one.
  void stop_listening(Context &context);
  void stop_all();
  /// Nobody tells that the program has closed a server socket: says so, nobody comes in any more.
  void check_listeners();
  /// When the set of the poller was made anew; `closed`: for the program has closed descriptors.
  void rewatch(bool closed);

private:
  void check_listener(Context &context);
  void accept_from(Context &context);
  bool accept_one(Context &context);
  Admission judge(Context &context, const Address &peer);
  void turn_away(Context &context, Socket socket, const Address &peer, Admission why);
  void admit(Context &context, Socket socket, const Address &peer, Admission how);
  bool announce(Connection &c, Admission how);
  static Admission who_is_asked(const Connection &c);
  bool shake_hands(Connection &c);
  void suffer_shortage(Context &context, int error);

  Round &round_;
  Poller &poller_;
  Contexts &contexts_;
  Connections &connections_;
  IdleLimits &idle_limits_;
  Handshakes &handshakes_;
  LingeringSockets &lingering_;
  PausedListeners paused_;
  ReserveDescriptor reserve_;
};

} // namespace vce
