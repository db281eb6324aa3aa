/* When the process has no descriptor left: peers that wait are served when there is room or told by
 * the end of the stream, nothing spins, the log stays short, and established connections go on.
 *
 * The process that runs short is a child with a low RLIMIT_NOFILE; the peers belong to the test. */
#include "../support/harness.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pressure.h"

enum { spare = 20, crowd = 40, siege_ms = 1200, pause_ms = 50 };

/* The promise to waiting peers. Each measurement is repeated until one keeps it: a busy machine
 * spoils some, a library that is late spoils all. */
enum { waiting_crowd = 200, answer_ms = 100, attempts = 10 };

/* The child's report at its end. */
struct report {
  vce_counters_t counters;
  long long wall_ms;
  int shortage_lines;
};

static struct {
  int pid, port;
  int orders, reports; /* pipes to and from the child */
} child;

/* Lets the process open `count` more descriptors; returns the number that none of them reaches. */
static int leave_descriptors(int count) {
  int fd = 0;
  for (int unused = 0; unused < count || fcntl(fd, F_GETFD) >= 0; fd++)
    unused += fcntl(fd, F_GETFD) < 0;
  struct rlimit limit;
  CHECK_INT(getrlimit(RLIMIT_NOFILE, &limit), 0);
  limit.rlim_cur = (rlim_t)fd; /* valgrind lets no program change the hard one */
  CHECK_INT(setrlimit(RLIMIT_NOFILE, &limit), 0);
  return fd;
}

/* valgrind emulates the limit: it lets the kernel accept and closes what is too much, so that peers
 * are turned away that the library has never seen. run.py says so. */
static void skip_where_the_limit_is_emulated(void) {
  if (getenv("VCE_TEST_VALGRIND")) skip();
}

static int descriptors_below(int limit) {
  int count = 0;
  for (int fd = 0; fd < limit; fd++)
    count += fcntl(fd, F_GETFD) >= 0;
  return count;
}

/* The server in the child. */

static int shortage_lines;

static void count_line(int verbosity, const char *text) {
  (void)verbosity;
  if (strncmp(text, "Warning:4101", 12) == 0) shortage_lines++;
}

static int echo_line(conn_t c, char *line, int len) {
  return vce_protocol_unparser_text(c, line, len);
}

static bool told_to_end(int orders) {
  struct pollfd p = {orders, POLLIN, 0};
  return poll(&p, 1, 0) != 0;
}

static _Noreturn void serve_with_few_descriptors(int orders, int reports) {
  struct report report;
  memset(&report, 0, sizeof report);
  leave_descriptors(spare);
  vce_errout_set_another(count_line);
  CHECK_INT(vce_initialize(), 0);
  vce_set_heartbeat_wait_flag(1);
  tcpcontext_t t = vce_tcpcontext_create(1, "127.0.0.1", 0, 100, 1024, 1024, 60, 0, 1, 0);
  CHECK(t != NULL);
  vce_tcpcontext_set_conn_parser(t, vce_protocol_parser_text, echo_line);
  int port = vce_tcpcontext_get_port(t);
  CHECK_INT(write(reports, &port, sizeof port), sizeof port);

  long long begin = monotonic_ms();
  while (!told_to_end(orders))
    vce_heartbeat();
  report.wall_ms = monotonic_ms() - begin;
  report.shortage_lines = shortage_lines;
  CHECK_INT(vce_get_counters(&report.counters, sizeof report.counters), 0);
  CHECK_INT(write(reports, &report, sizeof report), sizeof report);
  CHECK_INT(vce_finalize(), 0);
  child_done();
}

static int start_child(void **state) {
  (void)state;
  int orders[2], reports[2];
  alarm(150);
  CHECK_INT(pipe(orders) | pipe(reports), 0);
  child.pid = fork_child();
  if (child.pid == 0) {
    close(orders[1]);
    serve_with_few_descriptors(orders[0], reports[1]);
  }
  close(orders[0]);
  close(reports[1]);
  child.orders = orders[1];
  child.reports = reports[0];
  CHECK_INT(read(child.reports, &child.port, sizeof child.port), sizeof child.port);
  return 0;
}

static struct report end_child(void) {
  struct report report;
  CHECK_INT(write(child.orders, "e", 1), 1);
  CHECK_INT(read(child.reports, &report, sizeof report), sizeof report);
  expect_child(child.pid);
  child.pid = 0;
  return report;
}

static int stop_child(void **state) {
  (void)state;
  peer_close_all();
  close(child.orders);
  close(child.reports);
  if (child.pid != 0) {
    kill(child.pid, SIGKILL);
    waitpid(child.pid, NULL, 0);
  }
  alarm(0);
  return 0;
}

/* The fate of a peer that sent "hello\n". */
enum fate { waits, served, ended };

static enum fate fate_of(int peer) {
  char text[16];
  struct pollfd p = {peer, POLLIN, 0};
  if (poll(&p, 1, 0) == 0) return waits;
  return recv(peer, text, sizeof text, MSG_DONTWAIT) == 6 ? served : ended;
}

/* Every peer says hello; returns when each is served or ended. */
static void greet(const int *peers, enum fate *fates, int count) {
  long long end = monotonic_ms() + PATIENCE_MS;
  int waiting = count;
  for (int i = 0; i < count; i++) {
    fates[i] = waits;
    peer_send_some(peers[i], "hello\n", 6);
  }
  while (waiting > 0) {
    waiting = 0;
    for (int i = 0; i < count; i++) {
      if (fates[i] == waits) fates[i] = fate_of(peers[i]);
      waiting += fates[i] == waits;
    }
    if (monotonic_ms() > end)
      check_failed(__FILE__, __LINE__, "%d peers are neither served nor ended", waiting);
    poll(NULL, 0, 1);
  }
}

static int count_of(enum fate wanted, const enum fate *fates, int count) {
  int n = 0;
  for (int i = 0; i < count; i++)
    n += fates[i] == wanted;
  return n;
}

static void gather(int *peers, int count) {
  for (int i = 0; i < count; i++)
    peers[i] = peer_connect(child.port);
}

static void disperse(int *peers, int count) {
  for (int i = 0; i < count; i++)
    peer_close(peers[i]);
}

/* Takes all descriptors of the child and returns how many peers were turned away by that. */
static int exhaust(int *peers, enum fate *fates) {
  gather(peers, crowd);
  greet(peers, fates, crowd);
  return count_of(ended, fates, crowd);
}

static int one_of(enum fate wanted, const int *peers, enum fate *fates, int count) {
  for (int i = 0; i < count; i++)
    if (fates[i] == wanted) {
      fates[i] = ended; /* it is about to go */
      return peers[i];
    }
  check_failed(__FILE__, __LINE__, "no such peer");
  return -1;
}

/* Between the two calls peers can connect but none is accepted. */
static void hold_child(void) {
  int status;
  CHECK_INT(kill(child.pid, SIGSTOP), 0);
  CHECK_INT(waitpid(child.pid, &status, WUNTRACED), child.pid);
  CHECK(WIFSTOPPED(status));
}

static void release_child(void) { CHECK_INT(kill(child.pid, SIGCONT), 0); }

static void skip_where_few_can_wait(int count) {
  if (longest_queue() < count) skip();
}

static void every_waiting_peer_is_served_or_ended(void **state) {
  (void)state;
  skip_where_the_limit_is_emulated();
  int peers[crowd];
  enum fate fates[crowd];
  gather(peers, crowd);
  greet(peers, fates, crowd);
  CHECK_RANGE(count_of(served, fates, crowd), 1, spare);
  CHECK_RANGE(count_of(ended, fates, crowd), crowd - spare, crowd - 1);
  struct report r = end_child();
  CHECK_INT(r.counters.turned_away_descriptors, count_of(ended, fates, crowd));
  CHECK_RANGE(r.counters.accept_pause, 1, crowd);
}

static void connections_that_exist_go_on_during_the_shortage(void **state) {
  (void)state;
  skip_where_the_limit_is_emulated();
  int early[3], peers[crowd];
  enum fate fates[crowd], early_fates[3];
  gather(early, 3);
  greet(early, early_fates, 3);
  gather(peers, crowd);
  for (int round = 0; round < 5; round++) {
    greet(early, early_fates, 3);
    CHECK_INT(count_of(served, early_fates, 3), 3);
  }
  greet(peers, fates, crowd);
  greet(early, early_fates, 3);
  CHECK_INT(count_of(served, early_fates, 3), 3);
  CHECK(end_child().counters.turned_away_descriptors > 0);
}

static void room_that_appears_is_used(void **state) {
  (void)state;
  skip_where_the_limit_is_emulated();
  int peers[crowd], late[3];
  enum fate fates[crowd], late_fates[3];
  gather(peers, crowd);
  greet(peers, fates, crowd);
  int closed = 0;
  for (int i = 0; i < crowd && closed < 3; i++)
    if (fates[i] == served) {
      peer_finish(peers[i]);
      peer_expect_over(peers[i]); /* now its descriptor is free again */
      closed++;
    }
  CHECK_INT(closed, 3);
  gather(late, 3);
  greet(late, late_fates, 3);
  CHECK_INT(count_of(served, late_fates, 3), 3);
  struct report r = end_child();
  CHECK(r.counters.accept_resume > 0);
  CHECK_INT(r.counters.turned_away_descriptors, count_of(ended, fates, crowd));
}

static void two_hundred_who_wait_are_told_within_100_ms(void **state) {
  (void)state;
  skip_where_the_limit_is_emulated();
  skip_where_few_can_wait(waiting_crowd);
  int peers[crowd], waiting[waiting_crowd];
  enum fate fates[crowd], waiting_fates[waiting_crowd];
  int turned_away = exhaust(peers, fates);
  long long shortest = PATIENCE_MS;
  for (int i = 0; i < attempts && shortest > answer_ms; i++) {
    hold_child();
    gather(waiting, waiting_crowd);
    long long begin = monotonic_ms();
    release_child();
    greet(waiting, waiting_fates, waiting_crowd);
    long long taken = monotonic_ms() - begin;
    if (taken < shortest) shortest = taken;
    CHECK_INT(count_of(ended, waiting_fates, waiting_crowd), waiting_crowd);
    disperse(waiting, waiting_crowd);
    turned_away += waiting_crowd;
  }
  CHECK_RANGE(shortest, 0, answer_ms);
  CHECK_INT(end_child().counters.turned_away_descriptors, turned_away);
}

static void who_waits_when_room_appears_is_served_within_100_ms(void **state) {
  (void)state;
  skip_where_the_limit_is_emulated();
  int peers[crowd], waiting[attempts];
  enum fate fates[crowd];
  int turned_away = exhaust(peers, fates);
  long long shortest = PATIENCE_MS;
  for (int i = 0; i < attempts && shortest > answer_ms; i++) {
    enum fate fate;
    int another = peer_connect(child.port);
    greet(&another, &fate, 1); /* after this one was told, accepting pauses */
    turned_away += fate == ended;
    waiting[i] = peer_connect(child.port);
    long long begin = monotonic_ms();
    peer_finish(one_of(served, peers, fates, crowd));
    greet(&waiting[i], &fate, 1);
    long long taken = monotonic_ms() - begin;
    if (fate == served && taken < shortest) shortest = taken;
    turned_away += fate == ended;
  }
  CHECK_RANGE(shortest, 0, answer_ms);
  struct report r = end_child();
  CHECK_INT(r.counters.turned_away_descriptors, turned_away);
  CHECK(r.counters.accept_resume > 0);
}

static int compare_times(const void *a, const void *b) {
  const long long x = *(const long long *)a, y = *(const long long *)b;
  return (x > y) - (x < y);
}

/* A heartbeat that slept while accepting pauses would show: each answer would take the pause. */
static void a_pause_in_accepting_does_not_delay_answers(void **state) {
  (void)state;
  skip_where_the_limit_is_emulated();
  int peers[crowd], besiegers[waiting_crowd];
  enum fate fates[crowd], besiegers_fates[waiting_crowd];
  long long taken[waiting_crowd];
  exhaust(peers, fates);
  int early = one_of(served, peers, fates, crowd);
  for (int i = 0; i < waiting_crowd; i++) {
    besiegers[i] = peer_connect(child.port);
    long long begin = wall_us();
    peer_send_some(early, "hello\n", 6);
    wait_for(early, POLLIN);
    taken[i] = wall_us() - begin;
    peer_expect_text(early, "hello\n");
  }
  qsort(taken, waiting_crowd, sizeof taken[0], compare_times);
  CHECK_RANGE(taken[waiting_crowd / 10], 0, pause_ms * 1000 / 2);
  greet(besiegers, besiegers_fates, waiting_crowd);
  CHECK_INT(count_of(ended, besiegers_fates, waiting_crowd), waiting_crowd);
  CHECK(end_child().counters.accept_pause > 0);
}

static int turn_one_away(void) {
  int peer = peer_connect(child.port);
  enum fate fate;
  greet(&peer, &fate, 1);
  CHECK_INT(fate, ended);
  peer_close(peer);
  return 1;
}

/* Each peer that is turned away connects again at once, for as long as it takes. */
static void a_siege_neither_spins_nor_fills_the_log(void **state) {
  (void)state;
  skip_where_the_limit_is_emulated();
  int peers[crowd];
  enum fate fates[crowd];
  gather(peers, crowd);
  greet(peers, fates, crowd);
  int turned_away = count_of(ended, fates, crowd);
  long long end = monotonic_ms() + siege_ms, cpu_before = cpu_us(child.pid);
  while (monotonic_ms() < end) turned_away += turn_one_away();
  const long long used_us = cpu_us(child.pid) - cpu_before;
  struct report r = end_child();
  CHECK_RANGE(used_us, 0, r.wall_ms * 1000 / 2);
  CHECK_INT(r.counters.turned_away_descriptors, turned_away);
  CHECK_RANGE(r.shortage_lines, 1, 2 + r.wall_ms / 1000);
  CHECK_RANGE(r.counters.accept_pause, 2, 2 + r.wall_ms / pause_ms);
  CHECK_RANGE(r.counters.accept_pause - r.counters.accept_resume, 0, 1);
  CHECK_RANGE(r.counters.accept_pause_usec, r.counters.accept_resume * (pause_ms - 1) * 1000,
              r.wall_ms * 1000);
}

/* Two hundred wait and are told, and one after the other comes for the rest of a second. A heartbeat
 * that spins while accepting pauses takes all of a processor in every attempt. */
static void two_hundred_who_wait_take_less_than_a_tenth_of_a_processor(void **state) {
  (void)state;
  skip_where_the_limit_is_emulated();
  skip_where_few_can_wait(waiting_crowd);
  int peers[crowd], waiting[waiting_crowd];
  enum fate fates[crowd], waiting_fates[waiting_crowd];
  int turned_away = exhaust(peers, fates);
  bool kept = false;
  for (int i = 0; i < attempts && !kept; i++) {
    long long begin = monotonic_ms(), cpu_before = cpu_us(child.pid);
    gather(waiting, waiting_crowd);
    greet(waiting, waiting_fates, waiting_crowd);
    CHECK_INT(count_of(ended, waiting_fates, waiting_crowd), waiting_crowd);
    disperse(waiting, waiting_crowd);
    turned_away += waiting_crowd;
    while (monotonic_ms() < begin + 1000) turned_away += turn_one_away();
    kept = cpu_us(child.pid) - cpu_before < (monotonic_ms() - begin) * 1000 / 10;
  }
  CHECK(kept);
  struct report r = end_child();
  CHECK_INT(r.counters.turned_away_descriptors, turned_away);
  CHECK_RANGE(r.shortage_lines, 1, 2 + r.wall_ms / 1000);
}

/* The connecting side: a child without room connects to listeners of the test. */

static int listener, listener_port;

static void exhaust_by_connecting(int nonblocking) {
  conn_t made[spare + 1];
  int count = 0;
  int limit = leave_descriptors(spare), before = descriptors_below(limit);
  vce_set_verbose_mode(-1);
  CHECK_INT(vce_initialize(), 0);
  tcpcontext_t t =
      vce_tcpcontext_create(0, NULL, 0, spare + 1, 1024, 1024, 60, nonblocking, 1, 0);
  for (;;) {
    CHECK(count <= spare);
    conn_t c = vce_tcpcontext_connect(t, "127.0.0.1", (unsigned short)listener_port);
    if (!vce_conn_is_valid(c)) {
      CHECK(c.p == NULL && c.serial == 0);
      break;
    }
    made[count++] = c;
  }
  CHECK_INT(vce_get_last_error(), VCE_ESOCKET);
  CHECK_RANGE(count, 1, spare);

  int open = descriptors_below(limit);
  for (int i = 0; i < 10; i++) { /* failing costs nothing */
    CHECK_INT(vce_conn_is_valid(vce_tcpcontext_connect(t, "127.0.0.1", 1)), 0);
    CHECK_INT(vce_get_last_error(), VCE_ESOCKET);
    CHECK(vce_tcpcontext_create(1, "127.0.0.1", 0, 1, 1, 1, 1, 0, 0, 0) == NULL);
    CHECK_INT(vce_get_last_error(), VCE_ESOCKET);
  }
  CHECK_INT(descriptors_below(limit), open);
  CHECK_INT(connections(t), count);

  for (int i = 0; i < count; i++) { /* the others are as good as ever */
    PUMP_UNTIL(vce_conn_writable(made[i]) == 1024);
    CHECK_INT(vce_conn_write(made[i], "there\n", 6), 6);
    PUMP_UNTIL(vce_conn_writed(made[i]));
  }
  vce_conn_close(made[0]); /* and one that ends makes room for another */
  PUMP_UNTIL(!vce_conn_is_valid(made[0]));
  made[0] = vce_tcpcontext_connect(t, "127.0.0.1", (unsigned short)listener_port);
  CHECK_INT(vce_conn_is_valid(made[0]), 1);
  vce_tcpcontext_cleanup(t);
  CHECK_INT(vce_finalize(), 0);
  CHECK_INT(descriptors_below(limit), before);
}

static void exhaust_in_a_child(int nonblocking) {
  alarm(150);
  listener = peer_listen(&listener_port);
  int pid = fork_child();
  if (pid == 0) {
    exhaust_by_connecting(nonblocking);
    child_done();
  }
  expect_child(pid);
  peer_expect_text(peer_accept(listener), "there\n");
}

static void blocking_connect_without_descriptors_fails_and_leaks_nothing(void **state) {
  (void)state;
  exhaust_in_a_child(0);
}

static void nonblocking_connect_without_descriptors_fails_and_leaks_nothing(void **state) {
  (void)state;
  exhaust_in_a_child(1);
}

static void start_with_descriptors(int count) {
  int limit = leave_descriptors(count);
  int before = descriptors_below(limit);
  vce_set_verbose_mode(-1);
  if (vce_initialize() == 0) {
    tcpcontext_t t = vce_tcpcontext_create(1, "127.0.0.1", 0, 1, 1024, 1024, 60, 0, 1, 0);
    if (t == NULL) CHECK_INT(vce_get_last_error(), VCE_ESOCKET);
    vce_heartbeat();
  } else {
    CHECK(vce_get_last_error() < 0);
    CHECK(vce_tcpcontext_create(0, NULL, 0, 1, 1024, 1024, 60, 0, 1, 0) == NULL);
    CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  }
  CHECK_INT(vce_finalize(), 0);
  CHECK_INT(descriptors_below(limit), before);
}

static void a_start_with_too_few_descriptors_fails_or_goes_but_leaks_nothing(void **state) {
  (void)state;
  for (int count = 0; count < 8; count++) {
    int pid = fork_child();
    if (pid == 0) {
      start_with_descriptors(count);
      child_done();
    }
    expect_child(pid);
  }
}

static int stop_peers(void **state) {
  (void)state;
  peer_close_all();
  alarm(0);
  return 0;
}

int main(void) {
#define SHORTAGE_TEST(f) cmocka_unit_test_setup_teardown(f, start_child, stop_child)
#define CONNECT_TEST(f) cmocka_unit_test_setup_teardown(f, NULL, stop_peers)
  const struct CMUnitTest descriptors[] = {
      SHORTAGE_TEST(every_waiting_peer_is_served_or_ended),
      SHORTAGE_TEST(connections_that_exist_go_on_during_the_shortage),
      SHORTAGE_TEST(room_that_appears_is_used),
      SHORTAGE_TEST(two_hundred_who_wait_are_told_within_100_ms),
      SHORTAGE_TEST(who_waits_when_room_appears_is_served_within_100_ms),
      SHORTAGE_TEST(a_pause_in_accepting_does_not_delay_answers),
      SHORTAGE_TEST(a_siege_neither_spins_nor_fills_the_log),
      SHORTAGE_TEST(two_hundred_who_wait_take_less_than_a_tenth_of_a_processor),
      CONNECT_TEST(blocking_connect_without_descriptors_fails_and_leaks_nothing),
      CONNECT_TEST(nonblocking_connect_without_descriptors_fails_and_leaks_nothing),
      CONNECT_TEST(a_start_with_too_few_descriptors_fails_or_goes_but_leaks_nothing),
  };
  return RUN(descriptors);
}
