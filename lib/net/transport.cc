#include "net/transport.h"

#include <cstring>

namespace vce {

long Carrier::receive(char *into, std::size_t size) const {
  return below_ ? below_->receive(socket_, into, size) : socket_.receive(into, size);
}

long Carrier::send(const char *data, std::size_t size) const {
  return below_ ? below_->send(socket_, data, size) : socket_.send(data, size);
}

long Transport::handshake(Socket &socket) {
  if (ready_)
    return 0;
  long result = below_ ? below_->handshake(socket) : 0;
  if (result == 0)
    result = table_.handshake(layer_, on(socket));
  ready_ = result == 0;
  return result;
}

long Transport::go_on(Socket &socket) {
  if (below_) {
    const long result = below_->go_on(socket);
    if (result < 0)
      return result;
  }
  return table_.send(layer_, on(socket), nullptr, 0);
}

long Transport::shut_down(Socket &socket) {
  if (!ended_) {
    const long result = table_.shut_down(layer_, on(socket));
    if (result != 0)
      return result;
    ended_ = true;
  }
  return below_ ? below_->shut_down(socket) : 0;
}

std::uint8_t Transport::wants() const {
  const unsigned own = table_.wants(layer_);
  return static_cast<std::uint8_t>(below_ ? own | below_->wants() : own);
}

std::size_t Transport::pending() const {
  return table_.pending(layer_) + (below_ ? below_->pending() : 0);
}

std::size_t Transport::unsent() const {
  return table_.unsent(layer_) + (below_ ? below_->unsent() : 0);
}

const char *Transport::trouble() const {
  const char *own = table_.trouble(layer_);
  return !own && below_ ? below_->trouble() : own;
}

const char *Transport::reason(long result) const {
  const char *own = trouble();
  return own ? own : std::strerror(static_cast<int>(-result));
}

} // namespace vce
