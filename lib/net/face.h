// How the core calls the application, without knowing the signatures of any edition of the API.
//
// A callback of the application is kept as an opaque function pointer. The edition that took it in
// supplies a Face: one function per kind of callback, which casts the pointer back and calls it.
#pragma once

#include "base/slot_table.h"

#include <cstddef>

namespace vce {

/// A callback whose signature only a Face knows. Null = not set.
using Callback = void (*)();

/// Why a connection ended; the numbers are part of the contract.
enum class CloseReason : int { remote = 1, application = 2, timeout = 3, parser = 6 };

struct Face {
  int (*accept)(Callback, Handle);
  int (*accept_hiwater)(Callback, Handle, int connections);
  int (*accept_warning)(Callback, void *context);
  void (*close)(Callback, Handle, CloseReason);
  void (*finalize)(Callback, Handle);
  int (*visit)(Callback, Handle);
  int (*parse)(Callback, Handle);
  int (*record)(Callback, Handle, char *data, int length);
  int (*record_too_long)(Callback, Handle);
  void (*io)(Callback, Handle, int direction, char *data, std::size_t size);
};

} // namespace vce
