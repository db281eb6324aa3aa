#include "harness.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { TEST_SECONDS = 180 };

const conn_t null_conn = {NULL, 0};

static int descriptors_before;

void open_library(void) {
  vce_limit_t limits = {.max_tcpcontext = 16,
                        .max_conn = 1000,
                        .max_array = 16384,
                        .sendbuf_work_size = 262144,
                        .recvbuf_work_size = 1048576};
  events_reset();
  vce_replace_malloc_funcs(malloc, realloc, free);
  vce_errout_set_another(NULL);
  vce_set_verbose_mode(-1);
  vce_set_read_write_log_mode(0);
  vce_set_heartbeat_wait_flag(0);
  vce_set_mainloop_callback(NULL);
  CHECK_INT(vce_initialize_limited(&limits), 0);
}

void needs_wait_fd(void) {
  if (vce_get_wait_fd() < 0)
    skip_because("no descriptor tells of all sockets with libevent's poll and select");
}

#ifdef VCE_POLLER_LIBEVENT
bool looks_at_all_sockets(void) { return getenv("EVENT_NOEPOLL") != NULL; }

bool takes_few_descriptors(void) { return looks_at_all_sockets() && getenv("EVENT_NOPOLL"); }
#else
bool looks_at_all_sockets(void) { return false; }

bool takes_few_descriptors(void) { return false; }
#endif

int setup_library(void **state) {
  (void)state;
  alarm(TEST_SECONDS);
  descriptors_before = descriptors_open();
  open_library();
  return 0;
}

int teardown_library(void **state) {
  (void)state;
  captured_stderr();
  vce_set_verbose_mode(-1);
  vce_finalize();
  peer_close_all();
  events_clear();
  alarm(0);
  if (events_violation() != NULL) {
    print_error("callbacks out of order: %s\n", events_violation());
    return -1;
  }
  if (descriptors_open() != descriptors_before) {
    print_error("%d descriptors before the test, %d after it\n", descriptors_before,
                descriptors_open());
    return -1;
  }
  return 0;
}

options_t options(void) {
  return (options_t){.bind = "127.0.0.1",
                     .port = 0,
                     .max = 10,
                     .rblen = 1024,
                     .wblen = 1024,
                     .timeout = 60,
                     .nonblock = 0,
                     .nodelay = 1,
                     .state = 0,
                     .calls = 1,
                     .parser = vce_protocol_parser_text};
}

static tcpcontext_t open_context(int is_server, const options_t *o) {
  tcpcontext_t t = vce_tcpcontext_create(is_server, o->bind, (unsigned short)o->port, o->max,
                                         o->rblen, o->wblen, o->timeout, o->nonblock, o->nodelay,
                                         o->state);
  if (t == NULL)
    check_failed(__FILE__, __LINE__, "no context, last error %d", vce_get_last_error());
  vce_tcpcontext_set_conn_parser(t, o->parser, record_data);
  vce_tcpcontext_set_conn_call_parser_per_heartbeat(t, o->calls);
  vce_tcpcontext_set_conn_acceptwatcher(t, record_accept);
  vce_tcpcontext_set_conn_closewatcher(t, record_close);
  vce_tcpcontext_set_conn_finalizer(t, record_final);
  return t;
}

tcpcontext_t open_server(const options_t *o) { return open_context(1, o); }

tcpcontext_t open_client(const options_t *o) { return open_context(0, o); }

tcpcontext_t server(void) {
  options_t o = options();
  return open_server(&o);
}

tcpcontext_t client(void) {
  options_t o = options();
  return open_client(&o);
}

conn_t conn_of_peer(tcpcontext_t t, int peer) {
  conn_t all[1000];
  int count = vce_tcpcontext_get_all_connection(t, all, (int)ELEMENTOF(all));
  for (int i = 0; i < count; ++i) {
    unsigned short port = 0;
    vce_conn_get_remote_ipv4_addr(all[i], NULL, &port);
    if (port == peer_port(peer)) return all[i];
  }
  return null_conn;
}

static link_t joined(tcpcontext_t t, int peer) {
  link_t l = {.peer = peer};
  hb();
  l.conn = conn_of_peer(t, peer);
  if (vce_conn_is_valid(l.conn) != 1)
    check_failed(__FILE__, __LINE__, "a peer was not accepted in one heartbeat: %s", trace());
  events_know(l.conn);
  events_drop_accept(l.conn);
  return l;
}

link_t join(tcpcontext_t t) { return joined(t, peer_connect(vce_tcpcontext_get_port(t))); }

link_t join_narrow(tcpcontext_t t, int receive_bytes) {
  return joined(t, peer_connect_narrow(vce_tcpcontext_get_port(t), receive_bytes));
}

conn_t dial(tcpcontext_t t, int port) {
  conn_t c = vce_tcpcontext_connect(t, "127.0.0.1", (unsigned short)port);
  events_know(c);
  return c;
}

void hb(void) {
  settle();
  ++heartbeat_number;
  vce_heartbeat();
}

void hbs(int count) {
  for (int i = 0; i < count; ++i) hb();
}

long long monotonic_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

long long wall_us(void) {
  struct timeval now;
  gettimeofday(&now, NULL);
  return (long long)now.tv_sec * 1000000 + now.tv_usec;
}

void pump_once(long long end_ms, const char *condition, const char *file, int line) {
  if (monotonic_ms() > end_ms)
    check_failed(file, line, "deadline passed, still not: %s (callbacks: %s)", condition, trace());
  ++heartbeat_number;
  vce_heartbeat();
  poll(NULL, 0, 1);
}

void pump_for(int ms) {
  long long end = monotonic_ms() + ms;
  while (monotonic_ms() < end) {
    ++heartbeat_number;
    vce_heartbeat();
    poll(NULL, 0, 1);
  }
}

long long pump_to_second(void) {
  long long part;
  do {
    ++heartbeat_number;
    vce_heartbeat();
    poll(NULL, 0, 1);
    part = wall_us() % 1000000;
  } while (part < 20000 || part > 200000);
  return wall_us() / 1000000;
}

int conn_fd(conn_t c) {
  static char text[1 << 18];
  char wanted[32];
  if (vce_get_netstat_string(text, sizeof text) != 0)
    check_failed(__FILE__, __LINE__, "no netstat string");
  snprintf(wanted, sizeof wanted, ",s=%u,", c.serial);
  char *at = strstr(text, wanted);
  if (at == NULL) check_failed(__FILE__, __LINE__, "connection is not in: %s", text);
  while (strncmp(at, ",fd=", 4) != 0) --at;
  return atoi(at + 4);
}

int unread(conn_t c) {
  int n = -1;
  vce_conn_get_buffer(c, NULL, &n, NULL, NULL);
  return n;
}

int unsent(conn_t c) {
  int n = -1;
  vce_conn_get_buffer(c, NULL, NULL, NULL, &n);
  return n;
}

int connections(tcpcontext_t t) {
  int n = -1;
  CHECK_INT(vce_tcpcontext_count_connections(t, &n), 0);
  return n;
}

char *pattern(size_t length) {
  char *data = malloc(length);
  for (size_t i = 0; i < length; ++i) data[i] = (char)((i * 2654435761u) >> 13);
  return data;
}

bool peer_receives(int peer, const char *expected, size_t length) {
  char *got = malloc(length);
  size_t done = 0;
  long long end = monotonic_ms() + PATIENCE_MS;
  while (done < length && monotonic_ms() < end) {
    hb();
    done += peer_take(peer, got + done, length - done);
  }
  bool equal = done == length && memcmp(got, expected, length) == 0;
  free(got);
  return equal;
}

void seed_last_error(void) {
  conn_t stale = vce_conn_get_struct_from_index(0);
  stale.serial = 0xfffffff0u;
  CHECK_INT(vce_conn_write(stale, "x", 1), VCE_ECONNSERIAL);
  CHECK_INT(vce_get_last_error(), VCE_ECONNSERIAL);
}

vce_stat_t counters(void) {
  vce_stat_t s;
  memset(&s, 0, sizeof s);
  vce_get_stat(&s);
  return s;
}

tcpcontext_stat_t context_counters(tcpcontext_t t) {
  tcpcontext_stat_t s;
  memset(&s, 0, sizeof s);
  vce_tcpcontext_get_stat(t, &s);
  return s;
}
