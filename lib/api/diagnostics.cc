// Messages, error texts, statistics.

#include "api/face.h"
#include "base/error_detail.h"
#include "base/log.h"
#include "net/report.h"
#include "net/traffic_log.h"

#include <algorithm>
#include <cstring>

using namespace vce;
using namespace vce::api;

VCE_API int vce_get_last_error(void) { return last_error(); }

VCE_API int vce_get_last_error_detail(char *buf, int max) {
  return buf && max > 0 ? copy_error_detail(buf, max) : err::invalid;
}

VCE_API char *vce_strerror(int ecode) { return const_cast<char *>(error_text(ecode)); }

VCE_API char *vce_strerror_close_reason(CLOSE_REASON reason) {
  static const char *const names[] = {"CLOSE_REASON_NONE",     "CLOSE_REASON_UNKNOWN",
                                      "CLOSE_REASON_REMOTE",   "CLOSE_REASON_APPLICATION",
                                      "CLOSE_REASON_TIMEOUT",  "CLOSE_REASON_DECODER",
                                      "CLOSE_REASON_ENCODER",  "CLOSE_REASON_PARSER",
                                      "CLOSE_REASON_INTERNAL", "CLOSE_REASON_FULL"};
  int value; // not read as an enumerator: any number may arrive here
  std::memcpy(&value, &reason, sizeof value);
  const auto index = static_cast<std::size_t>(static_cast<long>(value) + 1);
  return const_cast<char *>(index < ELEMENTOF(names) ? names[index] : "CLOSE_REASON_?????");
}

VCE_API void vce_set_verbose_mode(int m) { set_verbosity(m); }

VCE_API void vce_set_read_write_log_mode(int m) { traffic_log = m != 0; }

VCE_API void vce_errout(const char *format, ...) {
  va_list args;
  va_start(args, format);
  vlog(Level::normal, format, args);
  va_end(args);
}

VCE_API void vce_errout_v(const char *format, ...) {
  va_list args;
  va_start(args, format);
  vlog(Level::verbose, format, args);
  va_end(args);
}

VCE_API void vce_verrout(const char *format, va_list arg) { vlog(Level::normal, format, arg); }

VCE_API void vce_errout0(const char *s) { log_text(Level::normal, s); }

VCE_API void vce_errout0_v(const char *s) { log_text(Level::verbose, s); }

VCE_API void vce_errout_set_another(void (*cb)(int vmode, const char *str)) { set_log_sink(cb); }

VCE_API void vce_get_stat(vce_stat_t *v) {
  if (!v)
    return;
  const Stats &s = stats();
  const TrafficStats &t = s.traffic;
  *v = vce_stat_t{};
  v->boot_time = static_cast<time_t>(s.boot_time);
  v->recv_byte = t.recv_byte;
  v->send_byte = t.send_byte;
  v->recv_syscall = t.recv_syscall;
  v->recv_syscall_e = t.recv_syscall_e;
  v->send_syscall = t.send_syscall;
  v->send_syscall_e = t.send_syscall_e;
  v->accept_syscall = t.accept_syscall;
  v->accept_syscall_e = t.accept_syscall_e;
  v->connect_syscall = t.connect_syscall;
  v->connect_syscall_e = t.connect_syscall_e;
  v->conn_free = s.conn_free;
  v->conn_alloc = s.conn_alloc;
  v->conn_close = s.conn_close;
  v->conn_write = t.conn_write;
  v->tcpcontext_create = s.tcpcontext_create;
  v->tcpcontext_cleanup = s.tcpcontext_cleanup;
  v->tcpcontext_connect = t.tcpcontext_connect;
  v->conn_timeout = t.conn_timeout;
  v->log_count = s.log_count;
}

namespace {

vce_counters_t counters() {
  const AdmissionStats &a = admission_stats();
  vce_counters_t all{};
  all.turned_away_maximum = a.turned_away_maximum;
  all.turned_away_pool = a.turned_away_pool;
  all.turned_away_rate = a.turned_away_rate;
  all.turned_away_disabled = a.turned_away_disabled;
  all.turned_away_kicked = a.turned_away_kicked;
  all.turned_away_descriptors = a.turned_away_descriptors;
  all.accept_pause = a.pauses;
  all.accept_resume = a.resumes;
  all.accept_pause_usec = a.paused_us;
  const Gauges now = gauges(Runtime::get());
  all.current_conn = now.connections;
  all.buffers_in_use = now.buffers;
  all.buffer_bytes_in_use = now.buffer_bytes;
  all.buffer_bytes_pooled = now.buffer_pooled_bytes;
  all.recv_record = stats().recv_record;
  all.send_record = stats().send_record;
  all.recv_byte = stats().traffic.recv_byte;
  all.send_byte = stats().traffic.send_byte;
  all.turned_away_address = a.turned_away_peer;
  all.buffers_refused = a.buffers_refused;
  all.broadcast_sent = broadcast_stats().sent;
  all.broadcast_dropped = broadcast_stats().dropped;
  all.broadcast_closed = broadcast_stats().closed;
  all.rate_pauses = rate_stats().pauses;
  all.log_lost = log_stats().lost;
  all.log_left_out = log_stats().left_out;
  return all;
}

} // namespace

VCE_API int vce_get_counters(vce_counters_t *c, size_t size) {
  if (!c || size == 0)
    return fail(err::invalid);
  const vce_counters_t all = counters();
  std::memcpy(c, &all, std::min(size, sizeof all));
  return fail(err::none);
}

VCE_API int vce_get_counters_string(char *buf, int maxlen) {
  return report(write_metrics(Runtime::get(), buf, maxlen));
}

VCE_API int vce_get_netstat_string(char *buf, int maxlen) {
  return fail(write_netstat(Runtime::get(), buf, maxlen));
}

VCE_API void vce_conn_show_stat(void) {
  Runtime *r = Runtime::get();
  if (r)
    show_connections(*r);
  set_last_error(r ? err::none : err::invalid);
}
