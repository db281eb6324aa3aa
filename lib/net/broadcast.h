// The same bytes to all open connections of a context, and the handling of a connection without
// room.
#pragma once

#include "net/runtime.h"

namespace vce {

/// A connection without room for the bytes: it does not get them, or it is closed. The numbers are
/// part of the API.
enum class WhenFull : int { drop = 0, close = 1 };

/// Queues `length` bytes for every open connection of the context but `skip`, all of them or none
/// for each. How many took them; err::invalid for a negative length or no data, err::range for
/// another value of `when_full`, err::long_input if no write buffer of the context could ever hold
/// them.
int broadcast(Runtime &runtime, Context &context, const char *data, int length, Handle skip,
              WhenFull when_full);

} // namespace vce
