/* The calls of the library into the system that can fail, and with what.
 *
 * CALL(name, group, errors...): the errors are those of the call's manual page and of practice on
 * Linux (seccomp filters of containers, network devices), or one of the numbers below. A call of
 * the group `memory` or `descriptor` also counts as a call of any_memory or any_descriptor.
 */
#ifndef TESTS_FAULTS_CALLS_H
#define TESTS_FAULTS_CALLS_H

/* Faults that no errno names. getaddrinfo's errors, EAI_*, are negative. */
enum {
  SHORT = 10001, /* one byte is moved */
  FORWARD,       /* the clock stands a day (realtime) or an hour (monotonic) later from now on */
  BACK,          /* the clock stands a day earlier from now on */
};

#define FILE_ERRORS EACCES, EINTR, EIO, ELOOP, EMFILE, ENAMETOOLONG, ENFILE, ENOENT, ENOMEM, EPERM
#define OUTPUT_ERRORS EAGAIN, EBADF, EDQUOT, EFBIG, EINTR, EIO, ENOSPC, EPIPE
#define RECEIVE_ERRORS                                                                             \
  EAGAIN, EBADF, ECONNREFUSED, ECONNRESET, EFAULT, EHOSTUNREACH, EINTR, EINVAL, ENETDOWN,          \
      ENETUNREACH, ENOBUFS, ENOMEM, ENOTCONN, ENOTSOCK, EPERM, ETIMEDOUT
#define SEND_ERRORS                                                                                \
  EACCES, EAGAIN, EALREADY, EBADF, ECONNREFUSED, ECONNRESET, EDESTADDRREQ, EFAULT, EHOSTDOWN,      \
      EHOSTUNREACH, EINTR, EINVAL, EISCONN, EMSGSIZE, ENETDOWN, ENETUNREACH, ENOBUFS, ENOMEM,      \
      ENOTCONN, ENOTSOCK, EOPNOTSUPP, EPERM, EPIPE, ETIMEDOUT
#define WAIT_ERRORS EBADF, EFAULT, EINTR, EINVAL

#define CALLS                                                                                      \
  /* memory: VCE's own through its replaceable allocator, libevent's through the C library */      \
  CALL(vce_malloc, memory, ENOMEM)                                                                 \
  CALL(malloc, memory, ENOMEM)                                                                     \
  CALL(calloc, memory, ENOMEM)                                                                     \
  CALL(realloc, memory, ENOMEM)                                                                    \
  CALL(strdup, memory, ENOMEM)                                                                     \
  CALL(mmap, memory, EAGAIN, ENOMEM, EPERM)                                                        \
  CALL(mremap, memory, EAGAIN, ENOMEM, EPERM)                                                      \
  CALL(munmap, none, EINVAL, ENOMEM)                                                               \
  CALL(madvise, none, EAGAIN, EINVAL, ENOMEM, EPERM)                                               \
  /* sockets */                                                                                    \
  CALL(socket, descriptor, EACCES, EAFNOSUPPORT, EINVAL, EMFILE, ENFILE, ENOBUFS, ENOMEM, EPERM,   \
       EPROTONOSUPPORT)                                                                            \
  CALL(socketpair, descriptor, EAFNOSUPPORT, EMFILE, ENFILE, ENOMEM, EOPNOTSUPP)                   \
  CALL(bind, none, EACCES, EADDRINUSE, EADDRNOTAVAIL, EBADF, EINVAL, ENOMEM, ENOTSOCK, EPERM)      \
  CALL(listen, none, EADDRINUSE, EBADF, EINVAL, ENOTSOCK, EOPNOTSUPP)                              \
  CALL(accept4, descriptor, EAGAIN, EBADF, ECONNABORTED, EFAULT, EHOSTDOWN, EHOSTUNREACH, EINTR,   \
       EINVAL, EMFILE, ENETDOWN, ENETUNREACH, ENFILE, ENOBUFS, ENOMEM, ENONET, ENOPROTOOPT,        \
       ENOSYS, ENOTSOCK, EOPNOTSUPP, EPERM, EPROTO, ETIMEDOUT)                                     \
  CALL(connect, none, EACCES, EADDRINUSE, EADDRNOTAVAIL, EAFNOSUPPORT, EAGAIN, EALREADY, EBADF,    \
       ECONNREFUSED, ECONNRESET, EFAULT, EHOSTUNREACH, EINPROGRESS, EINTR, EISCONN, ENETUNREACH,   \
       ENOBUFS, ENOMEM, ENOTSOCK, EPERM, EPROTOTYPE, ETIMEDOUT)                                    \
  CALL(getsockname, none, EBADF, EFAULT, EINVAL, ENOBUFS, ENOTSOCK)                                \
  CALL(getpeername, none, EBADF, EFAULT, EINVAL, ENOBUFS, ENOTCONN, ENOTSOCK)                      \
  CALL(getsockopt, none, EBADF, EFAULT, EINVAL, ENOMEM, ENOPROTOOPT, ENOTSOCK)                     \
  CALL(setsockopt, none, EBADF, EDOM, EFAULT, EINVAL, ENOBUFS, ENOMEM, ENOPROTOOPT, ENOTSOCK,      \
       EPERM)                                                                                      \
  CALL(fcntl, none, EACCES, EAGAIN, EBADF, EINTR, EINVAL, EMFILE, EPERM)                           \
  CALL(recv, none, RECEIVE_ERRORS, SHORT)                                                          \
  CALL(recvfrom, none, RECEIVE_ERRORS)                                                             \
  CALL(send, none, SEND_ERRORS, SHORT)                                                             \
  CALL(sendto, none, SEND_ERRORS)                                                                  \
  CALL(shutdown, none, EBADF, EINVAL, ENOTCONN, ENOTSOCK)                                          \
  CALL(ioctl, none, EBADF, EFAULT, EINVAL, ENOTTY, EPERM)                                          \
  /* descriptors and waiting */                                                                    \
  CALL(read, none, RECEIVE_ERRORS, EIO, EISDIR, SHORT)                                             \
  CALL(write, none, OUTPUT_ERRORS, EDESTADDRREQ, EPERM, SHORT)                                     \
  CALL(pwritev2, none, OUTPUT_ERRORS, EINVAL, ENOSYS, EOPNOTSUPP, ESPIPE, SHORT)                   \
  CALL(close, none, EBADF, EDQUOT, EINTR, EIO, ENOSPC)                                             \
  CALL(epoll_create, descriptor, EINVAL, EMFILE, ENFILE, ENOMEM)                                   \
  CALL(epoll_create1, descriptor, EINVAL, EMFILE, ENFILE, ENOMEM, ENOSYS)                          \
  CALL(epoll_ctl, none, EBADF, EEXIST, EINVAL, ELOOP, ENOENT, ENOMEM, ENOSPC, EPERM)               \
  CALL(epoll_wait, none, WAIT_ERRORS)                                                              \
  CALL(epoll_pwait2, none, WAIT_ERRORS, ENOSYS, EPERM)                                             \
  CALL(poll, none, EFAULT, EINTR, EINVAL, ENOMEM)                                                  \
  CALL(ppoll, none, EFAULT, EINTR, EINVAL, ENOMEM)                                                 \
  CALL(select, none, WAIT_ERRORS, ENOMEM)                                                          \
  CALL(eventfd, descriptor, EINVAL, EMFILE, ENFILE, ENODEV, ENOMEM)                                \
  CALL(pipe, descriptor, EFAULT, EMFILE, ENFILE)                                                   \
  CALL(pipe2, descriptor, EFAULT, EINVAL, EMFILE, ENFILE, ENOSYS)                                  \
  CALL(timerfd_create, descriptor, EINVAL, EMFILE, ENFILE, ENODEV, ENOMEM)                         \
  CALL(timerfd_settime, none, EBADF, ECANCELED, EFAULT, EINVAL)                                    \
  /* files, messages, names */                                                                     \
  CALL(open, descriptor, FILE_ERRORS)                                                              \
  CALL(fopen, descriptor, FILE_ERRORS)                                                             \
  CALL(fgets, none, EAGAIN, EBADF, EINTR, EIO, ENOMEM)                                             \
  CALL(fclose, none, EBADF, EINTR, EIO)                                                            \
  CALL(fstat, none, EBADF, EIO, ENOMEM, EOVERFLOW)                                                 \
  CALL(stat, none, EACCES, EFAULT, ELOOP, ENAMETOOLONG, ENOENT, ENOMEM, ENOTDIR, EOVERFLOW)        \
  CALL(lstat, none, EACCES, EFAULT, ELOOP, ENAMETOOLONG, ENOENT, ENOMEM, ENOTDIR, EOVERFLOW)       \
  CALL(unlink, none, EACCES, EBUSY, EFAULT, EIO, EISDIR, ELOOP, ENOENT, ENOMEM, ENOTDIR, EPERM,    \
       EROFS)                                                                                      \
  CALL(isatty, none, EBADF, ENOTTY)                                                                \
  CALL(getaddrinfo, none, EAI_AGAIN, EAI_FAIL, EAI_FAMILY, EAI_MEMORY, EAI_NONAME, EAI_SERVICE,    \
       EAI_SYSTEM)                                                                                 \
  CALL(getifaddrs, none, EACCES, EMFILE, ENFILE, ENOBUFS, ENOMEM)                                  \
  CALL(gethostname, none, EFAULT, EINVAL, ENAMETOOLONG, EPERM)                                     \
  /* the clocks: a jump, and the failures that filters can cause */                                \
  CALL(realtime, none, EINVAL, EPERM, FORWARD, BACK)                                               \
  CALL(monotonic, none, EINVAL, EPERM, FORWARD)                                                    \
  CALL(gettimeofday, none, EFAULT, EPERM)                                                          \
  /* the rest */                                                                                   \
  CALL(pthread_atfork, none, ENOMEM)                                                               \
  CALL(sigaction, none, EFAULT, EINVAL)                                                            \
  CALL(getrlimit, none, EFAULT, EINVAL, EPERM)                                                     \
  CALL(setrlimit, none, EFAULT, EINVAL, EPERM)                                                     \
  /* not calls: their groups */                                                                    \
  CALL(any_memory, none, ENOMEM)                                                                   \
  CALL(any_descriptor, none, EMFILE, ENFILE, ENOMEM)

typedef enum call_t {
#define CALL(name, ...) CALL_##name,
  CALLS
#undef CALL
      CALL_COUNT
} call_t;

#endif
