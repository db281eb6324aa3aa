/* Nothing could end the wait of a heartbeat from a signal handler or another thread, or hand it
 * work: programs wrote to sockets of their own, or locked every call. */
#include "../support/harness.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

enum { longest_us = 1000000, many = 1000, most_posts = 4096 };

static int woken;
static char order[64];

static void note_wake(void *user) {
  CHECK(user == &woken);
  woken++;
  strcat(order, "w");
}

static void note(void *letter) { strcat(order, letter); }

static void watch_wakes(void) {
  woken = 0;
  order[0] = '\0';
  CHECK_INT(vce_set_wake_callback(note_wake, &woken), 0);
}

/* From now on a heartbeat that finds nothing waits for a second. */
static void wait_long(void) {
  CHECK_INT(vce_set_heartbeat_wait_limits(longest_us, longest_us), 0);
  vce_set_heartbeat_wait_flag(1);
  vce_heartbeat();
  vce_heartbeat();
}

static void wait_no_more(void) {
  vce_set_heartbeat_wait_flag(0);
  CHECK_INT(vce_set_heartbeat_wait_limits(1, 100000), 0);
}

/* A loop of the program's would call a heartbeat now. */
static bool announced(void) {
  struct pollfd p = {vce_get_wait_fd(), POLLIN, 0};
  return p.fd < 0 ? vce_get_wait_time() == 0 : poll(&p, 1, 0) == 1;
}

static void many_wakes_call_once_in_the_next_heartbeat(void **state) {
  (void)state;
  watch_wakes();
  hb();
  CHECK_INT(woken, 0);
  CHECK(!announced());
  for (int i = 0; i < many; i++)
    vce_wake();
  CHECK(announced());
  CHECK_INT(vce_get_wait_time(), 0);
  CHECK_INT(woken, 0);
  hb();
  CHECK_INT(woken, 1);
  CHECK(!announced());
  CHECK(vce_get_wait_time() > 0);
  hb();
  CHECK_INT(woken, 1);
  CHECK_INT(vce_set_wake_callback(NULL, NULL), 0);
  vce_wake();
  hb();
  CHECK_INT(woken, 1);
  CHECK(!announced());
}

static void wake_twice(void *user) {
  note_wake(user);
  if (woken == 1) {
    vce_wake();
    vce_wake();
  }
}

static void a_wake_inside_the_callback_is_for_the_next_heartbeat(void **state) {
  (void)state;
  watch_wakes();
  CHECK_INT(vce_set_wake_callback(wake_twice, &woken), 0);
  vce_wake();
  hb();
  CHECK_INT(woken, 1);
  CHECK_INT(vce_get_wait_time(), 0);
  hb();
  CHECK_INT(woken, 2);
  hb();
  CHECK_INT(woken, 2);
}

static void it_leaves_errors_alone(void **state) {
  (void)state;
  seed_last_error();
  const int code = vce_get_last_error();
  errno = 12345;
  vce_wake();
  CHECK_INT(errno, 12345);
  CHECK_INT(vce_get_last_error(), code);
}

static void without_the_library(void) {
  vce_wake();
  CHECK_INT(vce_set_wake_callback(note_wake, &woken), VCE_EINVAL);
  CHECK_INT(vce_post(note, order), VCE_EINVAL);
  CHECK_INT(vce_timer_stop(1), VCE_EINVAL);
  open_library();
  watch_wakes();
  vce_heartbeat();
  CHECK_INT(woken, 0); /* what came before is forgotten */
  vce_wake();
  CHECK_INT(vce_post(note, "p"), 0);
  CHECK_INT(vce_finalize(), 0);
  vce_wake();
  CHECK_INT(vce_post(note, "q"), VCE_EINVAL);
  open_library();
  vce_heartbeat();
  vce_wake();
  vce_heartbeat();
  CHECK_INT(woken, 0);   /* so is the callback */
  CHECK_TEXT(order, ""); /* and what was posted */
  CHECK_INT(vce_finalize(), 0);
}

static void before_initialise_and_after_finalise(void **state) {
  (void)state;
  run_fresh(without_the_library);
}

/* ---- Signal handlers */

static volatile sig_atomic_t signals;

static void wake_from_handler(int signal) {
  (void)signal;
  const int before = errno;
  errno = EDOM;
  vce_wake();
  signals += errno == EDOM;
  errno = before;
}

static void a_signal_handler_wakes(void **state) {
  (void)state;
  struct sigaction action = {.sa_handler = wake_from_handler, .sa_flags = SA_RESTART};
  struct sigaction before;
  watch_wakes();
  CHECK_INT(sigaction(SIGALRM, &action, &before), 0);
  signals = 0;
  raise(SIGALRM);
  raise(SIGALRM);
  CHECK_INT(signals, 2);
  hb();
  CHECK_INT(woken, 1);
  /* Again and again, wherever the heartbeat is: each call is noticed. */
  const struct itimerval often = {{0, 300}, {0, 300}}, never = {{0, 0}, {0, 0}};
  woken = 0;
  order[0] = '\0';
  CHECK_INT(vce_set_heartbeat_wait_limits(longest_us, longest_us), 0);
  vce_set_heartbeat_wait_flag(1);
  CHECK_INT(setitimer(ITIMER_REAL, &often, NULL), 0);
  for (int round = 0; round < 200; round++) {
    const int seen = signals;
    order[0] = '\0';
    do
      vce_heartbeat();
    while (signals == seen);
  }
  CHECK_INT(setitimer(ITIMER_REAL, &never, NULL), 0);
  wait_no_more();
  const int noticed = woken;
  CHECK(noticed >= 100);
  hbs(2);
  CHECK_RANGE(woken - noticed, 0, 1);
  CHECK_INT(sigaction(SIGALRM, &before, NULL), 0);
}

/* ---- Threads */

static atomic_int turn;

/* Wakes when told to, and tells. */
static void *wake_in_turns(void *unused) {
  (void)unused;
  for (int i = 1; i < many; i += 2) {
    while (turn != i)
      ;
    turn++;
    vce_wake();
  }
  return NULL;
}

static void a_thread_ends_the_wait(void **state) {
  (void)state;
  pthread_t thread;
  watch_wakes();
  turn = 0;
  wait_long();
  CHECK_INT(pthread_create(&thread, NULL, wake_in_turns, NULL), 0);
  const long long begin = monotonic_ms();
  for (int i = 0; i < many; i += 2) {
    const int seen = woken;
    order[0] = '\0';
    turn++;
    while (woken == seen)
      vce_heartbeat();
  }
  wait_no_more();
  CHECK_RANGE(monotonic_ms() - begin, 0, PATIENCE_MS);
  pthread_join(thread, NULL);
  CHECK_INT(woken, many / 2);
}

static void *wake_once(void *unused) {
  (void)unused;
  vce_wake();
  return NULL;
}

static void *post_once(void *letter) {
  if (vce_post(note, letter) != 0 || vce_get_last_error() != 0)
    abort();
  return NULL;
}

static void a_loop_of_the_program_is_woken_too(void **state) {
  (void)state;
  needs_wait_fd();
  static void *(*const from[])(void *) = {wake_once, post_once};
  watch_wakes();
  for (int i = 0; i < 2; i++) {
    pthread_t thread;
    struct pollfd library = {vce_get_wait_fd(), POLLIN, 0};
    CHECK_INT(pthread_create(&thread, NULL, from[i], "p"), 0);
    CHECK_INT(poll(&library, 1, PATIENCE_MS), 1);
    vce_heartbeat();
    pthread_join(thread, NULL);
  }
  CHECK_TEXT(order, "wp");
}

static link_t stuck;

static void give_up(void *unused) {
  (void)unused;
  strcat(order, "g");
  peer_close(stuck.peer);
}

static void *post_giving_up(void *unused) {
  (void)unused;
  if (vce_post(give_up, NULL) != 0)
    abort();
  return NULL;
}

static void what_is_posted_runs_inside_of_a_drain(void **state) {
  (void)state;
  static char data[4 << 20];
  pthread_t thread;
  options_t o = options();
  o.wblen = sizeof data;
  order[0] = '\0';
  stuck = join_narrow(open_server(&o), 4096);
  CHECK_INT(vce_conn_write(stuck.conn, data, sizeof data), sizeof data);
  CHECK_INT(pthread_create(&thread, NULL, post_giving_up, NULL), 0);
  CHECK_INT(vce_drain(PATIENCE_MS / 1000), 0); /* ended by the peer, not cut off */
  pthread_join(thread, NULL);
  CHECK_TEXT(order, "g");
}

/* ---- Posts */

static void post_more(void *letter) {
  strcat(order, letter);
  CHECK_INT(vce_post(note, "n"), 0);
  vce_heartbeat(); /* does nothing in here */
  CHECK_INT(vce_finalize(), VCE_EFINALIZE);
}

static void posts_run_once_and_in_their_order(void **state) {
  (void)state;
  watch_wakes();
  CHECK_INT(vce_post(note, "a"), 0);
  CHECK_INT(vce_get_wait_time(), 0);
  CHECK(announced());
  CHECK_INT(vce_post(post_more, "b"), 0);
  CHECK_INT(vce_post(note, "c"), 0);
  vce_wake();
  CHECK_TEXT(order, "");
  hb();
  CHECK_TEXT(order, "wabc"); /* what was posted meanwhile is for the next */
  CHECK_INT(vce_get_wait_time(), 0);
  hb();
  CHECK_TEXT(order, "wabcn");
  CHECK(vce_get_wait_time() > 0);
  hb();
  CHECK_TEXT(order, "wabcn");
  CHECK_INT(vce_post(NULL, NULL), VCE_EINVAL);
}

static int posted;

static void count_post(void *unused) {
  (void)unused;
  posted++;
}

static void too_many_posts_are_refused(void **state) {
  (void)state;
  posted = 0;
  for (int i = 0; i < most_posts; i++)
    CHECK_INT(vce_post(count_post, NULL), 0);
  CHECK_INT(vce_post(count_post, NULL), VCE_EFULL);
  CHECK_INT(vce_get_last_error(), VCE_EFULL);
  hb();
  CHECK_INT(posted, most_posts);
  CHECK_INT(vce_post(count_post, NULL), 0);
  hb();
  CHECK_INT(posted, most_posts + 1);
}

static link_t answered;

static void answer(void *text) { CHECK_INT(vce_conn_write(answered.conn, text, 2), 2); }

static void what_a_post_writes_leaves_in_its_heartbeat(void **state) {
  (void)state;
  answered = join(server());
  CHECK_INT(vce_post(answer, "hi"), 0);
  hb();
  peer_expect_text(answered.peer, "hi");
}

enum { threads = 3, each = 20000 };

static struct {
  atomic_int sent;
  int received;
} of_thread[threads];

static void receive(void *of) {
  const int number = (int)((uintptr_t)of >> 4), thread = (uintptr_t)of & 15;
  CHECK_INT(number, of_thread[thread].received);
  of_thread[thread].received++;
}

static void *post_many(void *self) {
  const uintptr_t thread = (uintptr_t)self;
  while (of_thread[thread].sent < each) {
    const uintptr_t message = (uintptr_t)of_thread[thread].sent << 4 | thread;
    const int result = vce_post(receive, (void *)message); // NOLINT(performance-no-int-to-ptr)
    if (result == 0)
      of_thread[thread].sent++;
    else if (result != VCE_EFULL)
      abort();
    vce_wake();
  }
  return NULL;
}

/* No post is lost, doubled or overtaken, and no wait goes on while one is there. */
static void threads_post_and_wake_while_heartbeats_run(void **state) {
  (void)state;
  pthread_t thread[threads];
  CHECK_INT(vce_set_wake_callback(NULL, NULL), 0);
  memset(of_thread, 0, sizeof of_thread);
  wait_long();
  for (uintptr_t i = 0; i < threads; i++)
    CHECK_INT(pthread_create(&thread[i], NULL, post_many, (void *)i), 0); // NOLINT
  const long long end = monotonic_ms() + PATIENCE_MS;
  for (int done = 0; done < threads && monotonic_ms() < end;) {
    vce_heartbeat();
    done = 0;
    for (int i = 0; i < threads; i++)
      done += of_thread[i].received == each;
  }
  wait_no_more();
  for (int i = 0; i < threads; i++) {
    pthread_join(thread[i], NULL);
    CHECK_INT(of_thread[i].received, each);
  }
}

static atomic_bool over;

static void *never_stop(void *unused) {
  (void)unused;
  while (!over) {
    vce_wake();
    vce_post(count_post, NULL);
  }
  return NULL;
}

static void threads_meet_the_end_of_the_library(void **state) {
  (void)state;
  pthread_t thread[threads];
  over = false;
  for (int i = 0; i < threads; i++)
    CHECK_INT(pthread_create(&thread[i], NULL, never_stop, NULL), 0);
  for (int i = 0; i < 200; i++) {
    CHECK_INT(vce_finalize(), 0);
    CHECK_INT(vce_initialize(), 0);
    if (i % 2)
      vce_heartbeat();
  }
  over = true;
  for (int i = 0; i < threads; i++)
    pthread_join(thread[i], NULL);
  hb();
}

/* ---- Forks and closed descriptors */

static void a_child_wakes_itself_and_its_parent_does_so_too(void **state) {
  (void)state;
  watch_wakes();
  CHECK_INT(vce_post(note, "p"), 0);
  vce_wake();
  const int child = fork_child();
  if (child == 0) {
    vce_heartbeat();
    CHECK_TEXT(order, ""); /* that was for the parent */
    CHECK_INT(woken, 0);
    vce_wake();
    CHECK(announced());
    CHECK_INT(vce_post(note, "c"), 0);
    vce_heartbeat();
    CHECK_TEXT(order, "wc");
    CHECK(!announced());
    CHECK_INT(vce_finalize(), 0);
    child_done();
  }
  expect_child(child);
  hb();
  CHECK_TEXT(order, "wp");
  hb();
  CHECK_INT(woken, 1);
  CHECK(!announced());
}

static void a_wake_before_the_first_heartbeat_of_a_child_counts(void **state) {
  (void)state;
  watch_wakes();
  const int child = fork_child();
  if (child == 0) {
    vce_wake();
    CHECK_INT(vce_get_wait_time(), 0);
    vce_heartbeat();
    CHECK_INT(woken, 1);
    child_done();
  }
  expect_child(child);
  CHECK(!announced());
  hb();
  CHECK_INT(woken, 0);
}

static void fork_and_go_on(void *child) {
  *(int *)child = fork_child();
  strcat(order, *(int *)child == 0 ? "c" : "p");
}

static void a_posted_function_may_fork(void **state) {
  (void)state;
  int child = -1;
  order[0] = '\0';
  CHECK_INT(vce_post(fork_and_go_on, &child), 0);
  CHECK_INT(vce_post(note, "n"), 0);
  vce_heartbeat();
  if (child == 0) {
    vce_heartbeat();
    CHECK_TEXT(order, "c");
    child_done();
  }
  CHECK_TEXT(order, "pn");
  expect_child(child);
}

/* Whatever else the program has closed, the byte of a wake goes into no file of its own. */
static void closed_descriptors_get_no_byte(void) {
  enum { first = 3, end = 64 };
  char name[] = "/tmp/vce_wake_XXXXXX";
  open_library();
  watch_wakes();
  for (int fd = first; fd < end; fd++)
    close(fd);
  const int file = mkstemp(name);
  CHECK(file >= 0);
  unlink(name);
  int others[end];
  for (int i = 0; i < end; i++)
    CHECK((others[i] = fcntl(file, F_DUPFD_CLOEXEC, first)) >= 0);
  vce_wake();
  CHECK_INT(vce_post(note, "p"), 0);
  CHECK_INT(lseek(file, 0, SEEK_END), 0);
  for (const long long late = monotonic_ms() + PATIENCE_MS; !woken && monotonic_ms() < late;)
    vce_heartbeat();
  CHECK_TEXT(order, "wp");
  for (const long long late = monotonic_ms() + PATIENCE_MS; !announced() && monotonic_ms() < late;) {
    vce_heartbeat(); /* looks after its descriptors once a second */
    vce_wake();
  }
  CHECK(announced());
  CHECK_INT(lseek(file, 0, SEEK_END), 0);
  CHECK_INT(vce_finalize(), 0);
  for (int i = 0; i < end; i++)
    CHECK(fcntl(others[i], F_GETFD) >= 0);
}

static void a_program_that_closed_all_descriptors(void **state) {
  (void)state;
  run_fresh(closed_descriptors_get_no_byte);
}

int main(void) {
  const struct CMUnitTest wake[] = {
      TEST(many_wakes_call_once_in_the_next_heartbeat),
      TEST(a_wake_inside_the_callback_is_for_the_next_heartbeat),
      TEST(it_leaves_errors_alone),
      FRESH_TEST(before_initialise_and_after_finalise),
      TEST(a_signal_handler_wakes),
      TEST(a_thread_ends_the_wait),
      TEST(a_loop_of_the_program_is_woken_too),
      TEST(what_is_posted_runs_inside_of_a_drain),
      TEST(posts_run_once_and_in_their_order),
      TEST(too_many_posts_are_refused),
      TEST(what_a_post_writes_leaves_in_its_heartbeat),
      TEST(threads_post_and_wake_while_heartbeats_run),
      TEST(threads_meet_the_end_of_the_library),
      TEST(a_child_wakes_itself_and_its_parent_does_so_too),
      TEST(a_wake_before_the_first_heartbeat_of_a_child_counts),
      TEST(a_posted_function_may_fork),
      FRESH_TEST(a_program_that_closed_all_descriptors),
  };
  return RUN(wake);
}
