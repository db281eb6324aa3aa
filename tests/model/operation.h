/* Between the files that carry operations out. */
#ifndef TESTS_MODEL_OPERATION_H
#define TESTS_MODEL_OPERATION_H

#include "world.h"

/* pick.c: numbers of an operation choose among what there is; below 0: an invalid handle. */
int pick_conn(int n);
conn_t handle_of(int c);
const char *name_of(int c); /* in the printed test */
int pick_context(int n);
tcpcontext_t context_of(int t);
const char *context_name(int t);
int pick_server(int n); /* a living one, or -1 */
int (*parser_of(parser_kind kind))(conn_t);
const char *parser_name(parser_kind kind);

/* contexts.c */
void create_context(const op_t *op);
void connect_to(int t, int n);
void set_context(const op_t *op);
answer_t setter(int t); /* of a setter that keeps the last error */
void query_context(int t);

/* handovers.c */
void hand_over(const op_t *op);
void handovers_begin(void); /* of a heartbeat */
void handovers_end(void);

/* traffic.c */
void write_to(const op_t *op);
void unparse_to(const op_t *op);
void parse_directly(int c, parser_kind kind);
void broadcast_to(const op_t *op);
void beat(bool everyone, int only);

#endif
