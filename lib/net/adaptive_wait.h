// How long a heartbeat may wait for the first ready socket. The time adapts: shorter after a round
// with work, longer after one without, between two bounds.
//
// The flag and the bounds belong to the process and outlive finalise, like every setting that is
// made before initialise; the present wait belongs to the running library.
#pragma once

#include "base/limits.h"

namespace vce {

class AdaptiveWait {
public:
  /// Without the flag no heartbeat waits. In force from the end of the next round on.
  static void set_wait_flag(bool on);
  /// The wait stays between these; err::range unless 1 <= shortest <= longest <= 1 second.
  static int set_wait_limits(int shortest_us, int longest_us);

  /// The longest that the present round may wait.
  int wait_us() const { return wait_us_; }
  /// At the end of a round, which was `active` if it found work.
  void adapt(bool active);
  /// The next round does not wait.
  void restart() { wait_us_ = 0; }

private:
  int wait_us_ = 0;
};

} // namespace vce
