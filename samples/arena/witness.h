/*
 * witness.h - finds out, after the run, whether every bot saw what it had to see.
 */
#ifndef ARENA_WITNESS_H
#define ARENA_WITNESS_H

struct verdict {
  long expected; /* moves of neighbours that bots had to see, their own not counted */
  long seen;     /* of these */
  long lost;
  long unexpected; /* what a bot saw and should not have, or not in this tick or place */
};

/* Returns 0, or -1 without memory. */
int witness(struct verdict *v);

#endif
