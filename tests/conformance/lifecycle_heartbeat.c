/* Lifecycle examples H1-H34, W1-W2 and T1-T4: what one heartbeat does, waiting, time. The number in
 * a test's name is the example's (man/compatibility.md, "Examples"); where a decision replaces the
 * example, the test's comment or name has its V. */
#include "harness.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The setting of these examples: bin16, buffers of 1000 bytes, a limit of 100 seconds. */
static options_t bin16_options(void) {
  options_t o = options();
  o.rblen = o.wblen = 1000;
  o.timeout = 100;
  o.parser = vce_protocol_parser_bin16;
  return o;
}

static tcpcontext_t bin16_server(void) {
  options_t o = bin16_options();
  return open_server(&o);
}

static tcpcontext_t bin16_server_with_calls(int calls) {
  options_t o = bin16_options();
  o.calls = calls;
  return open_server(&o);
}

static int echo(conn_t c, char *data, int length) {
  return vce_protocol_unparser_bin16(c, data, length);
}

/* V5: all three at once; the newer context is served first. */
static void h01_v05_all_waiting_clients_are_accepted_in_one_heartbeat(void **state) {
  (void)state;
  tcpcontext_t x = bin16_server(), y = bin16_server();
  peer_connect(vce_tcpcontext_get_port(x));
  peer_connect(vce_tcpcontext_get_port(x));
  peer_connect(vce_tcpcontext_get_port(y));
  hb();
  expect_trace("A1 A2 A3");
  CHECK_INT(connections(x), 2);
  conn_t of_x[2], of_y[1];
  CHECK_INT(vce_tcpcontext_get_all_connection(x, of_x, 2), 2);
  CHECK_INT(vce_tcpcontext_get_all_connection(y, of_y, 1), 1);
  CHECK(of_y[0].serial < of_x[1].serial);
}

static void h02_v06_three_waiting_records_are_delivered_in_any_order(void **state) {
  (void)state;
  tcpcontext_t s = bin16_server();
  link_t l[3] = {join(s), join(s), join(s)};
  peer_send_hex(l[0].peer, "000178");
  peer_send_hex(l[1].peer, "000179");
  peer_send_hex(l[2].peer, "00017a");
  hb();
  expect_trace_any_order("R3:z R2:y R1:x");
}

static void h03_data_that_came_with_the_connection_is_parsed_one_heartbeat_later(void **state) {
  (void)state;
  tcpcontext_t s = bin16_server();
  vce_stat_t before = counters();
  peer_send_hex(peer_connect(vce_tcpcontext_get_port(s)), "000161000162");
  static const char *const expected[] = {"A1", "R1:a", "R1:b", ""};
  for (size_t i = 0; i < ELEMENTOF(expected); ++i) {
    hb();
    expect_trace(expected[i]);
  }
  CHECK_INT(CHANGED(before, recv_byte), 6);
  CHECK_INT(CHANGED(before, recv_syscall), 1);
}

/* V4: the echo leaves in the heartbeat that read the request. */
static void h04_v04_echo_leaves_at_once_in_one_send(void **state) {
  (void)state;
  tcpcontext_t s = bin16_server();
  on.data = echo;
  link_t l = join(s);
  vce_stat_t before = counters();
  peer_send_hex(l.peer, "000161");
  hb();
  peer_expect_hex(l.peer, "000161");
  CHECK_INT(CHANGED(before, conn_write), 2);
  CHECK_INT(CHANGED(before, send_syscall), 1);
  CHECK_INT(CHANGED(before, send_byte), 3);
}

static int close_codes[8], closes;

static int close_and_note(conn_t c, char *data, int length) {
  (void)data;
  (void)length;
  vce_conn_close(c);
  close_codes[closes++] = vce_get_last_error();
  return 0;
}

static void h05_records_after_a_close_are_delivered_and_the_close_counts_once(void **state) {
  (void)state;
  tcpcontext_t s = bin16_server_with_calls(10);
  link_t l = join(s);
  vce_stat_t before = counters();
  closes = 0;
  on.data = close_and_note;
  peer_send_hex(l.peer, "000161000162000163");
  hb();
  expect_trace("R1:a R1:b R1:c");
  CHECK_INT(close_codes[0], 0);
  CHECK_INT(close_codes[1], VCE_EALREADY);
  CHECK_INT(close_codes[2], VCE_EALREADY);
  hb();
  expect_trace("C1:app F1");
  peer_expect_end(l.peer);
  CHECK_INT(CHANGED(before, conn_close), 1);
}

static int echo_and_close(conn_t c, char *data, int length) {
  int result = vce_protocol_unparser_bin16(c, data, length);
  vce_conn_close(c);
  return result;
}

/* V4: the echo leaves one heartbeat earlier, and so the connection ends one earlier. */
static void h06_v04_echo_and_close_sends_then_ends(void **state) {
  (void)state;
  link_t l = join(bin16_server());
  on.data = echo_and_close;
  peer_send_hex(l.peer, "000161");
  hb();
  expect_trace("R1:a");
  peer_expect_hex(l.peer, "000161");
  peer_expect_nothing(l.peer);
  hb();
  expect_trace("C1:app F1");
  peer_expect_end(l.peer);
}

static int answer_minus_five(conn_t c, char *data, int length) {
  (void)c;
  (void)data;
  (void)length;
  return -5;
}

static void h07_negative_callback_result_ends_in_the_same_heartbeat(void **state) {
  (void)state;
  link_t l = join(bin16_server());
  vce_stat_t before = counters();
  on.data = answer_minus_five;
  peer_send_hex(l.peer, "000161");
  hb();
  CHECK_INT(vce_get_last_error(), 0);
  expect_trace("R1:a C1:parser F1");
  peer_expect_end(l.peer);
  CHECK_INT(CHANGED(before, conn_close), 0);
  CHECK_INT(CHANGED(before, conn_free), 1);
}

static int break_always(conn_t c, char *data, int length) {
  (void)c;
  (void)data;
  (void)length;
  vce_conn_break_heartbeat();
  return 0;
}

static void h08_break_concerns_the_connection_being_parsed_only(void **state) {
  (void)state;
  tcpcontext_t s = bin16_server_with_calls(10);
  link_t a = join(s), b = join(s);
  on.data = break_always;
  peer_send_hex(a.peer, "000161000162");
  peer_send_hex(b.peer, "000163000164");
  hb();
  expect_trace_any_order("R1:a R2:c");
  hb();
  expect_trace_any_order("R1:b R2:d");
}

/* V1: nothing is lost. */
static void h09_v01_three_records_before_the_end_are_all_delivered(void **state) {
  (void)state;
  link_t l = join(bin16_server());
  vce_stat_t before = counters();
  peer_send_hex(l.peer, "000161000162000163");
  peer_close(l.peer);
  hb();
  expect_trace("R1:a");
  hb();
  expect_trace("R1:b");
  PUMP_UNTIL(events_count('F') == 1);
  expect_trace("R1:c C1:remote F1");
  CHECK(heartbeat_number <= 5);
  CHECK_INT(CHANGED(before, recv_syscall_e), 1);
  CHECK_INT(CHANGED(before, conn_close), 0);
}

static int consume_all(conn_t c) {
  vce_conn_shrink_readbuf(c, unread(c));
  return 0;
}

static void h10_v12_custom_parser_that_consumed_all_is_not_called_again(void **state) {
  (void)state;
  options_t o = bin16_options();
  o.parser = record_parser;
  o.calls = 3;
  link_t l = join(open_server(&o));
  on.parser = consume_all;
  peer_send_text(l.peer, "abc");
  hb();
  expect_trace("P1:3");
  hb();
  expect_trace("");
}

static void h11_without_parser_calls_the_record_waits(void **state) {
  (void)state;
  link_t l = join(bin16_server_with_calls(0));
  peer_send_hex(l.peer, "000161");
  hbs(3);
  expect_trace("");
  char text[300];
  CHECK_INT(vce_get_netstat_string(text, sizeof text), 0);
  CHECK(strncmp(text, "type=conn,r=3,w=0,rem=", 22) == 0);
}

static int answer_three(conn_t c, char *data, int length) {
  (void)c;
  (void)data;
  (void)length;
  return 3;
}

static void h12_positive_callback_result_means_go_on(void **state) {
  (void)state;
  link_t l = join(bin16_server_with_calls(5));
  on.data = answer_three;
  peer_send_hex(l.peer, "000161000162000163");
  hb();
  expect_trace("R1:a R1:b R1:c");
  CHECK_INT(vce_conn_is_valid(l.conn), 1);
}

/* V4: no limit per heartbeat. What remains: everything arrives, in order, never blocking. */
static void h13_v04_large_output_arrives_whole(void **state) {
  (void)state;
  enum { AMOUNT = 600000 };
  options_t o = bin16_options();
  o.wblen = 4000000;
  link_t l = join(open_server(&o));
  char *data = pattern(AMOUNT);
  vce_stat_t before = counters();
  CHECK_INT(vce_conn_write(l.conn, data, AMOUNT), AMOUNT);
  hb();
  CHECK(CHANGED(before, send_byte) > 0);
  bool whole = peer_receives(l.peer, data, AMOUNT);
  free(data);
  CHECK(whole);
  CHECK_INT(CHANGED(before, send_byte), AMOUNT);
  CHECK_INT(vce_conn_writable(l.conn), 4000000);
}

static void h14_large_input_is_delivered_whole_in_chunks_within_the_buffer(void **state) {
  (void)state;
  enum { AMOUNT = 2500000, BUFFER = 100000 };
  options_t o = bin16_options();
  o.rblen = BUFFER;
  o.parser = vce_protocol_parser_through;
  link_t l = join(open_server(&o));
  char *data = pattern(AMOUNT);
  size_t sent = 0, length = 0;
  long long end = monotonic_ms() + 10000;
  while (length < AMOUNT && monotonic_ms() < end) {
    sent += peer_send_some(l.peer, data + sent, AMOUNT - sent);
    hb();
    events_data_of(l.conn, &length);
  }
  const char *delivered = events_data_of(l.conn, &length);
  CHECK_INT(length, AMOUNT);
  CHECK(memcmp(delivered, data, AMOUNT) == 0);
  free(data);
  for (int i = 0; i < events_count('R'); ++i) CHECK_RANGE(events_get('R', i)->length, 1, BUFFER);
}

/* V4 changes in which heartbeat the output leaves; that a closing connection still receives and
 * ends as APPLICATION when all is sent, holds. */
static void h15_closing_connection_receives_while_it_drains(void **state) {
  (void)state;
  enum { AMOUNT = 8000000 };
  options_t o = bin16_options();
  o.wblen = AMOUNT;
  link_t l = join_narrow(open_server(&o), 4096);
  char *data = pattern(AMOUNT);
  CHECK_INT(vce_conn_write(l.conn, data, AMOUNT), AMOUNT);
  vce_conn_close(l.conn);
  CHECK_INT(vce_conn_write(l.conn, "x", 1), VCE_ECLOSED);
  hb();
  CHECK(unsent(l.conn) > 0);
  peer_send_hex(l.peer, "000161");
  hb();
  CHECK_INT(events_get('R', 0)->closed, 1);
  expect_trace("R1:a");
  bool whole = peer_receives(l.peer, data, AMOUNT);
  free(data);
  CHECK(whole);
  PUMP_UNTIL(events_count('F') == 1);
  expect_trace("C1:app F1");
  peer_expect_end(l.peer);
}

/* One heartbeat with everything in it. The order of s2 and s3 is not promised (V6). */
static void h16_one_heartbeat_sweeps_serves_and_accepts(void **state) {
  (void)state;
  tcpcontext_t s = bin16_server();
  link_t l1 = join(s), l2 = join(s), l3 = join(s);
  vce_conn_close(l1.conn);
  CHECK_INT(vce_conn_write(l2.conn, "out", 3), 3);
  peer_send_hex(l2.peer, "000162");
  peer_send_hex(l3.peer, "000163");
  peer_connect(vce_tcpcontext_get_port(s));
  hb();
  const char *t = trace();
  CHECK(strncmp(t, "C1:app F1 ", 10) == 0);
  CHECK(strcmp(t + strlen(t) - 3, " A4") == 0);
  expect_trace_any_order("C1:app F1 R2:b R3:c A4");
  peer_expect_text(l2.peer, "out");
}

static void h17_heartbeat_on_a_single_connection_parses_that_one_only(void **state) {
  (void)state;
  tcpcontext_t s = bin16_server();
  link_t l1 = join(s), l2 = join(s);
  CHECK_INT(vce_conn_write(l2.conn, "out", 3), 3);
  peer_send_hex(l1.peer, "000161");
  peer_send_hex(l2.peer, "000162");
  peer_connect(vce_tcpcontext_get_port(s));
  settle();
  vce_heartbeat_on_single_conn(l1.conn);
  CHECK_INT(vce_get_last_error(), 0);
  expect_trace("R1:a A3");
  CHECK_INT(unread(l2.conn), 3);
  peer_expect_text(l2.peer, "out");
  hb();
  expect_trace("R2:b");
}

/* V3: the reason is TIMEOUT. */
static void h18_v03_idle_connection_is_marked_then_destroyed(void **state) {
  (void)state;
  options_t o = bin16_options();
  o.timeout = 1;
  tcpcontext_t s = open_server(&o);
  pump_to_second();
  long long start = wall_us();
  link_t l = join(s);
  vce_stat_t before = counters();
  PUMP_UNTIL(vce_conn_is_closed(l.conn) == 1 || !vce_conn_is_valid(l.conn));
  CHECK_RANGE(wall_us() - start, 1000000, 3000000);
  CHECK_INT(CHANGED(before, conn_timeout), 1);
  CHECK_INT(CHANGED(before, conn_close), 1);
  expect_trace("");
  hb();
  expect_trace("C1:timeout F1");
  CHECK_INT(CHANGED(before, conn_timeout), 1);
}

enum { LARGE = 8000000 };

/* A connection of `timeout` seconds with 8 MB written to a peer that does not read. */
static long long stuck_since; /* the second */

static link_t stuck_link(int timeout) {
  options_t o = bin16_options();
  o.timeout = timeout;
  o.wblen = LARGE;
  tcpcontext_t s = open_server(&o);
  stuck_since = pump_to_second();
  link_t l = join_narrow(s, 4096);
  char *data = calloc(1, LARGE);
  CHECK_INT(vce_conn_write(l.conn, data, LARGE), LARGE);
  free(data);
  return l;
}

static void h19_limit_zero_strikes_at_the_next_second_whatever_is_unsent(void **state) {
  (void)state;
  link_t l = stuck_link(0);
  hb();
  CHECK(unsent(l.conn) > 0);
  PUMP_UNTIL(events_count('F') == 1);
  CHECK_RANGE(events_get('C', 0)->at_us - (stuck_since + 1) * 1000000, -20000, 3000000);
  expect_trace("C1:timeout F1");
}

static void h20_drain_under_a_limit_of_zero_ends_at_the_next_second(void **state) {
  (void)state;
  link_t l = stuck_link(100);
  vce_stat_t before = counters();
  vce_conn_set_timeout(l.conn, 0);
  vce_conn_close(l.conn);
  PUMP_UNTIL(events_count('F') == 1);
  CHECK_RANGE(events_get('C', 0)->at_us - (stuck_since + 1) * 1000000, -20000, 3000000);
  expect_trace("C1:timeout F1");
  CHECK_INT(CHANGED(before, conn_timeout), 0);
}

static void h21_limit_below_zero_strikes_in_the_heartbeat_after_the_accept(void **state) {
  (void)state;
  options_t o = bin16_options();
  o.timeout = -1;
  tcpcontext_t s = open_server(&o);
  vce_stat_t before = counters();
  link_t l = join(s);
  CHECK_INT(CHANGED(before, conn_timeout), 0);
  hb();
  CHECK_INT(CHANGED(before, conn_timeout), 1);
  CHECK_INT(vce_conn_is_valid(l.conn), 1);
  hb();
  expect_trace("C1:timeout F1");
}

static int say_hi(conn_t c) {
  CHECK_INT(vce_conn_write(c, "HI", 2), 2);
  return 0;
}

/* V4: one heartbeat earlier than it used to. */
static void h22_v04_greeting_of_the_acceptwatcher_leaves_in_the_accepting_heartbeat(void **state) {
  (void)state;
  on.accept = say_hi;
  link_t l = join(bin16_server());
  peer_expect_hex(l.peer, "4849");
}

static int say_no(conn_t c) {
  (void)c;
  return -1;
}

static void h23_refusing_acceptwatcher_is_followed_by_the_finalizer_only(void **state) {
  (void)state;
  on.accept = say_no;
  tcpcontext_t s = bin16_server();
  vce_stat_t before = counters();
  int peer = peer_connect(vce_tcpcontext_get_port(s));
  hb();
  expect_trace("A1 F1");
  peer_expect_end(peer);
  CHECK_INT(CHANGED(before, conn_alloc), 1);
  CHECK_INT(CHANGED(before, conn_free), 1);
  CHECK_INT(CHANGED(before, accept_syscall), 1);
}

static int close_it(conn_t c) {
  vce_conn_close(c);
  return 0;
}

static void h24_close_in_the_acceptwatcher_takes_effect_in_the_next_heartbeat(void **state) {
  (void)state;
  on.accept = close_it;
  tcpcontext_t s = bin16_server();
  int peer = peer_connect(vce_tcpcontext_get_port(s));
  hb();
  expect_trace("A1");
  peer_expect_nothing(peer);
  hb();
  expect_trace("C1:app F1");
  peer_expect_end(peer);
}

/* V9 replaces "nothing happens, the connection stays". */
static void h25_v09_record_larger_than_the_buffer_closes_at_once(void **state) {
  (void)state;
  options_t o = bin16_options();
  o.rblen = 4;
  link_t l = join(open_server(&o));
  peer_send_hex(l.peer, "0009616263646566");
  peer_finish(l.peer);
  hb();
  expect_trace("C1:parser F1");
  peer_expect_over(l.peer);
}

static void h26_reset_is_noticed_by_sending_when_the_input_is_full(void **state) {
  (void)state;
  options_t o = bin16_options();
  o.rblen = 4;
  o.calls = 0;
  link_t l = join(open_server(&o));
  vce_stat_t before = counters();
  peer_send_hex(l.peer, "0009616263646566");
  hbs(2);
  CHECK_INT(unread(l.conn), 4);
  CHECK_INT(vce_conn_write(l.conn, "answer", 6), 6);
  peer_reset(l.peer);
  PUMP_UNTIL(events_count('F') == 1);
  CHECK(heartbeat_number <= 5);
  expect_trace("C1:remote F1");
  CHECK_INT(CHANGED(before, send_syscall_e), 1);
}

/* V2: the output is sent first. */
static void h27_v02_output_pending_at_a_half_close_is_sent(void **state) {
  (void)state;
  link_t l = join(bin16_server());
  CHECK_INT(vce_conn_write(l.conn, "PENDING", 7), 7);
  peer_finish(l.peer);
  hb();
  expect_trace("C1:remote F1");
  peer_expect_text(l.peer, "PENDING");
  peer_expect_end(l.peer);
}

static void h28_cleanup_calls_nothing_and_the_next_heartbeat_ends_the_connection(void **state) {
  (void)state;
  tcpcontext_t s = bin16_server();
  link_t l = join(s);
  vce_stat_t before = counters();
  vce_tcpcontext_cleanup(s);
  expect_trace("");
  CHECK_INT(CHANGED(before, conn_close), 1);
  hb();
  expect_trace("C1:app F1");
  peer_expect_end(l.peer);
}

static void h29_nonblocking_connect_to_the_own_server(void **state) {
  (void)state;
  tcpcontext_t s = bin16_server();
  options_t o = bin16_options();
  o.nonblock = 1;
  vce_stat_t before = counters();
  conn_t c = dial(open_client(&o), vce_tcpcontext_get_port(s));
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(vce_conn_is_valid(c), 1);
  CHECK_INT(vce_conn_writable(c), 0);
  CHECK_INT(vce_conn_writed(c), 1);
  CHECK_INT(vce_conn_write(c, "x", 1), VCE_ENOTREADY);
  CHECK_INT(CHANGED(before, connect_syscall_e), 1);
  CHECK_INT(CHANGED(before, tcpcontext_connect), 1);
  hb();
  CHECK(vce_conn_writable(c) > 0);
  CHECK_INT(vce_conn_write(c, "x", 1), 1);
}

static void h30_refused_nonblocking_connect_counts_a_failed_receive(void **state) {
  (void)state;
  options_t o = bin16_options();
  o.nonblock = 1;
  vce_stat_t before = counters();
  conn_t c = dial(open_client(&o), peer_refused_port());
  CHECK_INT(vce_conn_is_valid(c), 1);
  CHECK_INT(vce_get_last_error(), 0);
  hb();
  expect_trace("C1:remote F1");
  CHECK_INT(vce_conn_is_valid(c), 0);
  CHECK_INT(CHANGED(before, recv_syscall_e), 1);
}

static void h31_refused_blocking_connect_makes_no_connection(void **state) {
  (void)state;
  vce_stat_t before = counters();
  conn_t c = dial(client(), peer_refused_port());
  CHECK(c.p == NULL && c.serial == 0);
  CHECK_INT(vce_get_last_error(), VCE_ECONNECT);
  CHECK_INT(CHANGED(before, connect_syscall_e), 1);
  CHECK_INT(CHANGED(before, conn_alloc), 0);
}

static void h32_client_above_the_maximum_sees_end_of_stream(void **state) {
  (void)state;
  options_t o = bin16_options();
  o.max = 1;
  tcpcontext_t s = open_server(&o);
  vce_stat_t before = counters();
  int first = peer_connect(vce_tcpcontext_get_port(s));
  int second = peer_connect(vce_tcpcontext_get_port(s));
  hbs(2);
  expect_trace("A1");
  peer_expect_nothing(first);
  peer_expect_end(second);
  CHECK_INT(CHANGED(before, accept_syscall), 2);
  CHECK_INT(CHANGED(before, conn_alloc), 1);
}

static conn_t mate;

static int write_to_mate(conn_t c, char *data, int length) {
  (void)c;
  (void)data;
  (void)length;
  CHECK_INT(vce_conn_write(mate, "new", 3), 3);
  return 0;
}

/* V4: both leave in this heartbeat, whichever connection is older. */
static void write_to_another_connection(int writer, bool has_pending) {
  tcpcontext_t s = bin16_server();
  link_t l[2] = {join(s), join(s)};
  mate = l[1 - writer].conn;
  on.data = write_to_mate;
  if (has_pending) CHECK_INT(vce_conn_write(mate, "old", 3), 3);
  peer_send_hex(l[writer].peer, "000161");
  hb();
  if (has_pending) peer_expect_text(l[1 - writer].peer, "old");
  peer_expect_text(l[1 - writer].peer, "new");
}

static void h33_v04_callback_may_write_to_another_connection(void **state) {
  (void)state;
  write_to_another_connection(0, false);
  write_to_another_connection(1, false);
  write_to_another_connection(0, true);
  write_to_another_connection(1, true);
}

static conn_t both[2];

static int close_the_other(conn_t c, char *data, int length) {
  (void)data;
  (void)length;
  vce_conn_close(both[vce_conn_is_equal(c, both[0])]);
  return 0;
}

static void h34_connection_closed_by_a_callback_is_still_served_in_that_heartbeat(void **state) {
  (void)state;
  tcpcontext_t s = bin16_server();
  link_t l1 = join(s), l2 = join(s);
  both[0] = l1.conn;
  both[1] = l2.conn;
  on.data = close_the_other;
  peer_send_hex(l1.peer, "000161");
  peer_send_hex(l2.peer, "000162");
  hb();
  expect_trace_any_order("R2:b R1:a");
  hb();
  expect_trace_any_order("C1:app F1 C2:app F2");
}

static long long time_of_heartbeats(int count) {
  long long start = wall_us();
  for (int i = 0; i < count; ++i) vce_heartbeat();
  return wall_us() - start;
}

/* The wait in microseconds is known by counting: it grows by one per idle heartbeat and becomes
 * half less 10 after one with work. A sleep never ends early, so a heartbeat that is shorter than
 * its wait fails at once; it may end late on a busy machine, so one that is nearly exact is looked
 * for. */
enum { NEARLY = 300 };

/* Waits of microseconds need a kernel that offers them (and no valgrind, which does not); on others
 * they are rounded up to milliseconds. */
static void need_fine_waits(void) {
#if defined(VCE_PORTABLE)
#elif defined(SYS_epoll_pwait2)
  errno = 0;
  syscall(SYS_epoll_pwait2, -1, NULL, 0, NULL, NULL, 0);
  if (errno != ENOSYS) return;
#endif
  print_message("this system waits for whole milliseconds only\n");
  skip();
}

static bool lasts_nearly(long long wait) {
  long long seen = time_of_heartbeats(1);
  CHECK(seen >= wait);
  return seen <= wait + NEARLY;
}

static void w01_waiting_grows_by_a_microsecond_per_idle_heartbeat(void **state) {
  (void)state;
  need_fine_waits();
  server();
  seed_last_error();
  vce_set_heartbeat_wait_flag(1);
  CHECK_INT(vce_get_last_error(), VCE_ECONNSERIAL);
  vce_heartbeat(); /* the flag is looked at when a heartbeat ends */
  long long wait = 1, end = monotonic_ms() + PATIENCE_MS;
  bool exact = false;
  for (; wait < 700 || !exact; ++wait) {
    CHECK(monotonic_ms() < end);
    bool nearly = lasts_nearly(wait);
    exact = exact || (wait >= 500 && nearly);
  }
}

static void w01_activity_halves_the_wait(void **state) {
  (void)state;
  need_fine_waits();
  link_t l = join(bin16_server());
  vce_set_heartbeat_wait_flag(1);
  vce_heartbeat();
  long long wait = 1, end = monotonic_ms() + PATIENCE_MS;
  for (bool exact = false; !exact; ++wait) {
    CHECK(monotonic_ms() < end);
    for (; wait < 900; ++wait) vce_heartbeat();
    peer_send_hex(l.peer, "000161");
    vce_heartbeat();
    wait = wait / 2 - 10;
    exact = lasts_nearly(wait);
  }
  CHECK(events_count('R') > 0);
}

static void w01_any_value_but_zero_means_waiting(void **state) {
  (void)state;
  server();
  vce_set_heartbeat_wait_flag(-3);
  CHECK(time_of_heartbeats(700) > 150000);
}

static void w02_without_the_flag_no_heartbeat_waits(void **state) {
  (void)state;
  server();
  CHECK(time_of_heartbeats(1000) < 300000);
  vce_set_heartbeat_wait_flag(1);
  time_of_heartbeats(300);
  vce_set_heartbeat_wait_flag(0);
  CHECK(time_of_heartbeats(1000) < 300000);
}

static void t01_utime_diff_is_after_minus_before(void **state) {
  (void)state;
  struct timeval a = {10, 900000}, b = {12, 100000};
  seed_last_error();
  CHECK_INT(vce_utime_diff(&a, &b), 1200000);
  CHECK_INT(vce_utime_diff(&b, &a), -1200000);
  CHECK_INT(vce_utime_diff(&a, &a), 0);
  CHECK_INT(vce_utime_diff(NULL, &a), 0);
  CHECK_INT(vce_utime_diff(&a, NULL), 0);
  CHECK_INT(vce_get_last_error(), VCE_ECONNSERIAL);
}

static void pass_20_ms(void) {
  long long end = wall_us() + 20000;
  while (wall_us() < end) poll(NULL, 0, 1);
}

static void t02_clock_stands_still_between_heartbeats(void **state) {
  (void)state;
  vce_heartbeat();
  seed_last_error();
  VCEI64 before = vce_get_current_utime();
  CHECK_INT(vce_get_last_error(), VCE_ECONNSERIAL);
  pass_20_ms();
  CHECK_INT(vce_get_current_utime(), before);
  vce_heartbeat();
  CHECK_RANGE(vce_get_current_utime() - before, 20000, 5000000);
}

static VCEI64 time_at_start, time_at_end;

static int take_time(conn_t c, char *data, int length) {
  (void)c;
  (void)data;
  (void)length;
  time_at_start = vce_get_current_utime();
  pass_20_ms();
  time_at_end = vce_get_current_utime();
  return 0;
}

static void t03_clock_stands_still_inside_a_callback(void **state) {
  (void)state;
  link_t l = join(bin16_server());
  on.data = take_time;
  peer_send_hex(l.peer, "000161");
  hb();
  expect_trace("R1:a");
  CHECK_INT(time_at_end, time_at_start);
  CHECK(vce_get_current_utime() >= time_at_end + 20000);
}

static void t04_clock_is_refreshed_by_connect_and_not_by_create(void **state) {
  (void)state;
  int port;
  peer_listen(&port);
  VCEI64 before = vce_get_current_utime();
  pass_20_ms();
  tcpcontext_t t = client();
  CHECK_INT(vce_get_current_utime(), before);
  dial(t, port);
  CHECK(vce_get_current_utime() >= before + 20000);
}

static VCEI64 time_of_accept;

static int note_time(conn_t c) {
  (void)c;
  time_of_accept = vce_get_current_utime();
  return 0;
}

static void t04_clock_is_refreshed_before_the_acceptwatcher(void **state) {
  (void)state;
  tcpcontext_t s = bin16_server();
  on.accept = note_time;
  vce_heartbeat();
  VCEI64 before = vce_get_current_utime();
  pass_20_ms();
  join(s);
  CHECK(time_of_accept >= before + 20000);
}

int main(void) {
  const struct CMUnitTest lifecycle_heartbeat[] = {
      TEST(h01_v05_all_waiting_clients_are_accepted_in_one_heartbeat),
      TEST(h02_v06_three_waiting_records_are_delivered_in_any_order),
      TEST(h03_data_that_came_with_the_connection_is_parsed_one_heartbeat_later),
      TEST(h04_v04_echo_leaves_at_once_in_one_send),
      TEST(h05_records_after_a_close_are_delivered_and_the_close_counts_once),
      TEST(h06_v04_echo_and_close_sends_then_ends),
      TEST(h07_negative_callback_result_ends_in_the_same_heartbeat),
      TEST(h08_break_concerns_the_connection_being_parsed_only),
      TEST(h09_v01_three_records_before_the_end_are_all_delivered),
      TEST(h10_v12_custom_parser_that_consumed_all_is_not_called_again),
      TEST(h11_without_parser_calls_the_record_waits),
      TEST(h12_positive_callback_result_means_go_on),
      TEST(h13_v04_large_output_arrives_whole),
      TEST(h14_large_input_is_delivered_whole_in_chunks_within_the_buffer),
      TEST(h15_closing_connection_receives_while_it_drains),
      TEST(h16_one_heartbeat_sweeps_serves_and_accepts),
      TEST(h17_heartbeat_on_a_single_connection_parses_that_one_only),
      TEST(h18_v03_idle_connection_is_marked_then_destroyed),
      TEST(h19_limit_zero_strikes_at_the_next_second_whatever_is_unsent),
      TEST(h20_drain_under_a_limit_of_zero_ends_at_the_next_second),
      TEST(h21_limit_below_zero_strikes_in_the_heartbeat_after_the_accept),
      TEST(h22_v04_greeting_of_the_acceptwatcher_leaves_in_the_accepting_heartbeat),
      TEST(h23_refusing_acceptwatcher_is_followed_by_the_finalizer_only),
      TEST(h24_close_in_the_acceptwatcher_takes_effect_in_the_next_heartbeat),
      TEST(h25_v09_record_larger_than_the_buffer_closes_at_once),
      TEST(h26_reset_is_noticed_by_sending_when_the_input_is_full),
      TEST(h27_v02_output_pending_at_a_half_close_is_sent),
      TEST(h28_cleanup_calls_nothing_and_the_next_heartbeat_ends_the_connection),
      TEST(h29_nonblocking_connect_to_the_own_server),
      TEST(h30_refused_nonblocking_connect_counts_a_failed_receive),
      TEST(h31_refused_blocking_connect_makes_no_connection),
      TEST(h32_client_above_the_maximum_sees_end_of_stream),
      TEST(h33_v04_callback_may_write_to_another_connection),
      TEST(h34_connection_closed_by_a_callback_is_still_served_in_that_heartbeat),
      TEST(w01_waiting_grows_by_a_microsecond_per_idle_heartbeat),
      TEST(w01_activity_halves_the_wait),
      TEST(w01_any_value_but_zero_means_waiting),
      TEST(w02_without_the_flag_no_heartbeat_waits),
      TEST(t01_utime_diff_is_after_minus_before),
      TEST(t02_clock_stands_still_between_heartbeats),
      TEST(t03_clock_stands_still_inside_a_callback),
      TEST(t04_clock_is_refreshed_by_connect_and_not_by_create),
      TEST(t04_clock_is_refreshed_before_the_acceptwatcher),
  };
  return RUN(lifecycle_heartbeat);
}
