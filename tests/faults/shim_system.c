/* Files, messages, names, clocks, and the process itself. */
#include <fcntl.h>
#include <ifaddrs.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "process.h"
#include "shim.h"

/* Only the renamed object calls these. */
#pragma GCC diagnostic ignored "-Wmissing-prototypes"

/* ---- Files and messages ---- */

int shim_open(const char *name, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  FAIL_IF_PLANNED(open, -1, -1);
  return open(name, flags, mode);
}

FILE *shim_fopen(const char *name, const char *mode) {
  FAIL_IF_PLANNED(fopen, -1, NULL);
  return shim_hold(fopen(name, mode), sizeof(FILE), "fopen");
}

/* A failed read leaves its mark on the file. */
char *shim_fgets(char *to, int size, FILE *file) {
  int error;
  if (fault_strikes(CALL_fgets, -1, &error)) {
    file->_flags |= 0x20; /* what ferror() looks at; glibc has no function that sets it */
    errno = error;
    return NULL;
  }
  return fgets(to, size, file);
}

int shim_fclose(FILE *file) {
  int error;
  const bool fails = fault_strikes(CALL_fclose, -1, &error);
  shim_let_go(file);
  if (fclose(file) != 0) return EOF;
  if (fails) errno = error;
  return fails ? EOF : 0;
}

int shim_stat(const char *path, struct stat *out) {
  FAIL_IF_PLANNED(stat, -1, -1);
  return stat(path, out);
}

int shim_lstat(const char *path, struct stat *out) {
  FAIL_IF_PLANNED(lstat, -1, -1);
  return lstat(path, out);
}

int shim_unlink(const char *path) {
  FAIL_IF_PLANNED(unlink, -1, -1);
  return unlink(path);
}

int shim_fstat(int fd, struct stat *out) {
  FAIL_IF_PLANNED(fstat, -1, -1);
  return fstat(fd, out);
}

int shim_isatty(int fd) {
  FAIL_IF_PLANNED(isatty, fd, 0);
  return isatty(fd);
}

/* ---- Names ---- */

int shim_getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
                     struct addrinfo **answer) {
  int error;
  if (fault_strikes(CALL_getaddrinfo, -1, &error)) {
    errno = EMFILE; /* what EAI_SYSTEM refers to */
    return error;
  }
  const int result = getaddrinfo(name, service, hints, answer);
  if (result == 0) shim_hold(*answer, sizeof **answer, "getaddrinfo");
  return result;
}

void shim_freeaddrinfo(struct addrinfo *answer) {
  shim_let_go(answer);
  freeaddrinfo(answer);
}

int shim_getifaddrs(struct ifaddrs **out) {
  FAIL_IF_PLANNED(getifaddrs, -1, -1);
  const int result = getifaddrs(out);
  if (result == 0) shim_hold(*out, sizeof **out, "getifaddrs");
  return result;
}

void shim_freeifaddrs(struct ifaddrs *list) {
  shim_let_go(list);
  freeifaddrs(list);
}

int shim_gethostname(char *out, size_t size) {
  FAIL_IF_PLANNED(gethostname, -1, -1);
  return gethostname(out, size);
}

/* ---- Clocks ---- */

enum { DAY_S = 86400, HOUR_S = 3600 };

static long long realtime_ahead_us;
static long long monotonic_ahead_us;

void shim_pass_time(long long microseconds) {
  realtime_ahead_us += microseconds;
  monotonic_ahead_us += microseconds;
}

static void jump(bool realtime, int how) {
  if (how == BACK)
    realtime_ahead_us -= DAY_S * 1000000LL;
  else if (realtime)
    realtime_ahead_us += DAY_S * 1000000LL;
  else
    monotonic_ahead_us += HOUR_S * 1000000LL;
}

int shim_clock_gettime(clockid_t clock, struct timespec *out) {
  const bool realtime = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
  int error;
  if (fault_strikes(realtime ? CALL_realtime : CALL_monotonic, -1, &error)) {
    if (error != FORWARD && error != BACK) {
      errno = error;
      return -1;
    }
    jump(realtime, error);
  }
  if (clock_gettime(clock, out) != 0) return -1;
  const long long us = out->tv_sec * 1000000LL + out->tv_nsec / 1000 +
                       (realtime ? realtime_ahead_us : monotonic_ahead_us);
  out->tv_sec = us / 1000000;
  out->tv_nsec = us % 1000000 * 1000;
  return 0;
}

int shim_gettimeofday(struct timeval *out, void *zone) {
  FAIL_IF_PLANNED(gettimeofday, -1, -1);
  if (gettimeofday(out, zone) != 0) return -1;
  const long long us = out->tv_sec * 1000000LL + out->tv_usec + realtime_ahead_us;
  out->tv_sec = us / 1000000;
  out->tv_usec = us % 1000000;
  return 0;
}

/* ---- The process ---- */

int shim_pthread_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void)) {
  int error;
  if (fault_strikes(CALL_pthread_atfork, -1, &error)) return error;
  return pthread_atfork(prepare, parent, child);
}

int shim_sigaction(int signal, const struct sigaction *action, struct sigaction *old) {
  FAIL_IF_PLANNED(sigaction, -1, -1);
  return sigaction(signal, action, old);
}

int shim_getrlimit(int resource, struct rlimit *out) {
  FAIL_IF_PLANNED(getrlimit, -1, -1);
  return getrlimit((__rlimit_resource_t)resource, out);
}

int shim_setrlimit(int resource, const struct rlimit *limit) {
  FAIL_IF_PLANNED(setrlimit, -1, -1);
  return setrlimit((__rlimit_resource_t)resource, limit);
}

_Noreturn void shim_exit(int status) {
  check_failed(__FILE__, __LINE__, "the library called exit(%d)", status);
  abort();
}

_Noreturn void shim_abort(void) {
  check_failed(__FILE__, __LINE__, "the library called abort()");
  abort();
}

/* ---- The same as hardened builds call them ---- */

char *shim___fgets_chk(char *to, size_t room, int size, FILE *file) {
  (void)room;
  return shim_fgets(to, size, file);
}

