#include "latency.h"

enum { BAR = 40, STEPS = 34 }; /* the steps reach beyond a minute */

/* Each value below 2^SUB_BITS has its own bucket; above, a power of two is cut into 2^SUB_BITS. */
static unsigned bucket_of(uint64_t value) {
  if (value >> LATENCY_SUB_BITS == 0)
    return (unsigned)value;
  unsigned shift = 63u - (unsigned)__builtin_clzll(value) - LATENCY_SUB_BITS;
  return ((shift + 1) << LATENCY_SUB_BITS) +
         (unsigned)((value >> shift) & ((1u << LATENCY_SUB_BITS) - 1));
}

static int64_t floor_of(unsigned bucket) {
  unsigned row = bucket >> LATENCY_SUB_BITS;
  int64_t column = bucket & ((1u << LATENCY_SUB_BITS) - 1);
  return row == 0 ? column : ((1 << LATENCY_SUB_BITS) + column) << (row - 1);
}

void latency_add(struct latency *to, int64_t ns) {
  if (ns < 0)
    ns = 0;
  to->total++;
  if (ns > to->max)
    to->max = ns;
  to->counts[bucket_of((uint64_t)ns)]++;
}

void latency_merge(struct latency *to, const struct latency *from) {
  to->total += from->total;
  if (from->max > to->max)
    to->max = from->max;
  for (unsigned i = 0; i < LATENCY_BUCKETS; i++)
    to->counts[i] += from->counts[i];
}

int64_t latency_quantile(const struct latency *of, double quantile) {
  double share = quantile * (double)of->total;
  uint64_t rank = (uint64_t)share + ((double)(uint64_t)share < share);
  uint64_t seen = 0;
  for (unsigned i = 0; i < LATENCY_BUCKETS; i++) {
    seen += of->counts[i];
    if (of->counts[i] > 0 && seen >= rank) {
      int64_t last = floor_of(i + 1) - 1;
      return last < of->max ? last : of->max;
    }
  }
  return 0;
}

/* 1 us, 2 us, 5 us, 10 us, ...; step 0 is 0. */
static int64_t step_start(unsigned step) {
  static const int64_t within[] = {1, 2, 5};
  int64_t ns = 1000;
  for (unsigned decade = 0; step > 0 && decade < (step - 1) / 3; decade++)
    ns *= 10;
  return step == 0 ? 0 : ns * within[(step - 1) % 3];
}

static unsigned step_of(int64_t ns) {
  unsigned step = 0;
  while (step + 1 < STEPS && step_start(step + 1) <= ns)
    step++;
  return step;
}

static void draw_step(unsigned step, uint64_t count, uint64_t most, FILE *to) {
  char bar[BAR + 1];
  unsigned length = (unsigned)((double)count / (double)most * (double)BAR + 0.5);
  if (length == 0 && count > 0)
    length = 1;
  for (unsigned i = 0; i < BAR; i++)
    bar[i] = i < length ? '#' : ' ';
  bar[BAR] = '\0';
  fprintf(to, "  from %9.3f ms  %s %llu\n", (double)step_start(step) / 1e6, bar,
          (unsigned long long)count);
}

void latency_draw(const struct latency *of, FILE *to) {
  uint64_t counts[STEPS] = {0}, most = 0;
  unsigned first = STEPS, last = 0;
  for (unsigned i = 0; i < LATENCY_BUCKETS; i++) {
    if (of->counts[i] == 0)
      continue;
    unsigned step = step_of(floor_of(i));
    counts[step] += of->counts[i];
    if (counts[step] > most)
      most = counts[step];
    if (step < first)
      first = step;
    if (step > last)
      last = step;
  }
  for (unsigned step = first; step <= last && step < STEPS; step++)
    draw_step(step, counts[step], most, to);
}
