/* A program that had closed its standard error sent its messages to a peer, whose socket had become
 * descriptor 2; one that had closed all descriptors above 2, as daemons do, got VCE_EARRAY for
 * ever; one that then opened others found them watched or closed by the library; and the raised
 * limit of descriptors was inherited by all that the program ran. */
#include "../support/harness.h"
#include "../support/old_libc.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static int ended, records;
static int count_end(conn_t c, CLOSE_REASON reason) {
  (void)c;
  (void)reason;
  ++ended;
  return 0;
}
static int echo(conn_t c, char *data, int length) {
  ++records;
  return vce_protocol_unparser_text(c, data, length);
}

static int messages;
static void count_messages(int verbosity, const char *text) {
  (void)verbosity;
  messages += lines_starting(text, "Warning:4111 ") + lines_starting(text, "Fatal:1211 ");
}

static tcpcontext_t echo_server(void) {
  tcpcontext_t t = vce_tcpcontext_create(1, "127.0.0.1", 0, 200, 1024, 1024, 60, 0, 1, 0);
  CHECK(t != NULL);
  vce_tcpcontext_set_conn_parser(t, vce_protocol_parser_text, echo);
  vce_tcpcontext_set_conn_closewatcher(t, count_end);
  return t;
}

static int plain_peer(int port) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  CHECK(fd >= 0);
  CHECK_INT(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
  return fd;
}

#define BEAT_UNTIL(condition)                                                                      \
  for (long long end_ = monotonic_ms() + PATIENCE_MS; !(condition); vce_heartbeat())               \
  CHECK(monotonic_ms() < end_)

static void check_serves(tcpcontext_t t) {
  int peer = plain_peer(vce_tcpcontext_get_port(t));
  CHECK_INT(write(peer, "hello\n", 6), 6);
  const int before = records;
  BEAT_UNTIL(records > before);
  char text[10];
  CHECK_INT(read(peer, text, sizeof text), 6);
  close(peer);
}

/* Each in a process that never knew the library. */
#define IN_CHILD(name)                                                                             \
  static void name##_body(void);                                                                   \
  static void name(void **state) {                                                                 \
    (void)state;                                                                                   \
    run_fresh(name##_body);                                                                        \
  }                                                                                                \
  static void name##_body(void)

static void check_none_is_standard(void) {
  for (int fd = 0; fd < 3; ++fd)
    CHECK(fcntl(fd, F_GETFD) < 0);
}

IN_CHILD(no_socket_becomes_a_standard_descriptor) {
  const int told = dup(STDERR_FILENO);
  vce_set_verbose_mode(-1);
  for (int fd = 0; fd < 3; ++fd)
    close(fd);
  CHECK_INT(vce_initialize(), 0);
  check_none_is_standard();
  tcpcontext_t t = echo_server();
  check_none_is_standard();
  tcpcontext_t out = vce_tcpcontext_create(0, NULL, 0, 10, 100, 100, 60, 1, 1, 0);
  CHECK(out != NULL);
  const unsigned short port = (unsigned short)vce_tcpcontext_get_port(t);
  CHECK(vce_tcpcontext_connect(out, "127.0.0.1", port).p != NULL);
  check_none_is_standard();
  conn_t c = vce_tcpcontext_connect(out, "localhost", port); /* by libevent */
  CHECK(c.p != NULL);
  check_none_is_standard();
  conn_t all[10];
  BEAT_UNTIL(vce_tcpcontext_get_all_connection(t, all, 10) >= 1);
  for (int i = 0; i < 20; ++i)
    vce_heartbeat();
  check_none_is_standard();
  CHECK_INT(vce_finalize(), 0);
  check_none_is_standard();
  dup2(told, STDERR_FILENO);
}

IN_CHILD(a_program_that_closed_all_descriptors_goes_on) {
  vce_errout_set_another(count_messages);
  CHECK_INT(vce_initialize(), 0);
  tcpcontext_t old = echo_server();
  int peer = plain_peer(vce_tcpcontext_get_port(old));
  conn_t all[10];
  BEAT_UNTIL(vce_tcpcontext_get_all_connection(old, all, 10) == 1);
  (void)peer;
  closefrom(3);
  tcpcontext_t t = echo_server(); /* under numbers that others had */
  CHECK_INT(messages, 2);         /* and the socket of the first server */
  BEAT_UNTIL(ended == 1);
  CHECK_INT(vce_tcpcontext_get_all_connection(old, all, 10), 0);
  check_serves(t);
  CHECK_INT(vce_finalize(), 0);
  CHECK_INT(messages, 2);
}

IN_CHILD(a_heartbeat_after_it_neither_spins_nor_ends_what_is_others) {
  vce_errout_set_another(count_messages);
  CHECK_INT(vce_initialize(), 0);
  const bool had_wait_fd = vce_get_wait_fd() >= 0;
  tcpcontext_t old = echo_server();
  (void)old;
  closefrom(3);
  int others[20];
  for (int i = 0; i < 20; ++i)
    CHECK((others[i] = open("/dev/null", O_RDONLY)) >= 0);
  BEAT_UNTIL(messages >= 1);
  CHECK_INT(vce_get_wait_fd() >= 0, had_wait_fd);
  vce_set_heartbeat_wait_flag(1);
  vce_set_heartbeat_wait_limits(20000, 20000);
  vce_heartbeat();
  const long long begin = monotonic_ms();
  for (int i = 0; i < 10; ++i)
    vce_heartbeat();
  CHECK(monotonic_ms() - begin >= 100);
  check_serves(echo_server());
  CHECK_INT(vce_finalize(), 0);
  for (int i = 0; i < 20; ++i)
    CHECK(fcntl(others[i], F_GETFD) >= 0);
}

/* Numbers that were the library's, with bytes that wait in them. */
enum { crowd = 40 };

static int others[crowd];

static void take_all_numbers(void) {
  closefrom(3);
  for (int i = 0; i < crowd; i += 2) {
    CHECK_INT(socketpair(AF_UNIX, SOCK_STREAM, 0, others + i), 0);
    CHECK_INT(write(others[i], "x", 1), 1);
    CHECK_INT(write(others[i + 1], "x", 1), 1);
  }
}

static void check_untouched(void) {
  char text[10];
  for (int i = 0; i < crowd; ++i)
    CHECK_INT(recv(others[i], text, sizeof text, MSG_DONTWAIT), 1);
}

/* A connection that stays and one that lingers. */
static void leave_two(void) {
  vce_errout_set_another(count_messages);
  CHECK_INT(vce_initialize(), 0);
  tcpcontext_t t = echo_server();
  conn_t all[10];
  for (int i = 0; i < 2; ++i) {
    plain_peer(vce_tcpcontext_get_port(t));
    BEAT_UNTIL(vce_tcpcontext_get_all_connection(t, all, 10) == i + 1);
  }
  vce_conn_close(all[0]);
  BEAT_UNTIL(ended == 1);
}

IN_CHILD(what_lingers_touches_no_descriptor_of_others) {
  leave_two();
  take_all_numbers();
  BEAT_UNTIL(ended == 2);
  const long long begin = monotonic_ms(); /* what lingers would end within two seconds */
  BEAT_UNTIL(monotonic_ms() - begin > 2500);
  check_untouched();
  CHECK_INT(vce_finalize(), 0);
  for (int i = 0; i < crowd; ++i)
    CHECK(fcntl(others[i], F_GETFD) >= 0);
}

IN_CHILD(finalise_closes_no_descriptor_of_others) {
  leave_two();
  take_all_numbers();
  CHECK_INT(vce_finalize(), 0);
  check_untouched();
}

IN_CHILD(a_look_up_that_was_under_way_ends) {
  /* What libevent had is left to it: to free it would close numbers that are others' by then. */
  if (getenv("VCE_TEST_VALGRIND"))
    child_skip();
  vce_set_verbose_mode(-1);
  CHECK_INT(vce_initialize(), 0);
  tcpcontext_t out = vce_tcpcontext_create(0, NULL, 0, 10, 100, 100, 60, 1, 1, 0);
  vce_tcpcontext_set_conn_closewatcher(out, count_end);
  conn_t c = vce_tcpcontext_connect(out, "no-such-name.invalid", 9);
  if (c.p == NULL)
    child_skip();
  closefrom(3);
  BEAT_UNTIL(ended == 1 || !vce_conn_is_valid(c));
  CHECK_INT(vce_finalize(), 0);
}

IN_CHILD(a_server_socket_that_was_closed_is_told) {
  vce_errout_set_another(count_messages);
  CHECK_INT(vce_initialize(), 0);
  const int lowest = dup(0);
  close(lowest);
  tcpcontext_t t = echo_server();
  close(lowest); /* the listener's */
  BEAT_UNTIL(messages == 1);
  check_serves(echo_server());
  vce_tcpcontext_cleanup(t);
  vce_heartbeat();
  CHECK_INT(vce_finalize(), 0);
  CHECK_INT(messages, 1);
}

/* Takes a number that the library had. */
static void take_number(int own, int number) {
  CHECK_INT(dup2(own, number), number);
  close(own);
}

IN_CHILD(numbers_that_are_others_by_then_stay_open) {
  vce_errout_set_another(count_messages);
  CHECK_INT(vce_initialize(), 0);
  needs_wait_fd();
  tcpcontext_t t = echo_server();
  int peer = plain_peer(vce_tcpcontext_get_port(t));
  conn_t c;
  BEAT_UNTIL(vce_tcpcontext_get_all_connection(t, &c, 1) == 1);
  const int of_connection = conn_fd(c), of_set = vce_get_wait_fd();
  vce_conn_close(c);
  BEAT_UNTIL(ended == 1);
  CHECK(fcntl(of_connection, F_GETFD) >= 0); /* its peer has not ended the stream */
  take_number(open("/dev/null", O_RDONLY), of_connection);
  take_number(epoll_create1(0), of_set); /* the program's own loop */
  const long long begin = monotonic_ms();
  BEAT_UNTIL(messages == 1 && monotonic_ms() - begin > 2500); /* until its time would be over */
  check_serves(t);
  struct epoll_event seen;
  CHECK_INT(epoll_wait(of_set, &seen, 1, 0), 0);
  CHECK_INT(vce_finalize(), 0);
  CHECK(fcntl(of_connection, F_GETFD) >= 0);
  CHECK_INT(epoll_wait(of_set, &seen, 1, 0), 0);
  close(peer);
}

IN_CHILD(the_end_of_the_library_closes_no_number_of_others) {
  vce_set_verbose_mode(-1);
  CHECK_INT(vce_initialize(), 0);
  tcpcontext_t t = echo_server();
  plain_peer(vce_tcpcontext_get_port(t));
  conn_t c;
  BEAT_UNTIL(vce_tcpcontext_get_all_connection(t, &c, 1) == 1);
  closefrom(3);
  int taken[20];
  for (int i = 0; i < 20; ++i)
    CHECK((taken[i] = i % 2 == 0 ? epoll_create1(0) : open("/dev/null", O_RDONLY)) >= 0);
  CHECK_INT(vce_finalize(), 0);
  for (int i = 0; i < 20; ++i)
    CHECK(fcntl(taken[i], F_GETFD) >= 0);
}

IN_CHILD(finalise_without_a_free_descriptor_closes_no_number_of_others) {
  vce_set_verbose_mode(-1);
  CHECK_INT(vce_initialize(), 0);
  tcpcontext_t t = echo_server();
  plain_peer(vce_tcpcontext_get_port(t));
  conn_t c;
  BEAT_UNTIL(vce_tcpcontext_get_all_connection(t, &c, 1) == 1);
  closefrom(3);
  struct rlimit limit;
  CHECK_INT(getrlimit(RLIMIT_NOFILE, &limit), 0);
  limit.rlim_cur = limit.rlim_max = 30;
  CHECK_INT(setrlimit(RLIMIT_NOFILE, &limit), 0);
  for (int fd = 3; fd < 30; ++fd)
    CHECK_INT(open("/dev/null", O_RDONLY), fd);
  CHECK_INT(vce_finalize(), 0);
  for (int fd = 3; fd < 30; ++fd)
    CHECK(fcntl(fd, F_GETFD) >= 0);
}

static long soft_limit(void) {
  struct rlimit limit;
  CHECK_INT(getrlimit(RLIMIT_NOFILE, &limit), 0);
  return (long)limit.rlim_cur;
}

static void set_soft_limit(long value) {
  struct rlimit limit;
  CHECK_INT(getrlimit(RLIMIT_NOFILE, &limit), 0);
  if (limit.rlim_max < 1024)
    child_skip();
  limit.rlim_cur = (rlim_t)value;
  CHECK_INT(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

static void initialise_for_many(void) {
  vce_limit_t many;
  vce_limit_clear(&many);
  many.max_conn = 2000;
  CHECK_INT(vce_initialize_limited(&many), 0);
}

enum { LOW = 80 };

IN_CHILD(the_limit_is_raised_when_needed_and_put_back) {
  vce_set_verbose_mode(-1);
  set_soft_limit(LOW);
  initialise_for_many();
  tcpcontext_t t = echo_server();
  CHECK_INT(soft_limit(), LOW); /* not before */
  conn_t all[200];
  for (int i = 0; i < 100; ++i) {
    plain_peer(vce_tcpcontext_get_port(t));
    BEAT_UNTIL(vce_tcpcontext_get_all_connection(t, all, 200) == i + 1);
  }
  CHECK(soft_limit() > LOW);
  int pid = fork_child();
  if (pid == 0) {
    CHECK_INT(soft_limit(), LOW); /* what it runs inherits that */
    child_done();
  }
  expect_child(pid);
  CHECK(soft_limit() > LOW);
  CHECK_INT(vce_finalize(), 0);
  CHECK_INT(soft_limit(), LOW);
}

IN_CHILD(a_limit_that_the_program_has_set_since_stays) {
  vce_set_verbose_mode(-1);
  set_soft_limit(LOW);
  initialise_for_many();
  tcpcontext_t t = echo_server();
  conn_t all[200];
  for (int i = 0; i < 60; ++i) {
    plain_peer(vce_tcpcontext_get_port(t));
    BEAT_UNTIL(vce_tcpcontext_get_all_connection(t, all, 200) == i + 1);
  }
  CHECK(soft_limit() > LOW);
  set_soft_limit(700);
  CHECK_INT(vce_finalize(), 0);
  CHECK_INT(soft_limit(), 700);
}

IN_CHILD(a_child_keeps_descriptors_for_its_own_use_too) {
  vce_set_verbose_mode(-1);
  set_soft_limit(LOW);
  initialise_for_many();
  tcpcontext_t t = echo_server();
  conn_t all[200];
  int count = 0;
  while (soft_limit() == LOW) {
    plain_peer(vce_tcpcontext_get_port(t));
    ++count;
    BEAT_UNTIL(vce_tcpcontext_get_all_connection(t, all, 200) == count);
  }
  int pid = fork_child();
  if (pid == 0) {
    CHECK_INT(soft_limit(), LOW);
    plain_peer(vce_tcpcontext_get_port(t));
    BEAT_UNTIL(vce_tcpcontext_get_all_connection(t, all, 200) == count + 1);
    CHECK(soft_limit() > LOW);
    child_done();
  }
  expect_child(pid);
  CHECK_INT(vce_finalize(), 0);
}

IN_CHILD(the_limit_is_raised_when_only_a_standard_number_is_left) {
  vce_set_verbose_mode(-1);
  set_soft_limit(LOW);
  initialise_for_many();
  tcpcontext_t t = echo_server();
  plain_peer(vce_tcpcontext_get_port(t));
  while (open("/dev/null", O_RDONLY) >= 0) {
  }
  close(STDIN_FILENO);
  conn_t all[2];
  BEAT_UNTIL(vce_tcpcontext_get_all_connection(t, all, 2) == 1);
  vce_counters_t counters;
  CHECK_INT(vce_get_counters(&counters, sizeof counters), 0);
  CHECK_INT(counters.turned_away_descriptors, 0);
  CHECK(soft_limit() > LOW);
  CHECK(fcntl(STDIN_FILENO, F_GETFD) < 0);
  CHECK_INT(vce_finalize(), 0);
}

int main(void) {
  const struct CMUnitTest closed_descriptors[] = {
      FRESH_TEST(no_socket_becomes_a_standard_descriptor),
      FRESH_TEST(a_program_that_closed_all_descriptors_goes_on),
      FRESH_TEST(a_heartbeat_after_it_neither_spins_nor_ends_what_is_others),
      FRESH_TEST(what_lingers_touches_no_descriptor_of_others),
      FRESH_TEST(finalise_closes_no_descriptor_of_others),
      FRESH_TEST(a_look_up_that_was_under_way_ends),
      FRESH_TEST(a_server_socket_that_was_closed_is_told),
      FRESH_TEST(numbers_that_are_others_by_then_stay_open),
      FRESH_TEST(the_end_of_the_library_closes_no_number_of_others),
      FRESH_TEST(finalise_without_a_free_descriptor_closes_no_number_of_others),
      FRESH_TEST(the_limit_is_raised_when_needed_and_put_back),
      FRESH_TEST(a_limit_that_the_program_has_set_since_stays),
      FRESH_TEST(a_child_keeps_descriptors_for_its_own_use_too),
      FRESH_TEST(the_limit_is_raised_when_only_a_standard_number_is_left),
  };
  return RUN(closed_descriptors);
}
