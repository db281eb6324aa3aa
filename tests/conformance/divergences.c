/* Places where the old library was unsafe and libvce answers with a code (V25), as far as no
 * numbered example and no other decision of man/compatibility.md shows them. */
#include "harness.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

/* Stale handles whose slot has a new occupant. */

static int unwanted_data(conn_t c, char *data, int length) {
  (void)c;
  (void)data;
  (void)length;
  return -1;
}

static void unwanted_io(conn_t c, int direction, char *data, size_t size) {
  (void)c;
  (void)direction;
  (void)data;
  (void)size;
  check_failed(__FILE__, __LINE__, "an I/O callback was set through a stale handle");
}

/* A stale handle and the connection that now lives in its slot. */
static conn_t stale_and_occupant(tcpcontext_t s, link_t *occupant) {
  link_t old = join(s);
  peer_close(old.peer);
  hb();
  *occupant = join(s);
  CHECK(occupant->conn.p == old.conn.p);
  CHECK(occupant->conn.serial != old.conn.serial);
  events_clear();
  return old.conn;
}

static void setters_through_a_stale_handle_do_not_reach_the_new_occupant(void **state) {
  (void)state;
  tcpcontext_t s = server();
  link_t l;
  conn_t stale = stale_and_occupant(s, &l);
  vce_conn_set_parser(stale, vce_protocol_parser_bin16, unwanted_data);
  vce_conn_set_io_callback(stale, unwanted_io);
  vce_conn_set_timeout(stale, -1);
  vce_conn_userdata_set_pointer(stale, &l);
  vce_conn_close(stale);
  CHECK(vce_conn_userdata_get_pointer(l.conn) == NULL);
  CHECK_INT(vce_conn_is_closed(l.conn), 0);
  peer_send_text(l.peer, "mine\n");
  hbs(2);
  expect_trace("R2:mine");
}

static void getters_through_a_stale_handle_do_not_tell_of_the_new_occupant(void **state) {
  (void)state;
  tcpcontext_t s = server();
  link_t l;
  conn_t stale = stale_and_occupant(s, &l);
  peer_send_text(l.peer, "unread");
  hb();
  char *input = (char *)&l, *output = (char *)&l, text[64];
  int input_length = -1, output_length = -1;
  vce_conn_get_buffer(stale, &input, &input_length, &output, &output_length);
  CHECK(input == NULL && output == NULL && input_length == 0 && output_length == 0);
  conn_stat_t stat;
  memset(&stat, 0x55, sizeof stat);
  vce_conn_get_stat(stale, &stat);
  CHECK(stat.recv_byte == 0 && stat.recv_syscall == 0 && stat.conn_write == 0);
  CHECK(vce_conn_get_tcpcontext(stale) == NULL);
  unsigned int address = 0x11223344;
  unsigned short port = 5;
  vce_conn_get_remote_ipv4_addr(stale, &address, &port);
  CHECK_INT(address, 0x11223344);
  CHECK_INT(port, 0);
  CHECK(vce_conn_get_remote_ipv4_addr_string(stale, text, sizeof text) == NULL);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  CHECK_INT(vce_conn_shrink_readbuf(stale, 100), 0);
  CHECK_INT(unread(l.conn), 6);
}

static void heartbeat_on_an_invalid_connection_parses_nobody(void **state) {
  (void)state;
  tcpcontext_t s = server();
  link_t l;
  conn_t stale = stale_and_occupant(s, &l);
  const conn_t invalid[] = {stale, null_conn, {&s, 1}};
  peer_send_text(l.peer, "one\n");
  for (size_t i = 0; i < ELEMENTOF(invalid); ++i) {
    CHECK_INT(vce_conn_write(l.conn, "x", 1), 1);
    settle();
    vce_heartbeat_on_single_conn(invalid[i]);
    CHECK_INT(vce_get_last_error(), 0);
    CHECK_INT(unread(l.conn), 4);
    CHECK_INT(vce_conn_writed(l.conn), 1);
  }
  expect_trace("");
  hb();
  expect_trace("R2:one");
}

/* Contexts. */

static void new_context_in_a_used_place_starts_with_nothing(void **state) {
  (void)state;
  int target;
  tcpcontext_t s = server();
  vce_tcpcontext_userdata_set_pointer(s, &target);
  CHECK(vce_tcpcontext_userdata_get_pointer(s) == &target);
  link_t l = join(s);
  vce_conn_userdata_set_pointer(l.conn, &target);
  CHECK(vce_conn_userdata_get_pointer(l.conn) == &target);
  peer_send_text(l.peer, "counted\n");
  hb();
  CHECK(context_counters(s).recv_byte > 0);
  vce_tcpcontext_cleanup(s);
  hb();
  tcpcontext_t t = server();
  tcpcontext_stat_t stat = context_counters(t);
  tcpcontext_stat_t zero;
  memset(&zero, 0, sizeof zero);
  assert_memory_equal(&stat, &zero, sizeof zero);
  CHECK(vce_tcpcontext_userdata_get_pointer(t) == NULL);
  CHECK(vce_conn_userdata_get_pointer(join(t).conn) == NULL);
}

static int others_closed, others_finalized;

static int other_close(conn_t c, CLOSE_REASON reason) {
  (void)c;
  (void)reason;
  ++others_closed;
  return 0;
}

static void other_final(conn_t c) {
  (void)c;
  ++others_finalized;
}

/* The context is made before the heartbeat that ends the old connections. */
static void old_connections_are_not_taken_over_by_a_new_context(void **state) {
  (void)state;
  options_t o = options();
  o.state = 16;
  tcpcontext_t old = open_server(&o);
  link_t l = join(old), draining = join(old);
  strcpy(vce_conn_get_state_buffer(draining.conn, NULL), "kept");
  CHECK_INT(vce_conn_write(draining.conn, "last", 4), 4);
  vce_tcpcontext_cleanup(old);
  others_closed = others_finalized = 0;
  tcpcontext_t next = open_server(&o);
  vce_tcpcontext_set_conn_closewatcher(next, other_close);
  vce_tcpcontext_set_conn_finalizer(next, other_final);
  CHECK_INT(connections(next), 0);
  CHECK_INT(context_counters(next).current_conn, 0);
  CHECK_TEXT((char *)vce_conn_get_state_buffer(draining.conn, NULL), "kept");
  hbs(2);
  expect_trace("C1:app F1 C2:app F2");
  peer_expect_text(draining.peer, "last");
  peer_expect_end(draining.peer);
  peer_expect_end(l.peer);
  CHECK_INT(others_closed + others_finalized, 0);
}

static void every_context_can_be_replaced_while_its_connections_drain(void **state) {
  (void)state;
  options_t o = options();
  o.wblen = 8000000;
  char *data = calloc(1, o.wblen);
  for (int i = 0; i < 40; ++i) {
    tcpcontext_t s = open_server(&o);
    link_t l = join_narrow(s, 4096);
    CHECK_INT(vce_conn_write(l.conn, data, o.wblen), o.wblen);
    vce_tcpcontext_cleanup(s);
  }
  free(data);
  hbs(2);
  peer_close_all();
  PUMP_UNTIL(events_count('F') == 40);
}

static void any_number_but_zero_makes_a_server(void **state) {
  (void)state;
  tcpcontext_t t = vce_tcpcontext_create(2, "127.0.0.1", 0, 4, 64, 64, 60, 0, 1, 0);
  CHECK(vce_tcpcontext_get_port(t) > 0);
  CHECK_INT(vce_conn_is_valid(join(t).conn), 1);
  CHECK_INT(vce_tcpcontext_get_port(client()), 0);
}

static void server_context_may_connect_too(void **state) {
  (void)state;
  int port;
  int listener = peer_listen(&port);
  options_t o = options();
  o.max = 2;
  tcpcontext_t s = open_server(&o);
  conn_t c = dial(s, port);
  CHECK_INT(vce_conn_is_valid(c), 1);
  peer_accept(listener);
  expect_trace("");
  CHECK_INT(connections(s), 1);
  join(s);
  int third = peer_connect(vce_tcpcontext_get_port(s));
  hb();
  peer_expect_end(third);
}

static void parser_may_be_set_when_data_already_waits(void **state) {
  (void)state;
  options_t o = options();
  o.parser = NULL;
  o.rblen = 8;
  tcpcontext_t s = open_server(&o);
  link_t l = join(s);
  peer_send_text(l.peer, "one\ntwo\nthree\n");
  hbs(3);
  CHECK_INT(unread(l.conn), 8);
  vce_tcpcontext_set_conn_parser(s, vce_protocol_parser_text, record_data);
  hb();
  expect_trace("");
  vce_conn_set_parser(l.conn, vce_protocol_parser_text, record_data);
  hbs(5);
  expect_trace("R1:one R1:two R1:three");
}

/* Callbacks. */

static int beat_again(conn_t c, char *data, int length) {
  (void)data;
  (void)length;
  vce_heartbeat();
  vce_heartbeat_on_single_conn(c);
  return 0;
}

static void nested_heartbeat_does_nothing(void **state) {
  (void)state;
  tcpcontext_t s = server();
  link_t a = join(s), b = join(s);
  on.data = beat_again;
  peer_send_text(a.peer, "one\ntwo\n");
  peer_send_text(b.peer, "three\nfour\n");
  peer_connect(vce_tcpcontext_get_port(s));
  hb();
  CHECK_INT(events_count('A'), 1);
  events_drop_accept(events_get('A', 0)->conn);
  expect_trace_any_order("R1:one R2:three");
  hb();
  expect_trace_any_order("R1:two R2:four");
}

static int close_again(conn_t c, CLOSE_REASON reason) {
  (void)reason;
  vce_conn_close(c);
  CHECK_INT(vce_get_last_error(), 0);
  return -1;
}

static void close_inside_the_closewatcher_counts_and_does_nothing_more(void **state) {
  (void)state;
  link_t l = join(server());
  vce_stat_t before = counters();
  on.close = close_again;
  peer_close(l.peer);
  hb();
  expect_trace("C1:remote F1");
  CHECK_INT(CHANGED(before, conn_close), 1);
  CHECK_INT(CHANGED(before, conn_free), 1);
}

static int target_port;
static conn_t again;

static int connect_anew(conn_t c, CLOSE_REASON reason) {
  (void)reason;
  if (again.serial == 0) again = dial(vce_conn_get_tcpcontext(c), target_port);
  CHECK(again.p != c.p);
  return 0;
}

static void closewatcher_may_connect_anew_in_another_slot(void **state) {
  (void)state;
  int listener = peer_listen(&target_port);
  tcpcontext_t t = client();
  dial(t, target_port);
  int peer = peer_accept(listener);
  on.close = connect_anew;
  again = null_conn;
  peer_close(peer);
  hb();
  expect_trace("C1:remote F1");
  CHECK_INT(vce_conn_is_valid(again), 1);
  CHECK_INT(vce_conn_write(again, "new", 3), 3);
  hb();
  peer_expect_text(peer_accept(listener), "new");
}

static void closewatcher_of_a_full_context_cannot_connect(void **state) {
  (void)state;
  int listener = peer_listen(&target_port);
  options_t o = options();
  o.max = 1;
  tcpcontext_t t = open_client(&o);
  dial(t, target_port);
  int peer = peer_accept(listener);
  on.close = connect_anew;
  again = null_conn;
  peer_close(peer);
  hb();
  expect_trace("C1:remote F1");
  CHECK_INT(again.serial, 0);
  CHECK_INT(vce_conn_is_valid(dial(t, target_port)), 1);
}

/* Sockets. */

static void heartbeat_never_blocks_on_a_peer_that_does_not_read(void **state) {
  (void)state;
  options_t o = options();
  o.wblen = 20000000;
  tcpcontext_t s = open_server(&o);
  link_t l = join_narrow(s, 4096), other = join(s);
  char *data = calloc(1, o.wblen);
  CHECK_INT(vce_conn_write(l.conn, data, o.wblen), o.wblen);
  free(data);
  peer_send_text(other.peer, "one\ntwo\nthree\n");
  long long start = monotonic_ms();
  hbs(5);
  CHECK(monotonic_ms() - start < PATIENCE_MS);
  CHECK(unsent(l.conn) > 0);
  expect_trace("R2:one R2:two R2:three");
}

/* The system answers no more than the queue of a listening socket holds: the rest stays pending. */
static void pending_connect_without_answer_ends_by_its_idle_limit(void **state) {
  (void)state;
  struct sockaddr_in at = {.sin_family = AF_INET};
  socklen_t size = sizeof at;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  CHECK(bind(listener, (struct sockaddr *)&at, size) == 0 && listen(listener, 0) == 0);
  getsockname(listener, (struct sockaddr *)&at, &size);
  int filler = peer_connect(ntohs(at.sin_port));
  options_t o = options();
  o.nonblock = 1;
  o.timeout = 0;
  tcpcontext_t t = open_client(&o);
  conn_t c[3];
  pump_to_second();
  long long second = wall_us() / 1000000;
  for (int i = 0; i < 3; ++i) c[i] = dial(t, ntohs(at.sin_port));
  PUMP_UNTIL(events_count('F') == 3);
  for (int i = 0; i < 3; ++i) {
    CHECK_INT(events_get_of('C', c[i])->value, CLOSE_REASON_TIMEOUT);
    CHECK_RANGE(events_get_of('C', c[i])->at_us - (second + 1) * 1000000, -20000, 1000000);
  }
  close(listener);
  (void)filler;
}

static void setting_the_idle_limit_does_not_restart_it(void **state) {
  (void)state;
  tcpcontext_t s = server();
  long long second = pump_to_second();
  link_t l = join(s);
  pump_for(700);
  vce_conn_set_timeout(l.conn, 1);
  PUMP_UNTIL(events_count('F') == 1);
  CHECK_RANGE(events_get('C', 0)->at_us - (second + 2) * 1000000, -20000, 700000);
  expect_trace("C1:timeout F1");
}

static void idle_limit_may_be_lengthened(void **state) {
  (void)state;
  options_t o = options();
  o.timeout = 0;
  tcpcontext_t s = open_server(&o);
  pump_to_second();
  link_t a = join(s), b = join(s);
  vce_conn_set_timeout(a.conn, 100);
  PUMP_UNTIL(events_count('F') == 1);
  pump_for(300);
  expect_trace("C2:timeout F2");
  CHECK_INT(vce_conn_is_valid(a.conn), 1);
  peer_expect_end(b.peer);
}

static void more_than_1024_descriptors(void) {
  enum { CLIENTS = 1100 };
  if (takes_few_descriptors())
    skip_because("libevent's select takes no descriptor from FD_SETSIZE on");
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max < 4000 ? limit.rlim_max : 4000;
  if (limit.rlim_cur < 2 * CLIENTS + 50) child_skip();
  setrlimit(RLIMIT_NOFILE, &limit);
  open_library();
  vce_finalize();
  vce_limit_t l;
  vce_limit_clear(&l);
  l.max_conn = CLIENTS;
  CHECK_INT(vce_initialize_limited(&l), 0);
  options_t o = options();
  o.max = CLIENTS;
  tcpcontext_t s = open_server(&o);
  static int peers[CLIENTS];
  for (int i = 0; i < CLIENTS; ++i) peers[i] = peer_connect(vce_tcpcontext_get_port(s));
  PUMP_UNTIL(connections(s) == CLIENTS);
  for (int i = 0; i < CLIENTS; ++i)
    CHECK_INT(peer_send_some(peers[i], "x\n", 2), 2);
  PUMP_UNTIL(events_count('R') == CLIENTS);
}

static void descriptors_above_1024_are_served(void **state) {
  (void)state;
  run_fresh(more_than_1024_descriptors);
}

int main(void) {
  const struct CMUnitTest divergences[] = {
      TEST(setters_through_a_stale_handle_do_not_reach_the_new_occupant),
      TEST(getters_through_a_stale_handle_do_not_tell_of_the_new_occupant),
      TEST(heartbeat_on_an_invalid_connection_parses_nobody),
      TEST(new_context_in_a_used_place_starts_with_nothing),
      TEST(old_connections_are_not_taken_over_by_a_new_context),
      TEST(every_context_can_be_replaced_while_its_connections_drain),
      TEST(any_number_but_zero_makes_a_server),
      TEST(server_context_may_connect_too),
      TEST(parser_may_be_set_when_data_already_waits),
      TEST(nested_heartbeat_does_nothing),
      TEST(close_inside_the_closewatcher_counts_and_does_nothing_more),
      TEST(closewatcher_may_connect_anew_in_another_slot),
      TEST(closewatcher_of_a_full_context_cannot_connect),
      TEST(heartbeat_never_blocks_on_a_peer_that_does_not_read),
      TEST(pending_connect_without_answer_ends_by_its_idle_limit),
      TEST(setting_the_idle_limit_does_not_restart_it),
      TEST(idle_limit_may_be_lengthened),
      FRESH_TEST(descriptors_above_1024_are_served),
  };
  return RUN(divergences);
}
