// Which process and user is at the other end of a Unix socket.
#pragma once

#include "net/socket.h"

namespace vce {

/// As they were when the other end was connected or began to listen; -1 for what the system does
/// not tell.
struct PeerCredentials {
  int process = -1;
  int user = -1;
  int group = -1;

  /// False with errno if the socket is of another family or the system does not tell any of it.
  bool take_from(const Socket &socket);
  /// For a connection with that remote address: 0, err::support if it is no Unix socket or the
  /// system does not tell, err::not_ready before it is connected.
  int ask(const Socket &socket, const Address &remote);
};

} // namespace vce
