/* Peers that come by the thousand and go at once, by end of stream or by reset, some with a record
 * or half of one: each is accepted, told of and forgotten, nothing is left of them, and a client
 * that asks in the midst of it gets its answer in the heartbeat that reads the question. */
#include "../support/harness.h"

#include <signal.h>
#include <sys/wait.h>

#include "pressure.h"

enum { waves = 30, crowd = 120, batch = 512 };

/* Ways to leave. */
enum { ends, resets, speaks_and_ends, speaks_and_resets, breaks_off_and_ends, ways };

/* Own callbacks: the log of the harness would remember each of thousands. */
static struct {
  int accepted, closed, finalized, records, not_remote;
} seen;

static int count_accept(conn_t c) {
  seen.accepted += vce_conn_is_valid(c);
  return 0;
}

static int count_close(conn_t c, CLOSE_REASON reason) {
  seen.closed += vce_conn_is_valid(c);
  seen.not_remote += reason != CLOSE_REASON_REMOTE;
  return 0;
}

static void count_final(conn_t c) { seen.finalized += vce_conn_is_valid(c); }

static int echo_line(conn_t c, char *line, int length) {
  seen.records++;
  return vce_protocol_unparser_text(c, line, length);
}

static struct {
  tcpcontext_t context;
  int client; /* the one that stays */
  vce_stat_t before;
  vce_counters_t counters_before;
  int questions;
} town;

static vce_counters_t operating_counters(void) {
  vce_counters_t c;
  CHECK_INT(vce_get_counters(&c, sizeof c), 0);
  return c;
}

static void open_town(void) {
  memset(&seen, 0, sizeof seen);
  memset(&town, 0, sizeof town);
  vce_limit_t limits;
  vce_limit_clear(&limits);
  limits.max_conn = 5000;
  vce_finalize();
  CHECK_INT(vce_initialize_limited(&limits), 0);
  town.before = counters();
  town.counters_before = operating_counters();
  town.context = vce_tcpcontext_create(1, "127.0.0.1", 0, 5000, 1024, 1024, 60, 0, 1, 0);
  CHECK(town.context != NULL);
  vce_tcpcontext_set_conn_parser(town.context, vce_protocol_parser_text, echo_line);
  vce_tcpcontext_set_conn_acceptwatcher(town.context, count_accept);
  vce_tcpcontext_set_conn_closewatcher(town.context, count_close);
  vce_tcpcontext_set_conn_finalizer(town.context, count_final);
  town.client = peer_connect(vce_tcpcontext_get_port(town.context));
  PUMP_UNTIL(connections(town.context) == 1);
}

/* The question has arrived before the heartbeat starts; its answer has left when it returns. */
static void ask_in_the_midst(void) {
  peer_send_text(town.client, "hello\n");
  hb();
  peer_expect_text(town.client, "hello\n");
  town.questions++;
}

static void come_and_go(int way) {
  int fd = begin_connect(vce_tcpcontext_get_port(town.context));
  wait_for(fd, POLLOUT);
  if (way == speaks_and_ends || way == speaks_and_resets) CHECK_INT(send(fd, "word\n", 5, 0), 5);
  if (way == breaks_off_and_ends) CHECK_INT(send(fd, "wo", 2, 0), 2);
  if (way == resets || way == speaks_and_resets)
    close_with_reset(fd);
  else
    close(fd);
}

/* `arrived` peers came, the client besides; all but the client are gone. */
static void check_the_books(int arrived) {
  PUMP_UNTIL(CHANGED(town.before, accept_syscall) + CHANGED(town.before, accept_syscall_e) >=
                     arrived + 1 &&
                 connections(town.context) == 1);
  const vce_stat_t now = counters();
  const vce_counters_t *then = &town.counters_before, c = operating_counters();
  const tcpcontext_stat_t s = context_counters(town.context);
  /* A kernel may drop a reset connection from the queue: then accept fails with ECONNABORTED. */
  const int accepted = (int)(now.accept_syscall - town.before.accept_syscall);
  CHECK_INT(accepted + (now.accept_syscall_e - town.before.accept_syscall_e), arrived + 1);
  CHECK_INT(s.accept_syscall, accepted);
  CHECK_INT(now.conn_alloc - town.before.conn_alloc, accepted);
  CHECK_INT(now.conn_free - town.before.conn_free, accepted - 1);
  CHECK_INT(now.conn_close - town.before.conn_close, 0); /* the program did not ask for a close */
  CHECK_INT(seen.accepted, accepted);
  CHECK_INT(seen.closed, accepted - 1);
  CHECK_INT(seen.finalized, accepted - 1);
  CHECK_INT(seen.not_remote, 0);
  CHECK_INT(s.current_conn, 1);
  CHECK_INT(c.current_conn, 1);
  CHECK_INT(c.buffers_in_use, 0);
  CHECK_INT(c.buffer_bytes_in_use, 0);
  CHECK_INT(c.turned_away_maximum - then->turned_away_maximum, 0);
  CHECK_INT(c.turned_away_pool - then->turned_away_pool, 0);
  CHECK_INT(c.turned_away_descriptors - then->turned_away_descriptors, 0);
}

static void flood_with(int first_way, int count_of_ways) {
  int spoken = 0, arrived = 0;
  open_town();
  for (int wave = 0; wave < waves; wave++) {
    for (int i = 0; i < crowd; i++, arrived++) {
      const int way = first_way + i % count_of_ways;
      come_and_go(way);
      spoken += way == speaks_and_ends;
    }
    ask_in_the_midst();
  }
  check_the_books(arrived);
  ask_in_the_midst();
  CHECK(seen.records >= spoken + town.questions); /* after a reset a word may be lost, or not */
}

static void peers_that_end_at_once_leave_nothing_behind(void **state) {
  (void)state;
  flood_with(ends, 1);
  CHECK_INT(seen.records, town.questions);
}

static void peers_that_reset_at_once_leave_nothing_behind(void **state) {
  (void)state;
  flood_with(resets, 1);
  CHECK_INT(seen.records, town.questions);
}

static void a_mixed_flood_leaves_nothing_behind_and_loses_no_word(void **state) {
  (void)state;
  flood_with(ends, ways);
}

/* The bound of one heartbeat is for newcomers only. */
static void a_queue_longer_than_a_heartbeat_takes_is_taken_in_bounded_portions(void **state) {
  (void)state;
  const int queue = 3 * batch / 2;
  if (longest_queue() < queue) skip();
  open_town();
  for (int i = 0; i < queue; i++)
    come_and_go(i % ways);
  int accepted_before = seen.accepted;
  ask_in_the_midst();
  CHECK_INT(seen.accepted - accepted_before, batch);
  ask_in_the_midst();
  CHECK_INT(seen.accepted - accepted_before, queue);
  check_the_books(queue);
}

/* Another process floods while heartbeats run, so that resets fall between any two steps. */
static void a_flood_from_outside_is_survived_at_any_moment(void **state) {
  (void)state;
  const int arriving = scaled(4000, 1000);
  open_town();
  const int pid = fork_child();
  if (pid == 0) {
    for (int i = 0; i < arriving; i++)
      come_and_go(i % ways);
    child_done();
  }
  long long end = monotonic_ms() + PATIENCE_MS;
  int status = 0;
  while (waitpid(pid, &status, WNOHANG) == 0) {
    ask_in_the_midst();
    CHECK(monotonic_ms() < end);
  }
  check_child(status, "the flood", __FILE__, __LINE__);
  check_the_books(arriving);
  CHECK(seen.records >= arriving / ways + town.questions);
}

int main(void) {
  const struct CMUnitTest pressure_flood[] = {
      TEST(peers_that_end_at_once_leave_nothing_behind),
      TEST(peers_that_reset_at_once_leave_nothing_behind),
      TEST(a_mixed_flood_leaves_nothing_behind_and_loses_no_word),
      TEST(a_queue_longer_than_a_heartbeat_takes_is_taken_in_bounded_portions),
      TEST(a_flood_from_outside_is_survived_at_any_moment),
  };
  return RUN(pressure_flood);
}
