#include "net/context.h"

#include <cstring>

namespace vce {

Context::Context(const ContextOptions &options, const Face &edition)
    : face(edition), max_connections(options.max_connections), state_bytes(options.state_bytes),
      non_blocking_connect(options.non_blocking_connect), no_delay(options.no_delay),
      idle_limit_s(options.idle_limit_s), read_limit_(options.read_limit),
      write_limit_(options.write_limit) {}

SharedSettings *Context::edit_settings() {
  if (settings && settings->users == 1)
    return settings;
  auto own = make_owned<SharedSettings>();
  if (!own)
    return nullptr;
  if (settings) {
    *own = *settings;
    own->users = 1;
    drop(settings);
  }
  settings = own.release();
  return settings;
}

bool Context::on_kick_list(const Address &peer) const {
  if (!kick_list || peer.family() != Address::Family::ipv4)
    return false;
  unsigned address;
  std::memcpy(&address, peer.bytes().data(), sizeof address);
  for (const unsigned *kicked = kick_list; *kicked != 0; ++kicked) {
    if (*kicked == address)
      return true;
  }
  return false;
}

} // namespace vce
