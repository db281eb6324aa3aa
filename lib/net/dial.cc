#include "net/dial.h"

#include "base/error.h"
#include "base/log.h"

#include <cerrno>
#include <cstring>

namespace vce {

int dial(Context &context, const Address &to, LingeringSockets &lingering, Socket &out) {
  out = Socket::create(to.family());
  // A connect that the program asks for now goes before a socket that outlives its connection.
  if (!out.valid() && (errno == EMFILE || errno == ENFILE) && lingering.let_go_oldest())
    out = Socket::create(to.family());
  if (!out.valid())
    return err::socket;
  if (!to.is_unix() && !out.keep_alive())
    log(Level::normal, "cannot set SO_KEEPALIVE: %s\n", std::strerror(errno));
  if (!to.is_unix() && !context.tcp().apply(out, TcpOptions()))
    log(Level::normal, "cannot set keep-alive times or user time-out: %s\n", std::strerror(errno));
  int result = 0;
  if (context.source.family() == to.family() && !out.bind_source(context.source))
    result = errno;
  else
    result = out.connect(to);
  // A non-blocking connect counts here even when it succeeds at once, as before (K6).
  const bool done = result == 0 && !context.non_blocking_connect;
  ++(done ? stats().traffic.connect_syscall : stats().traffic.connect_syscall_e);
  ++(done ? context.stats.connect_syscall : context.stats.connect_syscall_e);
  return result;
}

} // namespace vce
