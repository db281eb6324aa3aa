#include "net/posts.h"

#include "base/error.h"

namespace vce {

namespace {

constinit Posts of_process;

} // namespace

Posts &posts() { return of_process; }

void Posts::open() {
  lock();
  open_ = true;
  unlock();
}

void Posts::close() {
  lock();
  open_ = false;
  taken_ = posted_.load();
  unlock();
}

int Posts::post(Function f, void *arg) {
  int result = err::invalid;
  lock();
  const std::uint32_t place = posted_;
  if (open_ && place - taken_ == limits::max_posts)
    result = err::full;
  else if (open_) {
    ring_[place % limits::max_posts] = {f, arg};
    posted_ = place + 1; // only now the heartbeat looks at it
    result = err::none;
  }
  unlock();
  return result;
}

// A function may fork, and the child has an empty ring.
void Posts::run() {
  for (const std::uint32_t end = posted_; static_cast<std::int32_t>(end - taken_) > 0;) {
    const Post next = ring_[taken_ % limits::max_posts];
    ++taken_; // its place is free
    next.f(next.arg);
  }
}

} // namespace vce
