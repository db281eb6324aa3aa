#include "app.h"

#include <string.h>
#include <sys/socket.h>

#include "bystanders.h"

enum { CONTEXTS_MAX = 64, TRIES = 80 };

static tcpcontext_t contexts[CONTEXTS_MAX];
static int context_count;

void expect_true(bool holds, const char *condition, const char *file, int line) {
  if (!holds && !faults_struck()) check_failed(file, line, "not true: %s", condition);
}

static bool is_listed(int code, const int *list) {
  for (; *list != 0; ++list)
    if (*list == code) return true;
  return false;
}

int check_result(int result, const char *call, const int *documented, const char *file, int line) {
  if (result >= 0) return result;
  const int last = vce_get_last_error();
  if (!is_listed(result, documented))
    check_failed(file, line, "%s returned %d, which is not documented", call, result);
  if (last != result)
    check_failed(file, line, "%s returned %d, but the last error is %d", call, result, last);
  return result;
}

bool check_last_error(const int *documented, const char *file, int line) {
  const int last = vce_get_last_error();
  if (last == 0) return false;
  if (!is_listed(last, documented))
    check_failed(file, line, "last error %d, which is not documented", last);
  if (!faults_struck()) check_failed(file, line, "last error %d, though nothing failed", last);
  return true;
}

/* Of all calls the one that always succeeds. */
void clear_last_error(void) { vce_conn_get_buffer(null_conn, NULL, NULL, NULL, NULL); }

void initialise(const vce_limit_t *limits) {
  vce_limit_t copy = *limits;
  vce_replace_malloc_funcs(shim_vce_malloc, shim_vce_realloc, shim_vce_free);
  if (RESULT(vce_initialize_limited(&copy), VCE_EMEM, VCE_EARRAY) == 0) return;
  CHECK(faults_struck());
  CHECK_INT(shim_held(), 0);
  faults_pause();
  CHECK_INT(vce_initialize_limited(&copy), 0);
  faults_resume();
}

void finalise(void) {
  keep_contexts();
  CHECK_INT(vce_finalize(), 0);
  CHECK_INT(vce_get_last_error(), 0);
}

static tcpcontext_t create(int is_server, const options_t *o) {
  return vce_tcpcontext_create(is_server, o->bind, (unsigned short)o->port, o->max, o->rblen,
                               o->wblen, o->timeout, o->nonblock, o->nodelay, o->state);
}

static tcpcontext_t make_context(int is_server, const options_t *o) {
  tcpcontext_t t = create(is_server, o);
  if (t == NULL) {
    CHECK(FAILED(VCE_EIPADDR, VCE_ESOCKET, VCE_ESETSOCKOPT, VCE_EBIND, VCE_ELISTEN, VCE_EARRAY));
    faults_pause();
    t = create(is_server, o);
    CHECK(t != NULL);
    faults_resume();
  }
  CHECK(context_count < CONTEXTS_MAX);
  contexts[context_count++] = t;
  vce_tcpcontext_set_conn_parser(t, o->parser, record_data);
  SETTER(vce_tcpcontext_set_conn_call_parser_per_heartbeat(t, o->calls));
  vce_tcpcontext_set_conn_acceptwatcher(t, record_accept);
  SETTER(vce_tcpcontext_set_conn_closewatcher(t, record_close));
  vce_tcpcontext_set_conn_finalizer(t, record_final);
  return t;
}

tcpcontext_t make_server(const options_t *o) { return make_context(1, o); }

tcpcontext_t make_client(const options_t *o) { return make_context(0, o); }

/* Where a fault keeps bytes from being taken nothing settles, and waiting for it is of no use. */
static void settle_patiently(void) {
  static int patience = 5;
  const long long begin = monotonic_ms();
  if (patience > 0)
    settle();
  else
    poll(NULL, 0, 1);
  if (monotonic_ms() - begin > 50) --patience;
}

void beat(void) {
  bystanders_speak();
  settle_patiently();
  shim_pass_time(1000);
  ++heartbeat_number;
  vce_heartbeat();
  CHECK_INT(vce_get_last_error(), 0);
  bystanders_listen();
}

void beats(int count) {
  for (int i = 0; i < count; ++i) beat();
}

/* A peer that a fault turned away or ended sees the end of its stream. */
static link_t try_to_join(tcpcontext_t t, int receive_bytes) {
  link_t l = {.peer = peer_connect_narrow(vce_tcpcontext_get_port(t), receive_bytes)};
  for (int i = 0; i < TRIES && vce_conn_is_valid(l.conn) != 1 && !peer_at_end(l.peer); ++i) {
    beat();
    l.conn = conn_of_peer(t, l.peer);
  }
  return l;
}

/* What a first peer has left behind may still take a place, or have used the accept rate up. */
static link_t join_with(tcpcontext_t t, int receive_bytes) {
  link_t l = try_to_join(t, receive_bytes);
  for (int again = 0; again < 5 && vce_conn_is_valid(l.conn) != 1; ++again) {
    CHECK(faults_struck());
    peer_close(l.peer);
    faults_pause();
    vce_tcpcontext_set_accept_max(t, 0, NULL);
    l = try_to_join(t, receive_bytes);
  }
  CHECK_INT(vce_conn_is_valid(l.conn), 1);
  faults_resume();
  return l;
}

link_t join_server(tcpcontext_t t) { return join_with(t, 0); }

link_t join_narrow_server(tcpcontext_t t) {
  const int small = 4096;
  link_t l = join_with(t, small / 2);
  CHECK_INT(setsockopt(conn_fd(l.conn), SOL_SOCKET, SO_SNDBUF, &small, sizeof small), 0);
  return l;
}

conn_t connect_to(tcpcontext_t t, const char *host, int port) {
  conn_t c = vce_tcpcontext_connect(t, host, (unsigned short)port);
  if (c.p == NULL) {
    CHECK(FAILED(VCE_ESOCKET, VCE_ESETSOCKOPT, VCE_EFULL, VCE_ECONNECT));
    faults_pause();
    c = vce_tcpcontext_connect(t, host, (unsigned short)port);
    CHECK(c.p != NULL);
    faults_resume();
  }
  CHECK_INT(vce_get_last_error(), 0);
  events_know(c);
  return c;
}

static char *writable(const char *data) {
  static char copy[1 << 17]; /* the old interface takes no pointers to const */
  CHECK(strlen(data) < sizeof copy);
  return strcpy(copy, data);
}

int send_text(conn_t c, const char *text) {
  return RESULT(vce_protocol_unparser_text(c, writable(text), (int)strlen(text)), VCE_EINVAL,
                VCE_EWBFULL);
}

int send_bin16(conn_t c, const char *data, int length) {
  return RESULT(vce_protocol_unparser_bin16(c, writable(data), length), VCE_EINVAL, VCE_EWBFULL);
}

int send_bin32(conn_t c, const char *data, int length) {
  return RESULT(vce_protocol_unparser_bin32(c, writable(data), length), VCE_EINVAL, VCE_EWBFULL);
}

int send_bytes(conn_t c, const char *data, size_t length) {
  return RESULT(vce_conn_write(c, writable(data), length), VCE_ECONNSERIAL, VCE_ENOTREADY,
                VCE_ECLOSED, VCE_EFULL);
}

void say(int peer, const char *text) {
  const size_t sent = peer_send_some(peer, text, strlen(text));
  EXPECT(sent == strlen(text));
  settle();
}

size_t hear(int peer) {
  char taken[8192];
  size_t n, sum = 0;
  settle();
  while ((n = peer_take(peer, taken, sizeof taken)) > 0) sum += n;
  return sum;
}

void keep_contexts(void) { context_count = 0; }

static bool is_live(tcpcontext_t t) { return vce_tcpcontext_get_max_connection(t) >= 0; }

static bool all_ended(void) {
  const vce_stat_t s = counters();
  return s.conn_alloc - s.conn_free == bystanders_count();
}

void end_contexts(void) {
  for (int i = 0; i < context_count; ++i)
    if (is_live(contexts[i])) vce_tcpcontext_cleanup(contexts[i]);
  keep_contexts();
  for (int i = 0; i < 100 && !all_ended(); ++i) beat();
  faults_pause(); /* what a lasting fault held up is ended by its idle limit */
  for (int i = 0; i < 2000 && !all_ended(); ++i) {
    shim_pass_time(100000);
    beat();
  }
  CHECK(all_ended());
  CHECK(events_count('C') <= events_count('F'));
  faults_resume();
}
