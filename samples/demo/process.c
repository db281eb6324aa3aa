#define _GNU_SOURCE 1
#include "process.h"
#include "report.h"
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static const int patience_ms = 5000;

/* Between fork and exec. */
static void become(const char *role, const char *first, const char *second, int in, int out,
                   pid_t parent) {
  char *const arguments[] = {"demo", "--role", (char *)role, (char *)first, (char *)second, NULL};
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) /* it died before the line above */
    _exit(1);
  dup2(in, STDIN_FILENO);
  dup2(out, STDOUT_FILENO);
  execv("/proc/self/exe", arguments);
  _exit(127);
}

struct process process_start(const char *role, const char *first, const char *second) {
  int to[2], from[2];
  pid_t parent = getpid();
  expect(pipe2(to, O_CLOEXEC) == 0 && pipe2(from, O_CLOEXEC) == 0, "two pipes were made");
  pid_t pid = fork();
  expect(pid >= 0, "the process \"%s\" was started", role);
  if (pid == 0)
    become(role, first, second, to[0], from[1], parent);
  close(to[0]);
  close(from[1]);
  return (struct process){pid, to[1], from[0]};
}

long process_number(const struct process *p) {
  char line[32] = "";
  size_t length = 0;
  double give_up = now_ms() + patience_ms;
  while (length < sizeof line - 1) {
    struct pollfd ready = {p->from, POLLIN, 0};
    int left_ms = (int)(give_up - now_ms());
    expect(left_ms > 0 && poll(&ready, 1, left_ms) > 0, "process %ld reported in time",
           (long)p->pid);
    expect(read(p->from, line + length, 1) == 1, "process %ld lives and reports", (long)p->pid);
    if (line[length++] == '\n')
      break;
  }
  return atol(line);
}

void process_wake(const struct process *p) {
  expect(write(p->to, "\n", 1) == 1, "process %ld can be spoken to", (long)p->pid);
}

static int reap(struct process *p) {
  int status = 0;
  double give_up = now_ms() + patience_ms;
  pid_t done;
  while ((done = waitpid(p->pid, &status, WNOHANG)) == 0 && now_ms() < give_up)
    poll(NULL, 0, 1);
  expect(done == p->pid, "process %ld ended in time", (long)p->pid);
  close(p->to);
  close(p->from);
  p->pid = 0;
  return status;
}

void process_finish(struct process *p) {
  long pid = p->pid;
  int status = reap(p);
  expect(WIFEXITED(status) && WEXITSTATUS(status) == 0, "process %ld ended with exit code 0", pid);
}

void process_stop(struct process *p) {
  kill(p->pid, SIGTERM);
  process_finish(p);
}

void process_kill(struct process *p) {
  kill(p->pid, SIGKILL);
  reap(p);
}
