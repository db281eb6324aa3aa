/* Dead connection handles: every function that takes a conn_t gets every kind of handle that names
 * nothing, while the library lives, after it ended and before it began. Each answers with its
 * documented failure, stores nothing but documented nothings, and leaves the living alone. */
#include "../support/harness.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "dead_handles.h"

enum { max_dead = 300, random_handles = 200, state_bytes = 16 };
enum { no_slot = -1, unknown_slot = -2 };

struct dead {
  const char *what;
  conn_t c;
  int slot; /* that `p` names, dead or not; no_slot; or unknown_slot: any answer is right */
};

static struct dead dead[max_dead];
static int dead_count;
static tcpcontext_t context;
static link_t bystander, neighbour;
static int marker;

static void add(const char *what, const void *p, unsigned int serial, int slot) {
  dead[dead_count++] = (struct dead){what, {(void *)p, serial}, slot};
}

static unsigned long long random_bits(void) {
  static unsigned long long x = 88172645463325252ULL;
  x ^= x << 13;
  x ^= x >> 7;
  return x ^= x << 17;
}

static void add_garbage(unsigned int serial) {
  static const int on_disk = 1;
  int on_stack = 1;
  void *on_heap = malloc(64);
  const void *foreign[] = {&on_disk, &on_stack,    on_heap,          stdout,
                           &marker,  (void *)-1,   (void *)-2,       (void *)0x1000,
                           "text",   dead,         (void *)LONG_MAX, (void *)LONG_MIN};
  for (size_t i = 0; i < ELEMENTOF(foreign); i++) {
    add("a foreign pointer", foreign[i], serial, no_slot);
  }
  for (int i = 0; i < random_handles; i++) {
    void *bits = (void *)(random_bits() | 1ULL << 63);
    add("random bits", bits, i % 2 ? serial : (unsigned int)random_bits(), no_slot);
  }
  free(on_heap);
}

static tcpcontext_t open_context(void) {
  options_t o = options();
  o.state = state_bytes;
  return open_server(&o);
}

/* Two living connections of a living context, and around them everything that is dead. */
static int open_graveyard(void **state) {
  setup_library(state);
  dead_count = stray_calls = 0;

  context = open_context();

  bystander = join(context);
  link_t reused = join(context), freed = join(context);
  int reused_slot = vce_conn_get_index(reused.conn), freed_slot = vce_conn_get_index(freed.conn);
  vce_conn_close(reused.conn);
  hb();
  neighbour = join(context); /* the slot freed last is taken first */
  CHECK_INT(vce_conn_get_index(neighbour.conn), reused_slot);
  vce_conn_close(freed.conn);
  hb();
  vce_conn_userdata_set_pointer(bystander.conn, &marker);
  vce_conn_userdata_set_pointer(neighbour.conn, &marker);

  int slot = vce_conn_get_index(bystander.conn);
  unsigned int serial = bystander.conn.serial;
  char *p = bystander.conn.p;
  add("the null handle", NULL, 0, no_slot);
  add("null with a living serial", NULL, serial, no_slot);
  add("a serial one too high", p, serial + 1, slot);
  add("a serial one too low", p, serial - 1, slot);
  add("serial 0", p, 0, slot);
  add("the greatest serial", p, UINT_MAX, slot);
  add("the serial of another", p, neighbour.conn.serial, slot);
  add("a freed slot", freed.conn.p, freed.conn.serial, freed_slot);
  add("a freed slot with serial 0", freed.conn.p, 0, freed_slot);
  add("a freed slot with a living serial", freed.conn.p, serial, freed_slot);
  add("a slot that has another occupant", reused.conn.p, reused.conn.serial, reused_slot);
  add("one byte before a slot", p - 1, serial, unknown_slot);
  add("one byte behind a slot", p + 1, serial, unknown_slot);
  add_garbage(serial);
  events_clear();
  return 0;
}

/* The living have kept everything: state, buffers, settings, and they still work. */
static void check_the_living(void) {
  const link_t living[] = {bystander, neighbour};
  for (size_t i = 0; i < ELEMENTOF(living); i++) {
    conn_t c = living[i].conn;
    CHECK_INT(vce_conn_is_valid(c), 1);
    CHECK_INT(vce_conn_is_closed(c), 0);
    CHECK_INT(vce_conn_writable(c), 1024);
    CHECK(vce_conn_userdata_get_pointer(c) == &marker);
    CHECK(vce_conn_get_tcpcontext(c) == context);
    peer_send_text(living[i].peer, "still\n");
    hb();
    CHECK_INT(events_count_of('R', c), 1);
    CHECK_INT(vce_protocol_unparser_text(c, "here", 4), 5);
    hb();
    peer_expect_text(living[i].peer, "here\n");
  }
  CHECK_INT(connections(context), 2);
  CHECK_INT(stray_calls, 0);
}

/* One more that a wrong call would install. */
static void stray_io(conn_t c, int direction, char *data, size_t size) {
  (void)c, (void)direction, (void)data, (void)size;
  stray_calls++;
}

static void write_refuses(const struct dead *d) {
  int result = vce_conn_write(d->c, "x", 1);
  IS(vce_get_last_error(), result);
  IS(vce_conn_write(d->c, NULL, 0), result);
  if (d->c.p == NULL) IS(result, VCE_EINVAL);
  if (d->slot >= 0) IS(result, VCE_ECONNSERIAL);
  IS(result == VCE_EINVAL || result == VCE_ECONNSERIAL, 1);
}

static void writable_is_invalid(const struct dead *d) {
  SETS_INVALID(vce_conn_writable(d->c));
  IS(vce_conn_writable(d->c), VCE_EINVAL);
}

static void writed_is_one(const struct dead *d) { IS(vce_conn_writed(d->c), 1); }

static void is_valid_and_is_closed_are_zero(const struct dead *d) {
  IS(vce_conn_is_valid(d->c), 0);
  IS(vce_conn_is_closed(d->c), 0);
}

static void is_equal_compares_both_halves(const struct dead *d) {
  IS(vce_conn_is_equal(d->c, d->c), 1);
  IS(vce_conn_is_equal(d->c, bystander.conn), 0);
  IS(vce_conn_is_equal(bystander.conn, d->c), 0);
}

static void close_only_sets_the_last_error(const struct dead *d) {
  SETS_INVALID(vce_conn_close(d->c));
}

static void set_timeout_only_sets_the_last_error(const struct dead *d) {
  SETS_INVALID(vce_conn_set_timeout(d->c, -1));
}

static void userdata_is_null_and_cannot_be_set(const struct dead *d) {
  vce_conn_userdata_set_pointer(d->c, &stray_calls);
  IS(vce_conn_userdata_get_pointer(d->c) == NULL, 1);
}

static void index_is_of_the_slot_or_negative(const struct dead *d) {
  int index = vce_conn_get_index(d->c);
  if (d->slot >= 0) IS(index, d->slot);
  if (d->slot == no_slot) {
    IS(index < 0, 1);
    IS(vce_get_last_error(), index);
  }
}

static void context_is_null(const struct dead *d) {
  IS(vce_conn_get_tcpcontext(d->c) == NULL, 1);
}

static void state_buffer_is_null_and_its_length_unset(const struct dead *d) {
  int length = 12345;
  SETS_INVALID(vce_conn_get_state_buffer(d->c, NULL));
  IS(vce_conn_get_state_buffer(d->c, &length) == NULL, 1);
  IS(length, 12345);
}

static void buffers_are_null_and_empty(const struct dead *d) {
  char *read = (char *)&marker, *written = (char *)&marker;
  int read_length = 12345, written_length = 12345;
  vce_conn_get_buffer(d->c, &read, &read_length, &written, &written_length);
  IS(read == NULL && written == NULL, 1);
  IS(read_length, 0);
  IS(written_length, 0);
  vce_conn_get_buffer(d->c, NULL, NULL, NULL, NULL);
  IS(vce_conn_shrink_readbuf(d->c, 1), 0);
}

static void statistics_are_zero(const struct dead *d) {
  conn_stat_t stat, zero;
  memset(&stat, canary, sizeof stat);
  memset(&zero, 0, sizeof zero);
  vce_conn_get_stat(d->c, &stat);
  IS(memcmp(&stat, &zero, sizeof stat), 0);
  vce_conn_get_stat(d->c, NULL);
}

static void ipv4_getters_leave_the_address_and_store_port_zero(const struct dead *d) {
  void (*const getters[])(conn_t, unsigned int *, unsigned short *) = {
      vce_conn_get_remote_ipv4_addr, vce_conn_get_local_ipv4_addr};
  for (size_t i = 0; i < ELEMENTOF(getters); i++) {
    unsigned int address;
    unsigned short port = 12345;
    memset(&address, canary, sizeof address);
    getters[i](d->c, &address, &port);
    IS(untouched(&address, sizeof address), 1);
    IS(port, 0);
    getters[i](d->c, NULL, NULL);
  }
}

static void ipv6_getters_leave_the_address_and_store_port_zero(const struct dead *d) {
  void (*const getters[])(conn_t, char *, unsigned short *) = {vce_conn_get_remote_ipv6_addr,
                                                               vce_conn_get_local_ipv6_addr};
  for (size_t i = 0; i < ELEMENTOF(getters); i++) {
    char address[16];
    unsigned short port = 12345;
    memset(address, canary, sizeof address);
    getters[i](d->c, address, &port);
    IS(untouched(address, sizeof address), 1);
    IS(port, 0);
    getters[i](d->c, NULL, NULL);
  }
}

static void address_strings_are_null(const struct dead *d) {
  char *(*const getters[])(conn_t, char *, int) = {
      vce_conn_get_remote_ipv4_addr_string, vce_conn_get_local_ipv4_addr_string,
      vce_conn_get_remote_ipv6_addr_string, vce_conn_get_local_ipv6_addr_string,
      vce_conn_get_remote_addr_string,      vce_conn_get_local_addr_string};
  for (size_t i = 0; i < ELEMENTOF(getters); i++) {
    char text[64];
    memset(text, canary, sizeof text);
    IS(getters[i](d->c, text, sizeof text) == NULL, 1);
    IS(untouched(text, sizeof text), 1);
    if (d->c.p != NULL) SETS_INVALID(getters[i](d->c, text, sizeof text));
  }
}

static void callbacks_cannot_be_set(const struct dead *d) {
  vce_conn_set_parser(d->c, stray_parser, stray_data);
  vce_conn_set_io_callback(d->c, stray_io);
  vce_conn_set_delay(d->c, 1, 1);
}

static void ready_made_parsers_refuse(const struct dead *d) {
  int (*const parsers[])(conn_t) = {vce_protocol_parser_bin16, vce_protocol_parser_bin32,
                                    vce_protocol_parser_text, vce_protocol_parser_through};
  for (size_t i = 0; i < ELEMENTOF(parsers); i++) {
    SETS_INVALID(parsers[i](d->c));
    IS(parsers[i](d->c), VCE_EINVAL);
  }
}

static void unparsers_and_echo_callbacks_refuse(const struct dead *d) {
  int (*const writers[])(conn_t, char *, int) = {
      vce_protocol_unparser_bin16,       vce_protocol_unparser_bin32,
      vce_protocol_unparser_text,        vce_protocol_unparser_through,
      vce_protocol_pcallback_echo_bin16, vce_protocol_pcallback_echo_text};
  for (size_t i = 0; i < ELEMENTOF(writers); i++) {
    SETS_INVALID(writers[i](d->c, (char[]){"x"}, 1));
    IS(writers[i](d->c, (char[]){"x"}, 1), VCE_EINVAL);
    IS(writers[i](d->c, NULL, 0), VCE_EINVAL);
  }
}

static void ready_made_watchers_do_not_look(const struct dead *d) {
  IS(vce_protocol_acceptwatcher_noop(d->c), 0);
  IS(vce_protocol_acceptwatcher_deny(d->c), -1);
  IS(vce_protocol_closewatcher_noop(d->c), 0);
  IS(vce_protocol_pcallback_noop(d->c, (char[]){"x"}, 1), 0);
  IS(vce_protocol_pcallback_dump(d->c, (char[]){"x"}, 1), 0);
}

static void heartbeat_on_single_conn_survives(const struct dead *d) {
  vce_heartbeat_on_single_conn(d->c);
  IS(vce_conn_is_valid(d->c), 0);
}

static const struct {
  const char *name;
  void (*check)(const struct dead *d);
} conn_checks[] = {
#define ROW(function) {#function, function}
    ROW(write_refuses),
    ROW(writable_is_invalid),
    ROW(writed_is_one),
    ROW(is_valid_and_is_closed_are_zero),
    ROW(is_equal_compares_both_halves),
    ROW(close_only_sets_the_last_error),
    ROW(set_timeout_only_sets_the_last_error),
    ROW(userdata_is_null_and_cannot_be_set),
    ROW(index_is_of_the_slot_or_negative),
    ROW(context_is_null),
    ROW(state_buffer_is_null_and_its_length_unset),
    ROW(buffers_are_null_and_empty),
    ROW(statistics_are_zero),
    ROW(ipv4_getters_leave_the_address_and_store_port_zero),
    ROW(ipv6_getters_leave_the_address_and_store_port_zero),
    ROW(address_strings_are_null),
    ROW(callbacks_cannot_be_set),
    ROW(ready_made_parsers_refuse),
    ROW(unparsers_and_echo_callbacks_refuse),
    ROW(ready_made_watchers_do_not_look),
    ROW(heartbeat_on_single_conn_survives),
#undef ROW
};

static void check_conn_row(size_t row) {
  for (int i = 0; i < dead_count; i++)
    conn_checks[row].check(&dead[i]);
}

static void conn_row_test(void **state) {
  check_conn_row(*(const size_t *)*state);
  check_the_living();
}

static void check_all_rows(void) {
  for (size_t i = 0; i < ELEMENTOF(conn_checks); i++)
    check_conn_row(i);
  CHECK_INT(stray_calls, 0);
}

static void all_handles_are_dead_after_finalize(void **state) {
  (void)state;
  add("one that lived", bystander.conn.p, bystander.conn.serial, no_slot);
  for (int i = 0; i < dead_count; i++)
    dead[i].slot = no_slot; /* there are no slots any more */
  CHECK_INT(vce_finalize(), 0);
  conn_t gone = bystander.conn;
  bystander.conn = null_conn;
  bystander.conn.serial = 1; /* not equal to any handle in the list */
  check_all_rows();
  CHECK_INT(vce_conn_is_valid(gone), 0);
}

static void handles_of_an_earlier_life_stay_dead(void **state) {
  (void)state;
  conn_t gone = bystander.conn;
  CHECK_INT(vce_finalize(), 0);
  CHECK_INT(vce_initialize(), 0);
  context = open_context();
  bystander = join(context); /* the same slot: it is the first again */
  CHECK_INT(vce_conn_get_index(bystander.conn), 0);
  dead_count = 0;
  add("one of an earlier life", gone.p, gone.serial, 0);
  check_all_rows();
  CHECK_INT(vce_conn_is_valid(bystander.conn), 1);
  CHECK_INT(connections(context), 1);
}

static void before_initialize(void) {
  vce_set_verbose_mode(-1);
  dead_count = stray_calls = 0;
  bystander.conn.serial = 1;
  add("the null handle", NULL, 0, no_slot);
  add_garbage(7);
  check_all_rows();
}

static void all_handles_are_dead_before_initialize(void **state) {
  (void)state;
  run_fresh(before_initialize);
}

static void single_heartbeat_on_a_dead_handle_parses_nobody_else(void **state) {
  (void)state;
  for (int i = 0; i < dead_count; i++) {
    events_clear();
    peer_send_text(bystander.peer, "later\n");
    vce_heartbeat_on_single_conn(dead[i].c);
    CHECK_INT(vce_get_last_error(), 0);
    CHECK_INT(events_count('R'), 0);
    CHECK_INT(unread(bystander.conn), 6); /* but it was read */
    hb();
    CHECK_INT(events_count_of('R', bystander.conn), 1);
  }
}

static void indexes_outside_the_table_give_the_null_handle(void **state) {
  (void)state;
  const int outside[] = {-1, -1000000, INT_MIN, 1000, 1001, INT_MAX};
  for (size_t i = 0; i < ELEMENTOF(outside); i++) {
    conn_t c = vce_conn_get_struct_from_index(outside[i]);
    CHECK_INT(vce_get_last_error(), VCE_EINVAL);
    CHECK(c.p == NULL && c.serial == 0);
  }
}

static void unused_slots_give_handles_that_are_not_valid(void **state) {
  (void)state;
  for (int i = 0; i < 1000; i++) {
    conn_t c = vce_conn_get_struct_from_index(i);
    bool alive = vce_conn_is_equal(c, bystander.conn) || vce_conn_is_equal(c, neighbour.conn);
    CHECK_INT(vce_conn_is_valid(c), alive);
    CHECK_INT(vce_conn_get_index(c), i);
    CHECK_INT(c.serial != 0, alive);
  }
}

static void clear_makes_the_null_handle(void **state) {
  (void)state;
  conn_t c = bystander.conn;
  vce_conn_clear(&c);
  vce_conn_clear(NULL);
  CHECK(c.p == NULL && c.serial == 0);
  CHECK_INT(vce_conn_is_equal(c, null_conn), 1);
  CHECK_INT(vce_conn_is_valid(bystander.conn), 1);
}

#define GRAVEYARD_TEST(f) cmocka_unit_test_setup_teardown(f, open_graveyard, teardown_library)

static const struct CMUnitTest more[] = {
    GRAVEYARD_TEST(all_handles_are_dead_after_finalize),
    GRAVEYARD_TEST(handles_of_an_earlier_life_stay_dead),
    FRESH_TEST(all_handles_are_dead_before_initialize),
    GRAVEYARD_TEST(single_heartbeat_on_a_dead_handle_parses_nobody_else),
    GRAVEYARD_TEST(indexes_outside_the_table_give_the_null_handle),
    GRAVEYARD_TEST(unused_slots_give_handles_that_are_not_valid),
    GRAVEYARD_TEST(clear_makes_the_null_handle),
};

int main(void) {
  static struct CMUnitTest handles[ELEMENTOF(conn_checks) + ELEMENTOF(more)];
  static size_t rows[ELEMENTOF(conn_checks)];
  size_t n = 0;
  for (size_t i = 0; i < ELEMENTOF(conn_checks); i++, n++) {
    rows[n] = i;
    handles[n] = (struct CMUnitTest)GRAVEYARD_TEST(conn_row_test);
    handles[n].name = conn_checks[i].name;
    handles[n].initial_state = &rows[n];
  }
  memcpy(&handles[n], more, sizeof more);
  return RUN(handles);
}
