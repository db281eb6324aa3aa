#include "net/program_events.h"

#include "base/error.h"

#include <atomic>
#include <cerrno>

namespace vce {

namespace {

std::atomic<bool> woken{false}; // since the callback ran last
static_assert(std::atomic<bool>::is_always_lock_free);

bool watch_forks() {
  static bool registered = false;
  const auto before = [] { posts().lock(); };
  const auto in_parent = [] { posts().unlock(); };
  const auto in_child = [] {
    woken = false;
    posts().unlock_emptied();
  };
  registered = registered || pthread_atfork(before, in_parent, in_child) == 0;
  return registered;
}

} // namespace

bool ProgramEvents::open() {
  woken = false;
  if (!watch_forks()) {
    errno = ENOMEM;
    return false;
  }
  if (!waker_.open())
    return false;
  posts().open();
  return true;
}

void ProgramEvents::wake() {
  woken = true;
  Waker::ring();
}

int ProgramEvents::post(Posts::Function f, void *arg) {
  const int result = posts().post(f, arg);
  if (result == err::none)
    Waker::ring();
  return result;
}

// The ringing is answered before anything is looked at: what comes later rings anew.
void ProgramEvents::run_handed_over() {
  waker_.answer();
  if (woken.exchange(false) && on_wake_)
    on_wake_(wake_user_);
  posts().run();
}

} // namespace vce
