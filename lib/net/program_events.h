// What the program itself brings to a heartbeat, besides its sockets: wake-ups, posted functions
// and timers. Owns all three, and the callback of vce_wake().
#pragma once

#include "base/clock.h"
#include "net/posts.h"
#include "net/program_timers.h"
#include "net/waker.h"

namespace vce {

class ProgramEvents {
public:
  explicit ProgramEvents(Poller &loop) : waker_(loop) {}
  ~ProgramEvents() { posts().close(); }

  /// False with errno when the system gives no descriptors or memory.
  [[nodiscard]] bool open();

  /// vce_wake() and vce_post(), for any thread; the first one for signal handlers too.
  static void wake();
  static int post(Posts::Function f, void *arg);

  void set_wake_callback(Posts::Function f, void *user) {
    on_wake_ = f;
    wake_user_ = user;
  }
  ProgramTimers &timers() { return timers_; }
  Waker &waker() { return waker_; }

  /// Something has to be run that no descriptor announces any more.
  bool waiting() const { return Waker::rung() || !posts().empty(); }
  /// When the first timer is due, on the steady clock; INT64_MAX without any.
  std::int64_t next_due_us() const { return timers_.next_due_us(); }
  /// Runs what is due. `now_us` may be behind by as much as the coarse clock.
  void run(std::int64_t now_us) {
    if (waiting() || waker_.linked())
      run_handed_over();
    if (timers_.next_due_us() - limits::coarse_clock_us <= now_us)
      timers_.run(steady_clock_us());
  }

private:
  void run_handed_over();

  Waker waker_;
  ProgramTimers timers_;
  Posts::Function on_wake_ = nullptr;
  void *wake_user_ = nullptr;
};

} // namespace vce
