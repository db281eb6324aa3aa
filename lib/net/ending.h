// Why a connection ended, as text. While it lives only a few bytes are kept; the text is made when
// the application asks for it in the last callbacks of the connection.
#pragma once

#include "net/callback_table.h"

#include <cstdint>

namespace vce {

class Connection;

enum class EndCause : std::uint8_t {
  plain,           // the close reason and the state say all
  connect,         // it was never established; `detail` is the errno unless its Dialing knows more
  connect_limit,   // the time that a connect may take was over; `detail` 1: by a limit of its own
  receive,         // a receive failed, `detail` is the errno
  send,            // a send failed
  unwatched,       // the system could not watch its socket any more
  parser,          // refused by the parser, `detail` is its result, as far as it fits
  rate,            // it sent more than its rate
  overfull,        // closed by a broadcast that its write buffer could not take
  cut_off,         // a drain had no time left for it
  decoder,         // the peer broke a layer; the Transport knows more
  encoder,         // a layer failed on this side
  handshake,       // a layer never became ready; `detail` is the errno
  handshake_limit, // nor in time
};

/// Base of a connection: four bytes that lie between other bases and cost nothing.
struct Ending {
  EndCause how = EndCause::plain;
  bool has_connect_limit = false; // its deadline is that of the connect
  std::int16_t detail = 0;

  void end(EndCause why, int value) {
    how = why;
    detail = static_cast<std::int16_t>(value < INT16_MIN ? INT16_MIN : value);
  }
};

/// The text for a connection whose last callbacks are running, ended by NUL, as much of it as fits
/// into `max` bytes, 1 or more; its whole length.
int describe_end(const Connection &c, CloseReason reason, char *out, int max);

} // namespace vce
