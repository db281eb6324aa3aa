#include "support.h"

#include <errno.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

void die(const char *format, ...) {
  va_list args;
  va_start(args, format);
  vfprintf(stderr, format, args);
  va_end(args);
  fputc('\n', stderr);
  exit(1);
}

void die_errno(const char *what) { die("%s: %s", what, strerror(errno)); }

void pin_to_cpu(int cpu) {
  if (cpu < 0)
    return;
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET((unsigned)cpu, &set);
  if (sched_setaffinity(0, sizeof set, &set) != 0)
    die("cannot run on CPU %d: %s", cpu, strerror(errno));
}

void raise_descriptor_limit(unsigned needed) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
    die_errno("getrlimit");
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
    die_errno("setrlimit");
  if (limit.rlim_cur < needed)
    die("%u descriptors needed, the hard limit is %llu", needed,
        (unsigned long long)limit.rlim_cur);
}

long parse_number(const char *what, const char *text, long low, long high) {
  char *end;
  errno = 0;
  long value = strtol(text, &end, 10);
  if (end == text || *end != '\0' || errno != 0 || value < low || value > high)
    die("%s: a number from %ld to %ld is wanted, not \"%s\"", what, low, high, text);
  return value;
}
