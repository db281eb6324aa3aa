/* The life of one process of the test. */
#ifndef CONNTEST_WORKER_H
#define CONNTEST_WORKER_H

#include "connections.h"

/* Works through all waves. Tells its progress through `up`, and goes from phase to phase when told
   through `down`; when that pipe ends it stops and closes everything. The result is the exit status
   of the process: 0 if it could tell everything. */
int worker_run(const struct options *options, const struct target *target,
               const struct share *share, int up, int down);

#endif
