/* Callbacks: whether one may come now, with these arguments, and what it means. */
#include "model.h"

#include <string.h>

/* After the end of a connection was settled nothing may come between. */
static void nothing_must_follow(const char *what, int c) {
  MUST(model.must_follow < 0, "%s of connection %d instead of the end of connection %d", what, c,
       model.must_follow);
}

static conn_t_model *served(int i, const char *what) {
  conn_t_model *c = valid(i);
  if (c == NULL) {
    model_fail("%s of an unknown connection", what);
    return NULL;
  }
  nothing_must_follow(what, i);
  MUST(model.in_beat, "%s of connection %d outside of a heartbeat", what, i);
  MUST(c->mark != TIMED_OUT && !c->dying, "%s of connection %d after its end", what, i);
  return model_failure[0] ? NULL : c;
}

static int least(int a, int b) { return a < b ? a : b; }

static void before_send(int i, conn_t_model *c, const char *data, int size) {
  MUST(!c->pending && !c->beat.reset, "connection %d sends before or after its time", i);
  MUST(size == c->output.size && memcmp(data, c->output.at, (size_t)size) == 0,
       "connection %d sends %d of %d bytes, or others than were written", i, size, c->output.size);
  /* With more written to it in a callback it may leave later; an answer may leave at once. */
  if (c->beat.unsent && !c->beat.sent && !c->beat.touched)
    beat_enter(2);
  else if (model.phase >= 7)
    beat_enter(9);
  c->beat.sent = true;
  c->send_byte += size;
  c->sends++;
  end_send(c->end, data, size);
}

static void before_receive(int i, conn_t_model *c, const char *data, int size) {
  end_t *e = &model.end[c->end];
  int room = model.context[c->context].rblen - c->input.size;
  if (!e->reset) { /* else what is left is read at once when a send fails */
    beat_enter(5);
    MUST(!c->beat.received || model.draining, "connection %d was read twice", i);
  }
  if (c->pending)
    beat_opened(i);
  MUST(size > 0 && size >= least(room, c->beat.settled) && size <= least(room, e->inbox.size),
       "connection %d received %d bytes, sent were %d, room is for %d", i, size, e->inbox.size,
       room);
  if (model_failure[0])
    return;
  MUST(memcmp(data, e->inbox.at, (size_t)size) == 0, "connection %d received other bytes", i);
  c->beat.settled -= size;
  c->beat.received = true;
  bytes_drop(&e->inbox, size);
  c->recv_byte += size;
  c->recvs++;
}

void before_io(int i, int direction, const char *data, int size) {
  conn_t_model *c = served(i, "an I/O callback");
  if (c == NULL)
    return;
  if (direction)
    before_send(i, c, data, size);
  else
    before_receive(i, c, data, size);
}

void after_io(int i, int direction, const char *data, int size) {
  if (model_failure[0])
    return;
  if (direction)
    bytes_drop(&model.conn[i].output, size);
  else
    bytes_append(&model.conn[i].input, data, size);
}

/* ---- Parsing ---- */

/* One more parser call of the heartbeat begins. */
static void before_call(int i, conn_t_model *c) {
  beat_enter(5);
  if (c->pending)
    beat_opened(i);
  MUST(c->beat.in_scope, "connection %d was parsed out of turn", i);
  MUST(model.draining || (++c->beat.calls <= c->settings.calls && !c->beat.no_progress &&
                          !c->beat.broken_off),
       "the parser of connection %d was called too often", i);
  MUST(takes_input(c), "connection %d was parsed with too much unsent", i);
  c->beat.before = c->input.size;
  model.break_requested = false;
}

static void after_call(int i, conn_t_model *c, int result) {
  c->beat.no_progress = c->input.size >= c->beat.before && !c->beat.touched;
  c->beat.broken_off = model.break_requested;
  if (result < 0)
    end_follows(i, true);
}

void before_record(int i, const char *data, int size, bool direct, parser_kind kind) {
  conn_t_model *c = direct ? valid(i) : served(i, "a record");
  if (c == NULL || model_failure[0])
    return;
  /* An error callback has opened this call already. */
  bool asked = c->settings.maximum > 0 && c->settings.too_long && kind == P_BIN16 &&
               parser_step(c, kind, false).kind == ASKED;
  if (!direct && !asked)
    before_call(i, c);
  step_t s = parser_step(c, kind, true);
  MUST(s.kind == RECORD, "connection %d got a record that is not complete", i);
  MUST(c->settings.record, "connection %d got a record without a protocol callback", i);
  if (model_failure[0])
    return;
  MUST(size == s.length && memcmp(data, c->input.at + s.skip, (size_t)size) == 0,
       "connection %d got %d bytes, its record has %d, or others", i, size, s.length);
}

/* `total` is the size of the whole record when its callback began. */
void after_record(int i, int total, int result, bool direct) {
  conn_t_model *c = &model.conn[i];
  if (model_failure[0])
    return;
  bytes_drop(&c->input, least(total, c->input.size));
  if (direct)
    c->beat.touched |= model.in_beat;
  else
    after_call(i, c, result);
}

void before_too_long(int i, bool direct, parser_kind kind) {
  conn_t_model *c = direct ? valid(i) : served(i, "an error callback");
  if (c == NULL || model_failure[0])
    return;
  if (!direct)
    before_call(i, c);
  MUST(parser_step(c, kind, false).kind == ASKED, "asked about a record of allowed length");
}

void after_too_long(int i, int result, bool direct) {
  conn_t_model *c = &model.conn[i];
  if (model_failure[0] || direct)
    return;
  step_t s = parser_step(c, P_BIN16, true);
  if (result < 0 || s.kind == TOO_LONG)
    end_follows(i, true);
  else if (s.kind == INCOMPLETE)
    after_call(i, c, 0);
  else if (!c->settings.record)
    after_record(i, s.total, 0, false);
}

void before_parser(int i, int unread) {
  conn_t_model *c = served(i, "a parser call");
  if (c == NULL)
    return;
  before_call(i, c);
  MUST(c->settings.parser == P_CUSTOM, "connection %d has another parser", i);
  MUST(unread == c->input.size && unread > 0, "connection %d shows %d of %d bytes", i, unread,
       c->input.size);
}

void after_parser(int i, int result) {
  if (!model_failure[0])
    after_call(i, &model.conn[i], result);
}

/* ---- Ends ---- */

static bool follows(int i, int event) {
  bool expected = model.must_follow == i && (int)model.must_event == event;
  if (!expected)
    nothing_must_follow("the end", i);
  model.must_follow = -1;
  return expected;
}

void before_close(int i, CLOSE_REASON reason) {
  conn_t_model *c = valid(i);
  if (c == NULL || !c->settings.closewatcher || c->closewatched || !model.in_beat) {
    model_fail("a closewatcher that nobody set, or twice, or outside of a heartbeat");
    return;
  }
  if (follows(i, CLOSEWATCHER))
    MUST(reason == CLOSE_REASON_PARSER, "connection %d ended for reason %d", i, reason);
  else
    MUST(end_is_due(c, reason), "connection %d ended for reason %d", i, reason);
  /* Only the sweep ends those that were closed before. */
  if (reason == CLOSE_REASON_PARSER)
    beat_enter(5);
  /* A failing send may show that the peer is gone. */
  int earliest = c->end != NO_END && model.end[c->end].reset ? 2 : 5;
  if (reason == CLOSE_REASON_REMOTE && model.phase < earliest)
    beat_enter(earliest);
  c->dying = c->closewatched = true;
}

void after_close(int i) {
  if (!model_failure[0])
    end_follows(i, false);
}

void before_final(int i) {
  conn_t_model *c = valid(i);
  if (c == NULL || !model.context[c->context].finalizer || !model.in_beat) {
    model_fail("a finalizer that nobody set, or outside of a heartbeat");
    return;
  }
  if (follows(i, FINALIZER))
    return;
  bool due = false;
  for (int r = CLOSE_REASON_REMOTE; r <= CLOSE_REASON_PARSER; ++r)
    due |= end_is_due(c, (CLOSE_REASON)r);
  MUST(due && !c->settings.closewatcher, "connection %d ended", i);
  c->dying = true;
}

void after_final(int i) {
  if (!model_failure[0])
    conn_gone(&model.conn[i]);
}
