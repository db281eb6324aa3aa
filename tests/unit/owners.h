// The parts below those that accept and dial, without a library around them.
#pragma once

#include "net/connections.h"
#include "net/context.h"
#include "net/handshakes.h"

#include <unistd.h>

#include "cmocka_cxx.h"

namespace vce {

/// What callbacks are told, and answer.
struct Application {
  int asked = 0;
  int answer = 0; // of watchers
  int closed = 0;
  int finalized = 0;
  int warned = 0;
  int warning_answer = -1;
  CloseReason reason{};
};
inline Application application;

inline Callback some_callback() {
  return [] {};
}

inline const CallbackTable test_callbacks = {
    .ask = [](Handle, Callback) { return ++application.asked, application.answer; },
    .accept_hiwater = [](Handle, int, Callback) { return ++application.asked, application.answer; },
    .accept_warning = [](void *,
                         Callback) { return ++application.warned, application.warning_answer; },
    .close =
        [](Handle, CloseReason why, Callback) {
          ++application.closed;
          application.reason = why;
        },
    .finalize = [](Handle, Callback) { ++application.finalized; },
    .record = nullptr,
    .io = nullptr,
};

struct Owners {
  Owners() {
    assert_true(poller.open([](void *) {}, nullptr));
    assert_true(connections.open(100) && lingering.open(100));
    idle_limits.align();
    round.now_us = steady_clock_us();
    application = Application();
  }
  /// A heartbeat is under way from now on.
  void begin_round() {
    round.callbacks_may_run = true;
    round.now_us = steady_clock_us();
  }
  static ContextOptions options() {
    ContextOptions o;
    o.read_limit = o.write_limit = 1000;
    o.max_connections = 10;
    return o;
  }
  void destroy_all(Context &context) {
    while (Connection *c = context.connections.front())
      connections.destroy_silently(*c);
  }

  Round round;
  Events events;
  Poller poller{events};
  BufferPool pool;
  Agenda agenda;
  IdleLimits idle_limits;
  LingeringSockets lingering{poller};
  Connections connections{round, poller, pool, agenda, idle_limits, lingering};
  Handshakes handshakes{poller, idle_limits, connections};
};

} // namespace vce
