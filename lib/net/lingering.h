// Sockets of connections that have ended for the application, while their peers still may send.
//
// Closing a socket with unread input, or one whose peer goes on sending, makes the kernel send a
// reset, and that destroys output on its way to the peer. So the end of stream is sent, input that
// still arrives is read and dropped until the peer ends the stream too, and only then the socket is
// closed; at the latest after limits::linger_us or limits::linger_bytes. The application is not
// told: its connection, handle and slot are gone already. The place counts until then: see
// Context::places() and Acceptor::judge.
#pragma once

#include "base/slot_table.h"
#include "net/poller.h"
#include "net/socket.h"

namespace vce {

class Context;

/// One such socket.
class Lingering : public Watch,
                  public Link<Lingering, struct ByDeadline>,        // oldest first
                  public Link<Lingering, struct LingeringOfContext> // of those of one context
{
public:
  explicit Lingering(std::uint32_t slot) : Watch(Kind::lingering), slot_(slot) {}
  std::uint32_t slot() const { return slot_; }

  Socket socket;
  Address peer;
  Context *context = nullptr;   // null once that is freed
  std::int64_t deadline_us = 0; // of the steady clock
  std::size_t bytes_left = 0;   // that may still be dropped
  bool accepted = false;        // counts in Context::peers

private:
  std::uint32_t slot_;
};

/// The parts that a connection hands over when it ends.
struct Farewell {
  Socket &socket;
  Watch &watch; // the connection's own
  Context &context;
  const Address &peer;
  bool accepted;
};

/// All of them. Their places in memory stay where they are, as those of connections do and for the
/// same reason (Poller::retire).
class LingeringSockets {
public:
  explicit LingeringSockets(Poller &loop) : poller_(loop) {}
  LingeringSockets(const LingeringSockets &) = delete;
  LingeringSockets &operator=(const LingeringSockets &) = delete;

  /// At most `max` at once.
  [[nodiscard]] bool open(int max) { return slots_.open(max); }
  /// Sends the end of stream and takes the socket over. False, and the socket left as it is, when
  /// there is nothing to wait for (the peer has ended the stream) or no room or memory.
  bool take(const Farewell &end, std::int64_t now_us);
  /// Reads from the ready sockets, closes those that are done or due; true if any was closed.
  bool serve(std::int64_t now_us);
  /// Closes the one that has lingered longest; false if there is none.
  bool let_go_oldest();
  /// Closes all at once; returns how many of them had not got everything that was sent to them.
  int cut_off();
  /// Watches all anew: in a child process, or as the program has `closed` descriptors.
  void rewatch(bool closed);
  /// Closes all at once, without a word.
  void drop_all();
  /// The context is freed: its sockets linger on and count nowhere but in the process.
  void leave(Context &context);

  bool empty() const { return slots_.used() == 0; }
  int count() const { return static_cast<int>(slots_.used()); }
  bool any_ready() { return !poller_.ready_lingering().empty(); }
  /// When the next is due; INT64_MAX if there is none.
  std::int64_t next_due_us() {
    const Lingering *first = by_deadline_.front();
    return first ? first->deadline_us : INT64_MAX;
  }

private:
  bool is_done(Lingering &l);
  void close(Lingering &l);

  Poller &poller_;
  SlotTable<Lingering, HandleTag::lingering> slots_;
  List<Lingering, ByDeadline> by_deadline_; // all have the same time, so in the order of arrival
};

} // namespace vce
