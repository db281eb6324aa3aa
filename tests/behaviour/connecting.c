/* Connects: their time, several addresses of a name, and a connect that reaches itself. Each test's
 * first line says what broke. */
#include "connecting.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "names.h"

/* --- Time --- */

/* A connection that was established while the program did not call was ended for the time that had
 * passed since the connect call. */
static void v27_idle_time_begins_when_a_connect_is_established(void **state) {
  (void)state;
  int port;
  int listener = peer_listen(&port);
  tcpcontext_t t = dialler(1, 1);
  conn_t c = dial(t, port);
  poll(NULL, 0, 2100);
  vce_heartbeat();
  CHECK(vce_conn_writable(c) > 0);
  CHECK_INT(vce_protocol_unparser_text(c, "hello", 5), 6);
  hbs(3);
  CHECK_INT(vce_conn_is_closed(c), 0);
  peer_expect_text(peer_accept(listener), "hello\n");
  PUMP_UNTIL(events_count('F') == 1); /* and ends with its idle time */
  expect_trace("C1:timeout F1");
  CHECK(strstr(end_text, "idle limit") != NULL);
}

/* An accepted connection of a context with non-blocking connects counts as connecting for a round:
 * its idle time began before. */
static void v27_idle_time_of_an_accepted_connection_begins_when_it_is_open(void **state) {
  (void)state;
  options_t o = options();
  o.nonblock = 1;
  o.timeout = 1;
  link_t l = join(open_server(&o));
  CHECK_INT(vce_conn_writable(l.conn), 0);
  poll(NULL, 0, 2100);
  hbs(3);
  CHECK(vce_conn_writable(l.conn) > 0);
}

/* A connect had no limit of its own. */
static void v27_a_limit_for_connects_ends_one_in_the_background(void **state) {
  (void)state;
  int port = 0;
  peer_black_hole("127.0.0.1", &port);
  tcpcontext_t t = dialler(1, 60);
  CHECK_INT(vce_tcpcontext_set_connect_timeout(t, 300), 0);
  vce_set_heartbeat_wait_flag(1);
  CHECK_INT(vce_set_heartbeat_wait_limits(1000000, 1000000), 0);
  const vce_stat_t before = counters();
  const long long begin = monotonic_ms();
  conn_t c = dial(t, port);
  /* Time for idle connections is not meant. */
  vce_conn_set_timeout(c, 0);
  CHECK_RANGE(vce_get_wait_time(), 1, 320);
  while (events_count('F') == 0 && monotonic_ms() < begin + PATIENCE_MS)
    vce_heartbeat();
  CHECK_RANGE(monotonic_ms() - begin, 300, 30000);
  vce_set_heartbeat_wait_flag(0);
  vce_set_heartbeat_wait_limits(1, 100000);
  expect_trace("C1:timeout F1");
  CHECK_INT(CHANGED(before, conn_timeout), 1);
  char expected[TEXT];
  snprintf(expected, sizeof expected,
           "connect to 127.0.0.1 port %d: Connection timed out (limit for connects)", port);
  CHECK_TEXT(end_text, expected);
  CHECK_INT(end_length, (long long)strlen(expected));
}

/* Blocking connects had no limit at all but the system's two minutes. */
static void a_limit_for_connects_ends_one_that_is_waited_for(void **state) {
  (void)state;
  int port = 0;
  peer_black_hole("127.0.0.1", &port);
  const struct {
    int limit_ms, idle_s, at_least_ms;
    const char *why;
  } cases[] = {{300, 60, 300, "limit for connects"}, {0, 1, 1000, "idle limit"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    tcpcontext_t t = dialler(0, cases[i].idle_s);
    CHECK_INT(vce_tcpcontext_set_connect_timeout(t, cases[i].limit_ms), 0);
    const long long begin = monotonic_ms();
    errno = 0;
    conn_t c = vce_tcpcontext_connect(t, "127.0.0.1", (unsigned short)port);
    const int error = errno;
    CHECK(c.p == NULL && c.serial == 0);
    CHECK_INT(error, ETIMEDOUT);
    CHECK_INT(vce_get_last_error(), VCE_ECONNECT);
    CHECK_RANGE(monotonic_ms() - begin, cases[i].at_least_ms, 50000);
    char expected[TEXT];
    snprintf(expected, sizeof expected, "connect to 127.0.0.1 port %d: Connection timed out (%s)",
             port, cases[i].why);
    CHECK_TEXT(last_error_text(), expected);
  }
}

/* The limit for connects has nothing to do with connections that are open. */
static void an_established_connection_outlives_the_limit_for_connects(void **state) {
  (void)state;
  int port;
  peer_listen(&port);
  tcpcontext_t t = dialler(1, 60);
  CHECK_INT(vce_tcpcontext_set_connect_timeout(t, 100), 0);
  conn_t c = dial(t, port);
  PUMP_UNTIL(vce_conn_writable(c) > 0);
  pump_for(300);
  CHECK(vce_conn_writable(c) > 0);
  vce_conn_set_timeout(c, -1);
  PUMP_UNTIL(events_count('F') == 1);
  expect_trace("C1:timeout F1");
}

static void a_limit_for_connects_has_its_range(void **state) {
  (void)state;
  tcpcontext_t t = client();
  CHECK_INT(vce_tcpcontext_set_connect_timeout(t, -1), VCE_ERANGE);
  CHECK_INT(vce_get_last_error(), VCE_ERANGE);
  CHECK_INT(vce_tcpcontext_set_connect_timeout(t, 0), 0);
  CHECK_INT(vce_tcpcontext_set_connect_timeout(t, 2147483647), 0);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(vce_tcpcontext_set_connect_timeout(NULL, 1), VCE_EINVAL);
  int port, listener = peer_listen(&port);
  conn_t c = dial(t, port);
  CHECK(vce_conn_writable(c) > 0);
  (void)listener;
}

/* --- Several addresses --- */

static int nonblocking;

/* The addresses of two.test in the order of the resolver: the system's sorts them. */
static const char *first_of_two(void) { return nonblocking != 0 ? "127.0.0.2" : "127.0.0.1"; }
static const char *second_of_two(void) { return nonblocking != 0 ? "127.0.0.1" : "127.0.0.2"; }

static void hole_then_answer(void) {
  open_library();
  int port = 0;
  int good = -1;
  if (nonblocking != 0)
    good = peer_listen_at(second_of_two(), &port);
  peer_black_hole(first_of_two(), &port);
  if (good < 0)
    good = peer_listen_at(second_of_two(), &port);
  tcpcontext_t t = dialler(nonblocking, 60);
  const long long begin = monotonic_ms();
  conn_t c = connect_to(t, "two.test", port);
  CHECK_INT(vce_conn_is_valid(c), 1);
  PUMP_UNTIL(vce_conn_writable(c) > 0);
  CHECK_RANGE(monotonic_ms() - begin, 250, 20000);
  char text[64];
  CHECK(vce_conn_get_remote_ipv4_addr_string(c, text, sizeof text) != NULL);
  CHECK(strncmp(text, second_of_two(), strlen(second_of_two())) == 0);
  int peer = accept(good, NULL, NULL);
  CHECK(peer >= 0);
  /* The other one is given up: its socket is closed. The peer ends the stream, so that the
     connection's own does not linger. */
  const int open_now = descriptors_open();
  close(peer);
  PUMP_UNTIL(events_count('F') == 1);
  hbs(2);
  CHECK_INT(descriptors_open(), open_now - 2);
  expect_trace("C1:remote F1");
}

/* The first address of a name took the whole time when it did not answer. */
static void v29_a_black_hole_does_not_keep_the_next_address_waiting(void **state) {
  (void)state;
  for (nonblocking = 0; nonblocking <= 1; ++nonblocking)
    run_with_names(hole_then_answer);
}

static void late_first(void) {
  open_library();
  int port = 0;
  peer_black_hole("127.0.0.1", &port);
  int hole = peer_black_hole("127.0.0.2", &port);
  tcpcontext_t t = dialler(1, 60);
  conn_t c = connect_to(t, "two.test", port);
  pump_for(600); /* both are under way */
  CHECK_INT(vce_conn_writable(c), 0);
  /* Those that fill its queue come first. */
  for (long long end = monotonic_ms() + PATIENCE_MS;
       vce_conn_writable(c) == 0 && monotonic_ms() < end; poll(NULL, 0, 5)) {
    const int fd = accept(hole, NULL, NULL);
    if (fd >= 0)
      close(fd);
    vce_heartbeat();
  }
  CHECK(vce_conn_writable(c) > 0);
  char text[64];
  CHECK(vce_conn_get_remote_ipv4_addr_string(c, text, sizeof text) != NULL);
  CHECK(strncmp(text, "127.0.0.2:", 10) == 0);
}

/* An address that answers late, when another one is tried already, is as good. */
static void v29_the_first_address_that_is_established_wins(void **state) {
  (void)state;
  run_with_names(late_first);
}

static void holes_only(void) {
  open_library();
  int port = 0;
  peer_black_hole("127.0.0.1", &port);
  peer_black_hole("127.0.0.2", &port);
  for (nonblocking = 0; nonblocking <= 1; ++nonblocking) {
    const int before = descriptors_open();
    tcpcontext_t t = dialler(nonblocking, 60);
    CHECK_INT(vce_tcpcontext_set_connect_timeout(t, 600), 0);
    conn_t c = connect_to(t, "two.test", port);
    if (nonblocking != 0) {
      CHECK_INT(vce_conn_is_valid(c), 1);
      PUMP_UNTIL(events_count('F') == 1);
      expect_trace("C1:timeout F1");
    } else {
      CHECK(c.p == NULL);
      snprintf(end_text, sizeof end_text, "%s", last_error_text());
    }
    char expected[TEXT];
    snprintf(expected, sizeof expected,
             "connect to two.test, %s port %d: Connection timed out (limit for connects)",
             first_of_two(), port);
    CHECK_TEXT(end_text, expected);
    vce_tcpcontext_cleanup(t);
    hbs(2);
    CHECK_RANGE(descriptors_open(), 0, before + 4); /* no more than the resolver's */
  }
}

/* Where no address answers the limit for connects ends all of them. */
static void the_limit_covers_all_addresses_of_a_name(void **state) {
  (void)state;
  run_with_names(holes_only);
}

enum { ADDRESSES = 10, AT_ONCE = 8 };

static void nine_holes(void) {
  open_library();
  int port = 0;
  peer_black_hole("127.0.0.2", &port);
  for (int i = 3; i < 2 + ADDRESSES - 1; ++i) {
    char address[32];
    snprintf(address, sizeof address, "127.0.0.%d", i);
    peer_black_hole(address, &port);
  }
  peer_listen_at("127.0.0.11", &port);
  tcpcontext_t t = dialler(1, 60);
  conn_t c = connect_to(t, "ten.test", port);
  const int before = descriptors_open();
  int most = 0;
  long long end = monotonic_ms() + PATIENCE_MS;
  while (vce_conn_writable(c) == 0 && monotonic_ms() < end) {
    vce_heartbeat();
    const int now = descriptors_open();
    if (now > most)
      most = now;
    poll(NULL, 0, 5);
  }
  CHECK(vce_conn_writable(c) > 0);
  CHECK_RANGE(most - before, AT_ONCE - 2, AT_ONCE);
}

/* Every address of a name gets its turn, and no more than a few have a socket at once. */
static void many_addresses_take_turns(void **state) {
  (void)state;
  run_with_names(nine_holes);
}

static void leave_race(void) {
  open_library();
  int port = 0;
  peer_black_hole("127.0.0.1", &port);
  peer_black_hole("127.0.0.2", &port);
  const int before = descriptors_open();
  int at_first = 0;
  for (int i = 0; i < 3; ++i) {
    tcpcontext_t t = dialler(1, 60);
    conn_t c = connect_to(t, "two.test", port);
    pump_for(500); /* both are under way */
    if (i == 0) {
      vce_conn_close(c);
      hbs(2);
      expect_trace("C1:app F1");
      CHECK_TEXT(strstr(end_text, "closed"), "closed by the program");
      at_first = descriptors_open();
      CHECK_RANGE(at_first, before, before + 4);
    } else if (i == 1) {
      vce_tcpcontext_cleanup(t);
      hbs(2);
      CHECK_INT(descriptors_open(), at_first);
    } else {
      int child = fork_child();
      vce_conn_close(c);
      hbs(2);
      CHECK_INT(vce_conn_is_valid(c), 0);
      CHECK_INT(vce_finalize(), 0);
      if (child == 0)
        child_done();
      expect_child(child);
    }
  }
}

/* Connects with several addresses under way leave nothing behind, in a child process either. */
static void several_addresses_under_way_can_be_given_up(void **state) {
  (void)state;
  run_with_names(leave_race);
}

/* --- Reaching oneself --- */

static void set_only_port(const char *text) {
  int fd = open("/proc/sys/net/ipv4/ip_local_port_range", O_WRONLY | O_CLOEXEC);
  if (fd < 0 || write(fd, text, strlen(text)) < 0)
    child_skip();
  close(fd);
}

enum { ONLY_PORT = 43210 };

static void reach_oneself(void) {
  open_library();
  set_only_port("43210 43210");
  for (nonblocking = 0; nonblocking <= 1; ++nonblocking) {
    tcpcontext_t t = dialler(nonblocking, 60);
    conn_t c = connect_to(t, "127.0.0.1", ONLY_PORT);
    const int error = errno;
    if (nonblocking != 0) {
      CHECK_INT(vce_conn_is_valid(c), 1);
      PUMP_UNTIL(events_count('F') == 1);
      expect_trace("C1:remote F1");
    } else {
      CHECK(c.p == NULL);
      CHECK_INT(error, ECONNREFUSED);
      CHECK_INT(vce_get_last_error(), VCE_ECONNECT);
      snprintf(end_text, sizeof end_text, "%s", last_error_text());
    }
    CHECK_TEXT(end_text, "connect to 127.0.0.1 port 43210: Connection refused");
  }
  /* The port is free for the server that was looked for, even for one without SO_REUSEADDR. */
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(ONLY_PORT)};
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  CHECK_INT(bind(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&at, sizeof at), 0);
}

/* A client that tries a local port again and again became its own server. */
static void v31_a_connect_that_reaches_itself_is_refused(void **state) {
  (void)state;
  run_with_names(reach_oneself);
}

int main(void) {
  const struct CMUnitTest connecting[] = {
      TEST(v27_idle_time_begins_when_a_connect_is_established),
      TEST(v27_idle_time_of_an_accepted_connection_begins_when_it_is_open),
      TEST(v27_a_limit_for_connects_ends_one_in_the_background),
      TEST(a_limit_for_connects_ends_one_that_is_waited_for),
      TEST(an_established_connection_outlives_the_limit_for_connects),
      TEST(a_limit_for_connects_has_its_range),
      FRESH_TEST(v29_a_black_hole_does_not_keep_the_next_address_waiting),
      FRESH_TEST(v29_the_first_address_that_is_established_wins),
      FRESH_TEST(the_limit_covers_all_addresses_of_a_name),
      FRESH_TEST(many_addresses_take_turns),
      FRESH_TEST(several_addresses_under_way_can_be_given_up),
      FRESH_TEST(v31_a_connect_that_reaches_itself_is_refused),
  };
  return RUN(connecting);
}
