/* The client stub of full.txt, built without EVERY_GUARD: what each record leads to, structs on the
 * way out, and a message that is not active.
 */
#include "stub_test.h"

#include <string.h>

#include "every_cli.h"

int every_many_recv(conn_t c, every_item *items, int items_len, int tail) {
  (void)c;
  log_event("many(%d,%d) ", items_len, tail);
  for (int i = 0; i < items_len; i++)
    log_event("%s ", items[i].name);
  return 4;
}

int every_mirror_recv(conn_t c, char a, const unsigned char *b, int b_len, const char *s,
                      const char *const *list, int list_len, float h) {
  (void)c, (void)b, (void)b_len, (void)list, (void)list_len;
  log_event("mirror(%d,%s,%g) ", a, s, (double)h);
  return 5;
}

int every_notice_recv(conn_t c) {
  (void)c;
  log_event("notice ");
  return 6;
}

int every_scalars_recv(conn_t c, short n, VCEI64 g) {
  (void)c;
  log_event("scalars(%d,%lld) ", n, (long long)g);
  return 7;
}

int every_cli_sender(conn_t c, char *data, int len) { return keep_sent(c, data, len); }

int every_cli_recv_error_callback(conn_t c, int e) {
  assert_true(vce_conn_is_equal(every_cli_get_current_conn(), c));
  log_event("error(%d) ", e);
  return -7;
}

static int reset(void **state) {
  (void)state;
  log_clear();
  sender_reset();
  return 0;
}

/* ---- Receiving ---- */

static void expect_receive(const char *hex, int result, const char *events, int last_error) {
  seed_last_error();
  const int actual = receive_hex(every_cli_pcallback, hex);
  if (actual != result || strcmp(log_text(), events) != 0 || vce_get_last_error() != last_error)
    fail_msg("%s: result %d, last error %d, events %s", hex, actual, vce_get_last_error(),
             log_text());
  log_clear();
  expect_null_conn(every_cli_get_current_conn());
}

static void unknown_ids_and_short_records(void **state) {
  (void)state;
  expect_receive("00000009", -7, "error(-65) ", SEEDED);
  expect_receive("ffffffff", -7, "error(-65) ", SEEDED);
  expect_receive("000000", 0, "", SEEDED);
}

static void messages_without_parameters(void **state) {
  (void)state;
  expect_receive("00000006", 6, "notice ", SEEDED);
  expect_receive("00000006ffff", 6, "notice ", SEEDED);
}

static void values_and_trailing_bytes(void **state) {
  (void)state;
  expect_receive("00000007000100", -7, "error(-2) ", VCE_EFULL);
  expect_receive("0000000700010000000000000002ffffff", 7, "scalars(1,2) ", VCE_NOERROR);
  expect_receive("000111708001", 0, "", VCE_ETOOSHORT);
}

static void arrays_of_structs(void **state) {
  (void)state;
  expect_receive("000101d00000000000000005", 4, "many(0,5) ", VCE_NOERROR);
  expect_receive("000101d00000000100000001", 0, "", VCE_ETOOSHORT);
  expect_receive("000101d000000001000000", -7, "error(-2) ", VCE_EFULL);
  expect_receive("000101d000", -7, "error(-2) ", VCE_EFULL);
}

/* The string has 9 bytes, or the inner array 3 elements: more than the members have room for. */
static void members_that_are_too_long(void **state) {
  (void)state;
  expect_receive("000101d0000000010000000109616161616161616100"
                 "00000000",
                 -7, "error(-2) ", VCE_EFULL);
  expect_receive("000101d00000000100000001010003"
                 "000000010000000200000003"
                 "00000000",
                 -7, "error(-2) ", VCE_EFULL);
}

/* The original handed on a length of -1, or wrote behind the array. */
static void counts_outside_the_array(void **state) {
  (void)state;
  expect_receive("000101d0ffffffff00000005", -7, "error(-2) ", VCE_EFULL);
  expect_receive("000101d08000000000000005", -7, "error(-2) ", VCE_EFULL);
  expect_receive("000101d000000004"
                 "00000001010000"
                 "00000002010000"
                 "00000003010000"
                 "00000004010000"
                 "00000005",
                 -7, "error(-2) ", VCE_EFULL);
}

/* A member of 8 bytes takes 7 characters; with 8 and no NUL there is no room for its end. */
static void members_that_lack_their_nul(void **state) {
  (void)state;
  expect_receive("000101d00000000100000001076162636465666700"
                 "00000005",
                 4, "many(1,5) abcdefg ", VCE_NOERROR);
  expect_receive("000101d0000000010000000100"
                 "0000000005",
                 4, "many(1,5)  ", VCE_NOERROR);
  expect_receive("000101d00000000100000001086162636465666768"
                 "0000000005",
                 -7, "error(-2) ", VCE_EFULL);
}

/* ---- Sending ---- */

#define EXPECT_SEND(call, result, last_error)                                                      \
  do {                                                                                             \
    seed_last_error();                                                                             \
    assert_int_equal(call, result);                                                                \
    assert_int_equal(vce_get_last_error(), last_error);                                            \
  } while (0)

/* The original had no room for the count and refused the last element. */
static void all_elements_can_be_sent(void **state) {
  (void)state;
  every_pt points[5] = {{1, 2}, {3, 4}, {5, 6}, {7, 8}, {9, 10}};
  assert_int_equal(every_points_send(some_conn, points, 3), 26);
  assert_int_equal(every_points_send(some_conn, NULL, 0), 8);
  assert_string_equal(sent_hex(), "0000012d00000000");
  assert_int_equal(every_points_send(some_conn, points, 4), 32);
  EXPECT_SEND(every_points_send(some_conn, points, 5), VCE_EFULL, SEEDED);
  EXPECT_SEND(every_points_send(some_conn, points, -1), VCE_EINVAL, VCE_EINVAL);
  EXPECT_SEND(every_points_send(some_conn, NULL, 1), VCE_EINVAL, VCE_EINVAL);
  assert_int_equal(sender_calls, 3);
}

static void lengths_inside_structs_are_checked(void **state) {
  (void)state;
  const every_pt p = {1, 2};
  every_info q;
  memset(&q, 0, sizeof q);
  q.raw_len = 4;
  EXPECT_SEND(every_one_send(some_conn, p, q), VCE_EFULL, SEEDED);
  q.raw_len = -1;
  EXPECT_SEND(every_one_send(some_conn, p, q), VCE_EINVAL, VCE_EINVAL);
  q.raw_len = 3;
  q.n_len = 3;
  EXPECT_SEND(every_one_send(some_conn, p, q), VCE_EFULL, SEEDED);
  assert_int_equal(sender_calls, 0);
  q.n_len = 2;
  assert_int_equal(every_one_send(some_conn, p, q), 4 + 6 + 1 + 4 + 5 + 8 + 4 + 4 + 2);
}

static void a_message_that_is_not_active_is_packed_and_counted(void **state) {
  (void)state;
  const double before = every_get_guarded_send_count();
  sender_result = -5;
  assert_int_equal(every_guarded_send(some_conn, 1), 0);
  assert_int_equal(sender_calls, 0);
  assert_true(every_get_guarded_send_count() == before + 1);
}

static void constants_are_those_of_the_definition(void **state) {
  (void)state;
  assert_int_equal(EVERY_COMMON_ONE, 1);
  assert_int_equal(EVERY_OCT, 15);
  assert_int_equal(EVERY_HEX, 31);
  assert_int_equal(EVERY_SUM, 46);
  assert_int_equal(EVERY_QUOT, -4);
  assert_string_equal(EVERY_STR, "ab");
  assert_int_equal(FULL_COMMON_KEY_LEN, 12);
  assert_int_equal(EVERY_PROTOCOL_ID, 9);
  assert_int_equal(EVERY_A, 0);
  assert_int_equal(EVERY_B, 5);
  assert_int_equal(EVERY_C, 6);
  assert_int_equal(EVERY_IDMAX, 70000);
  assert_int_equal(EVERY_C2S_BIG, 4);
  assert_int_equal(EVERY_C2S_ONE, 300);
  assert_int_equal(EVERY_C2S_POINTS, 301);
  assert_int_equal(EVERY_C2S_NOTHING, 512);
  assert_int_equal(EVERY_C2S_NOTHING2, 513);
  assert_int_equal(EVERY_C2S_GUARDED, 16);
  assert_int_equal(EVERY_S2C_SCALARS, 7);
  assert_int_equal(EVERY_FROM_CH, 1);
#ifdef EVERY_FROM_SH
  fail_msg("the server's text is in the client's header");
#endif
}

#define TEST(f) cmocka_unit_test_setup(f, reset)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(unknown_ids_and_short_records),
      TEST(messages_without_parameters),
      TEST(values_and_trailing_bytes),
      TEST(arrays_of_structs),
      TEST(members_that_are_too_long),
      TEST(counts_outside_the_array),
      TEST(members_that_lack_their_nul),
      TEST(all_elements_can_be_sent),
      TEST(lengths_inside_structs_are_checked),
      TEST(a_message_that_is_not_active_is_packed_and_counted),
      TEST(constants_are_those_of_the_definition),
  };
  return cmocka_run_group_tests_name("every client", tests, NULL, NULL);
}
