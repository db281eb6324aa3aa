// The test transport: a layer that ciphers each byte, with a handshake, bytes that it holds for a
// while, and faults at will.
//
// Without options it changes no length and needs no answer to its handshake: the client's hello
// leaves when TCP is established, the server's with its first byte. So every test that speaks plain
// TCP can run on top of it, with its raw peers' sockets wrapped (sockets.c).
#pragma once

#include "net/transport.h"
#include "tests/support/transport/cipher.h"

namespace vce::test {

struct CipherOptions {
  /// After each receive so many bytes more, 64 at most, are taken from the carrier and kept.
  std::size_t read_ahead = 0;
  /// Received bytes are given on only at this next call.
  int hold_calls = 0;
  /// So many calls in vain, EAGAIN, come before each one that works.
  int storm = 0;
  /// Sends single bytes.
  bool one_byte = false;
  /// Keeps up to 64 bytes of output until it is asked to go on.
  bool hold_output = false;
  /// Both sides wait for each other's hello, an end that is in order has a sign of its own, and
  /// both wait for that too. 0x7e in the stream is followed by 0 for the byte itself, by 1 for the
  /// end; anything else breaks the rules.
  bool framed = false;
  /// Fails by itself after so many bytes; -1: never.
  long long fail_after_received = -1;
  long long fail_after_sent = -1;
  /// Its memory is not to be had.
  bool no_memory = false;
};

/// For Context::layers; `settings` is a CipherOptions, which has to live on.
LayerChoice cipher(CipherOptions &options);

/// Layers that exist, of all connections.
int ciphers_alive();

} // namespace vce::test
