// Timers of the application (vce_timer_start).
//
// Owns them all: ordered by the time at which they are due, and found by their ids. Ids are counted
// up and start over only after 2147483647 timers, so a stale one names no other timer. Times are
// those of the steady clock, in microseconds, and given by the caller.
#pragma once

#include "base/limits.h"
#include "base/memory.h"

#include <cstdint>

namespace vce {

class ProgramTimers {
public:
  using Function = void (*)(int id, void *user);

  ProgramTimers() = default;
  ~ProgramTimers();
  ProgramTimers(const ProgramTimers &) = delete;
  ProgramTimers &operator=(const ProgramTimers &) = delete;

  /// The id of a timer that is due `interval_us` from now, and then again and again with `repeat`;
  /// err::range, err::full, err::memory.
  int start(std::int64_t now_us, std::int64_t interval_us, bool repeat, Function f, void *user);
  /// False if there is none with this id.
  bool stop(int id);

  bool empty() const { return heap_.empty(); }
  std::size_t count() const { return heap_.size(); }
  /// When the first one is due; INT64_MAX without any.
  std::int64_t next_due_us() const { return heap_.empty() ? INT64_MAX : heap_[0]->due_us; }
  /// Runs those that are due and were started before, each once, earliest first. One that repeats
  /// and has missed several times of its grid skips them.
  void run(std::int64_t now_us);

private:
  struct Timer {
    std::int64_t due_us;
    std::int64_t interval_us; // 0: it runs once
    std::uint64_t turn;       // tells those apart that are due at the same time: in this order
    Function f;
    void *user;
    Timer *next;         // in its bucket
    std::uint32_t place; // in the heap
    int id;
  };
  static bool is_before(const Timer &a, const Timer &b) {
    return a.due_us != b.due_us ? a.due_us < b.due_us : a.turn < b.turn;
  }
  Timer **find(int id);
  Timer *&bucket(int id) { return buckets_[static_cast<unsigned>(id) % bucket_count_]; }
  [[nodiscard]] bool make_room();
  void put(std::size_t place, Timer *timer) {
    heap_[place] = timer;
    timer->place = static_cast<std::uint32_t>(place);
  }
  void sift_up(std::size_t place, Timer *timer);
  void sift_down(std::size_t place, Timer *timer);
  void remove(Timer **link);

  Vector<Timer *> heap_;
  Timer **buckets_ = nullptr;
  unsigned bucket_count_ = 0;
  std::uint64_t turns_ = 0;
  int last_id_ = 0;
};

} // namespace vce
