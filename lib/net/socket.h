// A stream socket that closes itself, and the system calls on it. Sockets are non-blocking and
// close-on-exec from birth. Interrupted calls are repeated. Nothing here logs or counts.
#pragma once

#include "net/address.h"

#include <cstddef>

namespace vce {

/// Owner of a descriptor.
class Socket {
public:
  Socket() = default;
  explicit Socket(int fd) : fd_(fd) {}
  Socket(Socket &&other) noexcept : fd_(other.detach()) {}
  Socket &operator=(Socket &&other) noexcept {
    if (this != &other) {
      close();
      fd_ = other.detach();
    }
    return *this;
  }
  ~Socket() { close(); }
  Socket(const Socket &) = delete;
  Socket &operator=(const Socket &) = delete;

  /// An invalid socket, errno set, on failure.
  static Socket create(Address::Family family);
  /// A descriptor that is good for nothing but keeping a place; invalid if there is none left.
  static Socket placeholder();

  bool valid() const { return fd_ >= 0; }
  int fd() const { return fd_; }
  int detach() {
    int fd = fd_;
    fd_ = -1;
    return fd;
  }
  void close();
  /// Lets go of a descriptor that the program has closed, whose number may be another socket's now;
  /// true if it is so. `peer`: of a connection.
  bool let_go_if_closed(const Address *peer = nullptr);
  /// Reads and drops arrived bytes, some `at_most`: how many, or -1 when the peer has
  /// ended the stream, or it is broken. A close with unread input makes the kernel send a reset
  /// that destroys output on its way.
  long discard_input(std::size_t at_most);
  /// Ends the direction to the peer: all sent bytes arrive, then the end of stream.
  bool end_sending();
  /// The peer has not confirmed all that was sent, the end of stream included.
  bool has_unsent() const;
  /// Ends both directions, also for processes that share the socket, and closes.
  void shut_down();

  bool reuse_address();
  bool keep_alive();
  bool no_delay();
  /// An IPv6 socket that takes IPv4 peers too.
  bool both_families();
  bool bind(const Address &address);
  /// For a connect: the port is chosen when the destination is known, so that one port can serve
  /// many destinations.
  bool bind_source(const Address &address);
  /// With the longest queue that the system allows.
  bool listen();
  /// Family::none if there is none.
  Address local_address() const;
  Address remote_address() const;

  /// One accept; an invalid socket, errno set, when it fails.
  Socket accept(Address &peer) const;
  /// 0 when established at once, else an errno; EINPROGRESS while the handshake is under way.
  int connect(const Address &address);
  /// The outcome of a connect to `to`: 0, or its errno. One that is over counts as refused if it
  /// has reached itself: where no server listens on a local port, the system may choose that very
  /// port to connect from, and then both ends of the handshake are this socket. To be closed next
  /// then.
  int outcome_of_connect(const Address &to, bool is_over);
  /// The pending error of the socket, 0 if none.
  int take_error();

  /// Bytes moved (receive: 0 = end of stream), or -errno; -EAGAIN when the call would block.
  long receive(char *data, std::size_t size);
  long send(const char *data, std::size_t size);

private:
  bool may_lead_to(const Address &peer) const;

  int fd_ = -1;
};

} // namespace vce
