/* The facts of section 9.16, which have no vector. */
#include <stdlib.h>

#include "scenario.h"

static link_t bin16_link(int calls, callback_t callback) {
  options_t o = options();
  o.parser = vce_protocol_parser_bin16;
  o.calls = calls;
  on.data = callback;
  return join(open_server(&o));
}

static char views[4][16];
static int view_lengths[4], view_count;

static int look_at_buffer(conn_t c, char *data, int length) {
  (void)length;
  char *start;
  int n;
  vce_conn_get_buffer(c, &start, &n, NULL, NULL);
  CHECK(data == start + 2);
  memcpy(views[view_count], start, (size_t)n);
  view_lengths[view_count++] = n;
  return 0;
}

static void fact_callback_sees_its_record_still_in_the_buffer(void **state) {
  (void)state;
  link_t l = bin16_link(1, look_at_buffer);
  view_count = 0;
  peer_send_hex(l.peer, "00016100016200");
  hbs(3);
  CHECK_INT(view_count, 2);
  CHECK_INT(view_lengths[0], 7);
  assert_memory_equal(views[0], "\0\1a\0\1b\0", 7);
  CHECK_INT(view_lengths[1], 4);
  assert_memory_equal(views[1], "\0\1b\0", 4);
  CHECK_INT(unread(l.conn), 1);
}

static int shrink_three(conn_t c, char *data, int length) {
  (void)data;
  (void)length;
  vce_conn_shrink_readbuf(c, 3);
  return 0;
}

static void fact_callback_that_shrinks_loses_the_next_record(void **state) {
  (void)state;
  link_t l = bin16_link(1, shrink_three);
  peer_send_hex(l.peer, "000161000162000163");
  hbs(4);
  expect_trace("R1:a R1:c");
  CHECK_INT(unread(l.conn), 0);
}

static int results[8], errors[8], result_count;

static int close_then_write(conn_t c, char *data, int length) {
  (void)data;
  (void)length;
  vce_conn_close(c);
  results[result_count] = vce_protocol_unparser_bin16(c, "zz", 2);
  errors[result_count++] = vce_get_last_error();
  return 0;
}

static void fact_writes_after_a_close_claim_success_and_send_nothing(void **state) {
  (void)state;
  link_t l = bin16_link(5, close_then_write);
  result_count = 0;
  peer_send_hex(l.peer, "000161000162000163");
  hbs(2);
  expect_trace("R1:a R1:b R1:c C1:app F1");
  for (int i = 0; i < 3; ++i) {
    CHECK_INT(results[i], 4);
    CHECK_INT(errors[i], 0);
  }
  peer_expect_end(l.peer);
}

static int write_then_close(conn_t c, char *data, int length) {
  (void)data;
  (void)length;
  CHECK_INT(vce_conn_is_closed(c) || vce_protocol_unparser_bin16(c, "zz", 2) == 4,
            1);
  vce_conn_close(c);
  return 0;
}

/* V4: the answer leaves in the heartbeat that read the request, so the connection has drained
 * before the second record's turn. */
static void fact_v04_answer_and_close_ends_before_the_next_record(void **state) {
  (void)state;
  link_t l = bin16_link(1, write_then_close);
  peer_send_hex(l.peer, "000161000162000163");
  hbs(4);
  expect_trace("R1:a C1:app F1");
  peer_expect_hex(l.peer, "00027a7a");
  peer_expect_end(l.peer);
}

static int two_bytes_per_call(conn_t c) {
  if (unread(c) >= 2) vce_conn_shrink_readbuf(c, 2);
  return 5;
}

/* V12: the call that makes no progress is the last of its heartbeat. */
static void fact_v12_custom_parser_repeats_while_it_makes_progress(void **state) {
  (void)state;
  options_t o = options();
  o.parser = record_parser;
  o.calls = 3;
  on.parser = two_bytes_per_call;
  link_t l = join(open_server(&o));
  peer_send_hex(l.peer, "0102030405");
  hb();
  expect_trace("P1:5 P1:3 P1:1");
  hb();
  expect_trace("P1:1");
  CHECK_INT(vce_conn_is_valid(l.conn), 1);
}

static int minus_seventy_seven(conn_t c) {
  (void)c;
  return -77;
}

static void fact_custom_parser_ends_the_connection_after_earlier_output_left(void **state) {
  (void)state;
  options_t o = options();
  o.parser = record_parser;
  on.parser = minus_seventy_seven;
  link_t l = join(open_server(&o));
  CHECK_INT(vce_conn_write(l.conn, "earlier", 7), 7);
  peer_send_text(l.peer, "x");
  hb();
  CHECK_INT(events_get('C', 0)->last_error, 0);
  expect_trace("P1:1 C1:parser F1");
  peer_expect_text(l.peer, "earlier");
  peer_expect_end(l.peer);
}

static char after_shrinking[3];

static int consume_then_look(conn_t c) {
  char *data;
  int length;
  vce_conn_get_buffer(c, &data, &length, NULL, NULL);
  CHECK_INT(vce_conn_shrink_readbuf(c, length), 3);
  CHECK_INT(vce_conn_write(c, "answer", 6), 6);
  memcpy(after_shrinking, data, 3);
  return 0;
}

static void fact_data_stays_readable_after_shrinking(void **state) {
  (void)state;
  options_t o = options();
  o.parser = record_parser;
  on.parser = consume_then_look;
  link_t l = join(open_server(&o));
  peer_send_hex(l.peer, "0a0b0c");
  hb();
  assert_memory_equal(after_shrinking, "\x0a\x0b\x0c", 3);
}

static void fact_deny_watcher_turns_the_client_away(void **state) {
  (void)state;
  tcpcontext_t s = server();
  vce_tcpcontext_set_conn_acceptwatcher(s, vce_protocol_acceptwatcher_deny);
  int peer = peer_connect(vce_tcpcontext_get_port(s));
  hb();
  expect_trace("F1");
  peer_expect_end(peer);
}

static void fact_noop_closewatcher_may_be_installed_through_a_cast(void **state) {
  (void)state;
  union {
    int (*declared)(conn_t);
    int (*wanted)(conn_t, CLOSE_REASON);
  } cast = {vce_protocol_closewatcher_noop};
  tcpcontext_t s = server();
  vce_tcpcontext_set_conn_closewatcher(s, cast.wanted);
  vce_tcpcontext_set_conn_acceptwatcher(s, vce_protocol_acceptwatcher_noop);
  link_t l = join(s);
  peer_close(l.peer);
  hb();
  expect_trace("F1");
}

static void fact_sizes_of_the_public_structures(void **state) {
  (void)state;
  CHECK_INT(sizeof(struct bin_info), 20);
  CHECK_INT(offsetof(struct bin_info, p), 12);
  CHECK_INT(sizeof(conn_t), 16);
}

const struct CMUnitTest wire_facts[] = {
    TEST(fact_callback_sees_its_record_still_in_the_buffer),
    TEST(fact_callback_that_shrinks_loses_the_next_record),
    TEST(fact_writes_after_a_close_claim_success_and_send_nothing),
    TEST(fact_v04_answer_and_close_ends_before_the_next_record),
    TEST(fact_v12_custom_parser_repeats_while_it_makes_progress),
    TEST(fact_custom_parser_ends_the_connection_after_earlier_output_left),
    TEST(fact_data_stays_readable_after_shrinking),
    TEST(fact_deny_watcher_turns_the_client_away),
    TEST(fact_noop_closewatcher_may_be_installed_through_a_cast),
    TEST(fact_sizes_of_the_public_structures),
};
const size_t wire_facts_count = ELEMENTOF(wire_facts);
