/* Raw peers, and waiting until the loopback has delivered what the model knows to be on its way. */
#include "world.h"

#include "connect.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { DEADLINE_MS = 10000, HEADROOM = BYTES / 2 };

static struct { int fd, end; } peers[PEERS];
static int peer_count;

/* Closed connections rest for a minute, so no address of 127.0.0.0/8 is used again soon. */
unsigned new_address(void) {
  static unsigned count;
  return htonl(0x7f010001 + (count++ + (unsigned)getpid() * 613) % 0x4000);
}

int next_descriptor(void) {
  int fd = dup(STDERR_FILENO);
  close(fd);
  return fd;
}

/* A port of 127.0.0.1 on which no socket listens. */
int refused_port(void) {
  static int port;
  if (port != 0)
    return port;
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  socklen_t length = sizeof at;
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (bind(fd, (struct sockaddr *)&at, length) != 0 ||
      getsockname(fd, (struct sockaddr *)&at, &length) != 0)
    model_fail("no port for refused connects");
  return port = ntohs(at.sin_port);
}

static void forget_peer(int i) {
  struct linger now = {1, 0};
  setsockopt(peers[i].fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  close(peers[i].fd);
  peers[i] = peers[--peer_count];
}

void peers_reset(void) {
  while (peer_count > 0)
    forget_peer(0);
}

void peer_connects(int t) {
  context_t *server = &model.context[t];
  if (peer_count == PEERS || server->waiting == QUEUE || model.ends + 2 > ENDS)
    return;
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {new_address()}};
  socklen_t length = sizeof at;
  int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (bind(fd, (struct sockaddr *)&at, sizeof at) != 0)
    model_fail("a peer has no address");
  inet_pton(AF_INET, world.address_of[t], &at.sin_addr);
  at.sin_port = htons((unsigned short)server->port);
  if (connect_through_signals(fd, (struct sockaddr *)&at, sizeof at) != 0 ||
      getsockname(fd, (struct sockaddr *)&at, &length) != 0)
    model_fail("a peer cannot connect to context %d: %s", t, strerror(errno));
  int end = end_pair(server->port, ntohs(at.sin_port));
  server->queue[server->waiting++] = end + 1;
  emit("  p[%d] = peer_connect(vce_tcpcontext_get_port(t[%d]));\n", end, t);
  peers[peer_count].fd = fd;
  peers[peer_count++].end = end;
}

int now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int)(t.tv_sec % 100000 * 1000 + t.tv_nsec / 1000000);
}

/* The socket shows all that is on its way to this end. */
static bool has_arrived(int fd, const end_t *e) {
  int waiting = 0;
  if (ioctl(fd, FIONREAD, &waiting) != 0 || waiting != e->inbox.size)
    return false;
  if (!e->fin && !e->reset)
    return true;
  struct pollfd p = {fd, POLLRDHUP, 0};
  if (poll(&p, 1, 0) < 1)
    return false;
  return !e->reset || (p.revents & (POLLHUP | POLLERR));
}

static void wait_for_end(int fd, const end_t *e) {
  if (has_arrived(fd, e))
    return;
  for (int start = now_ms(); !has_arrived(fd, e);) {
    if (now_ms() - start > DEADLINE_MS) {
      int waiting = -1;
      ioctl(fd, FIONREAD, &waiting);
      model_fail("%d bytes (fin %d, reset %d) on their way, %d arrived", e->inbox.size, e->fin,
                 e->reset, waiting);
      return;
    }
    usleep(100);
  }
}

static void wait_for_listener(int t) {
  struct tcp_info info;
  for (int start = now_ms();;) {
    socklen_t length = sizeof info;
    if (getsockopt(world.listener_of[t], IPPROTO_TCP, TCP_INFO, &info, &length) != 0)
      return;
    if ((int)info.tcpi_unacked >= model.context[t].waiting)
      return;
    if (now_ms() - start > DEADLINE_MS)
      break;
    usleep(100);
  }
  model_fail("%d peers wait for context %d, %u have arrived", model.context[t].waiting, t,
             info.tcpi_unacked);
}

/* The library tells descriptors in a text only, so they are looked for when they are needed. */
int descriptor_of(int i) {
  static char text[MAX_SLOTS * 200 + 200];
  if (world.fd_of[i] != UNKNOWN)
    return world.fd_of[i];
  world.fd_of[i] = -1;
  vce_get_netstat_string(text, sizeof text);
  for (const char *at = text; (at = strstr(at, ",fd=")) != NULL; ++at) {
    unsigned serial;
    int fd;
    if (sscanf(at, ",fd=%d,s=%u", &fd, &serial) == 2 && serial == model.conn[i].handle.serial)
      world.fd_of[i] = fd;
  }
  return world.fd_of[i];
}

void settle_world(void) {
  for (int i = 0; i < model.conns; ++i) {
    const conn_t_model *c = &model.conn[i];
    if (!c->live || c->end == NO_END)
      continue;
    const end_t *e = &model.end[c->end];
    if ((e->inbox.size > 0 || e->fin || e->reset) && descriptor_of(i) >= 0)
      wait_for_end(descriptor_of(i), e);
  }
  settle_lingering();
  for (int t = 0; t < model.contexts; ++t)
    if (model.context[t].listening && model.context[t].waiting > 0)
      wait_for_listener(t);
}

/* ---- What peers do ---- */

static void print_bytes(const char *data, int size) {
  for (int i = 0; i < size; ++i)
    emit("%02x", (unsigned char)data[i]);
}

static void peer_sends(int i, const char *data, int size) {
  end_t *e = &model.end[peers[i].end];
  if (e->reset || model.end[e->other].inbox.size > HEADROOM)
    return;
  emit("  peer_send_hex(p[%d], \"", peers[i].end);
  print_bytes(data, size);
  emit("\");\n");
  if (send(peers[i].fd, data, (size_t)size, MSG_NOSIGNAL) == size)
    end_send(peers[i].end, data, size);
  else
    model_fail("a peer cannot send: %s", strerror(errno));
}

static void peer_reads(int i) {
  end_t *e = &model.end[peers[i].end];
  char got[BYTES];
  wait_for_end(peers[i].fd, e);
  if (e->inbox.size > 0) {
    emit("  peer_expect_hex(p[%d], \"", peers[i].end);
    print_bytes(e->inbox.at, e->inbox.size);
    emit("\");\n");
  }
  ssize_t n = recv(peers[i].fd, got, sizeof got, MSG_DONTWAIT);
  if (e->inbox.size > 0) {
    MUST(n == e->inbox.size && memcmp(got, e->inbox.at, (size_t)n) == 0,
         "a peer got %d bytes, %d were sent, or others", (int)n, e->inbox.size);
    e->inbox.size = 0;
    n = recv(peers[i].fd, got, sizeof got, MSG_DONTWAIT);
  }
  if (e->reset)
    return;
  MUST(e->fin ? n == 0 : n < 0 && errno == EAGAIN, "a peer sees an end, or no end");
  emit("  %s(p[%d]);\n", e->fin ? "peer_expect_end" : "peer_expect_nothing", peers[i].end);
}

static void peer_finishes(int i) {
  end_t *e = &model.end[peers[i].end];
  if (e->reset || model.end[e->other].fin)
    return;
  emit("  peer_finish(p[%d]);\n", peers[i].end);
  if (shutdown(peers[i].fd, SHUT_WR) == 0)
    end_finish(peers[i].end);
}

static void peer_closes(int i) {
  char unread[BYTES];
  wait_for_end(peers[i].fd, &model.end[peers[i].end]);
  while (recv(peers[i].fd, unread, sizeof unread, MSG_DONTWAIT) > 0) {
  }
  emit("  peer_close(p[%d]);\n", peers[i].end);
  end_close(peers[i].end);
  close(peers[i].fd);
  peers[i] = peers[--peer_count];
}

void peer_does(const op_t *op) {
  static const struct {
    const char *bytes;
    int size;
  } pieces[] = {{"a\n", 2},
                {"ab\r\ncd\n", 7},
                {"\0\1x", 3},
                {"\0\2xy\0\0", 6},
                {"\0\0\0\2pq", 6},
                {"\0", 1},
                {"\r", 1},
                {"\n", 1},
                {"0123456789", 10},
                {"\0\11abc", 5},
                {"\0\1a\0\1b\0\1c", 9},
                {"\377\377\377\377", 4}};
  if (peer_count == 0)
    return;
  int i = op->a % peer_count;
  const char *data = pieces[op->b % ELEMENTOF(pieces)].bytes;
  int size = pieces[op->b % ELEMENTOF(pieces)].size;
  switch (op->code) {
  case OP_PEER_SEND:
    if (!model.end[model.end[peers[i].end].other].fin)
      peer_sends(i, data, size);
    break;
  case OP_PEER_FINISH:
    peer_finishes(i);
    break;
  case OP_PEER_CLOSE:
    peer_closes(i);
    break;
  case OP_PEER_RESET:
    emit("  peer_reset(p[%d]);\n", peers[i].end);
    end_reset(peers[i].end);
    forget_peer(i);
    break;
  default:
    peer_reads(i);
  }
}
