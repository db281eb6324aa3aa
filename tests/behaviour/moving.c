/* vce_moving(7) did not tell of two differences. These tests show them. */
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>

static int records;

static int answer_and_close(conn_t c, char *line, int length) {
  records++;
  int result = vce_protocol_unparser_text(c, line, length);
  vce_conn_close(c);
  return result;
}

/* The answer leaves in the same heartbeat, so the next one destroys the connection before it parses
 * again. The old library delivered one more record, in the heartbeat that sent the answer. */
static void a_callback_that_answers_and_closes_gets_no_further_record(void **state) {
  (void)state;
  records = 0;
  tcpcontext_t t = server();
  vce_tcpcontext_set_conn_parser(t, vce_protocol_parser_text, answer_and_close);
  link_t l = join(t);
  peer_send_text(l.peer, "one\ntwo\nthree\n");
  PUMP_UNTIL(!vce_conn_is_valid(l.conn));
  CHECK_INT(records, 1);
  CHECK(peer_receives(l.peer, "one\n", 4));
}

/* Until a name is looked up there is no address. */
static void a_connect_to_a_name_has_no_address_before_the_look_up(void **state) {
  (void)state;
  tcpcontext_t s = server();
  options_t o = options();
  o.nonblock = 1;
  tcpcontext_t t = open_client(&o);
  char text[64], expected[64];
  int port = vce_tcpcontext_get_port(s);

  conn_t c = vce_tcpcontext_connect(t, "localhost", (unsigned short)port);
  CHECK(vce_conn_is_valid(c));
  CHECK(vce_conn_get_remote_addr_string(c, text, sizeof text) != NULL);
  CHECK_TEXT(text, "0.0.0.0:0");
  PUMP_UNTIL(vce_conn_writable(c) != 0);
  CHECK(vce_conn_get_remote_addr_string(c, text, sizeof text) != NULL);
  snprintf(expected, sizeof expected, "127.0.0.1:%d", port);
  CHECK_TEXT(text, expected);
}

int main(void) {
  const struct CMUnitTest moving[] = {
      TEST(a_callback_that_answers_and_closes_gets_no_further_record),
      TEST(a_connect_to_a_name_has_no_address_before_the_look_up),
  };
  return RUN(moving);
}
