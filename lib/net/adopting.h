// Connections made from sockets that the program has.
#pragma once

#include "base/slot_table.h"

namespace vce {

class Connections;
class Context;
class Contexts;
class Dialer;
class Handshakes;
class Poller;

class Adopter {
public:
  Adopter(Poller &poller, Contexts &contexts, Connections &connections, Handshakes &handshakes,
          const Dialer &dialer)
      : poller_(poller), contexts_(contexts), connections_(connections), handshakes_(handshakes),
        dialer_(dialer) {}
  Adopter(const Adopter &) = delete;
  Adopter &operator=(const Adopter &) = delete;

  /// Makes a connection of an established socket, which is the library's then. A null handle on
  /// failure, `error` says why, and the socket is as it was.
  Handle adopt(Context &context, int fd, int &error);

private:
  Poller &poller_;
  Contexts &contexts_;
  Connections &connections_;
  Handshakes &handshakes_;
  const Dialer &dialer_; // a drain refuses all connections that are new
};

} // namespace vce
