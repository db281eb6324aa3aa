// libevent's half of the loop: connects under way and look-ups are events of its base, which is
// made when it is first needed, so that a program that dials nobody pays nothing for it. With it
// come timers and wake-ups of the application.
//
// What it finds goes onto lists: ReadyWatches, and the timers that are due. It never waits, that is
// Poller's task; nothing of the application runs in it.
#pragma once

#include "net/libevent_base.h"
#include "net/lookups.h"
#include "net/socket_events.h"
#include "net/timers.h"
#include "net/wake_up.h"
#include "net/watch.h"

namespace vce {

class Events {
public:
  Events() = default;
  ~Events() { close(); }
  Events(const Events &) = delete;
  Events &operator=(const Events &) = delete;

  ReadyWatches &ready() { return ready_; }

  // --- Connects under way ---

  /// Watches a socket that connects for `interest` (readable | writable), instead of the interest
  /// before; `nothing` ends it. False with errno, and nothing watched any more, when the system
  /// refuses. When it is established Poller takes the watch over: Poller::set_interest().
  [[nodiscard]] bool set_interest(Watch &watch, int fd, std::uint8_t interest);
  /// Watches as before, after a fork or when descriptors were closed by the program.
  [[nodiscard]] bool rewatch(Watch &watch, int fd);
  /// Ends watching and forgets readiness that was seen but not yet taken.
  void forget(Watch &watch, int fd);

  /// Starts to look `name` up. False when it cannot even be started.
  [[nodiscard]] bool look_up(Lookup &lookup, const char *name, std::uint16_t port) {
    return refresh() && make_base() && lookups_.start(lookup, name, port);
  }
  /// A look-up is under way; its times make no descriptor readable.
  bool looking_up() const { return lookups_.any(); }

  // --- Of the application ---

  Timers &timers() { return timers_; }
  WakeUp &wake_up() { return wake_up_; }

  // --- For Poller ---

  /// Told when the base is made, or made anew: its descriptor is another one.
  using OnBase = void (*)(void *owner);
  /// False when the system gives no descriptors.
  [[nodiscard]] bool open(OnBase on_base, void *owner);
  void close();

  /// False if the base cannot be had.
  [[nodiscard]] bool make_base();
  /// Readable while an event of the base is due, except for times. -1: there is no base, or its
  /// descriptor is not known, and run() has to be called now and then.
  int descriptor() const { return base_.descriptor(); }
  bool has_base() const { return base_.get() != nullptr; }
  /// Does what is due, without waiting.
  void run();
  /// Before a wait for the descriptor: makes sure that it shows what was changed.
  void settle();

  /// In a child: takes kernel objects of its own. False if they cannot be had now.
  [[nodiscard]] bool refresh();
  /// The program has closed descriptors, those of libevent and of the wake-up among them, whose
  /// numbers may be somebody else's now: leaves them alone.
  void give_up();
  /// Goes on after that, once everything is watched again.
  void recover();

  SocketEvents &sockets() { return sockets_; }
  /// The descriptor of the base still is the one in which that of the wake-up is watched, and not
  /// what the program opened under its number. True where that cannot be tried.
  bool is_told_of_wake_up();

private:
  void tell_base();

  LibeventBase base_;
  ReadyWatches ready_;
  Lookups lookups_{base_, ready_};
  SocketEvents sockets_{base_, ready_};
  Timers timers_;
  WakeUp wake_up_;
  OnBase on_base_ = nullptr;
  void *owner_ = nullptr;
};

} // namespace vce
