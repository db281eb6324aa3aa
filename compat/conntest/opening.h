/* The attempts of a connections: when the next one is made, from where, and when none is any more.
 */
#ifndef CONNTEST_OPENING_H
#define CONNTEST_OPENING_H

#include "connections.h"

/* Begins a wave: as many attempts as are wanted. */
void opening_begin(struct connections *connections);

/* Makes those that are due, if any are left to be made. */
void opening_turn(struct connections *connections, int64_t now);

/* Makes no more, and remembers why. */
void opening_stop(struct connections *connections, enum stop why);

#endif
