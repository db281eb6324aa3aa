#include "net/peer_credentials.h"

#include "base/error.h"

#include <cerrno>
#include <sys/socket.h>
#include <unistd.h>

namespace vce {

bool PeerCredentials::take_from(const Socket &socket) {
#ifdef SO_PEERCRED // Linux
  ucred peer{};
  socklen_t length = sizeof peer;
  if (getsockopt(socket.fd(), SOL_SOCKET, SO_PEERCRED, &peer, &length) != 0)
    return false;
  *this = {peer.pid, static_cast<int>(peer.uid), static_cast<int>(peer.gid)};
  return true;
#elif defined(__APPLE__) || defined(__FreeBSD__) || defined(__OpenBSD__) || defined(__NetBSD__)
  uid_t uid = 0;
  gid_t gid = 0;
  if (getpeereid(socket.fd(), &uid, &gid) != 0)
    return false;
  *this = {-1, static_cast<int>(uid), static_cast<int>(gid)};
  return true;
#else
  (void)socket;
  errno = ENOTSUP;
  return false;
#endif
}

int PeerCredentials::ask(const Socket &socket, const Address &remote) {
  if (!remote.is_unix())
    return err::support;
  if (socket.remote_address().family() == Address::Family::none)
    return err::not_ready;
  return take_from(socket) ? err::none : err::support;
}

} // namespace vce
