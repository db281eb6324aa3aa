/* What the library called back, as a log that a test can compare.
 *
 * The record_* functions are callbacks of every kind the library knows; a fixture installs them.
 * Each appends one event and then calls the test's hook of that kind, if one is set; the hook's
 * result is the callback's. Without a hook callbacks answer 0.
 *
 * trace() gives the log as one text, a token per event, separated by blanks:
 *
 *   A2          acceptwatcher          W2:3        hi-water watcher, n = 3
 *   R2:abc      protocol callback      P2:7        custom parser, 7 bytes buffered
 *   C2:app      closewatcher           F2          finalizer
 *   I2:r:abc    I/O callback, read     I2:w:abc    written
 *   E2          length error callback  X           accept warning
 *
 * The number is the connection's serial, counted from the first connection that the test's log (or
 * events_know()) saw. Reasons are remote, app, timeout, parser or the plain number. Data shows
 * letters, digits and -_.! as they are, other bytes as two hexadecimal digits behind '%', and only
 * the length (#70000) when longer than 64 bytes.
 */
#ifndef TESTS_SUPPORT_EVENTS_H
#define TESTS_SUPPORT_EVENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "vce.h"

typedef struct event {
  char kind; /* the letter above */
  conn_t conn;
  int value;        /* reason, n, direction, or bytes buffered */
  char *data;       /* a copy */
  size_t length;
  int heartbeat;    /* number of the heartbeat, counted by hb() since events_reset() */
  bool valid;       /* vce_conn_is_valid() inside the callback */
  bool closed;      /* vce_conn_is_closed() inside the callback */
  int last_error;   /* at entry */
  int unread;       /* vce_conn_get_buffer() inside an I/O callback or parser, else -1 */
  int unsent;
  long long at_us;  /* real time, microseconds since 1970 */
} event;

typedef struct hooks {
  int (*accept)(conn_t);
  int (*hiwater)(conn_t, int);
  int (*data)(conn_t, char *, int);
  int (*close)(conn_t, CLOSE_REASON);
  void (*final)(conn_t);
  void (*io)(conn_t, int, char *, size_t);
  int (*parser)(conn_t);
  int (*too_long)(conn_t);
  int (*warning)(tcpcontext_t);
} hooks;

extern hooks on;
extern int heartbeat_number;

int record_accept(conn_t c);
int record_hiwater(conn_t c, int n);
int record_data(conn_t c, char *data, int length);
int record_close(conn_t c, CLOSE_REASON reason);
void record_final(conn_t c);
void record_io(conn_t c, int direction, char *data, size_t length);
int record_parser(conn_t c);
int record_too_long(conn_t c);
int record_warning(tcpcontext_t t);

/* Forgets everything: events, hooks, serial base, heartbeat number. */
void events_reset(void);

/* Forgets the events only. */
void events_clear(void);

/* Tells the log of a connection that no callback has shown, so that serials count from it. */
void events_know(conn_t c);

/* Removes the accept events (A, W) of one connection. */
void events_drop_accept(conn_t c);

int events_count(char kind);
int events_count_of(char kind, conn_t c);

/* The n-th event (from 0) of a kind; it fails the test if there is none. */
const event *events_get(char kind, int n);
const event *events_get_of(char kind, conn_t c);

/* All protocol callback data of one connection, concatenated. Valid until the next call. */
const char *events_data_of(conn_t c, size_t *length);

const char *trace(void);

/* Compares and forgets. The second form compares the tokens as a set: the order in which
 * connections are served within one heartbeat is not promised. */
#define expect_trace(expected) check_trace((expected), true, __FILE__, __LINE__)
#define expect_trace_any_order(expected) check_trace((expected), false, __FILE__, __LINE__)
void check_trace(const char *expected, bool in_order, const char *file, int line);

/* What holds whatever the order: a finalizer directly follows its closewatcher, each comes at most
 * once per connection, nothing comes after it, and handles are valid inside all callbacks. Checked
 * over everything since events_reset(); returns NULL or what is wrong. */
const char *events_violation(void);

#endif
