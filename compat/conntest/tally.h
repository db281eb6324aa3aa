/* What became of the connections, and what is said about it. */
#ifndef CONNTEST_TALLY_H
#define CONNTEST_TALLY_H

#include "latency.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Each attempt to connect comes to exactly one of these. */
enum outcome {
  OUTCOME_ESTABLISHED,   /* and not ended at once */
  OUTCOME_REFUSED,       /* an answer that says no */
  OUTCOME_TIMED_OUT,     /* no answer */
  OUTCOME_FULL,          /* established, then ended by the peer at once */
  OUTCOME_NO_PORT,       /* the source address has no port left for this destination */
  OUTCOME_NO_DESCRIPTOR, /* the process, or the system, has none left */
  OUTCOME_FAILED,        /* another refusal of the system */
  OUTCOME_ABANDONED,     /* under way when the test was interrupted */
  OUTCOMES
};

/* Why opening came to its end; of several reasons the last in this list is told. */
enum stop {
  STOP_COMPLETE, /* as many attempts as were wanted */
  STOP_GAVE_UP,
  STOP_NO_PORT,
  STOP_NO_DESCRIPTOR,
  STOP_INTERRUPTED,
  STOP_WORKER_LOST,
  STOPS
};

/* Numbers that add up over the processes. */
struct tally {
  uint64_t attempts;
  uint64_t outcomes[OUTCOMES];
  uint64_t ended_later;  /* established ones that the peer ended */
  uint64_t under_way;    /* now */
  uint64_t open;         /* now */
  uint64_t sent, echoed; /* records */
  uint64_t missing;      /* echoes that established connections did not get */
  uint64_t wrong;        /* connections that were given up because of a wrong echo */
  uint64_t held_back;    /* records that were due and not sent: no room, or the test too slow */
};

void tally_add(struct tally *to, const struct tally *from);

/* The attempts that came to something, but not to an established connection. */
uint64_t tally_failed(const struct tally *of);

/* The first of its kind, in words; empty if there was none. */
enum { NOTE_TEXT = 120 };
struct notes {
  char failure[NOTE_TEXT]; /* what the system said about a connect */
  char peer[NOTE_TEXT];    /* what a full server said */
  char wrong[NOTE_TEXT];   /* what was wrong with an echo */
};

/* Keeps the text if there is none yet: printable as it is, the rest as dots, the end without white
   space. */
void note(char to[NOTE_TEXT], const char *text, size_t length);

/* What a process has to tell when it has finished. */
struct statement {
  enum stop stop;
  struct notes notes;
  struct latency connect; /* from the call until it was seen to be established */
  struct latency echo;
};

void statement_merge(struct statement *to, const struct statement *from);

/* "established", "refused", ... as one word and in words. */
const char *outcome_key(enum outcome outcome);
const char *outcome_text(enum outcome outcome);
const char *stop_key(enum stop stop);

#endif
