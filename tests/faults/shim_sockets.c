/* Sockets, descriptors, waiting. */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <unistd.h>

#include "process.h"
#include "shim.h"

/* Only the renamed object calls these. */
#pragma GCC diagnostic ignored "-Wmissing-prototypes"

/* ---- Sockets ---- */

int shim_socket(int domain, int type, int protocol) {
  FAIL_IF_PLANNED(socket, -1, -1);
  return socket(domain, type, protocol);
}

int shim_socketpair(int domain, int type, int protocol, int pair[2]) {
  FAIL_IF_PLANNED(socketpair, -1, -1);
  return socketpair(domain, type, protocol, pair);
}

int shim_bind(int fd, const struct sockaddr *address, socklen_t size) {
  FAIL_IF_PLANNED(bind, fd, -1);
  return bind(fd, address, size);
}

int shim_listen(int fd, int backlog) {
  FAIL_IF_PLANNED(listen, fd, -1);
  return listen(fd, backlog);
}

int shim_accept4(int fd, struct sockaddr *peer, socklen_t *size, int flags) {
  FAIL_IF_PLANNED(accept4, fd, -1);
  return accept4(fd, peer, size, flags);
}

/* An interrupted connect, or one that does not finish at once, goes on in the system. */
int shim_connect(int fd, const struct sockaddr *to, socklen_t size) {
  int error;
  if (!fault_strikes(CALL_connect, fd, &error)) return connect(fd, to, size);
  if ((error == EINTR || error == EINPROGRESS) && connect(fd, to, size) < 0 && errno != EINPROGRESS)
    return -1;
  errno = error;
  return -1;
}

int shim_getsockname(int fd, struct sockaddr *name, socklen_t *size) {
  FAIL_IF_PLANNED(getsockname, fd, -1);
  return getsockname(fd, name, size);
}

int shim_getpeername(int fd, struct sockaddr *name, socklen_t *size) {
  FAIL_IF_PLANNED(getpeername, fd, -1);
  return getpeername(fd, name, size);
}

int shim_getsockopt(int fd, int level, int option, void *value, socklen_t *size) {
  FAIL_IF_PLANNED(getsockopt, fd, -1);
  return getsockopt(fd, level, option, value, size);
}

int shim_setsockopt(int fd, int level, int option, const void *value, socklen_t size) {
  FAIL_IF_PLANNED(setsockopt, fd, -1);
  return setsockopt(fd, level, option, value, size);
}

int shim_fcntl(int fd, int command, ...) {
  va_list arguments;
  va_start(arguments, command);
  const long argument = va_arg(arguments, long);
  va_end(arguments);
  FAIL_IF_PLANNED(fcntl, fd, -1);
  return fcntl(fd, command, argument);
}

ssize_t shim_recv(int fd, void *to, size_t size, int flags) {
  int error;
  if (!fault_strikes(CALL_recv, fd, &error)) return recv(fd, to, size, flags);
  if (error == SHORT) return recv(fd, to, size > 0, flags);
  errno = error;
  return -1;
}

ssize_t shim_recvfrom(int fd, void *to, size_t size, int flags, struct sockaddr *from,
                      socklen_t *from_size) {
  FAIL_IF_PLANNED(recvfrom, fd, -1);
  return recvfrom(fd, to, size, flags, from, from_size);
}

ssize_t shim_send(int fd, const void *data, size_t size, int flags) {
  int error;
  if (!fault_strikes(CALL_send, fd, &error)) return send(fd, data, size, flags);
  if (error == SHORT) return send(fd, data, size > 0, flags);
  errno = error;
  return -1;
}

ssize_t shim_sendto(int fd, const void *data, size_t size, int flags, const struct sockaddr *to,
                    socklen_t to_size) {
  FAIL_IF_PLANNED(sendto, fd, -1);
  return sendto(fd, data, size, flags, to, to_size);
}

int shim_shutdown(int fd, int how) {
  FAIL_IF_PLANNED(shutdown, fd, -1);
  return shutdown(fd, how);
}

int shim_ioctl(int fd, unsigned long request, ...) {
  va_list arguments;
  va_start(arguments, request);
  void *const argument = va_arg(arguments, void *);
  va_end(arguments);
  FAIL_IF_PLANNED(ioctl, fd, -1);
  return ioctl(fd, request, argument);
}

/* ---- Descriptors and waiting ---- */

ssize_t shim_read(int fd, void *to, size_t size) {
  int error;
  if (!fault_strikes(CALL_read, fd, &error)) return read(fd, to, size);
  if (error == SHORT) return read(fd, to, size > 0);
  errno = error;
  return -1;
}

ssize_t shim_write(int fd, const void *data, size_t size) {
  int error;
  if (!fault_strikes(CALL_write, fd, &error)) return write(fd, data, size);
  if (error == SHORT) return write(fd, data, size > 0);
  errno = error;
  return -1;
}

ssize_t shim_pwritev2(int fd, const struct iovec *parts, int count, off_t at, int flags) {
  int error;
  if (!fault_strikes(CALL_pwritev2, fd, &error)) return pwritev2(fd, parts, count, at, flags);
  if (error == SHORT) {
    const struct iovec byte = {parts[0].iov_base, parts[0].iov_len > 0};
    return pwritev2(fd, &byte, 1, at, flags);
  }
  errno = error;
  return -1;
}

static bool closed_by_the_program;

void shim_expect_closed(void) { closed_by_the_program = true; }

/* Linux has closed the descriptor, whatever close() says. What is closed must be open, but for two
 * descriptors that libevent's event_reinit() closes twice in a child process, one directly after
 * the other, and those that the program has closed. */
int shim_close(int fd) {
  int error;
  const bool fails = fault_strikes(CALL_close, fd, &error);
  if (close(fd) != 0) {
    if (errno == EBADF && !faults_forked() && !closed_by_the_program)
      check_failed(__FILE__, __LINE__, "%d was closed, but is not open", fd);
    return -1;
  }
  if (fails) errno = error;
  return fails ? -1 : 0;
}

int shim_epoll_create(int size) {
  FAIL_IF_PLANNED(epoll_create, -1, -1);
  return epoll_create(size);
}

int shim_epoll_create1(int flags) {
  FAIL_IF_PLANNED(epoll_create1, -1, -1);
  return epoll_create1(flags);
}

int shim_epoll_ctl(int set, int operation, int fd, struct epoll_event *event) {
  FAIL_IF_PLANNED(epoll_ctl, fd, -1);
  return epoll_ctl(set, operation, fd, event);
}

int shim_epoll_wait(int set, struct epoll_event *events, int max, int timeout) {
  FAIL_IF_PLANNED(epoll_wait, -1, -1);
  return epoll_wait(set, events, max, timeout);
}

int shim_epoll_pwait2(int set, struct epoll_event *events, int max, const struct timespec *timeout,
                      const sigset_t *signals) {
  FAIL_IF_PLANNED(epoll_pwait2, -1, -1);
  return epoll_pwait2(set, events, max, timeout, signals);
}

int shim_poll(struct pollfd *fds, nfds_t count, int timeout) {
  FAIL_IF_PLANNED(poll, count == 1 ? fds[0].fd : -1, -1);
  return poll(fds, count, timeout);
}

int shim_ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout,
               const sigset_t *signals) {
  FAIL_IF_PLANNED(ppoll, count == 1 ? fds[0].fd : -1, -1);
  return ppoll(fds, count, timeout, signals);
}

int shim_select(int count, fd_set *read_set, fd_set *write_set, fd_set *other_set,
                struct timeval *timeout) {
  FAIL_IF_PLANNED(select, -1, -1);
  return select(count, read_set, write_set, other_set, timeout);
}

int shim_eventfd(unsigned int value, int flags) {
  FAIL_IF_PLANNED(eventfd, -1, -1);
  return eventfd(value, flags);
}

int shim_pipe(int pair[2]) {
  FAIL_IF_PLANNED(pipe, -1, -1);
  return pipe(pair);
}

int shim_pipe2(int pair[2], int flags) {
  FAIL_IF_PLANNED(pipe2, -1, -1);
  return pipe2(pair, flags);
}

int shim_timerfd_create(int clock, int flags) {
  FAIL_IF_PLANNED(timerfd_create, -1, -1);
  return timerfd_create(clock, flags);
}

int shim_timerfd_settime(int fd, int flags, const struct itimerspec *value,
                         struct itimerspec *old) {
  FAIL_IF_PLANNED(timerfd_settime, -1, -1);
  return timerfd_settime(fd, flags, value, old);
}

/* ---- The same as hardened builds call them ---- */

ssize_t shim___recv_chk(int fd, void *to, size_t size, size_t room, int flags) {
  return shim_recv(fd, to, size < room ? size : room, flags);
}

ssize_t shim___recvfrom_chk(int fd, void *to, size_t size, size_t room, int flags,
                            struct sockaddr *from, socklen_t *from_size) {
  return shim_recvfrom(fd, to, size < room ? size : room, flags, from, from_size);
}

ssize_t shim___read_chk(int fd, void *to, size_t size, size_t room) {
  return shim_read(fd, to, size < room ? size : room);
}

int shim___poll_chk(struct pollfd *fds, nfds_t count, int timeout, size_t room) {
  (void)room;
  return shim_poll(fds, count, timeout);
}

int shim___ppoll_chk(struct pollfd *fds, nfds_t count, const struct timespec *timeout,
                     const sigset_t *signals, size_t room) {
  (void)room;
  return shim_ppoll(fds, count, timeout, signals);
}
