// Records: bytes of the input become calls of the application, and its records become output.
//
// Owns which connection is parsed at this moment, and the pauses of those that send more than their
// rate. Parsing ends in Stream::watch() or Stream::finish_if_done(), so no path between a callback
// and the next wait leaves a connection unattended. records.cc parses, records_written.cc writes,
// records_paced.cc has the pauses.
#pragma once

#include "net/stream.h"

namespace vce {

class Records {
public:
  Records(Round &round, BufferPool &pool, Agenda &agenda, IdleLimits &idle_limits,
          Connections &connections, Stream &stream)
      : round_(round), pool_(pool), agenda_(agenda), idle_limits_(idle_limits),
        connections_(connections), stream_(stream) {}
  Records(const Records &) = delete;
  Records &operator=(const Records &) = delete;

  /// The connection whose parser is running; null between parsers.
  Connection *parsing() const { return parsing_; }
  /// After the callback that is running the connection is parsed no more in this round.
  void break_parsing() { break_requested_ = true; }

  // --- Of the heartbeat ---

  /// Parses the input of the connection, up to the quota of calls. False if it is gone afterwards.
  bool parse(Connection &c);
  /// Outside the scope of this round: its input waits for a later one.
  void postpone(Connection &c);
  /// Those whose pause is over go on.
  void end_pauses();
  /// When the next pause is over; INT64_MAX without any.
  std::int64_t pauses_due_us() const { return pauses_.due_us(); }

  // --- Of the application ---

  /// One step of a ready-made parser: the record callback's result, 0 without a complete record,
  /// negative when the input is refused.
  int parse_record(Connection &c, Framing framing);
  void set_parser(Connection &c, const ParserChoice &choice);
  /// Drops up to `bytes` at the front of the input; returns how many.
  int shrink_input(Connection &c, int bytes);
  /// Frames and appends one record, all or nothing: the framed size or a negative code, which is
  /// the last error too. For bin16, bin32 and text.
  template <Framing framing> int write_record(Connection &c, const char *data, int size);

private:
  template <Framing framing> int parse_step(Connection &c);
  int parse_step(Connection &c, Framing framing);
  int call_parser(Connection &c);
  void keep_for_parsing(Connection &c, bool progress);
  void input_consumed(Connection &c) {
    c.text_scanned = 0;
    if (&c != parsing_) // else parse() sees to it
      make_use_of_room(c);
  }
  void make_use_of_room(Connection &c);
  bool refuses_length(Connection &c, std::size_t length);

  int paced_calls(Connection &c) const;
  bool keep_pace(Connection &c, int taken, bool &more);

  template <Framing framing>
  [[gnu::noinline]] int write_with_more_room(Connection &c, const char *data, std::size_t length);

  Round &round_;
  BufferPool &pool_;
  Agenda &agenda_;
  IdleLimits &idle_limits_;
  Connections &connections_;
  Stream &stream_;
  Pauses pauses_;                 // of connections that send more than their rate
  Connection *parsing_ = nullptr; // whose parser is running
  bool break_requested_ = false;
  bool parser_replaced_ = false; // of parsing_, by its own callback
};

} // namespace vce
