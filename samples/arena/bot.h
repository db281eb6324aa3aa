/*
 * bot.h - one player of the load: what it did and what it was told.
 */
#ifndef ARENA_BOT_H
#define ARENA_BOT_H

#include "arena_cli.h"
#include <stdbool.h>
#include <stddef.h>

/* A move of its own. */
struct deed {
  long long sent_us;
  short x, y;        /* where it should end */
  unsigned int tick; /* in which it was seen; 0: not yet */
};

/* A move that was seen, of a bot (its number) or of its own. */
struct sighting {
  unsigned int tick;
  int mover;
  unsigned int sequence;
  short x, y;
};

/* What a bot knows of another one. */
struct known {
  bool in_sight;
  unsigned int sequence; /* of the last move, while in sight */
};

struct bot {
  conn_t connection;
  int number, room, player;
  bool leaving, ended;
  ARENA_FAREWELL farewell;

  bool placed; /* it knows where it began */
  short x, y;  /* after its last deed */
  short start_x, start_y;
  short aim_x, aim_y; /* where it walks to */
  struct deed *deeds; /* by sequence, from 1 on */
  unsigned int done, seen_done;

  struct known *known; /* by number of bot */
  struct sighting *sightings;
  size_t sightings_count, sightings_room;
  unsigned int last_tick;
};

extern struct bot *bots;
extern int bots_count, rooms_count;
extern long faults; /* what the server should never have sent; each is printed, up to ten */
extern int scored;  /* treasures that were found, as told */

/* Makes the bots, each for up to `moves` moves; 0, or -1 without memory. */
int bots_make(int count, int rooms, unsigned int moves);
void bots_free(void);

void bot_join(struct bot *b);
void bot_move(struct bot *b); /* one step towards its aim */

void print_scores(void); /* those that a bot was told */

#endif
