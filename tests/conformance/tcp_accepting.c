/* TCP examples 27-33: accepting. The number in a test's name is the example's
 * (man/compatibility.md, "Examples"); where a decision replaces it, the test's comment has its V. */
#include "harness.h"

#include <stdlib.h>

/* Five clients, one per heartbeat. */
static void connect_five(tcpcontext_t s) {
  for (int i = 0; i < 5; ++i) {
    peer_connect(vce_tcpcontext_get_port(s));
    hb();
  }
}

static void tcp_27_hiwater_watcher_replaces_the_normal_one_from_its_mark_minus_one(void **state) {
  (void)state;
  tcpcontext_t s = server();
  seed_last_error();
  vce_tcpcontext_set_conn_hiwater_acceptwatcher(s, 3, record_hiwater);
  CHECK_INT(vce_get_last_error(), VCE_ECONNSERIAL);
  connect_five(s);
  expect_trace("A1 W2:2 W3:3 W4:4 W5:5");
}

static void tcp_27_mark_one_makes_every_connection_hiwater(void **state) {
  (void)state;
  tcpcontext_t s = server();
  vce_tcpcontext_set_conn_hiwater_acceptwatcher(s, 1, record_hiwater);
  connect_five(s);
  expect_trace("W1:1 W2:2 W3:3 W4:4 W5:5");
}

/* V8 replaces "no calls at all". */
static void tcp_27_v08_hiwater_watcher_alone_is_called_at_its_mark(void **state) {
  (void)state;
  tcpcontext_t s = server();
  vce_tcpcontext_set_conn_acceptwatcher(s, NULL);
  vce_tcpcontext_set_conn_hiwater_acceptwatcher(s, 3, record_hiwater);
  int first = peer_connect(vce_tcpcontext_get_port(s));
  hb();
  events_know(conn_of_peer(s, first));
  for (int i = 0; i < 2; ++i) {
    peer_connect(vce_tcpcontext_get_port(s));
    hb();
  }
  expect_trace("W2:2 W3:3");
  CHECK_INT(connections(s), 3);
}

static void tcp_27_without_hiwater_function_the_normal_watcher_goes_on(void **state) {
  (void)state;
  tcpcontext_t s = server();
  vce_tcpcontext_set_conn_hiwater_acceptwatcher(s, 2, NULL);
  connect_five(s);
  expect_trace("A1 A2 A3 A4 A5");
}

static void tcp_27_mark_is_looked_up_at_each_accept(void **state) {
  (void)state;
  tcpcontext_t s = server();
  vce_tcpcontext_set_conn_hiwater_acceptwatcher(s, 100, record_hiwater);
  join(s);
  join(s);
  vce_tcpcontext_set_conn_hiwater_acceptwatcher(s, 4, record_hiwater);
  peer_connect(vce_tcpcontext_get_port(s));
  hb();
  expect_trace("W3:3");
}

static int write_and_refuse(conn_t c) {
  CHECK_INT(vce_conn_write(c, "sorry", 5), 5);
  return -1;
}

static void tcp_28_refused_connection_sees_the_finalizer_only(void **state) {
  (void)state;
  tcpcontext_t s = server();
  on.accept = write_and_refuse;
  vce_stat_t before = counters();
  int peer = peer_connect(vce_tcpcontext_get_port(s));
  hb();
  expect_trace("A1 F1");
  CHECK_INT(connections(s), 0);
  CHECK_INT(CHANGED(before, conn_close), 0);
  CHECK_INT(CHANGED(before, conn_alloc), 1);
  CHECK_INT(CHANGED(before, conn_free), 1);
  peer_expect_end(peer);
}

static int inside_writable, inside_write;

static int try_to_write(conn_t c) {
  inside_writable = vce_conn_writable(c);
  inside_write = vce_conn_write(c, "hi", 2);
  return 0;
}

static void tcp_29_connection_of_a_nonblocking_server_starts_connecting(void **state) {
  (void)state;
  options_t o = options();
  o.nonblock = 1;
  tcpcontext_t s = open_server(&o);
  on.accept = try_to_write;
  link_t l = join(s);
  CHECK_INT(inside_writable, 0);
  CHECK_INT(inside_write, VCE_ENOTREADY);
  CHECK_INT(vce_conn_writable(l.conn), 0);
  hb();
  CHECK_INT(vce_conn_writable(l.conn), 1024);
}

static void tcp_29_connection_of_a_blocking_server_is_writable_in_the_acceptwatcher(void **state) {
  (void)state;
  on.accept = try_to_write;
  link_t l = join(server());
  CHECK_INT(inside_writable, 1024);
  CHECK_INT(inside_write, 2);
  hb();
  peer_expect_text(l.peer, "hi");
}

/* V5 replaces "one per context"; which context comes first is kept. */
static void tcp_30_v05_all_waiting_clients_of_two_contexts_are_accepted_at_once(void **state) {
  (void)state;
  tcpcontext_t older = server(), newer = server();
  for (int i = 0; i < 2; ++i) {
    peer_connect(vce_tcpcontext_get_port(older));
    peer_connect(vce_tcpcontext_get_port(newer));
  }
  hb();
  expect_trace("A1 A2 A3 A4");
  conn_t of_older[2], of_newer[2];
  CHECK_INT(vce_tcpcontext_get_all_connection(older, of_older, 2), 2);
  CHECK_INT(vce_tcpcontext_get_all_connection(newer, of_newer, 2), 2);
  CHECK(of_newer[0].serial < of_older[1].serial);
}

static void tcp_31_disabled_server_accepts_and_closes(void **state) {
  (void)state;
  tcpcontext_t s = server();
  link_t before = join(s);
  seed_last_error();
  vce_tcpcontext_enable_accept(s, 0);
  CHECK_INT(vce_get_last_error(), VCE_ECONNSERIAL);
  int peer = peer_connect(vce_tcpcontext_get_port(s));
  hb();
  expect_trace("");
  peer_expect_end(peer);
  CHECK_INT(connections(s), 1);
  CHECK_INT(context_counters(s).accept_syscall, 2);
  peer_send_text(before.peer, "still here\n");
  hb();
  expect_trace("R1:still%20here");
  vce_tcpcontext_enable_accept(s, -1);
  CHECK_INT(vce_conn_is_valid(join(s).conn), 1);
}

/* Unread bytes must not turn the end into a reset: what the peer sees is the same. */
static void tcp_31_dropped_client_that_has_spoken_reads_end_of_stream_too(void **state) {
  (void)state;
  tcpcontext_t s = server();
  vce_tcpcontext_enable_accept(s, 0);
  int peer = peer_connect(vce_tcpcontext_get_port(s));
  peer_send_text(peer, "hello\n");
  hb();
  peer_expect_end(peer);
}

static void tcp_31_dropped_client_uses_no_serial(void **state) {
  (void)state;
  tcpcontext_t s = server();
  conn_t first = join(s).conn;
  vce_tcpcontext_enable_accept(s, 0);
  peer_connect(vce_tcpcontext_get_port(s));
  hb();
  vce_tcpcontext_enable_accept(s, 1);
  CHECK_INT(join(s).conn.serial, first.serial + 1);
}

static int deny(tcpcontext_t t) {
  (void)t;
  return -1;
}

static int permit(tcpcontext_t t) {
  (void)t;
  return 0;
}

/* Six clients, one per heartbeat; how many of them the server keeps. */
static int six_clients(tcpcontext_t s, int *peers) {
  for (int i = 0; i < 6; ++i) {
    peers[i] = peer_connect(vce_tcpcontext_get_port(s));
    hb();
  }
  return connections(s);
}

static tcpcontext_t rated_server(int con_max, int (*warning)(tcpcontext_t)) {
  tcpcontext_t s = server();
  seed_last_error();
  vce_tcpcontext_set_accept_max(s, con_max, warning == NULL ? NULL : record_warning);
  CHECK_INT(vce_get_last_error(), VCE_ECONNSERIAL);
  on.warning = warning;
  hbs(3);
  return s;
}

static void tcp_32_burst_of_limit_plus_one_passes_then_warnings(void **state) {
  (void)state;
  int peers[6];
  CHECK_INT(six_clients(rated_server(2, deny), peers), 3);
  expect_trace("A1 A2 A3 X X X");
  for (int i = 0; i < 3; ++i) peer_expect_nothing(peers[i]);
  for (int i = 3; i < 6; ++i) peer_expect_end(peers[i]);
}

static void tcp_32_warning_may_let_the_client_pass(void **state) {
  (void)state;
  int peers[6];
  CHECK_INT(six_clients(rated_server(2, permit), peers), 6);
  expect_trace("A1 A2 A3 X A4 X A5 X A6");
}

static void tcp_32_without_warning_function_the_excess_is_dropped(void **state) {
  (void)state;
  int peers[6];
  CHECK_INT(six_clients(rated_server(2, NULL), peers), 3);
  expect_trace("A1 A2 A3");
  peer_expect_end(peers[5]);
}

static void tcp_32_zero_and_negative_switch_the_limit_off(void **state) {
  (void)state;
  int peers[6];
  CHECK_INT(six_clients(rated_server(0, deny), peers), 6);
  CHECK_INT(six_clients(rated_server(-7, deny), peers), 6);
  CHECK_INT(events_count('X'), 0);
}

static void tcp_32_huge_limit_is_survived(void **state) {
  (void)state;
  int peers[6];
  CHECK_INT(six_clients(rated_server(2147483647, deny), peers), 6);
  CHECK_INT(events_count('X'), 0);
}

static void tcp_32_dropped_clients_of_a_disabled_server_use_up_the_rate(void **state) {
  (void)state;
  tcpcontext_t s = rated_server(2, deny);
  vce_tcpcontext_enable_accept(s, 0);
  int peers[6];
  CHECK_INT(six_clients(s, peers), 0);
  CHECK_INT(events_count('X'), 3);
  vce_tcpcontext_enable_accept(s, 1);
  CHECK_INT(six_clients(s, peers), 0);
  CHECK_INT(events_count('X'), 9);
}

/* 80 per minute: after the burst one more every 750 ms. */
static void tcp_32_rate_recovers_one_client_per_interval(void **state) {
  (void)state;
  enum { PER_MINUTE = 80, INTERVAL_MS = 60000 / PER_MINUTE, AFTER = 3 };
  options_t o = options();
  o.max = PER_MINUTE + 20;
  tcpcontext_t s = open_server(&o);
  vce_tcpcontext_set_accept_max(s, PER_MINUTE, record_warning);
  on.warning = deny;
  hb();
  long long start = monotonic_ms();
  for (int i = 0; i < PER_MINUTE + 1; ++i) peer_connect(vce_tcpcontext_get_port(s));
  PUMP_UNTIL(connections(s) >= PER_MINUTE + 1);
  long long burst_ms = monotonic_ms() - start;
  events_clear();
  start = monotonic_ms();
  int at_start = connections(s);
  while (connections(s) < at_start + AFTER && monotonic_ms() < start + PATIENCE_MS) {
    int peer = peer_connect(vce_tcpcontext_get_port(s));
    hb();
    if (vce_conn_is_valid(conn_of_peer(s, peer)) == 0) peer_close(peer);
    poll(NULL, 0, 2);
  }
  long long elapsed = monotonic_ms() - start;
  CHECK_INT(connections(s), at_start + AFTER);
  CHECK(events_count('X') > 0);
  CHECK_RANGE(elapsed, (AFTER - 1) * INTERVAL_MS - burst_ms - 20, AFTER * INTERVAL_MS + 2000);
}

static void small_pool(void) {
  open_library();
  vce_finalize();
  vce_limit_t limits;
  vce_limit_clear(&limits);
  limits.max_conn = 2;
  CHECK_INT(vce_initialize_limited(&limits), 0);
  options_t o = options();
  o.max = 50;
  tcpcontext_t s = open_server(&o);
  CHECK_INT(vce_tcpcontext_get_max_connection(s), 50);
  link_t first = join(s);
  conn_t second = join(s).conn;
  int third = peer_connect(vce_tcpcontext_get_port(s));
  hb();
  CHECK_INT(connections(s), 2);
  CHECK_INT(context_counters(s).accept_syscall, 3);
  peer_expect_end(third);

  int port;
  int listener = peer_listen(&port);
  conn_t c = dial(client(), port);
  CHECK(c.p == NULL && c.serial == 0);
  CHECK_INT(vce_get_last_error(), VCE_EFULL);
  peer_expect_end(peer_accept(listener));

  /* turning clients away was no trouble: the next one is accepted at once */
  peer_close(first.peer);
  hb();
  CHECK_INT(join(s).conn.serial, second.serial + 1); /* failures used none */
  vce_counters_t now;
  CHECK_INT(vce_get_counters(&now, sizeof now), 0);
  CHECK_INT(now.turned_away_pool, 1);
  CHECK_INT(now.turned_away_descriptors, 0);
}

static void tcp_33_full_pool_turns_clients_away_and_refuses_connects(void **state) {
  (void)state;
  run_fresh(small_pool);
}

int main(void) {
  const struct CMUnitTest tcp_accepting[] = {
      TEST(tcp_27_hiwater_watcher_replaces_the_normal_one_from_its_mark_minus_one),
      TEST(tcp_27_mark_one_makes_every_connection_hiwater),
      TEST(tcp_27_v08_hiwater_watcher_alone_is_called_at_its_mark),
      TEST(tcp_27_without_hiwater_function_the_normal_watcher_goes_on),
      TEST(tcp_27_mark_is_looked_up_at_each_accept),
      TEST(tcp_28_refused_connection_sees_the_finalizer_only),
      TEST(tcp_29_connection_of_a_nonblocking_server_starts_connecting),
      TEST(tcp_29_connection_of_a_blocking_server_is_writable_in_the_acceptwatcher),
      TEST(tcp_30_v05_all_waiting_clients_of_two_contexts_are_accepted_at_once),
      TEST(tcp_31_disabled_server_accepts_and_closes),
      TEST(tcp_31_dropped_client_that_has_spoken_reads_end_of_stream_too),
      TEST(tcp_31_dropped_client_uses_no_serial),
      TEST(tcp_32_burst_of_limit_plus_one_passes_then_warnings),
      TEST(tcp_32_warning_may_let_the_client_pass),
      TEST(tcp_32_without_warning_function_the_excess_is_dropped),
      TEST(tcp_32_zero_and_negative_switch_the_limit_off),
      TEST(tcp_32_huge_limit_is_survived),
      TEST(tcp_32_dropped_clients_of_a_disabled_server_use_up_the_rate),
      TEST(tcp_32_rate_recovers_one_client_per_interval),
      FRESH_TEST(tcp_33_full_pool_turns_clients_away_and_refuses_connects),
  };
  return RUN(tcp_accepting);
}
