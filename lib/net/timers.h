// Timers of the application: those that are due come onto a list, which the heartbeat works
// through. Times are microseconds of the steady clock.
//
// They are in a heap of the library's own, not in libevent's: a wait has to know when the first of
// them is due, also one in a loop of the program's (vce_get_wait_time), and libevent does not tell.
#pragma once

#include "base/list.h"
#include "net/deadlines.h"

#include <cstdint>

namespace vce {

/// One timer. It stays where it is in memory while it runs; its end stops it not.
class Timer : public BasicDeadline<std::int64_t>, public Link<Timer, struct DueTimers> {
public:
  bool running() const { return scheduled() || linked(); }

private:
  friend class Timers;
  std::int64_t repeat_us_ = 0; // 0: once
};

class Timers {
public:
  /// Due `first_us` from now, and then every `repeat_us` if that is not 0. One that runs is started
  /// anew. False, and it does not run, when memory is short.
  [[nodiscard]] bool start(Timer &timer, std::int64_t now_us, std::int64_t first_us,
                           std::int64_t repeat_us);
  /// Also takes it off the list of those that are due.
  void stop(Timer &timer);

  /// Puts those that are due now onto the list. One that repeats is due next at the first of its
  /// times that is not over: those that were missed are left out.
  void collect(std::int64_t now_us) {
    if (next_us() <= now_us)
      collect_due(now_us);
  }
  /// The next of the list, which may be stopped or started again now; null at its end.
  Timer *take_due() { return due_.pop_front(); }
  bool any_due() const { return !due_.empty(); }

  /// When the first is due; INT64_MAX if there is none.
  std::int64_t next_us() {
    const auto *first = heap_.earliest();
    return first ? first->when() : INT64_MAX;
  }
  bool empty() const { return heap_.size() == 0; }

private:
  void collect_due(std::int64_t now_us);
  BasicDeadlineHeap<std::int64_t> heap_;
  List<Timer, DueTimers> due_;
};

} // namespace vce
