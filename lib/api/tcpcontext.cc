// Contexts: creation, connecting, settings, listing.

#include "api/face.h"
#include "net/broadcast.h"

#include <cstring>

using namespace vce;
using namespace vce::api;

// Setters leave the last error alone when all is well.

tcpcontext_t vce::api::create_context(const CallbackTable &callbacks,
                                      const ContextOptions &options) {
  Runtime *r = Runtime::get();
  if (!r) {
    set_last_error(err::invalid);
    return nullptr;
  }
  int error = err::none;
  Context *context = r->create_context(options, callbacks, error);
  set_last_error(error);
  return context ? context->handle : nullptr;
}

VCE_API tcpcontext_t vce_tcpcontext_create(int is_server, const char *bindaddr, unsigned short port,
                                           int maxcon, size_t rblen, size_t wblen, int timeout,
                                           int nonblock_connect, int nodelay,
                                           size_t statebuf_size) {
  return create_context(callbacks_2015, {.server = is_server != 0,
                                         .bind_address = bindaddr,
                                         .port = port,
                                         .max_connections = maxcon,
                                         .read_limit = rblen,
                                         .write_limit = wblen,
                                         .state_bytes = statebuf_size,
                                         .idle_limit_s = timeout,
                                         .non_blocking_connect = nonblock_connect != 0,
                                         .no_delay = nodelay != 0});
}

VCE_API void vce_tcpcontext_cleanup(tcpcontext_t tp) {
  Context *context = resolve(tp);
  if (!context)
    return;
  runtime().clean_up(*context);
  set_last_error(err::none);
}

VCE_API conn_t vce_tcpcontext_connect(tcpcontext_t t, const char *h, unsigned short p) {
  Context *context = resolve(t);
  if (!context)
    return conn_t{nullptr, 0};
  int error = err::none;
  const Handle made = runtime().dialer().connect(*context, h, p, error); // errno says more
  set_last_error(error);
  return to_c(made);
}

VCE_API int vce_tcpcontext_get_max_connection(tcpcontext_t t) {
  Context *context = resolve(t);
  return context ? context->max_connections : err::invalid;
}

VCE_API int vce_tcpcontext_get_port(tcpcontext_t t) {
  Context *context = resolve(t);
  if (!context)
    return err::invalid;
  set_last_error(err::none);
  return context->listener.port();
}

VCE_API int vce_tcpcontext_set_source(tcpcontext_t t, const char *address) {
  Context *context = resolve(t);
  return context ? fail(context->set_source(address)) : err::invalid;
}

VCE_API int vce_tcpcontext_set_connect_timeout(tcpcontext_t t, int ms) {
  Context *context = resolve(t);
  return context ? fail(context->set_connect_limit(ms)) : err::invalid;
}

VCE_API void vce_tcpcontext_userdata_set_pointer(tcpcontext_t tp, void *p) {
  if (Context *context = resolve(tp))
    context->user = p;
}

VCE_API void *vce_tcpcontext_userdata_get_pointer(tcpcontext_t tp) {
  Context *context = resolve(tp);
  return context ? context->user : nullptr;
}

VCE_API void vce_tcpcontext_set_conn_parser(tcpcontext_t tp, int (*parser)(conn_t),
                                            int (*c)(conn_t, char *, int)) {
  if (Context *context = resolve(tp))
    context->parsing = parser_choice(parser, c);
}

VCE_API void vce_tcpcontext_set_conn_call_parser_per_heartbeat(tcpcontext_t tt, int v) {
  if (Context *context = resolve(tt))
    set_error_of(context->set_parser_calls(v));
}

VCE_API void vce_tcpcontext_protocol_set_maxlength(tcpcontext_t ct, int maxlength,
                                                   int (*errcall)(conn_t ct)) {
  if (Context *context = resolve(ct))
    set_error_of(context->set_longest_record(maxlength, opaque(errcall)));
}

VCE_API void vce_tcpcontext_set_conn_acceptwatcher(tcpcontext_t tp, int (*aw)(conn_t)) {
  if (Context *context = resolve(tp))
    context->accept_watcher = opaque(aw);
}

VCE_API void vce_tcpcontext_set_conn_hiwater_acceptwatcher(tcpcontext_t tp, int water,
                                                           int (*aw)(conn_t, int)) {
  if (Context *context = resolve(tp))
    context->set_hiwater(water, opaque(aw));
}

VCE_API void vce_tcpcontext_set_accept_max(tcpcontext_t t, int con_max,
                                           int (*accept_warning)(tcpcontext_t t)) {
  if (Context *context = resolve(t))
    context->set_accept_rate(con_max, opaque(accept_warning));
}

VCE_API int vce_tcpcontext_set_max_per_address(tcpcontext_t t, int max) {
  Context *context = resolve(t);
  return context ? report(context->set_max_per_address(max)) : err::invalid;
}

VCE_API int vce_tcpcontext_set_conn_rate(tcpcontext_t t, int records_per_second,
                                         int bytes_per_second, int (*f)(conn_t c)) {
  Context *context = resolve(t);
  if (!context)
    return err::invalid;
  return report(context->set_rate(records_per_second, bytes_per_second, opaque(f)));
}

VCE_API int vce_tcpcontext_set_keepalive(tcpcontext_t t, int idle_s, int interval_s, int count) {
  Context *context = resolve(t);
  return context ? fail(context->set_keep_alive(idle_s, interval_s, count)) : err::invalid;
}

VCE_API int vce_tcpcontext_set_user_timeout(tcpcontext_t t, int ms) {
  Context *context = resolve(t);
  return context ? fail(context->set_user_timeout(ms)) : err::invalid;
}

VCE_API void vce_tcpcontext_enable_accept(tcpcontext_t tp, int flag) {
  if (Context *context = resolve(tp))
    context->enable_accept(flag != 0);
}

VCE_API void
vce_tcpcontext_set_conn_kickip_array(tcpcontext_t tp,
                                     const unsigned int *null_terminated_ipaddr_array) {
  if (Context *context = resolve(tp))
    context->kick_list = null_terminated_ipaddr_array;
}

VCE_API void vce_tcpcontext_set_conn_closewatcher(tcpcontext_t tp,
                                                  int (*cw)(conn_t, CLOSE_REASON r)) {
  if (Context *context = resolve(tp))
    set_error_of(context->set_close_watcher(opaque(cw)));
}

VCE_API void vce_tcpcontext_set_conn_finalizer(tcpcontext_t t, void (*f)(conn_t)) {
  if (Context *context = resolve(t))
    context->finalizer = opaque(f);
}

VCE_API void vce_tcpcontext_timeout_control(tcpcontext_t tp, int recv_reset, int send_reset) {
  if (Context *context = resolve(tp))
    context->set_idle_resets(recv_reset != 0, send_reset != 0);
}

VCE_API int vce_tcpcontext_set_conn_safety_read(tcpcontext_t tp, int p) {
  Context *context = resolve(tp);
  if (!context)
    return err::invalid;
  return report(runtime().stream().set_safe_percent(*context, p));
}

VCE_API int vce_tcpcontext_broadcast(tcpcontext_t t, const char *framed, int length, conn_t skip,
                                     int when_full) {
  Context *context = resolve(t);
  if (!context)
    return err::invalid;
  static_assert(VCE_FULL_DROP == static_cast<int>(WhenFull::drop) &&
                VCE_FULL_CLOSE == static_cast<int>(WhenFull::close));
  return report(broadcast(runtime(), *context, framed, length, to_core(skip),
                          static_cast<WhenFull>(when_full)));
}

VCE_API void vce_conn_close_tcpcontext_all(tcpcontext_t t) {
  Context *context = resolve(t);
  if (!context)
    return;
  runtime().connections().close_all(*context);
  set_last_error(err::none);
}

VCE_API int vce_tcpcontext_get_all_connection(tcpcontext_t t, conn_t *a, int max) {
  Context *context = resolve(t);
  if (!context)
    return err::invalid;
  int stored = 0;
  for (Connection *c = context->connections.front(); c && a && stored < max;
       c = context->connections.next(*c))
    a[stored++] = to_c(runtime().connections().handle_of(*c));
  set_last_error(err::none);
  return stored;
}

VCE_API int vce_tcpcontext_count_connections(tcpcontext_t t, int *conn) {
  Context *context = resolve(t);
  if (!context)
    return err::invalid;
  if (conn)
    *conn = context->connection_count;
  return fail(err::none);
}

VCE_API int vce_tcpcontext_conn_iterate(tcpcontext_t tt, int (*f)(conn_t c)) {
  Context *context = resolve(tt);
  if (!context || !f)
    return fail(err::invalid);
  runtime().visit(*context, opaque(f));
  return fail(err::none);
}

VCE_API void vce_tcpcontext_get_stat(tcpcontext_t tp, tcpcontext_stat_t *s) {
  Context *context = resolve(tp);
  if (!context || !s)
    return set_last_error(err::invalid);
  const TrafficStats &t = context->stats;
  tcpcontext_stat_t out{};
  out.current_conn = context->connection_count;
  out.recv_byte = t.recv_byte;
  out.send_byte = t.send_byte;
  out.recv_syscall = t.recv_syscall;
  out.recv_syscall_e = t.recv_syscall_e;
  out.send_syscall = t.send_syscall;
  out.send_syscall_e = t.send_syscall_e;
  out.accept_syscall = t.accept_syscall;
  out.accept_syscall_e = t.accept_syscall_e;
  out.connect_syscall = t.connect_syscall;
  out.connect_syscall_e = t.connect_syscall_e;
  out.conn_write = t.conn_write;
  out.conn_timeout = t.conn_timeout;
  out.tcpcontext_connect = t.tcpcontext_connect;
  std::memcpy(s, &out, sizeof out);
  set_last_error(err::none);
}

// --- Functions that never existed, or have no meaning any more ---

VCE_API int vce_tcpcontext_setup_p2p(tcpcontext_t, int, int) { return fail(err::support); }

VCE_API int vce_tcpcontext_set_portscanner(tcpcontext_t, const char *, unsigned short,
                                           unsigned short) {
  return 1;
}

VCE_API void vce_tcpcontext_set_equal_io_splitrate(tcpcontext_t tt, int) { (void)resolve(tt); }

namespace {

void store_zero(int *first, int *second) {
  if (first)
    *first = 0;
  if (second)
    *second = 0;
}

} // namespace

VCE_API void vce_get_tcp_packet_read_size(int *original, int *processing) {
  store_zero(original, processing);
}

VCE_API void vce_get_tcp_packet_write_size(int *original, int *processing) {
  store_zero(original, processing);
}
