#include "net/connection.h"

#include "base/error.h"
#include "base/limits.h"
#include "net/context.h"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace vce {

void drop(SharedSettings *settings) {
  if (settings && --settings->users == 0)
    vce::release(settings);
}

Connection::Connection(std::uint32_t slot, Context &owner)
    : Watch(Kind::connection), context(owner), settings(owner.settings),
      parser(owner.parsing.parser), record(owner.parsing.record), idle_limit_s(owner.idle_limit_s),
      framing(owner.parsing.framing), slot_(slot) {
  ++settings->users;
}

Connection::~Connection() {
  drop(settings);
  if (state_buffer)
    vce::release(state_buffer);
}

std::uint32_t Connection::idle_deadline() const {
  if (idle_limit_s < 0)
    return 0;
  const std::uint64_t end = std::uint64_t{last_access_s} + static_cast<unsigned>(idle_limit_s);
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(end, UINT32_MAX));
}

Extras *Connection::make_extras() {
  if (!extras)
    extras = make_owned<Extras>();
  return extras.get();
}

int Connection::set_io(Callback observer) {
  if (!observer && !extras)
    return err::none;
  if (!make_extras())
    return err::memory;
  extras->io = observer;
  return err::none;
}

bool Connection::add_layers() {
  const LayerChoice &layers = context.layers;
  if (!layers.make)
    return true;
  if (make_extras())
    extras->transport = layers.make(layers.settings, accepted);
  return transport() != nullptr;
}

void Connection::move_to(State next) {
  assert((state_ == State::open && next <= State::handshaking) ||
         (state_ == State::resolving && next == State::connecting) ||
         (state_ == State::connecting && (next == State::handshaking || next == State::open)) ||
         (state_ == State::handshaking && (next == State::connecting || next == State::open)) ||
         (state_ == State::open && next == State::ended) || state_ == next);
  state_ = next;
}

char *Connection::prepare_output(BufferPool &pool, std::size_t size, std::size_t expected) {
  const std::size_t limit = context.write_limit();
  if (output.empty() && size < expected) {
    if (char *to = output.prepare(pool, std::max(size, std::min(limit, expected)), limit))
      return to;
  }
  return output.prepare(pool, size, limit);
}

bool Connection::append(BufferPool &pool, const char *data, std::size_t size) {
  if (size > room())
    return false;
  if (output.goes_round(size, context.write_limit())) {
    output.append_round(data, size);
    return true;
  }
  char *to = prepare_output(pool, size, limits::first_write_bytes);
  if (!to)
    return false;
  std::memcpy(to, data, size);
  output.commit(size);
  return true;
}

} // namespace vce
