/* What stubs print that were compiled with GEN_DEBUG_PRINT and GEN_DEBUG_LEN_PRINT. */
#define GEN_DEBUG_PRINT

#include "stub_test.h"

#include <string.h>

#include "lobby_sv.h"
#include "natural_cli.h"

/* The library's log goes to ours. */
static void to_log(int verbose_mode, const char *text) {
  (void)verbose_mode;
  log_event("%s", text);
}

/* ---- The applications ---- */

static int sent_result;

int lobby_login_recv(conn_t c, const char *name, unsigned int token, unsigned short flags) {
  (void)c, (void)name, (void)token, (void)flags;
  return 0;
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
  return 0;
}
int lobby_sv_sender(conn_t c, char *data, int len) {
  (void)c, (void)data, (void)len;
  return sent_result;
}
int lobby_sv_recv_error_callback(conn_t c, int e) {
  (void)c, (void)e;
  return 0;
}
int lobby_toolong_recv_warning(conn_t c, int proto_id, int length) {
  (void)c, (void)proto_id, (void)length;
  return 0;
}

int natural_reply_recv(conn_t c, natural_BOX b, const char *s) {
  (void)c, (void)b, (void)s;
  return 0;
}
int natural_replies_recv(conn_t c, natural_BOX *first, int first_len, natural_label *second,
                         int second_len, int after) {
  (void)c, (void)first, (void)first_len, (void)second, (void)second_len, (void)after;
  return 0;
}
int natural_heap_reply_recv(conn_t c, const char *blob, int blob_len, natural_BOX *b, int b_len) {
  (void)c, (void)blob, (void)blob_len, (void)b, (void)b_len;
  return 0;
}
int natural_many_recv(conn_t c, const char *const *words, int words_len, int words_p,
                      int words_p_) {
  (void)c, (void)words, (void)words_len, (void)words_p, (void)words_p_;
  return 0;
}
int natural_ratios_recv(conn_t c, float f, const float *fs, int fs_len, natural_ratio one,
                        natural_ratio *many, int many_len) {
  (void)c, (void)f, (void)fs, (void)fs_len, (void)one, (void)many, (void)many_len;
  return 0;
}
int natural_cli_sender(conn_t c, char *data, int len) {
  (void)c, (void)data, (void)len;
  return sent_result;
}
int natural_cli_recv_error_callback(conn_t c, int e) {
  (void)c, (void)e;
  return 0;
}

static int divert(void **state) {
  (void)state;
  sent_result = 0;
  log_clear();
  vce_errout_set_another(to_log);
  return 0;
}

static int restore(void **state) {
  (void)state;
  vce_errout_set_another(NULL);
  return 0;
}

/* ---- Tests ---- */

static void sends_are_printed(void **state) {
  (void)state;
  static const int ids[2] = {1, 2};
  static const char *const names[3] = {"a", "b", "c"};
  lobby_tick_send(some_conn, 5000000000ll);
  expect_log("lobby_tick_send( [], usec=5000000000 )\n");
  lobby_login_result_send(some_conn, -3, "abc");
  expect_log("lobby_login_result_send( [], status=-3, motd[4]='(4 bytes)' )\n");
  lobby_rooms_send(some_conn, ids, 2, names, 3);
  expect_log("lobby_rooms_send( [], ids[2], names[3] )\n");
}

static void receipts_are_printed(void **state) {
  (void)state;
  receive_hex(lobby_sv_pcallback, "000a0261000000000100ff");
  expect_log("lobby_login_recv( [], name[2]='(2 bytes)', token=1, flags=255 )\n");
  receive_hex(lobby_sv_pcallback, "01f602016101620005");
  expect_log("lobby_tags_recv( [], names[2], after=5 )\n");
  receive_hex(lobby_sv_pcallback, "03e7");
  expect_log("lobby_leave_recv()\n");
}

static void only_printable_bytes_are_shown(void **state) {
  (void)state;
  receive_hex(lobby_sv_pcallback, "01f40320417e00000009");
  expect_log("lobby_upload_recv( [], blob[3]=' A~', offset=9 )\n");
  receive_hex(lobby_sv_pcallback, "01f4021f4100000009");
  expect_log("lobby_upload_recv( [], blob[2]='(2 bytes)', offset=9 )\n");
  receive_hex(lobby_sv_pcallback, "01f4017f00000009");
  expect_log("lobby_upload_recv( [], blob[1]='(1 bytes)', offset=9 )\n");
  receive_hex(lobby_sv_pcallback, "01f401ff00000009");
  expect_log("lobby_upload_recv( [], blob[1]='(1 bytes)', offset=9 )\n");
  receive_hex(lobby_sv_pcallback, "01f40000000009");
  expect_log("lobby_upload_recv( [], blob[0]='', offset=9 )\n");
}

static void unsigned_numbers_are_printed_as_signed_ones(void **state) {
  (void)state;
  receive_hex(lobby_sv_pcallback, "000a0100ffffffffffff");
  expect_log("lobby_login_recv( [], name[1]='(1 bytes)', token=-1, flags=65535 )\n");
}

static void a_failing_sender_is_printed(void **state) {
  (void)state;
  sent_result = -44;
  lobby_tick_send(some_conn, 1);
  expect_log("lobby_tick_send( [], usec=1 )\nprotocol error : lobby_tick_send code : -44\n");
}

static void each_message_can_be_silenced(void **state) {
  (void)state;
  sent_result = -44;
  lobby_tick_send_debugprint(0);
  lobby_login_recv_debugprint(0);
  lobby_leave_recv_debugprint(0);
  lobby_tick_send(some_conn, 1);
  receive_hex(lobby_sv_pcallback, "000a0100ffffffffffff");
  expect_log("");
  receive_hex(lobby_sv_pcallback, "03e7"); /* without parameters: always printed */
  expect_log("lobby_leave_recv()\n");
  lobby_tick_send_debugprint(1);
  lobby_login_recv_debugprint(1);
  sent_result = 0;
  lobby_tick_send(some_conn, 1);
  expect_log("lobby_tick_send( [], usec=1 )\n");
  receive_hex(lobby_sv_pcallback, "000a0100000000010002");
  expect_log("lobby_login_recv( [], name[1]='(1 bytes)', token=1, flags=2 )\n");
}

static void long_records_are_printed(void **state) {
  (void)state;
  char record[40] = "\0\12\2a\0\0\0\0\1\0\2";
  receive_bytes(lobby_sv_pcallback, record, 30);
  expect_log("invalid length : recv30bytes lobby_login_recv\n"
             "lobby_login_recv( [], name[2]='(2 bytes)', token=1, flags=2 )\n");
}

static void structs_are_not_printed_but_their_arrays_are(void **state) {
  (void)state;
  natural_BOX box;
  natural_ratio ratio = {1.5f};
  memset(&box, 0, sizeof box);
  natural_box_send(some_conn, box);
  expect_log("natural_box_send( [] )\n");
  natural_boxes_send(some_conn, &box, 1, 7, NULL, 0, NULL, 0);
  expect_log("natural_boxes_send( [], first[1], between=7, second[0], p[0] )\n");
  natural_floats_send(some_conn, 0.25f, NULL, 0, ratio, &ratio, 1);
  expect_log("natural_floats_send( [], f=0.25, fs[0], many[1] )\n");
}

static void long_lines_stay_one_line(void **state) {
  (void)state;
  natural_clash_send(some_conn, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18);
  expect_log("natural_clash_send( [], _c=1, record=2, room=3, end=4, result=5, malloc=6, free=7, "
             "vce_errout=8, c=9, in=10, at=11, got=12, len=13, data=14, address=15, i=16, "
             "j=17, naturalcli_state=18 )\n");
}

static void what_is_not_sent_is_not_printed(void **state) {
  (void)state;
  static const int ids[9] = {0};
  lobby_rooms_send(some_conn, ids, 9, NULL, 0);
  lobby_rooms_send(some_conn, ids, -1, NULL, 0);
  expect_log("");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, divert, restore)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(sends_are_printed),
      TEST(receipts_are_printed),
      TEST(only_printable_bytes_are_shown),
      TEST(unsigned_numbers_are_printed_as_signed_ones),
      TEST(a_failing_sender_is_printed),
      TEST(each_message_can_be_silenced),
      TEST(long_records_are_printed),
      TEST(structs_are_not_printed_but_their_arrays_are),
      TEST(long_lines_stay_one_line),
      TEST(what_is_not_sent_is_not_printed),
  };
  return cmocka_run_group_tests_name("debug output", tests, NULL, NULL);
}
