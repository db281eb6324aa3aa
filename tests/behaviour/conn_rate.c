/* What broke once: one connection could send as many records and bytes as the machine could take. */
#include "../support/harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { rate = 50, clock_ms = 20 }; /* clocks of the kernel tick every 10 ms at the latest */

static int asked, answer;
static conn_t asked_about;

static int on_rate(conn_t c) {
  asked++;
  asked_about = c;
  return answer;
}

static tcpcontext_t rated(int records, int bytes) {
  asked = 0;
  options_t o = options();
  o.calls = 1000;
  o.rblen = 4096;
  tcpcontext_t t = open_server(&o);
  CHECK_INT(vce_tcpcontext_set_conn_rate(t, records, bytes, on_rate), 0);
  CHECK_INT(vce_get_last_error(), 0);
  return t;
}

/* At once, so that one heartbeat finds them all. */
static void send_lines(int peer, int first, int count) {
  char text[2048];
  int length = 0;
  for (int i = first; i < first + count; i++)
    length += snprintf(text + length, sizeof text - (size_t)length, "%d\n", i);
  peer_send(peer, text, (size_t)length);
}

static void expect_lines(conn_t c, int count) {
  int at = 0;
  for (int i = 0; i < events_count('R'); i++) {
    const event *e = events_get('R', i);
    if (vce_conn_is_equal(e->conn, c)) CHECK_INT(atoi(e->data), at++);
  }
  CHECK_INT(at, count);
}

static long long pauses(void) {
  vce_counters_t c;
  CHECK_INT(vce_get_counters(&c, sizeof c), 0);
  return c.rate_pauses;
}

static void records_of_one_second_pass_at_once_and_the_rest_in_their_time(void **state) {
  (void)state;
  const long long before = pauses();
  link_t l = join(rated(rate, 0));
  const long long begin = monotonic_ms();
  send_lines(l.peer, 0, 2 * rate);
  hb();
  CHECK_INT(events_count('R'), rate);
  CHECK_INT(asked, 1);
  CHECK(vce_conn_is_equal(asked_about, l.conn));
  CHECK_INT(pauses() - before, 1);
  PUMP_UNTIL(events_count('R') == 2 * rate);
  CHECK(monotonic_ms() - begin >= 1000 - clock_ms);
  expect_lines(l.conn, 2 * rate);
  CHECK_INT(events_count('C'), 0);
}

static void exactly_what_is_allowed_is_not_too_much(void **state) {
  (void)state;
  link_t l = join(rated(rate, 0));
  send_lines(l.peer, 0, rate);
  peer_send_text(l.peer, "the beginning of one more");
  hbs(3);
  CHECK_INT(events_count('R'), rate);
  CHECK_INT(asked, 0);
  peer_send_text(l.peer, ", and its end\n");
  PUMP_UNTIL(events_count('R') == rate + 1);
}

static void bytes_of_one_second_pass_at_once_and_the_rest_in_their_time(void **state) {
  (void)state;
  enum { bytes = 1000 };
  options_t o = options();
  o.parser = vce_protocol_parser_through;
  o.calls = 1000;
  o.rblen = 4096;
  tcpcontext_t t = open_server(&o);
  CHECK_INT(vce_tcpcontext_set_conn_rate(t, 0, bytes, NULL), 0);
  link_t l = join(t);
  char *sent = pattern(2 * bytes);
  const long long begin = monotonic_ms();
  peer_send(l.peer, sent, 2 * bytes);
  hb();
  size_t length = 0;
  events_data_of(l.conn, &length);
  CHECK_INT(length, bytes);
  PUMP_UNTIL((events_data_of(l.conn, &length), length == 2 * bytes));
  CHECK(monotonic_ms() - begin >= 1000 - clock_ms);
  CHECK(memcmp(events_data_of(l.conn, &length), sent, length) == 0);
  free(sent);
}

static void who_sends_too_much_ends_if_the_program_says_so(void **state) {
  (void)state;
  tcpcontext_t t = rated(rate, 0);
  link_t l = join(t), other = join(t);
  answer = -1;
  send_lines(l.peer, 0, rate + 1);
  send_lines(other.peer, 0, rate);
  hb();
  answer = 0;
  CHECK_INT(asked, 1);
  CHECK_INT(events_count_of('R', l.conn), rate);
  CHECK_INT(events_get_of('C', l.conn)->value, CLOSE_REASON_PARSER);
  CHECK_INT(events_count_of('R', other.conn), rate);
  CHECK_INT(vce_conn_is_valid(other.conn), 1);
  peer_expect_over(l.peer);
}

static void too_many_bytes_end_it_as_well(void **state) {
  (void)state;
  link_t l = join(rated(0, 100));
  answer = -1;
  /* What 100 s allow: a slow machine takes no single byte more than its time gave. */
  char *sent = pattern(10000);
  peer_send(l.peer, sent, 10000);
  free(sent);
  PUMP_UNTIL(events_count('C') == 1);
  answer = 0;
  CHECK_INT(asked, 1);
  CHECK_INT(events_get_of('C', l.conn)->value, CLOSE_REASON_PARSER);
}

static int close_it(conn_t c) {
  asked++;
  vce_conn_close(c);
  return 0;
}

static void the_program_may_close_it_when_asked(void **state) {
  (void)state;
  tcpcontext_t t = rated(1, 0);
  CHECK_INT(vce_tcpcontext_set_conn_rate(t, 1, 0, close_it), 0);
  link_t l = join(t);
  send_lines(l.peer, 0, 3);
  hbs(2);
  CHECK_INT(asked, 1);
  CHECK_INT(events_get_of('C', l.conn)->value, CLOSE_REASON_APPLICATION);
  peer_expect_end(l.peer);
}

static int clean_up(conn_t c) {
  vce_tcpcontext_cleanup(vce_conn_get_tcpcontext(c));
  return -1;
}

static void the_program_may_clean_up_when_asked(void **state) {
  (void)state;
  tcpcontext_t t = rated(1, 0);
  CHECK_INT(vce_tcpcontext_set_conn_rate(t, 1, 0, clean_up), 0);
  link_t l = join(t), other = join(t);
  send_lines(l.peer, 0, 3);
  hbs(2);
  CHECK_INT(events_get_of('C', l.conn)->value, CLOSE_REASON_PARSER);
  CHECK_INT(events_get_of('C', other.conn)->value, CLOSE_REASON_APPLICATION);
}

/* The peer is there and waits for us: its limit of one second must not expire, also not when it
 * begins at the end of one second and the pause lasts beyond the next one. */
static void a_pause_does_not_count_as_idle(void **state) {
  (void)state;
  link_t l = join(rated(1, 0));
  vce_conn_set_timeout(l.conn, 1);
  PUMP_UNTIL(wall_us() % 1000000 > 985000);
  send_lines(l.peer, 0, 4);
  PUMP_UNTIL(events_count('R') == 4 || events_count('C') == 1);
  expect_lines(l.conn, 4);
}

static void what_was_sent_before_the_end_is_still_taken(void **state) {
  (void)state;
  link_t l = join(rated(rate, 0));
  send_lines(l.peer, 0, rate + 10);
  peer_finish(l.peer);
  PUMP_UNTIL(events_count('C') == 1);
  expect_lines(l.conn, rate + 10);
  CHECK_INT(events_get_of('C', l.conn)->value, CLOSE_REASON_REMOTE);
}

/* The second half waits in the kernel, for the connection pauses, when sending to it fails. */
static void what_was_sent_before_a_reset_is_still_taken(void **state) {
  (void)state;
  link_t l = join(rated(rate, 0));
  send_lines(l.peer, 0, rate + 10);
  hb();
  send_lines(l.peer, rate + 10, 10);
  settle();
  peer_reset(l.peer);
  CHECK_INT(vce_conn_write(l.conn, "answer\n", 7), 7);
  PUMP_UNTIL(events_count('C') == 1);
  expect_lines(l.conn, rate + 20);
}

/* Heartbeats that wait do so until the pause is over, instead of turning. */
static void a_pause_costs_hardly_a_heartbeat(void **state) {
  (void)state;
  CHECK_INT(vce_set_heartbeat_wait_limits(100000, 100000), 0);
  vce_set_heartbeat_wait_flag(1);
  link_t l = join(rated(1, 0));
  send_lines(l.peer, 0, 2);
  hbs(3);
  CHECK_INT(events_count('R'), 1);
  CHECK_RANGE(vce_get_wait_time(), 1, 1100);
  int beats = 0;
  for (long long end = monotonic_ms() + PATIENCE_MS; events_count('R') < 2; beats++) {
    CHECK(monotonic_ms() < end);
    vce_heartbeat();
  }
  CHECK_RANGE(beats, 1, 100);
  vce_set_heartbeat_wait_flag(0);
  CHECK_INT(vce_set_heartbeat_wait_limits(1, 100000), 0);
}

/* A program that waits for one connection does not turn because of what another one sends. */
static void who_is_not_in_the_scope_of_heartbeats_costs_none(void **state) {
  (void)state;
  CHECK_INT(vce_set_heartbeat_wait_limits(100000, 100000), 0);
  vce_set_heartbeat_wait_flag(1);
  tcpcontext_t t = rated(0, 10);
  link_t awaited = join(t), busy = join(t);
  char *sent = pattern(4096);
  peer_send(busy.peer, sent, 4096);
  free(sent);
  int beats = 0;
  for (const long long begin = monotonic_ms(); monotonic_ms() - begin < 2000; beats++)
    vce_heartbeat_on_single_conn(awaited.conn);
  CHECK_RANGE(beats, 1, 400);
  vce_set_heartbeat_wait_flag(0);
  CHECK_INT(vce_set_heartbeat_wait_limits(1, 100000), 0);
}

static void it_is_taken_over_by_connections_made_later(void **state) {
  (void)state;
  tcpcontext_t t = rated(1, 0);
  link_t limited = join(t);
  CHECK_INT(vce_tcpcontext_set_conn_rate(t, 0, 0, NULL), 0);
  link_t free_again = join(t);
  send_lines(limited.peer, 0, 10);
  send_lines(free_again.peer, 0, 10);
  hb();
  CHECK_INT(events_count_of('R', limited.conn), 1);
  CHECK_INT(events_count_of('R', free_again.conn), 10);
}

static void connections_that_go_out_have_one_too(void **state) {
  (void)state;
  options_t o = options();
  o.calls = 100;
  tcpcontext_t c = open_client(&o);
  CHECK_INT(vce_tcpcontext_set_conn_rate(c, 2, 0, NULL), 0);
  int port, listener = peer_listen(&port);
  dial(c, port);
  int peer = peer_accept(listener);
  send_lines(peer, 0, 5);
  hb();
  CHECK_INT(events_count('R'), 2);
}

static void wrong_arguments_change_nothing(void **state) {
  (void)state;
  tcpcontext_t t = rated(1, 0);
  CHECK_INT(vce_tcpcontext_set_conn_rate(t, -1, 0, NULL), VCE_ERANGE);
  CHECK_INT(vce_tcpcontext_set_conn_rate(t, 0, -1, NULL), VCE_ERANGE);
  CHECK_INT(vce_get_last_error(), VCE_ERANGE);
  CHECK_INT(vce_tcpcontext_set_conn_rate(NULL, 1, 1, NULL), VCE_EINVAL);
  link_t l = join(t);
  send_lines(l.peer, 0, 3);
  hb();
  CHECK_INT(events_count('R'), 1);
  CHECK_INT(asked, 1);
}

int main(void) {
  const struct CMUnitTest conn_rate[] = {
      TEST(records_of_one_second_pass_at_once_and_the_rest_in_their_time),
      TEST(exactly_what_is_allowed_is_not_too_much),
      TEST(bytes_of_one_second_pass_at_once_and_the_rest_in_their_time),
      TEST(who_sends_too_much_ends_if_the_program_says_so),
      TEST(too_many_bytes_end_it_as_well),
      TEST(the_program_may_close_it_when_asked),
      TEST(the_program_may_clean_up_when_asked),
      TEST(a_pause_does_not_count_as_idle),
      TEST(what_was_sent_before_the_end_is_still_taken),
      TEST(what_was_sent_before_a_reset_is_still_taken),
      TEST(a_pause_costs_hardly_a_heartbeat),
      TEST(who_is_not_in_the_scope_of_heartbeats_costs_none),
      TEST(it_is_taken_over_by_connections_made_later),
      TEST(connections_that_go_out_have_one_too),
      TEST(wrong_arguments_change_nothing),
  };
  return RUN(conn_rate);
}
