/* What the library shows by itself, without a callback: the model takes it over if it may be. */
#include "world.h"

#include <string.h>

/* The order in which these slots were freed cannot be observed. */
static void exchange_slot(conn_t_model *c, int slot) {
  for (int k = 0; k < model.free_count; ++k) {
    if (model.free_slots[k] != slot)
      continue;
    model.free_slots[k] = c->slot;
    c->slot = slot;
  }
}

void know_connection(int i, conn_t handle) {
  conn_t_model *c = &model.conn[i];
  MUST(handle.serial == c->handle.serial, "connection %d got serial %u, due was %u", i,
       handle.serial, c->handle.serial);
  if (vce_conn_get_index(handle) != c->slot && model.order_unknown)
    exchange_slot(c, vce_conn_get_index(handle));
  MUST(vce_conn_get_index(handle) == c->slot, "connection %d got slot %d, due was %d", i,
       vce_conn_get_index(handle), c->slot);
  c->handle = handle;
  vce_conn_set_io_callback(handle, on_io);
  emit("  events_know(c[%d]);\n  vce_conn_set_io_callback(c[%d], record_io);\n", i, i);
  know_socket(i);
}

static void know_silently(int t, int i) {
  conn_t all[MAX_SLOTS];
  int n = vce_tcpcontext_get_all_connection(model.context[t].handle, all, MAX_SLOTS);
  for (int k = 0; k < n; ++k) {
    if (all[k].serial != model.conn[i].handle.serial)
      continue;
    emit("  { conn_t all[%d]; vce_tcpcontext_get_all_connection(t[%d], all, %d); c[%d] = all[%d]; "
         "}\n",
         MAX_SLOTS, t, MAX_SLOTS, i, k);
    know_connection(i, all[k]);
    return;
  }
  model_fail("connection %d was not accepted", i);
}

/* The peers that the library has accepted without a word. `asking`: the context whose watcher or
 * warning is being called about the last of them, or -1. */
static void sync_accepted(int asking) {
  for (int t = model.contexts - 1; t >= 0 && !model_failure[0]; --t) {
    context_t *x = &model.context[t];
    if (!x->alive || !x->server)
      continue;
    tcpcontext_stat_t stat;
    vce_tcpcontext_get_stat(x->handle, &stat);
    int silent = (int)stat.accept_syscall - x->accepted + x->counted - (t == asking);
    while (silent-- > 0 && !model_failure[0]) {
      verdict v = judge(t);
      beat_enter(7);
      if (v == TURN_AWAY) {
        accept_turned_away(t);
      } else if (v == ADMIT) {
        int c = accept_admitted(t);
        if (c >= 0)
          know_silently(t, c);
      } else {
        model_fail("context %d accepted a peer without asking", t);
      }
    }
  }
}

/* Those that were destroyed without a word. The end of one may be the reason of another's. */
static void sync_vanished(void) {
  for (bool again = true; again;) {
    again = false;
    for (int i = 0; i < model.conns; ++i) {
      conn_t_model *c = &model.conn[i];
      if (!c->live || c->dying || vce_conn_is_valid(c->handle) || !may_vanish(c))
        continue;
      conn_gone(c);
      again = model.order_unknown = true;
    }
  }
}

static void sync_connection(int i) {
  conn_t_model *c = &model.conn[i];
  MUST(vce_conn_is_valid(c->handle), "connection %d was destroyed", i);
  if (c->timeout < 0 && c->mark == OPEN && vce_conn_is_closed(c->handle))
    beat_struck(i);
  if (c->pending && vce_conn_writable(c->handle) > 0)
    beat_opened(i);
  int unread, unsent;
  vce_conn_get_buffer(c->handle, NULL, &unread, NULL, &unsent);
  if (!c->settings.record && unread < c->input.size)
    beat_discarded(i, unread);
  if (c->output.size > 0 && unsent == 0 && c->end != NO_END && model.end[c->end].reset)
    beat_output_lost(i);
}

void sync_model(int asking) {
  if (!model.in_beat)
    return;
  sync_vanished();
  sync_lingering();
  for (int i = 0; i < model.conns && !model_failure[0]; ++i)
    if (model.conn[i].live && !model.conn[i].dying)
      sync_connection(i);
  sync_accepted(asking);
}

void check_buffers(int i) {
  const conn_t_model *c = &model.conn[i];
  char *in, *out;
  int unread, unsent;
  vce_conn_get_buffer(c->handle, &in, &unread, &out, &unsent);
  MUST(unread == c->input.size && memcmp(in, c->input.at, (size_t)unread) == 0,
       "connection %d holds %d unread bytes, expected %d, or others", i, unread, c->input.size);
  MUST(unsent == c->output.size && memcmp(out, c->output.at, (size_t)unsent) == 0,
       "connection %d holds %d unsent bytes, expected %d, or others", i, unsent, c->output.size);
}
