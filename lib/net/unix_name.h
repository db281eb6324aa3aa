// Names of Unix sockets, "unix:/path" and "unix:@name": from text, from and to the socket layer.
#pragma once

#include "base/memory.h"

#include <cstddef>
#include <cstdint>

struct sockaddr_storage;

namespace vce {

/// The name that a Unix socket is bound to: a path in the file system, a name of the kernel's own
/// (Linux: abstract), or none.
class UnixName {
public:
  /// Does `text`, which may be null, begin as the name of a Unix socket does?
  static bool is_one(const char *text);
  /// Null, or why `text`, for which is_one() is true, names no Unix socket on this system.
  const char *parse(const char *text);

  /// The name of the socket itself, or of its peer if it has none itself. False if it is no Unix
  /// socket, or cannot be asked.
  bool take_from(int fd);
  /// False if neither the socket nor its peer has this name.
  bool is_at(int fd) const;

  /// Length of the socket layer's form, which goes to `out`.
  unsigned to_sockaddr(sockaddr_storage &out) const;
  /// Has it a place in the file system, path()?
  bool is_file() const { return length_ > 0 && path_[0] != '\0'; }
  const char *path() const { return path_; }

  /// Room for the longest text that format() writes, its NUL included.
  static constexpr std::size_t text_bytes = 116;
  /// "unix:/path" or "unix:@name", "unix:" without a name. Control characters become '?', so that a
  /// line of the log stays one.
  void format(char *out) const;

private:
  bool take(const sockaddr_storage &address, unsigned size);
  bool equals(const UnixName &other) const;

  // As much as a socket address holds; the path of a file ends with a NUL in here.
  static constexpr std::size_t most = 107;
  std::uint8_t length_ = 0;
  char path_[most + 1] = {};
};

} // namespace vce
