/* Types, functions and callbacks of vce.h for plain Lua.
 * Made by compat/model/emit_lua.py from vce.h 2.0.0; do not edit. */
#include "core.h"

#include <limits.h>
#include <stddef.h>

static const vl_field vce_limit_t_fields[] = {
    {"max_tcpcontext", VL_INT, offsetof(vce_limit_t, max_tcpcontext)},
    {"max_conn", VL_INT, offsetof(vce_limit_t, max_conn)},
    {"max_array", VL_INT, offsetof(vce_limit_t, max_array)},
    {"sendbuf_work_size", VL_INT, offsetof(vce_limit_t, sendbuf_work_size)},
    {"recvbuf_work_size", VL_INT, offsetof(vce_limit_t, recvbuf_work_size)},
};

static const vl_field vce_stat_t_fields[] = {
    {"boot_time", VL_TIME, offsetof(vce_stat_t, boot_time)},
    {"recv_byte", VL_INT64, offsetof(vce_stat_t, recv_byte)},
    {"send_byte", VL_INT64, offsetof(vce_stat_t, send_byte)},
    {"recv_syscall", VL_INT64, offsetof(vce_stat_t, recv_syscall)},
    {"recv_syscall_e", VL_INT64, offsetof(vce_stat_t, recv_syscall_e)},
    {"send_syscall", VL_INT64, offsetof(vce_stat_t, send_syscall)},
    {"send_syscall_e", VL_INT64, offsetof(vce_stat_t, send_syscall_e)},
    {"accept_syscall", VL_INT64, offsetof(vce_stat_t, accept_syscall)},
    {"accept_syscall_e", VL_INT64, offsetof(vce_stat_t, accept_syscall_e)},
    {"connect_syscall", VL_INT64, offsetof(vce_stat_t, connect_syscall)},
    {"connect_syscall_e", VL_INT64, offsetof(vce_stat_t, connect_syscall_e)},
    {"conn_free", VL_INT64, offsetof(vce_stat_t, conn_free)},
    {"conn_alloc", VL_INT64, offsetof(vce_stat_t, conn_alloc)},
    {"conn_close", VL_INT64, offsetof(vce_stat_t, conn_close)},
    {"conn_write", VL_INT64, offsetof(vce_stat_t, conn_write)},
    {"keyex", VL_INT64, offsetof(vce_stat_t, keyex)},
    {"tcpcontext_create", VL_INT64, offsetof(vce_stat_t, tcpcontext_create)},
    {"tcpcontext_cleanup", VL_INT64, offsetof(vce_stat_t, tcpcontext_cleanup)},
    {"tcpcontext_connect", VL_INT64, offsetof(vce_stat_t, tcpcontext_connect)},
    {"conn_timeout", VL_INT64, offsetof(vce_stat_t, conn_timeout)},
    {"log_count", VL_INT64, offsetof(vce_stat_t, log_count)},
};

static const vl_field conn_stat_t_fields[] = {
    {"recv_byte", VL_INT64, offsetof(conn_stat_t, recv_byte)},
    {"send_byte", VL_INT64, offsetof(conn_stat_t, send_byte)},
    {"conn_write", VL_INT64, offsetof(conn_stat_t, conn_write)},
    {"recv_syscall", VL_INT64, offsetof(conn_stat_t, recv_syscall)},
    {"send_syscall", VL_INT64, offsetof(conn_stat_t, send_syscall)},
};

static const vl_field tcpcontext_stat_t_fields[] = {
    {"current_conn", VL_INT, offsetof(tcpcontext_stat_t, current_conn)},
    {"recv_byte", VL_INT64, offsetof(tcpcontext_stat_t, recv_byte)},
    {"send_byte", VL_INT64, offsetof(tcpcontext_stat_t, send_byte)},
    {"recv_syscall", VL_INT64, offsetof(tcpcontext_stat_t, recv_syscall)},
    {"recv_syscall_e", VL_INT64, offsetof(tcpcontext_stat_t, recv_syscall_e)},
    {"send_syscall", VL_INT64, offsetof(tcpcontext_stat_t, send_syscall)},
    {"send_syscall_e", VL_INT64, offsetof(tcpcontext_stat_t, send_syscall_e)},
    {"accept_syscall", VL_INT64, offsetof(tcpcontext_stat_t, accept_syscall)},
    {"accept_syscall_e", VL_INT64, offsetof(tcpcontext_stat_t, accept_syscall_e)},
    {"connect_syscall", VL_INT64, offsetof(tcpcontext_stat_t, connect_syscall)},
    {"connect_syscall_e", VL_INT64, offsetof(tcpcontext_stat_t, connect_syscall_e)},
    {"conn_write", VL_INT64, offsetof(tcpcontext_stat_t, conn_write)},
    {"conn_timeout", VL_INT64, offsetof(tcpcontext_stat_t, conn_timeout)},
    {"tcpcontext_connect", VL_INT64, offsetof(tcpcontext_stat_t, tcpcontext_connect)},
};

static const vl_field bin_info_fields[] = {
    {"t", VL_INT, offsetof(struct bin_info, t)},
    {"maxu", VL_UINT, offsetof(struct bin_info, maxu)},
    {"n", VL_UINT, offsetof(struct bin_info, n)},
    {"p", VL_POINTER, offsetof(struct bin_info, p)},
};

static const vl_field vce_counters_t_fields[] = {
    {"turned_away_maximum", VL_INT64, offsetof(vce_counters_t, turned_away_maximum)},
    {"turned_away_pool", VL_INT64, offsetof(vce_counters_t, turned_away_pool)},
    {"turned_away_rate", VL_INT64, offsetof(vce_counters_t, turned_away_rate)},
    {"turned_away_disabled", VL_INT64, offsetof(vce_counters_t, turned_away_disabled)},
    {"turned_away_kicked", VL_INT64, offsetof(vce_counters_t, turned_away_kicked)},
    {"turned_away_descriptors", VL_INT64, offsetof(vce_counters_t, turned_away_descriptors)},
    {"accept_pause", VL_INT64, offsetof(vce_counters_t, accept_pause)},
    {"accept_resume", VL_INT64, offsetof(vce_counters_t, accept_resume)},
    {"accept_pause_usec", VL_INT64, offsetof(vce_counters_t, accept_pause_usec)},
    {"current_conn", VL_INT64, offsetof(vce_counters_t, current_conn)},
    {"buffers_in_use", VL_INT64, offsetof(vce_counters_t, buffers_in_use)},
    {"buffer_bytes_in_use", VL_INT64, offsetof(vce_counters_t, buffer_bytes_in_use)},
    {"buffer_bytes_pooled", VL_INT64, offsetof(vce_counters_t, buffer_bytes_pooled)},
    {"recv_record", VL_INT64, offsetof(vce_counters_t, recv_record)},
    {"send_record", VL_INT64, offsetof(vce_counters_t, send_record)},
    {"recv_byte", VL_INT64, offsetof(vce_counters_t, recv_byte)},
    {"send_byte", VL_INT64, offsetof(vce_counters_t, send_byte)},
    {"turned_away_address", VL_INT64, offsetof(vce_counters_t, turned_away_address)},
    {"buffers_refused", VL_INT64, offsetof(vce_counters_t, buffers_refused)},
    {"broadcast_sent", VL_INT64, offsetof(vce_counters_t, broadcast_sent)},
    {"broadcast_dropped", VL_INT64, offsetof(vce_counters_t, broadcast_dropped)},
    {"broadcast_closed", VL_INT64, offsetof(vce_counters_t, broadcast_closed)},
    {"rate_pauses", VL_INT64, offsetof(vce_counters_t, rate_pauses)},
    {"log_lost", VL_INT64, offsetof(vce_counters_t, log_lost)},
    {"log_left_out", VL_INT64, offsetof(vce_counters_t, log_left_out)},
};

static const vl_field timeval_fields[] = {
    {"tv_sec", VL_TIME, offsetof(struct timeval, tv_sec)},
    {"tv_usec", VL_TIME, offsetof(struct timeval, tv_usec)},
};

const vl_type vl_types[] = {
    {"char", VL_CHAR, sizeof(char), NULL, 0},
    {"short", VL_SHORT, sizeof(short), NULL, 0},
    {"unsigned short", VL_USHORT, sizeof(unsigned short), NULL, 0},
    {"int", VL_INT, sizeof(int), NULL, 0},
    {"unsigned int", VL_UINT, sizeof(unsigned int), NULL, 0},
    {"VCEI64", VL_INT64, sizeof(VCEI64), NULL, 0},
    {"size_t", VL_SIZE, sizeof(size_t), NULL, 0},
    {"time_t", VL_TIME, sizeof(time_t), NULL, 0},
    {"void *", VL_POINTER, sizeof(void *), NULL, 0},
    {"char *", VL_POINTER, sizeof(char *), NULL, 0},
    {"const char *", VL_POINTER, sizeof(const char *), NULL, 0},
    {"conn_t", VL_CONN, sizeof(conn_t), NULL, 0},
    {"vce_limit_t", VL_STRUCT, sizeof(vce_limit_t), vce_limit_t_fields, 5},
    {"vce_stat_t", VL_STRUCT, sizeof(vce_stat_t), vce_stat_t_fields, 21},
    {"conn_stat_t", VL_STRUCT, sizeof(conn_stat_t), conn_stat_t_fields, 5},
    {"tcpcontext_stat_t", VL_STRUCT, sizeof(tcpcontext_stat_t), tcpcontext_stat_t_fields, 14},
    {"struct bin_info", VL_STRUCT, sizeof(struct bin_info), bin_info_fields, 4},
    {"vce_counters_t", VL_STRUCT, sizeof(vce_counters_t), vce_counters_t_fields, 25},
    {"struct timeval", VL_STRUCT, sizeof(struct timeval), timeval_fields, 2},
    {NULL, VL_CHAR, 0, NULL, 0},
};

enum {
  KIND_conn_visitor,
  KIND_closewatcher,
  KIND_finalizer,
  KIND_acceptwatcher,
  KIND_hiwater_acceptwatcher,
  KIND_accept_warning,
  KIND_rate_callback,
  KIND_parser,
  KIND_protocol_callback,
  KIND_maxlength_watcher,
  KIND_io_callback,
  KIND_config_line,
  KIND_text_line,
  KIND_allocate,
  KIND_reallocate,
  KIND_release,
  KIND_mainloop_callback,
  KIND_log_callback,
  KIND_COUNT,
};
_Static_assert((int)KIND_COUNT <= (int)VL_KINDS_MAX, "VL_KINDS_MAX is too small");

typedef int conn_visitor_f(conn_t c);
struct conn_visitor_arguments {
  conn_t c;
};
static int push_conn_visitor(lua_State *L, const void *arguments) {
  const struct conn_visitor_arguments *a = arguments;
  vl_push_conn(L, a->c);
  return 1;
}
static int run_conn_visitor(int slot, conn_t c) {
  const struct conn_visitor_arguments a = {c};
  return vl_run(KIND_conn_visitor, slot, push_conn_visitor, &a, VL_INTEGER, -1);
}
#define SLOT(slot) \
  static int conn_visitor_##slot(conn_t c) { \
    return run_conn_visitor(slot, c); \
  }
VL_EACH_SLOT(SLOT)
#undef SLOT
#define SLOT(slot) (vl_function)conn_visitor_##slot,
static const vl_function conn_visitor_slots[] = {VL_EACH_SLOT(SLOT)};
#undef SLOT

typedef int closewatcher_f(conn_t ct, CLOSE_REASON r);
struct closewatcher_arguments {
  conn_t ct;
  CLOSE_REASON r;
};
static int push_closewatcher(lua_State *L, const void *arguments) {
  const struct closewatcher_arguments *a = arguments;
  vl_push_conn(L, a->ct);
  lua_pushinteger(L, a->r);
  return 2;
}
static int run_closewatcher(int slot, conn_t ct, CLOSE_REASON r) {
  const struct closewatcher_arguments a = {ct, r};
  return vl_run(KIND_closewatcher, slot, push_closewatcher, &a, VL_INTEGER, 0);
}
#define SLOT(slot) \
  static int closewatcher_##slot(conn_t ct, CLOSE_REASON r) { \
    return run_closewatcher(slot, ct, r); \
  }
VL_EACH_SLOT(SLOT)
#undef SLOT
#define SLOT(slot) (vl_function)closewatcher_##slot,
static const vl_function closewatcher_slots[] = {VL_EACH_SLOT(SLOT)};
#undef SLOT

typedef void finalizer_f(conn_t ct);
struct finalizer_arguments {
  conn_t ct;
};
static int push_finalizer(lua_State *L, const void *arguments) {
  const struct finalizer_arguments *a = arguments;
  vl_push_conn(L, a->ct);
  return 1;
}
static void run_finalizer(int slot, conn_t ct) {
  const struct finalizer_arguments a = {ct};
  vl_run(KIND_finalizer, slot, push_finalizer, &a, VL_NOTHING, 0);
}
#define SLOT(slot) \
  static void finalizer_##slot(conn_t ct) { \
    run_finalizer(slot, ct); \
  }
VL_EACH_SLOT(SLOT)
#undef SLOT
#define SLOT(slot) (vl_function)finalizer_##slot,
static const vl_function finalizer_slots[] = {VL_EACH_SLOT(SLOT)};
#undef SLOT

typedef int acceptwatcher_f(conn_t ct);
struct acceptwatcher_arguments {
  conn_t ct;
};
static int push_acceptwatcher(lua_State *L, const void *arguments) {
  const struct acceptwatcher_arguments *a = arguments;
  vl_push_conn(L, a->ct);
  return 1;
}
static int run_acceptwatcher(int slot, conn_t ct) {
  const struct acceptwatcher_arguments a = {ct};
  return vl_run(KIND_acceptwatcher, slot, push_acceptwatcher, &a, VL_INTEGER, -1);
}
#define SLOT(slot) \
  static int acceptwatcher_##slot(conn_t ct) { \
    return run_acceptwatcher(slot, ct); \
  }
VL_EACH_SLOT(SLOT)
#undef SLOT
#define SLOT(slot) (vl_function)acceptwatcher_##slot,
static const vl_function acceptwatcher_slots[] = {VL_EACH_SLOT(SLOT)};
#undef SLOT

typedef int hiwater_acceptwatcher_f(conn_t ct, int n);
struct hiwater_acceptwatcher_arguments {
  conn_t ct;
  int n;
};
static int push_hiwater_acceptwatcher(lua_State *L, const void *arguments) {
  const struct hiwater_acceptwatcher_arguments *a = arguments;
  vl_push_conn(L, a->ct);
  lua_pushinteger(L, a->n);
  return 2;
}
static int run_hiwater_acceptwatcher(int slot, conn_t ct, int n) {
  const struct hiwater_acceptwatcher_arguments a = {ct, n};
  return vl_run(KIND_hiwater_acceptwatcher, slot, push_hiwater_acceptwatcher, &a, VL_INTEGER, -1);
}
#define SLOT(slot) \
  static int hiwater_acceptwatcher_##slot(conn_t ct, int n) { \
    return run_hiwater_acceptwatcher(slot, ct, n); \
  }
VL_EACH_SLOT(SLOT)
#undef SLOT
#define SLOT(slot) (vl_function)hiwater_acceptwatcher_##slot,
static const vl_function hiwater_acceptwatcher_slots[] = {VL_EACH_SLOT(SLOT)};
#undef SLOT

typedef int accept_warning_f(tcpcontext_t t);
struct accept_warning_arguments {
  tcpcontext_t t;
};
static int push_accept_warning(lua_State *L, const void *arguments) {
  const struct accept_warning_arguments *a = arguments;
  vl_push_pointer(L, a->t);
  return 1;
}
static int run_accept_warning(int slot, tcpcontext_t t) {
  const struct accept_warning_arguments a = {t};
  return vl_run(KIND_accept_warning, slot, push_accept_warning, &a, VL_INTEGER, -1);
}
#define SLOT(slot) \
  static int accept_warning_##slot(tcpcontext_t t) { \
    return run_accept_warning(slot, t); \
  }
VL_EACH_SLOT(SLOT)
#undef SLOT
#define SLOT(slot) (vl_function)accept_warning_##slot,
static const vl_function accept_warning_slots[] = {VL_EACH_SLOT(SLOT)};
#undef SLOT

typedef int rate_callback_f(conn_t c);
struct rate_callback_arguments {
  conn_t c;
};
static int push_rate_callback(lua_State *L, const void *arguments) {
  const struct rate_callback_arguments *a = arguments;
  vl_push_conn(L, a->c);
  return 1;
}
static int run_rate_callback(int slot, conn_t c) {
  const struct rate_callback_arguments a = {c};
  return vl_run(KIND_rate_callback, slot, push_rate_callback, &a, VL_INTEGER, -1);
}
#define SLOT(slot) \
  static int rate_callback_##slot(conn_t c) { \
    return run_rate_callback(slot, c); \
  }
VL_EACH_SLOT(SLOT)
#undef SLOT
#define SLOT(slot) (vl_function)rate_callback_##slot,
static const vl_function rate_callback_slots[] = {VL_EACH_SLOT(SLOT)};
#undef SLOT

typedef int parser_f(conn_t ct);
struct parser_arguments {
  conn_t ct;
};
static int push_parser(lua_State *L, const void *arguments) {
  const struct parser_arguments *a = arguments;
  vl_push_conn(L, a->ct);
  return 1;
}
static int run_parser(int slot, conn_t ct) {
  const struct parser_arguments a = {ct};
  return vl_run(KIND_parser, slot, push_parser, &a, VL_INTEGER, -1);
}
#define SLOT(slot) \
  static int parser_##slot(conn_t ct) { \
    return run_parser(slot, ct); \
  }
VL_EACH_SLOT(SLOT)
#undef SLOT
#define SLOT(slot) (vl_function)parser_##slot,
static const vl_function parser_slots[] = {VL_EACH_SLOT(SLOT)};
#undef SLOT

typedef int protocol_callback_f(conn_t ct, char *data, int len);
struct protocol_callback_arguments {
  conn_t ct;
  char *data;
  int len;
};
static int push_protocol_callback(lua_State *L, const void *arguments) {
  const struct protocol_callback_arguments *a = arguments;
  vl_push_conn(L, a->ct);
  vl_push_pointer(L, a->data);
  lua_pushinteger(L, a->len);
  return 3;
}
static int run_protocol_callback(int slot, conn_t ct, char *data, int len) {
  const struct protocol_callback_arguments a = {ct, data, len};
  return vl_run(KIND_protocol_callback, slot, push_protocol_callback, &a, VL_INTEGER, -1);
}
#define SLOT(slot) \
  static int protocol_callback_##slot(conn_t ct, char *data, int len) { \
    return run_protocol_callback(slot, ct, data, len); \
  }
VL_EACH_SLOT(SLOT)
#undef SLOT
#define SLOT(slot) (vl_function)protocol_callback_##slot,
static const vl_function protocol_callback_slots[] = {VL_EACH_SLOT(SLOT)};
#undef SLOT

typedef int maxlength_watcher_f(conn_t ct);
struct maxlength_watcher_arguments {
  conn_t ct;
};
static int push_maxlength_watcher(lua_State *L, const void *arguments) {
  const struct maxlength_watcher_arguments *a = arguments;
  vl_push_conn(L, a->ct);
  return 1;
}
static int run_maxlength_watcher(int slot, conn_t ct) {
  const struct maxlength_watcher_arguments a = {ct};
  return vl_run(KIND_maxlength_watcher, slot, push_maxlength_watcher, &a, VL_INTEGER, -1);
}
#define SLOT(slot) \
  static int maxlength_watcher_##slot(conn_t ct) { \
    return run_maxlength_watcher(slot, ct); \
  }
VL_EACH_SLOT(SLOT)
#undef SLOT
#define SLOT(slot) (vl_function)maxlength_watcher_##slot,
static const vl_function maxlength_watcher_slots[] = {VL_EACH_SLOT(SLOT)};
#undef SLOT

typedef void io_callback_f(conn_t ct, int rwflag, char *data, size_t sz);
struct io_callback_arguments {
  conn_t ct;
  int rwflag;
  char *data;
  size_t sz;
};
static int push_io_callback(lua_State *L, const void *arguments) {
  const struct io_callback_arguments *a = arguments;
  vl_push_conn(L, a->ct);
  lua_pushinteger(L, a->rwflag);
  vl_push_pointer(L, a->data);
  lua_pushinteger(L, (lua_Integer)a->sz);
  return 4;
}
static void run_io_callback(int slot, conn_t ct, int rwflag, char *data, size_t sz) {
  const struct io_callback_arguments a = {ct, rwflag, data, sz};
  vl_run(KIND_io_callback, slot, push_io_callback, &a, VL_NOTHING, 0);
}
#define SLOT(slot) \
  static void io_callback_##slot(conn_t ct, int rwflag, char *data, size_t sz) { \
    run_io_callback(slot, ct, rwflag, data, sz); \
  }
VL_EACH_SLOT(SLOT)
#undef SLOT
#define SLOT(slot) (vl_function)io_callback_##slot,
static const vl_function io_callback_slots[] = {VL_EACH_SLOT(SLOT)};
#undef SLOT

typedef int config_line_f(char *filename, int line, char *name, char *value);
struct config_line_arguments {
  char *filename;
  int line;
  char *name;
  char *value;
};
static int push_config_line(lua_State *L, const void *arguments) {
  const struct config_line_arguments *a = arguments;
  lua_pushstring(L, a->filename);
  lua_pushinteger(L, a->line);
  lua_pushstring(L, a->name);
  lua_pushstring(L, a->value);
  return 4;
}
static int run_config_line(int slot, char *filename, int line, char *name, char *value) {
  const struct config_line_arguments a = {filename, line, name, value};
  return vl_run(KIND_config_line, slot, push_config_line, &a, VL_INTEGER, -1);
}
#define SLOT(slot) \
  static int config_line_##slot(char *filename, int line, char *name, char *value) { \
    return run_config_line(slot, filename, line, name, value); \
  }
VL_EACH_SLOT(SLOT)
#undef SLOT
#define SLOT(slot) (vl_function)config_line_##slot,
static const vl_function config_line_slots[] = {VL_EACH_SLOT(SLOT)};
#undef SLOT

typedef int text_line_f(char *filename, int line, char *text);
struct text_line_arguments {
  char *filename;
  int line;
  char *text;
};
static int push_text_line(lua_State *L, const void *arguments) {
  const struct text_line_arguments *a = arguments;
  lua_pushstring(L, a->filename);
  lua_pushinteger(L, a->line);
  lua_pushstring(L, a->text);
  return 3;
}
static int run_text_line(int slot, char *filename, int line, char *text) {
  const struct text_line_arguments a = {filename, line, text};
  return vl_run(KIND_text_line, slot, push_text_line, &a, VL_INTEGER, -1);
}
#define SLOT(slot) \
  static int text_line_##slot(char *filename, int line, char *text) { \
    return run_text_line(slot, filename, line, text); \
  }
VL_EACH_SLOT(SLOT)
#undef SLOT
#define SLOT(slot) (vl_function)text_line_##slot,
static const vl_function text_line_slots[] = {VL_EACH_SLOT(SLOT)};
#undef SLOT

typedef void * allocate_f(size_t size);
struct allocate_arguments {
  size_t size;
};
static int push_allocate(lua_State *L, const void *arguments) {
  const struct allocate_arguments *a = arguments;
  lua_pushinteger(L, (lua_Integer)a->size);
  return 1;
}
static void *run_allocate(int slot, size_t size) {
  const struct allocate_arguments a = {size};
  return vl_run_pointer(KIND_allocate, slot, push_allocate, &a);
}
#define SLOT(slot) \
  static void *allocate_##slot(size_t size) { \
    return run_allocate(slot, size); \
  }
VL_EACH_SLOT(SLOT)
#undef SLOT
#define SLOT(slot) (vl_function)allocate_##slot,
static const vl_function allocate_slots[] = {VL_EACH_SLOT(SLOT)};
#undef SLOT

typedef void * reallocate_f(void *p, size_t size);
struct reallocate_arguments {
  void *p;
  size_t size;
};
static int push_reallocate(lua_State *L, const void *arguments) {
  const struct reallocate_arguments *a = arguments;
  vl_push_pointer(L, a->p);
  lua_pushinteger(L, (lua_Integer)a->size);
  return 2;
}
static void *run_reallocate(int slot, void *p, size_t size) {
  const struct reallocate_arguments a = {p, size};
  return vl_run_pointer(KIND_reallocate, slot, push_reallocate, &a);
}
#define SLOT(slot) \
  static void *reallocate_##slot(void *p, size_t size) { \
    return run_reallocate(slot, p, size); \
  }
VL_EACH_SLOT(SLOT)
#undef SLOT
#define SLOT(slot) (vl_function)reallocate_##slot,
static const vl_function reallocate_slots[] = {VL_EACH_SLOT(SLOT)};
#undef SLOT

typedef void release_f(void *p);
struct release_arguments {
  void *p;
};
static int push_release(lua_State *L, const void *arguments) {
  const struct release_arguments *a = arguments;
  vl_push_pointer(L, a->p);
  return 1;
}
static void run_release(int slot, void *p) {
  const struct release_arguments a = {p};
  vl_run(KIND_release, slot, push_release, &a, VL_NOTHING, 0);
}
#define SLOT(slot) \
  static void release_##slot(void *p) { \
    run_release(slot, p); \
  }
VL_EACH_SLOT(SLOT)
#undef SLOT
#define SLOT(slot) (vl_function)release_##slot,
static const vl_function release_slots[] = {VL_EACH_SLOT(SLOT)};
#undef SLOT

typedef int mainloop_callback_f(void);
static int run_mainloop_callback(int slot) {
  return vl_run(KIND_mainloop_callback, slot, NULL, NULL, VL_INTEGER, -1);
}
#define SLOT(slot) \
  static int mainloop_callback_##slot(void) { \
    return run_mainloop_callback(slot); \
  }
VL_EACH_SLOT(SLOT)
#undef SLOT
#define SLOT(slot) (vl_function)mainloop_callback_##slot,
static const vl_function mainloop_callback_slots[] = {VL_EACH_SLOT(SLOT)};
#undef SLOT

typedef void log_callback_f(int vmode, const char *str);
struct log_callback_arguments {
  int vmode;
  const char *str;
};
static int push_log_callback(lua_State *L, const void *arguments) {
  const struct log_callback_arguments *a = arguments;
  lua_pushinteger(L, a->vmode);
  lua_pushstring(L, a->str);
  return 2;
}
static void run_log_callback(int slot, int vmode, const char *str) {
  const struct log_callback_arguments a = {vmode, str};
  vl_run(KIND_log_callback, slot, push_log_callback, &a, VL_NOTHING, 0);
}
#define SLOT(slot) \
  static void log_callback_##slot(int vmode, const char *str) { \
    run_log_callback(slot, vmode, str); \
  }
VL_EACH_SLOT(SLOT)
#undef SLOT
#define SLOT(slot) (vl_function)log_callback_##slot,
static const vl_function log_callback_slots[] = {VL_EACH_SLOT(SLOT)};
#undef SLOT

const vl_kind vl_kinds[] = {
    {"conn_visitor", conn_visitor_slots},
    {"closewatcher", closewatcher_slots},
    {"finalizer", finalizer_slots},
    {"acceptwatcher", acceptwatcher_slots},
    {"hiwater_acceptwatcher", hiwater_acceptwatcher_slots},
    {"accept_warning", accept_warning_slots},
    {"rate_callback", rate_callback_slots},
    {"parser", parser_slots},
    {"protocol_callback", protocol_callback_slots},
    {"maxlength_watcher", maxlength_watcher_slots},
    {"io_callback", io_callback_slots},
    {"config_line", config_line_slots},
    {"text_line", text_line_slots},
    {"allocate", allocate_slots},
    {"reallocate", reallocate_slots},
    {"release", release_slots},
    {"mainloop_callback", mainloop_callback_slots},
    {"log_callback", log_callback_slots},
    {NULL, NULL},
};

static int f_vce_get_last_error(lua_State *L) {
  lua_State *outer = vl_enter(L);
  int result = vce_get_last_error();
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_strerror(lua_State *L) {
  int ecode = (int)vl_integer(L, 1, "ecode", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  char *result = vce_strerror(ecode);
  vl_leave(outer);
  lua_pushstring(L, result);
  return 1;
}

static int f_vce_strerror_close_reason(lua_State *L) {
  CLOSE_REASON reason = (CLOSE_REASON)vl_integer(L, 1, "reason", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  char *result = vce_strerror_close_reason(reason);
  vl_leave(outer);
  lua_pushstring(L, result);
  return 1;
}

static int f_vce_initialize(lua_State *L) {
  lua_State *outer = vl_enter(L);
  int result = vce_initialize();
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_initialize_limited(lua_State *L) {
  vce_limit_t *lim = vl_pointer(L, 1, sizeof *lim);
  lua_State *outer = vl_enter(L);
  int result = vce_initialize_limited(lim);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_limit_clear(lua_State *L) {
  vce_limit_t *t = vl_pointer(L, 1, sizeof *t);
  lua_State *outer = vl_enter(L);
  vce_limit_clear(t);
  vl_leave(outer);
  return 0;
}

static int f_vce_init_limit_t(lua_State *L) {
  vce_limit_t *t = vl_pointer(L, 1, sizeof *t);
  lua_State *outer = vl_enter(L);
  vce_init_limit_t(t);
  vl_leave(outer);
  return 0;
}

static int f_vce_finalize(lua_State *L) {
  lua_State *outer = vl_enter(L);
  int result = vce_finalize();
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_heartbeat(lua_State *L) {
  lua_State *outer = vl_enter(L);
  vce_heartbeat();
  vl_leave(outer);
  return 0;
}

static int f_vce_heartbeat_on_single_conn(lua_State *L) {
  conn_t c = vl_conn(L, 1);
  lua_State *outer = vl_enter(L);
  vce_heartbeat_on_single_conn(c);
  vl_leave(outer);
  return 0;
}

static int f_vce_set_heartbeat_wait_flag(lua_State *L) {
  int flag = (int)vl_integer(L, 1, "flag", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  vce_set_heartbeat_wait_flag(flag);
  vl_leave(outer);
  return 0;
}

static int f_vce_conn_break_heartbeat(lua_State *L) {
  lua_State *outer = vl_enter(L);
  vce_conn_break_heartbeat();
  vl_leave(outer);
  return 0;
}

static int f_vce_get_current_utime(lua_State *L) {
  lua_State *outer = vl_enter(L);
  VCEI64 result = vce_get_current_utime();
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_utime_diff(lua_State *L) {
  struct timeval *before = vl_pointer(L, 1, sizeof *before);
  struct timeval *after = vl_pointer(L, 2, sizeof *after);
  lua_State *outer = vl_enter(L);
  VCEI64 result = vce_utime_diff(before, after);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_set_verbose_mode(lua_State *L) {
  int m = (int)vl_integer(L, 1, "m", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  vce_set_verbose_mode(m);
  vl_leave(outer);
  return 0;
}

static int f_vce_set_read_write_log_mode(lua_State *L) {
  int m = (int)vl_integer(L, 1, "m", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  vce_set_read_write_log_mode(m);
  vl_leave(outer);
  return 0;
}

static int f_vce_errout(lua_State *L) {
  const char *format = vl_format(L, 1);
  lua_State *outer = vl_enter(L);
  vce_errout("%s", format);
  vl_leave(outer);
  return 0;
}

static int f_vce_errout_v(lua_State *L) {
  const char *format = vl_format(L, 1);
  lua_State *outer = vl_enter(L);
  vce_errout_v("%s", format);
  vl_leave(outer);
  return 0;
}

static int f_vce_dump_buffer(lua_State *L) {
  int len = (int)vl_integer(L, 2, "len", INT_MIN, INT_MAX);
  char *buf = vl_bytes(L, 1, vl_count(len));
  lua_State *outer = vl_enter(L);
  vce_dump_buffer(buf, len);
  vl_leave(outer);
  return 0;
}

static int f_vce_conn_show_stat(lua_State *L) {
  lua_State *outer = vl_enter(L);
  vce_conn_show_stat();
  vl_leave(outer);
  return 0;
}

static int f_vce_get_stat(lua_State *L) {
  vce_stat_t *v = vl_pointer(L, 1, sizeof *v);
  lua_State *outer = vl_enter(L);
  vce_get_stat(v);
  vl_leave(outer);
  return 0;
}

static int f_vce_tcpcontext_get_stat(lua_State *L) {
  tcpcontext_t tp = vl_pointer(L, 1, 0);
  tcpcontext_stat_t *s = vl_pointer(L, 2, sizeof *s);
  lua_State *outer = vl_enter(L);
  vce_tcpcontext_get_stat(tp, s);
  vl_leave(outer);
  return 0;
}

static int f_vce_conn_get_stat(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  conn_stat_t *st = vl_pointer(L, 2, sizeof *st);
  lua_State *outer = vl_enter(L);
  vce_conn_get_stat(ct, st);
  vl_leave(outer);
  return 0;
}

static int f_vce_get_netstat_string(lua_State *L) {
  int maxlen = (int)vl_integer(L, 2, "maxlen", INT_MIN, INT_MAX);
  char *buf = vl_pointer(L, 1, vl_count(maxlen));
  lua_State *outer = vl_enter(L);
  int result = vce_get_netstat_string(buf, maxlen);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_tcpcontext_create(lua_State *L) {
  int is_server = (int)vl_integer(L, 1, "is_server", INT_MIN, INT_MAX);
  const char *bindaddr = vl_text(L, 2);
  unsigned short port = (unsigned short)vl_integer(L, 3, "port", 0, USHRT_MAX);
  int maxcon = (int)vl_integer(L, 4, "maxcon", INT_MIN, INT_MAX);
  size_t rblen = (size_t)vl_integer(L, 5, "rblen", 0, LUA_MAXINTEGER);
  size_t wblen = (size_t)vl_integer(L, 6, "wblen", 0, LUA_MAXINTEGER);
  int timeout = (int)vl_integer(L, 7, "timeout", INT_MIN, INT_MAX);
  int nonblock_connect = (int)vl_integer(L, 8, "nonblock_connect", INT_MIN, INT_MAX);
  int nodelay = (int)vl_integer(L, 9, "nodelay", INT_MIN, INT_MAX);
  size_t statebuf_size = (size_t)vl_integer(L, 10, "statebuf_size", 0, LUA_MAXINTEGER);
  lua_State *outer = vl_enter(L);
  tcpcontext_t result = vce_tcpcontext_create(is_server, bindaddr, port, maxcon, rblen, wblen,
      timeout, nonblock_connect, nodelay, statebuf_size);
  vl_leave(outer);
  vl_push_pointer(L, result);
  return 1;
}

static int f_vce_tcpcontext_cleanup(lua_State *L) {
  tcpcontext_t tp = vl_pointer(L, 1, 0);
  lua_State *outer = vl_enter(L);
  vce_tcpcontext_cleanup(tp);
  vl_leave(outer);
  return 0;
}

static int f_vce_tcpcontext_get_max_connection(lua_State *L) {
  tcpcontext_t t = vl_pointer(L, 1, 0);
  lua_State *outer = vl_enter(L);
  int result = vce_tcpcontext_get_max_connection(t);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_tcpcontext_get_all_connection(lua_State *L) {
  tcpcontext_t t = vl_pointer(L, 1, 0);
  int max = (int)vl_integer(L, 3, "max", INT_MIN, INT_MAX);
  conn_t *a = vl_pointer(L, 2, vl_count(max) * sizeof *a);
  lua_State *outer = vl_enter(L);
  int result = vce_tcpcontext_get_all_connection(t, a, max);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_tcpcontext_count_connections(lua_State *L) {
  tcpcontext_t t = vl_pointer(L, 1, 0);
  int *conn = vl_pointer(L, 2, sizeof *conn);
  lua_State *outer = vl_enter(L);
  int result = vce_tcpcontext_count_connections(t, conn);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_tcpcontext_conn_iterate(lua_State *L) {
  tcpcontext_t tt = vl_pointer(L, 1, 0);
  conn_visitor_f *f = (conn_visitor_f *)vl_callback(L, 2, KIND_conn_visitor);
  lua_State *outer = vl_enter(L);
  int result = vce_tcpcontext_conn_iterate(tt, f);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_tcpcontext_set_conn_closewatcher(lua_State *L) {
  tcpcontext_t tp = vl_pointer(L, 1, 0);
  closewatcher_f *cw = (closewatcher_f *)vl_callback(L, 2, KIND_closewatcher);
  lua_State *outer = vl_enter(L);
  vce_tcpcontext_set_conn_closewatcher(tp, cw);
  vl_leave(outer);
  return 0;
}

static int f_vce_tcpcontext_set_conn_finalizer(lua_State *L) {
  tcpcontext_t t = vl_pointer(L, 1, 0);
  finalizer_f *f = (finalizer_f *)vl_callback(L, 2, KIND_finalizer);
  lua_State *outer = vl_enter(L);
  vce_tcpcontext_set_conn_finalizer(t, f);
  vl_leave(outer);
  return 0;
}

static int f_vce_tcpcontext_timeout_control(lua_State *L) {
  tcpcontext_t tp = vl_pointer(L, 1, 0);
  int recv_reset = (int)vl_integer(L, 2, "recv_reset", INT_MIN, INT_MAX);
  int send_reset = (int)vl_integer(L, 3, "send_reset", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  vce_tcpcontext_timeout_control(tp, recv_reset, send_reset);
  vl_leave(outer);
  return 0;
}

static int f_vce_tcpcontext_userdata_set_pointer(lua_State *L) {
  tcpcontext_t tp = vl_pointer(L, 1, 0);
  void *p = vl_pointer(L, 2, 0);
  lua_State *outer = vl_enter(L);
  vce_tcpcontext_userdata_set_pointer(tp, p);
  vl_leave(outer);
  return 0;
}

static int f_vce_tcpcontext_userdata_get_pointer(lua_State *L) {
  tcpcontext_t tp = vl_pointer(L, 1, 0);
  lua_State *outer = vl_enter(L);
  void *result = vce_tcpcontext_userdata_get_pointer(tp);
  vl_leave(outer);
  vl_push_pointer(L, result);
  return 1;
}

static int f_vce_tcpcontext_set_conn_safety_read(lua_State *L) {
  tcpcontext_t tp = vl_pointer(L, 1, 0);
  int p = (int)vl_integer(L, 2, "p", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  int result = vce_tcpcontext_set_conn_safety_read(tp, p);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_tcpcontext_setup_p2p(lua_State *L) {
  tcpcontext_t t = vl_pointer(L, 1, 0);
  int allocationsize = (int)vl_integer(L, 2, "allocationsize", INT_MIN, INT_MAX);
  int allocationunits = (int)vl_integer(L, 3, "allocationunits", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  int result = vce_tcpcontext_setup_p2p(t, allocationsize, allocationunits);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_tcpcontext_set_portscanner(lua_State *L) {
  tcpcontext_t t = vl_pointer(L, 1, 0);
  const char *host = vl_text(L, 2);
  unsigned short mainport = (unsigned short)vl_integer(L, 3, "mainport", 0, USHRT_MAX);
  unsigned short subport = (unsigned short)vl_integer(L, 4, "subport", 0, USHRT_MAX);
  lua_State *outer = vl_enter(L);
  int result = vce_tcpcontext_set_portscanner(t, host, mainport, subport);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_tcpcontext_set_conn_acceptwatcher(lua_State *L) {
  tcpcontext_t tp = vl_pointer(L, 1, 0);
  acceptwatcher_f *aw = (acceptwatcher_f *)vl_callback(L, 2, KIND_acceptwatcher);
  lua_State *outer = vl_enter(L);
  vce_tcpcontext_set_conn_acceptwatcher(tp, aw);
  vl_leave(outer);
  return 0;
}

static int f_vce_tcpcontext_set_conn_hiwater_acceptwatcher(lua_State *L) {
  tcpcontext_t tp = vl_pointer(L, 1, 0);
  int water = (int)vl_integer(L, 2, "water", INT_MIN, INT_MAX);
  hiwater_acceptwatcher_f *aw = (hiwater_acceptwatcher_f *)vl_callback(L, 3,
      KIND_hiwater_acceptwatcher);
  lua_State *outer = vl_enter(L);
  vce_tcpcontext_set_conn_hiwater_acceptwatcher(tp, water, aw);
  vl_leave(outer);
  return 0;
}

static int f_vce_tcpcontext_set_accept_max(lua_State *L) {
  tcpcontext_t t = vl_pointer(L, 1, 0);
  int con_max = (int)vl_integer(L, 2, "con_max", INT_MIN, INT_MAX);
  accept_warning_f *accept_warning = (accept_warning_f *)vl_callback(L, 3, KIND_accept_warning);
  lua_State *outer = vl_enter(L);
  vce_tcpcontext_set_accept_max(t, con_max, accept_warning);
  vl_leave(outer);
  return 0;
}

static int f_vce_tcpcontext_enable_accept(lua_State *L) {
  tcpcontext_t tp = vl_pointer(L, 1, 0);
  int flag = (int)vl_integer(L, 2, "flag", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  vce_tcpcontext_enable_accept(tp, flag);
  vl_leave(outer);
  return 0;
}

static int f_vce_tcpcontext_connect(lua_State *L) {
  tcpcontext_t t = vl_pointer(L, 1, 0);
  const char *h = vl_text(L, 2);
  unsigned short p = (unsigned short)vl_integer(L, 3, "p", 0, USHRT_MAX);
  lua_State *outer = vl_enter(L);
  conn_t result = vce_tcpcontext_connect(t, h, p);
  vl_leave(outer);
  vl_push_conn(L, result);
  return 1;
}

static int f_vce_conn_write(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  size_t len = (size_t)vl_integer(L, 3, "len", 0, LUA_MAXINTEGER);
  char *b = vl_bytes(L, 2, vl_count(len));
  lua_State *outer = vl_enter(L);
  int result = vce_conn_write(ct, b, len);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_conn_writable(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  lua_State *outer = vl_enter(L);
  int result = vce_conn_writable(ct);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_conn_writed(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  lua_State *outer = vl_enter(L);
  int result = vce_conn_writed(ct);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_conn_close(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  lua_State *outer = vl_enter(L);
  vce_conn_close(ct);
  vl_leave(outer);
  return 0;
}

static int f_vce_conn_close_tcpcontext_all(lua_State *L) {
  tcpcontext_t t = vl_pointer(L, 1, 0);
  lua_State *outer = vl_enter(L);
  vce_conn_close_tcpcontext_all(t);
  vl_leave(outer);
  return 0;
}

static int f_vce_conn_set_timeout(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  int sec = (int)vl_integer(L, 2, "sec", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  vce_conn_set_timeout(ct, sec);
  vl_leave(outer);
  return 0;
}

static int f_vce_conn_is_valid(lua_State *L) {
  conn_t c = vl_conn(L, 1);
  lua_State *outer = vl_enter(L);
  int result = vce_conn_is_valid(c);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_conn_is_closed(lua_State *L) {
  conn_t c = vl_conn(L, 1);
  lua_State *outer = vl_enter(L);
  int result = vce_conn_is_closed(c);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_conn_is_equal(lua_State *L) {
  conn_t c1 = vl_conn(L, 1);
  conn_t c2 = vl_conn(L, 2);
  lua_State *outer = vl_enter(L);
  int result = vce_conn_is_equal(c1, c2);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_conn_clear(lua_State *L) {
  conn_t *ct = vl_pointer(L, 1, sizeof *ct);
  lua_State *outer = vl_enter(L);
  vce_conn_clear(ct);
  vl_leave(outer);
  return 0;
}

static int f_vce_conn_get_index(lua_State *L) {
  conn_t c = vl_conn(L, 1);
  lua_State *outer = vl_enter(L);
  int result = vce_conn_get_index(c);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_conn_get_struct_from_index(lua_State *L) {
  int index = (int)vl_integer(L, 1, "index", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  conn_t result = vce_conn_get_struct_from_index(index);
  vl_leave(outer);
  vl_push_conn(L, result);
  return 1;
}

static int f_vce_conn_get_tcpcontext(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  lua_State *outer = vl_enter(L);
  tcpcontext_t result = vce_conn_get_tcpcontext(ct);
  vl_leave(outer);
  vl_push_pointer(L, result);
  return 1;
}

static int f_vce_conn_get_state_buffer(lua_State *L) {
  conn_t c = vl_conn(L, 1);
  int *len = vl_pointer(L, 2, sizeof *len);
  lua_State *outer = vl_enter(L);
  void *result = vce_conn_get_state_buffer(c, len);
  vl_leave(outer);
  vl_push_pointer(L, result);
  return 1;
}

static int f_vce_conn_userdata_set_pointer(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  void *p = vl_pointer(L, 2, 0);
  lua_State *outer = vl_enter(L);
  vce_conn_userdata_set_pointer(ct, p);
  vl_leave(outer);
  return 0;
}

static int f_vce_conn_userdata_get_pointer(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  lua_State *outer = vl_enter(L);
  void *result = vce_conn_userdata_get_pointer(ct);
  vl_leave(outer);
  vl_push_pointer(L, result);
  return 1;
}

static int f_vce_conn_get_remote_ipv4_addr(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  unsigned int *a = vl_pointer(L, 2, sizeof *a);
  unsigned short *p = vl_pointer(L, 3, sizeof *p);
  lua_State *outer = vl_enter(L);
  vce_conn_get_remote_ipv4_addr(ct, a, p);
  vl_leave(outer);
  return 0;
}

static int f_vce_conn_get_local_ipv4_addr(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  unsigned int *a = vl_pointer(L, 2, sizeof *a);
  unsigned short *p = vl_pointer(L, 3, sizeof *p);
  lua_State *outer = vl_enter(L);
  vce_conn_get_local_ipv4_addr(ct, a, p);
  vl_leave(outer);
  return 0;
}

static int f_vce_conn_get_remote_ipv6_addr(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  unsigned short *p = vl_pointer(L, 3, sizeof *p);
  char *a = vl_pointer(L, 2, 16);
  lua_State *outer = vl_enter(L);
  vce_conn_get_remote_ipv6_addr(ct, a, p);
  vl_leave(outer);
  return 0;
}

static int f_vce_conn_get_local_ipv6_addr(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  unsigned short *p = vl_pointer(L, 3, sizeof *p);
  char *a = vl_pointer(L, 2, 16);
  lua_State *outer = vl_enter(L);
  vce_conn_get_local_ipv6_addr(ct, a, p);
  vl_leave(outer);
  return 0;
}

static int f_vce_conn_get_remote_ipv4_addr_string(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  int max = (int)vl_integer(L, 3, "max", INT_MIN, INT_MAX);
  char *s = vl_pointer(L, 2, vl_count(max));
  lua_State *outer = vl_enter(L);
  char *result = vce_conn_get_remote_ipv4_addr_string(ct, s, max);
  vl_leave(outer);
  lua_pushstring(L, result);
  return 1;
}

static int f_vce_conn_get_local_ipv4_addr_string(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  int max = (int)vl_integer(L, 3, "max", INT_MIN, INT_MAX);
  char *s = vl_pointer(L, 2, vl_count(max));
  lua_State *outer = vl_enter(L);
  char *result = vce_conn_get_local_ipv4_addr_string(ct, s, max);
  vl_leave(outer);
  lua_pushstring(L, result);
  return 1;
}

static int f_vce_conn_get_remote_ipv6_addr_string(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  int max = (int)vl_integer(L, 3, "max", INT_MIN, INT_MAX);
  char *s = vl_pointer(L, 2, vl_count(max));
  lua_State *outer = vl_enter(L);
  char *result = vce_conn_get_remote_ipv6_addr_string(ct, s, max);
  vl_leave(outer);
  lua_pushstring(L, result);
  return 1;
}

static int f_vce_conn_get_local_ipv6_addr_string(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  int max = (int)vl_integer(L, 3, "max", INT_MIN, INT_MAX);
  char *s = vl_pointer(L, 2, vl_count(max));
  lua_State *outer = vl_enter(L);
  char *result = vce_conn_get_local_ipv6_addr_string(ct, s, max);
  vl_leave(outer);
  lua_pushstring(L, result);
  return 1;
}

static int f_vce_conn_get_remote_addr_string(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  int max = (int)vl_integer(L, 3, "max", INT_MIN, INT_MAX);
  char *s = vl_pointer(L, 2, vl_count(max));
  lua_State *outer = vl_enter(L);
  char *result = vce_conn_get_remote_addr_string(ct, s, max);
  vl_leave(outer);
  lua_pushstring(L, result);
  return 1;
}

static int f_vce_conn_get_local_addr_string(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  int max = (int)vl_integer(L, 3, "max", INT_MIN, INT_MAX);
  char *s = vl_pointer(L, 2, vl_count(max));
  lua_State *outer = vl_enter(L);
  char *result = vce_conn_get_local_addr_string(ct, s, max);
  vl_leave(outer);
  lua_pushstring(L, result);
  return 1;
}

static int f_vce_tcpcontext_set_conn_parser(lua_State *L) {
  tcpcontext_t tp = vl_pointer(L, 1, 0);
  parser_f *parser = (parser_f *)vl_callback(L, 2, KIND_parser);
  protocol_callback_f *c = (protocol_callback_f *)vl_callback(L, 3, KIND_protocol_callback);
  lua_State *outer = vl_enter(L);
  vce_tcpcontext_set_conn_parser(tp, parser, c);
  vl_leave(outer);
  return 0;
}

static int f_vce_conn_set_parser(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  parser_f *p = (parser_f *)vl_callback(L, 2, KIND_parser);
  protocol_callback_f *pcb = (protocol_callback_f *)vl_callback(L, 3, KIND_protocol_callback);
  lua_State *outer = vl_enter(L);
  vce_conn_set_parser(ct, p, pcb);
  vl_leave(outer);
  return 0;
}

static int f_vce_tcpcontext_set_conn_call_parser_per_heartbeat(lua_State *L) {
  tcpcontext_t tt = vl_pointer(L, 1, 0);
  int v = (int)vl_integer(L, 2, "v", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  vce_tcpcontext_set_conn_call_parser_per_heartbeat(tt, v);
  vl_leave(outer);
  return 0;
}

static int f_vce_tcpcontext_protocol_set_maxlength(lua_State *L) {
  tcpcontext_t ct = vl_pointer(L, 1, 0);
  int maxlength = (int)vl_integer(L, 2, "maxlength", INT_MIN, INT_MAX);
  maxlength_watcher_f *errcall = (maxlength_watcher_f *)vl_callback(L, 3, KIND_maxlength_watcher);
  lua_State *outer = vl_enter(L);
  vce_tcpcontext_protocol_set_maxlength(ct, maxlength, errcall);
  vl_leave(outer);
  return 0;
}

static int f_vce_conn_get_buffer(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  char **rb = vl_pointer(L, 2, sizeof *rb);
  int *rblen = vl_pointer(L, 3, sizeof *rblen);
  char **wb = vl_pointer(L, 4, sizeof *wb);
  int *wblen = vl_pointer(L, 5, sizeof *wblen);
  lua_State *outer = vl_enter(L);
  vce_conn_get_buffer(ct, rb, rblen, wb, wblen);
  vl_leave(outer);
  return 0;
}

static int f_vce_conn_shrink_readbuf(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  int len = (int)vl_integer(L, 2, "len", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  int result = vce_conn_shrink_readbuf(ct, len);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_conn_set_io_callback(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  io_callback_f *cb = (io_callback_f *)vl_callback(L, 2, KIND_io_callback);
  lua_State *outer = vl_enter(L);
  vce_conn_set_io_callback(ct, cb);
  vl_leave(outer);
  return 0;
}

static int f_vce_protocol_parser_bin16(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  lua_State *outer = vl_enter(L);
  int result = vce_protocol_parser_bin16(ct);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_protocol_parser_bin32(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  lua_State *outer = vl_enter(L);
  int result = vce_protocol_parser_bin32(ct);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_protocol_parser_through(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  lua_State *outer = vl_enter(L);
  int result = vce_protocol_parser_through(ct);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_protocol_parser_text(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  lua_State *outer = vl_enter(L);
  int result = vce_protocol_parser_text(ct);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_protocol_unparser_bin16(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  int len = (int)vl_integer(L, 3, "len", INT_MIN, INT_MAX);
  char *data = vl_bytes(L, 2, vl_count(len));
  lua_State *outer = vl_enter(L);
  int result = vce_protocol_unparser_bin16(ct, data, len);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_protocol_unparser_bin32(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  int len = (int)vl_integer(L, 3, "len", INT_MIN, INT_MAX);
  char *data = vl_bytes(L, 2, vl_count(len));
  lua_State *outer = vl_enter(L);
  int result = vce_protocol_unparser_bin32(ct, data, len);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_protocol_unparser_through(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  int len = (int)vl_integer(L, 3, "len", INT_MIN, INT_MAX);
  char *data = vl_bytes(L, 2, vl_count(len));
  lua_State *outer = vl_enter(L);
  int result = vce_protocol_unparser_through(ct, data, len);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_protocol_unparser_text(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  int len = (int)vl_integer(L, 3, "len", INT_MIN, INT_MAX);
  char *data = vl_bytes(L, 2, vl_count(len));
  lua_State *outer = vl_enter(L);
  int result = vce_protocol_unparser_text(ct, data, len);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_protocol_acceptwatcher_deny(lua_State *L) {
  conn_t c = vl_conn(L, 1);
  lua_State *outer = vl_enter(L);
  int result = vce_protocol_acceptwatcher_deny(c);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_protocol_acceptwatcher_noop(lua_State *L) {
  conn_t c = vl_conn(L, 1);
  lua_State *outer = vl_enter(L);
  int result = vce_protocol_acceptwatcher_noop(c);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_protocol_closewatcher_noop(lua_State *L) {
  conn_t c = vl_conn(L, 1);
  lua_State *outer = vl_enter(L);
  int result = vce_protocol_closewatcher_noop(c);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_protocol_pcallback_echo_bin16(lua_State *L) {
  conn_t c = vl_conn(L, 1);
  int len = (int)vl_integer(L, 3, "len", INT_MIN, INT_MAX);
  char *data = vl_bytes(L, 2, vl_count(len));
  lua_State *outer = vl_enter(L);
  int result = vce_protocol_pcallback_echo_bin16(c, data, len);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_protocol_pcallback_echo_text(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  int len = (int)vl_integer(L, 3, "len", INT_MIN, INT_MAX);
  char *data = vl_bytes(L, 2, vl_count(len));
  lua_State *outer = vl_enter(L);
  int result = vce_protocol_pcallback_echo_text(ct, data, len);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_protocol_pcallback_noop(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  int len = (int)vl_integer(L, 3, "len", INT_MIN, INT_MAX);
  char *data = vl_bytes(L, 2, vl_count(len));
  lua_State *outer = vl_enter(L);
  int result = vce_protocol_pcallback_noop(ct, data, len);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_protocol_pcallback_dump(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  int len = (int)vl_integer(L, 3, "len", INT_MIN, INT_MAX);
  char *data = vl_bytes(L, 2, vl_count(len));
  lua_State *outer = vl_enter(L);
  int result = vce_protocol_pcallback_dump(ct, data, len);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_binary_pack(lua_State *L) {
  int bn = (int)vl_integer(L, 2, "bn", INT_MIN, INT_MAX);
  int len = (int)vl_integer(L, 4, "len", INT_MIN, INT_MAX);
  struct bin_info *bi = vl_pointer(L, 1, vl_count(bn) * sizeof *bi);
  char *outp = vl_pointer(L, 3, vl_count(len));
  lua_State *outer = vl_enter(L);
  int result = vce_binary_pack(bi, bn, outp, len);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_binary_unpack(lua_State *L) {
  int bn = (int)vl_integer(L, 2, "bn", INT_MIN, INT_MAX);
  int len = (int)vl_integer(L, 4, "len", INT_MIN, INT_MAX);
  struct bin_info *bi = vl_pointer(L, 1, vl_count(bn) * sizeof *bi);
  char *inp = vl_bytes(L, 3, vl_count(len));
  lua_State *outer = vl_enter(L);
  int result = vce_binary_unpack(bi, bn, inp, len);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_binary_push_nb_i1(lua_State *L) {
  int ofs = (int)vl_integer(L, 2, "ofs", INT_MIN, INT_MAX);
  int maxlen = (int)vl_integer(L, 3, "maxlen", INT_MIN, INT_MAX);
  char v = (char)vl_integer(L, 4, "v", SCHAR_MIN, UCHAR_MAX);
  char *out = vl_pointer(L, 1, vl_count(maxlen));
  lua_State *outer = vl_enter(L);
  int result = vce_binary_push_nb_i1(out, ofs, maxlen, v);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_binary_push_nb_i2(lua_State *L) {
  int ofs = (int)vl_integer(L, 2, "ofs", INT_MIN, INT_MAX);
  int maxlen = (int)vl_integer(L, 3, "maxlen", INT_MIN, INT_MAX);
  short v = (short)vl_integer(L, 4, "v", SHRT_MIN, USHRT_MAX);
  char *out = vl_pointer(L, 1, vl_count(maxlen));
  lua_State *outer = vl_enter(L);
  int result = vce_binary_push_nb_i2(out, ofs, maxlen, v);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_binary_push_nb_i4(lua_State *L) {
  int ofs = (int)vl_integer(L, 2, "ofs", INT_MIN, INT_MAX);
  int maxlen = (int)vl_integer(L, 3, "maxlen", INT_MIN, INT_MAX);
  int v = (int)vl_integer(L, 4, "v", INT_MIN, INT_MAX);
  char *out = vl_pointer(L, 1, vl_count(maxlen));
  lua_State *outer = vl_enter(L);
  int result = vce_binary_push_nb_i4(out, ofs, maxlen, v);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_binary_push_nb_i8(lua_State *L) {
  int ofs = (int)vl_integer(L, 2, "ofs", INT_MIN, INT_MAX);
  int maxlen = (int)vl_integer(L, 3, "maxlen", INT_MIN, INT_MAX);
  VCEI64 v = (VCEI64)vl_integer(L, 4, "v", LUA_MININTEGER, LUA_MAXINTEGER);
  char *out = vl_pointer(L, 1, vl_count(maxlen));
  lua_State *outer = vl_enter(L);
  int result = vce_binary_push_nb_i8(out, ofs, maxlen, v);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_binary_push_nb_ia1(lua_State *L) {
  int ofs = (int)vl_integer(L, 2, "ofs", INT_MIN, INT_MAX);
  int maxlen = (int)vl_integer(L, 3, "maxlen", INT_MIN, INT_MAX);
  int num = (int)vl_integer(L, 5, "num", INT_MIN, INT_MAX);
  char *out = vl_pointer(L, 1, vl_count(maxlen));
  const void *ia = vl_bytes(L, 4, 0);
  lua_State *outer = vl_enter(L);
  int result = vce_binary_push_nb_ia1(out, ofs, maxlen, ia, num);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_binary_push_nb_ia2(lua_State *L) {
  int ofs = (int)vl_integer(L, 2, "ofs", INT_MIN, INT_MAX);
  int maxlen = (int)vl_integer(L, 3, "maxlen", INT_MIN, INT_MAX);
  int num = (int)vl_integer(L, 5, "num", INT_MIN, INT_MAX);
  char *out = vl_pointer(L, 1, vl_count(maxlen));
  const void *ia = vl_bytes(L, 4, 0);
  lua_State *outer = vl_enter(L);
  int result = vce_binary_push_nb_ia2(out, ofs, maxlen, ia, num);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_binary_push_nb_ia4(lua_State *L) {
  int ofs = (int)vl_integer(L, 2, "ofs", INT_MIN, INT_MAX);
  int maxlen = (int)vl_integer(L, 3, "maxlen", INT_MIN, INT_MAX);
  int num = (int)vl_integer(L, 5, "num", INT_MIN, INT_MAX);
  char *out = vl_pointer(L, 1, vl_count(maxlen));
  const void *ia = vl_bytes(L, 4, 0);
  lua_State *outer = vl_enter(L);
  int result = vce_binary_push_nb_ia4(out, ofs, maxlen, ia, num);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_binary_push_nb_ia8(lua_State *L) {
  int ofs = (int)vl_integer(L, 2, "ofs", INT_MIN, INT_MAX);
  int maxlen = (int)vl_integer(L, 3, "maxlen", INT_MIN, INT_MAX);
  int num = (int)vl_integer(L, 5, "num", INT_MIN, INT_MAX);
  char *out = vl_pointer(L, 1, vl_count(maxlen));
  const void *ia = vl_bytes(L, 4, 0);
  lua_State *outer = vl_enter(L);
  int result = vce_binary_push_nb_ia8(out, ofs, maxlen, ia, num);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_binary_push_nb_stra(lua_State *L) {
  int ofs = (int)vl_integer(L, 2, "ofs", INT_MIN, INT_MAX);
  int maxlen = (int)vl_integer(L, 3, "maxlen", INT_MIN, INT_MAX);
  int num = (int)vl_integer(L, 5, "num", INT_MIN, INT_MAX);
  int eachmax = (int)vl_integer(L, 6, "eachmax", INT_MIN, INT_MAX);
  char *out = vl_pointer(L, 1, vl_count(maxlen));
  const char *const *stra = vl_pointer(L, 4, vl_count(num) * sizeof *stra);
  lua_State *outer = vl_enter(L);
  int result = vce_binary_push_nb_stra(out, ofs, maxlen, stra, num, eachmax);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_binary_pop_nb_i1(lua_State *L) {
  int len = (int)vl_integer(L, 2, "len", INT_MIN, INT_MAX);
  int ofs = (int)vl_integer(L, 3, "ofs", INT_MIN, INT_MAX);
  char *out = vl_pointer(L, 4, sizeof *out);
  const char *in = vl_bytes(L, 1, vl_count(len));
  lua_State *outer = vl_enter(L);
  int result = vce_binary_pop_nb_i1(in, len, ofs, out);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_binary_pop_nb_i2(lua_State *L) {
  int len = (int)vl_integer(L, 2, "len", INT_MIN, INT_MAX);
  int ofs = (int)vl_integer(L, 3, "ofs", INT_MIN, INT_MAX);
  short *out = vl_pointer(L, 4, sizeof *out);
  const char *in = vl_bytes(L, 1, vl_count(len));
  lua_State *outer = vl_enter(L);
  int result = vce_binary_pop_nb_i2(in, len, ofs, out);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_binary_pop_nb_i4(lua_State *L) {
  int len = (int)vl_integer(L, 2, "len", INT_MIN, INT_MAX);
  int ofs = (int)vl_integer(L, 3, "ofs", INT_MIN, INT_MAX);
  int *out = vl_pointer(L, 4, sizeof *out);
  const char *in = vl_bytes(L, 1, vl_count(len));
  lua_State *outer = vl_enter(L);
  int result = vce_binary_pop_nb_i4(in, len, ofs, out);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_binary_pop_nb_i8(lua_State *L) {
  int len = (int)vl_integer(L, 2, "len", INT_MIN, INT_MAX);
  int ofs = (int)vl_integer(L, 3, "ofs", INT_MIN, INT_MAX);
  VCEI64 *out = vl_pointer(L, 4, sizeof *out);
  const char *in = vl_bytes(L, 1, vl_count(len));
  lua_State *outer = vl_enter(L);
  int result = vce_binary_pop_nb_i8(in, len, ofs, out);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_binary_pop_nb_ia1(lua_State *L) {
  int len = (int)vl_integer(L, 2, "len", INT_MIN, INT_MAX);
  int ofs = (int)vl_integer(L, 3, "ofs", INT_MIN, INT_MAX);
  int *outlen = vl_pointer(L, 5, sizeof *outlen);
  const char *src = vl_bytes(L, 1, vl_count(len));
  char *out = vl_pointer(L, 4, (outlen ? vl_count(*outlen) : 0) * sizeof *out);
  lua_State *outer = vl_enter(L);
  int result = vce_binary_pop_nb_ia1(src, len, ofs, out, outlen);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_binary_pop_nb_ia2(lua_State *L) {
  int len = (int)vl_integer(L, 2, "len", INT_MIN, INT_MAX);
  int ofs = (int)vl_integer(L, 3, "ofs", INT_MIN, INT_MAX);
  int *outlen = vl_pointer(L, 5, sizeof *outlen);
  const char *src = vl_bytes(L, 1, vl_count(len));
  short *out = vl_pointer(L, 4, (outlen ? vl_count(*outlen) : 0) * sizeof *out);
  lua_State *outer = vl_enter(L);
  int result = vce_binary_pop_nb_ia2(src, len, ofs, out, outlen);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_binary_pop_nb_ia4(lua_State *L) {
  int len = (int)vl_integer(L, 2, "len", INT_MIN, INT_MAX);
  int ofs = (int)vl_integer(L, 3, "ofs", INT_MIN, INT_MAX);
  int *outlen = vl_pointer(L, 5, sizeof *outlen);
  const char *src = vl_bytes(L, 1, vl_count(len));
  int *out = vl_pointer(L, 4, (outlen ? vl_count(*outlen) : 0) * sizeof *out);
  lua_State *outer = vl_enter(L);
  int result = vce_binary_pop_nb_ia4(src, len, ofs, out, outlen);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_binary_pop_nb_ia8(lua_State *L) {
  int len = (int)vl_integer(L, 2, "len", INT_MIN, INT_MAX);
  int ofs = (int)vl_integer(L, 3, "ofs", INT_MIN, INT_MAX);
  int *outlen = vl_pointer(L, 5, sizeof *outlen);
  const char *src = vl_bytes(L, 1, vl_count(len));
  VCEI64 *out = vl_pointer(L, 4, (outlen ? vl_count(*outlen) : 0) * sizeof *out);
  lua_State *outer = vl_enter(L);
  int result = vce_binary_pop_nb_ia8(src, len, ofs, out, outlen);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_binary_pop_nb_stra(lua_State *L) {
  int len = (int)vl_integer(L, 2, "len", INT_MIN, INT_MAX);
  int ofs = (int)vl_integer(L, 3, "ofs", INT_MIN, INT_MAX);
  int *strnum = vl_pointer(L, 5, sizeof *strnum);
  int eachmax = (int)vl_integer(L, 6, "eachmax", INT_MIN, INT_MAX);
  const char *src = vl_bytes(L, 1, vl_count(len));
  char **out = vl_pointer(L, 4, (strnum ? vl_count(*strnum) : 0) * sizeof *out);
  lua_State *outer = vl_enter(L);
  int result = vce_binary_pop_nb_stra(src, len, ofs, out, strnum, eachmax);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_set_variable_length_specifier(lua_State *L) {
  int outmax = (int)vl_integer(L, 2, "outmax", INT_MIN, INT_MAX);
  unsigned int len_upper = (unsigned int)vl_integer(L, 3, "len_upper", 0, UINT_MAX);
  unsigned int len_lower = (unsigned int)vl_integer(L, 4, "len_lower", 0, UINT_MAX);
  char *out = vl_pointer(L, 1, vl_count(outmax));
  lua_State *outer = vl_enter(L);
  int result = vce_set_variable_length_specifier(out, outmax, len_upper, len_lower);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_get_variable_length_specifier(lua_State *L) {
  int srcmax = (int)vl_integer(L, 2, "srcmax", INT_MIN, INT_MAX);
  unsigned int *len_upper = vl_pointer(L, 3, sizeof *len_upper);
  unsigned int *len_lower = vl_pointer(L, 4, sizeof *len_lower);
  const char *src = vl_bytes(L, 1, vl_count(srcmax));
  lua_State *outer = vl_enter(L);
  int result = vce_get_variable_length_specifier(src, srcmax, len_upper, len_lower);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_init_array(lua_State *L) {
  size_t size = (size_t)vl_integer(L, 1, "size", 0, LUA_MAXINTEGER);
  int num = (int)vl_integer(L, 2, "num", INT_MIN, INT_MAX);
  const char *nm = vl_text(L, 3);
  lua_State *outer = vl_enter(L);
  int result = vce_init_array(size, num, nm);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_end_array(lua_State *L) {
  int index = (int)vl_integer(L, 1, "index", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  int result = vce_end_array(index);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_end_all_array(lua_State *L) {
  lua_State *outer = vl_enter(L);
  vce_end_all_array();
  vl_leave(outer);
  return 0;
}

static int f_vce_alloc_array_object(lua_State *L) {
  int index = (int)vl_integer(L, 1, "index", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  void *result = vce_alloc_array_object(index);
  vl_leave(outer);
  vl_push_pointer(L, result);
  return 1;
}

static int f_vce_free_array_object(lua_State *L) {
  int index = (int)vl_integer(L, 1, "index", INT_MIN, INT_MAX);
  void *p = vl_pointer(L, 2, 0);
  lua_State *outer = vl_enter(L);
  int result = vce_free_array_object(index, p);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_free_array_object_all(lua_State *L) {
  int index = (int)vl_integer(L, 1, "index", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  vce_free_array_object_all(index);
  vl_leave(outer);
  return 0;
}

static int f_vce_get_array_object_top(lua_State *L) {
  int index = (int)vl_integer(L, 1, "index", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  void *result = vce_get_array_object_top(index);
  vl_leave(outer);
  vl_push_pointer(L, result);
  return 1;
}

static int f_vce_get_array_object_next(lua_State *L) {
  int index = (int)vl_integer(L, 1, "index", INT_MIN, INT_MAX);
  void *p = vl_pointer(L, 2, 0);
  lua_State *outer = vl_enter(L);
  void *result = vce_get_array_object_next(index, p);
  vl_leave(outer);
  vl_push_pointer(L, result);
  return 1;
}

static int f_vce_get_array_object_last(lua_State *L) {
  int index = (int)vl_integer(L, 1, "index", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  void *result = vce_get_array_object_last(index);
  vl_leave(outer);
  vl_push_pointer(L, result);
  return 1;
}

static int f_vce_get_array_usenum(lua_State *L) {
  int index = (int)vl_integer(L, 1, "index", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  int result = vce_get_array_usenum(index);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_get_array_object_index(lua_State *L) {
  int index = (int)vl_integer(L, 1, "index", INT_MIN, INT_MAX);
  const void *p = vl_pointer(L, 2, 0);
  lua_State *outer = vl_enter(L);
  int result = vce_get_array_object_index(index, p);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_get_array_object_pointer_by_index(lua_State *L) {
  int i = (int)vl_integer(L, 1, "i", INT_MIN, INT_MAX);
  int obji = (int)vl_integer(L, 2, "obji", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  void *result = vce_get_array_object_pointer_by_index(i, obji);
  vl_leave(outer);
  vl_push_pointer(L, result);
  return 1;
}

static int f_vce_get_array_object_pointer_by_index_only_used(lua_State *L) {
  int index = (int)vl_integer(L, 1, "index", INT_MIN, INT_MAX);
  int objindex = (int)vl_integer(L, 2, "objindex", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  void *result = vce_get_array_object_pointer_by_index_only_used(index, objindex);
  vl_leave(outer);
  vl_push_pointer(L, result);
  return 1;
}

static int f_vce_show_array_usage(lua_State *L) {
  int index = (int)vl_integer(L, 1, "index", INT_MIN, INT_MAX);
  int show_all = (int)vl_integer(L, 2, "show_all", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  int result = vce_show_array_usage(index, show_all);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_if_included_in_array(lua_State *L) {
  int index = (int)vl_integer(L, 1, "index", INT_MIN, INT_MAX);
  const void *p = vl_pointer(L, 2, 0);
  lua_State *outer = vl_enter(L);
  int result = vce_if_included_in_array(index, p);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_array_object_inuse(lua_State *L) {
  int index = (int)vl_integer(L, 1, "index", INT_MIN, INT_MAX);
  void *p = vl_pointer(L, 2, 0);
  lua_State *outer = vl_enter(L);
  int result = vce_array_object_inuse(index, p);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_get_array_member_size(lua_State *L) {
  int index = (int)vl_integer(L, 1, "index", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  int result = vce_get_array_member_size(index);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_get_array_maxnum(lua_State *L) {
  int index = (int)vl_integer(L, 1, "index", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  int result = vce_get_array_maxnum(index);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_httptext_divide_header_and_content(lua_State *L) {
  int inlen = (int)vl_integer(L, 2, "inlen", INT_MIN, INT_MAX);
  char **head = vl_pointer(L, 3, sizeof *head);
  int *headlen = vl_pointer(L, 4, sizeof *headlen);
  char **b = vl_pointer(L, 5, sizeof *b);
  int *blen = vl_pointer(L, 6, sizeof *blen);
  const char *in = vl_bytes(L, 1, vl_count(inlen));
  lua_State *outer = vl_enter(L);
  int result = vce_httptext_divide_header_and_content(in, inlen, head, headlen, b, blen);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_httptext_get_header_info(lua_State *L) {
  int hlen = (int)vl_integer(L, 2, "hlen", INT_MIN, INT_MAX);
  char *item = vl_text(L, 3);
  int outlen = (int)vl_integer(L, 5, "outlen", INT_MIN, INT_MAX);
  const char *h = vl_bytes(L, 1, vl_count(hlen));
  char *out = vl_pointer(L, 4, vl_count(outlen));
  lua_State *outer = vl_enter(L);
  int result = vce_httptext_get_header_info(h, hlen, item, out, outlen);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_text_cmpnocase(lua_State *L) {
  const char *s1 = vl_text(L, 1);
  const char *s2 = vl_text(L, 2);
  int n = (int)vl_integer(L, 3, "n", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  int result = vce_text_cmpnocase(s1, s2, n);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_text_split_index(lua_State *L) {
  const char *src = vl_text(L, 1);
  char c = (char)vl_integer(L, 2, "c", SCHAR_MIN, UCHAR_MAX);
  int index = (int)vl_integer(L, 3, "index", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  char *result = vce_text_split_index(src, c, index);
  vl_leave(outer);
  lua_pushstring(L, result);
  return 1;
}

static int f_vce_text_split_index_get_int(lua_State *L) {
  const char *s = vl_text(L, 1);
  char c = (char)vl_integer(L, 2, "c", SCHAR_MIN, UCHAR_MAX);
  int ind = (int)vl_integer(L, 3, "ind", INT_MIN, INT_MAX);
  int *v = vl_pointer(L, 4, sizeof *v);
  lua_State *outer = vl_enter(L);
  int result = vce_text_split_index_get_int(s, c, ind, v);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_text_split_index_get_string(lua_State *L) {
  const char *src = vl_text(L, 1);
  char c = (char)vl_integer(L, 2, "c", SCHAR_MIN, UCHAR_MAX);
  int ind = (int)vl_integer(L, 3, "ind", INT_MIN, INT_MAX);
  int outlen = (int)vl_integer(L, 5, "outlen", INT_MIN, INT_MAX);
  char *out = vl_pointer(L, 4, vl_count(outlen));
  lua_State *outer = vl_enter(L);
  int result = vce_text_split_index_get_string(src, c, ind, out, outlen);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_copy_cstring_upto(lua_State *L) {
  const char *s = vl_text(L, 2);
  char c = (char)vl_integer(L, 3, "c", SCHAR_MIN, UCHAR_MAX);
  int destlen = (int)vl_integer(L, 4, "destlen", INT_MIN, INT_MAX);
  char *d = vl_pointer(L, 1, vl_count(destlen));
  lua_State *outer = vl_enter(L);
  int result = vce_copy_cstring_upto(d, s, c, destlen);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_copy_cstring(lua_State *L) {
  int l = (int)vl_integer(L, 2, "l", INT_MIN, INT_MAX);
  const char *src = vl_text(L, 3);
  char *dest = vl_pointer(L, 1, vl_count(l));
  lua_State *outer = vl_enter(L);
  int result = vce_copy_cstring(dest, l, src);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_strcmptail(lua_State *L) {
  const char *s1 = vl_text(L, 1);
  const char *s2 = vl_text(L, 2);
  lua_State *outer = vl_enter(L);
  int result = vce_strcmptail(s1, s2);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_text_hashpjw(lua_State *L) {
  const char *s = vl_text(L, 1);
  lua_State *outer = vl_enter(L);
  int result = vce_text_hashpjw(s);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_makecstr(lua_State *L) {
  int outlen = (int)vl_integer(L, 2, "outlen", INT_MIN, INT_MAX);
  int inlen = (int)vl_integer(L, 4, "inlen", INT_MIN, INT_MAX);
  char *out = vl_pointer(L, 1, vl_count(outlen));
  const char *in = vl_bytes(L, 3, vl_count(inlen));
  lua_State *outer = vl_enter(L);
  char *result = vce_makecstr(out, outlen, in, inlen);
  vl_leave(outer);
  lua_pushstring(L, result);
  return 1;
}

static int f_vce_chop_string_destroy(lua_State *L) {
  char *s = vl_pointer(L, 1, sizeof *s);
  lua_State *outer = vl_enter(L);
  char *result = vce_chop_string_destroy(s);
  vl_leave(outer);
  lua_pushstring(L, result);
  return 1;
}

static int f_vce_strlenmax(lua_State *L) {
  int max = (int)vl_integer(L, 2, "max", INT_MIN, INT_MAX);
  const char *s = vl_bytes(L, 1, vl_count(max));
  lua_State *outer = vl_enter(L);
  int result = vce_strlenmax(s, max);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_strncat(lua_State *L) {
  int outlen = (int)vl_integer(L, 2, "outlen", INT_MIN, INT_MAX);
  const char *append = vl_text(L, 3);
  char *out = vl_pointer(L, 1, vl_count(outlen));
  lua_State *outer = vl_enter(L);
  int result = vce_strncat(out, outlen, append);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_strncpy(lua_State *L) {
  int to_len = (int)vl_integer(L, 2, "to_len", INT_MIN, INT_MAX);
  int from_len = (int)vl_integer(L, 4, "from_len", INT_MIN, INT_MAX);
  char *to = vl_pointer(L, 1, vl_count(to_len));
  const char *from = vl_bytes(L, 3, vl_count(from_len));
  lua_State *outer = vl_enter(L);
  vce_strncpy(to, to_len, from, from_len);
  vl_leave(outer);
  return 0;
}

static int f_vce_escape_string(lua_State *L) {
  int tolen = (int)vl_integer(L, 2, "tolen", INT_MIN, INT_MAX);
  int frl = (int)vl_integer(L, 4, "frl", INT_MIN, INT_MAX);
  char *to = vl_pointer(L, 1, vl_count(tolen));
  const char *from = vl_bytes(L, 3, vl_count(frl));
  lua_State *outer = vl_enter(L);
  int result = vce_escape_string(to, tolen, from, frl);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_descape_string(lua_State *L) {
  int tolen = (int)vl_integer(L, 2, "tolen", INT_MIN, INT_MAX);
  const char *from = vl_text(L, 3);
  char *to = vl_pointer(L, 1, vl_count(tolen));
  lua_State *outer = vl_enter(L);
  int result = vce_descape_string(to, tolen, from);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_snprintf(lua_State *L) {
  int len = (int)vl_integer(L, 2, "len", INT_MIN, INT_MAX);
  char *out = vl_pointer(L, 1, vl_count(len));
  const char *format = vl_format(L, 3);
  lua_State *outer = vl_enter(L);
  vce_snprintf(out, len, "%s", format);
  vl_leave(outer);
  return 0;
}

static int f_vce_read_simple_config_file(lua_State *L) {
  const char *filename = vl_text(L, 1);
  config_line_f *c = (config_line_f *)vl_callback(L, 2, KIND_config_line);
  lua_State *outer = vl_enter(L);
  int result = vce_read_simple_config_file(filename, c);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_read_plain_text_file(lua_State *L) {
  const char *fn = vl_text(L, 1);
  text_line_f *cb = (text_line_f *)vl_callback(L, 2, KIND_text_line);
  lua_State *outer = vl_enter(L);
  int result = vce_read_plain_text_file(fn, cb);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_make_binary_array_from_hex(lua_State *L) {
  int outlen = (int)vl_integer(L, 2, "outlen", INT_MIN, INT_MAX);
  const char *hex = vl_text(L, 3);
  char *out = vl_pointer(L, 1, vl_count(outlen));
  lua_State *outer = vl_enter(L);
  vce_make_binary_array_from_hex(out, outlen, hex);
  vl_leave(outer);
  return 0;
}

static int f_vce_make_binary_array_from_line(lua_State *L) {
  int linelen = (int)vl_integer(L, 2, "linelen", INT_MIN, INT_MAX);
  int *outlen = vl_pointer(L, 4, sizeof *outlen);
  int *ul = vl_pointer(L, 5, sizeof *ul);
  const char *line = vl_bytes(L, 1, vl_count(linelen));
  char *out = vl_pointer(L, 3, (outlen ? vl_count(*outlen) : 0));
  lua_State *outer = vl_enter(L);
  vce_make_binary_array_from_line(line, linelen, out, outlen, ul);
  vl_leave(outer);
  return 0;
}

static int f_vce_make_hex_from_binary_array(lua_State *L) {
  int outlen = (int)vl_integer(L, 2, "outlen", INT_MIN, INT_MAX);
  int len = (int)vl_integer(L, 4, "len", INT_MIN, INT_MAX);
  int folding = (int)vl_integer(L, 5, "folding", INT_MIN, INT_MAX);
  char *out = vl_pointer(L, 1, vl_count(outlen));
  const char *buf = vl_bytes(L, 3, vl_count(len));
  lua_State *outer = vl_enter(L);
  int result = vce_make_hex_from_binary_array(out, outlen, buf, len, folding);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_make_hex_text_from_buffer(lua_State *L) {
  int len = (int)vl_integer(L, 2, "len", INT_MIN, INT_MAX);
  int outlen = (int)vl_integer(L, 4, "outlen", INT_MIN, INT_MAX);
  const char *buf = vl_bytes(L, 1, vl_count(len));
  char *out = vl_pointer(L, 3, vl_count(outlen));
  lua_State *outer = vl_enter(L);
  int result = vce_make_hex_text_from_buffer(buf, len, out, outlen);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_extract_data_from_hex_text(lua_State *L) {
  int len = (int)vl_integer(L, 2, "len", INT_MIN, INT_MAX);
  int outlen = (int)vl_integer(L, 4, "outlen", INT_MIN, INT_MAX);
  const char *buf = vl_bytes(L, 1, vl_count(len));
  char *out = vl_pointer(L, 3, vl_count(outlen));
  lua_State *outer = vl_enter(L);
  int result = vce_extract_data_from_hex_text(buf, len, out, outlen);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_get_ipv4_addr_by_name(lua_State *L) {
  unsigned int *a = vl_pointer(L, 1, sizeof *a);
  const char *s = vl_text(L, 2);
  lua_State *outer = vl_enter(L);
  int result = vce_get_ipv4_addr_by_name(a, s);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_VCEMALLOC(lua_State *L) {
  size_t size = (size_t)vl_integer(L, 1, "size", 0, LUA_MAXINTEGER);
  lua_State *outer = vl_enter(L);
  void *result = VCEMALLOC(size);
  vl_leave(outer);
  vl_push_pointer(L, result);
  return 1;
}

static int f_VCEFREE(lua_State *L) {
  void *p = vl_pointer(L, 1, 0);
  lua_State *outer = vl_enter(L);
  VCEFREE(p);
  vl_leave(outer);
  return 0;
}

static int f_vce_replace_malloc_funcs(lua_State *L) {
  allocate_f *a = (allocate_f *)vl_callback(L, 1, KIND_allocate);
  reallocate_f *r = (reallocate_f *)vl_callback(L, 2, KIND_reallocate);
  release_f *f = (release_f *)vl_callback(L, 3, KIND_release);
  lua_State *outer = vl_enter(L);
  vce_replace_malloc_funcs(a, r, f);
  vl_leave(outer);
  return 0;
}

static int f_vce_mainloop(lua_State *L) {
  lua_State *outer = vl_enter(L);
  int result = vce_mainloop();
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_set_mainloop_callback(lua_State *L) {
  mainloop_callback_f *f = (mainloop_callback_f *)vl_callback(L, 1, KIND_mainloop_callback);
  lua_State *outer = vl_enter(L);
  vce_set_mainloop_callback(f);
  vl_leave(outer);
  return 0;
}

static int f_vce_set_socket_library_ok(lua_State *L) {
  int flag = (int)vl_integer(L, 1, "flag", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  vce_set_socket_library_ok(flag);
  vl_leave(outer);
  return 0;
}

static int f_vce_set_internal_timer(lua_State *L) {
  time_t t = (time_t)vl_integer(L, 1, "t", LUA_MININTEGER, LUA_MAXINTEGER);
  unsigned int microsec = (unsigned int)vl_integer(L, 2, "microsec", 0, UINT_MAX);
  lua_State *outer = vl_enter(L);
  vce_set_internal_timer(t, microsec);
  vl_leave(outer);
  return 0;
}

static int f_vce_get_version(lua_State *L) {
  int *ma = vl_pointer(L, 1, sizeof *ma);
  int *mi = vl_pointer(L, 2, sizeof *mi);
  int *rel = vl_pointer(L, 3, sizeof *rel);
  lua_State *outer = vl_enter(L);
  vce_get_version(ma, mi, rel);
  vl_leave(outer);
  return 0;
}

static int f_vce_verrout(lua_State *L) {
  const char *format = vl_format(L, 1);
  lua_State *outer = vl_enter(L);
  vl_verrout("%s", format);
  vl_leave(outer);
  return 0;
}

static int f_vce_errout0(lua_State *L) {
  const char *s = vl_text(L, 1);
  lua_State *outer = vl_enter(L);
  vce_errout0(s);
  vl_leave(outer);
  return 0;
}

static int f_vce_errout0_v(lua_State *L) {
  const char *s = vl_text(L, 1);
  lua_State *outer = vl_enter(L);
  vce_errout0_v(s);
  vl_leave(outer);
  return 0;
}

static int f_vce_errout_set_another(lua_State *L) {
  log_callback_f *cb = (log_callback_f *)vl_callback(L, 1, KIND_log_callback);
  lua_State *outer = vl_enter(L);
  vce_errout_set_another(cb);
  vl_leave(outer);
  return 0;
}

static int f_vce_conn_set_delay(lua_State *L) {
  conn_t ct = vl_conn(L, 1);
  int delay_min = (int)vl_integer(L, 2, "delay_min", INT_MIN, INT_MAX);
  int delay_max = (int)vl_integer(L, 3, "delay_max", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  vce_conn_set_delay(ct, delay_min, delay_max);
  vl_leave(outer);
  return 0;
}

static int f_vce_tcpcontext_set_conn_kickip_array(lua_State *L) {
  tcpcontext_t tp = vl_pointer(L, 1, 0);
  const unsigned int *null_terminated_ipaddr_array = vl_pointer(L, 2, sizeof
      *null_terminated_ipaddr_array);
  lua_State *outer = vl_enter(L);
  vce_tcpcontext_set_conn_kickip_array(tp, null_terminated_ipaddr_array);
  vl_leave(outer);
  return 0;
}

static int f_vce_tcpcontext_set_equal_io_splitrate(lua_State *L) {
  tcpcontext_t tt = vl_pointer(L, 1, 0);
  int v = (int)vl_integer(L, 2, "v", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  vce_tcpcontext_set_equal_io_splitrate(tt, v);
  vl_leave(outer);
  return 0;
}

static int f_vce_get_tcp_packet_read_size(lua_State *L) {
  int *original = vl_pointer(L, 1, sizeof *original);
  int *processing = vl_pointer(L, 2, sizeof *processing);
  lua_State *outer = vl_enter(L);
  vce_get_tcp_packet_read_size(original, processing);
  vl_leave(outer);
  return 0;
}

static int f_vce_get_tcp_packet_write_size(lua_State *L) {
  int *original = vl_pointer(L, 1, sizeof *original);
  int *processing = vl_pointer(L, 2, sizeof *processing);
  lua_State *outer = vl_enter(L);
  vce_get_tcp_packet_write_size(original, processing);
  vl_leave(outer);
  return 0;
}

static int f_vce_atoi(lua_State *L) {
  const char *p = vl_text(L, 1);
  lua_State *outer = vl_enter(L);
  int result = vce_atoi(p);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_tcpcontext_get_port(lua_State *L) {
  tcpcontext_t t = vl_pointer(L, 1, 0);
  lua_State *outer = vl_enter(L);
  int result = vce_tcpcontext_get_port(t);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_tcpcontext_set_source(lua_State *L) {
  tcpcontext_t t = vl_pointer(L, 1, 0);
  const char *address = vl_text(L, 2);
  lua_State *outer = vl_enter(L);
  int result = vce_tcpcontext_set_source(t, address);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_tcpcontext_set_connect_timeout(lua_State *L) {
  tcpcontext_t t = vl_pointer(L, 1, 0);
  int ms = (int)vl_integer(L, 2, "ms", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  int result = vce_tcpcontext_set_connect_timeout(t, ms);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_conn_get_end_detail(lua_State *L) {
  conn_t c = vl_conn(L, 1);
  int max = (int)vl_integer(L, 3, "max", INT_MIN, INT_MAX);
  char *buf = vl_pointer(L, 2, vl_count(max));
  lua_State *outer = vl_enter(L);
  int result = vce_conn_get_end_detail(c, buf, max);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_get_last_error_detail(lua_State *L) {
  int max = (int)vl_integer(L, 2, "max", INT_MIN, INT_MAX);
  char *buf = vl_pointer(L, 1, vl_count(max));
  lua_State *outer = vl_enter(L);
  int result = vce_get_last_error_detail(buf, max);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_set_heartbeat_wait_limits(lua_State *L) {
  int shortest_us = (int)vl_integer(L, 1, "shortest_us", INT_MIN, INT_MAX);
  int longest_us = (int)vl_integer(L, 2, "longest_us", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  int result = vce_set_heartbeat_wait_limits(shortest_us, longest_us);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_tcpcontext_set_max_per_address(lua_State *L) {
  tcpcontext_t t = vl_pointer(L, 1, 0);
  int max = (int)vl_integer(L, 2, "max", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  int result = vce_tcpcontext_set_max_per_address(t, max);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_tcpcontext_broadcast(lua_State *L) {
  tcpcontext_t t = vl_pointer(L, 1, 0);
  int length = (int)vl_integer(L, 3, "length", INT_MIN, INT_MAX);
  conn_t skip = vl_conn(L, 4);
  int when_full = (int)vl_integer(L, 5, "when_full", INT_MIN, INT_MAX);
  const char *framed = vl_bytes(L, 2, vl_count(length));
  lua_State *outer = vl_enter(L);
  int result = vce_tcpcontext_broadcast(t, framed, length, skip, when_full);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_tcpcontext_set_keepalive(lua_State *L) {
  tcpcontext_t t = vl_pointer(L, 1, 0);
  int idle_s = (int)vl_integer(L, 2, "idle_s", INT_MIN, INT_MAX);
  int interval_s = (int)vl_integer(L, 3, "interval_s", INT_MIN, INT_MAX);
  int count = (int)vl_integer(L, 4, "count", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  int result = vce_tcpcontext_set_keepalive(t, idle_s, interval_s, count);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_tcpcontext_set_user_timeout(lua_State *L) {
  tcpcontext_t t = vl_pointer(L, 1, 0);
  int ms = (int)vl_integer(L, 2, "ms", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  int result = vce_tcpcontext_set_user_timeout(t, ms);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_tcpcontext_set_conn_rate(lua_State *L) {
  tcpcontext_t t = vl_pointer(L, 1, 0);
  int records_per_second = (int)vl_integer(L, 2, "records_per_second", INT_MIN, INT_MAX);
  int bytes_per_second = (int)vl_integer(L, 3, "bytes_per_second", INT_MIN, INT_MAX);
  rate_callback_f *f = (rate_callback_f *)vl_callback(L, 4, KIND_rate_callback);
  lua_State *outer = vl_enter(L);
  int result = vce_tcpcontext_set_conn_rate(t, records_per_second, bytes_per_second, f);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_set_buffer_limit(lua_State *L) {
  VCEI64 bytes = (VCEI64)vl_integer(L, 1, "bytes", LUA_MININTEGER, LUA_MAXINTEGER);
  lua_State *outer = vl_enter(L);
  int result = vce_set_buffer_limit(bytes);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_tcpcontext_create_flat(lua_State *L) {
  int is_server = (int)vl_integer(L, 1, "is_server", INT_MIN, INT_MAX);
  const char *bindaddr = vl_text(L, 2);
  unsigned short port = (unsigned short)vl_integer(L, 3, "port", 0, USHRT_MAX);
  int maxcon = (int)vl_integer(L, 4, "maxcon", INT_MIN, INT_MAX);
  size_t rblen = (size_t)vl_integer(L, 5, "rblen", 0, LUA_MAXINTEGER);
  size_t wblen = (size_t)vl_integer(L, 6, "wblen", 0, LUA_MAXINTEGER);
  int timeout = (int)vl_integer(L, 7, "timeout", INT_MIN, INT_MAX);
  int nonblock_connect = (int)vl_integer(L, 8, "nonblock_connect", INT_MIN, INT_MAX);
  int nodelay = (int)vl_integer(L, 9, "nodelay", INT_MIN, INT_MAX);
  size_t statebuf_size = (size_t)vl_integer(L, 10, "statebuf_size", 0, LUA_MAXINTEGER);
  lua_State *outer = vl_enter(L);
  tcpcontext_t result = vce_tcpcontext_create(is_server, bindaddr, port, maxcon, rblen, wblen,
      timeout, nonblock_connect, nodelay, statebuf_size);
  vl_leave(outer);
  vl_push_pointer(L, result);
  return 1;
}

static int f_vce_conn_get_peer_credentials(lua_State *L) {
  conn_t c = vl_conn(L, 1);
  int *pid = vl_pointer(L, 2, sizeof *pid);
  int *uid = vl_pointer(L, 3, sizeof *uid);
  int *gid = vl_pointer(L, 4, sizeof *gid);
  lua_State *outer = vl_enter(L);
  int result = vce_conn_get_peer_credentials(c, pid, uid, gid);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_conn_get_fd(lua_State *L) {
  conn_t c = vl_conn(L, 1);
  lua_State *outer = vl_enter(L);
  int result = vce_conn_get_fd(c);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_tcpcontext_create_from_listener(lua_State *L) {
  int fd = (int)vl_integer(L, 1, "fd", INT_MIN, INT_MAX);
  int maxcon = (int)vl_integer(L, 2, "maxcon", INT_MIN, INT_MAX);
  size_t rblen = (size_t)vl_integer(L, 3, "rblen", 0, LUA_MAXINTEGER);
  size_t wblen = (size_t)vl_integer(L, 4, "wblen", 0, LUA_MAXINTEGER);
  int timeout = (int)vl_integer(L, 5, "timeout", INT_MIN, INT_MAX);
  int nonblock_connect = (int)vl_integer(L, 6, "nonblock_connect", INT_MIN, INT_MAX);
  int nodelay = (int)vl_integer(L, 7, "nodelay", INT_MIN, INT_MAX);
  size_t statebuf_size = (size_t)vl_integer(L, 8, "statebuf_size", 0, LUA_MAXINTEGER);
  lua_State *outer = vl_enter(L);
  tcpcontext_t result = vce_tcpcontext_create_from_listener(fd, maxcon, rblen, wblen, timeout,
      nonblock_connect, nodelay, statebuf_size);
  vl_leave(outer);
  vl_push_pointer(L, result);
  return 1;
}

static int f_vce_tcpcontext_create_from_listener_flat(lua_State *L) {
  int fd = (int)vl_integer(L, 1, "fd", INT_MIN, INT_MAX);
  int maxcon = (int)vl_integer(L, 2, "maxcon", INT_MIN, INT_MAX);
  size_t rblen = (size_t)vl_integer(L, 3, "rblen", 0, LUA_MAXINTEGER);
  size_t wblen = (size_t)vl_integer(L, 4, "wblen", 0, LUA_MAXINTEGER);
  int timeout = (int)vl_integer(L, 5, "timeout", INT_MIN, INT_MAX);
  int nonblock_connect = (int)vl_integer(L, 6, "nonblock_connect", INT_MIN, INT_MAX);
  int nodelay = (int)vl_integer(L, 7, "nodelay", INT_MIN, INT_MAX);
  size_t statebuf_size = (size_t)vl_integer(L, 8, "statebuf_size", 0, LUA_MAXINTEGER);
  lua_State *outer = vl_enter(L);
  tcpcontext_t result = vce_tcpcontext_create_from_listener(fd, maxcon, rblen, wblen, timeout,
      nonblock_connect, nodelay, statebuf_size);
  vl_leave(outer);
  vl_push_pointer(L, result);
  return 1;
}

static int f_vce_tcpcontext_adopt(lua_State *L) {
  tcpcontext_t t = vl_pointer(L, 1, 0);
  int fd = (int)vl_integer(L, 2, "fd", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  conn_t result = vce_tcpcontext_adopt(t, fd);
  vl_leave(outer);
  vl_push_conn(L, result);
  return 1;
}

static int f_vce_get_wait_fd(lua_State *L) {
  lua_State *outer = vl_enter(L);
  int result = vce_get_wait_fd();
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_get_wait_time(lua_State *L) {
  lua_State *outer = vl_enter(L);
  int result = vce_get_wait_time();
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_drain(lua_State *L) {
  int seconds = (int)vl_integer(L, 1, "seconds", INT_MIN, INT_MAX);
  lua_State *outer = vl_enter(L);
  int result = vce_drain(seconds);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_get_counters(lua_State *L) {
  vce_counters_t *c = vl_pointer(L, 1, sizeof *c);
  size_t size = (size_t)vl_integer(L, 2, "size", 0, LUA_MAXINTEGER);
  lua_State *outer = vl_enter(L);
  int result = vce_get_counters(c, size);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

static int f_vce_get_counters_string(lua_State *L) {
  int maxlen = (int)vl_integer(L, 2, "maxlen", INT_MIN, INT_MAX);
  char *buf = vl_pointer(L, 1, vl_count(maxlen));
  lua_State *outer = vl_enter(L);
  int result = vce_get_counters_string(buf, maxlen);
  vl_leave(outer);
  lua_pushinteger(L, result);
  return 1;
}

#define FUNCTION(name) {#name, f_##name}
const luaL_Reg vl_functions[] = {
    FUNCTION(vce_get_last_error),
    FUNCTION(vce_strerror),
    FUNCTION(vce_strerror_close_reason),
    FUNCTION(vce_initialize),
    FUNCTION(vce_initialize_limited),
    FUNCTION(vce_limit_clear),
    FUNCTION(vce_init_limit_t),
    FUNCTION(vce_finalize),
    FUNCTION(vce_heartbeat),
    FUNCTION(vce_heartbeat_on_single_conn),
    FUNCTION(vce_set_heartbeat_wait_flag),
    FUNCTION(vce_conn_break_heartbeat),
    FUNCTION(vce_get_current_utime),
    FUNCTION(vce_utime_diff),
    FUNCTION(vce_set_verbose_mode),
    FUNCTION(vce_set_read_write_log_mode),
    FUNCTION(vce_errout),
    FUNCTION(vce_errout_v),
    FUNCTION(vce_dump_buffer),
    FUNCTION(vce_conn_show_stat),
    FUNCTION(vce_get_stat),
    FUNCTION(vce_tcpcontext_get_stat),
    FUNCTION(vce_conn_get_stat),
    FUNCTION(vce_get_netstat_string),
    FUNCTION(vce_tcpcontext_create),
    FUNCTION(vce_tcpcontext_cleanup),
    FUNCTION(vce_tcpcontext_get_max_connection),
    FUNCTION(vce_tcpcontext_get_all_connection),
    FUNCTION(vce_tcpcontext_count_connections),
    FUNCTION(vce_tcpcontext_conn_iterate),
    FUNCTION(vce_tcpcontext_set_conn_closewatcher),
    FUNCTION(vce_tcpcontext_set_conn_finalizer),
    FUNCTION(vce_tcpcontext_timeout_control),
    FUNCTION(vce_tcpcontext_userdata_set_pointer),
    FUNCTION(vce_tcpcontext_userdata_get_pointer),
    FUNCTION(vce_tcpcontext_set_conn_safety_read),
    FUNCTION(vce_tcpcontext_setup_p2p),
    FUNCTION(vce_tcpcontext_set_portscanner),
    FUNCTION(vce_tcpcontext_set_conn_acceptwatcher),
    FUNCTION(vce_tcpcontext_set_conn_hiwater_acceptwatcher),
    FUNCTION(vce_tcpcontext_set_accept_max),
    FUNCTION(vce_tcpcontext_enable_accept),
    FUNCTION(vce_tcpcontext_connect),
    FUNCTION(vce_conn_write),
    FUNCTION(vce_conn_writable),
    FUNCTION(vce_conn_writed),
    FUNCTION(vce_conn_close),
    FUNCTION(vce_conn_close_tcpcontext_all),
    FUNCTION(vce_conn_set_timeout),
    FUNCTION(vce_conn_is_valid),
    FUNCTION(vce_conn_is_closed),
    FUNCTION(vce_conn_is_equal),
    FUNCTION(vce_conn_clear),
    FUNCTION(vce_conn_get_index),
    FUNCTION(vce_conn_get_struct_from_index),
    FUNCTION(vce_conn_get_tcpcontext),
    FUNCTION(vce_conn_get_state_buffer),
    FUNCTION(vce_conn_userdata_set_pointer),
    FUNCTION(vce_conn_userdata_get_pointer),
    FUNCTION(vce_conn_get_remote_ipv4_addr),
    FUNCTION(vce_conn_get_local_ipv4_addr),
    FUNCTION(vce_conn_get_remote_ipv6_addr),
    FUNCTION(vce_conn_get_local_ipv6_addr),
    FUNCTION(vce_conn_get_remote_ipv4_addr_string),
    FUNCTION(vce_conn_get_local_ipv4_addr_string),
    FUNCTION(vce_conn_get_remote_ipv6_addr_string),
    FUNCTION(vce_conn_get_local_ipv6_addr_string),
    FUNCTION(vce_conn_get_remote_addr_string),
    FUNCTION(vce_conn_get_local_addr_string),
    FUNCTION(vce_tcpcontext_set_conn_parser),
    FUNCTION(vce_conn_set_parser),
    FUNCTION(vce_tcpcontext_set_conn_call_parser_per_heartbeat),
    FUNCTION(vce_tcpcontext_protocol_set_maxlength),
    FUNCTION(vce_conn_get_buffer),
    FUNCTION(vce_conn_shrink_readbuf),
    FUNCTION(vce_conn_set_io_callback),
    FUNCTION(vce_protocol_parser_bin16),
    FUNCTION(vce_protocol_parser_bin32),
    FUNCTION(vce_protocol_parser_through),
    FUNCTION(vce_protocol_parser_text),
    FUNCTION(vce_protocol_unparser_bin16),
    FUNCTION(vce_protocol_unparser_bin32),
    FUNCTION(vce_protocol_unparser_through),
    FUNCTION(vce_protocol_unparser_text),
    FUNCTION(vce_protocol_acceptwatcher_deny),
    FUNCTION(vce_protocol_acceptwatcher_noop),
    FUNCTION(vce_protocol_closewatcher_noop),
    FUNCTION(vce_protocol_pcallback_echo_bin16),
    FUNCTION(vce_protocol_pcallback_echo_text),
    FUNCTION(vce_protocol_pcallback_noop),
    FUNCTION(vce_protocol_pcallback_dump),
    FUNCTION(vce_binary_pack),
    FUNCTION(vce_binary_unpack),
    FUNCTION(vce_binary_push_nb_i1),
    FUNCTION(vce_binary_push_nb_i2),
    FUNCTION(vce_binary_push_nb_i4),
    FUNCTION(vce_binary_push_nb_i8),
    FUNCTION(vce_binary_push_nb_ia1),
    FUNCTION(vce_binary_push_nb_ia2),
    FUNCTION(vce_binary_push_nb_ia4),
    FUNCTION(vce_binary_push_nb_ia8),
    FUNCTION(vce_binary_push_nb_stra),
    FUNCTION(vce_binary_pop_nb_i1),
    FUNCTION(vce_binary_pop_nb_i2),
    FUNCTION(vce_binary_pop_nb_i4),
    FUNCTION(vce_binary_pop_nb_i8),
    FUNCTION(vce_binary_pop_nb_ia1),
    FUNCTION(vce_binary_pop_nb_ia2),
    FUNCTION(vce_binary_pop_nb_ia4),
    FUNCTION(vce_binary_pop_nb_ia8),
    FUNCTION(vce_binary_pop_nb_stra),
    FUNCTION(vce_set_variable_length_specifier),
    FUNCTION(vce_get_variable_length_specifier),
    FUNCTION(vce_init_array),
    FUNCTION(vce_end_array),
    FUNCTION(vce_end_all_array),
    FUNCTION(vce_alloc_array_object),
    FUNCTION(vce_free_array_object),
    FUNCTION(vce_free_array_object_all),
    FUNCTION(vce_get_array_object_top),
    FUNCTION(vce_get_array_object_next),
    FUNCTION(vce_get_array_object_last),
    FUNCTION(vce_get_array_usenum),
    FUNCTION(vce_get_array_object_index),
    FUNCTION(vce_get_array_object_pointer_by_index),
    FUNCTION(vce_get_array_object_pointer_by_index_only_used),
    FUNCTION(vce_show_array_usage),
    FUNCTION(vce_if_included_in_array),
    FUNCTION(vce_array_object_inuse),
    FUNCTION(vce_get_array_member_size),
    FUNCTION(vce_get_array_maxnum),
    FUNCTION(vce_httptext_divide_header_and_content),
    FUNCTION(vce_httptext_get_header_info),
    FUNCTION(vce_text_cmpnocase),
    FUNCTION(vce_text_split_index),
    FUNCTION(vce_text_split_index_get_int),
    FUNCTION(vce_text_split_index_get_string),
    FUNCTION(vce_copy_cstring_upto),
    FUNCTION(vce_copy_cstring),
    FUNCTION(vce_strcmptail),
    FUNCTION(vce_text_hashpjw),
    FUNCTION(vce_makecstr),
    FUNCTION(vce_chop_string_destroy),
    FUNCTION(vce_strlenmax),
    FUNCTION(vce_strncat),
    FUNCTION(vce_strncpy),
    FUNCTION(vce_escape_string),
    FUNCTION(vce_descape_string),
    FUNCTION(vce_snprintf),
    FUNCTION(vce_read_simple_config_file),
    FUNCTION(vce_read_plain_text_file),
    FUNCTION(vce_make_binary_array_from_hex),
    FUNCTION(vce_make_binary_array_from_line),
    FUNCTION(vce_make_hex_from_binary_array),
    FUNCTION(vce_make_hex_text_from_buffer),
    FUNCTION(vce_extract_data_from_hex_text),
    FUNCTION(vce_get_ipv4_addr_by_name),
    FUNCTION(VCEMALLOC),
    FUNCTION(VCEFREE),
    FUNCTION(vce_replace_malloc_funcs),
    FUNCTION(vce_mainloop),
    FUNCTION(vce_set_mainloop_callback),
    FUNCTION(vce_set_socket_library_ok),
    FUNCTION(vce_set_internal_timer),
    FUNCTION(vce_get_version),
    FUNCTION(vce_verrout),
    FUNCTION(vce_errout0),
    FUNCTION(vce_errout0_v),
    FUNCTION(vce_errout_set_another),
    FUNCTION(vce_conn_set_delay),
    FUNCTION(vce_tcpcontext_set_conn_kickip_array),
    FUNCTION(vce_tcpcontext_set_equal_io_splitrate),
    FUNCTION(vce_get_tcp_packet_read_size),
    FUNCTION(vce_get_tcp_packet_write_size),
    FUNCTION(vce_atoi),
    FUNCTION(vce_tcpcontext_get_port),
    FUNCTION(vce_tcpcontext_set_source),
    FUNCTION(vce_tcpcontext_set_connect_timeout),
    FUNCTION(vce_conn_get_end_detail),
    FUNCTION(vce_get_last_error_detail),
    FUNCTION(vce_set_heartbeat_wait_limits),
    FUNCTION(vce_tcpcontext_set_max_per_address),
    FUNCTION(vce_tcpcontext_broadcast),
    FUNCTION(vce_tcpcontext_set_keepalive),
    FUNCTION(vce_tcpcontext_set_user_timeout),
    FUNCTION(vce_tcpcontext_set_conn_rate),
    FUNCTION(vce_set_buffer_limit),
    FUNCTION(vce_tcpcontext_create_flat),
    FUNCTION(vce_conn_get_peer_credentials),
    FUNCTION(vce_conn_get_fd),
    FUNCTION(vce_tcpcontext_create_from_listener),
    FUNCTION(vce_tcpcontext_create_from_listener_flat),
    FUNCTION(vce_tcpcontext_adopt),
    FUNCTION(vce_get_wait_fd),
    FUNCTION(vce_get_wait_time),
    FUNCTION(vce_drain),
    FUNCTION(vce_get_counters),
    FUNCTION(vce_get_counters_string),
    {NULL, NULL},
};
