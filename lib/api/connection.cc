// Connections: writing, closing, accessors.

#include "api/face.h"

#include <cstring>

using namespace vce;
using namespace vce::api;

VCE_API int vce_conn_write(conn_t ct, char *b, size_t len) {
  if (!ct.p)
    return fail(err::invalid);
  Connection *c = peek(ct);
  return c ? write_plain(*c, b, len) : fail(err::conn_serial);
}

VCE_API int vce_conn_writable(conn_t ct) {
  Connection *c = resolve(ct);
  if (!c)
    return err::invalid;
  set_last_error(err::none);
  return static_cast<int>(c->writable());
}

VCE_API int vce_conn_set_writable_watcher(conn_t c, int bytes, int (*f)(conn_t)) {
  Connection *found = resolve(c);
  return found ? report(runtime().room_watches().set(*found, bytes, opaque(f))) : err::invalid;
}

VCE_API int vce_conn_writed(conn_t ct) {
  Connection *c = peek(ct);
  if (!c || c->pending())
    return 1;
  set_last_error(err::none);
  return c->output.empty();
}

VCE_API void vce_conn_close(conn_t ct) {
  if (Connection *c = resolve(ct))
    set_last_error(runtime().connections().request_close(*c) ? err::none : err::already);
}

VCE_API int vce_conn_get_end_detail(conn_t c, char *buf, int max) {
  Connection *found = resolve(c);
  return found ? report(runtime().connections().end_detail(*found, buf, max)) : err::invalid;
}

VCE_API int vce_conn_is_closed(conn_t c) {
  Connection *found = peek(c);
  return found && found->closing();
}

VCE_API int vce_conn_is_valid(conn_t c) { return peek(c) != nullptr; }

VCE_API int vce_conn_is_equal(conn_t c1, conn_t c2) {
  return c1.p == c2.p && c1.serial == c2.serial;
}

VCE_API void vce_conn_clear(conn_t *ct) {
  if (ct)
    std::memset(ct, 0, sizeof *ct); // the padding too (K2)
}

VCE_API int vce_conn_get_index(conn_t c) {
  Runtime *r = Runtime::get();
  const std::int64_t slot = r ? r->connections().index_of(to_core(c)) : -1;
  return slot < 0 ? fail(err::alignment) : static_cast<int>(slot);
}

VCE_API conn_t vce_conn_get_struct_from_index(int index) {
  Runtime *r = Runtime::get();
  if (!r || index < 0 || static_cast<unsigned>(index) >= r->connections().limit()) {
    set_last_error(err::invalid);
    return conn_t{nullptr, 0};
  }
  set_last_error(err::none);
  return to_c(r->connections().handle_at(static_cast<std::uint32_t>(index)));
}

VCE_API tcpcontext_t vce_conn_get_tcpcontext(conn_t ct) {
  Connection *c = peek(ct);
  return c ? c->context.handle : nullptr;
}

VCE_API void *vce_conn_get_state_buffer(conn_t ct, int *len) {
  Connection *c = resolve(ct);
  if (!c)
    return nullptr;
  set_last_error(err::none);
  if (c->state_buffer && len)
    *len = static_cast<int>(c->context.state_bytes);
  return c->state_buffer;
}

VCE_API void vce_conn_userdata_set_pointer(conn_t ct, void *p) {
  if (Connection *c = peek(ct))
    c->user = p;
}

VCE_API void *vce_conn_userdata_get_pointer(conn_t ct) {
  Connection *c = peek(ct);
  return c ? c->user : nullptr;
}

VCE_API void vce_conn_get_buffer(conn_t ct, char **rb, int *rblen, char **wb, int *wblen) {
  Connection *c = peek(ct);
  if (rb)
    *rb = c ? c->input.data() : nullptr;
  if (rblen)
    *rblen = c ? static_cast<int>(c->input.size()) : 0;
  if (c)
    c->output.straighten();
  if (wb)
    *wb = c ? c->output.data() : nullptr;
  if (wblen)
    *wblen = c ? static_cast<int>(c->output.size()) : 0;
  set_last_error(err::none); // for a stale handle too (K3)
}

VCE_API int vce_conn_shrink_readbuf(conn_t ct, int len) {
  Connection *c = resolve(ct);
  if (!c)
    return 0;
  set_last_error(err::none);
  return runtime().records().shrink_input(*c, len);
}

VCE_API void vce_conn_set_timeout(conn_t ct, int sec) {
  Connection *c = resolve(ct);
  if (!c)
    return;
  runtime().idle_limits().set(*c, sec);
  set_last_error(err::none);
}

VCE_API void vce_conn_set_parser(conn_t ct, int (*p)(conn_t), int (*pcb)(conn_t, char *, int)) {
  if (Connection *c = peek(ct))
    runtime().records().set_parser(*c, parser_choice(p, pcb));
}

VCE_API void vce_conn_set_io_callback(conn_t ct,
                                      void (*cb)(conn_t ct, int rwflag, char *data, size_t sz)) {
  if (Connection *c = peek(ct))
    set_error_of(c->set_io(opaque(cb)));
}

VCE_API void vce_conn_get_stat(conn_t ct, conn_stat_t *st) {
  if (!st)
    return;
  conn_stat_t s{};
  if (Connection *c = peek(ct)) {
    s.recv_byte = c->recv_byte;
    s.send_byte = c->send_byte;
    s.conn_write = c->conn_write;
    s.recv_syscall = c->recv_syscall;
    s.send_syscall = c->send_syscall;
  }
  std::memcpy(st, &s, sizeof s);
}

VCE_API void vce_conn_set_delay(conn_t ct, int delay_min, int delay_max) {
  Connection *c = resolve(ct);
  if (c)
    set_last_error(runtime().stream().set_delay(*c, delay_min, delay_max));
}
