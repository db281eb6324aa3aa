#include "net/context.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/error_detail.h"
#include "base/log.h"

#include <cstring>

namespace vce {

Context::Context(const ContextOptions &options, const CallbackTable &edition)
    : callbacks(edition), server(options.server), max_connections(options.max_connections),
      state_bytes(options.state_bytes), non_blocking_connect(options.non_blocking_connect),
      no_delay(options.no_delay), idle_limit_s(options.idle_limit_s),
      read_limit_(options.read_limit), write_limit_(options.write_limit) {}

SharedSettings *Context::edit_settings() {
  if (settings && settings->users == 1)
    return settings;
  auto own = make_owned<SharedSettings>();
  if (!own)
    return nullptr;
  if (settings) {
    *own = *settings;
    own->users = 1;
    drop(settings);
  }
  settings = own.release();
  return settings;
}

int Context::set_source(const char *numeric) {
  Address address;
  if (numeric && *numeric && !Address::parse(numeric, 0, address)) {
    set_error_detail(err::ipaddr, "connect from %s: not a numeric address", numeric);
    return err::ipaddr;
  }
  source = address;
  return err::none;
}

int Context::set_connect_limit(int ms) {
  if (ms < 0)
    return err::range;
  connect_limit_ms = ms;
  return err::none;
}

int Context::set_parser_calls(int per_heartbeat) {
  SharedSettings *own = edit_settings();
  if (!own)
    return err::memory;
  own->parser_calls = per_heartbeat;
  return err::none;
}

int Context::set_longest_record(int bytes, Callback told) {
  SharedSettings *own = edit_settings();
  if (!own)
    return err::memory;
  own->longest_record = bytes;
  own->record_too_long = told;
  return err::none;
}

int Context::set_close_watcher(Callback watcher) {
  SharedSettings *own = edit_settings();
  if (!own)
    return err::memory;
  own->close = watcher;
  return err::none;
}

void Context::set_accept_rate(int per_minute, Callback warning) {
  rate.set(per_minute, steady_clock_us());
  accept_warning = warning;
}

// The connections that are there already count, but none is ended.
int Context::set_max_per_address(int max) {
  if (max < 0)
    return err::range;
  if (max > 0 && !peers) {
    const auto place = reinterpret_cast<std::uintptr_t>(this);
    auto counts = make_owned<PeerCounts>(static_cast<std::uint64_t>(wall_clock_us()) ^ place);
    for (Connection *c = connections.front(); c && counts; c = connections.next(*c)) {
      if (c->accepted && !counts->add(c->remote))
        counts.reset();
    }
    for (Lingering *l = lingering.front(); l && counts; l = lingering.next(*l)) {
      if (l->accepted && !counts->add(l->peer))
        counts.reset();
    }
    if (!counts)
      return err::memory;
    peers = std::move(counts);
  } else if (max == 0) {
    peers.reset();
  }
  max_per_address = max;
  return err::none;
}

void Context::enable_accept(bool enable) {
  accepting = enable;
  vce::log(Level::verbose, "accepting %s, port %d\n", enable ? "enabled" : "disabled",
           listener.port());
}

void Context::set_hiwater(int mark, Callback watcher) {
  hiwater = mark;
  hiwater_watcher = watcher;
}

void Context::set_idle_resets(bool received, bool sent) {
  recv_resets_idle = received;
  send_resets_idle = sent;
}

int Context::set_keep_alive(int idle_s, int interval_s, int count) {
  TcpOptions options = tcp_;
  if (!options.set_keep_alive(idle_s, interval_s, count))
    return err::range;
  return TcpOptions::has_keep_alive_times() ? use(options) : err::support;
}

int Context::set_user_timeout(int ms) {
  TcpOptions options = tcp_;
  if (!options.set_user_timeout(ms))
    return err::range;
  return TcpOptions::has_user_timeout() ? use(options) : err::support;
}

void Context::set_safe_percent(int percent) {
  safe_percent_ = percent;
  restrained_ = rated_ || percent != 0;
}

int Context::set_rate(int records_per_second, int bytes_per_second, Callback over_rate) {
  if (records_per_second < 0 || bytes_per_second < 0)
    return err::range;
  SharedSettings *own = edit_settings();
  if (!own)
    return err::memory;
  own->records_per_second = records_per_second;
  own->bytes_per_second = bytes_per_second;
  own->over_rate = over_rate;
  rated_ |= records_per_second != 0 || bytes_per_second != 0;
  restrained_ |= rated_;
  return err::none;
}

bool Context::takes_input_in_spite(const Connection &c) const {
  if (c.pace() && c.pace()->paused())
    return false;
  return safe_percent_ == 0 || c.drained() ||
         c.room() * 100 >= static_cast<std::uint64_t>(safe_percent_) * write_limit_;
}

int Context::use(const TcpOptions &options) {
  if (listener.listening() && !listener.is_unix() && !options.apply(listener.socket(), tcp_)) {
    tcp_.apply(listener.socket(), options); // as it was before the failure
    return err::set_sock_opt;
  }
  tcp_ = options;
  return err::none;
}

bool Context::on_kick_list(const Address &peer) const {
  if (!kick_list || peer.family() != Address::Family::ipv4)
    return false;
  unsigned address;
  std::memcpy(&address, peer.bytes().data(), sizeof address);
  for (const unsigned *kicked = kick_list; *kicked != 0; ++kicked) {
    if (*kicked == address)
      return true;
  }
  return false;
}

} // namespace vce
