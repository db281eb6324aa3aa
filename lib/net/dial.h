// A socket on its way to one address.
#pragma once

#include "net/context.h"

namespace vce {

/// Makes the socket with the settings that the context has for connects, and begins to connect it:
/// 0, EINPROGRESS, another errno of the connect, or a negative code with errno set. Without a
/// descriptor one of the lingering sockets is let go.
int dial(Context &context, const Address &to, LingeringSockets &lingering, Socket &out);

} // namespace vce
