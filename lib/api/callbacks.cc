// How the core calls applications of the 2015 edition.

#include "api/face.h"

namespace vce::api {

namespace {

template <class F> F as(Callback f) { return reinterpret_cast<F>(f); }

int ask(Handle h, Callback f) { return as<int (*)(conn_t)>(f)(to_c(h)); }

int accept_hiwater(Handle h, int connections, Callback f) {
  return as<int (*)(conn_t, int)>(f)(to_c(h), connections);
}

int accept_warning(void *context, Callback f) { return as<int (*)(tcpcontext_t)>(f)(context); }

void close(Handle h, CloseReason reason, Callback f) {
  as<int (*)(conn_t, CLOSE_REASON)>(f)(to_c(h), static_cast<CLOSE_REASON>(reason));
}

void finalize(Handle h, Callback f) { as<void (*)(conn_t)>(f)(to_c(h)); }

int record(Handle h, char *data, int length, Callback f) {
  return as<int (*)(conn_t, char *, int)>(f)(to_c(h), data, length);
}

void io(Handle h, int direction, char *data, std::size_t size, Callback f) {
  as<void (*)(conn_t, int, char *, std::size_t)>(f)(to_c(h), direction, data, size);
}

} // namespace

const CallbackTable callbacks_2015 = {ask, accept_hiwater, accept_warning, close, finalize, record,
                                      io};

} // namespace vce::api
