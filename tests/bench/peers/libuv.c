/* The service on libuv: uv_read_start into one buffer that all connections share, the answers to
   one read in one uv_try_write, and a uv_write of what the kernel did not take; until that is done
   the connection is not read.

   usage: see peer.h */
#include "../support.h"
#include "peer.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <uv.h>

struct connection {
  uv_tcp_t tcp; /* first: libuv's pointer to it is ours to the connection */
  unsigned partial_bytes; /* the first part of a record */
  unsigned char *partial;
  unsigned unsent; /* uv_writes under way */
  struct connection *next, *previous;
};

/* The rest of an answer that the kernel did not take at once. */
struct rest {
  uv_write_t request; /* first */
  char data[];
};

static struct peer peer;
static struct connection *everyone, *source;

/* What a read gets is used up before the next one: a part of a record moves in front of it. */
static unsigned char input[RECORD_BYTES + RECEIVE_BYTES];

static void check(const char *what, int result) {
  if (result < 0)
    die("%s: %s", what, uv_strerror(result));
}

static void on_room(uv_handle_t *handle, size_t suggested, uv_buf_t *room) {
  (void)suggested;
  struct connection *c = (struct connection *)handle;
  *room = uv_buf_init((char *)input + c->partial_bytes, RECEIVE_BYTES);
}

static void on_closed(uv_handle_t *handle) {
  struct connection *c = (struct connection *)handle;
  free(c->partial);
  free(c);
}

static void drop(struct connection *c) {
  if (uv_is_closing((uv_handle_t *)c))
    return;
  if (c->next != NULL)
    c->next->previous = c->previous;
  *(c->previous != NULL ? &c->previous->next : &everyone) = c->next;
  if (c == source)
    source = NULL;
  uv_close((uv_handle_t *)c, on_closed);
}

static void on_read(uv_stream_t *stream, ssize_t got, const uv_buf_t *room);

static void on_written(uv_write_t *request, int status) {
  struct connection *c = (struct connection *)request->handle;
  free(request);
  c->unsent--;
  if (status < 0)
    drop(c);
  else if (c->unsent == 0)
    uv_read_start((uv_stream_t *)c, on_room, on_read);
}

static void send_to(struct connection *c, const char *data, size_t length) {
  uv_buf_t whole = uv_buf_init((char *)data, (unsigned)length);
  int sent = c->unsent > 0 ? 0 : uv_try_write((uv_stream_t *)c, &whole, 1);
  if (sent < 0 && sent != UV_EAGAIN)
    return; /* broken: reading will say so */
  size_t taken = sent > 0 ? (size_t)sent : 0;
  if (taken == length)
    return;
  struct rest *rest = malloc(sizeof *rest + length - taken);
  if (rest == NULL)
    die("out of memory");
  memcpy(rest->data, data + taken, length - taken);
  uv_buf_t left = uv_buf_init(rest->data, (unsigned)(length - taken));
  check("uv_write", uv_write(&rest->request, (uv_stream_t *)c, &left, 1, on_written));
  c->unsent++;
  uv_read_stop((uv_stream_t *)c);
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

static void keep_partial(struct connection *c, const unsigned char *part, size_t bytes) {
  c->partial = realloc(c->partial, bytes);
  if (c->partial == NULL)
    die("out of memory");
  memcpy(c->partial, part, bytes);
  c->partial_bytes = (unsigned)bytes;
}

static void on_read(uv_stream_t *stream, ssize_t got, const uv_buf_t *room) {
  static unsigned char output[sizeof input];
  (void)room;
  struct connection *c = (struct connection *)stream;
  if (got < 0)
    drop(c);
  if (got <= 0)
    return;
  size_t held = c->partial_bytes;
  if (held > 0)
    memcpy(input, c->partial, held);
  held += (size_t)got;
  size_t answered = records_answer(output, input, held);
  if (answered < held) {
    keep_partial(c, input + answered, held - answered);
  } else if (c->partial != NULL) {
    free(c->partial);
    c->partial = NULL;
    c->partial_bytes = 0;
  }
  if (answered > 0)
    deliver(c, (char *)output, answered);
}

static void on_connection(uv_stream_t *listener, int status) {
  check("accept", status);
  struct connection *c = calloc(1, sizeof *c);
  if (c == NULL)
    die("out of memory");
  check("uv_tcp_init", uv_tcp_init(listener->loop, &c->tcp));
  check("uv_accept", uv_accept(listener, (uv_stream_t *)c));
  check("uv_tcp_nodelay", uv_tcp_nodelay(&c->tcp, 1));
  c->next = everyone;
  if (everyone != NULL)
    everyone->previous = c;
  everyone = c;
  if (peer.broadcast && source == NULL)
    source = c;
  check("uv_read_start", uv_read_start((uv_stream_t *)c, on_room, on_read));
}

int main(int argc, char **argv) {
  peer = peer_start(argc, argv);
  uv_loop_t *loop = uv_default_loop();
  uv_tcp_t listener;
  struct sockaddr_in address;
  int length = sizeof address;
  check("uv_tcp_init", uv_tcp_init(loop, &listener));
  check("uv_ip4_addr", uv_ip4_addr("127.0.0.1", 0, &address));
  check("uv_tcp_bind", uv_tcp_bind(&listener, (struct sockaddr *)&address, 0));
  check("uv_listen", uv_listen((uv_stream_t *)&listener, 65535, on_connection));
  check("uv_tcp_getsockname",
        uv_tcp_getsockname(&listener, (struct sockaddr *)&address, &length));
  char library[64] = "libuv ";
  strncat(library, uv_version_string(), sizeof library - strlen(library) - 1);
  control_start(ntohs(address.sin_port), library);

  if (!peer.polling)
    return uv_run(loop, UV_RUN_DEFAULT);
  for (;; control_turned())
    uv_run(loop, UV_RUN_NOWAIT);
}
