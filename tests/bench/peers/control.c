#include "control.h"

#include "../../support/old_libc.h"
#include "../support.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static volatile uint64_t turns;

/* From here to on_input all runs in a signal handler: no printf. */

static char *put_text(char *to, const char *text) {
  size_t n = strlen(text);
  memcpy(to, text, n);
  return to + n;
}

static char *put_number(char *to, uint64_t value) {
  char digits[20];
  int n = 0;
  do {
    digits[n++] = (char)('0' + value % 10);
    value /= 10;
  } while (value != 0);
  while (n > 0)
    *to++ = digits[--n];
  return to;
}

static uint64_t take_number(const char **from) {
  uint64_t value = 0;
  while (**from >= '0' && **from <= '9')
    value = value * 10 + (uint64_t)(*(*from)++ - '0');
  while (**from == ' ')
    (*from)++;
  return value;
}

/* Adds up the "Anonymous:" line of /proc/self/smaps_rollup, which is in KiB. */
static uint64_t anonymous_bytes(void) {
  static char text[4096];
  int fd = open("/proc/self/smaps_rollup", O_RDONLY | O_CLOEXEC);
  ssize_t length = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
  if (fd >= 0)
    close(fd);
  text[length > 0 ? length : 0] = '\0';
  const char *at = strstr(text, "\nAnonymous:");
  if (at == NULL)
    return 0;
  at += strcspn(at, "0123456789");
  return take_number(&at) * 1024;
}

static void answer(const char *first, uint64_t a, const char *second, uint64_t b) {
  char line[160];
  char *end = put_text(line, "{\"");
  end = put_number(put_text(put_text(end, first), "\": "), a);
  end = put_text(put_text(end, ", \""), second);
  end = put_text(put_number(put_text(end, "\": "), b), "}\n");
  if (write(STDOUT_FILENO, line, (size_t)(end - line)) < 0)
    _exit(1);
}

/* Not async-signal-safe by itself: only asked for while the server waits in the kernel. */
static uint64_t heap_bytes(void) {
  struct mallinfo2 info = mallinfo2();
  return (uint64_t)info.uordblks + (uint64_t)info.hblkhd;
}

static bool is(const char *command, size_t length, const char *word) {
  return length == strlen(word) && memcmp(command, word, length) == 0;
}

static void obey(const char *command, size_t length) {
  if (is(command, length, "mark"))
    answer("cpu_ns", clock_ns(CLOCK_PROCESS_CPUTIME_ID), "turns", turns);
  else if (is(command, length, "memory"))
    answer("heap_bytes", heap_bytes(), "anon_bytes", anonymous_bytes());
  else if (is(command, length, "quit"))
    _exit(0);
}

static void on_input(int signal_number) {
  (void)signal_number;
  static char line[64];
  static size_t used;
  int saved = errno;
  for (;;) {
    char c;
    ssize_t n = read(STDIN_FILENO, &c, 1);
    if (n == 0)
      _exit(0);
    if (n < 0)
      break;
    if (c == '\n') {
      obey(line, used);
      used = 0;
    } else if (used < sizeof line) {
      line[used++] = c;
    }
  }
  errno = saved;
}

void control_turned(void) { turns++; }

void control_start(int port, const char *library) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_input;
  action.sa_flags = SA_RESTART;
  if (sigaction(SIGIO, &action, NULL) != 0)
    die_errno("sigaction");
  if (fcntl(STDIN_FILENO, F_SETOWN, getpid()) != 0 ||
      fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK | O_ASYNC) != 0)
    die_errno("standard input cannot signal");
  raise(SIGIO); /* for what was written before the pipe could signal */
  printf("%d %s\n", port, library);
  fflush(stdout);
}
