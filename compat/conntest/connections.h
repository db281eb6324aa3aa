/* The connections of one process: opening them, seeing what becomes of them, closing them.

   vce_tcpcontext_connect() only begins a connect. A link is under way until vce_conn_writable() is
   above 0 or the closewatcher runs; then it is young until it has lived for the settling time, or
   has answered a record; then it counts as established. A link that the peer ends while it
   is young has met a full server. */
#ifndef CONNTEST_CONNECTIONS_H
#define CONNTEST_CONNECTIONS_H

#include "options.h"
#include "pace.h"
#include "tally.h"
#include "target.h"
#include "vce.h"

enum link_state {
  LINK_UNUSED, /* or gone */
  LINK_UNDER_WAY,
  LINK_YOUNG,
  LINK_SETTLED,
  LINK_LEAVING /* closed by us; what follows is of no interest */
};

struct link {
  conn_t connection;
  struct connections *connections;
  struct link *next, *previous; /* in the list of those under way, or of the young */
  int64_t since_ns;             /* of the connect; from YOUNG on, of being established */
  uint64_t sent, echoed;        /* records */
  uint32_t number;              /* unique in the test */
  uint32_t place;               /* in `open` of the connections */
  uint16_t greeting;            /* records that the server has yet to say by itself */
  uint8_t state;
  char *words;       /* what the peer said first while the link was young; may be NULL */
  const char *fault; /* what is wrong with what came, or NULL */
};

/* Oldest first. */
struct link_list {
  struct link *first, *last;
  uint32_t count;
};

struct source {
  tcpcontext_t context;
  const char *address; /* NULL: the system chooses */
  bool exhausted;      /* of ports, in this wave */
};

/* The part of the test that falls to one process. */
struct share {
  uint32_t index; /* of the process */
  uint32_t connections;
  uint32_t first_number; /* of its links */
  uint32_t batch;
  double open_rate;
};

/* The part of the program that sends and receives records. */
struct handling {
  struct pump *pump;
  int (*parser)(conn_t);
  int (*record)(conn_t, char *, int);
  size_t buffer_bytes; /* for reading, and for writing */
  void (*on_open)(struct link *link);
  void (*on_gone)(struct link *link);
};

struct connections {
  const struct options *options;
  const struct target *target;
  struct share share;

  struct source *sources;
  uint32_t source_count, next_source;
  struct link *links;
  uint32_t used; /* links attempted in this wave */
  struct link_list under_way, young;
  struct link **open; /* young and settled ones, in no order */
  uint32_t open_count;
  struct pace pace;

  bool opening;
  int64_t opened_ns; /* when the last connect under way was decided */
  uint32_t failures_in_row;
  int64_t row_since_ns;

  struct handling handling;

  struct tally tally;
  struct statement statement;
};

/* Initialises the library and makes one context for each source address. False, with the reason in
   `why`, if that fails. */
bool connections_start(struct connections *connections, const struct options *options,
                       const struct target *target, const struct share *share,
                       const struct handling *handling, char *why, size_t why_size);

/* One turn: notes established links, gives up those that waited too long, settles, opens some more.
   To be called after each heartbeat. */
void connections_turn(struct connections *connections, int64_t now);

/* True when nothing is to be opened any more and each attempt has come to something. */
bool connections_is_decided(const struct connections *connections);

/* Ends opening at once: connects under way are abandoned, young links count as established. */
void connections_interrupt(struct connections *connections);

/* Closes all links. connections_cut() loses what is unsent and ends them with the next heartbeats.
 */
void connections_close(struct connections *connections);
void connections_cut(struct connections *connections);
bool connections_is_empty(const struct connections *connections);

/* The young link has answered. */
void connections_established(struct link *link);

/* The link received wrong bytes. A young one is given time: a full server may have said so in
   words of its own, and will end it. Any other one is closed. */
void connections_fault(struct link *link, const char *what);

/* Called by the part that opens: a connect that is under way now, and an attempt that failed. `why`
   is the text of the system, or NULL. */
void connections_add(struct connections *connections, uint32_t index, conn_t connection,
                     int64_t since_ns);
void connections_failed(struct connections *connections, enum outcome outcome, const char *why);

struct link *connections_link_of(conn_t connection);

#endif
