/* Every limit at once, on two contexts: the pool of the process, the maximum of a context, the rate
 * of accepting, the hi-water mark. Every peer has exactly one fate, and all books agree about it:
 * the fates of the peers, the calls of the watchers, the counters of process and contexts. */
#include "../support/harness.h"

#include "pressure.h"

enum {
  pool = 60,
  wide_max = 40,
  wide_water = 32, /* the watcher is asked from the 31st on */
  strict_max = 100,
  strict_rate = 30, /* a minute: 31 at once, then one every 2 seconds */
  strict_burst = strict_rate + 1,
  rate_step_ms = 60000 / strict_rate,
  wave = 100,
  peers_max = 1000
};

static struct {
  int wide_plain, wide_hiwater; /* asked */
  int told, refused;            /* by the hi-water watcher */
  int strict_plain;
} asked;

static tcpcontext_t wide, strict;

static struct {
  int peer, is_wide;
} arrived[peers_max];
static int arrivals, arrivals_wide;

static int welcome_wide(conn_t c) {
  asked.wide_plain++;
  return vce_conn_write(c, "welcome\n", 8);
}

static int welcome_strict(conn_t c) {
  asked.strict_plain++;
  return vce_conn_write(c, "welcome\n", 8);
}

/* One in three is welcome, one is told why not, one is refused. */
static int judge_at_hiwater(conn_t c, int n) {
  CHECK_RANGE(n, wide_water - 1, wide_max);
  switch (asked.wide_hiwater++ % 3) {
  case 0:
    return vce_conn_write(c, "welcome\n", 8);
  case 1:
    asked.told++;
    vce_conn_write(c, "full\n", 5);
    vce_conn_close(c);
    return 0;
  default:
    asked.refused++;
    return -1;
  }
}

static vce_counters_t operating_counters(void) {
  vce_counters_t c;
  CHECK_INT(vce_get_counters(&c, sizeof c), 0);
  return c;
}

static void come(tcpcontext_t t, int count) {
  for (int i = 0; i < count; i++) {
    CHECK(arrivals < peers_max);
    arrived[arrivals].peer = begin_connect(vce_tcpcontext_get_port(t));
    arrived[arrivals].is_wide = t == wide;
    arrivals_wide += arrived[arrivals++].is_wide;
  }
}

/* Until all arrivals have been judged. */
static void let_in(const vce_stat_t *before) {
  PUMP_UNTIL(counters().accept_syscall - before->accept_syscall == arrivals);
}

enum fate { waits, welcomed, told, ended };

/* The fate of a peer: a whole line, or an end of stream without one. */
static enum fate fate_of(int peer) {
  char text[32];
  ssize_t n = recv(peer, text, sizeof text, MSG_DONTWAIT | MSG_PEEK);
  if (n == 0 || (n < 0 && errno != EAGAIN)) return ended;
  if (n < 0) return waits;
  if (n == 8 && memcmp(text, "welcome\n", 8) == 0) return welcomed;
  if (n == 5 && memcmp(text, "full\n", 5) == 0) return told;
  check_failed(__FILE__, __LINE__, "a peer has received %zd other bytes", n);
  return waits;
}

static void count_fates(int *wide_fates, int *strict_fates) {
  long long end = monotonic_ms() + PATIENCE_MS;
  for (int waiting = 1; waiting > 0; vce_heartbeat()) {
    waiting = 0;
    memset(wide_fates, 0, 4 * sizeof(int));
    memset(strict_fates, 0, 4 * sizeof(int));
    for (int i = 0; i < arrivals; i++) {
      enum fate fate = fate_of(arrived[i].peer);
      (arrived[i].is_wide ? wide_fates : strict_fates)[fate]++;
      waiting += fate == waits;
    }
    CHECK(monotonic_ms() < end);
  }
}

static void every_peer_has_one_fate_and_all_books_agree(void **state) {
  (void)state;
  const long long begin = monotonic_ms();
  vce_limit_t limits;
  vce_limit_clear(&limits);
  limits.max_conn = pool;
  vce_finalize();
  CHECK_INT(vce_initialize_limited(&limits), 0);
  const vce_stat_t before = counters();
  const vce_counters_t then = operating_counters();
  memset(&asked, 0, sizeof asked);
  arrivals = arrivals_wide = 0;

  wide = vce_tcpcontext_create(1, "127.0.0.1", 0, wide_max, 1024, 1024, 60, 0, 1, 0);
  strict = vce_tcpcontext_create(1, "127.0.0.1", 0, strict_max, 1024, 1024, 60, 0, 1, 0);
  vce_tcpcontext_set_conn_acceptwatcher(wide, welcome_wide);
  vce_tcpcontext_set_conn_hiwater_acceptwatcher(wide, wide_water, judge_at_hiwater);
  vce_tcpcontext_set_conn_acceptwatcher(strict, welcome_strict);
  vce_tcpcontext_set_accept_max(strict, strict_rate, NULL);
  vce_heartbeat();

  come(wide, wave); /* fills its context */
  let_in(&before);
  for (int i = 0; i < wave; i++) { /* then both, by turns */
    come(strict, 1);
    come(wide, 1);
    if (i % 10 == 0) vce_heartbeat();
  }
  let_in(&before);
  for (int i = 0; i < 3; i++) /* connections that were told "full" are gone two heartbeats later */
    vce_heartbeat();
  int left = 0;
  const int stayed = connections(wide);
  for (int i = 0; i < arrivals && left < 20; i++) /* some of the welcome ones go */
    if (arrived[i].is_wide && fate_of(arrived[i].peer) == welcomed) {
      shutdown(arrived[i].peer, SHUT_WR);
      left++;
    }
  CHECK_INT(left, 20);
  PUMP_UNTIL(connections(wide) == stayed - left);
  come(strict, wave);
  come(wide, wave); /* and others come */
  let_in(&before);

  int of_wide[4], of_strict[4];
  count_fates(of_wide, of_strict);
  PUMP_UNTIL(connections(wide) == of_wide[welcomed] - left);
  const vce_counters_t now = operating_counters();
  const vce_stat_t s = counters();
  const long long maximum = now.turned_away_maximum - then.turned_away_maximum;
  const long long full = now.turned_away_pool - then.turned_away_pool;
  const long long rate = now.turned_away_rate - then.turned_away_rate;

  /* All limits were met. */
  CHECK(maximum > 0 && full > 0 && rate > 0 && asked.told > 0 && asked.refused > 0);

  /* Peers: one fate each, and the watchers know them. */
  CHECK_INT(of_wide[welcomed] + of_wide[told] + of_wide[ended], arrivals_wide);
  CHECK_INT(of_strict[welcomed] + of_strict[ended], arrivals - arrivals_wide);
  CHECK_INT(of_wide[welcomed], asked.wide_plain + asked.wide_hiwater - asked.told - asked.refused);
  CHECK_INT(of_wide[told], asked.told);
  CHECK_INT(of_strict[welcomed], asked.strict_plain);
  CHECK_INT(of_strict[told], 0);

  /* Counters: each peer that ended without a line was refused or turned away, for one reason. */
  CHECK_INT(of_wide[ended] + of_strict[ended], asked.refused + maximum + full + rate);
  CHECK_INT(now.turned_away_disabled - then.turned_away_disabled, 0);
  CHECK_INT(now.turned_away_kicked - then.turned_away_kicked, 0);
  CHECK_INT(now.turned_away_descriptors - then.turned_away_descriptors, 0);
  CHECK_INT(s.conn_alloc - before.conn_alloc + maximum + full + rate, arrivals);
  CHECK_INT(s.conn_alloc - before.conn_alloc,
            asked.wide_plain + asked.wide_hiwater + asked.strict_plain);
  CHECK_INT(s.conn_free - before.conn_free, asked.refused + asked.told + left);
  CHECK_INT(s.conn_close - before.conn_close, asked.told);

  /* The rate counts every arrival, those that the pool turned away too. */
  const long long regained = (monotonic_ms() - begin) / rate_step_ms + 1;
  CHECK_RANGE(rate, arrivals - arrivals_wide - strict_burst - regained,
              arrivals - arrivals_wide - strict_burst);

  /* Contexts add up to the process. */
  const tcpcontext_stat_t w = context_counters(wide), x = context_counters(strict);
  CHECK_INT(w.accept_syscall, arrivals_wide);
  CHECK_INT(x.accept_syscall, arrivals - arrivals_wide);
  CHECK_INT(s.accept_syscall - before.accept_syscall, arrivals);
  CHECK_INT(w.current_conn, connections(wide));
  CHECK_INT(x.current_conn, connections(strict));
  CHECK_INT(w.current_conn + x.current_conn, now.current_conn);
  CHECK_INT(s.conn_alloc - s.conn_free - (before.conn_alloc - before.conn_free), now.current_conn);
  CHECK_RANGE(now.current_conn, 1, pool);

  for (int i = 0; i < arrivals; i++)
    close(arrived[i].peer);
  PUMP_UNTIL(operating_counters().current_conn == 0);
  CHECK_INT(counters().conn_alloc - before.conn_alloc, counters().conn_free - before.conn_free);
}

int main(void) {
  const struct CMUnitTest pressure_admission[] = {
      TEST(every_peer_has_one_fate_and_all_books_agree),
  };
  return RUN(pressure_admission);
}
