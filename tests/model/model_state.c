/* The state of the model, and the kernel's part: bytes between two ends. */
#include "model.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

model_t model;
char model_failure[400];

void model_fail(const char *format, ...) {
  if (model_failure[0])
    return;
  va_list args;
  va_start(args, format);
  vsnprintf(model_failure, sizeof model_failure, format, args);
  va_end(args);
}

void model_reset(unsigned last_serial) {
  model.in_beat = model.late = model.order_unknown = model.draining = model.given_up = false;
  model.contexts = model.conns = model.ends = model.free_count = 0;
  model.fresh = 0;
  model.must_follow = -1;
  model.serial = last_serial;
  model_failure[0] = '\0';
}

void bytes_append(bytes_t *b, const void *data, int size) {
  if (size > BYTES - b->size) {
    model_fail("the sequence is too long for the model");
    return;
  }
  if (size > 0)
    memcpy(b->at + b->size, data, (size_t)size);
  b->size += size;
}

void bytes_drop(bytes_t *b, int size) {
  b->size -= size;
  memmove(b->at, b->at + size, (size_t)b->size);
}

int alive_contexts(void) {
  int n = 0;
  for (int t = 0; t < model.contexts; ++t)
    n += model.context[t].alive;
  return n;
}

int context_new(const context_t *wanted, void *handle, int port) {
  context_t *t = &model.context[model.contexts];
  *t = *wanted;
  t->alive = t->accepting = true;
  t->listening = t->server;
  t->handle = handle;
  t->port = port;
  t->settings = (settings_t){.calls = 1};
  t->water = 999999999;
  return model.contexts++;
}

int conn_new(int context, int end, bool pending) {
  const context_t *t = &model.context[context];
  conn_t_model *c = &model.conn[model.conns];
  c->handle = (conn_t){NULL, ++model.serial};
  c->live = true;
  c->dying = c->closewatched = c->refused = c->accepted = c->owed = false;
  c->turned_away = c->leaving = false;
  c->context = context;
  c->slot = model.free_count > 0 ? model.free_slots[--model.free_count] : model.fresh++;
  c->end = end;
  c->user = 0;
  c->timeout = t->timeout;
  c->pending = pending;
  c->mark = OPEN;
  c->settings = t->settings;
  c->input.size = c->output.size = 0;
  c->recv_byte = c->send_byte = c->writes = c->recvs = c->sends = 0;
  memset(&c->beat, 0, sizeof c->beat);
  return model.conns++;
}

/* The handle is stale from now on; the socket is closed without a reset, now or later. */
void conn_gone(conn_t_model *c) {
  c->live = c->dying = false;
  model.free_slots[model.free_count++] = c->slot;
  if (c->end != NO_END)
    conn_leaves(c);
}

int context_count(int context) {
  int n = 0;
  for (int i = 0; i < model.conns; ++i)
    n += model.conn[i].live && model.conn[i].context == context;
  return n;
}

int pool_used(void) {
  int n = 0;
  for (int i = 0; i < model.conns; ++i)
    n += model.conn[i].live;
  return n;
}

int newest_of(int context, int after) {
  for (int i = (after > model.conns ? model.conns : after) - 1; i >= 0; --i)
    if (model.conn[i].live && model.conn[i].context == context)
      return i;
  return -1;
}

int room_of(const conn_t_model *c) { return model.context[c->context].wblen - c->output.size; }

bool takes_input(const conn_t_model *c) {
  const context_t *t = &model.context[c->context];
  return t->safety == 0 || room_of(c) * 100 >= t->safety * t->wblen;
}

int end_pair(int server_port_of, int client_port) {
  int client = model.ends;
  if (client + 2 > ENDS)
    return NO_END;
  model.ends += 2;
  for (int i = 0; i < 2; ++i) {
    end_t *e = &model.end[client + i];
    e->other = client + 1 - i;
    e->port = i ? server_port_of : client_port;
    e->inbox.size = 0;
    e->fin = e->reset = e->closed = e->from_library = e->lingers = false;
    e->unread = e->late = 0;
  }
  return client;
}

void end_send(int e, const void *data, int size) {
  end_t *self = &model.end[e], *other = &model.end[self->other];
  if (other->closed)
    self->reset = true;
  else if (other->lingers)
    other->unread += size;
  else
    bytes_append(&other->inbox, data, size);
}

void end_finish(int e) { model.end[model.end[e].other].fin = true; }

void end_close(int e) {
  if (model.end[e].closed)
    return;
  model.end[e].closed = true;
  model.end[e].lingers = false;
  if (!model.end[e].reset)
    end_finish(e);
}

void end_reset(int e) {
  if (model.end[e].closed)
    return;
  model.end[e].closed = true;
  model.end[model.end[e].other].reset = true;
}
