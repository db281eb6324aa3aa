// A descriptor that ends the wait of a heartbeat at once: written to by any thread and by signal
// handlers, read by the loop.
#pragma once

#include "base/atomic.h"

#include <cstdint>

namespace vce {

class WakeUp {
public:
  WakeUp() = default;
  ~WakeUp() { close(); }
  WakeUp(const WakeUp &) = delete;
  WakeUp &operator=(const WakeUp &) = delete;

  /// Opens it if it is not, or is the parent's: false with errno when the system gives no
  /// descriptors.
  [[nodiscard]] bool open();
  /// False in a child, until open(), and when it is not open.
  bool is_made_here() const;
  void close();
  /// The program has closed descriptors of the library: these are let go, if they are among them.
  void give_up();

  /// From any thread or signal handler, while the library is there. Leaves errno as it is.
  void wake();

  /// Makes the descriptor readable, and nothing else.
  bool write();

  /// Readable from wake() until drain().
  int fd() const { return read_fd_; }
  void drain();
  /// There was a wake() since the last call. After drain(), if that is called too: or a wake()
  /// between the two would be forgotten.
  bool take() { return pending() && woken_.exchange(false); }
  /// take() would be true.
  bool pending() const { return woken_.peek(); }
  /// False if the program has closed the descriptor and something else has its number now.
  bool is_intact() const { return is_ours(read_fd_); }

private:
  bool is_ours(int fd) const;

  Atomic<bool> woken_ = false;
  Atomic<int> write_fd_ = -1;
  int read_fd_ = -1;
  Atomic<std::uint64_t> inode_ = 0; // of both ends, and of nothing else
  Atomic<unsigned> made_in_ = 0;    // forks::count()
};

} // namespace vce
