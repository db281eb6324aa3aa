// What the program brings to a heartbeat: wake-ups, posted functions, timers.

#include "api/face.h"

using namespace vce;
using namespace vce::api;

VCE_API void vce_wake(void) { ProgramEvents::wake(); }

VCE_API int vce_set_wake_callback(void (*f)(void *), void *user) {
  Runtime *r = Runtime::get();
  if (!r)
    return fail(err::invalid);
  r->program_events().set_wake_callback(f, user);
  return report(err::none);
}

VCE_API int vce_post(void (*f)(void *), void *arg) {
  return report(f ? ProgramEvents::post(f, arg) : err::invalid);
}

VCE_API int vce_timer_start(VCEI64 interval_us, int repeat, void (*f)(int, void *), void *user) {
  Runtime *r = Runtime::get();
  if (!r || !f)
    return fail(err::invalid);
  return report(
      r->program_events().timers().start(steady_clock_us(), interval_us, repeat != 0, f, user));
}

VCE_API int vce_timer_stop(int id) {
  Runtime *r = Runtime::get();
  if (!r)
    return fail(err::invalid);
  return report(r->program_events().timers().stop(id) ? err::none : err::no_entry);
}
