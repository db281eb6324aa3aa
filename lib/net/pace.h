// Limits of the records and bytes that a connection may send in a second, and pauses beyond them.
#pragma once

#include "base/list.h"
#include "base/token_bucket.h"

namespace vce {

class Connection;

/// The limits of one connection: its tokens, and whether and until when it pauses.
class Pace : public Link<Pace, struct OfPauses> {
public:
  Pace(Connection &of, int records_per_second, int bytes_per_second, std::int64_t now_us)
      : connection(of), records(records_per_second, now_us), bytes(bytes_per_second, now_us) {}

  bool paused() const { return linked(); }
  /// Bytes that may be received now. 0 is noted: the caller asks because some are waiting.
  std::size_t receivable(std::int64_t now_us);
  /// True if there are more records or bytes than it may send.
  bool over(bool record_waits, std::int64_t now_us);

  Connection &connection;
  TokenBucket records;
  TokenBucket bytes;

private:
  friend class Pauses;
  bool more_bytes_ = false; // were waiting when none could be taken
  std::int64_t until_us_ = 0;
};

/// The connections that pause. The ends of pauses lie on a grid, so that many end together, and the
/// list is walked only then.
class Pauses {
public:
  void begin(Pace &p, std::int64_t now_us);
  /// When the next pause ends; INT64_MAX without any.
  std::int64_t due_us() const { return due_us_; }
  /// Ends those that are over, and calls the function for each.
  template <class F> void end(std::int64_t now_us, F resume) {
    if (now_us < due_us_)
      return;
    due_us_ = INT64_MAX;
    for (Pace *p = pausing_.front(), *next; p; p = next) {
      next = pausing_.next(*p);
      if (p->until_us_ > now_us) {
        due_us_ = std::min(due_us_, p->until_us_);
        continue;
      }
      p->unlink();
      resume(p->connection);
    }
  }

private:
  List<Pace, OfPauses> pausing_;
  std::int64_t due_us_ = INT64_MAX;
};

} // namespace vce
