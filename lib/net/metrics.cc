// The counters in the text format of Prometheus.

#include "net/report.h"

#include "base/error.h"
#include "base/stats.h"
#include "net/runtime.h"

#include <cstdarg>
#include <cstdio>

namespace vce {

namespace {

// Appends whole metrics; one that does not fit is left out, and so is everything behind it.
class MetricWriter {
public:
  MetricWriter(char *out, int max) : out_(out), max_(static_cast<std::size_t>(max)) { *out = '\0'; }

  void counter(const char *name, const char *help, std::int64_t value) {
    put("# HELP vce_%s %s\n# TYPE vce_%s counter\nvce_%s %lld\n", name, help, name, name,
        static_cast<long long>(value));
  }
  void gauge(const char *name, const char *help, std::int64_t value) {
    put("# HELP vce_%s %s\n# TYPE vce_%s gauge\nvce_%s %lld\n", name, help, name, name,
        static_cast<long long>(value));
  }
  void put(const char *format, ...) __attribute__((format(printf, 2, 3)));

  int result() const { return full_ ? err::full : static_cast<int>(used_); }

private:
  char *out_;
  std::size_t max_;
  std::size_t used_ = 0;
  bool full_ = false;
};

void MetricWriter::put(const char *format, ...) {
  if (full_)
    return;
  std::va_list args;
  va_start(args, format);
  const int n = std::vsnprintf(out_ + used_, max_ - used_, format, args);
  va_end(args);
  if (n < 0 || static_cast<std::size_t>(n) >= max_ - used_) {
    out_[used_] = '\0';
    full_ = true;
    return;
  }
  used_ += static_cast<std::size_t>(n);
}

} // namespace

Gauges gauges(const Runtime *runtime) {
  if (!runtime)
    return {};
  const BufferPool &pool = runtime->pool();
  return {.connections = runtime->connections().used(),
          .lingering = runtime->lingering_count(),
          .buffers = static_cast<std::int64_t>(pool.blocks_lent()),
          .buffer_bytes = static_cast<std::int64_t>(pool.bytes_lent()),
          .buffer_pooled_bytes = static_cast<std::int64_t>(pool.bytes_idle())};
}

int write_metrics(Runtime *runtime, char *out, int max) {
  if (!out || max < 1)
    return err::invalid;
  const Stats &s = stats();
  const TrafficStats &t = s.traffic;
  const AdmissionStats &a = admission_stats();
  MetricWriter w(out, max);
  const Gauges g = gauges(runtime);
  w.gauge("connections", "Connections alive now.", g.connections);
  w.gauge("lingering_sockets", "Sockets that outlive their connections while peers still send.",
          g.lingering);
  w.gauge("buffers", "Read and write buffers that hold bytes now.", g.buffers);
  w.gauge("buffer_bytes", "Memory of these buffers.", g.buffer_bytes);
  w.gauge("buffer_pooled_bytes", "Memory of buffers kept for use again.", g.buffer_pooled_bytes);
  w.counter("received_bytes_total", "Bytes received.", t.recv_byte);
  w.counter("sent_bytes_total", "Bytes sent.", t.send_byte);
  w.counter("received_records_total", "Records found by the ready-made parsers.", s.recv_record);
  w.counter("sent_records_total", "Records queued by the ready-made writers.", s.send_record);
  w.counter("receives_total", "Receives that returned data.", t.recv_syscall);
  w.counter("receive_ends_total", "Receives that returned end of stream or an error.",
            t.recv_syscall_e);
  w.counter("sends_total", "Sends that took data.", t.send_syscall);
  w.counter("send_errors_total", "Failed sends.", t.send_syscall_e);
  w.counter("accepted_total", "Peers accepted, those turned away included.", t.accept_syscall);
  w.counter("accept_errors_total", "Failed accepts.", t.accept_syscall_e);
  w.counter("connects_total", "Connects that returned a connection.", t.tcpcontext_connect);
  w.counter("connections_made_total", "Connections made, accepted or dialled.", s.conn_alloc);
  w.counter("connections_freed_total", "Connections destroyed.", s.conn_free);
  w.counter("close_requests_total", "Effective close requests.", s.conn_close);
  w.counter("idle_timeouts_total", "Connections ended by their idle limit.", t.conn_timeout);
  w.put("# HELP vce_turned_away_total Peers turned away, by reason.\n"
        "# TYPE vce_turned_away_total counter\n"
        "vce_turned_away_total{reason=\"maximum\"} %lld\n"
        "vce_turned_away_total{reason=\"pool\"} %lld\n"
        "vce_turned_away_total{reason=\"rate\"} %lld\n"
        "vce_turned_away_total{reason=\"disabled\"} %lld\n"
        "vce_turned_away_total{reason=\"kicked\"} %lld\n"
        "vce_turned_away_total{reason=\"address\"} %lld\n"
        "vce_turned_away_total{reason=\"descriptors\"} %lld\n",
        static_cast<long long>(a.turned_away_maximum), static_cast<long long>(a.turned_away_pool),
        static_cast<long long>(a.turned_away_rate), static_cast<long long>(a.turned_away_disabled),
        static_cast<long long>(a.turned_away_kicked), static_cast<long long>(a.turned_away_peer),
        static_cast<long long>(a.turned_away_descriptors));
  w.counter("accept_pauses_total", "Pauses of accepting for lack of descriptors or memory.",
            a.pauses);
  w.counter("accept_resumes_total", "Ends of such pauses.", a.resumes);
  w.put("# HELP vce_accept_paused_seconds_total Length of these pauses.\n"
        "# TYPE vce_accept_paused_seconds_total counter\n"
        "vce_accept_paused_seconds_total %lld.%06lld\n",
        static_cast<long long>(a.paused_us / 1000000),
        static_cast<long long>(a.paused_us % 1000000));
  w.counter("buffer_moved_bytes_total", "Bytes copied inside buffers and between their blocks.",
            s.buffer_moved_byte);
  w.counter("lingered_out_total",
            "Sockets closed after the end of stream was sent and before the peer's end came.",
            a.lingered_out);
  w.counter("buffers_refused_total", "Times that the limit of all buffers refused one.",
            a.buffers_refused);
  const BroadcastStats &b = broadcast_stats();
  w.put("# HELP vce_broadcasts_total Receivers of broadcasts, by what became of each.\n"
        "# TYPE vce_broadcasts_total counter\n"
        "vce_broadcasts_total{result=\"sent\"} %lld\n"
        "vce_broadcasts_total{result=\"dropped\"} %lld\n"
        "vce_broadcasts_total{result=\"closed\"} %lld\n",
        static_cast<long long>(b.sent), static_cast<long long>(b.dropped),
        static_cast<long long>(b.closed));
  w.counter("rate_pauses_total", "Pauses of connections that sent more than their rate.",
            rate_stats().pauses);
  w.counter("log_messages_total", "Messages issued.", s.log_count);
  w.counter("log_lost_total", "Messages that the log did not take.", log_stats().lost);
  w.counter("log_left_out_total", "Messages left out, as others of their kind were written.",
            log_stats().left_out);
  return w.result();
}

} // namespace vce
