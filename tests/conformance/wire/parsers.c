/* Parser scenarios: a peer sends chunks, the library runs heartbeats, and callbacks, results and
 * the rest of the buffer are compared. Each runs twice: with the ready-made parser installed, and
 * with a parser of the application that calls it and notes what it saw and returned. */
#include <stdlib.h>

#include "scenario.h"

enum { MOST_CALLS = 1000, LARGE_CHUNK = 60000 };

typedef struct call_t {
  int buffered;
  int result;
  int last_error;
} call_t;

static call_t calls[MOST_CALLS];
static int call_count;
static parser_t inner;
static int callback_result, errcall_result;

static int noting_parser(conn_t c) {
  call_t *k = &calls[call_count < MOST_CALLS ? call_count++ : 0];
  k->buffered = unread(c);
  k->result = inner(c);
  k->last_error = vce_get_last_error();
  return k->result;
}

static int answer(conn_t c, char *data, int length) {
  (void)c;
  (void)length;
  CHECK(data != NULL);
  return callback_result;
}

static int errcall(conn_t c) {
  (void)c;
  return errcall_result;
}

/* A server as the arguments say, and its one connection. */
static link_t open_scene(const vector_t *v, bool noting) {
  options_t o = options();
  o.rblen = (size_t)int_of(v->args, "rblen", 4096);
  o.calls = int_of(v->args, "parser_calls_per_heartbeat", 1);
  inner = parser_named(v->function);
  o.parser = noting ? noting_parser : inner;
  tcpcontext_t s = open_server(&o);
  callback_result = int_of(v->args, "pcallback_returns", 0);
  on.data = answer;
  if (is_null(v->args, "pcallback")) vce_tcpcontext_set_conn_parser(s, o.parser, NULL);
  if (json_object_get(v->args, "set_maxlength") != NULL) {
    errcall_result = int_of(v->args, "errcall_returns", 0);
    on.too_long = errcall;
    vce_tcpcontext_protocol_set_maxlength(
        s, int_of(v->args, "set_maxlength", 0),
        is_null(v->args, "errcall_returns") ? NULL : record_too_long);
  }
  call_count = 0;
  return join(s);
}

static void send_chunks(const vector_t *v, int peer) {
  json_t *chunks = json_object_get(v->args, "chunks_hex");
  int heartbeats = int_of(v->args, "heartbeats_after_each_chunk", 0);
  for (size_t i = 0; i < json_array_size(chunks); ++i) {
    bytes_t chunk = bytes_of(json_string_value(json_array_get(chunks, i)));
    peer_send(peer, chunk.data, chunk.length);
    hbs(heartbeats);
    if (chunk.length > LARGE_CHUNK) PUMP_UNTIL(events_count('R') > 0);
  }
}

static void expect_lengths(json_t *list) {
  for (size_t i = 0; i < json_array_size(list); ++i)
    CHECK_INT(events_get('R', (int)i)->length, json_integer_value(json_array_get(list, i)));
}

/* Drops calls on an empty buffer and repetitions of the call before: how often a parser looks at
 * the same bytes again is not promised. */
static int essence(const call_t *in, int count, call_t *out) {
  int n = 0;
  for (int i = 0; i < count; ++i) {
    if (in[i].buffered == 0) continue;
    if (n > 0 && memcmp(&out[n - 1], &in[i], sizeof in[i]) == 0) continue;
    out[n++] = in[i];
  }
  return n;
}

static void expect_calls(json_t *list) {
  static call_t expected[MOST_CALLS], wanted[MOST_CALLS], seen[MOST_CALLS];
  int count = (int)json_array_size(list);
  if (count == 0) return;
  for (int i = 0; i < count; ++i) {
    json_t *k = json_array_get(list, (size_t)i);
    expected[i] = (call_t){int_of(k, "buffered", -1), int_of(k, "return", 99),
                           int_of(k, "last_error", 99)};
  }
  if (expected[0].buffered < 0) { /* what the library must answer in the end, at whatever point */
    CHECK(call_count > 0);
    CHECK_INT(calls[call_count - 1].result, expected[count - 1].result);
    CHECK_INT(calls[call_count - 1].last_error, expected[count - 1].last_error);
    for (int i = 0; i + 1 < call_count; ++i) CHECK_INT(calls[i].result, 0);
    return;
  }
  int n = essence(expected, count, wanted), m = essence(calls, call_count, seen);
  CHECK_INT(m, n);
  for (int i = 0; i < n; ++i) {
    CHECK_INT(seen[i].buffered, wanted[i].buffered);
    CHECK_INT(seen[i].result, wanted[i].result);
    CHECK_INT(seen[i].last_error, wanted[i].last_error);
  }
}

/* The length callback runs at every parser call while its record is in front, so only "never" and
 * "once" are exact numbers. */
static void expect_errcalls(const vector_t *v, bool noting) {
  int expected = int_of(v->values, "maxlen_callback_calls", 0), seen = events_count('E');
  if (expected <= 1)
    CHECK_INT(seen, expected);
  else if (noting)
    CHECK_INT(seen, call_count);
  else
    CHECK_RANGE(seen, 2, expected);
}

static void run_once(const vector_t *v, bool noting) {
  link_t l = open_scene(v, noting);
  send_chunks(v, l.peer);
  expect_records(json_object_get(v->values, "callback_data_hex"));
  expect_lengths(json_object_get(v->values, "callback_lens"));
  expect_errcalls(v, noting);
  if (noting) expect_calls(json_object_get(v->values, "parser_calls"));
  expect_end(v, l.conn);
  if (int_of(v->values, "close_reason", 0) != 0) peer_expect_over(l.peer);
}

static void run_parser(const vector_t *v) {
  run_once(v, false);
  events_clear();
  run_once(v, true);
}

static void run_invalid(const vector_t *v) {
  parser_t parser = parser_named(v->function);
  conn_t stale = join(server()).conn;
  stale.serial += 1;
  const conn_t invalid[] = {null_conn, stale};
  for (size_t i = 0; i < ELEMENTOF(invalid); ++i) {
    seed_last_error();
    CHECK_INT(parser(invalid[i]), int_of(v->entry, "expect_return", 99));
    CHECK_INT(vce_get_last_error(), int_of(v->entry, "last_error", 99));
  }
  expect_trace("");
}

static void run_without_callback(const vector_t *v) {
  for (int noting = 0; noting <= 1; ++noting) {
    link_t l = open_scene(v, noting == 1);
    send_chunks(v, l.peer);
    hb();
    CHECK_INT(events_count('R'), 0);
    if (noting == 1) {
      CHECK_INT(calls[0].result, int_of(v->entry, "expect_return", 99));
      CHECK_INT(calls[0].last_error, int_of(v->entry, "last_error", 99));
    }
    expect_end(v, l.conn);
  }
}

/* The peer sends records and closes. V1 replaces the loss that the vector with one call per
 * heartbeat shows: all records are delivered, then the connection ends as REMOTE. */
static void run_peer_close(const vector_t *v) {
  link_t l = open_scene(v, false);
  send_chunks(v, l.peer);
  peer_close(l.peer);
  PUMP_UNTIL(events_count('F') == 1);
  expect_end(v, l.conn);
  expect_trace("R1:a R1:b R1:c C1:remote F1");
}

static parser_t second_parser;

static int switch_parser(conn_t c, char *data, int length) {
  (void)data;
  if (length == 2) vce_conn_set_parser(c, second_parser, record_data);
  return 0;
}

static void run_set_parser(const vector_t *v) {
  options_t o = options();
  o.parser = parser_named(text_of(v->args, "first_parser"));
  o.calls = int_of(v->args, "parser_calls_per_heartbeat", 1);
  second_parser = vce_protocol_parser_bin16;
  on.data = switch_parser;
  link_t l = join(open_server(&o));
  peer_send_hex(l.peer, text_of(v->args, "chunk_hex"));
  hbs(int_of(v->values, "heartbeats_needed", 0));
  expect_records(json_object_get(v->values, "callback_data_hex"));
  CHECK_INT(vce_conn_is_valid(l.conn), 1);
}

runner_t parser_runner(const vector_t *v) {
  if (strcmp(v->function, "vce_conn_set_parser") == 0) return run_set_parser;
  if (strncmp(v->function, "vce_protocol_parser_", 20) != 0) return NULL;
  if (json_object_get(v->args, "ct") != NULL) return run_invalid;
  if (json_object_get(v->args, "peer") != NULL) return run_peer_close;
  if (json_object_get(v->args, "rblen") == NULL) return run_without_callback;
  return run_parser;
}
