// The layers of a connection shake hands before it is open for the application. Those that accept
// and those that dial decide when that begins, and what follows.
#pragma once

#include "net/connections.h"

namespace vce {

class Handshakes {
public:
  enum class Outcome : std::uint8_t {
    ready,     // the layers are
    under_way, // the socket is watched for what they wait for
    destroyed, // it has failed, and so has the connection
  };

  Handshakes(Poller &poller, IdleLimits &idle_limits, Connections &connections)
      : poller_(poller), idle_limits_(idle_limits), connections_(connections) {}
  Handshakes(const Handshakes &) = delete;
  Handshakes &operator=(const Handshakes &) = delete;

  /// The limit for handshakes counts from now on.
  void begin(Connection &c);
  Outcome go_on(Connection &c);
  /// The limit has expired: says so.
  static void time_out(Connection &c);

  /// Watches a socket of a connection that is not open yet. False, and it has been destroyed, when
  /// the system refuses.
  bool watch(Connection &c, std::uint8_t interest);

private:
  Outcome fail(Connection &c, long result);

  Poller &poller_;
  IdleLimits &idle_limits_;
  Connections &connections_;
};

/// For a connect that the program waits for: waits, too. The limit that the context has for
/// connects counts from `begun_us` of the steady clock on. False, and logged and told, when it has
/// failed. `host`: the name that was connected to, null for an address.
bool shake_hands(Context &context, Transport &layers, Socket &socket, const Address &remote,
                 const char *host, std::int64_t begun_us);

} // namespace vce
