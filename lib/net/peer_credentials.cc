#include "net/peer_credentials.h"

#include "base/error.h"
#include "net/socket_calls.h"

namespace vce {

bool PeerCredentials::take_from(const Socket &socket) {
  return socket_calls::peer_credentials(socket.fd(), process, user, group);
}

int PeerCredentials::ask(const Socket &socket, const Address &remote) {
  if (!remote.is_unix())
    return err::support;
  if (socket.remote_address().family() == Address::Family::none)
    return err::not_ready;
  return take_from(socket) ? err::none : err::support;
}

} // namespace vce
