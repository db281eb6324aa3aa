/* Sends records on the open links of a connections, and checks each echo. */
#ifndef CONNTEST_PUMP_H
#define CONNTEST_PUMP_H

#include "connections.h"

struct pump {
  struct connections *connections;
  int (*parser)(conn_t);
  int (*unparser)(conn_t, char *, int); /* NULL: nothing is sent */
  char *record;                         /* room for one */
  uint32_t size;
  bool text;
  bool running;
  struct pace pace;
  double lost;          /* of the pace, the fraction that is not counted yet */
  uint32_t cursor;      /* whose turn it is among the open links */
  uint64_t outstanding; /* echoes that links still open owe */
};

/* With FRAMING_NONE nothing is sent, and what comes is read and forgotten. False if memory is
   short. */
bool pump_init(struct pump *pump, const struct options *options, struct connections *connections);

/* How the links of the connections are to treat what comes. */
struct handling pump_handling(struct pump *pump);

/* Sends from now on; or sends nothing more, and still takes echoes. */
void pump_run(struct pump *pump);
void pump_rest(struct pump *pump);
bool pump_is_answered(const struct pump *pump);

/* One turn: sends what is due. */
void pump_turn(struct pump *pump, int64_t now);

#endif
