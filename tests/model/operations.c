/* Every operation of a sequence, done to the library and to the model. */
#include "operation.h"

#include <string.h>

/* ---- What is armed for callbacks ---- */

enum { ARMS = 24 };

typedef struct arm {
  int from, to, result;
} arm_t;

static struct {
  arm_t queue[ARMS];
  int first, count;
} armed[CB_COUNT];
static const op_t *sequence;
static int last_result;

void arms_reset(const op_t *ops) {
  memset(armed, 0, sizeof armed);
  sequence = ops;
}

int arm_take(cb_kind kind, int *from, int *to) {
  if (armed[kind].first == armed[kind].count)
    return 0;
  const arm_t *a = &armed[kind].queue[armed[kind].first++];
  *from = a->from;
  *to = a->to;
  last_result = a->result;
  return 1;
}

int arm_result(void) { return last_result; }

static void arm(const op_t *op, int from, int to) {
  static const int results[] = {0, -1, 1, 0, -64, 0, 7, 0};
  cb_kind kind = op->a % CB_COUNT;
  if (armed[kind].count < ARMS)
    armed[kind].queue[armed[kind].count++] = (arm_t){from, to, results[op->c % 8]};
}

void do_range(const op_t *ops, int from, int to) {
  if (ops != NULL)
    sequence = ops;
  for (int i = from; i < to && !model_failure[0]; ++i) {
    const op_t *op = &sequence[i];
    if (op->code % OP_COUNT != OP_ARM) {
      do_op(op);
      continue;
    }
    int end = i + 1 + op->b % 5;
    if (end > to)
      end = to;
    arm(op, i + 1, end);
    i = end - 1;
  }
}

/* ---- Connections ---- */

/* Texts exist in the last callbacks of a connection, and for every error. */
static void query_texts(int c) {
  const conn_t_model *x = valid(c);
  char text[16] = "?";
  int length = vce_conn_get_end_detail(handle_of(c), text, sizeof text);
  int error = vce_get_last_error();
  MUST(error == (x == NULL  ? VCE_EINVAL
                 : x->dying ? 0
                            : VCE_ENOTREADY),
       "the last error of the end of connection %d is %d", c, error);
  MUST(x != NULL && x->dying ? length >= (int)strlen(text) && text[0] != '\0' && text[0] != '?'
                             : length == error,
       "the text of the end of connection %d has the length %d", c, length);
  char detail[128];
  length = vce_get_last_error_detail(detail, sizeof detail);
  MUST(length == (int)strlen(detail) && (error == 0 ? length == 0 : length > 0),
       "the text of the error %d is '%s'", error, detail);
  MUST(vce_get_last_error() == error, "a text has changed the last error");
}

/* The model knows of TCP sockets only. */
static void query_socket(int c) {
  const conn_t_model *x = valid(c);
  int pid = 7;
  const int fd = vce_conn_get_fd(handle_of(c));
  MUST(x == NULL ? fd == VCE_EINVAL : fd > 2 || fd == VCE_ENOTREADY,
       "the descriptor of connection %d is %d", c, fd);
  MUST(vce_get_last_error() == (fd < 0 ? fd : 0), "the last error of a descriptor is another");
  const int result = vce_conn_get_peer_credentials(handle_of(c), &pid, NULL, NULL);
  MUST(result == (x == NULL ? VCE_EINVAL : VCE_ESUPPORT) && vce_get_last_error() == result &&
           pid == 7,
       "the credentials of the peer of connection %d: %d", c, result);
  if (x == NULL || fd < 0)
    return;
  const conn_t again = vce_tcpcontext_adopt(vce_conn_get_tcpcontext(handle_of(c)), fd);
  const int error = vce_get_last_error();
  MUST(again.p == NULL && (error == VCE_EINVAL || error == VCE_ECLOSED),
       "a descriptor of the library was adopted, last error %d", error);
  MUST(vce_tcpcontext_create_from_listener(fd, 1, 1, 1, 1, 0, 0, 0) == NULL,
       "a server was made of a connection");
}

static void query(int c) {
  const conn_t_model *x = valid(c);
  conn_t h = handle_of(c);
  const char *name = name_of(c);
  int before = vce_get_last_error();
  expect((answer_t){x != NULL, KEPT}, vce_conn_is_valid(h), before, "vce_conn_is_valid");
  expect((answer_t){x && x->mark != OPEN, KEPT}, vce_conn_is_closed(h), before,
         "vce_conn_is_closed");
  expect((answer_t){x ? x->user : 0, KEPT}, (long)vce_conn_userdata_get_pointer(h), before,
         "vce_conn_userdata_get_pointer");
  tcpcontext_t context = vce_conn_get_tcpcontext(h);
  MUST(context == (x ? model.context[x->context].handle : NULL), "another context");
  expect(call_index(c), vce_conn_get_index(h), before, "vce_conn_get_index");
  emit("  CHECK_INT(vce_conn_is_valid(%s), %d);\n", name, x != NULL);
  emit("  CHECK_INT(vce_conn_is_closed(%s), %d);\n", name, x && x->mark != OPEN);
  answer_t due = call_writable(c);
  emit("  CHECK_INT(vce_conn_writable(%s), %ld);\n", name, due.value);
  expect(due, vce_conn_writable(h), before, "vce_conn_writable");
  before = vce_get_last_error();
  expect(call_writed(c), vce_conn_writed(h), before, "vce_conn_writed");
  int state = x ? model.context[x->context].state : 0, length = -1;
  const char *buffer = vce_conn_get_state_buffer(h, &length);
  MUST((buffer != NULL) == (state > 0) && length == (state > 0 ? state : -1),
       "a state buffer of %d bytes", length);
  MUST(vce_get_last_error() == (x ? 0 : VCE_EINVAL), "the last error of a state buffer");
  conn_stat_t s;
  vce_conn_get_stat(h, &s);
  const conn_t_model none = {.live = false}, *y = x ? x : &none;
  MUST(s.recv_byte == y->recv_byte && s.send_byte == y->send_byte && s.conn_write == y->writes &&
           s.recv_syscall == y->recvs && s.send_syscall == y->sends,
       "counters of connection %d: %lld received, %lld sent, %lld writes", c, s.recv_byte,
       s.send_byte, s.conn_write);
  if (x)
    check_buffers(c);
  query_texts(c);
  query_socket(c);
}

static void set_user(int c, int value) {
  vce_conn_userdata_set_pointer(handle_of(c), (void *)(long)value);
  if (valid(c))
    valid(c)->user = value;
}

static void iterate(int t) {
  bool alive = t >= 0 && model.context[t].alive;
  int before = vce_get_last_error(), visits = world.visits, context = world.visit_context,
      next = world.visit_next, result = world.visit_result;
  world.visits = 0;
  world.visit_context = t;
  world.visit_next = alive ? newest_of(t, CONNS) : -1;
  world.visit_result = 0;
  emit("  vce_tcpcontext_conn_iterate(%s, on_visit);\n", context_name(t));
  answer_t due = {alive ? 0 : VCE_EINVAL, alive ? 0 : VCE_EINVAL};
  expect(due, vce_tcpcontext_conn_iterate(context_of(t), on_visit), before,
         "vce_tcpcontext_conn_iterate");
  MUST(world.visit_next < 0 || world.visit_result < 0, "connection %d was not visited",
       world.visit_next);
  world.visits = visits;
  world.visit_context = context;
  world.visit_next = next;
  world.visit_result = result;
}

static void do_conn_op(const op_t *op) {
  static const int shrinks[] = {1, 0, 2, 100, -5, 3};
  int c = pick_conn(op->a), before = vce_get_last_error();
  answer_t due = {0, KEPT};
  switch (op->code % OP_COUNT) {
  case OP_CLOSE:
    due = call_close(c);
    emit("  vce_conn_close(%s);\n", name_of(c));
    vce_conn_close(handle_of(c));
    break;
  case OP_SET_TIMEOUT:
    due = call_set_timeout(c, op->b % 3 ? -1 : 1000);
    emit("  vce_conn_set_timeout(%s, %d);\n", name_of(c), op->b % 3 ? -1 : 1000);
    vce_conn_set_timeout(handle_of(c), op->b % 3 ? -1 : 1000);
    break;
  case OP_CONN_PARSER:
    due = call_set_parser(c, op->b % P_COUNT, op->c % 4 != 3);
    emit("  vce_conn_set_parser(%s, %s, %s);\n", name_of(c), parser_name(op->b % P_COUNT),
         op->c % 4 != 3 ? "record_data" : "NULL");
    vce_conn_set_parser(handle_of(c), parser_of(op->b % P_COUNT),
                        op->c % 4 != 3 ? on_record : NULL);
    break;
  case OP_SHRINK:
    due = call_shrink(c, shrinks[op->b % 6]);
    emit("  CHECK_INT(vce_conn_shrink_readbuf(%s, %d), %ld);\n", name_of(c), shrinks[op->b % 6],
         due.value);
    expect(due, vce_conn_shrink_readbuf(handle_of(c), shrinks[op->b % 6]), before,
           "vce_conn_shrink_readbuf");
    return;
  default:
    break;
  }
  expect(due, due.value, before, "a call without result");
}

static void do_process_op(const op_t *op) {
  int before = vce_get_last_error();
  switch (op->code % OP_COUNT) {
  case OP_BREAK:
    emit("  vce_conn_break_heartbeat();\n");
    vce_conn_break_heartbeat();
    model.break_requested = true;
    expect((answer_t){0, KEPT}, 0, before, "vce_conn_break_heartbeat");
    break;
  case OP_DRAIN:
    drain(op->a % 4 ? 0 : -1);
    break;
  case OP_INITIALIZE:
    emit("  CHECK_INT(vce_initialize(), 0);\n");
    expect((answer_t){0, 0}, vce_initialize(), before, "vce_initialize");
    break;
  default:
    emit("  CHECK_INT(vce_finalize(), %d);\n", world.depth ? VCE_EFINALIZE : 0);
    if (world.depth) {
      expect((answer_t){VCE_EFINALIZE, VCE_EFINALIZE}, vce_finalize(), before, "vce_finalize");
      break;
    }
    peers_reset();
    expect((answer_t){0, 0}, vce_finalize(), before, "vce_finalize");
    call_finalize();
    handovers_reset();
    emit("  vce_initialize();\n");
    expect((answer_t){0, 0}, vce_initialize(), 0, "vce_initialize");
  }
}

static void do_context_op(const op_t *op) {
  int t = pick_context(op->a), before = vce_get_last_error();
  switch (op->code % OP_COUNT) {
  case OP_CLEANUP: {
    answer_t due = call_cleanup(t);
    emit("  vce_tcpcontext_cleanup(%s);\n", context_name(t));
    vce_tcpcontext_cleanup(context_of(t));
    expect(due, due.value, before, "vce_tcpcontext_cleanup");
    break;
  }
  case OP_CLOSE_ALL: {
    answer_t due = call_close_all(t);
    emit("  vce_conn_close_tcpcontext_all(%s);\n", context_name(t));
    vce_conn_close_tcpcontext_all(context_of(t));
    expect(due, due.value, before, "vce_conn_close_tcpcontext_all");
    break;
  }
  case OP_BROADCAST:
    broadcast_to(op);
    break;
  case OP_CONNECT:
    connect_to(t, op->b);
    break;
  case OP_PEER_CONNECT:
    if (pick_server(op->a) >= 0)
      peer_connects(pick_server(op->a));
    break;
  case OP_QUERY_CONTEXT:
    query_context(t);
    break;
  case OP_ITERATE:
    iterate(t);
    break;
  default:
    set_context(op);
  }
}

void do_op(const op_t *op) {
  op_t o = *op;
  o.code %= OP_COUNT;
  switch (o.code) {
  case OP_CREATE:
    create_context(&o);
    break;
  case OP_PEER_SEND:
  case OP_PEER_FINISH:
  case OP_PEER_CLOSE:
  case OP_PEER_RESET:
  case OP_PEER_READ:
    peer_does(&o);
    break;
  case OP_WRITE:
    write_to(&o);
    break;
  case OP_UNPARSE:
    unparse_to(&o);
    break;
  case OP_PARSE:
    parse_directly(pick_conn(o.a), P_BIN16 + o.b % 4);
    break;
  case OP_QUERY:
    query(pick_conn(o.a));
    break;
  case OP_USER:
    set_user(pick_conn(o.a), o.b);
    break;
  case OP_HEARTBEAT:
    beat(true, -1);
    break;
  case OP_HEARTBEAT_ONE:
    beat(false, pick_conn(o.a));
    break;
  case OP_CLOSE:
  case OP_SET_TIMEOUT:
  case OP_CONN_PARSER:
  case OP_SHRINK:
    do_conn_op(&o);
    break;
  case OP_HAND_OVER:
    hand_over(&o);
    break;
  case OP_BREAK:
  case OP_INITIALIZE:
  case OP_FINALIZE:
  case OP_DRAIN:
    do_process_op(&o);
    break;
  default:
    do_context_op(&o);
  }
}
