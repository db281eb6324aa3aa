// Initialise, limits, finalise, heartbeat, main loop, version.

#include "api/face.h"
#include "net/main_loop.h"

using namespace vce;
using namespace vce::api;

namespace {

void clear(vce_limit_t *t) {
  if (t)
    *t = vce_limit_t{ProcessLimits::keep, ProcessLimits::keep, ProcessLimits::keep,
                     ProcessLimits::keep, ProcessLimits::keep};
}

} // namespace

VCE_API void vce_limit_clear(vce_limit_t *t) { clear(t); }

VCE_API void vce_init_limit_t(vce_limit_t *t) { clear(t); }

VCE_API int vce_initialize(void) { return fail(Runtime::initialise()); }

VCE_API int vce_initialize_limited(vce_limit_t *lim) {
  if (lim)
    process_limits().change({lim->max_tcpcontext, lim->max_conn, lim->max_array,
                             lim->sendbuf_work_size, lim->recvbuf_work_size});
  return fail(Runtime::initialise());
}

VCE_API int vce_finalize(void) { return fail(Runtime::finalise()); }

VCE_API int vce_drain(int seconds) {
  Runtime *r = Runtime::get();
  return report(r ? r->drain(seconds) : err::invalid);
}

VCE_API void vce_heartbeat(void) { set_last_error(heartbeat(Runtime::Scope{})); }

VCE_API void vce_heartbeat_on_single_conn(conn_t c) {
  set_last_error(heartbeat(Runtime::Scope{false, to_core(c)}));
}

VCE_API void vce_conn_break_heartbeat(void) {
  if (Runtime *r = Runtime::get())
    r->records().break_parsing();
}

VCE_API void vce_set_heartbeat_wait_flag(int flag) { AdaptiveWait::set_wait_flag(flag != 0); }

VCE_API int vce_set_heartbeat_wait_limits(int shortest_us, int longest_us) {
  return report(AdaptiveWait::set_wait_limits(shortest_us, longest_us));
}

VCE_API int vce_get_wait_fd(void) {
  Runtime *r = Runtime::get();
  if (!r)
    return fail(err::invalid);
  const int fd = r->wait_fd();
  return report(fd >= 0 ? fd : err::memory);
}

VCE_API int vce_get_wait_time(void) {
  Runtime *r = Runtime::get();
  return report(r ? r->wait_time_ms() : err::invalid);
}

VCE_API VCEI64 vce_get_current_utime(void) { return library_time_us(); }

VCE_API int vce_mainloop(void) { return run_main_loop(); }

VCE_API void vce_set_mainloop_callback(int (*f)(void)) { set_main_loop_callback(f); }

VCE_API void vce_set_socket_library_ok(int flag) { allow_heartbeats(flag != 0); }

VCE_API void vce_set_internal_timer(time_t, unsigned int) { set_last_error(err::support); }

VCE_API void vce_get_version(int *ma, int *mi, int *rel) {
  if (ma)
    *ma = LIBVCE_VERSION_MAJOR;
  if (mi)
    *mi = LIBVCE_VERSION_MINOR;
  if (rel)
    *rel = LIBVCE_VERSION_PATCH;
}
