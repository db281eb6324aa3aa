#include "net/wake_up.h"

#include "base/platform.h"
#include "net/descriptor.h"
#include "net/forks.h"

#include <cerrno>
#include <unistd.h>

namespace vce {

namespace {

bool make_ends(int (&ends)[2]) {
  if (!platform::make_wake_up(ends) &&
      (errno != EMFILE || !descriptor::raise_limit() || !platform::make_wake_up(ends)))
    return false;
  ends[0] = descriptor::keep(ends[0]);
  ends[1] = descriptor::keep(ends[1]);
  if (ends[0] >= 0 && ends[1] >= 0)
    return true;
  const int error = errno;
  for (const int end : ends) {
    if (end >= 0)
      ::close(end);
  }
  errno = error;
  return false;
}

} // namespace

bool WakeUp::is_made_here() const { return read_fd_ >= 0 && made_in_ == forks::count(); }

bool WakeUp::open() {
  if (is_made_here())
    return true;
  close();
  int ends[2];
  if (!make_ends(ends))
    return false;
  read_fd_ = ends[0];
  inode_ = descriptor::inode(read_fd_);
  made_in_ = forks::count();
  write_fd_ = ends[1];
  return true;
}

void WakeUp::close() {
  const int written = write_fd_.exchange(-1);
  if (written >= 0)
    ::close(written);
  if (read_fd_ >= 0)
    ::close(read_fd_);
  read_fd_ = -1;
}

// What is ours goes on: another thread may be about to write to it.
void WakeUp::give_up() {
  const bool reads = is_ours(read_fd_), writes = is_ours(write_fd_);
  if (reads && writes)
    return;
  const int written = write_fd_.exchange(-1);
  if (writes && written >= 0)
    ::close(written);
  if (reads && read_fd_ >= 0)
    ::close(read_fd_);
  read_fd_ = -1;
}

// Written once until the loop has seen it, so that a pipe is never full. A child that has not made
// its own descriptors yet would wake its parent; it looks at `woken_` before it waits.
void WakeUp::wake() {
  if (woken_.exchange(true))
    return;
  const int error = errno;
  (void)write();
  errno = error;
}

bool WakeUp::write() {
  const int fd = write_fd_;
  const char byte = 1;
  return fd >= 0 && made_in_ == forks::count() && is_ours(fd) && // no file of the program's
         ::write(fd, &byte, sizeof byte) == sizeof byte;
}

void WakeUp::drain() {
  char bytes[256];
  while (::read(read_fd_, bytes, sizeof bytes) == sizeof bytes) {
  }
}

bool WakeUp::is_ours(int fd) const {
  const std::uint64_t now = descriptor::inode(fd);
  return fd < 0 || (now != 0 && inode_ != 0 ? now == inode_ : descriptor::is_open(fd));
}

} // namespace vce
