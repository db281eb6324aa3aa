#include "net/forks.h"

#include <pthread.h>

namespace vce::forks {

bool count_them() {
  static bool registered = false;
  // Before the fork, or a connection closed right after it by another thread would be missed.
  const auto before = [] {
    if (detail::begun != full)
      ++detail::begun;
  };
  const auto in_child = [] { ++detail::on_the_way_here; };
  registered = registered || pthread_atfork(before, nullptr, in_child) == 0;
  return registered;
}

void begin_anew() { detail::begun = detail::begun_before_this_round = 1; }

} // namespace vce::forks
