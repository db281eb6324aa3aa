// Functions that any thread hands over to the heartbeat (vce_post).
//
// One table for the process, a ring: threads put behind its end under a lock among themselves, the
// heartbeat takes from its front without one. It is closed while the library does not run, and a
// child process starts with an empty one: what was posted before is the parent's.
#pragma once

#include "base/atomic.h"
#include "base/limits.h"

#include <cstdint>
#include <pthread.h>

namespace vce {

class Posts {
public:
  using Function = void (*)(void *);

  constexpr Posts() = default;
  Posts(const Posts &) = delete;
  Posts &operator=(const Posts &) = delete;

  /// Takes posts from now on, or none any more; those that wait are dropped.
  void open();
  void close();
  /// For any thread: err::none, err::full, or err::invalid while it is closed.
  int post(Function f, void *arg);
  bool empty() const { return taken_.load() == posted_.load(); }
  /// Runs those that were posted before the call, in order.
  void run();

  /// Around a fork, as another thread may be posting; the last one in the child.
  void lock() { pthread_mutex_lock(&posting_); }
  void unlock() { pthread_mutex_unlock(&posting_); }
  void unlock_emptied() {
    taken_ = posted_.load();
    unlock();
  }

private:
  struct Post {
    Function f;
    void *arg;
  };
  pthread_mutex_t posting_ = PTHREAD_MUTEX_INITIALIZER;
  Atomic<std::uint32_t> posted_{0}; // counted on and on; behind the last one
  Atomic<std::uint32_t> taken_{0};
  bool open_ = false;
  Post ring_[limits::max_posts] = {};
  static_assert((limits::max_posts & (limits::max_posts - 1)) == 0, "places of a ring");
};

/// Those of the process.
Posts &posts();

} // namespace vce
