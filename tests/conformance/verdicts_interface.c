/* The decisions V23 to V26 of man/compatibility.md: functions that were declared but never existed,
 * or documented but not declared; wrong arguments and garbage handles. The number in a test's name is
 * the decision's. */
#include "harness.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <sys/socket.h>

/* V23: declared, but never existed. */

enum { WBLEN = 8000000 };

static void v23_safety_read_waits_until_enough_of_the_write_buffer_is_free(void **state) {
  (void)state;
  options_t o = options();
  o.wblen = WBLEN;
  tcpcontext_t s = open_server(&o);
  CHECK_INT(vce_tcpcontext_set_conn_safety_read(s, 100), 0);
  link_t l = join_narrow(s, 4096);
  char *data = calloc(1, WBLEN);
  CHECK_INT(vce_conn_write(l.conn, data, WBLEN), WBLEN);
  peer_send_text(l.peer, "request\n");
  hbs(3);
  CHECK(unsent(l.conn) > 0);
  expect_trace("");
  CHECK_INT(vce_tcpcontext_set_conn_safety_read(s, 0), 0);
  hb();
  expect_trace("R1:request");

  CHECK_INT(vce_tcpcontext_set_conn_safety_read(s, 100), 0);
  peer_send_text(l.peer, "again\n");
  size_t taken = 0;
  long long end = monotonic_ms() + PATIENCE_MS;
  while (taken < WBLEN && monotonic_ms() < end) {
    hb();
    taken += peer_take(l.peer, data, WBLEN);
    if (unsent(l.conn) > 0) CHECK_INT(events_count('R'), 0);
  }
  free(data);
  CHECK_INT(taken, WBLEN);
  hb();
  expect_trace("R1:again");
}

static void v23_safety_read_refuses_other_percentages(void **state) {
  (void)state;
  tcpcontext_t s = server();
  CHECK(vce_tcpcontext_set_conn_safety_read(s, -1) < 0);
  CHECK(vce_tcpcontext_set_conn_safety_read(s, 101) < 0);
  CHECK(vce_tcpcontext_set_conn_safety_read(NULL, 0) < 0);
  CHECK_INT(vce_tcpcontext_set_conn_safety_read(s, 50), 0);
  link_t l = join(s);
  peer_send_text(l.peer, "x\n");
  hb();
  expect_trace("R1:x");
}

static void v23_peer_to_peer_is_not_supported(void **state) {
  (void)state;
  CHECK_INT(vce_tcpcontext_setup_p2p(server(), 10, 10), VCE_ESUPPORT);
  CHECK_INT(vce_get_last_error(), VCE_ESUPPORT);
  seed_last_error();
  CHECK_INT(vce_tcpcontext_set_portscanner(server(), "127.0.0.1", 1, 2), 1);
  CHECK_INT(vce_tcpcontext_set_portscanner(NULL, NULL, 1, 2), 1);
}

static void v23_hex_text_comes_back_and_notices_damage(void **state) {
  (void)state;
  char data[300], text[2000], back[300];
  for (size_t i = 0; i < sizeof data; ++i) data[i] = (char)i;
  int length = vce_make_hex_text_from_buffer(data, sizeof data, text, sizeof text);
  CHECK_RANGE(length, 600, sizeof text - 1);
  CHECK_INT(vce_extract_data_from_hex_text(text, length, back, sizeof back), sizeof data);
  assert_memory_equal(back, data, sizeof data);
  CHECK(vce_extract_data_from_hex_text(text, length, back, sizeof back - 1) < 0);
  text[length - 3] = text[length - 3] == '0' ? '1' : '0';
  CHECK_INT(vce_extract_data_from_hex_text(text, length, back, sizeof back), VCE_EFORMAT);
}

/* V24: documented, but in no header. */

static int rounds;

static int stop_after_five(void) { return ++rounds == 5 ? 42 : 0; }

static void v24_mainloop_runs_until_its_callback_answers(void **state) {
  (void)state;
  rounds = 0;
  vce_set_mainloop_callback(stop_after_five);
  CHECK_INT(vce_mainloop(), 42);
  CHECK_INT(rounds, 5);
}

static int requests;

static int count_request(conn_t c, char *data, int length) {
  ++requests;
  return vce_protocol_unparser_text(c, data, length);
}

static int stop_at_first_request(void) { return requests; }

static void v24_mainloop_serves_connections(void **state) {
  (void)state;
  link_t l = join(server());
  requests = 0;
  on.data = count_request;
  peer_send_text(l.peer, "ping\n");
  vce_set_mainloop_callback(stop_at_first_request);
  CHECK_INT(vce_mainloop(), 1);
  peer_expect_text(l.peer, "ping\n");
}

static void v24_version_is_two(void **state) {
  (void)state;
  int major = -1, minor = -1, release = -1;
  seed_last_error();
  vce_get_version(&major, &minor, &release);
  vce_get_version(NULL, NULL, NULL);
  CHECK(major == 2 && minor == 0 && release == 0);
  CHECK_INT(vce_get_last_error(), VCE_ECONNSERIAL);
}

static void call_verrout(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vce_verrout(format, arguments);
  va_end(arguments);
}

static void v24_unformatted_and_list_forms_of_the_log(void **state) {
  (void)state;
  static const char *const expected[] = {"", "E7 100%d", "E7 100%dV"};
  for (int verbosity = -1; verbosity <= 1; ++verbosity) {
    vce_set_verbose_mode(verbosity);
    capture_stderr();
    call_verrout("E%d ", 7);
    vce_errout0("100%d");
    vce_errout0_v("V");
    CHECK_TEXT(captured_stderr(), expected[verbosity + 1]);
  }
}

static char diverted[256];
static int diverted_mode;

static void divert(int mode, const char *text) {
  diverted_mode = mode;
  strncat(diverted, text, sizeof diverted - strlen(diverted) - 1);
}

static void v24_log_may_be_diverted_and_restored(void **state) {
  (void)state;
  diverted[0] = '\0';
  vce_set_verbose_mode(1);
  capture_stderr();
  vce_errout_set_another(divert);
  vce_errout("E%d", 1);
  vce_dump_buffer("\x01", 1);
  vce_errout_v("V");
  vce_errout_set_another(NULL);
  vce_errout("back");
  CHECK_TEXT(captured_stderr(), "back");
  CHECK_TEXT(diverted, "E101 \nV");
  CHECK_INT(diverted_mode, 1);
}

static void v24_socket_library_flag_stops_and_restarts_heartbeats(void **state) {
  (void)state;
  link_t l = join(server());
  peer_send_text(l.peer, "x\n");
  vce_set_socket_library_ok(0);
  hbs(3);
  expect_trace("");
  vce_set_socket_library_ok(1);
  hb();
  expect_trace("R1:x");
}

static void v24_internal_timer_is_not_supported(void **state) {
  (void)state;
  VCEI64 before = vce_get_current_utime();
  vce_set_internal_timer(1000, 1);
  CHECK_INT(vce_get_last_error(), VCE_ESUPPORT);
  CHECK_INT(vce_get_current_utime(), before);
}

static void v24_kicked_addresses_are_turned_away_before_every_other_check(void **state) {
  (void)state;
  tcpcontext_t s = server();
  unsigned int list[3] = {inet_addr("192.0.2.1"), inet_addr("127.0.0.1"), 0};
  vce_tcpcontext_set_accept_max(s, 2, record_warning);
  hb();
  vce_tcpcontext_set_conn_kickip_array(s, list);
  for (int i = 0; i < 6; ++i) {
    int peer = peer_connect(vce_tcpcontext_get_port(s));
    hb();
    peer_expect_end(peer);
  }
  expect_trace("");
  list[1] = 0; /* the program may change its list at any time */
  CHECK_INT(vce_conn_is_valid(join(s).conn), 1);
  list[1] = inet_addr("127.0.0.1");
  vce_tcpcontext_set_conn_kickip_array(s, NULL);
  CHECK_INT(vce_conn_is_valid(join(s).conn), 1);
}

static void v24_delay_holds_data_back_in_both_directions(void **state) {
  (void)state;
  link_t l = join(server());
  vce_conn_set_delay(l.conn, 100, 150);
  CHECK_INT(vce_get_last_error(), 0);
  peer_send_text(l.peer, "one\n");
  CHECK_INT(vce_conn_write(l.conn, "answer\n", 7), 7);
  long long start = monotonic_ms();
  hb();
  expect_trace("");
  peer_expect_nothing(l.peer);
  PUMP_UNTIL(events_count('R') == 1 && vce_conn_writed(l.conn));
  CHECK(monotonic_ms() - start >= 90);
  expect_trace("R1:one");
  peer_expect_text(l.peer, "answer\n");
}

/* The queue of the listener is full, so the connect goes on until the system tries again. */
static void v24_delay_leaves_a_connect_under_way_alone(void **state) {
  (void)state;
  options_t o = options();
  o.nonblock = 1;
  int port;
  int listener = peer_listen(&port);
  CHECK_INT(listen(listener, 0), 0);
  peer_connect(port);
  conn_t c = dial(open_client(&o), port);
  vce_conn_set_delay(c, 1, 1);
  CHECK_INT(vce_get_last_error(), 0);
  pump_for(20);
  CHECK_INT(vce_conn_writable(c), 0);
  peer_accept(listener);
  PUMP_UNTIL(vce_conn_writable(c) > 0);
  expect_trace("");
}

static void v24_delay_refuses_senseless_bounds(void **state) {
  (void)state;
  link_t l = join(server());
  vce_conn_set_delay(l.conn, -1, 10);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  vce_conn_set_delay(l.conn, 10, 5);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  vce_conn_set_delay(null_conn, 1, 2);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  peer_send_text(l.peer, "x\n");
  hb();
  expect_trace("R1:x");
}

static void v24_functions_without_effect_do_no_harm(void **state) {
  (void)state;
  int a = -1, b = -1;
  vce_tcpcontext_set_equal_io_splitrate(server(), 3);
  vce_get_tcp_packet_read_size(&a, &b);
  CHECK(a == 0 && b == 0);
  a = b = -1;
  vce_get_tcp_packet_write_size(&a, &b);
  CHECK(a == 0 && b == 0);
  vce_get_tcp_packet_read_size(NULL, NULL);
  vce_get_tcp_packet_write_size(NULL, NULL);
}

static void v24_atoi_evaluates_from_left_to_right(void **state) {
  (void)state;
  CHECK_INT(vce_atoi("123+2*2"), 250);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(vce_atoi(" 7 * -3\t"), -21);
  CHECK_INT(vce_atoi("0"), 0);
  CHECK_INT(vce_get_last_error(), 0);
  const char *const wrong[] = {"", "abc", "1+", "1/2", "*2", NULL};
  for (size_t i = 0; i < ELEMENTOF(wrong); ++i) {
    CHECK_INT(vce_atoi(wrong[i]), 0);
    CHECK_INT(vce_get_last_error(), VCE_EFORMAT);
  }
}

/* V25, V26: wrong arguments and garbage handles. */

static void v25_wrong_arguments_of_connection_calls_give_codes(void **state) {
  (void)state;
  link_t l = join(server());
  CHECK_INT(vce_conn_write(l.conn, NULL, 5), VCE_EINVAL);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  CHECK_INT(vce_conn_write(l.conn, "x", (size_t)1 << 31), VCE_EFULL);
  CHECK_INT(vce_conn_write(l.conn, "x", SIZE_MAX), VCE_EFULL);
  CHECK_INT(vce_conn_writed(l.conn), 1);
  CHECK_INT(vce_conn_shrink_readbuf(l.conn, -2147483647), 0);
  conn_t none = vce_conn_get_struct_from_index(-1);
  CHECK(none.p == NULL && none.serial == 0);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  none = vce_conn_get_struct_from_index(2147483647);
  CHECK(none.p == NULL && none.serial == 0);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  conn_t unused = vce_conn_get_struct_from_index(5);
  CHECK(unused.p != NULL && unused.serial == 0);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(vce_conn_is_valid(unused), 0);
  CHECK_INT(vce_conn_write(unused, "x", 1), VCE_ECONNSERIAL);
  vce_conn_clear(NULL);
  vce_conn_get_stat(l.conn, NULL);
  vce_get_stat(NULL);
  vce_tcpcontext_get_stat(NULL, NULL);
  CHECK(vce_conn_get_remote_addr_string(l.conn, NULL, 64) == NULL);
  CHECK_INT(vce_conn_is_valid(l.conn), 1);
}

static void v25_invalid_contexts_are_refused(void **state) {
  (void)state;
  tcpcontext_t gone = server();
  vce_tcpcontext_cleanup(gone);
  int on_the_stack;
  tcpcontext_t const wrong[] = {NULL, gone, &on_the_stack, (void *)(uintptr_t)1,
                                (void *)UINTPTR_MAX};
  for (size_t i = 0; i < ELEMENTOF(wrong); ++i) {
    tcpcontext_t t = wrong[i];
    tcpcontext_stat_t stat;
    memset(&stat, 0x55, sizeof stat);
    CHECK_INT(vce_tcpcontext_connect(t, "127.0.0.1", 1).serial, 0);
    CHECK_INT(vce_get_last_error(), VCE_EINVAL);
    vce_tcpcontext_get_stat(t, &stat);
    CHECK_INT(stat.current_conn, 0x55555555);
    vce_tcpcontext_cleanup(t);
    vce_tcpcontext_set_conn_parser(t, NULL, NULL);
    vce_tcpcontext_set_conn_acceptwatcher(t, record_accept);
    vce_tcpcontext_set_conn_closewatcher(t, record_close);
    vce_tcpcontext_set_conn_finalizer(t, record_final);
    vce_tcpcontext_set_accept_max(t, 1, NULL);
    vce_tcpcontext_enable_accept(t, 0);
    vce_tcpcontext_timeout_control(t, 1, 1);
    vce_tcpcontext_userdata_set_pointer(t, &stat);
    CHECK(vce_tcpcontext_userdata_get_pointer(t) == NULL);
    CHECK(vce_tcpcontext_get_max_connection(t) <= 0);
    CHECK_INT(vce_tcpcontext_get_port(t), VCE_EINVAL);
    vce_conn_close_tcpcontext_all(t);
  }
  CHECK_INT(vce_conn_is_valid(join(server()).conn), 1);
}

static void expect_invalid(conn_t c) {
  char text[64];
  CHECK_INT(vce_conn_is_valid(c), 0);
  CHECK_INT(vce_conn_is_closed(c), 0);
  CHECK(vce_conn_write(c, "x", 1) < 0);
  CHECK_INT(vce_conn_writable(c), VCE_EINVAL);
  CHECK_INT(vce_conn_writed(c), 1);
  vce_conn_close(c);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  CHECK(vce_conn_get_state_buffer(c, NULL) == NULL);
  CHECK(vce_conn_get_tcpcontext(c) == NULL);
  CHECK(vce_conn_get_local_addr_string(c, text, sizeof text) == NULL);
  CHECK_INT(vce_conn_shrink_readbuf(c, 5), 0);
  CHECK_INT(vce_protocol_parser_bin16(c), VCE_EINVAL);
  CHECK_INT(vce_protocol_unparser_text(c, text, 3), VCE_EINVAL);
  vce_conn_set_parser(c, NULL, NULL);
  vce_conn_set_io_callback(c, NULL);
  vce_heartbeat_on_single_conn(c);
}

/* Garbage pointers, and all pointers around a real one, with serials that do exist. */
static void v26_garbage_handles_are_invalid_and_touch_nobody(void **state) {
  (void)state;
  link_t l = join(server());
  CHECK(l.conn.p != NULL);
  uintptr_t real = (uintptr_t)l.conn.p;
  for (int bit = 0; bit < 64; ++bit) {
    conn_t c = {(void *)(real ^ ((uintptr_t)1 << bit)), l.conn.serial};
    expect_invalid(c);
    c.p = (void *)((uintptr_t)1 << bit);
    if (c.p != l.conn.p) expect_invalid(c);
    c.p = l.conn.p;
    c.serial = l.conn.serial ^ (1u << (bit % 32));
    expect_invalid(c);
  }
  expect_invalid((conn_t){&l, l.conn.serial});
  expect_invalid((conn_t){(void *)UINTPTR_MAX, l.conn.serial});
  CHECK_INT(vce_conn_is_closed(l.conn), 0);
  peer_send_text(l.peer, "unharmed\n");
  hb();
  expect_trace("R1:unharmed");
}

static void v26_null_handle_is_what_clear_makes_and_equals_itself(void **state) {
  (void)state;
  conn_t c = join(server()).conn;
  CHECK_INT(vce_conn_is_equal(c, c), 1);
  CHECK_INT(vce_conn_is_equal(c, null_conn), 0);
  vce_conn_clear(&c);
  CHECK(c.p == NULL && c.serial == 0);
  CHECK_INT(vce_conn_is_equal(c, null_conn), 1);
  expect_invalid(c);
}

int main(void) {
  const struct CMUnitTest verdicts_interface[] = {
      TEST(v23_safety_read_waits_until_enough_of_the_write_buffer_is_free),
      TEST(v23_safety_read_refuses_other_percentages),
      TEST(v23_peer_to_peer_is_not_supported),
      TEST(v23_hex_text_comes_back_and_notices_damage),
      TEST(v24_mainloop_runs_until_its_callback_answers),
      TEST(v24_mainloop_serves_connections),
      TEST(v24_version_is_two),
      TEST(v24_unformatted_and_list_forms_of_the_log),
      TEST(v24_log_may_be_diverted_and_restored),
      TEST(v24_socket_library_flag_stops_and_restarts_heartbeats),
      TEST(v24_internal_timer_is_not_supported),
      TEST(v24_kicked_addresses_are_turned_away_before_every_other_check),
      TEST(v24_delay_holds_data_back_in_both_directions),
      TEST(v24_delay_leaves_a_connect_under_way_alone),
      TEST(v24_delay_refuses_senseless_bounds),
      TEST(v24_functions_without_effect_do_no_harm),
      TEST(v24_atoi_evaluates_from_left_to_right),
      TEST(v25_wrong_arguments_of_connection_calls_give_codes),
      TEST(v25_invalid_contexts_are_refused),
      TEST(v26_garbage_handles_are_invalid_and_touch_nobody),
      TEST(v26_null_handle_is_what_clear_makes_and_equals_itself),
  };
  return RUN(verdicts_interface);
}
