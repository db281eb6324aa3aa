// Connects to Unix sockets whose queue is full. The kernel does not tell when it has room again, so
// they are tried anew, all at the same times and a bounded number at once.
#pragma once

#include "base/limits.h"
#include "base/list.h"

#include <cstdint>

namespace vce {

class Connection;

struct Backlogged : Link<Backlogged, struct OfBacklog> {
  explicit Backlogged(Connection &of) : connection(of) {}
  Connection &connection;
};

class Backlog {
public:
  bool empty() const { return waiting_.empty(); }
  void add(Backlogged &item, std::int64_t now_us) {
    if (waiting_.empty())
      next_us_ = now_us + limits::backlog_retry_us;
    waiting_.push_back(item);
  }
  /// Of the steady clock; INT64_MAX if none waits.
  std::int64_t next_due_us() const { return waiting_.empty() ? INT64_MAX : next_us_; }
  /// Calls `attempt(connection)` for the next of them if it is time, and takes those out for which
  /// it is true. The others are behind all that wait then.
  template <class F> bool retry(std::int64_t now_us, F attempt) {
    if (now_us < next_due_us())
      return false;
    next_us_ = now_us + limits::backlog_retry_us;
    List<Backlogged, OfBacklog> due;
    for (int n = 0; n < limits::backlog_tries; ++n) {
      Backlogged *item = waiting_.pop_front();
      if (!item)
        break;
      due.push_back(*item);
    }
    bool any = false;
    while (Backlogged *item = due.pop_front()) {
      if (attempt(item->connection))
        any = true;
      else
        waiting_.push_back(*item);
    }
    return any;
  }

private:
  List<Backlogged, OfBacklog> waiting_;
  std::int64_t next_us_ = 0;
};

} // namespace vce
