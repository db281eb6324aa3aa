// Listings of all connections, newest first.
#pragma once

namespace vce {

class Runtime;

/// One line per connection, the whole ended by NUL: 0. err::full if `max` is less than the length
/// + 2; then the complete lines that fit are there, ended by NUL. `runtime` null = no connections.
int write_netstat(Runtime *runtime, char *out, int max);

/// A table in the log, nothing if there is no connection.
void show_connections(Runtime &runtime);

} // namespace vce
