/* The decisions V1 to V14 of man/compatibility.md: traffic, accepting, waiting and the life cycle,
 * where old behaviour had no use. The number in a test's name is the decision's. */
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

/* V1: complete records before the end are delivered. */

static void v01_records_received_before_a_reset_are_delivered(void **state) {
  (void)state;
  link_t l = join(server());
  peer_send_text(l.peer, "one\ntwo\nthree\n");
  hb();
  expect_trace("R1:one");
  peer_reset(l.peer);
  PUMP_UNTIL(events_count('F') == 1);
  expect_trace("R1:two R1:three C1:remote F1");
}

/* Sending comes first and fails; what waits in the kernel is read all the same. */
static void v01_records_waiting_when_a_send_fails_are_delivered(void **state) {
  (void)state;
  link_t l = join(server());
  peer_send_text(l.peer, "one\ntwo\n");
  peer_finish(l.peer);
  peer_reset(l.peer);
  CHECK_INT(vce_conn_write(l.conn, "x", 1), 1);
  PUMP_UNTIL(events_count('F') == 1);
  expect_trace("R1:one R1:two C1:remote F1");
}

static void v01_records_beyond_the_read_buffer_are_delivered_before_the_end(void **state) {
  (void)state;
  options_t o = options();
  o.rblen = 8;
  link_t l = join(open_server(&o));
  peer_send_text(l.peer, "ab\ncd\nef\ngh\nij\nkl\n");
  peer_close(l.peer);
  PUMP_UNTIL(events_count('F') == 1);
  expect_trace("R1:ab R1:cd R1:ef R1:gh R1:ij R1:kl C1:remote F1");
}

static int consume_one(conn_t c) {
  vce_conn_shrink_readbuf(c, 1);
  return 0;
}

static void v01_custom_parser_goes_on_after_the_end_while_it_makes_progress(void **state) {
  (void)state;
  options_t o = options();
  o.parser = record_parser;
  o.calls = 2;
  link_t l = join(open_server(&o));
  on.parser = consume_one;
  peer_send_text(l.peer, "12345");
  peer_close(l.peer);
  PUMP_UNTIL(events_count('F') == 1);
  expect_trace("P1:5 P1:4 P1:3 P1:2 P1:1 C1:remote F1");
}

static int consume_none(conn_t c) {
  (void)c;
  return 0;
}

static void v01_parser_without_progress_does_not_keep_an_ended_connection(void **state) {
  (void)state;
  options_t o = options();
  o.parser = record_parser;
  link_t l = join(open_server(&o));
  on.parser = consume_none;
  peer_send_text(l.peer, "rest");
  peer_close(l.peer);
  PUMP_UNTIL(events_count('F') == 1);
  CHECK(heartbeat_number <= 5);
}

static int refuse_second(conn_t c, char *data, int length) {
  (void)c;
  return length == 3 && memcmp(data, "two", 3) == 0 ? -1 : 0;
}

static void v01_callback_may_still_refuse_after_the_end(void **state) {
  (void)state;
  link_t l = join(server());
  on.data = refuse_second;
  peer_send_text(l.peer, "one\ntwo\nthree\n");
  peer_close(l.peer);
  PUMP_UNTIL(events_count('F') == 1);
  expect_trace("R1:one R1:two C1:parser F1");
}

static int break_always(conn_t c, char *data, int length) {
  (void)c;
  (void)data;
  (void)length;
  vce_conn_break_heartbeat();
  return 0;
}

static void v01_breaking_the_parser_calls_loses_no_record_of_an_ended_connection(void **state) {
  (void)state;
  options_t o = options();
  o.calls = 10;
  link_t l = join(open_server(&o));
  on.data = break_always;
  peer_send_text(l.peer, "one\ntwo\nthree\n");
  peer_close(l.peer);
  PUMP_UNTIL(events_count('F') == 1);
  CHECK(events_get('R', 0)->heartbeat < events_get('R', 1)->heartbeat);
  expect_trace("R1:one R1:two R1:three C1:remote F1");
}

static void v01_heartbeat_for_another_connection_keeps_the_records_of_an_ended_one(void **state) {
  (void)state;
  tcpcontext_t s = server();
  link_t served = join(s), ended = join(s);
  peer_send_text(ended.peer, "one\ntwo\n");
  peer_close(ended.peer);
  for (int i = 0; i < 3; ++i) {
    settle();
    vce_heartbeat_on_single_conn(served.conn);
  }
  expect_trace("");
  CHECK_INT(vce_conn_is_valid(ended.conn), 1);
  PUMP_UNTIL(events_count('F') == 1);
  expect_trace("R2:one R2:two C2:remote F2");
}

static void v01_client_that_came_spoke_and_left_before_the_accept_is_heard(void **state) {
  (void)state;
  tcpcontext_t s = server();
  int peer = peer_connect(vce_tcpcontext_get_port(s));
  peer_send_text(peer, "one\ntwo\n");
  peer_close(peer);
  PUMP_UNTIL(events_count('F') == 1);
  expect_trace("A1 R1:one R1:two C1:remote F1");
}

static void v01_client_reset_before_the_accept_does_no_harm(void **state) {
  (void)state;
  tcpcontext_t s = server();
  int peer = peer_connect(vce_tcpcontext_get_port(s));
  peer_send_text(peer, "one\n");
  peer_reset(peer);
  hbs(5);
  CHECK_INT(events_count('F'), events_count('A'));
  CHECK_INT(connections(s), 0);
  CHECK_INT(vce_conn_is_valid(join(s).conn), 1);
}

static void v01_without_records_the_end_is_told_in_the_heartbeat_that_sees_it(void **state) {
  (void)state;
  link_t l = join(server());
  peer_close(l.peer);
  hb();
  expect_trace("C1:remote F1");
}

/* V2: output for a peer that only stopped sending. */

enum { LARGE = 8000000 };

static link_t link_with_large_output(int timeout, char **data) {
  options_t o = options();
  o.wblen = LARGE;
  o.timeout = timeout;
  link_t l = join_narrow(open_server(&o), 4096);
  *data = pattern(LARGE);
  CHECK_INT(vce_conn_write(l.conn, *data, LARGE), LARGE);
  return l;
}

static void v02_large_output_reaches_a_half_closed_peer(void **state) {
  (void)state;
  char *data;
  link_t l = link_with_large_output(60, &data);
  peer_finish(l.peer);
  hbs(3);
  CHECK(unsent(l.conn) > 0);
  CHECK_INT(events_count('C'), 0);
  bool whole = peer_receives(l.peer, data, LARGE);
  free(data);
  CHECK(whole);
  PUMP_UNTIL(events_count('F') == 1);
  expect_trace("C1:remote F1");
  peer_expect_end(l.peer);
}

static int echo(conn_t c, char *data, int length) {
  return vce_protocol_unparser_text(c, data, length);
}

static void v02_every_answer_reaches_a_peer_that_asked_all_and_half_closed(void **state) {
  (void)state;
  link_t l = join(server());
  on.data = echo;
  peer_send_text(l.peer, "one\ntwo\nthree\n");
  peer_finish(l.peer);
  PUMP_UNTIL(events_count('F') == 1);
  expect_trace("R1:one R1:two R1:three C1:remote F1");
  peer_expect_text(l.peer, "one\ntwo\nthree\n");
  peer_expect_end(l.peer);
}

static void v02_idle_limit_bounds_the_sending_to_a_half_closed_peer(void **state) {
  (void)state;
  char *data;
  long long first = pump_to_second(); /* the last access is in this second, or a little later */
  link_t l = link_with_large_output(1, &data);
  free(data);
  long long second = wall_us() / 1000000;
  peer_finish(l.peer);
  PUMP_UNTIL(events_count('F') == 1);
  CHECK_RANGE(events_get('C', 0)->at_us, (first + 2) * 1000000 - 20000, (second + 3) * 1000000);
  expect_trace("C1:timeout F1");
}

/* A peer that is gone altogether answers output with a reset: the end comes then, not at the idle
 * limit. */
static void v02_output_for_a_closed_peer_ends_as_remote(void **state) {
  (void)state;
  char *data;
  link_t l = link_with_large_output(60, &data);
  free(data);
  peer_close(l.peer);
  PUMP_UNTIL(events_count('F') == 1);
  expect_trace("C1:remote F1");
}

/* V3: the reason of the idle limit. */

static void v03_idle_limit_ends_as_timeout_with_and_without_output(void **state) {
  (void)state;
  options_t o = options();
  o.wblen = LARGE;
  tcpcontext_t s = open_server(&o);
  link_t quiet = join(s), stuck = join_narrow(s, 4096);
  char *data = pattern(LARGE);
  CHECK_INT(vce_conn_write(stuck.conn, data, LARGE), LARGE);
  free(data);
  vce_stat_t before = counters();
  hb();
  vce_conn_set_timeout(quiet.conn, -1);
  vce_conn_set_timeout(stuck.conn, -1);
  hb();
  CHECK_INT(CHANGED(before, conn_timeout), 2);
  CHECK_INT(CHANGED(before, conn_close), 2);
  expect_trace("");
  CHECK_INT(vce_conn_is_closed(quiet.conn) + vce_conn_is_closed(stuck.conn), 2);
  hb();
  CHECK_INT(CHANGED(before, conn_timeout), 2);
  expect_trace_any_order("C1:timeout F1 C2:timeout F2");
}

/* V4: written bytes leave as early as possible. */

static void v04_bytes_written_between_heartbeats_leave_in_the_next_one(void **state) {
  (void)state;
  link_t l = join(server());
  CHECK_INT(vce_conn_write(l.conn, "now", 3), 3);
  peer_expect_nothing(l.peer);
  hb();
  peer_expect_text(l.peer, "now");
}

static void v04_large_output_of_one_connection_does_not_delay_another(void **state) {
  (void)state;
  char *data;
  link_t big = link_with_large_output(60, &data);
  tcpcontext_t s = vce_conn_get_tcpcontext(big.conn);
  link_t small = join(s);
  CHECK_INT(vce_conn_write(small.conn, "small", 5), 5);
  hb();
  peer_expect_text(small.peer, "small");
  CHECK_INT(vce_conn_writed(small.conn), 1);
  bool whole = peer_receives(big.peer, data, LARGE);
  free(data);
  CHECK(whole);
}

static int write_from_closewatcher(conn_t c, CLOSE_REASON reason) {
  (void)reason;
  CHECK_INT(vce_conn_write(c, "never", 5), 5);
  return 0;
}

static void v04_bytes_written_in_a_closewatcher_are_discarded(void **state) {
  (void)state;
  link_t l = join(server());
  on.close = write_from_closewatcher;
  peer_finish(l.peer);
  hb();
  expect_trace("C1:remote F1");
  peer_expect_end(l.peer);
}

/* V5: accepting. */

static void v05_a_hundred_clients_connect_and_are_accepted_within_a_few_heartbeats(void **state) {
  (void)state;
  enum { CLIENTS = 100 };
  options_t o = options();
  o.max = CLIENTS;
  tcpcontext_t s = open_server(&o);
  for (int i = 0; i < CLIENTS; ++i) peer_connect(vce_tcpcontext_get_port(s));
  hb();
  CHECK(connections(s) > 5);
  hbs(3);
  CHECK_INT(connections(s), CLIENTS);
  CHECK_INT(events_count('A'), CLIENTS);
}

static void v05_accepted_connection_is_first_read_in_the_next_heartbeat(void **state) {
  (void)state;
  tcpcontext_t s = server();
  peer_send_text(peer_connect(vce_tcpcontext_get_port(s)), "x\n");
  hb();
  expect_trace("A1");
  hb();
  expect_trace("R1:x");
}

/* V6: enumerations. */

static void v06_enumerations_are_newest_first_also_when_slots_are_reused(void **state) {
  (void)state;
  tcpcontext_t s = server();
  link_t l[5];
  for (int i = 0; i < 4; ++i) l[i] = join(s);
  peer_close(l[1].peer);
  hb();
  l[4] = join(s);
  CHECK(l[4].conn.p == l[1].conn.p);
  const unsigned int expected[] = {l[4].conn.serial, l[3].conn.serial, l[2].conn.serial,
                                   l[0].conn.serial};
  conn_t all[4];
  CHECK_INT(vce_tcpcontext_get_all_connection(s, all, 4), 4);
  char text[2000], *at = text;
  CHECK_INT(vce_get_netstat_string(text, sizeof text), 0);
  for (int i = 0; i < 4; ++i) {
    CHECK_INT(all[i].serial, expected[i]);
    at = strstr(at, ",s=") + 3;
    CHECK_INT(strtoul(at, NULL, 10), expected[i]);
  }
}

static void v06_netstat_is_newest_first_over_all_contexts(void **state) {
  (void)state;
  tcpcontext_t one = server(), two = server();
  unsigned int serials[6];
  for (int i = 0; i < 6; ++i) serials[i] = join(i % 3 == 0 ? one : two).conn.serial;
  char text[4000], *at = text;
  CHECK_INT(vce_get_netstat_string(text, sizeof text), 0);
  for (int i = 5; i >= 0; --i) {
    at = strstr(at, ",s=") + 3;
    CHECK_INT(strtoul(at, NULL, 10), serials[i]);
  }
}

/* V7, V8: hi-water watcher. */

static void v07_hiwater_watcher_is_called_from_its_mark_minus_one(void **state) {
  (void)state;
  for (int water = 0; water <= 6; ++water) {
    tcpcontext_t s = server();
    vce_tcpcontext_set_conn_hiwater_acceptwatcher(s, water, record_hiwater);
    events_clear();
    for (int n = 1; n <= 6; ++n) {
      peer_connect(vce_tcpcontext_get_port(s));
      hb();
      if (n >= water - 1)
        CHECK_INT(events_get('W', events_count('W') - 1)->value, n);
      else
        CHECK_INT(events_count('A'), n);
    }
    CHECK_INT(events_count('A') + events_count('W'), 6);
    vce_tcpcontext_cleanup(s);
    hb();
  }
}

static int refuse_hiwater(conn_t c, int n) {
  (void)c;
  (void)n;
  return -1;
}

static void v08_hiwater_watcher_alone_may_refuse(void **state) {
  (void)state;
  tcpcontext_t s = server();
  vce_tcpcontext_set_conn_acceptwatcher(s, NULL);
  vce_tcpcontext_set_conn_hiwater_acceptwatcher(s, 3, record_hiwater);
  on.hiwater = refuse_hiwater;
  join(s);
  int second = peer_connect(vce_tcpcontext_get_port(s));
  hb();
  expect_trace("W2:2 F2");
  peer_expect_end(second);
  CHECK_INT(connections(s), 1);
}

/* V9: records that can never fit. */

static void expect_too_large(int (*parser)(conn_t), size_t rblen, const char *fits,
                             const char *too_large) {
  options_t o = options();
  o.parser = parser;
  o.rblen = rblen;
  tcpcontext_t s = open_server(&o);
  link_t l = join(s);
  peer_send_hex(l.peer, fits);
  hb();
  CHECK_INT(events_count('R'), 1);
  events_clear();
  peer_send_hex(l.peer, too_large);
  vce_set_verbose_mode(0);
  capture_stderr();
  hb();
  const char *text = captured_stderr();
  vce_set_verbose_mode(-1);
  CHECK_INT(events_count('R'), 0);
  CHECK_INT(events_get('C', 0)->value, CLOSE_REASON_PARSER);
  CHECK_INT(events_get('C', 0)->last_error, VCE_EPROTO_TOOLONG);
  CHECK_INT(lines_starting(text, ""), 1);
  peer_expect_over(l.peer);
  events_clear();
}

static void v09_record_that_can_never_fit_closes_at_once(void **state) {
  (void)state;
  expect_too_large(vce_protocol_parser_bin16, 8, "0006616263646566", "0007");
  expect_too_large(vce_protocol_parser_bin32, 8, "0000000461626364", "00000005");
  expect_too_large(vce_protocol_parser_text, 8, "616263646566670a", "6162636465666768");
}

/* V10: the activity stamp. */

/* Limit 1 s, no heartbeat for 2.3 s, data sent meanwhile: they are delivered and the connection
 * lives on; a silent one does not. */
static void v10_active_connection_survives_a_stall_of_the_program(void **state) {
  (void)state;
  options_t o = options();
  o.timeout = 1;
  tcpcontext_t s = open_server(&o);
  pump_to_second();
  link_t active = join(s), silent = join(s);
  long long end = monotonic_ms() + 2300;
  peer_send_text(active.peer, "alive\n");
  while (monotonic_ms() < end) poll(NULL, 0, 10);
  hb();
  CHECK_INT(events_count_of('R', active.conn), 1);
  hbs(5);
  CHECK_INT(vce_conn_is_valid(active.conn), 1);
  CHECK_INT(vce_conn_is_closed(active.conn), 0);
  CHECK_INT(vce_conn_is_valid(silent.conn), 0);
  expect_trace("R1:alive C2:timeout F2");
}

/* V11: waiting. */

/* How often the thread slept while one heartbeat ran: a heartbeat that waits gives up the CPU. */
static long sleeps_in_heartbeat(void) {
  struct rusage before, after;
  settle();
  getrusage(RUSAGE_THREAD, &before);
  vce_heartbeat();
  getrusage(RUSAGE_THREAD, &after);
  return after.ru_nvcsw - before.ru_nvcsw;
}

/* Waiting grown to some hundred microseconds. */
static void grow_wait(void) {
  vce_set_heartbeat_wait_flag(1);
  for (int i = 0; i < 500; ++i) vce_heartbeat();
  CHECK(sleeps_in_heartbeat() >= 1);
}

static void v11_idle_heartbeat_waits_and_readiness_of_any_kind_ends_the_wait(void **state) {
  (void)state;
  tcpcontext_t s = server();
  link_t l = join(s);
  grow_wait();
  peer_send_text(l.peer, "x\n");
  CHECK_INT(sleeps_in_heartbeat(), 0);
  expect_trace("R1:x");
  grow_wait();
  peer_connect(vce_tcpcontext_get_port(s));
  CHECK_INT(sleeps_in_heartbeat(), 0);
  expect_trace("A2");
}

static void v11_pending_output_and_left_over_records_mean_no_wait(void **state) {
  (void)state;
  link_t l = join(server());
  grow_wait();
  CHECK_INT(vce_conn_write(l.conn, "x", 1), 1);
  CHECK_INT(sleeps_in_heartbeat(), 0);
  peer_expect_text(l.peer, "x");
  grow_wait();
  peer_send_text(l.peer, "one\ntwo\nthree\n");
  for (int i = 0; i < 3; ++i) CHECK_INT(sleeps_in_heartbeat(), 0);
  expect_trace("R1:one R1:two R1:three");
}

static void v11_connection_to_sweep_means_no_wait(void **state) {
  (void)state;
  link_t l = join(server());
  grow_wait();
  vce_conn_close(l.conn);
  CHECK_INT(sleeps_in_heartbeat(), 0);
  expect_trace("C1:app F1");
}

static void v11_echo_in_one_process_does_not_wait_for_itself(void **state) {
  (void)state;
  options_t o = options();
  o.nonblock = 1;
  tcpcontext_t s = server();
  conn_t c = dial(open_client(&o), vce_tcpcontext_get_port(s));
  grow_wait();
  CHECK_INT(vce_set_heartbeat_wait_limits(1000000, 1000000), 0);
  long long start = wall_us();
  for (int i = 0; i < 30; ++i) {
    CHECK_INT(vce_protocol_unparser_text(c, "ping", 4), 5);
    for (int beats = 0; events_count('R') == i && beats < 2; ++beats) hb();
  }
  CHECK_INT(events_count('R'), 30);
  CHECK_INT(vce_set_heartbeat_wait_limits(1, 100000), 0);
  CHECK(wall_us() - start < 25000000);
}

/* V12: parser repetition. */

static int consume_all(conn_t c) {
  vce_conn_shrink_readbuf(c, unread(c));
  return 0;
}

static void v12_parser_repetition_stops_on_empty_buffer_and_without_progress(void **state) {
  (void)state;
  options_t o = options();
  o.parser = record_parser;
  o.calls = 1000000000;
  link_t l = join(open_server(&o));
  on.parser = consume_none;
  peer_send_text(l.peer, "abc");
  hb();
  expect_trace("P1:3");
  on.parser = consume_all;
  hb();
  expect_trace("P1:3");
  hb();
  expect_trace("");
}

/* V13: the life cycle's odd calls. */

static void v13_second_initialise_changes_nothing(void **state) {
  (void)state;
  link_t l = join(server());
  vce_limit_t limits;
  vce_limit_clear(&limits);
  limits.max_conn = 1;
  CHECK_INT(vce_initialize(), 0);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(vce_initialize_limited(&limits), 0);
  CHECK_INT(vce_conn_is_valid(l.conn), 1);
  peer_send_text(l.peer, "still served\n");
  hb();
  expect_trace("R1:still%20served");
  CHECK_INT(vce_finalize(), 0);
  CHECK_INT(vce_finalize(), 0);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(vce_conn_is_valid(l.conn), 0);
}

static void null_limits(void) {
  int result = vce_initialize_limited(NULL);
  CHECK(result == 0 || result == VCE_EINVAL);
  CHECK_INT(vce_get_last_error(), result);
  CHECK_INT(vce_finalize(), 0);
}

static void v13_initialise_with_null_limits_does_not_crash(void **state) {
  (void)state;
  run_fresh(null_limits);
}

/* V14: finalise with contexts alive. */

static void v14_finalise_closes_sockets_and_calls_nothing(void **state) {
  (void)state;
  tcpcontext_t s = server();
  int port = vce_tcpcontext_get_port(s);
  link_t a = join(s), b = join(s);
  int listening;
  int listener = peer_listen(&listening);
  dial(client(), listening);
  int c = peer_accept(listener);
  CHECK_INT(vce_conn_write(b.conn, "unsent", 6), 6);
  vce_conn_close(a.conn);
  CHECK_INT(vce_finalize(), 0);
  expect_trace("");
  peer_expect_over(a.peer);
  peer_expect_over(b.peer);
  peer_expect_over(c);
  CHECK(peer_try_connect("127.0.0.1", port) < 0);
}

static int finalise_inside(conn_t c, char *data, int length) {
  (void)data;
  (void)length;
  CHECK_INT(vce_finalize(), VCE_EFINALIZE);
  CHECK_INT(vce_conn_is_valid(c), 1);
  return 0;
}

static void v14_finalise_inside_a_callback_is_refused(void **state) {
  (void)state;
  link_t l = join(server());
  on.data = finalise_inside;
  peer_send_text(l.peer, "x\ny\n");
  hbs(2);
  expect_trace("R1:x R1:y");
  CHECK_INT(vce_finalize(), 0);
}

int main(void) {
  const struct CMUnitTest verdicts[] = {
      TEST(v01_records_received_before_a_reset_are_delivered),
      TEST(v01_records_waiting_when_a_send_fails_are_delivered),
      TEST(v01_records_beyond_the_read_buffer_are_delivered_before_the_end),
      TEST(v01_custom_parser_goes_on_after_the_end_while_it_makes_progress),
      TEST(v01_parser_without_progress_does_not_keep_an_ended_connection),
      TEST(v01_callback_may_still_refuse_after_the_end),
      TEST(v01_breaking_the_parser_calls_loses_no_record_of_an_ended_connection),
      TEST(v01_heartbeat_for_another_connection_keeps_the_records_of_an_ended_one),
      TEST(v01_client_that_came_spoke_and_left_before_the_accept_is_heard),
      TEST(v01_client_reset_before_the_accept_does_no_harm),
      TEST(v01_without_records_the_end_is_told_in_the_heartbeat_that_sees_it),
      TEST(v02_large_output_reaches_a_half_closed_peer),
      TEST(v02_every_answer_reaches_a_peer_that_asked_all_and_half_closed),
      TEST(v02_idle_limit_bounds_the_sending_to_a_half_closed_peer),
      TEST(v02_output_for_a_closed_peer_ends_as_remote),
      TEST(v03_idle_limit_ends_as_timeout_with_and_without_output),
      TEST(v04_bytes_written_between_heartbeats_leave_in_the_next_one),
      TEST(v04_large_output_of_one_connection_does_not_delay_another),
      TEST(v04_bytes_written_in_a_closewatcher_are_discarded),
      TEST(v05_a_hundred_clients_connect_and_are_accepted_within_a_few_heartbeats),
      TEST(v05_accepted_connection_is_first_read_in_the_next_heartbeat),
      TEST(v06_enumerations_are_newest_first_also_when_slots_are_reused),
      TEST(v06_netstat_is_newest_first_over_all_contexts),
      TEST(v07_hiwater_watcher_is_called_from_its_mark_minus_one),
      TEST(v08_hiwater_watcher_alone_may_refuse),
      TEST(v09_record_that_can_never_fit_closes_at_once),
      TEST(v10_active_connection_survives_a_stall_of_the_program),
      TEST(v11_idle_heartbeat_waits_and_readiness_of_any_kind_ends_the_wait),
      TEST(v11_pending_output_and_left_over_records_mean_no_wait),
      TEST(v11_connection_to_sweep_means_no_wait),
      TEST(v11_echo_in_one_process_does_not_wait_for_itself),
      TEST(v12_parser_repetition_stops_on_empty_buffer_and_without_progress),
      TEST(v13_second_initialise_changes_nothing),
      FRESH_TEST(v13_initialise_with_null_limits_does_not_crash),
      TEST(v14_finalise_closes_sockets_and_calls_nothing),
      TEST(v14_finalise_inside_a_callback_is_refused),
  };
  return RUN(verdicts);
}
