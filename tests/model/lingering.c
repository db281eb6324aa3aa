/* Sockets of the library that outlive their connections, as they show in this process. */
#include "world.h"

#include <poll.h>
#include <sys/stat.h>

enum { PATIENCE_MS = 10000 };

static ino_t socket_at(int fd) {
  struct stat is;
  return fstat(fd, &is) == 0 ? is.st_ino : 0;
}

void know_socket(int i) {
  world.fd_of[i] = UNKNOWN;
  world.socket_of[i] = socket_at(descriptor_of(i));
}

static bool is_open(int i) {
  return world.fd_of[i] >= 0 && socket_at(world.fd_of[i]) == world.socket_of[i];
}

/* First those that are over, which make room. */
void sync_lingering(void) {
  for (int i = 0; i < model.conns; ++i) {
    const conn_t_model *c = &model.conn[i];
    if (!c->live && c->end != NO_END && model.end[c->end].lingers && !is_open(i))
      lingering_is_over(i, now_ms());
  }
  for (int i = 0; i < model.conns; ++i)
    if (model.conn[i].leaving)
      left_behind(i, is_open(i));
}

void settle_lingering(void) {
  for (int i = 0; i < model.conns; ++i) {
    const conn_t_model *c = &model.conn[i];
    if (c->live || c->end == NO_END || !model.end[c->end].lingers)
      continue;
    const end_t *e = &model.end[c->end];
    struct pollfd p = {world.fd_of[i], POLLRDHUP, 0};
    if ((e->fin || e->reset) && poll(&p, 1, PATIENCE_MS) != 1)
      model_fail("the end of the peer of connection %d has not arrived", i);
  }
}

void drain(int seconds) {
  const int before = vce_get_last_error();
  const int due = seconds < 0 ? VCE_ERANGE : world.depth ? VCE_EFINALIZE : 0;
  if (due != 0) {
    emit("  CHECK_INT(vce_drain(%d), %d);\n", seconds, due);
    expect((answer_t){due, due}, vce_drain(seconds), before, "vce_drain");
    return;
  }
  settle_world();
  if (model_failure[0])
    return;
  model.began_ms = now_ms();
  drain_begin();
  emit("  settle();\n  vce_drain(%d);\n  events_clear();\n", seconds);
  const long cut_off = vce_drain(seconds);
  MUST(vce_get_last_error() == 0, "vce_drain left the last error %d", vce_get_last_error());
  if (!model_failure[0])
    sync_model(-1);
  if (!model_failure[0])
    drain_end(cut_off);
  world.trace[0] = '\0';
}
