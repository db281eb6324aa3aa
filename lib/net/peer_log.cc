#include "net/peer_log.h"

#include "base/limits.h"

#include <cstdio>
#include <cstring>

namespace vce {

namespace {

// "192.0.2.1:4711" becomes "192.0.2.1": a port behind the colons of an IPv6 address would look like
// one more group of it.
const char *host_text(char (&out)[Address::text_bytes], const Address &peer) {
  peer.format(out);
  char *host = out;
  if (char *colon = std::strrchr(out, ':'))
    *colon = '\0';
  if (char *bracket = *host == '[' ? std::strrchr(host, ']') : nullptr) {
    *bracket = '\0';
    ++host;
  }
  return host;
}

} // namespace

void PeerLog::write(const Address &peer, std::uint32_t left_out, const char *format, ...) {
  char text[limits::log_peer_bytes];
  std::va_list args;
  va_start(args, format);
  std::vsnprintf(text, sizeof text, format, args);
  va_end(args);
  char count[left_out_bytes];
  left_out_text(count, left_out);
  char host[Address::text_bytes];
  if (peer.family() == Address::Family::none) {
    log_in_turn("%s%s\n", text, count);
  } else if (peer.is_unix()) {
    peer.format(host);
    log_in_turn("%s, peer %s%s\n", text, host, count);
  } else {
    log_in_turn("%s, peer %s port %u%s\n", text, host_text(host, peer), peer.port(), count);
  }
}

} // namespace vce
