#include "net/wake_up.h"

#include "net/descriptor.h"
#include "net/forks.h"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

#ifndef VCE_POLLER_LIBEVENT
#include <sys/eventfd.h>
#endif

namespace vce {

namespace {

#ifdef VCE_POLLER_LIBEVENT // for systems that have pipes alone

bool make_ends(int (&ends)[2]) {
  if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0 &&
      (errno != EMFILE || !descriptor::raise_limit() || ::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0))
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

#else

bool make_ends(int (&ends)[2]) {
  ends[0] = ends[1] = descriptor::make([] { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); });
  return ends[0] >= 0;
}

#endif

} // namespace

bool WakeUp::open() {
  if (read_fd_ >= 0 && made_in_ == forks::count())
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
  if (written >= 0 && written != read_fd_)
    ::close(written);
  if (read_fd_ >= 0)
    ::close(read_fd_);
  read_fd_ = -1;
}

void WakeUp::give_up() {
  write_fd_ = -1;
  read_fd_ = -1;
}

// Written once until the loop has seen it, so that a pipe is never full. A child that has not made
// its own descriptors yet would wake its parent; it looks at `woken_` before it waits.
void WakeUp::wake() {
  if (woken_.exchange(true))
    return;
  const int fd = write_fd_;
  if (fd < 0 || made_in_ != forks::count())
    return;
  const int error = errno;
  const std::uint64_t one = 1; // an eventfd takes eight bytes
  (void)!::write(fd, &one, sizeof one);
  errno = error;
}

void WakeUp::drain() {
  char bytes[256];
  while (::read(read_fd_, bytes, sizeof bytes) == sizeof bytes) {
  }
}

bool WakeUp::is_intact() const {
  const std::uint64_t now = descriptor::inode(read_fd_);
  return read_fd_ < 0 || inode_ == 0 || (now ? now == inode_ : descriptor::is_open(read_fd_));
}

} // namespace vce
