// The bytes of open connections: received into their input, and sent out of their output.
//
// Owns the delays. Calls nobody but I/O callbacks, and ends connections only when nothing is left
// to be done for them. What a socket is watched for follows from the state of its connection, and
// is set here: watch() after each change of that. stream.cc moves bytes, stream_interest.cc
// watches, stream_layers.cc serves what lies between sockets and buffers.
#pragma once

#include "net/connections.h"
#include "net/context.h"
#include "net/delay.h"

namespace vce {

class Stream {
public:
  Stream(Round &round, Poller &poller, BufferPool &pool, Agenda &agenda, IdleLimits &idle_limits,
         Connections &connections, RoomWatches &room_watches)
      : round_(round), poller_(poller), pool_(pool), agenda_(agenda), idle_limits_(idle_limits),
        connections_(connections), room_watches_(room_watches) {}
  Stream(const Stream &) = delete;
  Stream &operator=(const Stream &) = delete;

  // --- Bytes (stream.cc) ---

  /// Once, as much as fits.
  void receive(Connection &c);
  /// Appends to the output, all or nothing: `size`, 0 for size 0, or a negative code.
  int write(Connection &c, const char *data, std::size_t size);
  /// Once, everything.
  void flush(Connection &c);
  /// What the agenda has to send at this moment.
  void send_written();
  /// After the callbacks for the connection.
  void send_answer(Connection &c);
  /// Ends a connection whose peer has ended it, once nothing is left to do for it. False if it has
  /// been destroyed.
  bool finish_if_done(Connection &c);

  // --- Readiness (stream_interest.cc) ---

  /// Watches the socket for what its connection is ready for now. One that cannot be watched has
  /// ended.
  void watch(Connection &c);
  /// Takes input only while so much of the write buffer is free; err::range outside of 0 to 100.
  int set_safe_percent(Context &context, int percent);
  /// As Delays::set().
  int set_delay(Connection &c, int shortest_ms, int longest_ms);
  /// Those whose delay is over go on.
  void release_delayed();
  Delays &delays() { return delays_; }

  // --- Layers (stream_layers.cc) ---

  /// What the layers of a connection that is ready have to do by themselves. False at their end,
  /// when nothing is received any more.
  bool serve_layers(Connection &c, std::uint8_t &seen);
  /// Of one that is closing and drained: true when its layers have ended too, so that it can go.
  bool end_layers(Connection &c);

private:
  std::size_t receivable(const Connection &c) const {
    // Nothing arrives any more when the stream is broken: the input that is there is taken as it
    // is.
    return c.pace() && !c.broken ? c.pace()->receivable(round_.now_us) : limits::receive_bytes;
  }
  bool held_back(const Connection &c) const {
    const Delay *d = c.delay();
    return d && d->holds_back(round_.now_us);
  }
  bool takes_nothing(const Connection &c) const { return held_back(c) || c.extras->layers_end; }
  void layer_broke(Connection &c, long result);
  void peer_ended(Connection &c, PeerEvent event, const char *how);
  void send_failed(Connection &c, int error);

  [[nodiscard]] bool update_interest(Connection &c);
  void end_unwatched(Connection &c);
  std::uint8_t interest_through(Connection &c);

  Round &round_;
  Poller &poller_;
  BufferPool &pool_;
  Agenda &agenda_;
  IdleLimits &idle_limits_;
  Connections &connections_;
  RoomWatches &room_watches_;
  Delays delays_;
};

} // namespace vce
