/* The verdicts V15 to V26: addresses, names, log counter, descriptors, fork, signals, threads, the
 * functions that never existed or were only documented, and hostile arguments. The number in a
 * test's name is the verdict's. */
#include "harness.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static tcpcontext_t server_at(const char *address) {
  options_t o = options();
  o.bind = address;
  return open_server(&o);
}

static bool accepts_at(tcpcontext_t s, const char *address) {
  int peer = peer_try_connect(address, vce_tcpcontext_get_port(s));
  if (peer < 0) return false;
  hb();
  bool accepted = conn_of_peer(s, peer).serial != 0;
  events_clear();
  return accepted;
}

/* ---- V15: bind addresses ---- */

static void v15_empty_and_null_address_mean_all_interfaces(void **state) {
  (void)state;
  const char *const everywhere[] = {NULL, "", "0.0.0.0"};
  for (size_t i = 0; i < ELEMENTOF(everywhere); ++i) {
    tcpcontext_t s = server_at(everywhere[i]);
    CHECK(accepts_at(s, "127.0.0.1"));
    CHECK(accepts_at(s, "127.0.0.2"));
  }
  tcpcontext_t s = server_at("127.0.0.1");
  CHECK(accepts_at(s, "127.0.0.1"));
  CHECK(!accepts_at(s, "127.0.0.2"));
}

static void v15_name_that_does_not_resolve_fails_and_opens_nothing(void **state) {
  (void)state;
  int before = descriptors_open();
  vce_stat_t counted = counters();
  vce_set_verbose_mode(0);
  capture_stderr();
  tcpcontext_t s = vce_tcpcontext_create(1, "no.such.host.invalid", 0, 4, 64, 64, 9, 0, 1, 0);
  int error = vce_get_last_error();
  const char *text = captured_stderr();
  CHECK(s == NULL);
  CHECK_INT(error, VCE_EIPADDR);
  CHECK_INT(lines_starting(text, "Fatal:1210 "), 1);
  CHECK_INT(lines_starting(text, ""), 1);
  CHECK_INT(descriptors_open(), before);
  CHECK_INT(CHANGED(counted, tcpcontext_create), 0);
}

/* ---- V16: several addresses, IPv6 ---- */

static bool has_ipv6(void) {
  struct sockaddr_in6 at = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
  int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
  bool works = fd >= 0 && bind(fd, (struct sockaddr *)&at, sizeof at) == 0;
  if (fd >= 0) close(fd);
  return works;
}

#define NEED_IPV6()                                                                                \
  do {                                                                                             \
    if (!has_ipv6()) {                                                                             \
      print_message("no IPv6 loopback on this machine\n");                                         \
      skip();                                                                                      \
    }                                                                                              \
  } while (0)

static void v16_connect_reaches_an_ipv6_target(void **state) {
  (void)state;
  NEED_IPV6();
  int port;
  int listener = peer_listen_on("::1", &port);
  for (int nonblock = 0; nonblock <= 1; ++nonblock) {
    options_t o = options();
    o.nonblock = nonblock;
    conn_t c = vce_tcpcontext_connect(open_client(&o), "::1", (unsigned short)port);
    CHECK_INT(vce_get_last_error(), 0);
    CHECK_INT(vce_conn_is_valid(c), 1);
    int peer = peer_accept(listener);
    hb();
    CHECK_INT(vce_conn_write(c, "six", 3), 3);
    hb();
    peer_expect_text(peer, "six");
  }
}

static void v16_server_on_an_ipv6_address_serves_ipv6_peers(void **state) {
  (void)state;
  NEED_IPV6();
  tcpcontext_t s = server_at("::1");
  int peer = peer_connect_ipv6(vce_tcpcontext_get_port(s));
  hb();
  expect_trace("A1");
  conn_t c;
  CHECK_INT(vce_tcpcontext_get_all_connection(s, &c, 1), 1);
  peer_send_text(peer, "hello\n");
  hb();
  expect_trace("R1:hello");

  char address[16], text[64], expected[64];
  unsigned short port = 0;
  memset(address, 0x55, sizeof address);
  vce_conn_get_remote_ipv6_addr(c, address, &port);
  assert_memory_equal(address, &in6addr_loopback, 16);
  CHECK_INT(port, peer_port(peer));
  snprintf(expected, sizeof expected, "0:0:0:0:0:0:0:1:%d", peer_port(peer));
  CHECK(vce_conn_get_remote_ipv6_addr_string(c, text, sizeof text) == text);
  CHECK_TEXT(text, expected);
}

static void v16_server_on_the_ipv6_any_address_serves_both_families(void **state) {
  (void)state;
  NEED_IPV6();
  tcpcontext_t s = server_at("::");
  peer_connect_ipv6(vce_tcpcontext_get_port(s));
  hb();
  expect_trace("A1");
  link_t four = join(s);
  unsigned int address = 0;
  char text[64], expected[64];
  vce_conn_get_remote_ipv4_addr(four.conn, &address, NULL);
  assert_memory_equal(&address, "\x7f\0\0\1", 4);
  snprintf(expected, sizeof expected, "127.0.0.1:%d", peer_port(four.peer));
  CHECK(vce_conn_get_remote_addr_string(four.conn, text, 32) == text);
  CHECK_TEXT(text, expected);
}

static void v16_server_on_an_ipv4_address_is_not_reached_by_ipv6(void **state) {
  (void)state;
  NEED_IPV6();
  tcpcontext_t s = server_at("0.0.0.0");
  CHECK(peer_try_connect("::1", vce_tcpcontext_get_port(s)) < 0);
}

/* Does the name stand for ::1 as well as 127.0.0.1 here? */
static bool localhost_has_both(void) {
  struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM}, *all = NULL;
  bool four = false, six = false;
  if (getaddrinfo("localhost", NULL, &hints, &all) != 0) return false;
  for (struct addrinfo *a = all; a != NULL; a = a->ai_next) {
    four = four || a->ai_family == AF_INET;
    six = six || a->ai_family == AF_INET6;
  }
  freeaddrinfo(all);
  return four && six;
}

static void v16_all_addresses_of_a_name_are_tried(void **state) {
  (void)state;
  if (!has_ipv6() || !localhost_has_both()) {
    print_message("localhost has one address only on this machine\n");
    skip();
  }
  int port;
  int listener = peer_listen_on("::1", &port);
  conn_t c = vce_tcpcontext_connect(client(), "localhost", (unsigned short)port);
  CHECK_INT(vce_conn_is_valid(c), 1);
  peer_accept(listener);
}

static void v16_ipv4_address_of_a_name_comes_first(void **state) {
  (void)state;
  int port;
  int listener = peer_listen(&port);
  conn_t c = vce_tcpcontext_connect(client(), "localhost", (unsigned short)port);
  unsigned int address = 0;
  vce_conn_get_remote_ipv4_addr(c, &address, NULL);
  assert_memory_equal(&address, "\x7f\0\0\1", 4);
  peer_accept(listener);
}

/* ---- V17: names in non-blocking mode ---- */

static tcpcontext_t nonblocking_client(int timeout) {
  options_t o = options();
  o.nonblock = 1;
  o.timeout = timeout;
  return open_client(&o);
}

static void v17_name_is_resolved_in_the_background(void **state) {
  (void)state;
  int port;
  int listener = peer_listen(&port);
  conn_t c = vce_tcpcontext_connect(nonblocking_client(60), "localhost", (unsigned short)port);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(vce_conn_is_valid(c), 1);
  CHECK_INT(vce_conn_writable(c), 0);
  CHECK_INT(vce_conn_write(c, "x", 1), VCE_ENOTREADY);
  PUMP_UNTIL(vce_conn_writable(c) > 0, 10000);
  CHECK_INT(vce_conn_write(c, "hello", 5), 5);
  hb();
  peer_expect_text(peer_accept(listener), "hello");
}

/* Whether a server of names says no, or none answers and the limit strikes: no heartbeat hangs, and
 * the closewatcher tells the end. */
static void v17_name_that_does_not_resolve_ends_without_blocking_a_heartbeat(void **state) {
  (void)state;
  long long start = wall_us(), longest = 0;
  conn_t c = vce_tcpcontext_connect(nonblocking_client(2), "no.such.host.invalid", 9);
  CHECK(wall_us() - start < 500000);
  CHECK_INT(vce_conn_is_valid(c), 1);
  CHECK_INT(vce_get_last_error(), 0);
  while (vce_conn_is_valid(c) && wall_us() - start < 10000000) {
    long long before = wall_us();
    vce_heartbeat();
    if (wall_us() - before > longest) longest = wall_us() - before;
    poll(NULL, 0, 1);
  }
  CHECK(longest < 500000);
  CHECK_INT(events_count('F'), 1);
  int reason = events_get('C', 0)->value;
  CHECK(reason == CLOSE_REASON_REMOTE || reason == CLOSE_REASON_TIMEOUT);
  CHECK_INT(events_get('C', 0)->valid, 1);
}

static void v17_other_connections_are_served_while_a_name_is_looked_up(void **state) {
  (void)state;
  link_t l = join(server());
  vce_tcpcontext_connect(nonblocking_client(60), "no.such.host.invalid", 9);
  peer_send_text(l.peer, "x\n");
  hb();
  expect_trace("R1:x");
}

static void v17_connection_may_be_closed_during_the_look_up(void **state) {
  (void)state;
  conn_t c = vce_tcpcontext_connect(nonblocking_client(60), "no.such.host.invalid", 9);
  events_know(c);
  vce_conn_close(c);
  vce_heartbeat();
  expect_trace("C1:app F1");
  pump_for(50);
  expect_trace("");
}

static void v17_library_may_be_finalised_during_the_look_up(void **state) {
  (void)state;
  for (int i = 0; i < 3; ++i) {
    vce_tcpcontext_connect(nonblocking_client(60), "no.such.host.invalid", 9);
    CHECK_INT(vce_finalize(), 0);
    CHECK_INT(vce_initialize(), 0);
  }
  expect_trace("");
}

static void v17_empty_and_null_host_fail_at_once(void **state) {
  (void)state;
  tcpcontext_t t = nonblocking_client(60);
  const char *const hosts[] = {"", NULL};
  for (size_t i = 0; i < ELEMENTOF(hosts); ++i) {
    conn_t c = vce_tcpcontext_connect(t, hosts[i], 9);
    CHECK(c.p == NULL && c.serial == 0);
    CHECK_INT(vce_get_last_error(), VCE_ECONNECT);
  }
  CHECK(vce_tcpcontext_connect(t, "127.0.0.1", 0).p == NULL);
  CHECK_INT(vce_get_last_error(), VCE_ECONNECT);
}

/* ---- V18: the log counter ---- */

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

/* ---- V19: close-on-exec ---- */

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

/* ---- V20: fork ---- */

/* A server that accepts a peer and echoes one line to it. */
static void serve_one_line(tcpcontext_t s) {
  int peer = peer_connect(vce_tcpcontext_get_port(s));
  PUMP_UNTIL(conn_of_peer(s, peer).serial != 0, 2000);
  conn_t c = conn_of_peer(s, peer);
  peer_send_text(peer, "line\n");
  PUMP_UNTIL(events_count_of('R', c) == 1, 2000);
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
  serve_one_line(child == 0 ? server() : s);
  if (child == 0) child_done();
  expect_child(child);
  serve_one_line(s);
}

static void v20_parent_and_child_run_at_the_same_time(void **state) {
  (void)state;
  run_fresh(fork_during_a_wait);
}

/* ---- V21: SIGPIPE ---- */

static void handler(int number) {
  (void)number;
  _exit(3);
}

/* Writes to a connection whose peer is gone until the send fails. */
static void write_to_the_gone(void) {
  open_library();
  struct sigaction now;
  sigaction(SIGPIPE, NULL, &now);
  link_t l = join(server());
  peer_reset(l.peer);
  CHECK_INT(vce_conn_write(l.conn, "x", 1), 1);
  PUMP_UNTIL(events_count('F') == 1, 2000);
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
  PUMP_UNTIL(events_count('F') == 1, 2000);
}

static void v21_sending_to_a_gone_peer_never_raises_sigpipe(void **state) {
  (void)state;
  run_fresh(sigpipe_default_after_initialise);
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

/* ---- V22: last error per thread ---- */

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

/* ---- V23: declared, but never existed ---- */

enum { WBLEN = 8000000 };

static void v23_safety_read_waits_until_enough_of_the_write_buffer_is_free(void **state) {
  (void)state;
  options_t o = options();
  o.wblen = WBLEN;
  tcpcontext_t s = open_server(&o);
  CHECK_INT(vce_tcpcontext_set_conn_safety_read(s, 100), 0);
  link_t l = join_narrow(s, 4096);
  char *data = calloc(1, WBLEN);
  CHECK_INT(vce_conn_write(l.conn, data, WBLEN), WBLEN);
  peer_send_text(l.peer, "request\n");
  hbs(3);
  CHECK(unsent(l.conn) > 0);
  expect_trace("");
  CHECK_INT(vce_tcpcontext_set_conn_safety_read(s, 0), 0);
  hb();
  expect_trace("R1:request");

  CHECK_INT(vce_tcpcontext_set_conn_safety_read(s, 100), 0);
  peer_send_text(l.peer, "again\n");
  size_t taken = 0;
  long long end = monotonic_ms() + 10000;
  while (taken < WBLEN && monotonic_ms() < end) {
    hb();
    taken += peer_take(l.peer, data, WBLEN);
    if (unsent(l.conn) > 0) CHECK_INT(events_count('R'), 0);
  }
  free(data);
  CHECK_INT(taken, WBLEN);
  hb();
  expect_trace("R1:again");
}

static void v23_safety_read_refuses_other_percentages(void **state) {
  (void)state;
  tcpcontext_t s = server();
  CHECK(vce_tcpcontext_set_conn_safety_read(s, -1) < 0);
  CHECK(vce_tcpcontext_set_conn_safety_read(s, 101) < 0);
  CHECK(vce_tcpcontext_set_conn_safety_read(NULL, 0) < 0);
  CHECK_INT(vce_tcpcontext_set_conn_safety_read(s, 50), 0);
  link_t l = join(s);
  peer_send_text(l.peer, "x\n");
  hb();
  expect_trace("R1:x");
}

static void v23_peer_to_peer_is_not_supported(void **state) {
  (void)state;
  CHECK_INT(vce_tcpcontext_setup_p2p(server(), 10, 10), VCE_ESUPPORT);
  CHECK_INT(vce_get_last_error(), VCE_ESUPPORT);
  seed_last_error();
  CHECK_INT(vce_tcpcontext_set_portscanner(server(), "127.0.0.1", 1, 2), 1);
  CHECK_INT(vce_tcpcontext_set_portscanner(NULL, NULL, 1, 2), 1);
}

static void v23_hex_text_comes_back_and_notices_damage(void **state) {
  (void)state;
  char data[300], text[2000], back[300];
  for (size_t i = 0; i < sizeof data; ++i) data[i] = (char)i;
  int length = vce_make_hex_text_from_buffer(data, sizeof data, text, sizeof text);
  CHECK_RANGE(length, 600, sizeof text - 1);
  CHECK_INT(vce_extract_data_from_hex_text(text, length, back, sizeof back), sizeof data);
  assert_memory_equal(back, data, sizeof data);
  CHECK(vce_extract_data_from_hex_text(text, length, back, sizeof back - 1) < 0);
  text[length - 3] = text[length - 3] == '0' ? '1' : '0';
  CHECK_INT(vce_extract_data_from_hex_text(text, length, back, sizeof back), VCE_EFORMAT);
}

/* ---- V24: documented, but in no header ---- */

static int rounds;

static int stop_after_five(void) { return ++rounds == 5 ? 42 : 0; }

static void v24_mainloop_runs_until_its_callback_answers(void **state) {
  (void)state;
  rounds = 0;
  vce_set_mainloop_callback(stop_after_five);
  CHECK_INT(vce_mainloop(), 42);
  CHECK_INT(rounds, 5);
}

static int requests;

static int count_request(conn_t c, char *data, int length) {
  ++requests;
  return vce_protocol_unparser_text(c, data, length);
}

static int stop_at_first_request(void) { return requests; }

static void v24_mainloop_serves_connections(void **state) {
  (void)state;
  link_t l = join(server());
  requests = 0;
  on.data = count_request;
  peer_send_text(l.peer, "ping\n");
  vce_set_mainloop_callback(stop_at_first_request);
  CHECK_INT(vce_mainloop(), 1);
  peer_expect_text(l.peer, "ping\n");
}

static void v24_version_is_two(void **state) {
  (void)state;
  int major = -1, minor = -1, release = -1;
  seed_last_error();
  vce_get_version(&major, &minor, &release);
  vce_get_version(NULL, NULL, NULL);
  CHECK(major == 2 && minor == 0 && release == 0);
  CHECK_INT(vce_get_last_error(), VCE_ECONNSERIAL);
}

static void call_verrout(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vce_verrout(format, arguments);
  va_end(arguments);
}

static void v24_unformatted_and_list_forms_of_the_log(void **state) {
  (void)state;
  static const char *const expected[] = {"", "E7 100%d", "E7 100%dV"};
  for (int verbosity = -1; verbosity <= 1; ++verbosity) {
    vce_set_verbose_mode(verbosity);
    capture_stderr();
    call_verrout("E%d ", 7);
    vce_errout0("100%d");
    vce_errout0_v("V");
    CHECK_TEXT(captured_stderr(), expected[verbosity + 1]);
  }
}

static char diverted[256];
static int diverted_mode;

static void divert(int mode, const char *text) {
  diverted_mode = mode;
  strncat(diverted, text, sizeof diverted - strlen(diverted) - 1);
}

static void v24_log_may_be_diverted_and_restored(void **state) {
  (void)state;
  diverted[0] = '\0';
  vce_set_verbose_mode(1);
  capture_stderr();
  vce_errout_set_another(divert);
  vce_errout("E%d", 1);
  vce_dump_buffer("\x01", 1);
  vce_errout_v("V");
  vce_errout_set_another(NULL);
  vce_errout("back");
  CHECK_TEXT(captured_stderr(), "back");
  CHECK_TEXT(diverted, "E101 \nV");
  CHECK_INT(diverted_mode, 1);
}

static void v24_socket_library_flag_stops_and_restarts_heartbeats(void **state) {
  (void)state;
  link_t l = join(server());
  peer_send_text(l.peer, "x\n");
  vce_set_socket_library_ok(0);
  hbs(3);
  expect_trace("");
  vce_set_socket_library_ok(1);
  hb();
  expect_trace("R1:x");
}

static void v24_internal_timer_is_not_supported(void **state) {
  (void)state;
  VCEI64 before = vce_get_current_utime();
  vce_set_internal_timer(1000, 1);
  CHECK_INT(vce_get_last_error(), VCE_ESUPPORT);
  CHECK_INT(vce_get_current_utime(), before);
}

static void v24_kicked_addresses_are_turned_away_before_every_other_check(void **state) {
  (void)state;
  tcpcontext_t s = server();
  unsigned int list[3] = {inet_addr("192.0.2.1"), inet_addr("127.0.0.1"), 0};
  vce_tcpcontext_set_accept_max(s, 2, record_warning);
  hb();
  vce_tcpcontext_set_conn_kickip_array(s, list);
  for (int i = 0; i < 6; ++i) {
    int peer = peer_connect(vce_tcpcontext_get_port(s));
    hb();
    peer_expect_end(peer);
  }
  expect_trace("");
  list[1] = 0; /* the program may change its list at any time */
  CHECK_INT(vce_conn_is_valid(join(s).conn), 1);
  list[1] = inet_addr("127.0.0.1");
  vce_tcpcontext_set_conn_kickip_array(s, NULL);
  CHECK_INT(vce_conn_is_valid(join(s).conn), 1);
}

static void v24_delay_holds_data_back_in_both_directions(void **state) {
  (void)state;
  link_t l = join(server());
  vce_conn_set_delay(l.conn, 100, 150);
  CHECK_INT(vce_get_last_error(), 0);
  peer_send_text(l.peer, "one\n");
  CHECK_INT(vce_conn_write(l.conn, "answer\n", 7), 7);
  long long start = monotonic_ms();
  hb();
  expect_trace("");
  peer_expect_nothing(l.peer);
  PUMP_UNTIL(events_count('R') == 1 && vce_conn_writed(l.conn), 5000);
  CHECK(monotonic_ms() - start >= 90);
  expect_trace("R1:one");
  peer_expect_text(l.peer, "answer\n");
}

static void v24_delay_refuses_senseless_bounds(void **state) {
  (void)state;
  link_t l = join(server());
  vce_conn_set_delay(l.conn, -1, 10);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  vce_conn_set_delay(l.conn, 10, 5);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  vce_conn_set_delay(null_conn, 1, 2);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  peer_send_text(l.peer, "x\n");
  hb();
  expect_trace("R1:x");
}

static void v24_functions_without_effect_do_no_harm(void **state) {
  (void)state;
  int a = -1, b = -1;
  vce_tcpcontext_set_equal_io_splitrate(server(), 3);
  vce_get_tcp_packet_read_size(&a, &b);
  CHECK(a == 0 && b == 0);
  a = b = -1;
  vce_get_tcp_packet_write_size(&a, &b);
  CHECK(a == 0 && b == 0);
  vce_get_tcp_packet_read_size(NULL, NULL);
  vce_get_tcp_packet_write_size(NULL, NULL);
}

static void v24_atoi_evaluates_from_left_to_right(void **state) {
  (void)state;
  CHECK_INT(vce_atoi("123+2*2"), 250);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(vce_atoi(" 7 * -3\t"), -21);
  CHECK_INT(vce_atoi("0"), 0);
  CHECK_INT(vce_get_last_error(), 0);
  const char *const wrong[] = {"", "abc", "1+", "1/2", "*2", NULL};
  for (size_t i = 0; i < ELEMENTOF(wrong); ++i) {
    CHECK_INT(vce_atoi(wrong[i]), 0);
    CHECK_INT(vce_get_last_error(), VCE_EFORMAT);
  }
}

/* ---- V25, V26: wrong arguments and garbage handles ---- */

static void v25_wrong_arguments_of_connection_calls_give_codes(void **state) {
  (void)state;
  link_t l = join(server());
  CHECK_INT(vce_conn_write(l.conn, NULL, 5), VCE_EINVAL);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  CHECK_INT(vce_conn_write(l.conn, "x", (size_t)1 << 31), VCE_EFULL);
  CHECK_INT(vce_conn_write(l.conn, "x", SIZE_MAX), VCE_EFULL);
  CHECK_INT(vce_conn_writed(l.conn), 1);
  CHECK_INT(vce_conn_shrink_readbuf(l.conn, -2147483647), 0);
  conn_t none = vce_conn_get_struct_from_index(-1);
  CHECK(none.p == NULL && none.serial == 0);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  none = vce_conn_get_struct_from_index(2147483647);
  CHECK(none.p == NULL && none.serial == 0);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  conn_t unused = vce_conn_get_struct_from_index(5);
  CHECK(unused.p != NULL && unused.serial == 0);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(vce_conn_is_valid(unused), 0);
  CHECK_INT(vce_conn_write(unused, "x", 1), VCE_ECONNSERIAL);
  vce_conn_clear(NULL);
  vce_conn_get_stat(l.conn, NULL);
  vce_get_stat(NULL);
  vce_tcpcontext_get_stat(NULL, NULL);
  CHECK(vce_conn_get_remote_addr_string(l.conn, NULL, 64) == NULL);
  CHECK_INT(vce_conn_is_valid(l.conn), 1);
}

static void v25_invalid_contexts_are_refused(void **state) {
  (void)state;
  tcpcontext_t gone = server();
  vce_tcpcontext_cleanup(gone);
  int on_the_stack;
  tcpcontext_t const wrong[] = {NULL, gone, &on_the_stack, (void *)(uintptr_t)1,
                                (void *)UINTPTR_MAX};
  for (size_t i = 0; i < ELEMENTOF(wrong); ++i) {
    tcpcontext_t t = wrong[i];
    tcpcontext_stat_t stat;
    memset(&stat, 0x55, sizeof stat);
    CHECK_INT(vce_tcpcontext_connect(t, "127.0.0.1", 1).serial, 0);
    CHECK_INT(vce_get_last_error(), VCE_EINVAL);
    vce_tcpcontext_get_stat(t, &stat);
    CHECK_INT(stat.current_conn, 0x55555555);
    vce_tcpcontext_cleanup(t);
    vce_tcpcontext_set_conn_parser(t, NULL, NULL);
    vce_tcpcontext_set_conn_acceptwatcher(t, record_accept);
    vce_tcpcontext_set_conn_closewatcher(t, record_close);
    vce_tcpcontext_set_conn_finalizer(t, record_final);
    vce_tcpcontext_set_accept_max(t, 1, NULL);
    vce_tcpcontext_enable_accept(t, 0);
    vce_tcpcontext_timeout_control(t, 1, 1);
    vce_tcpcontext_userdata_set_pointer(t, &stat);
    CHECK(vce_tcpcontext_userdata_get_pointer(t) == NULL);
    CHECK(vce_tcpcontext_get_max_connection(t) <= 0);
    CHECK_INT(vce_tcpcontext_get_port(t), VCE_EINVAL);
    vce_conn_close_tcpcontext_all(t);
  }
  CHECK_INT(vce_conn_is_valid(join(server()).conn), 1);
}

static void expect_invalid(conn_t c) {
  char text[64];
  CHECK_INT(vce_conn_is_valid(c), 0);
  CHECK_INT(vce_conn_is_closed(c), 0);
  CHECK(vce_conn_write(c, "x", 1) < 0);
  CHECK_INT(vce_conn_writable(c), VCE_EINVAL);
  CHECK_INT(vce_conn_writed(c), 1);
  vce_conn_close(c);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  CHECK(vce_conn_get_state_buffer(c, NULL) == NULL);
  CHECK(vce_conn_get_tcpcontext(c) == NULL);
  CHECK(vce_conn_get_local_addr_string(c, text, sizeof text) == NULL);
  CHECK_INT(vce_conn_shrink_readbuf(c, 5), 0);
  CHECK_INT(vce_protocol_parser_bin16(c), VCE_EINVAL);
  CHECK_INT(vce_protocol_unparser_text(c, text, 3), VCE_EINVAL);
  vce_conn_set_parser(c, NULL, NULL);
  vce_conn_set_io_callback(c, NULL);
  vce_heartbeat_on_single_conn(c);
}

/* Garbage pointers, and all pointers around a real one, with serials that do exist. */
static void v26_garbage_handles_are_invalid_and_touch_nobody(void **state) {
  (void)state;
  link_t l = join(server());
  CHECK(l.conn.p != NULL);
  uintptr_t real = (uintptr_t)l.conn.p;
  for (int bit = 0; bit < 64; ++bit) {
    conn_t c = {(void *)(real ^ ((uintptr_t)1 << bit)), l.conn.serial};
    expect_invalid(c);
    c.p = (void *)((uintptr_t)1 << bit);
    if (c.p != l.conn.p) expect_invalid(c);
    c.p = l.conn.p;
    c.serial = l.conn.serial ^ (1u << (bit % 32));
    expect_invalid(c);
  }
  expect_invalid((conn_t){&l, l.conn.serial});
  expect_invalid((conn_t){(void *)UINTPTR_MAX, l.conn.serial});
  CHECK_INT(vce_conn_is_closed(l.conn), 0);
  peer_send_text(l.peer, "unharmed\n");
  hb();
  expect_trace("R1:unharmed");
}

static void v26_null_handle_is_what_clear_makes_and_equals_itself(void **state) {
  (void)state;
  conn_t c = join(server()).conn;
  CHECK_INT(vce_conn_is_equal(c, c), 1);
  CHECK_INT(vce_conn_is_equal(c, null_conn), 0);
  vce_conn_clear(&c);
  CHECK(c.p == NULL && c.serial == 0);
  CHECK_INT(vce_conn_is_equal(c, null_conn), 1);
  expect_invalid(c);
}

int main(void) {
  const struct CMUnitTest verdicts_environment[] = {
      TEST(v15_empty_and_null_address_mean_all_interfaces),
      TEST(v15_name_that_does_not_resolve_fails_and_opens_nothing),
      TEST(v16_connect_reaches_an_ipv6_target),
      TEST(v16_server_on_an_ipv6_address_serves_ipv6_peers),
      TEST(v16_server_on_the_ipv6_any_address_serves_both_families),
      TEST(v16_server_on_an_ipv4_address_is_not_reached_by_ipv6),
      TEST(v16_all_addresses_of_a_name_are_tried),
      TEST(v16_ipv4_address_of_a_name_comes_first),
      TEST(v17_name_is_resolved_in_the_background),
      TEST(v17_name_that_does_not_resolve_ends_without_blocking_a_heartbeat),
      TEST(v17_other_connections_are_served_while_a_name_is_looked_up),
      TEST(v17_connection_may_be_closed_during_the_look_up),
      TEST(v17_library_may_be_finalised_during_the_look_up),
      TEST(v17_empty_and_null_host_fail_at_once),
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
      TEST(v23_safety_read_waits_until_enough_of_the_write_buffer_is_free),
      TEST(v23_safety_read_refuses_other_percentages),
      TEST(v23_peer_to_peer_is_not_supported),
      TEST(v23_hex_text_comes_back_and_notices_damage),
      TEST(v24_mainloop_runs_until_its_callback_answers),
      TEST(v24_mainloop_serves_connections),
      TEST(v24_version_is_two),
      TEST(v24_unformatted_and_list_forms_of_the_log),
      TEST(v24_log_may_be_diverted_and_restored),
      TEST(v24_socket_library_flag_stops_and_restarts_heartbeats),
      TEST(v24_internal_timer_is_not_supported),
      TEST(v24_kicked_addresses_are_turned_away_before_every_other_check),
      TEST(v24_delay_holds_data_back_in_both_directions),
      TEST(v24_delay_refuses_senseless_bounds),
      TEST(v24_functions_without_effect_do_no_harm),
      TEST(v24_atoi_evaluates_from_left_to_right),
      TEST(v25_wrong_arguments_of_connection_calls_give_codes),
      TEST(v25_invalid_contexts_are_refused),
      TEST(v26_garbage_handles_are_invalid_and_touch_nobody),
      TEST(v26_null_handle_is_what_clear_makes_and_equals_itself),
  };
  return RUN(verdicts_environment);
}
