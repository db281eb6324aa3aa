/* A program that sent more than a write buffer takes had to ask for its room in every heartbeat. */
#include "../support/harness.h"

#include <limits.h>
#include <string.h>

enum { size = 1024, much = 1 << 20 };

static int calls;
static int room; /* at the last call */
static int result;
static void (*meanwhile)(conn_t);

static int watch(conn_t c) {
  calls++;
  room = vce_conn_writable(c);
  if (meanwhile)
    meanwhile(c);
  return result;
}

static int fresh(void **state) {
  calls = room = result = 0;
  meanwhile = NULL;
  return setup_library(state);
}

/* A connection whose buffer and whose peer's line are full. */
static link_t clogged(void) {
  static char data[much];
  options_t o = options();
  o.wblen = much;
  link_t l = join_narrow(open_server(&o), 4096);
  while (vce_conn_writable(l.conn) > 0) {
    CHECK(vce_conn_write(l.conn, data, (size_t)vce_conn_writable(l.conn)) > 0);
    hb();
    if (unsent(l.conn) == much)
      break;
  }
  CHECK_INT(vce_conn_writable(l.conn), 0);
  return l;
}

static void read_some(link_t l) {
  static char sink[much];
  peer_take(l.peer, sink, sizeof sink);
}

static void it_runs_once_when_the_room_is_there(void **state) {
  (void)state;
  link_t l = clogged();
  CHECK_INT(vce_conn_set_writable_watcher(l.conn, much / 2, watch), 0);
  CHECK_INT(vce_get_last_error(), 0);
  hbs(3);
  CHECK_INT(calls, 0);
  const int before = vce_conn_writable(l.conn);
  CHECK_INT(before, 0);
  for (const long long end = monotonic_ms() + PATIENCE_MS; !calls && monotonic_ms() < end;) {
    read_some(l);
    hb();
    CHECK_INT(calls, vce_conn_writable(l.conn) >= much / 2);
  }
  CHECK_INT(calls, 1);
  CHECK(room >= much / 2);
  for (const long long end = monotonic_ms() + PATIENCE_MS;
       unsent(l.conn) > 0 && monotonic_ms() < end;) {
    read_some(l);
    hb();
  }
  CHECK_INT(calls, 1);
}

static int left, refused;

static void send_the_next(conn_t c) {
  static char data[size];
  while (left > 0) {
    if (vce_conn_write(c, data, size) < 0) {
      refused++;
      CHECK_INT(vce_conn_set_writable_watcher(c, size, watch), 0);
      return;
    }
    left -= size;
  }
}

/* The use that it is for: a file that is much longer than the buffer. */
static void a_long_stream_goes_out_piece_by_piece(void **state) {
  (void)state;
  enum { pieces = 4096 };
  options_t o = options();
  link_t l;
  size_t got = 0;
  static char sink[much];
  o.wblen = 2 * size;
  l = join(open_server(&o));
  left = pieces * size;
  refused = 0;
  meanwhile = send_the_next;
  send_the_next(l.conn);
  CHECK(vce_get_wait_time() == 0); /* written */
  for (const long long end = monotonic_ms() + PATIENCE_MS;
       got < pieces * size && monotonic_ms() < end;) {
    vce_heartbeat();
    got += peer_take(l.peer, sink, sizeof sink);
  }
  CHECK_INT(got, pieces * size);
  CHECK_INT(left, 0);
  CHECK_INT(calls, refused);
  CHECK(refused >= pieces / 2 - 1);
}

static void with_room_already_it_is_the_next_heartbeat(void **state) {
  (void)state;
  link_t l = join(server());
  hb();
  CHECK_INT(vce_conn_set_writable_watcher(l.conn, size, watch), 0);
  CHECK_INT(calls, 0);
  CHECK_INT(vce_get_wait_time(), 0);
  hb();
  CHECK_INT(calls, 1);
  CHECK(vce_get_wait_time() > 0);
  hb();
  CHECK_INT(calls, 1);
}

static void set_again(conn_t c) {
  CHECK_INT(vce_conn_set_writable_watcher(c, 1, watch), 0);
  vce_heartbeat();
}

static void set_inside_itself_it_is_the_next_heartbeat(void **state) {
  (void)state;
  link_t l = join(server());
  meanwhile = set_again;
  CHECK_INT(vce_conn_set_writable_watcher(l.conn, 1, watch), 0);
  for (int i = 1; i <= 3; i++) {
    hb();
    CHECK_INT(calls, i);
  }
  meanwhile = NULL;
  hbs(2);
  CHECK_INT(calls, 4);
}

static int watch_from_a_record(conn_t c, char *line, int length) {
  (void)line, (void)length;
  CHECK_INT(vce_conn_set_writable_watcher(c, 1, watch), 0);
  return 0;
}

static void set_inside_another_callback_it_is_the_next_heartbeat(void **state) {
  (void)state;
  link_t l = join(server());
  on.data = watch_from_a_record;
  peer_send_text(l.peer, "go\n");
  hb();
  CHECK_INT(events_count('R'), 1);
  CHECK_INT(calls, 0);
  hb();
  CHECK_INT(calls, 1);
}

static void fill(conn_t c) {
  static char data[size];
  CHECK_INT(vce_conn_write(c, data, size), size);
}

static int fill_from_a_record(conn_t c, char *line, int length) {
  (void)line, (void)length;
  if (vce_conn_writable(c) == size)
    fill(c);
  return 0;
}

/* Room that another callback has taken in between is no room. */
static void it_never_runs_without_the_room(void **state) {
  (void)state;
  link_t l = join(server());
  CHECK_INT(vce_conn_set_writable_watcher(l.conn, size, watch), 0);
  on.data = fill_from_a_record;
  peer_send_text(l.peer, "go\n");
  hb(); /* the answer leaves at the end of parsing at the latest, so the room may be there again */
  if (calls)
    CHECK_INT(room, size);
  hb();
  CHECK_INT(calls, 1);
  CHECK_INT(room, size);
}

static void what_it_writes_leaves_in_its_heartbeat(void **state) {
  (void)state;
  link_t l = join(server());
  meanwhile = fill;
  CHECK_INT(vce_conn_set_writable_watcher(l.conn, size, watch), 0);
  hb();
  CHECK_INT(calls, 1);
  CHECK_INT(unsent(l.conn), 0);
}

static CLOSE_REASON reason;
static char detail[256];

static int note_end(conn_t c, CLOSE_REASON r) {
  reason = r;
  CHECK(vce_conn_get_end_detail(c, detail, sizeof detail) > 0);
  return 0;
}

static void a_negative_result_ends_the_connection(void **state) {
  (void)state;
  link_t l = join(server());
  on.close = note_end;
  result = -3;
  CHECK_INT(vce_conn_set_writable_watcher(l.conn, 1, watch), 0);
  hb();
  CHECK_INT(calls, 1);
  CHECK_INT(vce_conn_is_valid(l.conn), 0);
  CHECK_INT(reason, CLOSE_REASON_PARSER);
  CHECK(strstr(detail, ": the writable watcher returned -3"));
  CHECK_INT(events_count('F'), 1);
  peer_expect_end(l.peer);
}

static void close_it(conn_t c) { vce_conn_close(c); }

static void a_connection_closed_inside_it_ends_as_always(void **state) {
  (void)state;
  link_t l = join(server());
  on.close = note_end;
  meanwhile = close_it;
  CHECK_INT(vce_conn_set_writable_watcher(l.conn, 1, watch), 0);
  hbs(2);
  CHECK_INT(calls, 1);
  CHECK_INT(reason, CLOSE_REASON_APPLICATION);
}

static void clean_up(conn_t c) { vce_tcpcontext_cleanup(vce_conn_get_tcpcontext(c)); }

static void its_context_may_be_cleaned_up_inside_it(void **state) {
  (void)state;
  tcpcontext_t t = server();
  link_t a = join(t), b = join(t);
  meanwhile = clean_up;
  CHECK_INT(vce_conn_set_writable_watcher(a.conn, 1, watch), 0);
  CHECK_INT(vce_conn_set_writable_watcher(b.conn, 1, watch), 0);
  hbs(3);
  CHECK_INT(calls, 1); /* the other one is closed by then */
  CHECK_INT(events_count('F'), 2);
}

static void it_is_replaced_and_removed(void **state) {
  (void)state;
  link_t l = join(server());
  CHECK_INT(vce_conn_set_writable_watcher(l.conn, 1, NULL), 0);
  CHECK_INT(vce_conn_set_writable_watcher(l.conn, 1, watch), 0);
  CHECK_INT(vce_conn_set_writable_watcher(l.conn, 2, watch), 0);
  hb();
  CHECK_INT(calls, 1);
  CHECK_INT(vce_conn_set_writable_watcher(l.conn, 1, watch), 0);
  CHECK_INT(vce_conn_set_writable_watcher(l.conn, INT_MIN, NULL), 0);
  CHECK(vce_get_wait_time() > 0);
  hb();
  CHECK_INT(calls, 1);
}

static void wrong_arguments_change_nothing(void **state) {
  (void)state;
  link_t l = join(server());
  CHECK_INT(vce_conn_set_writable_watcher(l.conn, 1, watch), 0);
  CHECK_INT(vce_conn_set_writable_watcher(l.conn, 0, watch), VCE_ERANGE);
  CHECK_INT(vce_conn_set_writable_watcher(l.conn, -1, watch), VCE_ERANGE);
  CHECK_INT(vce_conn_set_writable_watcher(l.conn, size + 1, watch), VCE_ERANGE);
  CHECK_INT(vce_get_last_error(), VCE_ERANGE);
  CHECK_INT(vce_conn_set_writable_watcher(null_conn, 1, watch), VCE_EINVAL);
  hb();
  CHECK_INT(calls, 1);
  vce_conn_close(l.conn);
  CHECK_INT(vce_conn_set_writable_watcher(l.conn, 1, watch), VCE_ECLOSED);
  CHECK_INT(vce_conn_set_writable_watcher(l.conn, 1, NULL), 0);
  hbs(2);
  CHECK_INT(vce_conn_set_writable_watcher(l.conn, 1, watch), VCE_EINVAL);
  CHECK_INT(calls, 1);
}

static void it_does_not_run_once_it_is_closed_or_ended_by_the_peer(void **state) {
  (void)state;
  tcpcontext_t t = server();
  link_t closed = join(t);
  CHECK_INT(vce_conn_set_writable_watcher(closed.conn, 1, watch), 0);
  CHECK_INT(vce_conn_write(closed.conn, "bye\n", 4), 4);
  vce_conn_close(closed.conn);
  hbs(3);
  CHECK_INT(vce_conn_is_valid(closed.conn), 0);
  CHECK_INT(calls, 0);
  link_t ended = clogged();
  CHECK_INT(vce_conn_set_writable_watcher(ended.conn, 1, watch), 0);
  peer_finish(ended.peer);
  hb();
  for (const long long end = monotonic_ms() + PATIENCE_MS;
       vce_conn_is_valid(ended.conn) && monotonic_ms() < end;) {
    read_some(ended);
    hb();
  }
  CHECK_INT(vce_conn_is_valid(ended.conn), 0);
  CHECK_INT(calls, 0);
}

static void on_a_connecting_one_it_tells_that_it_is_open(void **state) {
  (void)state;
  int port;
  options_t o = options();
  peer_listen(&port);
  o.nonblock = 1;
  tcpcontext_t t = open_client(&o);
  conn_t c = dial(t, port);
  conn_t refused_one = dial(t, peer_refused_port());
  CHECK_INT(vce_conn_writable(c), 0);
  CHECK_INT(vce_conn_set_writable_watcher(c, size, watch), 0);
  if (vce_conn_is_valid(refused_one))
    CHECK_INT(vce_conn_set_writable_watcher(refused_one, 1, watch), 0);
  PUMP_UNTIL(calls == 1 && !vce_conn_is_valid(refused_one));
  CHECK_INT(room, size);
  hbs(2);
  CHECK_INT(calls, 1);
}

#define WATCHER_TEST(f) cmocka_unit_test_setup_teardown(f, fresh, teardown_library)

int main(void) {
  const struct CMUnitTest writable_watcher[] = {
      WATCHER_TEST(it_runs_once_when_the_room_is_there),
      WATCHER_TEST(a_long_stream_goes_out_piece_by_piece),
      WATCHER_TEST(with_room_already_it_is_the_next_heartbeat),
      WATCHER_TEST(set_inside_itself_it_is_the_next_heartbeat),
      WATCHER_TEST(set_inside_another_callback_it_is_the_next_heartbeat),
      WATCHER_TEST(it_never_runs_without_the_room),
      WATCHER_TEST(what_it_writes_leaves_in_its_heartbeat),
      WATCHER_TEST(a_negative_result_ends_the_connection),
      WATCHER_TEST(a_connection_closed_inside_it_ends_as_always),
      WATCHER_TEST(its_context_may_be_cleaned_up_inside_it),
      WATCHER_TEST(it_is_replaced_and_removed),
      WATCHER_TEST(wrong_arguments_change_nothing),
      WATCHER_TEST(it_does_not_run_once_it_is_closed_or_ended_by_the_peer),
      WATCHER_TEST(on_a_connecting_one_it_tells_that_it_is_open),
  };
  return RUN(writable_watcher);
}
