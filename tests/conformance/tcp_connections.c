/* TCP examples 1-13, 39, 42-44, 47, 49, 50: contexts, connecting, writing, accessors. The number in
 * a test's name is the example's (man/compatibility.md, "Examples"). */
#include "harness.h"

#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

static tcpcontext_t create(int is_server, const char *bind, int port, int max, size_t rblen,
                           size_t wblen, size_t state) {
  return vce_tcpcontext_create(is_server, bind, (unsigned short)port, max, rblen, wblen, 60, 0, 1,
                               state);
}

#define EXPECT_NO_CONTEXT(call, code)                                                              \
  do {                                                                                             \
    CHECK((call) == NULL);                                                                         \
    CHECK_INT(vce_get_last_error(), code);                                                         \
  } while (0)

static void tcp_01_public_structures_have_their_sizes_and_offsets(void **state) {
  (void)state;
  CHECK_INT(sizeof(conn_t), 16);
  CHECK_INT(offsetof(conn_t, serial), 8);
  CHECK_INT(sizeof(conn_stat_t), 40);
  CHECK_INT(sizeof(tcpcontext_stat_t), 108);
  CHECK_INT(offsetof(tcpcontext_stat_t, recv_byte), 4);
  CHECK_INT(offsetof(tcpcontext_stat_t, tcpcontext_connect), 100);
}

static void create_without_library(void) {
  EXPECT_NO_CONTEXT(create(0, NULL, 0, 4, 64, 64, 0), VCE_EINVAL);
  EXPECT_NO_CONTEXT(create(1, NULL, 0, 4, 64, 64, 0), VCE_EINVAL);
}

static void tcp_02_create_before_initialise_is_refused(void **state) {
  (void)state;
  run_fresh(create_without_library);
}

static void tcp_02_seventeenth_context_is_refused(void **state) {
  (void)state;
  for (int i = 0; i < 16; ++i) {
    CHECK(create(0, NULL, 0, 4, 64, 64, 0) != NULL);
    CHECK_INT(vce_get_last_error(), 0);
  }
  EXPECT_NO_CONTEXT(create(0, NULL, 0, 4, 64, 64, 0), VCE_EFULL);
}

static void tcp_03_busy_port_and_foreign_address_fail_to_bind(void **state) {
  (void)state;
  int port;
  peer_listen(&port);
  EXPECT_NO_CONTEXT(create(1, "127.0.0.1", port, 4, 64, 64, 0), VCE_EBIND);
  EXPECT_NO_CONTEXT(create(1, "192.0.2.1", 0, 4, 64, 64, 0), VCE_EBIND);
  EXPECT_NO_CONTEXT(create(1, "127.0.0.1", port, 4, 0, 64, 0), VCE_EBIND);
}

static void tcp_03_impossible_sizes_fail_and_change_nothing(void **state) {
  (void)state;
  size_t huge = (size_t)1 << 50;
  int before = descriptors_open();
  for (int is_server = 0; is_server <= 1; ++is_server) {
    EXPECT_NO_CONTEXT(create(is_server, NULL, 0, 4, 0, 64, 0), VCE_EARRAY);
    EXPECT_NO_CONTEXT(create(is_server, NULL, 0, 4, 64, 0, 0), VCE_EARRAY);
    EXPECT_NO_CONTEXT(create(is_server, NULL, 0, -1, 64, 64, 0), VCE_EARRAY);
    EXPECT_NO_CONTEXT(create(is_server, NULL, 0, 4, huge, 64, 0), VCE_EARRAY);
    EXPECT_NO_CONTEXT(create(is_server, NULL, 0, 4, 64, huge, 0), VCE_EARRAY);
    EXPECT_NO_CONTEXT(create(is_server, NULL, 0, 4, 64, 64, huge), VCE_EARRAY);
  }
  CHECK_INT(descriptors_open(), before);
  CHECK(create(1, NULL, 0, 4, 64, 64, 0) != NULL);
}

static void tcp_03_failed_binds_leak_no_descriptor(void **state) {
  (void)state;
  int port;
  peer_listen(&port);
  int before = descriptors_open();
  for (int i = 0; i < 5; ++i)
    EXPECT_NO_CONTEXT(create(1, "127.0.0.1", port, 4, 64, 64, 0), VCE_EBIND);
  CHECK_INT(descriptors_open(), before);
}

static void tcp_03_context_for_no_connections_connects_none(void **state) {
  (void)state;
  int port;
  int listener = peer_listen(&port);
  options_t o = options();
  o.max = 0;
  conn_t c = dial(open_client(&o), port);
  CHECK(c.p == NULL && c.serial == 0);
  CHECK_INT(vce_get_last_error(), VCE_EFULL);
  struct pollfd p = {.fd = listener, .events = POLLIN};
  CHECK_INT(poll(&p, 1, 0), 0);
}

static void tcp_03_server_addresses_that_mean_all_interfaces_are_reachable(void **state) {
  (void)state;
  const char *const addresses[] = {NULL, "0.0.0.0", "", "localhost"};
  for (size_t i = 0; i < ELEMENTOF(addresses); ++i) {
    options_t o = options();
    o.bind = addresses[i];
    tcpcontext_t t = open_server(&o);
    CHECK_INT(vce_get_last_error(), 0);
    join(t);
    vce_tcpcontext_cleanup(t);
    hb();
  }
}

static void first_handles(void) {
  open_library();
  int port;
  peer_listen(&port);
  tcpcontext_t t = client();
  for (unsigned int i = 0; i < 2; ++i) {
    conn_t c = dial(t, port);
    CHECK_INT(c.serial, i + 1);
    CHECK_INT(vce_conn_get_index(c), i);
    CHECK(vce_conn_is_equal(vce_conn_get_struct_from_index((int)i), c));
  }
}

static void tcp_04_serials_count_from_one_and_slots_from_zero(void **state) {
  (void)state;
  run_fresh(first_handles);
}

static void reused_slots(void) {
  open_library();
  tcpcontext_t s = server();
  link_t l[5];
  for (int i = 0; i < 3; ++i) {
    l[i] = join(s);
    CHECK_INT(vce_conn_get_index(l[i].conn), i);
    CHECK_INT(l[i].conn.serial, i + 1);
  }
  peer_close(l[0].peer);
  hb();
  peer_close(l[2].peer);
  hb();
  expect_trace("C1:remote F1 C3:remote F3");
  l[3] = join(s);
  l[4] = join(s);
  CHECK_INT(vce_conn_get_index(l[3].conn), 2);
  CHECK_INT(vce_conn_get_index(l[4].conn), 0);
  CHECK_INT(l[3].conn.serial, 4);
  CHECK_INT(l[4].conn.serial, 5);
  CHECK(l[3].conn.p == l[2].conn.p && l[4].conn.p == l[0].conn.p);
  conn_t all[5];
  CHECK_INT(vce_tcpcontext_get_all_connection(s, all, 5), 3);
  CHECK_INT(all[0].serial, 5);
  CHECK_INT(all[1].serial, 4);
  CHECK_INT(all[2].serial, 2);
}

static void tcp_04_most_recently_freed_slot_is_reused_first(void **state) {
  (void)state;
  run_fresh(reused_slots);
}

static void tcp_05_context_refuses_more_than_its_maximum(void **state) {
  (void)state;
  int port;
  peer_listen(&port);
  options_t o = options();
  o.max = 2;
  tcpcontext_t t = open_client(&o);
  CHECK_INT(vce_tcpcontext_get_max_connection(t), 2);
  CHECK_INT(vce_conn_is_valid(dial(t, port)), 1);
  CHECK_INT(vce_conn_is_valid(dial(t, port)), 1);
  conn_t third = dial(t, port);
  CHECK(third.p == NULL && third.serial == 0);
  CHECK_INT(vce_get_last_error(), VCE_EFULL);
}

static void tcp_05_closing_connection_counts_until_it_is_destroyed(void **state) {
  (void)state;
  int port;
  peer_listen(&port);
  options_t o = options();
  o.max = 1;
  tcpcontext_t t = open_client(&o);
  vce_conn_close(dial(t, port));
  CHECK_INT(vce_conn_is_valid(dial(t, port)), 0);
  CHECK_INT(vce_get_last_error(), VCE_EFULL);
  hb();
  CHECK_INT(vce_conn_is_valid(dial(t, port)), 1);
  CHECK_INT(vce_get_last_error(), 0);
}

static void expect_no_connection(tcpcontext_t t, const char *host, int port) {
  conn_t c = vce_tcpcontext_connect(t, host, (unsigned short)port);
  if (c.p != NULL || c.serial != 0)
    check_failed(__FILE__, __LINE__, "connected to \"%s\"", host == NULL ? "NULL" : host);
  CHECK_INT(vce_get_last_error(), VCE_ECONNECT);
}

/* "::1" fails here because no socket listens there (V16 lets it succeed otherwise). */
static void tcp_06_blocking_connect_fails_with_one_code(void **state) {
  (void)state;
  int refused = peer_refused_port();
  tcpcontext_t t = client();
  vce_stat_t before = counters();
  expect_no_connection(t, "127.0.0.1", refused);
  expect_no_connection(t, "no.such.host.invalid", refused);
  expect_no_connection(t, "::1", refused);
  expect_no_connection(t, "", refused);
  expect_no_connection(t, NULL, refused);
  expect_no_connection(t, "127.0.0.1", 0);
  CHECK_INT(CHANGED(before, conn_alloc), 0);
  CHECK_INT(CHANGED(before, tcpcontext_connect), 0);
  hb();
  expect_trace("");
}

static void tcp_06_short_numeric_address_and_name_are_understood(void **state) {
  (void)state;
  int port;
  peer_listen(&port);
  tcpcontext_t t = client();
  CHECK_INT(vce_conn_is_valid(vce_tcpcontext_connect(t, "127.1", (unsigned short)port)), 1);
  CHECK_INT(vce_conn_is_valid(vce_tcpcontext_connect(t, "localhost", (unsigned short)port)), 1);
}

static tcpcontext_t nonblocking_client(void) {
  options_t o = options();
  o.nonblock = 1;
  return open_client(&o);
}

static void tcp_07_nonblocking_connect_is_not_writable_before_established(void **state) {
  (void)state;
  int port;
  peer_listen(&port);
  tcpcontext_t t = nonblocking_client();
  vce_stat_t before = counters();
  conn_t c = dial(t, port);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(vce_conn_is_valid(c), 1);
  CHECK_INT(vce_conn_writable(c), 0);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(vce_conn_write(c, "x", 1), VCE_ENOTREADY);
  CHECK_INT(vce_get_last_error(), VCE_ENOTREADY);
  CHECK_INT(vce_conn_writed(c), 1);
  hb();
  CHECK_INT(vce_conn_writable(c), 1024);
  expect_trace("");
  tcpcontext_stat_t s = context_counters(t);
  CHECK_INT(s.connect_syscall, 0);
  CHECK_INT(s.connect_syscall_e, 1);
  CHECK_INT(s.tcpcontext_connect, 1);
  CHECK_INT(CHANGED(before, connect_syscall), 0);
  CHECK_INT(CHANGED(before, connect_syscall_e), 1);
  CHECK_INT(CHANGED(before, tcpcontext_connect), 1);
}

/* Data that came with the handshake is read and parsed in the heartbeat that establishes. */
static void tcp_07_data_waiting_at_the_connect_is_parsed_at_once(void **state) {
  (void)state;
  int port;
  int listener = peer_listen(&port);
  conn_t c = dial(nonblocking_client(), port);
  peer_send_text(peer_accept(listener), "hello\n");
  hb();
  expect_trace("R1:hello");
  CHECK_INT(vce_conn_writable(c), 1024);
}

static void tcp_08_nonblocking_connect_to_a_closed_port_ends_as_remote(void **state) {
  (void)state;
  conn_t c = dial(nonblocking_client(), peer_refused_port());
  CHECK_INT(vce_conn_is_valid(c), 1);
  hb();
  CHECK(events_get('C', 0)->valid);
  expect_trace("C1:remote F1");
  CHECK_INT(vce_conn_writable(c), VCE_EINVAL);
  CHECK_INT(vce_conn_write(c, "x", 1), VCE_ECONNSERIAL);
}

static void tcp_09_write_buffer_is_all_or_nothing(void **state) {
  (void)state;
  int port;
  int listener = peer_listen(&port);
  options_t o = options();
  o.wblen = 8;
  conn_t c = dial(open_client(&o), port);
  int peer = peer_accept(listener);
  char data[9] = "123456789";
  CHECK_INT(vce_conn_write(c, data, 9), VCE_EFULL);
  CHECK_INT(vce_get_last_error(), VCE_EFULL);
  CHECK_INT(vce_conn_write(c, data, 8), 8);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(vce_conn_writable(c), 0);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(vce_conn_write(c, data, 1), VCE_EFULL);
  CHECK_INT(vce_conn_write(c, data, 0), 0);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  CHECK_INT(vce_conn_write(c, NULL, 0), 0);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  CHECK_INT(vce_conn_writed(c), 0);
  peer_expect_nothing(peer);
  hb();
  CHECK_INT(vce_conn_writed(c), 1);
  CHECK_INT(vce_conn_writable(c), 8);
  peer_expect_text(peer, "12345678");
}

static void tcp_10_closing_connection_takes_no_bytes(void **state) {
  (void)state;
  int port;
  peer_listen(&port);
  options_t o = options();
  o.wblen = 8;
  conn_t c = dial(open_client(&o), port);
  CHECK_INT(vce_conn_write(c, "abc", 3), 3);
  vce_conn_close(c);
  CHECK_INT(vce_conn_write(c, "x", 1), VCE_ECLOSED);
  CHECK_INT(vce_get_last_error(), VCE_ECLOSED);
  CHECK_INT(vce_conn_write(c, "x", 0), VCE_ECLOSED);
  CHECK_INT(vce_conn_writable(c), 5);
}

static void tcp_11_close_while_connecting_ends_as_application(void **state) {
  (void)state;
  int port;
  peer_listen(&port);
  conn_t c = dial(nonblocking_client(), port);
  vce_conn_close(c);
  CHECK_INT(vce_conn_write(c, "x", 1), VCE_ENOTREADY);
  CHECK_INT(vce_conn_writable(c), 0);
  CHECK_INT(vce_conn_writed(c), 1);
  CHECK_INT(vce_conn_is_closed(c), 1);
  CHECK_INT(vce_conn_is_valid(c), 1);
  hb();
  expect_trace("C1:app F1");
}

static void tcp_12_stale_handle_is_answered_without_harm(void **state) {
  (void)state;
  tcpcontext_t s = server();
  link_t l = join(s);
  conn_t c = l.conn;
  peer_close(l.peer);
  hb();
  char text[64];
  CHECK_INT(vce_conn_is_valid(c), 0);
  CHECK_INT(vce_conn_is_closed(c), 0);
  CHECK_INT(vce_conn_writable(c), VCE_EINVAL);
  CHECK_INT(vce_conn_write(c, "x", 1), VCE_ECONNSERIAL);
  CHECK_INT(vce_conn_write(c, "x", 0), VCE_ECONNSERIAL);
  CHECK_INT(vce_get_last_error(), VCE_ECONNSERIAL);
  CHECK_INT(vce_conn_writed(c), 1);
  vce_conn_close(c);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  seed_last_error();
  vce_conn_set_timeout(c, 1);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  seed_last_error();
  CHECK(vce_conn_get_state_buffer(c, NULL) == NULL);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  seed_last_error();
  CHECK(vce_conn_get_remote_addr_string(c, text, sizeof text) == NULL);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
}

static void tcp_12_handle_with_another_serial_is_stale(void **state) {
  (void)state;
  conn_t c = join(server()).conn;
  c.serial += 1;
  CHECK_INT(vce_conn_write(c, "x", 1), VCE_ECONNSERIAL);
  CHECK_INT(vce_conn_writable(c), VCE_EINVAL);
  c.serial = 0;
  CHECK_INT(vce_conn_is_valid(c), 0);
}

static void tcp_12_null_handle_is_invalid(void **state) {
  (void)state;
  CHECK_INT(vce_conn_write(null_conn, "x", 1), VCE_EINVAL);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  seed_last_error();
  vce_conn_close(null_conn);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
}

static void tcp_13_second_close_is_already_done(void **state) {
  (void)state;
  conn_t c = join(server()).conn;
  vce_stat_t before = counters();
  vce_conn_close(c);
  CHECK_INT(vce_get_last_error(), 0);
  vce_conn_close(c);
  CHECK_INT(vce_get_last_error(), VCE_EALREADY);
  CHECK_INT(CHANGED(before, conn_close), 1);
  hb();
  expect_trace("C1:app F1");
  CHECK_INT(CHANGED(before, conn_close), 1);
}

static int visited;
static unsigned int visited_serials[4];

static int visit_until_second(conn_t c) {
  visited_serials[visited++] = c.serial;
  return visited == 2 ? -1 : 0;
}

static int visit_and_close(conn_t c) {
  ++visited;
  vce_conn_close(c);
  return 0;
}

static void tcp_39_listing_is_newest_first_and_bounded(void **state) {
  (void)state;
  tcpcontext_t s = server();
  conn_t first = join(s).conn, second = join(s).conn, third = join(s).conn;
  conn_t all[4] = {null_conn, null_conn, null_conn, null_conn};
  CHECK_INT(vce_tcpcontext_get_all_connection(s, all, 1), 1);
  CHECK(vce_conn_is_equal(all[0], third));
  CHECK_INT(all[1].serial, 0);
  CHECK_INT(vce_tcpcontext_get_all_connection(s, all, 4), 3);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK(vce_conn_is_equal(all[0], third) && vce_conn_is_equal(all[1], second) &&
        vce_conn_is_equal(all[2], first));

  visited = 0;
  CHECK_INT(vce_tcpcontext_conn_iterate(s, visit_until_second), 0);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(visited, 2);
  CHECK_INT(visited_serials[0], third.serial);
  CHECK_INT(visited_serials[1], second.serial);
}

static void tcp_39_listing_may_close_what_it_visits(void **state) {
  (void)state;
  tcpcontext_t s = server();
  join(s);
  join(s);
  visited = 0;
  CHECK_INT(vce_tcpcontext_conn_iterate(s, visit_and_close), 0);
  CHECK_INT(visited, 2);
  CHECK_INT(connections(s), 2);
  hb();
  CHECK_INT(connections(s), 0);
  expect_trace_any_order("C1:app F1 C2:app F2");
}

static void tcp_39_listing_refuses_bad_arguments(void **state) {
  (void)state;
  tcpcontext_t s = server();
  join(s);
  conn_t one = null_conn;
  int n = -5;
  CHECK_INT(vce_tcpcontext_get_all_connection(NULL, &one, 1), VCE_EINVAL);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  CHECK_INT(one.serial, 0);
  CHECK_INT(vce_tcpcontext_get_all_connection(s, &one, 0), 0);
  CHECK_INT(vce_tcpcontext_get_all_connection(s, &one, -1), 0);
  CHECK_INT(one.serial, 0);
  CHECK_INT(vce_tcpcontext_count_connections(NULL, &n), VCE_EINVAL);
  CHECK_INT(n, -5);
  CHECK_INT(vce_tcpcontext_count_connections(s, NULL), 0);
  CHECK_INT(vce_tcpcontext_conn_iterate(NULL, visit_and_close), VCE_EINVAL);
  CHECK_INT(vce_tcpcontext_conn_iterate(s, NULL), VCE_EINVAL);
}

static void tcp_42_state_buffer_is_zeroed_for_every_connection(void **state) {
  (void)state;
  options_t o = options();
  o.state = 13;
  tcpcontext_t s = open_server(&o);
  static const char zeros[13] = {0};
  void *slot = NULL;
  for (int round = 0; round < 2; ++round) {
    link_t l = join(s);
    int length = 0;
    char *buffer = vce_conn_get_state_buffer(l.conn, &length);
    CHECK_INT(length, 13);
    CHECK((uintptr_t)buffer % _Alignof(max_align_t) == 0);
    assert_memory_equal(buffer, zeros, 13);
    CHECK(round == 0 || slot == l.conn.p);
    slot = l.conn.p;
    memset(buffer, 0xff, 13);
    hb();
    CHECK(vce_conn_get_state_buffer(l.conn, NULL) == buffer);
    peer_close(l.peer);
    hb();
  }
}

static void tcp_42_state_buffers_do_not_overlap(void **state) {
  (void)state;
  options_t o = options();
  o.state = 13;
  tcpcontext_t s = open_server(&o);
  conn_t c[4];
  for (int i = 0; i < 4; ++i) c[i] = join(s).conn;
  for (int i = 0; i < 4; ++i) memset(vce_conn_get_state_buffer(c[i], NULL), 'a' + i, 13);
  for (int i = 0; i < 4; ++i) {
    const char *b = vce_conn_get_state_buffer(c[i], NULL);
    for (int k = 0; k < 13; ++k) CHECK_INT(b[k], 'a' + i);
  }
}

static void tcp_42_context_without_state_buffer_gives_null_and_no_error(void **state) {
  (void)state;
  conn_t c = join(server()).conn;
  int length = -3;
  seed_last_error();
  CHECK(vce_conn_get_state_buffer(c, &length) == NULL);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(length, -3);
}

static void tcp_43_addresses_of_a_loopback_connection(void **state) {
  (void)state;
  tcpcontext_t s = server();
  link_t l = join(s);
  unsigned int address = 0;
  unsigned short port = 0;
  seed_last_error();
  vce_conn_get_remote_ipv4_addr(l.conn, &address, &port);
  CHECK_INT(vce_get_last_error(), VCE_ECONNSERIAL);
  assert_memory_equal(&address, "\x7f\0\0\1", 4);
  CHECK_INT(port, peer_port(l.peer));
  vce_conn_get_local_ipv4_addr(l.conn, &address, &port);
  assert_memory_equal(&address, "\x7f\0\0\1", 4);
  CHECK_INT(port, vce_tcpcontext_get_port(s));
  vce_conn_get_local_ipv4_addr(l.conn, NULL, NULL);

  char six[16];
  memset(six, 0x55, sizeof six);
  vce_conn_get_remote_ipv6_addr(l.conn, six, &port);
  assert_memory_equal(six, "\x7f\0\0\1", 4);
  CHECK_INT(port, peer_port(l.peer));
}

static void tcp_43_address_strings_need_room(void **state) {
  (void)state;
  link_t l = join(server());
  char expected[40], text[64];
  snprintf(expected, sizeof expected, "127.0.0.1:%d", peer_port(l.peer));
  char *(*const getters[])(conn_t, char *, int) = {vce_conn_get_remote_addr_string,
                                                   vce_conn_get_remote_ipv4_addr_string};
  for (size_t i = 0; i < ELEMENTOF(getters); ++i) {
    CHECK(getters[i](l.conn, text, 32) == text);
    CHECK_INT(vce_get_last_error(), 0);
    CHECK_TEXT(text, expected);
    strcpy(text, "untouched");
    CHECK(getters[i](l.conn, text, 31) == NULL);
    CHECK_INT(vce_get_last_error(), VCE_ETOOSHORT);
    CHECK(getters[i](l.conn, text, -1) == NULL);
    CHECK_INT(vce_get_last_error(), VCE_ETOOSHORT);
    CHECK_TEXT(text, "untouched");
  }
  CHECK(vce_conn_get_remote_ipv6_addr_string(l.conn, text, 49) == NULL);
  CHECK_INT(vce_get_last_error(), VCE_ETOOSHORT);
  CHECK(vce_conn_get_remote_ipv6_addr_string(l.conn, text, 50) == text);
  CHECK_INT(vce_get_last_error(), 0);
  int groups[8], port = 0;
  CHECK_INT(sscanf(text, "%x:%x:%x:%x:%x:%x:%x:%x:%d", (unsigned *)&groups[0],
                   (unsigned *)&groups[1], (unsigned *)&groups[2], (unsigned *)&groups[3],
                   (unsigned *)&groups[4], (unsigned *)&groups[5], (unsigned *)&groups[6],
                   (unsigned *)&groups[7], &port),
            9);
  CHECK_INT(port, peer_port(l.peer));
}

static void tcp_43_outgoing_connection_knows_both_ends(void **state) {
  (void)state;
  int listening;
  int listener = peer_listen(&listening);
  for (int nonblock = 0; nonblock <= 1; ++nonblock) {
    options_t o = options();
    o.nonblock = nonblock;
    conn_t c = dial(open_client(&o), listening);
    int peer = peer_accept(listener);
    struct sockaddr_in name;
    socklen_t size = sizeof name;
    getpeername(peer, (struct sockaddr *)&name, &size);
    unsigned short port = 0;
    vce_conn_get_remote_ipv4_addr(c, NULL, &port);
    CHECK_INT(port, listening);
    vce_conn_get_local_ipv4_addr(c, NULL, &port);
    CHECK_INT(port, ntohs(name.sin_port));
  }
}

static void tcp_44_serials_go_on_after_finalise(void **state) {
  (void)state;
  int port;
  peer_listen(&port);
  conn_t before = dial(client(), port);
  vce_finalize();
  CHECK_INT(vce_initialize(), 0);
  CHECK_INT(vce_conn_is_valid(before), 0);
  tcpcontext_t t = client();
  CHECK_INT(vce_conn_is_valid(dial(t, peer_refused_port())), 0);
  CHECK_INT(dial(t, port).serial, before.serial + 1);
}

static void tcp_47_counters_of_writes_and_sends(void **state) {
  (void)state;
  tcpcontext_t s = server();
  link_t l = join(s);
  char big[2000] = {0};
  vce_stat_t before = counters();
  CHECK_INT(vce_conn_write(l.conn, "abc", 3), 3);
  CHECK_INT(vce_conn_write(l.conn, "def", 3), 3);
  CHECK_INT(vce_conn_write(l.conn, big, sizeof big), VCE_EFULL);
  CHECK_INT(vce_conn_write(l.conn, big, 0), 0);
  hb();
  peer_expect_text(l.peer, "abcdef");
  conn_stat_t c;
  seed_last_error();
  vce_conn_get_stat(l.conn, &c);
  CHECK_INT(vce_get_last_error(), VCE_ECONNSERIAL);
  CHECK_INT(c.conn_write, 4);
  CHECK_INT(c.send_byte, 6);
  CHECK_INT(c.send_syscall, 1);
  tcpcontext_stat_t t = context_counters(s);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(t.conn_write, 4);
  CHECK_INT(t.send_byte, 6);
  CHECK_INT(t.send_syscall, 1);
  CHECK_INT(t.current_conn, 1);
  CHECK_INT(CHANGED(before, conn_write), 4);
  CHECK_INT(CHANGED(before, send_byte), 6);
  CHECK_INT(CHANGED(before, send_syscall), 1);
}

static void tcp_47_counters_of_receives(void **state) {
  (void)state;
  tcpcontext_t s = server();
  link_t l = join(s);
  peer_send_text(l.peer, "one\n");
  hb();
  peer_send_text(l.peer, "second\n");
  hb();
  conn_stat_t c;
  vce_conn_get_stat(l.conn, &c);
  CHECK_INT(c.recv_byte, 11);
  CHECK_INT(c.recv_syscall, 2);
  peer_close(l.peer);
  hb();
  tcpcontext_stat_t t = context_counters(s);
  CHECK_INT(t.recv_byte, 11);
  CHECK_INT(t.recv_syscall, 2);
  CHECK_INT(t.recv_syscall_e, 1);
  CHECK_INT(t.send_syscall, 0);
  CHECK_INT(t.accept_syscall, 1);
  CHECK_INT(t.current_conn, 0);
  vce_conn_get_stat(join(s).conn, &c);
  CHECK_INT(c.recv_byte, 0);
}

static int option_of(int fd, int level, int name) {
  int value = -1;
  socklen_t size = sizeof value;
  getsockopt(fd, level, name, &value, &size);
  return value;
}

static void tcp_49_socket_options_follow_the_context(void **state) {
  (void)state;
  for (int nodelay = 0; nodelay <= 1; ++nodelay) {
    options_t o = options();
    o.nodelay = nodelay;
    tcpcontext_t s = open_server(&o);
    int accepted = conn_fd(join(s).conn);
    CHECK_INT(option_of(accepted, SOL_SOCKET, SO_KEEPALIVE), 1);
    CHECK_INT(option_of(accepted, SOL_SOCKET, SO_REUSEADDR), 1);
    CHECK_INT(option_of(accepted, IPPROTO_TCP, TCP_NODELAY) != 0, nodelay);

    int port;
    peer_listen(&port);
    for (int nonblock = 0; nonblock <= 1; ++nonblock) {
      o.nonblock = nonblock;
      conn_t c = dial(open_client(&o), port);
      hb();
      CHECK_INT(option_of(conn_fd(c), SOL_SOCKET, SO_KEEPALIVE), 1);
      CHECK_INT(option_of(conn_fd(c), IPPROTO_TCP, TCP_NODELAY) != 0, nodelay);
    }
  }
}

static void tcp_49_port_can_be_bound_again_right_after_cleanup(void **state) {
  (void)state;
  tcpcontext_t s = server();
  int port = vce_tcpcontext_get_port(s);
  link_t l = join(s);
  options_t o = options();
  o.port = port;
  EXPECT_NO_CONTEXT(create(1, "127.0.0.1", port, 4, 64, 64, 0), VCE_EBIND);
  vce_conn_close(l.conn);
  hb();
  vce_tcpcontext_cleanup(s);
  tcpcontext_t again = open_server(&o);
  CHECK_INT(vce_tcpcontext_get_port(again), port);
  join(again);
}

static int cleanup_inside(conn_t c, char *data, int length) {
  (void)data;
  (void)length;
  vce_tcpcontext_cleanup(vce_conn_get_tcpcontext(c));
  CHECK_INT(vce_conn_is_valid(c), 1);
  CHECK_INT(vce_conn_is_closed(c), 1);
  return 0;
}

static void tcp_50_cleanup_inside_a_callback_is_survived(void **state) {
  (void)state;
  tcpcontext_t s = server();
  int port = vce_tcpcontext_get_port(s);
  link_t a = join(s), b = join(s);
  on.data = cleanup_inside;
  peer_send_text(a.peer, "go\n");
  hb();
  expect_trace("R1:go");
  CHECK(peer_try_connect("127.0.0.1", port) < 0);
  hb();
  expect_trace_any_order("C1:app F1 C2:app F2");
  peer_expect_end(a.peer);
  peer_expect_end(b.peer);
}

static int cleanup_at_accept(conn_t c) {
  vce_tcpcontext_cleanup(vce_conn_get_tcpcontext(c));
  return 0;
}

static void tcp_50_cleanup_inside_the_acceptwatcher_is_survived(void **state) {
  (void)state;
  tcpcontext_t s = server();
  int port = vce_tcpcontext_get_port(s);
  on.accept = cleanup_at_accept;
  int first = peer_connect(port), second = peer_connect(port);
  hb();
  CHECK_INT(events_count('A'), 1);
  hbs(2);
  CHECK_INT(events_count('C'), 1);
  CHECK_INT(events_count('F'), 1);
  peer_expect_over(first);
  peer_expect_over(second);
}

/* Takes every descriptor that is left under the limit. */
static void exhaust_descriptors(void) {
  struct rlimit limit = {64, 64};
  setrlimit(RLIMIT_NOFILE, &limit);
  while (open("/dev/null", O_RDONLY | O_CLOEXEC) >= 0) continue;
}

static void no_descriptor_left(void) {
  open_library();
  int port;
  peer_listen(&port);
  tcpcontext_t t = client();
  exhaust_descriptors();
  EXPECT_NO_CONTEXT(create(1, "127.0.0.1", 0, 4, 64, 64, 0), VCE_ESOCKET);
  conn_t c = dial(t, port);
  CHECK(c.p == NULL && c.serial == 0);
  CHECK_INT(vce_get_last_error(), VCE_ESOCKET);
  hb();
  close(63);
  CHECK_INT(vce_conn_is_valid(dial(t, port)), 1);
}

static void tcp_50_without_descriptors_create_and_connect_say_esocket(void **state) {
  (void)state;
  run_fresh(no_descriptor_left);
}

int main(void) {
  const struct CMUnitTest tcp_connections[] = {
      TEST(tcp_01_public_structures_have_their_sizes_and_offsets),
      FRESH_TEST(tcp_02_create_before_initialise_is_refused),
      TEST(tcp_02_seventeenth_context_is_refused),
      TEST(tcp_03_busy_port_and_foreign_address_fail_to_bind),
      TEST(tcp_03_impossible_sizes_fail_and_change_nothing),
      TEST(tcp_03_failed_binds_leak_no_descriptor),
      TEST(tcp_03_context_for_no_connections_connects_none),
      TEST(tcp_03_server_addresses_that_mean_all_interfaces_are_reachable),
      FRESH_TEST(tcp_04_serials_count_from_one_and_slots_from_zero),
      FRESH_TEST(tcp_04_most_recently_freed_slot_is_reused_first),
      TEST(tcp_05_context_refuses_more_than_its_maximum),
      TEST(tcp_05_closing_connection_counts_until_it_is_destroyed),
      TEST(tcp_06_blocking_connect_fails_with_one_code),
      TEST(tcp_06_short_numeric_address_and_name_are_understood),
      TEST(tcp_07_nonblocking_connect_is_not_writable_before_established),
      TEST(tcp_07_data_waiting_at_the_connect_is_parsed_at_once),
      TEST(tcp_08_nonblocking_connect_to_a_closed_port_ends_as_remote),
      TEST(tcp_09_write_buffer_is_all_or_nothing),
      TEST(tcp_10_closing_connection_takes_no_bytes),
      TEST(tcp_11_close_while_connecting_ends_as_application),
      TEST(tcp_12_stale_handle_is_answered_without_harm),
      TEST(tcp_12_handle_with_another_serial_is_stale),
      TEST(tcp_12_null_handle_is_invalid),
      TEST(tcp_13_second_close_is_already_done),
      TEST(tcp_39_listing_is_newest_first_and_bounded),
      TEST(tcp_39_listing_may_close_what_it_visits),
      TEST(tcp_39_listing_refuses_bad_arguments),
      TEST(tcp_42_state_buffer_is_zeroed_for_every_connection),
      TEST(tcp_42_state_buffers_do_not_overlap),
      TEST(tcp_42_context_without_state_buffer_gives_null_and_no_error),
      TEST(tcp_43_addresses_of_a_loopback_connection),
      TEST(tcp_43_address_strings_need_room),
      TEST(tcp_43_outgoing_connection_knows_both_ends),
      TEST(tcp_44_serials_go_on_after_finalise),
      TEST(tcp_47_counters_of_writes_and_sends),
      TEST(tcp_47_counters_of_receives),
      TEST(tcp_49_socket_options_follow_the_context),
      TEST(tcp_49_port_can_be_bound_again_right_after_cleanup),
      TEST(tcp_50_cleanup_inside_a_callback_is_survived),
      TEST(tcp_50_cleanup_inside_the_acceptwatcher_is_survived),
      FRESH_TEST(tcp_50_without_descriptors_create_and_connect_say_esocket),
  };
  return RUN(tcp_connections);
}
