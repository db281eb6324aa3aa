// Timers of the application by their ids (vce_timer_start). When they are due is known to Timers.
//
// Owns them all. Ids are counted up and start over only after 2147483647 timers, so a stale one
// names no other timer. Times are those of the steady clock, in microseconds, given by the caller.
#pragma once

#include "net/timers.h"

namespace vce {

class ProgramTimers {
public:
  using Function = void (*)(int id, void *user);

  explicit ProgramTimers(Timers &timers) : timers_(timers) {}
  ~ProgramTimers();
  ProgramTimers(const ProgramTimers &) = delete;
  ProgramTimers &operator=(const ProgramTimers &) = delete;

  /// The id of a timer that is due `interval_us` from now, and then again and again with `repeat`;
  /// err::range, err::full, err::memory.
  int start(std::int64_t now_us, std::int64_t interval_us, bool repeat, Function f, void *user);
  /// False if there is none with this id.
  bool stop(int id);
  std::uint32_t count() const { return count_; }

  /// Runs those that are due and were started before, each once, earliest first.
  void run(std::int64_t now_us);

private:
  struct Entry : Timer {
    int id;
    Function f;
    void *user;
    Entry *next; // in its bucket
    Entry(int number, Function function, void *given, Entry *behind)
        : id(number), f(function), user(given), next(behind) {}
  };
  Entry **find(int id);
  Entry *&bucket(int id) { return buckets_[static_cast<unsigned>(id) % bucket_count_]; }
  [[nodiscard]] bool make_room();
  void remove(Entry **link);

  Timers &timers_;
  Entry **buckets_ = nullptr;
  std::uint32_t bucket_count_ = 0;
  std::uint32_t count_ = 0;
  int last_id_ = 0;
};

} // namespace vce
