/* Accepting: every limit, refusals, shortage of descriptors, what can be bound. */
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app.h"
#include "bystanders.h"
#include "scenarios.h"

/* A peer that must not get in. */
static void knock(tcpcontext_t t) {
  const int peer = peer_connect(vce_tcpcontext_get_port(t));
  BEAT_UNTIL(peer_at_end(peer), 80);
  CHECK(vce_conn_is_valid(conn_of_peer(t, peer)) == 0 || faults_struck());
  peer_close(peer);
}

static int refuse(conn_t c) {
  (void)c;
  return -1;
}

static int refuse_above(conn_t c, int n) {
  (void)c;
  return n > 2 ? -1 : 0;
}

static int deny_excess(tcpcontext_t t) {
  (void)t;
  return -1;
}

static void accept_limits(void) {
  options_t o = options();
  o.max = 3;
  tcpcontext_t t = make_server(&o);
  join_server(t);
  vce_tcpcontext_enable_accept(t, 0);
  knock(t);
  vce_tcpcontext_enable_accept(t, 1);
  unsigned int kicked[] = {htonl(0x7f000001), 0};
  vce_tcpcontext_set_conn_kickip_array(t, kicked);
  knock(t);
  vce_tcpcontext_set_conn_kickip_array(t, NULL);
  on.accept = refuse;
  knock(t);
  on.accept = NULL;
  on.hiwater = refuse_above;
  vce_tcpcontext_set_conn_hiwater_acceptwatcher(t, 3, record_hiwater);
  join_server(t);
  knock(t);
  on.hiwater = NULL;
  join_server(t);
  knock(t);
  EXPECT(connections(t) == 3);
  end_contexts();
}

static void accept_rate(void) {
  options_t o = options();
  o.max = 20;
  tcpcontext_t t = make_server(&o);
  vce_tcpcontext_set_accept_max(t, 1, NULL);
  join_server(t);
  join_server(t);
  knock(t);
  vce_tcpcontext_set_accept_max(t, 1, record_warning);
  on.warning = deny_excess;
  join_server(t);
  join_server(t);
  knock(t);
  on.warning = NULL;
  join_server(t);
  shim_pass_time(61000000);
  join_server(t);
  end_contexts();
}

/* One address may have so many connections; buffers may take so much memory. */
static void accept_caps(void) {
  options_t o = options();
  tcpcontext_t t = make_server(&o);
  link_t first = join_server(t);
  const int limited = RESULT(vce_tcpcontext_set_max_per_address(t, 2), VCE_EMEM);
  EXPECT(limited == 0);
  link_t second = join_server(t);
  if (limited == 0) knock(t);
  bystanders_settle();
  CHECK_INT(RESULT(vce_set_buffer_limit(1), VCE_ERANGE), 0);
  say(first.peer, "waits\n");
  beats(3);
  EXPECT(events_count('R') == 0 && send_text(second.conn, "no room") == VCE_EWBFULL);
  CHECK_INT(RESULT(vce_set_buffer_limit(0), VCE_ERANGE), 0);
  bystanders_silence(false);
  BEAT_UNTIL(events_count('R') == 1 || !vce_conn_is_valid(first.conn), 50);
  vce_conn_close(first.conn);
  peer_close(first.peer); /* or its place would count as long as its socket lingers */
  BEAT_UNTIL(!vce_conn_is_valid(first.conn), 20);
  join_server(t);
  CHECK_INT(RESULT(vce_tcpcontext_set_max_per_address(t, 0), VCE_EMEM), 0);
  end_contexts();
}

/* The connections of the process are used up. */
static void accept_pool(void) {
  initialise(&(vce_limit_t){.max_tcpcontext = 2,
                            .max_conn = 2,
                            .max_array = 30,
                            .sendbuf_work_size = 0,
                            .recvbuf_work_size = 0});
  options_t o = options();
  o.nonblock = 1;
  o.state = 1000;
  tcpcontext_t t = make_server(&o);
  link_t first = join_server(t), second = join_server(t);
  knock(t);
  vce_conn_close(first.conn);
  BEAT_UNTIL(!vce_conn_is_valid(first.conn), 20);
  if (vce_conn_is_valid(second.conn)) knock(t); /* the socket of the first one lingers */
  peer_close(first.peer);
  join_server(t);
  end_contexts();
  finalise();
}

/* ---- What cannot be bound ---- */

static void bind_in_vain(const char *address, int port, int expected) {
  tcpcontext_t t = vce_tcpcontext_create(1, address, (unsigned short)port, 1, 100, 100, 1, 0, 0, 0);
  const int code = vce_get_last_error();
  EXPECT(code == expected);
  if (t != NULL)
    vce_tcpcontext_cleanup(t);
  else
    CHECK(code == VCE_EIPADDR || code == VCE_ESOCKET || code == VCE_ESETSOCKOPT ||
          code == VCE_EBIND || code == VCE_ELISTEN || code == VCE_EARRAY);
}

/* ---- No descriptor left ---- */

static struct rlimit usual;

static void lower_limit(void) {
  getrlimit(RLIMIT_NOFILE, &usual);
  const int next = dup(0);
  close(next);
  struct rlimit low = {(rlim_t)next, usual.rlim_max};
  CHECK_INT(setrlimit(RLIMIT_NOFILE, &low), 0);
}

static void restore_limit(void) { setrlimit(RLIMIT_NOFILE, &usual); }

static void descriptors_exhausted(void) {
  options_t o = options();
  tcpcontext_t t = make_server(&o);
  link_t before = join_server(t);
  int waiting[3];
  for (int i = 0; i < 3; ++i) waiting[i] = peer_connect(vce_tcpcontext_get_port(t));
  lower_limit();
  for (int i = 0; i < 3; ++i) BEAT_UNTIL(peer_at_end(waiting[i]), 150);
  conn_t none = vce_tcpcontext_connect(t, "127.0.0.1", 9);
  CHECK(none.p == NULL);
  EXPECT(vce_get_last_error() == VCE_ESOCKET);
  bind_in_vain("127.0.0.1", 0, VCE_ESOCKET);
  restore_limit();
  for (int i = 0; i < 3; ++i) peer_close(waiting[i]);
  join_server(t);
  EXPECT(vce_conn_is_valid(before.conn));
  end_contexts();
}

static void bind_addresses(void) {
  options_t o = options();
  o.bind = "::";
  tcpcontext_t both = make_server(&o);
  join_server(both);
  o.bind = "localhost";
  tcpcontext_t named = make_server(&o);
  join_server(named);
  o.bind = NULL;
  join_server(make_server(&o));
  bind_in_vain("127.0.0.1", vce_tcpcontext_get_port(named), VCE_EBIND);
  bind_in_vain("192.0.2.1", 0, VCE_EBIND);
  bind_in_vain("none.test", 0, VCE_EIPADDR);
  end_contexts();
}

const scenario_t scenarios_accept[] = {
    {.name = "accept_limits", .run = accept_limits},
    {.name = "accept_rate", .run = accept_rate},
    {.name = "accept_caps", .run = accept_caps},
    {.name = "accept_pool", .run = accept_pool, .bare = true},
    {.name = "descriptors_exhausted", .run = descriptors_exhausted},
    {.name = "bind_addresses", .run = bind_addresses, .names = true},
    {.name = NULL},
};
