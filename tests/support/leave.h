/* The end of a process that does not return from main(), such as a forked child. */
#ifndef TESTS_SUPPORT_LEAVE_H
#define TESTS_SUPPORT_LEAVE_H

#include <stddef.h>
#include <sys/resource.h>
#include <unistd.h>

/* What a build for `make coverage` has counted so far is otherwise written at a normal exit only.
 */
#ifdef __cplusplus
extern "C"
#endif
    void
    __gcov_dump(void) __attribute__((weak));

/* Some have taken all descriptors or memory from themselves; writing needs both. */
static inline void lift_soft_limits(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
  }
  if (getrlimit(RLIMIT_AS, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_AS, &limit);
  }
}

__attribute__((noreturn)) static inline void leave(int status) {
  if (__gcov_dump != NULL) {
    lift_soft_limits();
    __gcov_dump();
  }
  _exit(status);
}

#endif
