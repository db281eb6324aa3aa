/* Lifecycle examples E1-E4, G1-G9 and S1-S3: last error, error texts, log, netstat. The number in a
 * test's name is the example's (man/compatibility.md, "Examples"). */
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>

#include "scarce.h"

static void e01_failed_write_sets_the_last_error_and_a_heartbeat_clears_it(void **state) {
  (void)state;
  CHECK_INT(vce_conn_write(null_conn, "x", 1), VCE_EINVAL);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  vce_heartbeat();
  CHECK_INT(vce_get_last_error(), 0);
}

static void e02_calls_that_report_nothing_keep_the_last_error(void **state) {
  (void)state;
  vce_stat_t s;
  vce_limit_t l;
  struct timeval t = {1, 0};
  seed_last_error();
  capture_stderr();
  vce_errout("%s", "text\n");
  vce_errout_v("%s", "text\n");
  captured_stderr();
  vce_get_stat(&s);
  vce_set_verbose_mode(-1);
  vce_strerror(VCE_EINVAL);
  vce_strerror_close_reason(CLOSE_REASON_REMOTE);
  vce_limit_clear(&l);
  vce_init_limit_t(&l);
  vce_get_current_utime();
  vce_utime_diff(&t, &t);
  vce_set_read_write_log_mode(0);
  vce_set_heartbeat_wait_flag(0);
  vce_replace_malloc_funcs(NULL, NULL, NULL);
  CHECK_INT(vce_get_last_error(), VCE_ECONNSERIAL);
}

static void e02_calls_that_clear_the_last_error(void **state) {
  (void)state;
  seed_last_error();
  void *p = VCEMALLOC(10);
  CHECK_INT(vce_get_last_error(), 0);
  seed_last_error();
  VCEFREE(p);
  CHECK_INT(vce_get_last_error(), 0);
  seed_last_error();
  char text[100];
  CHECK_INT(vce_get_netstat_string(text, sizeof text), 0);
  CHECK_INT(vce_get_last_error(), 0);
}

static int fail_inside(conn_t c, char *data, int length) {
  (void)c;
  (void)data;
  (void)length;
  CHECK_INT(vce_conn_write(null_conn, "x", 1), VCE_EINVAL);
  return -1;
}

static void e01_heartbeat_leaves_no_error_whatever_happened_in_it(void **state) {
  (void)state;
  tcpcontext_t s = server();
  link_t l = join(s);
  on.data = fail_inside;
  peer_send_text(l.peer, "x\n");
  hb();
  expect_trace("R1:x C1:parser F1");
  CHECK_INT(vce_get_last_error(), 0);
}

static void e03_close_reasons_are_their_own_names(void **state) {
  (void)state;
  static const struct {
    int reason;
    const char *name;
  } expected[] = {
      {-1, "CLOSE_REASON_NONE"},    {0, "CLOSE_REASON_UNKNOWN"}, {1, "CLOSE_REASON_REMOTE"},
      {2, "CLOSE_REASON_APPLICATION"}, {3, "CLOSE_REASON_TIMEOUT"}, {4, "CLOSE_REASON_DECODER"},
      {5, "CLOSE_REASON_ENCODER"},  {6, "CLOSE_REASON_PARSER"},  {7, "CLOSE_REASON_INTERNAL"},
      {8, "CLOSE_REASON_FULL"},     {9, "CLOSE_REASON_?""????"},   {10, "CLOSE_REASON_?""????"},
      {11, "CLOSE_REASON_?""????"},   {-2, "CLOSE_REASON_?""????"},  {-3, "CLOSE_REASON_?""????"}};
  for (size_t i = 0; i < ELEMENTOF(expected); ++i)
    CHECK_TEXT(vce_strerror_close_reason((CLOSE_REASON)expected[i].reason), expected[i].name);
}

/* The codes of the 2015 edition; -59 is among them although the original had no text for it. */
static const int codes[] = {0,   -1,  -2,  -3,  -5,  -6,  -7,  -8,  -9,  -10, -11, -12, -13, -14,
                            -15, -16, -17, -18, -19, -20, -21, -22, -23, -24, -25, -26, -28, -32,
                            -33, -34, -35, -36, -37, -38, -39, -40, -41, -44, -45, -46, -47, -48,
                            -49, -50, -51, -52, -54, -55, -56, -57, -58, -59, -60, -61, -62, -63,
                            -64, -65, -66, -67, -68, -71, -72, -74, -75, -76, -77, -78, -79};

static void e04_every_code_has_a_text_of_its_own(void **state) {
  (void)state;
  const char *unknown = vce_strerror(-9999);
  CHECK_TEXT(vce_strerror(1), unknown);
  CHECK_TEXT(vce_strerror(2147483647), unknown);
  CHECK_TEXT(vce_strerror(-2147483647 - 1), unknown);
  for (size_t i = 0; i < ELEMENTOF(codes); ++i) {
    const char *text = vce_strerror(codes[i]);
    if (strcmp(text, unknown) == 0) check_failed(__FILE__, __LINE__, "no text for %d", codes[i]);
    for (size_t k = 0; k < i; ++k)
      if (strcmp(text, vce_strerror(codes[k])) == 0)
        check_failed(__FILE__, __LINE__, "%d and %d have the same text", codes[i], codes[k]);
  }
  vce_conn_write(null_conn, "x", 1);
  CHECK_TEXT(STRERR, vce_strerror(VCE_EINVAL));
}

static void g01_verbosity_decides_what_is_written(void **state) {
  (void)state;
  static const char *const expected[] = {"", "", "E1%d", "E1V2%d", "E1V2%d"};
  for (int verbosity = -2; verbosity <= 2; ++verbosity) {
    vce_set_verbose_mode(verbosity);
    capture_stderr();
    vce_errout("E%d", 1);
    vce_errout_v("V%d", 2);
    vce_errout("%s", "%d");
    CHECK_TEXT(captured_stderr(), expected[verbosity + 2]);
  }
}

static void g01_long_text_is_written_whole(void **state) {
  (void)state;
  enum { LENGTH = 100000 };
  char *text = malloc(LENGTH + 1);
  memset(text, 'x', LENGTH);
  text[LENGTH] = '\0';
  vce_set_verbose_mode(0);
  capture_stderr();
  vce_errout("%s", text);
  const char *seen = captured_stderr();
  bool same = strcmp(seen, text) == 0;
  free(text);
  CHECK_INT(strlen(seen), LENGTH);
  CHECK(same);
}

static char *diverted;

static void keep_a_copy(int verbosity, const char *text) {
  (void)verbosity;
  free(diverted);
  diverted = strdup(text);
}

static void g01_long_text_is_diverted_whole_and_cut_only_for_lack_of_memory(void **state) {
  (void)state;
  enum { LENGTH = 100000 };
  char *text = malloc(LENGTH + 1);
  memset(text, 'x', LENGTH);
  text[LENGTH] = '\0';
  vce_set_verbose_mode(0);
  vce_errout_set_another(keep_a_copy);
  vce_errout("%s", text);
  CHECK_TEXT(diverted, text);
  memory_runs_out(0);
  vce_errout("%s", text);
  memory_is_back();
  vce_errout_set_another(NULL);
  CHECK_RANGE(strlen(diverted), 1000, LENGTH - 1);
  CHECK(strncmp(diverted, text, strlen(diverted)) == 0);
  free(diverted);
  diverted = NULL;
  free(text);
}

static const char *dump_of(const char *data, int length) {
  vce_set_verbose_mode(0);
  capture_stderr();
  vce_dump_buffer((char *)data, length);
  return captured_stderr();
}

static void g02_dump_breaks_after_sixteen_bytes(void **state) {
  (void)state;
  CHECK_TEXT(dump_of("0123456789abcdefg", 17),
             "30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66 \n67 \n");
}

static void g03_dump_always_ends_with_a_line_break(void **state) {
  (void)state;
  CHECK_TEXT(dump_of("0123456789abcdef", 16),
             "30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66 \n\n");
  CHECK_TEXT(dump_of("", 0), "\n");
  CHECK_TEXT(dump_of("\xff\x01", 2), "ff 01 \n");
}

static int echo_bin16(conn_t c, char *data, int length) {
  return vce_protocol_unparser_bin16(c, data, length);
}

/* What the library writes while one bin16 record comes and goes with the traffic log on. */
static const char *traffic_log(int verbosity) {
  options_t o = options();
  o.parser = vce_protocol_parser_bin16;
  link_t l = join(open_server(&o));
  on.data = echo_bin16;
  vce_set_verbose_mode(verbosity);
  vce_set_read_write_log_mode(1);
  peer_send_hex(l.peer, "00026869");
  capture_stderr();
  hbs(2);
  const char *text = captured_stderr();
  peer_expect_hex(l.peer, "00026869");
  return text;
}

static void g04_traffic_log_at_normal_level_is_the_dumps_alone(void **state) {
  (void)state;
  CHECK_TEXT(traffic_log(0), "00 02 68 69 \n00 02 68 69 \n");
}

static void g05_traffic_log_is_silent_below_zero(void **state) {
  (void)state;
  CHECK_TEXT(traffic_log(-1), "");
}

static void g05_traffic_log_at_verbose_level_has_a_line_per_transfer(void **state) {
  (void)state;
  const char *text = traffic_log(1);
  CHECK_INT(lines_starting(text, "00 02 68 69 "), 2);
  CHECK(lines_starting(text, "") >= 6);
}

static void g05_traffic_log_at_verbose_level_has_a_line_per_write(void **state) {
  (void)state;
  link_t l = join(server());
  vce_set_verbose_mode(1);
  vce_set_read_write_log_mode(1);
  capture_stderr();
  CHECK_INT(vce_conn_write(l.conn, "some", 4), 4);
  char line[64];
  snprintf(line, sizeof line, "write: serial %u, 4 bytes\n", l.conn.serial);
  CHECK_TEXT(captured_stderr(), line);
  vce_set_read_write_log_mode(0);
}

static void g06_failed_bind_is_one_line_with_its_number(void **state) {
  (void)state;
  int port;
  peer_listen(&port);
  vce_set_verbose_mode(0);
  capture_stderr();
  CHECK(vce_tcpcontext_create(1, "127.0.0.1", (unsigned short)port, 4, 64, 64, 9, 0, 1, 0) == NULL);
  CHECK_INT(vce_get_last_error(), VCE_EBIND);
  const char *text = captured_stderr();
  CHECK_INT(lines_starting(text, ""), 1);
  CHECK_INT(lines_starting(text, "Fatal:1207 "), 1);
}

static void g07_failed_name_lookup_is_one_line_with_its_number(void **state) {
  (void)state;
  unsigned int address = 77;
  vce_set_verbose_mode(0);
  capture_stderr();
  CHECK_INT(vce_get_ipv4_addr_by_name(&address, "no.such.host.invalid"), VCE_EIPADDR);
  CHECK_INT(vce_get_last_error(), VCE_EIPADDR);
  const char *text = captured_stderr();
  CHECK_INT(lines_starting(text, ""), 1);
  CHECK_INT(lines_starting(text, "Fatal:1210 "), 1);
  CHECK_INT(address, 77);
}

static void g08_allocations_are_noted_at_verbose_level(void **state) {
  (void)state;
  vce_set_verbose_mode(1);
  capture_stderr();
  void *p = VCEMALLOC(77);
  VCEFREE(p);
  VCEFREE(NULL);
  const char *text = captured_stderr();
  CHECK_INT(lines_starting(text, ""), 3);
  CHECK_INT(lines_starting(text, "Note:10220 "), 1);
  CHECK_INT(lines_starting(text, "Note:10221 "), 2);
}

static int warnings;
static void count_warnings(int verbosity, const char *text) {
  (void)verbosity;
  warnings += lines_starting(text, "Warning:4300 ");
}

static const char *heartbeats_without_parser(int verbosity, int count) {
  options_t o = options();
  o.parser = NULL;
  link_t l = join(open_server(&o));
  peer_send_text(l.peer, "x");
  vce_set_verbose_mode(verbosity);
  capture_stderr();
  hbs(count);
  return captured_stderr();
}

static void g09_data_without_parser_is_warned_of_in_every_heartbeat(void **state) {
  (void)state;
  warnings = 0;
  vce_errout_set_another(count_warnings);
  heartbeats_without_parser(1, 3);
  vce_errout_set_another(NULL);
  CHECK_INT(warnings, 3);
}

/* On standard error it is a line that a peer brings about, and limited like all of them [V30]. */
static void g09_standard_error_has_one_such_line_in_a_second(void **state) {
  (void)state;
  const long long begin = monotonic_ms();
  const char *text = heartbeats_without_parser(1, 3);
  CHECK_RANGE(lines_starting(text, "Warning:4300 "), 1, 1 + (monotonic_ms() - begin) / 1000);
}

static void g09_normal_level_stays_quiet_about_data_without_parser(void **state) {
  (void)state;
  CHECK_TEXT(heartbeats_without_parser(0, 3), "");
}

/* A server's life at normal level: refused and ended peers are written, and nothing else [V30]. */
static void quiet_server_writes_refusals_alone(void **state) {
  (void)state;
  vce_set_verbose_mode(0);
  capture_stderr();
  options_t o = options();
  o.max = 2;
  tcpcontext_t s = open_server(&o);
  link_t a = join(s), b = join(s);
  peer_connect(vce_tcpcontext_get_port(s));
  hb();
  peer_send_text(a.peer, "hello\n");
  hb();
  peer_reset(a.peer);
  vce_conn_set_timeout(b.conn, -1);
  hbs(3);
  vce_tcpcontext_enable_accept(s, 0);
  vce_tcpcontext_cleanup(s);
  hb();
  const char *text = captured_stderr();
  CHECK_INT(lines_starting(text, ""), 2);
  CHECK_INT(lines_starting(text, "Warning:4225 all 2 connections of the context are in use"), 1);
  CHECK_INT(lines_starting(text, "Warning:4105 idle limit exceeded: fd "), 1);
}

static void every_log_line_has_severity_number_and_blank(void **state) {
  (void)state;
  vce_set_verbose_mode(1);
  capture_stderr();
  link_t l = join(server());
  peer_close(l.peer);
  hb();
  vce_set_verbose_mode(0);
  const char *text = captured_stderr();
  CHECK_INT(lines_starting(text, "Note:10200 "), 1);
  CHECK_INT(lines_starting(text, "Note:10320 "), 1);
}

/* The text and how many lines it should have; ordered by serial, newest first. */
static void expected_netstat(char *out, size_t size, link_t newer, link_t older, int local) {
  snprintf(out, size,
           "type=conn,r=0,w=3,rem=127.0.0.1:%d,loc=127.0.0.1:%d,fd=%d,s=%u,last=@,timeo=77\n"
           "type=conn,r=4,w=0,rem=127.0.0.1:%d,loc=127.0.0.1:%d,fd=%d,s=%u,last=@,timeo=77\n",
           peer_port(newer.peer), local, conn_fd(newer.conn), newer.conn.serial,
           peer_port(older.peer), local, conn_fd(older.conn), older.conn.serial);
}

/* Replaces the times by '@', after checking that they are of this minute. */
static void hide_times(char *text) {
  char *at = text;
  while ((at = strstr(at, "last=")) != NULL) {
    char *end;
    at += 5;
    long long last = strtoll(at, &end, 10);
    CHECK_RANGE(last, wall_us() / 1000000 - 60, wall_us() / 1000000);
    *at = '@';
    memmove(at + 1, end, strlen(end) + 1);
  }
}

static tcpcontext_t netstat_scene(link_t *older, link_t *newer) {
  options_t o = options();
  o.timeout = 77;
  o.calls = 0;
  tcpcontext_t s = open_server(&o);
  *older = join(s);
  *newer = join(s);
  peer_send_text(older->peer, "four");
  hb();
  CHECK_INT(vce_conn_write(newer->conn, "out", 3), 3);
  return s;
}

static void s01_netstat_has_one_exact_line_per_connection(void **state) {
  (void)state;
  link_t older, newer;
  tcpcontext_t s = netstat_scene(&older, &newer);
  char text[1000], expected[1000];
  CHECK_INT(vce_get_netstat_string(text, sizeof text), 0);
  CHECK_INT(vce_get_last_error(), 0);
  expected_netstat(expected, sizeof expected, newer, older, vce_tcpcontext_get_port(s));
  hide_times(text);
  CHECK_TEXT(text, expected);
}

static void s01_netstat_needs_two_bytes_more_than_its_text(void **state) {
  (void)state;
  link_t older, newer;
  netstat_scene(&older, &newer);
  char text[1000], small[1000];
  CHECK_INT(vce_get_netstat_string(text, sizeof text), 0);
  int length = (int)strlen(text);
  CHECK_INT(vce_get_netstat_string(small, length + 2), 0);
  CHECK_TEXT(small, text);
  for (int room = length + 1; room >= 0; --room) {
    memset(small, 0x55, sizeof small);
    CHECK_INT(vce_get_netstat_string(small, room), VCE_EFULL);
    CHECK_INT(vce_get_last_error(), VCE_EFULL);
    for (size_t i = (size_t)room; i < sizeof small; ++i) CHECK_INT(small[i], 0x55);
    if (room > 0) CHECK(memchr(small, 0, (size_t)room) != NULL);
  }
  CHECK_INT(vce_get_netstat_string(small, -1), VCE_EFULL);
}

static void s02_without_connections_netstat_is_empty(void **state) {
  (void)state;
  server();
  char text[10] = "untouched";
  CHECK_INT(vce_get_netstat_string(text, sizeof text), 0);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_TEXT(text, "");
}

static void s03_writes_that_fail_or_are_empty_count_as_calls(void **state) {
  (void)state;
  options_t o = options();
  o.wblen = 10;
  conn_t c = join(open_server(&o)).conn;
  vce_stat_t before = counters();
  char data[11] = "0123456789";
  CHECK_INT(vce_conn_write(c, data, 11), VCE_EFULL);
  CHECK_INT(vce_get_last_error(), VCE_EFULL);
  CHECK_INT(vce_conn_write(c, data, 0), 0);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  CHECK_INT(vce_conn_write(c, data, 3), 3);
  CHECK_INT(CHANGED(before, conn_write), 3);
}

static void show_stat_lists_connections_between_two_lines(void **state) {
  (void)state;
  vce_set_verbose_mode(0);
  capture_stderr();
  vce_conn_show_stat();
  CHECK_TEXT(captured_stderr(), "");
  tcpcontext_t s = server();
  link_t a = join(s);
  join(s);
  vce_set_verbose_mode(0);
  capture_stderr();
  vce_conn_show_stat();
  CHECK_INT(vce_get_last_error(), 0);
  const char *text = captured_stderr();
  CHECK_INT(lines_starting(text, ""), 4);
  CHECK_INT(lines_starting(text, "=== SHOW CONNECTION STATISTICS ==="), 1);
  CHECK_INT(lines_starting(text, "=== END ==="), 1);
  char remote[60];
  snprintf(remote, sizeof remote, "IP:127.0.0.1:%05d ", peer_port(a.peer));
  CHECK(strstr(text, remote) != NULL);
  CHECK(strstr(text, " Sv:1 ") != NULL);
  vce_set_verbose_mode(-1);
  capture_stderr();
  vce_conn_show_stat();
  CHECK_TEXT(captured_stderr(), "");
}

int main(void) {
  const struct CMUnitTest lifecycle_messages[] = {
      TEST(e01_failed_write_sets_the_last_error_and_a_heartbeat_clears_it),
      TEST(e01_heartbeat_leaves_no_error_whatever_happened_in_it),
      TEST(e02_calls_that_report_nothing_keep_the_last_error),
      TEST(e02_calls_that_clear_the_last_error),
      TEST(e03_close_reasons_are_their_own_names),
      TEST(e04_every_code_has_a_text_of_its_own),
      TEST(g01_verbosity_decides_what_is_written),
      TEST(g01_long_text_is_written_whole),
      TEST(g01_long_text_is_diverted_whole_and_cut_only_for_lack_of_memory),
      TEST(g02_dump_breaks_after_sixteen_bytes),
      TEST(g03_dump_always_ends_with_a_line_break),
      TEST(g04_traffic_log_at_normal_level_is_the_dumps_alone),
      TEST(g05_traffic_log_is_silent_below_zero),
      TEST(g05_traffic_log_at_verbose_level_has_a_line_per_transfer),
      TEST(g05_traffic_log_at_verbose_level_has_a_line_per_write),
      TEST(g06_failed_bind_is_one_line_with_its_number),
      TEST(g07_failed_name_lookup_is_one_line_with_its_number),
      TEST(g08_allocations_are_noted_at_verbose_level),
      TEST(g09_data_without_parser_is_warned_of_in_every_heartbeat),
      TEST(g09_standard_error_has_one_such_line_in_a_second),
      TEST(g09_normal_level_stays_quiet_about_data_without_parser),
      TEST(quiet_server_writes_refusals_alone),
      TEST(every_log_line_has_severity_number_and_blank),
      TEST(s01_netstat_has_one_exact_line_per_connection),
      TEST(s01_netstat_needs_two_bytes_more_than_its_text),
      TEST(s02_without_connections_netstat_is_empty),
      TEST(s03_writes_that_fail_or_are_empty_count_as_calls),
      TEST(show_stat_lists_connections_between_two_lines),
  };
  return RUN(lifecycle_messages);
}
