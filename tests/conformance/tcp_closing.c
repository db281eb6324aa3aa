/* TCP examples 14-21, 40, 41, 45, 46: how connections end. The number in a test's name is the
 * example's (man/compatibility.md, "Examples"); where a decision replaces it, the test's comment has
 * its V. */
#include "harness.h"

#include <stdlib.h>

static tcpcontext_t server_with_calls(int calls) {
  options_t o = options();
  o.calls = calls;
  return open_server(&o);
}

static void tcp_14_draining_connection_still_delivers_records(void **state) {
  (void)state;
  link_t l = join(server_with_calls(10));
  CHECK_INT(vce_conn_write(l.conn, "bye!", 4), 4);
  vce_conn_close(l.conn);
  peer_send_text(l.peer, "one\ntwo\n");
  hb();
  CHECK(events_get('R', 0)->closed && events_get('R', 1)->closed);
  expect_trace("R1:one R1:two");
  hb();
  expect_trace("C1:app F1");
  peer_expect_hex(l.peer, "62796521");
  peer_expect_end(l.peer);
}

static void tcp_15_close_with_nothing_to_send_drops_what_waits(void **state) {
  (void)state;
  link_t l = join(server());
  peer_send_text(l.peer, "one\n");
  vce_conn_close(l.conn);
  hb();
  expect_trace("C1:app F1");
  peer_expect_end(l.peer);
}

static void bytes_of_a_closed_connection_can_be_dropped_and_it_ends_all_the_same(void **state) {
  (void)state;
  link_t l = join(server());
  peer_send_text(l.peer, "one\ntwo\n");
  hb();
  expect_trace("R1:one");
  vce_conn_close(l.conn);
  CHECK_INT(vce_conn_shrink_readbuf(l.conn, 2), 2);
  CHECK_INT(unread(l.conn), 2);
  hb();
  expect_trace("C1:app F1");
}

static int close_at_word_close(conn_t c, char *data, int length) {
  if (length == 5 && memcmp(data, "close", 5) == 0) vce_conn_close(c);
  return 0;
}

static void tcp_16_records_after_a_close_in_the_same_heartbeat_are_delivered(void **state) {
  (void)state;
  link_t l = join(server_with_calls(10));
  on.data = close_at_word_close;
  peer_send_text(l.peer, "one\nclose\nthree\nfour\n");
  hb();
  expect_trace("R1:one R1:close R1:three R1:four");
  hb();
  expect_trace("C1:app F1");
}

static int echo_then_refuse(conn_t c, char *data, int length) {
  if (length == 3 && memcmp(data, "neg", 3) == 0) return -1;
  CHECK_INT(vce_conn_write(c, "answer", 6), 6);
  return 0;
}

static void tcp_17_negative_callback_result_destroys_at_once(void **state) {
  (void)state;
  link_t l = join(server_with_calls(10));
  on.data = echo_then_refuse;
  peer_send_text(l.peer, "echo\nneg\nthree\n");
  hb();
  CHECK_INT(events_get('C', 0)->closed, 0);
  expect_trace("R1:echo R1:neg C1:parser F1");
  CHECK_INT(vce_get_last_error(), 0);
  peer_expect_end(l.peer);
}

static int break_at_word_stop(conn_t c, char *data, int length) {
  (void)c;
  if (length == 4 && memcmp(data, "stop", 4) == 0) vce_conn_break_heartbeat();
  return 0;
}

static void tcp_18_break_ends_the_parser_calls_of_this_heartbeat(void **state) {
  (void)state;
  link_t l = join(server_with_calls(10));
  on.data = break_at_word_stop;
  peer_send_text(l.peer, "one\nstop\nthree\nfour\n");
  hb();
  expect_trace("R1:one R1:stop");
  hb();
  expect_trace("R1:three R1:four");
}

static void tcp_18_break_outside_a_parser_has_no_effect(void **state) {
  (void)state;
  link_t l = join(server_with_calls(10));
  peer_send_text(l.peer, "one\ntwo\n");
  seed_last_error();
  vce_conn_break_heartbeat();
  CHECK_INT(vce_get_last_error(), VCE_ECONNSERIAL);
  hb();
  expect_trace("R1:one R1:two");
}

/* V1 replaces the loss of records 2 to 4: all are delivered, one per heartbeat, then REMOTE. */
static void tcp_19_v01_records_before_the_end_are_delivered_one_per_heartbeat(void **state) {
  (void)state;
  link_t l = join(server_with_calls(1));
  peer_send_text(l.peer, "one\ntwo\nthree\nfour\n");
  peer_close(l.peer);
  int start = heartbeat_number;
  PUMP_UNTIL(events_count('F') == 1);
  for (int i = 0; i < 4; ++i) CHECK_INT(events_get('R', i)->heartbeat, start + 1 + i);
  CHECK_RANGE(events_get('C', 0)->heartbeat, start + 4, start + 5);
  CHECK_INT(events_get('R', 3)->closed, 0);
  expect_trace("R1:one R1:two R1:three R1:four C1:remote F1");
}

static void tcp_19_v01_with_ten_calls_all_are_delivered_at_once(void **state) {
  (void)state;
  link_t l = join(server_with_calls(10));
  peer_send_text(l.peer, "one\ntwo\nthree\nfour\n");
  peer_close(l.peer);
  int start = heartbeat_number;
  PUMP_UNTIL(events_count('F') == 1);
  CHECK_INT(events_get('R', 3)->heartbeat, start + 1);
  CHECK_RANGE(events_get('C', 0)->heartbeat, start + 1, start + 2);
  expect_trace("R1:one R1:two R1:three R1:four C1:remote F1");
}

/* V1: bytes that are no complete record do not keep an ended connection alive. */
static void tcp_19_v01_an_incomplete_record_is_dropped_with_the_end(void **state) {
  (void)state;
  link_t l = join(server_with_calls(1));
  peer_send_text(l.peer, "one\ntw");
  peer_close(l.peer);
  PUMP_UNTIL(events_count('F') == 1);
  CHECK(heartbeat_number <= 5);
  expect_trace("R1:one C1:remote F1");
}

static int write_answer(conn_t c, char *data, int length) {
  (void)data;
  (void)length;
  CHECK_INT(vce_conn_write(c, "answer", 6), 6);
  return 0;
}

/* V2 replaces the loss of the reply. */
static void tcp_20_v02_reply_reaches_a_peer_that_only_stopped_sending(void **state) {
  (void)state;
  link_t l = join(server());
  on.data = write_answer;
  peer_send_text(l.peer, "echo\n");
  peer_finish(l.peer);
  int start = heartbeat_number;
  PUMP_UNTIL(events_count('F') == 1);
  CHECK_INT(events_get('R', 0)->heartbeat, start + 1);
  CHECK_RANGE(events_get('C', 0)->heartbeat, start + 1, start + 3);
  expect_trace("R1:echo C1:remote F1");
  peer_expect_text(l.peer, "answer");
  peer_expect_end(l.peer);
}

/* V2 replaces the loss of the bytes. */
static void tcp_21_v02_closing_connection_sends_to_a_half_closed_peer_first(void **state) {
  (void)state;
  link_t l = join(server());
  CHECK_INT(vce_conn_write(l.conn, "data", 4), 4);
  vce_conn_close(l.conn);
  peer_finish(l.peer);
  hbs(2);
  expect_trace("C1:remote F1");
  peer_expect_text(l.peer, "data");
  peer_expect_end(l.peer);
}

static void tcp_40_close_all_closes_each_once_and_keeps_the_context(void **state) {
  (void)state;
  tcpcontext_t s = server();
  link_t a = join(s), b = join(s);
  vce_stat_t before = counters();
  vce_conn_close(a.conn);
  seed_last_error();
  vce_conn_close_tcpcontext_all(s);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(CHANGED(before, conn_close), 2);
  CHECK_INT(vce_conn_is_closed(b.conn), 1);
  expect_trace("");
  hb();
  expect_trace_any_order("C1:app F1 C2:app F2");
  CHECK_INT(vce_conn_is_valid(join(s).conn), 1);
  vce_conn_close_tcpcontext_all(NULL);
}

static void tcp_41_cleanup_refuses_new_clients_and_closes_the_old_ones(void **state) {
  (void)state;
  tcpcontext_t s = server();
  int port = vce_tcpcontext_get_port(s);
  link_t a = join(s), b = join(s);
  vce_stat_t before = counters();
  seed_last_error();
  vce_tcpcontext_cleanup(s);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(CHANGED(before, tcpcontext_cleanup), 1);
  CHECK_INT(CHANGED(before, conn_close), 2);
  CHECK_INT(vce_conn_is_valid(a.conn) + vce_conn_is_closed(a.conn), 2);
  CHECK_INT(vce_conn_is_valid(b.conn) + vce_conn_is_closed(b.conn), 2);
  CHECK(peer_try_connect("127.0.0.1", port) < 0);
  expect_trace("");
  hb();
  expect_trace_any_order("C1:app F1 C2:app F2");
  peer_expect_end(a.peer);
  peer_expect_end(b.peer);
}

static void tcp_41_connection_with_unsent_bytes_lives_one_heartbeat_longer(void **state) {
  (void)state;
  tcpcontext_t s = server();
  link_t a = join(s), b = join(s);
  CHECK_INT(vce_conn_write(a.conn, "last", 4), 4);
  vce_tcpcontext_cleanup(s);
  hb();
  expect_trace("C2:app F2");
  CHECK_INT(vce_conn_is_valid(a.conn), 1);
  hb();
  expect_trace("C1:app F1");
  peer_expect_text(a.peer, "last");
  peer_expect_end(a.peer);
  peer_expect_end(b.peer);
}

static int other_data(conn_t c, char *data, int length) {
  (void)c;
  (void)data;
  (void)length;
  return -1;
}

static int other_close(conn_t c, CLOSE_REASON reason) {
  (void)c;
  (void)reason;
  check_failed(__FILE__, __LINE__, "a closewatcher set later was called");
  return 0;
}

static int others_finalized;
static void other_final(conn_t c) {
  (void)c;
  ++others_finalized;
}

static void tcp_45_old_connections_keep_parser_callback_and_closewatcher(void **state) {
  (void)state;
  tcpcontext_t s = server_with_calls(10);
  link_t l = join(s);
  others_finalized = 0;
  vce_tcpcontext_set_conn_parser(s, vce_protocol_parser_bin16, other_data);
  vce_tcpcontext_set_conn_closewatcher(s, other_close);
  vce_tcpcontext_set_conn_call_parser_per_heartbeat(s, 1);
  vce_tcpcontext_set_conn_finalizer(s, other_final);
  peer_send_text(l.peer, "one\ntwo\n");
  hb();
  expect_trace("R1:one R1:two");
  peer_close(l.peer);
  hb();
  expect_trace("C1:remote");
  CHECK_INT(others_finalized, 1);
}

static conn_t pair[2];

static int close_the_other(conn_t c, char *data, int length) {
  (void)data;
  (void)length;
  vce_conn_close(vce_conn_is_equal(c, pair[0]) ? pair[1] : pair[0]);
  return 0;
}

/* Whichever is served first (V6), the other one's record is still delivered. */
static void tcp_46_connection_closed_by_another_is_still_parsed_in_that_heartbeat(void **state) {
  (void)state;
  tcpcontext_t s = server();
  link_t a = join(s), b = join(s);
  pair[0] = a.conn;
  pair[1] = b.conn;
  on.data = close_the_other;
  peer_send_text(a.peer, "x\n");
  peer_send_text(b.peer, "y\n");
  hb();
  expect_trace_any_order("R1:x R2:y");
  hb();
  expect_trace_any_order("C1:app F1 C2:app F2");
}

static conn_t to_close;

static int close_from_closewatcher(conn_t c, CLOSE_REASON reason) {
  (void)reason;
  if (!vce_conn_is_equal(c, to_close)) {
    vce_conn_close(to_close);
    CHECK_INT(vce_get_last_error(), 0);
  }
  return 0;
}

/* One that has not been told to the program as established gets none of its records. Which of the two
 * is served first is not promised (V6): if it is the new one, it is established by then. */
static void connecting_one_closed_by_another_is_not_parsed_in_that_heartbeat(void **state) {
  (void)state;
  options_t o = options();
  o.nonblock = 1;
  tcpcontext_t t = open_client(&o);
  int port;
  int listener = peer_listen(&port);
  pair[0] = dial(t, port);
  int peer = peer_accept(listener);
  PUMP_UNTIL(vce_conn_writable(pair[0]) > 0);
  on.data = close_the_other;
  peer_send_text(peer, "x\n");
  settle();
  pair[1] = dial(t, port);
  peer_send_text(peer_accept(listener), "y\n");
  hb();
  const bool new_one_first = strncmp(trace(), "R2", 2) == 0;
  expect_trace(new_one_first ? "R2:y R1:x" : "R1:x");
  if (!new_one_first) CHECK_INT(vce_conn_writable(pair[1]), 0);
  hb();
  expect_trace_any_order(new_one_first ? "C1:app F1 C2:app F2" : "C2:app F2");
}

/* Whether in the same heartbeat or the next one depends on the order, which is not promised. */
static void close_one_from_the_closewatcher_of(int victim, int target) {
  tcpcontext_t s = server();
  link_t l[2] = {join(s), join(s)};
  to_close = l[target].conn;
  on.close = close_from_closewatcher;
  vce_conn_close(l[victim].conn);
  hb();
  CHECK_INT(events_count_of('F', l[victim].conn), 1);
  hb();
  expect_trace(victim == 1 ? "C2:app F2 C1:app F1" : "C1:app F1 C2:app F2");
}

static void tcp_46_closewatcher_may_close_an_older_connection(void **state) {
  (void)state;
  close_one_from_the_closewatcher_of(1, 0);
}

static void tcp_46_closewatcher_may_close_a_newer_connection(void **state) {
  (void)state;
  close_one_from_the_closewatcher_of(0, 1);
}

int main(void) {
  const struct CMUnitTest tcp_closing[] = {
      TEST(tcp_14_draining_connection_still_delivers_records),
      TEST(tcp_15_close_with_nothing_to_send_drops_what_waits),
      TEST(bytes_of_a_closed_connection_can_be_dropped_and_it_ends_all_the_same),
      TEST(tcp_16_records_after_a_close_in_the_same_heartbeat_are_delivered),
      TEST(tcp_17_negative_callback_result_destroys_at_once),
      TEST(tcp_18_break_ends_the_parser_calls_of_this_heartbeat),
      TEST(tcp_18_break_outside_a_parser_has_no_effect),
      TEST(tcp_19_v01_records_before_the_end_are_delivered_one_per_heartbeat),
      TEST(tcp_19_v01_with_ten_calls_all_are_delivered_at_once),
      TEST(tcp_19_v01_an_incomplete_record_is_dropped_with_the_end),
      TEST(tcp_20_v02_reply_reaches_a_peer_that_only_stopped_sending),
      TEST(tcp_21_v02_closing_connection_sends_to_a_half_closed_peer_first),
      TEST(tcp_40_close_all_closes_each_once_and_keeps_the_context),
      TEST(tcp_41_cleanup_refuses_new_clients_and_closes_the_old_ones),
      TEST(tcp_41_connection_with_unsent_bytes_lives_one_heartbeat_longer),
      TEST(tcp_45_old_connections_keep_parser_callback_and_closewatcher),
      TEST(tcp_46_connection_closed_by_another_is_still_parsed_in_that_heartbeat),
      TEST(connecting_one_closed_by_another_is_not_parsed_in_that_heartbeat),
      TEST(tcp_46_closewatcher_may_close_an_older_connection),
      TEST(tcp_46_closewatcher_may_close_a_newer_connection),
  };
  return RUN(tcp_closing);
}
