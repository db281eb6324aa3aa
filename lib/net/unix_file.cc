#include "net/unix_file.h"

#include <cerrno>
#include <sys/stat.h>
#include <unistd.h>

namespace vce {

namespace {

// What keeps a server from the place of the file that is there. Only a refused connect proves that
// nobody listens: a full queue (EAGAIN), a socket of another type or without permission do not.
const char *obstacle(const UnixName &name) {
  struct stat is {};
  if (lstat(name.path(), &is) != 0)
    return errno == ENOENT ? nullptr : "the file that is there cannot be asked what it is";
  if (!S_ISSOCK(is.st_mode))
    return "there is a file that is no socket";
  Socket probe = Socket::create(Address::Family::unix_socket);
  if (!probe.valid())
    return "it cannot be tried whether a server listens there";
  return probe.connect(Address::of_unix(name)) == ECONNREFUSED ? nullptr : "a server listens there";
}

} // namespace

bool UnixFile::bind(Socket &socket, const UnixName &name, const char *&why) {
  const Address address = Address::of_unix(name);
  why = nullptr;
  bool bound = socket.bind(address);
  if (!bound && errno == EADDRINUSE && name.is_file()) {
    why = obstacle(name);
    bound = !why && (unlink(name.path()) == 0 || errno == ENOENT) && socket.bind(address);
    if (why)
      errno = EADDRINUSE;
  }
  if (!bound || !name.is_file())
    return bound;
  struct stat is {};
  if (lstat(name.path(), &is) != 0) {
    const int error = errno;
    unlink(name.path());
    errno = error;
    return false;
  }
  name_ = &name;
  device_ = is.st_dev;
  inode_ = is.st_ino;
  maker_ = getpid();
  return true;
}

bool UnixFile::is_ours() const {
  struct stat is {};
  return !name_ || (lstat(name_->path(), &is) == 0 && is.st_dev == device_ && is.st_ino == inode_);
}

void UnixFile::remove() {
  if (name_ && maker_ == getpid() && is_ours())
    unlink(name_->path());
  name_ = nullptr;
}

} // namespace vce
