// What ends the wait of a heartbeat from outside: a pair of sockets, one of which the loop watches.
//
// It owns both. Other threads and signal handlers only ring(): that takes no lock, leaves errno
// alone and may come at any moment, also before the library runs and while it ends.
#pragma once

#include "net/poller.h"

#include <cstdint>

namespace vce {

class Waker : public Watch {
public:
  explicit Waker(Poller &loop) : Watch(Kind::waker), loop_(loop) {}
  ~Waker() { close(); }

  /// False with errno when the system gives no sockets or does not watch them.
  [[nodiscard]] bool open();
  void close();

  /// Ends the wait that goes on, or else the next one. Async-signal-safe; in any thread.
  static void ring();
  /// It was rung since the last answer().
  static bool rung();
  /// What was handed over before a ring() is seen by whoever looks after this.
  void answer();

  /// When the set of the loop was made anew: in a child, or because the program has closed
  /// descriptors.
  void rewatch();
  /// Makes the sockets anew if the program has closed one of them.
  void check();

private:
  [[nodiscard]] bool make();
  void drop();

  Poller &loop_;
  int reader_ = -1;
  std::uint64_t reader_inode_ = 0;
};

} // namespace vce
