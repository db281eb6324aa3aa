/*
 * bot.c - shows the client's side of the stub: the functions that it calls for each message of the
 * server. A bot checks at once what can be: each move of a player in sight follows the one before,
 * and nobody out of sight moves. The rest is found out at the end, see witness.c.
 */
#include "bot.h"
#include "latency.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct bot *bots;
int bots_count, rooms_count, scored;
long faults;

static int *bot_of_player; /* number of the bot + 1, by player; 0: not ours */
static int players_known;
static arena_score top_list[ARENA_TOP];
static int top_count;

static void fault(const struct bot *b, const char *format, ...) {
  va_list args;
  if (++faults > 10)
    return;
  va_start(args, format);
  fprintf(stderr, "bot %d in room %d: ", b->number, b->room);
  vfprintf(stderr, format, args);
  fputc('\n', stderr);
  va_end(args);
}

int bots_make(int count, int rooms, unsigned int moves) {
  bots = calloc((size_t)count, sizeof *bots);
  if (bots == NULL)
    return -1;
  rooms_count = rooms;
  for (int i = 0; i < count; ++i) {
    struct bot *b = &bots[i];
    bots_count = i + 1;
    b->number = i;
    b->room = i % rooms;
    b->aim_x = (short)(random() % ARENA_FIELD);
    b->aim_y = (short)(random() % ARENA_FIELD);
    b->deeds = calloc(moves + 1, sizeof *b->deeds);
    b->known = calloc((size_t)count, sizeof *b->known);
    if (b->deeds == NULL || b->known == NULL)
      return -1;
  }
  return 0;
}

void bots_free(void) {
  for (int i = 0; i < bots_count; ++i) {
    free(bots[i].deeds);
    free(bots[i].known);
    free(bots[i].sightings);
  }
  free(bots);
  free(bot_of_player);
}

static struct bot *bot_at(conn_t c) { return vce_conn_userdata_get_pointer(c); }

/* ---- What a bot does */

void bot_join(struct bot *b) {
  unsigned int sub, major = arena_cli_get_version(&sub);
  char name[ARENA_NAME_MAX];
  snprintf(name, sizeof name, "bot%04d", b->number);
  arena_join_send(b->connection, major, sub, name, b->room);
}

static int step_to(int aim, int from) {
  int way = aim - from;
  return way > ARENA_STEP_MAX ? ARENA_STEP_MAX : way < -ARENA_STEP_MAX ? -ARENA_STEP_MAX : way;
}

/* Those with even numbers run for the treasure, the others roam. */
void bot_move(struct bot *b) {
  int dx = step_to(b->aim_x, b->x), dy = step_to(b->aim_y, b->y);
  struct deed *d = &b->deeds[++b->done];
  b->x = (short)(b->x + dx);
  b->y = (short)(b->y + dy);
  *d = (struct deed){now_us(), b->x, b->y, 0};
  if (arena_move_send(b->connection, b->done, (char)dx, (char)dy) < 0)
    fault(b, "move %u not sent: %s", b->done, STRERR);
  if (b->x == b->aim_x && b->y == b->aim_y) {
    b->aim_x = (short)(random() % ARENA_FIELD);
    b->aim_y = (short)(random() % ARENA_FIELD);
  }
}

void print_scores(void) {
  for (int i = 0; i < top_count; ++i)
    printf("  %-*s %5d\n", ARENA_NAME_MAX, top_list[i].name, top_list[i].points);
}

/* ---- What it is told */

int arena_cli_sender(conn_t c, char *data, int len) {
  return vce_protocol_unparser_bin16(c, data, len);
}

int arena_cli_recv_error_callback(conn_t c, int e) {
  fault(bot_at(c), "bad record: %s", vce_strerror(e));
  return -1;
}

int arena_refused_recv(conn_t c, int refusal, const char *why) {
  (void)refusal;
  fault(bot_at(c), "refused: %s", why);
  return 0;
}

/* Bots are known by their names as soon as anybody hears of them: one may be in sight of others
   before it has read its own welcome. */
static int learn(struct bot *b, int player, const char *name) {
  int number;
  if (sscanf(name, "bot%d", &number) != 1 || number < 0 || number >= bots_count)
    return 0;
  if (player <= 0 || player > 1 << 24) {
    fault(b, "player %d", player);
    return -1;
  }
  if (player >= players_known) {
    int known = player * 2;
    int *larger = realloc(bot_of_player, sizeof *larger * (size_t)known);
    if (larger == NULL)
      return -1;
    memset(larger + players_known, 0, sizeof *larger * (size_t)(known - players_known));
    bot_of_player = larger;
    players_known = known;
  }
  bot_of_player[player] = number + 1;
  return 0;
}

int arena_joined_recv(conn_t c, int player, int room, arena_player *players, int players_len) {
  struct bot *b = bot_at(c);
  b->player = player;
  if (room != b->room)
    fault(b, "player %d in room %d", player, room);
  for (int i = 0; i < players_len; ++i)
    if (learn(b, players[i].id, players[i].name) < 0)
      return -1;
  return 0;
}

int arena_entered_recv(conn_t c, int player, const char *name) {
  return learn(bot_at(c), player, name);
}

/* The bot that a player is; NULL: another program's. */
static struct bot *bot_with(int player) {
  int number = player > 0 && player < players_known ? bot_of_player[player] : 0;
  return number > 0 ? &bots[number - 1] : NULL;
}

int arena_left_recv(conn_t c, int player, int farewell) {
  struct bot *b = bot_at(c), *other = bot_with(player);
  if (other == b || player == 0)
    b->farewell = (ARENA_FAREWELL)farewell;
  else if (other != NULL && !other->leaving)
    fault(b, "bot %d left: %d", other->number, farewell);
  return 0;
}

int arena_said_recv(conn_t c, int player, const char *text) {
  (void)c;
  (void)player;
  (void)text;
  return 0;
}

int arena_treasure_recv(conn_t c, short x, short y) {
  struct bot *b = bot_at(c);
  if (b->number % 2 == 0) {
    b->aim_x = x;
    b->aim_y = y;
  }
  return 0;
}

int arena_scored_recv(conn_t c, int player, int points) {
  (void)points;
  scored += player == bot_at(c)->player; /* everybody in the room is told */
  return 0;
}

int arena_scores_recv(conn_t c, arena_score *list, int list_len) {
  (void)c;
  memcpy(top_list, list, sizeof *list * (size_t)list_len);
  top_count = list_len;
  return 0;
}

static bool remember(struct bot *b, struct sighting s) {
  if (b->sightings_count == b->sightings_room) {
    size_t room = b->sightings_room == 0 ? 256 : b->sightings_room * 2;
    struct sighting *larger = realloc(b->sightings, room * sizeof s);
    if (larger == NULL)
      return false;
    b->sightings = larger;
    b->sightings_room = room;
  }
  b->sightings[b->sightings_count++] = s;
  return true;
}

static void saw_itself(struct bot *b, const arena_step *s, unsigned int tick, long long now) {
  struct deed *d = &b->deeds[s->sequence];
  if (s->x != d->x || s->y != d->y)
    fault(b, "move %u ends at %d,%d instead of %d,%d", s->sequence, s->x, s->y, d->x, d->y);
  d->tick = tick;
  b->seen_done = s->sequence;
  latency_add(&own_moves, now - d->sent_us);
}

static bool saw(struct bot *b, const arena_step *s, unsigned int tick, long long now) {
  struct bot *mover = bot_with(s->player);
  if (mover == NULL)
    return true;
  struct known *k = &b->known[mover->number];
  if (!k->in_sight)
    fault(b, "bot %d moves out of sight", mover->number);
  if (s->sequence != k->sequence + 1 || s->sequence > mover->done) {
    fault(b, "move %u of bot %d after %u", s->sequence, mover->number, k->sequence);
    return true;
  }
  k->sequence = s->sequence;
  if (mover == b)
    saw_itself(b, s, tick, now);
  else
    latency_add(&neighbours_moves, now - mover->deeds[s->sequence].sent_us);
  return remember(b, (struct sighting){tick, mover->number, s->sequence, s->x, s->y});
}

int arena_tick_recv(conn_t c, unsigned int number, const int *gone, int gone_len, arena_sight *seen,
                    int seen_len, arena_step *moves, int moves_len) {
  struct bot *b = bot_at(c);
  long long now = now_us();
  if (number <= b->last_tick)
    fault(b, "tick %u after %u", number, b->last_tick);
  b->last_tick = number;

  for (int i = 0; i < gone_len; ++i) {
    struct bot *other = bot_with(gone[i]);
    if (other != NULL && !b->known[other->number].in_sight)
      fault(b, "bot %d is gone twice", other->number);
    if (other != NULL)
      b->known[other->number].in_sight = false;
  }
  for (int i = 0; i < seen_len; ++i) {
    struct bot *other = bot_with(seen[i].player);
    if (other == NULL)
      continue;
    if (b->known[other->number].in_sight)
      fault(b, "bot %d is seen twice", other->number);
    b->known[other->number] = (struct known){true, seen[i].sequence};
    if (other == b && !b->placed) {
      b->placed = true;
      b->x = b->start_x = seen[i].x;
      b->y = b->start_y = seen[i].y;
    }
  }
  for (int i = 0; i < moves_len; ++i)
    if (!saw(b, &moves[i], number, now))
      return -1;
  return 0;
}
