/* Callbacks that get a connection as two integers instead of a structure. */
#include "../support/harness.h"

#include <string.h>

/* Each flat callback makes the handle again and goes on as the recording callback of its kind. */
static conn_t handle(unsigned int p, unsigned int serial) {
  return (conn_t){(void *)(size_t)p, serial};
}

static int flat_accept(unsigned int p, unsigned int serial) {
  return record_accept(handle(p, serial));
}

static int flat_hiwater(unsigned int p, unsigned int serial, int n) {
  return record_hiwater(handle(p, serial), n);
}

static int flat_data(unsigned int p, unsigned int serial, char *data, int length) {
  return record_data(handle(p, serial), data, length);
}

static int flat_close(unsigned int p, unsigned int serial, CLOSE_REASON reason) {
  return record_close(handle(p, serial), reason);
}

static void flat_final(unsigned int p, unsigned int serial) { record_final(handle(p, serial)); }

static void flat_io(unsigned int p, unsigned int serial, int direction, char *data, size_t length) {
  record_io(handle(p, serial), direction, data, length);
}

static int flat_parser(unsigned int p, unsigned int serial) {
  return record_parser(handle(p, serial));
}

static int flat_too_long(unsigned int p, unsigned int serial) {
  return record_too_long(handle(p, serial));
}

#define AS_ASKED(f) ((int (*)(conn_t))(void (*)(void))(f))
#define AS_HIWATER(f) ((int (*)(conn_t, int))(void (*)(void))(f))
#define AS_DATA(f) ((int (*)(conn_t, char *, int))(void (*)(void))(f))
#define AS_CLOSE(f) ((int (*)(conn_t, CLOSE_REASON))(void (*)(void))(f))
#define AS_FINAL(f) ((void (*)(conn_t))(void (*)(void))(f))
#define AS_IO(f) ((void (*)(conn_t, int, char *, size_t))(void (*)(void))(f))

static tcpcontext_t flat(int is_server, int nonblock) {
  tcpcontext_t t =
      vce_tcpcontext_create_flat(is_server, "127.0.0.1", 0, 10, 1024, 1024, 60, nonblock, 1, 0);
  assert_non_null(t);
  CHECK_INT(vce_get_last_error(), 0);
  vce_tcpcontext_set_conn_parser(t, vce_protocol_parser_text, AS_DATA(flat_data));
  vce_tcpcontext_set_conn_acceptwatcher(t, AS_ASKED(flat_accept));
  vce_tcpcontext_set_conn_closewatcher(t, AS_CLOSE(flat_close));
  vce_tcpcontext_set_conn_finalizer(t, AS_FINAL(flat_final));
  return t;
}

static int answer(conn_t c, char *data, int length) {
  return vce_protocol_unparser_text(c, data, length);
}

static int refuse(conn_t c) {
  (void)c;
  return -1;
}

static void a_life_is_told_by_flat_callbacks(void **state) {
  (void)state;
  tcpcontext_t t = flat(1, 0);
  on.data = answer;
  int peer = peer_connect(vce_tcpcontext_get_port(t));
  hb();
  check_trace("A1", true, __FILE__, __LINE__);
  peer_send_text(peer, "hello\n");
  hb();
  peer_expect_text(peer, "hello\n");
  peer_close(peer);
  hb();
  check_trace("R1:hello C1:remote F1", true, __FILE__, __LINE__);
}

static void a_flat_acceptwatcher_refuses(void **state) {
  (void)state;
  tcpcontext_t t = flat(1, 0);
  on.accept = refuse;
  peer_connect(vce_tcpcontext_get_port(t));
  hb();
  check_trace("A1 F1", true, __FILE__, __LINE__);
  CHECK_INT(connections(t), 0);
}

static void a_flat_hiwater_watcher_gets_the_count(void **state) {
  (void)state;
  tcpcontext_t t = flat(1, 0);
  vce_tcpcontext_set_conn_hiwater_acceptwatcher(t, 3, AS_HIWATER(flat_hiwater));
  for (int n = 0; n < 3; n++) {
    peer_connect(vce_tcpcontext_get_port(t));
    hb();
  }
  check_trace("A1 W2:2 W3:3", true, __FILE__, __LINE__);
}

static void a_rate_limit_asks_with_the_context_as_ever(void **state) {
  (void)state;
  tcpcontext_t t = flat(1, 0);
  vce_tcpcontext_set_accept_max(t, 1, record_warning);
  for (int n = 0; n < 3; n++)
    peer_connect(vce_tcpcontext_get_port(t));
  hb();
  CHECK_INT(events_count('X'), 1);
  CHECK_INT(connections(t), 3);
}

static void flat_parsers_of_a_context_and_of_a_connection_are_called(void **state) {
  (void)state;
  tcpcontext_t t = flat(1, 0);
  vce_tcpcontext_set_conn_parser(t, AS_ASKED(flat_parser), NULL);
  link_t l = join(t);
  peer_send_text(l.peer, "abc");
  hb();
  check_trace("P1:3", true, __FILE__, __LINE__);
  vce_conn_set_parser(l.conn, vce_protocol_parser_through, AS_DATA(flat_data));
  hb();
  check_trace("R1:abc", true, __FILE__, __LINE__);
  vce_conn_set_parser(l.conn, AS_ASKED(flat_parser), NULL);
  on.parser = refuse;
  peer_send_text(l.peer, "de");
  hb();
  check_trace("P1:2 C1:parser F1", true, __FILE__, __LINE__);
}

static void a_flat_length_callback_decides(void **state) {
  (void)state;
  tcpcontext_t t = flat(1, 0);
  vce_tcpcontext_set_conn_parser(t, vce_protocol_parser_bin16, AS_DATA(flat_data));
  vce_tcpcontext_protocol_set_maxlength(t, 2, AS_ASKED(flat_too_long));
  link_t l = join(t);
  peer_send(l.peer, "\0\3abc", 5);
  hb();
  check_trace("E1 R1:abc", true, __FILE__, __LINE__);
  on.too_long = refuse;
  peer_send(l.peer, "\0\3abc", 5);
  hb();
  check_trace("E1 C1:parser F1", true, __FILE__, __LINE__);
}

static void a_flat_io_callback_sees_both_directions(void **state) {
  (void)state;
  tcpcontext_t t = flat(1, 0);
  on.data = answer;
  link_t l = join(t);
  vce_conn_set_io_callback(l.conn, AS_IO(flat_io));
  peer_send_text(l.peer, "ab\n");
  hb();
  check_trace("I1:r:ab%0a R1:ab I1:w:ab%0a", true, __FILE__, __LINE__);
}

static void a_walk_calls_a_flat_function(void **state) {
  (void)state;
  tcpcontext_t t = flat(1, 0);
  link_t first = join(t), second = join(t);
  CHECK_INT(vce_tcpcontext_conn_iterate(t, AS_ASKED(flat_accept)), 0);
  check_trace("A2 A1", true, __FILE__, __LINE__);
  assert_true(vce_conn_is_valid(first.conn) && vce_conn_is_valid(second.conn));
}

static void both_connect_modes_and_both_kinds_of_context_go_together(void **state) {
  (void)state;
  for (int nonblock = 0; nonblock <= 1; nonblock++) {
    tcpcontext_t s = server(), c = flat(0, nonblock);
    conn_t made =
        vce_tcpcontext_connect(c, "127.0.0.1", (unsigned short)vce_tcpcontext_get_port(s));
    assert_true(vce_conn_is_valid(made));
    events_know(made);
    PUMP_UNTIL(vce_conn_writable(made) > 0 && connections(s) == 1);
    CHECK_INT(vce_protocol_unparser_text(made, (char *)(uintptr_t) "x", 1), 2);
    PUMP_UNTIL(events_count('R') == nonblock + 1);
    vce_conn_close_tcpcontext_all(s);
    PUMP_UNTIL(events_count_of('C', made) == 1);
    CHECK_INT(events_get_of('C', made)->value, CLOSE_REASON_REMOTE);
    vce_tcpcontext_cleanup(s);
  }
}

static void creating_fails_as_creating_any_context_does(void **state) {
  (void)state;
  assert_null(vce_tcpcontext_create_flat(1, "127.0.0.1", 0, 10, 0, 1024, 60, 0, 1, 0));
  CHECK_INT(vce_get_last_error(), VCE_EARRAY);
  CHECK_INT(vce_finalize(), 0);
  assert_null(vce_tcpcontext_create_flat(1, "127.0.0.1", 0, 10, 1024, 1024, 60, 0, 1, 0));
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  open_library();
}

int main(void) {
  const struct CMUnitTest flat_callbacks[] = {
      TEST(a_life_is_told_by_flat_callbacks),
      TEST(a_flat_acceptwatcher_refuses),
      TEST(a_flat_hiwater_watcher_gets_the_count),
      TEST(a_rate_limit_asks_with_the_context_as_ever),
      TEST(flat_parsers_of_a_context_and_of_a_connection_are_called),
      TEST(a_flat_length_callback_decides),
      TEST(a_flat_io_callback_sees_both_directions),
      TEST(a_walk_calls_a_flat_function),
      TEST(both_connect_modes_and_both_kinds_of_context_go_together),
      TEST(creating_fails_as_creating_any_context_does),
  };
  return RUN(flat_callbacks);
}
