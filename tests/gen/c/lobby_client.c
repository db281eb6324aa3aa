/* The client stub of medium.txt, mostly what its send functions refuse. */
#include "stub_test.h"

#include <string.h>

#include "lobby_cli.h"

int lobby_login_result_recv(conn_t c, int status, const char *motd) {
  (void)c;
  log_event("login_result(%d,%s) ", status, motd);
  return 0;
}

int lobby_said_recv(conn_t c, int room, const char *who, const char *line) {
  (void)c;
  log_event("said(%d,%s,%s) ", room, who, line);
  return 0;
}

int lobby_rooms_recv(conn_t c, const int *ids, int ids_len, const char *const *names,
                     int names_len) {
  (void)c;
  log_event("rooms(");
  for (int i = 0; i < ids_len; i++)
    log_event("%d,", ids[i]);
  for (int i = 0; i < names_len; i++)
    log_event("%s,", names[i]);
  log_event(") ");
  return 0;
}

int lobby_tick_recv(conn_t c, VCEI64 usec) {
  (void)c;
  log_event("tick(%lld) ", (long long)usec);
  return 0;
}

int lobby_cli_sender(conn_t c, char *data, int len) { return keep_sent(c, data, len); }

int lobby_cli_recv_error_callback(conn_t c, int e) {
  (void)c;
  log_event("error(%d) ", e);
  return -7;
}

static int reset(void **state) {
  (void)state;
  log_clear();
  sender_reset();
  return 0;
}

#define EXPECT_SEND(call, result, last_error)                                                      \
  do {                                                                                             \
    seed_last_error();                                                                             \
    assert_int_equal(call, result);                                                                \
    assert_int_equal(vce_get_last_error(), last_error);                                            \
  } while (0)

static void names_have_15_characters_at_most(void **state) {
  (void)state;
  EXPECT_SEND(lobby_login_send(some_conn, "0123456789abcdef", 1, 2), VCE_EFULL, SEEDED);
  assert_int_equal(sender_calls, 0);
  assert_int_equal(lobby_login_send(some_conn, "0123456789abcde", 1, 2), 25);
  EXPECT_SEND(lobby_login_send(some_conn, NULL, 1, 2), VCE_EINVAL, VCE_EINVAL);
  assert_int_equal(sender_calls, 1);
}

static void bytes_are_limited_both_ways(void **state) {
  (void)state;
  static const char bytes[301];
  EXPECT_SEND(lobby_upload_send(some_conn, bytes, 301, 0), VCE_EFULL, SEEDED);
  EXPECT_SEND(lobby_upload_send(some_conn, bytes, -1, 0), VCE_EINVAL, VCE_EINVAL);
  assert_int_equal(sender_calls, 0);
  assert_int_equal(lobby_upload_send(some_conn, NULL, 0, 0), 7);
  assert_string_equal(sent_hex(), "01f40000000000");
  assert_int_equal(lobby_upload_send(some_conn, bytes, 300, 0), 2 + 5 + 300 + 4);
}

/* The original packed on in front of its buffer and called the sender with a length of 0. */
static void lists_are_checked(void **state) {
  (void)state;
  static const char *const long_name[1] = {"0123456789abcdef"};
  static const char *const good_name[1] = {"0123456789abcde"};
  EXPECT_SEND(lobby_tags_send(some_conn, long_name, 1, 5), VCE_EFULL, VCE_EFULL);
  EXPECT_SEND(lobby_tags_send(some_conn, good_name, -1, 5), VCE_EINVAL, VCE_EINVAL);
  EXPECT_SEND(lobby_tags_send(some_conn, NULL, 9, 5), VCE_EFULL, SEEDED);
  EXPECT_SEND(lobby_tags_send(some_conn, NULL, 1, 5), VCE_EINVAL, VCE_EINVAL);
  assert_int_equal(sender_calls, 0);
  assert_int_equal(lobby_tags_send(some_conn, good_name, 1, 5), 2 + 1 + 1 + 15 + 2);
}

static void full_lists_fit(void **state) {
  (void)state;
  static const char *const words[8] = {"0123456789abcde", "0123456789abcde", "0123456789abcde",
                                       "0123456789abcde", "0123456789abcde", "0123456789abcde",
                                       "0123456789abcde", "0123456789abcde"};
  assert_int_equal(lobby_tags_send(some_conn, words, 8, 5), 2 + 1 + 8 * 16 + 2);
}

static void records_of_any_length_are_taken(void **state) {
  (void)state;
  char record[5000] = {3, (char)0xe8, 0, 0, 0, 0, 0, 0, 0, 5};
  assert_int_equal(receive_bytes(lobby_cli_pcallback, record, sizeof record), 0);
  expect_log("tick(5) ");
}

static void the_version_is_that_of_the_server(void **state) {
  (void)state;
  unsigned int sub_version = 0;
  assert_int_equal(lobby_cli_get_version(&sub_version), 20260);
  assert_int_equal(sub_version, 389197705);
  assert_int_equal(lobby_cli_get_version(NULL), 20260);
}

static void records_of_the_other_direction_are_unknown(void **state) {
  (void)state;
  assert_int_equal(receive_hex(lobby_cli_pcallback, "000a026100000000010002"), -7);
  expect_log("error(-65) ");
  expect_null_conn(lobby_cli_get_current_conn());
}

#define TEST(f) cmocka_unit_test_setup(f, reset)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(names_have_15_characters_at_most),
      TEST(bytes_are_limited_both_ways),
      TEST(lists_are_checked),
      TEST(full_lists_fit),
      TEST(records_of_any_length_are_taken),
      TEST(the_version_is_that_of_the_server),
      TEST(records_of_the_other_direction_are_unknown),
  };
  return cmocka_run_group_tests_name("lobby client", tests, NULL, NULL);
}
