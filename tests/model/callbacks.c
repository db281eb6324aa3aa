/* Callbacks of the library, shown to the model; and the hooks of the printed test. */
#include "world.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static struct {
  FILE *cases; /* of the printed hook */
  char *text;
  size_t size;
  int calls;
} hooks[CB_COUNT];

static int find(conn_t handle) {
  for (int i = model.conns - 1; i >= 0; --i)
    if (vce_conn_is_equal(model.conn[i].handle, handle))
      return i;
  return -1;
}

static int find_context(tcpcontext_t handle) {
  for (int t = model.contexts - 1; t >= 0; --t)
    if (model.context[t].handle == handle)
      return t;
  return -1;
}

static void traced(const char *format, ...) {
  size_t used = strlen(world.trace);
  va_list args;
  va_start(args, format);
  vsnprintf(world.trace + used, sizeof world.trace - used, format, args);
  va_end(args);
}

static unsigned number(int c) { return model.conn[c].handle.serial - world.serial_before; }

static void trace_bytes(const char *data, int size) {
  for (int i = 0; i < size; ++i) {
    unsigned char b = (unsigned char)data[i];
    bool plain = (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
    traced(plain ? "%c" : "%%%02x", b);
  }
}

static bool acted; /* in the last callback */

/* Does what is armed for this callback; its result, or `usual`. */
static int act(cb_kind kind, int usual) {
  int from, to, call = hooks[kind].calls++;
  acted = false;
  if (model_failure[0] || model.draining || !arm_take(kind, &from, &to))
    return usual;
  int result = arm_result(), direct = world.direct;
  bool late = model.late;
  FILE *out = world.out;
  if (hooks[kind].cases) {
    world.out = hooks[kind].cases;
    emit("  case %d:\n", call);
  }
  world.direct = -1;
  ++world.depth;
  model.late |= kind == CB_IO || (model.phase >= 5 && (kind == CB_CLOSE || kind == CB_FINAL));
  do_range(NULL, from, to);
  --world.depth;
  model.late = late;
  world.direct = direct;
  emit(kind == CB_FINAL || kind == CB_IO ? "    break;\n" : "    return %d;\n", result);
  world.out = out;
  acted = true;
  return result;
}

void hooks_reset(bool print) {
  for (int k = 0; k < CB_COUNT; ++k) {
    if (hooks[k].cases)
      fclose(hooks[k].cases);
    free(hooks[k].text);
    hooks[k].text = NULL;
    hooks[k].cases = print ? open_memstream(&hooks[k].text, &hooks[k].size) : NULL;
    hooks[k].calls = 0;
  }
}

void print_hooks(FILE *to) {
  static const char *const heads[] = {
      "int on_accept(conn_t x)",
      "int on_hiwater(conn_t x, int n)",
      "int on_warning(tcpcontext_t x)",
      "int on_record(conn_t x, char *data, int size)",
      "int on_too_long(conn_t x)",
      "int on_parser(conn_t x)",
      "int on_close(conn_t x, CLOSE_REASON r)",
      "void on_final(conn_t x)",
      "void on_io(conn_t x, int direction, char *data, size_t size)",
      "int on_visit(conn_t x)"};
  for (int k = 0; k < CB_COUNT; ++k) {
    if (hooks[k].cases == NULL)
      continue;
    fflush(hooks[k].cases);
    fprintf(to, "static %s {\n  static int calls;\n  (void)x;\n", heads[k]);
    if (k == CB_HIWATER)
      fputs("  (void)n;\n", to);
    if (k == CB_RECORD)
      fputs("  (void)data, (void)size;\n", to);
    if (k == CB_CLOSE)
      fputs("  (void)r;\n", to);
    if (k == CB_IO)
      fputs("  (void)direction, (void)data, (void)size;\n", to);
    fprintf(to, "  switch (calls++) {\n%s  default:\n    break;\n  }\n%s}\n\n", hooks[k].text,
            k == CB_FINAL || k == CB_IO ? "" : "  return 0;\n");
  }
}

/* ---- Callbacks ---- */

static int accepted(conn_t handle, int n, verdict how) {
  int t = find_context(vce_conn_get_tcpcontext(handle));
  if (t < 0 || !model.in_beat || model.must_follow >= 0) {
    model_fail("a watcher was called for an unknown context or at a wrong time");
    return 0;
  }
  sync_model(t);
  beat_enter(7);
  MUST(judge(t) == how, "context %d should have answered differently to a peer", t);
  unsigned short port;
  vce_conn_get_remote_ipv4_addr(handle, NULL, &port);
  const context_t *x = &model.context[t];
  int due = x->waiting > 0 ? model.end[model.end[x->queue[0]].other].port : 0;
  MUST(due == 0 || due == port, "peers were accepted out of order");
  if (model_failure[0])
    return 0;
  int c = accept_admitted(t);
  if (c < 0)
    return 0;
  FILE *out = world.out;
  cb_kind kind = how == ADMIT_HIWATER ? CB_HIWATER : CB_ACCEPT;
  FILE *cases = hooks[kind].cases; /* act() must not begin a case of its own */
  MUST(how != ADMIT_HIWATER || n == context_count(t), "the hi-water watcher got %d", n);
  if (cases)
    world.out = cases;
  if (cases)
    emit("  case %d:\n  c[%d] = x;\n", hooks[kind].calls, c);
  hooks[kind].cases = NULL;
  know_connection(c, handle);
  traced(how == ADMIT_HIWATER ? "W%u:%d " : "A%u ", number(c), n);
  int result = act(kind, 0);
  if (cases && !acted)
    emit("    return 0;\n");
  hooks[kind].cases = cases;
  world.out = out;
  if (result < 0 && !model_failure[0]) {
    model.conn[c].turned_away = true;
    end_follows(c, false);
  }
  return result;
}

int on_accept(conn_t handle) { return accepted(handle, 0, ADMIT_WATCHED); }
int on_hiwater(conn_t handle, int n) { return accepted(handle, n, ADMIT_HIWATER); }

int on_warning(tcpcontext_t handle) {
  int t = find_context(handle);
  if (t < 0 || model_failure[0])
    return 0;
  sync_model(t);
  before_warning(t);
  traced("X ");
  int result = act(CB_WARNING, -1);
  if (!model_failure[0])
    after_warning(t, result);
  return result;
}

int on_record(conn_t handle, char *data, int size) {
  int c = find(handle), direct = world.direct == c;
  if (c < 0 || model_failure[0])
    return 0;
  if (!direct)
    sync_model(-1);
  parser_kind kind = direct ? world.direct_kind : model.conn[c].settings.parser;
  before_record(c, data, size, direct, kind);
  if (model_failure[0])
    return 0;
  int total = parser_step(&model.conn[c], kind, true).total;
  traced("R%u:", number(c));
  trace_bytes(data, size);
  traced(" ");
  int result = act(CB_RECORD, 0);
  after_record(c, total, result, direct);
  if (direct)
    world.recorded = true, world.recorded_result = result;
  return result;
}

int on_too_long(conn_t handle) {
  int c = find(handle), direct = world.direct == c;
  if (c < 0 || model_failure[0])
    return 0;
  if (!direct)
    sync_model(-1);
  before_too_long(c, direct, direct ? world.direct_kind : model.conn[c].settings.parser);
  traced("E%u ", number(c));
  int result = act(CB_TOO_LONG, 0);
  after_too_long(c, result, direct);
  if (direct)
    world.asked = true, world.asked_result = result;
  return result;
}

int on_parser(conn_t handle) {
  int c = find(handle), unread;
  if (c < 0 || model_failure[0])
    return 0;
  sync_model(-1);
  vce_conn_get_buffer(handle, NULL, &unread, NULL, NULL);
  before_parser(c, unread);
  traced("P%u:%d ", number(c), unread);
  int result = act(CB_PARSER, 0);
  after_parser(c, result);
  return result;
}

int on_close(conn_t handle, CLOSE_REASON reason) {
  static const char *const names[] = {"", "remote", "app", "timeout", "", "", "parser"};
  int c = find(handle);
  if (c < 0 || model_failure[0])
    return 0;
  sync_model(-1);
  before_close(c, reason);
  traced("C%u:%s ", number(c), reason >= 0 && reason <= 6 ? names[reason] : "?");
  int result = act(CB_CLOSE, 0);
  after_close(c);
  return result;
}

void on_final(conn_t handle) {
  int c = find(handle);
  if (c < 0 || model_failure[0])
    return;
  sync_model(-1);
  before_final(c);
  traced("F%u ", number(c));
  act(CB_FINAL, 0);
  after_final(c);
}

void on_io(conn_t handle, int direction, char *data, size_t size) {
  int c = find(handle);
  if (c < 0 || model_failure[0])
    return;
  char copy[BYTES];
  sync_model(-1);
  before_io(c, direction, data, (int)size);
  if (model_failure[0])
    return;
  memcpy(copy, data, size);
  traced("I%u:%c:", number(c), direction ? 'w' : 'r');
  trace_bytes(data, (int)size);
  traced(" ");
  act(CB_IO, 0);
  after_io(c, direction, copy, (int)size);
}

int on_visit(conn_t handle) {
  int c = find(handle);
  if (model_failure[0])
    return 0;
  MUST(world.visit_result >= 0 && c >= 0 && c == world.visit_next,
       "the walk came to connection %d, due was %d", c, world.visit_next);
  if (model_failure[0])
    return 0;
  int context = world.visit_context;
  int result = act(CB_VISIT, 0);
  world.visit_context = context;
  world.visit_next = newest_of(context, c);
  world.visit_result = result;
  world.visits++;
  return result;
}
