#include "net/admission.h"

#include "net/socket_calls.h"

#include <algorithm>
#include <cerrno>

namespace vce {

Admission decide(const Arrival &a) {
  if (a.kicked)
    return Admission::turn_away_kicked;
  if (a.over_rate)
    return Admission::turn_away_rate;
  if (!a.accepting)
    return Admission::turn_away_disabled;
  if (a.peer_full)
    return Admission::turn_away_peer;
  if (std::int64_t{a.connections} + a.lingering >= a.maximum)
    return Admission::turn_away_maximum;
  if (a.pool_full)
    return Admission::turn_away_pool;
  const auto with_this = std::int64_t{a.connections} + 1;
  if (a.has_hiwater_watcher && with_this >= std::int64_t{a.hiwater} - 1)
    return Admission::admit_hiwater;
  return a.has_watcher ? Admission::admit_watched : Admission::admit;
}

AcceptFailure classify_accept_errno(int error) {
  switch (error) {
  case EAGAIN:
#if EWOULDBLOCK != EAGAIN
  case EWOULDBLOCK:
#endif
    return AcceptFailure::nobody;
  case ECONNABORTED: // the peer gave up while it waited
  case EPROTO:       // a handshake that failed late
  case EPERM:        // a firewall rule forbids this peer
  // accept(2): errors already pending on the new socket are to be treated like EAGAIN.
  case ENETDOWN:
  case ENOPROTOOPT:
  case EHOSTDOWN:
  case socket_calls::not_on_network:
  case EHOSTUNREACH:
  case EOPNOTSUPP:
  case ENETUNREACH:
  case ETIMEDOUT:
    return AcceptFailure::skip;
  case EMFILE:
  case ENFILE:
  case ENOBUFS:
  case ENOMEM:
    return AcceptFailure::shortage;
  default:
    return AcceptFailure::broken;
  }
}

void RateLimit::set(int per_minute, std::int64_t now_us) {
  limit_ = std::max(per_minute, 0);
  count_ = limit_;
  interval_us_ = limit_ ? std::max<std::int64_t>(60000000 / limit_, 1) : 0;
  mark_us_ = now_us;
}

bool RateLimit::take(std::int64_t now_us) {
  if (limit_ == 0)
    return true;
  refill(now_us);
  if (count_ < 0)
    return false;
  --count_;
  return true;
}

void RateLimit::refill(std::int64_t now_us) {
  const std::int64_t marks = (now_us - mark_us_) / interval_us_;
  if (marks <= 0)
    return;
  if (count_ < limit_ && count_ + marks >= limit_) {
    count_ = limit_;
    mark_us_ = now_us; // becoming full starts a new grid of marks
    return;
  }
  if (count_ < limit_)
    count_ += static_cast<int>(marks);
  mark_us_ += marks * interval_us_;
}

} // namespace vce
