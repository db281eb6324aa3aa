// Messages that a peer brings about: refusals, ends, and events of connections.
//
// A peer can come as often as it likes, so of each kind a context writes one in a second, with the
// number of those left out. Each names the peer's address, as ", peer 192.0.2.1 port 4711" behind
// the text, for an operator and for tools that lock peers out (samples/fail2ban).
#pragma once

#include "base/log.h"
#include "net/address.h"

namespace vce {

/// The kinds; the texts are at the calls.
enum class PeerEvent : std::uint8_t {
  // Peers that were not let in, and connections that this side has ended.
  kicked,
  over_rate,
  disabled,
  address_full,
  context_full,
  process_full,
  watcher,
  hiwater_watcher,
  too_long,
  parser,
  sends_too_much,
  idle,
  unwatched,
  handshake,
  decoder,
  encoder,
  // Messages that version 2.0.0 had at normal verbosity, too.
  impossible_record,
  option,
  shortage,
  // With verbosity above 0.
  accept_failed,
  accepted,
  connected,
  connect_failed,
  no_parser,
  end_of_stream,
  receive_error,
  connection_lost,
  send_error,
  parser_said_before,
  count
};

/// The messages of one context.
class PeerLog {
public:
  /// `format` without a line feed; a peer of no family is not named.
  template <class... Args>
  void say(PeerEvent event, const Address &peer, const char *format, Args... args) {
    const Frequency frequency = frequency_of(event);
    if (frequency == Frequency::verbose && !would_log(Level::verbose))
      return;
    std::uint32_t left_out = 0;
    if (limits_[static_cast<std::size_t>(event)].turn(frequency, left_out))
      write(peer, left_out, format, args...);
  }

private:
  static constexpr Frequency frequency_of(PeerEvent event) {
    if (event < PeerEvent::impossible_record)
      return Frequency::refusal;
    if (event < PeerEvent::shortage)
      return Frequency::normal;
    return event == PeerEvent::shortage ? Frequency::seldom : Frequency::verbose;
  }
  static void write(const Address &peer, std::uint32_t left_out, const char *format, ...);

  LogLimit limits_[static_cast<std::size_t>(PeerEvent::count)];
};

} // namespace vce
