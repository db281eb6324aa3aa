#include "worker.h"

#include "channel.h"
#include "clock.h"
#include "opening.h"
#include "pump.h"

#include <stdio.h>

static const int64_t progress_ns = 100000000; /* between two messages about progress */
static const int64_t listen_ns = 5000000;     /* between two looks at what we are told */
/* How long what is unanswered or unsent is waited for after an interruption. */
static const double patience_interrupted_s = 1;

/* The wait of a heartbeat grows by a microsecond with each that finds nothing to do, and clearing
   the flag sets it back to 0. So after this many heartbeats it is a millisecond at most, and what
   is due in between is not late by more. */
enum { HEARTBEATS_UNTIL_RESET = 1000 };

struct worker {
  struct connections connections;
  struct pump pump;
  int up, down;
  enum phase phase;
  bool stopped, go;
  uint32_t heartbeats;
  int64_t told_ns, listened_ns;
};

static bool tell(struct worker *w, enum message_kind kind) {
  struct message message = {.kind = kind,
                            .phase = w->phase,
                            .tally = w->connections.tally,
                            .opened_ns = w->connections.opened_ns};
  w->told_ns = now_ns();
  return channel_send(w->up, &message, sizeof message);
}

static void listen_down(struct worker *w) {
  enum word word = channel_listen(w->down);
  w->go |= word == WORD_GO;
  w->stopped |= word == WORD_STOP;
}

static void turn(struct worker *w) {
  bool has_plans = w->phase == PHASE_OPENING || w->pump.running;
  if (has_plans && w->heartbeats++ % HEARTBEATS_UNTIL_RESET == 0) {
    vce_set_heartbeat_wait_flag(0);
    vce_set_heartbeat_wait_flag(1);
  }
  vce_heartbeat();
  int64_t now = now_ns();
  connections_turn(&w->connections, now);
  pump_turn(&w->pump, now);
  if (!w->stopped && now - w->listened_ns >= listen_ns) {
    w->listened_ns = now;
    listen_down(w);
  }
  if (now - w->told_ns >= progress_ns && !tell(w, MESSAGE_PROGRESS))
    w->stopped = true;
}

/* Tells that the phase is over and goes on with turns until all others are so far. */
static void meet_others(struct worker *w) {
  w->go = false;
  w->stopped |= !tell(w, MESSAGE_ARRIVED);
  while (!w->stopped && !w->go)
    turn(w);
}

static void open_all(struct worker *w) {
  w->phase = PHASE_OPENING;
  opening_begin(&w->connections);
  pump_run(&w->pump);
  while (!w->stopped && !connections_is_decided(&w->connections))
    turn(w);
}

/* As long as there is anything to hold. */
static void hold(struct worker *w, double seconds) {
  w->phase = PHASE_HOLDING;
  int64_t end = now_ns() + from_seconds(seconds);
  while (!w->stopped && w->connections.open_count > 0 && (seconds < 0 || now_ns() < end))
    turn(w);
}

static int64_t patience_ends(const struct worker *w) {
  double patience = w->connections.options->timeout_s;
  if (w->stopped && patience > patience_interrupted_s)
    patience = patience_interrupted_s;
  return now_ns() + from_seconds(patience);
}

static void close_all(struct worker *w) {
  if (!connections_is_decided(&w->connections))
    connections_interrupt(&w->connections);
  w->phase = PHASE_CLOSING;
  pump_rest(&w->pump);
  int64_t end = patience_ends(w);
  while (!pump_is_answered(&w->pump) && now_ns() < end)
    turn(w);
  connections_close(&w->connections);
  end = patience_ends(w);
  while (!connections_is_empty(&w->connections) && now_ns() < end)
    turn(w);
  connections_cut(&w->connections);
  while (!connections_is_empty(&w->connections))
    turn(w);
}

static void wave(struct worker *w, bool is_last) {
  const struct options *o = w->connections.options;
  open_all(w);
  if (!w->stopped)
    meet_others(w);
  if (!w->stopped)
    hold(w, is_last ? o->hold_s : o->wave_hold_s);
  close_all(w);
  if (!is_last && !w->stopped)
    meet_others(w);
}

static int finish(struct worker *w) {
  vce_finalize();
  const struct statement *statement = &w->connections.statement;
  return tell(w, MESSAGE_DONE) && channel_send(w->up, statement, sizeof *statement) ? 0 : 1;
}

int worker_run(const struct options *options, const struct target *target,
               const struct share *share, int up, int down) {
  static struct worker w; /* large, and there is one in a process */
  char why[256] = "no memory";
  w.up = up;
  w.down = down;
  bool started = pump_init(&w.pump, options, &w.connections);
  struct handling handling = pump_handling(&w.pump);
  if (!started ||
      !connections_start(&w.connections, options, target, share, &handling, why, sizeof why)) {
    fprintf(stderr, "vce-conntest: %s\n", why);
    return 1;
  }
  for (uint32_t n = 1; n <= options->waves && !w.stopped; n++)
    wave(&w, n == options->waves);
  if (w.stopped && w.connections.tally.attempts < (uint64_t)options->waves * share->connections &&
      w.connections.statement.stop == STOP_COMPLETE)
    w.connections.statement.stop = STOP_INTERRUPTED;
  return finish(&w);
}
