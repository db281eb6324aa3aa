#include "net/listener.h"

#include "base/error.h"
#include "base/error_detail.h"
#include "base/limits.h"
#include "base/log.h"
#include "net/descriptor.h"

#include <cassert>
#include <cerrno>
#include <cstring>

namespace vce {

namespace {

// Null and empty mean every IPv4 interface. A name that does not resolve must not open the server
// to the world, so it fails: with the reason, null if there is none.
const char *resolve_bind_address(const char *text, std::uint16_t port, Address &out) {
  if (!text || !*text) {
    out = Address::any_ipv4(port);
    return nullptr;
  }
  if (Address::parse(text, port, out))
    return nullptr;
  Addresses found;
  const char *failure = resolve_blocking(text, port, found);
  if (!failure)
    out = found[0];
  return failure;
}

// Tells the failure, in the log and as the text of the last error; `errno` stays as it is.
int failed(int code, const char *message, const char *call, const char *host, int port) {
  const int error = errno;
  set_error_detail(code, "%s %s port %d: %s", call, host, port, std::strerror(error));
  log(Level::normal, "%s: %s: %s port %d\n", message, std::strerror(error), host, port);
  errno = error;
  return code;
}

} // namespace

// By the program: the number may be another descriptor's.
void ReserveDescriptor::let_go_if_closed() {
  if (held_.valid() && !poller_.is_marked(held_.fd()))
    held_.detach();
}

// With the set its mark is gone, so it is known by its inode then. One whose inode cannot be had is
// ours.
void ReserveDescriptor::rewatch(bool closed) {
  if (closed && held_.valid()) {
    const std::uint64_t inode = descriptor::inode(held_.fd());
    if (inode != 0 ? inode != inode_ : !descriptor::is_open(held_.fd()))
      held_.detach();
  }
  if (held_.valid() && !poller_.mark(held_.fd()))
    held_.close();
}

void ReserveDescriptor::close() {
  let_go_if_closed();
  if (held_.valid())
    poller_.unmark();
  held_.close();
}

bool ReserveDescriptor::refill() {
  let_go_if_closed();
  if (held_.valid())
    return true;
  held_ = Socket::placeholder();
  if (held_.valid())
    inode_ = descriptor::inode(held_.fd());
  if (held_.valid() && (inode_ == 0 || !poller_.mark(held_.fd())))
    held_.close();
  return held_.valid();
}

bool ReserveDescriptor::turn_away(const Socket &listener, Address &peer) {
  if (!refill())
    return false;
  poller_.unmark();
  held_.close();
  Socket waiting = listener.accept(peer);
  const bool done = waiting.valid();
  waiting.discard_input(limits::discard_bytes);
  waiting.shut_down();
  refill();
  return done;
}

int Listener::open(const char *bind_address, std::uint16_t port, bool no_delay) {
  if (UnixName::is_one(bind_address))
    return open_unix(bind_address);
  Address address;
  if (const char *failure = resolve_bind_address(bind_address, port, address)) {
    set_error_detail(err::ipaddr, "listen on %s port %d: %s", bind_address, port, failure);
    log(Level::normal, "Fatal:1210 cannot resolve host name '%s': %s\n", bind_address, failure);
    return err::ipaddr;
  }
  const char *shown = bind_address && *bind_address ? bind_address : "0.0.0.0";
  Socket s = Socket::create(address.family());
  if (!s.valid())
    return failed(err::socket, "Fatal:1204 cannot create a server socket", "create a socket for",
                  shown, port);
  if (!s.reuse_address())
    return failed(err::set_sock_opt, "Fatal:1277 cannot set SO_REUSEADDR", "set SO_REUSEADDR for",
                  shown, port);
  if (!s.keep_alive())
    log(Level::normal, "cannot set SO_KEEPALIVE on the server socket: %s\n", std::strerror(errno));
  if (no_delay && !s.no_delay())
    log(Level::normal, "Fatal:1209 cannot set TCP_NODELAY: %s\n", std::strerror(errno));
  if (address.family() == Address::Family::ipv6)
    s.both_families(); // Without it, as some systems have it, IPv6 peers are served.
  if (!s.bind(address))
    return failed(err::bind, "Fatal:1207 bind failed", "bind to", shown, port);
  if (!s.listen())
    return failed(err::listen, "Fatal:1208 listen failed", "listen on", shown, port);
  const std::uint16_t bound = port ? port : s.local_address().port();
  if (bound == 0)
    return failed(err::bind, "Fatal:1207 cannot tell the port", "tell the port of", shown, port);
  socket_ = std::move(s);
  port_ = bound;
  log(Level::verbose, "listening on %s port %d\n", shown, port_);
  return err::none;
}

void Listener::close(Poller &loop) {
  assert(!paused());
  file_.remove(); // before the socket is closed, and another server may take its place
  loop.forget(*this, socket_.fd());
  socket_.close();
  port_ = 0;
}

bool Listener::lost_socket() {
  if (!socket_.valid())
    return false;
  const Address now = socket_.local_address();
  if (now.family() == Address::Family::none)
    return socket_.let_go_if_closed();
  if (is_unix_ ? now.is_unix() && name_.is_at(socket_.fd()) : now.port() == port_)
    return false;
  socket_.detach(); // the number is another socket's
  return true;
}

bool Listener::arm(Poller &loop) { return loop.set_interest(*this, socket_.fd(), Watch::readable); }

void Listener::disarm(Poller &loop) {
  (void)loop.set_interest(*this, socket_.fd(), Watch::nothing);
}

} // namespace vce
