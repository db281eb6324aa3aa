#include "net/program_events.h"

#include "base/atomic.h"
#include "base/error.h"

#include <poll.h>
#include <pthread.h>

namespace vce {

namespace {

// Used by signal handlers, so that nothing here may be a lock.
Atomic<WakeUp *> waker{nullptr}; // of the running library
Atomic<int> wakers{0};           // threads that may be using it
Atomic<bool> woken{false};       // since the callback ran last

void end_wait() {
  ++wakers;
  if (WakeUp *running = waker)
    running->wake();
  --wakers;
}

// A thread may be posting while another one forks. The child is its own: what the parent has not
// noticed yet is the parent's, and so are its threads.
bool watch_forks() {
  static bool registered = false;
  const auto before = [] { posts().lock(); };
  const auto in_parent = [] { posts().unlock(); };
  const auto in_child = [] {
    woken = false;
    wakers = 0;
    posts().unlock_emptied();
  };
  registered = registered || pthread_atfork(before, in_parent, in_child) == 0;
  return registered;
}

} // namespace

bool ProgramEvents::open() {
  if (!watch_forks())
    return false;
  woken = false;
  waker = &events_.wake_up();
  posts().open();
  return true;
}

// What such a thread has to do is a system call that never waits.
void ProgramEvents::close() {
  posts().close();
  waker = nullptr;
  while (wakers > 0)
    ::poll(nullptr, 0, 1);
}

void ProgramEvents::wake() {
  woken = true;
  end_wait();
}

int ProgramEvents::post(Posts::Function f, void *arg) {
  const int result = posts().post(f, arg);
  if (result == err::none)
    end_wait();
  return result;
}

// The wake-up is taken before anything is looked at: what comes later wakes anew.
void ProgramEvents::run_handed_over() {
  (void)events_.wake_up().take();
  if (woken.exchange(false) && on_wake_)
    on_wake_(wake_user_);
  posts().run();
}

} // namespace vce
