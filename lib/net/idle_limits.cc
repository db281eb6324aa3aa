#include "net/idle_limits.h"

#include "net/context.h"

#include <cassert>

namespace vce {

void IdleLimits::schedule(Connection &c) {
  assert(!c.dying);
  remove(c);
  // Without memory for the one list the other does, a little later in the round.
  c.expires_next_round = c.idle_limit_s < 0 && below_zero_.reserve(below_zero_.size() + 1);
  (c.expires_next_round ? below_zero_ : idle_).set(c, c.idle_deadline());
}

void IdleLimits::limit_connect(Connection &c, std::int64_t now_us) {
  assert(c.pending() && c.context.connect_limit_ms > 0);
  remove(c);
  c.has_connect_limit = true;
  connects_.set(c, now_us, c.context.connect_limit_ms);
}

void IdleLimits::limit_handshake(Connection &c, std::int64_t now_us) {
  const int limit_ms = c.context.handshake_limit_ms;
  if (limit_ms <= 0)
    return;
  if (c.has_connect_limit) {
    connects_.set_sooner(c, now_us, limit_ms);
  } else if (std::int64_t{c.idle_limit_s} * 1000 > limit_ms && // else the idle limit ends it
             connects_.reserve(connects_.size() + 1)) {
    remove(c);
    c.has_connect_limit = true;
    connects_.set(c, now_us, limit_ms);
  }
}

void IdleLimits::set(Connection &c, int seconds) {
  c.idle_limit_s = seconds;
  if (c.attended() && (!c.has_connect_limit || seconds < 0))
    schedule(c);
}

void IdleLimits::remove(Connection &c) {
  if (c.has_connect_limit)
    connects_.remove(c);
  else
    (c.expires_next_round ? below_zero_ : idle_).remove(c);
  c.has_connect_limit = false;
}

Connection *IdleLimits::take_below_zero() {
  auto *c = static_cast<Connection *>(below_zero_.earliest());
  if (c)
    remove(*c);
  return c;
}

Connection *IdleLimits::take_idle(std::int64_t now_us) {
  const std::uint32_t now_s = seconds(now_us);
  while (Deadline *first = idle_.earliest()) {
    if (first->when() >= now_s)
      break;
    // The heap is not touched by traffic: an active connection is found out here, once per limit.
    auto &c = *static_cast<Connection *>(first);
    if (c.pace() && c.pace()->paused() && c.context.recv_resets_idle)
      c.last_access_s = now_s; // its input was not taken yet
    if (!c.limit_stands && c.idle_deadline() >= now_s) {
      schedule(c);
      continue;
    }
    remove(c);
    return &c;
  }
  return nullptr;
}

Connection *IdleLimits::take_connect(std::int64_t now_us) {
  auto *c = static_cast<Connection *>(connects_.due(now_us));
  if (c)
    remove(*c);
  return c;
}

std::int64_t IdleLimits::idle_due_us() {
  const Deadline *first = idle_.earliest();
  return first ? clock_.end_of(first->when()) : INT64_MAX;
}

} // namespace vce
