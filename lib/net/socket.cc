#include "net/socket.h"

#include "net/descriptor.h"

#include <cerrno>
#include <climits>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace vce {

namespace {

bool enable(int fd, int level, int option, int value = 1) {
  return setsockopt(fd, level, option, &value, sizeof value) == 0;
}

} // namespace

Socket Socket::create(Address::Family family) {
  const int domain = family == Address::Family::ipv6 ? AF_INET6 : AF_INET;
  return Socket(descriptor::make(
      [=] { return ::socket(domain, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0); }));
}

// Not a file: there may be no /dev/null where the process lives.
Socket Socket::placeholder() {
  return Socket(descriptor::make([] { return ::eventfd(0, EFD_CLOEXEC); }));
}

void Socket::close() {
  if (fd_ >= 0)
    ::close(detach());
}

bool Socket::let_go_if_closed(const Address *peer) {
  if (fd_ < 0)
    return false;
  bool gone = !descriptor::is_open(fd_) || !descriptor::may_be_socket(fd_);
  sockaddr_storage sa{};
  socklen_t length = sizeof sa;
  if (!gone && peer && getpeername(fd_, reinterpret_cast<sockaddr *>(&sa), &length) == 0) {
    const Address now = Address::from_sockaddr(reinterpret_cast<sockaddr *>(&sa));
    gone = now.port() != peer->port() || now.bytes() != peer->bytes();
  }
  if (gone)
    detach();
  return gone;
}

void Socket::discard_input() {
  if (fd_ < 0)
    return;
  // Bounded: a peer that keeps sending has not been promised anything.
  char unread[16384];
  for (int n = 0; n < 64; ++n) {
    if (::recv(fd_, unread, sizeof unread, MSG_DONTWAIT) != static_cast<ssize_t>(sizeof unread))
      break;
  }
}

void Socket::shut_down() {
  if (fd_ >= 0)
    ::shutdown(fd_, SHUT_RDWR);
  close();
}

bool Socket::reuse_address() { return enable(fd_, SOL_SOCKET, SO_REUSEADDR); }

bool Socket::keep_alive() { return enable(fd_, SOL_SOCKET, SO_KEEPALIVE); }

bool Socket::no_delay() { return enable(fd_, IPPROTO_TCP, TCP_NODELAY); }

bool Socket::both_families() { return enable(fd_, IPPROTO_IPV6, IPV6_V6ONLY, 0); }

bool Socket::bind(const Address &address) {
  sockaddr_storage sa;
  const unsigned length = address.to_sockaddr(sa);
  return ::bind(fd_, reinterpret_cast<sockaddr *>(&sa), length) == 0;
}

bool Socket::bind_source(const Address &address) {
  enable(fd_, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT); // a kernel without it only has fewer ports
  return bind(address);
}

// The kernel cuts the queue to net.core.somaxconn.
bool Socket::listen() { return ::listen(fd_, INT_MAX) == 0; }

Address Socket::local_address() const {
  sockaddr_storage sa{};
  socklen_t length = sizeof sa;
  if (fd_ < 0 || getsockname(fd_, reinterpret_cast<sockaddr *>(&sa), &length) != 0)
    return {};
  return Address::from_sockaddr(reinterpret_cast<sockaddr *>(&sa));
}

Socket Socket::accept(Address &peer) const {
  sockaddr_storage sa{};
  socklen_t length = sizeof sa;
  const int fd = descriptor::make([&] {
    int accepted;
    do
      accepted =
          ::accept4(fd_, reinterpret_cast<sockaddr *>(&sa), &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    while (accepted < 0 && errno == EINTR);
    return accepted;
  });
  if (fd >= 0)
    peer = Address::from_sockaddr(reinterpret_cast<sockaddr *>(&sa));
  return Socket(fd);
}

int Socket::connect(const Address &address) {
  sockaddr_storage sa;
  const unsigned length = address.to_sockaddr(sa);
  if (::connect(fd_, reinterpret_cast<sockaddr *>(&sa), length) == 0)
    return 0;
  // An interrupted connect goes on in the background like one that would block.
  return errno == EINTR ? EINPROGRESS : errno;
}

int Socket::await_connect() {
  pollfd p{fd_, POLLOUT, 0};
  while (::poll(&p, 1, -1) < 0) {
    if (errno != EINTR)
      return errno;
  }
  return take_error();
}

int Socket::take_error() {
  int error = 0;
  socklen_t length = sizeof error;
  return getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &length) == 0 ? error : errno;
}

long Socket::receive(char *data, std::size_t size) {
  for (;;) {
    const ssize_t n = ::recv(fd_, data, size, 0);
    if (n >= 0)
      return n;
    if (errno != EINTR)
      return errno == EWOULDBLOCK ? -EAGAIN : -errno;
  }
}

long Socket::send(const char *data, std::size_t size) {
  for (;;) {
    const ssize_t n = ::send(fd_, data, size, MSG_NOSIGNAL);
    if (n >= 0)
      return n;
    if (errno != EINTR)
      return errno == EWOULDBLOCK ? -EAGAIN : -errno;
  }
}

} // namespace vce
