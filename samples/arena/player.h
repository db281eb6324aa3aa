/*
 * player.h - the server's record of a client. It exists from the accept to the end of the
 * connection, whose user pointer it is; after an accepted join it also has a seat in a room.
 */
#ifndef ARENA_PLAYER_H
#define ARENA_PLAYER_H

#include "arena_sv.h"
#include <stdbool.h>

enum {
  /* Moves that may wait for the next ticks, as after a stall of the network: 1.6 s of them. */
  moves_waiting_max = 32,
  /* Lines and questions for the scores: so many at once, and one more in each tick. */
  words_max = 20
};

struct room;

struct player {
  conn_t connection;
  ARENA_FAREWELL farewell; /* why it has to go; 0 as long as it may stay */
  bool was_leaving;        /* had to go at the last look, see connections_hurry() */
  int id;                  /* 1 and up, never used again */
  char name[ARENA_NAME_MAX];
  int points;

  struct room *room; /* NULL: has not joined */
  int seat;
  short x, y;
  unsigned int sequence; /* of the last move that was made */
  struct {
    short dx, dy;
  } waiting[moves_waiting_max];
  int waiting_count;
  int words;
};

/* The client behind a connection. */
struct player *player_of(conn_t c);

/* Ends the connection after what is written, this last word included, has been sent. Others are
   told when it has ended. Nothing happens if it has to go already. */
void player_dismiss(struct player *p, ARENA_FAREWELL farewell);

/* Ends the connection of one that has not joined, after it was told why. */
void player_refuse(struct player *p, ARENA_REFUSAL refusal, const char *why);

#endif
