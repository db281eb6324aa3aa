/* Moments and spans of time: nanoseconds of the monotonic clock. */
#ifndef CONNTEST_CLOCK_H
#define CONNTEST_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline int64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static inline int64_t from_seconds(double seconds) { return (int64_t)(seconds * 1e9); }

static inline double to_seconds(int64_t ns) { return (double)ns / 1e9; }

#endif
