#include "net/room_watch.h"

#include "base/error.h"
#include "net/connection.h"
#include "net/context.h"

namespace vce {

bool RoomWatch::has_come() const {
  const Connection &c = connection;
  return c.state() == Connection::State::open && !c.closing() && c.attended() && !c.broken &&
         c.room() >= bytes;
}

int RoomWatches::set(Connection &c, int bytes, Callback f) {
  if (!f) {
    if (c.extras)
      c.extras->room_watch.reset();
    return err::none;
  }
  if (c.closing())
    return err::closed;
  if (bytes < 1 || static_cast<std::size_t>(bytes) > c.context.write_limit())
    return err::range;
  const auto size = static_cast<std::size_t>(bytes);
  auto watch = c.make_extras() ? make_owned<RoomWatch>(c, size, f) : nullptr;
  if (!watch)
    return err::memory;
  c.extras->room_watch = std::move(watch);
  if (c.extras->room_watch->has_come())
    set_.push_back(*c.extras->room_watch);
  return err::none;
}

void RoomWatches::note_room(Connection &c) {
  RoomWatch *watch = c.extras ? c.extras->room_watch.get() : nullptr;
  if (watch && !watch->linked() && watch->has_come())
    due_.push_back(*watch);
}

// Callbacks in between may have filled the buffer again: then it goes on waiting.
Connection *RoomWatches::next(Callback &call) {
  while (RoomWatch *watch = due_.pop_front()) {
    if (!watch->has_come())
      continue;
    Connection &c = watch->connection;
    call = watch->call;
    c.extras->room_watch.reset(); // once; the callback may set another one
    return &c;
  }
  return nullptr;
}

} // namespace vce
