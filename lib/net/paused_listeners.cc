#include "net/paused_listeners.h"

#include "base/limits.h"
#include "base/stats.h"

#include <algorithm>

namespace vce {

void PausedListeners::pause(Listener &listener, std::int64_t now_us) {
  if (!listener.listening())
    return;
  listener.disarm(poller_);
  listener.resume_us_ = now_us + limits::accept_pause_us;
  if (listener.paused())
    return;
  listener.paused_since_us_ = now_us;
  list_.push_back(listener);
  ++admission_stats().pauses;
}

// To arm one may find that the program has closed descriptors, and the owner then gives listeners
// up: so each is on a list at any time.
void PausedListeners::resume_due(std::int64_t now_us, bool early) {
  List<Listener, PausedTag> due;
  for (Listener *l = list_.front(), *next; l; l = next) {
    next = list_.next(*l);
    if (early || now_us >= l->resume_us_)
      due.push_back(*l);
  }
  while (Listener *l = due.front()) {
    list_.push_back(*l);
    if (!l->arm(poller_)) {
      // The system has not even memory for this: a little later.
      l->resume_us_ = now_us + limits::accept_pause_retry_us;
    } else if (l->paused()) {
      ++admission_stats().resumes;
      end(*l, now_us);
    }
  }
}

std::int64_t PausedListeners::next_us() {
  std::int64_t due = INT64_MAX;
  for (Listener *l = list_.front(); l; l = list_.next(*l))
    due = std::min(due, l->resume_us_);
  return due;
}

void PausedListeners::give_up(Listener &listener, std::int64_t now_us) {
  if (listener.paused())
    end(listener, now_us);
}

void PausedListeners::end(Listener &listener, std::int64_t now_us) {
  admission_stats().paused_us += now_us - listener.paused_since_us_;
  static_cast<Link<Listener, PausedTag> &>(listener).unlink();
}

} // namespace vce
