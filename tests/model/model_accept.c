/* Which peers are accepted. */
#include "model.h"

#include <string.h>

static bool is_kicked(const context_t *t) {
  return t->kicked && !t->allowed && t->waiting > 0 && model.end[t->queue[0]].from_library;
}

static bool over_rate(const context_t *t) {
  return !is_kicked(t) && !t->allowed && t->limit > 0 && t->tokens < 0;
}

verdict judge(int i) {
  const context_t *t = &model.context[i];
  if (is_kicked(t))
    return TURN_AWAY;
  if (over_rate(t))
    return t->warning ? ASK_WARNING : TURN_AWAY;
  if (!t->accepting || !t->alive)
    return TURN_AWAY;
  int count = context_count(i);
  if (count + lingering_of(i) >= t->maxcon || pool_used() + lingering_all() >= MAX_SLOTS)
    return TURN_AWAY;
  if (t->hiwatcher && count + 1 >= t->water - 1)
    return ADMIT_HIWATER;
  return t->acceptwatcher ? ADMIT_WATCHED : ADMIT;
}

/* Takes the peer that waits first out of the queue. */
static int take_first(context_t *t) {
  if (t->waiting == 0) {
    model_fail("a peer was accepted that nobody sent");
    return NO_END;
  }
  if (!is_kicked(t) && !t->counted && t->limit > 0 && t->tokens >= 0)
    t->tokens--;
  if (!t->counted)
    t->accepted++;
  t->allowed = t->counted = false;
  int end = t->queue[0];
  memmove(t->queue, t->queue + 1, sizeof t->queue[0] * (size_t)--t->waiting);
  return end;
}

void accept_turned_away(int i) {
  int end = take_first(&model.context[i]);
  if (end != NO_END)
    end_close(end);
}

int accept_admitted(int i) {
  int end = take_first(&model.context[i]);
  if (end == NO_END || model.conns == CONNS) {
    model_fail("no room in the model");
    return -1;
  }
  int c = conn_new(i, end, model.context[i].nonblock);
  model.conn[c].accepted = true;
  return c;
}

void before_warning(int i) {
  context_t *t = &model.context[i];
  beat_enter(7);
  MUST(t->waiting > 0 && judge(i) == ASK_WARNING, "an accept warning without excess");
  t->asking = t->counted = true;
  t->accepted++;
}

void after_warning(int i, int result) {
  context_t *t = &model.context[i];
  t->asking = false;
  if (t->waiting == 0)
    return;
  if (result < 0) {
    accept_turned_away(i);
  } else {
    t->allowed = true;
    if (judge(i) == TURN_AWAY)
      accept_turned_away(i);
  }
}
