// System calls on sockets that systems do differently, or not all of them have; the part without
// sockets is in base/platform.h. Nothing else below lib/net but the poller of a system uses a name
// that POSIX does not know.
//
// socket_calls_linux.cc has Linux's way. socket_calls_portable.cc has one for all other systems,
// which is also used on Linux with -DVCE_PORTABLE.
#pragma once

#include "base/platform.h"

#include <cerrno>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace vce::socket_calls {

/// A stream socket, non-blocking, closed on exec, that raises no SIGPIPE; or -1 with errno.
int make_stream(int domain);
/// A descriptor that is good for nothing but keeping a place; or -1 with errno. Not a file: there
/// may be no /dev/null where the process lives. A socket has an inode of its own, by which it is
/// known again.
int make_placeholder();
/// As accept(), the result as of make_stream().
int accept(int listener, sockaddr *peer, socklen_t *length);

/// Of the socket; -1 if it cannot be had, as of a file.
int family_of(int fd);
/// Has the peer not confirmed all sent bytes? False where the system does not tell.
bool has_unsent(int fd);
/// Process, user and group at the other end of a Unix socket, -1 for what is not told. False with
/// errno.
bool peer_credentials(int fd, int &process, int &user, int &group);
/// Are there Unix sockets with names outside of the file system?
#ifdef __linux__
inline constexpr bool has_abstract_names = true;
#else
inline constexpr bool has_abstract_names = false;
#endif
/// bind() to port 0 leaves the choice to connect(), so that one port can serve many destinations. A
/// system that cannot only has fewer ports.
void choose_port_when_connecting(int fd);

// Options of TCP; -1 = the system has none like it.
#if defined(TCP_KEEPIDLE)
inline constexpr int keep_idle = TCP_KEEPIDLE; // seconds
#elif defined(TCP_KEEPALIVE)
inline constexpr int keep_idle = TCP_KEEPALIVE; // macOS
#else
inline constexpr int keep_idle = -1;
#endif
#if defined(TCP_KEEPINTVL) && defined(TCP_KEEPCNT)
inline constexpr int keep_interval = TCP_KEEPINTVL;
inline constexpr int keep_count = TCP_KEEPCNT;
#else
inline constexpr int keep_interval = -1;
inline constexpr int keep_count = -1;
#endif
#ifdef TCP_USER_TIMEOUT
inline constexpr int user_timeout = TCP_USER_TIMEOUT; // milliseconds
#else
inline constexpr int user_timeout = -1;
#endif

/// An errno of accept(): the machine is not on the network; -1 = the system has none like it.
#ifdef ENONET
inline constexpr int not_on_network = ENONET;
#else
inline constexpr int not_on_network = -1;
#endif

/// An answer of getaddrinfo(): there is no such name, or it has no address.
inline bool is_unknown_name(int gai_code) {
#ifdef EAI_NODATA
  if (gai_code == EAI_NODATA)
    return true;
#endif
  return gai_code == EAI_NONAME;
}

} // namespace vce::socket_calls
