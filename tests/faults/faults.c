#include "faults.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
  GROUP_none = NO_CALL,
  GROUP_memory = CALL_any_memory,
  GROUP_descriptor = CALL_any_descriptor
};

typedef struct call_facts {
  const char *name;
  int group;
  const int *errors;
} call_facts;

#define CALL(name, group, ...) static const int errors_of_##name[] = {__VA_ARGS__, 0};
CALLS
#undef CALL

static const call_facts facts[CALL_COUNT] = {
#define CALL(name, group, ...) {#name, GROUP_##group, errors_of_##name},
    CALLS
#undef CALL
};

static const struct {
  const char *name;
  int value;
} named[] = {
    {"SHORT", SHORT},           {"FORWARD", FORWARD},       {"BACK", BACK},
    {"EAI_AGAIN", EAI_AGAIN},   {"EAI_FAIL", EAI_FAIL},     {"EAI_FAMILY", EAI_FAMILY},
    {"EAI_MEMORY", EAI_MEMORY}, {"EAI_NONAME", EAI_NONAME}, {"EAI_SERVICE", EAI_SERVICE},
    {"EAI_SYSTEM", EAI_SYSTEM},
};

static fault_t plan = {.call = NO_CALL};
static report_t *report;
static bool possible;
static long counts[CALL_COUNT];
static long struck;
static pid_t planned_in;

const char *call_name(int call) { return facts[call].name; }

const int *call_errors(int call) { return facts[call].errors; }

const char *error_name(int call, int error) {
  (void)call;
  for (size_t i = 0; i < sizeof named / sizeof *named; ++i)
    if (named[i].value == error) return named[i].name;
  const char *name = strerrorname_np(error);
  return name == NULL ? "?" : name;
}

int error_value(int call, const char *name) {
  for (const int *e = call_errors(call); *e != 0; ++e)
    if (strcmp(error_name(call, *e), name) == 0) return *e;
  return 0;
}

void fault_to_text(const fault_t *fault, char *out, size_t size) {
  char count[24] = "";
  if (fault->call == NO_CALL) {
    snprintf(out, size, "none");
    return;
  }
  if (fault->count == 0)
    snprintf(count, sizeof count, "+");
  else if (fault->count != 1)
    snprintf(count, sizeof count, "+%ld", fault->count);
  snprintf(out, size, "%s:%s:%ld%s", call_name(fault->call), error_name(fault->call, fault->error),
           fault->first, count);
}

bool fault_from_text(const char *text, fault_t *out) {
  char call[32], error[32], plus = '\0';
  long first = 0, count = 0;
  *out = (fault_t){.call = NO_CALL};
  if (strcmp(text, "none") == 0) return true;
  int n = sscanf(text, "%31[^:]:%31[^:]:%ld%c%ld", call, error, &first, &plus, &count);
  if (n < 3 || first < 1 || (n > 3 && plus != '+')) return false;
  for (int i = 0; i < CALL_COUNT; ++i)
    if (strcmp(call_name(i), call) == 0) out->call = i;
  if (out->call == NO_CALL) return false;
  out->error = error_value(out->call, error);
  out->first = first;
  out->count = n == 3 ? 1 : count;
  return out->error != 0;
}

void faults_plan(const fault_t *fault, report_t *to) {
  plan = *fault;
  report = to;
  planned_in = getpid();
  possible = false;
  struck = 0;
  memset(counts, 0, sizeof counts);
}

void faults_resume(void) { possible = true; }

void faults_pause(void) { possible = false; }

void faults_over(void) {
  possible = false;
  struck = 0;
  plan.call = NO_CALL;
}

bool faults_struck(void) { return struck > 0; }

bool faults_planned(call_t call) { return plan.call == (int)call; }

bool faults_forked(void) { return getpid() != planned_in; }

void faults_forget_touched(void) { report->touched_count = 0; }

bool faults_touched(int fd) {
  for (int i = 0; i < report->touched_count; ++i)
    if (report->touched[i] == fd) return true;
  return report->touched_count == TOUCHED_MAX;
}

void faults_publish(void) {
  for (int i = 0; i < CALL_COUNT; ++i)
    if (report->counts[i] < counts[i]) report->counts[i] = counts[i];
  report->struck += struck;
}

/* What the call can simply be repeated after leaves the connection as it was. */
static bool is_harmless(int error) {
  return error == EINTR || error == EAGAIN || error == SHORT || error == FORWARD || error == BACK;
}

/* The library asks libevent for what takes descriptors only when it has just tried that there are
 * some left, because libevent 2.1 ends the process without. So a shortage that lasts does not begin
 * at the calls that libevent makes then. */
static bool begins_later(call_t call) {
  return plan.call == CALL_any_descriptor &&
         (call == CALL_epoll_create || call == CALL_epoll_create1 || call == CALL_pipe ||
          call == CALL_pipe2 || call == CALL_socketpair);
}

static bool is_planned(int call) {
  if (call == NO_CALL) return false;
  const long n = ++counts[call];
  return plan.call == call && n >= plan.first && (plan.count == 0 || n < plan.first + plan.count);
}

bool fault_strikes(call_t call, int fd, int *error) {
  if (!possible) return false;
  if (begins_later(call) && counts[CALL_any_descriptor] + 1 == plan.first) ++plan.first;
  const bool by_name = is_planned((int)call), by_group = is_planned(facts[call].group);
  if (!by_name && !by_group) return false;
  ++struck;
  *error = plan.error;
  if (fd >= 0 && !is_harmless(plan.error) && !faults_touched(fd))
    report->touched[report->touched_count++] = fd;
  return true;
}
