/* Connections that come, ask and go, wave after wave: every book is balanced after each wave, and
 * the memory of the second wave is enough for all that follow.
 *
 * Two seconds by default; VCE_CHURN_SECONDS=600 is the long form, to be run by hand. */
#include "../support/harness.h"

#include "pressure.h"

enum { crowd = 200 };

/* What malloc() may hold more at the end than after the second wave: it keeps small blocks of its
 * own for the thread, and the C library a few buffers. A leak of one byte for each connection of
 * the default form exceeds it. */
enum { flat_bytes = 4096 };

static struct {
  int accepted, closed, finalized, records;
} seen;

static int count_accept(conn_t c) {
  (void)c;
  seen.accepted++;
  return 0;
}

/* "bye" ends the connection from this side, in order. */
static int echo_line(conn_t c, char *line, int length) {
  seen.records++;
  int n = vce_protocol_unparser_text(c, line, length);
  if (length == 3 && memcmp(line, "bye", 3) == 0) vce_conn_close(c);
  return n;
}

static int count_close(conn_t c, CLOSE_REASON reason) {
  (void)c, (void)reason;
  seen.closed++;
  return 0;
}

static void count_final(conn_t c) {
  (void)c;
  seen.finalized++;
}

static vce_counters_t operating_counters(void) {
  vce_counters_t c;
  CHECK_INT(vce_get_counters(&c, sizeof c), 0);
  return c;
}

/* A block of the library's own allocator: exact, and also under tools that replace malloc(). */
static long library_blocks;

static void *count_malloc(size_t n) {
  void *p = malloc(n);
  library_blocks += p != NULL;
  return p;
}

static void *count_realloc(void *old, size_t n) {
  void *p = realloc(old, n);
  library_blocks += old == NULL && p != NULL;
  return p;
}

static void count_free(void *p) {
  library_blocks -= p != NULL;
  free(p);
}

static void drop_echo(int fd, int waiting) {
  char text[16];
  int got = 0;
  while (got < waiting) {
    ssize_t n = recv(fd, text, (size_t)(waiting - got), MSG_DONTWAIT);
    if (n <= 0) check_failed(__FILE__, __LINE__, "an answer is missing");
    got += (int)n;
  }
}

/* The kernel has taken every answer when this returns, so peers on the loopback can read it. */
static void echo_all(const int *peers, const char *line) {
  const int length = (int)strlen(line), before = seen.records;
  for (int i = 0; i < crowd; i++)
    CHECK_INT(send(peers[i], line, (size_t)length, MSG_DONTWAIT), length);
  PUMP_UNTIL(seen.records == before + crowd);
  for (int i = 0; i < crowd; i++) {
    wait_for(peers[i], POLLIN);
    drop_echo(peers[i], length);
  }
}

/* A third ends by this side, a third by the peer, a third by reset. */
static void one_wave(tcpcontext_t t) {
  int peers[crowd];
  for (int i = 0; i < crowd; i++)
    peers[i] = begin_connect(vce_tcpcontext_get_port(t));
  PUMP_UNTIL(connections(t) == crowd);
  echo_all(peers, "hello\n");
  echo_all(peers, "again\n");
  const int before = seen.records;
  for (int i = 0; i < crowd; i += 3)
    CHECK_INT(send(peers[i], "bye\n", 4, MSG_DONTWAIT), 4);
  PUMP_UNTIL(seen.records == before + (crowd + 2) / 3);
  for (int i = 0; i < crowd; i++)
    if (i % 3 == 1)
      close(peers[i]);
    else if (i % 3 == 2)
      close_with_reset(peers[i]);
  PUMP_UNTIL(connections(t) == 0);
  for (int i = 0; i < crowd; i += 3)
    close(peers[i]);
}

static void check_the_books(const vce_stat_t *before, int waves) {
  const long long all = (long long)waves * crowd, by_us = (long long)waves * ((crowd + 2) / 3);
  const vce_stat_t now = counters();
  const vce_counters_t c = operating_counters();
  CHECK_INT(now.accept_syscall - before->accept_syscall, all);
  CHECK_INT(now.conn_alloc - before->conn_alloc, all);
  CHECK_INT(now.conn_free - before->conn_free, all);
  CHECK_INT(now.conn_close - before->conn_close, by_us);
  CHECK_INT(seen.accepted, all);
  CHECK_INT(seen.closed, all);
  CHECK_INT(seen.finalized, all);
  CHECK_INT(seen.records, 2 * all + by_us);
  CHECK_INT(now.recv_byte - before->recv_byte, 12 * all + 4 * by_us);
  CHECK_INT(now.send_byte - before->send_byte, 12 * all + 4 * by_us);
  CHECK_INT(c.current_conn, 0);
  CHECK_INT(c.buffers_in_use, 0);
  CHECK_INT(c.buffer_bytes_in_use, 0);
}

static int churn_seconds(void) {
  const char *wanted = getenv("VCE_CHURN_SECONDS");
  return wanted != NULL && atoi(wanted) > 0 ? atoi(wanted) : 2;
}

static void waves_of_connections_balance_all_books_in_flat_memory(void **state) {
  (void)state;
  const long long end = monotonic_ms() + churn_seconds() * 1000LL;
  alarm((unsigned)churn_seconds() + 120);
  vce_finalize();
  memset(&seen, 0, sizeof seen);
  library_blocks = 0;
  vce_replace_malloc_funcs(count_malloc, count_realloc, count_free);
  CHECK_INT(vce_initialize(), 0);
  tcpcontext_t t = vce_tcpcontext_create(1, "127.0.0.1", 0, crowd, 1024, 1024, 60, 0, 1, 0);
  CHECK(t != NULL);
  vce_tcpcontext_set_conn_parser(t, vce_protocol_parser_text, echo_line);
  vce_tcpcontext_set_conn_acceptwatcher(t, count_accept);
  vce_tcpcontext_set_conn_closewatcher(t, count_close);
  vce_tcpcontext_set_conn_finalizer(t, count_final);
  const vce_stat_t before = counters();

  int waves = 0;
  long blocks = 0;
  long long bytes = 0;
  for (; waves < 4 || monotonic_ms() < end; waves++) {
    if (waves == 1) {
      blocks = library_blocks;
      bytes = heap_bytes();
    }
    one_wave(t);
    check_the_books(&before, waves + 1);
    if (waves > 1) CHECK_INT(library_blocks, blocks);
  }
  if (!is_instrumented()) CHECK_RANGE(heap_bytes(), 0, bytes + flat_bytes);
  CHECK_INT(vce_finalize(), 0);
  CHECK_INT(library_blocks, 0);
  vce_replace_malloc_funcs(malloc, realloc, free);
}

int main(void) {
  const struct CMUnitTest pressure_churn[] = {
      TEST(waves_of_connections_balance_all_books_in_flat_memory),
  };
  return RUN(pressure_churn);
}
