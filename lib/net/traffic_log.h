// The log of all traffic (vce_set_read_write_log_mode).
#pragma once

#include <cstddef>
#include <cstdint>

namespace vce {

class Connection;

/// Log every receive, send and write.
inline bool traffic_log = false;

/// For when it is switched on: a verbose line, and a dump of the bytes that were moved.
void log_received(const Connection &c, const char *data, std::size_t size);
void log_sent(const Connection &c, const char *data, std::size_t size, std::size_t sent);
/// Bytes were appended to the output of the connection that has this serial.
void log_written(std::uint32_t serial, std::size_t size);

} // namespace vce
