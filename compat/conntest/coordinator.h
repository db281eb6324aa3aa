/* The processes of a test, and what they tell added up. */
#ifndef CONNTEST_COORDINATOR_H
#define CONNTEST_COORDINATOR_H

#include "channel.h"
#include "options.h"
#include "progress.h"
#include "target.h"

/* One wave of all processes. */
struct wave {
  uint64_t established, failed;
  double open_s; /* from the first connect until the last one was decided */
};

struct result {
  uint64_t wanted; /* in all waves */
  struct tally tally;
  struct statement statement;
  uint64_t most_open; /* at once */
  uint32_t wave_count;
  struct wave *waves; /* those that were opened, as far as they could be */
  double seconds;
  uint32_t workers_lost;
};

/* True if all wanted connections were had and nothing failed. */
bool result_is_good(const struct result *result);

/* Runs the test from beginning to end; stops early on SIGINT, SIGTERM and SIGHUP. False, with the
   reason in `why`, if it cannot be started. */
bool coordinator_run(const struct options *options, const struct target *target,
                     struct progress *progress, struct result *result, char *why, size_t why_size);

#endif
