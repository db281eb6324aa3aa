/* The decisions V18 to V22 of man/compatibility.md: log counter, close-on-exec, fork, SIGPIPE,
 * threads. The number in a test's name is the decision's. */
#include "harness.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static tcpcontext_t nonblocking_client(int timeout) {
  options_t o = options();
  o.nonblock = 1;
  o.timeout = timeout;
  return open_client(&o);
}

/* V18: the log counter. */

static void v18_log_count_counts_messages(void **state) {
  (void)state;
  vce_set_verbose_mode(0);
  vce_stat_t before = counters();
  capture_stderr();
  for (int i = 0; i < 3; ++i) vce_errout("message %d\n", i);
  vce_errout_v("not shown\n");
  captured_stderr();
  CHECK_INT(CHANGED(before, log_count), 3);
  vce_set_verbose_mode(1);
  capture_stderr();
  vce_errout_v("shown\n");
  captured_stderr();
  CHECK_INT(CHANGED(before, log_count), 4);
}

/* V19: close-on-exec. */

static void v19_all_descriptors_are_closed_on_exec(void **state) {
  (void)state;
  tcpcontext_t s = server(), t = client();
  join(s);
  dial(t, vce_tcpcontext_get_port(s));
  int port;
  peer_listen(&port);
  vce_tcpcontext_connect(nonblocking_client(60), "localhost", (unsigned short)port);
  vce_set_heartbeat_wait_flag(1);
  hbs(50);
  int checked = 0;
  for (int fd = 3; fd < 256; ++fd) {
    int flags = fcntl(fd, F_GETFD);
    if (flags < 0) continue;
    char path[64], target[256] = "";
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (readlink(path, target, sizeof target - 1) < 0) continue;
    if (strncmp(target, "socket:", 7) != 0 && strncmp(target, "anon_inode:", 11) != 0) continue;
    ++checked;
    if ((flags & FD_CLOEXEC) == 0)
      check_failed(__FILE__, __LINE__, "descriptor %d (%s) survives exec", fd, target);
  }
  CHECK(checked >= 6);
}

/* V20: fork. */

/* A server that accepts a peer and echoes one line to it. */
static void serve_one_line(tcpcontext_t s) {
  int peer = peer_connect(vce_tcpcontext_get_port(s));
  PUMP_UNTIL(conn_of_peer(s, peer).serial != 0);
  conn_t c = conn_of_peer(s, peer);
  peer_send_text(peer, "line\n");
  PUMP_UNTIL(events_count_of('R', c) == 1);
  CHECK_INT(vce_conn_write(c, "reply\n", 6), 6);
  hb();
  peer_expect_text(peer, "reply\n");
}

static void v20_parent_and_child_both_go_on(void **state) {
  (void)state;
  tcpcontext_t s = server();
  link_t for_child = join(s), for_parent = join(s);
  int child = fork_child();
  if (child == 0) {
    serve_one_line(server()); /* a context of its own */
    vce_conn_close(for_parent.conn);
    CHECK_INT(vce_conn_write(for_child.conn, "from the child", 14), 14);
    hb();
    CHECK_INT(vce_conn_writed(for_child.conn), 1);
    child_done();
  }
  expect_child(child);
  peer_expect_text(for_child.peer, "from the child");
  CHECK_INT(vce_conn_is_valid(for_parent.conn), 1);
  serve_one_line(s);
  serve_one_line(server());
}

/* The child gives up everything it inherited, without a callback to its peers' harm; the parent's
 * listening socket and its readiness are not disturbed. */
static void v20_child_that_finalises_leaves_the_parents_listener_alone(void **state) {
  (void)state;
  tcpcontext_t s = server();
  join(s);
  vce_heartbeat();
  int child = fork_child();
  if (child == 0) {
    vce_tcpcontext_cleanup(s);
    vce_heartbeat();
    CHECK_INT(vce_finalize(), 0);
    CHECK_INT(vce_initialize(), 0);
    serve_one_line(server());
    child_done();
  }
  expect_child(child);
  serve_one_line(s);
}

static void v20_child_serves_the_inherited_listener_when_the_parent_does_not(void **state) {
  (void)state;
  tcpcontext_t s = server();
  vce_heartbeat();
  int child = fork_child();
  if (child == 0) {
    serve_one_line(s);
    child_done();
  }
  expect_child(child);
  serve_one_line(s);
}

static void v20_grandchildren_go_on_too(void **state) {
  (void)state;
  tcpcontext_t s = server();
  int child = fork_child();
  if (child == 0) {
    vce_heartbeat();
    int grandchild = fork_child();
    if (grandchild == 0) {
      serve_one_line(server());
      child_done();
    }
    expect_child(grandchild);
    serve_one_line(server());
    child_done();
  }
  expect_child(child);
  serve_one_line(s);
}

static void fork_during_a_wait(void) {
  open_library();
  tcpcontext_t s = server();
  vce_set_heartbeat_wait_flag(1);
  for (int i = 0; i < 200; ++i) vce_heartbeat();
  int child = fork_child();
  if (child == 0) {
    vce_tcpcontext_cleanup(s); /* or it might accept the parent's peer */
    serve_one_line(server());
    child_done();
  }
  serve_one_line(s);
  expect_child(child);
  serve_one_line(s);
}

static void v20_parent_and_child_run_at_the_same_time(void **state) {
  (void)state;
  run_fresh(fork_during_a_wait);
}

/* V21: SIGPIPE. */

static void handler(int number) {
  (void)number;
  _exit(3);
}

/* Writes to a connection whose peer is gone until the send fails. */
static void write_to_the_gone(void) {
  open_library();
  link_t l = join(server());
  peer_reset(l.peer);
  CHECK_INT(vce_conn_write(l.conn, "x", 1), 1);
  PUMP_UNTIL(events_count('F') == 1);
  CHECK_INT(events_get('C', 0)->value, CLOSE_REASON_REMOTE);
}

static void sigpipe_set_back_to_its_default(void) {
  CHECK_INT(vce_initialize(), 0);
  vce_finalize();
  signal(SIGPIPE, SIG_DFL);
  write_to_the_gone();
}

static void sigpipe_with_a_handler(void) {
  signal(SIGPIPE, handler);
  write_to_the_gone();
  struct sigaction now;
  sigaction(SIGPIPE, NULL, &now);
  CHECK(now.sa_handler == handler);
}

static void sigpipe_default_after_initialise(void) {
  open_library();
  signal(SIGPIPE, SIG_DFL);
  link_t l = join(server());
  peer_reset(l.peer);
  CHECK_INT(vce_conn_write(l.conn, "x", 1), 1);
  PUMP_UNTIL(events_count('F') == 1);
}

/* A peer that ended its stream and then reset answers with EPIPE, which raises the signal. */
static void sigpipe_with_a_broken_pipe(void) {
  open_library();
  signal(SIGPIPE, SIG_DFL);
  link_t l = join(server());
  peer_finish(l.peer);
  peer_reset(l.peer);
  CHECK_INT(vce_conn_write(l.conn, "x", 1), 1);
  PUMP_UNTIL(events_count('F') == 1);
  CHECK_INT(events_get('C', 0)->value, CLOSE_REASON_REMOTE);
}

static void v21_sending_to_a_gone_peer_never_raises_sigpipe(void **state) {
  (void)state;
  run_fresh(sigpipe_default_after_initialise);
  run_fresh(sigpipe_with_a_broken_pipe);
  run_fresh(sigpipe_set_back_to_its_default);
}

static void v21_a_handler_of_the_program_stays(void **state) {
  (void)state;
  run_fresh(sigpipe_with_a_handler);
}

static void later_initialise(void) {
  signal(SIGPIPE, SIG_DFL);
  CHECK_INT(vce_initialize(), 0);
  vce_finalize();
  signal(SIGPIPE, SIG_DFL);
  CHECK_INT(vce_initialize(), 0);
  struct sigaction now;
  sigaction(SIGPIPE, NULL, &now);
  CHECK(now.sa_handler == SIG_DFL);
}

static void v21_only_the_first_initialise_of_a_process_ignores_it(void **state) {
  (void)state;
  run_fresh(later_initialise);
}

/* V22: last error per thread. */

static void *other_thread(void *seen) {
  int *errors = seen;
  char out[4];
  errors[0] = vce_get_last_error();
  errors[1] = vce_binary_push_nb_i4(out, 1, 4, 7);
  errors[2] = vce_get_last_error();
  return NULL;
}

static void v22_every_thread_has_its_own_last_error(void **state) {
  (void)state;
  int seen[3] = {77, 77, 77};
  pthread_t thread;
  seed_last_error();
  CHECK_INT(pthread_create(&thread, NULL, other_thread, seen), 0);
  pthread_join(thread, NULL);
  CHECK_INT(seen[0], 0);
  CHECK_INT(seen[1], VCE_EFULL);
  CHECK_INT(seen[2], VCE_EFULL);
  CHECK_INT(vce_get_last_error(), VCE_ECONNSERIAL);
}

int main(void) {
  const struct CMUnitTest verdicts_system[] = {
      TEST(v18_log_count_counts_messages),
      TEST(v19_all_descriptors_are_closed_on_exec),
      TEST(v20_parent_and_child_both_go_on),
      TEST(v20_child_that_finalises_leaves_the_parents_listener_alone),
      TEST(v20_child_serves_the_inherited_listener_when_the_parent_does_not),
      TEST(v20_grandchildren_go_on_too),
      FRESH_TEST(v20_parent_and_child_run_at_the_same_time),
      FRESH_TEST(v21_sending_to_a_gone_peer_never_raises_sigpipe),
      FRESH_TEST(v21_a_handler_of_the_program_stays),
      FRESH_TEST(v21_only_the_first_initialise_of_a_process_ignores_it),
      TEST(v22_every_thread_has_its_own_last_error),
  };
  return RUN(verdicts_system);
}
