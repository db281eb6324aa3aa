#include "process.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "leave.h"

enum { CHILD_SECONDS = 120, CAPTURE_BYTES = 1 << 20, SKIPPED = 77 };

static int command_pipe = -1;
static int reply_pipe = -1;
static bool is_child = false;

static bool read_whole(int fd, void *out, size_t size) {
  char *at = out;
  while (size > 0) {
    ssize_t n = read(fd, at, size);
    if (n <= 0) return false;
    at += n;
    size -= (size_t)n;
  }
  return true;
}

typedef struct order_t {
  void (*prepare)(void (*body)(void)); /* may be NULL */
  void (*body)(void);
} order_t;

/* The template's life: fork a child per order until the test program is gone. */
static _Noreturn void serve_orders(int orders, int replies) {
  order_t order;
  while (read_whole(orders, &order, sizeof order)) {
    pid_t pid = fork();
    if (pid == 0) {
      close(orders);
      close(replies);
      is_child = true;
      alarm(CHILD_SECONDS);
      if (order.prepare != NULL)
        order.prepare(order.body);
      else
        order.body();
      leave(0);
    }
    int status = -1;
    waitpid(pid, &status, 0);
    if (write(replies, &status, sizeof status) != (ssize_t)sizeof status) break;
  }
  _exit(0);
}

void processes_start(void) {
  int orders[2], replies[2];
  if (pipe(orders) != 0 || pipe(replies) != 0) abort();
  pid_t pid = fork();
  if (pid < 0) abort();
  if (pid == 0) {
    close(orders[1]);
    close(replies[0]);
    serve_orders(orders[0], replies[1]);
  }
  close(orders[0]);
  close(replies[1]);
  command_pipe = orders[1];
  reply_pipe = replies[0];
}

int fresh_process(void (*body)(void)) { return fresh_process_with(NULL, body); }

int fresh_process_with(void (*prepare)(void (*body)(void)), void (*body)(void)) {
  const order_t order = {prepare, body};
  int status = -1;
  if (write(command_pipe, &order, sizeof order) != (ssize_t)sizeof order) return -1;
  if (!read_whole(reply_pipe, &status, sizeof status)) return -1;
  return status;
}

int fork_child(void) {
  fflush(NULL);
  pid_t pid = fork();
  if (pid < 0) check_failed(__FILE__, __LINE__, "fork failed");
  if (pid == 0) {
    is_child = true;
    alarm(CHILD_SECONDS);
  }
  return pid;
}

void child_done(void) { leave(0); }

void child_skip(void) { leave(SKIPPED); }

void skip_because(const char *why) {
  if (is_child) {
    captured_stderr();
    dprintf(STDERR_FILENO, "skipped: %s\n", why);
    child_skip();
  }
  print_message("skipped: %s\n", why);
  skip();
}

int wait_child(int pid) {
  int status = -1;
  waitpid(pid, &status, 0);
  return status;
}

void check_failed(const char *file, int line, const char *format, ...) {
  char text[2048];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  if (is_child) {
    captured_stderr();
    dprintf(STDERR_FILENO, "%s:%d: in a child process: %s\n", file, line, text);
    _exit(1);
  }
  print_error("%s\n", text);
  _fail(file, line);
}

void check_same_text(const char *actual, const char *expected, const char *what, const char *file,
                int line) {
  if (strcmp(actual, expected) != 0)
    check_failed(file, line, "%s is \"%s\", expected \"%s\"", what, actual, expected);
}

void check_child(int status, const char *what, const char *file, int line) {
  if (WIFEXITED(status) && WEXITSTATUS(status) == SKIPPED) skip();
  if (WIFSIGNALED(status))
    check_failed(file, line, "%s was killed by signal %d", what, WTERMSIG(status));
  else if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    check_failed(file, line, "%s failed (its message is on standard error)", what);
}

static FILE *capture_file = NULL;
static int saved_stderr = -1;
static char captured_text[CAPTURE_BYTES];

void capture_stderr(void) {
  captured_stderr();
  fflush(stderr);
  capture_file = tmpfile();
  if (capture_file == NULL) check_failed(__FILE__, __LINE__, "no temporary file");
  saved_stderr = dup(STDERR_FILENO);
  dup2(fileno(capture_file), STDERR_FILENO);
}

const char *captured_stderr(void) {
  if (capture_file == NULL) return captured_text;
  fflush(stderr);
  dup2(saved_stderr, STDERR_FILENO);
  close(saved_stderr);
  rewind(capture_file);
  size_t n = fread(captured_text, 1, sizeof captured_text - 1, capture_file);
  captured_text[n] = '\0';
  fclose(capture_file);
  capture_file = NULL;
  return captured_text;
}

int lines_starting(const char *text, const char *prefix) {
  int count = 0;
  size_t length = strlen(prefix);
  for (const char *line = text; *line != '\0';) {
    if (strncmp(line, prefix, length) == 0) ++count;
    const char *end = strchr(line, '\n');
    if (end == NULL) break;
    line = end + 1;
  }
  return count;
}
