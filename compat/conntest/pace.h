/* So many things per second, evenly: a bucket that time fills. */
#ifndef CONNTEST_PACE_H
#define CONNTEST_PACE_H

#include <stdint.h>

struct pace {
  double credit;
  int64_t filled_ns; /* 0: not started */
};

/* Fills the bucket for the time since the last call; the first one starts with a single credit.
   What is above `most` is lost, and returned. */
static inline double pace_fill(struct pace *pace, double per_second, double most, int64_t now) {
  if (pace->filled_ns == 0)
    pace->credit = 1;
  else
    pace->credit += per_second * (double)(now - pace->filled_ns) / 1e9;
  pace->filled_ns = now;
  double lost = pace->credit > most ? pace->credit - most : 0;
  pace->credit -= lost;
  return lost;
}

/* Takes one credit; 0 if there is none. */
static inline int pace_take(struct pace *pace) {
  if (pace->credit < 1)
    return 0;
  pace->credit -= 1;
  return 1;
}

#endif
