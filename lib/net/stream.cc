#include "net/stream.h"

#include "base/error.h"
#include "net/counting.h"
#include "net/layers.h"
#include "net/traffic_log.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace vce {

// --- Receiving ---

// One receive, straight into the input buffer. Bytes that do not fit stay in the kernel, and a
// full buffer ends the interest in reading: that is the back-pressure on the peer.
void Stream::receive(Connection &c) {
  Extras *const extras = c.extras.get(); // none, in a plain connection
  if (c.state() != Connection::State::open || (extras && takes_nothing(c)))
    return;
  std::size_t most = limits::receive_bytes;
  if (c.context.restrained()) {
    if (!c.broken && !c.context.takes_input_of(c)) // else this is the last time
      return;
    most = std::min(most, receivable(c));
  }
  const std::size_t free = c.context.read_limit() - c.input.size();
  std::size_t size = std::min(free, most);
  if (size == 0)
    return;
  size = c.input.receivable(size, c.context.read_limit(), c.has_unparsed && !c.broken);
  if (size == 0)
    return;
  char *to = c.input.prepare(pool_, size, c.context.read_limit());
  while (!to && size > limits::pool_smallest_bytes) { // little memory: little at a time
    size /= 2;
    to = c.input.prepare(pool_, size, c.context.read_limit());
  }
  if (!to && c.input.unused() > 0) { // the rest of its own block
    size = std::min({free, most, c.input.unused()});
    to = c.input.prepare(pool_, size, c.context.read_limit());
  }
  if (!to) {
    agenda_.await_memory(c, round_.now_us);
    return;
  }
  const long n = extras && extras->transport ? extras->transport->receive(c.socket, to, size)
                                             : c.socket.receive(to, size);
  if (n == -EAGAIN)
    return;
  if (n <= 0) {
    count_in_context(c, [](TrafficStats &of) { ++of.recv_syscall_e; });
    if (n < 0) {
      c.broken = true;
      if (n == broken_by_peer || n == layer_failed) {
        layer_broke(c, n);
        return;
      }
      c.end(EndCause::receive, static_cast<int>(-n));
    }
    if (n == -EBADF)
      c.socket.let_go_if_closed();
    if (n == 0)
      peer_ended(c, PeerEvent::end_of_stream, "Note:10320 end of stream");
    else
      peer_ended(c, PeerEvent::receive_error, "Note:10321 receive error");
    return;
  }
  count_everywhere(c, [n](auto &of) {
    ++of.recv_syscall;
    of.recv_byte += n;
  });
  if (c.context.recv_resets_idle)
    c.last_access_s = idle_limits_.seconds(round_.now_us);
  const auto received = static_cast<std::size_t>(n);
  if (traffic_log)
    log_received(c, to, received);
  if (extras && extras->io)
    c.context.callbacks.io(connections_.handle_of(c), 0, to, received, extras->io);
  c.input.commit(received);
  if (extras) {
    if (extras->delay)
      delays_.begin_anew(*extras->delay);
    if (extras->pace)
      extras->pace->bytes.take(static_cast<int>(received));
  }
}

// A layer cannot go on with what the peer sent, or by itself. What arrived before goes to the
// parser, as at any end.
void Stream::layer_broke(Connection &c, long result) {
  say_layer_broke(c, result);
  c.output.release(pool_);
  c.move_to(Connection::State::ended);
}

// The peer will send nothing more. Input that has arrived goes to the parser first (V1), and
// written output is sent first (V2) unless the stream is broken. finish_if_done() follows, and ends
// the connection or sets the readiness that it is still watched for.
void Stream::peer_ended(Connection &c, PeerEvent event, const char *how) {
  c.context.log.say(event, c.remote, "%s: fd %d", how, c.socket.fd());
  if (c.broken)
    c.output.release(pool_);
  c.move_to(Connection::State::ended);
}

bool Stream::finish_if_done(Connection &c) {
  if (c.state() != Connection::State::ended)
    return true;
  // When its limit has expired its end is due already, for that reason.
  if (c.drained() && !c.work<ToParse>().linked() && c.mark != Connection::CloseMark::timed_out) {
    const bool by_layer = c.how == EndCause::decoder || c.how == EndCause::encoder;
    if (!by_layer)
      connections_.destroy(c, CloseReason::remote);
    else
      connections_.destroy(c, c.how == EndCause::decoder ? CloseReason::decoder
                                                         : CloseReason::encoder);
    return false;
  }
  watch(c);
  return true;
}

// --- Sending ---

// An answer leaves at once while its bytes are warm, if its callback wrote to nobody else. One that
// went to many waits for the end of the round, so that each of them is sent to once.
void Stream::send_answer(Connection &c) {
  if (!agenda_.take_only_sender(c))
    return;
  flush(c);
  finish_if_done(c);
}

void Stream::send_written() {
  if (!agenda_.any_to_send())
    return;
  Agenda::Sending due;
  agenda_.take_to_send(due);
  while (Connection *c = due.pop_front()) {
    round_.active = true;
    flush(*c);
    finish_if_done(*c);
  }
}

int Stream::write(Connection &c, const char *data, std::size_t size) {
  if (c.pending())
    return err::not_ready;
  if (c.closing())
    return err::closed;
  count_everywhere(c, [](auto &of) { ++of.conn_write; });
  if (traffic_log)
    log_written(connections_.serial_of(c), size);
  if (size == 0)
    return 0;
  if (!data)
    return err::invalid;
  if (c.broken && size <= c.room())
    return static_cast<int>(size); // nobody is there to read it
  if (!c.append(pool_, data, size))
    return err::full;
  if (!c.blocked && !c.dying)
    agenda_.send_soon(c);
  return static_cast<int>(size);
}

// One send of everything: a kernel that takes less is full, and asking again would only cost.
void Stream::flush(Connection &c) {
  Extras *const extras = c.extras.get();
  if (c.drained() || (extras && held_back(c)))
    return;
  char *data = c.output.data();
  const std::size_t size = c.output.front_size();
  const long n =
      extras && extras->transport ? send_through(c, data, size) : c.socket.send(data, size);
  if (n < 0 && n != -EAGAIN) {
    count_in_context(c, [](TrafficStats &of) { ++of.send_syscall_e; });
    send_failed(c, static_cast<int>(-n));
    return;
  }
  if (n > 0) {
    count_everywhere(c, [n](auto &of) {
      ++of.send_syscall;
      of.send_byte += n;
    });
    if (c.context.send_resets_idle)
      c.last_access_s = idle_limits_.seconds(round_.now_us);
    const auto sent = static_cast<std::size_t>(n);
    if (traffic_log)
      log_sent(c, data, size, sent);
    if (extras && extras->io)
      c.context.callbacks.io(connections_.handle_of(c), 1, data, sent, extras->io);
    c.output.consume(sent);
    if (extras) {
      if (extras->delay)
        delays_.begin_anew(*extras->delay);
      room_watches_.note_room(c);
    }
  }
  const bool was_blocked = c.blocked;
  c.blocked = n == -EAGAIN || static_cast<std::size_t>(n) < size;
  c.output.trim(pool_);
  if (c.drained() && c.mark == Connection::CloseMark::requested && !c.dying)
    agenda_.end_soon(c);
  else if (!c.output.empty() && !c.blocked)
    agenda_.send_soon(c); // the I/O callback wrote more
  if (c.blocked != was_blocked || c.context.safe_percent() != 0 || extras)
    watch(c);
  // Input that waited for this room is not announced by any socket.
  if (c.context.safe_percent() != 0 && c.work<ToParse>().linked() && c.context.takes_input_of(c))
    agenda_.parse_soon(c);
}

// The peer is gone, but bytes that it sent before may still wait in the kernel: they are taken
// before the connection counts as ended.
void Stream::send_failed(Connection &c, int error) {
  c.context.log.say(PeerEvent::send_error, c.remote, "Note:10322 send error: fd %d, %s",
                    c.socket.fd(), std::strerror(error));
  if (error == EBADF)
    c.socket.let_go_if_closed();
  c.broken = true;
  if (-error == broken_by_peer || -error == layer_failed)
    say_layer_broke(c, -error);
  else
    c.end(EndCause::send, error);
  c.blocked = false;
  c.output.release(pool_);
  std::int64_t before;
  do {
    before = c.recv_syscall;
    receive(c);
  } while (c.state() == Connection::State::open && c.recv_syscall != before);
  if (c.state() == Connection::State::open)
    peer_ended(c, PeerEvent::connection_lost, "Note:10321 connection lost");
  if (!c.input.empty())
    agenda_.parse_soon(c);
}

} // namespace vce
