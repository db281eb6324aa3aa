#include "base/platform.h"

#if !VCE_LINUX

#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vce::platform {

// The caller copies.
void *resize_mapping(void *, std::size_t, std::size_t) { return nullptr; }

// Elsewhere the first of these only says that the pages will not be read soon.
void drop_pages(void *p, std::size_t bytes) {
#if defined(MADV_FREE) && !defined(__linux__)
  madvise(p, bytes, MADV_FREE);
#else
  madvise(p, bytes, MADV_DONTNEED);
#endif
}

std::size_t usable_bytes(void *) { return 0; }

ssize_t write_without_waiting(int, const char *, std::size_t) {
  errno = EOPNOTSUPP;
  return -1;
}

// A name in /dev/fd would give the same open file once more. Only terminals have names of their
// own.
int open_again(int fd) {
  char name[128];
  if (ttyname_r(fd, name, sizeof name) != 0)
    return -1;
  return ::open(name, O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
}

std::int64_t changed_ns(const struct stat &file) {
#ifdef __APPLE__
  const timespec &changed = file.st_ctimespec;
#else
  const timespec &changed = file.st_ctim;
#endif
  return changed.tv_sec * std::int64_t{1000000000} + changed.tv_nsec;
}

// sigwait() would wait for one that is not pending, as an ignored one may not be.
void take_pending(const sigset_t &signals) {
  sigset_t waiting;
  if (sigpending(&waiting) != 0)
    return;
  for (int signal = 1; signal < NSIG; ++signal) {
    if (sigismember(&signals, signal) == 1 && sigismember(&waiting, signal) == 1) {
      int taken;
      sigwait(&signals, &taken);
      return;
    }
  }
}

} // namespace vce::platform

#endif
