#include "net/ending.h"

#include "net/context.h"

#include <cstdio>
#include <cstring>

namespace vce {

namespace {

int describe_connect(const Connection &c, char *out, int max) {
  char text[DialFailure::text_bytes];
  if (const Dialing *dialing = c.dialing()) {
    dialing->failure.describe(dialing->host(), text);
  } else {
    DialFailure failure;
    if (c.how == EndCause::connect_limit)
      failure.note_limit(c.remote, c.detail ? DialFailure::own_limit : DialFailure::idle_limit);
    else
      failure.note(c.remote, c.detail);
    failure.describe(nullptr, text);
  }
  return std::snprintf(out, static_cast<std::size_t>(max), "%s", text);
}

// Of one that was established. The rest follows from reason and state.
const char *plain_text(const Connection &c, CloseReason reason) {
  const bool by_us = reason == CloseReason::application || reason == CloseReason::timeout;
  if (c.how == EndCause::overfull && by_us)
    return "closed by a broadcast, write buffer full";
  switch (reason) {
  case CloseReason::remote:
    return "end of stream";
  case CloseReason::application:
    return c.refused ? "refused by the accept watcher" : "closed by the program";
  case CloseReason::timeout:
    if (c.how == EndCause::cut_off)
      return "cut off by vce_drain";
    return "idle limit exceeded";
  case CloseReason::decoder:
  case CloseReason::encoder:
    break; // they have a cause
  case CloseReason::parser:
    if (c.how == EndCause::rate)
      return "sends more than its rate";
    return "refused by the parser";
  }
  return "ended";
}

// Of a layer that has told nothing itself.
const char *layer_text(const Connection &c) {
  const char *trouble = c.transport() ? c.transport()->trouble() : nullptr;
  return trouble ? trouble : std::strerror(c.detail);
}

} // namespace

int describe_end(const Connection &c, CloseReason reason, char *out, int max) {
  const bool in_vain = c.is_dialling();
  // An address that failed is not the reason when the program gives the others up.
  if (in_vain && ((c.how == EndCause::connect && reason == CloseReason::remote) ||
                  (c.how == EndCause::connect_limit && reason == CloseReason::timeout)))
    return describe_connect(c, out, max);
  char what[160];
  if (c.how == EndCause::parser && reason == CloseReason::parser)
    std::snprintf(what, sizeof what, "the parser or its callback returned %d", c.detail);
  else if (c.how == EndCause::room && reason == CloseReason::parser)
    std::snprintf(what, sizeof what, "the writable watcher returned %d", c.detail);
  else if ((c.how == EndCause::receive || c.how == EndCause::send) && reason == CloseReason::remote)
    std::snprintf(what, sizeof what, "%s failed: %s", c.how == EndCause::send ? "send" : "receive",
                  std::strerror(c.detail));
  else if (c.how == EndCause::decoder && reason == CloseReason::decoder)
    std::snprintf(what, sizeof what, "the peer broke the stream: %s", layer_text(c));
  else if (c.how == EndCause::encoder && reason == CloseReason::encoder)
    std::snprintf(what, sizeof what, "the stream failed here: %s", layer_text(c));
  else if (c.how == EndCause::handshake && reason != CloseReason::application)
    std::snprintf(what, sizeof what, "the handshake failed: %s", layer_text(c));
  else if (c.how == EndCause::handshake_limit && reason == CloseReason::timeout)
    std::snprintf(what, sizeof what, "the handshake was not finished in time");
  else if (c.how == EndCause::unwatched && reason == CloseReason::remote)
    std::snprintf(what, sizeof what, "its socket cannot be watched: %s", std::strerror(c.detail));
  else
    std::snprintf(what, sizeof what, "%s", plain_text(c, reason));
  const char *host = in_vain && c.dialing() ? c.dialing()->host() : nullptr;
  return std::snprintf(out, static_cast<std::size_t>(max), "%s%s: %s", in_vain ? "connect to " : "",
                       host ? host : PlaceText(c.remote).text, what);
}

} // namespace vce
