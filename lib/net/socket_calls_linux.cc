#include "net/socket_calls.h"

#if VCE_LINUX

#include <linux/sockios.h>
#include <sys/ioctl.h>

namespace vce::socket_calls {

int make_stream(int domain) {
  return ::socket(domain, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

int make_placeholder() { return ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0); }

int accept(int listener, sockaddr *peer, socklen_t *length) {
  return ::accept4(listener, peer, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

int family_of(int fd) {
  int family = 0;
  socklen_t length = sizeof family;
  return getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &family, &length) == 0 ? family : -1;
}

bool has_unsent(int fd) {
  int bytes = 0;
  return ::ioctl(fd, SIOCOUTQ, &bytes) == 0 && bytes > 0;
}

bool peer_credentials(int fd, int &process, int &user, int &group) {
  ucred peer{};
  socklen_t length = sizeof peer;
  if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) != 0)
    return false;
  process = peer.pid;
  user = static_cast<int>(peer.uid);
  group = static_cast<int>(peer.gid);
  return true;
}

void choose_port_when_connecting(int fd) {
  const int on = 1;
  setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
}

} // namespace vce::socket_calls

#endif
