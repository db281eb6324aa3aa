/* The load generator's side of the wire: many connections to one server on this machine, each with
   up to `depth` bin16 records in flight. Every record names its connection and carries a sequence
   number; every echo is compared byte by byte with what must come. Any other echo, and a silence of
   five seconds, ends the process with a message. */
#ifndef BENCH_CLIENT_H
#define BENCH_CLIENT_H

#include "histogram.h"

#include <stdbool.h>
#include <stddef.h>

enum { RECORD_MIN = 12, RECORD_MAX = 65535 };

struct connection;

struct client {
  int port;
  unsigned connections;
  unsigned active; /* how many of them echo in client_run, spread evenly */
  unsigned depth;  /* records in flight per active connection */
  unsigned size;   /* content bytes of a record, RECORD_MIN..RECORD_MAX */

  int poll_fd;
  struct connection *table;
  struct histogram *latency; /* NULL: not wanted */
  uint64_t in_flight;
};

/* Nanoseconds since the first connect began. */
struct open_times {
  uint64_t established; /* all connections are */
  uint64_t echoed;      /* and one record came back on each; 0 if that was not asked for */
};

struct run_limit {
  uint64_t ns;      /* stop sending then, 0: no limit */
  uint64_t records; /* send that many, 0: no limit */
};

struct run_result {
  uint64_t records; /* echoes that came back, all that were sent */
  uint64_t ns;      /* from the first send to the last echo */
  struct histogram latency;
};

/* Opens all connections at once, in the non-blocking way; with `echo` each sends one record as soon
   as it is established and the call waits for all echoes. The first five fields of `c` must be set,
   the rest zero. */
struct open_times client_open(struct client *c, bool echo);

/* Keeps all active connections busy up to the limit, then waits for what is in flight. */
void client_run(struct client *c, struct run_limit limit, struct run_result *result);

void client_close(struct client *c);

#endif
