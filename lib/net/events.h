// libevent's half of the loop: look-ups. Its base is made when it is first needed, so that a
// program that looks nothing up pays nothing for it.
//
// What it finds goes onto the lists of ReadyWatches.
#pragma once

#include "net/libevent_base.h"
#include "net/lookups.h"
#include "net/watch.h"

namespace vce {

class Events {
public:
  Events() = default;
  Events(const Events &) = delete;
  Events &operator=(const Events &) = delete;

  ReadyWatches &ready() { return ready_; }

  /// Starts to look `name` up. False when it cannot even be started.
  [[nodiscard]] bool look_up(Lookup &lookup, const char *name, std::uint16_t port) {
    return refresh() && lookups_.start(lookup, name, port);
  }
  /// A look-up is under way; its answer makes no descriptor of ours readable.
  bool looking_up() const { return lookups_.any(); }

  /// In a child: takes kernel objects of its own. False if they cannot be had now.
  bool refresh();
  /// The program has closed descriptors, those of libevent among them, whose numbers may be
  /// somebody else's now: leaves them alone. What was under way waits for recover().
  void give_up();
  void recover();
  void close();

  /// Does what is due, without waiting.
  void run() { base_.run(); }
  /// Waits up to `wait_us` for anything here, or for `fd` to be readable. False when it cannot: no
  /// time has passed then.
  bool wait(int fd, int wait_us);
  /// Before `fd` is closed.
  void leave(int fd);

private:
  LibeventBase base_;
  ReadyWatches ready_;
  Lookups lookups_{base_, ready_};
  int waited_for_ = -1;
};

} // namespace vce
