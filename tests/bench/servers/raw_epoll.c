/* The yardstick: a level-triggered epoll echo loop with nothing between it and the kernel. It does
   not know records: it sends back what it received.

   Per readable connection one recv of up to 64 KiB and one send. When the kernel takes less than
   all, the rest is kept, and until it is gone the connection is not read: a slow peer holds 64 KiB
   at most.

   usage: raw_epoll CPU    (-1: any)     prints its port; commands: see control.h */
#include "../support.h"
#include "control.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CHUNK = 64 * 1024, EVENTS_PER_WAIT = 512, DESCRIPTORS = 10000 };

struct connection {
  int fd;
  char *pending; /* what the kernel refused; NULL when nothing waits */
  size_t pending_at, pending_end;
};

static int poll_fd;

static int listen_on_loopback(int *port) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0)
    die_errno("socket");
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  if (bind(fd, (struct sockaddr *)&address, length) != 0 || listen(fd, 65535) != 0 ||
      getsockname(fd, (struct sockaddr *)&address, &length) != 0)
    die_errno("listen");
  *port = ntohs(address.sin_port);
  return fd;
}

static void watch(int operation, int fd, uint32_t events, struct connection *c) {
  struct epoll_event event = {.events = events, .data.ptr = c};
  if (epoll_ctl(poll_fd, operation, fd, &event) != 0)
    die_errno("epoll_ctl");
}

static void accept_waiting(int listener) {
  for (;;) {
    int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) {
      if (errno == EAGAIN)
        return;
      if (errno == EINTR || errno == ECONNABORTED)
        continue;
      die_errno("accept4");
    }
    int on = 1;
    if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0)
      die_errno("TCP_NODELAY");
    struct connection *c = calloc(1, sizeof *c);
    if (c == NULL)
      die("out of memory");
    c->fd = fd;
    watch(EPOLL_CTL_ADD, fd, EPOLLIN, c);
  }
}

static void drop(struct connection *c) {
  close(c->fd); /* also leaves the epoll set: nobody else holds the socket */
  free(c->pending);
  free(c);
}

/* Sends from data; returns how many bytes the kernel took, -1 if the connection is broken. */
static ssize_t send_some(int fd, const char *data, size_t length) {
  ssize_t n = send(fd, data, length, MSG_NOSIGNAL);
  if (n < 0 && (errno == EAGAIN || errno == EINTR))
    return 0;
  return n;
}

static void keep_rest(struct connection *c, const char *rest, size_t length) {
  c->pending = malloc(length);
  if (c->pending == NULL)
    die("out of memory");
  memcpy(c->pending, rest, length);
  c->pending_at = 0;
  c->pending_end = length;
  watch(EPOLL_CTL_MOD, c->fd, EPOLLOUT, c);
}

static bool echo(struct connection *c) {
  static char chunk[CHUNK];
  ssize_t got = recv(c->fd, chunk, sizeof chunk, 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR))
    return true;
  if (got <= 0)
    return false;
  ssize_t sent = send_some(c->fd, chunk, (size_t)got);
  if (sent < 0)
    return false;
  if (sent < got)
    keep_rest(c, chunk + sent, (size_t)(got - sent));
  return true;
}

static bool send_rest(struct connection *c) {
  ssize_t sent = send_some(c->fd, c->pending + c->pending_at, c->pending_end - c->pending_at);
  if (sent < 0)
    return false;
  c->pending_at += (size_t)sent;
  if (c->pending_at == c->pending_end) {
    free(c->pending);
    c->pending = NULL;
    watch(EPOLL_CTL_MOD, c->fd, EPOLLIN, c);
  }
  return true;
}

int main(int argc, char **argv) {
  if (argc != 2)
    die("usage: raw_epoll CPU");
  pin_to_cpu((int)parse_number("CPU", argv[1], -1, 1023));
  raise_descriptor_limit(DESCRIPTORS);

  int port;
  int listener = listen_on_loopback(&port);
  poll_fd = epoll_create1(EPOLL_CLOEXEC);
  if (poll_fd < 0)
    die_errno("epoll_create1");
  watch(EPOLL_CTL_ADD, listener, EPOLLIN, NULL);
  control_start(port);

  for (;;) {
    struct epoll_event events[EVENTS_PER_WAIT];
    int n = epoll_wait(poll_fd, events, EVENTS_PER_WAIT, -1);
    if (n < 0 && errno != EINTR)
      die_errno("epoll_wait");
    for (int i = 0; i < n; i++) {
      struct connection *c = events[i].data.ptr;
      if (c == NULL)
        accept_waiting(listener);
      else if (c->pending != NULL ? !send_rest(c) : !echo(c))
        drop(c);
    }
  }
}
