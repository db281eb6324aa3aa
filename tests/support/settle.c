/* settle(): the loopback has delivered everything.
 *
 * The kernel tells for each socket how many bytes it sent and received, and for a listening socket
 * how many connections wait. Two descriptors of this process with mirrored addresses are the two
 * ends of one connection; what one has sent the other must have received. */
#include "peer.h"

#include <arpa/inet.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

enum { SCANNED_DESCRIPTORS = 256, SETTLE_MS = 100 };

/* States of a connection as the kernel numbers them. */
enum { ESTABLISHED = 1, SYN_SENT = 2, FIN_WAIT1 = 4, FIN_WAIT2 = 5, LAST_ACK = 9, LISTEN = 10 };

typedef struct address {
  unsigned char bytes[16];
  in_port_t port;
} address;

typedef struct endpoint {
  int fd;
  address local;
  address remote;
  struct tcp_info info;
} endpoint;

static address normal_form(const struct sockaddr_storage *from) {
  address a;
  memset(&a, 0, sizeof a);
  if (from->ss_family == AF_INET) {
    const struct sockaddr_in *in = (const struct sockaddr_in *)from;
    a.bytes[10] = a.bytes[11] = 0xff;
    memcpy(a.bytes + 12, &in->sin_addr, 4);
    a.port = in->sin_port;
  } else if (from->ss_family == AF_INET6) {
    const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)from;
    memcpy(a.bytes, &in6->sin6_addr, 16);
    a.port = in6->sin6_port;
  }
  return a;
}

static bool same(const address *a, const address *b) {
  return a->port == b->port && memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

static bool describe(int fd, endpoint *out) {
  socklen_t length = sizeof out->info;
  memset(out, 0, sizeof *out);
  if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &out->info, &length) != 0) return false;
  struct sockaddr_storage name;
  socklen_t size = sizeof name;
  if (getsockname(fd, (struct sockaddr *)&name, &size) != 0) return false;
  out->fd = fd;
  out->local = normal_form(&name);
  size = sizeof name;
  memset(&name, 0, sizeof name);
  if (getpeername(fd, (struct sockaddr *)&name, &size) == 0) out->remote = normal_form(&name);
  return true;
}

static int scan(endpoint *out) {
  int count = 0;
  for (int fd = 0; fd < SCANNED_DESCRIPTORS; ++fd)
    if (describe(fd, &out[count])) ++count;
  return count;
}

static const endpoint *mirror_of(const endpoint *a, const endpoint *all, int count) {
  for (int i = 0; i < count; ++i)
    if (all[i].info.tcpi_state != LISTEN && same(&a->local, &all[i].remote) &&
        same(&a->remote, &all[i].local))
      return &all[i];
  return NULL;
}

static const endpoint *listener_of(const endpoint *a, const endpoint *all, int count) {
  for (int i = 0; i < count; ++i)
    if (all[i].info.tcpi_state == LISTEN && all[i].local.port == a->remote.port) return &all[i];
  return NULL;
}

static bool has_arrived(const endpoint *from, const endpoint *to) {
  if (from->info.tcpi_state == FIN_WAIT1 || from->info.tcpi_state == LAST_ACK) return false;
  uint64_t sent = from->info.tcpi_bytes_sent - from->info.tcpi_bytes_retrans;
  return to->info.tcpi_bytes_received >= sent;
}

static bool is_settled(void) {
  static endpoint all[SCANNED_DESCRIPTORS];
  int waiting[SCANNED_DESCRIPTORS] = {0};
  int count = scan(all);
  for (int i = 0; i < count; ++i) {
    const endpoint *a = &all[i];
    if (a->info.tcpi_state == LISTEN || a->remote.port == 0) continue;
    if (a->info.tcpi_state == SYN_SENT) return false;
    const endpoint *b = mirror_of(a, all, count);
    if (b != NULL) {
      if (!has_arrived(a, b)) return false;
      continue;
    }
    const endpoint *listener = listener_of(a, all, count);
    if (listener == NULL) continue;
    if (a->info.tcpi_state == FIN_WAIT1) return false;
    if (a->info.tcpi_state != ESTABLISHED && a->info.tcpi_state != FIN_WAIT2) continue;
    int unacknowledged = 0;
    if (ioctl(a->fd, SIOCOUTQ, &unacknowledged) == 0 && unacknowledged > 0) return false;
    ++waiting[listener - all];
  }
  for (int i = 0; i < count; ++i)
    if (waiting[i] > 0 && (int)all[i].info.tcpi_unacked < waiting[i]) return false;
  return true;
}

void settle(void) {
  for (int elapsed = 0; elapsed < SETTLE_MS && !is_settled(); ++elapsed) poll(NULL, 0, 1);
}

int other_end(int fd) {
  static endpoint all[SCANNED_DESCRIPTORS];
  endpoint self;
  if (!describe(fd, &self)) return -1;
  const endpoint *other = mirror_of(&self, all, scan(all));
  return other == NULL ? -1 : other->fd;
}
