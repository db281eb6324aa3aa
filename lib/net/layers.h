// Layers between the socket of a connection and its buffers, as its stream calls them. What a layer
// is stands in transport.h.
#pragma once

#include <cstddef>

namespace vce {

class Connection;

/// As Socket::send(). Without bytes the layers go on with what they have to do by themselves:
/// -EAGAIN then as long as they hold output.
long send_through(Connection &c, const char *data, std::size_t size);
/// A layer cannot go on with what the peer sent (broken_by_peer), or by itself (layer_failed): the
/// line in the log, and why the connection ends.
void say_layer_broke(Connection &c, long result);

} // namespace vce
