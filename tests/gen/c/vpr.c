/* Client records that begin with the number of their protocol. */
#include "stub_test.h"

#include "mux_cli.h"

int mux_down_recv(conn_t c, int x) {
  (void)c;
  return x;
}
int mux_cli_sender(conn_t c, char *data, int len) { return keep_sent(c, data, len); }
int mux_cli_recv_error_callback(conn_t c, int e) {
  (void)c;
  return e;
}

/* The original had no room for the byte and refused messages of single values. */
static void client_records_have_the_number(void **state) {
  (void)state;
  assert_int_equal(mux_up_send(some_conn, 5), 9);
  assert_string_equal(sent_hex(), "c80000000100000005");
  assert_int_equal(mux_none_send(some_conn), 5);
  assert_string_equal(sent_hex(), "c800000002");
  assert_int_equal(mux_data_send(some_conn, "ab", 2), 8);
  assert_string_equal(sent_hex(), "c800000004026162");
  assert_int_equal(mux_data_send(some_conn, "0123456789", 10), 16);
}

static void server_records_have_none(void **state) {
  (void)state;
  assert_int_equal(receive_hex(mux_cli_pcallback, "0000000300000007"), 7);
  assert_int_equal(MUX_PROTOCOL_ID, 200);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(client_records_have_the_number),
      cmocka_unit_test(server_records_have_none),
  };
  return cmocka_run_group_tests_name("vpr circuits", tests, NULL, NULL);
}
