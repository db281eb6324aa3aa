/* Sockets that outlive their connections, and the end of all connections. */
#include "model.h"

static bool is_lingering(const conn_t_model *c) {
  return c->end != NO_END && model.end[c->end].lingers;
}

int lingering_of(int context) {
  int n = 0;
  for (int i = 0; i < model.conns; ++i)
    n += is_lingering(&model.conn[i]) && model.conn[i].context == context;
  return n;
}

int lingering_all(void) {
  int n = 0;
  for (int i = 0; i < model.conns; ++i)
    n += is_lingering(&model.conn[i]);
  return n;
}

/* The most that the library may have counted when this one ended, this one included. */
static int most_lingering(int context) {
  int n = 0;
  for (int i = 0; i < model.conns; ++i) {
    const conn_t_model *c = &model.conn[i];
    n += (c->leaving || is_lingering(c) || c->beat.lingered) &&
         (context < 0 || c->context == context);
  }
  return n;
}

static int most_allowed(int context) {
  const int max = model.context[context].maxcon;
  return max > 0 ? max : 1;
}

/* Nothing can be on its way to a peer that was never spoken to, or has ended the stream itself. */
void conn_leaves(conn_t_model *c) {
  end_t *e = &model.end[c->end];
  const bool ended = c->beat.reset || e->reset || (c->beat.fin && e->fin && e->inbox.size == 0);
  if (c->pending || c->refused || c->turned_away || ended) {
    end_close(c->end);
    return;
  }
  end_finish(c->end);
  c->leaving = true;
  c->left_ms = model.began_ms;
}

/* What the world shows of the socket, at the first look after the connection has gone. */
void left_behind(int i, bool lingers) {
  conn_t_model *c = &model.conn[i];
  end_t *e = &model.end[c->end];
  const bool room = most_lingering(c->context) <= most_allowed(c->context) &&
                    most_lingering(-1) <= MAX_SLOTS;
  c->leaving = false;
  c->beat.lingered = true;
  if (!lingers) {
    MUST(e->fin || e->reset || !room || model.draining,
         "the socket of connection %d was closed before its peer ended", i);
    end_close(c->end);
    return;
  }
  e->lingers = true;
  e->inbox.size = e->unread = e->late = 0;
  MUST(lingering_of(c->context) <= most_allowed(c->context) && lingering_all() <= MAX_SLOTS,
       "the socket of connection %d lingers without a place", i);
}

void lingering_is_over(int i, int now_ms) {
  conn_t_model *c = &model.conn[i];
  const end_t *e = &model.end[c->end];
  if (!e->fin && !e->reset && !model.draining) {
    MUST(now_ms - c->left_ms >= LINGER_MS, "the socket of connection %d lingered %d ms only", i,
         now_ms - c->left_ms);
    model_fail("the machine took %d ms for this", now_ms - c->left_ms);
    model.given_up = now_ms - c->left_ms >= LINGER_MS;
  }
  end_close(c->end);
}

void begin_lingering_beat(conn_t_model *c) {
  if (!is_lingering(c))
    return;
  end_t *e = &model.end[c->end];
  c->beat.lingered = true;
  c->beat.fin = e->fin || e->reset;
  c->beat.settled = e->unread + e->late;
  e->late = e->unread;
  e->unread = 0;
}

/* A peer that ends right behind its last bytes is found out one heartbeat later. */
void end_lingering_beat(int i) {
  const conn_t_model *c = &model.conn[i];
  MUST(!c->leaving, "nobody has looked for the socket of connection %d", i);
  if (is_lingering(c) && c->beat.fin && c->beat.settled == 0)
    model_fail("the socket of connection %d outlives the end of its peer", i);
}

/* ---- Everything ends ---- */

void drain_begin(void) {
  for (int t = 0; t < model.contexts; ++t)
    call_close_all(t);
  beat_begin(true, -1);
  model.draining = true;
  for (int t = 0; t < model.contexts; ++t) {
    context_t *x = &model.context[t];
    for (int n = 0; n < x->waiting; ++n)
      end_reset(x->queue[n]);
    x->waiting = 0;
    x->listening = false;
  }
}

/* A peer that was cut off has not confirmed the sent bytes, and was connected when this began. */
void drain_end(long cut_off) {
  int most = 0;
  for (int i = 0; i < model.conns; ++i) {
    const conn_t_model *c = &model.conn[i];
    MUST(!c->live && !c->leaving && !is_lingering(c), "connection %d or its socket is left", i);
    most += c->beat.live || c->beat.lingered;
  }
  MUST(cut_off >= 0 && cut_off <= most, "%ld of %d connections were cut off", cut_off, most);
  model.draining = model.in_beat = false;
}
