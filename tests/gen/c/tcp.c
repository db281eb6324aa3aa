/* The server stub of medium.txt behind the library, with real peers on 127.0.0.1. */
#include "harness.h"

#include <string.h>

#include "lobby_sv.h"

static int (*unparser)(conn_t c, char *out, int len);
static int error_result, leave_result;

int lobby_login_recv(conn_t c, const char *name, unsigned int token, unsigned short flags) {
  (void)name, (void)flags;
  CHECK(vce_conn_is_equal(c, lobby_sv_get_current_conn()));
  lobby_login_result_send(c, 0, "ok");
  return (int)token;
}
int lobby_say_recv(conn_t c, int room, const char *line) {
  (void)c, (void)room, (void)line;
  return 0;
}
int lobby_upload_recv(conn_t c, const char *blob, int blob_len, unsigned int offset) {
  (void)c, (void)blob, (void)blob_len, (void)offset;
  return 0;
}
int lobby_tags_recv(conn_t c, const char *const *names, int names_len, short after) {
  (void)c, (void)names, (void)names_len, (void)after;
  return 0;
}
int lobby_leave_recv(conn_t c) {
  (void)c;
  return leave_result;
}
int lobby_sv_sender(conn_t c, char *data, int len) { return unparser(c, data, len); }
int lobby_sv_recv_error_callback(conn_t c, int e) {
  (void)c, (void)e;
  return error_result;
}
int lobby_toolong_recv_warning(conn_t c, int proto_id, int length) {
  (void)c, (void)proto_id, (void)length;
  return -1;
}

/* A peer of a server with the stub's callback. */
static int peer_of(int (*parser)(conn_t c), int (*framing)(conn_t c, char *out, int len)) {
  tcpcontext_t t = server();
  unparser = framing;
  error_result = leave_result = 0;
  vce_tcpcontext_set_conn_parser(t, parser, lobby_sv_pcallback);
  vce_tcpcontext_protocol_set_maxlength(t, LOBBY_MAX_RECV_RECORD_LENGTH, NULL);
  return join(t).peer;
}

static int bin32_peer(void) {
  return peer_of(vce_protocol_parser_bin32, vce_protocol_unparser_bin32);
}

static void expect_closed_by_parser(int peer) {
  PUMP_UNTIL(events_count('C') == 1);
  CHECK_INT(events_get('C', 0)->value, CLOSE_REASON_PARSER);
  peer_expect_over(peer);
}

/* ---- Tests ---- */

static void a_login_is_answered(void **state) {
  (void)state;
  const int peer = bin32_peer();
  peer_send_hex(peer, "0000000b000a026100000000010002");
  hb();
  peer_expect_hex(peer, "0000000a000b00000000036f6b00");
  peer_send_hex(peer, "0000000b000a026100000000000002"); /* token 0 */
  hb();
  peer_expect_hex(peer, "0000000a000b00000000036f6b00");
  peer_expect_nothing(peer);
}

static void bin16_carries_the_same_records(void **state) {
  (void)state;
  const int peer = peer_of(vce_protocol_parser_bin16, vce_protocol_unparser_bin16);
  peer_send_hex(peer, "000b000a026100000000010002");
  hb();
  peer_expect_hex(peer, "000a000b00000000036f6b00");
  peer_expect_nothing(peer);
}

static void a_negative_result_closes(void **state) {
  (void)state;
  const int peer = bin32_peer();
  peer_send_hex(peer, "0000000b000a026100fffffffb0002"); /* token -5 */
  hb();
  expect_closed_by_parser(peer);
}

static void an_unknown_id_may_be_passed_over(void **state) {
  (void)state;
  const int peer = bin32_peer();
  peer_send_hex(peer, "000000027777"
                      "0000000b000a026100000000010002");
  hbs(2);
  peer_expect_hex(peer, "0000000a000b00000000036f6b00");
  peer_expect_nothing(peer);
}

static void a_negative_result_of_the_error_callback_closes(void **state) {
  (void)state;
  const int peer = bin32_peer();
  error_result = -1;
  peer_send_hex(peer, "00000007000a0261000000");
  hb();
  expect_closed_by_parser(peer);
}

static void cut_arrays_leave_the_connection_open(void **state) {
  (void)state;
  const int peer = bin32_peer();
  error_result = -1;
  peer_send_hex(peer, "00000005000a056162"
                      "0000000100"
                      "0000000b000a026100000000010002");
  hbs(3);
  peer_expect_hex(peer, "0000000a000b00000000036f6b00");
  peer_expect_nothing(peer);
}

static void a_message_without_parameters_can_close(void **state) {
  (void)state;
  const int peer = bin32_peer();
  peer_send_hex(peer, "0000000203e7");
  hb();
  peer_expect_nothing(peer);
  leave_result = -1;
  peer_send_hex(peer, "0000000203e7");
  hb();
  expect_closed_by_parser(peer);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(a_login_is_answered),
      TEST(bin16_carries_the_same_records),
      TEST(a_negative_result_closes),
      TEST(an_unknown_id_may_be_passed_over),
      TEST(a_negative_result_of_the_error_callback_closes),
      TEST(cut_arrays_leave_the_connection_open),
      TEST(a_message_without_parameters_can_close),
  };
  return RUN(tests);
}
