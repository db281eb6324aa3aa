// Shared by all face files of the 2015 edition: the public header, resolving its handles, and
// telling the application's callbacks apart.
//
// A face function has four beats: resolve the handle, call the core, translate, return. It contains
// no decision; anything longer belongs in the core. The core is built without exceptions, so none
// can leave through here.
#pragma once

#include "base/error.h"
#include "net/runtime.h"

#include "vce.h"

#include <cstddef>
#include <type_traits>

#define VCE_API extern "C" __attribute__((visibility("default")))

namespace vce {

/// Ends a call whose result is also its error: stores 0 for a success, else the code.
inline int report(int result) {
  set_last_error(result < 0 ? result : err::none);
  return result;
}

/// Ends a call that has no result, and leaves the last error alone when all is well.
inline void set_error_of(int result) {
  if (result < 0)
    set_last_error(result);
}

/// The same as report() for calls that answer with a pointer.
inline void *report_pointer(void *result, int code_if_null) {
  set_last_error(result ? err::none : code_if_null);
  return result;
}

// The layouts of the header of 2015, which callers were compiled against.
static_assert(sizeof(void *) == 8, "the header of 2015 describes LP64");
static_assert(sizeof(conn_t) == 16 && alignof(conn_t) == 8 && offsetof(conn_t, serial) == 8);
static_assert(std::is_trivially_copyable_v<conn_t>);
static_assert(sizeof(vce_limit_t) == 20 && sizeof(vce_stat_t) == 168);
static_assert(sizeof(conn_stat_t) == 40 && alignof(conn_stat_t) == 1);
static_assert(sizeof(tcpcontext_stat_t) == 108 && alignof(tcpcontext_stat_t) == 1);
static_assert(offsetof(tcpcontext_stat_t, recv_byte) == 4);
static_assert(offsetof(tcpcontext_stat_t, tcpcontext_connect) == 100);
static_assert(sizeof(struct bin_info) == 20 && offsetof(struct bin_info, p) == 12);
static_assert(sizeof(CLOSE_REASON) == 4 && sizeof(BINDATATYPE) == 4);

namespace api {

inline Handle to_core(conn_t c) { return {reinterpret_cast<std::uintptr_t>(c.p), c.serial}; }
inline conn_t to_c(Handle h) { return {reinterpret_cast<void *>(h.p), h.serial}; }

/// The live connection behind a handle, or null; the last error is left alone.
inline Connection *peek(conn_t c) {
  Runtime *r = Runtime::get();
  return r ? r->find(to_core(c)) : nullptr;
}
/// The same; for anything else the last error becomes EINVAL.
inline Connection *resolve(conn_t c) {
  Connection *found = peek(c);
  if (!found)
    set_last_error(err::invalid);
  return found;
}
/// The live context behind a handle, or null with EINVAL.
inline Context *resolve(tcpcontext_t t) {
  Runtime *r = Runtime::get();
  Context *found = r ? r->contexts().find(t) : nullptr;
  if (!found)
    set_last_error(err::invalid);
  return found;
}
/// The runtime of a live connection or context.
inline Runtime &runtime() { return *Runtime::get(); }

/// Writes bytes as they are. A write of nothing returns 0 and is a wrong argument nevertheless.
inline int write_plain(Connection &c, const char *bytes, std::size_t length) {
  const int written = runtime().stream().write(c, bytes, length);
  set_last_error(written > 0 ? err::none : written == 0 ? err::invalid : written);
  return written;
}

/// A callback with its signature taken off; only the CallbackTable of this edition puts it back on.
template <class R, class... Args> Callback opaque(R (*f)(Args...)) {
  return reinterpret_cast<Callback>(f);
}

/// How the core calls applications of this edition.
extern const CallbackTable callbacks_2015;

/// A context whose callbacks are called through `callbacks`; null with the last error set.
tcpcontext_t create_context(const CallbackTable &callbacks, const ContextOptions &options);
/// The same, of a listening socket that the program has.
inline tcpcontext_t create_from_listener(const CallbackTable &callbacks, int fd,
                                         ContextOptions options) {
  options.server = options.adopts = true;
  options.adopted_fd = fd;
  return create_context(callbacks, options);
}

/// The core's form of a parser function and its protocol callback: a ready-made format if it is one
/// of those, custom for any other function, none for null.
ParserChoice parser_choice(int (*parser)(conn_t), int (*record)(conn_t, char *, int));

} // namespace api
} // namespace vce
