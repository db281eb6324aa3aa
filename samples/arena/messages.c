/*
 * messages.c - shows the functions that the stub calls, one for each message of a client. They
 * judge what the client says: lengths and types are the stub's business, their meaning is the
 * program's.
 */
#include "room.h"
#include "scores.h"
#include <stdio.h>

/* The player, if it may do something: it has joined and does not have to go. After a dismissal what
   it had sent before still arrives. */
static struct player *playing(conn_t c) {
  struct player *p = player_of(c);
  if (p->farewell != 0)
    return NULL;
  if (p->room == NULL) {
    player_dismiss(p, ARENA_KICKED_FAULT);
    return NULL;
  }
  return p;
}

static int has_too_many_words(struct player *p) {
  if (++p->words <= words_max)
    return 0;
  player_dismiss(p, ARENA_KICKED_FLOOD);
  return 1;
}

static bool is_control(char c) { return (unsigned char)c < ' ' || c == '\x7f'; }

static bool is_good_name(const char *name) {
  if (*name == '\0' || *name == ' ')
    return false;
  for (; *name != '\0'; ++name)
    if (is_control(*name))
      return false;
  return true;
}

int arena_join_recv(conn_t c, unsigned int major, unsigned int sub, const char *name, int number) {
  unsigned int own_sub, own_major = arena_sv_get_version(&own_sub);
  struct player *p = player_of(c);
  if (p->farewell != 0)
    return 0;
  if (p->room != NULL) {
    player_dismiss(p, ARENA_KICKED_FAULT);
    return 0;
  }
  struct room *r = room_find(number);
  if (major != own_major || sub != own_sub) {
    player_refuse(p, ARENA_REFUSED_VERSION, "The server was made from another definition.");
  } else if (!is_good_name(name)) {
    player_refuse(p, ARENA_REFUSED_NAME, "A name is printable and does not begin with a blank.");
  } else if (room_has_name(name)) {
    player_refuse(p, ARENA_REFUSED_NAME, "Somebody of this name is in.");
  } else if (r == NULL) {
    player_refuse(p, ARENA_REFUSED_ROOM, "The room is full, or there is none of this number.");
  } else {
    snprintf(p->name, sizeof p->name, "%s", name);
    room_enter(r, p);
  }
  return 0;
}

int arena_move_recv(conn_t c, unsigned int sequence, char dx, char dy) {
  struct player *p = playing(c);
  /* Whether char has a sign is up to the compiler. */
  signed char x = (signed char)dx, y = (signed char)dy;
  if (p == NULL)
    return 0;
  if (sequence != p->sequence + (unsigned int)p->waiting_count + 1 || x < -ARENA_STEP_MAX ||
      x > ARENA_STEP_MAX || y < -ARENA_STEP_MAX || y > ARENA_STEP_MAX) {
    player_dismiss(p, ARENA_KICKED_FAULT);
  } else if (p->waiting_count == moves_waiting_max) {
    player_dismiss(p, ARENA_KICKED_FLOOD);
  } else {
    p->waiting[p->waiting_count].dx = x;
    p->waiting[p->waiting_count++].dy = y;
  }
  return 0;
}

int arena_say_recv(conn_t c, const char *said) {
  struct player *p = playing(c);
  char text[ARENA_TEXT_MAX];
  if (p == NULL || has_too_many_words(p))
    return 0;
  snprintf(text, sizeof text, "%s", said);
  for (char *t = text; *t != '\0'; ++t) /* others may print it on a terminal */
    if (is_control(*t))
      *t = ' ';
  room_said(p->room, p, text);
  return 0;
}

int arena_top_recv(conn_t c) {
  struct player *p = playing(c);
  arena_score list[ARENA_TOP];
  if (p != NULL && !has_too_many_words(p))
    arena_scores_send(c, list, scores_top(list));
  return 0;
}

/* That something arrived was what mattered. */
int arena_alive_recv(conn_t c) {
  (void)c;
  return 0;
}

int arena_leave_recv(conn_t c) {
  struct player *p = playing(c);
  if (p != NULL)
    player_dismiss(p, ARENA_LEFT);
  return 0;
}

/* Records that are none of the protocol. */
static int reject(conn_t c) {
  player_dismiss(player_of(c), ARENA_KICKED_FAULT);
  return 0;
}

int arena_sv_recv_error_callback(conn_t c, int e) {
  (void)e;
  return reject(c);
}

int arena_toolong_recv_warning(conn_t c, int id, int length) {
  (void)id;
  (void)length;
  return reject(c);
}
