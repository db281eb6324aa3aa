#include "net/listener.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "base/stats.h"
#include "net/descriptor.h"

#include <cerrno>
#include <cstring>

namespace vce {

namespace {

// Null and empty mean every IPv4 interface. A name that does not resolve must not open the server
// to the world, so it fails.
bool resolve_bind_address(const char *text, std::uint16_t port, Address &out) {
  if (!text || !*text) {
    out = Address::any_ipv4(port);
    return true;
  }
  if (Address::parse(text, port, out))
    return true;
  Addresses found;
  if (!resolve_blocking(text, port, found))
    return false;
  out = found[0];
  return true;
}

} // namespace

// By the program: the number may be somebody else's.
void ReserveDescriptor::let_go_if_closed() {
  if (held_.valid() && !descriptor::is_anonymous(held_.fd()))
    held_.detach();
}

bool ReserveDescriptor::refill() {
  let_go_if_closed();
  if (!held_.valid())
    held_ = Socket::placeholder();
  return held_.valid();
}

bool ReserveDescriptor::turn_away(const Socket &listener, Address &peer) {
  if (!refill())
    return false;
  held_.close();
  Socket waiting = listener.accept(peer);
  const bool done = waiting.valid();
  waiting.discard_input();
  waiting.shut_down();
  refill();
  return done;
}

int Listener::open(const char *bind_address, std::uint16_t port, bool no_delay) {
  Address address;
  if (!resolve_bind_address(bind_address, port, address)) {
    log(Level::normal, "Fatal:1210 cannot resolve host name '%s'\n", bind_address);
    return err::ipaddr;
  }
  const char *shown = bind_address && *bind_address ? bind_address : "0.0.0.0";
  Socket s = Socket::create(address.family());
  if (!s.valid()) {
    log(Level::normal, "Fatal:1204 cannot create a server socket for %s port %d: %s\n", shown, port,
        std::strerror(errno));
    return err::socket;
  }
  if (!s.reuse_address()) {
    log(Level::normal, "Fatal:1277 cannot set SO_REUSEADDR: %s\n", std::strerror(errno));
    return err::set_sock_opt;
  }
  if (!s.keep_alive())
    log(Level::normal, "cannot set SO_KEEPALIVE on the server socket: %s\n", std::strerror(errno));
  if (no_delay && !s.no_delay())
    log(Level::normal, "Fatal:1209 cannot set TCP_NODELAY: %s\n", std::strerror(errno));
  if (address.family() == Address::Family::ipv6)
    s.both_families(); // Without it, as some systems have it, IPv6 peers are served.
  if (!s.bind(address)) {
    log(Level::normal, "Fatal:1207 bind failed: %s: %s port %d\n", std::strerror(errno), shown,
        port);
    return err::bind;
  }
  if (!s.listen()) {
    log(Level::normal, "Fatal:1208 listen failed: %s: %s port %d\n", std::strerror(errno), shown,
        port);
    return err::listen;
  }
  const std::uint16_t bound = port ? port : s.local_address().port();
  if (bound == 0) {
    log(Level::normal, "Fatal:1207 cannot tell the port: %s: %s\n", std::strerror(errno), shown);
    return err::bind;
  }
  socket_ = std::move(s);
  port_ = bound;
  log(Level::verbose, "listening on %s port %d\n", shown, port_);
  return err::none;
}

void Listener::close(EventLoop &loop) {
  loop.forget(*this, socket_.fd());
  socket_.close();
  port_ = 0;
  if (paused_)
    end_pause(steady_clock_us());
}

bool Listener::lost_socket() {
  if (!socket_.valid())
    return false;
  const std::uint16_t now = socket_.local_address().port(); // 0 if that cannot be told
  if (socket_.let_go_if_closed())
    return true;
  if (now != 0 && now != port_)
    socket_.detach(); // the number is another socket's
  return !socket_.valid();
}

bool Listener::arm(EventLoop &loop) {
  return loop.set_interest(*this, socket_.fd(), Watch::readable);
}

void Listener::pause(EventLoop &loop, std::int64_t now_us, std::int64_t until_us) {
  (void)loop.set_interest(*this, socket_.fd(), Watch::nothing);
  resume_us_ = until_us;
  paused_since_us_ = now_us;
  paused_ = true;
  ++admission_stats().pauses;
}

bool Listener::resume(EventLoop &loop, std::int64_t now_us, bool early) {
  if (!paused_ || (now_us < resume_us_ && !early))
    return false;
  if (!arm(loop)) {
    resume_us_ = now_us + 1000; // The system has not even memory for this: a little later.
    return false;
  }
  ++admission_stats().resumes;
  end_pause(now_us);
  return true;
}

void Listener::end_pause(std::int64_t now_us) {
  paused_ = false;
  admission_stats().paused_us += now_us - paused_since_us_;
}

} // namespace vce
