/* Stubs made with --func_counter_type, --vce_include_path and --version-macros. */
#include "stub_test.h"

#include "opt_sv.h"

int opt_up_recv(conn_t c, int x) { return opt_down_send(c, x); }
int opt_sv_sender(conn_t c, char *data, int len) { return keep_sent(c, data, len); }
int opt_sv_recv_error_callback(conn_t c, int e) {
  (void)c;
  return e;
}
int opt_toolong_recv_warning(conn_t c, int proto_id, int length) {
  (void)c, (void)proto_id, (void)length;
  return -1;
}

static void counters_have_the_type(void **state) {
  (void)state;
  VCEI64 (*const sent)(void) = opt_get_down_send_count;
  VCEI64 (*const received)(void) = opt_get_up_recv_count;
  assert_int_equal(receive_hex(opt_sv_pcallback, "0100000003"), 5);
  assert_int_equal(sent(), 1);
  assert_int_equal(received(), 1);
}

static void versions_are_macros_too(void **state) {
  (void)state;
  unsigned int sub_version;
  assert_int_equal(opt_sv_get_version(&sub_version), OPT_VERSION);
  assert_int_equal(sub_version, OPT_SUBVERSION);
  assert_int_equal(OPT_VERSION, 9);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(counters_have_the_type),
      cmocka_unit_test(versions_are_macros_too),
  };
  return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
