/* The memory of buffers did not go back to the system after a burst: 300 connections that had had
 * 1 MB each left 301 MB resident, below small blocks that were taken later. */
#include "../support/harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { crowd = 60, kept_bytes = 8 << 20, slack_bytes = 8 << 20 };

static long resident(void) {
  long pages = 0;
  FILE *f = fopen("/proc/self/statm", "r");
  CHECK(f != NULL);
  CHECK_INT(fscanf(f, "%*d %ld", &pages), 1);
  fclose(f);
  return pages * sysconf(_SC_PAGESIZE);
}

static void *pins[1 << 16];
static int pinned;

/* Small blocks above the large ones hold the heap of the C library where it is. */
static void pin(void) { pins[pinned++] = malloc(100); }

/* Each peer of a crowd sends a line without an end; then all go. */
static void burst(tcpcontext_t t, int bytes) {
  static char text[1 << 20];
  int peer[crowd];
  memset(text, 'a', sizeof text);
  for (int i = 0; i < crowd; i++) {
    link_t l = join(t);
    peer[i] = l.peer;
    for (int sent = 0; sent < bytes;) {
      sent += (int)peer_send_some(l.peer, text, (size_t)(bytes - sent));
      PUMP_UNTIL(unread(l.conn) == sent);
    }
    pin();
  }
  for (int i = 0; i < crowd; i++)
    peer_close(peer[i]);
  PUMP_UNTIL(connections(t) == 0);
}

static void expect_back(int bytes, int waves) {
  options_t o = options();
  o.rblen = (size_t)bytes + 100;
  o.max = crowd;
  tcpcontext_t t = open_server(&o);
  hb();
  const long before = resident();
  for (int i = 0; i < waves; i++) {
    burst(t, bytes);
    CHECK_RANGE(resident() - before, -(1L << 40), kept_bytes + slack_bytes);
  }
}

static void skip_where_freed_memory_is_kept_on_purpose(void) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  skip();
#endif
  if (getenv("VCE_TEST_VALGRIND"))
    skip();
}

static void memory_of_large_buffers_goes_back(void **state) {
  (void)state;
  skip_where_freed_memory_is_kept_on_purpose();
  expect_back(1000000, 2);
}

static void memory_of_buffers_below_the_thresholds_goes_back_too(void **state) {
  (void)state;
  skip_where_freed_memory_is_kept_on_purpose();
  for (int i = 0; i < 2; i++)
    expect_back(500000 >> i, 1);
}

static long taken, given;

static void *own_malloc(size_t n) {
  taken++;
  return malloc(n);
}

static void *own_realloc(void *p, size_t n) { return realloc(p, n); }

static void own_free(void *p) {
  given += p != NULL;
  free(p);
}

static void the_programs_own_functions_get_all_blocks_back(void **state) {
  (void)state;
  CHECK_INT(vce_finalize(), 0);
  vce_replace_malloc_funcs(own_malloc, own_realloc, own_free);
  CHECK_INT(vce_initialize(), 0);
  options_t o = options();
  o.rblen = 1 << 20;
  o.max = crowd;
  burst(open_server(&o), 500000);
  CHECK(taken > crowd);
  CHECK_INT(vce_finalize(), 0);
  CHECK_INT(given, taken);
  vce_replace_malloc_funcs(malloc, realloc, free);
  CHECK_INT(vce_initialize(), 0);
}

static int free_pins(void **state) {
  (void)state;
  while (pinned > 0)
    free(pins[--pinned]);
  return 0;
}

int main(void) {
  const struct CMUnitTest memory_back[] = {
      TEST(memory_of_large_buffers_goes_back),
      TEST(memory_of_buffers_below_the_thresholds_goes_back_too),
      TEST(the_programs_own_functions_get_all_blocks_back),
  };
  processes_start();
  return cmocka_run_group_tests(memory_back, NULL, free_pins);
}
