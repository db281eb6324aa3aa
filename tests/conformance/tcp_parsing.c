/* TCP examples 22-26 and 48: parsers, buffers, I/O callback. The number in a test's name is the
 * example's (man/compatibility.md, "Examples"); where a decision replaces it, the test's comment has
 * its V. */
#include "harness.h"

#include <stdlib.h>

static tcpcontext_t server_for(int (*parser)(conn_t), int calls, size_t rblen) {
  options_t o = options();
  o.parser = parser;
  o.calls = calls;
  o.rblen = rblen;
  return open_server(&o);
}

static const char *buffered(conn_t c) {
  static char text[1100];
  char *data = NULL;
  int length = 0;
  vce_conn_get_buffer(c, &data, &length, NULL, NULL);
  memcpy(text, data, (size_t)length);
  text[length] = '\0';
  return text;
}

static void tcp_22_without_parser_calls_data_stays(void **state) {
  (void)state;
  static const int calls[] = {0, -3};
  for (size_t i = 0; i < ELEMENTOF(calls); ++i) {
    link_t l = join(server_for(vce_protocol_parser_text, calls[i], 1024));
    peer_send_text(l.peer, "one\n");
    hbs(3);
    CHECK_INT(unread(l.conn), 4);
    CHECK_TEXT(buffered(l.conn), "one\n");
    CHECK_INT(events_count('R'), 0);
  }
}

static int consume_everything(conn_t c) {
  vce_conn_shrink_readbuf(c, unread(c));
  return 0;
}

/* V12 replaces the calls with an empty buffer. */
static void tcp_23_v12_custom_parser_is_not_called_with_an_empty_buffer(void **state) {
  (void)state;
  link_t l = join(server_for(record_parser, 3, 1024));
  on.parser = consume_everything;
  peer_send_text(l.peer, "x");
  hb();
  expect_trace("P1:1");
  hb();
  expect_trace("");
}

static int consume_nothing(conn_t c) {
  (void)c;
  return 0;
}

/* V12: without progress one call per heartbeat, but that one even if nothing new arrived. */
static void tcp_23_v12_custom_parser_is_called_every_heartbeat_while_bytes_wait(void **state) {
  (void)state;
  link_t l = join(server_for(record_parser, 3, 1024));
  on.parser = consume_nothing;
  peer_send_text(l.peer, "xyz");
  for (int i = 0; i < 3; ++i) {
    hb();
    expect_trace("P1:3");
  }
}

static int consume_one(conn_t c) {
  vce_conn_shrink_readbuf(c, 1);
  return 0;
}

static void tcp_23_custom_parser_is_called_as_often_as_allowed(void **state) {
  (void)state;
  link_t l = join(server_for(record_parser, 3, 1024));
  on.parser = consume_one;
  peer_send_text(l.peer, "12345");
  hb();
  expect_trace("P1:5 P1:4 P1:3");
  hb();
  expect_trace("P1:2 P1:1");
}

static void tcp_24_full_buffer_is_not_read_until_there_is_room(void **state) {
  (void)state;
  link_t l = join(server_for(record_parser, 1, 8));
  on.parser = consume_nothing;
  peer_send_text(l.peer, "0123456789ABCDEF");
  peer_close(l.peer);
  hbs(4);
  CHECK_TEXT(buffered(l.conn), "01234567");
  CHECK_INT(vce_conn_is_valid(l.conn), 1);
  CHECK_INT(vce_conn_shrink_readbuf(l.conn, 3), 3);
  CHECK_INT(vce_get_last_error(), 0);
  hb();
  CHECK_TEXT(buffered(l.conn), "3456789A");
  CHECK_INT(vce_conn_shrink_readbuf(l.conn, 100), 8);
  CHECK_INT(vce_conn_shrink_readbuf(l.conn, 100), 0);
  hb();
  CHECK_TEXT(buffered(l.conn), "BCDEF");
  CHECK_INT(vce_conn_shrink_readbuf(l.conn, -5), 0);
  CHECK_INT(vce_conn_shrink_readbuf(l.conn, 0), 0);
  CHECK_INT(vce_conn_shrink_readbuf(l.conn, 5), 5);
  events_clear();
  hb();
  expect_trace("C1:remote F1");
}

/* The I/O callback sees received bytes before they are in the buffer and sent bytes while they
 * still count as unsent. V4 lets the sending come first. */
static void tcp_25_io_callback_comes_before_the_bytes_are_accounted(void **state) {
  (void)state;
  link_t l = join(server());
  vce_conn_set_io_callback(l.conn, record_io);
  peer_send_text(l.peer, "abc\n");
  CHECK_INT(vce_conn_write(l.conn, "out", 3), 3);
  hb();
  CHECK_INT(events_count('I'), 2);
  for (int i = 0; i < 2; ++i) {
    const event *e = events_get('I', i);
    if (e->value == 0)
      CHECK_INT(e->unread, 0);
    else
      CHECK_INT(e->unsent, 3);
  }
  CHECK(trace()[0] == 'I');
  CHECK(strstr(trace(), "I1:r:abc%0a") < strstr(trace(), "R1:abc"));
  expect_trace_any_order("I1:r:abc%0a I1:w:out R1:abc");
}

static void tcp_25_io_callback_is_off_by_default_and_after_null(void **state) {
  (void)state;
  tcpcontext_t s = server();
  link_t l = join(s);
  vce_conn_set_io_callback(l.conn, record_io);
  peer_send_text(l.peer, "a\n");
  hb();
  expect_trace("I1:r:a%0a R1:a");
  vce_conn_set_io_callback(l.conn, NULL);
  peer_send_text(l.peer, "b\n");
  hb();
  expect_trace("R1:b");
  vce_conn_set_io_callback(l.conn, record_io);
  peer_close(l.peer);
  hb();
  expect_trace("C1:remote F1");
  link_t reused = join(s);
  CHECK(reused.conn.p == l.conn.p);
  peer_send_text(reused.peer, "c\n");
  hb();
  expect_trace("R2:c");
}

static tcpcontext_t limited_server(int (*parser)(conn_t), int maximum, int (*too_long)(conn_t)) {
  tcpcontext_t s = server_for(parser, 1, 1024);
  vce_tcpcontext_protocol_set_maxlength(s, maximum, too_long);
  return s;
}

static int allow(conn_t c) {
  (void)c;
  return 0;
}

static int refuse(conn_t c) {
  (void)c;
  return -1;
}

static void tcp_26_bin16_record_of_exactly_the_limit_is_delivered(void **state) {
  (void)state;
  link_t l = join(limited_server(vce_protocol_parser_bin16, 4, NULL));
  peer_send_hex(l.peer, "000461626364");
  hb();
  expect_trace("R1:abcd");
}

static void tcp_26_bin16_record_above_the_limit_closes(void **state) {
  (void)state;
  link_t l = join(limited_server(vce_protocol_parser_bin16, 4, NULL));
  peer_send_hex(l.peer, "00056162");
  hb();
  CHECK_INT(events_get('C', 0)->last_error, VCE_EPROTO_TOOLONG);
  expect_trace("C1:parser F1");
  peer_expect_end(l.peer);
}

static void tcp_26_bin16_length_callback_may_refuse(void **state) {
  (void)state;
  link_t l = join(limited_server(vce_protocol_parser_bin16, 4, record_too_long));
  on.too_long = refuse;
  peer_send_hex(l.peer, "00056162");
  hb();
  expect_trace("E1 C1:parser F1");
}

/* V12: the ready-made parser need not look again while nothing arrives, so the number of calls of
 * the length callback before the record is complete is between one and one per heartbeat. */
static void tcp_26_bin16_length_callback_may_allow(void **state) {
  (void)state;
  link_t l = join(limited_server(vce_protocol_parser_bin16, 4, record_too_long));
  on.too_long = allow;
  peer_send_hex(l.peer, "00056162");
  hbs(3);
  CHECK_RANGE(events_count('E'), 1, 3);
  CHECK_INT(events_count('R'), 0);
  events_clear();
  peer_send_hex(l.peer, "636465");
  hb();
  expect_trace("E1 R1:abcde");
}

static void tcp_26_bin32_and_text_ignore_the_limit(void **state) {
  (void)state;
  link_t l = join(limited_server(vce_protocol_parser_bin32, 4, refuse));
  peer_send_hex(l.peer, "000000056162636465");
  link_t m = join(limited_server(vce_protocol_parser_text, 4, refuse));
  peer_send_text(m.peer, "longer\n");
  hbs(2);
  expect_trace("R1:abcde R2:longer");
}

static void tcp_26_limit_concerns_later_connections_only(void **state) {
  (void)state;
  tcpcontext_t s = server_for(vce_protocol_parser_bin16, 1, 1024);
  link_t l = join(s);
  seed_last_error();
  vce_tcpcontext_protocol_set_maxlength(s, 1, NULL);
  CHECK_INT(vce_get_last_error(), VCE_ECONNSERIAL);
  peer_send_hex(l.peer, "00026162");
  hb();
  expect_trace("R1:ab");
}

/* A parser that remembers how far it has looked must forget it when the program drops bytes. */
static void text_parser_finds_the_line_end_after_the_program_dropped_bytes(void **state) {
  (void)state;
  link_t l = join(server());
  peer_send_text(l.peer, "abcdef");
  hb();
  CHECK_INT(vce_conn_shrink_readbuf(l.conn, 4), 4);
  peer_send_text(l.peer, "\nxy\n");
  hb();
  expect_trace("R1:ef");
  hb();
  expect_trace("R1:xy");
}

static int echo(conn_t c, char *data, int length) {
  return vce_protocol_unparser_text(c, data, length);
}

/* V4 replaces the reply of the second heartbeat. */
static void tcp_48_v04_reply_leaves_in_the_heartbeat_that_read_the_request(void **state) {
  (void)state;
  link_t l = join(server());
  on.data = echo;
  peer_send_text(l.peer, "hello\n");
  hb();
  peer_expect_text(l.peer, "hello\n");
  CHECK_INT(vce_conn_writed(l.conn), 1);
}

int main(void) {
  const struct CMUnitTest tcp_parsing[] = {
      TEST(tcp_22_without_parser_calls_data_stays),
      TEST(tcp_23_v12_custom_parser_is_not_called_with_an_empty_buffer),
      TEST(tcp_23_v12_custom_parser_is_called_every_heartbeat_while_bytes_wait),
      TEST(tcp_23_custom_parser_is_called_as_often_as_allowed),
      TEST(tcp_24_full_buffer_is_not_read_until_there_is_room),
      TEST(tcp_25_io_callback_comes_before_the_bytes_are_accounted),
      TEST(tcp_25_io_callback_is_off_by_default_and_after_null),
      TEST(tcp_26_bin16_record_of_exactly_the_limit_is_delivered),
      TEST(tcp_26_bin16_record_above_the_limit_closes),
      TEST(tcp_26_bin16_length_callback_may_refuse),
      TEST(tcp_26_bin16_length_callback_may_allow),
      TEST(tcp_26_bin32_and_text_ignore_the_limit),
      TEST(tcp_26_limit_concerns_later_connections_only),
      TEST(text_parser_finds_the_line_end_after_the_program_dropped_bytes),
      TEST(tcp_48_v04_reply_leaves_in_the_heartbeat_that_read_the_request),
  };
  return RUN(tcp_parsing);
}
