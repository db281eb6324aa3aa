/* When memory runs out: the n-th allocation fails, for every n that a program's life has, once as
 * the only one and once as the first of all that follow. Every call answers with a documented code,
 * nothing aborts, and in the end as much was released as was allocated. */
#include "../support/harness.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { echo_bytes = 3000, greatest_n = 2000 };

static struct {
  long calls;      /* of the allocator */
  long blocks;     /* held */
  long failing;    /* the number of the call that fails, 0: none */
  bool for_ever;   /* and all after it */
  bool has_failed; /* it came to that */
} memory;

static bool fails_now(void) {
  memory.calls++;
  bool fails = memory.failing != 0 &&
               (memory.for_ever ? memory.calls >= memory.failing : memory.calls == memory.failing);
  memory.has_failed |= fails;
  return fails;
}

static void *failing_malloc(size_t n) {
  void *p = fails_now() ? NULL : malloc(n);
  memory.blocks += p != NULL;
  return p;
}

static void *failing_realloc(void *old, size_t n) {
  void *p = fails_now() ? NULL : realloc(old, n);
  memory.blocks += old == NULL && p != NULL;
  return p;
}

static void counting_free(void *p) {
  memory.blocks -= p != NULL;
  free(p);
}

static void memory_fails(long n, bool for_ever) {
  memset(&memory, 0, sizeof memory);
  memory.failing = n;
  memory.for_ever = for_ever;
  vce_replace_malloc_funcs(failing_malloc, failing_realloc, counting_free);
}

static void check_code(const char *what, int code, int a, int b) {
  if (!memory.has_failed) check_failed(__FILE__, __LINE__, "%s failed without a reason", what);
  if (code != a && code != b)
    check_failed(__FILE__, __LINE__, "%s: %d when call %ld fails", what, code, memory.failing);
}

/* The life of a program, in stages; false means that there is nothing to go on with. */

static struct {
  tcpcontext_t server, client;
  conn_t conn;
  int echoed;
  int ended;
  int unexpected; /* a result that the server should not have seen, else 0 */
  int array;
} life;

static int on_server_data(conn_t c, char *data, int len) {
  int n = vce_protocol_unparser_through(c, data, len);
  if (n != len && n != VCE_EFULL) life.unexpected = n;
  return n;
}

static int on_client_data(conn_t c, char *data, int len) {
  (void)c, (void)data;
  life.echoed += len;
  return 0;
}

static int on_client_end(conn_t c, CLOSE_REASON why) {
  (void)c, (void)why;
  life.ended++;
  return 0;
}

static bool starts(void) {
  int result = vce_initialize();
  if (result == 0) return true;
  check_code("initialize", result, VCE_EMEM, VCE_EARRAY);
  CHECK_INT(vce_get_last_error(), result);
  return false;
}

static tcpcontext_t creates(int is_server) {
  tcpcontext_t t =
      vce_tcpcontext_create(is_server, "127.0.0.1", 0, 10, 4096, 4096, 60, 0, 1, 64);
  if (t == NULL) check_code("create", vce_get_last_error(), VCE_EARRAY, VCE_EARRAY);
  return t;
}

static bool connects(void) {
  life.conn =
      vce_tcpcontext_connect(life.client, "127.0.0.1",
                             (unsigned short)vce_tcpcontext_get_port(life.server));
  if (vce_conn_is_valid(life.conn)) return true;
  check_code("connect", vce_get_last_error(), VCE_EFULL, VCE_EFULL);
  CHECK(life.conn.p == NULL && life.conn.serial == 0);
  return false;
}

static void echoes(void) {
  static char data[echo_bytes];
  int result = vce_conn_write(life.conn, data, sizeof data);
  if (result != echo_bytes) {
    CHECK(memory.has_failed);
    CHECK_INT(result, VCE_EFULL);
    CHECK_INT(vce_get_last_error(), VCE_EFULL);
    result = vce_protocol_unparser_bin16(life.conn, data, 100);
    if (result != 102) CHECK_INT(result, VCE_EWBFULL);
    CHECK_INT(vce_conn_is_valid(life.conn), 1); /* a failed write is no reason to end */
    return;
  }
  /* Either it comes back whole, or the server could not serve it and ended it. */
  PUMP_UNTIL(life.echoed == echo_bytes || life.ended);
  if (life.ended) CHECK(memory.has_failed);
  CHECK_INT(life.unexpected, 0);
}

/* The look-up in the background keeps memory of its own until it is answered. */
static void connects_by_name(void) {
  tcpcontext_t t = vce_tcpcontext_create(0, NULL, 0, 1, 64, 64, 60, 1, 1, 0);
  if (t == NULL) {
    check_code("create", vce_get_last_error(), VCE_EARRAY, VCE_EARRAY);
    return;
  }
  int port = vce_tcpcontext_get_port(life.server);
  conn_t c = vce_tcpcontext_connect(t, "localhost", (unsigned short)port);
  if (!vce_conn_is_valid(c))
    check_code("connect by name", vce_get_last_error(), VCE_EFULL, VCE_EFULL);
  PUMP_UNTIL(vce_conn_writable(c) != 0); /* open, or gone */
  vce_tcpcontext_cleanup(t);
}

static void uses_an_array(void) {
  life.array = vce_init_array(40, 10, "of the test");
  if (life.array < 0) {
    CHECK(memory.has_failed);
    CHECK_INT(life.array, VCE_EFULL);
    CHECK_INT(vce_get_last_error(), VCE_EFULL);
    return;
  }
  for (int i = 0; i < 10; i++) /* room was taken when the array was made */
    CHECK(vce_alloc_array_object(life.array) != NULL);
  CHECK_INT(vce_end_array(life.array), 0);
}

static void allocates(void) {
  void *p = VCEMALLOC(10);
  CHECK(p != NULL || memory.has_failed);
  CHECK_INT(vce_get_last_error(), 0);
  VCEFREE(p);
}

static void lives(void) {
  memset(&life, 0, sizeof life);
  if (!starts()) return;
  life.server = creates(1);
  life.client = creates(0);
  vce_tcpcontext_set_conn_parser(life.server, vce_protocol_parser_through, on_server_data);
  vce_tcpcontext_set_conn_parser(life.client, vce_protocol_parser_through, on_client_data);
  vce_tcpcontext_set_conn_closewatcher(life.client, on_client_end);
  if (life.server != NULL && life.client != NULL && connects()) echoes();
  if (life.server != NULL) connects_by_name();
  uses_an_array();
  allocates();
  for (int i = 0; i < 3; i++)
    vce_heartbeat();
  if (life.server != NULL) vce_tcpcontext_cleanup(life.server);
  if (life.client != NULL) vce_tcpcontext_cleanup(life.client);
  for (int i = 0; i < 3; i++)
    vce_heartbeat();
}

static void live_with_failures(bool for_ever) {
  int descriptors = descriptors_open();
  for (long n = 1; n <= greatest_n; n++) {
    memory_fails(n, for_ever);
    lives();
    CHECK_INT(vce_finalize(), 0);
    if (memory.blocks != 0)
      check_failed(__FILE__, __LINE__, "%ld blocks are left when call %ld fails", memory.blocks, n);
    if (descriptors_open() != descriptors)
      check_failed(__FILE__, __LINE__, "descriptors are left when call %ld fails", n);
    if (!memory.has_failed) {
      CHECK(n > 10);
      CHECK_INT(life.echoed, echo_bytes);
      return;
    }
  }
  check_failed(__FILE__, __LINE__, "a life still has more than %d allocations", greatest_n);
}

static int prepare(void **state) {
  (void)state;
  alarm(120);
  vce_set_verbose_mode(-1);
  return 0;
}

static int restore(void **state) {
  (void)state;
  vce_finalize();
  vce_replace_malloc_funcs(malloc, realloc, free);
  peer_close_all();
  alarm(0);
  return 0;
}

static void any_single_failure_is_answered_and_leaves_nothing_behind(void **state) {
  (void)state;
  live_with_failures(false);
}

static void memory_that_ends_for_good_is_answered_and_leaves_nothing_behind(void **state) {
  (void)state;
  live_with_failures(true);
}

static void what_exists_survives_a_shortage_that_passes(void **state) {
  (void)state;
  memory_fails(0, false);
  memset(&life, 0, sizeof life);
  CHECK_INT(vce_initialize(), 0);
  life.server = creates(1);
  life.client = creates(0);
  vce_tcpcontext_set_conn_parser(life.server, vce_protocol_parser_through, on_server_data);
  vce_tcpcontext_set_conn_parser(life.client, vce_protocol_parser_through, on_client_data);
  CHECK(connects());
  echoes();
  memory.failing = memory.calls + 1;
  memory.for_ever = true;
  CHECK(vce_tcpcontext_create(0, NULL, 0, 10, 4096, 4096, 60, 0, 1, 64) == NULL);
  CHECK_INT(vce_init_array(40, 10, "of the test"), VCE_EFULL);
  CHECK(VCEMALLOC(1) == NULL);
  for (int i = 0; i < 10; i++)
    vce_heartbeat();
  CHECK(memory.has_failed);
  memory.failing = 0;
  CHECK_INT(vce_conn_is_valid(life.conn), 1);
  life.echoed = 0;
  echoes();
  CHECK_INT(life.echoed, echo_bytes);
  vce_tcpcontext_cleanup(life.server);
  vce_tcpcontext_cleanup(life.client);
  CHECK_INT(vce_finalize(), 0);
  CHECK_INT(memory.blocks, 0);
}

static void peers_that_cannot_be_taken_for_lack_of_memory_are_not_left_waiting(void **state) {
  (void)state;
  memory_fails(0, false);
  CHECK_INT(vce_initialize(), 0);
  tcpcontext_t t = creates(1);
  memory.failing = memory.calls + 1;
  memory.for_ever = true;
  int peer = peer_connect(vce_tcpcontext_get_port(t));
  peer_send_some(peer, "hello", 5);
  PUMP_UNTIL(peer_at_end(peer) || connections(t) == 1);
  memory.failing = 0;
  int late = peer_connect(vce_tcpcontext_get_port(t));
  PUMP_UNTIL(vce_conn_is_valid(conn_of_peer(t, late)));
  vce_tcpcontext_cleanup(t);
  CHECK_INT(vce_finalize(), 0);
  CHECK_INT(memory.blocks, 0);
}

static int record_calls;

static int count_calls(conn_t c, char *line, int length) {
  (void)c, (void)line, (void)length;
  record_calls++;
  return 0;
}

static void see_bytes(conn_t c, int direction, char *data, size_t length) {
  (void)c, (void)direction, (void)data, (void)length;
  life.unexpected++;
}

static void setters_that_find_no_memory_say_so_and_change_nothing(void **state) {
  (void)state;
  memory_fails(0, false);
  memset(&life, 0, sizeof life);
  record_calls = 0;
  CHECK_INT(vce_initialize(), 0);
  tcpcontext_t t = creates(1);
  vce_tcpcontext_set_conn_parser(t, vce_protocol_parser_text, count_calls);
  vce_tcpcontext_set_conn_call_parser_per_heartbeat(t, 2);
  int peer = peer_connect(vce_tcpcontext_get_port(t));
  PUMP_UNTIL(connections(t) == 1);
  conn_t c = conn_of_peer(t, peer);
  memory.failing = memory.calls + 1;
  memory.for_ever = true;
  seed_last_error();
  vce_conn_set_io_callback(c, see_bytes);
  CHECK_INT(vce_get_last_error(), VCE_EMEM);
  seed_last_error();
  vce_conn_set_delay(c, 60000, 60000);
  CHECK_INT(vce_get_last_error(), VCE_EMEM);
  seed_last_error();
  vce_tcpcontext_set_conn_call_parser_per_heartbeat(t, 10);
  CHECK_INT(vce_get_last_error(), VCE_EMEM);
  memory.failing = 0;
  int late = peer_connect(vce_tcpcontext_get_port(t));
  PUMP_UNTIL(connections(t) == 2);
  peer_send_text(peer, "1\n2\n3\n");
  peer_send_text(late, "1\n2\n3\n");
  vce_heartbeat();
  CHECK_INT(record_calls, 4); /* two for each */
  CHECK_INT(life.unexpected, 0);
  vce_tcpcontext_cleanup(t);
  CHECK_INT(vce_finalize(), 0);
  CHECK_INT(memory.blocks, 0);
}

int main(void) {
#define MEMORY_TEST(f) cmocka_unit_test_setup_teardown(f, prepare, restore)
  const struct CMUnitTest memory_tests[] = {
      MEMORY_TEST(any_single_failure_is_answered_and_leaves_nothing_behind),
      MEMORY_TEST(memory_that_ends_for_good_is_answered_and_leaves_nothing_behind),
      MEMORY_TEST(what_exists_survives_a_shortage_that_passes),
      MEMORY_TEST(peers_that_cannot_be_taken_for_lack_of_memory_are_not_left_waiting),
      MEMORY_TEST(setters_that_find_no_memory_say_so_and_change_nothing),
  };
  return RUN(memory_tests);
}
