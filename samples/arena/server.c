/*
 * server - the arena: rooms in which players walk about, see their neighbours, talk and race for
 * treasures. Protocol and rules are in arena.txt.
 *
 * Shows a loop that has work of its own to do at fixed times, beside the heartbeat, and a clean
 * stop.
 *
 * Run:   server [--address A] [--port P] [--players N] [--silence S] [--scores FILE]
 *        (127.0.0.1, port 5555 or 0 for any free one, 1000 players, 10 seconds, scores are lost)
 * Ends:  with Ctrl-C or SIGTERM: exit code 0. 1: it could not start. 2: wrong arguments.
 */
#include "arguments.h"
#include "connections.h"
#include "room.h"
#include "scores.h"
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static volatile sig_atomic_t stopped;

static void stop(int sig) {
  (void)sig;
  stopped = 1;
  vce_wake(); /* the heartbeat waits no longer */
}

/* Microseconds of a clock that is never set. */
static long long now_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

static void play(void) {
  const long long tick_us = ARENA_TICK_MS * 1000;
  long long next_tick = now_us() + tick_us, next_second = next_tick;
  /* A wait ends at once when something arrives; but no socket knows of the next tick. So no wait is
     longer than what a tick may be late. */
  vce_set_heartbeat_wait_flag(1);
  vce_set_heartbeat_wait_limits((int)tick_us / 10, (int)tick_us / 10);
  while (!stopped) {
    vce_heartbeat();
    long long now = now_us();
    if (now >= next_tick) {
      rooms_tick();
      next_tick += tick_us;
      if (next_tick < now) /* after a stall: no ticks to catch up */
        next_tick = now + tick_us;
    }
    if (now >= next_second) {
      scores_commit();
      connections_hurry();
      next_second = now + 1000000;
    }
  }
}

int main(int argc, char **argv) {
  static const struct option options[] = {
      {"address", required_argument, NULL, 'a'}, {"port", required_argument, NULL, 'p'},
      {"players", required_argument, NULL, 'n'}, {"silence", required_argument, NULL, 's'},
      {"scores", required_argument, NULL, 'f'},  {NULL, 0, NULL, 0}};
  const char *address = "127.0.0.1", *scores = ":memory:";
  int port = 5555, players = 1000, silence = 10, option;
  while ((option = getopt_long(argc, argv, "", options, NULL)) != -1)
    switch (option) {
    case 'a':
      address = optarg;
      break;
    case 'p':
      port = number_of(optarg, 0, 65535);
      break;
    case 'n':
      players = number_of(optarg, 1, ARENA_ROOMS * ARENA_SEATS);
      break;
    case 's':
      silence = number_of(optarg, 1, 86400);
      break;
    case 'f':
      scores = optarg;
      break;
    default:
      return 2;
    }
  if (optind < argc) {
    fprintf(stderr, "what is %s?\n", argv[optind]);
    return 2;
  }
  signal(SIGINT, stop);
  signal(SIGTERM, stop);
  srandom((unsigned int)time(NULL));

  vce_limit_t limits;
  vce_limit_clear(&limits);
  limits.max_conn = ARENA_ROOMS * ARENA_SEATS + 1000;
  if (vce_initialize_limited(&limits) < 0) {
    fprintf(stderr, "cannot initialise: %s\n", STRERR);
    return 1;
  }
  int status = 1;
  if (scores_open(scores) == 0) {
    port = connections_open(address, (unsigned short)port, players, silence);
    if (port >= 0) {
      printf("arena for %d on %s port %d\n", players, address, port);
      fflush(stdout);
      play();
      connections_close();
      status = 0;
    }
    scores_close();
  }
  vce_finalize();
  return status;
}
