/* What broke once: a peer that vanished was noticed after two hours, and nothing could be set. */
#include "../support/harness.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct times_t {
  int on, idle, interval, count, user;
} times_t;

static int option(int fd, int level, int name) {
  int value = -1;
  socklen_t length = sizeof value;
  CHECK_INT(getsockopt(fd, level, name, &value, &length), 0);
  return value;
}

static times_t times_of(int fd) {
  return (times_t){option(fd, SOL_SOCKET, SO_KEEPALIVE), option(fd, IPPROTO_TCP, TCP_KEEPIDLE),
                   option(fd, IPPROTO_TCP, TCP_KEEPINTVL), option(fd, IPPROTO_TCP, TCP_KEEPCNT),
                   option(fd, IPPROTO_TCP, TCP_USER_TIMEOUT)};
}

static times_t system_times(void) {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  times_t t = times_of(fd);
  close(fd);
  t.on = 1; /* the library always asks for probes */
  return t;
}

static void expect_times(conn_t c, times_t due) {
  const times_t is = times_of(conn_fd(c));
  CHECK_INT(is.on, due.on);
  CHECK_INT(is.idle, due.idle);
  CHECK_INT(is.interval, due.interval);
  CHECK_INT(is.count, due.count);
  CHECK_INT(is.user, due.user);
}

static void accepted_and_dialled_connections_get_the_times(void **state) {
  (void)state;
  tcpcontext_t s = server(), c = client();
  link_t before = join(s);
  CHECK_INT(vce_tcpcontext_set_keepalive(s, 60, 10, 3), 0);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(vce_tcpcontext_set_user_timeout(s, 90000), 0);
  CHECK_INT(vce_tcpcontext_set_keepalive(c, 32767, 32767, 127), 0);
  CHECK_INT(vce_tcpcontext_set_user_timeout(c, 2147483647), 0);
  expect_times(join(s).conn, (times_t){1, 60, 10, 3, 90000});
  expect_times(before.conn, system_times());
  int port;
  peer_listen(&port);
  expect_times(dial(c, port), (times_t){1, 32767, 32767, 127, 2147483647});
}

static void zero_is_the_value_of_the_system_again(void **state) {
  (void)state;
  tcpcontext_t s = server(), c = client();
  times_t due = system_times();
  CHECK_INT(vce_tcpcontext_set_keepalive(s, 60, 10, 3), 0);
  CHECK_INT(vce_tcpcontext_set_user_timeout(s, 1000), 0);
  CHECK_INT(vce_tcpcontext_set_keepalive(s, 0, 20, 0), 0);
  CHECK_INT(vce_tcpcontext_set_user_timeout(s, 0), 0);
  due.interval = 20;
  expect_times(join(s).conn, due);
  CHECK_INT(vce_tcpcontext_set_keepalive(s, 0, 0, 0), 0);
  expect_times(join(s).conn, system_times());
  int port;
  peer_listen(&port);
  CHECK_INT(vce_tcpcontext_set_keepalive(c, 60, 10, 3), 0);
  CHECK_INT(vce_tcpcontext_set_keepalive(c, 0, 0, 0), 0);
  expect_times(dial(c, port), system_times());
}

static void values_out_of_range_change_nothing(void **state) {
  (void)state;
  tcpcontext_t t = server();
  CHECK_INT(vce_tcpcontext_set_keepalive(t, 60, 10, 3), 0);
  CHECK_INT(vce_tcpcontext_set_keepalive(t, -1, 20, 4), VCE_ERANGE);
  CHECK_INT(vce_get_last_error(), VCE_ERANGE);
  CHECK_INT(vce_tcpcontext_set_keepalive(t, 32768, 20, 4), VCE_ERANGE);
  CHECK_INT(vce_tcpcontext_set_keepalive(t, 61, -1, 4), VCE_ERANGE);
  CHECK_INT(vce_tcpcontext_set_keepalive(t, 61, 32768, 4), VCE_ERANGE);
  CHECK_INT(vce_tcpcontext_set_keepalive(t, 61, 20, -1), VCE_ERANGE);
  CHECK_INT(vce_tcpcontext_set_keepalive(t, 61, 20, 128), VCE_ERANGE);
  CHECK_INT(vce_tcpcontext_set_user_timeout(t, -1), VCE_ERANGE);
  CHECK_INT(vce_tcpcontext_set_keepalive(NULL, 1, 1, 1), VCE_EINVAL);
  CHECK_INT(vce_tcpcontext_set_user_timeout(NULL, 1), VCE_EINVAL);
  times_t due = system_times();
  due.idle = 60, due.interval = 10, due.count = 3;
  expect_times(join(t).conn, due);
}

/* The idle limit of a minute does not see it, since the peer goes on talking. */
static void a_peer_that_acknowledges_nothing_ends(void **state) {
  (void)state;
  tcpcontext_t t = server();
  CHECK_INT(vce_tcpcontext_set_user_timeout(t, 300), 0);
  link_t l = join_narrow(t, 4096);
  char *bulk = pattern(1024);
  PUMP_UNTIL((vce_conn_write(l.conn, bulk, 512), peer_send_some(l.peer, "x\n", 2),
              events_count('C') == 1));
  free(bulk);
  CHECK_INT(events_get_of('C', l.conn)->value, CLOSE_REASON_REMOTE);
}

int main(void) {
  const struct CMUnitTest keepalive[] = {
      TEST(accepted_and_dialled_connections_get_the_times),
      TEST(zero_is_the_value_of_the_system_again),
      TEST(values_out_of_range_change_nothing),
      TEST(a_peer_that_acknowledges_nothing_ends),
  };
  return RUN(keepalive);
}
