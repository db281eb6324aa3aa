/* The server stub of full.txt, built without EVERY_GUARD: the length limit of each message, and a
 * message that is not active.
 */
#include "stub_test.h"

#include <string.h>

#include "every_sv.h"

int every_scalars_recv(conn_t c, char a, unsigned char b, short n, unsigned short d, int e,
                       unsigned int f, VCEI64 g, float h) {
  (void)c, (void)a, (void)b, (void)n, (void)d, (void)e, (void)f, (void)g, (void)h;
  return 1;
}

int every_arrays_recv(conn_t c, const char *a, int a_len, const unsigned char *b, int b_len,
                      const short *n, int c_len, const unsigned short *d, int d_len, const int *e,
                      int e_len, const unsigned int *f, int f_len, const VCEI64 *g, int g_len,
                      const float *h, int h_len) {
  (void)c, (void)a, (void)a_len, (void)b, (void)b_len, (void)n, (void)c_len, (void)d, (void)d_len;
  (void)e, (void)e_len, (void)f, (void)f_len, (void)g, (void)g_len, (void)h, (void)h_len;
  return 2;
}

int every_text_recv(conn_t c, const char *s, const char *const *list, int list_len) {
  (void)c, (void)s, (void)list, (void)list_len;
  return 3;
}

int every_big_recv(conn_t c, const int *v, int v_len) {
  (void)c, (void)v, (void)v_len;
  return 4;
}

int every_one_recv(conn_t c, every_pt p, every_info q) {
  (void)c, (void)p, (void)q;
  return 5;
}

int every_points_recv(conn_t c, every_pt *p, int p_len) {
  (void)c, (void)p, (void)p_len;
  return 6;
}

int every_nothing_recv(conn_t c) {
  (void)c;
  return 7;
}

int every_nothing2_recv(conn_t c) {
  (void)c;
  return 8;
}

int every_guarded_recv(conn_t c, int x) {
  (void)c, (void)x;
  fail_msg("a message that is not active was delivered");
  return 9;
}

int every_sv_sender(conn_t c, char *data, int len) { return keep_sent(c, data, len); }

int every_sv_recv_error_callback(conn_t c, int e) {
  (void)c;
  log_event("error(%d) ", e);
  return -7;
}

static int warned_id, warned_length;

int every_toolong_recv_warning(conn_t c, int proto_id, int length) {
  (void)c;
  warned_id = proto_id;
  warned_length = length;
  return -1;
}

static void each_message_has_its_limit(void **state) {
  (void)state;
  static const struct {
    int id, limit, result;
  } messages[] = {{EVERY_C2S_SCALARS, 30, 1}, {EVERY_C2S_ARRAYS, 444, 2}, {EVERY_C2S_TEXT, 73, 3},
                  {EVERY_C2S_BIG, 1209, 4},   {EVERY_C2S_ONE, 46, 5},     {EVERY_C2S_POINTS, 33, 6},
                  {EVERY_C2S_GUARDED, 8, 0}};
  char record[1300] = "";
  for (size_t i = 0; i < ELEMENTOF(messages); i++) {
    SET_32BIT_INT(record, messages[i].id);
    warned_id = 0;
    assert_int_equal(receive_bytes(every_sv_pcallback, record, (size_t)messages[i].limit),
                     messages[i].result);
    assert_int_equal(warned_id, 0);
    assert_int_equal(receive_bytes(every_sv_pcallback, record, (size_t)messages[i].limit + 1), -1);
    assert_int_equal(warned_id, messages[i].id);
    assert_int_equal(warned_length, messages[i].limit + 1);
    expect_null_conn(every_sv_get_current_conn());
  }
  assert_int_equal(EVERY_MAX_RECV_RECORD_LENGTH, 1209);
}

static void a_message_without_parameters_has_no_limit(void **state) {
  (void)state;
  char record[1300] = "";
  SET_32BIT_INT(record, EVERY_C2S_NOTHING);
  warned_id = 0;
  assert_int_equal(receive_bytes(every_sv_pcallback, record, sizeof record), 7);
  assert_int_equal(warned_id, 0);
}

static void a_message_that_is_not_active_is_checked_and_counted(void **state) {
  (void)state;
  const double before = every_get_guarded_recv_count();
  assert_int_equal(receive_hex(every_sv_pcallback, "0000001000000003"), 0);
  assert_true(every_get_guarded_recv_count() == before + 1);
  log_clear();
  assert_int_equal(receive_hex(every_sv_pcallback, "00000010000000"), -7);
  expect_log("error(-2) ");
  assert_true(every_get_guarded_recv_count() == before + 1);
}

static void the_server_has_its_text(void **state) {
  (void)state;
  assert_int_equal(EVERY_FROM_SH, 1);
#ifdef EVERY_FROM_CH
  fail_msg("the client's text is in the server's header");
#endif
  unsigned int sub_version = 0;
  assert_int_equal(every_sv_get_version(&sub_version), 32767);
  assert_int_equal(sub_version, 516710399);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_message_has_its_limit),
      cmocka_unit_test(a_message_without_parameters_has_no_limit),
      cmocka_unit_test(a_message_that_is_not_active_is_checked_and_counted),
      cmocka_unit_test(the_server_has_its_text),
  };
  return cmocka_run_group_tests_name("every server", tests, NULL, NULL);
}
