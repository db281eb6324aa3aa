/* Vectors of the ready-made protocol callbacks and watchers. */
#include <stdio.h>
#include <stdlib.h>

#include "scenario.h"

static callback_t callback;
static parser_t inner;
static int callback_result, error_before, error_after, parser_error;
static char log_text[4096];

/* Calls the function under test with the log captured and the last error seeded. */
static int watched(conn_t c, char *data, int length) {
  vce_set_verbose_mode(0);
  seed_last_error();
  error_before = vce_get_last_error();
  capture_stderr();
  callback_result = callback(c, data, length);
  error_after = vce_get_last_error();
  snprintf(log_text, sizeof log_text, "%s", captured_stderr());
  vce_set_verbose_mode(-1);
  return callback_result;
}

static int noting_parser(conn_t c) {
  int result = inner(c);
  parser_error = vce_get_last_error();
  return result;
}

static callback_t callback_named(const char *name) {
  static const struct {
    const char *name;
    callback_t callback;
  } known[] = {{"vce_protocol_pcallback_echo_bin16", vce_protocol_pcallback_echo_bin16},
               {"vce_protocol_pcallback_echo_text", vce_protocol_pcallback_echo_text},
               {"vce_protocol_pcallback_noop", vce_protocol_pcallback_noop},
               {"vce_protocol_pcallback_dump", vce_protocol_pcallback_dump}};
  for (size_t i = 0; i < ELEMENTOF(known); ++i)
    if (strcmp(known[i].name, name) == 0) return known[i].callback;
  check_failed(__FILE__, __LINE__, "no such callback: %s", name);
  return NULL;
}

/* The message's number and arguments, and for a dump its exact layout. */
static void expect_log(conn_t c) {
  const event *e = events_get('R', 0);
  char head[80];
  bool noop = callback == vce_protocol_pcallback_noop;
  if (!noop && callback != vce_protocol_pcallback_dump) {
    snprintf(head, sizeof head, "%zu", e->length);
    CHECK(strstr(log_text, head) != NULL);
    return;
  }
  CHECK_INT(lines_starting(log_text, noop ? "Note:10001 " : "Note:10002 "), 1);
  const char *line = strchr(log_text, ' ');
  char *length_at, serial[20];
  snprintf(head, sizeof head, "%zu", e->length);
  snprintf(serial, sizeof serial, "%u", c.serial);
  length_at = strstr(line, head);
  CHECK(length_at != NULL && strstr(length_at + strlen(head), serial) != NULL);
  CHECK_INT(error_after, error_before);
  if (noop) return;
  capture_stderr();
  vce_set_verbose_mode(0);
  vce_dump_buffer(e->data, (int)e->length);
  vce_set_verbose_mode(-1);
  char expected[2048];
  snprintf(expected, sizeof expected, "%s\n", captured_stderr());
  CHECK_TEXT(strchr(log_text, '\n') + 1, expected);
}

static void run_callback(const vector_t *v) {
  options_t o = options();
  o.parser = noting_parser;
  o.wblen = (size_t)int_of(v->args, "wblen", 1024);
  inner = parser_named(text_of(v->args, "parser"));
  callback = callback_named(v->function);
  on.data = watched;
  link_t l = join(open_server(&o));
  peer_send_hex(l.peer, text_of(v->args, "chunk_hex"));
  hb();
  CHECK_INT(callback_result, int_of(v->entry, "expect_return", 99));
  CHECK_INT(parser_error, int_of(v->entry, "last_error", 99));
  int lines = int_of(v->values, "log_lines", -1);
  if (lines >= 0) {
    CHECK_INT(lines_starting(log_text, ""), lines);
    expect_log(l.conn);
  }
  bytes_t sent = bytes_of(text_of(v->entry, "expect_bytes_hex"));
  peer_expect(l.peer, sent.data, sent.length);
  expect_end(v, l.conn);
  if (vce_conn_is_valid(l.conn))
    peer_expect_nothing(l.peer);
  else
    peer_expect_end(l.peer);
}

static void run_watcher(const vector_t *v) {
  static const struct {
    const char *name;
    int (*watcher)(conn_t);
  } known[] = {{"vce_protocol_acceptwatcher_noop", vce_protocol_acceptwatcher_noop},
               {"vce_protocol_acceptwatcher_deny", vce_protocol_acceptwatcher_deny},
               {"vce_protocol_closewatcher_noop", vce_protocol_closewatcher_noop}};
  int (*watcher)(conn_t) = NULL;
  for (size_t i = 0; i < ELEMENTOF(known); ++i)
    if (strcmp(known[i].name, v->function) == 0) watcher = known[i].watcher;
  CHECK(watcher != NULL);
  const conn_t any[] = {null_conn, join(server()).conn};
  CHECK_TEXT(text_of(v->entry, "last_error"), "unchanged");
  for (size_t i = 0; i < ELEMENTOF(any); ++i) {
    seed_last_error();
    vce_set_verbose_mode(1);
    capture_stderr();
    int result = watcher(any[i]);
    int error = vce_get_last_error();
    CHECK_TEXT(captured_stderr(), "");
    vce_set_verbose_mode(-1);
    CHECK_INT(result, int_of(v->entry, "expect_return", 99));
    CHECK_INT(error, VCE_ECONNSERIAL);
  }
}

runner_t callback_runner(const vector_t *v) {
  if (strncmp(v->function, "vce_protocol_pcallback_", 23) == 0) return run_callback;
  if (strstr(v->function, "watcher_") != NULL) return run_watcher;
  return NULL;
}
