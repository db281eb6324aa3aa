#include "client.h"

#include "connection.h"
#include "support.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Connects under way at a time: fewer than a listening socket queues (net.core.somaxconn). */
enum { MOST_OPENING = 1000 };

static void prepare(struct client *c, unsigned places) {
  c->poll_fd = epoll_create1(EPOLL_CLOEXEC);
  if (c->poll_fd < 0)
    die_errno("epoll_create1");
  c->places = places;
  c->table = allocate(places, sizeof *c->table);
  for (unsigned i = 0; i < places; i++)
    connection_init(c, &c->table[i]);
}

static void send_first(struct client *c, struct connection *one, bool echo) {
  connection_established(c, one);
  if (echo)
    connection_launch(c, one, 1);
}

static struct open_times open_all(struct client *c, bool echo) {
  struct open_times times = {0, 0};
  unsigned started = 0, established = 0, echoed = 0;
  uint64_t start = now_ns();
  while (established < c->connections || (echo && echoed < c->connections)) {
    while (started < c->connections && started - (echo ? echoed : established) < MOST_OPENING) {
      connection_start(c, &c->table[started], started);
      started++;
    }
    struct epoll_event events[EVENTS_PER_WAIT];
    int n = client_wait(c, events);
    for (int i = 0; i < n; i++) {
      struct connection *one = events[i].data.ptr;
      if (one->established) {
        if (events[i].events & EPOLLOUT)
          connection_flush(c, one);
        echoed += connection_receive(c, one);
      } else {
        send_first(c, one, echo);
        established++;
      }
    }
    if (established == c->connections && times.established == 0)
      times.established = now_ns() - start;
  }
  if (echo)
    times.echoed = now_ns() - start;
  return times;
}

struct open_times client_open(struct client *c, bool echo) {
  prepare(c, c->connections);
  return open_all(c, echo);
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
      connection_launch(c, one, count);
    launched += count;
  }
  while (result->records < launched) {
    struct epoll_event events[EVENTS_PER_WAIT];
    int n = client_wait(c, events);
    for (int i = 0; i < n; i++) {
      struct connection *one = events[i].data.ptr;
      if (events[i].events & EPOLLOUT)
        connection_flush(c, one);
      unsigned count = connection_receive(c, one);
      result->records += count;
      unsigned next = over ? 0 : allowed(limit, launched, count);
      if (next > 0)
        connection_launch(c, one, next);
      launched += next;
    }
    result->ns = now_ns() - start;
    over = limit.ns != 0 && result->ns >= limit.ns;
  }
  c->latency = NULL;
}

/* The source has the place behind the connections. The server knows it by its coming first: its
   connect is done before any other begins. */
void client_open_broadcast(struct client *c) {
  prepare(c, c->connections + 1);
  struct connection *source = &c->table[c->connections];
  struct epoll_event event;
  connection_start(c, source, c->connections);
  client_wait(c, &event);
  connection_established(c, source);
  open_all(c, true);
  for (unsigned i = 0; i < c->connections; i++) {
    c->table[i].origin = source;
    c->table[i].received = 0;
  }
}

void client_run_broadcast(struct client *c, struct run_limit limit, struct run_result *result) {
  memset(result, 0, sizeof *result);
  c->latency = &result->latency;
  struct connection *source = &c->table[c->connections];
  uint64_t expected = 0, start = now_ns();
  while (result->ns < limit.ns) {
    connection_launch(c, source, c->depth);
    expected += (uint64_t)c->depth * c->connections;
    while (result->records < expected) {
      struct epoll_event events[EVENTS_PER_WAIT];
      int n = client_wait(c, events);
      for (int i = 0; i < n; i++) {
        struct connection *one = events[i].data.ptr;
        if (events[i].events & EPOLLOUT)
          connection_flush(c, one);
        result->records += connection_receive(c, one);
      }
    }
    result->ns = now_ns() - start;
  }
  c->latency = NULL;
}

/* One step of a place: a connect has ended, or an echo may have come. True after the echo. */
static bool churn_step(struct client *c, struct connection *one, struct run_result *result) {
  if (!one->established) {
    send_first(c, one, true);
    return false;
  }
  if (connection_receive(c, one) == 0)
    return false;
  histogram_add(&result->latency, now_ns() - one->started);
  result->records++;
  close(one->fd);
  one->fd = -1;
  return true;
}

void client_churn(struct client *c, struct run_limit limit, struct run_result *result) {
  memset(result, 0, sizeof *result);
  if (c->table == NULL)
    prepare(c, c->connections);
  uint64_t start = now_ns();
  unsigned started = 0;
  for (; started < c->connections; started++)
    connection_start(c, &c->table[started], started);
  while (result->records < started) {
    struct epoll_event events[EVENTS_PER_WAIT];
    int n = client_wait(c, events);
    result->ns = now_ns() - start;
    for (int i = 0; i < n; i++) {
      struct connection *one = events[i].data.ptr;
      if (churn_step(c, one, result) && result->ns < limit.ns)
        connection_start(c, one, started++);
    }
  }
  result->ns = now_ns() - start;
}

void client_close(struct client *c) {
  const struct linger reset = {.l_onoff = 1, .l_linger = 0};
  for (unsigned i = 0; i < c->places; i++) {
    struct connection *one = &c->table[i];
    if (one->fd >= 0) {
      setsockopt(one->fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
      close(one->fd);
    }
    connection_free(one);
  }
  free(c->table);
  close(c->poll_fd);
}
