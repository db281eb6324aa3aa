#include "net/traffic_log.h"

#include "base/log.h"
#include "net/connection.h"

namespace vce {

void log_received(const Connection &c, const char *data, std::size_t size) {
  char peer[Address::text_bytes];
  c.remote.format(peer);
  log(Level::verbose, "\nreceived %zu bytes: fd %d, %s\n", size, c.socket.fd(), peer);
  log_dump(data, size);
}

void log_sent(const Connection &c, const char *data, std::size_t size, std::size_t sent) {
  char peer[Address::text_bytes];
  c.remote.format(peer);
  log(Level::verbose, "\nsent %zu of %zu bytes: fd %d, %s\n", sent, size, c.socket.fd(), peer);
  log_dump(data, sent);
}

void log_written(std::uint32_t serial, std::size_t size) {
  log(Level::verbose, "write: serial %u, %zu bytes\n", serial, size);
}

} // namespace vce
