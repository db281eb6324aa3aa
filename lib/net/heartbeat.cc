// The heartbeat: one round of work, and its steps.

#include "net/runtime.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"

namespace vce {

void Runtime::heartbeat(Scope scope) {
  if (round_.callbacks_may_run)
    return; // from a callback: the outer round goes on afterwards
  round_.callbacks_may_run = true;
  round_.active = false;
  room_watches_.begin();

  // 1. Destroy connections that were closed before and have nothing left to send.
  if (agenda_.any_to_end())
    sweep();
  // 2. Send output that the application has written.
  stream_.send_written();
  // 3. Limits below zero expire before anything that waits is read.
  expire_negative_limits();
  // 4. See which sockets are ready; wait for the first one if there is nothing else to do.
  poller_.poll(wait_bound(scope));
  round_.now_us = stream_.delays().empty() ? coarse_clock_us() : steady_clock_us();
  stream_.release_delayed();
  records_.end_pauses();
  if (round_.now_us >= check_us_)
    check_descriptors();
  // Wake-ups, posted functions and timers of the program.
  program_events_.run(round_.now_us);
  // 5. Receive, parse and call back; send where the kernel takes output again.
  // 6. Parse input that earlier rounds left over.
  if (dialer_.any_attempt_ready())
    dialer_.serve_attempts();
  serve(scope);
  if (dialer_.any_more_addresses())
    dialer_.try_more_addresses(); // of connects without an answer so far
  if (dialer_.any_backlogged())
    dialer_.retry_backlogged(); // Unix servers whose queue was full
  if (!lingering_.empty())
    serve_lingering();
  // 7. Accept waiting peers.
  acceptor_.accept_waiting();
  // 8. Idle limits, now that everything that waited has been read; connects that take too long.
  expire_idle_limits();
  if (idle_limits_.any_connect())
    expire_connect_limits();
  if (room_watches_.waiting())
    call_room_watches();
  // 9. Send output of callbacks. A connection that its peer has ended is destroyed here if nothing
  // is left of it.
  stream_.send_written();
  free_abandoned();

  adaptive_wait_.adapt(round_.active);
  refresh_library_time();
  round_.callbacks_may_run = false;
}

// Newest first. Those that a close watcher closes here are for the next round.
void Runtime::sweep() {
  round_.active = true;
  Agenda::Sending due;
  agenda_.take_to_end(due);
  due.sort(
      [this](const Connection &a, const Connection &b) { return connections_.is_newer(a, b); });
  while (Connection *c = due.pop_front()) {
    if (c->mark == Connection::CloseMark::timed_out)
      connections_.destroy(*c, CloseReason::timeout);
    else if (c->pending() || stream_.end_layers(*c))
      connections_.destroy(*c, CloseReason::application);
  }
}

void Runtime::expire_negative_limits() {
  // As many as there are now: a close watcher may make more.
  for (std::size_t n = idle_limits_.count_below_zero(); n > 0; --n) {
    Connection *c = idle_limits_.take_below_zero();
    if (!c)
      break;
    expire(*c);
  }
}

void Runtime::expire_idle_limits() {
  while (Connection *c = idle_limits_.take_idle(round_.now_us))
    expire(*c);
}

void Runtime::say_idle(Connection &c) {
  c.context.log.say(PeerEvent::idle, c.remote,
                    "Warning:4105 idle limit exceeded: fd %d, limit %d s", c.socket.fd(),
                    c.idle_limit_s);
}

// Its limit was taken off. A connection that is closing already goes at once; another one is marked
// and goes next round.
void Runtime::expire(Connection &c, bool by_connect_limit) {
  round_.active = true;
  if (c.mark == Connection::CloseMark::requested) {
    const bool unsent = !c.drained() && !c.pending();
    if (unsent)
      say_idle(c);
    connections_.destroy(c, unsent ? CloseReason::timeout : CloseReason::application);
    return;
  }
  if (c.state() == Connection::State::handshaking)
    Handshakes::time_out(c);
  else if (c.is_dialling())
    dialer_.time_out(c, by_connect_limit);
  if (!by_connect_limit)
    say_idle(c);
  c.mark = Connection::CloseMark::timed_out;
  ++stats().conn_close;
  ++stats().traffic.conn_timeout;
  ++c.context.stats.conn_timeout;
  poller_.forget(c, c.socket.fd());
  agenda_.drop(c);
  agenda_.end_soon(c);
}

void Runtime::expire_connect_limits() {
  while (Connection *c = idle_limits_.take_connect(round_.now_us))
    expire(*c, true);
}

// Output of their callbacks leaves in this round.
void Runtime::call_room_watches() {
  Callback call = nullptr;
  while (Connection *c = room_watches_.next(call)) {
    const int result = c->context.callbacks.ask(connections_.handle_of(*c), call);
    if (result < 0) {
      c->end(EndCause::room, result);
      connections_.destroy(*c, CloseReason::parser);
    }
  }
}

// Connections that earlier rounds left over are taken off their lists first: those that are put
// there now are for the next round.
void Runtime::serve(const Scope &scope) {
  if (!agenda_.any_to_parse()) {
    serve_ready(scope);
    return;
  }
  Agenda::LeftOver left_over(agenda_, round_.now_us);
  serve_ready(scope);
  while (Connection *c = left_over.next()) {
    if (in_scope(*c, scope))
      records_.parse(*c);
    else
      records_.postpone(*c);
  }
}

void Runtime::serve_ready(const Scope &scope) {
  if (poller_.ready_connections().empty())
    return;
  // A watch that is woken up by hand meanwhile, as by a connect that fails at once, is for the next
  // round.
  ReadyList due;
  due.take(poller_.ready_connections());
  while (Watch *ready = due.pop_front()) {
    round_.active = true;
    auto &c = *static_cast<Connection *>(ready);
    std::uint8_t seen = c.take_readiness();
    if (c.pending()) {
      if (!(c.accepted ? acceptor_.serve(c, seen) : dialer_.serve(c, seen)))
        continue; // still under way, or destroyed
      room_watches_.note_room(c);
    }
    if (c.extras && !stream_.serve_layers(c, seen))
      continue; // at their end
    if ((seen & Watch::writable) && c.blocked) {
      c.blocked = false;
      stream_.flush(c);
    }
    if (seen & Watch::readable)
      stream_.receive(c);
    if (!in_scope(c, scope))
      records_.postpone(c);
    else if (records_.parse(c))
      stream_.send_answer(c);
  }
}

// Before waiting peers are accepted: they may have the places of those that are done.
void Runtime::serve_lingering() {
  round_.active |= lingering_.any_ready();
  round_.descriptor_released |= lingering_.serve(round_.now_us);
}

} // namespace vce
