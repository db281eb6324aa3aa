/* Several protocols and both sides of each in one program, all headers in one source. The client's
 * sender hands its record to the server's stub at once and the other way round, so that records are
 * received while others are.
 */
#include "stub_test.h"

#include <string.h>

#include "lobby_cli.h"
#include "lobby_sv.h"

#include "natural_cli.h"
#include "natural_sv.h"

#include "plain_cli.h"
#include "plain_sv.h"
#include "tick_cli.h"
#include "tick_sv.h"

static const conn_t at_server = {(void *)0x10, 1}, at_client = {(void *)0x20, 2};

static int to_server(record_callback_t server, char *data, int len) {
  return server(at_server, data, len) < 0 ? -1 : len;
}

static int to_client(record_callback_t client, char *data, int len) {
  return client(at_client, data, len) < 0 ? -1 : len;
}

/* ---- lobby: every upload is answered, every answer leads to a shorter upload ---- */

int lobby_cli_sender(conn_t c, char *data, int len) {
  assert_true(vce_conn_is_equal(c, at_client));
  return to_server(lobby_sv_pcallback, data, len);
}

int lobby_sv_sender(conn_t c, char *data, int len) {
  assert_true(vce_conn_is_equal(c, at_server));
  return to_client(lobby_cli_pcallback, data, len);
}

int lobby_upload_recv(conn_t c, const char *blob, int blob_len, unsigned int offset) {
  char before[300];
  assert_true(vce_conn_is_equal(lobby_sv_get_current_conn(), at_server));
  memcpy(before, blob, (size_t)blob_len);
  lobby_said_send(c, blob_len, "server", "");
  assert_memory_equal(blob, before, (size_t)blob_len);
  assert_true(vce_conn_is_equal(lobby_sv_get_current_conn(), at_server));
  log_event("%u:%d ", offset, blob_len);
  return 0;
}

int lobby_said_recv(conn_t c, int room, const char *who, const char *line) {
  char blob[300];
  assert_string_equal(who, "server");
  memset(blob, room, sizeof blob);
  if (room > 0)
    lobby_upload_send(c, blob, room - 1, (unsigned)room);
  assert_string_equal(who, "server");
  assert_string_equal(line, "");
  assert_true(vce_conn_is_equal(lobby_cli_get_current_conn(), at_client));
  return 0;
}

static int unexpected(void) {
  fail_msg("not expected");
  return -1;
}

int lobby_login_recv(conn_t c, const char *name, unsigned int token, unsigned short flags) {
  (void)c, (void)name, (void)token, (void)flags;
  return unexpected();
}
int lobby_say_recv(conn_t c, int room, const char *line) {
  (void)c, (void)room, (void)line;
  return unexpected();
}
int lobby_tags_recv(conn_t c, const char *const *names, int names_len, short after) {
  (void)c, (void)names, (void)names_len, (void)after;
  return unexpected();
}
int lobby_leave_recv(conn_t c) {
  (void)c;
  return unexpected();
}
int lobby_login_result_recv(conn_t c, int status, const char *motd) {
  (void)c, (void)status, (void)motd;
  return unexpected();
}
int lobby_rooms_recv(conn_t c, const int *ids, int ids_len, const char *const *names,
                     int names_len) {
  (void)c, (void)ids, (void)ids_len, (void)names, (void)names_len;
  return unexpected();
}
int lobby_tick_recv(conn_t c, VCEI64 usec) {
  (void)c, (void)usec;
  return unexpected();
}

/* ---- tick and plain ---- */

int tick_cli_sender(conn_t c, char *data, int len) {
  (void)c;
  return to_server(tick_sv_pcallback, data, len);
}
int tick_sv_sender(conn_t c, char *data, int len) {
  (void)c;
  return to_client(tick_cli_pcallback, data, len);
}
int tick_add_recv(conn_t c, int amount) { return tick_total_send(c, 2 * amount, 1); }
int tick_reset_recv(conn_t c) { return tick_total_send(c, 0, 0); }
int tick_total_recv(conn_t c, VCEI64 value, short times) {
  (void)c;
  log_event("total(%lld,%d) ", (long long)value, times);
  return 0;
}

int plain_cli_sender(conn_t c, char *data, int len) {
  (void)c;
  return to_server(plain_sv_pcallback, data, len);
}
int plain_sv_sender(conn_t c, char *data, int len) {
  (void)c;
  return to_client(plain_cli_pcallback, data, len);
}
int plain_hi_recv(conn_t c, short n) { return plain_ho_send(c, (short)(n + 1)); }
int plain_ho_recv(conn_t c, short n) {
  (void)c;
  log_event("ho(%d) ", n);
  return 0;
}

#define APPLICATION(protocol)                                                                      \
  int protocol##_sv_recv_error_callback(conn_t c, int e) {                                         \
    (void)c, (void)e;                                                                              \
    return unexpected();                                                                           \
  }                                                                                                \
  int protocol##_cli_recv_error_callback(conn_t c, int e) {                                        \
    (void)c, (void)e;                                                                              \
    return unexpected();                                                                           \
  }                                                                                                \
  int protocol##_toolong_recv_warning(conn_t c, int proto_id, int length) {                        \
    (void)c, (void)proto_id, (void)length;                                                         \
    return unexpected();                                                                           \
  }

APPLICATION(lobby)
APPLICATION(tick)
APPLICATION(plain)

/* ---- Tests ---- */

static void records_are_received_while_others_are(void **state) {
  (void)state;
  static const char blob[3] = "abc";
  log_clear();
  assert_int_equal(lobby_upload_send(at_client, blob, 3, 9), 2 + 1 + 3 + 4);
  expect_log("1:0 2:1 3:2 9:3 ");
  expect_null_conn(lobby_sv_get_current_conn());
  expect_null_conn(lobby_cli_get_current_conn());
}

static void protocols_do_not_mix(void **state) {
  (void)state;
  log_clear();
  assert_int_equal(tick_add_send(at_client, 21), 5);
  assert_int_equal(plain_hi_send(at_client, 6), 6);
  assert_int_equal(tick_reset_send(at_client), 1);
  expect_log("total(42,1) ho(7) total(0,0) ");
  assert_true(tick_get_reset_recv_count() == 1);
  assert_true(tick_get_total_send_count() == 2);
  assert_true(plain_get_ho_recv_count() == 1);
}

static void versions_and_limits(void **state) {
  (void)state;
  unsigned int sub_version;
  assert_int_equal(tick_sv_get_version(&sub_version), 1);
  assert_int_equal(sub_version, 8826534);
  assert_int_equal(tick_cli_get_version(&sub_version), 1);
  assert_int_equal(sub_version, 8826534);
  assert_true(plain_sv_get_version(&sub_version) == 0xffffffffu);
  assert_int_equal(sub_version, 16202219);
  assert_int_equal(TICK_MAX_RECV_RECORD_LENGTH, 5);
  assert_int_equal(PLAIN_MAX_RECV_RECORD_LENGTH, 6);
  assert_int_equal(PLAIN_IDMAX, 255);
}

static void struct_types_are_those_of_both_headers(void **state) {
  (void)state;
  natural_BOX box;
  struct _natural_label *label = &box.head;
  assert_int_equal(sizeof box.corners, 4 * sizeof(natural_Point));
  assert_int_equal(sizeof label->word, 8);
  assert_int_equal(sizeof label->list, 15);
  label->list_len = 0;
  label->list_p = label->list[0];
  label->list_i = 0;
  assert_int_equal(sizeof box.weights, 8);
  assert_int_equal(NATURAL_MAX_CONNECTION, 3);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(records_are_received_while_others_are),
      cmocka_unit_test(protocols_do_not_mix),
      cmocka_unit_test(versions_and_limits),
      cmocka_unit_test(struct_types_are_those_of_both_headers),
  };
  return cmocka_run_group_tests_name("together", tests, NULL, NULL);
}
