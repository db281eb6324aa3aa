// What the program itself brings to a heartbeat, besides its sockets: wake-ups, posted functions
// and timers. Owns the callback of vce_wake() and the timers; the posts are those of the process.
#pragma once

#include "base/clock.h"
#include "base/limits.h"
#include "net/events.h"
#include "net/posts.h"
#include "net/program_timers.h"

namespace vce {

class ProgramEvents {
public:
  explicit ProgramEvents(Events &events) : events_(events) {}
  ~ProgramEvents() { close(); }
  ProgramEvents(const ProgramEvents &) = delete;
  ProgramEvents &operator=(const ProgramEvents &) = delete;

  /// Takes wake-ups and posts from now on. False without memory.
  [[nodiscard]] bool open();
  /// Takes none any more, and waits for threads that are in the middle of one.
  void close();

  /// vce_wake() and vce_post(), for any thread; the first one is async-signal-safe. Whether the
  /// library runs, begins or ends does not matter.
  static void wake();
  static int post(Posts::Function f, void *arg);

  void set_wake_callback(Posts::Function f, void *user) {
    on_wake_ = f;
    wake_user_ = user;
  }
  ProgramTimers &timers() { return timers_; }

  /// Something has to be run that no descriptor announces any more.
  bool waiting() const { return events_.wake_up().pending() || !posts().empty(); }
  /// When the first timer is due, on the steady clock; INT64_MAX without any.
  std::int64_t next_due_us() const { return events_.timers().next_us(); }
  /// Runs what is due. `now_us` may be behind by as much as the coarse clock.
  void run(std::int64_t now_us) {
    if (waiting())
      run_handed_over();
    if (next_due_us() - limits::coarse_clock_us <= now_us)
      timers_.run(steady_clock_us());
  }

private:
  void run_handed_over();

  Events &events_;
  ProgramTimers timers_{events_.timers()};
  Posts::Function on_wake_ = nullptr;
  void *wake_user_ = nullptr;
};

} // namespace vce
