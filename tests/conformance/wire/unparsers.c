/* Unparser vectors: one call on a connection in a given state; result, last error, what it queued,
 * what it counted, and what the peer then receives. */
#include <stdlib.h>

#include "scenario.h"

typedef int (*unparser_t)(conn_t, char *, int);

static unparser_t unparser_named(const char *name) {
  static const struct {
    const char *name;
    unparser_t unparser;
  } known[] = {{"vce_protocol_unparser_bin16", vce_protocol_unparser_bin16},
               {"vce_protocol_unparser_bin32", vce_protocol_unparser_bin32},
               {"vce_protocol_unparser_text", vce_protocol_unparser_text},
               {"vce_protocol_unparser_through", vce_protocol_unparser_through}};
  for (size_t i = 0; i < ELEMENTOF(known); ++i)
    if (strcmp(known[i].name, name) == 0) return known[i].unparser;
  check_failed(__FILE__, __LINE__, "no such unparser: %s", name);
  return NULL;
}

static void expect_call(const vector_t *v, conn_t c) {
  unparser_t unparser = unparser_named(v->function);
  bytes_t data = bytes_of(text_of(v->args, "data_hex"));
  int length = int_of(v->args, "len", 0);
  seed_last_error();
  CHECK_INT(unparser(c, (char *)data.data, length), int_of(v->entry, "expect_return", 99));
  CHECK_INT(vce_get_last_error(), int_of(v->entry, "last_error", 99));
}

/* The bytes waiting to be sent are `before` bytes 'p' and then exactly those of the vector. */
static void expect_queued(conn_t c, size_t before, bytes_t added) {
  char *data = NULL;
  int length = -1;
  vce_conn_get_buffer(c, NULL, NULL, &data, &length);
  CHECK_INT(length, before + added.length);
  for (size_t i = 0; i < before; ++i) CHECK_INT(data[i], 'p');
  CHECK(added.length == 0 || memcmp(data + before, added.data, added.length) == 0);
}

static void expect_received(int peer, size_t before, bytes_t added) {
  char queued[64];
  memset(queued, 'p', sizeof queued);
  for (int i = 0; i < 20; ++i) hb();
  peer_expect(peer, queued, before);
  peer_expect(peer, added.data, added.length);
}

static void run_on_open_connection(const vector_t *v) {
  options_t o = options();
  o.wblen = (size_t)int_of(v->args, "wblen", 64);
  tcpcontext_t s = open_server(&o);
  link_t l = join(s);
  char queued[64];
  int before = int_of(v->args, "already_queued_bytes", 0);
  memset(queued, 'p', sizeof queued);
  if (before > 0) CHECK_INT(vce_conn_write(l.conn, queued, (size_t)before), before);
  bool closed = strstr(v->name, "_after_close") != NULL;
  if (closed) vce_conn_close(l.conn);

  vce_stat_t global = counters();
  tcpcontext_stat_t context = context_counters(s);
  conn_stat_t own, own_after;
  vce_conn_get_stat(l.conn, &own);
  expect_call(v, l.conn);
  int counted = int_of(v->values, "conn_write_delta", 0);
  vce_conn_get_stat(l.conn, &own_after);
  CHECK_INT(own_after.conn_write - own.conn_write, counted);
  CHECK_INT(context_counters(s).conn_write - context.conn_write, counted);
  CHECK_INT(CHANGED(global, conn_write), counted);
  int writable = int_of(v->values, "writable_after", (int)o.wblen - before);
  CHECK_INT(vce_conn_writable(l.conn), writable);

  const char *expected = text_of(v->entry, "expect_bytes_hex");
  bytes_t added = bytes_of(expected == NULL ? "" : expected);
  expect_queued(l.conn, (size_t)before, added);
  expect_received(l.peer, (size_t)before, added);
  if (closed)
    peer_expect_end(l.peer);
  else
    peer_expect_nothing(l.peer);
}

static void run_on_invalid_handle(const vector_t *v) {
  conn_t c = null_conn;
  if (strstr(text_of(v->args, "ct"), "wrong serial") != NULL) {
    c = join(server()).conn;
    c.serial += 1;
  }
  expect_call(v, c);
  c.serial -= 1;
  CHECK(vce_conn_is_valid(c) == 0 || unsent(c) == 0);
}

static void run_while_connecting(const vector_t *v) {
  options_t o = options();
  o.nonblock = 1;
  int port;
  int listener = peer_listen(&port);
  conn_t c = dial(open_client(&o), port);
  expect_call(v, c);
  hbs(2);
  CHECK_INT(vce_conn_writable(c), 1024);
  peer_expect_nothing(peer_accept(listener));
}

runner_t unparser_runner(const vector_t *v) {
  if (strncmp(v->function, "vce_protocol_unparser_", 22) != 0) return NULL;
  const char *handle = text_of(v->args, "ct");
  if (handle == NULL) return run_on_open_connection;
  return strstr(handle, "in progress") != NULL ? run_while_connecting : run_on_invalid_handle;
}
