/* Lifecycle examples L1-L22 and M1-M3 and the table of calls while the library is not initialised:
 * initialise, limits, finalise, signals, memory. The number in a test's name is the example's
 * (man/compatibility.md, "Examples"). */
#include "harness.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static tcpcontext_t create(int is_server, int port, size_t state) {
  return vce_tcpcontext_create(is_server, "127.0.0.1", (unsigned short)port, 10, 1000, 1000, 100, 0,
                               1, state);
}

static int initialise_with(int vce_limit_t_field_index, int value) {
  vce_limit_t limits;
  vce_limit_clear(&limits);
  int *const fields[] = {&limits.max_tcpcontext, &limits.max_conn, &limits.max_array,
                         &limits.sendbuf_work_size, &limits.recvbuf_work_size};
  *fields[vce_limit_t_field_index] = value;
  return vce_initialize_limited(&limits);
}

enum { MAX_TCPCONTEXT, MAX_CONN, MAX_ARRAY, SENDBUF, RECVBUF };

static void before_anything(void) {
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(vce_get_current_utime(), 0);
}

static void l01_fresh_process_has_no_error_and_no_time(void **state) {
  (void)state;
  run_fresh(before_anything);
}

static void plain_initialise(void) {
  long long before = wall_us();
  CHECK_INT(vce_initialize(), 0);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_RANGE(vce_get_current_utime(), before, wall_us());
}

static void l02_initialise_succeeds_and_sets_the_clock(void **state) {
  (void)state;
  run_fresh(plain_initialise);
}

static void create_too_early(void) {
  for (int is_server = 0; is_server <= 1; ++is_server) {
    CHECK(create(is_server, 0, 0) == NULL);
    CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  }
}

static void l03_create_before_initialise_fails(void **state) {
  (void)state;
  run_fresh(create_too_early);
}

static void heartbeat_too_early(void) {
  vce_heartbeat();
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  CHECK(vce_get_current_utime() > 0);
}

static void l04_heartbeat_before_initialise_refreshes_the_clock_only(void **state) {
  (void)state;
  run_fresh(heartbeat_too_early);
}

static void finalise_too_early(void) {
  CHECK_INT(vce_finalize(), 0);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(vce_initialize(), 0);
  CHECK(create(1, 0, 0) != NULL);
}

static void l05_finalise_before_initialise_is_harmless(void **state) {
  (void)state;
  run_fresh(finalise_too_early);
}

static void three_cycles(void) {
  int port = 0;
  for (int i = 0; i < 3; ++i) {
    CHECK_INT(vce_initialize(), 0);
    tcpcontext_t t = create(1, port, 0);
    CHECK(t != NULL);
    port = vce_tcpcontext_get_port(t);
    vce_tcpcontext_cleanup(t);
    CHECK_INT(vce_finalize(), 0);
    CHECK_INT(vce_get_last_error(), 0);
  }
}

static void l06_three_life_cycles_on_one_port(void **state) {
  (void)state;
  run_fresh(three_cycles);
}

static void use_after_finalise(void) {
  CHECK_INT(vce_initialize(), 0);
  CHECK_INT(vce_finalize(), 0);
  vce_heartbeat();
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  CHECK(create(0, 0, 0) == NULL);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
}

static void l07_after_finalise_the_library_is_as_before_initialise(void **state) {
  (void)state;
  run_fresh(use_after_finalise);
}

static void end_all_arrays(void) {
  CHECK_INT(vce_initialize(), 0);
  int before = descriptors_open();
  vce_end_all_array();
  CHECK_INT(vce_finalize(), VCE_EFINALIZE);
  CHECK_INT(vce_get_last_error(), VCE_EFINALIZE);
  CHECK(descriptors_open() <= before);
  CHECK_INT(vce_initialize(), 0);
  CHECK(create(1, 0, 0) != NULL);
  CHECK_INT(vce_finalize(), 0);
}

static void l08_finalise_after_end_all_array_says_so_and_the_next_cycle_works(void **state) {
  (void)state;
  run_fresh(end_all_arrays);
}

static void l09_clearing_limits_sets_all_fields_to_minus_one(void **state) {
  (void)state;
  void (*const clear[])(vce_limit_t *) = {vce_init_limit_t, vce_limit_clear};
  for (size_t i = 0; i < ELEMENTOF(clear); ++i) {
    vce_limit_t l;
    memset(&l, 0, sizeof l);
    clear[i](&l);
    CHECK(l.max_tcpcontext == -1 && l.max_conn == -1 && l.max_array == -1 &&
          l.sendbuf_work_size == -1 && l.recvbuf_work_size == -1);
    clear[i](NULL);
  }
}

static void few_arrays(void) {
  static const int expected[] = {2, 3, 4, 5, 6, 7, -2, -2};
  CHECK_INT(initialise_with(MAX_ARRAY, 3), 0);
  for (size_t i = 0; i < ELEMENTOF(expected); ++i)
    CHECK_INT(vce_init_array(4, 4, "x"), expected[i]);
  CHECK_INT(vce_get_last_error(), VCE_EFULL);
}

static void l10_smallest_array_limit_is_eight(void **state) {
  (void)state;
  run_fresh(few_arrays);
}

static void contexts_take_arrays(void) {
  CHECK_INT(initialise_with(MAX_ARRAY, 8), 0);
  CHECK(create(0, 0, 0) != NULL);
  CHECK(create(0, 0, 0) == NULL);
  CHECK_INT(vce_get_last_error(), VCE_EARRAY);
}

static void l11_array_limit_bounds_the_contexts(void **state) {
  (void)state;
  run_fresh(contexts_take_arrays);
}

static void many_contexts(void) {
  CHECK_INT(vce_initialize(), 0);
  for (int i = 0; i < 16; ++i) CHECK(create(0, 0, 0) != NULL);
  CHECK(create(0, 0, 0) == NULL);
  CHECK_INT(vce_get_last_error(), VCE_EFULL);
}

static void l12_default_limit_is_sixteen_contexts(void **state) {
  (void)state;
  run_fresh(many_contexts);
}

static void no_connections(void) {
  int port;
  peer_listen(&port);
  CHECK_INT(initialise_with(MAX_CONN, 0), 0);
  CHECK(create(1, 0, 0) != NULL);
  conn_t c = vce_tcpcontext_connect(create(0, 0, 0), "127.0.0.1", (unsigned short)port);
  CHECK_INT(vce_get_last_error(), VCE_EFULL);
  CHECK_INT(vce_conn_is_valid(c), 0);
  vce_heartbeat();
}

static void l13_without_connections_nothing_connects(void **state) {
  (void)state;
  run_fresh(no_connections);
}

static void no_contexts(void) {
  CHECK_INT(initialise_with(MAX_TCPCONTEXT, 0), 0);
  CHECK(create(0, 0, 0) == NULL);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  vce_heartbeat();
}

static void l14_without_contexts_create_fails(void **state) {
  (void)state;
  run_fresh(no_contexts);
}

static void limits_survive(void) {
  CHECK_INT(initialise_with(MAX_TCPCONTEXT, 1), 0);
  CHECK_INT(vce_finalize(), 0);
  CHECK_INT(vce_initialize(), 0);
  CHECK(create(0, 0, 0) != NULL);
  CHECK(create(0, 0, 0) == NULL);
  CHECK_INT(vce_get_last_error(), VCE_EFULL);
}

static void l15_limits_survive_finalise(void **state) {
  (void)state;
  run_fresh(limits_survive);
}

/* After a failed initialise the library is as it was before: finalise is harmless, the next
 * initialise works. */
static void expect_failed_initialise(int result, int code) {
  CHECK_INT(result, code);
  CHECK_INT(vce_get_last_error(), code);
  CHECK(create(0, 0, 0) == NULL);
  CHECK_INT(vce_finalize(), 0);
  CHECK_INT(vce_finalize(), 0);
}

static void negative_work_sizes(void) {
  expect_failed_initialise(initialise_with(SENDBUF, -2), VCE_EMEM);
  CHECK_INT(initialise_with(SENDBUF, 0), 0);
  CHECK_INT(vce_finalize(), 0);
  expect_failed_initialise(initialise_with(RECVBUF, -5), VCE_EMEM);
}

static void l16_negative_work_size_fails_for_want_of_memory(void **state) {
  (void)state;
  run_fresh(negative_work_sizes);
}

static void too_many_connections(void) {
  expect_failed_initialise(initialise_with(MAX_CONN, 2000000000), VCE_EARRAY);
  CHECK_INT(initialise_with(MAX_CONN, 100), 0);
}

static void l17_two_thousand_million_connections_are_too_many(void **state) {
  (void)state;
  run_fresh(too_many_connections);
}

static void *no_memory(size_t size) {
  (void)size;
  return NULL;
}

static void without_memory(void) {
  vce_replace_malloc_funcs(no_memory, NULL, NULL);
  expect_failed_initialise(vce_initialize(), VCE_EMEM);
  vce_replace_malloc_funcs(malloc, realloc, free);
  CHECK_INT(vce_initialize(), 0);
}

static void l18_allocator_without_memory_fails_initialise(void **state) {
  (void)state;
  run_fresh(without_memory);
}

/* An allocator that fails from the n-th call on, for every n: initialise either works or says that
 * there is no memory, and everything it took comes back. */
static int allocations_left, blocks;

static void *limited_memory(size_t size) {
  if (allocations_left-- <= 0) return NULL;
  ++blocks;
  return malloc(size);
}

static void counted_free(void *p) {
  if (p != NULL) --blocks;
  free(p);
}

static void memory_runs_out(void) {
  vce_replace_malloc_funcs(limited_memory, NULL, counted_free);
  bool worked = false;
  for (int n = 0; !worked; ++n) {
    CHECK(n < 1000);
    allocations_left = n;
    int result = vce_initialize();
    worked = result == 0;
    if (!worked) CHECK(result == VCE_EMEM || result == VCE_EARRAY);
    CHECK_INT(vce_get_last_error(), result);
    CHECK_INT(vce_finalize(), 0);
    CHECK_INT(blocks, 0);
  }
}

static void l18_initialise_survives_memory_running_out_at_any_point(void **state) {
  (void)state;
  run_fresh(memory_runs_out);
}

static void contexts_without_memory(void) {
  vce_replace_malloc_funcs(limited_memory, NULL, counted_free);
  allocations_left = 1000000;
  CHECK_INT(vce_initialize(), 0);
  int descriptors = descriptors_open(), before = blocks;
  tcpcontext_t t = NULL;
  for (int n = 0; t == NULL; ++n) {
    CHECK(n < 1000);
    allocations_left = n;
    t = create(1, 0, 64);
    if (t == NULL) {
      CHECK_INT(vce_get_last_error(), VCE_EARRAY);
      CHECK_INT(descriptors_open(), descriptors);
      CHECK_INT(blocks, before);
    }
  }
  vce_tcpcontext_cleanup(t);
  vce_finalize();
  CHECK_INT(blocks, 0);
}

static void l18_create_survives_memory_running_out_at_any_point(void **state) {
  (void)state;
  run_fresh(contexts_without_memory);
}

static bool is_ignored(int number) {
  struct sigaction a;
  sigaction(number, NULL, &a);
  return a.sa_handler == SIG_IGN;
}

static void signals_at_initialise(void) {
  struct sigaction before[32], after;
  signal(SIGPIPE, SIG_DFL);
  for (int i = 1; i < 32; ++i) sigaction(i, NULL, &before[i]);
  sigset_t mask_before, mask_after;
  sigprocmask(SIG_SETMASK, NULL, &mask_before);
  CHECK_INT(vce_initialize(), 0);
  CHECK(is_ignored(SIGPIPE));
  for (int i = 1; i < 32; ++i) {
    sigaction(i, NULL, &after);
    if (i != SIGPIPE) CHECK(before[i].sa_handler == after.sa_handler);
  }
  sigprocmask(SIG_SETMASK, NULL, &mask_after);
  for (int i = 1; i < 32; ++i)
    CHECK_INT(sigismember(&mask_before, i), sigismember(&mask_after, i));
  CHECK_INT(vce_finalize(), 0);
  CHECK(is_ignored(SIGPIPE));
}

static void l19_initialise_ignores_sigpipe_and_no_other_signal(void **state) {
  (void)state;
  run_fresh(signals_at_initialise);
}

static void counters_survive(void) {
  CHECK_INT(vce_initialize(), 0);
  vce_tcpcontext_cleanup(create(1, 0, 0));
  CHECK_INT(vce_finalize(), 0);
  long long before = wall_us() / 1000000;
  CHECK_INT(vce_initialize(), 0);
  vce_stat_t s = counters();
  CHECK_INT(s.tcpcontext_create, 1);
  CHECK_INT(s.tcpcontext_cleanup, 1);
  CHECK_RANGE(s.boot_time, before, wall_us() / 1000000);
}

static void l20_counters_survive_finalise_and_boot_time_is_the_last_initialise(void **state) {
  (void)state;
  run_fresh(counters_survive);
}

static void l21_finalise_calls_nothing_back(void **state) {
  (void)state;
  link_t l = join(server());
  CHECK_INT(vce_finalize(), 0);
  CHECK_INT(vce_get_last_error(), 0);
  expect_trace("");
  CHECK_INT(vce_conn_is_valid(l.conn), 0);
  peer_expect_over(l.peer);
}

static void l22_public_structures_have_their_sizes(void **state) {
  (void)state;
  CHECK_INT(sizeof(vce_limit_t), 20);
  CHECK_INT(sizeof(vce_stat_t), 168);
  CHECK_INT(sizeof(conn_t), 16);
  CHECK_INT(offsetof(vce_stat_t, conn_free), 88);
  CHECK_INT(offsetof(vce_stat_t, log_count), 160);
}

static void call_everything_uninitialised(void) {
  char text[10] = "untouched";
  vce_stat_t s;
  vce_heartbeat();
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  vce_heartbeat_on_single_conn(null_conn);
  CHECK_INT(vce_get_netstat_string(text, sizeof text), 0);
  CHECK_TEXT(text, "");
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(vce_conn_is_valid(null_conn), 0);
  CHECK_INT(vce_get_last_error(), 0);
  capture_stderr();
  vce_conn_show_stat();
  CHECK_TEXT(captured_stderr(), "");
  void *p = VCEMALLOC(10);
  CHECK(p != NULL);
  VCEFREE(p);
  CHECK(vce_alloc_array_object(2) == NULL);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  CHECK_INT(vce_init_array(4, 4, "x"), VCE_EINIT);
  CHECK_INT(vce_get_last_error(), VCE_EINIT);
  vce_end_all_array();
  vce_get_stat(&s);
  CHECK_INT(s.recv_byte, 0);
  CHECK_INT(vce_conn_write(null_conn, "x", 1), VCE_EINVAL);
  CHECK(vce_tcpcontext_connect(NULL, "127.0.0.1", 1).p == NULL);
  vce_tcpcontext_cleanup(NULL);
  vce_conn_break_heartbeat();
  CHECK(vce_strerror(VCE_EINVAL) != NULL);
}

static void uninitialised_table(void) {
  vce_stat_t s = counters();
  CHECK_INT(s.boot_time, 0);
  CHECK_INT(s.tcpcontext_create, 0);
  call_everything_uninitialised();
  CHECK_INT(vce_initialize(), 0);
  CHECK_INT(vce_finalize(), 0);
  call_everything_uninitialised();
}

static void table_of_calls_while_not_initialised(void **state) {
  (void)state;
  run_fresh(uninitialised_table);
}

/* Handles that outlive their library are answered like stale ones. */
static void handles_of_a_finished_library(void) {
  open_library();
  tcpcontext_t s = server();
  conn_t c = join(s).conn;
  CHECK_INT(vce_finalize(), 0);
  char text[64];
  int n = -7;
  CHECK_INT(vce_conn_is_valid(c), 0);
  CHECK(vce_conn_write(c, "x", 1) < 0);
  CHECK_INT(vce_conn_writable(c), VCE_EINVAL);
  vce_conn_close(c);
  CHECK(vce_conn_get_remote_addr_string(c, text, sizeof text) == NULL);
  CHECK(vce_conn_get_state_buffer(c, NULL) == NULL);
  CHECK(vce_conn_get_tcpcontext(c) == NULL);
  CHECK_INT(vce_conn_shrink_readbuf(c, 1), 0);
  CHECK_INT(vce_tcpcontext_count_connections(s, &n), VCE_EINVAL);
  CHECK_INT(n, -7);
  CHECK_INT(vce_conn_is_valid(vce_tcpcontext_connect(s, "127.0.0.1", 1)), 0);
  vce_tcpcontext_cleanup(s);
  CHECK_INT(vce_initialize(), 0);
  CHECK_INT(vce_conn_is_valid(c), 0);
  CHECK_INT(vce_tcpcontext_count_connections(s, &n), VCE_EINVAL);
}

static void handles_that_outlive_finalise_are_invalid(void **state) {
  (void)state;
  run_fresh(handles_of_a_finished_library);
}

static int allocated, released;

static void *counting_malloc(size_t size) {
  ++allocated;
  return malloc(size);
}

static void counting_free(void *p) {
  if (p != NULL) ++released;
  free(p);
}

static void balanced_memory(void) {
  vce_replace_malloc_funcs(counting_malloc, NULL, counting_free);
  CHECK_INT(vce_initialize(), 0);
  options_t o = options();
  o.state = 32;
  tcpcontext_t s = open_server(&o);
  link_t l = join(s);
  for (int i = 0; i < 20; ++i) {
    peer_send_text(l.peer, "hello\n");
    vce_conn_write(l.conn, "answer", 6);
    hb();
  }
  vce_tcpcontext_cleanup(s);
  hb();
  expect_trace("R1:hello R1:hello R1:hello R1:hello R1:hello R1:hello R1:hello R1:hello R1:hello "
               "R1:hello R1:hello R1:hello R1:hello R1:hello R1:hello R1:hello R1:hello R1:hello "
               "R1:hello R1:hello C1:app F1");
  CHECK_INT(vce_finalize(), 0);
  CHECK(allocated > 0);
  CHECK_INT(allocated - released, 0);
}

static void m01_all_memory_comes_from_and_returns_to_the_replaced_functions(void **state) {
  (void)state;
  run_fresh(balanced_memory);
}

static void leftovers(void) {
  vce_replace_malloc_funcs(counting_malloc, NULL, counting_free);
  CHECK_INT(vce_initialize(), 0);
  link_t l = join(server());
  int port;
  peer_listen(&port);
  dial(client(), port);
  peer_send_text(l.peer, "no end of line");
  hb();
  vce_conn_write(l.conn, "unsent", 6);
  CHECK(vce_init_array(8, 8, "left over") >= 0);
  CHECK_INT(vce_finalize(), 0);
  CHECK_INT(allocated - released, 0);
}

static void m01_finalise_releases_what_the_application_left(void **state) {
  (void)state;
  run_fresh(leftovers);
}

static void m02_null_keeps_the_present_function(void **state) {
  (void)state;
  vce_replace_malloc_funcs(counting_malloc, NULL, counting_free);
  vce_replace_malloc_funcs(NULL, NULL, NULL);
  allocated = released = 0;
  void *p = VCEMALLOC(1);
  CHECK_INT(allocated, 1);
  VCEFREE(p);
  CHECK_INT(released, 1);
  vce_replace_malloc_funcs(malloc, realloc, free);
}

static int null_releases;

static void count_null(void *p) {
  if (p == NULL) ++null_releases;
  free(p);
}

static void m03_release_of_null_reaches_the_replacement(void **state) {
  (void)state;
  vce_replace_malloc_funcs(NULL, NULL, count_null);
  null_releases = 0;
  VCEFREE(NULL);
  CHECK_INT(null_releases, 1);
  vce_replace_malloc_funcs(malloc, realloc, free);
}

int main(void) {
  const struct CMUnitTest lifecycle_process[] = {
      FRESH_TEST(l01_fresh_process_has_no_error_and_no_time),
      FRESH_TEST(l02_initialise_succeeds_and_sets_the_clock),
      FRESH_TEST(l03_create_before_initialise_fails),
      FRESH_TEST(l04_heartbeat_before_initialise_refreshes_the_clock_only),
      FRESH_TEST(l05_finalise_before_initialise_is_harmless),
      FRESH_TEST(l06_three_life_cycles_on_one_port),
      FRESH_TEST(l07_after_finalise_the_library_is_as_before_initialise),
      FRESH_TEST(l08_finalise_after_end_all_array_says_so_and_the_next_cycle_works),
      FRESH_TEST(l09_clearing_limits_sets_all_fields_to_minus_one),
      FRESH_TEST(l10_smallest_array_limit_is_eight),
      FRESH_TEST(l11_array_limit_bounds_the_contexts),
      FRESH_TEST(l12_default_limit_is_sixteen_contexts),
      FRESH_TEST(l13_without_connections_nothing_connects),
      FRESH_TEST(l14_without_contexts_create_fails),
      FRESH_TEST(l15_limits_survive_finalise),
      FRESH_TEST(l16_negative_work_size_fails_for_want_of_memory),
      FRESH_TEST(l17_two_thousand_million_connections_are_too_many),
      FRESH_TEST(l18_allocator_without_memory_fails_initialise),
      FRESH_TEST(l18_initialise_survives_memory_running_out_at_any_point),
      FRESH_TEST(l18_create_survives_memory_running_out_at_any_point),
      FRESH_TEST(l19_initialise_ignores_sigpipe_and_no_other_signal),
      FRESH_TEST(l20_counters_survive_finalise_and_boot_time_is_the_last_initialise),
      TEST(l21_finalise_calls_nothing_back),
      FRESH_TEST(l22_public_structures_have_their_sizes),
      FRESH_TEST(table_of_calls_while_not_initialised),
      FRESH_TEST(handles_that_outlive_finalise_are_invalid),
      FRESH_TEST(m01_all_memory_comes_from_and_returns_to_the_replaced_functions),
      FRESH_TEST(m01_finalise_releases_what_the_application_left),
      FRESH_TEST(m02_null_keeps_the_present_function),
      FRESH_TEST(m03_release_of_null_reaches_the_replacement),
  };
  return RUN(lifecycle_process);
}
