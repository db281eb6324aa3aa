/*
 * The storyteller's own side: client connections of the library that speak lines.
 *
 * A `struct client` is the user pointer of its connection and must outlive it.
 */
#ifndef DEMO_CLIENT_H
#define DEMO_CLIENT_H

#include <vce.h>

struct client {
  conn_t conn;
  char line[128]; /* the last line received, shortened to fit, with a NUL */
  int lines;      /* how many were received */
  int bytes;      /* of them, line ends included */
  int ended;      /* the close watcher was called, once if all is well */
  CLOSE_REASON why;
  char detail[128]; /* the same in words */
  /* What to do with a line beyond noting it; NULL: nothing. */
  void (*on_line)(struct client *c, const char *line, int len);
};

/* A client context for `most` connections. */
tcpcontext_t client_context(int most, int nonblocking);

/* Closes all connections of the context and the context itself; returns when they are gone. */
void client_context_end(tcpcontext_t context);

/* Connects a client that is all zero; the result is vce_conn_is_valid right afterwards. */
int client_connect(struct client *c, tcpcontext_t context, unsigned short port);

/* Writes one line; it must fit. */
void client_say(struct client *c, const char *text);

/* Calls the heartbeat until `c` has had `lines` lines in all, has ended, or the time is over.
   Tells whether the lines came. */
int client_await(struct client *c, int lines, int timeout_ms);

/* Calls the heartbeat until `c` has ended or the time is over; tells whether it has. */
int client_await_end(struct client *c, int timeout_ms);

/* One line there and the same line back, in milliseconds; expects it within a second. */
double client_round_trip(struct client *c, const char *text);

#endif
