// Listeners that rest because the system has no descriptor or memory for their peers. A paused one
// is on the list, whatever happens to it meanwhile, until it is resumed or given up.
#pragma once

#include "net/listener.h"

namespace vce {

class PausedListeners {
public:
  explicit PausedListeners(Poller &poller) : poller_(poller) {}
  PausedListeners(const PausedListeners &) = delete;
  PausedListeners &operator=(const PausedListeners &) = delete;

  bool empty() const { return list_.empty(); }
  /// For limits::accept_pause_us from now on, also if it is paused already; not one whose socket is
  /// gone.
  void pause(Listener &listener, std::int64_t now_us);
  /// Resumes those whose time has come; all of them if `early` says not to wait for it.
  void resume_due(std::int64_t now_us, bool early);
  /// When the first is due, in microseconds of the steady clock; INT64_MAX if there is none.
  std::int64_t next_us();
  /// The listener is closed, or its socket is gone: nothing will be resumed.
  void give_up(Listener &listener, std::int64_t now_us);

private:
  static void end(Listener &listener, std::int64_t now_us);

  Poller &poller_;
  List<Listener, PausedTag> list_;
};

} // namespace vce
