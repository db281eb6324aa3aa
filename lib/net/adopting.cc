#include "net/adopting.h"

#include "base/error.h"
#include "base/error_detail.h"
#include "base/log.h"
#include "net/contexts.h"
#include "net/dialer.h"
#include "net/handshakes.h"
#include "net/peer_credentials.h"

#include <cerrno>
#include <cstring>

namespace vce {

namespace {

bool is_full(const Context &context, const Address &peer) {
  if (context.connection_count >= context.max_connections) {
    set_error_detail(err::full, "adopt: all %d connections of the context are in use",
                     context.max_connections);
    return true;
  }
  if (context.peers && context.peers->count(peer) >= context.max_per_address) {
    set_error_detail(err::full, "adopt: its peer has all %d connections that it may have",
                     context.max_per_address);
    return true;
  }
  return false;
}

// As on sockets of the library's own making. The connection is good without them, too.
void set_options(const Context &context, Socket &socket) {
  if (!socket.keep_alive())
    log(Level::normal, "cannot set SO_KEEPALIVE: %s\n", std::strerror(errno));
  if (context.no_delay && !socket.no_delay())
    log(Level::normal, "Fatal:1209 cannot set TCP_NODELAY: %s\n", std::strerror(errno));
  if (!context.tcp().apply(socket, TcpOptions()))
    log(Level::normal, "cannot set keep-alive times or user time-out: %s\n", std::strerror(errno));
}

// The peer's address; the name of a Unix socket is kept in `extras`. False when memory is short.
bool find_peer(const Socket &socket, Address &peer, Extras *extras) {
  peer = socket.remote_address();
  if (!peer.is_unix())
    return true;
  extras->unix_name = make_owned<UnixName>();
  if (!extras->unix_name)
    return false;
  extras->unix_name->take_from(socket.fd());
  PeerCredentials who;
  who.take_from(socket);
  peer = Address::of_unix(*extras->unix_name, static_cast<std::uint32_t>(who.user));
  return true;
}

// As much as can fail, before the socket is the library's.
Owned<Extras> make_extras_for(const Context &context) {
  auto extras = make_owned<Extras>();
  if (extras && context.layers.make) {
    extras->transport = context.layers.make(context.layers.settings, context.server);
    if (!extras->transport)
      extras.reset();
  }
  return extras;
}

} // namespace

// The program brings the peer, so nothing is asked about it but whether there is room.
Handle Adopter::adopt(Context &context, int fd, int &error) {
  if (dialer_.refuses()) {
    set_error_detail(err::closed, "adopt: not while the library drains its connections");
    error = err::closed;
    return {};
  }
  Adoption adoption;
  error = contexts_.begin_adoption(adoption, fd, Adoption::Role::connection);
  if (error != err::none)
    return {};
  Socket socket(adoption.fd());
  Address peer;
  Owned<Extras> extras = make_extras_for(context);
  Connection *c = nullptr;
  if (extras && find_peer(socket, peer, extras.get()) && !is_full(context, peer) &&
      (!context.peers || context.peers->add(peer))) {
    const auto state = extras->transport ? Connection::State::handshaking : Connection::State::open;
    c = connections_.make(context, peer, std::move(socket), state);
    if (!c && context.peers)
      context.peers->remove(peer);
  }
  if (!c) {
    socket.detach(); // NOLINT(bugprone-use-after-move): not taken, it goes back to the program
    error = err::full;
    return {};
  }
  adoption.keep();
  refresh_library_time();
  c->accepted = true;
  if (!peer.is_unix())
    set_options(context, c->socket);
  if (extras->transport || extras->unix_name)
    c->take(std::move(extras));
  if (c->transport()) {
    handshakes_.begin(*c);
    poller_.wake(*c, Watch::readable); // the heartbeat begins it
  }
  const Handle made = connections_.handle_of(*c);
  context.log.say(PeerEvent::accepted, peer, "connection adopted: fd %d, index %u", c->socket.fd(),
                  c->slot());
  return made;
}

} // namespace vce
