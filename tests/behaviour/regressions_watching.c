/* Regressions when the system refuses to watch a socket. Each test's first line says what broke. */
#include "../support/harness.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static bool refuses; /* to watch another socket */

/* The library's own calls arrive here, since a program's function is in front of the C library's. */
int epoll_ctl(int set, int operation, int fd, struct epoll_event *what) {
  if (refuses && operation == EPOLL_CTL_ADD) {
    errno = ENOMEM;
    return -1;
  }
  return (int)syscall(SYS_epoll_ctl, set, operation, fd, what);
}

enum { write_bytes = 4 << 20, delay_ms = 1 };

static int write_much(conn_t c, char *data, int length) {
  static char much[write_bytes];
  (void)data;
  (void)length;
  vce_conn_write(c, much, vce_conn_writable(c) > 0 ? (size_t)vce_conn_writable(c) : 0);
  return 0;
}

/* A connection that could not be watched any more was never ended when its unsent output held its
 * input back (safety read). */
static void safety_read_does_not_keep_what_cannot_be_watched(void **state) {
  (void)state;
  if (vce_get_wait_fd() < 0)
    skip_because("libevent's poll and select refuse no socket");
  options_t o = options();
  o.wblen = write_bytes;
  tcpcontext_t t = open_server(&o);
  CHECK_INT(vce_tcpcontext_set_conn_safety_read(t, 100), 0);
  link_t l = join_narrow(t, 4096);
  on.data = write_much;
  peer_send_text(l.peer, "first\nsecond\n");
  hbs(3);
  CHECK_INT(events_count('R'), 1);
  CHECK(unsent(l.conn) > 0);
  vce_conn_set_delay(l.conn, delay_ms, delay_ms); /* it is not watched meanwhile */
  refuses = true;
  poll(NULL, 0, 2 * delay_ms);
  hbs(5);
  refuses = false;
  CHECK_INT(events_count('R'), 2);
  CHECK_INT(events_count('C'), 1);
}

/* A child that cannot have an epoll set of its own used up the processor instead of waiting. */
static void a_child_without_descriptors_waits_too(void **state) {
  (void)state;
  if (getenv("VCE_TEST_VALGRIND"))
    skip(); /* it emulates the limit */
  server();
  CHECK_INT(vce_set_heartbeat_wait_limits(20000, 20000), 0);
  vce_set_heartbeat_wait_flag(1);
  hb();
  const int child = fork_child();
  if (child == 0) {
    const struct rlimit none = {0, 0};
    CHECK_INT(setrlimit(RLIMIT_NOFILE, &none), 0);
    const long long begin = monotonic_ms();
    for (int i = 0; i < 10; i++) vce_heartbeat();
    CHECK_RANGE(monotonic_ms() - begin, 150, 10000);
    child_done();
  }
  expect_child(child);
  vce_set_heartbeat_wait_flag(0);
  CHECK_INT(vce_set_heartbeat_wait_limits(1, 100000), 0);
}

int main(void) {
  const struct CMUnitTest regressions_watching[] = {
      TEST(safety_read_does_not_keep_what_cannot_be_watched),
      TEST(a_child_without_descriptors_waits_too),
  };
  return RUN(regressions_watching);
}
