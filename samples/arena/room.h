/*
 * room.h - the rooms: the seats of the players, and messages to all of a room.
 */
#ifndef ARENA_ROOM_H
#define ARENA_ROOM_H

#include "player.h"
#include <stdint.h>

struct room {
  int number;
  int players;
  struct player *seats[ARENA_SEATS];
  uint64_t sight[ARENA_SEATS]; /* for each seat, the set of seats that it was told to see */
  unsigned int tick;           /* number of the last one */
  short treasure_x, treasure_y;
};

/* A room with a free seat: this one, or for ARENA_ANY_ROOM the fullest; NULL if there is none. */
struct room *room_find(int number);

bool room_has_name(const char *name); /* in any room */

/* Gives the player a number and a seat, and tells it and the others. */
void room_enter(struct room *r, struct player *p);

/* Frees the seat and tells the others; nothing for a player that has none. */
void room_leave(struct player *p);

void room_said(struct room *r, const struct player *by, const char *text);
void room_scored(struct room *r, const struct player *by);
void room_move_treasure(struct room *r);

/* One tick of every room (tick.c). */
void rooms_tick(void);
void room_tick(struct room *r);

#endif
