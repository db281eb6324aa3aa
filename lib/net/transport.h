// What lies between the socket of a connection and its buffers: nothing for plain TCP, else one
// layer or several, one upon the other.
//
// A layer is an object and a table of functions for it, as a CallbackTable is one for an edition.
// It knows no connection, no event loop and no clock: it is called when there is something to read
// or to write, and says in turn what the socket is to be watched for on its account. It takes its
// bytes from what it stands on, a Carrier, and gives them to it. All calls return what Socket
// returns: bytes moved, 0 for the end of the stream, -EAGAIN, or another negative errno. Two of
// these have a meaning of their own: the peer broke the rules of the layer, and the layer itself
// failed.
#pragma once

#include "base/memory.h"
#include "net/socket.h"

#include <cerrno>
#include <cstdint>

namespace vce {

/// Results of a layer. After one of them each call of it gives the same.
inline constexpr long broken_by_peer = -EBADMSG;
inline constexpr long layer_failed = -ENOTRECOVERABLE;

class Transport;

/// What a layer stands on: the layer below it, or the socket.
class Carrier {
public:
  Carrier(Transport *below, Socket &socket) : below_(below), socket_(socket) {}
  long receive(char *into, std::size_t size) const;
  long send(const char *data, std::size_t size) const;

private:
  Transport *below_;
  Socket &socket_;
};

/// The functions of a kind of layer.
struct TransportTable {
  /// Takes the handshake as far as it gets: 0 when the layer is ready, -EAGAIN while it is under
  /// way. The others below are called only afterwards, but for wants, trouble and destroy.
  long (*handshake)(void *layer, Carrier carrier);
  /// 0 only for an end that the layer holds to be in order.
  long (*receive)(void *layer, Carrier carrier, char *into, std::size_t size);
  /// How many bytes the layer has taken; it may hold them for a while. Without any (null, 0) it
  /// goes on with what it has to do by itself, as to send what it holds: 0, or why not.
  long (*send)(void *layer, Carrier carrier, const char *data, std::size_t size);
  /// Ends the stream in order, in both directions as far as the layer wants that: 0 when it is
  /// done, -EAGAIN if it has to be asked again. Nothing is received or sent afterwards.
  long (*shut_down)(void *layer, Carrier carrier);
  /// Watch::Readiness that the layer waits for by itself: for its handshake, its end, or to send
  /// what it holds. Nothing while it only waits for the peer's next bytes.
  std::uint8_t (*wants)(const void *layer);
  /// Received bytes inside that no socket will announce, or an end after them; 0 if there are none.
  std::size_t (*pending)(const void *layer);
  /// Bytes that it has taken and not given to its carrier yet.
  std::size_t (*unsent)(const void *layer);
  /// What broke, for people; a constant, or memory of the layer. Null while nothing did.
  const char *(*trouble)(const void *layer);
  void (*destroy)(void *layer);
};

/// A layer with those below it.
class Transport {
public:
  /// Owns the layer from now on.
  Transport(const TransportTable &table, void *layer, Owned<Transport> below = nullptr)
      : table_(table), layer_(layer), below_(std::move(below)) {}
  ~Transport() { table_.destroy(layer_); }
  Transport(const Transport &) = delete;
  Transport &operator=(const Transport &) = delete;

  /// From the lowest up; 0 when all are ready.
  long handshake(Socket &socket);
  long receive(Socket &socket, char *into, std::size_t size) {
    return table_.receive(layer_, on(socket), into, size);
  }
  long send(Socket &socket, const char *data, std::size_t size) {
    return table_.send(layer_, on(socket), data, size);
  }
  /// Lets each of them go on with what it has to do by itself: 0, or why it cannot.
  long go_on(Socket &socket);
  /// From the highest down; 0 when all have ended.
  long shut_down(Socket &socket);

  // Of all together.
  std::uint8_t wants() const;
  std::size_t pending() const;
  std::size_t unsent() const;
  const char *trouble() const;
  /// Why a call failed with `result`: their trouble, or the system's text.
  const char *reason(long result) const;

private:
  Carrier on(Socket &socket) { return {below_.get(), socket}; }

  const TransportTable &table_;
  void *const layer_;
  const Owned<Transport> below_;
  bool ready_ = false;
  bool ended_ = false;
};

/// How the connections of a context get their layers.
struct LayerChoice {
  /// Null when memory is short. `accepted`: this is the server's side.
  Owned<Transport> (*make)(void *settings, bool accepted) = nullptr; // null: plain TCP
  void *settings = nullptr;
};

#ifdef VCE_TEST_TRANSPORT
/// What every context has from its creation on in `make TRANSPORT=test` (tests/support/transport).
LayerChoice layers_under_test();
#endif

} // namespace vce
