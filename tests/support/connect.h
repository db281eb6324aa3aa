/* Blocking connects of test aids that run under signals, as libFuzzer's alarm. */
#ifndef TESTS_SUPPORT_CONNECT_H
#define TESTS_SUPPORT_CONNECT_H

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

/* As connect(2), but goes on when a signal comes: POSIX lets the connect go on by itself then. */
static inline int connect_through_signals(int fd, const struct sockaddr *to, socklen_t size) {
  if (connect(fd, to, size) == 0)
    return 0;
  if (errno != EINTR)
    return -1;
  struct pollfd connected = {fd, POLLOUT, 0};
  while (poll(&connected, 1, -1) != 1)
    if (errno != EINTR)
      return -1;
  int error = 0;
  socklen_t length = sizeof error;
  if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) != 0)
    return -1;
  errno = error;
  return error == 0 ? 0 : -1;
}

#endif
