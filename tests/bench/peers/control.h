/* How the benchmark talks to a server under test, without a trace in the server's loop.

   Standard input carries commands, one per line; each answers one JSON line:
     mark     {"cpu_ns": N, "turns": N}: user and system time of the process so far, and how often
              its loop has turned (see `polling` in peer.h)
     memory   {"heap_bytes": N, "anon_bytes": N}: what is lent by malloc, and the resident memory
              that no file backs. It looks into malloc, so ask only while nothing is in flight.
     quit     ends the process (so does the end of the input)

   The commands are served from a SIGIO handler: a second thread would make every system call of the
   server dearer (the kernel then counts references to descriptors), and polling would cost every
   loop something. */
#ifndef BENCH_CONTROL_H
#define BENCH_CONTROL_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* To be called at each turn of a loop that polls; `mark` reports how often that was. */
void control_turned(void);

/* Starts serving commands, then prints the port and the name and version of the library that the
   server is built on as one line. Call it once, when ready. */
void control_start(int port, const char *library);

#ifdef __cplusplus
}
#endif

#endif
