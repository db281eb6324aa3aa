/*
 * tick.c - shows what a game does twenty times per second: make the moves that came in, find out
 * who sees whom, and send each player one record with what concerns it.
 *
 * The neighbourhood keeps that small: with all moves of a room for everybody in it, what is sent
 * grows with the square of the players, whatever the size of the field.
 */
#include "room.h"
#include "scores.h"
#include <stdlib.h>

/* What happened in this tick, by seat. */
struct turn {
  arena_sight before; /* place and last move before it */
  arena_step steps[ARENA_MOVES_PER_TICK];
  int steps_count;
};

static short clamp(int v) { return (short)(v < 0 ? 0 : v >= ARENA_FIELD ? ARENA_FIELD - 1 : v); }

static void find_treasure(struct room *r, struct player *p) {
  if (abs(p->x - r->treasure_x) > ARENA_REACH || abs(p->y - r->treasure_y) > ARENA_REACH)
    return;
  ++p->points;
  scores_save(p->name, p->points);
  room_scored(r, p);
  room_move_treasure(r);
}

static void make_moves(struct room *r, struct player *p, struct turn *t) {
  t->before = (arena_sight){p->id, p->sequence, p->x, p->y};
  t->steps_count = 0;
  while (t->steps_count < p->waiting_count && t->steps_count < ARENA_MOVES_PER_TICK) {
    p->x = clamp(p->x + p->waiting[t->steps_count].dx);
    p->y = clamp(p->y + p->waiting[t->steps_count].dy);
    t->steps[t->steps_count++] = (arena_step){p->id, ++p->sequence, p->x, p->y};
    find_treasure(r, p);
  }
  p->waiting_count -= t->steps_count;
  memmove(p->waiting, p->waiting + t->steps_count, (size_t)p->waiting_count * sizeof p->waiting[0]);
  if (p->words > 0)
    --p->words;
}

static bool are_neighbours(const struct player *a, const struct player *b) {
  return abs(a->x / ARENA_CELL - b->x / ARENA_CELL) <= 1 &&
         abs(a->y / ARENA_CELL - b->y / ARENA_CELL) <= 1;
}

static void tell(struct room *r, struct player *viewer, const struct turn *turns) {
  int gone[ARENA_SEATS];
  arena_sight seen[ARENA_SEATS];
  arena_step steps[ARENA_SEATS * ARENA_MOVES_PER_TICK];
  int gone_count = 0, seen_count = 0, steps_count = 0;
  uint64_t before = r->sight[viewer->seat], now = 0;

  for (int seat = 0; seat < ARENA_SEATS; ++seat) {
    const struct player *other = r->seats[seat];
    uint64_t bit = (uint64_t)1 << seat;
    if (other == NULL)
      continue;
    if (!are_neighbours(viewer, other)) {
      if (before & bit)
        gone[gone_count++] = other->id;
      continue;
    }
    now |= bit;
    if (!(before & bit))
      seen[seen_count++] = turns[seat].before;
    for (int i = 0; i < turns[seat].steps_count; ++i)
      steps[steps_count++] = turns[seat].steps[i];
  }
  r->sight[viewer->seat] = now;
  if (gone_count + seen_count + steps_count > 0)
    arena_tick_send(viewer->connection, r->tick, gone, gone_count, seen, seen_count, steps,
                    steps_count);
}

void room_tick(struct room *r) {
  struct turn turns[ARENA_SEATS];
  ++r->tick;
  for (int seat = 0; seat < ARENA_SEATS; ++seat)
    if (r->seats[seat] != NULL)
      make_moves(r, r->seats[seat], &turns[seat]);
  for (int seat = 0; seat < ARENA_SEATS; ++seat)
    if (r->seats[seat] != NULL)
      tell(r, r->seats[seat], turns);
}
