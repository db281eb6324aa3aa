#include "net/tcp_options.h"

#include "base/limits.h"
#include "net/socket_calls.h"

namespace vce {

namespace {

using socket_calls::keep_count;
using socket_calls::keep_idle;
using socket_calls::keep_interval;
using socket_calls::user_timeout;

bool set(const Socket &socket, int option, int value) {
  return setsockopt(socket.fd(), IPPROTO_TCP, option, &value, sizeof value) == 0;
}

// A socket cannot be told to forget a value of its own: it gets the one that a new socket has.
bool set_system_value(const Socket &socket, int option) {
  const Socket fresh = Socket::create(Address::Family::ipv4);
  int value = 0;
  socklen_t length = sizeof value;
  return fresh.valid() && getsockopt(fresh.fd(), IPPROTO_TCP, option, &value, &length) == 0 &&
         set(socket, option, value);
}

bool change(const Socket &socket, int option, int before, int value) {
  return value == before || (value ? set(socket, option, value) : set_system_value(socket, option));
}

bool within(int value, int most) { return value >= 0 && value <= most; }

} // namespace

bool TcpOptions::has_keep_alive_times() { return keep_idle >= 0 && keep_interval >= 0; }
bool TcpOptions::has_user_timeout() { return user_timeout >= 0; }

bool TcpOptions::set_keep_alive(int idle_s, int interval_s, int count) {
  if (!within(idle_s, limits::max_keep_alive_s) || !within(interval_s, limits::max_keep_alive_s) ||
      !within(count, limits::max_keep_alive_count))
    return false;
  idle_s_ = idle_s;
  interval_s_ = interval_s;
  count_ = count;
  return true;
}

bool TcpOptions::set_user_timeout(int ms) {
  if (ms < 0)
    return false;
  user_timeout_ms_ = ms;
  return true;
}

bool TcpOptions::apply(const Socket &socket, const TcpOptions &before) const {
  return change(socket, keep_idle, before.idle_s_, idle_s_) &&
         change(socket, keep_interval, before.interval_s_, interval_s_) &&
         change(socket, keep_count, before.count_, count_) &&
         (user_timeout_ms_ == before.user_timeout_ms_ ||
          set(socket, user_timeout, user_timeout_ms_));
}

} // namespace vce
