/* TCP examples 34-38: the idle limit. It counts whole seconds: a limit of T expires when the second
 * of the last access is T + 1 seconds past. Reasons follow V3, output follows V4. */
#include "harness.h"

#include <stdlib.h>

enum { SECOND = 1000000, EARLY = 20000, LATE = 1000000 };

/* The closewatcher came with TIMEOUT, T + 1 seconds after the second of the last access. */
static void expect_timeout_at(conn_t c, long long second, int limit) {
  const event *e = events_get_of('C', c);
  CHECK_INT(e->value, CLOSE_REASON_TIMEOUT);
  long long due = (second + limit + 1) * SECOND;
  CHECK_RANGE(e->at_us - due, -EARLY, LATE);
}

static void tcp_34_v03_limit_strikes_when_its_second_is_over(void **state) {
  (void)state;
  tcpcontext_t s = server();
  link_t l[4];
  static const int limits[4] = {0, 1, 2, 2147483647};
  long long second = pump_to_second();
  vce_stat_t before = counters();
  for (int i = 0; i < 4; ++i) {
    l[i] = join(s);
    vce_conn_set_timeout(l[i].conn, limits[i]);
  }
  PUMP_UNTIL(events_count('F') == 3);
  for (int i = 0; i < 3; ++i) expect_timeout_at(l[i].conn, second, limits[i]);
  CHECK_INT(CHANGED(before, conn_timeout), 3);
  CHECK_INT(CHANGED(before, conn_close), 3);
  CHECK_INT(vce_conn_is_valid(l[3].conn), 1);
  expect_trace("C1:timeout F1 C2:timeout F2 C3:timeout F3");
  peer_expect_end(l[0].peer);
}

static void tcp_34_v03_limit_below_zero_strikes_in_the_next_heartbeat(void **state) {
  (void)state;
  tcpcontext_t s = server();
  link_t l = join(s);
  vce_stat_t before = counters();
  vce_conn_set_timeout(l.conn, -1);
  hb();
  expect_trace("");
  CHECK_INT(CHANGED(before, conn_timeout), 1);
  CHECK_INT(CHANGED(before, conn_close), 1);
  CHECK_INT(context_counters(s).conn_timeout, 1);
  CHECK_INT(vce_conn_is_closed(l.conn), 1);
  hb();
  expect_trace("C1:timeout F1");
  CHECK_INT(CHANGED(before, conn_timeout), 1);
  CHECK_INT(CHANGED(before, conn_close), 1);
}

/* The limit counts from the second of the last receive: here 1 second after the first access. */
static void tcp_35_received_data_moves_the_limit_by_whole_seconds(void **state) {
  (void)state;
  options_t o = options();
  o.timeout = 1;
  tcpcontext_t s = open_server(&o);
  long long second = pump_to_second();
  link_t l = join(s);
  pump_for(1000);
  peer_send_text(l.peer, "x\n");
  hb();
  CHECK_INT(wall_us() / SECOND, second + 1);
  PUMP_UNTIL(events_count('F') == 1);
  expect_timeout_at(l.conn, second + 1, 1);
}

/* Four connections with a limit of 2 seconds: received or sent data every 0.4 s, in a context with
 * the default flags (1,0) and in one with (0,1). */
static void tcp_35_flags_tell_what_counts_as_access(void **state) {
  (void)state;
  options_t o = options();
  o.timeout = 2;
  tcpcontext_t by_receive = open_server(&o), by_send = open_server(&o);
  seed_last_error();
  vce_tcpcontext_timeout_control(by_send, 0, 1);
  CHECK_INT(vce_get_last_error(), VCE_ECONNSERIAL);
  long long second = pump_to_second();
  link_t talks = join(by_receive), is_told = join(by_receive);
  link_t talks_in_vain = join(by_send), is_told_well = join(by_send);
  for (int round = 0; round < 11; ++round) {
    if (!peer_at_end(talks.peer)) peer_send_text(talks.peer, "x\n");
    if (!peer_at_end(talks_in_vain.peer)) peer_send_text(talks_in_vain.peer, "x\n");
    vce_conn_write(is_told.conn, "y", 1);
    vce_conn_write(is_told_well.conn, "y", 1);
    pump_for(400);
  }
  CHECK_INT(vce_conn_is_valid(talks.conn), 1);
  CHECK_INT(vce_conn_is_valid(is_told_well.conn), 1);
  CHECK_INT(vce_conn_is_valid(talks_in_vain.conn) + vce_conn_is_valid(is_told.conn), 0);
  expect_timeout_at(is_told.conn, second, 2);
  expect_timeout_at(talks_in_vain.conn, second, 2);
  CHECK_INT(events_count('C'), 2);
}

static void tcp_35_flags_concern_existing_connections_too(void **state) {
  (void)state;
  options_t o = options();
  o.timeout = 1;
  tcpcontext_t s = open_server(&o);
  long long second = pump_to_second();
  link_t l = join(s);
  vce_tcpcontext_timeout_control(s, 0, 0);
  for (int round = 0; round < 7 && vce_conn_is_valid(l.conn); ++round) {
    peer_send_text(l.peer, "x\n");
    vce_conn_write(l.conn, "y", 1);
    pump_for(400);
  }
  CHECK_INT(vce_conn_is_valid(l.conn), 0);
  expect_timeout_at(l.conn, second, 1);
}

/* V4 lets the bytes leave before the limit expires. */
static void tcp_36_v04_limit_below_zero_lets_written_bytes_leave(void **state) {
  (void)state;
  link_t l = join(server());
  vce_conn_set_timeout(l.conn, -1);
  CHECK_INT(vce_conn_write(l.conn, "tail", 4), 4);
  hb();
  expect_trace("");
  hb();
  expect_trace("C1:timeout F1");
  peer_expect_text(l.peer, "tail");
  peer_expect_end(l.peer);
}

/* A connection that the application closed and that ran into its limit at the same time: the bytes
 * leave; either reason is true. */
static void expect_drained_within_two_heartbeats(link_t l) {
  events_clear();
  hbs(2);
  CHECK_INT(events_count('F'), 1);
  CHECK_RANGE(events_get('C', 0)->value, CLOSE_REASON_APPLICATION, CLOSE_REASON_TIMEOUT);
  peer_expect_text(l.peer, "tail");
  peer_expect_end(l.peer);
}

static void tcp_36_v04_closing_connection_below_zero_lets_written_bytes_leave(void **state) {
  (void)state;
  link_t l = join(server());
  CHECK_INT(vce_conn_write(l.conn, "tail", 4), 4);
  vce_conn_close(l.conn);
  vce_conn_set_timeout(l.conn, -1);
  expect_drained_within_two_heartbeats(l);
}

static void tcp_36_limit_zero_in_the_running_second_drains(void **state) {
  (void)state;
  tcpcontext_t s = server();
  pump_to_second();
  link_t l = join(s);
  CHECK_INT(vce_conn_write(l.conn, "tail", 4), 4);
  vce_conn_close(l.conn);
  vce_conn_set_timeout(l.conn, 0);
  hb();
  peer_expect_text(l.peer, "tail");
  expect_trace("");
  hb();
  expect_trace("C1:app F1");
}

static void tcp_36_v04_limit_zero_in_a_later_second_still_lets_written_bytes_leave(void **state) {
  (void)state;
  tcpcontext_t s = server();
  pump_to_second();
  link_t l = join(s);
  pump_for(1200);
  CHECK_INT(vce_conn_write(l.conn, "tail", 4), 4);
  vce_conn_close(l.conn);
  vce_conn_set_timeout(l.conn, 0);
  expect_drained_within_two_heartbeats(l);
}

enum { LARGE = 8000000 };

static void tcp_37_limit_bounds_the_drain_to_a_peer_that_never_reads(void **state) {
  (void)state;
  options_t o = options();
  o.wblen = LARGE;
  o.timeout = 1;
  tcpcontext_t s = open_server(&o);
  char *data = calloc(1, LARGE);
  long long second = pump_to_second();
  link_t l = join_narrow(s, 4096);
  CHECK_INT(vce_conn_write(l.conn, data, LARGE), LARGE);
  free(data);
  vce_stat_t before = counters();
  vce_conn_close(l.conn);
  hb();
  CHECK(unsent(l.conn) > 0);
  PUMP_UNTIL(events_count('F') == 1);
  expect_timeout_at(l.conn, second, 1);
  CHECK_INT(CHANGED(before, conn_timeout), 0);
  CHECK_INT(CHANGED(before, conn_close), 1);
  expect_trace("C1:timeout F1");
}

static void tcp_38_v03_limit_below_zero_strikes_before_waiting_data_is_read(void **state) {
  (void)state;
  link_t l = join(server());
  peer_send_text(l.peer, "unread\n");
  vce_conn_set_timeout(l.conn, -1);
  vce_stat_t before = counters();
  hb();
  expect_trace("");
  hb();
  expect_trace("C1:timeout F1");
  CHECK_INT(CHANGED(before, recv_byte), 0);
}

int main(void) {
  const struct CMUnitTest tcp_idle[] = {
      TEST(tcp_34_v03_limit_strikes_when_its_second_is_over),
      TEST(tcp_34_v03_limit_below_zero_strikes_in_the_next_heartbeat),
      TEST(tcp_35_received_data_moves_the_limit_by_whole_seconds),
      TEST(tcp_35_flags_tell_what_counts_as_access),
      TEST(tcp_35_flags_concern_existing_connections_too),
      TEST(tcp_36_v04_limit_below_zero_lets_written_bytes_leave),
      TEST(tcp_36_v04_closing_connection_below_zero_lets_written_bytes_leave),
      TEST(tcp_36_limit_zero_in_the_running_second_drains),
      TEST(tcp_36_v04_limit_zero_in_a_later_second_still_lets_written_bytes_leave),
      TEST(tcp_37_limit_bounds_the_drain_to_a_peer_that_never_reads),
      TEST(tcp_38_v03_limit_below_zero_strikes_before_waiting_data_is_read),
  };
  return RUN(tcp_idle);
}
