// The heartbeat: one round of work, and its steps.

#include "net/runtime.h"

#include "base/error.h"
#include "base/log.h"

#include <algorithm>

namespace vce {

void Runtime::heartbeat(Scope scope) {
  if (callbacks_may_run_)
    return; // from a callback: the outer round goes on afterwards
  callbacks_may_run_ = true;
  active_ = false;
  room_watches_.begin();

  // 1. Destroy connections that were closed before and have nothing left to send.
  if (!to_reap_.empty())
    sweep();
  // 2. Send output that the application has written.
  send_written();
  // 3. Limits below zero expire before anything that waits is read.
  expire_negative_limits();
  // 4. See which sockets are ready; wait for the first one if there is nothing else to do.
  loop_.poll(wait_bound(scope));
  now_us_ = delays_.empty() ? coarse_clock_us() : steady_clock_us();
  release_delayed();
  end_pauses();
  if (now_us_ >= check_us_)
    check_descriptors();
  // Wake-ups, posted functions and timers of the program.
  program_events_.run(now_us_);
  // 5. Receive, parse and call back; send where the kernel takes output again.
  // 6. Parse input that earlier rounds left over.
  if (!loop_.ready_attempts().empty())
    serve_attempts();
  serve(scope);
  if (!staggered_.empty())
    try_more_addresses(); // of connects without an answer so far
  if (!lingering_.empty())
    serve_lingering();
  // 7. Accept waiting peers.
  accept_waiting();
  // 8. Idle limits, now that everything that waited has been read; connects that take too long.
  expire_idle_limits();
  if (!connect_limits_.empty())
    expire_connect_limits();
  if (room_watches_.waiting())
    call_room_watches();
  // 9. Send output of callbacks. A connection that its peer has ended is destroyed here if nothing
  // is left of it.
  send_written();
  free_abandoned();

  adaptive_wait_.adapt(active_);
  refresh_library_time();
  callbacks_may_run_ = false;
}

// Newest first. Those that a close watcher closes here are for the next round.
void Runtime::sweep() {
  active_ = true;
  List<Connection, ToSend> due;
  due.take(to_reap_);
  due.sort([this](const Connection &a, const Connection &b) {
    return is_newer(connections_.serial_of(a), connections_.serial_of(b));
  });
  while (Connection *c = due.pop_front())
    destroy(*c, c->mark == Connection::CloseMark::timed_out ? CloseReason::timeout
                                                            : CloseReason::application);
}

void Runtime::send_written() {
  if (to_send_.empty())
    return;
  List<Connection, ToSend> due;
  due.take(to_send_);
  while (Connection *c = due.pop_front()) {
    active_ = true;
    flush(*c);
    finish_if_done(*c);
  }
}

void Runtime::expire_negative_limits() {
  // As many as there are now: a close watcher may make more.
  for (std::size_t n = negative_limits_.size(); n > 0 && negative_limits_.earliest(); --n)
    expire(*static_cast<Connection *>(negative_limits_.earliest()));
}

void Runtime::expire_idle_limits() {
  const std::uint32_t now_s = seconds(now_us_);
  while (Deadline *first = idle_limits_.earliest()) {
    if (first->when() >= now_s)
      break;
    // The heap is not touched by traffic: an active connection is found out here, once per limit.
    auto &c = *static_cast<Connection *>(first);
    if (c.pace() && c.pace()->paused() && c.context.recv_resets_idle)
      c.last_access_s = now_s; // its input was not taken yet
    if (!c.limit_stands && c.idle_deadline() >= now_s)
      schedule_idle(c);
    else
      expire(c);
  }
}

void Runtime::say_idle(Connection &c) {
  c.context.log.say(PeerEvent::idle, c.remote,
                    "Warning:4105 idle limit exceeded: fd %d, limit %d s", c.socket.fd(),
                    c.idle_limit_s);
}

// A connection that is closing already goes at once; another one is marked and goes next round.
void Runtime::expire(Connection &c) {
  active_ = true;
  const bool of_connect = c.has_connect_limit;
  unschedule_idle(c);
  if (c.mark == Connection::CloseMark::requested) {
    const bool unsent = !c.drained() && !c.pending();
    if (unsent)
      say_idle(c);
    destroy(c, unsent ? CloseReason::timeout : CloseReason::application);
    return;
  }
  if (c.is_dialling())
    dial_timed_out(c, of_connect);
  if (!of_connect)
    say_idle(c);
  c.mark = Connection::CloseMark::timed_out;
  ++stats().conn_close;
  ++stats().traffic.conn_timeout;
  ++c.context.stats.conn_timeout;
  loop_.forget(c, c.socket.fd());
  c.work<ToParse>().unlink();
  to_reap_.push_back(c);
}

void Runtime::expire_connect_limits() {
  while (Deadline *first = connect_limits_.due(now_us_))
    expire(*static_cast<Connection *>(first));
}

void Runtime::schedule_idle(Connection &c) {
  unschedule_idle(c);
  // Without memory for the one list the other does, a little later in the round.
  c.expires_next_round =
      c.idle_limit_s < 0 && negative_limits_.reserve(negative_limits_.size() + 1);
  (c.expires_next_round ? negative_limits_ : idle_limits_).set(c, c.idle_deadline());
}

void Runtime::unschedule_idle(Connection &c) {
  if (c.has_connect_limit)
    connect_limits_.remove(c);
  else
    (c.expires_next_round ? negative_limits_ : idle_limits_).remove(c);
  c.has_connect_limit = false;
}

void Runtime::set_idle_limit(Connection &c, int seconds) {
  c.idle_limit_s = seconds;
  // A connect that has a limit of its own goes on, unless it is to end at once.
  if (c.attended() && (!c.has_connect_limit || seconds < 0))
    schedule_idle(c);
}

// The longest that this round may wait, in microseconds: not at all when it found work already, or
// when there is some that no socket will announce.
int Runtime::wait_bound(const Scope &scope) {
  if (adaptive_wait_.wait_us() == 0 || active_ || !to_reap_.empty() || !to_send_.empty() ||
      !loop_.ready_connections().empty() || !loop_.ready_attempts().empty() ||
      lingering_.any_ready() || room_watches_.waiting() || program_events_.waiting())
    return 0;
  if (scope.everyone ? !to_parse_.empty() : waits_to_be_parsed(scope.only))
    return 0;
  const std::int64_t due = put_off_until_us();
  if (due == INT64_MAX)
    return adaptive_wait_.wait_us();
  return static_cast<int>(
      std::clamp<std::int64_t>(due - steady_clock_us(), 0, adaptive_wait_.wait_us()));
}

// Output of their callbacks leaves in this round.
void Runtime::call_room_watches() {
  Callback call = nullptr;
  while (Connection *c = room_watches_.next(call)) {
    const int result = c->context.callbacks.ask(connections_.handle_of(*c), call);
    if (result < 0) {
      c->end(EndCause::room, result);
      destroy(*c, CloseReason::parser);
    }
  }
}

bool Runtime::waits_to_be_parsed(Handle h) {
  Connection *c = find(h);
  return c && c->has_unparsed;
}

// Connections that earlier rounds left over are taken off their lists first: those that are put
// there now are for the next round.
void Runtime::serve(const Scope &scope) {
  if (to_parse_.empty() && polled_.empty()) {
    serve_ready(scope);
    return;
  }
  List<Connection, ToParse> unparsed, polled;
  unparsed.take(to_parse_);
  polled.take(polled_);
  const bool retry = now_us_ >= memory_retry_us_; // before a new shortage puts it off
  serve_ready(scope);
  parse_unparsed(unparsed, polled, scope, retry);
}

void Runtime::serve_ready(const Scope &scope) {
  if (loop_.ready_connections().empty())
    return;
  // A watch that is woken up by hand meanwhile, as by a connect that fails at once, is for the next
  // round.
  ReadyList due;
  due.take(loop_.ready_connections());
  while (Watch *ready = due.pop_front()) {
    active_ = true;
    auto &c = *static_cast<Connection *>(ready);
    const std::uint8_t seen = c.take_readiness();
    if (c.pending() && !serve_dialing(c, seen))
      continue; // still under way, or destroyed
    if ((seen & Watch::writable) && c.blocked) {
      c.blocked = false;
      flush(c);
    }
    if (seen & Watch::readable)
      receive(c);
    if (!in_scope(c, scope))
      postpone_parsing(c);
    else if (parse(c))
      send_answer(c);
  }
}

void Runtime::parse_unparsed(List<Connection, ToParse> &unparsed, List<Connection, ToParse> &polled,
                             const Scope &scope, bool retry) {
  for (auto *list : {&unparsed, &polled}) {
    while (Connection *c = list->pop_front()) {
      if (c->awaits_memory && !retry && !c->has_unparsed) {
        polled_.push_back(*c);
        continue;
      }
      c->awaits_memory &= !retry;
      if (in_scope(*c, scope))
        parse(*c);
      else
        postpone_parsing(*c);
    }
  }
}

// Before waiting peers are accepted: they may have the places of those that are done.
void Runtime::serve_lingering() {
  active_ |= lingering_.any_ready();
  descriptor_released_ |= lingering_.serve(now_us_);
}

void Runtime::accept_waiting() {
  if (paused_listeners_ > 0) {
    const std::int64_t now = steady_clock_us();
    for (Context *x = contexts_.front(); x; x = contexts_.next(*x)) {
      if (x->listener.resume(loop_, now, descriptor_released_))
        --paused_listeners_;
    }
  }
  descriptor_released_ = false;
  if (loop_.ready_listeners().empty())
    return;
  // Newest context first, as enumerations are. Going through all contexts also survives the
  // clean-up of any of them by a watcher.
  active_ = true;
  while (loop_.ready_listeners().pop_front()) {
  }
  for (Context *x = contexts_.front(); x; x = contexts_.next(*x)) {
    if (x->listener.take_readiness())
      accept_from(*x);
  }
}

} // namespace vce
