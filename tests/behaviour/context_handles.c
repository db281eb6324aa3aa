/* Dead context handles: every function that takes a tcpcontext_t gets every kind of handle that
 * names no context, while the library lives, after it ended and before it began. Each answers with
 * its documented failure, stores nothing, and leaves the living contexts alone. */
#include "../support/harness.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "dead_handles.h"

enum { max_dead = 100, random_handles = 60 };

struct dead {
  const char *what;
  tcpcontext_t t;
};

static struct dead dead[max_dead];
static int dead_count;
static tcpcontext_t living, replacing; /* `replacing` took the slot of a dead one */
static link_t bystander;
static int marker;

static void add(const char *what, const void *p) {
  dead[dead_count++] = (struct dead){what, (void *)p};
}

static void add_garbage(void) {
  static const int on_disk = 1;
  int on_stack = 1;
  void *on_heap = malloc(64);
  const void *foreign[] = {&on_disk,   &on_stack,    on_heap,         stdout,
                           (void *)-1, (void *)4096, (void *)LONG_MAX, "text"};
  for (size_t i = 0; i < ELEMENTOF(foreign); i++)
    add("a foreign pointer", foreign[i]);
  unsigned long long x = 88172645463325252ULL;
  for (int i = 0; i < random_handles; i++) {
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    add("random bits", (void *)(x | 1ULL << 63));
  }
  free(on_heap);
}

static int open_graveyard(void **state) {
  setup_library(state);
  dead_count = stray_calls = 0;
  living = server();
  tcpcontext_t cleaned = server(), replaced = server();
  vce_tcpcontext_cleanup(replaced);
  replacing = server();
  vce_tcpcontext_cleanup(cleaned);
  CHECK(replacing != replaced); /* a slot may come back, a handle does not */
  vce_tcpcontext_userdata_set_pointer(living, &marker);
  vce_tcpcontext_userdata_set_pointer(replacing, &marker);
  bystander = join(living);
  add("NULL", NULL);
  add("a context that was cleaned up", cleaned);
  add("one whose slot another has", replaced);
  add("half a connection handle", bystander.conn.p);
  add("one byte before a context", (char *)living - 1);
  add("one byte behind a context", (char *)living + 1);
  add_garbage();
  events_clear();
  return 0;
}

/* The living have kept everything: their settings, their connections, their port. */
static void check_the_living(void) {
  const tcpcontext_t all[] = {living, replacing};
  for (size_t i = 0; i < ELEMENTOF(all); i++) {
    CHECK(vce_tcpcontext_userdata_get_pointer(all[i]) == &marker);
    CHECK_INT(vce_tcpcontext_get_max_connection(all[i]), 10);
    CHECK_INT(connections(all[i]), all[i] == living);
    link_t newcomer = join(all[i]);
    peer_send_text(newcomer.peer, "hello\n");
    hb();
    CHECK_INT(events_count_of('R', newcomer.conn), 1);
    peer_close(newcomer.peer);
    hb();
    CHECK_INT(events_count_of('C', newcomer.conn), 1);
    CHECK_INT(events_count_of('F', newcomer.conn), 1);
  }
  CHECK_INT(vce_conn_is_valid(bystander.conn), 1);
  CHECK_INT(vce_conn_is_closed(bystander.conn), 0);
  CHECK_INT(stray_calls, 0);
}

/* More callbacks that a wrong call would install. */
static int stray_accept(conn_t c) { return (void)c, stray_calls++, -1; }
static int stray_hiwater(conn_t c, int n) { return (void)c, (void)n, stray_calls++, -1; }
static int stray_close(conn_t c, CLOSE_REASON r) { return (void)c, (void)r, stray_calls++; }
static int stray_warning(tcpcontext_t t) { return (void)t, stray_calls++, -1; }
static void stray_final(conn_t c) {
  (void)c;
  stray_calls++;
}

static void connect_gives_the_null_handle(const struct dead *d) {
  SETS_INVALID(vce_tcpcontext_connect(d->t, "127.0.0.1", 1).p);
  conn_t c = vce_tcpcontext_connect(d->t, "127.0.0.1", 1);
  IS(c.p == NULL && c.serial == 0, 1);
}

static void cleanup_only_sets_the_last_error(const struct dead *d) {
  SETS_INVALID((vce_tcpcontext_cleanup(d->t), 0));
}

static void getters_refuse(const struct dead *d) {
  SETS_INVALID(vce_tcpcontext_get_max_connection(d->t));
  IS(vce_tcpcontext_get_max_connection(d->t) <= 0, 1);
  SETS_INVALID(vce_tcpcontext_get_port(d->t));
  IS(vce_tcpcontext_get_port(d->t), VCE_EINVAL);
  IS(vce_tcpcontext_userdata_get_pointer(d->t) == NULL, 1);
}

static int stray_visit(conn_t c) { return (void)c, stray_calls++, 0; }

static void listings_refuse_and_store_nothing(const struct dead *d) {
  conn_t all[2];
  int count = 12345;
  memset(all, canary, sizeof all);
  SETS_INVALID(vce_tcpcontext_get_all_connection(d->t, all, 2));
  IS(vce_tcpcontext_get_all_connection(d->t, all, 2), VCE_EINVAL);
  IS(untouched(all, sizeof all), 1);
  SETS_INVALID(vce_tcpcontext_count_connections(d->t, NULL));
  IS(vce_tcpcontext_count_connections(d->t, &count), VCE_EINVAL);
  IS(count, 12345);
  SETS_INVALID(vce_tcpcontext_conn_iterate(d->t, stray_visit));
  IS(vce_tcpcontext_conn_iterate(d->t, stray_visit), VCE_EINVAL);
}

static void context_statistics_are_not_stored(const struct dead *d) {
  tcpcontext_stat_t stat;
  memset(&stat, canary, sizeof stat);
  SETS_INVALID((vce_tcpcontext_get_stat(d->t, &stat), 0));
  IS(untouched(&stat, sizeof stat), 1);
}

static void settings_only_set_the_last_error(const struct dead *d) {
  SETS_INVALID((vce_tcpcontext_set_conn_parser(d->t, stray_parser, stray_data), 0));
  SETS_INVALID((vce_tcpcontext_set_conn_acceptwatcher(d->t, stray_accept), 0));
  SETS_INVALID((vce_tcpcontext_set_conn_hiwater_acceptwatcher(d->t, 1, stray_hiwater), 0));
  SETS_INVALID((vce_tcpcontext_set_accept_max(d->t, 1, stray_warning), 0));
  SETS_INVALID((vce_tcpcontext_set_conn_closewatcher(d->t, stray_close), 0));
  SETS_INVALID((vce_tcpcontext_set_conn_finalizer(d->t, stray_final), 0));
  SETS_INVALID((vce_tcpcontext_enable_accept(d->t, 0), 0));
  SETS_INVALID((vce_tcpcontext_set_conn_call_parser_per_heartbeat(d->t, 0), 0));
  SETS_INVALID((vce_tcpcontext_timeout_control(d->t, 0, 0), 0));
  SETS_INVALID((vce_tcpcontext_protocol_set_maxlength(d->t, 1, stray_accept), 0));
  SETS_INVALID((vce_tcpcontext_userdata_set_pointer(d->t, &stray_calls), 0));
  SETS_INVALID((vce_conn_close_tcpcontext_all(d->t), 0));
  SETS_INVALID((vce_tcpcontext_set_conn_kickip_array(d->t, NULL), 0));
  SETS_INVALID((vce_tcpcontext_set_equal_io_splitrate(d->t, 2), 0));
  IS(vce_tcpcontext_set_conn_safety_read(d->t, 100), VCE_EINVAL);
}

static void functions_without_effect_answer_as_always(const struct dead *d) {
  IS(vce_tcpcontext_setup_p2p(d->t, 1, 1), VCE_ESUPPORT);
  IS(vce_tcpcontext_set_portscanner(d->t, "host", 1, 2), 1);
}

static const struct {
  const char *name;
  void (*check)(const struct dead *d);
} checks[] = {
#define ROW(function) {#function, function}
    ROW(connect_gives_the_null_handle),
    ROW(cleanup_only_sets_the_last_error),
    ROW(getters_refuse),
    ROW(listings_refuse_and_store_nothing),
    ROW(context_statistics_are_not_stored),
    ROW(settings_only_set_the_last_error),
    ROW(functions_without_effect_answer_as_always),
#undef ROW
};

static void check_row(size_t row) {
  for (int i = 0; i < dead_count; i++)
    checks[row].check(&dead[i]);
}

static void check_all_rows(void) {
  for (size_t i = 0; i < ELEMENTOF(checks); i++)
    check_row(i);
  CHECK_INT(stray_calls, 0);
}

static void row_test(void **state) {
  check_row(*(const size_t *)*state);
  check_the_living();
}

static void all_contexts_are_dead_after_finalize(void **state) {
  (void)state;
  add("one that lived", living);
  add("another that lived", replacing);
  CHECK_INT(vce_finalize(), 0);
  check_all_rows();
}

static void contexts_of_an_earlier_life_stay_dead(void **state) {
  (void)state;
  tcpcontext_t gone = living;
  CHECK_INT(vce_finalize(), 0);
  CHECK_INT(vce_initialize(), 0);
  living = server();
  CHECK(living != gone);
  dead_count = 0;
  add("one of an earlier life", gone);
  check_all_rows();
  CHECK_INT(vce_tcpcontext_get_max_connection(living), 10);
  CHECK_INT(connections(living), 0);
}

static void before_initialize(void) {
  vce_set_verbose_mode(-1);
  dead_count = stray_calls = 0;
  add("NULL", NULL);
  add_garbage();
  check_all_rows();
}

static void all_contexts_are_dead_before_initialize(void **state) {
  (void)state;
  run_fresh(before_initialize);
}

#define GRAVEYARD_TEST(f) cmocka_unit_test_setup_teardown(f, open_graveyard, teardown_library)

static const struct CMUnitTest more[] = {
    GRAVEYARD_TEST(all_contexts_are_dead_after_finalize),
    GRAVEYARD_TEST(contexts_of_an_earlier_life_stay_dead),
    FRESH_TEST(all_contexts_are_dead_before_initialize),
};

int main(void) {
  static struct CMUnitTest context_handles[ELEMENTOF(checks) + ELEMENTOF(more)];
  static size_t rows[ELEMENTOF(checks)];
  for (size_t i = 0; i < ELEMENTOF(checks); i++) {
    rows[i] = i;
    context_handles[i] = (struct CMUnitTest)GRAVEYARD_TEST(row_test);
    context_handles[i].name = checks[i].name;
    context_handles[i].initial_state = &rows[i];
  }
  memcpy(&context_handles[ELEMENTOF(checks)], more, sizeof more);
  return RUN(context_handles);
}
