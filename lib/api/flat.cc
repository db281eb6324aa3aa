// A second face: callbacks that get a connection as two integers, for languages whose callbacks
// take no structure by value.

#include "api/face.h"

#include <limits>

namespace vce::api {

namespace {

static_assert(ConnectionNumber::of(limits::max_slots - 1) <= std::numeric_limits<unsigned>::max());

using Number = unsigned; // p, then serial, of a conn_t

template <class R, class... Args> R call(Callback f, Handle h, Args... more) {
  return reinterpret_cast<R (*)(Number, Number, Args...)>(f)(static_cast<Number>(h.p), h.serial,
                                                             more...);
}

int ask(Handle h, Callback f) { return call<int>(f, h); }

int accept_hiwater(Handle h, int connections, Callback f) { return call<int>(f, h, connections); }

void close(Handle h, CloseReason reason, Callback f) {
  call<int>(f, h, static_cast<CLOSE_REASON>(reason));
}

void finalize(Handle h, Callback f) { call<void>(f, h); }

int record(Handle h, char *data, int length, Callback f) { return call<int>(f, h, data, length); }

void io(Handle h, int direction, char *data, std::size_t size, Callback f) {
  call<void>(f, h, direction, data, size);
}

// A context is no structure: its callback is the same.
int accept_warning(void *context, Callback f) { return callbacks_2015.accept_warning(context, f); }

const CallbackTable callbacks_flat = {ask, accept_hiwater, accept_warning, close, finalize, record,
                                      io};

} // namespace

} // namespace vce::api

VCE_API tcpcontext_t vce_tcpcontext_create_flat(int is_server, const char *bindaddr,
                                                unsigned short port, int maxcon, size_t rblen,
                                                size_t wblen, int timeout, int nonblock_connect,
                                                int nodelay, size_t statebuf_size) {
  return vce::api::create_context(vce::api::callbacks_flat,
                                  {.server = is_server != 0,
                                   .bind_address = bindaddr,
                                   .port = port,
                                   .max_connections = maxcon,
                                   .read_limit = rblen,
                                   .write_limit = wblen,
                                   .state_bytes = statebuf_size,
                                   .idle_limit_s = timeout,
                                   .non_blocking_connect = nonblock_connect != 0,
                                   .no_delay = nodelay != 0});
}

VCE_API tcpcontext_t vce_tcpcontext_create_from_listener_flat(int fd, int maxcon, size_t rblen,
                                                              size_t wblen, int timeout,
                                                              int nonblock_connect, int nodelay,
                                                              size_t statebuf_size) {
  return vce::api::create_from_listener(vce::api::callbacks_flat, fd,
                                        {.max_connections = maxcon,
                                         .read_limit = rblen,
                                         .write_limit = wblen,
                                         .state_bytes = statebuf_size,
                                         .idle_limit_s = timeout,
                                         .non_blocking_connect = nonblock_connect != 0,
                                         .no_delay = nodelay != 0});
}
