#include "base/log_target.h"

#include "base/limits.h"
#include "base/platform.h"
#include "base/stats.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vce {

namespace {

enum class Kind { none, file, pipe, socket, terminal };

Kind kind_of(int fd) {
  struct stat is {};
  if (fstat(fd, &is) != 0)
    return Kind::none;
  if (S_ISFIFO(is.st_mode))
    return Kind::pipe;
  if (S_ISSOCK(is.st_mode))
    return Kind::socket;
  return S_ISCHR(is.st_mode) && isatty(fd) ? Kind::terminal : Kind::file;
}

// Keeps SIGPIPE from this thread, whatever the program does with it. One that waited already, while
// the program blocks it, stays. sigprocmask() does it for the calling thread, as threads are the
// kernel's here; pthread_sigmask() is in libpthread before glibc 2.32, which old build lines do not
// name.
class NoPipeSignal {
public:
  NoPipeSignal() {
    sigset_t waiting;
    sigemptyset(&waiting);
    sigpending(&waiting);
    waited_ = sigismember(&waiting, SIGPIPE) == 1;
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    sigprocmask(SIG_BLOCK, &pipe_, &before_);
  }
  ~NoPipeSignal() {
    if (raised_ && !waited_)
      platform::take_pending(pipe_);
    sigprocmask(SIG_SETMASK, &before_, nullptr);
  }
  NoPipeSignal(const NoPipeSignal &) = delete;
  NoPipeSignal &operator=(const NoPipeSignal &) = delete;
  void raised() { raised_ = true; }

private:
  sigset_t pipe_, before_;
  bool waited_ = false;
  bool raised_ = false;
};

// One message on its way to a descriptor.
class Delivery {
public:
  explicit Delivery(int fd) : fd_(fd), kind_(kind_of(fd)) {}
  ~Delivery() {
    if (own_ >= 0)
      ::close(own_);
  }
  Delivery(const Delivery &) = delete;
  Delivery &operator=(const Delivery &) = delete;

  /// Bytes taken, less than `size` when the target takes no more.
  std::size_t put(const char *text, std::size_t size) {
    std::size_t done = 0;
    for (int interrupted = 0; done < size && interrupted < 16;) {
      const ssize_t n = put_some(text + done, size - done);
      if (n > 0)
        done += static_cast<std::size_t>(n);
      else if (n < 0 && errno == EINTR)
        ++interrupted;
      else
        break;
    }
    return done;
  }

private:
  ssize_t put_some(const char *text, std::size_t size) {
    switch (kind_) {
    case Kind::file:
      return ::write(fd_, text, size);
    case Kind::socket:
      return send_to_socket(text, size);
    case Kind::pipe:
      return put_into_pipe(text, size);
    case Kind::terminal:
      return own_description() ? ::write(own_, text, size) : put_if_ready(text, size);
    case Kind::none:
      break;
    }
    return 0;
  }

  ssize_t send_to_socket(const char *text, std::size_t size) {
    constexpr int flags = MSG_DONTWAIT | platform::no_signal;
    if constexpr (platform::no_signal != 0) {
      return ::send(fd_, text, size, flags);
    } else {
      NoPipeSignal quiet;
      const ssize_t n = ::send(fd_, text, size, flags);
      if (n < 0 && errno == EPIPE)
        quiet.raised();
      return n;
    }
  }

  ssize_t put_into_pipe(const char *text, std::size_t size) {
    NoPipeSignal quiet;
    ssize_t n = -1;
    errno = EOPNOTSUPP;
    if (has_no_wait)
      n = platform::write_without_waiting(fd_, text, size);
    if (n < 0 && (errno == EOPNOTSUPP || errno == ENOSYS || errno == EINVAL || errno == ESPIPE)) {
      has_no_wait = false;
      n = own_description() ? ::write(own_, text, size) : put_if_ready(text, size);
    }
    if (n < 0 && errno == EPIPE)
      quiet.raised();
    return n;
  }

  // The same target once more, without waiting: a flag set here is seen by no other process.
  bool own_description() {
    if (tried_own_)
      return own_ >= 0;
    tried_own_ = true;
    own_ = platform::open_again(fd_);
    return own_ >= 0;
  }

  // Says that it is ready and takes little. Another process could fill it between the two calls,
  // and this one then waits for the room of so little; there is no other way left.
  ssize_t put_if_ready(const char *text, std::size_t size) {
    pollfd p{fd_, POLLOUT, 0};
    if (::poll(&p, 1, 0) != 1 || (p.revents & (POLLERR | POLLHUP | POLLNVAL)) ||
        !(p.revents & POLLOUT))
      return 0;
    const std::size_t most = kind_ == Kind::pipe ? PIPE_BUF : limits::log_terminal_bytes;
    return ::write(fd_, text, std::min(size, most));
  }

  static inline bool has_no_wait = true;

  const int fd_;
  const Kind kind_;
  int own_ = -1;
  bool tried_own_ = false;
};

std::int64_t unsaid = 0; // messages lost since the target took one
bool in_line = false;    // the last one that it took ends in the middle

// False when the target does not take it whole.
bool deliver(Delivery &to, const char *text, std::size_t size) {
  const std::size_t done = to.put(text, size);
  if (done > 0)
    in_line = done < size;
  return done == size;
}

bool say_what_was_lost(Delivery &to) {
  char text[96];
  const int n = std::snprintf(text, sizeof text,
                              "%sWarning:4110 the log took no more: %lld messages were lost\n",
                              in_line ? "\n" : "", static_cast<long long>(unsaid));
  if (!deliver(to, text, static_cast<std::size_t>(n)))
    return false;
  unsaid = 0;
  return true;
}

} // namespace

void write_to_target(const char *text, std::size_t size) {
  if (size == 0)
    return;
  const int before = errno;
  const int fd = fileno(stderr);
  bool taken;
  if (fd >= 0) {
    Delivery to(fd);
    taken = (unsaid == 0 || say_what_was_lost(to)) && deliver(to, text, size);
  } else {
    taken = std::fwrite(text, 1, size, stderr) == size; // memory, or closed by the program
  }
  if (!taken) {
    ++unsaid;
    ++log_stats().lost;
  }
  errno = before;
}

} // namespace vce
