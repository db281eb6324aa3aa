/* The attempts of a swarm: when the next one is made, from where, and when none is any more. */
#ifndef CONNTEST_OPENING_H
#define CONNTEST_OPENING_H

#include "swarm.h"

/* Begins a wave: as many attempts as are wanted. */
void opening_begin(struct swarm *swarm);

/* Makes those that are due, if any are left to be made. */
void opening_turn(struct swarm *swarm, int64_t now);

/* Makes no more, and remembers why. */
void opening_stop(struct swarm *swarm, enum stop why);

#endif
