// The connections that have something to do which no socket will announce.
//
// There are four lists. A connection has one link for the first two and one for the others, so it
// is on one list of each pair at most:
//   to send    it has output that was not offered to the kernel yet
//   to end     it was closed, and nothing is left to be sent: the next round destroys it
//   to parse   the quota of calls was used up with records left, or its input waits for another
//              reason that no socket tells: parsed once more in the next round
//   polled     parsed once per round though nothing arrived, or without memory for more input
// `has_unparsed` and `awaits_memory` of a connection are changed here alone.
#pragma once

#include "net/connection.h"

#include <cassert>

namespace vce {

class Agenda {
public:
  using Sending = List<Connection, ToSend>;

  Agenda() = default;
  Agenda(const Agenda &) = delete;
  Agenda &operator=(const Agenda &) = delete;

  // --- Sending and ending ---

  void send_soon(Connection &c) {
    assert(!c.drained() && !c.blocked && c.attended());
    to_send_.push_back(c);
  }
  void end_soon(Connection &c) {
    assert(c.closing() && !c.dying);
    to_end_.push_back(c);
  }
  bool any_to_send() const { return !to_send_.empty(); }
  bool any_to_end() const { return !to_end_.empty(); }
  /// Takes those that are on the list now; those that are put there later are for another time.
  void take_to_send(Sending &out) { out.take(to_send_); }
  void take_to_end(Sending &out) { out.take(to_end_); }
  /// Takes the connection off the list if it is the only one that has something to send.
  bool take_only_sender(Connection &c) {
    if (!to_send_.holds_only(c))
      return false;
    to_send_.pop_front();
    return true;
  }

  // --- Parsing ---

  void parse_soon(Connection &c) {
    c.has_unparsed = true;
    to_parse_.push_back(c);
  }
  /// Once in each round, until it is parsed next.
  void poll(Connection &c) {
    assert(!c.has_unparsed);
    polled_.push_back(c);
  }
  /// It is parsed now, or not at all. One without memory for input remains to be polled.
  void leave(Connection &c) {
    c.work<ToParse>().unlink();
    c.has_unparsed = false;
    if (c.awaits_memory)
      polled_.push_back(c);
  }
  /// It is parsed no more.
  void drop(Connection &c) {
    c.work<ToParse>().unlink();
    c.has_unparsed = false;
  }
  /// There is no memory for its next input. That waits in the kernel, unwatched, until the next
  /// time for another try, which is the same for all such connections.
  void await_memory(Connection &c, std::int64_t now_us);

  bool any_to_parse() const { return !to_parse_.empty() || !polled_.empty(); }
  bool any_polled() const { return !polled_.empty(); }

  /// Those that earlier rounds left over. What is put on the lists meanwhile is for the next round.
  class LeftOver {
  public:
    /// `now_us`: whether it is time for those without memory is decided now.
    LeftOver(Agenda &agenda, std::int64_t now_us);
    ~LeftOver() { assert(to_parse_.empty() && polled_.empty()); }
    LeftOver(const LeftOver &) = delete;
    LeftOver &operator=(const LeftOver &) = delete;
    /// The next one that is to be parsed now; null at the end, which has to be reached.
    Connection *next();

  private:
    Agenda &agenda_;
    List<Connection, ToParse> to_parse_, polled_;
    const bool retry_;
  };

  // --- Waiting ---

  /// Must the next round not wait? `only`: the one connection that is parsed in it (null for a
  /// handle that names none), else all are.
  bool has_work() const { return any_to_send() || any_to_end() || !to_parse_.empty(); }
  bool has_work_with(Connection *only) const {
    assert(!only || !only->has_unparsed || only->work<ToParse>().linked());
    return any_to_send() || any_to_end() || (only && only->has_unparsed);
  }
  /// When those without memory try again, in microseconds of the steady clock; INT64_MAX if that
  /// time is not behind `now_us`.
  std::int64_t memory_due_us(std::int64_t now_us) const {
    return memory_retry_us_ > now_us ? memory_retry_us_ : INT64_MAX;
  }

private:
  Sending to_send_;
  Sending to_end_;
  List<Connection, ToParse> to_parse_;
  List<Connection, ToParse> polled_;
  std::int64_t memory_retry_us_ = 0;
};

} // namespace vce
