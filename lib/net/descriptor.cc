#include "net/descriptor.h"

#include "base/limits.h"
#include "base/log.h"
#include "base/platform.h"
#include "net/socket_calls.h"

#include <algorithm>
#include <climits>
#include <fcntl.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vce::descriptor {

namespace {

constexpr int first = 3;

rlim_t wanted = 0;        // 0: the limit stays as it is
rlim_t before = 0;        // the limit that was raised, 0 if none was
rlim_t raised = 0;        // to this
int raise_from = INT_MAX; // descriptors from this number on are near to the limit

// The numbers left below the limit are for the program, whose own calls get no help when they fail.
void raise_near(rlim_t limit) {
  const rlim_t spare = std::min<rlim_t>(limits::spare_descriptors, limit / 4);
  raise_from = static_cast<int>(std::min<rlim_t>(limit - spare, INT_MAX));
}

// In a child: a program that it runs with exec() finds the limit from before it was raised. The
// limit is raised anew when the child goes on with the library.
void in_child() {
  if (const rlim_t limit = before) {
    put_limit_back();
    raise_near(limit);
  }
}

} // namespace

int keep(int fd) {
  if (fd >= raise_from)
    raise_limit();
  if (fd < 0 || fd >= first)
    return fd;
  int moved = fcntl(fd, F_DUPFD_CLOEXEC, first);
  if (moved < 0 && errno == EMFILE && raise_limit())
    moved = fcntl(fd, F_DUPFD_CLOEXEC, first);
  const int error = errno;
  ::close(fd);
  errno = error;
  return moved;
}

int wait(pollfd *fds, std::size_t count, int wait_us) {
  return platform::poll_us(fds, count, wait_us);
}

bool is_open(int fd) {
  struct stat unused;
  return fcntl(fd, F_GETFD) >= 0 || fstat(fd, &unused) == 0;
}

bool is_nameless(int fd) {
  struct stat is {};
  return fstat(fd, &is) == 0 ? (is.st_mode & S_IFMT) == 0 : fcntl(fd, F_GETFD) >= 0;
}

bool is_watchable(int fd) {
  struct stat is {};
  if (fstat(fd, &is) != 0)
    return errno != EBADF;
  const auto type = is.st_mode & S_IFMT;
  if (type != S_IFREG && type != S_IFDIR && type != S_IFCHR && type != S_IFBLK)
    return true;
  errno = EPERM;
  return false;
}

std::uint64_t inode(int fd) {
  struct stat is {};
  return fstat(fd, &is) == 0 ? is.st_ino : 0;
}

namespace {

bool is_other_type(int fd) {
  int type = 0;
  socklen_t length = sizeof type;
  return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length) == 0 && type != SOCK_STREAM;
}

} // namespace

bool may_be_stream_socket(int fd) {
  struct stat is {};
  if (fstat(fd, &is) == 0 && !S_ISSOCK(is.st_mode))
    return false;
  const int family = socket_calls::family_of(fd);
  return (family == AF_INET || family == AF_INET6 || family == AF_UNIX || family < 0) &&
         !is_other_type(fd);
}

StandardPlaces::StandardPlaces() {
  while (count_ < first) {
    const int fd = socket_calls::make_placeholder();
    if (fd < 0)
      break;
    if (fd >= first) {
      ::close(fd);
      break;
    }
    taken_[count_++] = fd;
  }
}

StandardPlaces::~StandardPlaces() {
  while (count_ > 0)
    ::close(taken_[--count_]);
}

void expect(int connections) {
  rlimit limit{};
  wanted = 0;
  raise_from = INT_MAX;
  if (connections <= limits::default_max_connections || getrlimit(RLIMIT_NOFILE, &limit) != 0)
    return;
  wanted = std::min(static_cast<rlim_t>(connections) + limits::spare_descriptors, limit.rlim_max);
  if (limit.rlim_cur >= wanted)
    return;
  raise_near(limit.rlim_cur);
}

bool raise_limit() {
  rlimit limit{};
  raise_from = INT_MAX; // once; when descriptors run out it is tried again
  if (wanted == 0 || getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
    return false;
  static bool watching_forks = false;
  watching_forks = watching_forks || pthread_atfork(nullptr, nullptr, in_child) == 0;
  if (before == 0 || limit.rlim_cur != raised)
    before = limit.rlim_cur;
  limit.rlim_cur = std::min(wanted, limit.rlim_max);
  if (limit.rlim_cur <= before || setrlimit(RLIMIT_NOFILE, &limit) != 0)
    return false;
  raised = limit.rlim_cur;
  log(Level::verbose, "limit of descriptors raised to %llu\n",
      static_cast<unsigned long long>(raised));
  return true;
}

void put_limit_back() {
  rlimit limit{};
  if (before != 0 && getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur == raised) {
    limit.rlim_cur = before;
    setrlimit(RLIMIT_NOFILE, &limit);
  }
  before = 0;
}

} // namespace vce::descriptor
