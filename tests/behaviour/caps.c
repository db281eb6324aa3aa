/* The two limits against crowds that the old library did not have: connections per address, and the
 * memory of all buffers. */
#include "../support/harness.h"
#include "../support/scarce.h"

#include <fcntl.h>
#include <string.h>

#include "pressure.h"

static vce_counters_t now(void) {
  vce_counters_t c;
  CHECK_INT(vce_get_counters(&c, sizeof c), 0);
  return c;
}

/* ---- Connections per address ---- */

static bool gets_in(tcpcontext_t t, const char *address) {
  int before = connections(t);
  peer_try_connect(address, vce_tcpcontext_get_port(t));
  hb();
  return connections(t) == before + 1;
}

static bool gets_in_from(tcpcontext_t t, const char *source) {
  int before = connections(t);
  tcpcontext_t c = client();
  CHECK_INT(vce_tcpcontext_set_source(c, source), 0);
  conn_t conn = vce_tcpcontext_connect(c, "127.0.0.1", (unsigned short)vce_tcpcontext_get_port(t));
  CHECK(vce_conn_is_valid(conn));
  hb();
  return connections(t) == before + 1;
}

static void one_address_gets_its_number_and_no_more(void **state) {
  (void)state;
  tcpcontext_t t = server();
  CHECK_INT(vce_tcpcontext_set_max_per_address(t, 2), 0);
  CHECK_INT(vce_get_last_error(), 0);
  const long long before = now().turned_away_address;
  link_t first = join(t);
  CHECK(gets_in(t, "127.0.0.1"));
  int late = peer_connect(vce_tcpcontext_get_port(t));
  hb();
  peer_expect_end(late);
  CHECK_INT(connections(t), 2);
  CHECK_INT(now().turned_away_address - before, 1);
  CHECK(gets_in_from(t, "127.0.0.2")); /* another one has its own number */
  peer_close(first.peer);
  hbs(2);
  CHECK(gets_in(t, "127.0.0.1")); /* its place is free again */
  CHECK(!gets_in(t, "127.0.0.1"));
}

static void those_who_are_there_already_count_and_stay(void **state) {
  (void)state;
  tcpcontext_t t = server();
  link_t l[3];
  for (int i = 0; i < 3; i++) l[i] = join(t);
  CHECK_INT(vce_tcpcontext_set_max_per_address(t, 2), 0);
  hb();
  CHECK_INT(connections(t), 3);
  CHECK(!gets_in(t, "127.0.0.1"));
  peer_close(l[0].peer);
  hbs(2);
  CHECK(!gets_in(t, "127.0.0.1"));
  peer_close(l[1].peer);
  hbs(2);
  CHECK(gets_in(t, "127.0.0.1"));
}

static void a_watcher_that_refuses_leaves_the_place_free(void **state) {
  (void)state;
  tcpcontext_t t = server();
  CHECK_INT(vce_tcpcontext_set_max_per_address(t, 1), 0);
  vce_tcpcontext_set_conn_acceptwatcher(t, vce_protocol_acceptwatcher_deny);
  CHECK(!gets_in(t, "127.0.0.1"));
  vce_tcpcontext_set_conn_acceptwatcher(t, vce_protocol_acceptwatcher_noop);
  CHECK(gets_in(t, "127.0.0.1"));
}

static void zero_takes_the_limit_away_and_a_negative_one_is_refused(void **state) {
  (void)state;
  tcpcontext_t t = server();
  CHECK_INT(vce_tcpcontext_set_max_per_address(t, 1), 0);
  CHECK_INT(vce_tcpcontext_set_max_per_address(t, -1), VCE_ERANGE);
  CHECK(gets_in(t, "127.0.0.1"));
  CHECK(!gets_in(t, "127.0.0.1"));
  CHECK_INT(vce_tcpcontext_set_max_per_address(t, 0), 0);
  CHECK(gets_in(t, "127.0.0.1"));
  CHECK(gets_in(t, "127.0.0.1"));
  CHECK_INT(vce_tcpcontext_set_max_per_address(NULL, 1), VCE_EINVAL);
}

static void outgoing_connections_do_not_count(void **state) {
  (void)state;
  tcpcontext_t t = server(), c = client();
  CHECK_INT(vce_tcpcontext_set_max_per_address(c, 1), 0);
  dial(c, vce_tcpcontext_get_port(t));
  dial(c, vce_tcpcontext_get_port(t));
  CHECK_INT(connections(c), 2);
}

static void a_limit_that_finds_no_memory_changes_nothing(void **state) {
  (void)state;
  tcpcontext_t t = server();
  join(t);
  int failed = 0;
  for (int after = 0; after < 10; after++) {
    memory_runs_out(after);
    int result = vce_tcpcontext_set_max_per_address(t, 1);
    int last_error = vce_get_last_error();
    memory_is_back();
    if (result == 0)
      break;
    CHECK_INT(result, VCE_EMEM);
    CHECK_INT(last_error, VCE_EMEM);
    CHECK(gets_in(t, "127.0.0.1"));
    failed++;
  }
  CHECK_RANGE(failed, 1, 9);
  CHECK(!gets_in(t, "127.0.0.1")); /* now it is in force, and knows the connections that exist */
}

static void who_is_turned_away_for_lack_of_memory_does_not_count(void **state) {
  (void)state;
  options_t o = options();
  o.state = 64;
  tcpcontext_t t = open_server(&o);
  CHECK_INT(vce_tcpcontext_set_max_per_address(t, 1), 0);
  link_t first = join(t); /* there is a table from now on */
  peer_close(first.peer);
  hbs(2);
  CHECK_INT(connections(t), 0);
  const long long before = now().turned_away_descriptors;
  memory_runs_out(0);
  int late = peer_connect(vce_tcpcontext_get_port(t));
  hb();
  memory_is_back();
  peer_expect_end(late);
  CHECK_INT(now().turned_away_descriptors - before, 1);
  peer_connect(vce_tcpcontext_get_port(t));
  PUMP_UNTIL(connections(t) == 1);
  CHECK(!gets_in(t, "127.0.0.1"));
}

/* ---- Memory of all buffers ---- */

enum { buffer = 65536, some = 8 };

static int answer_nothing(conn_t c, char *data, int length) {
  (void)c;
  (void)data;
  (void)length;
  return 0;
}

/* Each begins a record of 60,000 bytes; the limit has room for less than four of these. */
static void half_records_of_many_stay_below_the_limit_and_all_arrive_in_the_end(void **state) {
  (void)state;
  enum { limit = 4 * buffer, length = 60000 };
  options_t o = options();
  o.rblen = o.wblen = buffer;
  o.parser = vce_protocol_parser_bin32;
  tcpcontext_t t = open_server(&o);
  CHECK_INT(vce_set_buffer_limit(limit), 0);
  const long long before = now().buffers_refused;
  static char record[4 + length] = {0, 0, (char)(length >> 8), (char)length};
  link_t l[some];
  for (int i = 0; i < some; i++) {
    l[i] = join(t);
    CHECK_INT(peer_send_some(l[i].peer, record, sizeof record - 1), sizeof record - 1);
  }
  for (int i = 0; i < 20; i++) {
    pump_for(5);
    CHECK_RANGE(now().buffer_bytes_in_use + now().buffer_bytes_pooled, 0, limit);
  }
  CHECK(now().buffers_refused > before);
  CHECK_INT(events_count('R'), 0);
  CHECK_INT(connections(t), some);
  for (int i = 0; i < some; i++) peer_send_some(l[i].peer, record, 1);
  PUMP_UNTIL(events_count('R') == some);
  CHECK_RANGE(now().buffer_bytes_in_use + now().buffer_bytes_pooled, 0, limit);
  CHECK_INT(vce_set_buffer_limit(0), 0);
}

static void a_write_beyond_the_limit_fails_whole(void **state) {
  (void)state;
  options_t o = options();
  o.wblen = 4 * buffer;
  link_t l = join(open_server(&o));
  static char data[2 * buffer];
  CHECK_INT(vce_set_buffer_limit(buffer), 0);
  CHECK_INT(vce_conn_write(l.conn, data, sizeof data), VCE_EFULL);
  CHECK_INT(vce_protocol_unparser_bin32(l.conn, data, (int)sizeof data), VCE_EWBFULL);
  CHECK_INT(vce_conn_write(l.conn, "still", 5), 5);
  hb();
  peer_expect_text(l.peer, "still");
  CHECK_INT(vce_set_buffer_limit(0), 0);
  CHECK_INT(vce_conn_write(l.conn, data, sizeof data), sizeof data);
}

static void idle_buffers_make_room_for_other_sizes(void **state) {
  (void)state;
  options_t o = options();
  o.wblen = o.rblen = 4 * buffer;
  o.parser = vce_protocol_parser_through;
  tcpcontext_t t = open_server(&o);
  vce_tcpcontext_set_conn_parser(t, vce_protocol_parser_through, answer_nothing);
  link_t l = join(t);
  CHECK_INT(vce_set_buffer_limit(4 * buffer), 0);
  peer_send_text(l.peer, "x"); /* takes one block of the whole limit and leaves it idle */
  hb();
  CHECK_INT(now().buffer_bytes_pooled, 4 * buffer);
  CHECK_INT(vce_conn_write(l.conn, "answer", 6), 6);
  hb();
  peer_expect_text(l.peer, "answer");
  CHECK_INT(vce_set_buffer_limit(0), 0);
}

/* Both would be read no more: their sockets are not watched while there is no memory. */
static void input_that_finds_no_memory_arrives_later_whichever_heartbeat_saw_it(void **state) {
  (void)state;
  tcpcontext_t t = server();
  link_t own = join(t), other = join(t);
  peer_send_text(own.peer, "own\n");
  peer_send_text(other.peer, "other\n");
  settle();
  memory_runs_out(0);
  vce_heartbeat_on_single_conn(own.conn);
  vce_heartbeat_on_single_conn(own.conn);
  memory_is_back();
  CHECK_INT(events_count('R'), 0);
  PUMP_UNTIL(events_count('R') == 2);
  CHECK_INT(events_count_of('R', own.conn), 1);
  CHECK_INT(events_count_of('R', other.conn), 1);
}

static void a_negative_limit_is_refused(void **state) {
  (void)state;
  CHECK_INT(vce_set_buffer_limit(-1), VCE_ERANGE);
  CHECK_INT(vce_get_last_error(), VCE_ERANGE);
}

int main(void) {
  const struct CMUnitTest caps[] = {
      TEST(one_address_gets_its_number_and_no_more),
      TEST(those_who_are_there_already_count_and_stay),
      TEST(a_watcher_that_refuses_leaves_the_place_free),
      TEST(zero_takes_the_limit_away_and_a_negative_one_is_refused),
      TEST(outgoing_connections_do_not_count),
      TEST(a_limit_that_finds_no_memory_changes_nothing),
      TEST(who_is_turned_away_for_lack_of_memory_does_not_count),
      TEST(half_records_of_many_stay_below_the_limit_and_all_arrive_in_the_end),
      TEST(a_write_beyond_the_limit_fails_whole),
      TEST(idle_buffers_make_room_for_other_sizes),
      TEST(input_that_finds_no_memory_arrives_later_whichever_heartbeat_saw_it),
      TEST(a_negative_limit_is_refused),
  };
  return RUN(caps);
}
