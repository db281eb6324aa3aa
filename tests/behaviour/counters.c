/* The counters of a server, as a structure and as text for Prometheus; the source of connects. */
#include "../support/harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static vce_counters_t now(void) {
  vce_counters_t c;
  CHECK_INT(vce_get_counters(&c, sizeof c), 0);
  return c;
}

static long long metric(const char *name) {
  static char text[8192];
  CHECK_RANGE(vce_get_counters_string(text, sizeof text), 1000, 8191);
  char wanted[128];
  snprintf(wanted, sizeof wanted, "\n%s ", name);
  const char *line = strstr(text, wanted);
  if (!line) check_failed(__FILE__, __LINE__, "no metric %s", name);
  return atoll(line + strlen(wanted));
}

static int echo(conn_t c, char *data, int len) {
  return vce_protocol_unparser_text(c, data, len);
}

static void bytes_and_records_are_counted_in_both_forms(void **state) {
  (void)state;
  vce_counters_t before = now();
  link_t l = join(server());
  on.data = echo;
  peer_send_text(l.peer, "abc\n");
  hb();
  vce_counters_t after = now();
  CHECK_INT(after.recv_record - before.recv_record, 1);
  CHECK_INT(after.send_record - before.send_record, 1);
  CHECK_INT(after.recv_byte - before.recv_byte, 4);
  CHECK_INT(after.send_byte - before.send_byte, 4);
  CHECK_INT(after.current_conn, 1);
  CHECK_INT(metric("vce_received_records_total"), after.recv_record);
  CHECK_INT(metric("vce_sent_bytes_total"), after.send_byte);
  CHECK_INT(metric("vce_connections"), 1);
}

static void expect_turned_away(tcpcontext_t t) {
  int peer = peer_connect(vce_tcpcontext_get_port(t));
  hb();
  peer_expect_end(peer);
}

static void every_reason_of_turning_away_has_its_counter(void **state) {
  (void)state;
  options_t o = options();
  o.max = 0;
  tcpcontext_t t = open_server(&o);
  vce_counters_t before = now();
  expect_turned_away(t);
  vce_tcpcontext_enable_accept(t, 0);
  expect_turned_away(t);
  unsigned int kicked[2] = {0, 0};
  memcpy(kicked, "\x7f\0\0\1", 4);
  vce_tcpcontext_set_conn_kickip_array(t, kicked);
  expect_turned_away(t);
  vce_counters_t after = now();
  CHECK_INT(after.turned_away_maximum - before.turned_away_maximum, 1);
  CHECK_INT(after.turned_away_disabled - before.turned_away_disabled, 1);
  CHECK_INT(after.turned_away_kicked - before.turned_away_kicked, 1);
  CHECK_INT(metric("vce_turned_away_total{reason=\"kicked\"}"), after.turned_away_kicked);
}

static void an_older_program_gets_as_much_as_it_knows(void **state) {
  (void)state;
  vce_counters_t c;
  memset(&c, 0x55, sizeof c);
  CHECK_INT(vce_get_counters(&c, 8), 0);
  CHECK_INT(c.turned_away_pool, 0x5555555555555555LL);
  CHECK_INT(vce_get_counters(NULL, 8), VCE_EINVAL);
  CHECK_INT(vce_get_counters(&c, 0), VCE_EINVAL);
}

static void text_that_does_not_fit_ends_with_a_whole_metric(void **state) {
  (void)state;
  char whole[8192], part[8192];
  int length = vce_get_counters_string(whole, sizeof whole);
  CHECK(length > 0 && strlen(whole) == (size_t)length);
  CHECK_INT(vce_get_counters_string(part, length + 1), length);
  for (int max = 1; max <= length; max += 7) {
    memset(part, 'x', sizeof part);
    CHECK_INT(vce_get_counters_string(part, max), VCE_EFULL);
    CHECK(strlen(part) < (size_t)max && part[max] == 'x');
    CHECK(strncmp(part, whole, strlen(part)) == 0);
    CHECK(part[0] == '\0' || part[strlen(part) - 1] == '\n');
  }
  CHECK_INT(vce_get_counters_string(NULL, 10), VCE_EINVAL);
  CHECK_INT(vce_get_counters_string(part, 0), VCE_EINVAL);
}

static void count_across_finalise(void) {
  CHECK_INT(metric("vce_connections"), 0);
  CHECK_INT(now().current_conn, 0);
  open_library();
  link_t l = join(server());
  peer_send_text(l.peer, "half a line");
  hb();
  CHECK_INT(metric("vce_connections"), 1);
  CHECK_INT(metric("vce_buffers"), 1);
  CHECK_INT(vce_finalize(), 0);
  CHECK_INT(metric("vce_connections"), 0);
  CHECK_INT(metric("vce_buffers"), 0);
  CHECK_INT(metric("vce_buffer_bytes"), 0);
  CHECK_INT(metric("vce_buffer_pooled_bytes"), 0);
  CHECK_INT(metric("vce_received_bytes_total"), 11);
  CHECK_INT(now().current_conn, 0);
  CHECK_INT(now().buffer_bytes_in_use, 0);
}

static void without_the_library_nothing_is_in_use_and_sums_stay(void **state) {
  (void)state;
  run_fresh(count_across_finalise);
}

static void connects_go_out_from_the_source_of_their_context(void **state) {
  (void)state;
  tcpcontext_t c = client();
  int port = vce_tcpcontext_get_port(server());
  CHECK_INT(vce_tcpcontext_set_source(c, "127.0.0.77"), 0);
  char text[64];
  CHECK(vce_conn_get_local_addr_string(dial(c, port), text, sizeof text) != NULL);
  CHECK(strncmp(text, "127.0.0.77:", 11) == 0);
  CHECK_INT(vce_tcpcontext_set_source(c, "no address"), VCE_EIPADDR);
  CHECK_INT(vce_tcpcontext_set_source(c, NULL), 0);
  CHECK(vce_conn_get_local_addr_string(dial(c, port), text, sizeof text) != NULL);
  CHECK(strncmp(text, "127.0.0.1:", 10) == 0);
  CHECK_INT(vce_tcpcontext_set_source(c, "192.0.2.1"), 0); /* not this machine's */
  CHECK(!vce_conn_is_valid(vce_tcpcontext_connect(c, "127.0.0.1", (unsigned short)port)));
  CHECK_INT(vce_get_last_error(), VCE_ECONNECT);
  CHECK_INT(vce_tcpcontext_set_source(NULL, "127.0.0.1"), VCE_EINVAL);
}

int main(void) {
  const struct CMUnitTest counters_and_source[] = {
      TEST(bytes_and_records_are_counted_in_both_forms),
      TEST(every_reason_of_turning_away_has_its_counter),
      TEST(an_older_program_gets_as_much_as_it_knows),
      TEST(text_that_does_not_fit_ends_with_a_whole_metric),
      FRESH_TEST(without_the_library_nothing_is_in_use_and_sums_stay),
      TEST(connects_go_out_from_the_source_of_their_context),
  };
  return RUN(counters_and_source);
}
