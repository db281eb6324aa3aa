/* A program that had something to do at a certain time had to turn its loop all the time, or to
 * keep timers of its own beside vce_get_wait_time(). */
#include "../support/harness.h"

#include <limits.h>
#include <poll.h>
#include <string.h>

enum { ms = 1000 };

static int longest_ms(void) { return vce_get_wait_fd() < 0 ? 10 : 60000; }

static const VCEI64 century_us = 100LL * 365 * 86400 * 1000000;

static int calls, last_id;
static long long called_ms;

static void count(int id, void *user) {
  CHECK(user == &calls);
  calls++;
  last_id = id;
  called_ms = monotonic_ms();
}

static int start(VCEI64 interval_us, int repeat) {
  const int id = vce_timer_start(interval_us, repeat, count, &calls);
  CHECK(id > 0);
  CHECK_INT(vce_get_last_error(), 0);
  return id;
}

/* Without a heartbeat. */
static void let_pass(int milliseconds) {
  for (const long long begin = monotonic_ms(); monotonic_ms() - begin <= milliseconds;)
    ;
}

static int fresh(void **state) {
  calls = last_id = 0;
  return setup_library(state);
}

static void one_runs_once_and_not_early(void **state) {
  (void)state;
  const long long begin = monotonic_ms();
  const int id = start(20 * ms, 0);
  CHECK_RANGE(vce_get_wait_time(), 0, 20);
  PUMP_UNTIL(calls > 0);
  CHECK(called_ms - begin >= 19); /* the clocks are rounded down */
  CHECK_INT(last_id, id);
  CHECK_INT(vce_timer_stop(id), VCE_ENOENT);
  CHECK_INT(vce_get_last_error(), VCE_ENOENT);
  pump_for(30);
  CHECK_INT(calls, 1);
  CHECK_INT(vce_get_wait_time(), longest_ms());
}

static void with_no_interval_it_is_the_next_heartbeat(void **state) {
  (void)state;
  start(0, 0);
  CHECK_INT(vce_get_wait_time(), 0);
  CHECK_INT(calls, 0);
  hb();
  CHECK_INT(calls, 1);
}

static void one_that_repeats_keeps_its_grid(void **state) {
  (void)state;
  enum { rounds = 20, interval_ms = 5 };
  const long long begin = monotonic_ms();
  const int id = start(interval_ms * ms, 1);
  PUMP_UNTIL(calls >= rounds);
  /* Each call is late by what the loop takes; the delays do not add up, nor are any made up for. */
  CHECK(called_ms - begin >= rounds * interval_ms - 1);
  CHECK(calls <= (called_ms - begin) / interval_ms + 1);
  CHECK_RANGE(vce_get_wait_time(), 0, interval_ms);
  CHECK_INT(last_id, id);
  CHECK_INT(vce_timer_stop(id), 0);
  const int before = calls;
  pump_for(3 * interval_ms);
  CHECK_INT(calls, before);
}

static void heartbeats_that_come_late_run_it_once(void **state) {
  (void)state;
  start(1 * ms, 1);
  let_pass(50);
  vce_heartbeat();
  CHECK_INT(calls, 1);
}

/* The flag lets a heartbeat wait for a second, the timer ends it before. */
static void it_ends_the_wait_of_a_heartbeat(void **state) {
  (void)state;
  CHECK_INT(vce_set_heartbeat_wait_limits(1000 * ms, 1000 * ms), 0);
  vce_set_heartbeat_wait_flag(1);
  hbs(2);
  int early = 0;
  for (int i = 0; i < 20; i++) {
    const long long begin = monotonic_ms();
    calls = 0;
    start(10 * ms, 0);
    while (calls == 0)
      vce_heartbeat();
    early += called_ms - begin < 500;
  }
  vce_set_heartbeat_wait_flag(0);
  CHECK_INT(vce_set_heartbeat_wait_limits(1, 100 * ms), 0);
  CHECK(early > 0); /* on a machine that is busy with other work not each time */
}

static int heartbeats_between;

/* A loop turns once or twice for each timer, not all the time. */
static void a_loop_of_the_program_sleeps_until_it_is_due(void **state) {
  (void)state;
  needs_wait_fd();
  struct pollfd library = {vce_get_wait_fd(), POLLIN, 0};
  start(50 * ms, 0);
  heartbeats_between = 0;
  while (calls == 0) {
    poll(&library, 1, vce_get_wait_time());
    vce_heartbeat();
    heartbeats_between++;
  }
  CHECK_RANGE(heartbeats_between, 1, 3);
}

static char order[32];
static int other;

static void append(int id, void *letter) {
  (void)id;
  strcat(order, letter);
}

static void stop_itself(int id, void *letter) {
  append(id, letter);
  CHECK_INT(vce_timer_stop(id), 0);
  CHECK_INT(vce_timer_stop(id), VCE_ENOENT);
}

static void stop_the_other(int id, void *letter) {
  append(id, letter);
  CHECK_INT(vce_timer_stop(id), VCE_ENOENT); /* its own is over */
  CHECK_INT(vce_timer_stop(other), 0);
}

static void start_again(int id, void *letter) {
  append(id, letter);
  const int next = vce_timer_start(0, 0, start_again, letter);
  CHECK(next > 0 && next != id);
}

static void callbacks_start_and_stop_timers(void **state) {
  (void)state;
  order[0] = '\0';
  CHECK(vce_timer_start(3, 1, stop_itself, "s") > 0);
  CHECK(vce_timer_start(4, 0, stop_the_other, "o") > 0);
  CHECK((other = vce_timer_start(5, 0, append, "never")) > 0);
  let_pass(1);
  vce_heartbeat();
  CHECK_TEXT(order, "so");
  CHECK(vce_timer_start(0, 0, start_again, "a") > 0);
  hbs(3);
  CHECK_TEXT(order, "soaaa");
}

static void wrong_arguments_start_nothing(void **state) {
  (void)state;
  CHECK_INT(vce_timer_start(1, 0, NULL, NULL), VCE_EINVAL);
  CHECK_INT(vce_timer_start(-1, 0, count, NULL), VCE_ERANGE);
  CHECK_INT(vce_timer_start(0, 1, count, NULL), VCE_ERANGE);
  CHECK_INT(vce_timer_start(century_us + 1, 0, count, NULL), VCE_ERANGE);
  CHECK_INT(vce_get_last_error(), VCE_ERANGE);
  CHECK_INT(vce_timer_stop(0), VCE_ENOENT);
  CHECK_INT(vce_timer_stop(-1), VCE_ENOENT);
  CHECK_INT(vce_timer_stop(INT_MAX), VCE_ENOENT);
  CHECK_INT(vce_get_wait_time(), longest_ms());
  start(century_us, 1);
  CHECK_INT(vce_get_wait_time(), longest_ms());
  hb();
  CHECK_INT(calls, 0);
}

static link_t answered;

static void answer(int id, void *text) {
  (void)id;
  CHECK_INT(vce_conn_write(answered.conn, text, 2), 2);
}

static void what_it_writes_leaves_in_its_heartbeat(void **state) {
  (void)state;
  answered = join(server());
  CHECK(vce_timer_start(0, 0, answer, "hi") > 0);
  hb();
  peer_expect_text(answered.peer, "hi");
}

static void end_the_peer(int id, void *unused) {
  (void)id, (void)unused;
  peer_close(answered.peer);
}

static void a_drain_runs_timers(void **state) {
  (void)state;
  static char data[4 << 20];
  options_t o = options();
  o.wblen = sizeof data;
  answered = join_narrow(open_server(&o), 4096);
  CHECK_INT(vce_conn_write(answered.conn, data, sizeof data), sizeof data);
  CHECK(vce_timer_start(10 * ms, 0, end_the_peer, NULL) > 0);
  CHECK_INT(vce_drain(PATIENCE_MS / 1000), 0);
}

static void finalise_ends_them_all(void **state) {
  (void)state;
  const int id = start(0, 0);
  start(1, 1);
  CHECK_INT(vce_finalize(), 0);
  CHECK_INT(vce_timer_start(0, 0, count, NULL), VCE_EINVAL);
  CHECK_INT(vce_timer_stop(id), VCE_EINVAL);
  CHECK_INT(vce_initialize(), 0);
  hbs(2);
  CHECK_INT(calls, 0);
}

static void both_processes_of_a_fork_have_them(void **state) {
  (void)state;
  start(1 * ms, 0);
  const int child = fork_child();
  PUMP_UNTIL(calls == 1);
  if (child == 0)
    child_done();
  expect_child(child);
}

static void thousands_are_kept_apart(void **state) {
  (void)state;
  enum { many = 3000 };
  static int ids[many];
  for (int i = 0; i < many; i++)
    ids[i] = start(i % 7 ? 0 : 1000 * ms * 1000LL, 0);
  for (int i = 0; i < many; i += 2)
    CHECK_INT(vce_timer_stop(ids[i]), 0);
  hb();
  int expected = 0;
  for (int i = 1; i < many; i += 2)
    expected += i % 7 != 0;
  CHECK_INT(calls, expected);
  for (int i = 1; i < many; i += 2)
    CHECK_INT(vce_timer_stop(ids[i]), i % 7 ? VCE_ENOENT : 0);
}

#define TIMER_TEST(f) cmocka_unit_test_setup_teardown(f, fresh, teardown_library)

int main(void) {
  const struct CMUnitTest timers[] = {
      TIMER_TEST(one_runs_once_and_not_early),
      TIMER_TEST(with_no_interval_it_is_the_next_heartbeat),
      TIMER_TEST(one_that_repeats_keeps_its_grid),
      TIMER_TEST(heartbeats_that_come_late_run_it_once),
      TIMER_TEST(it_ends_the_wait_of_a_heartbeat),
      TIMER_TEST(a_loop_of_the_program_sleeps_until_it_is_due),
      TIMER_TEST(callbacks_start_and_stop_timers),
      TIMER_TEST(wrong_arguments_start_nothing),
      TIMER_TEST(what_it_writes_leaves_in_its_heartbeat),
      TIMER_TEST(a_drain_runs_timers),
      TIMER_TEST(finalise_ends_them_all),
      TIMER_TEST(both_processes_of_a_fork_have_them),
      TIMER_TEST(thousands_are_kept_apart),
  };
  return RUN(timers);
}
