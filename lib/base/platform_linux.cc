#include "base/platform.h"

#if VCE_LINUX

#include <cstdio>
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>

namespace vce::platform {

void *resize_mapping(void *p, std::size_t before, std::size_t bytes) {
  void *moved = mremap(p, before, bytes, MREMAP_MAYMOVE);
  return moved == MAP_FAILED ? nullptr : moved;
}

void drop_pages(void *p, std::size_t bytes) { madvise(p, bytes, MADV_DONTNEED); }

std::size_t usable_bytes(void *p) { return malloc_usable_size(p); }

// Linux 6.4, for pipes.
ssize_t write_without_waiting(int fd, const char *data, std::size_t size) {
  iovec part{const_cast<char *>(data), size};
  return pwritev2(fd, &part, 1, -1, RWF_NOWAIT);
}

// It cannot be had without /proc, without a descriptor, or by a user without the right to open the
// target.
int open_again(int fd) {
  char name[32];
  std::snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
  return ::open(name, O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
}

std::int64_t changed_ns(const struct stat &file) {
  return file.st_ctim.tv_sec * std::int64_t{1000000000} + file.st_ctim.tv_nsec;
}

// Not eventfd(2): all eventfds have one inode, and could not be told from the program's.
bool make_wake_up(int (&ends)[2]) { return ::pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0; }

int poll_us(pollfd *fds, std::size_t count, int wait_us) {
  const timespec time{wait_us / 1000000, wait_us % 1000000 * 1000L};
  return ::ppoll(fds, count, wait_us < 0 ? nullptr : &time, nullptr);
}

void take_pending(const sigset_t &signals) {
  const timespec now{};
  sigtimedwait(&signals, nullptr, &now);
}

} // namespace vce::platform

#endif
