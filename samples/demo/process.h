/*
 * The other processes of the demo: this program again, in another role.
 *
 * A process is started by exec, so it shares nothing with its parent but two pipes: its standard
 * input and output. It dies with its parent. Whatever goes wrong here ends the story (expect).
 */
#ifndef DEMO_PROCESS_H
#define DEMO_PROCESS_H

#include <sys/types.h>

struct process {
  pid_t pid;
  int to;   /* its standard input */
  int from; /* its standard output */
};

/* Starts `role` with up to two arguments (NULL: none). */
struct process process_start(const char *role, const char *first, const char *second);

/* The number that the process prints as its next line, waited for at most 5 seconds. */
long process_number(const struct process *p);

/* Wakes a process that waits for a line of input. */
void process_wake(const struct process *p);

/* Ends a server as an operator would (SIGTERM); it must exit with 0 within 5 seconds. */
void process_stop(struct process *p);

/* Waits for a process that ends by itself; it must exit with 0 within 5 seconds. */
void process_finish(struct process *p);

/* A crash: SIGKILL. The process is gone when this returns. */
void process_kill(struct process *p);

#endif
