/*
 * witness.c - plays the run once more, without the server, from what the bots did.
 *
 * Each bot knows its own moves, and in which tick of its room the server made them. That says where
 * everybody was at the end of each tick, hence who were neighbours, hence which moves each bot had
 * to be told in this tick. That, move by move, is compared with what it was told. The rule of
 * arena.txt is written here a second time on purpose: nothing is taken from the server's word but
 * the number of the tick.
 */
#include "witness.h"
#include "bot.h"
#include <stdio.h>
#include <stdlib.h>

/* A bot in the course of the play: how far its moves and its sightings have been gone through. */
struct part {
  struct bot *bot;
  short x, y;
  unsigned int made, made_before; /* moves up to this tick, and before it */
  size_t at;                      /* of its sightings */
};

static bool are_neighbours(const struct part *a, const struct part *b) {
  int columns = a->x / ARENA_CELL - b->x / ARENA_CELL, rows = a->y / ARENA_CELL - b->y / ARENA_CELL;
  return columns >= -1 && columns <= 1 && rows >= -1 && rows <= 1;
}

static void make_moves(struct part *p, unsigned int tick) {
  p->made_before = p->made;
  while (p->made < p->bot->done && p->bot->deeds[p->made + 1].tick == tick) {
    ++p->made;
    p->x = p->bot->deeds[p->made].x;
    p->y = p->bot->deeds[p->made].y;
  }
}

static bool is_true(const struct part *viewer, const struct part *mover, const struct sighting *s) {
  const struct deed *d = &mover->bot->deeds[s->sequence];
  return s->sequence > mover->made_before && s->sequence <= mover->made && s->x == d->x &&
         s->y == d->y && are_neighbours(viewer, mover);
}

/* No move counts twice: a bot takes those of another one in ascending order only. */
static void judge(struct part *viewer, struct part *parts, int count, unsigned int tick,
                  struct verdict *v) {
  const struct bot *b = viewer->bot;
  long expected = 0, seen = 0;
  for (int i = 0; i < count; ++i)
    if (&parts[i] != viewer && are_neighbours(viewer, &parts[i]))
      expected += parts[i].made - parts[i].made_before;
  for (; viewer->at < b->sightings_count && b->sightings[viewer->at].tick <= tick; ++viewer->at) {
    const struct sighting *s = &b->sightings[viewer->at];
    int index = s->mover / rooms_count;
    const struct part *mover = index < count ? &parts[index] : NULL;
    if (mover == NULL || mover->bot->number != s->mover || s->tick != tick ||
        !is_true(viewer, mover, s))
      ++v->unexpected;
    else
      seen += mover != viewer;
  }
  v->expected += expected;
  v->seen += seen;
  v->lost += expected - seen;
}

/* At the end, too, each bot has those in sight that are near, whether they moved or not. */
static void judge_sight(const struct part *viewer, const struct part *parts, int count,
                        struct verdict *v) {
  for (int i = 0; i < count; ++i) {
    bool in_sight = viewer->bot->known[parts[i].bot->number].in_sight;
    if (in_sight != are_neighbours(viewer, &parts[i]))
      ++*(in_sight ? &v->unexpected : &v->lost);
  }
}

static void play_room(struct part *parts, int count, struct verdict *v) {
  unsigned int last = 0;
  for (int i = 0; i < count; ++i)
    if (parts[i].bot->last_tick > last)
      last = parts[i].bot->last_tick;
  for (unsigned int tick = 1; tick <= last; ++tick) {
    for (int i = 0; i < count; ++i)
      make_moves(&parts[i], tick);
    for (int i = 0; i < count; ++i)
      judge(&parts[i], parts, count, tick, v);
  }
  for (int i = 0; i < count; ++i) {
    v->lost += parts[i].bot->done - parts[i].made; /* never seen by the bot itself */
    v->unexpected += (long)(parts[i].bot->sightings_count - parts[i].at);
    judge_sight(&parts[i], parts, count, v);
  }
}

int witness(struct verdict *v) {
  struct part *parts = calloc((size_t)bots_count, sizeof *parts);
  if (parts == NULL)
    return -1;
  *v = (struct verdict){0, 0, 0, 0};
  for (int room = 0; room < rooms_count; ++room) {
    int count = 0;
    for (int i = room; i < bots_count; i += rooms_count)
      parts[count++] = (struct part){&bots[i], bots[i].start_x, bots[i].start_y, 0, 0, 0};
    play_room(parts, count, v);
  }
  free(parts);
  return 0;
}
