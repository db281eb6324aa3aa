#include "net/socket.h"

#include "net/descriptor.h"
#include "net/socket_calls.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace vce {

namespace {

bool enable(int fd, int level, int option, int value = 1) {
  return setsockopt(fd, level, option, &value, sizeof value) == 0;
}

} // namespace

Socket Socket::create(Address::Family family) {
  const int domain = family == Address::Family::unix_socket ? AF_UNIX
                     : family == Address::Family::ipv6      ? AF_INET6
                                                            : AF_INET;
  return Socket(descriptor::make([=] { return socket_calls::make_stream(domain); }));
}

Socket Socket::placeholder() { return Socket(descriptor::make(socket_calls::make_placeholder)); }

void Socket::close() {
  if (fd_ >= 0)
    ::close(detach());
}

bool Socket::let_go_if_closed(const Address *peer) {
  if (fd_ < 0)
    return false;
  const bool gone = !descriptor::is_open(fd_) || !descriptor::may_be_stream_socket(fd_) ||
                    (peer && !may_lead_to(*peer));
  if (gone)
    detach();
  return gone;
}

// False if its peer is known to be another one.
bool Socket::may_lead_to(const Address &peer) const {
  const Address now = remote_address();
  if (now.family() == Address::Family::none)
    return true;
  if (now.is_unix() || peer.is_unix())
    return now.family() == peer.family() && (!peer.name() || peer.name()->is_at(fd_));
  return now.port() == peer.port() && now.bytes() == peer.bytes();
}

long Socket::discard_input(std::size_t at_most) {
  if (fd_ < 0)
    return -1;
  char unread[16384];
  std::size_t dropped = 0;
  while (dropped < at_most) {
    const std::size_t size = std::min(at_most - dropped, sizeof unread);
    const long n = receive(unread, size);
    if (n == -EAGAIN)
      break;
    if (n <= 0)
      return -1;
    dropped += static_cast<std::size_t>(n);
    if (static_cast<std::size_t>(n) < size)
      break; // there is no more, or only the end of the stream
  }
  return static_cast<long>(dropped);
}

bool Socket::end_sending() { return ::shutdown(fd_, SHUT_WR) == 0; }

bool Socket::has_unsent() const { return socket_calls::has_unsent(fd_); }

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
  socket_calls::choose_port_when_connecting(fd_);
  return bind(address);
}

// The kernel cuts the queue to net.core.somaxconn.
bool Socket::listen() { return ::listen(fd_, INT_MAX) == 0; }

namespace {

template <class Call> Address address_of(int fd, Call call) {
  sockaddr_storage sa{};
  socklen_t length = sizeof sa;
  if (fd < 0 || call(fd, reinterpret_cast<sockaddr *>(&sa), &length) != 0)
    return {};
  return Address::from_sockaddr(reinterpret_cast<sockaddr *>(&sa));
}

} // namespace

Address Socket::local_address() const { return address_of(fd_, ::getsockname); }

Address Socket::remote_address() const { return address_of(fd_, ::getpeername); }

Socket Socket::accept(Address &peer) const {
  sockaddr_storage sa{};
  socklen_t length = sizeof sa;
  const int fd = descriptor::make([&] {
    int accepted;
    do
      accepted = socket_calls::accept(fd_, reinterpret_cast<sockaddr *>(&sa), &length);
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

int Socket::outcome_of_connect(const Address &to, bool is_over) {
  const int error = take_error();
  if (error != 0 || !is_over)
    return error;
  // A connect to "any address" gets one of this machine's.
  const Address own = local_address();
  if (own.port() != to.port() || !own.is_same_place(remote_address()))
    return 0;
  // With a reset, so that the port is free again for the server that is looked for.
  const linger reset{1, 0};
  setsockopt(fd_, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  return ECONNREFUSED;
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
    const ssize_t n = ::send(fd_, data, size, platform::no_signal);
    if (n >= 0)
      return n;
    if (errno != EINTR)
      return errno == EWOULDBLOCK ? -EAGAIN : -errno;
  }
}

} // namespace vce
