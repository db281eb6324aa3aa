/* Spans of time in nanoseconds, counted in buckets at most 1/32 as wide as the values in them. */
#ifndef CONNTEST_LATENCY_H
#define CONNTEST_LATENCY_H

#include <stdint.h>
#include <stdio.h>

enum { LATENCY_SUB_BITS = 5, LATENCY_BUCKETS = 64 << LATENCY_SUB_BITS };

/* All zero is empty. */
struct latency {
  uint64_t total;
  int64_t max;
  uint64_t counts[LATENCY_BUCKETS];
};

void latency_add(struct latency *to, int64_t ns); /* below 0 counts as 0 */
void latency_merge(struct latency *to, const struct latency *from);

/* The value that the share `quantile` (0 to 1) of all values does not exceed, rounded up by at most
   1/32, and never above the maximum; 0 if there are none. */
int64_t latency_quantile(const struct latency *of, double quantile);

/* Draws one line for each step of 1, 2, 5, 10, ... between the smallest and the largest value;
   nothing if there are none. */
void latency_draw(const struct latency *of, FILE *to);

#endif
