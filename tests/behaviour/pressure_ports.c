/* A client that has used up the local ports: the next connect fails as documented and leaves
 * nothing behind, the others go on, and a port that becomes free is used.
 *
 * The process gets a network of its own with ten ports. Machines that allow no namespaces, or no
 * settings in them, skip these tests. */
#include "../support/harness.h"

#include "../support/names.h"
#include "pressure.h"

enum { first_port = 40000, ports = 10 };

static void leave_ten_ports(void) {
  FILE *f = fopen("/proc/sys/net/ipv4/ip_local_port_range", "w");
  if (f == NULL) child_skip();
  bool done = fprintf(f, "%d %d\n", first_port, first_port + ports - 1) > 0;
  if (fclose(f) != 0 || !done) child_skip();
}

static tcpcontext_t start(int nonblocking) {
  options_t o = options();
  open_library();
  o.max = 2 * ports;
  o.nonblock = nonblocking;
  return open_client(&o);
}

/* A listener outside the range, or it would take one of the ten. */
static int listen_elsewhere(void) {
  const struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(first_port - 1),
                                 .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  CHECK_INT(bind(fd, (const struct sockaddr *)&at, sizeof at), 0);
  CHECK_INT(listen(fd, 2 * ports), 0);
  return fd;
}

/* Takes all ports; the server's ends go to `peers`. */
static void take_all_ports(tcpcontext_t t, int listener, conn_t *made, int *peers) {
  for (int i = 0; i < ports; i++) {
    made[i] = dial(t, first_port - 1);
    CHECK_INT(vce_conn_is_valid(made[i]), 1);
    PUMP_UNTIL(vce_conn_writable(made[i]) == 1024);
    peers[i] = peer_accept(listener);
  }
}

static void check_that_all_go_on(conn_t *made, int *peers) {
  for (int i = 0; i < ports; i++)
    CHECK_INT(vce_conn_write(made[i], "there\n", 6), 6);
  hb();
  for (int i = 0; i < ports; i++)
    peer_expect_text(peers[i], "there\n");
}

/* A reset frees the port at once; an orderly end would keep it for a minute. */
static void give_one_port_back(conn_t *made, int *peers) {
  peer_reset(peers[0]);
  PUMP_UNTIL(!vce_conn_is_valid(made[0]));
}

static void use_up_ports_blocking(void) {
  conn_t made[ports];
  int peers[ports], listener = listen_elsewhere();
  leave_ten_ports();
  tcpcontext_t t = start(0);
  take_all_ports(t, listener, made, peers);
  const int before = descriptors_open();
  for (int i = 0; i < ports; i++) {
    conn_t c = dial(t, first_port - 1);
    CHECK(c.p == NULL && c.serial == 0);
    CHECK_INT(vce_get_last_error(), VCE_ECONNECT);
  }
  CHECK_INT(descriptors_open(), before);
  CHECK_INT(connections(t), ports);
  check_that_all_go_on(made, peers);
  give_one_port_back(made, peers);
  made[0] = dial(t, first_port - 1);
  CHECK_INT(vce_conn_is_valid(made[0]), 1);
  peers[0] = peer_accept(listener);
  check_that_all_go_on(made, peers);
  CHECK_INT(vce_finalize(), 0);
}

static void use_up_ports_nonblocking(void) {
  conn_t made[ports];
  int peers[ports], listener = listen_elsewhere();
  leave_ten_ports();
  tcpcontext_t t = start(1);
  take_all_ports(t, listener, made, peers);
  const int before = descriptors_open();
  for (int i = 0; i < ports; i++) { /* told by the heartbeat, like any connect that fails */
    conn_t c = dial(t, first_port - 1);
    CHECK_INT(vce_conn_is_valid(c), 1);
    CHECK_INT(vce_conn_writable(c), 0);
    PUMP_UNTIL(!vce_conn_is_valid(c));
    CHECK_INT(events_get_of('C', c)->value, CLOSE_REASON_REMOTE);
  }
  CHECK_INT(descriptors_open(), before);
  CHECK_INT(connections(t), ports);
  check_that_all_go_on(made, peers);
  give_one_port_back(made, peers);
  made[0] = dial(t, first_port - 1);
  PUMP_UNTIL(vce_conn_writable(made[0]) == 1024);
  peers[0] = peer_accept(listener);
  check_that_all_go_on(made, peers);
  CHECK_INT(vce_finalize(), 0);
}

static void blocking_connect_without_a_local_port_fails_and_leaks_nothing(void **state) {
  (void)state;
  run_with_names(use_up_ports_blocking);
}

static void nonblocking_connect_without_a_local_port_fails_and_leaks_nothing(void **state) {
  (void)state;
  run_with_names(use_up_ports_nonblocking);
}

int main(void) {
  const struct CMUnitTest pressure_ports[] = {
      FRESH_TEST(blocking_connect_without_a_local_port_fails_and_leaks_nothing),
      FRESH_TEST(nonblocking_connect_without_a_local_port_fails_and_leaks_nothing),
  };
  return RUN(pressure_ports);
}
