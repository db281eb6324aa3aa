/* Fails every call of the library in turn, in every scenario, and checks what comes of it.
 *
 * A round is one scenario under one fault in a process of its own (round.c). First each scenario
 * runs without a fault, which must succeed and tells how often it makes each call; from that the
 * rounds are made. A failing round is printed as a command that repeats it alone.
 */
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../support/names.h"
#include "../support/process.h"
#include "faults.h"
#include "round.h"
#include "scenarios.h"

enum { SCENARIOS_MAX = 100, JOBS_MAX = 64, SHOWN_BYTES = 3000, SHOWN_FAILURES = 20 };

typedef struct spec_t {
  int scenario;
  fault_t fault;
} spec_t;

typedef struct job_t {
  pid_t pid; /* 0: idle */
  spec_t spec;
  report_t *report;
  int output; /* a file in memory */
} job_t;

typedef struct tally_t {
  long rounds, struck, missed, failed;
} tally_t;

static const scenario_t *all[SCENARIOS_MAX];
static int scenario_count;
static report_t recorded[SCENARIOS_MAX];
static bool usable[SCENARIOS_MAX];
static tally_t by_scenario[SCENARIOS_MAX], by_call[CALL_COUNT], total;
static long struck_calls;
static spec_t *specs;
static long spec_count;
static long round_count; /* that there are, of which every N-th is run */
static job_t jobs[JOBS_MAX];

static struct {
  const char *program, *scenario, *fault, *call;
  long every, seed;
  int jobs, seconds;
} option = {.every = 1, .seed = 0, .jobs = 0, .seconds = ROUND_SECONDS};

static void collect_scenarios(void) {
  static const scenario_t *const lists[] = {
      scenarios_life, scenarios_connect,   scenarios_accept, scenarios_traffic,
      scenarios_ends, scenarios_lingering, scenarios_closed, scenarios_time,
      scenarios_tools, scenarios_unix,
  };
  for (size_t i = 0; i < sizeof lists / sizeof *lists; ++i)
    for (const scenario_t *s = lists[i]; s->name != NULL; ++s) all[scenario_count++] = s;
}

/* ---- Rounds ---- */

static void start(job_t *job, spec_t spec) {
  job->spec = spec;
  memset(job->report, 0, sizeof *job->report);
  if (ftruncate(job->output, 0) != 0) abort();
  lseek(job->output, 0, SEEK_SET);
  job->pid = fork_child();
  if (job->pid != 0) return;
  signal(SIGINT, SIG_DFL);
  signal(SIGTERM, SIG_DFL);
  dup2(job->output, STDOUT_FILENO);
  dup2(job->output, STDERR_FILENO);
  run_round(all[spec.scenario], &spec.fault, job->report, option.seconds);
}

static void show_output(int fd) {
  char text[SHOWN_BYTES + 1];
  const off_t size = lseek(fd, 0, SEEK_END);
  const off_t from = size > SHOWN_BYTES ? size - SHOWN_BYTES : 0;
  const ssize_t n = pread(fd, text, SHOWN_BYTES, from);
  text[n < 0 ? 0 : n] = '\0';
  printf("%s\n", text);
}

static void show_failure(const job_t *job, int status) {
  char fault[64];
  fault_to_text(&job->spec.fault, fault, sizeof fault);
  printf("FAILED  %s --scenario %s --fault %s\n", option.program, all[job->spec.scenario]->name,
         fault);
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
    printf("it hung for %d seconds\n", option.seconds);
  else if (WIFSIGNALED(status))
    printf("it was killed by signal %d (%s)\n", WTERMSIG(status), strsignal(WTERMSIG(status)));
  if (total.failed <= SHOWN_FAILURES) show_output(job->output);
}

static void count_round(tally_t *tally, bool struck, bool passed) {
  ++tally->rounds;
  tally->struck += struck;
  tally->missed += !struck;
  tally->failed += !passed;
}

static void finish(job_t *job, int status) {
  const bool passed = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  const int scenario = job->spec.scenario, call = job->spec.fault.call;
  /* A round that did not come to its end could not report. */
  const bool struck = job->report->struck > 0 || !passed;
  struck_calls += job->report->struck;
  count_round(&total, struck, passed);
  count_round(&by_scenario[scenario], struck, passed);
  if (call != NO_CALL) count_round(&by_call[call], struck, passed);
  if (call == NO_CALL) {
    recorded[scenario] = *job->report;
    usable[scenario] = passed;
  }
  if (!passed) show_failure(job, status);
  job->pid = 0;
}

static void wait_for_one(void) {
  int status;
  const pid_t pid = waitpid(-1, &status, 0);
  if (pid < 0 && errno != EINTR) abort();
  for (int i = 0; i < option.jobs; ++i)
    if (jobs[i].pid == pid) finish(&jobs[i], status);
}

static job_t *idle_job(void) {
  for (int i = 0; i < option.jobs; ++i)
    if (jobs[i].pid == 0) return &jobs[i];
  return NULL;
}

static int busy_jobs(void) {
  int n = 0;
  for (int i = 0; i < option.jobs; ++i) n += jobs[i].pid != 0;
  return n;
}

/* A thousand connections end per second; each keeps its port for a minute, if the system cannot be
 * told otherwise. */
static bool ports_are_freed;
enum { ROUND_PAUSE_MS = 20 };

/* After SIGINT or SIGTERM the totals so far are shown. */
static volatile sig_atomic_t stopped;

static void stop(int signal) { stopped = signal; }

static void run_specs(void) {
  for (long i = 0; i < spec_count && !stopped; ++i) {
    while (idle_job() == NULL) wait_for_one();
    if (!ports_are_freed) poll(NULL, 0, ROUND_PAUSE_MS);
    start(idle_job(), specs[i]);
  }
  while (busy_jobs() > 0) wait_for_one();
}

/* ---- What is to be run ---- */

static void add_spec(spec_t spec) {
  static long room;
  if (spec_count == room) {
    room = room * 2 + 1024;
    specs = realloc(specs, (size_t)room * sizeof *specs);
    if (specs == NULL) abort();
  }
  specs[spec_count++] = spec;
}

static bool is_wanted(int scenario, bool names) {
  if (all[scenario]->names && !names) return false;
  return option.scenario == NULL || strcmp(option.scenario, all[scenario]->name) == 0;
}

/* How many calls in a row fail: what fails once in practice, what fails for a while, and what goes
 * on failing (0). Ended by -1. */
static const long *lengths_of(int call, int error) {
  static const long once[] = {1, -1}, storm[] = {1, 100, -1}, lasting[] = {1, 0, -1},
                    only_lasting[] = {0, -1};
  if (call == CALL_any_memory || call == CALL_any_descriptor) return only_lasting;
  switch (error) {
  case EINTR:
  case EAGAIN: return storm;
  case ENOMEM:
  case ENOSYS:
  case EPERM:
  case SHORT: return lasting;
  default: return once;
  }
}

static void add_rounds(int scenario, int call) {
  const long every = option.every * (all[scenario]->every > 1 ? all[scenario]->every : 1);
  if (option.call != NULL && strcmp(option.call, call_name(call)) != 0) return;
  for (const int *error = call_errors(call); *error != 0; ++error)
    for (const long *length = lengths_of(call, *error); *length >= 0; ++length)
      for (long first = 1; first <= recorded[scenario].counts[call]; ++first)
        if (round_count++ % every == option.seed % every)
          add_spec((spec_t){scenario, {call, *error, first, *length}});
}

/* ---- The whole ---- */

static void show_totals(double seconds) {
  printf("\n%-28s %8s %8s %8s\n", "scenario", "rounds", "struck", "failed");
  for (int i = 0; i < scenario_count; ++i)
    if (by_scenario[i].rounds > 0)
      printf("%-28s %8ld %8ld %8ld\n", all[i]->name, by_scenario[i].rounds, by_scenario[i].struck,
             by_scenario[i].failed);
  printf("\n%-28s %8s %8s %8s\n", "call", "rounds", "struck", "failed");
  for (int i = 0; i < CALL_COUNT; ++i)
    if (by_call[i].rounds > 0)
      printf("%-28s %8ld %8ld %8ld\n", call_name(i), by_call[i].rounds, by_call[i].struck,
             by_call[i].failed);
  int scenarios = 0, calls = 0;
  for (int i = 0; i < scenario_count; ++i) scenarios += by_scenario[i].rounds > 0;
  for (int i = 0; i < CALL_COUNT; ++i) calls += by_call[i].rounds > 0;
  printf(
      "\n%d scenarios, %d kinds of calls, %ld rounds of %ld (%ld without the fault coming up), %ld "
      "calls failed, %.0f s%s\n",
      scenarios, calls, total.rounds, round_count + scenarios, total.missed, struck_calls, seconds,
      stopped ? ", stopped" : "");
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int run_all(bool names) {
  const double begin = now();
  const fault_t none = {.call = NO_CALL};
  int skipped = 0;
  for (int i = 0; i < scenario_count; ++i) {
    if (is_wanted(i, names)) add_spec((spec_t){i, none});
    skipped += all[i]->names && !names;
  }
  run_specs();
  spec_count = 0;
  for (int i = 0; i < scenario_count; ++i)
    for (int call = 0; usable[i] && call < CALL_COUNT; ++call) add_rounds(i, call);
  run_specs();
  show_totals(now() - begin);
  /* As run.py counts. */
  printf("[  PASSED  ] %ld test(s).\n", total.rounds - total.failed);
  if (total.failed > 0) printf("[  FAILED  ] %ld test(s)\n", total.failed);
  if (skipped > 0) printf("[  SKIPPED ] %d test(s), which need namespaces\n", skipped);
  return total.failed > 0 || total.rounds == 0;
}

static int run_one(bool names) {
  fault_t fault;
  if (!fault_from_text(option.fault, &fault)) {
    fprintf(stderr, "%s: no such fault: %s\n", option.program, option.fault);
    return 2;
  }
  for (int i = 0; i < scenario_count; ++i) {
    if (strcmp(all[i]->name, option.scenario) != 0) continue;
    if (all[i]->names && !names) {
      fprintf(stderr, "%s: %s needs namespaces\n", option.program, option.scenario);
      return 2;
    }
    const pid_t pid = fork_child();
    if (pid == 0) run_round(all[i], &fault, jobs[0].report, option.seconds);
    const int status = wait_child(pid);
    printf("%s: %ld calls failed; the round %s\n", option.fault, jobs[0].report->struck,
           status == 0           ? "passed"
           : WIFSIGNALED(status) ? strsignal(WTERMSIG(status))
                                 : "failed");
    return status != 0;
  }
  fprintf(stderr, "%s: no such scenario: %s\n", option.program, option.scenario);
  return 2;
}

static void free_ports_at_once(void) {
  FILE *file = fopen("/proc/sys/net/ipv4/tcp_max_tw_buckets", "w");
  if (file == NULL) return;
  const bool written = fputs("100\n", file) >= 0;
  ports_are_freed = fclose(file) == 0 && written;
}

/* Tried in another process first: half a world would have no loopback. */
static bool enter_world(void) {
  const pid_t pid = fork_child();
  if (pid == 0) _exit(enter_names() ? 0 : 1);
  if (wait_child(pid) != 0 || !enter_names()) return false;
  free_ports_at_once();
  return true;
}

static void prepare_jobs(void) {
  for (int i = 0; i < option.jobs; ++i) {
    jobs[i].report =
        mmap(NULL, sizeof(report_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    jobs[i].output = memfd_create("output", MFD_CLOEXEC);
    if (jobs[i].report == MAP_FAILED || jobs[i].output < 0) abort();
  }
}

static int usage(void) {
  fprintf(stderr,
          "usage: %s [--scenario NAME] [--call NAME] [--every N] [--seed N] [--jobs N]\n"
          "          [--seconds N]         all rounds, or every N-th, beginning with number SEED\n"
          "       %s --scenario NAME --fault CALL:ERROR:FIRST[+[COUNT]]   one round\n"
          "       %s --list              scenarios\n",
          option.program, option.program, option.program);
  return 2;
}

static int list_scenarios(void) {
  for (int i = 0; i < scenario_count; ++i) puts(all[i]->name);
  return 0;
}

int main(int argc, char **argv) {
  static const struct option known[] = {
      {"scenario", 1, NULL, 's'}, {"fault", 1, NULL, 'f'},   {"call", 1, NULL, 'c'},
      {"every", 1, NULL, 'e'},    {"seed", 1, NULL, 'd'},    {"jobs", 1, NULL, 'j'},
      {"list", 0, NULL, 'l'},     {"seconds", 1, NULL, 't'}, {NULL, 0, NULL, 0}};
  option.program = argv[0];
  option.jobs = (int)sysconf(_SC_NPROCESSORS_ONLN);
  collect_scenarios();
  for (int c; (c = getopt_long(argc, argv, "", known, NULL)) != -1;) {
    switch (c) {
    case 's': option.scenario = optarg; break;
    case 'f': option.fault = optarg; break;
    case 'c': option.call = optarg; break;
    case 'e': option.every = atol(optarg); break;
    case 'd': option.seed = atol(optarg); break;
    case 'j': option.jobs = atoi(optarg); break;
    case 't': option.seconds = atoi(optarg); break;
    case 'l': return list_scenarios();
    default: return usage();
    }
  }
  if (optind < argc || option.every < 1 || option.seed < 0 || option.jobs < 1 ||
      option.jobs > JOBS_MAX || option.seconds < 1 || (option.fault && !option.scenario))
    return usage();
  prepare_jobs();
  signal(SIGINT, stop);
  signal(SIGTERM, stop);
  const bool names = enter_world();
  return option.fault != NULL ? run_one(names) : run_all(names);
}
