/* Connects: their time, several addresses of a name, a connect that reaches itself, and what is
 * told of one that failed. Each test's first line says what broke. */
#include "../support/harness.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "names.h"

enum { TEXT = 512 };

static char end_text[TEXT];
static int end_length;

static int keep_end_text(conn_t c, CLOSE_REASON reason) {
  (void)reason;
  end_length = vce_conn_get_end_detail(c, end_text, TEXT);
  return 0;
}

static tcpcontext_t dialler(int nonblock, int timeout) {
  options_t o = options();
  o.nonblock = nonblock;
  o.timeout = timeout;
  tcpcontext_t t = open_client(&o);
  on.close = keep_end_text;
  end_text[0] = '\0';
  end_length = 0;
  return t;
}

static conn_t connect_to(tcpcontext_t t, const char *host, int port) {
  conn_t c = vce_tcpcontext_connect(t, host, (unsigned short)port);
  if (c.p != NULL)
    events_know(c);
  return c;
}

static const char *last_error_text(void) {
  static char text[TEXT];
  CHECK_INT(vce_get_last_error_detail(text, TEXT), (long long)strlen(text));
  return text;
}

/* A socket that listens on `address`, with a queue for one. */
static int listen_narrow(const char *address, int port) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), one = 1;
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
  inet_pton(AF_INET, address, &at.sin_addr);
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  CHECK_INT(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
  CHECK_INT(listen(fd, 0), 0);
  return fd;
}

static int port_of(int fd) {
  struct sockaddr_in at;
  socklen_t size = sizeof at;
  CHECK_INT(getsockname(fd, (struct sockaddr *)&at, &size), 0);
  return ntohs(at.sin_port);
}

/* An address that swallows packets: it listens, its queue is full, and nobody takes from it. The
 * descriptors are the caller's. */
enum { FILLERS = 3 };
typedef struct hole_t {
  int port, listener, fillers[FILLERS];
} hole_t;

static hole_t black_hole(const char *address, int port) {
  hole_t hole = {.listener = listen_narrow(address, port)};
  hole.port = port_of(hole.listener);
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((unsigned short)hole.port)};
  inet_pton(AF_INET, address, &at.sin_addr);
  for (int i = 0; i < FILLERS; ++i) {
    hole.fillers[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    (void)connect(hole.fillers[i], (struct sockaddr *)&at, sizeof at);
  }
  /* The first fill the queue; the last is not answered. */
  struct pollfd answered = {.fd = hole.fillers[0], .events = POLLOUT};
  CHECK_INT(poll(&answered, 1, PATIENCE_MS), 1);
  return hole;
}

static void close_hole(const hole_t *hole) {
  for (int i = 0; i < FILLERS; ++i)
    close(hole->fillers[i]);
  close(hole->listener);
}

/* --- Time --- */

/* A connection that was established while the program did not call was ended for the time that had
 * passed since the connect call. */
static void idle_time_begins_when_a_connect_is_established(void **state) {
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
static void idle_time_of_an_accepted_connection_begins_when_it_is_open(void **state) {
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
static void a_limit_for_connects_ends_one_in_the_background(void **state) {
  (void)state;
  hole_t hole = black_hole("127.0.0.1", 0);
  tcpcontext_t t = dialler(1, 60);
  CHECK_INT(vce_tcpcontext_set_connect_timeout(t, 300), 0);
  vce_set_heartbeat_wait_flag(1);
  CHECK_INT(vce_set_heartbeat_wait_limits(1000000, 1000000), 0);
  const vce_stat_t before = counters();
  const long long begin = monotonic_ms();
  conn_t c = dial(t, hole.port);
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
           "connect to 127.0.0.1 port %d: Connection timed out (limit for connects)", hole.port);
  CHECK_TEXT(end_text, expected);
  CHECK_INT(end_length, (long long)strlen(expected));
  close_hole(&hole);
}

/* Blocking connects had no limit at all but the system's two minutes. */
static void a_limit_for_connects_ends_one_that_is_waited_for(void **state) {
  (void)state;
  hole_t hole = black_hole("127.0.0.1", 0);
  const struct {
    int limit_ms, idle_s, at_least_ms;
    const char *why;
  } cases[] = {{300, 60, 300, "limit for connects"}, {0, 1, 1000, "idle limit"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    tcpcontext_t t = dialler(0, cases[i].idle_s);
    CHECK_INT(vce_tcpcontext_set_connect_timeout(t, cases[i].limit_ms), 0);
    const long long begin = monotonic_ms();
    errno = 0;
    conn_t c = vce_tcpcontext_connect(t, "127.0.0.1", (unsigned short)hole.port);
    const int error = errno;
    CHECK(c.p == NULL && c.serial == 0);
    CHECK_INT(error, ETIMEDOUT);
    CHECK_INT(vce_get_last_error(), VCE_ECONNECT);
    CHECK_RANGE(monotonic_ms() - begin, cases[i].at_least_ms, 50000);
    char expected[TEXT];
    snprintf(expected, sizeof expected, "connect to 127.0.0.1 port %d: Connection timed out (%s)",
             hole.port, cases[i].why);
    CHECK_TEXT(last_error_text(), expected);
  }
  close_hole(&hole);
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
  hole_t hole = black_hole(first_of_two(), 0);
  int good = listen_narrow(second_of_two(), hole.port);
  tcpcontext_t t = dialler(nonblocking, 60);
  const long long begin = monotonic_ms();
  conn_t c = connect_to(t, "two.test", hole.port);
  CHECK_INT(vce_conn_is_valid(c), 1);
  PUMP_UNTIL(vce_conn_writable(c) > 0);
  CHECK_RANGE(monotonic_ms() - begin, 250, 20000);
  char text[64];
  CHECK(vce_conn_get_remote_ipv4_addr_string(c, text, sizeof text) != NULL);
  CHECK(strncmp(text, second_of_two(), strlen(second_of_two())) == 0);
  int peer = accept(good, NULL, NULL);
  CHECK(peer >= 0);
  /* The other one is given up: its socket is closed. */
  const int open_now = descriptors_open();
  vce_conn_close(c);
  hbs(2);
  CHECK_INT(descriptors_open(), open_now - 1);
  expect_trace("C1:app F1");
}

/* The first address of a name took the whole time when it did not answer. */
static void a_black_hole_does_not_keep_the_next_address_waiting(void **state) {
  (void)state;
  for (nonblocking = 0; nonblocking <= 1; ++nonblocking)
    run_with_names(hole_then_answer);
}

static void late_first(void) {
  open_library();
  hole_t hole = black_hole("127.0.0.2", 0);
  hole_t second = black_hole("127.0.0.1", hole.port);
  tcpcontext_t t = dialler(1, 60);
  conn_t c = connect_to(t, "two.test", hole.port);
  pump_for(600); /* both are under way */
  CHECK_INT(vce_conn_writable(c), 0);
  /* Those that fill its queue come first. */
  for (long long end = monotonic_ms() + PATIENCE_MS;
       vce_conn_writable(c) == 0 && monotonic_ms() < end; poll(NULL, 0, 5)) {
    const int fd = accept(hole.listener, NULL, NULL);
    if (fd >= 0)
      close(fd);
    vce_heartbeat();
  }
  CHECK(vce_conn_writable(c) > 0);
  char text[64];
  CHECK(vce_conn_get_remote_ipv4_addr_string(c, text, sizeof text) != NULL);
  CHECK(strncmp(text, "127.0.0.2:", 10) == 0);
  close_hole(&second);
}

/* An address that answers late, when another one is tried already, is as good. */
static void the_first_address_that_is_established_wins(void **state) {
  (void)state;
  run_with_names(late_first);
}

static void holes_only(void) {
  open_library();
  hole_t hole = black_hole("127.0.0.2", 0);
  black_hole("127.0.0.1", hole.port);
  for (nonblocking = 0; nonblocking <= 1; ++nonblocking) {
    const int before = descriptors_open();
    tcpcontext_t t = dialler(nonblocking, 60);
    CHECK_INT(vce_tcpcontext_set_connect_timeout(t, 600), 0);
    conn_t c = connect_to(t, "two.test", hole.port);
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
             first_of_two(), hole.port);
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
  hole_t hole = black_hole("127.0.0.2", 0);
  for (int i = 3; i < 2 + ADDRESSES - 1; ++i) {
    char address[32];
    snprintf(address, sizeof address, "127.0.0.%d", i);
    black_hole(address, hole.port);
  }
  listen_narrow("127.0.0.11", hole.port);
  tcpcontext_t t = dialler(1, 60);
  conn_t c = connect_to(t, "ten.test", hole.port);
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
  hole_t hole = black_hole("127.0.0.2", 0);
  black_hole("127.0.0.1", hole.port);
  const int before = descriptors_open();
  int at_first = 0;
  for (int i = 0; i < 3; ++i) {
    tcpcontext_t t = dialler(1, 60);
    conn_t c = connect_to(t, "two.test", hole.port);
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

/* --- Names --- */

static void cut_answer(void) {
  open_library();
  conn_t c = connect_to(dialler(1, 60), "cut.test", 9);
  CHECK_INT(vce_conn_is_valid(c), 1);
  PUMP_UNTIL(events_count('F') == 1);
  expect_trace("C1:remote F1");
  CHECK_TEXT(end_text, "connect to cut.test: the name server's answer was cut, as it is too long "
                       "for UDP");
}

/* An answer that was cut for its length was a failure without a reason. */
static void a_cut_answer_is_told(void **state) {
  (void)state;
  run_with_names(cut_answer);
}

static void write_whole(const char *path, const char *text) {
  int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
  CHECK(fd >= 0);
  CHECK_INT(write(fd, text, strlen(text)), (long long)strlen(text));
  close(fd);
}

static void files_change(void) {
  open_library();
  int port;
  peer_listen(&port);
  tcpcontext_t t = dialler(1, 60);
  conn_t c = connect_to(t, "later.test", port);
  PUMP_UNTIL(events_count('F') == 1);
  expect_trace("C1:remote F1");
  write_whole("/etc/hosts", "127.0.0.1 localhost\n127.0.0.1 later.test\n");
  c = connect_to(t, "later.test", port);
  PUMP_UNTIL(vce_conn_writable(c) > 0);
  /* A server that does not answer is replaced while it is being asked. */
  write_whole("/etc/resolv.conf", "nameserver 127.0.0.99\n");
  conn_t first = connect_to(t, "four.test", port);
  hbs(2);
  CHECK_INT(vce_conn_writable(first), 0);
  write_whole("/etc/resolv.conf", "nameserver 127.0.0.1\n");
  conn_t second = connect_to(t, "four.test", port);
  PUMP_UNTIL(vce_conn_writable(first) > 0 && vce_conn_writable(second) > 0);
}

/* A program that ran for long asked the name servers of the time when it was started. */
static void changed_resolver_files_are_noticed(void **state) {
  (void)state;
  run_with_names(files_change);
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
static void a_connect_that_reaches_itself_is_refused(void **state) {
  (void)state;
  run_with_names(reach_oneself);
}

/* --- What is told --- */

/* Nobody learned why a connect failed. */
static void a_refused_connect_says_so(void **state) {
  (void)state;
  int port = peer_refused_port();
  char expected[TEXT];
  snprintf(expected, sizeof expected, "connect to 127.0.0.1 port %d: Connection refused", port);
  tcpcontext_t t = dialler(0, 60);
  conn_t c = vce_tcpcontext_connect(t, "127.0.0.1", (unsigned short)port);
  const int error = errno;
  CHECK(c.p == NULL);
  CHECK_INT(error, ECONNREFUSED);
  CHECK_TEXT(last_error_text(), expected);
  capture_stderr();
  vce_set_verbose_mode(1);
  t = dialler(1, 60);
  c = dial(t, port);
  PUMP_UNTIL(events_count('F') == 1);
  vce_set_verbose_mode(-1);
  CHECK_TEXT(end_text, expected);
  CHECK(strstr(captured_stderr(), expected + strlen("connect to ")) != NULL);
}

static void names_that_fail(void) {
  open_library();
  const int port = peer_refused_port();
  char refused[TEXT];
  snprintf(refused, sizeof refused, "connect to hosts.test, 127.0.0.1 port %d: Connection refused",
           port);
  const struct {
    const char *host, *text;
    int error;
  } cases[] = {{"none.test", "connect to none.test: name not found", EHOSTUNREACH},
               {"hosts.test", refused, ECONNREFUSED}};
  for (nonblocking = 0; nonblocking <= 1; ++nonblocking)
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
      tcpcontext_t t = dialler(nonblocking, 60);
      conn_t c = connect_to(t, cases[i].host, port);
      const int error = errno;
      if (nonblocking != 0) {
        CHECK_INT(vce_conn_is_valid(c), 1);
        PUMP_UNTIL(events_count('F') == (int)i + 1);
        CHECK_TEXT(end_text, cases[i].text);
      } else {
        CHECK(c.p == NULL);
        CHECK_INT(error, cases[i].error);
        CHECK_TEXT(last_error_text(), cases[i].text);
      }
    }
}

/* The host that the caller gave was not told, nor whether it was the name that failed. */
static void a_failed_name_says_so(void **state) {
  (void)state;
  run_with_names(names_that_fail);
}

/* What the system said about a server context was in the log only. */
static void a_server_that_cannot_be_made_says_why(void **state) {
  (void)state;
  int port;
  peer_listen(&port);
  char expected[TEXT];
  snprintf(expected, sizeof expected, "bind to 127.0.0.1 port %d: Address already in use", port);
  errno = 0;
  CHECK(vce_tcpcontext_create(1, "127.0.0.1", (unsigned short)port, 1, 9, 9, 9, 0, 0, 0) == NULL);
  const int error = errno;
  CHECK_INT(error, EADDRINUSE);
  CHECK_INT(vce_get_last_error(), VCE_EBIND);
  CHECK_TEXT(last_error_text(), expected);
  /* Another error has its own text, and none has none. */
  CHECK_INT(vce_tcpcontext_get_port(NULL), VCE_EINVAL);
  CHECK_TEXT(last_error_text(), vce_strerror(VCE_EINVAL));
  client();
  CHECK_TEXT(last_error_text(), "");
}

/* Texts are cut at the size of the buffer, and bad arguments harm nothing. */
static void texts_fit_their_buffers(void **state) {
  (void)state;
  CHECK_INT(vce_tcpcontext_get_port(NULL), VCE_EINVAL);
  char text[8] = "???????";
  const int length = (int)strlen(vce_strerror(VCE_EINVAL));
  CHECK_INT(vce_get_last_error_detail(text, 5), length);
  CHECK(strncmp(text, vce_strerror(VCE_EINVAL), 4) == 0 && text[4] == '\0' && text[5] == '?');
  CHECK_INT(vce_get_last_error_detail(text, 1), length);
  CHECK_TEXT(text, "");
  CHECK_INT(vce_get_last_error_detail(text, 0), VCE_EINVAL);
  CHECK_INT(vce_get_last_error_detail(NULL, 9), VCE_EINVAL);
  link_t l = join(server());
  CHECK_INT(vce_conn_get_end_detail(l.conn, text, 8), VCE_ENOTREADY);
  CHECK_INT(vce_conn_get_end_detail(l.conn, NULL, 8), VCE_EINVAL);
  CHECK_INT(vce_conn_get_end_detail(null_conn, text, 8), VCE_EINVAL);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
}

static int refuse_record(conn_t c, char *data, int length) {
  (void)c, (void)data, (void)length;
  return -7;
}

static char final_text[16];

static void keep_final_text(conn_t c) {
  CHECK(vce_conn_get_end_detail(c, final_text, sizeof final_text) > (int)sizeof final_text);
}

/* How a connection ended was told by six numbers. */
static void every_end_has_its_text(void **state) {
  (void)state;
  tcpcontext_t t = server();
  on.close = keep_end_text;
  on.final = keep_final_text;
  const char *const texts[] = {"end of stream", "receive failed: Connection reset by peer",
                               "idle limit exceeded", "the parser or its callback returned -7",
                               "closed by the program"};
  for (int i = 0; i < (int)(sizeof texts / sizeof *texts); ++i) {
    link_t l = join(t);
    char expected[TEXT];
    snprintf(expected, sizeof expected, "127.0.0.1 port %d: %s", peer_port(l.peer), texts[i]);
    on.data = refuse_record;
    if (i == 0)
      peer_finish(l.peer);
    if (i == 1)
      peer_reset(l.peer);
    if (i == 2)
      vce_conn_set_timeout(l.conn, -1);
    if (i == 3)
      peer_send_text(l.peer, "x\n");
    if (i == 4)
      vce_conn_close(l.conn);
    PUMP_UNTIL(events_count('F') == i + 1);
    CHECK_TEXT(end_text, expected);
    CHECK(strncmp(final_text, expected, sizeof final_text - 1) == 0);
  }
}

int main(void) {
  const struct CMUnitTest connecting[] = {
      TEST(idle_time_begins_when_a_connect_is_established),
      TEST(idle_time_of_an_accepted_connection_begins_when_it_is_open),
      TEST(a_limit_for_connects_ends_one_in_the_background),
      TEST(a_limit_for_connects_ends_one_that_is_waited_for),
      TEST(an_established_connection_outlives_the_limit_for_connects),
      TEST(a_limit_for_connects_has_its_range),
      FRESH_TEST(a_black_hole_does_not_keep_the_next_address_waiting),
      FRESH_TEST(the_first_address_that_is_established_wins),
      FRESH_TEST(the_limit_covers_all_addresses_of_a_name),
      FRESH_TEST(many_addresses_take_turns),
      FRESH_TEST(several_addresses_under_way_can_be_given_up),
      FRESH_TEST(a_cut_answer_is_told),
      FRESH_TEST(changed_resolver_files_are_noticed),
      FRESH_TEST(a_connect_that_reaches_itself_is_refused),
      TEST(a_refused_connect_says_so),
      FRESH_TEST(a_failed_name_says_so),
      TEST(a_server_that_cannot_be_made_says_why),
      TEST(texts_fit_their_buffers),
      TEST(every_end_has_its_text),
  };
  return RUN(connecting);
}
