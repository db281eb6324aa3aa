/* Common to all programs of the benchmark: a CPU, clocks, descriptors, a way to give up. */
#ifndef BENCH_SUPPORT_H
#define BENCH_SUPPORT_H

#include <stdint.h>
#include <time.h>

/* The compiler of this program, as text. */
#ifdef __clang__
#define COMPILER __VERSION__
#else
#define COMPILER "gcc " __VERSION__
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Writes the message and a newline to stderr and ends the process with status 1. */
void die(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

/* Same, with the text of errno after the message. */
void die_errno(const char *what) __attribute__((noreturn));

/* Binds the calling process to one CPU, counted from 0; -1 leaves it free. Dies if that fails. */
void pin_to_cpu(int cpu);

/* Raises the soft limit of descriptors to the hard one; dies if even that is below `needed`. */
void raise_descriptor_limit(unsigned needed);

/* Reads a clock in nanoseconds. */
static inline uint64_t clock_ns(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static inline uint64_t now_ns(void) { return clock_ns(CLOCK_MONOTONIC); }

/* Reads a whole decimal number within [low, high]; dies, naming `what`, on anything else. */
long parse_number(const char *what, const char *text, long low, long high);

#ifdef __cplusplus
}
#endif

#endif
