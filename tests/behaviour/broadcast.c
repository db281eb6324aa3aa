/* What broke once: a relay whose record callback returned what the writer said ended the
 * sender, because another peer did not read. The same bytes to all, and peers without room. */
#include "../support/harness.h"

#include <stdio.h>
#include <string.h>

enum { line_bytes = 500 };

static const conn_t nobody;
static int when_full;
static tcpcontext_t room;

static vce_counters_t now(void) {
  vce_counters_t c;
  CHECK_INT(vce_get_counters(&c, sizeof c), 0);
  return c;
}

static int say(tcpcontext_t t, const char *framed, conn_t skip, int full) {
  return vce_tcpcontext_broadcast(t, framed, (int)strlen(framed), skip, full);
}

/* A line of line_bytes with its number in front. */
static const char *line(int number) {
  static char text[line_bytes + 16];
  snprintf(text, sizeof text, "%0*d\n", line_bytes - 1, number);
  return text;
}

/* Broadcasts to a reader and to a peer that does not read, until only the reader gets the bytes.
 * Returns how many lines both got. */
static int fill(tcpcontext_t t, link_t reader, int full) {
  for (int n = 0;; n++) {
    int got = say(t, line(n), nobody, full);
    CHECK_RANGE(got, 1, 2);
    hb();
    peer_expect_text(reader.peer, line(n));
    if (got == 1)
      return n;
  }
}

static void expect_lines(int peer, int count) {
  const long long end = monotonic_ms() + PATIENCE_MS;
  char got[line_bytes];
  for (int n = 0; n < count; n++) {
    for (size_t done = 0; done < line_bytes; vce_heartbeat()) {
      CHECK(monotonic_ms() < end);
      done += peer_take(peer, got + done, line_bytes - done);
    }
    CHECK(memcmp(got, line(n), line_bytes) == 0);
  }
}

static int relay(conn_t c, char *data, int length) {
  char framed[1024];
  int n = snprintf(framed, sizeof framed, "%.*s\n", length, data);
  return vce_tcpcontext_broadcast(room, framed, n, c, when_full);
}

static void all_hear_it_but_the_one_who_speaks(void **state) {
  (void)state;
  const vce_counters_t before = now();
  tcpcontext_t t = room = server(), other = server();
  link_t a = join(t), b = join(t), c = join(t), elsewhere = join(other);
  on.data = relay;
  peer_send_text(a.peer, "hello\n");
  hb();
  peer_expect_text(b.peer, "hello\n");
  peer_expect_text(c.peer, "hello\n");
  peer_expect_nothing(a.peer);
  peer_expect_nothing(elsewhere.peer);
  CHECK_INT(say(t, "to all\n", nobody, VCE_FULL_DROP), 3);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(say(t, "to all\n", elsewhere.conn, VCE_FULL_CLOSE), 3);
  hb();
  peer_expect_text(a.peer, "to all\nto all\n");
  CHECK_INT(now().broadcast_sent - before.broadcast_sent, 8);
  CHECK_INT(now().broadcast_dropped - before.broadcast_dropped, 0);
  CHECK_INT(now().broadcast_closed - before.broadcast_closed, 0);
}

static void one_without_room_misses_whole_lines_only(void **state) {
  (void)state;
  tcpcontext_t t = server();
  link_t reader = join(t), slow = join_narrow(t, 4096);
  const vce_counters_t before = now();
  int both = fill(t, reader, VCE_FULL_DROP);
  CHECK_INT(now().broadcast_dropped - before.broadcast_dropped, 1);
  CHECK_INT(now().broadcast_sent - before.broadcast_sent, 2 * both + 1);
  CHECK_INT(vce_conn_is_closed(slow.conn), 0);
  expect_lines(slow.peer, both);
  CHECK_INT(say(t, "again\n", nobody, VCE_FULL_DROP), 2);
  hb();
  peer_expect_text(slow.peer, "again\n");
  CHECK_INT(events_count('C'), 0);
}

static void one_without_room_is_closed_and_still_gets_what_was_queued(void **state) {
  (void)state;
  tcpcontext_t t = server();
  link_t reader = join(t), slow = join_narrow(t, 4096);
  const vce_counters_t before = now();
  int both = fill(t, reader, VCE_FULL_CLOSE);
  CHECK_INT(now().broadcast_closed - before.broadcast_closed, 1);
  CHECK_INT(vce_conn_is_closed(slow.conn), 1);
  CHECK_INT(say(t, "next\n", nobody, VCE_FULL_CLOSE), 1); /* it counts once */
  CHECK_INT(now().broadcast_closed - before.broadcast_closed, 1);
  expect_lines(slow.peer, both);
  PUMP_UNTIL(events_count_of('C', slow.conn) == 1);
  CHECK_INT(events_get_of('C', slow.conn)->value, CLOSE_REASON_APPLICATION);
  peer_expect_end(slow.peer);
  CHECK_INT(vce_conn_is_valid(reader.conn), 1);
}

static conn_t mute;

static int relay_all_but_mute(conn_t c, char *data, int length) {
  return vce_conn_is_equal(c, mute) ? 0 : relay(c, data, length);
}

/* Its own limit ends it, although bytes go on coming; and it never ends the sender. */
static void one_that_talks_and_does_not_read_is_gone_within_its_limit(void **state) {
  (void)state;
  tcpcontext_t t = room = server();
  link_t slow = join_narrow(t, 4096), talker = join(t);
  vce_conn_set_timeout(slow.conn, 1);
  mute = slow.conn;
  on.data = relay_all_but_mute;
  when_full = VCE_FULL_CLOSE;
  PUMP_UNTIL((peer_send_some(talker.peer, line(0), line_bytes), peer_send_some(slow.peer, "x\n", 2),
              events_count_of('C', slow.conn) == 1));
  when_full = VCE_FULL_DROP;
  CHECK_INT(events_get_of('C', slow.conn)->value, CLOSE_REASON_TIMEOUT);
  CHECK_INT(vce_conn_is_valid(talker.conn), 1);
  CHECK_INT(vce_conn_is_closed(talker.conn), 0);
  CHECK_INT(events_count_of('C', talker.conn), 0);
}

static void who_is_not_open_is_neither_written_to_nor_counted(void **state) {
  (void)state;
  options_t o = options();
  o.nonblock = 1;
  tcpcontext_t t = server(), c = open_client(&o);
  int port;
  peer_listen(&port);
  link_t open = join(t), closing = join(t);
  dial(c, port);
  const vce_counters_t before = now();
  CHECK_INT(say(c, "early\n", nobody, VCE_FULL_CLOSE), 0); /* still connecting */
  vce_conn_close(closing.conn);
  CHECK_INT(say(t, "late\n", nobody, VCE_FULL_CLOSE), 1);
  CHECK_INT(now().broadcast_sent - before.broadcast_sent, 1);
  CHECK_INT(now().broadcast_closed - before.broadcast_closed, 0);
  hbs(2);
  peer_expect_text(open.peer, "late\n");
  peer_expect_end(closing.peer);
  vce_conn_close(open.conn);
  hbs(2);
  CHECK_INT(say(t, "nobody\n", open.conn, VCE_FULL_DROP), 0);
}

static int farewell(conn_t c, CLOSE_REASON why) {
  (void)why;
  return say(room, "bye\n", nobody, VCE_FULL_CLOSE) + (int)c.serial;
}

static void the_close_watcher_may_tell_the_others(void **state) {
  (void)state;
  tcpcontext_t t = room = server();
  link_t leaving = join(t), staying = join(t);
  on.close = farewell;
  peer_finish(leaving.peer);
  hbs(2);
  peer_expect_text(staying.peer, "bye\n");
  peer_expect_end(leaving.peer);
}

static void wrong_arguments_do_nothing(void **state) {
  (void)state;
  tcpcontext_t t = server();
  link_t l = join(t);
  CHECK_INT(vce_tcpcontext_broadcast(NULL, "a", 1, nobody, VCE_FULL_DROP), VCE_EINVAL);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  CHECK_INT(vce_tcpcontext_broadcast(t, NULL, 1, nobody, VCE_FULL_DROP), VCE_EINVAL);
  CHECK_INT(vce_tcpcontext_broadcast(t, "a", -1, nobody, VCE_FULL_DROP), VCE_EINVAL);
  CHECK_INT(vce_tcpcontext_broadcast(t, "a", 1, nobody, 2), VCE_ERANGE);
  CHECK_INT(vce_tcpcontext_broadcast(t, "a", 1, nobody, -1), VCE_ERANGE);
  CHECK_INT(vce_get_last_error(), VCE_ERANGE);
  CHECK_INT(vce_tcpcontext_broadcast(t, NULL, 0, nobody, VCE_FULL_CLOSE), 0);
  CHECK_INT(vce_get_last_error(), 0);
  /* What no buffer of the context can ever hold would end everybody. */
  static const char huge[1025];
  CHECK_INT(vce_tcpcontext_broadcast(t, huge, 1025, nobody, VCE_FULL_CLOSE), VCE_ELONGINPUT);
  CHECK_INT(vce_conn_is_closed(l.conn), 0);
  hb();
  peer_expect_nothing(l.peer);
  CHECK_INT(vce_tcpcontext_broadcast(t, huge, 1024, nobody, VCE_FULL_CLOSE), 1);
}

static void the_counters_are_in_the_text_too(void **state) {
  (void)state;
  static char text[8192];
  char expected[128];
  tcpcontext_t t = server();
  join(t);
  say(t, "one\n", nobody, VCE_FULL_DROP);
  CHECK_RANGE(vce_get_counters_string(text, sizeof text), 1000, 8191);
  snprintf(expected, sizeof expected, "\nvce_broadcasts_total{result=\"sent\"} %lld\n",
           (long long)now().broadcast_sent);
  CHECK(strstr(text, expected) != NULL);
  CHECK(strstr(text, "\nvce_broadcasts_total{result=\"dropped\"} ") != NULL);
  CHECK(strstr(text, "\nvce_broadcasts_total{result=\"closed\"} ") != NULL);
}

int main(void) {
  const struct CMUnitTest broadcast[] = {
      TEST(all_hear_it_but_the_one_who_speaks),
      TEST(one_without_room_misses_whole_lines_only),
      TEST(one_without_room_is_closed_and_still_gets_what_was_queued),
      TEST(one_that_talks_and_does_not_read_is_gone_within_its_limit),
      TEST(who_is_not_open_is_neither_written_to_nor_counted),
      TEST(the_close_watcher_may_tell_the_others),
      TEST(wrong_arguments_do_nothing),
      TEST(the_counters_are_in_the_text_too),
  };
  return RUN(broadcast);
}
