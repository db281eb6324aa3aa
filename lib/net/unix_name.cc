#include "net/unix_name.h"

#include "net/socket_calls.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>

namespace vce {

namespace {

constexpr char scheme[] = "unix:";
constexpr std::size_t scheme_length = sizeof scheme - 1;
constexpr unsigned header = offsetof(sockaddr_un, sun_path);

} // namespace

bool UnixName::is_one(const char *text) {
  return text && std::strncmp(text, scheme, scheme_length) == 0;
}

const char *UnixName::parse(const char *text) {
  static_assert(sizeof(sockaddr_un{}.sun_path) <= sizeof path_);
  constexpr std::size_t longest = sizeof(sockaddr_un{}.sun_path) - 1;
  const char *name = text + scheme_length;
  const std::size_t length = std::strlen(name);
  if (*name == '@' && !socket_calls::has_abstract_names)
    return "this system has no Unix sockets outside of the file system";
  if (*name != '@' && *name != '/')
    return "the name of a Unix socket is a path that begins with / or a name that begins with @";
  if (length == 1)
    return "the name of a Unix socket is missing";
  if (length > longest)
    return "the name of a Unix socket is too long, 107 bytes at most (103 on some systems)";
  length_ = static_cast<std::uint8_t>(length);
  std::memcpy(path_, name, length + 1);
  if (*path_ == '@')
    *path_ = '\0';
  return nullptr;
}

bool UnixName::take(const sockaddr_storage &address, unsigned size) {
  if (address.ss_family != AF_UNIX)
    return false;
  std::size_t length = size > header ? size - header : 0;
  const char *from = reinterpret_cast<const char *>(&address) + header;
  if (length > 0 && *from != '\0')
    length = strnlen(from, length); // the size may count the NUL, and more
  length_ = static_cast<std::uint8_t>(std::min(length, most));
  std::memcpy(path_, from, length_);
  path_[length_] = '\0';
  return true;
}

bool UnixName::take_from(int fd) {
  sockaddr_storage own{};
  socklen_t size = sizeof own;
  if (getsockname(fd, reinterpret_cast<sockaddr *>(&own), &size) != 0 || !take(own, size))
    return false;
  sockaddr_storage peer{};
  size = sizeof peer;
  if (length_ == 0 && getpeername(fd, reinterpret_cast<sockaddr *>(&peer), &size) == 0)
    take(peer, size);
  return true;
}

bool UnixName::equals(const UnixName &other) const {
  return length_ == other.length_ && std::memcmp(path_, other.path_, length_) == 0;
}

bool UnixName::is_at(int fd) const {
  UnixName now;
  return !now.take_from(fd) || now.equals(*this);
}

unsigned UnixName::to_sockaddr(sockaddr_storage &out) const {
  std::memset(&out, 0, sizeof out);
  out.ss_family = AF_UNIX;
  std::memcpy(reinterpret_cast<char *>(&out) + header, path_, length_);
  return header + length_ + (is_file() ? 1u : 0u);
}

void UnixName::format(char *out) const {
  std::memcpy(out, scheme, sizeof scheme);
  out += scheme_length;
  for (std::size_t i = 0; i < length_; ++i) {
    const auto c = static_cast<unsigned char>(path_[i]);
    *out++ = c >= ' ' && c != 0x7f ? path_[i] : i == 0 && c == '\0' ? '@' : '?';
  }
  *out = '\0';
}

} // namespace vce
