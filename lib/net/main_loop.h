// Heartbeats as applications ask for them, whether the library runs or not.
#pragma once

#include "net/runtime.h"

namespace vce {

/// One heartbeat: err::none. Before initialise and after finalise only the library's time is
/// refreshed: err::invalid.
int heartbeat(Runtime::Scope scope);

/// While it is false heartbeats do nothing.
void allow_heartbeats(bool allowed);

/// Heartbeats without end, but for a `between` that answers something else than 0: its answer. It
/// is called after each of them.
int run_main_loop();
void set_main_loop_callback(int (*between)());

} // namespace vce
