#include "net/lingering.h"

#include "base/stats.h"
#include "net/context.h"

#include <algorithm>

namespace vce {

// At finalise, which does not wait. A plain close: the socket may be shared with a parent process.
void LingeringSockets::drop_all() {
  while (Lingering *l = by_deadline_.front()) {
    poller_.retire(*l, l->socket.fd());
    slots_.release(*l);
  }
}

bool LingeringSockets::take(const Farewell &end, std::int64_t now_us) {
  const long dropped = end.socket.discard_input(limits::linger_bytes);
  if (dropped < 0 || slots_.full() ||
      end.context.lingering_count >= std::max(end.context.max_connections, 1))
    return false;
  Lingering *l = slots_.acquire(1);
  if (!l)
    return false;
  if (!end.socket.end_sending() || !poller_.hand_over(end.watch, *l, end.socket.fd())) {
    slots_.release(*l);
    return false;
  }
  l->socket = std::move(end.socket);
  l->peer = end.peer.without_name();
  l->context = &end.context;
  l->accepted = end.accepted;
  l->bytes_left = limits::linger_bytes - static_cast<std::size_t>(dropped);
  l->deadline_us = now_us + limits::linger_us;
  by_deadline_.push_back(*l);
  end.context.lingering.push_back(*l);
  ++end.context.lingering_count;
  return true;
}

bool LingeringSockets::serve(std::int64_t now_us) {
  bool any = false;
  ReadyList due;
  due.take(poller_.ready_lingering());
  while (Watch *ready = due.pop_front()) {
    auto &l = *static_cast<Lingering *>(ready);
    l.take_readiness();
    if (is_done(l)) {
      close(l);
      any = true;
    }
  }
  while (next_due_us() <= now_us)
    any |= let_go_oldest();
  return any;
}

bool LingeringSockets::let_go_oldest() {
  Lingering *first = by_deadline_.front();
  if (!first)
    return false;
  ++admission_stats().lingered_out;
  close(*first);
  return true;
}

// The peer has ended the stream too, or sends more than is read.
bool LingeringSockets::is_done(Lingering &l) {
  const std::size_t at_once = std::min(l.bytes_left, limits::linger_bytes_at_once);
  const long dropped = l.socket.discard_input(at_once);
  if (dropped < 0)
    return true;
  l.bytes_left -= static_cast<std::size_t>(dropped);
  admission_stats().lingered_out += l.bytes_left == 0;
  return l.bytes_left == 0;
}

void LingeringSockets::close(Lingering &l) {
  if (!poller_.retire(l, l.socket.fd()))
    l.socket.shut_down(); // another process may have it too
  if (Context *context = l.context) {
    --context->lingering_count;
    if (l.accepted && context->peers)
      context->peers->remove(l.peer);
  }
  slots_.release(l);
}

int LingeringSockets::cut_off() {
  int unfinished = 0;
  while (Lingering *l = by_deadline_.front()) {
    unfinished += l->socket.has_unsent();
    close(*l);
  }
  return unfinished;
}

void LingeringSockets::rewatch(bool closed) {
  for (Lingering *l = by_deadline_.front(); l; l = by_deadline_.next(*l)) {
    if (closed && l->socket.let_go_if_closed(&l->peer))
      poller_.wake(*l, Watch::readable); // finds out
    else
      (void)poller_.rewatch(*l, l->socket.fd()); // else its time ends it
  }
}

void LingeringSockets::leave(Context &context) {
  while (Lingering *l = context.lingering.pop_front())
    l->context = nullptr;
  context.lingering_count = 0;
}

} // namespace vce
