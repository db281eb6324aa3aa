/*
 * latency.h - how long it took: every value is kept, so percentiles are exact.
 */
#ifndef ARENA_LATENCY_H
#define ARENA_LATENCY_H

#include <stddef.h>

struct latency {
  unsigned int *values_us;
  size_t count, room;
};

/* From the moment that a bot sends a move until it, or a neighbour, gets to see it. */
extern struct latency own_moves, neighbours_moves;

long long now_us(void); /* of a clock that is never set */

void latency_add(struct latency *l, long long us);
void latency_print(struct latency *l, const char *what); /* p50, p99, max */
void latency_free(struct latency *l);

#endif
