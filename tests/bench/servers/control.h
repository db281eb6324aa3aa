/* How the benchmark talks to a server under test, without a trace in the server's loop.

   Standard input carries commands, one per line:
     mark   answers one JSON line: {"cpu_ns": N, "rss_kib": N, "anon_kib": N}
     quit   ends the process (so does the end of the input)
   cpu_ns is user and system time of the process so far; rss_kib its resident memory; anon_kib the
   part of it that no file backs, which is heap and stack.

   The commands are served from a SIGIO handler: a second thread would make every system call of the
   server dearer (the kernel then counts references to descriptors), and polling would cost every
   loop something. */
#ifndef BENCH_CONTROL_H
#define BENCH_CONTROL_H

/* Starts serving commands, then prints the port as one line. Call it once, when ready. */
void control_start(int port);

#endif
