/* The fixture of the network tests: a library, contexts with recording callbacks, connections.
 *
 * Each test starts with an initialised library with the default limits, quiet (verbosity -1), and
 * ends with vce_finalize(). The teardown fails the test if descriptors were left open or if the
 * callbacks of any connection came in an impossible order (events.h).
 */
#ifndef TESTS_SUPPORT_HARNESS_H
#define TESTS_SUPPORT_HARNESS_H

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "events.h"
#include "peer.h"
#include "process.h"
#include "vce.h"

int setup_library(void **state);
int teardown_library(void **state);

/* A test with the fixture; a test whose body runs in a process that never knew the library. */
#define TEST(function) cmocka_unit_test_setup_teardown(function, setup_library, teardown_library)
#define FRESH_TEST(function) cmocka_unit_test(function)

/* Skips the test where vce_get_wait_fd() has nothing to give: with libevent's poll and select. */
void needs_wait_fd(void);

/* The library waits with libevent's poll or select, which look at all sockets in each round; select
 * takes no descriptor from FD_SETSIZE on. */
bool looks_at_all_sockets(void);
bool takes_few_descriptors(void);

/* In a fresh process: the same start as setup_library(). */
void open_library(void);

/* Settings of a context; options() gives the defaults named here. */
typedef struct options_t {
  const char *bind; /* "127.0.0.1" */
  int port;         /* 0: chosen by the system */
  int max;          /* 10 */
  size_t rblen;     /* 1024 */
  size_t wblen;     /* 1024 */
  int timeout;      /* 60 */
  int nonblock;     /* 0 */
  int nodelay;      /* 1 */
  size_t state;     /* 0 */
  int calls;        /* parser calls per heartbeat: 1 */
  int (*parser)(conn_t); /* vce_protocol_parser_text */
} options_t;

options_t options(void);

/* A context with the given options and all recording callbacks (the protocol callback, accept- and
 * closewatcher, finalizer). It must succeed. */
tcpcontext_t open_server(const options_t *o);
tcpcontext_t open_client(const options_t *o);
tcpcontext_t server(void);
tcpcontext_t client(void);

/* A raw peer and the connection that the library accepted from it. */
typedef struct link_t {
  int peer;
  conn_t conn;
} link_t;

/* Connects a raw peer and runs the one heartbeat that accepts it. Its accept event is dropped from
 * the log; other events of that heartbeat stay. */
link_t join(tcpcontext_t t);
link_t join_narrow(tcpcontext_t t, int receive_bytes);

/* The connection of `t` whose remote port is the peer's; {NULL,0} if there is none. */
conn_t conn_of_peer(tcpcontext_t t, int peer);

/* Connects the library to 127.0.0.1; the result is made known to the log. */
conn_t dial(tcpcontext_t t, int port);

/* Runs heartbeats; everything sent before has arrived (settle()). */
void hb(void);
void hbs(int count);

/* How long something may take before a test gives up. It decides only how soon a failure is
 * reported: on a slow day, under valgrind or beside other work, what is right takes long. */
enum { PATIENCE_MS = 60000 };

/* Runs heartbeats, at most one per millisecond, until the condition holds; fails the test after
 * PATIENCE_MS. */
#define PUMP_UNTIL(condition)                                                                      \
  for (long long end_ = monotonic_ms() + PATIENCE_MS; !(condition);)                               \
  pump_once(end_, #condition, __FILE__, __LINE__)
void pump_once(long long end_ms, const char *condition, const char *file, int line);

/* Runs heartbeats for that long. */
void pump_for(int ms);

/* Runs heartbeats until the wall clock is 20..200 ms behind a full second, so that what comes next
 * happens early in a second. Returns that second. */
long long pump_to_second(void);

long long monotonic_ms(void);
long long wall_us(void);

/* The socket of a connection, as vce_get_netstat_string() tells. */
int conn_fd(conn_t c);

/* Bytes received and not yet consumed; written and not yet sent. */
int unread(conn_t c);
int unsent(conn_t c);
int connections(tcpcontext_t t);

/* Bytes that show lost, doubled and exchanged pieces; to be freed. */
char *pattern(size_t length);

/* Runs heartbeats until the peer has got so many bytes; true if they are the expected ones. */
bool peer_receives(int peer, const char *expected, size_t length);

/* Sets the last error to a code that nothing else in a test sets, -28. */
void seed_last_error(void);

/* Counters; CHANGED() is the difference to an earlier copy. */
vce_stat_t counters(void);
tcpcontext_stat_t context_counters(tcpcontext_t t);
#define CHANGED(before, field) (counters().field - (before).field)

extern const conn_t null_conn;

/* Runs the tests of one file after processes_start(). */
#ifdef VCE_TEST_TRANSPORT
#include "transport/skipped.h"
#define RUN(tests) (processes_start(), run_on_transport(#tests, tests, ELEMENTOF(tests)))
#else
#define RUN(tests)                                                                                 \
  (processes_start(), cmocka_run_group_tests_name(#tests, tests, NULL, NULL))
#endif

#endif
