/* Regressions. Each test's first line says what broke. */
#include "../support/harness.h"
#include "../support/names.h"
#include "../support/old_libc.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* A closewatcher that dials again, where every dial fails at once, kept one heartbeat going for
 * ever: the failed connections were served in the round that made them. */
static tcpcontext_t redialling;

static int dial_again(conn_t c, CLOSE_REASON r) {
  (void)c, (void)r;
  vce_tcpcontext_connect(redialling, "255.255.255.255", 9); /* refused by the system itself */
  return 0;
}

static void a_dial_that_fails_at_once_is_told_by_the_next_heartbeat(void **state) {
  (void)state;
  options_t o = options();
  o.nonblock = 1;
  redialling = open_client(&o);
  on.close = dial_again;
  CHECK(vce_conn_is_valid(vce_tcpcontext_connect(redialling, "255.255.255.255", 9)));
  for (int i = 1; i <= 5; ++i) {
    vce_heartbeat();
    CHECK_INT(events_count('C'), i);
  }
}

/* A custom parser that looks at its input, installs another parser and consumes nothing was taken
 * for one without progress: the complete record waited until more bytes arrived. */
static int switch_to_bin16(conn_t c) {
  vce_conn_set_parser(c, vce_protocol_parser_bin16, record_data);
  return 0;
}

static void a_parser_that_peeks_and_switches_gets_its_record_delivered(void **state) {
  (void)state;
  options_t o = options();
  o.parser = switch_to_bin16;
  link_t l = join(open_server(&o));
  peer_send_hex(l.peer, "0003616263");
  hbs(2);
  expect_trace("R1:abc");
}

/* Reading was re-armed by the heartbeat's own parsing only: a program that pulls records itself
 * heard nothing any more once its buffer had been full. */
static void records_pulled_by_the_program_make_room_for_more(void **state) {
  (void)state;
  options_t o = options();
  o.rblen = 20;
  o.calls = 0;
  link_t l = join(open_server(&o));
  for (int i = 0; i < 20; ++i) peer_send_text(l.peer, "abc\n");
  for (int i = 0; i < 40 && events_count('R') < 20; ++i) {
    hb();
    while (unread(l.conn) > 0) vce_protocol_parser_text(l.conn);
  }
  CHECK_INT(events_count('R'), 20);
}

/* With limits below zero on top, the idle limits of all other connections were not looked at. */
static void a_limit_below_zero_does_not_hide_the_others(void **state) {
  (void)state;
  options_t o = options();
  o.timeout = 0;
  link_t idle = join(open_server(&o));
  o.timeout = -1;
  o.max = 1000;
  tcpcontext_t harsh = open_server(&o);
  for (long long end = monotonic_ms() + 5000; vce_conn_is_valid(idle.conn);) {
    CHECK(monotonic_ms() < end);
    peer_close(peer_connect(vce_tcpcontext_get_port(harsh)));
    hb();
  }
}

/* With vce_tcpcontext_set_conn_safety_read(100), what was written to a connection that the peer had
 * reset could never leave, so its input was never parsed and its end never told. */
static int answer(conn_t c, char *data, int len) {
  (void)data, (void)len;
  vce_conn_write(c, "x", 1);
  return 0;
}

static void output_to_a_reset_peer_does_not_hold_its_records_back(void **state) {
  (void)state;
  tcpcontext_t t = server();
  CHECK_INT(vce_tcpcontext_set_conn_safety_read(t, 100), 0);
  link_t l = join(t);
  on.data = answer;
  peer_send_text(l.peer, "a\nb\nc\nd\n");
  hb();
  peer_reset(l.peer);
  hbs(8);
  CHECK_INT(events_count('R'), 4);
  CHECK_INT(events_count('C'), 1);
}

/* The safety percentage was looked at once per heartbeat, not before each record. */
static void the_safety_percentage_holds_for_every_record(void **state) {
  (void)state;
  options_t o = options();
  o.calls = 10;
  tcpcontext_t t = open_server(&o);
  CHECK_INT(vce_tcpcontext_set_conn_safety_read(t, 100), 0);
  link_t l = join(t);
  on.data = answer;
  peer_send_text(l.peer, "a\nb\nc\n");
  hb();
  CHECK_INT(events_count('R'), 1);
  hbs(2);
  CHECK_INT(events_count('R'), 3);
}

/* A protocol callback reached through a ready-made parser that the program calls itself, and the
 * function of conn_iterate, were not known to be callbacks: a finalise or heartbeat in them freed
 * what was being walked. */
static int finalise_and_beat(conn_t c) {
  CHECK_INT(vce_finalize(), VCE_EFINALIZE);
  vce_conn_close(c);
  vce_heartbeat();
  vce_heartbeat();
  CHECK_INT(vce_conn_is_valid(c), 1);
  return 0;
}

static int finalise_and_beat_with_data(conn_t c, char *data, int len) {
  CHECK(len == 3 && memcmp(data, "abc", 3) == 0);
  return finalise_and_beat(c);
}

static void a_callback_outside_of_a_heartbeat_is_a_callback(void **state) {
  (void)state;
  options_t o = options();
  o.calls = 0;
  tcpcontext_t t = open_server(&o);
  link_t first = join(t);
  join(t);
  CHECK_INT(vce_tcpcontext_conn_iterate(t, finalise_and_beat), 0);
  CHECK_INT(connections(t), 2);
  hb();
  CHECK_INT(connections(t), 0);
  (void)first;
  link_t l = join(t);
  peer_send_text(l.peer, "abc\n");
  hb();
  on.data = finalise_and_beat_with_data;
  CHECK_INT(vce_protocol_parser_text(l.conn), 0);
}

/* A listening socket that can accept no more (here: shut down through a copy, as a child process
 * that shares it can do) was ready for ever, and every heartbeat tried it again. */
static int listening_fd(int port) {
  for (int fd = 3; fd < 1000; ++fd) {
    struct sockaddr_in a;
    socklen_t size = sizeof a;
    int listening = 0;
    socklen_t length = sizeof listening;
    if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &length) == 0 && listening &&
        getsockname(fd, (struct sockaddr *)&a, &size) == 0 && ntohs(a.sin_port) == port)
      return fd;
  }
  return -1;
}

static void a_dead_listener_is_not_tried_all_the_time(void **state) {
  (void)state;
  tcpcontext_t t = server();
  int listener = listening_fd(vce_tcpcontext_get_port(t));
  CHECK(shutdown(listener, SHUT_RD) == 0);
  vce_stat_t before = counters();
  hbs(200);
  CHECK_RANGE(CHANGED(before, accept_syscall_e), 1, 50);
}

/* Waiting with vce_heartbeat_on_single_conn() for the rest of a record that a custom parser needs
 * never waited. */
static int wants_more(conn_t c) {
  (void)c;
  return 0;
}

static void a_heartbeat_on_one_connection_waits_for_the_rest_of_its_record(void **state) {
  (void)state;
  options_t o = options();
  o.parser = wants_more;
  link_t l = join(open_server(&o));
  peer_send_text(l.peer, "half");
  hb();
  vce_set_heartbeat_wait_flag(1);
  for (int i = 0; i < 300; ++i) vce_heartbeat_on_single_conn(l.conn);
  long long start = monotonic_ms();
  for (int i = 0; i < 100; ++i) vce_heartbeat_on_single_conn(l.conn);
  vce_set_heartbeat_wait_flag(0);
  CHECK_RANGE(monotonic_ms() - start, 30, 60000); /* 100 waits of 300 to 400 microseconds */
}

/* A background connect that could not be started for lack of memory used up a serial. */
static bool out_of_memory;

static void *scarce(size_t n) { return out_of_memory ? NULL : malloc(n); }

static void a_connect_that_cannot_be_started_uses_no_serial(void **state) {
  (void)state;
  options_t o = options();
  o.nonblock = 1;
  tcpcontext_t t = open_client(&o);
  int port = vce_tcpcontext_get_port(server());
  conn_t first = dial(t, port);
  vce_replace_malloc_funcs(scarce, realloc, free);
  out_of_memory = true;
  conn_t none = vce_tcpcontext_connect(t, "localhost", (unsigned short)port);
  out_of_memory = false;
  vce_replace_malloc_funcs(malloc, realloc, free);
  CHECK(none.p == NULL && none.serial == 0);
  CHECK_INT(vce_get_last_error(), VCE_EFULL);
  CHECK_INT(dial(t, port).serial, first.serial + 1);
}

/* ---- System calls that fail, by a filter in a process of its own ---- */

/* From now on the call fails with EPERM; with `operation` 0 or more only if that is its second
 * argument. Filters of containers do the same to calls that they do not know. */
static void forbid(int call, int operation) {
  struct sock_filter only_this[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)call, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[1])),
      BPF_JUMP(BPF_JMP | (operation < 0 ? BPF_JGE : BPF_JEQ) | BPF_K,
               operation < 0 ? 0 : (unsigned)operation, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {ELEMENTOF(only_this), only_this};
  if (getenv("VCE_TEST_VALGRIND") != NULL || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
    child_skip();
}

/* Where a filter forbids epoll_pwait2, heartbeats that may wait saw no socket ready, ever. */
static void wait_under_a_filter(void) {
  open_library();
  link_t l = join(server());
  forbid(__NR_epoll_pwait2, -1);
  vce_set_heartbeat_wait_flag(1);
  hbs(3);
  peer_send_text(l.peer, "abc\n");
  hbs(3);
  CHECK_INT(events_count('R'), 1);
  child_done();
}

static void waiting_works_under_a_filter_that_forbids_epoll_pwait2(void **state) {
  (void)state;
  run_fresh(wait_under_a_filter);
}

/* A listener whose watch could not be ended when it paused was never watched again. */
static void pause_under_a_filter(void) {
  open_library();
  tcpcontext_t t = server();
  int peer = peer_connect(vce_tcpcontext_get_port(t));
  forbid(__NR_epoll_ctl, EPOLL_CTL_DEL);
  struct rlimit usual;
  getrlimit(RLIMIT_NOFILE, &usual);
  const struct rlimit low = {(rlim_t)dup(0), usual.rlim_max};
  close((int)low.rlim_cur);
  CHECK_INT(setrlimit(RLIMIT_NOFILE, &low), 0);
  PUMP_UNTIL(peer_at_end(peer));
  CHECK_INT(setrlimit(RLIMIT_NOFILE, &usual), 0);
  peer = peer_connect(vce_tcpcontext_get_port(t));
  PUMP_UNTIL(vce_conn_is_valid(conn_of_peer(t, peer)));
  child_done();
}

static void a_listener_that_paused_listens_again(void **state) {
  (void)state;
  run_fresh(pause_under_a_filter);
}

/* A pause that the end of its context cut short was missing from the time of all pauses. */
static void clean_up_in_a_pause(void) {
  open_library();
  tcpcontext_t t = server();
  int peer = peer_connect(vce_tcpcontext_get_port(t));
  const struct rlimit low = {(rlim_t)dup(0), (rlim_t)dup(0)};
  close((int)low.rlim_cur);
  close((int)low.rlim_max);
  CHECK_INT(setrlimit(RLIMIT_NOFILE, &low), 0);
  vce_heartbeat();
  CHECK(peer_at_end(peer));
  poll(NULL, 0, 20);
  vce_tcpcontext_cleanup(t);
  vce_counters_t c;
  CHECK_INT(vce_get_counters(&c, sizeof c), 0);
  CHECK_INT(c.accept_pause, 1);
  CHECK_RANGE(c.accept_pause_usec, 20000, 60000000);
  child_done();
}

static void a_pause_that_is_cut_short_counts(void **state) {
  (void)state;
  if (getenv("VCE_TEST_VALGRIND"))
    skip(); /* it emulates the limit */
  run_fresh(clean_up_in_a_pause);
}

/* A server context that could not learn which port the system had chosen existed, with port 0. */
static void create_under_a_filter(void) {
  open_library();
  forbid(__NR_getsockname, -1);
  CHECK(vce_tcpcontext_create(1, "127.0.0.1", 0, 1, 100, 100, 0, 0, 0, 0) == NULL);
  CHECK_INT(vce_get_last_error(), VCE_EBIND);
  child_done();
}

static void no_context_has_an_unknown_port(void **state) {
  (void)state;
  run_fresh(create_under_a_filter);
}

/* A file that could not be read to its end was taken for a shorter one. */
static int no_setting(char *file, int line, char *name, char *value) {
  (void)file, (void)line, (void)name, (void)value;
  return 0;
}

static int no_line(char *file, int line, char *text) {
  (void)file, (void)line, (void)text;
  return 0;
}

static void a_read_error_is_told(void **state) {
  (void)state;
  CHECK_INT(vce_read_simple_config_file("/proc/self/mem", no_setting), VCE_EFREAD);
  CHECK_INT(vce_get_last_error(), VCE_EFREAD);
  CHECK_INT(vce_read_plain_text_file("/proc/self/mem", no_line), VCE_EFREAD);
  CHECK_INT(vce_read_plain_text_file("/proc", no_line), 0); /* as the old library */
}

/* libevent, which ends the process when it can have no descriptors, was started by each initialise
 * though only look-ups of names need it. */
static void initialise_with_few_descriptors(void) {
  const int before = descriptors_open();
  open_library();
#ifdef VCE_POLLER_LIBEVENT
  CHECK(descriptors_open() - before <= 6); /* where libevent has the sockets it is there at once */
#else
  /* The set, the reserve, and the two ends of the pipe that ends a wait. */
  CHECK_INT(descriptors_open() - before, 4);
#endif
  child_done();
}

static void initialising_takes_few_descriptors(void **state) {
  (void)state;
  run_fresh(initialise_with_few_descriptors);
}

/* A child process that finalised while a name was being looked up ended the look-up of its parent.
 * One that went on took the answer that waited for its parent. */
static void look_up_and_fork(bool child_goes_on) {
  open_library();
  int port = 0;
  peer_listen(&port);
  options_t o = options();
  o.nonblock = 1;
  const long long begin = monotonic_ms();
  conn_t c = vce_tcpcontext_connect(open_client(&o), "four.test", (unsigned short)port);
  poll(NULL, 0, 100); /* the answer has come, and waits */
  int child = fork_child();
  if (child == 0) {
    if (child_goes_on) vce_heartbeat();
    vce_finalize();
    child_done();
  }
  expect_child(child);
  PUMP_UNTIL(vce_conn_writable(c) > 0);
  CHECK_RANGE(monotonic_ms() - begin, 0, 4900); /* asking again takes five seconds */
}

static void look_up_while_a_child_finalises(void) { look_up_and_fork(false); }
static void look_up_while_a_child_goes_on(void) { look_up_and_fork(true); }

static void a_child_leaves_the_look_ups_of_its_parent_alone(void **state) {
  (void)state;
  run_with_names(look_up_while_a_child_finalises);
  run_with_names(look_up_while_a_child_goes_on);
}

/* In heartbeats for one connection all others kept the room for a whole read buffer for each byte
 * that arrived. */
static void heartbeats_for_one_hold_no_more_for_the_others(void **state) {
  (void)state;
  options_t o = options();
  o.rblen = 1 << 20;
  tcpcontext_t t = open_server(&o);
  link_t one = join(t), other = join(t);
  peer_send_text(other.peer, "x");
  settle();
  vce_heartbeat_on_single_conn(one.conn);
  CHECK_INT(unread(other.conn), 1);
  vce_counters_t now;
  CHECK_INT(vce_get_counters(&now, sizeof now), 0);
  CHECK_INT(now.buffer_bytes_in_use, 256);
}

int main(void) {
  const struct CMUnitTest regressions[] = {
      TEST(a_dial_that_fails_at_once_is_told_by_the_next_heartbeat),
      TEST(a_parser_that_peeks_and_switches_gets_its_record_delivered),
      TEST(records_pulled_by_the_program_make_room_for_more),
      TEST(a_limit_below_zero_does_not_hide_the_others),
      TEST(output_to_a_reset_peer_does_not_hold_its_records_back),
      TEST(the_safety_percentage_holds_for_every_record),
      TEST(a_callback_outside_of_a_heartbeat_is_a_callback),
      TEST(a_dead_listener_is_not_tried_all_the_time),
      TEST(a_heartbeat_on_one_connection_waits_for_the_rest_of_its_record),
      TEST(a_connect_that_cannot_be_started_uses_no_serial),
      FRESH_TEST(waiting_works_under_a_filter_that_forbids_epoll_pwait2),
      FRESH_TEST(a_listener_that_paused_listens_again),
      FRESH_TEST(a_pause_that_is_cut_short_counts),
      FRESH_TEST(no_context_has_an_unknown_port),
      TEST(a_read_error_is_told),
      FRESH_TEST(initialising_takes_few_descriptors),
      FRESH_TEST(a_child_leaves_the_look_ups_of_its_parent_alone),
      TEST(heartbeats_for_one_hold_no_more_for_the_others),
  };
  return RUN(regressions);
}
