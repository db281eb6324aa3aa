/* One connection's trouble is its own: peers that do not read their answers, and peers that send
 * more than their share, cost the others not one heartbeat. Time is counted in heartbeats. */
#include "../support/harness.h"

#include <linux/sockios.h>
#include <sys/ioctl.h>

#include "pressure.h"

enum {
  fast = 10,
  slow = 10,
  rounds = 25,
  write_buffer = 65536,
  narrow = 32768, /* receive buffer of a slow reader */
  quota = 100,
  hogs = 5,
  crowd = 100
};

static int records;

static int echo_line(conn_t c, char *line, int length) {
  records++;
  return vce_protocol_unparser_text(c, line, length);
}

/* All bytes that a peer has sent are at the other end. Unlike settle() this asks for one peer only:
 * among connections whose queues are full the others never settle. */
static void wait_until_arrived(int peer) {
  int under_way = 1;
  for (long long end = monotonic_ms() + PATIENCE_MS; under_way > 0; poll(NULL, 0, under_way > 0)) {
    CHECK_INT(ioctl(peer, SIOCOUTQ, &under_way), 0);
    CHECK(monotonic_ms() < end);
  }
}

/* Heartbeats until each of the peers, that all ask now, has been answered. */
static int heartbeats_per_answer(const link_t *links, int count) {
  int n = 0;
  records = 0;
  for (int i = 0; i < count; i++)
    CHECK_INT(peer_send_some(links[i].peer, "hello\n", 6), 6);
  for (int i = 0; i < count; i++)
    wait_until_arrived(links[i].peer);
  while (records < count && n < 100) {
    vce_heartbeat();
    n++;
  }
  for (int i = 0; i < count; i++) {
    CHECK_INT(unsent(links[i].conn), 0);
    peer_expect_text(links[i].peer, "hello\n");
  }
  return n;
}

static int compare(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

static int median(int *values, int count) {
  qsort(values, (size_t)count, sizeof values[0], compare);
  return values[count / 2];
}

static char content(long long at) { return (char)('a' + at % 23); }

/* Writes until neither the connection nor the kernel takes more; returns how much they took. */
static long long write_all_it_takes(conn_t c, long long at) {
  char piece[1000];
  for (int refused = 0; refused < 3;) {
    int n = vce_conn_writable(c);
    if (n > (int)sizeof piece) n = (int)sizeof piece;
    if (n <= 0) {
      CHECK_INT(vce_conn_write(c, "x", 1), VCE_EFULL);
      refused++;
      vce_heartbeat();
      continue;
    }
    refused = 0;
    for (int i = 0; i < n; i++)
      piece[i] = content(at + i);
    CHECK_INT(vce_conn_write(c, piece, (size_t)n), n);
    at += n;
  }
  return at;
}

/* Receives some of the waiting bytes and compares them. */
static long long read_some(int peer, long long at, size_t max) {
  char piece[65536];
  size_t n = peer_take(peer, piece, max < sizeof piece ? max : sizeof piece);
  for (size_t i = 0; i < n; i++)
    CHECK_INT(piece[i], content(at + (long long)i));
  return at + (long long)n;
}

static tcpcontext_t echo_server(size_t rblen, size_t wblen, int calls) {
  options_t o = options();
  o.max = 200;
  o.rblen = rblen;
  o.wblen = wblen;
  o.calls = calls;
  tcpcontext_t t = open_server(&o);
  on.data = echo_line;
  return t;
}

static void slow_readers_do_not_delay_fast_ones_and_get_every_byte(void **state) {
  (void)state;
  tcpcontext_t t = echo_server(1024, write_buffer, 1);
  link_t quick[fast], lazy[slow];
  long long written[slow], taken[slow] = {0};
  int alone[rounds], crowded[rounds];
  for (int i = 0; i < fast; i++)
    quick[i] = join(t);
  for (int i = 0; i < slow; i++)
    lazy[i] = join_narrow(t, narrow);

  for (int i = 0; i < rounds; i++)
    alone[i] = heartbeats_per_answer(quick, fast);
  for (int i = 0; i < slow; i++) {
    written[i] = write_all_it_takes(lazy[i].conn, 0);
    CHECK_INT(unsent(lazy[i].conn), write_buffer);
  }
  for (int i = 0; i < rounds; i++) {
    crowded[i] = heartbeats_per_answer(quick, fast);
    const int who = i % slow; /* and now and then one of the slow ones reads a little */
    taken[who] = read_some(lazy[who].peer, taken[who], 2000);
  }
  CHECK_INT(median(alone, rounds), 1);
  CHECK_INT(median(crowded, rounds), 1);
  CHECK_RANGE(crowded[rounds - 1], 1, 2 * alone[rounds - 1]);

  for (int i = 0; i < slow; i++)
    vce_conn_close(lazy[i].conn);
  for (int i = 0; i < slow; i++) {
    PUMP_UNTIL((taken[i] = read_some(lazy[i].peer, taken[i], 65536)) == written[i]);
    PUMP_UNTIL(!vce_conn_is_valid(lazy[i].conn));
    CHECK_INT(events_get_of('C', lazy[i].conn)->value, CLOSE_REASON_APPLICATION);
    peer_expect_end(lazy[i].peer);
  }
  vce_counters_t c;
  CHECK_INT(vce_get_counters(&c, sizeof c), 0);
  CHECK_INT(c.buffers_in_use, 0);
}

/* With the wait flag n heartbeats without work take 1 + 2 + ... + n microseconds, so there is room
 * for 1000 in half a second on the fastest machine. One that is awake because of output that
 * its peer does not read makes 100 times as many. */
static void output_that_nobody_takes_does_not_keep_the_heartbeat_awake(void **state) {
  (void)state;
  tcpcontext_t t = echo_server(1024, write_buffer, 1);
  for (int i = 0; i < slow; i++)
    write_all_it_takes(join_narrow(t, narrow).conn, 0);
  vce_set_heartbeat_wait_flag(1);
  hbs(3);
  int n = 0;
  for (long long end = monotonic_ms() + 500; monotonic_ms() < end; n++)
    vce_heartbeat();
  CHECK_RANGE(n, 1, 2000);
}

static int hogs_got, others_got;
static conn_t hogs_of_test[hogs];

static int count_record(conn_t c, char *line, int length) {
  for (int i = 0; i < hogs; i++)
    if (vce_conn_is_equal(hogs_of_test[i], c)) {
      CHECK_INT(length, 1);
      hogs_got++;
      return 0;
    }
  others_got++;
  (void)line;
  return 0;
}

/* Sends as many one-byte records as kernel and connection take, and whole ones only. */
static int feed(int peer) {
  static char tiny[2000];
  for (size_t i = 0; i < sizeof tiny; i += 2)
    memcpy(tiny + i, "r\n", 2);
  size_t n = peer_send_some(peer, tiny, sizeof tiny);
  if (n % 2 != 0) peer_send(peer, "\n", 1);
  return (int)(n + 1) / 2;
}

static void connections_with_a_full_quota_of_tiny_records_starve_nobody(void **state) {
  (void)state;
  tcpcontext_t t = echo_server(16384, 1024, quota);
  vce_tcpcontext_set_conn_parser(t, vce_protocol_parser_text, count_record);
  link_t hog[hogs], other;
  int sent = 0;
  hogs_got = others_got = 0;
  for (int i = 0; i < hogs; i++) {
    hog[i] = join(t);
    hogs_of_test[i] = hog[i].conn;
  }
  other = join(t);
  for (int i = 0; i < hogs; i++)
    for (int n = 0; n < 10; n++)
      sent += feed(hog[i].peer);
  hb();
  for (int i = 0; i < rounds; i++) {
    const int before = hogs_got;
    for (int n = 0; n < hogs; n++)
      sent += feed(hog[n].peer);
    peer_send_text(other.peer, "me too\n");
    hb();
    CHECK_INT(others_got, i + 1);
    CHECK_INT(hogs_got - before, hogs * quota); /* neither more nor less than their share */
  }
  PUMP_UNTIL(hogs_got == sent);
}

/* Broke once: 32 sockets at most were served in one of the first heartbeats, 4096 in any. */
static void a_heartbeat_serves_all_that_have_something_to_say(void **state) {
  (void)state;
  tcpcontext_t t = echo_server(1024, 1024, 1);
  link_t all[crowd];
  for (int i = 0; i < crowd; i++)
    all[i] = join(t);
  for (int i = 0; i < 3; i++)
    CHECK_INT(heartbeats_per_answer(all, crowd), 1);
}

int main(void) {
  const struct CMUnitTest pressure_fairness[] = {
      TEST(slow_readers_do_not_delay_fast_ones_and_get_every_byte),
      TEST(output_that_nobody_takes_does_not_keep_the_heartbeat_awake),
      TEST(connections_with_a_full_quota_of_tiny_records_starve_nobody),
      TEST(a_heartbeat_serves_all_that_have_something_to_say),
  };
  return RUN(pressure_fairness);
}
