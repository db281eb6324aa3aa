/* Latencies in nanoseconds, counted in buckets at most 1/32 as wide as the values in them. */
#ifndef BENCH_HISTOGRAM_H
#define BENCH_HISTOGRAM_H

#include <stdint.h>

enum { HISTOGRAM_SUB_BITS = 5, HISTOGRAM_BUCKETS = 64 << HISTOGRAM_SUB_BITS };

/* All zero is an empty histogram. */
struct histogram {
  uint64_t total;
  uint64_t counts[HISTOGRAM_BUCKETS];
};

/* Each value below 2^SUB_BITS has its own bucket; above, a power of two is cut into 2^SUB_BITS. */
static inline unsigned histogram_bucket(uint64_t value) {
  if (value >> HISTOGRAM_SUB_BITS == 0)
    return (unsigned)value;
  unsigned shift = 63u - (unsigned)__builtin_clzll(value) - HISTOGRAM_SUB_BITS;
  return ((shift + 1) << HISTOGRAM_SUB_BITS) +
         (unsigned)((value >> shift) & ((1u << HISTOGRAM_SUB_BITS) - 1));
}

static inline void histogram_add(struct histogram *h, uint64_t value) {
  h->total++;
  h->counts[histogram_bucket(value)]++;
}

/* The smallest value of the bucket below or in which the share `quantile` (0..1) of all values
   lies; 0 if the histogram is empty. */
uint64_t histogram_quantile(const struct histogram *h, double quantile);

#endif
