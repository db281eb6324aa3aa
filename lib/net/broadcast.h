// The same bytes to all open connections of a context, and what happens to one that has no room.
#pragma once

#include "net/runtime.h"

namespace vce {

/// A connection without room for the bytes: it does not get them, or it is closed.
enum class WhenFull { drop, close };

/// Queues `size` bytes for every open connection of the context but `skip`, all of them or none for
/// each. How many took them; err::long_input if no write buffer of the context could ever hold
/// them.
int broadcast(Runtime &runtime, Context &context, const char *data, std::size_t size, Handle skip,
              WhenFull when_full);

} // namespace vce
