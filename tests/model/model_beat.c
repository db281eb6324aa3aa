/* The callbacks and bytes that one heartbeat owes to each connection. */
#include "model.h"

#include <string.h>

void beat_begin(bool everyone, int only) {
  model.in_beat = true;
  model.phase = 1;
  model.everyone = everyone;
  model.only = only;
  for (int i = 0; i < model.conns; ++i) {
    conn_t_model *c = &model.conn[i];
    memset(&c->beat, 0, sizeof c->beat);
    if (!c->live)
      begin_lingering_beat(c);
    if (!c->live)
      continue;
    const end_t *e = c->end == NO_END ? NULL : &model.end[c->end];
    c->beat.live = true;
    c->beat.pending = c->pending;
    /* Closed by both sides, it may end for either reason. */
    c->beat.due = c->mark == TIMED_OUT || (c->mark == CLOSING && !(e != NULL && e->reset) &&
                                           (c->output.size == 0 || c->pending));
    c->beat.unsent = !c->pending && c->output.size > 0;
    c->beat.full = c->input.size >= model.context[c->context].rblen;
    c->beat.negative = c->timeout < 0;
    c->beat.reset = e != NULL && e->reset;
    c->beat.fin = e != NULL && e->fin;
    c->beat.settled = e != NULL ? e->inbox.size : 0;
    c->beat.owed = c->owed;
    c->beat.in_scope = everyone || only == i;
  }
}

static bool beaten(const conn_t_model *c) { return c->live && !c->dying && !c->beat.touched; }

/* The heartbeat has got to this step: the ones before it are done. */
void beat_enter(int phase) {
  if (model.draining)
    return;
  MUST(phase >= model.phase, "step %d of the heartbeat came after step %d", phase, model.phase);
  for (int i = 0; i < model.conns; ++i) {
    conn_t_model *c = &model.conn[i];
    if (!c->beat.live || !c->live || c->dying)
      continue;
    if (phase >= 2 && model.phase < 2)
      MUST(!c->beat.due, "connection %d is closed and was not destroyed by the sweep", i);
    const bool is_reset = c->end != NO_END && model.end[c->end].reset;
    if (phase >= 3 && model.phase < 3 && c->beat.unsent && !is_reset && beaten(c))
      MUST(c->beat.sent, "what was written to connection %d was not sent first", i);
    if (phase >= 5 && model.phase < 5 && c->beat.negative && beaten(c))
      MUST(c->mark == TIMED_OUT, "the limit below zero of connection %d did not expire", i);
  }
  if (phase > model.phase)
    model.phase = phase;
}

void beat_opened(int i) {
  conn_t_model *c = &model.conn[i];
  MUST(c->pending && !c->refused, "connection %d became open by itself", i);
  MUST(c->mark == OPEN || c->beat.touched, "connection %d became open though closed", i);
  c->pending = false;
}

void beat_struck(int i) {
  conn_t_model *c = &model.conn[i];
  MUST(c->timeout < 0 && c->mark == OPEN, "connection %d was closed by nobody", i);
  c->mark = TIMED_OUT;
  model.context[c->context].timeouts++;
}

/* Records without a protocol callback were taken out of its input. */
void beat_discarded(int i, int unread) {
  conn_t_model *c = &model.conn[i];
  while (c->input.size > unread) {
    step_t s = parser_step(c, c->settings.parser, false);
    if (s.kind != RECORD || (++c->beat.calls > c->settings.calls && !model.draining)) {
      model_fail("connection %d lost %d bytes of input", i, c->input.size - unread);
      return;
    }
    bytes_drop(&c->input, s.total);
  }
}

void beat_output_lost(int i) {
  conn_t_model *c = &model.conn[i];
  MUST(c->end != NO_END && model.end[c->end].reset, "connection %d lost its output", i);
  c->output.size = 0;
}

/* ---- Ends ---- */

/* Could its parser still deliver something of what has arrived? */
static bool holds_record(const conn_t_model *c) {
  return c->settings.calls > 0 && takes_input(c) && !c->beat.touched &&
         parser_step(c, c->settings.parser, false).kind == RECORD;
}

/* Without a protocol callback its records went unseen, as many as the quota allows. */
static const conn_t_model *without_unseen(const conn_t_model *c) {
  static conn_t_model rest;
  if (c->settings.record || !c->beat.in_scope || c->input.size == 0)
    return c;
  rest = *c;
  for (step_t s; rest.beat.calls < rest.settings.calls || model.draining; rest.beat.calls++) {
    s = parser_step(&rest, rest.settings.parser, false);
    if (s.kind != RECORD)
      break;
    bytes_drop(&rest.input, s.total);
  }
  return &rest;
}

bool end_is_due(const conn_t_model *c, CLOSE_REASON reason) {
  c = without_unseen(c);
  const end_t *e = c->end == NO_END ? NULL : &model.end[c->end];
  bool sent = c->output.size == 0 || c->pending || (e != NULL && e->reset);
  bool struck_closing = c->mark == CLOSING && c->timeout < 0 && model.phase <= 3;
  switch (reason) {
  case CLOSE_REASON_APPLICATION:
    return c->mark == CLOSING && sent &&
           (model.draining || ((c->beat.due || c->beat.reset) && model.phase == 1) || struck_closing);
  case CLOSE_REASON_TIMEOUT:
    return (c->mark == TIMED_OUT && c->beat.due && model.phase == 1) || (struck_closing && !sent);
  case CLOSE_REASON_REMOTE:
    if (c->mark == TIMED_OUT)
      return false;
    if (c->refused || (e != NULL && e->reset))
      return true;
    return e != NULL && e->fin && e->inbox.size == 0 && sent && !holds_record(c);
  case CLOSE_REASON_PARSER:
    return c->beat.in_scope &&
           (model.draining || (c->beat.calls < c->settings.calls && model.phase <= 5)) &&
           c->settings.parser > P_CUSTOM &&
           parser_step(c, c->settings.parser, false).kind == TOO_LONG;
  default:
    return false;
  }
}

/* The next event is the end of this connection, if anything is told about it. */
void end_follows(int i, bool tell_closewatcher) {
  conn_t_model *c = &model.conn[i];
  if (tell_closewatcher && c->settings.closewatcher) {
    model.must_event = CLOSEWATCHER;
  } else if (model.context[c->context].finalizer) {
    model.must_event = FINALIZER;
  } else {
    conn_gone(c);
    return;
  }
  c->dying = true;
  model.must_follow = i;
}

/* Nothing was told, so the steps that ended it may have been any. */
bool may_vanish(const conn_t_model *c) {
  bool due = c->beat.due || c->timeout < 0 || c->beat.touched;
  for (int r = CLOSE_REASON_REMOTE; r <= CLOSE_REASON_PARSER; ++r)
    due |= end_is_due(c, (CLOSE_REASON)r);
  return due && !c->settings.closewatcher && !model.context[c->context].finalizer;
}

/* ---- The end of a heartbeat ---- */

static void must_have_parsed(int i, const conn_t_model *c) {
  int quota = c->settings.calls;
  if (!c->beat.in_scope || quota <= 0 || c->input.size == 0 || !takes_input(c))
    return;
  if (c->settings.parser == P_CUSTOM) {
    MUST(c->beat.calls > 0, "the parser of connection %d was not called", i);
    return;
  }
  if (c->beat.calls >= quota || c->beat.no_progress || c->beat.broken_off)
    return;
  step_t s = parser_step(c, c->settings.parser, false);
  MUST(s.kind != RECORD, "a record of connection %d was not delivered", i);
  MUST(s.kind != TOO_LONG, "a record of connection %d was not refused", i);
  MUST(s.kind != ASKED, "nobody was asked about a long record of connection %d", i);
}

/* The peer ended it: it may live on only because a parser call made progress and input is left. */
static bool parsing_is_owed(const conn_t_model *c) {
  if (c->settings.calls <= 0 || c->input.size == 0)
    return false;
  if (!c->beat.in_scope || !takes_input(c))
    return true;
  return !c->beat.no_progress && (c->beat.calls >= c->settings.calls || c->beat.broken_off);
}

static void must_have_ended(int i, conn_t_model *c) {
  bool owed = parsing_is_owed(c);
  bool noticed =
      c->beat.owed || (c->beat.fin && c->beat.settled == 0 && !c->beat.received && !c->beat.full);
  if (c->beat.reset)
    MUST(owed || c->beat.received || c->beat.full, "the reset of connection %d was ignored", i);
  else if (noticed)
    MUST(owed, "connection %d outlives the end of its stream", i);
  c->owed |= noticed;
}

void beat_end(void) {
  beat_enter(9);
  for (int i = 0; i < model.conns; ++i) {
    conn_t_model *c = &model.conn[i];
    if (!c->live)
      end_lingering_beat(i);
    if (!c->live || model_failure[0])
      continue;
    const end_t *e = c->end == NO_END ? NULL : &model.end[c->end];
    bool served = c->mark != TIMED_OUT;
    if (served && !c->pending && !c->beat.late && !(e != NULL && e->reset))
      MUST(c->output.size == 0, "what was written to connection %d was not sent", i);
    if (!c->beat.live || c->beat.touched || !served)
      continue;
    MUST(!c->refused, "the failed connect of connection %d was not told", i);
    if (c->beat.reset && c->pending)
      continue;
    MUST(!c->pending, "connection %d is still not open", i);
    if (c->beat.settled > 0 && !c->beat.full && !c->beat.owed && !c->beat.reset)
      MUST(c->beat.received, "what had arrived for connection %d was not received", i);
    must_have_parsed(i, c);
    must_have_ended(i, c);
  }
  model.in_beat = false;
}
