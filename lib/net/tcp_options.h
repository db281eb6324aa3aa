// How long TCP bears with a silent peer: keep-alive times and the user time-out of a context.
#pragma once

#include "net/socket.h"

namespace vce {

/// 0 stands for the system's value everywhere.
class TcpOptions {
public:
  /// False, and nothing changed, when a value is out of range.
  bool set_keep_alive(int idle_s, int interval_s, int count);
  bool set_user_timeout(int ms);

  /// On a socket that was given those of `before`, and nothing else; false with errno. The
  /// options of a listening socket are inherited by the connections that the kernel accepts on it.
  bool apply(const Socket &socket, const TcpOptions &before) const;
  /// True if this system knows the options.
  static bool has_keep_alive_times();
  static bool has_user_timeout();

private:
  int idle_s_ = 0;
  int interval_s_ = 0;
  int count_ = 0;
  int user_timeout_ms_ = 0;
};

} // namespace vce
