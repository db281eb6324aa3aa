#include "histogram.h"

static uint64_t bucket_floor(unsigned bucket) {
  unsigned row = bucket >> HISTOGRAM_SUB_BITS;
  uint64_t column = bucket & ((1u << HISTOGRAM_SUB_BITS) - 1);
  return row == 0 ? column : ((1u << HISTOGRAM_SUB_BITS) + column) << (row - 1);
}

uint64_t histogram_quantile(const struct histogram *h, double quantile) {
  uint64_t wanted = (uint64_t)((double)h->total * quantile);
  if (wanted >= h->total && h->total > 0)
    wanted = h->total - 1;
  uint64_t seen = 0;
  for (unsigned i = 0; i < HISTOGRAM_BUCKETS; i++) {
    seen += h->counts[i];
    if (seen > wanted)
      return bucket_floor(i);
  }
  return 0;
}
