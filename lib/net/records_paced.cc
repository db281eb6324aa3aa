// Connections that may only send so much in a second (vce_tcpcontext_set_conn_rate).

#include "net/records.h"

#include <algorithm>

namespace vce {

namespace {

// Does the parser have a whole record to take? The beginning of one is not above the limit.
bool record_waits(Connection &c) {
  if (c.input.empty() || c.settings->parser_calls <= 0 || c.framing == Framing::none)
    return false;
  return c.framing == Framing::custom || frame_at(c.framing, c.input.front(), c.input.size(),
                                                  c.context.read_limit(), c.text_scanned)
                                                 .status != Frame::Status::incomplete;
}

} // namespace

int Records::paced_calls(Connection &c) const {
  const int calls = c.settings->parser_calls;
  return c.pace() ? std::min(calls, c.pace()->records.available(round_.now_us)) : calls;
}

// After so many records were taken from its input: a pause begins if there are more than there may
// be, and those are not for the next round then. False if the connection has been destroyed.
bool Records::keep_pace(Connection &c, int taken, bool &more) {
  Pace *pace = c.pace();
  if (!pace)
    return true;
  pace->records.take(taken);
  if (pace->paused() || !c.attended() || !pace->over(record_waits(c), round_.now_us))
    return true;
  ++rate_stats().pauses;
  pauses_.begin(*pace, round_.now_us);
  more = false;
  if (!c.settings->over_rate ||
      c.context.callbacks.ask(connections_.handle_of(c), c.settings->over_rate) >= 0)
    return true;
  c.context.log.say(PeerEvent::sends_too_much, c.remote,
                    "Note:10326 connection sends too much: fd %d", c.socket.fd());
  c.end(EndCause::rate, 0);
  connections_.destroy(c, CloseReason::parser);
  return false;
}

// A connection that pauses has sent bytes that were not taken yet, so it is not idle.
void Records::end_pauses() {
  pauses_.end(round_.now_us, [this](Connection &c) {
    if (!c.attended())
      return;
    if (c.context.recv_resets_idle)
      c.last_access_s = idle_limits_.seconds(round_.now_us);
    stream_.watch(c);
    if (!c.input.empty())
      agenda_.parse_soon(c);
  });
}

} // namespace vce
