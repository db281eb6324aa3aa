/* The load generator's side of the wire: many connections to one server on this machine, each with
   up to `depth` bin16 records in flight, every one of them verified (see connection.h). */
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
  unsigned places; /* in the table */
  struct histogram *latency; /* NULL: not wanted */
};

/* Nanoseconds since the first connect began. */
struct open_times {
  uint64_t established; /* all connections are */
  uint64_t echoed;      /* and one record came back on each; 0 if that was not asked for */
};

struct run_limit {
  uint64_t ns;      /* stop sending then, 0: no limit */
  uint64_t records; /* send that many, 0: no limit; not for broadcasts and churning */
};

struct run_result {
  uint64_t records; /* that came, which are all that had to come; churning: connections */
  uint64_t ns;      /* from the first send to the last arrival */
  struct histogram latency;
};

/* Opens all connections in the non-blocking way, so many at once as the server's queue can hold;
   with `echo` each sends one record as soon as it is established and the call waits for all echoes.
   The first five fields of `c` must be set, the rest zero. */
struct open_times client_open(struct client *c, bool echo);

/* Keeps all active connections busy up to the limit, then waits for what is in flight. */
void client_run(struct client *c, struct run_limit limit, struct run_result *result);

/* For servers that broadcast: opens a source first, then the connections, with an echo on each. */
void client_open_broadcast(struct client *c);

/* The source sends `depth` records at a time, the next ones when all connections got them all. A
   result counts deliveries. */
void client_run_broadcast(struct client *c, struct run_limit limit, struct run_result *result);

/* On each of `connections` places in turn: connect, one echo, close. Needs no client_open; the
   latency is that from the connect to the echo. */
void client_churn(struct client *c, struct run_limit limit, struct run_result *result);

/* Resets all connections, so that none of them lingers in the kernel. */
void client_close(struct client *c);

#endif
