#include "net/adoption.h"

#include "base/error.h"
#include "base/error_detail.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace vce {

namespace {

int option_of(int fd, int option) {
  int value = 0;
  socklen_t length = sizeof value;
  return getsockopt(fd, SOL_SOCKET, option, &value, &length) == 0 ? value : -1;
}

bool is_connected(int fd) {
  sockaddr_storage peer{};
  socklen_t length = sizeof peer;
  return getpeername(fd, reinterpret_cast<sockaddr *>(&peer), &length) == 0;
}

// Null, or why it cannot be adopted.
const char *obstacle(int fd, Adoption::Role role) {
  sockaddr_storage own{};
  socklen_t length = sizeof own;
  if (getsockname(fd, reinterpret_cast<sockaddr *>(&own), &length) != 0)
    return std::strerror(errno);
  if (own.ss_family != AF_INET && own.ss_family != AF_INET6 && own.ss_family != AF_UNIX)
    return "neither an Internet nor a Unix socket";
  if (option_of(fd, SO_TYPE) != SOCK_STREAM)
    return "not a stream socket";
  const bool listens = option_of(fd, SO_ACCEPTCONN) == 1;
  if (role == Adoption::Role::listener)
    return listens ? nullptr : "it does not listen";
  return !listens && is_connected(fd) ? nullptr : "it is not connected";
}

int failed(int code, int fd, const char *why) {
  set_error_detail(code, "adopt descriptor %d: %s", fd, why);
  return code;
}

constexpr int first = 3; // of the library's numbers, see descriptor.h

} // namespace

Adoption::~Adoption() {
  if (begun())
    give_back();
}

int Adoption::begin(int fd, Role role) {
  if (const char *why = obstacle(fd, role))
    return failed(err::invalid, fd, why);
  const int own = fd < first ? fcntl(fd, F_DUPFD_CLOEXEC, first) : fd;
  if (own < 0)
    return failed(err::socket, fd, std::strerror(errno));
  status_flags_ = fcntl(own, F_GETFL);
  descriptor_flags_ = fcntl(own, F_GETFD);
  given_ = fd;
  fd_ = own;
  if (status_flags_ >= 0 && descriptor_flags_ >= 0 &&
      fcntl(own, F_SETFD, descriptor_flags_ | FD_CLOEXEC) == 0 &&
      fcntl(own, F_SETFL, status_flags_ | O_NONBLOCK) == 0)
    return err::none;
  const int error = errno;
  give_back();
  return failed(err::set_sock_opt, fd, std::strerror(error));
}

void Adoption::keep() {
  if (begun() && given_ != fd_)
    ::close(given_);
  fd_ = -1;
}

// The status flags are shared with every copy of the descriptor.
void Adoption::give_back() {
  if (status_flags_ >= 0)
    fcntl(fd_, F_SETFL, status_flags_);
  if (descriptor_flags_ >= 0)
    fcntl(fd_, F_SETFD, descriptor_flags_);
  if (given_ != fd_)
    ::close(fd_);
  fd_ = -1;
}

} // namespace vce
