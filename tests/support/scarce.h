/* Memory of the library that runs out when a test says so. */
#ifndef TESTS_SUPPORT_SCARCE_H
#define TESTS_SUPPORT_SCARCE_H

#include <stdlib.h>

#include "vce.h"

static long scarce_left = -1; /* allocations that still succeed; below 0: all */

static inline void *scarce_malloc(size_t n) {
  if (scarce_left == 0)
    return NULL;
  if (scarce_left > 0)
    --scarce_left;
  return malloc(n);
}

static inline void *scarce_realloc(void *old, size_t n) {
  if (scarce_left == 0)
    return NULL;
  if (scarce_left > 0)
    --scarce_left;
  return realloc(old, n);
}

/* After so many more allocations. */
static inline void memory_runs_out(long after) {
  scarce_left = after;
  vce_replace_malloc_funcs(scarce_malloc, scarce_realloc, free);
}

static inline void memory_is_back(void) {
  scarce_left = -1;
  vce_replace_malloc_funcs(malloc, realloc, free);
}

#endif
