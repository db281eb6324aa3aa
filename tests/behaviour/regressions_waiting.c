/* Bytes and callbacks that were late or held back. Each test's first line says what broke. */
#include "../support/harness.h"

#include <stdlib.h>
#include <string.h>

enum { soon_ms = 900, second_us = 1000000 };

static void sleep_until_something_happens(void) {
  CHECK_INT(vce_set_heartbeat_wait_limits(second_us, second_us), 0);
  vce_set_heartbeat_wait_flag(1);
  vce_heartbeat();
}

static void wait_as_ever(void) {
  vce_set_heartbeat_wait_flag(0);
  CHECK_INT(vce_set_heartbeat_wait_limits(1, 100000), 0);
  CHECK_INT(vce_set_buffer_limit(0), 0);
  vce_heartbeat();
}

static link_t writes_to, asks;

static int write_to_the_other(conn_t c, char *data, int length) {
  record_data(c, data, length);
  if (c.serial == asks.conn.serial) CHECK_INT(vce_conn_write(writes_to.conn, "x", 1), 1);
  return 0;
}

/* A record that the safety percentage held back was looked at only when the next wait was over,
 * though the room that it waited for was there. */
static void a_record_held_back_by_the_safety_percentage_is_not_late(void **state) {
  (void)state;
  tcpcontext_t t = server();
  vce_tcpcontext_set_conn_parser(t, vce_protocol_parser_text, write_to_the_other);
  writes_to = join(t);
  asks = join(t);
  CHECK_INT(vce_tcpcontext_set_conn_safety_read(t, 100), 0);
  peer_send_text(writes_to.peer, "first\nsecond\n");
  sleep_until_something_happens();
  CHECK_INT(events_count('R'), 1);
  peer_send_text(asks.peer, "write\n");
  const long long begin = monotonic_ms();
  while (events_count('R') < 3) vce_heartbeat();
  CHECK_RANGE(monotonic_ms() - begin, 0, soon_ms);
  wait_as_ever();
}

/* A connection that had got no memory for its input was tried again only when the next wait was
 * over. */
static void a_starved_connection_is_tried_again_in_time(void **state) {
  (void)state;
  link_t l = join(server());
  CHECK_INT(vce_set_buffer_limit(1), 0);
  peer_send_text(l.peer, "late\n");
  hb();
  CHECK_INT(events_count('R'), 0);
  CHECK_INT(vce_set_buffer_limit(0), 0);
  sleep_until_something_happens();
  const long long begin = monotonic_ms();
  while (events_count('R') == 0) vce_heartbeat();
  CHECK_RANGE(monotonic_ms() - begin, 0, soon_ms);
  wait_as_ever();
}

/* Each connection that got no memory put off the next try of all others. */
static void new_shortages_do_not_put_off_the_next_try(void **state) {
  (void)state;
  tcpcontext_t t = server();
  link_t l = join(t);
  peer_send_text(l.peer, "early\n");
  CHECK_INT(vce_set_buffer_limit(1), 0);
  hb();
  for (int i = 0; i < 8 && events_count('R') == 0; i++) {
    CHECK_INT(vce_set_buffer_limit(1), 0);
    peer_send_text(join(t).peer, "too\n");
    vce_heartbeat(); /* it starves */
    CHECK_INT(vce_set_buffer_limit(0), 0);
    for (int n = 0; n < 6; n++) {
      poll(NULL, 0, 1);
      vce_heartbeat();
    }
  }
  CHECK(events_count('R') > 0);
  wait_as_ever();
}

/* A peer that had sent one byte kept the room for a whole read buffer, which the limit of all
 * buffers had for one only, and no other connection was read. */
static void one_byte_does_not_take_all_that_the_limit_has(void **state) {
  (void)state;
  options_t o = options();
  o.rblen = 65536;
  tcpcontext_t t = open_server(&o);
  link_t silent = join(t), other = join(t);
  CHECK_INT(vce_set_buffer_limit(65536), 0);
  peer_send_text(silent.peer, "x");
  hbs(2);
  peer_send_text(other.peer, "hello\n");
  PUMP_UNTIL(events_count('R') == 1);
  wait_as_ever();
}

static void check_that_a_long_record_completes(size_t read_buffer, VCEI64 limit) {
  enum { length = 1900000 };
  options_t o = options();
  o.rblen = read_buffer;
  o.parser = vce_protocol_parser_bin32;
  link_t l = join(open_server(&o));
  CHECK_INT(vce_set_buffer_limit(limit), 0);
  unsigned char *record = calloc(1, length + 4);
  record[1] = length >> 16 & 255;
  record[2] = length >> 8 & 255;
  record[3] = length & 255;
  for (size_t sent = 0; sent < length + 4;) {
    sent += peer_send_some(l.peer, record + sent, length + 4 - sent);
    vce_heartbeat();
  }
  free(record);
  PUMP_UNTIL(events_count('R') == 1);
  wait_as_ever();
}

/* A growing read buffer counted twice against the limit of all buffers while it moved, so a record
 * that would have fitted never completed. */
static void a_record_below_the_limit_completes(void **state) {
  (void)state;
  check_that_a_long_record_completes(2 << 20, 2621440);
}

/* A growing read buffer asked for twice its size or nothing, with the same effect. */
static void a_buffer_that_cannot_double_grows_by_less(void **state) {
  (void)state;
  check_that_a_long_record_completes(4 << 20, 2 << 20);
}

/* The last bytes of a record were not received though their room was there: less than 128 bytes
 * were never asked for. */
static void the_end_of_a_record_comes_into_the_room_that_is_there(void **state) {
  (void)state;
  enum { length = 1020, block = 1024 };
  options_t o = options();
  o.rblen = 8192;
  o.parser = vce_protocol_parser_bin16;
  link_t l = join(open_server(&o));
  CHECK_INT(vce_set_buffer_limit(block + block / 2), 0);
  static const char record[length] = {(length - 2) >> 8, (char)((length - 2) & 255)};
  peer_send(l.peer, record, 1000);
  hbs(2);
  CHECK_INT(unread(l.conn), 1000);
  peer_send(l.peer, record + 1000, length - 1000);
  PUMP_UNTIL(events_count('R') == 1);
  wait_as_ever();
}

/* Blocks that were pooled when a limit was set were lent again without being asked for. */
static void a_limit_holds_for_pooled_buffers_too(void **state) {
  (void)state;
  options_t o = options();
  o.wblen = 65536;
  tcpcontext_t t = open_server(&o);
  link_t l = join(t);
  static char data[60000];
  CHECK_INT(vce_conn_write(l.conn, data, sizeof data), sizeof data);
  hb();
  CHECK_INT(vce_set_buffer_limit(1000), 0);
  CHECK_INT(vce_conn_write(l.conn, data, sizeof data), VCE_EFULL);
  wait_as_ever();
}

/* The first bytes after vce_conn_set_delay() left too early: the time was that of the last round. */
static void a_delay_is_as_long_as_it_says(void **state) {
  (void)state;
  tcpcontext_t t = server();
  for (int i = 0; i < 10; i++) {
    link_t l = join(t);
    poll(NULL, 0, 5);
    const long long begin = wall_us();
    vce_conn_set_delay(l.conn, 20, 20);
    CHECK_INT(vce_conn_write(l.conn, "x", 1), 1);
    while (unsent(l.conn) > 0) vce_heartbeat();
    CHECK_RANGE(wall_us() - begin, 19900, 10000000);
    peer_close(l.peer);
    hbs(3);
  }
}

/* A limit below what was lent already kept the rests of records in the blocks for whole ones, and
 * with these the memory that no other connection could have. */
static void buffers_shrink_below_a_limit_that_was_lowered(void **state) {
  (void)state;
  enum { length = 40000, smallest = 256 };
  options_t o = options();
  o.rblen = 65536;
  tcpcontext_t t = open_server(&o);
  static char line[length + 1];
  memset(line, 'a', length);
  link_t links[2];
  for (int i = 0; i < 2; i++) {
    links[i] = join(t);
    peer_send(links[i].peer, line, length);
    hbs(2);
  }
  CHECK_INT(vce_set_buffer_limit(1000), 0);
  for (int i = 0; i < 2; i++) peer_send_text(links[i].peer, "\nrest");
  hbs(2);
  CHECK_INT(events_count('R'), 2);
  vce_counters_t now;
  CHECK_INT(vce_get_counters(&now, sizeof now), 0);
  CHECK_INT(now.buffer_bytes_in_use, 2 * smallest);
  wait_as_ever();
}

static int asked;

static int drop_and_allow(conn_t c) {
  asked++;
  vce_conn_shrink_readbuf(c, 7);
  return 0;
}

/* The record behind one that the length callback had dropped itself was not asked about. */
static void each_record_that_is_too_long_is_asked_about(void **state) {
  (void)state;
  options_t o = options();
  o.parser = vce_protocol_parser_bin16;
  tcpcontext_t t = open_server(&o);
  vce_tcpcontext_protocol_set_maxlength(t, 2, drop_and_allow);
  link_t l = join(t);
  asked = 0;
  peer_send_hex(l.peer, "00056161616161" "00056262626262" "000163");
  hbs(3);
  CHECK_INT(asked, 2);
  CHECK_INT(events_count('R'), 1);
}

/* A delay that had run out between two heartbeats was seen only when the next wait was over. */
static void a_delay_that_ran_out_between_heartbeats_is_not_waited_for(void **state) {
  (void)state;
  link_t l = join(server());
  vce_conn_set_delay(l.conn, 50, 50);
  CHECK_INT(vce_conn_write(l.conn, "late", 4), 4);
  sleep_until_something_happens(); /* offers it, in vain; the next heartbeat may wait */
  poll(NULL, 0, 70);
  const long long begin = monotonic_ms();
  vce_heartbeat();
  CHECK_RANGE(monotonic_ms() - begin, 0, soon_ms);
  CHECK_INT(unsent(l.conn), 0);
  wait_as_ever();
}

/* A connection that got no memory for more input let the records lie, too, that it had already. */
static void records_that_are_there_need_no_memory(void **state) {
  (void)state;
  enum { records = 64, length = 4 };
  options_t o = options();
  o.rblen = 8192;
  link_t l = join(open_server(&o));
  CHECK_INT(vce_set_buffer_limit(300), 0); /* one block of 256 bytes */
  for (int i = 0; i < 2 * records; i++) peer_send_text(l.peer, "abc\n");
  hb(); /* receives one block, and delivers the first of its records */
  for (int i = 1; i < records; i++) vce_heartbeat();
  CHECK_INT(events_count('R'), records);
  wait_as_ever();
}

static int answered;

static int answer_briefly(conn_t c, char *data, int length) {
  (void)data;
  (void)length;
  answered = vce_protocol_unparser_text(c, "x", 1);
  return 0;
}

/* An answer was refused because the limit of all buffers had no room for answers to everything that
 * had arrived with the question. */
static void an_answer_needs_room_for_itself_only(void **state) {
  (void)state;
  enum { block = 65536 };
  options_t o = options();
  o.rblen = o.wblen = block;
  link_t l = join(open_server(&o));
  on.data = answer_briefly;
  CHECK_INT(vce_set_buffer_limit(block + 1024), 0);
  static char lines[block / 2];
  memset(lines, '\n', sizeof lines);
  peer_send(l.peer, lines, sizeof lines);
  answered = 0;
  hb();
  CHECK_INT(answered, 2);
  wait_as_ever();
}

int main(void) {
  const struct CMUnitTest regressions_waiting[] = {
      TEST(a_record_held_back_by_the_safety_percentage_is_not_late),
      TEST(a_starved_connection_is_tried_again_in_time),
      TEST(new_shortages_do_not_put_off_the_next_try),
      TEST(one_byte_does_not_take_all_that_the_limit_has),
      TEST(a_record_below_the_limit_completes),
      TEST(a_buffer_that_cannot_double_grows_by_less),
      TEST(the_end_of_a_record_comes_into_the_room_that_is_there),
      TEST(a_limit_holds_for_pooled_buffers_too),
      TEST(buffers_shrink_below_a_limit_that_was_lowered),
      TEST(a_delay_is_as_long_as_it_says),
      TEST(each_record_that_is_too_long_is_asked_about),
      TEST(a_delay_that_ran_out_between_heartbeats_is_not_waited_for),
      TEST(records_that_are_there_need_no_memory),
      TEST(an_answer_needs_room_for_itself_only),
  };
  return RUN(regressions_waiting);
}
