/* Operations that move bytes: writing, parsing, heartbeats. */
#include "operation.h"

#include <string.h>

static const char *const unparser_names[] = {"", "", "bin16", "bin32", "text", "through"};

static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_";

static int length_of(const op_t *op) {
  static const int lengths[] = {1, 3, 0, 7, 8, 15, 16, 62, 63, 64, 2, 4};
  return lengths[op->c % ELEMENTOF(lengths)];
}

/* The model's memory of what is on its way must not overflow. */
static bool has_headroom(int c) {
  const conn_t_model *x = valid(c);
  return x == NULL || x->end == NO_END || model.end[model.end[x->end].other].inbox.size < BYTES / 2;
}

/* Output of a connection that was reset is not read: the library may drop it at any time. */
static void adopt_loss(int i) {
  conn_t_model *c = valid(i);
  int unsent;
  if (c == NULL || c->end == NO_END || !model.end[c->end].reset)
    return;
  vce_conn_get_buffer(c->handle, NULL, NULL, NULL, &unsent);
  if (unsent == 0)
    c->output.size = 0;
}

void write_to(const op_t *op) {
  int c = pick_conn(op->a), size = length_of(op), before = vce_get_last_error();
  if (!has_headroom(c))
    return;
  answer_t due = call_write(c, letters, size);
  emit("  CHECK_INT(vce_conn_write(%s, (char *)\"%.*s\", %d), %ld);\n", name_of(c), size, letters,
       size, due.value);
  expect(due, vce_conn_write(handle_of(c), (char *)letters, (size_t)size), before,
         "vce_conn_write");
  adopt_loss(c);
}

void unparse_to(const op_t *op) {
  static int (*const unparsers[])(conn_t, char *, int) = {NULL,
                                                          NULL,
                                                          vce_protocol_unparser_bin16,
                                                          vce_protocol_unparser_bin32,
                                                          vce_protocol_unparser_text,
                                                          vce_protocol_unparser_through};
  parser_kind kind = P_BIN16 + op->b % 4;
  int c = pick_conn(op->a), size = op->b == 255 ? -1 : length_of(op);
  int before = vce_get_last_error();
  if (!has_headroom(c))
    return;
  answer_t due = call_unparse(c, kind, letters, size);
  emit("  CHECK_INT(vce_protocol_unparser_%s(%s, (char *)\"%.*s\", %d), %ld);\n",
       unparser_names[kind], name_of(c), size < 0 ? 0 : size, letters, size, due.value);
  expect(due, unparsers[kind](handle_of(c), (char *)letters, size), before, "an unparser");
  adopt_loss(c);
}

/* Which streams the library knows to be broken is its own affair, so none of them may be. */
void broadcast_to(const op_t *op) {
  int t = pick_context(op->a), skip = pick_conn(op->b), size = length_of(op);
  int when_full = op->c / 12 % 8 == 7 ? 2 : op->c / 12 % 2, before = vce_get_last_error();
  for (int i = CONNS; t >= 0 && (i = newest_of(t, i)) >= 0;) {
    const conn_t_model *c = &model.conn[i];
    if (!has_headroom(i) || (c->end != NO_END && model.end[c->end].reset))
      return;
  }
  answer_t due = call_broadcast(t, letters, size, skip, when_full);
  emit("  CHECK_INT(vce_tcpcontext_broadcast(%s, \"%.*s\", %d, %s, %d), %ld);\n", context_name(t),
       size, letters, size, name_of(skip), when_full, due.value);
  expect(due, vce_tcpcontext_broadcast(context_of(t), letters, size, handle_of(skip), when_full),
         before, "vce_tcpcontext_broadcast");
}

/* What the library made of one call of a ready-made parser, and what it should have. */
void parse_directly(int i, parser_kind kind) {
  conn_t_model *c = valid(i);
  int direct = world.direct;
  parser_kind direct_kind = world.direct_kind;
  step_t s = {INCOMPLETE, 0, 0, 0};
  answer_t due = {VCE_EINVAL, VCE_EINVAL};
  if (c != NULL)
    s = parser_step(c, kind, false);
  world.direct = i;
  world.direct_kind = kind;
  world.asked = world.recorded = false;
  emit("  %s(%s);\n", parser_name(kind), name_of(i));
  int result = parser_of(kind)(handle_of(i));
  int error = vce_get_last_error();
  world.direct = direct;
  world.direct_kind = direct_kind;
  if (c != NULL && !model_failure[0]) {
    due = (answer_t){0, 0};
    if (s.kind == ASKED) {
      MUST(world.asked, "nobody was asked about a long record");
      s = world.asked_result < 0 || world.recorded ? s : parser_step(c, kind, true);
      if (world.asked_result < 0)
        s.kind = TOO_LONG;
      if (world.recorded)
        s.kind = RECORD;
    }
    if (s.kind == TOO_LONG)
      due = (answer_t){VCE_EPROTO_TOOLONG, VCE_EPROTO_TOOLONG};
    if (s.kind == RECORD && world.recorded)
      due.value = world.recorded_result;
    if (s.kind == RECORD && !world.recorded) {
      MUST(!c->settings.record, "a record was not delivered to a direct parser call");
      after_record(i, s.total, 0, true);
    }
    MUST(s.kind == RECORD || !world.recorded, "a record was delivered that is not complete");
  }
  MUST(error == due.error, "a direct parser call leaves the last error %d, due is %d", error,
       due.error);
  due.error = KEPT;
  expect(due, result, vce_get_last_error(), "a direct parser call");
}

void beat(bool everyone, int only) {
  bool outermost = world.depth == 0; /* inside a callback it does nothing */
  if (outermost) {
    settle_world();
    if (model_failure[0])
      return;
    model.began_ms = now_ms();
    beat_begin(everyone, only);
    handovers_begin();
    world.trace[0] = '\0';
  }
  if (everyone)
    emit("  %s();\n", outermost ? "hb" : "vce_heartbeat");
  else
    emit("  settle();\n  vce_heartbeat_on_single_conn(%s);\n", name_of(only));
  int before = vce_get_last_error();
  if (everyone)
    vce_heartbeat();
  else
    vce_heartbeat_on_single_conn(handle_of(only));
  expect((answer_t){0, 0}, 0, before, "a heartbeat");
  if (!outermost)
    return;
  if (!model_failure[0])
    sync_model(-1);
  if (!model_failure[0])
    beat_end();
  handovers_end();
  MUST(model.must_follow < 0, "connection %d was not destroyed", model.must_follow);
  for (int i = 0; i < model.conns && !model_failure[0]; ++i) {
    const conn_t_model *c = &model.conn[i];
    MUST(vce_conn_is_valid(c->handle) == c->live, "connection %d is %s", i,
         c->live ? "gone" : "not gone");
    if (!c->live || model_failure[0])
      continue;
    MUST(vce_conn_is_closed(c->handle) == (c->mark != OPEN), "connection %d is %sclosed", i,
         c->mark != OPEN ? "not " : "");
    check_buffers(i);
  }
  size_t length = strlen(world.trace);
  if (length > 0)
    world.trace[length - 1] = '\0';
  emit("  expect_trace_any_order(\"%s\");\n", world.trace);
}
