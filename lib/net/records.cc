#include "net/records.h"

#include "base/error.h"

#include <algorithm>

namespace vce {

namespace {

bool is_polled(const Connection &c) {
  // No parser: a warning per round. Custom parsers: at least one call per round while input waits.
  // An error callback for long records: once per round while the record is incomplete.
  const SharedSettings &s = *c.settings;
  return c.framing == Framing::none || c.framing == Framing::custom ||
         (c.framing == Framing::bin16 && s.longest_record > 0 && s.record_too_long);
}

} // namespace

// The hot path of every busy server: each format has a copy of its own, without the others' cases.
template <Framing framing> [[gnu::always_inline]] inline int Records::parse_step(Connection &c) {
  const std::size_t limit = c.context.read_limit();
  const std::size_t size = c.input.size();
  Frame frame = frame_at(framing, c.input.front(), size, limit, c.text_scanned);
  if constexpr (framing == Framing::bin16) {
    if (frame.announced && c.settings->longest_record > 0) {
      for (std::size_t asked_at = size; frame.announced; asked_at = c.input.size()) {
        if (refuses_length(c, frame.length)) {
          c.context.log.say(PeerEvent::too_long, c.remote,
                            "record of %zu bytes refused: fd %d, %d are allowed", frame.length,
                            c.socket.fd(), c.settings->longest_record);
          return fail(err::toolong);
        }
        if (c.input.size() == asked_at)
          break;
        frame = frame_at(framing, c.input.front(), c.input.size(), limit, 0); // it dropped bytes
      }
    }
  }
  if (frame.status == Frame::Status::refused) {
    c.context.log.say(PeerEvent::impossible_record, c.remote,
                      "record of fd %d can never fit the read buffer of %zu bytes", c.socket.fd(),
                      limit);
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
    result = c.context.callbacks.record(connections_.handle_of(c), c.input.front() + frame.offset,
                                        static_cast<int>(frame.length), c.record);
  // The callback may have dropped bytes by itself: both count.
  c.input.consume(std::min(frame.total, c.input.size()));
  input_consumed(c);
  set_last_error(err::none);
  return result;
}

// Until a call makes no progress.
bool Records::parse(Connection &c) {
  bool more = false;
  int taken = 0;
  if (!c.input.empty() && c.context.takes_input_of(c)) {
    if (c.framing == Framing::none)
      c.context.log.say(PeerEvent::no_parser, c.remote,
                        "Warning:4300 input present but no parser set");
    break_requested_ = false;
    parsing_ = &c;
    int calls = c.settings->parser_calls;
    if (c.context.restrained())
      calls = paced_calls(c);
    const int quota = calls;
    for (; calls > 0 && !c.input.empty() && c.context.takes_input_of(c); --calls) {
      const std::size_t before = c.input.size();
      parser_replaced_ = false;
      const int result =
          c.framing == Framing::bin16 ? parse_step<Framing::bin16>(c) : call_parser(c);
      if (result < 0) {
        parsing_ = nullptr;
        // A record that is too long has had its line.
        const bool said = result == err::toolong && c.framing != Framing::custom;
        c.context.log.say(said ? PeerEvent::parser_said_before : PeerEvent::parser, c.remote,
                          "Note:10326 parser ended the connection: fd %d, result %d", c.socket.fd(),
                          result);
        c.end(EndCause::parser, result);
        connections_.destroy(c, CloseReason::parser);
        return false;
      }
      more = c.input.size() < before || parser_replaced_;
      if (break_requested_ || !more) {
        calls -= more;
        break;
      }
    }
    parsing_ = nullptr;
    taken = quota - calls;
  }
  if (c.context.restrained() && !keep_pace(c, taken, more))
    return false;
  keep_for_parsing(c, more);
  c.input.trim(pool_);
  if (c.state() == Connection::State::ended)
    return stream_.finish_if_done(c);
  stream_.watch(c);
  return true;
}

int Records::call_parser(Connection &c) {
  if (c.framing == Framing::custom)
    return c.context.callbacks.ask(connections_.handle_of(c), c.parser);
  return parse_step(c, c.framing);
}

void Records::keep_for_parsing(Connection &c, bool progress) {
  agenda_.leave(c);
  if (c.input.empty() || c.settings->parser_calls <= 0)
    return;
  if (progress)
    agenda_.parse_soon(c);
  else if (!c.context.takes_input_of(c) || (is_polled(c) && c.state() == Connection::State::open))
    agenda_.poll(c);
}

void Records::postpone(Connection &c) {
  bool more = false;
  if (c.context.restrained() && !keep_pace(c, 0, more))
    return;
  agenda_.leave(c);
  if (!c.input.empty() && c.settings->parser_calls > 0)
    agenda_.parse_soon(c);
  c.input.trim(pool_);
  if (c.state() != Connection::State::ended)
    stream_.watch(c);
  else
    stream_.finish_if_done(c);
}

int Records::parse_step(Connection &c, Framing framing) {
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

int Records::parse_record(Connection &c, Framing framing) {
  Busy busy(round_); // a program may call a parser by itself
  return parse_step(c, framing);
}

// The limit that the context set for bin16 records, and the application's say about exceeding it.
bool Records::refuses_length(Connection &c, std::size_t length) {
  const SharedSettings &s = *c.settings;
  return length > static_cast<std::size_t>(s.longest_record) &&
         (!s.record_too_long ||
          c.context.callbacks.ask(connections_.handle_of(c), s.record_too_long) < 0);
}

void Records::set_parser(Connection &c, const ParserChoice &choice) {
  const bool replaced = c.framing != choice.framing || c.parser != choice.parser;
  c.framing = choice.framing;
  c.parser = choice.parser;
  c.record = choice.record;
  c.text_scanned = 0;
  // Buffered input goes to the new parser even if nothing arrives.
  if (&c == parsing_)
    parser_replaced_ |= replaced;
  else if (!c.input.empty() && c.attended())
    agenda_.parse_soon(c);
}

int Records::shrink_input(Connection &c, int bytes) {
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
void Records::make_use_of_room(Connection &c) {
  if (!c.attended() || c.pending())
    return;
  stream_.watch(c);
  agenda_.parse_soon(c);
}

} // namespace vce
