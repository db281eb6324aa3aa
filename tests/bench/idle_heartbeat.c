/* What a heartbeat costs that has nothing to do, while N connections are open and silent, beside
   what the kernel alone asks for: epoll_wait with no time-out on a set of the same N sockets.

   usage: idle_heartbeat CPU N    (CPU -1: any; N 0..20000)
   prints {"connections": N, "heartbeat_ns": …, "epoll_wait_ns": …}: CPU time per call, the median
   of several batches taken in turn. */
#include "support.h"
#include "vce.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { MOST = 20000, BATCHES = 9, CALLS = 20000, IDLE_SECONDS = 3600, OPEN_SECONDS = 20 };

static int poll_fd;

/* Both ends live in this process: the library's, and a plain one that never sends. */
static void open_silent_client(int port) {
  struct sockaddr_in server = {.sin_family = AF_INET,
                               .sin_port = htons((uint16_t)port),
                               .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0)
    die_errno("socket");
  if (connect(fd, (struct sockaddr *)&server, sizeof server) != 0 && errno != EINPROGRESS)
    die_errno("connect");
  struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
  if (epoll_ctl(poll_fd, EPOLL_CTL_ADD, fd, &event) != 0)
    die_errno("epoll_ctl");
}

static void open_connections(tcpcontext_t service, int wanted) {
  int port = vce_tcpcontext_get_port(service);
  uint64_t deadline = clock_ns(CLOCK_MONOTONIC) + OPEN_SECONDS * 1000000000ull;
  for (int opened = 0, accepted = 0; accepted < wanted;) {
    for (int i = 0; i < 100 && opened < wanted; i++, opened++)
      open_silent_client(port);
    vce_heartbeat();
    if (vce_tcpcontext_count_connections(service, &accepted) < 0)
      die("vce_tcpcontext_count_connections: %s", STRERR);
    if (clock_ns(CLOCK_MONOTONIC) > deadline)
      die("only %d of %d connections were accepted in %d s", accepted, wanted, OPEN_SECONDS);
  }
}

static void wait_for_nothing(void) {
  struct epoll_event events[64];
  if (epoll_wait(poll_fd, events, 64, 0) != 0)
    die("a silent connection was not silent");
}

static double cost_ns(void (*call)(void)) {
  uint64_t start = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
  for (int i = 0; i < CALLS; i++)
    call();
  return (double)(clock_ns(CLOCK_PROCESS_CPUTIME_ID) - start) / CALLS;
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double median(double *values, size_t count) {
  qsort(values, count, sizeof *values, compare);
  return values[count / 2];
}

int main(int argc, char **argv) {
  if (argc != 3)
    die("usage: idle_heartbeat CPU N");
  pin_to_cpu((int)parse_number("CPU", argv[1], -1, 1023));
  int connections = (int)parse_number("N", argv[2], 0, MOST);
  raise_descriptor_limit(2 * (unsigned)connections + 32);

  vce_limit_t limits;
  vce_init_limit_t(&limits);
  limits.max_conn = connections + 1;
  if (vce_initialize_limited(&limits) < 0)
    die("vce_initialize_limited: %s", STRERR);
  tcpcontext_t service =
      vce_tcpcontext_create(1, "127.0.0.1", 0, connections + 1, 4096, 4096, IDLE_SECONDS, 0, 1, 0);
  poll_fd = epoll_create1(EPOLL_CLOEXEC);
  if (service == NULL || poll_fd < 0)
    die("no service: %s", STRERR);
  vce_tcpcontext_set_conn_parser(service, vce_protocol_parser_bin16, vce_protocol_pcallback_noop);
  open_connections(service, connections);
  for (int i = 0; i < CALLS; i++)
    vce_heartbeat();

  double heartbeat[BATCHES], bare[BATCHES];
  for (int i = 0; i < BATCHES; i++) {
    bare[i] = cost_ns(wait_for_nothing);
    heartbeat[i] = cost_ns(vce_heartbeat);
  }
  printf("{\"connections\": %d, \"heartbeat_ns\": %.1f, \"epoll_wait_ns\": %.1f}\n", connections,
         median(heartbeat, BATCHES), median(bare, BATCHES));
  vce_finalize();
  return 0;
}
