// Programs that wait until a write buffer has room again (vce_conn_set_writable_watcher).
//
// A connection that is watched owns its RoomWatch. RoomWatches has the two lists of those whose
// callback is due: in this round, as a flush made the room, or in the next one, as there was room
// when it was set.
#pragma once

#include "base/list.h"
#include "net/callback_table.h"

namespace vce {

class Connection;

struct RoomWatch : Link<RoomWatch, struct RoomDue> {
  RoomWatch(Connection &of, std::size_t size, Callback f) : connection(of), bytes(size), call(f) {}
  Connection &connection;
  std::size_t bytes;
  Callback call;

  /// Open, and the room is there.
  bool has_come() const;
};

class RoomWatches {
public:
  /// Watches instead of what was watched for before; `f` null: no more. err::closed, err::range,
  /// err::memory.
  int set(Connection &c, int bytes, Callback f);
  /// To be told when `c` may have more room, inside of a round.
  void note_room(Connection &c);
  /// At the start of a round.
  void begin() { due_.take(set_); }
  /// Nothing announces it but this.
  bool waiting() const { return !due_.empty() || !set_.empty(); }
  /// Takes one off whose room is still there, and whose callback is to be called. Null at the end.
  Connection *next(Callback &call);

private:
  List<RoomWatch, RoomDue> due_;
  List<RoomWatch, RoomDue> set_; // since the round began
};

} // namespace vce
