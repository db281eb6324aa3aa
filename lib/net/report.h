// Texts about connections: listings, newest first.
#pragma once

#include <cstddef>
#include <cstdint>

namespace vce {

class Connection;
class Runtime;

/// One line per connection, the whole ended by NUL: 0. err::full if `max` is less than the length
/// + 2; then the complete lines that fit are there, ended by NUL. `runtime` null = no connections.
int write_netstat(Runtime *runtime, char *out, int max);

/// Numbers of connections and buffers at this moment; all 0 for a null runtime.
struct Gauges {
  std::int64_t connections = 0;
  std::int64_t lingering = 0;
  std::int64_t buffers = 0; // that hold bytes
  std::int64_t buffer_bytes = 0;
  std::int64_t buffer_pooled_bytes = 0; // kept for use again
};
Gauges gauges(const Runtime *runtime);

/// All counters in the Prometheus text format: the length, err::full if not all metrics fit (those
/// that do are there), err::invalid for no buffer. `runtime` null = no connections.
int write_metrics(Runtime *runtime, char *out, int max);

/// A table in the log, nothing if there is no connection.
void show_connections(Runtime &runtime);

} // namespace vce
