/*
 * room.c - shows a fixed table of rooms, and sending to all players in one. A message is sent to each
 * player by itself; the heartbeat joins what one connection gets in a round into one send.
 */
#include "room.h"
#include <stdlib.h>

static struct room rooms[ARENA_ROOMS];
static int last_id;

/* Sends to each player of a room; `to` is the connection inside SEND. A player whose connection is
   ending is left in its seat until the connection is gone, so seats do not change meanwhile. */
#define TO_ALL(room, SEND)                                                                         \
  for (int seat_ = 0; seat_ < ARENA_SEATS; ++seat_)                                                \
    if ((room)->seats[seat_] != NULL) {                                                            \
      conn_t to = (room)->seats[seat_]->connection;                                                \
      SEND;                                                                                        \
    }

struct room *room_find(int number) {
  if (number >= 0 && number < ARENA_ROOMS)
    return rooms[number].players < ARENA_SEATS ? &rooms[number] : NULL;
  struct room *fullest = NULL;
  for (int i = 0; i < ARENA_ROOMS; ++i)
    if (rooms[i].players < ARENA_SEATS && (fullest == NULL || rooms[i].players > fullest->players))
      fullest = &rooms[i];
  return number == ARENA_ANY_ROOM ? fullest : NULL;
}

bool room_has_name(const char *name) {
  for (int i = 0; i < ARENA_ROOMS; ++i)
    for (int seat = 0; seat < ARENA_SEATS; ++seat)
      if (rooms[i].seats[seat] != NULL && strcmp(rooms[i].seats[seat]->name, name) == 0)
        return true;
  return false;
}

static short somewhere(void) { return (short)(random() % ARENA_FIELD); }

static void tell_who_is_there(const struct room *r, const struct player *p) {
  arena_player there[ARENA_SEATS];
  int count = 0;
  for (int seat = 0; seat < ARENA_SEATS; ++seat)
    if (r->seats[seat] != NULL) {
      there[count].id = r->seats[seat]->id;
      memcpy(there[count++].name, r->seats[seat]->name, ARENA_NAME_MAX);
    }
  arena_joined_send(p->connection, p->id, r->number, there, count);
  arena_treasure_send(p->connection, r->treasure_x, r->treasure_y);
}

void room_enter(struct room *r, struct player *p) {
  if (r->players == 0) {
    r->number = (int)(r - rooms);
    room_move_treasure(r);
  }
  p->id = ++last_id;
  p->x = somewhere();
  p->y = somewhere();
  TO_ALL(r, arena_entered_send(to, p->id, p->name))

  p->seat = 0;
  while (r->seats[p->seat] != NULL)
    ++p->seat;
  p->room = r;
  r->seats[p->seat] = p;
  r->sight[p->seat] = 0;
  ++r->players;
  tell_who_is_there(r, p);
}

void room_leave(struct player *p) {
  struct room *r = p->room;
  if (r == NULL)
    return;
  p->room = NULL;
  r->seats[p->seat] = NULL;
  --r->players;
  for (int seat = 0; seat < ARENA_SEATS; ++seat)
    r->sight[seat] &= ~((uint64_t)1 << p->seat);
  TO_ALL(r, arena_left_send(to, p->id, (int)p->farewell))
}

void room_said(struct room *r, const struct player *by, const char *text) {
  TO_ALL(r, arena_said_send(to, by->id, text))
}

void room_scored(struct room *r, const struct player *by) {
  TO_ALL(r, arena_scored_send(to, by->id, by->points))
}

void room_move_treasure(struct room *r) {
  r->treasure_x = somewhere();
  r->treasure_y = somewhere();
  TO_ALL(r, arena_treasure_send(to, r->treasure_x, r->treasure_y))
}

void rooms_tick(void) {
  for (int i = 0; i < ARENA_ROOMS; ++i)
    if (rooms[i].players > 0)
      room_tick(&rooms[i]);
}
