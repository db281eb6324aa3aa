#include "client.h"

#include "support.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HEADER = 2, EVENTS_PER_WAIT = 512, STALL_MS = 5000 };

struct connection {
  int fd;
  unsigned number;
  bool established;
  bool blocked;              /* the kernel refused bytes: write interest is armed */
  uint64_t sent, echoed;     /* records so far; the difference is in flight */
  uint64_t *sent_at;         /* when record n was sent, at n % depth */
  unsigned char *in, *out;   /* room for `depth` records each */
  size_t in_end;             /* received, not yet a whole record */
  size_t out_begin, out_end; /* not yet taken by the kernel */
};

static uint64_t now_ns(void) { return clock_ns(CLOCK_MONOTONIC); }

static size_t record_bytes(const struct client *c) { return HEADER + c->size; }

static void *allocate(size_t count, size_t size) {
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

static void flush(struct client *c, struct connection *one) {
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

/* Sends the next `count` records in one go. */
static void launch(struct client *c, struct connection *one, unsigned count) {
  memmove(one->out, one->out + one->out_begin, one->out_end - one->out_begin);
  one->out_end -= one->out_begin;
  one->out_begin = 0;
  uint64_t now = now_ns();
  for (unsigned i = 0; i < count; i++) {
    one->sent_at[one->sent % c->depth] = now;
    compose(c, one, one->sent++, one->out + one->out_end);
    one->out_end += record_bytes(c);
  }
  c->in_flight += count;
  if (!one->blocked)
    flush(c, one);
}

/* Compares one echo with what was sent and notes how long it took. */
static void check_echo(struct client *c, struct connection *one, const unsigned char *record,
                       uint64_t now) {
  static unsigned char expected[HEADER + RECORD_MAX];
  if (one->echoed == one->sent)
    die("connection %u: the server sent more than it got", one->number);
  compose(c, one, one->echoed, expected);
  if (memcmp(record, expected, record_bytes(c)) != 0)
    die("connection %u: record %llu came back changed", one->number,
        (unsigned long long)one->echoed);
  if (c->latency != NULL)
    histogram_add(c->latency, now - one->sent_at[one->echoed % c->depth]);
  one->echoed++;
}

/* Receives once; returns how many whole records came back. */
static unsigned receive(struct client *c, struct connection *one) {
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
    check_echo(c, one, one->in + at, now);
  memmove(one->in, one->in + at, one->in_end - at);
  one->in_end -= at;
  c->in_flight -= count;
  return count;
}

static int wait_for_events(struct client *c, struct epoll_event *events) {
  int n = epoll_wait(c->poll_fd, events, EVENTS_PER_WAIT, STALL_MS);
  if (n < 0 && errno != EINTR)
    die_errno("epoll_wait");
  if (n == 0)
    die("nothing happened for %d ms", STALL_MS);
  return n;
}

static void start_connect(struct client *c, struct connection *one, unsigned number) {
  struct sockaddr_in server = {.sin_family = AF_INET,
                               .sin_port = htons((uint16_t)c->port),
                               .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int on = 1;
  one->number = number;
  one->sent_at = allocate(c->depth, sizeof *one->sent_at);
  one->in = allocate(c->depth, record_bytes(c));
  one->out = allocate(c->depth, record_bytes(c));
  one->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (one->fd < 0 || setsockopt(one->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0)
    die_errno("socket");
  if (connect(one->fd, (struct sockaddr *)&server, sizeof server) != 0 && errno != EINPROGRESS)
    die_errno("connect");
  watch(c, EPOLL_CTL_ADD, one, EPOLLOUT);
}

static void finish_connect(struct client *c, struct connection *one) {
  int error = 0;
  socklen_t length = sizeof error;
  if (getsockopt(one->fd, SOL_SOCKET, SO_ERROR, &error, &length) != 0 || error != 0)
    die("connection %u: connect: %s", one->number, strerror(error));
  one->established = true;
  watch(c, EPOLL_CTL_MOD, one, EPOLLIN);
}

struct open_times client_open(struct client *c, bool echo) {
  c->poll_fd = epoll_create1(EPOLL_CLOEXEC);
  if (c->poll_fd < 0)
    die_errno("epoll_create1");
  c->table = allocate(c->connections, sizeof *c->table);

  struct open_times times = {0, 0};
  unsigned established = 0, echoed = 0;
  uint64_t start = now_ns();
  for (unsigned i = 0; i < c->connections; i++)
    start_connect(c, &c->table[i], i);
  while (established < c->connections || (echo && echoed < c->connections)) {
    struct epoll_event events[EVENTS_PER_WAIT];
    int n = wait_for_events(c, events);
    for (int i = 0; i < n; i++) {
      struct connection *one = events[i].data.ptr;
      if (one->established) {
        if (events[i].events & EPOLLOUT)
          flush(c, one);
        echoed += receive(c, one);
        continue;
      }
      finish_connect(c, one);
      established++;
      if (echo)
        launch(c, one, 1);
    }
    if (established == c->connections && times.established == 0)
      times.established = now_ns() - start;
  }
  if (echo)
    times.echoed = now_ns() - start;
  return times;
}

/* How many records the limit still allows. */
static unsigned allowed(struct run_limit limit, uint64_t launched, unsigned wanted) {
  if (limit.records == 0 || limit.records - launched >= wanted)
    return wanted;
  return (unsigned)(limit.records - launched);
}

void client_run(struct client *c, struct run_limit limit, struct run_result *result) {
  memset(result, 0, sizeof *result);
  c->latency = &result->latency;
  uint64_t launched = 0, start = now_ns();
  bool over = false;
  for (unsigned i = 0; i < c->active; i++) {
    struct connection *one = &c->table[(uint64_t)i * c->connections / c->active];
    unsigned count = allowed(limit, launched, c->depth);
    if (count > 0)
      launch(c, one, count);
    launched += count;
  }
  while (c->in_flight > 0) {
    struct epoll_event events[EVENTS_PER_WAIT];
    int n = wait_for_events(c, events);
    for (int i = 0; i < n; i++) {
      struct connection *one = events[i].data.ptr;
      if (events[i].events & EPOLLOUT)
        flush(c, one);
      unsigned count = receive(c, one);
      result->records += count;
      unsigned next = over ? 0 : allowed(limit, launched, count);
      if (next > 0)
        launch(c, one, next);
      launched += next;
    }
    result->ns = now_ns() - start;
    over = limit.ns != 0 && result->ns >= limit.ns;
  }
  c->latency = NULL;
}

void client_close(struct client *c) {
  for (unsigned i = 0; i < c->connections; i++) {
    struct connection *one = &c->table[i];
    close(one->fd);
    free(one->sent_at);
    free(one->in);
    free(one->out);
  }
  free(c->table);
  close(c->poll_fd);
}
