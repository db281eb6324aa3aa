#include "latency.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct latency own_moves, neighbours_moves;

long long now_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

void latency_add(struct latency *l, long long us) {
  if (l->count == l->room) {
    size_t room = l->room == 0 ? 4096 : l->room * 2;
    unsigned int *larger = realloc(l->values_us, room * sizeof *larger);
    if (larger == NULL) {
      perror("latencies");
      exit(3);
    }
    l->values_us = larger;
    l->room = room;
  }
  l->values_us[l->count++] = (unsigned int)us;
}

static int ascending(const void *a, const void *b) {
  unsigned int x = *(const unsigned int *)a, y = *(const unsigned int *)b;
  return x < y ? -1 : x > y;
}

/* The smallest value that `percent` of all are not above. */
static double percentile_ms(const struct latency *l, size_t percent) {
  size_t rank = (l->count * percent + 99) / 100;
  return l->values_us[rank == 0 ? 0 : rank - 1] / 1000.0;
}

void latency_print(struct latency *l, const char *what) {
  if (l->count == 0) {
    printf("%-28s none\n", what);
    return;
  }
  qsort(l->values_us, l->count, sizeof *l->values_us, ascending);
  printf("%-28s p50 %6.1f ms   p99 %6.1f ms   max %6.1f ms\n", what, percentile_ms(l, 50),
         percentile_ms(l, 99), percentile_ms(l, 100));
}

void latency_free(struct latency *l) { free(l->values_us); }
