#include "net/layers.h"

#include "net/context.h"

#include <cerrno>

namespace vce {

long send_through(Connection &c, const char *data, std::size_t size) {
  Transport &layers = *c.transport();
  if (size == 0) {
    const long result = layers.go_on(c.socket);
    return result == 0 && layers.unsent() > 0 ? -EAGAIN : result;
  }
  return layers.send(c.socket, data, size);
}

void say_layer_broke(Connection &c, long result) {
  const bool by_peer = result == broken_by_peer;
  const char *reason = c.transport()->reason(result);
  c.end(by_peer ? EndCause::decoder : EndCause::encoder, static_cast<int>(-result));
  if (by_peer)
    c.context.log.say(PeerEvent::decoder, c.remote,
                      "Warning:4114 the peer broke the stream: fd %d, %s", c.socket.fd(), reason);
  else
    c.context.log.say(PeerEvent::encoder, c.remote,
                      "Warning:4115 the stream failed here: fd %d, %s", c.socket.fd(), reason);
}

} // namespace vce
