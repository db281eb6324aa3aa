// A listening socket, and the descriptor with which peers are turned away when the system has no
// other left.
#pragma once

#include "net/poller.h"
#include "net/socket.h"
#include "net/unix_file.h"

namespace vce {

/// One descriptor of the process that is kept for turning peers away when there is no other.
class ReserveDescriptor {
public:
  explicit ReserveDescriptor(Poller &loop) : poller_(loop) {}
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

  Poller &poller_;
  Socket held_; // marked in the loop
  std::uint64_t inode_ = 0;
};

class Listener : public Watch, public Link<Listener, struct PausedTag> {
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
  /// One that is not paused (any more).
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
  void disarm(Poller &loop);
  /// By PausedListeners, until a time: no peer is accepted.
  bool paused() const { return static_cast<const Link<Listener, PausedTag> &>(*this).linked(); }

private:
  friend class PausedListeners;
  int open_unix(const char *bind_address);
  void complete_other(Socket &accepted, Address &peer) const;

  UnixName name_; // of a Unix socket; peers' addresses refer to it
  UnixFile file_; // that was made for it
  Socket socket_;
  std::int64_t paused_since_us_ = 0; // while it is paused
  std::int64_t resume_us_ = 0;
  std::uint16_t port_ = 0;
  bool is_unix_ = false;
  bool is_adopted_ = false;
  bool no_delay_ = false; // of an adopted socket
};

} // namespace vce
