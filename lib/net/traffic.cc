// Bytes in, records, bytes out.

#include "net/runtime.h"

#include "base/error.h"
#include "base/log.h"
#include "net/report.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace vce {

// --- Receiving ---

// One receive, straight into the input buffer. What does not fit stays in the kernel, and a full
// buffer ends the interest in reading: that is the back-pressure on the peer.
void Runtime::receive(Connection &c) {
  if (c.state() != Connection::State::open || held_back(c) || !c.context.takes_input_of(c))
    return;
  const std::size_t free = c.context.read_limit() - c.input.size();
  if (free == 0)
    return;
  std::size_t size = std::min(free, limits::receive_bytes);
  char *to = c.input.prepare(pool_, size, c.context.read_limit());
  while (!to && size > limits::pool_smallest_bytes) { // little memory: little at a time
    size /= 2;
    to = c.input.prepare(pool_, size, c.context.read_limit());
  }
  if (!to) {
    c.starved = true;                // The bytes wait in the kernel, unwatched, for a while.
    if (memory_retry_us_ <= now_us_) // or each new one would put the retry of all others off
      memory_retry_us_ = now_us_ + limits::memory_retry_us;
    return;
  }
  const long n = c.socket.receive(to, size);
  if (n == -EAGAIN)
    return;
  TrafficStats &total = stats().traffic;
  TrafficStats &of_context = c.context.stats;
  if (n <= 0) {
    ++total.recv_syscall_e;
    ++of_context.recv_syscall_e;
    c.broken |= n < 0;
    lost(c, n == 0 ? "Note:10320 end of stream" : "Note:10321 receive error");
    return;
  }
  ++total.recv_syscall;
  ++of_context.recv_syscall;
  ++c.recv_syscall;
  total.recv_byte += n;
  of_context.recv_byte += n;
  c.recv_byte += n;
  if (c.context.recv_resets_idle)
    c.last_access_s = seconds(now_us_);
  const auto received = static_cast<std::size_t>(n);
  if (traffic_log)
    log_received(c, to, received);
  if (const Callback io = c.io())
    c.context.face.io(connections_.handle_of(c), 0, to, received, io);
  c.input.commit(received);
  if (c.delay())
    hold_back_anew(c);
}

// The peer will send nothing more. What has arrived goes to the parser first (verdict V1), what was
// written is sent first (V2) unless the stream is broken. settle() follows, and ends the connection
// or sees to what is still watched.
void Runtime::lost(Connection &c, const char *how) {
  if (would_log(Level::verbose)) {
    char peer[Address::text_bytes];
    c.remote.format(peer);
    log(Level::verbose, "%s: fd %d, %s\n", how, c.socket.fd(), peer);
  }
  if (c.broken)
    c.output.release(pool_);
  c.move_to(Connection::State::ended);
}

// Ends a connection whose peer has ended it, once nothing is left to do for it. False if it has
// been destroyed.
bool Runtime::settle(Connection &c) {
  if (c.state() != Connection::State::ended)
    return true;
  // When its limit has struck its end is due already, for that reason.
  if (c.drained() && !c.work<ToParse>().linked() && c.mark != Connection::CloseMark::timed_out) {
    destroy(c, CloseReason::remote);
    return false;
  }
  update_interest(c);
  return true;
}

// --- Sending ---

// An answer leaves at once while its bytes are warm, if its callback wrote to nobody else. One that
// went to many waits for the end of the round, so that each of them is sent to once.
void Runtime::send_answer(Connection &c) {
  if (!to_send_.holds_only(c))
    return;
  to_send_.pop_front();
  flush(c);
  settle(c);
}

void Runtime::log_written(const Connection &c, std::size_t size) {
  log(Level::verbose, "write: serial %u, %zu bytes\n", connections_.serial_of(c), size);
}

int Runtime::write(Connection &c, const char *data, std::size_t size) {
  if (c.pending())
    return err::not_ready;
  if (c.closing())
    return err::closed;
  ++c.conn_write;
  ++c.context.stats.conn_write;
  ++stats().traffic.conn_write;
  if (traffic_log)
    log_written(c, size);
  if (size == 0)
    return 0;
  if (!data)
    return err::invalid;
  if (c.broken && size <= c.room())
    return static_cast<int>(size); // nobody is there to read it
  if (!c.append(pool_, data, size))
    return err::full;
  if (!c.blocked && !c.dying)
    to_send_.push_back(c);
  return static_cast<int>(size);
}

template <Framing framing> int Runtime::write_record(Connection &c, const char *data, int size) {
  if (size < 0 || (!data && size > 0))
    return fail(err::invalid);
  const auto length = static_cast<std::size_t>(size);
  if (!expressible(framing, length))
    return fail(err::long_input);
  if (c.pending())
    return fail(err::wbfull);
  constexpr std::size_t head = head_bytes(framing);
  const std::size_t framed = head + length + tail_bytes(framing);
  if (framed > c.room())
    return fail(err::wbfull);
  if (c.closing()) {
    // As observed: success is claimed, so that a callback that closes and then answers drains in
    // peace instead of failing.
    set_last_error(framing == Framing::text ? err::closed : err::none);
    return static_cast<int>(framed);
  }
  char *to = nullptr;
  if (!c.broken) { // else nobody is there to read it
    to = c.output.spare(framed);
    if (!to)
      return write_with_more_room<framing>(c, data, size, framed);
    c.output.commit(framed);
    // Open ones are linked only there.
    if (!c.work<ToSend>().linked() && !c.blocked && !c.dying)
      to_send_.push_back(c);
  }
  ++stats().send_record;
  // Two, as the original writes header and content separately.
  c.conn_write += 2;
  c.context.stats.conn_write += 2;
  stats().traffic.conn_write += 2;
  // Last, when hardly anything must be kept across the call of memcpy.
  if (to) {
    write_head(framing, to, length);
    if (framing == Framing::text)
      to[length] = '\n';
    if (length)
      std::memcpy(to + head, data, length);
  }
  if (traffic_log)
    log_written(c, framed);
  set_last_error(err::none);
  return static_cast<int>(framed);
}

template <Framing framing>
int Runtime::write_with_more_room(Connection &c, const char *data, int size, std::size_t framed) {
  // Answers tend to be as long as what they answer: one block for those to a whole burst.
  const std::size_t burst = &c == parsing_ ? c.input.size() : 0;
  if (!c.prepare_output(pool_, framed, std::max(burst, limits::first_write_bytes)))
    return fail(err::wbfull);
  return write_record<framing>(c, data, size);
}

template int Runtime::write_record<Framing::bin16>(Connection &, const char *, int);
template int Runtime::write_record<Framing::bin32>(Connection &, const char *, int);
template int Runtime::write_record<Framing::text>(Connection &, const char *, int);

// One send of everything: a kernel that takes less is full, and asking again would only cost.
void Runtime::flush(Connection &c) {
  if (c.drained() || held_back(c))
    return;
  char *data = c.output.data();
  const std::size_t size = c.output.size();
  const long n = c.socket.send(data, size);
  TrafficStats &total = stats().traffic;
  TrafficStats &of_context = c.context.stats;
  if (n < 0 && n != -EAGAIN) {
    ++total.send_syscall_e;
    ++of_context.send_syscall_e;
    send_failed(c, static_cast<int>(-n));
    return;
  }
  if (n > 0) {
    ++total.send_syscall;
    ++of_context.send_syscall;
    ++c.send_syscall;
    total.send_byte += n;
    of_context.send_byte += n;
    c.send_byte += n;
    if (c.context.send_resets_idle)
      c.last_access_s = seconds(now_us_);
    const auto sent = static_cast<std::size_t>(n);
    if (traffic_log)
      log_sent(c, data, size, sent);
    if (const Callback io = c.io())
      c.context.face.io(connections_.handle_of(c), 1, data, sent, io);
    c.output.consume(sent);
    if (c.delay())
      hold_back_anew(c);
  }
  const bool was_blocked = c.blocked;
  c.blocked = n == -EAGAIN || static_cast<std::size_t>(n) < size;
  c.output.trim(pool_);
  if (c.output.empty() && c.mark == Connection::CloseMark::requested && !c.dying)
    to_reap_.push_back(c);
  else if (!c.output.empty() && !c.blocked)
    to_send_.push_back(c); // the I/O callback wrote more
  if (c.blocked != was_blocked || c.context.safe_percent != 0 || c.delay())
    update_interest(c);
  // Input that waited for this room is not announced by any socket.
  if (c.context.safe_percent != 0 && c.work<ToParse>().linked() && c.context.takes_input_of(c))
    parse_soon(c);
}

// The peer is gone, but bytes that it sent before may still wait in the kernel: they are taken
// before the connection counts as ended.
void Runtime::send_failed(Connection &c, int error) {
  if (would_log(Level::verbose)) {
    char peer[Address::text_bytes];
    c.remote.format(peer);
    log(Level::verbose, "Note:10322 send error: fd %d, %s, %s\n", c.socket.fd(),
        std::strerror(error), peer);
  }
  c.broken = true;
  c.blocked = false;
  c.output.release(pool_);
  std::int64_t before;
  do {
    before = c.recv_syscall;
    receive(c);
  } while (c.state() == Connection::State::open && c.recv_syscall != before);
  if (c.state() == Connection::State::open)
    lost(c, "Note:10321 connection lost");
  if (!c.input.empty())
    parse_soon(c);
}

// What the socket is watched for follows from the state of the connection.
void Runtime::update_interest(Connection &c) {
  std::uint8_t interest = Watch::nothing;
  if (c.state() == Connection::State::connecting) {
    interest = Watch::readable | Watch::writable;
  } else if (c.established() && c.attended() && !held_back(c)) {
    if (c.state() == Connection::State::open && c.input.size() < c.context.read_limit() &&
        c.context.takes_input_of(c) && !c.starved)
      interest |= Watch::readable;
    if (c.blocked && !c.broken)
      interest |= Watch::writable;
  }
  if (interest == c.interest() || loop_.set_interest(c, c.socket.fd(), interest))
    return;
  // The kernel has no memory to watch it any more: like a line that went dead.
  c.broken = true;
  if (c.state() == Connection::State::open)
    c.move_to(Connection::State::ended);
  parse_soon(c);
}

// --- Records ---

bool Runtime::is_polled(const Connection &c) const {
  // No parser: a warning per round. Custom parsers: at least one call per round while input waits.
  // An error callback for long records: once per round while the record is incomplete.
  const SharedSettings &s = *c.settings;
  return c.framing == Framing::none || c.framing == Framing::custom ||
         (c.framing == Framing::bin16 && s.longest_record > 0 && s.record_too_long);
}

// The hot path of every busy server: each format has a copy of its own, without the others' cases.
template <Framing framing> [[gnu::always_inline]] inline int Runtime::parse_step(Connection &c) {
  const std::size_t limit = c.context.read_limit();
  const std::size_t size = c.input.size();
  Frame frame = frame_at(framing, c.input.front(), size, limit, c.text_scanned);
  if constexpr (framing == Framing::bin16) {
    if (frame.announced && c.settings->longest_record > 0) {
      for (std::size_t asked_at = size; frame.announced; asked_at = c.input.size()) {
        if (refuses_length(c, frame.length))
          return fail(err::toolong);
        if (c.input.size() == asked_at)
          break;
        frame = frame_at(framing, c.input.front(), c.input.size(), limit, 0); // it dropped bytes
      }
    }
  }
  if (frame.status == Frame::Status::refused) {
    log(Level::normal, "record of fd %d can never fit the read buffer of %zu bytes\n",
        c.socket.fd(), limit);
    return fail(err::toolong);
  }
  set_last_error(err::none);
  if (frame.status == Frame::Status::incomplete) {
    if constexpr (framing == Framing::text)
      c.text_scanned = static_cast<std::uint32_t>(c.input.size());
    return 0;
  }
  ++stats().recv_record;
  int result = 0;
  if (c.record)
    result = c.context.face.record(connections_.handle_of(c), c.input.front() + frame.offset,
                                   static_cast<int>(frame.length), c.record);
  // The callback may have dropped bytes by itself: both count.
  c.input.consume(std::min(frame.total, c.input.size()));
  input_consumed(c);
  set_last_error(err::none);
  return result;
}

// Up to the quota of calls, until one makes no progress. Ends in settle(): false if the connection
// is gone afterwards.
bool Runtime::parse(Connection &c) {
  bool more = false;
  if (!c.input.empty() && c.context.takes_input_of(c)) {
    if (c.framing == Framing::none)
      log(Level::verbose, "Warning:4300 input present but no parser set\n");
    break_requested_ = false;
    parsing_ = &c;
    for (int calls = c.settings->parser_calls;
         calls > 0 && !c.input.empty() && c.context.takes_input_of(c); --calls) {
      const std::size_t before = c.input.size();
      parser_replaced_ = false;
      const int result =
          c.framing == Framing::bin16 ? parse_step<Framing::bin16>(c) : call_parser(c);
      if (result < 0) {
        parsing_ = nullptr;
        log(Level::verbose, "Note:10326 parser ended the connection: fd %d, result %d\n",
            c.socket.fd(), result);
        destroy(c, CloseReason::parser);
        return false;
      }
      more = c.input.size() < before || parser_replaced_;
      if (break_requested_ || !more)
        break;
    }
    parsing_ = nullptr;
  }
  keep_for_parsing(c, more);
  c.input.trim(pool_);
  if (c.state() == Connection::State::ended)
    return settle(c);
  update_interest(c);
  return true;
}

int Runtime::call_parser(Connection &c) {
  if (c.framing == Framing::custom)
    return c.context.face.parse(connections_.handle_of(c), c.parser);
  return parse_step(c, c.framing);
}

void Runtime::keep_for_parsing(Connection &c, bool progress) {
  c.work<ToParse>().unlink();
  c.left_over = false;
  if (c.starved)
    polled_.push_back(c);
  if (c.input.empty() || c.settings->parser_calls <= 0)
    return;
  if (progress)
    parse_soon(c);
  else if (!c.context.takes_input_of(c) || (is_polled(c) && c.state() == Connection::State::open))
    polled_.push_back(c);
}

void Runtime::parse_soon(Connection &c) {
  c.left_over = true;
  to_parse_.push_back(c);
}

// Outside the scope of this round: its input waits for a later one.
void Runtime::postpone_parsing(Connection &c) {
  c.work<ToParse>().unlink();
  c.left_over = false;
  if (!c.input.empty() && c.settings->parser_calls > 0)
    parse_soon(c);
  else if (c.starved)
    polled_.push_back(c);
  if (c.state() != Connection::State::ended)
    update_interest(c);
  else
    settle(c);
}

int Runtime::parse_step(Connection &c, Framing framing) {
  switch (framing) {
  case Framing::bin16:
    return parse_step<Framing::bin16>(c);
  case Framing::bin32:
    return parse_step<Framing::bin32>(c);
  case Framing::text:
    return parse_step<Framing::text>(c);
  case Framing::through:
    return parse_step<Framing::through>(c);
  case Framing::none:
  case Framing::custom:
    break;
  }
  return 0;
}

int Runtime::parse_record(Connection &c, Framing framing) {
  Busy busy(in_heartbeat_); // a program may call a parser by itself
  return parse_step(c, framing);
}

// The limit that the context set for bin16 records, and the application's say about exceeding it.
bool Runtime::refuses_length(Connection &c, std::size_t length) {
  const SharedSettings &s = *c.settings;
  return length > static_cast<std::size_t>(s.longest_record) &&
         (!s.record_too_long ||
          c.context.face.record_too_long(connections_.handle_of(c), s.record_too_long) < 0);
}

void Runtime::set_parser(Connection &c, const ParserChoice &choice) {
  const bool replaced = c.framing != choice.framing || c.parser != choice.parser;
  c.framing = choice.framing;
  c.parser = choice.parser;
  c.record = choice.record;
  c.text_scanned = 0;
  // What waits is for the new one, though nothing arrives.
  if (&c == parsing_)
    parser_replaced_ |= replaced;
  else if (!c.input.empty() && c.attended())
    parse_soon(c);
}

int Runtime::shrink_input(Connection &c, int bytes) {
  const std::size_t dropped =
      std::min(static_cast<std::size_t>(std::max(bytes, 0)), c.input.size());
  if (dropped == 0)
    return 0;
  c.input.consume(dropped);
  input_consumed(c);
  return static_cast<int>(dropped);
}

// There is room for the peer's next bytes. Memory is given back later: the pointer that the
// application got stays good until the parser returns.
void Runtime::make_use_of_room(Connection &c) {
  if (!c.attended() || c.pending())
    return;
  update_interest(c);
  parse_soon(c);
}

int Runtime::set_safe_percent(Context &context, int percent) {
  if (percent < 0 || percent > 100)
    return err::range;
  context.safe_percent = percent;
  for (Connection *c = context.connections.front(); c; c = context.connections.next(*c)) {
    if (c->state() == Connection::State::open)
      update_interest(*c);
    if (c->work<ToParse>().linked())
      parse_soon(*c);
  }
  return err::none;
}

} // namespace vce
