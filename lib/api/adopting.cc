// Sockets that the program has, and what it may ask about those of the library.

#include "api/face.h"
#include "net/peer_credentials.h"

using namespace vce;
using namespace vce::api;

VCE_API tcpcontext_t vce_tcpcontext_create_from_listener(int fd, int maxcon, size_t rblen,
                                                         size_t wblen, int timeout,
                                                         int nonblock_connect, int nodelay,
                                                         size_t statebuf_size) {
  return create_from_listener(callbacks_2015, fd,
                              {.max_connections = maxcon,
                               .read_limit = rblen,
                               .write_limit = wblen,
                               .state_bytes = statebuf_size,
                               .idle_limit_s = timeout,
                               .non_blocking_connect = nonblock_connect != 0,
                               .no_delay = nodelay != 0});
}

VCE_API conn_t vce_tcpcontext_adopt(tcpcontext_t t, int fd) {
  Context *context = resolve(t);
  if (!context)
    return conn_t{nullptr, 0};
  int error = err::none;
  const Handle made = runtime().adopter().adopt(*context, fd, error);
  set_last_error(error);
  return to_c(made);
}

VCE_API int vce_conn_get_fd(conn_t c) {
  Connection *found = resolve(c);
  if (!found)
    return err::invalid;
  return report(found->socket.valid() ? found->socket.fd() : err::not_ready);
}

VCE_API int vce_conn_get_peer_credentials(conn_t c, int *pid, int *uid, int *gid) {
  Connection *found = resolve(c);
  if (!found)
    return err::invalid;
  PeerCredentials peer;
  if (const int error = peer.ask(found->socket, found->remote); error != err::none)
    return fail(error);
  if (pid)
    *pid = peer.process;
  if (uid)
    *uid = peer.user;
  if (gid)
    *gid = peer.group;
  return fail(err::none);
}
