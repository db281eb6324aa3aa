/* A server stub for circuits, with debug output, and the client of it. */
#define GEN_DEBUG_PRINT

#include "stub_test.h"

#include <stdio.h>
#include <string.h>

#include "ring_cli.h"
#include "ring_sv.h"

int vce_circ_is_equal(circ_t c1, circ_t c2) { return c1.number == c2.number; }

char *vce_circ_get_remote_addr_string(circ_t c, char *s, int max) {
  snprintf(s, (size_t)max, "circuit %d", c.number);
  return s;
}

static const circ_t some_circ = {5};
static int sender_length;

int ring_up_recv(circ_t c, int x) {
  assert_int_equal(c.number, 5);
  assert_int_equal(ring_sv_get_current_circ().number, 5);
  return x;
}
int ring_hello_recv(circ_t c) { return c.number; }
int ring_sv_sender(circ_t c, char *data, int len) {
  assert_int_equal(c.number, 5);
  sender_length = len;
  return ring_cli_pcallback(some_conn, data, len);
}
int ring_sv_recv_error_callback(circ_t c, int e) {
  assert_int_equal(c.number, 5);
  return e;
}
int ring_toolong_recv_warning(circ_t c, int proto_id, int length) {
  (void)c, (void)proto_id, (void)length;
  return -1;
}
int ring_down_recv(conn_t c, const char *s, const char *bytes, int bytes_len) {
  (void)c, (void)bytes;
  return (int)strlen(s) + bytes_len;
}
int ring_cli_sender(conn_t c, char *data, int len) { return keep_sent(c, data, len); }
int ring_cli_recv_error_callback(conn_t c, int e) {
  (void)c;
  return e;
}

static void to_log(int verbose_mode, const char *text) {
  (void)verbose_mode;
  log_event("%s", text);
}

static void records_are_those_of_conn(void **state) {
  (void)state;
  char up[] = "\1\0\0\0\5", unknown[] = "\11";
  assert_int_equal(ring_up_send(some_conn, 5), 5);
  assert_string_equal(sent_hex(), "0100000005");
  assert_int_equal(ring_sv_pcallback(some_circ, up, 5), 5);
  assert_int_equal(ring_sv_pcallback(some_circ, up, 3), VCE_EFULL);
  assert_int_equal(ring_sv_pcallback(some_circ, unknown, 1), VCE_EGENCOMMAND);
  assert_int_equal(ring_down_send(some_circ, "abc", "de", 2), 5);
  assert_int_equal(sender_length, 1 + 5 + 3);
  assert_int_equal(ring_sv_get_current_circ().number, 0);
}

static void circuits_can_be_registered(void **state) {
  (void)state;
  assert_int_equal(ring_new(some_circ), 0);
  assert_int_equal(ring_del(some_circ), 0);
  assert_int_equal(ring_del(some_circ), -1);
}

static void their_addresses_are_printed(void **state) {
  (void)state;
  char hello[] = "\2", up[] = "\1\0\0\0\5";
  vce_errout_set_another(to_log);
  log_clear();
  ring_sv_pcallback(some_circ, up, 5);
  ring_sv_pcallback(some_circ, hello, 1);
  ring_down_send(some_circ, "abc", "de", 2);
  vce_errout_set_another(NULL);
  expect_log("ring_up_recv( [circuit 5], x=5 )\n"
             "ring_hello_recv()\n"
             "ring_down_send( [circuit 5], s[4]='(4 bytes)', bytes[2]='de' )\n"
             "ring_down_recv( [], s[4]='(4 bytes)', bytes[2]='de' )\n");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(records_are_those_of_conn),
      cmocka_unit_test(circuits_can_be_registered),
      cmocka_unit_test(their_addresses_are_printed),
  };
  return cmocka_run_group_tests_name("circuits", tests, NULL, NULL);
}
