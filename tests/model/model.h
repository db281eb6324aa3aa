/* The interface of contexts and connections as a small executable model.
 *
 * It knows what every call must answer in every state, and which callbacks a heartbeat may and must
 * make. It never calls the library. What the interface leaves open (the order of connections within
 * a step of the heartbeat, how far a step has got when a callback runs) it takes from what the
 * library shows, and checks that it was allowed. The kernel's part, bytes and ends on their way
 * between two sockets of this process, is modelled too: end_t.
 *
 * Left to other tests: output that the kernel refuses, limits and rates that take time, names, delays,
 * IPv6, and want of memory or descriptors.
 *
 * model_fail() keeps the first contradiction; afterwards every check is silent. */
#ifndef TESTS_MODEL_MODEL_H
#define TESTS_MODEL_MODEL_H

#include <stdbool.h>

#include "vce.h"

enum {
  MAX_CONTEXTS = 3, /* limits of the process */
  MAX_SLOTS = 5,
  CONTEXTS = 24, /* made in one sequence at most */
  CONNS = 64,
  ENDS = 160,
  QUEUE = 32,
  BYTES = 1024,
  NO_END = -1,
  KEPT = 1 /* as a last error: the call does not touch it */
};

typedef struct bytes {
  int size;
  char at[BYTES];
} bytes_t;

/* One end of a TCP connection. */
typedef struct end {
  int other, port;
  bytes_t inbox;     /* sent to this end and not read from its socket yet */
  bool fin;          /* the other end sends nothing more */
  bool reset;        /* the connection is gone, whatever is in the inbox can still be read */
  bool closed;       /* nothing reads from this end any more */
  bool lingers;      /* its connection is gone, what arrives is dropped until the other end ends */
  int unread, late;  /* bytes for it while it lingers: since this heartbeat began, and the last */
  bool from_library; /* a server's end: the library connected to it */
} end_t;

typedef enum { P_NONE, P_CUSTOM, P_BIN16, P_BIN32, P_TEXT, P_THROUGH, P_COUNT } parser_kind;
typedef enum { OPEN, CLOSING, TIMED_OUT } close_mark;

/* What a connection copies from its context. */
typedef struct settings {
  parser_kind parser;
  bool record; /* is there a protocol callback? */
  int calls;
  int maximum;
  bool too_long; /* is there an error callback? */
  bool closewatcher;
} settings_t;

typedef struct context {
  void *handle;
  bool alive, server, nonblock, listening;
  int port, maxcon, rblen, wblen, state, timeout;
  settings_t settings;
  bool acceptwatcher, hiwatcher, warning, finalizer, accepting, kicked;
  int water, limit, tokens, safety, user;
  int queue[QUEUE]; /* ends of the server side that wait to be accepted */
  int waiting, accepted;
  bool asking;  /* the accept warning is running for the first of them */
  bool allowed; /* it let the first of them pass */
  bool counted; /* the first of them is among the accepted already */
  int connects, timeouts, writes;
} context_t;

typedef struct conn {
  conn_t handle;
  bool live, dying, closewatched;
  int context, slot, end, user, timeout;
  bool pending, refused, accepted;
  bool turned_away; /* by an accept watcher */
  bool leaving;     /* gone, and not known yet if its socket lingers */
  int left_ms;      /* not later than it ended */
  close_mark mark;
  settings_t settings;
  bytes_t input, output;
  int recv_byte, send_byte, writes, recvs, sends;
  /* The heartbeat that is running: what it found, and what happened in it. */
  struct {
    bool live, pending, due, unsent, full, negative, reset, fin, owed, in_scope;
    int settled; /* bytes in the inbox at its start */
    bool touched, late, sent, received;
    bool lingered;    /* its socket has lingered at some time of the heartbeat */
    int calls;        /* of its parser */
    int before;       /* bytes buffered before the present one */
    bool no_progress; /* the last one */
    bool broken_off;  /* by vce_conn_break_heartbeat() */
  } beat;
  bool owed; /* the peer has ended it; a parser call made progress and input is left */
} conn_t_model;

typedef struct model {
  bool in_beat;
  bool draining;    /* in_beat, too: heartbeats whose borders are not seen */
  int began_ms;     /* when the heartbeat began */
  bool given_up;    /* time that the model does not know has passed; model_failure says so */
  int phase; /* of the heartbeat, at least: 1 sweep, 2 send, 3 limits, 5 read, 7 accept, 9 send */
  bool late; /* a callback runs whose writes may be too late for this heartbeat */
  bool break_requested;
  bool everyone;
  int only;
  int contexts, conns, ends;
  unsigned serial; /* the last one given */
  int free_slots[MAX_SLOTS], free_count, fresh;
  bool order_unknown; /* of the free slots: some were freed without a word */
  int must_follow;    /* the connection whose end must be the next event; -1 */
  enum { ANY_EVENT, CLOSEWATCHER, FINALIZER } must_event;
  context_t context[CONTEXTS];
  conn_t_model conn[CONNS];
  end_t end[ENDS];
} model_t;

extern model_t model;
extern char model_failure[400];

void model_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
#define MUST(condition, ...) ((condition) ? (void)0 : model_fail(__VA_ARGS__))

typedef struct answer {
  long value;
  int error; /* the last error afterwards, or KEPT */
} answer_t;

/* ---- State (model_state.c) ---- */
void model_reset(unsigned last_serial);
int context_new(const context_t *wanted, void *handle, int port);
int conn_new(int context, int end, bool pending);
void conn_gone(conn_t_model *c);
int context_count(int context); /* connections that are not destroyed */
int pool_used(void);
int alive_contexts(void);
int newest_of(int context,
              int after); /* the next older connection than `after` (or CONNS), or -1 */
int room_of(const conn_t_model *c);
bool takes_input(const conn_t_model *c);
void bytes_append(bytes_t *b, const void *data, int size);
void bytes_drop(bytes_t *b, int size);
int end_pair(int server_port_of, int client_port); /* returns the client's; the server's is + 1 */
void end_send(int e, const void *data, int size);
void end_finish(int e);
void end_close(int e);
void end_reset(int e);

/* ---- Calls (model_calls.c); `c` below 0 is an invalid handle ---- */
enum { NULL_HANDLE = -1, GARBAGE = -2, WRONG_SERIAL = -3, ZERO_SERIAL = -4, INVALID_HANDLES = 4 };
conn_t_model *valid(int c);
answer_t call_write(int c, const char *data, int size);
answer_t call_unparse(int c, parser_kind kind, const char *data, int size);
answer_t call_writable(int c);
answer_t call_writed(int c);
answer_t call_close(int c);
answer_t call_close_all(int t);
answer_t call_broadcast(int t, const char *data, int size, int skip, int when_full);
answer_t call_set_timeout(int c, int seconds);
answer_t call_shrink(int c, int size);
answer_t call_set_parser(int c, parser_kind kind, bool record);
answer_t call_index(int c);
answer_t call_cleanup(int t);
answer_t call_connect(int t, bool server_listens, bool bad_target);
answer_t call_create(const context_t *wanted);
void call_finalize(void);

/* One step of a ready-made parser: what it will do with the front of the input. */
typedef enum { INCOMPLETE, RECORD, TOO_LONG, ASKED } step_kind;
typedef struct step {
  step_kind kind;
  int skip, length, total;
} step_t;
step_t parser_step(const conn_t_model *c, parser_kind kind, bool permitted);

/* ---- Sockets that outlive their connections, and the end of all (model_ends.c) ---- */
enum { LINGER_MS = 2000 };
int lingering_of(int context);
int lingering_all(void);
void conn_leaves(conn_t_model *c);
void left_behind(int c, bool lingers);
void lingering_is_over(int c, int now_ms);
void begin_lingering_beat(conn_t_model *c);
void end_lingering_beat(int c);
void drain_begin(void);
void drain_end(long cut_off);

/* ---- Heartbeat (model_beat.c) ---- */
void beat_begin(bool everyone, int only);
void beat_end(void);
void beat_enter(int phase);
/* The library shows that a step got as far as this connection. */
void beat_opened(int c);
void beat_struck(int c);
bool may_vanish(const conn_t_model *c);
void beat_discarded(int c, int unread);
void beat_output_lost(int c);
bool end_is_due(const conn_t_model *c, CLOSE_REASON reason);
void end_follows(int c, bool tell_closewatcher);

/* ---- Callbacks (model_events.c): `before` a callback's own calls and `after` them. `direct`: the
 * program itself called a ready-made parser, outside of the heartbeat or in a callback. ---- */
void before_io(int c, int direction, const char *data, int size);
void after_io(int c, int direction, const char *data, int size);
void before_record(int c, const char *data, int size, bool direct, parser_kind kind);
void after_record(int c, int total, int result, bool direct);
void before_too_long(int c, bool direct, parser_kind kind);
void after_too_long(int c, int result, bool direct);
void before_parser(int c, int unread);
void after_parser(int c, int result);
void before_close(int c, CLOSE_REASON reason);
void after_close(int c);
void before_final(int c);
void after_final(int c);

/* ---- Accepting (model_accept.c) ---- */
typedef enum { TURN_AWAY, ADMIT, ADMIT_WATCHED, ADMIT_HIWATER, ASK_WARNING } verdict;
verdict judge(int t); /* of the peer that waits first */
void accept_turned_away(int t);
int accept_admitted(int t); /* returns the new connection */
void before_warning(int t);
void after_warning(int t, int result);

#endif
