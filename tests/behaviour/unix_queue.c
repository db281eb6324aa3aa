/* A Unix server whose queue was full refused connects, since the kernel does not tell when there is
 * room again; and a program that closed the library's Unix sockets was not noticed. */
#include "../support/scarce.h"
#include "unix_files.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>

/* A server whose queue is full, and one that waits in it. */
typedef struct busy {
  const char *name;
  int listener;
  int waits;
} busy;

static busy busy_server(void) {
  busy b = {.name = socket_name("busy")};
  b.listener = listen_plain(b.name, 0);
  b.waits = connect_plain(b.name);
  return b;
}

static void end_server(busy b) {
  close(b.waits);
  close(b.listener);
  CHECK_INT(unlink(b.name + 5), 0);
}

static int take_from(int listener) {
  wait_for(listener, POLLIN);
  const int fd = accept(listener, NULL, NULL);
  CHECK(fd >= 0);
  return fd;
}

static void a_connect_in_the_background_waits_for_room(void **state) {
  (void)state;
  busy b = busy_server();
  tcpcontext_t c = open_unix_client(1);
  conn_t conn[3];
  int taken[4];
  for (int i = 0; i < 3; i++) {
    conn[i] = vce_tcpcontext_connect(c, b.name, 0);
    CHECK(vce_conn_is_valid(conn[i]));
  }
  pump_for(50);
  for (int i = 0; i < 3; i++)
    CHECK_INT(vce_conn_writable(conn[i]), 0);
  taken[0] = take_from(b.listener);
  for (int i = 0; i < 3; i++) {
    PUMP_UNTIL((vce_conn_writable(conn[0]) > 0) + (vce_conn_writable(conn[1]) > 0) +
                   (vce_conn_writable(conn[2]) > 0) ==
               i + 1);
    taken[i + 1] = take_from(b.listener);
  }
  expect_trace("");
  CHECK_INT(vce_conn_write(conn[0], (char *)"x", 1), 1);
  for (int i = 0; i < 4; i++)
    close(taken[i]);
  end_server(b);
}

static void a_connect_that_the_program_waits_for_does_too(void **state) {
  (void)state;
  busy b = busy_server();
  const int child = fork_child();
  if (child == 0) {
    conn_t c = vce_tcpcontext_connect(client(), b.name, 0);
    CHECK(vce_conn_is_valid(c));
    CHECK(vce_conn_writable(c) > 0);
    const tcpcontext_stat_t s = context_counters(vce_conn_get_tcpcontext(c));
    CHECK_INT(s.connect_syscall, 1);
    CHECK_INT(s.connect_syscall_e, 0);
    vce_finalize();
    child_done();
  }
  const int first = take_from(b.listener), second = take_from(b.listener);
  expect_child(child);
  close(first);
  close(second);
  end_server(b);
}

static void a_full_queue_ends_the_connect_with_its_limit(void **state) {
  (void)state;
  busy b = busy_server();
  char detail[512];
  tcpcontext_t c = client(), n = open_unix_client(1);
  CHECK_INT(vce_tcpcontext_set_connect_timeout(c, 30), 0);
  CHECK_INT(vce_tcpcontext_set_connect_timeout(n, 30), 0);
  CHECK(!vce_conn_is_valid(vce_tcpcontext_connect(c, b.name, 0)));
  CHECK_INT(errno, ETIMEDOUT);
  CHECK_INT(vce_get_last_error(), VCE_ECONNECT);
  vce_get_last_error_detail(detail, sizeof detail);
  CHECK(strstr(detail, b.name) != NULL && strstr(detail, "limit for connects") != NULL);
  conn_t conn = vce_tcpcontext_connect(n, b.name, 0);
  PUMP_UNTIL(!vce_conn_is_valid(conn));
  expect_trace("C1:timeout F1");
  end_server(b);
}

static void a_server_that_goes_away_ends_it(void **state) {
  (void)state;
  busy b = busy_server();
  conn_t conn = vce_tcpcontext_connect(open_unix_client(1), b.name, 0);
  hb();
  end_server(b);
  PUMP_UNTIL(!vce_conn_is_valid(conn));
  expect_trace("C1:remote F1");
}

static void one_that_waits_can_be_closed(void **state) {
  (void)state;
  busy b = busy_server();
  tcpcontext_t c = open_unix_client(1);
  conn_t conn = vce_tcpcontext_connect(c, b.name, 0), other = vce_tcpcontext_connect(c, b.name, 0);
  vce_conn_close(conn);
  hbs(2);
  expect_trace("C1:app F1");
  vce_tcpcontext_cleanup(c);
  PUMP_UNTIL(!vce_conn_is_valid(other));
  conn_t last = vce_tcpcontext_connect(open_unix_client(1), b.name, 0);
  CHECK(vce_conn_is_valid(last)); /* its end is vce_finalize()'s */
  end_server(b);
}

/* A loop of the program's own waits as long as it is told, and the library does not turn it. */
static void waiting_costs_next_to_nothing(void **state) {
  (void)state;
  busy b = busy_server();
  conn_t conn = vce_tcpcontext_connect(open_unix_client(1), b.name, 0);
  int rounds = 0;
  for (const long long end = monotonic_ms() + 300; monotonic_ms() < end; rounds++) {
    const int wait = vce_get_wait_time();
    CHECK_RANGE(wait, 0, 30);
    poll(NULL, 0, wait);
    vce_heartbeat();
  }
  CHECK_RANGE(rounds, 1, 100);
  CHECK_INT(vce_set_heartbeat_wait_limits(100000, 100000), 0);
  vce_set_heartbeat_wait_flag(1);
  vce_heartbeat();
  rounds = 0;
  for (const long long end = monotonic_ms() + 300; monotonic_ms() < end; rounds++)
    vce_heartbeat();
  CHECK_RANGE(rounds, 1, 100);
  CHECK(vce_conn_is_valid(conn));
  CHECK_INT(vce_set_heartbeat_wait_limits(1, 100000), 0);
  end_server(b);
}

static void without_memory_nothing_is_left(void **state) {
  (void)state;
  busy b = busy_server();
  for (int nonblock = 0; nonblock < 2; nonblock++) {
    tcpcontext_t c = open_unix_client(nonblock);
    CHECK_INT(vce_tcpcontext_set_connect_timeout(c, 1), 0);
    const int before = descriptors_open();
    int failed = 0;
    for (int after = 0; after < 20; after++) {
      memory_runs_out(after);
      conn_t conn = vce_tcpcontext_connect(c, b.name, 0);
      const int code = vce_get_last_error();
      memory_is_back();
      if (vce_conn_is_valid(conn) || code == VCE_ECONNECT)
        break;
      CHECK_INT(code, VCE_EFULL);
      CHECK_INT(descriptors_open(), before);
      failed++;
    }
    CHECK_RANGE(failed, 1, 19);
  }
  end_server(b);
}

/* ---- Descriptors that the program has closed ---- */

static int lost_servers;

static void count_lost(int verbosity, const char *text) {
  (void)verbosity;
  lost_servers += strncmp(text, "Fatal:1211", 10) == 0;
}

static void a_server_socket_that_the_program_closed_is_missed(void **state) {
  (void)state;
  const char *name = socket_name("a");
  const int probe = plain_socket(); /* the number that the server gets */
  close(probe);
  tcpcontext_t t = open_unix_server(name);
  vce_set_verbose_mode(0);
  lost_servers = 0;
  vce_errout_set_another(count_lost);
  close(probe);
  CHECK_INT(dup2(2, probe), probe); /* and another file under it */
  const long long end = monotonic_ms() + PATIENCE_MS;
  while (lost_servers == 0 && monotonic_ms() < end) {
    vce_heartbeat();
    poll(NULL, 0, 10);
  }
  CHECK_INT(lost_servers, 1);
  vce_errout_set_another(NULL);
  vce_set_verbose_mode(-1);
  vce_tcpcontext_cleanup(t);
  CHECK(!file_exists(name));
  CHECK_INT(close(probe), 0); /* it was not the library's to close */
}

/* The numbers become Unix sockets of the program's, with its own partners. */
static void other_sockets_under_the_numbers_are_left_alone(void) {
  enum { pairs = 20 };
  char name[64];
  snprintf(name, sizeof name, "unix:@libvce-closed-%d", (int)getpid());
  open_library();
  tcpcontext_t t = open_unix_server(name);
  conn_t dialled = vce_tcpcontext_connect(client(), name, 0);
  while (connections(t) == 0)
    vce_heartbeat();
  closefrom(3);
  int pair[pairs][2];
  for (int i = 0; i < pairs; i++)
    CHECK_INT(socketpair(AF_UNIX, SOCK_STREAM, 0, pair[i]), 0);
  const long long end = monotonic_ms() + PATIENCE_MS;
  while (connections(t) > 0 || vce_conn_is_valid(dialled)) {
    CHECK(monotonic_ms() < end);
    vce_heartbeat();
    poll(NULL, 0, 1);
  }
  vce_finalize();
  char byte;
  for (int i = 0; i < pairs; i++) {
    CHECK_INT(send(pair[i][0], "x", 1, MSG_NOSIGNAL), 1);
    CHECK_INT(recv(pair[i][1], &byte, 1, MSG_DONTWAIT), 1);
    CHECK_INT(recv(pair[i][0], &byte, 1, MSG_DONTWAIT), -1); /* neither bytes nor an end */
  }
}

static void numbers_that_are_unix_sockets_of_others_stay_theirs(void **state) {
  (void)state;
  run_fresh(other_sockets_under_the_numbers_are_left_alone);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      UNIX_TEST(a_connect_in_the_background_waits_for_room),
      UNIX_TEST(a_connect_that_the_program_waits_for_does_too),
      UNIX_TEST(a_full_queue_ends_the_connect_with_its_limit),
      UNIX_TEST(a_server_that_goes_away_ends_it),
      UNIX_TEST(one_that_waits_can_be_closed),
      UNIX_TEST(waiting_costs_next_to_nothing),
      UNIX_TEST(without_memory_nothing_is_left),
      UNIX_TEST(a_server_socket_that_the_program_closed_is_missed),
      FRESH_TEST(numbers_that_are_unix_sockets_of_others_stay_theirs),
  };
  return RUN(tests);
}
