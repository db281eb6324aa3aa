#include "coordinator.h"

#include "clock.h"
#include "worker.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const int turn_ms = 100;

struct member {
  pid_t pid;
  int up, down; /* our ends; -1: closed */
  bool alive;   /* neither done nor lost */
  bool arrived;
  struct message last;
};

struct coordinator {
  const struct options *options;
  struct member *members;
  uint32_t size;
  struct result *result;
  bool is_open; /* this wave: all have opened what they could */
  int64_t begun_ns, wave_begun_ns;
  uint64_t established_before, failed_before; /* this wave */
  bool told_to_stop;
};

static volatile sig_atomic_t interrupted;

static void on_signal(int number) {
  (void)number;
  interrupted = 1;
}

/* --- Start --- */

static const int ending_signals[] = {SIGINT, SIGTERM, SIGHUP};

static void handle_signals(void (*handler)(int)) {
  struct sigaction action = {.sa_handler = handler};
  for (size_t i = 0; i < sizeof ending_signals / sizeof ending_signals[0]; i++)
    sigaction(ending_signals[i], &action, NULL);
}

static struct share share_of(const struct options *o, uint32_t index) {
  uint32_t n = o->processes, rest = o->connections % n;
  uint32_t batch = (o->batch + n - 1) / n;
  uint32_t connections = o->connections / n;
  return (struct share){.index = index,
                        .connections = connections + (index < rest),
                        .first_number = index * connections + (index < rest ? index : rest),
                        .batch = batch,
                        .open_rate = o->open_rate / n};
}

static void close_ends(struct member *m) {
  if (m->up >= 0)
    close(m->up);
  if (m->down >= 0)
    close(m->down);
  m->up = m->down = -1;
}

/* The worker ends when our ends of its pipes are closed, so it must not hold those of others. And
   it leaves signals, which a terminal sends to all, to this process. */
static void be_worker(struct coordinator *coordinator, uint32_t index, const struct target *target,
                      int up, int down) {
  for (uint32_t i = 0; i <= index; i++)
    close_ends(&coordinator->members[i]);
  handle_signals(SIG_IGN);
  struct share share = share_of(coordinator->options, index);
  _exit(worker_run(coordinator->options, target, &share, up, down));
}

static bool start_member(struct coordinator *coordinator, uint32_t index,
                         const struct target *target) {
  struct member *m = &coordinator->members[index];
  int up[2], down[2];
  if (pipe(up) != 0)
    return false;
  if (pipe(down) != 0) {
    close(up[0]);
    close(up[1]);
    return false;
  }
  *m = (struct member){.up = up[0], .down = down[1], .alive = true};
  fflush(NULL);
  m->pid = fork();
  if (m->pid == 0)
    be_worker(coordinator, index, target, up[1], down[0]);
  close(up[1]);
  close(down[0]);
  if (m->pid > 0)
    return true;
  close_ends(m);
  return false;
}

/* --- What workers tell --- */

static void say_stop(struct coordinator *coordinator) {
  coordinator->told_to_stop = true;
  for (uint32_t i = 0; i < coordinator->size; i++) {
    if (coordinator->members[i].down >= 0)
      close(coordinator->members[i].down);
    coordinator->members[i].down = -1;
  }
}

static struct tally add_up(const struct coordinator *coordinator) {
  struct tally sum = {0};
  for (uint32_t i = 0; i < coordinator->size; i++)
    tally_add(&sum, &coordinator->members[i].last.tally);
  return sum;
}

static void end_member(struct coordinator *coordinator, struct member *m, bool is_lost) {
  close_ends(m);
  m->alive = false;
  m->last.tally.open = m->last.tally.under_way = 0;
  int status = 0;
  while (waitpid(m->pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (!is_lost)
    return;
  coordinator->result->workers_lost++;
  coordinator->result->statement.stop = STOP_WORKER_LOST;
  char text[NOTE_TEXT];
  int length = WIFSIGNALED(status)
                   ? snprintf(text, sizeof text, "process %ld of the test was ended by signal %d",
                              (long)m->pid, WTERMSIG(status))
                   : snprintf(text, sizeof text, "process %ld of the test gave up", (long)m->pid);
  note(coordinator->result->statement.notes.failure, text, (size_t)length);
}

static void hear(struct coordinator *coordinator, struct member *m) {
  static struct statement statement; /* large */
  if (!channel_receive(m->up, &m->last, sizeof m->last)) {
    end_member(coordinator, m, true);
    return;
  }
  m->arrived |= m->last.kind == MESSAGE_ARRIVED; /* it tells progress while it waits */
  if (m->last.kind != MESSAGE_DONE)
    return;
  bool complete = channel_receive(m->up, &statement, sizeof statement);
  if (complete)
    statement_merge(&coordinator->result->statement, &statement);
  end_member(coordinator, m, !complete);
}

static void end_opening(struct coordinator *coordinator) {
  struct result *result = coordinator->result;
  struct tally sum = add_up(coordinator);
  int64_t opened = coordinator->wave_begun_ns;
  for (uint32_t i = 0; i < coordinator->size; i++) {
    if (coordinator->members[i].last.opened_ns > opened)
      opened = coordinator->members[i].last.opened_ns;
  }
  result->waves[result->wave_count++] = (struct wave){
      .established = sum.outcomes[OUTCOME_ESTABLISHED] - coordinator->established_before,
      .failed = tally_failed(&sum) - coordinator->failed_before,
      .open_s = to_seconds(opened - coordinator->wave_begun_ns)};
  coordinator->is_open = true;
}

static void begin_next_wave(struct coordinator *coordinator) {
  struct tally sum = add_up(coordinator);
  coordinator->established_before = sum.outcomes[OUTCOME_ESTABLISHED];
  coordinator->failed_before = tally_failed(&sum);
  coordinator->wave_begun_ns = now_ns();
  coordinator->is_open = false;
}

/* When all that are left have arrived, they go on together. */
static void let_go(struct coordinator *coordinator) {
  uint32_t arrived = 0;
  for (uint32_t i = 0; i < coordinator->size; i++) {
    if (coordinator->members[i].alive && !coordinator->members[i].arrived)
      return;
    arrived += coordinator->members[i].alive;
  }
  if (arrived == 0 || coordinator->told_to_stop)
    return;
  if (coordinator->is_open)
    begin_next_wave(coordinator);
  else
    end_opening(coordinator);
  for (uint32_t i = 0; i < coordinator->size; i++) {
    struct member *m = &coordinator->members[i];
    m->arrived = false;
    if (m->alive)
      channel_say_go(m->down);
  }
}

/* Waits for word from any worker; false when none is left. */
static bool turn(struct coordinator *coordinator, struct pollfd *polled) {
  uint32_t alive = 0;
  for (uint32_t i = 0; i < coordinator->size; i++) {
    polled[i] = (struct pollfd){
        .fd = coordinator->members[i].alive ? coordinator->members[i].up : -1, .events = POLLIN};
    alive += coordinator->members[i].alive;
  }
  if (alive == 0)
    return false;
  int ready = poll(polled, coordinator->size, turn_ms);
  for (uint32_t i = 0; ready > 0 && i < coordinator->size; i++) {
    if (polled[i].fd >= 0 && polled[i].revents != 0)
      hear(coordinator, &coordinator->members[i]);
  }
  let_go(coordinator);
  if (interrupted && !coordinator->told_to_stop)
    say_stop(coordinator);
  return true;
}

static void show(const struct coordinator *coordinator, struct progress *progress) {
  struct view view = {.seconds = to_seconds(now_ns() - coordinator->begun_ns),
                      .phase = coordinator->is_open || coordinator->told_to_stop ? PHASE_CLOSING
                                                                                 : PHASE_OPENING,
                      .wave = coordinator->result->wave_count + !coordinator->is_open,
                      .tally = add_up(coordinator),
                      .failed_before = coordinator->failed_before};
  for (uint32_t i = 0; i < coordinator->size; i++) {
    const struct member *m = &coordinator->members[i];
    if (coordinator->is_open && m->alive && m->last.phase != PHASE_CLOSING)
      view.phase = PHASE_HOLDING;
  }
  if (view.tally.open > coordinator->result->most_open)
    coordinator->result->most_open = view.tally.open;
  progress_show(progress, &view);
}

bool result_is_good(const struct result *result) {
  const struct tally *t = &result->tally;
  return t->outcomes[OUTCOME_ESTABLISHED] == result->wanted && t->ended_later == 0 &&
         t->wrong == 0 && t->missing == 0 && result->workers_lost == 0;
}

bool coordinator_run(const struct options *options, const struct target *target,
                     struct progress *progress, struct result *result, char *why, size_t why_size) {
  struct coordinator coordinator = {.options = options, .result = result};
  result->wanted = (uint64_t)options->connections * options->waves;
  result->waves = calloc(options->waves, sizeof *result->waves);
  coordinator.members = calloc(options->processes, sizeof *coordinator.members);
  struct pollfd *polled = calloc(options->processes, sizeof *polled);
  if (result->waves == NULL || coordinator.members == NULL || polled == NULL) {
    snprintf(why, why_size, "no memory");
    return false;
  }
  signal(SIGPIPE, SIG_IGN);
  handle_signals(on_signal);
  coordinator.begun_ns = coordinator.wave_begun_ns = now_ns();
  for (; coordinator.size < options->processes; coordinator.size++) {
    if (!start_member(&coordinator, coordinator.size, target)) {
      snprintf(why, why_size, "cannot start process %u: %s", coordinator.size + 1, strerror(errno));
      say_stop(&coordinator);
      while (turn(&coordinator, polled)) {
      }
      return false;
    }
  }
  while (turn(&coordinator, polled))
    show(&coordinator, progress);
  progress_end(progress);
  result->tally = add_up(&coordinator);
  result->seconds = to_seconds(now_ns() - coordinator.begun_ns);
  free(polled);
  free(coordinator.members);
  return true;
}
