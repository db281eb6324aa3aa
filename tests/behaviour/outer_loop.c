/* A program that waits in a loop of its own: the descriptor of vce_get_wait_fd() and the time of
 * vce_get_wait_time() together miss nothing and cause no needless wake-up. */
#include "../support/harness.h"
#include "../support/names.h"
#include "../support/scarce.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

enum { longest_ms = 60000, look_up_ms = 10, blind_ms = 10, custom_ms = 100 };

static bool readable(void) {
  struct pollfd p = {vce_get_wait_fd(), POLLIN, 0};
  return poll(&p, 1, 0) == 1;
}

/* One turn of such a loop. Returns what poll() did. */
static int turn(void) {
  struct pollfd p = {vce_get_wait_fd(), POLLIN, 0};
  int ready = poll(&p, 1, vce_get_wait_time());
  vce_heartbeat();
  return ready;
}

static void without_the_library_both_are_errors(void) {
  CHECK_INT(vce_get_wait_fd(), VCE_EINVAL);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  CHECK_INT(vce_get_wait_time(), VCE_EINVAL);
  open_library();
  needs_wait_fd();
  CHECK(vce_get_wait_fd() >= 0);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(vce_get_wait_time(), longest_ms);
  CHECK_INT(vce_finalize(), 0);
  CHECK_INT(vce_get_wait_fd(), VCE_EINVAL);
}

static void before_initialise_and_after_finalise(void **state) {
  (void)state;
  run_fresh(without_the_library_both_are_errors);
}

static void peers_and_input_make_the_descriptor_readable(void **state) {
  (void)state;
  needs_wait_fd();
  tcpcontext_t t = server();
  int fd = vce_get_wait_fd();
  hb();
  CHECK(!readable());
  int peer = peer_connect(vce_tcpcontext_get_port(t));
  CHECK(readable());
  hb();
  CHECK_INT(connections(t), 1);
  CHECK(!readable());
  peer_send_text(peer, "hello\n");
  settle();
  CHECK(readable());
  hb();
  CHECK_INT(events_count('R'), 1);
  CHECK(!readable());
  peer_close(peer);
  CHECK(readable());
  hb();
  CHECK_INT(events_count('C'), 1);
  CHECK(!readable());
  CHECK_INT(vce_get_wait_fd(), fd);
}

static void work_of_the_program_is_due_at_once(void **state) {
  (void)state;
  needs_wait_fd();
  link_t l = join(server());
  hb();
  CHECK_RANGE(vce_get_wait_time(), 1000, longest_ms);
  vce_conn_write(l.conn, "x", 1);
  CHECK_INT(vce_get_wait_time(), 0);
  hb();
  CHECK_RANGE(vce_get_wait_time(), 1000, longest_ms);
  vce_conn_close(l.conn);
  CHECK_INT(vce_get_wait_time(), 0);
  hb();
  CHECK_INT(events_count('C'), 1);
  CHECK_RANGE(vce_get_wait_time(), 1000, 2100); /* for the peer's end of the stream */
  peer_close(l.peer);
  hb();
  CHECK_INT(vce_get_wait_time(), longest_ms);
}

static void records_left_over_from_the_quota_are_due_at_once(void **state) {
  (void)state;
  needs_wait_fd();
  link_t l = join(server());
  peer_send_text(l.peer, "one\ntwo\n");
  hb();
  CHECK_INT(events_count('R'), 1);
  CHECK(!readable());
  CHECK_INT(vce_get_wait_time(), 0);
  hb();
  CHECK_INT(events_count('R'), 2);
  CHECK_RANGE(vce_get_wait_time(), 1000, longest_ms);
}

static void output_that_the_kernel_refused_is_announced_by_the_descriptor(void **state) {
  (void)state;
  needs_wait_fd();
  enum { bulk = 4 << 20 };
  options_t o = options();
  o.wblen = bulk;
  link_t l = join_narrow(open_server(&o), 4096);
  static char data[bulk];
  CHECK_INT(vce_conn_write(l.conn, data, bulk), bulk);
  hb();
  CHECK_RANGE(unsent(l.conn), 1, bulk);
  CHECK(!readable());
  CHECK_RANGE(vce_get_wait_time(), 1000, longest_ms);
  static char taken[1 << 16];
  const long long end = monotonic_ms() + PATIENCE_MS;
  while (unsent(l.conn) > 0 && monotonic_ms() < end) {
    peer_take(l.peer, taken, sizeof taken);
    if (readable())
      vce_heartbeat();
  }
  CHECK_INT(unsent(l.conn), 0);
}

static void idle_limits_end_the_wait_in_time(void **state) {
  (void)state;
  needs_wait_fd();
  link_t l = join(server());
  pump_to_second();
  peer_send_text(l.peer, "now\n");
  hb();
  vce_conn_set_timeout(l.conn, 1);
  CHECK_RANGE(vce_get_wait_time(), 1000, 2000);
  const long long begin = monotonic_ms();
  int turns = 0;
  for (; events_count('C') == 0 && turns < 100; turns++)
    turn();
  CHECK_RANGE(monotonic_ms() - begin, 1000, longest_ms / 2);
  CHECK_RANGE(turns, 2, 3); /* the limit expires, and the next heartbeat destroys */
  CHECK_INT(events_get('C', 0)->value, CLOSE_REASON_TIMEOUT);
  link_t negative = join(server());
  vce_conn_set_timeout(negative.conn, -1);
  CHECK_INT(vce_get_wait_time(), 0);
}

static int leave_it(conn_t c) {
  (void)c;
  return 0;
}

static void a_custom_parser_is_called_now_and_then(void **state) {
  (void)state;
  needs_wait_fd();
  options_t o = options();
  o.parser = record_parser;
  on.parser = leave_it;
  link_t l = join(open_server(&o));
  peer_send_text(l.peer, "part of something");
  hb();
  CHECK_INT(vce_get_wait_time(), custom_ms);
  hb();
  CHECK_INT(events_count('P'), 2);
}

static void delayed_bytes_are_due_when_their_time_has_come(void **state) {
  (void)state;
  needs_wait_fd();
  link_t l = join(server());
  vce_conn_set_delay(l.conn, 200, 200);
  CHECK_RANGE(vce_get_wait_time(), 0, 201);
  peer_send_text(l.peer, "late\n");
  settle();
  const long long begin = monotonic_ms();
  int turns = 0;
  for (; events_count('R') == 0 && turns < 100; turns++)
    turn();
  CHECK_RANGE(monotonic_ms() - begin, 150, longest_ms / 2);
  CHECK_RANGE(turns, 1, 20);
}

/* Without memory for it input is not watched, or the loop would turn without end. */
static void input_without_memory_is_due_a_little_later(void **state) {
  (void)state;
  needs_wait_fd();
  link_t l = join(server());
  peer_send_text(l.peer, "when there is room\n");
  settle();
  memory_runs_out(0);
  vce_heartbeat();
  const long long begin = monotonic_ms();
  CHECK(!readable());
  CHECK_RANGE(vce_get_wait_time(), 0, 20);
  int turns = 0;
  for (; monotonic_ms() - begin < 200; turns++)
    turn();
  CHECK_RANGE(turns, 1, 40);
  CHECK_INT(events_count('R'), 0);
  memory_is_back();
  for (turns = 0; events_count('R') == 0 && turns < 100; turns++)
    turn();
  CHECK_RANGE(turns, 1, 4);
}

static char bulk_of_output[4 << 20];

static int answer_much(conn_t c, char *line, int length) {
  (void)line, (void)length;
  return events_count('R') == 1 ? vce_conn_write(c, bulk_of_output, sizeof bulk_of_output) : 0;
}

static void input_is_due_at_once_when_it_need_not_wait_for_output_any_more(void **state) {
  (void)state;
  options_t o = options();
  o.wblen = sizeof bulk_of_output;
  tcpcontext_t t = open_server(&o);
  CHECK_INT(vce_tcpcontext_set_conn_safety_read(t, 100), 0);
  link_t l = join_narrow(t, 4096);
  on.data = answer_much;
  peer_send_text(l.peer, "one\ntwo\n");
  hbs(3);
  CHECK_INT(events_count('R'), 1);
  CHECK_RANGE(vce_get_wait_time(), 1, custom_ms);
  CHECK_INT(vce_tcpcontext_set_conn_safety_read(t, 0), 0);
  CHECK_INT(vce_get_wait_time(), 0);
  hb();
  CHECK_INT(events_count('R'), 2);
}

static int seen_inside = -1;

static int ask_inside(conn_t c, char *data, int length) {
  (void)c, (void)data, (void)length;
  seen_inside = vce_get_wait_time();
  return vce_get_wait_fd() < 0;
}

static void inside_a_callback_a_heartbeat_is_always_due(void **state) {
  (void)state;
  link_t l = join(server());
  on.data = ask_inside;
  peer_send_text(l.peer, "ask\n");
  hb();
  CHECK_INT(seen_inside, 0);
  CHECK_INT(events_count('R'), 1);
}

/* Without a free descriptor the listener is not watched until its pause is over. */
static void run_out_of_descriptors(void) {
  open_library();
  needs_wait_fd();
  tcpcontext_t t = server();
  int waiting = peer_connect(vce_tcpcontext_get_port(t));
  int free_fd = dup(waiting);
  close(free_fd);
  struct rlimit limit;
  CHECK_INT(getrlimit(RLIMIT_NOFILE, &limit), 0);
  limit.rlim_cur = (rlim_t)free_fd;
  CHECK_INT(setrlimit(RLIMIT_NOFILE, &limit), 0);
  vce_heartbeat();
  CHECK(!readable());
  CHECK_RANGE(vce_get_wait_time(), 0, 50);
  vce_counters_t c;
  const long long begin = monotonic_ms();
  for (int turns = 0; turns < 100; turns++) {
    turn();
    CHECK_INT(vce_get_counters(&c, sizeof c), 0);
    if (c.accept_resume > 0)
      break;
  }
  CHECK_INT(c.accept_pause, 1);
  CHECK_INT(c.accept_resume, 1);
  CHECK_RANGE(monotonic_ms() - begin, 20, longest_ms / 2);
  child_done();
}

static void a_pause_in_accepting_ends_in_time(void **state) {
  (void)state;
  if (getenv("VCE_TEST_VALGRIND"))
    skip(); /* it emulates the limit */
  run_fresh(run_out_of_descriptors);
}

static void look_up(void) {
  open_library();
  needs_wait_fd();
  options_t o = options();
  o.nonblock = 1;
  tcpcontext_t t = open_client(&o);
  int port;
  int listener = peer_listen(&port);
  conn_t c = vce_tcpcontext_connect(t, "slow.test", (unsigned short)port);
  hb();
  CHECK_INT(vce_get_wait_time(), look_up_ms);
  const long long end = monotonic_ms() + PATIENCE_MS;
  while (vce_conn_writable(c) == 0 && monotonic_ms() < end)
    turn();
  CHECK_INT(vce_conn_writable(c), 1024);
  peer_accept(listener);
  CHECK_RANGE(vce_get_wait_time(), 1000, longest_ms);
}

static void a_look_up_is_asked_after_every_ten_milliseconds(void **state) {
  (void)state;
  run_with_names(look_up);
}

static void a_child_has_a_descriptor_of_its_own(void **state) {
  (void)state;
  needs_wait_fd();
  tcpcontext_t t = server();
  link_t l = join(t);
  CHECK(!readable());
  int parents = vce_get_wait_fd();
  int pid = fork_child();
  if (pid == 0) {
    CHECK(fcntl(vce_get_wait_fd(), F_GETFD) >= 0);
    CHECK(!readable());
    peer_send_text(l.peer, "for the child\n");
    struct pollfd p = {vce_get_wait_fd(), POLLIN, 0};
    CHECK_INT(poll(&p, 1, 2000), 1);
    vce_heartbeat();
    CHECK_INT(events_count('R'), 1);
    CHECK(!readable());
    child_done();
  }
  expect_child(pid);
  CHECK_INT(vce_get_wait_fd(), parents);
  CHECK(!readable());
  peer_send_text(l.peer, "for the parent\n");
  settle();
  CHECK(readable());
}

static void fork_without_descriptors(void) {
  open_library();
  needs_wait_fd();
  int pid = fork_child();
  if (pid == 0) {
    struct rlimit limit, none;
    CHECK_INT(getrlimit(RLIMIT_NOFILE, &limit), 0);
    none = limit;
    none.rlim_cur = 0;
    CHECK_INT(setrlimit(RLIMIT_NOFILE, &none), 0);
    CHECK_INT(vce_get_wait_fd(), VCE_EMEM);
    CHECK_INT(vce_get_last_error(), VCE_EMEM);
    CHECK_INT(setrlimit(RLIMIT_NOFILE, &limit), 0);
    CHECK(vce_get_wait_fd() >= 0);
    CHECK(!readable());
    child_done();
  }
  expect_child(pid);
}

static void a_child_without_descriptors_asks_again_later(void **state) {
  (void)state;
  if (getenv("VCE_TEST_VALGRIND"))
    skip(); /* it emulates the limit */
  run_fresh(fork_without_descriptors);
}

#ifdef VCE_POLLER_LIBEVENT
/* With libevent's poll and select no descriptor tells of all sockets. */
static void loop_without_descriptor(void) {
  open_library();
  CHECK_INT(vce_get_wait_fd(), VCE_EMEM);
  CHECK_INT(vce_get_last_error(), VCE_EMEM);
  CHECK_RANGE(vce_get_wait_time(), 1, blind_ms);
  link_t l = join(server());
  hb();
  CHECK_RANGE(vce_get_wait_time(), 1, blind_ms);
  peer_send_text(l.peer, "found by the next heartbeat\n");
  settle();
  turn();
  CHECK_INT(events_count('R'), 1);
  vce_conn_write(l.conn, "x", 1);
  CHECK_INT(vce_get_wait_time(), 0);
  int pid = fork_child();
  if (pid == 0) {
    CHECK_INT(vce_get_wait_fd(), VCE_EMEM);
    hb();
    CHECK_RANGE(vce_get_wait_time(), 1, blind_ms);
    child_done();
  }
  expect_child(pid);
}

static void loop_of_poll(void) {
  CHECK_INT(setenv("EVENT_NOEPOLL", "1", 1), 0);
  loop_without_descriptor();
}

static void loop_of_select(void) {
  CHECK_INT(setenv("EVENT_NOPOLL", "1", 1), 0);
  loop_of_poll();
}

static void without_a_descriptor_a_heartbeat_is_due_every_ten_milliseconds(void **state) {
  (void)state;
  run_fresh(loop_of_poll);
  run_fresh(loop_of_select);
}
#endif

int main(void) {
  const struct CMUnitTest outer_loop[] = {
      FRESH_TEST(before_initialise_and_after_finalise),
      TEST(peers_and_input_make_the_descriptor_readable),
      TEST(work_of_the_program_is_due_at_once),
      TEST(records_left_over_from_the_quota_are_due_at_once),
      TEST(output_that_the_kernel_refused_is_announced_by_the_descriptor),
      TEST(idle_limits_end_the_wait_in_time),
      TEST(a_custom_parser_is_called_now_and_then),
      TEST(delayed_bytes_are_due_when_their_time_has_come),
      TEST(input_without_memory_is_due_a_little_later),
      TEST(input_is_due_at_once_when_it_need_not_wait_for_output_any_more),
      TEST(inside_a_callback_a_heartbeat_is_always_due),
      FRESH_TEST(a_pause_in_accepting_ends_in_time),
      FRESH_TEST(a_look_up_is_asked_after_every_ten_milliseconds),
      TEST(a_child_has_a_descriptor_of_its_own),
      FRESH_TEST(a_child_without_descriptors_asks_again_later),
#ifdef VCE_POLLER_LIBEVENT
      FRESH_TEST(without_a_descriptor_a_heartbeat_is_due_every_ten_milliseconds),
#endif
  };
  return RUN(outer_loop);
}
