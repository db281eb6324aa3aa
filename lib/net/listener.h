// A listening socket, and its behaviour when the system has no descriptor or memory left.
//
// Running out of descriptors must neither spin (the socket stays readable) nor leave peers hanging
// in the queue. So the listener pauses, and peers that wait are turned away with the help of a
// descriptor that is held in reserve for that moment.
#pragma once

#include "net/poller.h"
#include "net/socket.h"
#include "net/unix_file.h"

namespace vce {

/// One descriptor of the process that is kept for turning peers away when there is no other.
class ReserveDescriptor {
public:
  explicit ReserveDescriptor(Poller &loop) : loop_(loop) {}
  ~ReserveDescriptor() { close(); }
  ReserveDescriptor(const ReserveDescriptor &) = delete;
  ReserveDescriptor &operator=(const ReserveDescriptor &) = delete;
  /// True if a descriptor is held (again).
  bool refill();
  /// Takes one waiting peer and closes it; `peer` is its address then. False when no peer waits or
  /// it could not be done.
  bool turn_away(const Socket &listener, Address &peer);
  /// When the set of the loop was made anew; `closed`: for the program has closed descriptors.
  void rewatch(bool closed);
  void close();

private:
  void let_go_if_closed();

  Poller &loop_;
  Socket held_; // marked in the loop
  std::uint64_t inode_ = 0;
};

class Listener : public Watch {
public:
  Listener() : Watch(Kind::listener) {}

  /// Binds and listens. `bind_address` null or empty = all IPv4 interfaces; "::" = both families.
  /// Accepted connections inherit `no_delay` (TCP_NODELAY). Returns 0, or the error code of
  /// vce_tcpcontext_create() after logging why; a failed open changes nothing.
  int open(const char *bind_address, std::uint16_t port, bool no_delay);
  /// Takes a listening socket that the program has; what the file of a Unix socket is to its maker
  /// stays so. give_back() undoes it, adopted() gives the options of open().
  void adopt(int fd);
  void give_back() { socket_.detach(); }
  void adopted(bool no_delay);
  void close(Poller &loop);

  bool listening() const { return socket_.valid(); }
  /// Host order; 0 if not listening, and for a Unix socket.
  std::uint16_t port() const { return port_; }
  const Socket &socket() const { return socket_; }
  bool is_unix() const { return is_unix_; }
  /// The address of a peer of a Unix socket: the server's, and the user at the other end.
  Address unix_peer(const Socket &accepted) const;
  /// What the kernel has not done for an accepted socket: see unix_peer(); the options, if its peer
  /// may have waited before they were set on an adopted socket.
  void complete(Socket &accepted, Address &peer) const {
    if (is_unix_ || is_adopted_)
      complete_other(accepted, peer);
  }

  /// Has the program closed the socket? True once: then no peer is accepted any more.
  bool lost_socket();

  [[nodiscard]] bool arm(Poller &loop);
  /// Stops accepting until `until_us` of the steady clock.
  void pause(Poller &loop, std::int64_t now_us, std::int64_t until_us);
  /// Ends a pause; true if there was one and its time has come or `early` says not to wait for it.
  bool resume(Poller &loop, std::int64_t now_us, bool early);
  bool paused() const { return paused_; }
  std::int64_t resume_us() const { return resume_us_; }

private:
  int open_unix(const char *bind_address);
  void complete_other(Socket &accepted, Address &peer) const;
  void end_pause(std::int64_t now_us);

  UnixName name_; // of a Unix socket; peers' addresses refer to it
  UnixFile file_; // that was made for it
  Socket socket_;
  std::int64_t paused_since_us_ = 0;
  std::int64_t resume_us_ = 0;
  std::uint16_t port_ = 0;
  bool is_unix_ = false;
  bool is_adopted_ = false;
  bool no_delay_ = false; // of an adopted socket
  bool paused_ = false;
};

} // namespace vce
