/* The library, raw peers and the model side by side: every operation is done to both, every answer
 * and every callback is compared. */
#ifndef TESTS_MODEL_WORLD_H
#define TESTS_MODEL_WORLD_H

#include "model.h"
#include "op.h"

#include <stdio.h>
#include <sys/types.h>

/* Runs a sequence from a fresh start of the library. False when the two differ: model_failure says
 * how. With `program`, prints the sequence as a C test on the way. */
bool world_run(const op_t *ops, int count, FILE *program);

/* ---- Between the files of the world ---- */

typedef struct world {
  FILE *out;              /* of the printed test, or NULL */
  char trace[4096];       /* what the running heartbeat called back, as events.h writes it */
  unsigned serial_before; /* the last one given before the sequence */
  int direct;             /* the connection whose ready-made parser the program calls, or -1 */
  parser_kind direct_kind;
  bool asked, recorded; /* inside of that call */
  int asked_result, recorded_result;
  int depth; /* of callbacks that run */
  int visits, visit_context, visit_next, visit_result;
  int fd_of[CONNS];          /* sockets of the connections, also when they linger */
  ino_t socket_of[CONNS];    /* that they are still these */
  int listener_of[CONTEXTS]; /* sockets of the servers */
  char address_of[CONTEXTS][16];
} world_t;

extern world_t world;

void emit(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The answer of a call against the model's. `before` is the last error before the call. */
void expect(answer_t model_says, long value, int before, const char *call);

/* operations.c */
void do_op(const op_t *op);
void do_range(const op_t *ops, int from, int to);
int arm_take(cb_kind kind, int *from, int *to); /* 0: nothing armed; else 1 and the result below */
int arm_result(void);
void arms_reset(const op_t *ops);

/* handovers.c */
void handovers_reset(void);

/* callbacks.c */
int on_accept(conn_t c);
int on_hiwater(conn_t c, int n);
int on_warning(tcpcontext_t t);
int on_record(conn_t c, char *data, int size);
int on_too_long(conn_t c);
int on_parser(conn_t c);
int on_close(conn_t c, CLOSE_REASON reason);
void on_final(conn_t c);
void on_io(conn_t c, int direction, char *data, size_t size);
int on_visit(conn_t c);
void print_hooks(FILE *to);
void hooks_reset(bool print);

/* sync.c. `asking`: the context whose watcher or warning is being called about a peer, or -1. */
void sync_model(int asking);
void know_connection(int c, conn_t handle);
void check_buffers(int c);

/* peers.c */
enum { PEERS = 6, UNKNOWN = -2 };
void peers_reset(void);
void peer_connects(int t);
void peer_does(const op_t *op);
void settle_world(void);
int refused_port(void);
int next_descriptor(void);
unsigned new_address(void); /* in network byte order */
int now_ms(void);
int descriptor_of(int c);

/* lingering.c */
void know_socket(int c);
void sync_lingering(void);
void settle_lingering(void); /* waits for the ends of their streams */
void drain(int seconds);

#endif
