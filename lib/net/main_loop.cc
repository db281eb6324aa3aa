#include "net/main_loop.h"

#include "base/error.h"

namespace vce {

namespace {

bool heartbeats_allowed = true;
int (*called_between)() = nullptr;

} // namespace

int heartbeat(Runtime::Scope scope) {
  Runtime *r = Runtime::get();
  if (!r) {
    refresh_library_time();
    return err::invalid;
  }
  if (heartbeats_allowed)
    r->heartbeat(scope);
  return err::none;
}

void allow_heartbeats(bool allowed) { heartbeats_allowed = allowed; }

int run_main_loop() {
  for (;;) {
    set_last_error(heartbeat(Runtime::Scope{}));
    if (!called_between)
      continue;
    if (const int result = called_between())
      return result;
  }
}

void set_main_loop_callback(int (*between)()) { called_between = between; }

} // namespace vce
