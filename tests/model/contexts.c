/* Operations on contexts: creating, settings, connecting, looking. */
#include "operation.h"

#include <arpa/inet.h>
#include <string.h>

answer_t setter(int t) {
  return (answer_t){0, t >= 0 && model.context[t].alive ? KEPT : VCE_EINVAL};
}

#define SET(t, call, ...)                                                                          \
  do {                                                                                             \
    int before_ = vce_get_last_error();                                                            \
    call(context_of(t), __VA_ARGS__);                                                              \
    expect(setter(t), 0, before_, #call);                                                          \
  } while (0)

/* The settings of the context, or a place that is not read. */
static context_t *settable(int t) {
  static context_t nobody;
  return t >= 0 && model.context[t].alive ? &model.context[t] : &nobody;
}

static void set_parser(int t, parser_kind kind, bool record) {
  SET(t, vce_tcpcontext_set_conn_parser, parser_of(kind), record ? on_record : NULL);
  settable(t)->settings.parser = kind;
  settable(t)->settings.record = record;
  emit("  vce_tcpcontext_set_conn_parser(%s, %s, %s);\n", context_name(t), parser_name(kind),
       record ? "record_data" : "NULL");
}

static void set_calls(int t, int n) {
  static const int calls[] = {1, 2, 1000, 0, -3};
  SET(t, vce_tcpcontext_set_conn_call_parser_per_heartbeat, calls[n % 5]);
  settable(t)->settings.calls = calls[n % 5];
  emit("  vce_tcpcontext_set_conn_call_parser_per_heartbeat(%s, %d);\n", context_name(t),
       calls[n % 5]);
}

static void set_watchers(int t, int which) {
  context_t *x = settable(t);
  x->acceptwatcher = which & 1;
  x->settings.closewatcher = which & 2;
  x->finalizer = which & 4;
  SET(t, vce_tcpcontext_set_conn_acceptwatcher, which & 1 ? on_accept : NULL);
  SET(t, vce_tcpcontext_set_conn_closewatcher, which & 2 ? on_close : NULL);
  SET(t, vce_tcpcontext_set_conn_finalizer, which & 4 ? on_final : NULL);
  emit("  vce_tcpcontext_set_conn_acceptwatcher(%s, %s);\n", context_name(t),
       which & 1 ? "record_accept" : "NULL");
  emit("  vce_tcpcontext_set_conn_closewatcher(%s, %s);\n", context_name(t),
       which & 2 ? "record_close" : "NULL");
  emit("  vce_tcpcontext_set_conn_finalizer(%s, %s);\n", context_name(t),
       which & 4 ? "record_final" : "NULL");
}

void create_context(const op_t *op) {
  static const int sizes[] = {64, 16, 8, 3, 64, 1, 4, 32};
  static const int maxima[] = {6, 2, 1, 0};
  context_t wanted = {.server = op->a & 1, .nonblock = op->a & 2, .state = op->a & 4 ? 13 : 0};
  wanted.rblen = op->b == 255 ? 0 : sizes[op->b % 8];
  wanted.wblen = sizes[op->b / 8 % 8];
  wanted.maxcon = maxima[op->c % 4];
  wanted.timeout = op->c / 4 % 8 == 7 ? -1 : 1000;
  if (model.contexts == CONTEXTS)
    return;
  char address[16];
  unsigned at = new_address();
  inet_ntop(AF_INET, &at, address, sizeof address);
  int before = vce_get_last_error(), descriptor = next_descriptor();
  answer_t due = call_create(&wanted);
  tcpcontext_t t = vce_tcpcontext_create(wanted.server, address, 0, wanted.maxcon,
                                         (size_t)wanted.rblen, (size_t)wanted.wblen, wanted.timeout,
                                         wanted.nonblock, 1, (size_t)wanted.state);
  expect(due, t != NULL, before, "vce_tcpcontext_create");
  emit("  t[%d] = vce_tcpcontext_create(%d, \"127.0.0.1\", 0, %d, %d, %d, %d, %d, 1, %d);\n",
       model.contexts, wanted.server, wanted.maxcon, wanted.rblen, wanted.wblen, wanted.timeout,
       wanted.nonblock, wanted.state);
  emit("  CHECK_INT(vce_get_last_error(), %d);\n", due.error);
  if (t == NULL)
    return;
  int i = context_new(&wanted, t, vce_tcpcontext_get_port(t));
  world.listener_of[i] = descriptor;
  memcpy(world.address_of[i], address, sizeof address);
  set_parser(i, op->a / 8 % P_COUNT, true);
  set_calls(i, op->c / 32);
  set_watchers(i, 7);
}

void connect_to(int t, int n) {
  int server = n % 8 == 7 ? -1 : pick_server(n);
  bool bad = n % 16 == 15;
  if (model.ends + 2 > ENDS || model.conns == CONNS)
    return;
  if (server >= 0 && model.context[server].waiting == QUEUE)
    return;
  const char *host = server >= 0 ? world.address_of[server] : "127.0.0.1";
  int port = bad ? 0 : server >= 0 ? model.context[server].port : refused_port();
  /* A limit for connects that does not expire changes nothing, but that idle limits below zero do not
   * expire before the connection is open. */
  bool alive = t >= 0 && model.context[t].alive;
  int limit = n / 16 % 2 && alive && model.context[t].timeout >= 0 ? 10000000 : 0;
  emit("  vce_tcpcontext_set_connect_timeout(%s, %d);\n", context_name(t), limit);
  MUST(vce_tcpcontext_set_connect_timeout(context_of(t), limit) == (alive ? 0 : VCE_EINVAL),
       "a limit for connects");
  int before = vce_get_last_error();
  answer_t due = call_connect(t, server >= 0, bad);
  conn_t c = vce_tcpcontext_connect(context_of(t), host, (unsigned short)port);
  expect(due, vce_conn_is_valid(c), before, "vce_tcpcontext_connect");
  if (server >= 0)
    emit("  c[%d] = vce_tcpcontext_connect(%s, \"127.0.0.1\", (unsigned "
         "short)vce_tcpcontext_get_port(t[%d]));\n",
         due.value ? model.conns : CONNS, context_name(t), server);
  else
    emit("  c[%d] = vce_tcpcontext_connect(%s, \"127.0.0.1\", (unsigned short)%s);\n",
         due.value ? model.conns : CONNS, context_name(t), bad ? "0" : "peer_refused_port()");
  emit("  CHECK_INT(vce_get_last_error(), %d);\n", due.error);
  if (model_failure[0])
    return;
  bool reached = server >= 0 && t >= 0 && model.context[t].alive && !bad &&
                 context_count(t) < model.context[t].maxcon;
  int end = NO_END;
  if (reached) {
    unsigned short own = 0;
    if (due.value)
      vce_conn_get_local_ipv4_addr(c, NULL, &own);
    end = end_pair(port, own);
    model.end[end + 1].from_library = true;
    context_t *x = &model.context[server];
    x->queue[x->waiting++] = end + 1;
    if (!due.value)
      end_close(end); /* no place was left in the process */
  }
  if (!due.value)
    return;
  int i = conn_new(t, end, model.context[t].nonblock);
  model.conn[i].refused = end == NO_END;
  model.context[t].connects++;
  know_connection(i, c);
}

static void set_safety(int t, int n) {
  static const int percents[] = {0, 50, 100, 101, -1, 10};
  int percent = percents[n % 6], before = vce_get_last_error();
  answer_t due = {0, 0};
  if (t < 0 || !model.context[t].alive)
    due = (answer_t){VCE_EINVAL, VCE_EINVAL};
  else if (percent < 0 || percent > 100)
    due = (answer_t){VCE_ERANGE, VCE_ERANGE};
  else
    model.context[t].safety = percent;
  for (int c = CONNS; due.value == 0 && (c = newest_of(t, c)) >= 0;)
    model.conn[c].beat.touched |= model.in_beat;
  emit("  CHECK_INT(vce_tcpcontext_set_conn_safety_read(%s, %d), %ld);\n", context_name(t), percent,
       due.value);
  expect(due, vce_tcpcontext_set_conn_safety_read(context_of(t), percent), before,
         "vce_tcpcontext_set_conn_safety_read");
}

/* Limits so wide that they end no connection change nothing; wrong ones are refused. */
static void set_limits(int t, int which, int value) {
  static const int seconds[] = {60, 32767, 0, -1}, large[] = {1 << 30, 0x7fffffff, 0, -1};
  const bool alive = t >= 0 && model.context[t].alive, wrong = value % 4 == 3;
  const int due_value = !alive ? VCE_EINVAL : wrong ? VCE_ERANGE : 0;
  const int before = vce_get_last_error(), s = seconds[value % 4], n = large[value % 4];
  tcpcontext_t handle = context_of(t);
  int result;
  switch (which % 5) {
  case 0:
    emit("  CHECK_INT(vce_tcpcontext_set_conn_rate(%s, %d, %d, NULL), %d);\n", context_name(t), n,
         n, due_value);
    result = vce_tcpcontext_set_conn_rate(handle, n, n, NULL);
    break;
  case 1:
    emit("  CHECK_INT(vce_tcpcontext_set_keepalive(%s, %d, %d, %d), %d);\n", context_name(t), s, s,
         s % 128, due_value);
    result = vce_tcpcontext_set_keepalive(handle, s, s, s % 128);
    break;
  case 2:
    emit("  CHECK_INT(vce_tcpcontext_set_user_timeout(%s, %d), %d);\n", context_name(t), n,
         due_value);
    result = vce_tcpcontext_set_user_timeout(handle, n);
    break;
  case 3:
    emit("  CHECK_INT(vce_tcpcontext_set_max_per_address(%s, %d), %d);\n", context_name(t), n,
         due_value);
    result = vce_tcpcontext_set_max_per_address(handle, n);
    break;
  default: /* 0 takes a limit without effect away: see connect_to() */
    emit("  CHECK_INT(vce_tcpcontext_set_connect_timeout(%s, %d), %d);\n", context_name(t),
         wrong ? -1 : 0, due_value);
    result = vce_tcpcontext_set_connect_timeout(handle, wrong ? -1 : 0);
  }
  expect((answer_t){due_value, due_value}, result, before, "a limit of a context");
}

static unsigned kicked[] = {0x0100007f, 0}; /* 127.0.0.1 in network order */

/* Setters that change one thing each. */
void set_context(const op_t *op) {
  static const int lengths[] = {1, 2, 0, -1, 65535};
  int t = pick_context(op->a), n = op->b;
  context_t *x = settable(t);
  const char *name = context_name(t);
  switch (op->code) {
  case OP_PARSER:
    set_parser(t, (parser_kind)(n % P_COUNT), op->c % 4 != 3);
    break;
  case OP_CALLS:
    set_calls(t, n);
    break;
  case OP_MAXLENGTH:
    x->settings.maximum = lengths[n % 5];
    x->settings.too_long = op->c & 1;
    SET(t, vce_tcpcontext_protocol_set_maxlength, lengths[n % 5], op->c & 1 ? on_too_long : NULL);
    emit("  vce_tcpcontext_protocol_set_maxlength(%s, %d, %s);\n", name, lengths[n % 5],
         op->c & 1 ? "record_too_long" : "NULL");
    break;
  case OP_WATCHERS:
    set_watchers(t, n);
    break;
  case OP_HIWATER:
    x->water = n % 8;
    x->hiwatcher = op->c & 1;
    SET(t, vce_tcpcontext_set_conn_hiwater_acceptwatcher, n % 8, op->c & 1 ? on_hiwater : NULL);
    emit("  vce_tcpcontext_set_conn_hiwater_acceptwatcher(%s, %d, %s);\n", name, n % 8,
         op->c & 1 ? "record_hiwater" : "NULL");
    break;
  case OP_ACCEPT:
    x->accepting = n & 1;
    SET(t, vce_tcpcontext_enable_accept, n & 1);
    emit("  vce_tcpcontext_enable_accept(%s, %d);\n", name, n & 1);
    break;
  case OP_ACCEPT_MAX: /* the next one is let in after half a minute, which no sequence takes */
    x->limit = x->tokens = n % 3;
    x->warning = op->c & 1;
    SET(t, vce_tcpcontext_set_accept_max, n % 3, op->c & 1 ? on_warning : NULL);
    emit("  vce_tcpcontext_set_accept_max(%s, %d, %s);\n", name, n % 3,
         op->c & 1 ? "record_warning" : "NULL");
    break;
  case OP_KICK: /* the library's own connects come from 127.0.0.1, peers from elsewhere */
    x->kicked = n & 1;
    SET(t, vce_tcpcontext_set_conn_kickip_array, n & 1 ? kicked : NULL);
    emit("  vce_tcpcontext_set_conn_kickip_array(%s, %s);\n", name, n & 1 ? "kicked" : "NULL");
    break;
  case OP_LIMITS:
    set_limits(t, n, op->c);
    break;
  default:
    set_safety(t, n);
  }
}

void query_context(int t) {
  int before = vce_get_last_error(), count = -1;
  bool alive = t >= 0 && model.context[t].alive;
  const context_t *x = alive ? &model.context[t] : NULL;
  tcpcontext_t handle = context_of(t);
  int due_count = alive ? context_count(t) : 0;
  expect((answer_t){alive ? x->maxcon : VCE_EINVAL, alive ? KEPT : VCE_EINVAL},
         vce_tcpcontext_get_max_connection(handle), before, "vce_tcpcontext_get_max_connection");
  answer_t due = {alive ? 0 : VCE_EINVAL, alive ? 0 : VCE_EINVAL};
  expect(due, vce_tcpcontext_count_connections(handle, &count), 0,
         "vce_tcpcontext_count_connections");
  MUST(count == (alive ? due_count : -1), "context %d counts %d connections", t, count);
  emit("  CHECK_INT(vce_tcpcontext_count_connections(%s, NULL), %ld);\n", context_name(t),
       due.value);
  conn_t all[MAX_SLOTS + 1];
  due.value = alive ? due_count : VCE_EINVAL;
  int stored = vce_tcpcontext_get_all_connection(handle, all, MAX_SLOTS + 1);
  expect(due, stored, 0, "vce_tcpcontext_get_all_connection");
  emit("  CHECK_INT(vce_tcpcontext_get_all_connection(%s, NULL, 0), %d);\n", context_name(t),
       alive ? 0 : VCE_EINVAL);
  for (int i = 0, c = CONNS; i < stored && !model_failure[0]; ++i) {
    c = newest_of(t, c);
    MUST(c >= 0 && vce_conn_is_equal(all[i], model.conn[c].handle), "context %d lists others", t);
  }
  tcpcontext_stat_t s;
  vce_tcpcontext_get_stat(handle, &s);
  if (alive)
    MUST(s.current_conn == due_count && s.conn_write == x->writes &&
             s.conn_timeout == x->timeouts && s.tcpcontext_connect == x->connects &&
             s.accept_syscall == x->accepted,
         "the counters of context %d: %d connections, %lld writes, %lld timeouts, %lld connects, "
         "%lld accepts",
         t, s.current_conn, s.conn_write, s.conn_timeout, s.tcpcontext_connect, s.accept_syscall);
}
