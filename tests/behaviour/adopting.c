/* A socket that a service manager or another process had opened could not be handed to the library,
 * and the socket of a connection could not be had for options. */
#include "../support/scarce.h"
#include "unix_files.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/wait.h>

/* ---- Descriptors, and what may have happened to them ---- */

typedef struct flags {
  int descriptor;
  int status;
} flags;

static flags flags_of(int fd) {
  const flags f = {fcntl(fd, F_GETFD), fcntl(fd, F_GETFL)};
  CHECK(f.descriptor >= 0 && f.status >= 0);
  return f;
}

static int stream(int family) {
  const int fd = socket(family, SOCK_STREAM, 0);
  CHECK(fd >= 0);
  return fd;
}

static int listen_tcp(void) {
  const struct sockaddr_in any = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  const int fd = stream(AF_INET);
  CHECK_INT(bind(fd, (const struct sockaddr *)&any, sizeof any), 0);
  CHECK_INT(listen(fd, 8), 0);
  return fd;
}

static int port_of(int fd) {
  struct sockaddr_in own;
  socklen_t length = sizeof own;
  CHECK_INT(getsockname(fd, (struct sockaddr *)&own, &length), 0);
  return ntohs(own.sin_port);
}

static void record_all(tcpcontext_t t) {
  vce_tcpcontext_set_conn_parser(t, vce_protocol_parser_text, record_data);
  vce_tcpcontext_set_conn_acceptwatcher(t, record_accept);
  vce_tcpcontext_set_conn_closewatcher(t, record_close);
  vce_tcpcontext_set_conn_finalizer(t, record_final);
}

static tcpcontext_t from_listener(int fd) {
  tcpcontext_t t = vce_tcpcontext_create_from_listener(fd, 10, 1024, 1024, 60, 0, 1, 0);
  if (t)
    record_all(t);
  return t;
}

static int option(int fd, int level, int name) {
  int value = -1;
  socklen_t length = sizeof value;
  CHECK_INT(getsockopt(fd, level, name, &value, &length), 0);
  return value;
}

/* ---- Listeners ---- */

static void a_listener_serves_its_peers(void **state) {
  (void)state;
  const int fd = listen_tcp(), port = port_of(fd);
  const int early = peer_connect(port); /* waited before there was a context */
  tcpcontext_t t = from_listener(fd);
  CHECK(t != NULL);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(vce_tcpcontext_get_port(t), port);
  CHECK(flags_of(fd).descriptor & FD_CLOEXEC);
  CHECK(flags_of(fd).status & O_NONBLOCK);
  hb();
  peer_send_text(early, "hello\n");
  hbs(2);
  expect_trace("A1 R1:hello");
  conn_t c;
  CHECK_INT(vce_tcpcontext_get_all_connection(t, &c, 1), 1);
  CHECK(option(vce_conn_get_fd(c), IPPROTO_TCP, TCP_NODELAY));
  CHECK(option(vce_conn_get_fd(c), SOL_SOCKET, SO_KEEPALIVE));
  vce_tcpcontext_cleanup(t);
  CHECK_INT(fcntl(fd, F_GETFD), -1); /* it was the library's */
  CHECK(peer_try_connect("127.0.0.1", port) == -1);
}

static void a_unix_listener_serves_and_keeps_its_file(void **state) {
  (void)state;
  const char *name = socket_name("a");
  const int fd = listen_plain(name, 8);
  tcpcontext_t t = from_listener(fd);
  CHECK(t != NULL);
  CHECK_INT(vce_tcpcontext_get_port(t), 0);
  conn_t c = vce_tcpcontext_connect(client(), name, 0), other;
  hb();
  CHECK_INT(vce_tcpcontext_get_all_connection(t, &other, 1), 1);
  char text[VCE_MAX_ADDR_TEXT];
  CHECK_TEXT(vce_conn_get_remote_addr_string(other, text, sizeof text), name);
  CHECK_TEXT(vce_conn_get_remote_addr_string(c, text, sizeof text), name);
  vce_tcpcontext_cleanup(t);
  CHECK(file_exists(name)); /* of the one who made it */
  CHECK_INT(unlink(name + 5), 0);
}

static void refuse_listener(int fd, int code) {
  const flags before = flags_of(fd);
  char detail[512];
  CHECK(from_listener(fd) == NULL);
  CHECK_INT(vce_get_last_error(), code);
  CHECK(vce_get_last_error_detail(detail, sizeof detail) > 0);
  const flags after = flags_of(fd);
  CHECK_INT(after.descriptor, before.descriptor);
  CHECK_INT(after.status, before.status);
}

static void what_is_no_listener_is_refused_and_left_as_it_is(void **state) {
  (void)state;
  const int idle = stream(AF_INET), datagrams = socket(AF_INET, SOCK_DGRAM, 0);
  const int file = open("/dev/null", O_RDONLY);
  int pair[2];
  CHECK_INT(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
  refuse_listener(idle, VCE_EINVAL);
  refuse_listener(datagrams, VCE_EINVAL);
  refuse_listener(file, VCE_EINVAL);
  refuse_listener(pair[0], VCE_EINVAL);
  CHECK(from_listener(-1) == NULL);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  CHECK(from_listener(1 << 20) == NULL);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  close(idle), close(datagrams), close(file), close(pair[0]), close(pair[1]);
}

static void a_listener_comes_back_when_there_is_no_context_for_it(void **state) {
  (void)state;
  const int fd = listen_tcp();
  const flags before = flags_of(fd);
  CHECK(vce_tcpcontext_create_from_listener(fd, 10, 0, 1024, 60, 0, 1, 0) == NULL);
  CHECK_INT(vce_get_last_error(), VCE_EARRAY);
  CHECK_INT(flags_of(fd).status, before.status);
  CHECK_INT(flags_of(fd).descriptor, before.descriptor);
  for (int i = 0; i < 16; i++)
    client();
  CHECK(from_listener(fd) == NULL);
  CHECK_INT(vce_get_last_error(), VCE_EFULL);
  vce_finalize();
  CHECK(from_listener(fd) == NULL);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  open_library();
  CHECK_INT(flags_of(fd).status, before.status);
  CHECK(from_listener(fd) != NULL); /* still good */
}

static void what_is_the_librarys_already_is_refused(void **state) {
  (void)state;
  const int fd = listen_tcp();
  tcpcontext_t t = from_listener(fd);
  CHECK(from_listener(fd) == NULL);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  link_t l = join(t);
  const int own = vce_conn_get_fd(l.conn);
  CHECK(!vce_conn_is_valid(vce_tcpcontext_adopt(t, own)));
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  hb();
  CHECK(vce_conn_is_valid(l.conn));
}

static void number_zero_serves_under_another_number(void) {
  open_library();
  const int fd = listen_tcp(), port = port_of(fd);
  CHECK_INT(dup2(fd, 0), 0);
  close(fd);
  tcpcontext_t t = from_listener(0);
  CHECK(t != NULL);
  CHECK_INT(fcntl(0, F_GETFD), -1);
  const int peer = peer_connect(port);
  hb();
  CHECK_INT(connections(t), 1);
  CHECK_INT(dup2(peer, 0), 0); /* as inetd starts a program for each peer */
  tcpcontext_t c = client();
  conn_t conn = vce_tcpcontext_adopt(c, 0);
  CHECK(vce_conn_is_valid(conn));
  CHECK(vce_conn_get_fd(conn) > 2);
  CHECK_INT(fcntl(0, F_GETFD), -1);
  vce_finalize();
}

static void standard_input_can_be_the_listener(void **state) {
  (void)state;
  run_fresh(number_zero_serves_under_another_number);
}

/* The flat form is what languages use whose callbacks take no structures. */
static unsigned flat_serial;

static int flat_accept(unsigned p, unsigned serial) {
  flat_serial = serial;
  return p != 0 ? 0 : -1;
}

static void the_flat_form_calls_back_with_two_numbers(void **state) {
  (void)state;
  const int fd = listen_tcp(), port = port_of(fd);
  tcpcontext_t t = vce_tcpcontext_create_from_listener_flat(fd, 10, 1024, 1024, 60, 0, 1, 0);
  CHECK(t != NULL);
  vce_tcpcontext_set_conn_acceptwatcher(t, (int (*)(conn_t))(void (*)(void))flat_accept);
  flat_serial = 0;
  peer_connect(port);
  hb();
  conn_t c;
  CHECK_INT(vce_tcpcontext_get_all_connection(t, &c, 1), 1);
  CHECK_INT(c.serial, flat_serial);
}

/* ---- Connections ---- */

static void socket_pair(int pair[2]) {
  CHECK_INT(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
  CHECK_INT(fcntl(pair[1], F_SETFL, O_NONBLOCK), 0); /* the peer, for peer.h */
}

static void an_adopted_socket_is_open_at_once(void **state) {
  (void)state;
  for (int nonblock = 0; nonblock < 2; nonblock++) {
    int pair[2];
    socket_pair(pair);
    CHECK_INT(send(pair[1], "early\n", 6, 0), 6);
    tcpcontext_t t = open_unix_client(nonblock);
    const long long calls = counters().accept_syscall;
    events_reset();
    conn_t c = vce_tcpcontext_adopt(t, pair[0]);
    CHECK(vce_conn_is_valid(c));
    CHECK_INT(vce_get_last_error(), 0);
    CHECK_INT(vce_conn_get_fd(c), pair[0]);
    CHECK(flags_of(pair[0]).status & O_NONBLOCK);
    CHECK(flags_of(pair[0]).descriptor & FD_CLOEXEC);
    CHECK_INT(vce_conn_writable(c), 1024);
    CHECK_INT(vce_conn_write(c, (char *)"now", 3), 3);
    hbs(2);
    peer_expect_text(pair[1], "now");
    char text[VCE_MAX_ADDR_TEXT];
    CHECK_TEXT(vce_conn_get_remote_addr_string(c, text, sizeof text), "unix:");
    int pid = 0;
    CHECK_INT(vce_conn_get_peer_credentials(c, &pid, NULL, NULL), 0);
    CHECK_INT(pid, (int)getpid());
    CHECK_INT(send(pair[1], "last\n", 5, 0), 5);
    close(pair[1]);
    PUMP_UNTIL(!vce_conn_is_valid(c));
    expect_trace("R1:early R1:last C1:remote F1");
    CHECK_INT(counters().accept_syscall - calls, 0);
    CHECK_INT(fcntl(pair[0], F_GETFD), -1);
  }
}

static int refuse_all(conn_t c) {
  (void)c;
  return -1;
}

static void nothing_but_room_is_asked_about_it(void **state) {
  (void)state;
  tcpcontext_t t = server();
  vce_tcpcontext_enable_accept(t, 0);
  vce_tcpcontext_set_accept_max(t, 1, NULL);
  on.accept = refuse_all;
  for (int i = 0; i < 5; i++) {
    int pair[2];
    socket_pair(pair);
    CHECK(vce_conn_is_valid(vce_tcpcontext_adopt(t, pair[0])));
    close(pair[1]);
  }
  CHECK_INT(events_count('A'), 0);
  CHECK_INT(connections(t), 5);
}

static void a_tcp_socket_gets_the_options_of_the_context(void **state) {
  (void)state;
  tcpcontext_t t = server(), c = client();
  CHECK_INT(vce_tcpcontext_set_keepalive(c, 100, 10, 3), 0);
  const int fd = stream(AF_INET);
  const struct sockaddr_in to = {.sin_family = AF_INET,
                                 .sin_addr = {htonl(INADDR_LOOPBACK)},
                                 .sin_port = htons((unsigned short)vce_tcpcontext_get_port(t))};
  CHECK_INT(connect(fd, (const struct sockaddr *)&to, sizeof to), 0);
  conn_t conn = vce_tcpcontext_adopt(c, fd);
  CHECK(vce_conn_is_valid(conn));
  CHECK(option(fd, IPPROTO_TCP, TCP_NODELAY));
  CHECK(option(fd, SOL_SOCKET, SO_KEEPALIVE));
  CHECK_INT(option(fd, IPPROTO_TCP, TCP_KEEPIDLE), 100);
  unsigned short port = 0;
  vce_conn_get_remote_ipv4_addr(conn, NULL, &port);
  CHECK_INT(port, vce_tcpcontext_get_port(t));
  hb();
  CHECK_INT(connections(t), 1);
}

static void refuse_connection(tcpcontext_t t, int fd, int code) {
  const flags before = flags_of(fd);
  char detail[512];
  CHECK(!vce_conn_is_valid(vce_tcpcontext_adopt(t, fd)));
  CHECK_INT(vce_get_last_error(), code);
  CHECK(vce_get_last_error_detail(detail, sizeof detail) > 0);
  const flags after = flags_of(fd);
  CHECK_INT(after.descriptor, before.descriptor);
  CHECK_INT(after.status, before.status);
}

static void what_is_not_connected_is_refused_and_left_as_it_is(void **state) {
  (void)state;
  tcpcontext_t t = client();
  const int idle = stream(AF_INET), listener = listen_tcp(), file = open("/dev/null", O_RDONLY);
  int datagrams[2];
  CHECK_INT(socketpair(AF_UNIX, SOCK_DGRAM, 0, datagrams), 0);
  refuse_connection(t, idle, VCE_EINVAL);
  refuse_connection(t, listener, VCE_EINVAL);
  refuse_connection(t, file, VCE_EINVAL);
  refuse_connection(t, datagrams[0], VCE_EINVAL);
  CHECK(!vce_conn_is_valid(vce_tcpcontext_adopt(t, -1)));
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  CHECK(!vce_conn_is_valid(vce_tcpcontext_adopt(NULL, idle)));
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  close(idle), close(listener), close(file), close(datagrams[0]), close(datagrams[1]);
}

static void limits_hold(void **state) {
  (void)state;
  options_t o = options();
  o.max = 2;
  tcpcontext_t t = open_server(&o);
  int pair[2][2];
  for (int i = 0; i < 2; i++)
    socket_pair(pair[i]);
  CHECK_INT(vce_tcpcontext_set_max_per_address(t, 1), 0);
  conn_t first = vce_tcpcontext_adopt(t, pair[0][0]);
  CHECK(vce_conn_is_valid(first));
  refuse_connection(t, pair[1][0], VCE_EFULL); /* the same user */
  CHECK_INT(vce_tcpcontext_set_max_per_address(t, 0), 0);
  join(t);
  refuse_connection(t, pair[1][0], VCE_EFULL); /* the second would be the third */
  vce_conn_close(first);
  close(pair[0][1]);
  hbs(2);
  CHECK(vce_conn_is_valid(vce_tcpcontext_adopt(t, pair[1][0])));
  close(pair[1][1]);
}

static void without_memory_the_socket_comes_back(void **state) {
  (void)state;
  options_t o = options();
  o.state = 64;
  tcpcontext_t t = open_server(&o);
  CHECK_INT(vce_tcpcontext_set_max_per_address(t, 100), 0);
  int pair[2], failed = 0;
  socket_pair(pair);
  for (int after = 0; after < 20; after++) {
    const flags before = flags_of(pair[0]);
    memory_runs_out(after);
    conn_t c = vce_tcpcontext_adopt(t, pair[0]);
    const int code = vce_get_last_error();
    memory_is_back();
    if (vce_conn_is_valid(c))
      break;
    CHECK_INT(code, VCE_EFULL);
    CHECK_INT(flags_of(pair[0]).status, before.status);
    CHECK_INT(connections(t), 0);
    failed++;
  }
  CHECK_RANGE(failed, 1, 19);
  CHECK_INT(connections(t), 1);
  close(pair[1]);
}

static int adopt_in_callback(conn_t c, char *line, int length) {
  (void)line, (void)length;
  int pair[2];
  socket_pair(pair);
  CHECK(vce_conn_is_valid(vce_tcpcontext_adopt(vce_conn_get_tcpcontext(c), pair[0])));
  close(pair[1]);
  return 0;
}

static void a_callback_may_adopt(void **state) {
  (void)state;
  tcpcontext_t t = server();
  link_t l = join(t);
  on.data = adopt_in_callback;
  peer_send_text(l.peer, "go\n");
  PUMP_UNTIL(events_count('R') == 1);
  PUMP_UNTIL(events_count('C') == 1); /* its peer is gone */
  CHECK_INT(connections(t), 1);
}

static int adopt_while_draining(conn_t c, CLOSE_REASON reason) {
  (void)reason;
  int pair[2];
  socket_pair(pair);
  CHECK(!vce_conn_is_valid(vce_tcpcontext_adopt(vce_conn_get_tcpcontext(c), pair[0])));
  CHECK_INT(vce_get_last_error(), VCE_ECLOSED);
  close(pair[0]), close(pair[1]);
  return 0;
}

static void a_drain_takes_none(void **state) {
  (void)state;
  tcpcontext_t t = server();
  join(t);
  on.close = adopt_while_draining;
  vce_drain(0);
  CHECK_INT(events_count('C'), 1);
}

/* ---- The descriptor of a connection ---- */

static void a_connection_tells_its_descriptor(void **state) {
  (void)state;
  link_t l = join(server());
  CHECK_INT(vce_conn_get_fd(l.conn), conn_fd(l.conn));
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(vce_conn_get_fd(null_conn), VCE_EINVAL);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  options_t o = options();
  o.nonblock = 1;
  conn_t by_name = vce_tcpcontext_connect(open_client(&o), "nosuch.invalid", 80);
  CHECK_INT(vce_conn_get_fd(by_name), VCE_ENOTREADY);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      UNIX_TEST(a_listener_serves_its_peers),
      UNIX_TEST(a_unix_listener_serves_and_keeps_its_file),
      UNIX_TEST(what_is_no_listener_is_refused_and_left_as_it_is),
      UNIX_TEST(a_listener_comes_back_when_there_is_no_context_for_it),
      UNIX_TEST(what_is_the_librarys_already_is_refused),
      FRESH_TEST(standard_input_can_be_the_listener),
      UNIX_TEST(the_flat_form_calls_back_with_two_numbers),
      UNIX_TEST(an_adopted_socket_is_open_at_once),
      UNIX_TEST(nothing_but_room_is_asked_about_it),
      UNIX_TEST(a_tcp_socket_gets_the_options_of_the_context),
      UNIX_TEST(what_is_not_connected_is_refused_and_left_as_it_is),
      UNIX_TEST(limits_hold),
      UNIX_TEST(without_memory_the_socket_comes_back),
      UNIX_TEST(a_callback_may_adopt),
      UNIX_TEST(a_drain_takes_none),
      UNIX_TEST(a_connection_tells_its_descriptor),
  };
  return RUN(tests);
}
