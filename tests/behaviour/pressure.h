/* Shared by the tests under pressure: raw sockets by the thousand, and the cost of a process.
 *
 * peer.h waits until each byte has arrived, as tests of single connections need it. Here
 * are plain sockets without that, for crowds. */
#ifndef TESTS_BEHAVIOUR_PRESSURE_H
#define TESTS_BEHAVIOUR_PRESSURE_H

#include <arpa/inet.h>
#include <errno.h>
#include <malloc.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "../support/old_libc.h"
#include "../support/process.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define PRESSURE_SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define PRESSURE_SANITIZED 1
#endif

/* Sanitizers and valgrind bring an allocator of their own, of which mallinfo2() knows nothing. */
static inline bool is_instrumented(void) {
#if defined(PRESSURE_SANITIZED)
  return true;
#else
  return getenv("VCE_TEST_VALGRIND") != NULL;
#endif
}

/* The number of something in a plain build, and the reduced one where everything is slow. */
static inline int scaled(int plain, int instrumented) {
  return is_instrumented() ? instrumented : plain;
}

/* Begins a connect to 127.0.0.`host`; the socket does not block. The kernel completes it even if
 * no process accepts, as long as the queue has room. */
static inline int begin_connect_to(int host, int port) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((in_port_t)port)};
  to.sin_addr.s_addr = htonl((INADDR_LOOPBACK & 0xffffff00u) + (in_addr_t)host);
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) check_failed(__FILE__, __LINE__, "no socket: %s", strerror(errno));
  if (connect(fd, (const struct sockaddr *)&to, sizeof to) != 0 && errno != EINPROGRESS)
    check_failed(__FILE__, __LINE__, "no connect: %s", strerror(errno));
  return fd;
}

static inline int begin_connect(int port) { return begin_connect_to(1, port); }

/* Closes with a reset instead of an end of stream; leaves no port behind in TIME_WAIT. */
static inline void close_with_reset(int fd) {
  const struct linger now = {1, 0};
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  close(fd);
}

/* How many connections may wait for accept. */
static inline int longest_queue(void) {
  int longest = 0;
  FILE *f = fopen("/proc/sys/net/core/somaxconn", "r");
  if (f == NULL) return 0;
  if (fscanf(f, "%d", &longest) != 1) longest = 0;
  fclose(f);
  return longest;
}

/* Processor time of a process so far, in microseconds. */
static inline long long cpu_us(pid_t pid) {
  clockid_t clock;
  struct timespec t;
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &t) != 0)
    check_failed(__FILE__, __LINE__, "no processor time of process %d", (int)pid);
  return (long long)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* Memory that malloc() has lent to this process, in bytes. */
static inline long long heap_bytes(void) {
  const struct mallinfo2 m = mallinfo2();
  return (long long)(m.uordblks + m.hblkhd);
}

#endif
