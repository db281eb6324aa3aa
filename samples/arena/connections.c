/*
 * connections.c - shows the life of a client: something of one's own behind each connection, a
 * message above the hi-water mark, the idle limit as a kick of silent players, and what to do with
 * one that does not read.
 */
#include "connections.h"
#include "room.h"
#include <stdio.h>
#include <stdlib.h>

enum {
  told_max = 64,        /* clients that may be told at once that the server is full */
  read_buffer = 4096,   /* bytes; the moves of some seconds */
  write_buffer = 262144 /* bytes; what a client may leave unread: far more than what one tick has */
};

static tcpcontext_t context;
static int players_max;
static conn_t *all; /* room for a list of all connections */

struct player *player_of(conn_t c) {
  return vce_conn_userdata_get_pointer(c);
}

void player_dismiss(struct player *p, ARENA_FAREWELL farewell) {
  if (p->farewell != 0)
    return;
  p->farewell = farewell;
  arena_left_send(p->connection, p->id, (int)farewell);
  vce_conn_close(p->connection);
}

void player_refuse(struct player *p, ARENA_REFUSAL refusal, const char *why) {
  p->farewell = ARENA_LEFT;
  arena_refused_send(p->connection, (int)refusal, why);
  vce_conn_close(p->connection);
}

/* Output for a connection that is closing is discarded, and counts as sent. */
int arena_sv_sender(conn_t c, char *data, int len) {
  int result = vce_protocol_unparser_bin16(c, data, len);
  struct player *p = player_of(c);
  if (result < 0 && p->farewell == 0) {
    p->farewell = ARENA_KICKED_SLOW;
    vce_conn_close(c);
  }
  return result;
}

static int on_accept(conn_t c) {
  struct player *p = calloc(1, sizeof *p);
  if (p == NULL)
    return -1; /* refused: no close watcher, but the finalizer runs */
  p->connection = c;
  vce_conn_userdata_set_pointer(c, p);
  return 0;
}

static int on_hiwater(conn_t c, int count) {
  char why[ARENA_TEXT_MAX];
  (void)count;
  if (on_accept(c) < 0)
    return -1;
  snprintf(why, sizeof why, "The arena is full: %d are in. Please come back later.", players_max);
  player_refuse(player_of(c), ARENA_REFUSED_FULL, why);
  return 0;
}

static int on_close(conn_t c, CLOSE_REASON why) {
  struct player *p = player_of(c);
  if (p->farewell == 0)
    p->farewell = why == CLOSE_REASON_TIMEOUT ? ARENA_KICKED_SILENT : ARENA_LOST;
  room_leave(p);
  return 0;
}

static void on_final(conn_t c) { free(player_of(c)); }

int connections_open(const char *address, unsigned short port, int players, int silence) {
  players_max = players;
  all = calloc((size_t)(players + told_max), sizeof *all);
  context = vce_tcpcontext_create(1, address, port,          /* a server, listening here */
                                  players + told_max,        /* connections, told ones too */
                                  read_buffer, write_buffer, /* bytes of each */
                                  silence, 0, 1, 0);         /* idle limit; TCP_NODELAY */
  if (context == NULL || all == NULL) {
    fprintf(stderr, "cannot listen on %s port %u: %s\n", address, (unsigned)port, STRERR);
    return -1;
  }
  vce_tcpcontext_set_conn_parser(context, vce_protocol_parser_bin16, arena_sv_pcallback);
  vce_tcpcontext_set_conn_call_parser_per_heartbeat(context, moves_waiting_max);
  vce_tcpcontext_set_conn_acceptwatcher(context, on_accept);
  /* It is called instead of the accept watcher when at least WATER - 1 connections are open, the new
     one included. */
  vce_tcpcontext_set_conn_hiwater_acceptwatcher(context, players + 2, on_hiwater);
  vce_tcpcontext_set_conn_closewatcher(context, on_close);
  vce_tcpcontext_set_conn_finalizer(context, on_final);
  return vce_tcpcontext_get_port(context);
}

static int list_all(void) {
  return vce_tcpcontext_get_all_connection(context, all, players_max + told_max);
}

/* Closing waits until the peer has taken what is unsent. The idle limit would end that for one that
   is silent, but not for one that does not read and goes on talking; a limit of -1 ends both. */
void connections_hurry(void) {
  for (int i = list_all() - 1; i >= 0; --i) {
    struct player *p = player_of(all[i]);
    if (p->farewell != 0 && p->was_leaving)
      vce_conn_set_timeout(all[i], -1);
    p->was_leaving = p->farewell != 0;
  }
}

void connections_close(void) {
  int count = list_all();
  vce_tcpcontext_enable_accept(context, 0);
  for (int i = 0; i < count; ++i)
    player_dismiss(player_of(all[i]), ARENA_CLOSING);
  vce_drain(5);
  vce_tcpcontext_cleanup(context);
  free(all);
}
