/* The decisions V15 to V17 of man/compatibility.md, as far as they need no name server
 * (verdicts_names.c has one): bind addresses, IPv6, connecting to names. The number in a test's name
 * is the decision's. */
#include "harness.h"

#include <arpa/inet.h>
#include <stdio.h>
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

/* V15: bind addresses. */

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

/* V16: several addresses, IPv6. */

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
  snprintf(expected, sizeof expected, "[::1]:%d", peer_port(peer));
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

/* V17: names in non-blocking mode. */

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
  PUMP_UNTIL(vce_conn_writable(c) > 0);
  CHECK_INT(vce_conn_write(c, "hello", 5), 5);
  hb();
  peer_expect_text(peer_accept(listener), "hello");
}

/* Whether a server of names says no, or none answers and the limit expires: no heartbeat hangs, and
 * the closewatcher tells the end. */
static void v17_name_that_does_not_resolve_ends_without_blocking_a_heartbeat(void **state) {
  (void)state;
  long long start = wall_us(), longest = 0;
  conn_t c = vce_tcpcontext_connect(nonblocking_client(2), "no.such.host.invalid", 9);
  CHECK(wall_us() - start < 4000000);
  CHECK_INT(vce_conn_is_valid(c), 1);
  CHECK_INT(vce_get_last_error(), 0);
  while (vce_conn_is_valid(c) && wall_us() - start < PATIENCE_MS * 1000LL) {
    long long before = wall_us();
    vce_heartbeat();
    if (wall_us() - before > longest) longest = wall_us() - before;
    poll(NULL, 0, 1);
  }
  CHECK(longest < 4000000);
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
  CHECK_INT(events_count_of('R', l.conn), 1);
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

int main(void) {
  const struct CMUnitTest verdicts_addresses[] = {
      TEST(v15_empty_and_null_address_mean_all_interfaces),
      TEST(v15_name_that_does_not_resolve_fails_and_opens_nothing),
      TEST(v16_connect_reaches_an_ipv6_target),
      TEST(v16_server_on_an_ipv6_address_serves_ipv6_peers),
      TEST(v16_server_on_the_ipv6_any_address_serves_both_families),
      TEST(v16_server_on_an_ipv4_address_is_not_reached_by_ipv6),
      TEST(v16_ipv4_address_of_a_name_comes_first),
      TEST(v17_name_is_resolved_in_the_background),
      TEST(v17_name_that_does_not_resolve_ends_without_blocking_a_heartbeat),
      TEST(v17_other_connections_are_served_while_a_name_is_looked_up),
      TEST(v17_connection_may_be_closed_during_the_look_up),
      TEST(v17_library_may_be_finalised_during_the_look_up),
      TEST(v17_empty_and_null_host_fail_at_once),
  };
  return RUN(verdicts_addresses);
}
