/* Connecting: in both modes, by address and by name. */
#include "app.h"
#include "scenarios.h"

#include <string.h>

/* A connect that must fail: the handle is null and the code documented. Without a fault it is
 * `expected`. */
static void connect_in_vain(tcpcontext_t t, const char *host, int port, int expected) {
  conn_t c = vce_tcpcontext_connect(t, host, (unsigned short)port);
  CHECK(c.p == NULL && c.serial == 0);
  const int code = vce_get_last_error();
  CHECK(code == VCE_ECONNECT || code == VCE_EFULL || code == VCE_ESOCKET ||
        code == VCE_ESETSOCKOPT);
  EXPECT(code == expected);
  char text[512];
  CHECK(vce_get_last_error_detail(text, sizeof text) > 0 && text[0] != '\0');
  CHECK_INT(vce_get_last_error(), code);
}

/* Whatever ends a connection, there is a text for it. */
static int ask_why(conn_t c, CLOSE_REASON reason) {
  (void)reason;
  char text[512];
  const int length = vce_conn_get_end_detail(c, text, sizeof text);
  CHECK(length > 0 && length == (int)strlen(text));
  return 0;
}

/* A record each way over a connection that is open, or ends because of a fault. */
static void talk(conn_t c, int listener) {
  const int before = events_count_of('R', c);
  settle();
  struct pollfd p = {.fd = listener, .events = POLLIN};
  if (poll(&p, 1, 0) != 1) { /* the peer's handshake was not completed */
    CHECK(faults_struck());
    return;
  }
  const int peer = peer_accept(listener);
  send_text(c, "hello");
  BEAT_UNTIL(hear(peer) > 0 || !vce_conn_is_valid(c), 20);
  say(peer, "welcome\n");
  BEAT_UNTIL(events_count_of('R', c) > before || !vce_conn_is_valid(c), 20);
  EXPECT(vce_conn_is_valid(c));
}

static void connect_blocking(void) {
  int port = 0, port6 = 0;
  const int listener = peer_listen(&port), listener6 = peer_listen_on("::1", &port6);
  options_t o = options();
  o.max = 4;
  o.state = 64;
  tcpcontext_t t = make_client(&o);
  talk(connect_to(t, "127.0.0.1", port), listener);
  talk(connect_to(t, "::1", port6), listener6);
  CHECK_INT(RESULT(vce_tcpcontext_set_source(t, "127.0.0.2"), VCE_EIPADDR), 0);
  talk(connect_to(t, "127.0.0.1", port), listener);
  connect_in_vain(t, "127.0.0.1", peer_refused_port(), VCE_ECONNECT);
  connect_in_vain(t, "127.0.0.1", 0, VCE_ECONNECT);
  connect_in_vain(t, "", port, VCE_ECONNECT);
  beats(2);
  end_contexts();
}

static void connect_blocking_by_name(void) {
  int port = 0;
  const int listener = peer_listen(&port);
  options_t o = options();
  o.max = 2;
  tcpcontext_t t = make_client(&o);
  talk(connect_to(t, "hosts.test", port), listener);
  talk(connect_to(t, "two.test", port), listener); /* its first address refuses */
  connect_in_vain(t, "none.test", port, VCE_EFULL);
  tcpcontext_t other = make_client(&o);
  connect_in_vain(other, "none.test", port, VCE_ECONNECT);
  unsigned int address = 0;
  const int found = RESULT(vce_get_ipv4_addr_by_name(&address, "four.test"), VCE_EIPADDR);
  EXPECT(found == 0);
  end_contexts();
}

static void await_open(conn_t c) {
  BEAT_UNTIL(vce_conn_writable(c) > 0 || !vce_conn_is_valid(c), 30);
}

static void connect_nonblocking(void) {
  int port = 0;
  const int listener = peer_listen(&port);
  options_t o = options();
  o.nonblock = 1;
  o.max = 6;
  tcpcontext_t t = make_client(&o);
  conn_t open = connect_to(t, "127.0.0.1", port);
  conn_t refused = connect_to(t, "127.0.0.1", peer_refused_port());
  conn_t in_vain = connect_to(t, "255.255.255.255", 9); /* refused by the system itself */
  CHECK_INT(vce_protocol_unparser_text(open, NULL, 0) < 0, 1);
  await_open(open);
  talk(open, listener);
  BEAT_UNTIL(!vce_conn_is_valid(refused) && !vce_conn_is_valid(in_vain), 30);
  vce_conn_close(connect_to(t, "127.0.0.1", port));
  conn_t given_up = connect_to(t, "127.0.0.1", port);
  beats(2);
  vce_conn_set_timeout(given_up, -1);
  BEAT_UNTIL(!vce_conn_is_valid(given_up), 30);
  end_contexts();
}

static void await_name(conn_t c) {
  WAIT_UNTIL(vce_conn_writable(c) > 0 || !vce_conn_is_valid(c), 200);
}

static void connect_nonblocking_by_name(void) {
  int port = 0, other_port = 0;
  const int listener = peer_listen(&port);
  peer_listen(&other_port);
  options_t o = options();
  o.nonblock = 1;
  o.max = 8;
  tcpcontext_t t = make_client(&o);
  conn_t from_file = connect_to(t, "hosts.test", other_port);
  conn_t from_server = connect_to(t, "four.test", port);
  conn_t second = connect_to(t, "two.test", other_port); /* its first address refuses */
  conn_t unknown = connect_to(t, "none.test", port);
  await_name(from_file);
  await_name(from_server);
  await_name(second);
  EXPECT(vce_conn_writable(from_file) > 0 && vce_conn_writable(second) > 0);
  if (vce_conn_writable(from_server) > 0)
    talk(from_server, listener);
  WAIT_UNTIL(!vce_conn_is_valid(unknown), 200);
  end_contexts();
}

static bool is_looked_up(conn_t c) {
  unsigned short port = 0;
  vce_conn_get_remote_ipv4_addr(c, NULL, &port);
  return port != 0 || !vce_conn_is_valid(c);
}

/* The first address does not answer, and the second one is tried beside it. */
static void connect_staggered(void) {
  int port = 0;
  const int listener = peer_listen(&port);
  peer_black_hole("127.0.0.2", &port);
  options_t o = options();
  o.nonblock = 1;
  tcpcontext_t t = make_client(&o);
  on.close = ask_why;
  conn_t c = connect_to(t, "two.test", port), given_up = connect_to(t, "two.test", port);
  WAIT_UNTIL(is_looked_up(c) && is_looked_up(given_up), 200);
  shim_pass_time(300000);
  BEAT_UNTIL(vce_conn_writable(c) > 0 || !vce_conn_is_valid(c), 30);
  EXPECT(vce_conn_writable(c) > 0);
  if (vce_conn_writable(c) > 0)
    talk(c, listener);
  vce_conn_close(given_up);
  BEAT_UNTIL(!vce_conn_is_valid(given_up), 30);
  conn_t left = connect_to(t, "two.test", port); /* finalise ends it with both under way */
  WAIT_UNTIL(is_looked_up(left), 200);
  shim_pass_time(300000);
  beat();
}

/* Connects without an answer, in both modes. */
static void connect_limit(void) {
  int port = 0;
  peer_black_hole("127.0.0.1", &port);
  options_t o = options();
  tcpcontext_t waits = make_client(&o);
  CHECK_INT(RESULT(vce_tcpcontext_set_connect_timeout(waits, 1), 0), 0);
  connect_in_vain(waits, "127.0.0.1", port, VCE_ECONNECT);
  o.nonblock = 1;
  tcpcontext_t t = make_client(&o);
  on.close = ask_why;
  CHECK_INT(RESULT(vce_tcpcontext_set_connect_timeout(t, 100), 0), 0);
  conn_t first = connect_to(t, "127.0.0.1", port), second = connect_to(t, "127.0.0.1", port);
  vce_conn_set_timeout(second, -1);
  beats(2);
  EXPECT(vce_conn_is_valid(first) && !vce_conn_is_valid(second));
  shim_pass_time(200000);
  BEAT_UNTIL(!vce_conn_is_valid(first), 20);
  end_contexts();
}

/* Look-ups that are given up: by a close, by an idle limit, by cleanup, and by finalise. */
static void look_up_in_vain(void) {
  options_t o = options();
  o.nonblock = 1;
  tcpcontext_t t = make_client(&o), left = make_client(&o);
  conn_t closed = connect_to(t, "never.test", 9), struck = connect_to(t, "never.test", 9);
  connect_to(t, "never.test", 9);
  connect_to(left, "never.test", 9);
  beats(2);
  vce_conn_close(closed);
  vce_conn_set_timeout(struck, 0);
  beats(2);
  shim_pass_time(2000000);
  vce_set_heartbeat_wait_flag(1);
  BEAT_UNTIL(!vce_conn_is_valid(closed) && !vce_conn_is_valid(struck), 20);
  beats(20);
  vce_set_heartbeat_wait_flag(0);
  vce_tcpcontext_cleanup(t);
  beats(3);
}

/* More look-ups than libevent has under way at a time. */
static void many_look_ups(void) {
  int port = 0;
  peer_listen(&port);
  options_t o = options();
  o.nonblock = 1;
  o.max = 90;
  tcpcontext_t t = make_client(&o);
  int made = 0;
  for (int i = 0; i < o.max; ++i) {
    conn_t c = vce_tcpcontext_connect(t, i % 2 ? "four.test" : "none.test", (unsigned short)port);
    made += c.p != NULL;
    if (c.p == NULL)
      FAILED(VCE_EFULL, VCE_ESOCKET, VCE_ECONNECT);
  }
  EXPECT(made == o.max);
  WAIT_UNTIL(connections(t) <= made / 2, 300);
  end_contexts();
}

const scenario_t scenarios_connect[] = {
    {.name = "connect_blocking", .run = connect_blocking},
    {.name = "connect_blocking_by_name", .run = connect_blocking_by_name, .names = true},
    {.name = "connect_nonblocking", .run = connect_nonblocking},
    {.name = "connect_nonblocking_by_name", .run = connect_nonblocking_by_name, .names = true},
    {.name = "connect_staggered", .run = connect_staggered, .names = true, .every = 4},
    {.name = "connect_limit", .run = connect_limit},
    {.name = "many_look_ups", .run = many_look_ups, .names = true, .every = 10},
    {.name = "look_up_in_vain", .run = look_up_in_vain, .names = true},
    {.name = NULL},
};
