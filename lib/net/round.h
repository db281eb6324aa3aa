// Facts of the present round, which the parts of the runtime share.
#pragma once

#include <cstdint>

namespace vce {

struct Round {
  /// The steady clock, read once in a round, after the wait. Between rounds: that of the last one.
  std::int64_t now_us = 0;
  /// Something happened, so that the next round waits less. Before the wait: there is no wait.
  bool active = false;
  /// A callback of the application may be running, so nothing that a walk may stand on is
  /// destroyed: a heartbeat does nothing, and finalise is refused. See Busy.
  bool callbacks_may_run = false;
  /// A descriptor was given back since listeners that pause were asked last.
  bool descriptor_released = false;
};

/// While one exists, callbacks of the application may run.
class Busy {
public:
  explicit Busy(Round &round) : round_(round), before_(round.callbacks_may_run) {
    round_.callbacks_may_run = true;
  }
  ~Busy() { round_.callbacks_may_run = before_; }
  Busy(const Busy &) = delete;
  Busy &operator=(const Busy &) = delete;
  /// It is the first of those that exist, and no heartbeat is under way.
  bool outermost() const { return !before_; }

private:
  Round &round_;
  const bool before_;
};

} // namespace vce
