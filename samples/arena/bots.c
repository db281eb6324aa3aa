/*
 * bots - the load of the arena: many players in one process, each with a connection of its own,
 * that walk about for some seconds. Then it reports what they sent and saw, how long that took, and
 * whether anything is missing.
 *
 * Shows many clients in one loop with work at fixed times, and how a server is tested: all that
 * could have been seen is computed from what was done.
 *
 * Run:   bots [--address A] [--port P] [--bots N] [--rooms R] [--seconds S]
 *        (127.0.0.1, port 5555, 500 bots in 20 rooms for 10 seconds)
 * Ends:  0: all that had to be seen was seen, and nothing else. 1: not so. 2: wrong arguments.
 *        3: the run came to nothing: no server, refused, kicked, or no end within 30 seconds.
 */
#include "arguments.h"
#include "bot.h"
#include "latency.h"
#include "witness.h"
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

enum { moves_per_second = 1000 / ARENA_TICK_MS, patience_s = 30 };

static bool is_placed(const struct bot *b) { return b->placed; }
static bool has_seen_itself(const struct bot *b) { return b->seen_done == b->done; }
static bool has_ended(const struct bot *b) { return b->ended; }

/* Heartbeats until this is true of all bots. False: it took too long, or a bot ended meanwhile. */
static bool wait_for_all(bool (*is_true)(const struct bot *), const char *what) {
  long long give_up = now_us() + patience_s * 1000000LL;
  int at = 0; /* it is true of those before; it stays true */
  while (at < bots_count) {
    vce_heartbeat();
    for (; at < bots_count && is_true(&bots[at]); ++at)
      ;
    if (at < bots_count && bots[at].ended) {
      fprintf(stderr, "bot %d ended (%d) before it %s\n", at, (int)bots[at].farewell, what);
      return false;
    }
    if (now_us() > give_up) {
      fprintf(stderr, "bot %d never %s\n", at, what);
      return false;
    }
  }
  return true;
}

static int on_close(conn_t c, CLOSE_REASON why) {
  struct bot *b = vce_conn_userdata_get_pointer(c);
  (void)why;
  b->ended = true;
  return 0;
}

static bool connect_all(const char *address, unsigned short port) {
  tcpcontext_t context =
      vce_tcpcontext_create(0, NULL, 0, bots_count, 65536, 4096, /* connections; bytes of buffers */
                            600, 0, 1, 0); /* idle limit; blocking connects; TCP_NODELAY */
  if (context == NULL) {
    fprintf(stderr, "cannot make a context: %s\n", STRERR);
    return false;
  }
  vce_tcpcontext_set_conn_parser(context, vce_protocol_parser_bin16, arena_cli_pcallback);
  vce_tcpcontext_set_conn_call_parser_per_heartbeat(context, 100);
  vce_tcpcontext_set_conn_closewatcher(context, on_close);
  for (int i = 0; i < bots_count; ++i) {
    bots[i].connection = vce_tcpcontext_connect(context, address, port);
    if (!vce_conn_is_valid(bots[i].connection)) {
      fprintf(stderr, "bot %d cannot connect to %s port %u: %s\n", i, address, (unsigned)port,
              STRERR);
      return false;
    }
    vce_conn_userdata_set_pointer(bots[i].connection, &bots[i]);
    bot_join(&bots[i]);
  }
  return true;
}

/* The bots move one after the other, evenly spread over the time of a tick. */
static void walk(int seconds) {
  long long begin = now_us(), next = 0, moves = (long long)bots_count * seconds * moves_per_second;
  while (next < moves) {
    long long due = (now_us() - begin) * bots_count / (ARENA_TICK_MS * 1000);
    for (; next < moves && next <= due; ++next) {
      struct bot *b = &bots[next % bots_count];
      if (!b->ended)
        bot_move(b);
    }
    vce_heartbeat();
  }
}

static int report(int seconds) {
  struct verdict v;
  if (witness(&v) < 0) {
    fprintf(stderr, "no memory to judge\n");
    return 3;
  }
  printf("%d bots in %d rooms for %d s, %d treasures found\n", bots_count, rooms_count, seconds,
         scored);
  printf("own moves: %zu of %lld seen\n", own_moves.count,
         (long long)bots_count * seconds * moves_per_second);
  printf("neighbours' moves: %ld of %ld seen\n", v.seen, v.expected);
  printf("lost %ld, unexpected %ld, faults %ld\n", v.lost, v.unexpected, faults);
  printf("from a move to its sight, up to %d ms of it until the next tick:\n", ARENA_TICK_MS);
  latency_print(&own_moves, "  own moves");
  latency_print(&neighbours_moves, "  neighbours' moves");
  printf("high scores:\n");
  print_scores();
  return v.lost == 0 && v.unexpected == 0 && faults == 0 ? 0 : 1;
}

static int run(const char *address, unsigned short port, int seconds) {
  /* Waits end when something arrives, but the next move is due in less than a millisecond. */
  vce_set_heartbeat_wait_flag(1);
  vce_set_heartbeat_wait_limits(500, 500);
  if (!connect_all(address, port) || !wait_for_all(is_placed, "was placed"))
    return 3;
  walk(seconds);
  if (!wait_for_all(has_seen_itself, "saw its last move"))
    return 3;
  arena_top_send(bots[0].connection);
  /* The server ends a connection behind all that it has sent on it: then nothing is under way. */
  for (int i = 0; i < bots_count; ++i)
    bots[i].leaving = true;
  for (int i = 0; i < bots_count; ++i)
    arena_leave_send(bots[i].connection);
  if (!wait_for_all(has_ended, "ended"))
    return 3;
  return report(seconds);
}

int main(int argc, char **argv) {
  static const struct option options[] = {
      {"address", required_argument, NULL, 'a'}, {"port", required_argument, NULL, 'p'},
      {"bots", required_argument, NULL, 'n'},    {"rooms", required_argument, NULL, 'r'},
      {"seconds", required_argument, NULL, 's'}, {NULL, 0, NULL, 0}};
  const char *address = "127.0.0.1";
  int port = 5555, count = 500, rooms = 20, seconds = 10, option;
  while ((option = getopt_long(argc, argv, "", options, NULL)) != -1)
    switch (option) {
    case 'a':
      address = optarg;
      break;
    case 'p':
      port = number_of(optarg, 1, 65535);
      break;
    case 'n':
      count = number_of(optarg, 1, ARENA_ROOMS * ARENA_SEATS);
      break;
    case 'r':
      rooms = number_of(optarg, 1, ARENA_ROOMS);
      break;
    case 's':
      seconds = number_of(optarg, 1, 3600);
      break;
    default:
      return 2;
    }
  if (optind < argc || (count + rooms - 1) / rooms > ARENA_SEATS) {
    fprintf(stderr, "what is not an option, or more than %d bots for a room\n", ARENA_SEATS);
    return 2;
  }
  vce_limit_t limits;
  vce_limit_clear(&limits);
  limits.max_conn = count + 1;
  if (vce_initialize_limited(&limits) < 0) {
    fprintf(stderr, "cannot initialise: %s\n", STRERR);
    return 3;
  }
  int status = 3;
  if (bots_make(count, rooms, (unsigned int)(seconds * moves_per_second)) == 0)
    status = run(address, (unsigned short)port, seconds);
  bots_free();
  latency_free(&own_moves);
  latency_free(&neighbours_moves);
  vce_finalize();
  return status;
}
