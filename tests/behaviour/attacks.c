/* Attacks on a server, and their cost for the other connections: during each attack a bystander
 * is answered by the very heartbeat that finds its question, and the memory of all buffers stays
 * below the bound that the manual gives (vce.7, MEMORY). Time is counted in heartbeats. */
#include "../support/harness.h"

#include <errno.h>
#include <linux/sockios.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "pressure.h"

enum {
  smallest_block = 256, /* of the pool */
  deadline_ms = 10000
};

static int buffer; /* bytes of the read and of the write buffer of a connection of the victim */
static tcpcontext_t victim;
static link_t bystander;

static int echo(conn_t c, char *data, int length) {
  return vce_protocol_unparser_bin32(c, data, length);
}

static vce_counters_t now(void) {
  vce_counters_t c;
  CHECK_INT(vce_get_counters(&c, sizeof c), 0);
  return c;
}

/* A server of bin32 records with one well-behaved client. */
static void open_victim_with(int max, int bytes) {
  buffer = bytes;
  options_t o = options();
  o.max = max;
  o.rblen = o.wblen = (size_t)bytes;
  o.parser = vce_protocol_parser_bin32;
  vce_limit_t limits;
  vce_limit_clear(&limits);
  limits.max_conn = max + 10;
  CHECK_INT(vce_finalize(), 0);
  CHECK_INT(vce_initialize_limited(&limits), 0);
  victim = open_server(&o);
  vce_tcpcontext_set_conn_acceptwatcher(victim, NULL);
  vce_tcpcontext_set_conn_closewatcher(victim, NULL);
  vce_tcpcontext_set_conn_finalizer(victim, NULL);
  vce_tcpcontext_set_conn_parser(victim, vce_protocol_parser_bin32, echo);
  bystander.peer = peer_connect(vce_tcpcontext_get_port(victim));
  PUMP_UNTIL(connections(victim) == 1);
}

static void open_victim(int max) { open_victim_with(max, 4096); }

static void wait_until_arrived(int peer) {
  int under_way = 1;
  for (long long end = monotonic_ms() + PATIENCE_MS; under_way > 0; poll(NULL, 0, under_way > 0)) {
    CHECK_INT(ioctl(peer, SIOCOUTQ, &under_way), 0);
    CHECK(monotonic_ms() < end);
  }
}

/* One heartbeat, in which the bystander must get its answer. */
static void beat(long long memory_bound) {
  static const unsigned char question[] = {0, 0, 0, 3, 'h', 'e', 'y'};
  peer_send_some(bystander.peer, question, sizeof question);
  wait_until_arrived(bystander.peer);
  vce_heartbeat();
  wait_for(bystander.peer, POLLIN);
  peer_expect(bystander.peer, question, sizeof question);
  CHECK_RANGE(now().buffer_bytes_in_use, 0, memory_bound);
}

/* The bound of the manual for so many connections with full buffers. */
static long long full(int n) { return (long long)n * 2 * buffer; }

static void all_gone(const int *attackers, int count) {
  for (int i = 0; i < count; i++)
    if (attackers[i] >= 0)
      close_with_reset(attackers[i]);
  PUMP_UNTIL(connections(victim) == 1);
  beat(full(1));
  CHECK_INT(now().buffers_in_use, 0);
}

static void say(int attacker, const void *bytes, size_t length) {
  if (send(attacker, bytes, length, MSG_NOSIGNAL) < 0)
    CHECK(errno != EBADF);
}

/* Thousands of records of 4000 bytes are begun and go on by a byte at a time. */
static void slow_loris(void **state) {
  (void)state;
  const int count = takes_few_descriptors() ? 400 : scaled(2000, 200);
  open_victim(count + 1);
  int *attackers = malloc((size_t)count * sizeof *attackers);
  for (int i = 0; i < count; i++) {
    attackers[i] = begin_connect(vce_tcpcontext_get_port(victim));
    if (i % 200 == 199)
      beat(full(count));
  }
  PUMP_UNTIL(connections(victim) == count + 1);
  for (int byte = 0; byte < 12; byte++) {
    static const unsigned char begun[] = {0, 0, 4000 >> 8, 4000 & 255, 1, 2, 3, 4, 5, 6, 7, 8};
    for (int i = 0; i < count; i++)
      say(attackers[i], begun + byte, 1);
    beat((long long)(count + 1) * smallest_block); /* and not one full buffer each */
  }
  all_gone(attackers, count);
  free(attackers);
}

/* Headers that announce more than any buffer holds: the connection ends, nothing is reserved. */
static void records_of_gigabytes(void **state) {
  (void)state;
  static const char *const announced[] = {"7fffffff", "80000000", "ffffffff",
                                          "40000000", "00001000", "0000ffff00"};
  open_victim(10);
  for (size_t i = 0; i < ELEMENTOF(announced); i++) {
    int attacker = begin_connect(vce_tcpcontext_get_port(victim));
    unsigned char bytes[8];
    size_t length = bytes_from_hex(announced[i], bytes, sizeof bytes);
    PUMP_UNTIL(connections(victim) == 2);
    say(attacker, bytes, length);
    for (long long end = monotonic_ms() + PATIENCE_MS; connections(victim) == 2;) {
      CHECK(monotonic_ms() < end);
      beat(2 * smallest_block);
    }
    wait_for(attacker, POLLIN);
    CHECK(recv(attacker, bytes, 1, 0) <= 0);
    close(attacker);
  }
}

/* As many empty records as the stream takes: each gets its answer or the sender is held back. */
static void floods_of_empty_records(void **state) {
  (void)state;
  enum { floods = 5 };
  static char zeros[65536];
  int attackers[floods];
  open_victim(floods + 1);
  vce_tcpcontext_set_conn_call_parser_per_heartbeat(victim, 100);
  for (int i = 0; i < floods; i++)
    attackers[i] = begin_connect(vce_tcpcontext_get_port(victim));
  PUMP_UNTIL(connections(victim) == floods + 1);
  long long answers = now().send_record;
  for (int round = 0; round < 50; round++) {
    for (int i = 0; i < floods; i++)
      say(attackers[i], zeros, sizeof zeros);
    beat(full(floods + 1));
    for (int i = 0; i < floods; i++)
      while (recv(attackers[i], zeros, sizeof zeros, 0) > 0)
        continue;
    memset(zeros, 0, sizeof zeros);
  }
  answers = now().send_record - answers;
  CHECK_RANGE(answers, 1000, 50 * (floods * 100 + 1)); /* its quota, and no more */
  all_gone(attackers, floods);
}

/* Asks and asks and does not read the answers: when its buffers are full it is ended. */
static void a_peer_that_never_reads(void **state) {
  (void)state;
  enum { mute = 3, record = 1024, at_once = 64 };
  static unsigned char questions[at_once * record];
  int attackers[mute];
  for (int i = 0; i < at_once; i++)
    questions[i * record + 2] = (record - 4) >> 8, questions[i * record + 3] = (record - 4) & 255;
  open_victim_with(mute + 1, 65536);
  vce_tcpcontext_set_conn_call_parser_per_heartbeat(victim, 100);
  for (int i = 0; i < mute; i++)
    attackers[i] = peer_connect_narrow(vce_tcpcontext_get_port(victim), 4096);
  PUMP_UNTIL(connections(victim) == mute + 1);
  size_t said[mute] = {0};
  for (long long end = monotonic_ms() + PATIENCE_MS; connections(victim) > 1;) {
    CHECK(monotonic_ms() < end);
    for (int i = 0; i < mute; i++) {
      size_t from = said[i] % sizeof questions; /* where the last one was cut */
      ssize_t n = send(attackers[i], questions + from, sizeof questions - from, MSG_NOSIGNAL);
      said[i] += n > 0 ? (size_t)n : 0;
    }
    beat(full(mute + 1));
  }
  beat(full(1));
  CHECK_INT(now().buffers_in_use, 0);
}

/* Ends of stream after each number of bytes of two records: whole records are answered first. */
static void half_closes_at_every_byte(void **state) {
  (void)state;
  static const unsigned char two[] = {0, 0, 0, 2, 'a', 'b', 0, 0, 0, 1, 'c'};
  static const size_t answered[sizeof two + 1] = {0, 0, 0, 0, 0, 0, 6, 6, 6, 6, 6, 11};
  open_victim(10);
  for (size_t n = 0; n <= sizeof two; n++) {
    int attacker = begin_connect(vce_tcpcontext_get_port(victim));
    PUMP_UNTIL(connections(victim) == 2);
    say(attacker, two, n);
    CHECK_INT(shutdown(attacker, SHUT_WR), 0);
    for (long long end = monotonic_ms() + PATIENCE_MS; connections(victim) == 2;) {
      CHECK(monotonic_ms() < end);
      beat(full(2));
    }
    unsigned char got[16];
    size_t length = 0;
    for (ssize_t r = 1; r > 0; length += r > 0 ? (size_t)r : 0) {
      wait_for(attacker, POLLIN);
      r = recv(attacker, got + length, sizeof got - length, 0);
    }
    CHECK_INT(length, answered[n]);
    CHECK(memcmp(got, two, length) == 0);
    close(attacker);
  }
}

/* Resets at every moment: before accept, after each byte, with answers on the way or not. */
static void resets_at_every_moment(void **state) {
  (void)state;
  static const unsigned char two[] = {0, 0, 0, 2, 'a', 'b', 0, 0, 0, 1, 'c'};
  open_victim(100);
  for (int pause = 0; pause < 3; pause++) {
    for (size_t n = 0; n <= sizeof two; n++) {
      int attacker = begin_connect(vce_tcpcontext_get_port(victim));
      if (pause > 0)
        beat(full(100));
      say(attacker, two, n);
      if (pause > 1)
        beat(full(100));
      close_with_reset(attacker);
      beat(full(100));
    }
  }
  all_gone(NULL, 0);
}

/* More connects than a limit allows, at once and again: accepted connections stay served. */
static void flood(int most) {
  enum { crowd = 150 };
  int attackers[crowd];
  for (int round = 0; round < 3; round++) {
    for (int i = 0; i < crowd; i++)
      attackers[i] = begin_connect(vce_tcpcontext_get_port(victim));
    for (int i = 0; i < 5; i++) {
      beat(full(most));
      CHECK_RANGE(connections(victim), 1, most);
    }
    all_gone(attackers, crowd);
  }
}

static void floods_of_connects_beyond_every_limit(void **state) {
  (void)state;
  enum { limit = 5, rate = 60, least = 3 * (150 - limit) };
  vce_counters_t before = now();
  open_victim(limit);
  flood(limit);
  CHECK_RANGE(now().turned_away_maximum - before.turned_away_maximum, least, 3 * 150);

  open_victim(20);
  CHECK_INT(vce_tcpcontext_set_max_per_address(victim, limit), 0);
  flood(limit);
  CHECK_RANGE(now().turned_away_address - before.turned_away_address, least, 3 * 150);

  open_victim(1000);
  vce_tcpcontext_set_accept_max(victim, rate, NULL);
  flood(rate + 2);
  CHECK_RANGE(now().turned_away_rate - before.turned_away_rate, 3 * 150 - rate - 60, 3 * 150);

  open_victim(20);
  vce_tcpcontext_enable_accept(victim, 0);
  flood(1);
  CHECK_INT(now().turned_away_disabled - before.turned_away_disabled, 3 * 150);
}

/* Names and addresses that mean nothing: an error or a connection that fails, never more. */
static void nonsense_for_names_and_addresses(void **state) {
  (void)state;
  static char endless[70000];
  memset(endless, 'x', sizeof endless - 1);
  static char labels[400];
  for (size_t i = 0; i < sizeof labels - 1; i++)
    labels[i] = i % 64 == 63 ? '.' : 'y';
  const char *const nonsense[] = {
      "",           " ",        ".",   "..",    "1.2.3.4.5",       "256.256.256.256",
      "1.2.3.4:80", "[::1]",    ":::", "::1::", "fe80::1%nowhere", "%s%n%x",
      "a b",        "\xff\xfe", "-",   "*",     "/etc/passwd",     "0x",
      endless,      labels,
  };
  for (int non_blocking = 0; non_blocking < 2; non_blocking++) {
    options_t o = options();
    o.nonblock = non_blocking;
    o.max = 100;
    tcpcontext_t t = open_client(&o);
    for (size_t i = 0; i < ELEMENTOF(nonsense); i++) {
      conn_t c = vce_tcpcontext_connect(t, nonsense[i], 1);
      if (vce_conn_is_valid(c))
        events_know(c);
      if (vce_conn_is_valid(c))
        CHECK(non_blocking);
      else
        CHECK_INT(vce_get_last_error(), VCE_ECONNECT);
      if (nonsense[i][0] != '\0')
        CHECK_INT(vce_tcpcontext_set_source(t, nonsense[i]), VCE_EIPADDR);
      vce_heartbeat();
    }
    CHECK_INT(vce_conn_is_valid(vce_tcpcontext_connect(t, NULL, 1)), 0);
    vce_tcpcontext_cleanup(t);
    hbs(2);
  }
}

int main(void) {
  const struct CMUnitTest attacks[] = {
      TEST(slow_loris),
      TEST(records_of_gigabytes),
      TEST(floods_of_empty_records),
      TEST(a_peer_that_never_reads),
      TEST(half_closes_at_every_byte),
      TEST(resets_at_every_moment),
      TEST(floods_of_connects_beyond_every_limit),
      TEST(nonsense_for_names_and_addresses),
  };
  return RUN(attacks);
}
