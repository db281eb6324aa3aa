/* The floor: a level-triggered epoll loop with nothing between it and the kernel. Compiled as it
   is, it does not know records: it sends on what it received. With RECORDS defined it is the same
   loop with a parser: it puts halves of records together and composes an answer to each whole one.

   Per readable connection one recv of up to 64 KiB and one send per receiver. When the kernel takes
   less than all, the rest is kept, and until it is gone the connection is not read: a slow peer of
   the echo holds 64 KiB at most.

   usage: see peer.h */
#include "../support.h"
#include "peer.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS_PER_WAIT = 512 };

struct connection {
  int fd;
#ifdef RECORDS
  unsigned partial_bytes; /* the first part of a record */
  unsigned char *partial;
#endif
  char *pending; /* bytes that the kernel refused; NULL when nothing waits */
  size_t pending_at, pending_end;
  struct connection *next, *previous;
};

static struct peer peer;
static int poll_fd;
static struct connection *everyone, *source;

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

static void admit(int fd) {
  int on = 1;
  if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0)
    die_errno("TCP_NODELAY");
  struct connection *c = calloc(1, sizeof *c);
  if (c == NULL)
    die("out of memory");
  c->fd = fd;
  c->next = everyone;
  if (everyone != NULL)
    everyone->previous = c;
  everyone = c;
  if (peer.broadcast && source == NULL)
    source = c;
  watch(EPOLL_CTL_ADD, fd, EPOLLIN, c);
}

static void accept_waiting(int listener) {
  for (;;) {
    int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0)
      admit(fd);
    else if (errno == EAGAIN)
      return;
    else if (errno != EINTR && errno != ECONNABORTED)
      die_errno("accept4");
  }
}

static void drop(struct connection *c) {
  if (c->next != NULL)
    c->next->previous = c->previous;
  *(c->previous != NULL ? &c->previous->next : &everyone) = c->next;
  if (c == source)
    source = NULL;
  close(c->fd); /* also leaves the epoll set: no other process holds the socket */
#ifdef RECORDS
  free(c->partial);
#endif
  free(c->pending);
  free(c);
}

/* Returns how many bytes the kernel took, -1 if the connection is broken. */
static ssize_t send_some(int fd, const char *data, size_t length) {
  ssize_t n = send(fd, data, length, MSG_NOSIGNAL);
  if (n < 0 && (errno == EAGAIN || errno == EINTR))
    return 0;
  return n;
}

static void keep_rest(struct connection *c, const char *rest, size_t length) {
  if (c->pending == NULL)
    watch(EPOLL_CTL_MOD, c->fd, EPOLLOUT, c);
  c->pending = realloc(c->pending, c->pending_end + length);
  if (c->pending == NULL)
    die("out of memory");
  memcpy(c->pending + c->pending_end, rest, length);
  c->pending_end += length;
}

/* A broken connection is left to its next event, which epoll reports without being asked. */
static void send_to(struct connection *c, const char *data, size_t length) {
  ssize_t sent = c->pending == NULL ? send_some(c->fd, data, length) : 0;
  if (sent >= 0 && (size_t)sent < length)
    keep_rest(c, data + sent, length - (size_t)sent);
}

static void deliver(struct connection *from, const char *data, size_t length) {
  if (from != source) {
    send_to(from, data, length);
    return;
  }
  for (struct connection *c = everyone; c != NULL; c = c->next) {
    if (c != source)
      send_to(c, data, length);
  }
}

#ifdef RECORDS

static void keep_partial(struct connection *c, const unsigned char *part, size_t bytes) {
  c->partial = realloc(c->partial, bytes);
  if (c->partial == NULL)
    die("out of memory");
  memcpy(c->partial, part, bytes);
  c->partial_bytes = (unsigned)bytes;
}

static bool serve(struct connection *c) {
  static unsigned char in[RECORD_BYTES + RECEIVE_BYTES], out[sizeof in];
  size_t held = c->partial_bytes;
  ssize_t got = recv(c->fd, in + held, RECEIVE_BYTES, 0);
  if (got <= 0)
    return got < 0 && (errno == EAGAIN || errno == EINTR);
  if (held > 0)
    memcpy(in, c->partial, held);
  held += (size_t)got;
  size_t answered = records_answer(out, in, held);
  if (answered < held) {
    keep_partial(c, in + answered, held - answered);
  } else if (c->partial != NULL) {
    free(c->partial);
    c->partial = NULL;
    c->partial_bytes = 0;
  }
  if (answered > 0)
    deliver(c, (char *)out, answered);
  return true;
}

#else

static bool serve(struct connection *c) {
  static char chunk[RECEIVE_BYTES];
  ssize_t got = recv(c->fd, chunk, sizeof chunk, 0);
  if (got <= 0)
    return got < 0 && (errno == EAGAIN || errno == EINTR);
  deliver(c, chunk, (size_t)got);
  return true;
}

#endif

static bool send_rest(struct connection *c) {
  ssize_t sent = send_some(c->fd, c->pending + c->pending_at, c->pending_end - c->pending_at);
  if (sent < 0)
    return false;
  c->pending_at += (size_t)sent;
  if (c->pending_at == c->pending_end) {
    free(c->pending);
    c->pending = NULL;
    c->pending_at = c->pending_end = 0;
    watch(EPOLL_CTL_MOD, c->fd, EPOLLIN, c);
  }
  return true;
}

int main(int argc, char **argv) {
  peer = peer_start(argc, argv);
  int port;
  int listener = listen_on_loopback(&port);
  poll_fd = epoll_create1(EPOLL_CLOEXEC);
  if (poll_fd < 0)
    die_errno("epoll_create1");
  watch(EPOLL_CTL_ADD, listener, EPOLLIN, NULL);
  control_start(port, "-");

  for (;; control_turned()) {
    struct epoll_event events[EVENTS_PER_WAIT];
    int n = epoll_wait(poll_fd, events, EVENTS_PER_WAIT, peer.polling ? 0 : -1);
    if (n < 0 && errno != EINTR)
      die_errno("epoll_wait");
    for (int i = 0; i < n; i++) {
      struct connection *c = events[i].data.ptr;
      if (c == NULL)
        accept_waiting(listener);
      else if (c->pending != NULL ? !send_rest(c) : !serve(c))
        drop(c);
    }
  }
}
