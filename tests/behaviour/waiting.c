/* Events that end a wait besides sockets. */
#include "../support/harness.h"
#include "../support/names.h"

#include <signal.h>
#include <sys/time.h>

static volatile sig_atomic_t rang;

static void ring(int signal_number) {
  (void)signal_number;
  rang = 1;
}

static long long heartbeat_us(void) {
  long long before = wall_us();
  vce_heartbeat();
  return wall_us() - before;
}

static long long shortest_of_ten_us(void) {
  long long shortest = heartbeat_us();
  for (int i = 1; i < 10; ++i) {
    long long one = heartbeat_us();
    if (one < shortest) shortest = one;
  }
  return shortest;
}

/* A loop that ends by a flag of a signal handler used to notice it only when the wait was over:
 * libevent goes on waiting after an interruption. */
static void a_signal_ends_the_wait(void **state) {
  (void)state;
  server();
  struct sigaction action = {.sa_handler = ring};
  CHECK(sigaction(SIGALRM, &action, NULL) == 0);
  vce_set_heartbeat_wait_flag(1);
  while (shortest_of_ten_us() < 2000) continue;
  bool short_once = false; /* a busy machine may stretch some attempts */
  for (int attempt = 0; attempt < 20 && !short_once; ++attempt) {
    rang = 0;
    struct itimerval soon = {{0, 0}, {0, 500}};
    CHECK(setitimer(ITIMER_REAL, &soon, NULL) == 0);
    long long us = heartbeat_us();
    short_once = rang && us < 1500;
    while (!rang) continue;
  }
  vce_set_heartbeat_wait_flag(0);
  CHECK(short_once);
}

enum { bound_us = 30000 };

static void wait_always(void) {
  CHECK_INT(vce_set_heartbeat_wait_limits(bound_us, bound_us), 0);
  vce_set_heartbeat_wait_flag(1);
  vce_heartbeat(); /* in force from its end on */
}

static void wait_as_ever(void) {
  vce_set_heartbeat_wait_flag(0);
  CHECK_INT(vce_set_heartbeat_wait_limits(1, 100000), 0);
  vce_heartbeat();
}

static void the_wait_stays_between_its_bounds(void **state) {
  (void)state;
  server();
  wait_always();
  for (int i = 0; i < 3; ++i) CHECK(heartbeat_us() >= bound_us);
  CHECK_INT(vce_set_heartbeat_wait_limits(1, 2), 0);
  vce_heartbeat();
  CHECK(shortest_of_ten_us() < bound_us);
  wait_as_ever();
}

static void readiness_ends_a_wait_between_bounds_at_once(void **state) {
  (void)state;
  link_t l = join(server());
  CHECK_INT(vce_set_heartbeat_wait_limits(1000000, 1000000), 0);
  vce_set_heartbeat_wait_flag(1);
  peer_send_text(l.peer, "first\n");
  PUMP_UNTIL(events_count('R') == 1);
  bool at_once = false; /* a busy machine may stretch some attempts */
  for (int i = 0; i < 5 && !at_once; ++i) {
    peer_send_text(l.peer, "more\n");
    at_once = heartbeat_us() < 500000;
  }
  wait_as_ever();
  CHECK(at_once);
}

static void a_wait_ends_when_delayed_bytes_are_due(void **state) {
  (void)state;
  link_t l = join(server());
  CHECK_INT(vce_set_heartbeat_wait_limits(1000000, 1000000), 0);
  vce_set_heartbeat_wait_flag(1);
  bool in_time = false; /* a busy machine may stretch some attempts */
  int beats = 0;
  for (int i = 0; i < 5 && !in_time; ++i) {
    vce_conn_set_delay(l.conn, 100, 100);
    peer_send_text(l.peer, "late\n");
    settle();
    const long long begin = monotonic_ms();
    for (beats = 0; events_count('R') == i && beats < 100; ++beats) vce_heartbeat();
    in_time = monotonic_ms() - begin < 800;
  }
  wait_as_ever();
  CHECK(in_time);
  CHECK_RANGE(beats, 1, 20);
}

static bool looks_up_in_time(tcpcontext_t t, int port) {
  conn_t c = vce_tcpcontext_connect(t, "slow.test", (unsigned short)port);
  const long long begin = monotonic_ms();
  int beats = 0;
  for (; vce_conn_writable(c) == 0 && beats < 100; ++beats) vce_heartbeat();
  CHECK_INT(vce_conn_writable(c), 1024);
  CHECK_RANGE(beats, 1, 20);
  return monotonic_ms() - begin < 3 * SLOW_MS;
}

static void wait_for_an_answer(void) {
  open_library();
  options_t o = options();
  o.nonblock = 1;
  tcpcontext_t t = open_client(&o);
  int port;
  peer_listen(&port);
  CHECK_INT(vce_set_heartbeat_wait_limits(1000000, 1000000), 0);
  vce_set_heartbeat_wait_flag(1);
  bool in_time = false;
  for (int i = 0; i < 5 && !in_time; ++i) in_time = looks_up_in_time(t, port);
  CHECK(in_time);
}

static void a_wait_ends_when_a_name_is_found(void **state) {
  (void)state;
  run_with_names(wait_for_an_answer);
}

static void bounds_out_of_order_or_range_change_nothing(void **state) {
  (void)state;
  server();
  wait_always();
  CHECK_INT(vce_set_heartbeat_wait_limits(0, 100), VCE_ERANGE);
  CHECK_INT(vce_get_last_error(), VCE_ERANGE);
  CHECK_INT(vce_set_heartbeat_wait_limits(-1, -1), VCE_ERANGE);
  CHECK_INT(vce_set_heartbeat_wait_limits(3, 2), VCE_ERANGE);
  CHECK_INT(vce_set_heartbeat_wait_limits(1, 1000001), VCE_ERANGE);
  CHECK(heartbeat_us() >= bound_us);
  CHECK_INT(vce_set_heartbeat_wait_limits(1000000, 1000000), 0);
  CHECK_INT(vce_get_last_error(), 0);
  wait_as_ever();
}

static void without_the_flag_bounds_mean_nothing(void **state) {
  (void)state;
  server();
  CHECK_INT(vce_set_heartbeat_wait_limits(bound_us, bound_us), 0);
  CHECK(shortest_of_ten_us() < bound_us);
  wait_as_ever();
}

int main(void) {
  const struct CMUnitTest waiting[] = {
      TEST(a_signal_ends_the_wait),
      TEST(the_wait_stays_between_its_bounds),
      TEST(readiness_ends_a_wait_between_bounds_at_once),
      TEST(a_wait_ends_when_delayed_bytes_are_due),
      FRESH_TEST(a_wait_ends_when_a_name_is_found),
      TEST(bounds_out_of_order_or_range_change_nothing),
      TEST(without_the_flag_bounds_mean_nothing),
  };
  return RUN(waiting);
}
