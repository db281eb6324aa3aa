/* A connection that was closed while its peer still sent ended with a reset, which destroyed what
 * was on its way to the peer. Now the peer gets all bytes, then the end of the stream; the socket
 * stays until the peer has ended too, within limits, and its place counts until then. */
#include "../support/harness.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { answer_bytes = 200000, chunk_bytes = 1000, longest_ms = 2000, most_bytes = 1 << 20 };

static char *answer;

static int setup(void **state) {
  answer = pattern(answer_bytes);
  return setup_library(state);
}

static int teardown(void **state) {
  free(answer);
  return teardown_library(state);
}

#define LINGER_TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

/* A number of vce_get_counters_string(). */
static long metric(const char *name) {
  static char text[16384];
  char line[64];
  CHECK(vce_get_counters_string(text, sizeof text) > 0);
  snprintf(line, sizeof line, "\nvce_%s ", name);
  const char *at = strstr(text, line);
  CHECK(at != NULL);
  return strtol(at + strlen(line), NULL, 10);
}

static long lingering(void) { return metric("lingering_sockets"); }

/* The peer sends a record in every round and reads a little less; it must get the answer, all of it
 * and nothing else, then the end of the stream. */
static void expect_answer_while_sending(int peer, size_t expected) {
  static char chunk[chunk_bytes], got[2 * answer_bytes];
  size_t size = 0, sent = 0;
  memset(chunk, 'x', sizeof chunk);
  chunk[chunk_bytes - 1] = '\n';
  const long long end = monotonic_ms() + PATIENCE_MS;
  for (;;) {
    CHECK(monotonic_ms() < end);
    vce_heartbeat();
    if (sent < most_bytes / 4) {
      const ssize_t n = send(peer, chunk, sizeof chunk, MSG_NOSIGNAL | MSG_DONTWAIT);
      CHECK(n > 0 || errno == EAGAIN);
      sent += n > 0 ? (size_t)n : 0;
    }
    const ssize_t n = recv(peer, got + size, 2000, MSG_DONTWAIT);
    CHECK(n >= 0 || errno == EAGAIN); /* a reset is none */
    if (n == 0)
      break;
    size += n > 0 ? (size_t)n : 0;
    CHECK(size <= expected);
  }
  CHECK_INT(size, expected);
  CHECK(memcmp(got, answer, size) == 0);
}

static options_t roomy(void) {
  options_t o = options();
  o.rblen = 4096;
  o.wblen = most_bytes;
  return o;
}

static int answer_and_close(conn_t c, char *data, int length) {
  (void)data;
  (void)length;
  if (vce_conn_is_closed(c))
    return 0;
  CHECK_INT(vce_conn_write(c, answer, answer_bytes), answer_bytes);
  vce_conn_close(c);
  return 0;
}

static void v28_an_answer_reaches_a_peer_that_still_sends(void **state) {
  (void)state;
  options_t o = roomy();
  link_t l = join_narrow(open_server(&o), 8192);
  on.data = answer_and_close;
  peer_send_text(l.peer, "please\n");
  expect_answer_while_sending(l.peer, answer_bytes);
  CHECK_INT(events_count('C'), 1);
}

/* More than the read buffer takes waits unread in the kernel when the connection is closed. */
static void an_answer_reaches_a_peer_whose_bytes_are_unread(void **state) {
  (void)state;
  options_t o = roomy();
  o.rblen = 16;
  o.parser = NULL;
  link_t l = join(open_server(&o));
  static char much[65536];
  const int large = most_bytes / 2;
  setsockopt(l.peer, SOL_SOCKET, SO_SNDBUF, &large, sizeof large);
  size_t sent = 0;
  for (size_t n = 1; n > 0 && sent < most_bytes / 2; sent += n)
    n = peer_send_some(l.peer, much, sizeof much);
  CHECK(sent > 16);
  CHECK_INT(vce_conn_write(l.conn, answer, 20000), 20000);
  vce_conn_close(l.conn);
  expect_answer_while_sending(l.peer, 20000);
}

static int answer_and_be_ended(conn_t c, char *data, int length) {
  (void)length;
  if (data[0] == 'p')
    CHECK_INT(vce_conn_write(c, answer, 5000), 5000);
  return data[0] == 'p' ? 0 : -1;
}

/* What was sent before the parser ends a connection is not destroyed either. */
static void an_end_by_the_parser_destroys_nothing_that_was_sent(void **state) {
  (void)state;
  options_t o = roomy();
  link_t l = join(open_server(&o));
  on.data = answer_and_be_ended;
  peer_send_text(l.peer, "please\n");
  hbs(2);
  CHECK(vce_conn_writed(l.conn));
  peer_send_text(l.peer, "nonsense\n");
  expect_answer_while_sending(l.peer, 5000);
}

static void an_idle_limit_destroys_nothing_that_was_sent(void **state) {
  (void)state;
  options_t o = roomy();
  o.parser = NULL;
  link_t l = join(open_server(&o));
  CHECK_INT(vce_conn_write(l.conn, answer, 5000), 5000);
  hbs(2);
  vce_conn_set_timeout(l.conn, -1);
  expect_answer_while_sending(l.peer, 5000);
  CHECK_INT(events_count('C'), 1);
}

static int say_full(conn_t c, int n) {
  (void)n;
  CHECK_INT(vce_conn_write(c, answer, 5000), 5000);
  vce_conn_close(c);
  return 0;
}

static void a_peer_that_is_told_full_reads_it_though_it_sends(void **state) {
  (void)state;
  options_t o = roomy();
  tcpcontext_t t = open_server(&o);
  vce_tcpcontext_set_conn_hiwater_acceptwatcher(t, 1, say_full);
  const int peer = peer_connect(vce_tcpcontext_get_port(t));
  peer_send_text(peer, "hello\n");
  expect_answer_while_sending(peer, 5000);
}

/* --- The place --- */

/* A connection of the application's that it has closed, while its peer has not ended. */
static int closed_peer(tcpcontext_t t) {
  link_t l = join(t);
  CHECK(vce_conn_is_valid(l.conn));
  vce_conn_close(l.conn);
  hb();
  CHECK(!vce_conn_is_valid(l.conn));
  CHECK_INT(connections(t), 0);
  CHECK_INT(lingering(), 1);
  peer_expect_end(l.peer);
  return l.peer;
}

static long long refused_for(const char *reason) {
  char name[64];
  snprintf(name, sizeof name, "turned_away_total{reason=\"%s\"}", reason);
  return metric(name);
}

static void expect_place_until_the_peer_ends(tcpcontext_t t, const char *reason) {
  const int peer = closed_peer(t);
  const long long before = refused_for(reason);
  const int second = peer_connect(vce_tcpcontext_get_port(t));
  hb();
  CHECK_INT(refused_for(reason), before + 1);
  peer_expect_over(second);
  peer_close(peer);
  link_t third = join(t);
  CHECK(vce_conn_is_valid(third.conn));
  CHECK_INT(lingering(), 0);
}

static void v28_the_place_counts_in_the_context(void **state) {
  (void)state;
  options_t o = options();
  o.max = 1;
  expect_place_until_the_peer_ends(open_server(&o), "maximum");
}

static void the_place_counts_for_the_address(void **state) {
  (void)state;
  tcpcontext_t t = server();
  CHECK_INT(vce_tcpcontext_set_max_per_address(t, 1), 0);
  expect_place_until_the_peer_ends(t, "address");
}

static void a_limit_per_address_that_is_set_later_counts_the_place_too(void **state) {
  (void)state;
  tcpcontext_t t = server();
  const int peer = closed_peer(t);
  const long long before = refused_for("address");
  CHECK_INT(vce_tcpcontext_set_max_per_address(t, 1), 0);
  const int second = peer_connect(vce_tcpcontext_get_port(t));
  hb();
  CHECK_INT(refused_for("address"), before + 1);
  peer_expect_over(second);
  peer_close(peer);
  CHECK(vce_conn_is_valid(join(t).conn));
}

static void the_place_counts_in_the_process(void **state) {
  (void)state;
  CHECK_INT(vce_finalize(), 0);
  vce_limit_t limit;
  vce_limit_clear(&limit);
  limit.max_conn = 1;
  CHECK_INT(vce_initialize_limited(&limit), 0);
  expect_place_until_the_peer_ends(server(), "pool");
  CHECK_INT(vce_finalize(), 0);
  limit.max_conn = 1000;
  CHECK_INT(vce_initialize_limited(&limit), 0);
}

/* The contract: one heartbeat after the close the program may connect again. */
static void a_connect_of_the_program_is_not_refused(void **state) {
  (void)state;
  int port;
  const int listener = peer_listen(&port);
  options_t o = options();
  o.max = 1;
  tcpcontext_t t = open_client(&o);
  for (int i = 0; i < 5; i++) {
    conn_t c = dial(t, port);
    CHECK(vce_conn_is_valid(c));
    peer_accept(listener);
    vce_conn_close(c);
    hb();
    CHECK(!vce_conn_is_valid(c));
  }
  CHECK_INT(lingering(), 1); /* as many as may be connected: the others are closed at once */
}

/* --- Its limits --- */

static void v28_a_peer_that_never_ends_is_let_go(void **state) {
  (void)state;
  tcpcontext_t t = server();
  const long long begin = monotonic_ms();
  const int peer = closed_peer(t);
  const long before = metric("lingered_out_total");
  const int open = descriptors_open();
  CHECK_RANGE(vce_get_wait_time(), 1, longest_ms + 100);
  PUMP_UNTIL(lingering() == 0);
  CHECK_RANGE(monotonic_ms() - begin, longest_ms, PATIENCE_MS);
  CHECK_INT(descriptors_open(), open - 1);
  CHECK_INT(metric("lingered_out_total"), before + 1);
  peer_close(peer);
}

static void v28_a_peer_that_sends_without_end_is_let_go(void **state) {
  (void)state;
  static char much[65536];
  const int peer = closed_peer(server());
  const long long end = monotonic_ms() + PATIENCE_MS;
  while (lingering() > 0 && monotonic_ms() < end) {
    (void)!send(peer, much, sizeof much, MSG_NOSIGNAL | MSG_DONTWAIT);
    vce_heartbeat();
  }
  CHECK_INT(lingering(), 0);
}

/* Waiting for it costs nothing. */
static void nothing_spins_meanwhile(void **state) {
  (void)state;
  const int peer = closed_peer(server());
  CHECK_INT(vce_set_heartbeat_wait_limits(100000, 100000), 0);
  vce_set_heartbeat_wait_flag(1);
  long beats = 0;
  for (long long end = monotonic_ms() + PATIENCE_MS; lingering() > 0 && monotonic_ms() < end;
       beats++)
    vce_heartbeat();
  vce_set_heartbeat_wait_flag(0);
  CHECK_INT(vce_set_heartbeat_wait_limits(1, 100000), 0);
  CHECK_RANGE(beats, 1, 60);
  peer_close(peer);
}

static int refuse(conn_t c) {
  CHECK_INT(vce_conn_write(c, answer, 10), 10);
  return -1;
}

/* Nothing was sent to it that a reset could destroy: no flood of such peers takes places. */
static void a_peer_that_is_refused_or_turned_away_is_closed_at_once(void **state) {
  (void)state;
  tcpcontext_t t = server();
  vce_tcpcontext_set_conn_acceptwatcher(t, refuse);
  for (int i = 0; i < 20; i++) {
    const int peer = peer_connect(vce_tcpcontext_get_port(t));
    hb();
    peer_expect_end(peer);
    CHECK_INT(lingering(), 0);
  }
  vce_tcpcontext_enable_accept(t, 0);
  const int peer = peer_connect(vce_tcpcontext_get_port(t));
  hb();
  peer_expect_end(peer);
  CHECK_INT(lingering(), 0);
}

static void a_peer_that_has_ended_needs_no_waiting(void **state) {
  (void)state;
  link_t l = join(server());
  vce_conn_close(l.conn);
  peer_finish(l.peer);
  hb();
  CHECK_INT(lingering(), 0);
}

/* --- The rest of the library --- */

static void v28_finalise_does_not_wait(void **state) {
  (void)state;
  const int peer = closed_peer(server());
  const long long begin = monotonic_ms();
  CHECK_INT(vce_finalize(), 0);
  CHECK_RANGE(monotonic_ms() - begin, 0, longest_ms - 100);
  peer_close(peer);
  CHECK_INT(vce_initialize(), 0);
}

static void cleaning_up_its_context_changes_nothing(void **state) {
  (void)state;
  tcpcontext_t t = server();
  CHECK_INT(vce_tcpcontext_set_max_per_address(t, 1), 0);
  const int peer = closed_peer(t);
  vce_tcpcontext_cleanup(t);
  hbs(3);
  CHECK_INT(lingering(), 1);
  peer_send_text(peer, "still here\n");
  hb();
  CHECK_INT(lingering(), 1);
  peer_close(peer);
  hb();
  CHECK_INT(lingering(), 0);
}

static void after_a_fork_both_processes_see_the_end(void **state) {
  (void)state;
  const int peer = closed_peer(server());
  int told[2];
  CHECK_INT(pipe(told), 0);
  const int child = fork_child();
  if (child == 0) {
    CHECK_INT(lingering(), 1);
    vce_heartbeat();
    CHECK_INT(lingering(), 1);
    CHECK_INT(shutdown(peer, SHUT_WR), 0);
    PUMP_UNTIL(lingering() == 0);
    CHECK_INT(write(told[1], "x", 1), 1);
    child_done();
  }
  char byte;
  CHECK_INT(read(told[0], &byte, 1), 1);
  expect_child(child);
  PUMP_UNTIL(lingering() == 0);
  close(told[0]);
  close(told[1]);
}

int main(void) {
  const struct CMUnitTest lingering_ends[] = {
      LINGER_TEST(v28_an_answer_reaches_a_peer_that_still_sends),
      LINGER_TEST(an_answer_reaches_a_peer_whose_bytes_are_unread),
      LINGER_TEST(an_end_by_the_parser_destroys_nothing_that_was_sent),
      LINGER_TEST(an_idle_limit_destroys_nothing_that_was_sent),
      LINGER_TEST(a_peer_that_is_told_full_reads_it_though_it_sends),
      LINGER_TEST(v28_the_place_counts_in_the_context),
      LINGER_TEST(the_place_counts_for_the_address),
      LINGER_TEST(a_limit_per_address_that_is_set_later_counts_the_place_too),
      LINGER_TEST(the_place_counts_in_the_process),
      LINGER_TEST(a_connect_of_the_program_is_not_refused),
      LINGER_TEST(v28_a_peer_that_never_ends_is_let_go),
      LINGER_TEST(v28_a_peer_that_sends_without_end_is_let_go),
      LINGER_TEST(nothing_spins_meanwhile),
      LINGER_TEST(a_peer_that_is_refused_or_turned_away_is_closed_at_once),
      LINGER_TEST(a_peer_that_has_ended_needs_no_waiting),
      LINGER_TEST(v28_finalise_does_not_wait),
      LINGER_TEST(cleaning_up_its_context_changes_nothing),
      LINGER_TEST(after_a_fork_both_processes_see_the_end),
  };
  return RUN(lingering_ends);
}
