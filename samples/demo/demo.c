/*
 * demo - libvce at work: real sockets, separate processes, eight scenes.
 *
 * The program tells what happens and measures it. It is the client; the servers and the slow reader
 * are processes of their own, started from this same program (see roles.h).
 *
 * Run:      make demo, or the program itself without arguments
 * Ends:     in less than ten seconds. Exit code 0 only if every step happened as told; on the first
 *           that did not it says which, and ends with 1.
 */
#include "process.h"
#include "report.h"
#include "roles.h"
#include "scenes.h"
#include <stdio.h>
#include <stdlib.h>
#include <vce.h>

int main(int argc, char **argv) {
  if (argc > 2 && strcmp(argv[1], "--role") == 0)
    return play_role(argc - 2, argv + 2);

  double begin = now_ms();
  vce_limit_t limits;
  vce_limit_clear(&limits);
  limits.max_conn = 1100; /* the last scene has 1,001 connections */
  printf("libvce " LIBVCE_VERSION ": real sockets between separate processes\n");
  int started = vce_initialize_limited(&limits);
  expect(started == 0, "the library started (%s)", vce_strerror(started));
  vce_set_heartbeat_wait_flag(1);

  show_echo();
  show_nonblocking_client();
  show_blocking_client();
  show_full_and_down();
  show_slow_reader();
  show_thousand_clients();

  int ended = vce_finalize();
  expect(ended == 0, "the library ended in order (%s)", vce_strerror(ended));
  double seconds = (now_ms() - begin) / 1e3;
  expect(seconds < 10.0, "all of it took less than ten seconds and not %.1f", seconds);
  printf("\nAll %d scenes happened as told, in %.1f seconds.\n", scenes_begun(), seconds);
  return 0;
}
