/* The service on libevent's bufferevents: the input is drained by whole records, the answers are
   added to the output, and libevent reads and writes. Settings are libevent's own.

   A connection whose output has grown past a bound is not read until it is written.

   usage: see peer.h */
#include "../support.h"
#include "peer.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/listener.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>

enum { MOST_UNSENT = 64 * 1024 };

struct connection {
  struct bufferevent *stream;
  size_t wanted; /* the low-water mark of its input */
  struct connection *next, *previous;
};

static struct peer peer;
static struct connection *everyone, *source;

static void add_output(struct connection *c, const unsigned char *record, size_t bytes) {
  if (evbuffer_add(bufferevent_get_output(c->stream), record, bytes) != 0)
    die("out of memory");
}

/* The answer has the header of what it answers, so both are added in one piece. */
static void answer(struct connection *from, const unsigned char *record, size_t bytes) {
  if (from != source) {
    add_output(from, record, bytes);
    return;
  }
  for (struct connection *c = everyone; c != NULL; c = c->next) {
    if (c != source)
      add_output(c, record, bytes);
  }
}

/* Bytes of the first record; of its header alone as long as that is not there. */
static size_t first_record(struct evbuffer *input) {
  unsigned char head[RECORD_HEAD];
  if (evbuffer_copyout(input, head, sizeof head) < RECORD_HEAD)
    return RECORD_HEAD;
  return RECORD_HEAD + ((size_t)head[0] << 8 | head[1]);
}

static void want(struct connection *c, size_t bytes) {
  if (bytes != c->wanted)
    bufferevent_setwatermark(c->stream, EV_READ, bytes, 0);
  c->wanted = bytes;
}

/* Records that lie in one piece are taken where they are; only one that does not is pulled up. What
   is missing of a record becomes the low-water mark, so that each is looked at once. */
static void on_readable(struct bufferevent *stream, void *arg) {
  struct connection *c = arg;
  struct evbuffer *input = bufferevent_get_input(stream);
  size_t wanted;
  while (evbuffer_get_length(input) >= (wanted = first_record(input))) {
    size_t at = 0;
    size_t piece = evbuffer_get_contiguous_space(input);
    if (piece < wanted)
      piece = wanted;
    const unsigned char *data = evbuffer_pullup(input, (ev_ssize_t)piece);
    for (size_t whole; (whole = record_at(data + at, piece - at)) != 0; at += whole)
      answer(c, data + at, whole);
    evbuffer_drain(input, at);
  }
  want(c, evbuffer_get_length(input) == 0 ? 0 : wanted);
  if (evbuffer_get_length(bufferevent_get_output(stream)) > MOST_UNSENT)
    bufferevent_disable(stream, EV_READ);
}

/* All output has been written. */
static void on_written(struct bufferevent *stream, void *arg) {
  (void)arg;
  if ((bufferevent_get_enabled(stream) & EV_READ) == 0)
    bufferevent_enable(stream, EV_READ);
}

static void on_event(struct bufferevent *stream, short what, void *arg) {
  struct connection *c = arg;
  if ((what & (BEV_EVENT_EOF | BEV_EVENT_ERROR)) == 0)
    return;
  if (c->next != NULL)
    c->next->previous = c->previous;
  *(c->previous != NULL ? &c->previous->next : &everyone) = c->next;
  if (c == source)
    source = NULL;
  bufferevent_free(stream);
  free(c);
}

static void on_accept(struct evconnlistener *listener, evutil_socket_t fd, struct sockaddr *from,
                      int length, void *arg) {
  (void)from, (void)length, (void)arg;
  int on = 1;
  if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0)
    die_errno("TCP_NODELAY");
  struct connection *c = calloc(1, sizeof *c);
  struct event_base *base = evconnlistener_get_base(listener);
  if (c == NULL || (c->stream = bufferevent_socket_new(base, fd, BEV_OPT_CLOSE_ON_FREE)) == NULL)
    die("out of memory");
  c->next = everyone;
  if (everyone != NULL)
    everyone->previous = c;
  everyone = c;
  if (peer.broadcast && source == NULL)
    source = c;
  bufferevent_setcb(c->stream, on_readable, on_written, on_event, c);
  bufferevent_enable(c->stream, EV_READ | EV_WRITE);
}

int main(int argc, char **argv) {
  peer = peer_start(argc, argv);
  struct event_base *base = event_base_new();
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  struct evconnlistener *listener =
      base == NULL ? NULL
                   : evconnlistener_new_bind(base, on_accept, NULL,
                                             LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, 65535,
                                             (struct sockaddr *)&address, (int)length);
  if (listener == NULL ||
      getsockname(evconnlistener_get_fd(listener), (struct sockaddr *)&address, &length) != 0)
    die_errno("no listener");
  char library[64] = "libevent ";
  strncat(library, event_get_version(), sizeof library - strlen(library) - 1);
  control_start(ntohs(address.sin_port), library);

  if (!peer.polling)
    return event_base_dispatch(base);
  for (;; control_turned())
    event_base_loop(base, EVLOOP_NONBLOCK);
}
