/* A program that used libevent crashed after it had unloaded libvce.so, and until then its events
 * got their memory from the plugin and lost their messages to it. */
#include <dlfcn.h>
#include <event2/event.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "vce.h"

static const char *library; /* path of libvce.so */

/* The allocator of the host: a block that it gets back must be one of its own. */
enum { MARK = 0x686f7374, HEAD = 16 };
static int blocks;

static void *host_malloc(size_t size) {
  char *p = malloc(size + HEAD);
  if (p == NULL)
    return NULL;
  memcpy(p, &(int){MARK}, sizeof(int));
  ++blocks;
  return p + HEAD;
}

static void host_free(void *block) {
  if (block == NULL)
    return;
  char *p = (char *)block - HEAD;
  int mark;
  memcpy(&mark, p, sizeof mark);
  assert_int_equal(mark, MARK);
  --blocks;
  free(p);
}

static void *host_realloc(void *block, size_t size) {
  if (block == NULL)
    return host_malloc(size);
  char *p = realloc((char *)block - HEAD, size + HEAD);
  return p == NULL ? NULL : p + HEAD;
}

static int lines;
static void host_log(int severity, const char *text) {
  (void)severity;
  (void)text;
  ++lines;
}

/* libevent warns of a loop inside a loop. */
static void loop_again(evutil_socket_t fd, short what, void *base) {
  (void)fd;
  (void)what;
  event_base_loop(base, EVLOOP_NONBLOCK);
}

static void use_own_events(struct event_base *base) {
  const int before = lines;
  const struct timeval now = {0, 0};
  assert_int_equal(event_base_once(base, -1, EV_TIMEOUT, loop_again, base, &now), 0);
  assert_true(event_base_loop(base, EVLOOP_ONCE) >= 0);
  assert_int_equal(lines, before + 1);
}

static bool mapped(void) {
  char line[512];
  bool found = false;
  FILE *maps = fopen("/proc/self/maps", "r");
  assert_non_null(maps);
  while (fgets(line, sizeof line, maps) != NULL)
    found |= strstr(line, "libvce.so") != NULL;
  fclose(maps);
  return found;
}

/* Loads the library, has it look a name up with what it has of libevent, and finalises. */
static void *use_library(struct event_base *own) {
  void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  assert_non_null(handle);
#define FUNCTION(name)                                                                             \
  __typeof__(name) *p_##name;                                                                      \
  *(void **)&p_##name = dlsym(handle, #name);                                                      \
  assert_non_null(p_##name)
  FUNCTION(vce_initialize);
  FUNCTION(vce_tcpcontext_create);
  FUNCTION(vce_tcpcontext_connect);
  FUNCTION(vce_heartbeat);
  FUNCTION(vce_finalize);
#undef FUNCTION
  assert_int_equal(p_vce_initialize(), 0);
  tcpcontext_t t = p_vce_tcpcontext_create(0, NULL, 0, 10, 100, 100, 60, 1, 1, 0);
  assert_non_null(t);
  assert_non_null(p_vce_tcpcontext_connect(t, "localhost", 9).p);
  for (int i = 0; i < 50; ++i)
    p_vce_heartbeat();
  if (own != NULL)
    use_own_events(own); /* while a look-up may be under way */
  assert_int_equal(p_vce_finalize(), 0);
  return handle;
}

static void unload(void *handle) {
  assert_int_equal(dlclose(handle), 0);
  assert_false(mapped());
}

static void events_of_the_host_live_on(void **state) {
  (void)state;
  event_set_mem_functions(host_malloc, host_realloc, host_free);
  event_set_log_callback(host_log);
  struct event_base *before = event_base_new();
  assert_non_null(before);
  const int blocks_before = blocks;
  assert_true(blocks_before > 0);

  for (int round = 0; round < 2; ++round) {
    void *handle = use_library(before);
    assert_int_equal(blocks,
                     blocks_before); /* nothing of the library's is in the host's libevent */
    struct event_base *meanwhile = event_base_new();
    assert_non_null(meanwhile);
    assert_true(blocks > blocks_before);
    unload(handle);

    use_own_events(before);
    use_own_events(meanwhile);
    event_base_free(meanwhile);
    struct event_base *after = event_base_new();
    assert_non_null(after);
    use_own_events(after);
    event_base_free(after);
    assert_int_equal(blocks, blocks_before);
  }
  event_base_free(before);
}

/* The handlers of fork(2) are gone with the library. */
static void a_fork_after_unloading_calls_nothing_of_it(void **state) {
  (void)state;
  unload(use_library(NULL));
  const pid_t child = fork();
  assert_true(child >= 0);
  if (child == 0)
    _exit(7);
  int status;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 7);
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: host LIBVCE.SO\n");
    return 2;
  }
  library = argv[1];
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(events_of_the_host_live_on),
      cmocka_unit_test(a_fork_after_unloading_calls_nothing_of_it),
  };
  return cmocka_run_group_tests_name("plugin", tests, NULL, NULL);
}
