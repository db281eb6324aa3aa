// Listeners on Unix sockets, and those made from a socket that the program has.

#include "net/listener.h"

#include "base/error.h"
#include "base/error_detail.h"
#include "base/log.h"
#include "net/peer_credentials.h"

#include <cerrno>
#include <cstring>

namespace vce {

namespace {

// Tells the failure, in the log and as the text of the last error; `errno` stays as it is.
int failed(int code, const char *message, const char *host, const char *why) {
  const int error = errno;
  const char *reason = std::strerror(error);
  set_error_detail(code, "listen on %.200s: %s%s%s", host, reason, why ? ", " : "", why ? why : "");
  log(Level::normal, "%s: %s: %s%s%s\n", message, reason, host, why ? ", " : "", why ? why : "");
  errno = error;
  return code;
}

} // namespace

int Listener::open_unix(const char *bind_address) {
  if (const char *failure = name_.parse(bind_address)) {
    set_error_detail(err::ipaddr, "listen on %.200s: %s", bind_address, failure);
    log(Level::normal, "Fatal:1210 cannot listen on '%.200s': %s\n", bind_address, failure);
    return err::ipaddr;
  }
  Socket s = Socket::create(Address::Family::unix_socket);
  if (!s.valid())
    return failed(err::socket, "Fatal:1204 cannot create a server socket", bind_address, nullptr);
  const char *why = nullptr;
  if (!file_.bind(s, name_, why))
    return failed(err::bind, "Fatal:1207 bind failed", bind_address, why);
  if (!s.listen())
    return failed(err::listen, "Fatal:1208 listen failed", bind_address, nullptr);
  if (!file_.is_ours()) {
    errno = EADDRINUSE;
    return failed(err::bind, "Fatal:1207 bind failed", bind_address, "another server has taken it");
  }
  socket_ = std::move(s);
  is_unix_ = true;
  log(Level::verbose, "listening on %s\n", bind_address);
  return err::none;
}

void Listener::adopt(int fd) {
  socket_ = Socket(fd);
  const Address own = socket_.local_address();
  is_unix_ = own.is_unix() && name_.take_from(fd);
  port_ = own.port();
  is_adopted_ = true;
}

void Listener::adopted(bool no_delay) {
  no_delay_ = no_delay;
  char text[Address::text_bytes];
  const Address own = is_unix_ ? Address::of_unix(name_) : socket_.local_address();
  own.format(text);
  if (!is_unix_ && !socket_.keep_alive())
    log(Level::normal, "cannot set SO_KEEPALIVE on the server socket: %s\n", std::strerror(errno));
  if (!is_unix_ && no_delay && !socket_.no_delay())
    log(Level::normal, "Fatal:1209 cannot set TCP_NODELAY: %s\n", std::strerror(errno));
  log(Level::verbose, "listening on %s, a socket of the program: fd %d\n", text, socket_.fd());
}

// Options that fail here have failed on the listening socket, with a message.
void Listener::complete_other(Socket &accepted, Address &peer) const {
  if (is_unix_) {
    peer = unix_peer(accepted);
    return;
  }
  accepted.keep_alive();
  if (no_delay_)
    accepted.no_delay();
}

Address Listener::unix_peer(const Socket &accepted) const {
  PeerCredentials peer;
  if (accepted.valid())
    peer.take_from(accepted);
  return Address::of_unix(name_, static_cast<std::uint32_t>(peer.user));
}

} // namespace vce
