#include "crew.h"

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

struct crew {
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
static void be_worker(struct crew *crew, uint32_t index, const struct target *target, int up,
                      int down) {
  for (uint32_t i = 0; i <= index; i++)
    close_ends(&crew->members[i]);
  handle_signals(SIG_IGN);
  struct share share = share_of(crew->options, index);
  _exit(worker_run(crew->options, target, &share, up, down));
}

static bool start_member(struct crew *crew, uint32_t index, const struct target *target) {
  struct member *m = &crew->members[index];
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
    be_worker(crew, index, target, up[1], down[0]);
  close(up[1]);
  close(down[0]);
  if (m->pid > 0)
    return true;
  close_ends(m);
  return false;
}

/* --- What workers tell --- */

static void say_stop(struct crew *crew) {
  crew->told_to_stop = true;
  for (uint32_t i = 0; i < crew->size; i++) {
    if (crew->members[i].down >= 0)
      close(crew->members[i].down);
    crew->members[i].down = -1;
  }
}

static struct tally add_up(const struct crew *crew) {
  struct tally sum = {0};
  for (uint32_t i = 0; i < crew->size; i++)
    tally_add(&sum, &crew->members[i].last.tally);
  return sum;
}

static void end_member(struct crew *crew, struct member *m, bool is_lost) {
  close_ends(m);
  m->alive = false;
  m->last.tally.open = m->last.tally.under_way = 0;
  int status = 0;
  while (waitpid(m->pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (!is_lost)
    return;
  crew->result->workers_lost++;
  crew->result->statement.stop = STOP_WORKER_LOST;
  char text[NOTE_TEXT];
  int length = WIFSIGNALED(status)
                   ? snprintf(text, sizeof text, "process %ld of the test was ended by signal %d",
                              (long)m->pid, WTERMSIG(status))
                   : snprintf(text, sizeof text, "process %ld of the test gave up", (long)m->pid);
  note(crew->result->statement.notes.failure, text, (size_t)length);
}

static void hear(struct crew *crew, struct member *m) {
  static struct statement statement; /* large */
  if (!channel_receive(m->up, &m->last, sizeof m->last)) {
    end_member(crew, m, true);
    return;
  }
  m->arrived |= m->last.kind == MESSAGE_ARRIVED; /* it tells progress while it waits */
  if (m->last.kind != MESSAGE_DONE)
    return;
  bool complete = channel_receive(m->up, &statement, sizeof statement);
  if (complete)
    statement_merge(&crew->result->statement, &statement);
  end_member(crew, m, !complete);
}

static void end_opening(struct crew *crew) {
  struct result *result = crew->result;
  struct tally sum = add_up(crew);
  int64_t opened = crew->wave_begun_ns;
  for (uint32_t i = 0; i < crew->size; i++) {
    if (crew->members[i].last.opened_ns > opened)
      opened = crew->members[i].last.opened_ns;
  }
  result->waves[result->wave_count++] =
      (struct wave){.established = sum.outcomes[OUTCOME_ESTABLISHED] - crew->established_before,
                    .failed = tally_failed(&sum) - crew->failed_before,
                    .open_s = to_seconds(opened - crew->wave_begun_ns)};
  crew->is_open = true;
}

static void begin_next_wave(struct crew *crew) {
  struct tally sum = add_up(crew);
  crew->established_before = sum.outcomes[OUTCOME_ESTABLISHED];
  crew->failed_before = tally_failed(&sum);
  crew->wave_begun_ns = now_ns();
  crew->is_open = false;
}

/* When all that are left have arrived, they go on together. */
static void let_go(struct crew *crew) {
  uint32_t arrived = 0;
  for (uint32_t i = 0; i < crew->size; i++) {
    if (crew->members[i].alive && !crew->members[i].arrived)
      return;
    arrived += crew->members[i].alive;
  }
  if (arrived == 0 || crew->told_to_stop)
    return;
  if (crew->is_open)
    begin_next_wave(crew);
  else
    end_opening(crew);
  for (uint32_t i = 0; i < crew->size; i++) {
    struct member *m = &crew->members[i];
    m->arrived = false;
    if (m->alive)
      channel_say_go(m->down);
  }
}

/* Waits for word from any worker; false when none is left. */
static bool turn(struct crew *crew, struct pollfd *polled) {
  uint32_t alive = 0;
  for (uint32_t i = 0; i < crew->size; i++) {
    polled[i] =
        (struct pollfd){.fd = crew->members[i].alive ? crew->members[i].up : -1, .events = POLLIN};
    alive += crew->members[i].alive;
  }
  if (alive == 0)
    return false;
  int ready = poll(polled, crew->size, turn_ms);
  for (uint32_t i = 0; ready > 0 && i < crew->size; i++) {
    if (polled[i].fd >= 0 && polled[i].revents != 0)
      hear(crew, &crew->members[i]);
  }
  let_go(crew);
  if (interrupted && !crew->told_to_stop)
    say_stop(crew);
  return true;
}

static void show(const struct crew *crew, struct progress *progress) {
  struct view view = {.seconds = to_seconds(now_ns() - crew->begun_ns),
                      .phase = crew->is_open || crew->told_to_stop ? PHASE_CLOSING : PHASE_OPENING,
                      .wave = crew->result->wave_count + !crew->is_open,
                      .tally = add_up(crew),
                      .failed_before = crew->failed_before};
  for (uint32_t i = 0; i < crew->size; i++) {
    const struct member *m = &crew->members[i];
    if (crew->is_open && m->alive && m->last.phase != PHASE_CLOSING)
      view.phase = PHASE_HOLDING;
  }
  if (view.tally.open > crew->result->most_open)
    crew->result->most_open = view.tally.open;
  progress_show(progress, &view);
}

bool result_is_good(const struct result *result) {
  const struct tally *t = &result->tally;
  return t->outcomes[OUTCOME_ESTABLISHED] == result->wanted && t->ended_later == 0 &&
         t->wrong == 0 && t->missing == 0 && result->workers_lost == 0;
}

bool crew_run(const struct options *options, const struct target *target, struct progress *progress,
              struct result *result, char *why, size_t why_size) {
  struct crew crew = {.options = options, .result = result};
  result->wanted = (uint64_t)options->connections * options->waves;
  result->waves = calloc(options->waves, sizeof *result->waves);
  crew.members = calloc(options->processes, sizeof *crew.members);
  struct pollfd *polled = calloc(options->processes, sizeof *polled);
  if (result->waves == NULL || crew.members == NULL || polled == NULL) {
    snprintf(why, why_size, "no memory");
    return false;
  }
  signal(SIGPIPE, SIG_IGN);
  handle_signals(on_signal);
  crew.begun_ns = crew.wave_begun_ns = now_ns();
  for (; crew.size < options->processes; crew.size++) {
    if (!start_member(&crew, crew.size, target)) {
      snprintf(why, why_size, "cannot start process %u: %s", crew.size + 1, strerror(errno));
      say_stop(&crew);
      while (turn(&crew, polled)) {
      }
      return false;
    }
  }
  while (turn(&crew, polled))
    show(&crew, progress);
  progress_end(progress);
  result->tally = add_up(&crew);
  result->seconds = to_seconds(now_ns() - crew.begun_ns);
  free(polled);
  free(crew.members);
  return true;
}
