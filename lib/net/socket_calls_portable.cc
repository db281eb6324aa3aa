#include "net/socket_calls.h"

#if !VCE_LINUX

#include <fcntl.h>
#include <sys/ioctl.h>
#ifdef __FreeBSD__
#include <sys/filio.h>
#endif
#include <unistd.h>

namespace vce::socket_calls {

namespace {

// Between the call that made `fd` and this one another thread may have run a program, which has the
// socket then, too.
int close_on_exec(int fd) {
  if (fd < 0 || fcntl(fd, F_SETFD, FD_CLOEXEC) == 0)
    return fd;
  const int error = errno;
  ::close(fd);
  errno = error;
  return -1;
}

int prepare(int made) {
  const int fd = close_on_exec(made);
  if (fd < 0)
    return -1;
  const int flags = fcntl(fd, F_GETFL);
  if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0) {
    const int error = errno;
    ::close(fd);
    errno = error;
    return -1;
  }
#ifdef SO_NOSIGPIPE
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
  return fd;
}

} // namespace

int make_stream(int domain) { return prepare(::socket(domain, SOCK_STREAM, 0)); }

int make_placeholder() { return close_on_exec(::socket(AF_UNIX, SOCK_DGRAM, 0)); }

int accept(int listener, sockaddr *peer, socklen_t *length) {
  return prepare(::accept(listener, peer, length));
}

int family_of(int fd) {
  sockaddr_storage own{};
  socklen_t length = sizeof own;
  return getsockname(fd, reinterpret_cast<sockaddr *>(&own), &length) == 0 ? own.ss_family : -1;
}

bool has_unsent(int fd) {
  int bytes = 0;
#if defined(SO_NWRITE) // macOS
  socklen_t length = sizeof bytes;
  return getsockopt(fd, SOL_SOCKET, SO_NWRITE, &bytes, &length) == 0 && bytes > 0;
#elif defined(FIONWRITE) // FreeBSD, NetBSD
  return ::ioctl(fd, FIONWRITE, &bytes) == 0 && bytes > 0;
#elif defined(TIOCOUTQ)
  return ::ioctl(fd, TIOCOUTQ, &bytes) == 0 && bytes > 0;
#else
  return fd < 0 && bytes > 0;
#endif
}

bool peer_credentials(int fd, int &process, int &user, int &group) {
#ifdef __linux__ // its C library has no getpeereid()
  ucred peer{};
  socklen_t length = sizeof peer;
  if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) != 0)
    return false;
  process = peer.pid;
  user = static_cast<int>(peer.uid);
  group = static_cast<int>(peer.gid);
#else
  uid_t uid = 0;
  gid_t gid = 0;
  if (getpeereid(fd, &uid, &gid) != 0)
    return false;
  process = -1;
  user = static_cast<int>(uid);
  group = static_cast<int>(gid);
#endif
  return true;
}

void choose_port_when_connecting(int) {}

} // namespace vce::socket_calls

#endif
