/* Timing: idle limits, delays, waiting. */
#include "app.h"
#include "bystanders.h"
#include "scenarios.h"

enum { SECOND = 1000000 };

static void idle_limits(void) {
  options_t o = options();
  o.timeout = 10;
  tcpcontext_t t = make_server(&o);
  vce_tcpcontext_timeout_control(t, 1, 1);
  link_t silent = join_server(t), busy = join_server(t), told = join_server(t);
  for (int i = 0; i < 4; ++i) {
    shim_pass_time(4 * SECOND);
    say(busy.peer, "alive\n");
    send_text(told.conn, "alive");
    beats(2);
  }
  EXPECT(!vce_conn_is_valid(silent.conn) && vce_conn_is_valid(busy.conn) &&
         vce_conn_is_valid(told.conn));
  vce_conn_set_timeout(busy.conn, 1000);
  vce_conn_set_timeout(told.conn, -5);
  BEAT_UNTIL(!vce_conn_is_valid(told.conn), 5);
  shim_pass_time(100 * SECOND);
  beats(2);
  EXPECT(vce_conn_is_valid(busy.conn));
  vce_conn_close(busy.conn);
  o.timeout = -1;
  tcpcontext_t harsh = make_client(&o);
  conn_t none =
      vce_tcpcontext_connect(harsh, "127.0.0.1", (unsigned short)vce_tcpcontext_get_port(t));
  if (none.p == NULL) FAILED(VCE_ESOCKET, VCE_ESETSOCKOPT, VCE_EFULL, VCE_ECONNECT);
  BEAT_UNTIL(!vce_conn_is_valid(none), 5);
  end_contexts();
}

static void delays(void) {
  options_t o = options();
  tcpcontext_t t = make_server(&o);
  link_t l = join_server(t);
  clear_last_error();
  vce_conn_set_delay(l.conn, 5, 9);
  const bool delayed = !FAILED(VCE_EMEM, VCE_EINVAL);
  EXPECT(delayed);
  say(l.peer, "slowly\n");
  send_text(l.conn, "slowly, too");
  BEAT_UNTIL(events_count('R') == 1 || !vce_conn_is_valid(l.conn), 60);
  BEAT_UNTIL(hear(l.peer) > 0 || !vce_conn_is_valid(l.conn), 60);
  say(l.peer, "last\n");
  peer_finish(l.peer);
  BEAT_UNTIL(!vce_conn_is_valid(l.conn), 60);
  end_contexts();
}

static int rounds_left;

static int count_down(void) { return --rounds_left <= 0 ? 7 : 0; }

static void waiting(void) {
  options_t o = options();
  tcpcontext_t t = make_server(&o);
  link_t l = join_server(t);
  vce_set_heartbeat_wait_flag(1);
  for (int i = 0; i < 30; ++i) {
    vce_heartbeat();
    vce_heartbeat_on_single_conn(l.conn);
  }
  say(l.peer, "wake up\n");
  beat();
  rounds_left = 5;
  vce_set_mainloop_callback(count_down);
  CHECK_INT(vce_mainloop(), 7);
  vce_set_mainloop_callback(NULL);
  EXPECT(events_count('R') == 1);
  vce_set_heartbeat_wait_flag(0);
  end_contexts();
}

/* The program waits in a loop of its own, as long as it is told. */
static void outer_loop(void) {
  CHECK_INT(RESULT(vce_set_heartbeat_wait_limits(100, 2000), VCE_ERANGE), 0);
  options_t o = options();
  tcpcontext_t t = make_server(&o);
  link_t l = join_server(t);
  say(l.peer, "wake up\n");
  for (int i = 0; i < 20 && events_count('R') < 1; ++i) {
    struct pollfd p = {.fd = RESULT(vce_get_wait_fd(), VCE_EMEM), .events = POLLIN};
    const int wait = RESULT(vce_get_wait_time(), VCE_EINVAL);
    CHECK(wait >= 0);
    if (p.fd >= 0) poll(&p, 1, MIN(wait, 5));
    beat();
  }
  EXPECT(events_count('R') == 1);
  bystanders_settle();
  beats(2);
  EXPECT(vce_get_wait_time() > 0);
  clear_last_error();
  vce_conn_set_delay(l.conn, 3, 3);
  (void)FAILED(VCE_EMEM, VCE_EINVAL);
  vce_set_heartbeat_wait_flag(1);
  beats(8);
  vce_set_heartbeat_wait_flag(0);
  bystanders_silence(false);
  CHECK(vce_get_wait_time() >= 0);
  vce_conn_set_timeout(l.conn, 1);
  shim_pass_time(5 * SECOND);
  EXPECT(vce_get_wait_time() == 0);
  BEAT_UNTIL(!vce_conn_is_valid(l.conn), 5);
  end_contexts();
}

static int handed_over, watched;

static void hand_over(void *count) { ++*(int *)count; }

static void count_timer(int id, void *count) {
  ++*(int *)count;
  if (handed_over == 4) CHECK_INT(vce_timer_stop(id), 0);
}

static int note_room(conn_t c) {
  EXPECT(vce_conn_writable(c) >= 100);
  watched++;
  return 0;
}

/* What the program brings to a heartbeat is run, or was refused when it was brought. */
static void handovers(void) {
  options_t o = options();
  link_t l = join_server(make_server(&o));
  int expected = 0, posts = 0;
  handed_over = watched = 0;
  CHECK_INT(RESULT(vce_set_wake_callback(hand_over, &posts), VCE_EINVAL), 0);
  vce_wake();
  CHECK_INT(RESULT(vce_post(hand_over, &posts), VCE_EINVAL), 0);
  beat();
  CHECK_INT(posts, 2);
  const int once = RESULT(vce_timer_start(0, 0, count_timer, &posts), VCE_EMEM);
  expected += once > 0;
  const int again = RESULT(vce_timer_start(1000, 1, count_timer, &handed_over), VCE_EMEM);
  beat();
  EXPECT(posts == 2 + expected);
  for (int i = 0; i < 8 && again > 0; ++i) {
    shim_pass_time(2000);
    beat();
  }
  EXPECT(again < 0 || handed_over == 4);
  if (again > 0) EXPECT(RESULT(vce_timer_stop(again), VCE_ENOENT) == VCE_ENOENT);
  if (vce_conn_is_valid(l.conn)) { /* else an hour has passed at once */
    const int watching = RESULT(vce_conn_set_writable_watcher(l.conn, 100, note_room), VCE_EMEM);
    send_text(l.conn, "hello");
    BEAT_UNTIL(watching < 0 || watched == 1 || !vce_conn_is_valid(l.conn), 20);
  }
  end_contexts();
}

const scenario_t scenarios_time[] = {
    {.name = "idle_limits", .run = idle_limits},
    {.name = "delays", .run = delays},
    {.name = "waiting", .run = waiting},
    {.name = "outer_loop", .run = outer_loop},
    {.name = "handovers", .run = handovers},
    {.name = NULL},
};
