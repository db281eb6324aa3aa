/* What tests use of newer C libraries than glibc 2.31, for that one. */
#ifndef TESTS_SUPPORT_OLD_LIBC_H
#define TESTS_SUPPORT_OLD_LIBC_H

#include <malloc.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__GLIBC__) && !__GLIBC_PREREQ(2, 33)
/* The structure, too. Its numbers end at 2 GiB. */
#define mallinfo2 mallinfo
#endif

#if defined(__GLIBC__) && !__GLIBC_PREREQ(2, 34)
#define closefrom(lowest) ((void)syscall(__NR_close_range, (unsigned)(lowest), ~0u, 0u))
#endif

/* The number is the same on all machines but alpha. */
#ifndef __NR_epoll_pwait2
#define __NR_epoll_pwait2 441
#endif

#endif
