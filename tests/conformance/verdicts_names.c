/* The decisions V16 (all addresses of a name) and V17 (names in the background) against a name
 * server of the test's own, and what they mean for closing, finalising and forking. */
#include "harness.h"

#include <stdio.h>

#include "names.h"

static tcpcontext_t opened_client(int nonblock, int timeout) {
  open_library();
  options_t o = options();
  o.nonblock = nonblock;
  o.timeout = timeout;
  return open_client(&o);
}

static conn_t connect_to(tcpcontext_t t, const char *name, int port) {
  conn_t c = vce_tcpcontext_connect(t, name, (unsigned short)port);
  events_know(c);
  return c;
}

/* Runs heartbeats and fails if one of them takes long. */
static void heartbeat_at_once(void) {
  long long start = wall_us();
  vce_heartbeat();
  CHECK(wall_us() - start < SLOW_MS * 1000 / 2);
  poll(NULL, 0, 1);
}

static void expect_connected(conn_t c, int listener) {
  long long end = monotonic_ms() + PATIENCE_MS;
  while (vce_conn_is_valid(c) && vce_conn_writable(c) == 0 && monotonic_ms() < end)
    heartbeat_at_once();
  CHECK_INT(vce_conn_writable(c), 1024);
  CHECK_INT(vce_conn_write(c, "hello", 5), 5);
  vce_heartbeat();
  peer_expect_text(peer_accept(listener), "hello");
}

/* V16. */

static void connects(int nonblock, const char *name, const char *listening_at) {
  tcpcontext_t t = opened_client(nonblock, 60);
  int port;
  int listener = peer_listen_on(listening_at, &port);
  conn_t c = connect_to(t, name, port);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(vce_conn_is_valid(c), 1);
  if (nonblock == 0) CHECK_INT(vce_conn_writable(c), 1024);
  expect_connected(c, listener);
}

static void blocking_second_of_two(void) { connects(0, "two.test", "127.0.0.1"); }
static void blocking_ipv6_after_ipv4(void) { connects(0, "both.test", "::1"); }
static void blocking_ipv6_only(void) { connects(0, "six.test", "::1"); }
static void nonblocking_second_of_two(void) { connects(1, "two.test", "127.0.0.1"); }
static void nonblocking_ipv6_after_ipv4(void) { connects(1, "both.test", "::1"); }
static void nonblocking_ipv6_only(void) { connects(1, "six.test", "::1"); }
static void nonblocking_hosts_file(void) { connects(1, "hosts.test", "127.0.0.1"); }

static void v16_blocking_connect_tries_all_addresses_of_a_name(void **state) {
  (void)state;
  run_with_names(blocking_second_of_two);
  run_with_names(blocking_ipv6_after_ipv4);
  run_with_names(blocking_ipv6_only);
}

static void v16_nonblocking_connect_tries_all_addresses_of_a_name(void **state) {
  (void)state;
  run_with_names(nonblocking_second_of_two);
  run_with_names(nonblocking_ipv6_after_ipv4);
  run_with_names(nonblocking_ipv6_only);
}

static void prefers_ipv4(void) {
  for (int nonblock = 0; nonblock <= 1; ++nonblock) {
    tcpcontext_t t = opened_client(nonblock, 60);
    int port;
    int four = peer_listen(&port);
    conn_t c = connect_to(t, "both.test", port);
    expect_connected(c, four);
    unsigned int address = 0;
    vce_conn_get_remote_ipv4_addr(c, &address, NULL);
    CHECK(memcmp(&address, "\x7f\0\0\1", 4) == 0);
    vce_finalize();
  }
}

static void v16_ipv4_address_is_tried_first(void **state) {
  (void)state;
  run_with_names(prefers_ipv4);
}

static void every_address_refuses(void) {
  int port = peer_refused_port();
  tcpcontext_t t = opened_client(0, 60);
  conn_t c = connect_to(t, "both.test", port);
  CHECK(c.p == NULL && c.serial == 0);
  CHECK_INT(vce_get_last_error(), VCE_ECONNECT);
  vce_finalize();
  t = opened_client(1, 60);
  c = connect_to(t, "both.test", port);
  CHECK_INT(vce_conn_is_valid(c), 1);
  PUMP_UNTIL(events_count('F') == 1);
  expect_trace("C1:remote F1");
}

static void v16_connect_fails_when_every_address_refuses(void **state) {
  (void)state;
  run_with_names(every_address_refuses);
}

static void server_by_name(void) {
  open_library();
  options_t o = options();
  o.bind = "four.test";
  join(open_server(&o));
  CHECK(vce_tcpcontext_create(1, "none.test", 0, 4, 64, 64, 9, 0, 1, 0) == NULL);
  CHECK_INT(vce_get_last_error(), VCE_EIPADDR);
}

static void v15_server_binds_to_the_address_of_a_name(void **state) {
  (void)state;
  run_with_names(server_by_name);
}

/* V17. */

static void v17_hosts_file_is_known_in_the_background_too(void **state) {
  (void)state;
  run_with_names(nonblocking_hosts_file);
}

static void slow_name(void) {
  tcpcontext_t t = opened_client(1, 60);
  link_t other = join(server());
  int port;
  int listener = peer_listen(&port);
  long long start = monotonic_ms();
  conn_t c = connect_to(t, "slow.test", port);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK(monotonic_ms() - start < SLOW_MS / 2);
  for (int i = 0; i < 5; ++i) {
    CHECK_INT(vce_conn_is_valid(c), 1);
    CHECK_INT(vce_conn_writable(c), 0);
    CHECK_INT(vce_conn_write(c, "x", 1), VCE_ENOTREADY);
    CHECK_INT(vce_conn_writed(c), 1);
    peer_send_text(other.peer, "x\n");
    heartbeat_at_once();
  }
  CHECK_INT(events_count_of('R', other.conn), 5);
  CHECK(monotonic_ms() - start < SLOW_MS);
  expect_connected(c, listener);
  CHECK(monotonic_ms() - start >= SLOW_MS);
}

static void v17_slow_answer_blocks_nothing(void **state) {
  (void)state;
  run_with_names(slow_name);
}

static void absent_name(void) {
  tcpcontext_t t = opened_client(1, 60);
  conn_t c = connect_to(t, "none.test", 9);
  CHECK_INT(vce_conn_is_valid(c), 1);
  CHECK_INT(vce_get_last_error(), 0);
  PUMP_UNTIL(events_count('F') == 1);
  CHECK(events_get('C', 0)->valid);
  expect_trace("C1:remote F1");
  CHECK_INT(connections(t), 0);
  CHECK_INT(vce_conn_writable(c), VCE_EINVAL);
}

static void v17_name_that_does_not_exist_ends_as_remote(void **state) {
  (void)state;
  run_with_names(absent_name);
}

static void silent_server(void) {
  tcpcontext_t t = opened_client(1, 1);
  connect_to(t, "never.test", 9);
  long long start = monotonic_ms();
  while (events_count('F') == 0 && monotonic_ms() < start + PATIENCE_MS) heartbeat_at_once();
  CHECK_RANGE(monotonic_ms() - start, 900, 10000);
  expect_trace("C1:timeout F1");
}

static void v17_idle_limit_ends_a_look_up_without_answer(void **state) {
  (void)state;
  run_with_names(silent_server);
}

static void close_then_answer(void) {
  tcpcontext_t t = opened_client(1, 60);
  int port;
  int listener = peer_listen(&port);
  for (int i = 0; i < 3; ++i) {
    conn_t c = connect_to(t, "slow.test", port);
    vce_conn_close(c);
    vce_heartbeat();
    CHECK_INT(vce_conn_is_valid(c), 0);
  }
  conn_t again = connect_to(t, "slow.test", port); /* in the slot of the others */
  expect_connected(again, listener);
  pump_for(SLOW_MS);
  expect_trace("C1:app F1 C2:app F2 C3:app F3");
  CHECK_INT(connections(t), 1);
}

static void v17_answer_for_a_connection_that_is_gone_is_dropped(void **state) {
  (void)state;
  run_with_names(close_then_answer);
}

static void end_during_look_up(void) {
  tcpcontext_t t = opened_client(1, 60);
  connect_to(t, "slow.test", 9);
  vce_heartbeat();
  vce_tcpcontext_cleanup(t);
  vce_heartbeat();
  expect_trace("C1:app F1");
  t = opened_client(1, 60);
  connect_to(t, "slow.test", 9);
  vce_heartbeat();
  CHECK_INT(vce_finalize(), 0);
  expect_trace("");
  t = opened_client(1, 60);
  int port;
  int listener = peer_listen(&port);
  expect_connected(connect_to(t, "slow.test", port), listener);
}

static void v17_cleanup_and_finalise_during_a_look_up(void **state) {
  (void)state;
  run_with_names(end_during_look_up);
}

static void many_at_once(void) {
  enum { COUNT = 100 };
  open_library();
  options_t o = options();
  o.nonblock = 1;
  o.max = COUNT;
  tcpcontext_t t = open_client(&o);
  int port;
  peer_listen(&port);
  conn_t c[COUNT];
  for (int i = 0; i < COUNT; ++i)
    c[i] = connect_to(t, i % 2 == 0 ? "slow.test" : "none.test", i % 2 == 0 ? port : 9);
  PUMP_UNTIL(events_count('F') == COUNT / 2);
  long long end = monotonic_ms() + PATIENCE_MS;
  for (int i = 0; i < COUNT; i += 2)
    while (vce_conn_writable(c[i]) == 0 && monotonic_ms() < end) heartbeat_at_once();
  for (int i = 0; i < COUNT; ++i) CHECK_INT(vce_conn_is_valid(c[i]), i % 2 == 0);
}

static void v17_hundred_look_ups_at_once(void **state) {
  (void)state;
  run_with_names(many_at_once);
}

/* V20 with V17. */

static void fork_during_look_up(void) {
  tcpcontext_t t = opened_client(1, 60);
  int port;
  int listener = peer_listen(&port);
  conn_t c = connect_to(t, "slow.test", port);
  vce_heartbeat();
  int child = fork_child();
  /* Either asks for itself; neither takes the other's answer. Both end up connected. */
  conn_t own = connect_to(t, "slow.test", port);
  long long end = monotonic_ms() + PATIENCE_MS;
  while ((vce_conn_writable(c) == 0 || vce_conn_writable(own) == 0) && monotonic_ms() < end)
    heartbeat_at_once();
  CHECK_INT(vce_conn_writable(c), 1024);
  CHECK_INT(vce_conn_writable(own), 1024);
  expect_trace("");
  if (child == 0) child_done();
  expect_child(child);
  for (int i = 0; i < 4; ++i) peer_accept(listener);
}

static void v20_parent_and_child_both_finish_a_look_up_under_way(void **state) {
  (void)state;
  run_with_names(fork_during_look_up);
}

static conn_t given_up;

static int give_up(conn_t c, char *line, int length) {
  (void)c, (void)line, (void)length;
  vce_conn_close(given_up);
  return 0;
}

/* Closed in a heartbeat that then finds its idle limit exceeded, it is destroyed in that one: the
 * resolver has not come to tell the end of the look-up when the process forks. */
static void fork_after_giving_up(void) {
  tcpcontext_t t = opened_client(1, 60);
  int port;
  int listener = peer_listen(&port);
  given_up = connect_to(t, "never.test", port);
  vce_conn_set_timeout(given_up, 1);
  link_t l = join(server());
  on.data = give_up;
  poll(NULL, 0, 2100);
  peer_send_text(l.peer, "now\n");
  conn_t waits = connect_to(t, "slow.test", port);
  vce_heartbeat();
  CHECK_INT(events_count('R'), 1);
  CHECK_INT(vce_conn_is_valid(given_up), 0);
  int child = fork_child();
  long long end = monotonic_ms() + 10000;
  while (vce_conn_writable(waits) == 0 && monotonic_ms() < end)
    heartbeat_at_once();
  CHECK_INT(vce_conn_writable(waits), 1024);
  if (child == 0)
    child_done();
  expect_child(child);
  for (int i = 0; i < 2; ++i)
    peer_accept(listener);
}

static void v20_look_up_given_up_before_a_fork_harms_no_other(void **state) {
  (void)state;
  run_with_names(fork_after_giving_up);
}

int main(void) {
  const struct CMUnitTest verdicts_names[] = {
      FRESH_TEST(v15_server_binds_to_the_address_of_a_name),
      FRESH_TEST(v16_blocking_connect_tries_all_addresses_of_a_name),
      FRESH_TEST(v16_nonblocking_connect_tries_all_addresses_of_a_name),
      FRESH_TEST(v16_ipv4_address_is_tried_first),
      FRESH_TEST(v16_connect_fails_when_every_address_refuses),
      FRESH_TEST(v17_hosts_file_is_known_in_the_background_too),
      FRESH_TEST(v17_slow_answer_blocks_nothing),
      FRESH_TEST(v17_name_that_does_not_exist_ends_as_remote),
      FRESH_TEST(v17_idle_limit_ends_a_look_up_without_answer),
      FRESH_TEST(v17_answer_for_a_connection_that_is_gone_is_dropped),
      FRESH_TEST(v17_cleanup_and_finalise_during_a_look_up),
      FRESH_TEST(v17_hundred_look_ups_at_once),
      FRESH_TEST(v20_parent_and_child_both_finish_a_look_up_under_way),
      FRESH_TEST(v20_look_up_given_up_before_a_fork_harms_no_other),
  };
  return RUN(verdicts_names);
}
