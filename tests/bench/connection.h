/* One connection of the load generator, and what is in flight on it. Every record names the
   connection it was composed for and carries a sequence number; every record that comes back is
   compared byte by byte with what must come. Any other record, and an end of the connection that
   was not asked for, ends the process with a message. */
#ifndef BENCH_CONNECTION_H
#define BENCH_CONNECTION_H

#include "client.h"

#include <sys/epoll.h>

struct connection {
  int fd;
  unsigned number;
  bool established;
  bool blocked;              /* the kernel refused bytes: write interest is armed */
  struct connection *origin; /* whose records come here: its own, or those of a broadcast */
  uint64_t sent, received;   /* records so far; with its own the difference is in flight */
  uint64_t *sent_at;         /* when record n was sent, at n % depth */
  unsigned char *in, *out;   /* room for `depth` records each */
  size_t in_end;             /* received, not yet a whole record */
  size_t out_begin, out_end; /* not yet taken by the kernel */
  uint64_t started;          /* when the connect began */
};

void *allocate(size_t count, size_t size); /* zeroed; dies when memory is short */

void connection_init(const struct client *c, struct connection *one);
void connection_free(struct connection *one);

/* Begins a non-blocking connect and watches for its end. Each process has source addresses of its
   own, and each address is used for some thousand connects only, so that ports do not run out. */
void connection_start(struct client *c, struct connection *one, unsigned number);

/* To be called when it is writable first; dies if the connect failed. */
void connection_established(struct client *c, struct connection *one);

/* Sends the next `count` records in one go. The caller counts what is in flight. */
void connection_launch(struct client *c, struct connection *one, unsigned count);

/* Sends what the kernel refused before. */
void connection_flush(struct client *c, struct connection *one);

/* Receives once; returns how many whole records came, having verified each. */
unsigned connection_receive(struct client *c, struct connection *one);

/* Waits for events, at most EVENTS_PER_WAIT; dies when nothing happens for five seconds. */
enum { EVENTS_PER_WAIT = 512 };
int client_wait(struct client *c, struct epoll_event *events);

#endif
