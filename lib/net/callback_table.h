// How the core calls the application, without knowing the signatures of any edition of the API.
//
// A callback of the application is kept as an opaque function pointer. The edition that took it in
// supplies a CallbackTable: one function per kind of callback, which casts the pointer back and
// calls it.
#pragma once

#include "base/slot_table.h"

#include <cstddef>

namespace vce {

/// A callback whose signature only a CallbackTable knows. Null = not set.
using Callback = void (*)();

/// Why a connection ended; the numbers are part of the API.
enum class CloseReason : int {
  remote = 1,
  application = 2,
  timeout = 3,
  decoder = 4, // the peer broke a layer below the records
  encoder = 5, // such a layer failed on this side
  parser = 6,
};

/// The callback comes last, so that all else is where it takes it already.
struct CallbackTable {
  int (*ask)(Handle, Callback); // watchers, parsers and all others that take a connection alone
  int (*accept_hiwater)(Handle, int connections, Callback);
  int (*accept_warning)(void *context, Callback);
  void (*close)(Handle, CloseReason, Callback);
  void (*finalize)(Handle, Callback);
  int (*record)(Handle, char *data, int length, Callback);
  void (*io)(Handle, int direction, char *data, std::size_t size, Callback);
};

} // namespace vce
