#include "connection.h"

#include "support.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HEADER = 2, STALL_MS = 5000, CONNECTS_PER_ADDRESS = 8192 };

static size_t record_bytes(const struct client *c) { return HEADER + c->size; }

void *allocate(size_t count, size_t size) {
  void *p = calloc(count, size);
  if (p == NULL)
    die("out of memory");
  return p;
}

/* Writes record number `sequence` of a connection: length, sequence, connection, then bytes that
   shift by one from record to record. */
static void compose(const struct client *c, const struct connection *from, uint64_t sequence,
                    unsigned char *to) {
  static unsigned char pattern[RECORD_MAX + 256];
  if (pattern[1] == 0)
    for (size_t i = 0; i < sizeof pattern; i++)
      pattern[i] = (unsigned char)(i * 151);
  *to++ = (unsigned char)(c->size >> 8);
  *to++ = (unsigned char)c->size;
  for (int shift = 56; shift >= 0; shift -= 8)
    *to++ = (unsigned char)(sequence >> shift);
  for (int shift = 24; shift >= 0; shift -= 8)
    *to++ = (unsigned char)(from->number >> shift);
  memcpy(to, pattern + (sequence & 255), c->size - RECORD_MIN);
}

static void watch(struct client *c, int operation, struct connection *one, uint32_t events) {
  struct epoll_event event = {.events = events, .data.ptr = one};
  if (epoll_ctl(c->poll_fd, operation, one->fd, &event) != 0)
    die_errno("epoll_ctl");
}

void connection_flush(struct client *c, struct connection *one) {
  ssize_t n = send(one->fd, one->out + one->out_begin, one->out_end - one->out_begin, MSG_NOSIGNAL);
  if (n < 0 && errno != EAGAIN && errno != EINTR)
    die("connection %u: send: %s", one->number, strerror(errno));
  if (n > 0)
    one->out_begin += (size_t)n;
  bool blocked = one->out_begin < one->out_end;
  if (blocked != one->blocked) {
    watch(c, EPOLL_CTL_MOD, one, blocked ? EPOLLIN | EPOLLOUT : EPOLLIN);
    one->blocked = blocked;
  }
}

void connection_launch(struct client *c, struct connection *one, unsigned count) {
  memmove(one->out, one->out + one->out_begin, one->out_end - one->out_begin);
  one->out_end -= one->out_begin;
  one->out_begin = 0;
  uint64_t now = now_ns();
  for (unsigned i = 0; i < count; i++) {
    one->sent_at[one->sent % c->depth] = now;
    compose(c, one, one->sent++, one->out + one->out_end);
    one->out_end += record_bytes(c);
  }
  if (!one->blocked)
    connection_flush(c, one);
}

/* Compares one record with what its origin sent and notes how long it took. */
static void verify(struct client *c, struct connection *one, const unsigned char *record,
                   uint64_t now) {
  static unsigned char expected[HEADER + RECORD_MAX];
  const struct connection *origin = one->origin;
  if (one->received == origin->sent)
    die("connection %u: the server sent more than it got", one->number);
  compose(c, origin, one->received, expected);
  if (memcmp(record, expected, record_bytes(c)) != 0)
    die("connection %u: record %llu came changed", one->number, (unsigned long long)one->received);
  if (c->latency != NULL)
    histogram_add(c->latency, now - origin->sent_at[one->received % c->depth]);
  one->received++;
}

unsigned connection_receive(struct client *c, struct connection *one) {
  size_t room = c->depth * record_bytes(c) - one->in_end;
  ssize_t n = recv(one->fd, one->in + one->in_end, room, 0);
  if (n < 0 && (errno == EAGAIN || errno == EINTR))
    return 0;
  if (n <= 0)
    die("connection %u: %s", one->number, n == 0 ? "closed by the server" : strerror(errno));
  uint64_t now = now_ns();
  one->in_end += (size_t)n;
  size_t at = 0;
  unsigned count = 0;
  for (; one->in_end - at >= record_bytes(c); at += record_bytes(c), count++)
    verify(c, one, one->in + at, now);
  memmove(one->in, one->in + at, one->in_end - at);
  one->in_end -= at;
  return count;
}

void connection_init(const struct client *c, struct connection *one) {
  one->fd = -1;
  one->origin = one;
  one->sent_at = allocate(c->depth, sizeof *one->sent_at);
  one->in = allocate(c->depth, record_bytes(c));
  one->out = allocate(c->depth, record_bytes(c));
}

void connection_free(struct connection *one) {
  free(one->sent_at);
  free(one->in);
  free(one->out);
}

/* 127.a.b.c: a and b follow from the process, c from how many connects it has made. */
static struct sockaddr_in source_address(void) {
  static unsigned connects;
  unsigned process = (unsigned)getpid();
  uint32_t address = 127u << 24 | (1 + process % 250) << 16 | (process / 250 % 250) << 8 |
                     (1 + connects++ / CONNECTS_PER_ADDRESS % 250);
  return (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(address)};
}

void connection_start(struct client *c, struct connection *one, unsigned number) {
  struct sockaddr_in server = {.sin_family = AF_INET,
                               .sin_port = htons((uint16_t)c->port),
                               .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  struct sockaddr_in source = source_address();
  int on = 1;
  one->number = number;
  one->established = one->blocked = false;
  one->sent = one->received = 0;
  one->in_end = one->out_begin = one->out_end = 0;
  one->started = now_ns();
  one->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (one->fd < 0 || setsockopt(one->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0 ||
      setsockopt(one->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on) != 0 ||
      bind(one->fd, (struct sockaddr *)&source, sizeof source) != 0)
    die_errno("socket");
  if (connect(one->fd, (struct sockaddr *)&server, sizeof server) != 0 && errno != EINPROGRESS)
    die_errno("connect");
  watch(c, EPOLL_CTL_ADD, one, EPOLLOUT);
}

void connection_established(struct client *c, struct connection *one) {
  int error = 0;
  socklen_t length = sizeof error;
  if (getsockopt(one->fd, SOL_SOCKET, SO_ERROR, &error, &length) != 0 || error != 0)
    die("connection %u: connect: %s", one->number, strerror(error));
  one->established = true;
  watch(c, EPOLL_CTL_MOD, one, EPOLLIN);
}

int client_wait(struct client *c, struct epoll_event *events) {
  int n = epoll_wait(c->poll_fd, events, EVENTS_PER_WAIT, STALL_MS);
  if (n < 0 && errno != EINTR)
    die_errno("epoll_wait");
  if (n == 0)
    die("nothing happened for %d ms", STALL_MS);
  return n;
}
