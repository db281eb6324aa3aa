/* Nineteen thousand connections in one process: they come, all are answered, idle they cost next to
 * nothing, they go, and their memory goes with them.
 *
 * The server is a child; the clients are plain sockets of the test. These raise their soft limit of
 * descriptors to the hard one and make as many connections as that allows; the test prints how many
 * when they are fewer. The server begins with a soft limit of 1024, which the library raises on the way. It
 * answers on its first connection, besides the echo:
 *
 *   report        a struct report, in hexadecimal
 *   quit          ends
 */
#include "../support/harness.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "pressure.h"

enum {
  wanted = 19000,
  reduced = 1000,      /* under sanitizers and valgrind */
  other_descriptors = 100,
  hosts = 8,           /* addresses of the loopback: to one of them ports are searched for long */
  at_once = 256,       /* connects under way; less than any queue of a listener in use today */
  window_ms = 1000,
  idle_deadline_ms = 60000,
  place_bytes = 640,   /* a connection in the tables: half a kilobyte, and its deadline */
  slack_bytes = 65536,
  tolerance_percent = 5
};

struct report {
  vce_counters_t counters;
  long long allocated, freed, records;
  long long heap_bytes;
};

static struct {
  int pid, port, control, count;
  long long heap_empty; /* of the server with no connection but the control one */
  int *clients;
} city;

/* ---- The server ---- */

static bool told_to_quit;
static long long records;

static void write_report(conn_t c) {
  struct report r;
  char text[2 * sizeof r + 1];
  const vce_stat_t s = counters();
  memset(&r, 0, sizeof r);
  CHECK_INT(vce_get_counters(&r.counters, sizeof r.counters), 0);
  r.allocated = s.conn_alloc;
  r.freed = s.conn_free;
  r.records = records;
  r.heap_bytes = heap_bytes();
  for (size_t i = 0; i < sizeof r; i++)
    snprintf(text + 2 * i, 3, "%02x", ((unsigned char *)&r)[i]);
  CHECK(vce_protocol_unparser_text(c, text, (int)(2 * sizeof r)) > 0);
}

static int answer(conn_t c, char *line, int length) {
  if (length == 6 && memcmp(line, "report", 6) == 0) {
    write_report(c);
    return 0;
  }
  if (length == 4 && memcmp(line, "quit", 4) == 0) {
    told_to_quit = true;
    return 0;
  }
  records++;
  return vce_protocol_unparser_text(c, line, length);
}

static int soft_limit(void) {
  struct rlimit limit;
  CHECK_INT(getrlimit(RLIMIT_NOFILE, &limit), 0);
  return (int)limit.rlim_cur;
}

static void lower_soft_limit(void) {
  struct rlimit limit;
  CHECK_INT(getrlimit(RLIMIT_NOFILE, &limit), 0);
  limit.rlim_cur = 1024;
  CHECK_INT(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

static _Noreturn void serve(int count, int port_pipe) {
  vce_limit_t limits;
  if (getenv("VCE_TEST_VALGRIND") == NULL) lower_soft_limit();
  vce_limit_clear(&limits);
  limits.max_conn = count + 1;
  vce_set_verbose_mode(-1);
  const long long heap_before = heap_bytes();
  CHECK_INT(vce_initialize_limited(&limits), 0);
  vce_set_heartbeat_wait_flag(1);
  tcpcontext_t t =
      vce_tcpcontext_create(1, NULL, 0, count + 1, 1024, 1024, 3600, 0, 1, 0);
  CHECK(t != NULL);
  vce_tcpcontext_set_conn_parser(t, vce_protocol_parser_text, answer);
  int port = vce_tcpcontext_get_port(t);
  CHECK_INT(write(port_pipe, &port, sizeof port), sizeof port);
  while (!told_to_quit)
    vce_heartbeat();
  if (getenv("VCE_TEST_VALGRIND") == NULL) CHECK(soft_limit() > count);
  vce_tcpcontext_cleanup(t);
  CHECK_INT(vce_finalize(), 0);
  if (!is_instrumented()) /* all went back, but for memory that the C library keeps for itself */
    CHECK_RANGE(heap_bytes() - heap_before, -slack_bytes, slack_bytes);
  child_done();
}

/* ---- The clients ---- */

/* As many connections as this process may have. */
static int count_that_fits(void) {
  const int most = scaled(wanted, reduced);
  struct rlimit limit;
  CHECK_INT(getrlimit(RLIMIT_NOFILE, &limit), 0);
  if (getenv("VCE_TEST_VALGRIND") == NULL) { /* it lets no program have more than it began with */
    limit.rlim_cur = limit.rlim_max;
    CHECK_INT(setrlimit(RLIMIT_NOFILE, &limit), 0);
  }
  const long long room = (long long)limit.rlim_cur - other_descriptors;
  if (room >= most) return most;
  if (room < 100) skip();
  print_message("only %lld descriptors: %lld connections instead of %d\n",
                (long long)limit.rlim_cur, room, most);
  return (int)room;
}

static void read_line(int fd, char *out, size_t length) {
  for (size_t done = 0; done < length;) {
    struct pollfd p = {fd, POLLIN, 0};
    if (poll(&p, 1, PATIENCE_MS) != 1) check_failed(__FILE__, __LINE__, "no answer");
    ssize_t n = recv(fd, out + done, length - done, 0);
    if (n <= 0) check_failed(__FILE__, __LINE__, "the server has ended the connection");
    done += (size_t)n;
  }
}

static struct report ask(void) {
  struct report r;
  char text[2 * sizeof r + 1];
  CHECK_INT(send(city.control, "report\n", 7, 0), 7);
  read_line(city.control, text, sizeof text);
  CHECK_INT(text[sizeof text - 1], '\n');
  text[sizeof text - 1] = '\0';
  CHECK_INT(bytes_from_hex(text, (unsigned char *)&r, sizeof r), sizeof r);
  return r;
}

static void await_connections(int count) {
  const long long end = monotonic_ms() + PATIENCE_MS;
  while (ask().counters.current_conn != count + 1) {
    CHECK(monotonic_ms() < end);
    poll(NULL, 0, 5);
  }
}

static void open_all(void) {
  for (int i = 0; i < city.count; i++) {
    city.clients[i] = begin_connect_to(1 + i % hosts, city.port);
    if ((i + 1) % at_once == 0) await_connections(i + 1);
  }
  await_connections(city.count);
}

static void close_all(void) {
  for (int i = 0; i < city.count; i++)
    if (i % 2 == 0)
      close(city.clients[i]);
    else
      close_with_reset(city.clients[i]);
  await_connections(0);
}

/* Each says its number and hears it again. All have asked before the first answer is read. */
static void echo_on_all(void) {
  const long long before = ask().records;
  char said[16], heard[16];
  for (int i = 0; i < city.count; i++) {
    int n = snprintf(said, sizeof said, "%07d\n", i);
    CHECK_INT(send(city.clients[i], said, (size_t)n, 0), n);
  }
  for (int i = 0; i < city.count; i++) {
    snprintf(said, sizeof said, "%07d\n", i);
    read_line(city.clients[i], heard, 8);
    CHECK_INT(memcmp(said, heard, 8), 0);
  }
  CHECK_INT(ask().records - before, city.count);
}

static int start_server(void **state) {
  (void)state;
  int port_pipe[2];
  alarm(300);
  memset(&city, 0, sizeof city);
  city.count = count_that_fits();
  city.clients = malloc((size_t)city.count * sizeof city.clients[0]);
  CHECK_INT(pipe(port_pipe), 0);
  city.pid = fork_child();
  if (city.pid == 0) {
    alarm(290);
    close(port_pipe[0]);
    serve(city.count, port_pipe[1]);
  }
  close(port_pipe[1]);
  CHECK_INT(read(port_pipe[0], &city.port, sizeof city.port), sizeof city.port);
  close(port_pipe[0]);
  city.control = peer_connect(city.port);
  CHECK_INT(fcntl(city.control, F_SETFL, 0), 0);
  city.heap_empty = ask().heap_bytes;
  return 0;
}

static int stop_server(void **state) {
  (void)state;
  if (city.pid != 0) {
    kill(city.pid, SIGKILL);
    waitpid(city.pid, NULL, 0);
  }
  free(city.clients);
  peer_close_all();
  alarm(0);
  return 0;
}

/* With the flag the n-th heartbeat without work waits n microseconds, so after t seconds of idling
 * there is one each sqrt(2 t) milliseconds: 600 in the second second, 250 in the eighth. At some 10
 * microseconds each this is 0.6 % of a processor, then 0.3 %. A slower machine gets below 1 % a few
 * seconds later; a heartbeat that looks at each of 19,000 connections (100 microseconds and more)
 * does not within the deadline. */
static void idling_takes_less_than_one_percent(void) {
  const long long end = monotonic_ms() + idle_deadline_ms;
  for (;;) {
    const long long begin = monotonic_ms(), cpu_before = cpu_us(city.pid);
    poll(NULL, 0, window_ms);
    const long long taken = cpu_us(city.pid) - cpu_before, wall = monotonic_ms() - begin;
    if (taken * 100 < wall * 1000) return;
    if (monotonic_ms() > end)
      check_failed(__FILE__, __LINE__, "an idle second still takes %lld us of processor time",
                   taken);
  }
}

static void nineteen_thousand_come_are_served_idle_for_nothing_and_go(void **state) {
  (void)state;
  if (looks_at_all_sockets())
    skip_because("libevent's poll and select look at all sockets in each heartbeat");
  open_all();
  const struct report opened = ask();
  CHECK_INT(opened.counters.current_conn, city.count + 1);
  CHECK_INT(opened.counters.buffers_in_use, 1); /* the one that holds this question */
  echo_on_all();
  if (!is_instrumented()) idling_takes_less_than_one_percent();
  echo_on_all(); /* and they are still there */
  close_all();

  const struct report first = ask();
  CHECK_INT(first.counters.current_conn, 1);
  CHECK_INT(first.counters.buffers_in_use, 1);
  CHECK_INT(first.allocated - first.freed, 1);
  CHECK_INT(first.records, 2LL * city.count);

  /* The places of the table are kept for later connections, as the manual says: half a kilobyte
   * each. What buffers took went back, but for the pool's bounded rest. So a second crowd finds
   * all the memory it needs, and leaves as much behind as the first. */
  if (!is_instrumented())
    CHECK_RANGE(first.heap_bytes - city.heap_empty, 0,
                (long long)city.count * place_bytes + slack_bytes +
                    first.counters.buffer_bytes_pooled);
  open_all();
  echo_on_all();
  close_all();
  const struct report second = ask();
  CHECK_INT(second.allocated - second.freed, 1);
  CHECK_INT(second.allocated - first.allocated, city.count);
  CHECK_RANGE(second.counters.buffer_bytes_pooled, 0, 8 << 20);
  if (!is_instrumented())
    CHECK_RANGE(second.heap_bytes - second.counters.buffer_bytes_pooled,
                0, (first.heap_bytes - first.counters.buffer_bytes_pooled) *
                       (100 + tolerance_percent) / 100);

  CHECK_INT(send(city.control, "quit\n", 5, 0), 5);
  expect_child(city.pid); /* it says whether finalise gave the rest back */
  city.pid = 0;
}

int main(void) {
  const struct CMUnitTest scale[] = {
      cmocka_unit_test_setup_teardown(nineteen_thousand_come_are_served_idle_for_nothing_and_go,
                                      start_server, stop_server),
  };
  return RUN(scale);
}
