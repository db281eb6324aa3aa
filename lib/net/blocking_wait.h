// Waiting for a connect within a call of the application, which may be a callback.
//
// libevent refuses to be entered twice, so this has a base of its own, which runs nothing of the
// application. It is made at the first wait and kept.
#pragma once

#include "net/libevent_base.h"
#include "net/socket_events.h"
#include "net/watch.h"

namespace vce {

class BlockingWait {
public:
  BlockingWait() = default;
  ~BlockingWait() { close(); }
  BlockingWait(const BlockingWait &) = delete;
  BlockingWait &operator=(const BlockingWait &) = delete;

  /// At most so many descriptors.
  static constexpr int most = 8;

  /// Waits up to `wait_us`, -1 = without end, for the first of `fds` that can be written to or is
  /// broken, and tells its place. -1 at that time or after a signal, -2 and errno when the system
  /// cannot wait.
  int wait(const int *fds, int count, int wait_us);
  /// The program has closed descriptors, perhaps those of the base: leaves them alone.
  void give_up();
  void close();

private:
  bool prepare();
  int wait_in_base(const int *fds, int count, int wait_us);

  LibeventBase base_;
  ReadyWatches ready_;
  SocketEvents sockets_{base_, ready_};
};

} // namespace vce
