/* A program on the library that copes with failure: the words in which scenarios are written.
 *
 * What fails must be explained: a call may fail only with a code that its documentation names, and
 * only in a round whose fault has struck. Then it is repeated without faults, and must succeed. All
 * connections of a context report to the log of events.h.
 */
#ifndef TESTS_FAULTS_APP_H
#define TESTS_FAULTS_APP_H

#include "../support/harness.h"
#include "faults.h"
#include "shim.h"

/* Must hold, unless a fault has struck. */
#define EXPECT(condition) expect_true((condition), #condition, __FILE__, __LINE__)
void expect_true(bool holds, const char *condition, const char *file, int line);

/* The result of a call that is either not negative, or one of the codes listed and the last error
 * as well. */
#define RESULT(call, ...)                                                                          \
  check_result((call), #call, (const int[]){__VA_ARGS__, 0}, __FILE__, __LINE__)
int check_result(int result, const char *call, const int *documented, const char *file, int line);

/* The last error is one of the codes listed; the return value is false for success. */
#define FAILED(...) check_last_error((const int[]){__VA_ARGS__, 0}, __FILE__, __LINE__)
bool check_last_error(const int *documented, const char *file, int line);

/* A setter that fails with VCE_EMEM or not at all. */
#define SETTER(call)                                                                               \
  do {                                                                                             \
    clear_last_error();                                                                            \
    call;                                                                                          \
    if (FAILED(VCE_EMEM)) {                                                                        \
      faults_pause();                                                                              \
      call;                                                                                        \
      faults_resume();                                                                             \
    }                                                                                              \
  } while (0)
void clear_last_error(void);

void initialise(const vce_limit_t *limits);
void finalise(void);

tcpcontext_t make_server(const options_t *o);
tcpcontext_t make_client(const options_t *o);

/* One heartbeat, a millisecond after the one before; everything sent before has arrived. */
void beat(void);
void beats(int count);

/* Heartbeats until the condition holds, at most `most`. It must, unless a fault has struck. */
#define BEAT_UNTIL(condition, most)                                                                \
  do {                                                                                             \
    bool met_;                                                                                     \
    for (int beat_ = 0; !(met_ = (condition)) && beat_ < (most); ++beat_) beat();                  \
    expect_true(met_, #condition, __FILE__, __LINE__);                                             \
  } while (0)

/* The same where real time must pass: names are looked up. */
#define WAIT_UNTIL(condition, most_ms)                                                             \
  do {                                                                                             \
    bool met_;                                                                                     \
    for (int wait_ = 0; !(met_ = (condition)) && wait_ < (most_ms); ++wait_) {                     \
      beat();                                                                                      \
      poll(NULL, 0, 1);                                                                            \
    }                                                                                              \
    expect_true(met_, #condition, __FILE__, __LINE__);                                             \
  } while (0)

/* A raw peer and its connection; a connection to somewhere. */
link_t join_server(tcpcontext_t t);
conn_t connect_to(tcpcontext_t t, const char *host, int port);

/* The same with small buffers of the system, which are full soon. */
link_t join_narrow_server(tcpcontext_t t);

/* Queues one record with the ready-made writer, or bytes with vce_conn_write(). */
int send_text(conn_t c, const char *text);
int send_bin16(conn_t c, const char *data, int length);
int send_bin32(conn_t c, const char *data, int length);
int send_bytes(conn_t c, const char *data, size_t length);

/* Sends what the system takes; the other end may be gone after a fault. */
void say(int peer, const char *text);

/* Takes and forgets what a peer has received; returns how much. */
size_t hear(int peer);

/* Leaves the contexts made so far out of end_contexts(). */
void keep_contexts(void);

/* Ends all contexts that the scenario made; all their connections must end properly. */
void end_contexts(void);

#endif
