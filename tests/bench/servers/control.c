#include "control.h"

#include "../support.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* From here to on_input all runs in a signal handler: only what is async-signal-safe, no printf. */

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

/* /proc/self/statm in pages: size, resident, file-backed part of resident, … */
static void read_memory(uint64_t *rss_kib, uint64_t *anon_kib) {
  char text[128] = {0};
  int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  if (fd < 0 || read(fd, text, sizeof text - 1) <= 0)
    text[0] = '\0';
  if (fd >= 0)
    close(fd);
  const char *at = text;
  take_number(&at);
  uint64_t resident = take_number(&at);
  uint64_t file_backed = take_number(&at);
  uint64_t page_kib = (uint64_t)sysconf(_SC_PAGESIZE) / 1024;
  *rss_kib = resident * page_kib;
  *anon_kib = (resident - file_backed) * page_kib;
}

static void answer_mark(void) {
  uint64_t cpu = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
  uint64_t rss_kib, anon_kib;
  read_memory(&rss_kib, &anon_kib);
  char line[160];
  char *end = put_number(put_text(line, "{\"cpu_ns\": "), cpu);
  end = put_number(put_text(end, ", \"rss_kib\": "), rss_kib);
  end = put_number(put_text(end, ", \"anon_kib\": "), anon_kib);
  end = put_text(end, "}\n");
  if (write(STDOUT_FILENO, line, (size_t)(end - line)) < 0)
    _exit(1);
}

static void obey(const char *command, size_t length) {
  if (length == 4 && memcmp(command, "mark", 4) == 0)
    answer_mark();
  else if (length == 4 && memcmp(command, "quit", 4) == 0)
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

void control_start(int port) {
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
  printf("%d\n", port);
  fflush(stdout);
}
