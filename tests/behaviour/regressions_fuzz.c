/* Faults found by fuzzing and by the model. The first line of each test says what broke. */
#include "../support/harness.h"

/* A record header that does not fit the read buffer stalled the connection for ever. */
static void a_header_longer_than_the_read_buffer_is_refused(void **state) {
  (void)state;
  static int (*const parsers[])(conn_t) = {vce_protocol_parser_bin16, vce_protocol_parser_bin32};
  static const size_t sizes[] = {1, 3};
  for (size_t i = 0; i < ELEMENTOF(parsers); i++) {
    options_t o = options();
    o.parser = parsers[i];
    o.rblen = sizes[i];
    link_t l = join(open_server(&o));
    events_clear();
    peer_send_hex(l.peer, "000161");
    hb();
    CHECK_INT(events_count_of('C', l.conn), 1);
    CHECK_INT(events_get_of('C', l.conn)->value, CLOSE_REASON_PARSER);
    CHECK_INT(vce_conn_is_valid(l.conn), 0);
  }
}

/* A connection that its peer had ended outlived heartbeats for another one: its input had been
 * consumed outside of a heartbeat, and it was still listed for parsing. */
static void an_ended_connection_goes_in_a_heartbeat_for_another_one(void **state) {
  (void)state;
  tcpcontext_t t = server();
  link_t l = join(t), other = join(t);
  events_clear();
  peer_send_text(l.peer, "one\nhalf");
  hb();
  CHECK_INT(vce_conn_shrink_readbuf(l.conn, 100), 4);
  peer_close(l.peer);
  settle();
  vce_heartbeat_on_single_conn(other.conn);
  expect_trace("R1:one C1:remote F1");

  link_t third = join(t);
  events_clear();
  peer_send_text(third.peer, "half");
  peer_close(third.peer);
  hb();
  settle();
  vce_heartbeat_on_single_conn(other.conn);
  expect_trace("");
  CHECK_INT(vce_conn_shrink_readbuf(third.conn, 100), 4);
  vce_heartbeat_on_single_conn(other.conn);
  expect_trace("C3:remote F3");
}

static int nearly_full(tcpcontext_t t) {
  vce_tcpcontext_set_conn_hiwater_acceptwatcher(t, 1, record_hiwater);
  return 0;
}

/* A hi-water mark that was set in the accept warning was not in force for the peer it was about. */
static void a_mark_set_in_the_accept_warning_is_in_force_at_once(void **state) {
  (void)state;
  tcpcontext_t t = server();
  vce_tcpcontext_set_accept_max(t, 1, record_warning);
  on.warning = nearly_full;
  for (int i = 0; i < 3; i++)
    peer_connect(vce_tcpcontext_get_port(t));
  hb();
  expect_trace("A1 A2 X W3:3");
}

static int drop_three(conn_t c) {
  CHECK_INT(vce_conn_shrink_readbuf(c, 3), 3);
  return 0;
}

/* Dropping input in the error callback of a long record delivered bytes from behind the input. */
static void input_dropped_by_the_error_callback_is_not_delivered(void **state) {
  (void)state;
  options_t o = options();
  o.parser = vce_protocol_parser_bin16;
  tcpcontext_t t = open_server(&o);
  vce_tcpcontext_protocol_set_maxlength(t, 1, record_too_long);
  link_t l = join(t);
  on.too_long = drop_three;
  events_clear();
  peer_send_hex(l.peer, "0002610001"
                        "62"); /* behind the three dropped bytes stands a record */
  hb();
  expect_trace("E1 R1:b");
  CHECK_INT(unread(l.conn), 0);
  on.too_long = NULL;
  peer_send_hex(l.peer, "00026364");
  hb();
  expect_trace("E1 R1:cd");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(a_header_longer_than_the_read_buffer_is_refused),
      TEST(an_ended_connection_goes_in_a_heartbeat_for_another_one),
      TEST(a_mark_set_in_the_accept_warning_is_in_force_at_once),
      TEST(input_dropped_by_the_error_callback_is_not_delivered),
  };
  return RUN(tests);
}
