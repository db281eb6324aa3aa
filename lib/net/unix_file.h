// The file of a server's Unix socket: made by binding, in place of one that a server has left
// behind, and removed with the server.
#pragma once

#include "net/socket.h"
#include "net/unix_name.h"

#include <cstdint>

namespace vce {

class UnixFile {
public:
  UnixFile() = default;
  ~UnixFile() { remove(); }
  UnixFile(const UnixFile &) = delete;
  UnixFile &operator=(const UnixFile &) = delete;

  /// Binds `socket` to `name`, which is kept. A file that is there already is replaced if it is a
  /// socket on which nobody listens, and left alone otherwise. False, with errno, and with `why` if
  /// there is more to say.
  bool bind(Socket &socket, const UnixName &name, const char *&why);
  /// After a bind and listen: is the file still the one that was made? Another server may have
  /// taken it for a stale one as long as nobody listened.
  bool is_ours() const;
  /// Removes the file if it is still the one that was made, by this process and not by its parent.
  void remove();

private:
  const UnixName *name_ = nullptr; // null while there is no file
  std::uint64_t device_ = 0;
  std::uint64_t inode_ = 0;
  int maker_ = 0; // process
};

} // namespace vce
