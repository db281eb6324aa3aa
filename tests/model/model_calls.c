/* The answer of every call in every state, and the change it makes. */
#include "model.h"

#include <string.h>

static const answer_t invalid = {VCE_EINVAL, VCE_EINVAL};

conn_t_model *valid(int c) {
  return c >= 0 && c < model.conns && model.conn[c].live ? &model.conn[c] : NULL;
}

static answer_t success(long value) { return (answer_t){value, VCE_NOERROR}; }
static answer_t failure(int code) { return (answer_t){code, code}; }

/* A call inside a callback may come before or after the heartbeat got to this connection. */
static void touch(conn_t_model *c) {
  c->beat.touched |= model.in_beat;
  c->beat.late |= model.late;
}

static void count_writes(conn_t_model *c, int n) {
  c->writes += n;
  model.context[c->context].writes += n;
}

answer_t call_write(int i, const char *data, int size) {
  conn_t_model *c = valid(i);
  if (i == NULL_HANDLE)
    return invalid;
  if (c == NULL)
    return failure(VCE_ECONNSERIAL);
  if (c->pending)
    return failure(VCE_ENOTREADY);
  if (c->mark != OPEN)
    return failure(VCE_ECLOSED);
  count_writes(c, 1);
  if (size == 0)
    return (answer_t){0, VCE_EINVAL};
  if (data == NULL)
    return invalid;
  if (size > room_of(c))
    return failure(VCE_EFULL);
  bytes_append(&c->output, data, size);
  touch(c);
  return success(size);
}

answer_t call_unparse(int i, parser_kind kind, const char *data, int size) {
  conn_t_model *c = valid(i);
  if (c == NULL || size < 0 || (data == NULL && size > 0))
    return invalid;
  if (kind == P_THROUGH)
    return call_write(i, data, size);
  int head = kind == P_BIN16 ? 2 : kind == P_BIN32 ? 4 : 0;
  int framed = head + size + (kind == P_TEXT);
  if (c->pending || framed > room_of(c))
    return failure(VCE_EWBFULL);
  if (c->mark != OPEN)
    return (answer_t){framed, kind == P_TEXT ? VCE_ECLOSED : VCE_NOERROR};
  count_writes(c, 2);
  char header[4] = {0, 0, (char)(size >> 8), (char)size};
  bytes_append(&c->output, header + 4 - head, head);
  bytes_append(&c->output, data, size);
  if (kind == P_TEXT)
    bytes_append(&c->output, "\n", 1);
  touch(c);
  return success(framed);
}

answer_t call_writable(int i) {
  conn_t_model *c = valid(i);
  if (c == NULL)
    return invalid;
  return success(c->pending ? 0 : room_of(c));
}

answer_t call_writed(int i) {
  conn_t_model *c = valid(i);
  if (c == NULL || c->pending)
    return (answer_t){1, KEPT};
  return success(c->output.size == 0);
}

answer_t call_close(int i) {
  conn_t_model *c = valid(i);
  if (c == NULL)
    return invalid;
  if (c->mark != OPEN)
    return (answer_t){0, VCE_EALREADY};
  c->mark = CLOSING;
  touch(c);
  return success(0);
}

static void close_all(int t) {
  for (int i = CONNS; (i = newest_of(t, i)) >= 0;)
    if (model.conn[i].mark == OPEN)
      call_close(i);
}

answer_t call_close_all(int t) {
  if (t < 0 || !model.context[t].alive)
    return (answer_t){0, VCE_EINVAL};
  close_all(t);
  return success(0);
}

answer_t call_broadcast(int t, const char *data, int size, int skip, int when_full) {
  if (t < 0 || !model.context[t].alive)
    return invalid;
  if (when_full != VCE_FULL_DROP && when_full != VCE_FULL_CLOSE)
    return failure(VCE_ERANGE);
  if (size > model.context[t].wblen)
    return failure(VCE_ELONGINPUT);
  int took = 0;
  for (int i = CONNS; (i = newest_of(t, i)) >= 0 && size > 0;) {
    const conn_t_model *c = &model.conn[i];
    if (c->pending || c->mark != OPEN || c->dying || i == skip)
      continue;
    if (call_write(i, data, size).value > 0)
      ++took;
    else if (when_full == VCE_FULL_CLOSE)
      call_close(i);
  }
  return success(took);
}

answer_t call_set_timeout(int i, int seconds) {
  conn_t_model *c = valid(i);
  if (c == NULL)
    return invalid;
  c->timeout = seconds;
  touch(c);
  return success(0);
}

answer_t call_shrink(int i, int size) {
  conn_t_model *c = valid(i);
  if (c == NULL)
    return (answer_t){0, VCE_EINVAL};
  if (size > c->input.size)
    size = c->input.size;
  if (size < 0)
    size = 0;
  bytes_drop(&c->input, size);
  touch(c);
  return success(size);
}

answer_t call_set_parser(int i, parser_kind kind, bool record) {
  conn_t_model *c = valid(i);
  if (c == NULL)
    return (answer_t){0, KEPT};
  c->settings.parser = kind;
  c->settings.record = record;
  touch(c);
  return (answer_t){0, KEPT};
}

answer_t call_index(int i) {
  if (i < 0 && i != WRONG_SERIAL && i != ZERO_SERIAL)
    return failure(VCE_EALIGNMENT);
  int slot = model.conn[i < 0 ? model.conns - 1 : i].slot;
  return (answer_t){slot, KEPT};
}

answer_t call_cleanup(int i) {
  if (i < 0 || !model.context[i].alive)
    return (answer_t){0, VCE_EINVAL};
  context_t *t = &model.context[i];
  t->alive = t->listening = false;
  const int taken = t->asking; /* out of the kernel's hands */
  for (int n = taken; n < t->waiting; ++n)
    end_reset(t->queue[n]);
  t->waiting = taken;
  close_all(i);
  return success(0);
}

answer_t call_connect(int i, bool server_listens, bool bad_target) {
  if (i < 0 || !model.context[i].alive)
    return (answer_t){0, VCE_EINVAL};
  const context_t *t = &model.context[i];
  if (context_count(i) >= t->maxcon)
    return (answer_t){0, VCE_EFULL};
  if (bad_target || (!server_listens && !t->nonblock))
    return (answer_t){0, VCE_ECONNECT};
  if (pool_used() >= MAX_SLOTS)
    return (answer_t){0, VCE_EFULL};
  return success(1);
}

answer_t call_create(const context_t *wanted) {
  if (alive_contexts() >= MAX_CONTEXTS)
    return (answer_t){0, VCE_EFULL};
  if (wanted->rblen == 0 || wanted->wblen == 0 || wanted->maxcon < 0)
    return (answer_t){0, VCE_EARRAY};
  return success(1);
}

/* Everything is closed, nothing is called. */
void call_finalize(void) {
  for (int i = 0; i < model.conns; ++i)
    if (model.conn[i].live || model.conn[i].leaving ||
        (model.conn[i].end != NO_END && model.end[model.conn[i].end].lingers)) {
      model.conn[i].live = model.conn[i].leaving = false;
      if (model.conn[i].end != NO_END)
        end_close(model.conn[i].end);
    }
  for (int t = 0; t < model.contexts; ++t)
    model.context[t].alive = model.context[t].listening = false;
  model.free_count = model.fresh = 0;
}

/* ---- Ready-made parsers ---- */

static step_t prefixed(const conn_t_model *c, int header, long longest) {
  step_t s = {INCOMPLETE, header, 0, 0};
  long length = 0;
  int limit = model.context[c->context].rblen;
  if (c->input.size > 0 && limit < header)
    s.kind = TOO_LONG;
  if (c->input.size < header)
    return s;
  for (int i = 0; i < header; ++i)
    length = length << 8 | (unsigned char)c->input.at[i];
  if (header == 2 && c->settings.maximum > 0 && length > c->settings.maximum)
    s.kind = ASKED;
  s.length = (int)length;
  s.total = header + s.length;
  if (s.kind == ASKED)
    return s;
  if (length > longest || length + header > limit)
    s.kind = TOO_LONG;
  else if (s.total <= c->input.size)
    s.kind = RECORD;
  return s;
}

static step_t line(const conn_t_model *c) {
  step_t s = {INCOMPLETE, 0, 0, 0};
  const char *end = memchr(c->input.at, '\n', (size_t)c->input.size);
  if (end == NULL) {
    if (c->input.size >= model.context[c->context].rblen)
      s.kind = TOO_LONG;
    return s;
  }
  s.kind = RECORD;
  s.length = (int)(end - c->input.at);
  s.total = s.length + 1;
  if (s.length > 0 && end[-1] == '\r')
    s.length--;
  return s;
}

/* With `permitted` the error callback has allowed a record above the maximum. */
step_t parser_step(const conn_t_model *c, parser_kind kind, bool permitted) {
  step_t s = {INCOMPLETE, 0, 0, 0};
  switch (kind) {
  case P_BIN16:
    s = prefixed(c, 2, 65535);
    if (s.kind != ASKED)
      return s;
    if (!permitted) {
      if (!c->settings.too_long)
        s.kind = TOO_LONG;
      return s;
    }
    s.kind = s.total > model.context[c->context].rblen ? TOO_LONG
             : s.total <= c->input.size                ? RECORD
                                                       : INCOMPLETE;
    return s;
  case P_BIN32:
    return prefixed(c, 4, BIN32DATA_MAX);
  case P_TEXT:
    return line(c);
  case P_THROUGH:
    s.length = s.total = c->input.size;
    if (s.total > 0)
      s.kind = RECORD;
    return s;
  default:
    return s;
  }
}
