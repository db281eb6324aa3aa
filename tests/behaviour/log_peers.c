/* A peer that came again and again filled the log, a line for each time, without its address; and
 * why it was not let in was not said at all. */
#include "../support/harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pressure.h"

enum { ROUND_MS = 1100 }; /* longer than the second in which one line of a kind is written */

static int no(conn_t c) {
  (void)c;
  return -1;
}

static int no_hiwater(conn_t c, int connections) {
  (void)c;
  (void)connections;
  return -1;
}

static int no_record(conn_t c, char *data, int length) {
  (void)c;
  (void)data;
  (void)length;
  return -1;
}

static unsigned int kicked[2];

static void kick(tcpcontext_t t) {
  kicked[0] = htonl(INADDR_LOOPBACK);
  vce_tcpcontext_set_conn_kickip_array(t, kicked);
}
static void limit_rate(tcpcontext_t t) { vce_tcpcontext_set_accept_max(t, 1, NULL); }
static void disable(tcpcontext_t t) { vce_tcpcontext_enable_accept(t, 0); }
static void limit_address(tcpcontext_t t) { vce_tcpcontext_set_max_per_address(t, 1); }
static void leave_alone(tcpcontext_t t) { (void)t; }
static void watch(tcpcontext_t t) { vce_tcpcontext_set_conn_acceptwatcher(t, no); }
static void watch_hiwater(tcpcontext_t t) {
  vce_tcpcontext_set_conn_hiwater_acceptwatcher(t, 1, no_hiwater);
}
static void limit_record(tcpcontext_t t) {
  vce_tcpcontext_protocol_set_maxlength(t, 10, no);
  vce_tcpcontext_set_conn_parser(t, vce_protocol_parser_bin16, no_record);
}
static void parse_bin16(tcpcontext_t t) {
  vce_tcpcontext_set_conn_parser(t, vce_protocol_parser_bin16, no_record);
}

static const struct refusal {
  const char *line; /* how it begins */
  void (*prepare)(tcpcontext_t);
  const char *bytes; /* what a peer sends, in hexadecimal */
  int max;           /* connections of the context */
  int timeout;
} refusals[] = {
    {"peer on the kick list turned away, port ", kick, "", 10, 60},
    {"Warning:4312 accept rate exceeded, port ", limit_rate, "", 10, 60},
    {"Warning:4312 accepting is disabled, port ", disable, "", 10, 60},
    {"Warning:4312 an address has all 1 connections that it may have, port ", limit_address, "", 10,
     60},
    {"Warning:4225 all 1 connections of the context are in use, port ", leave_alone, "", 1, 60},
    {"Warning:4103 accept watcher refused: fd ", watch, "", 10, 60},
    {"Warning:4106 accept watcher refused: fd ", watch_hiwater, "", 10, 60},
    {"Warning:4105 idle limit exceeded: fd ", leave_alone, "", 10, -1},
    {"record of 256 bytes refused: fd ", limit_record, "0100", 10, 60},
    {"record of fd ", parse_bin16, "ffff", 10, 60},
    {"Note:10326 parser ended the connection: fd ", parse_bin16, "0000", 10, 60},
};

static tcpcontext_t refusing_server(const struct refusal *kind) {
  options_t o = options();
  o.max = kind->max;
  tcpcontext_t t = open_server(&o);
  kind->prepare(t);
  /* The peer that is in already, where that is why others are not. */
  if (kind->prepare == limit_rate || kind->prepare == limit_address || kind->max == 1)
    join(t);
  if (kind->prepare == limit_rate)
    join(t); /* a rate of one lets two in at once */
  return t;
}

static void be_refused(tcpcontext_t t, const struct refusal *kind) {
  int peer = peer_connect(vce_tcpcontext_get_port(t));
  if (*kind->bytes)
    peer_send_hex(peer, kind->bytes);
  if (kind->timeout < 0) {
    conn_t c = {NULL, 0};
    PUMP_UNTIL((c = conn_of_peer(t, peer)).p != NULL);
    vce_conn_set_timeout(c, kind->timeout);
  }
  PUMP_UNTIL(peer_at_end(peer));
  peer_close(peer);
}

static long long left_out(void) {
  vce_counters_t c;
  CHECK_INT(vce_get_counters(&c, sizeof c), 0);
  return c.log_left_out;
}

/* Sum of all " (N more like this left out)". */
static long long told_left_out(const char *text) {
  long long sum = 0;
  for (const char *at = text; (at = strstr(at, " (")) != NULL; ++at)
    if (strstr(at, " more like this left out)") != NULL)
      sum += atoll(at + 2);
  return sum;
}

static void check_refusal(const struct refusal *kind) {
  tcpcontext_t t = refusing_server(kind);
  vce_set_verbose_mode(0);
  const long long before = left_out(), logged = counters().log_count;
  const long long begin = monotonic_ms();
  int attempts = 0;
  capture_stderr();
  /* From the end of the first attempt to the beginning of the last one: each may take long. */
  long long first_end = 0, last_begin;
  do {
    last_begin = monotonic_ms();
    be_refused(t, kind);
    if (++attempts == 1)
      first_end = monotonic_ms();
  } while (last_begin - first_end < ROUND_MS || attempts < 3);
  const long long seconds = (monotonic_ms() - begin) / 1000;
  const char *text = captured_stderr();
  vce_set_verbose_mode(-1);
  const long long lines = lines_starting(text, kind->line);
  CHECK_INT(lines_starting(text, ""), lines); /* one line for one refusal, and nothing else */
  CHECK_RANGE(lines, 2, seconds + 2);
  CHECK_INT(lines + left_out() - before, attempts);
  CHECK_INT(counters().log_count - logged, attempts);
  CHECK_RANGE(told_left_out(text), attempts > 3, left_out() - before);
  CHECK(strstr(text, ", peer 127.0.0.1 port ") != NULL);
  vce_tcpcontext_cleanup(t);
  hb();
}

#define REFUSAL_TEST(name, n)                                                                      \
  static void name##_is_said_once_a_second_with_a_count(void **state) {                            \
    (void)state;                                                                                   \
    check_refusal(&refusals[n]);                                                                   \
  }
REFUSAL_TEST(kicked, 0)
REFUSAL_TEST(too_many_accepts, 1)
REFUSAL_TEST(accepting_disabled, 2)
REFUSAL_TEST(address_full, 3)
REFUSAL_TEST(context_full, 4)
REFUSAL_TEST(watcher_refuses, 5)
REFUSAL_TEST(hiwater_watcher_refuses, 6)
REFUSAL_TEST(idle_limit, 7)
REFUSAL_TEST(record_too_long, 8)
REFUSAL_TEST(record_can_never_fit, 9)
REFUSAL_TEST(parser_refuses, 10)

static void v30_a_line_is_said_for_each_context(void **state) {
  (void)state;
  const struct refusal *kind = &refusals[2];
  tcpcontext_t a = refusing_server(kind), b = refusing_server(kind);
  vce_set_verbose_mode(0);
  capture_stderr();
  be_refused(a, kind);
  be_refused(b, kind);
  const char *text = captured_stderr();
  char line[100];
  for (int i = 0; i < 2; ++i) {
    snprintf(line, sizeof line, "%s%d, peer 127.0.0.1 port ", kind->line,
             vce_tcpcontext_get_port(i == 0 ? a : b));
    CHECK_INT(lines_starting(text, line), 1);
  }
}

static void a_refused_peer_is_named_with_its_own_port(void **state) {
  (void)state;
  tcpcontext_t t = refusing_server(&refusals[2]);
  vce_set_verbose_mode(0);
  int peer = peer_connect(vce_tcpcontext_get_port(t));
  capture_stderr();
  PUMP_UNTIL(peer_at_end(peer));
  char line[100];
  snprintf(line, sizeof line, "%s%d, peer 127.0.0.1 port %d\n", refusals[2].line,
           vce_tcpcontext_get_port(t), peer_port(peer));
  CHECK_TEXT(captured_stderr(), line);
}

static void below_zero_nothing_is_said(void **state) {
  (void)state;
  const struct refusal *kind = &refusals[2];
  tcpcontext_t t = refusing_server(kind);
  vce_set_verbose_mode(-1);
  capture_stderr();
  be_refused(t, kind);
  CHECK_TEXT(captured_stderr(), "");
}

static int diverted;
static void count_lines(int verbosity, const char *text) {
  (void)verbosity;
  CHECK(strstr(text, "left out") == NULL);
  CHECK(strstr(text, ", peer 127.0.0.1 port ") != NULL);
  ++diverted;
}

/* Lines of a kind that reach a callback when it happens `count` times in a moment. */
static int lines_of_callback(const struct refusal *kind, int verbosity, int count) {
  tcpcontext_t t = refusing_server(kind);
  vce_set_verbose_mode(verbosity);
  vce_errout_set_another(count_lines);
  diverted = 0;
  for (int i = 0; i < count; ++i) {
    if (verbosity > 0)
      vce_set_verbose_mode(0); /* one line, not those about connecting */
    int peer = peer_connect(vce_tcpcontext_get_port(t));
    peer_send_hex(peer, kind->bytes);
    vce_set_verbose_mode(verbosity);
    PUMP_UNTIL(peer_at_end(peer));
    peer_close(peer);
  }
  vce_errout_set_another(NULL);
  vce_set_verbose_mode(-1);
  vce_tcpcontext_cleanup(t);
  hb();
  return diverted;
}

/* "disabled" was a verbose line, "can never fit" a normal one. */
static void a_callback_gets_every_line_that_it_always_got(void **state) {
  (void)state;
  CHECK_INT(lines_of_callback(&refusals[2], 1, 20), 20);
  CHECK_INT(lines_of_callback(&refusals[9], 0, 20), 20);
}

static void count_any(int verbosity, const char *text) {
  (void)verbosity;
  (void)text;
  ++diverted;
}

static void a_callback_gets_new_lines_limited(void **state) {
  (void)state;
  const struct refusal *kind = &refusals[2];
  tcpcontext_t t = refusing_server(kind);
  const long long begin = monotonic_ms(), before = left_out();
  vce_set_verbose_mode(0);
  vce_errout_set_another(count_any);
  diverted = 0;
  for (int i = 0; i < 20; ++i)
    be_refused(t, kind);
  vce_errout_set_another(NULL);
  CHECK_RANGE(diverted, 1, (monotonic_ms() - begin) / 1000 + 2);
  CHECK_INT(diverted + left_out() - before, 20);
}

/* Verbose lines are limited on standard error, too. */
static void verbose_lines_are_limited_on_standard_error(void **state) {
  (void)state;
  tcpcontext_t t = server();
  vce_set_verbose_mode(1);
  const long long begin = monotonic_ms();
  capture_stderr();
  for (int i = 0; i < 20; ++i) {
    link_t l = join(t);
    peer_close(l.peer);
    hbs(2);
  }
  const char *text = captured_stderr();
  vce_set_verbose_mode(-1);
  const long long most = (monotonic_ms() - begin) / 1000 + 2;
  CHECK_RANGE(lines_starting(text, "Note:10200 connection accepted: "), 1, most);
  CHECK_RANGE(lines_starting(text, "Note:10320 end of stream: "), 1, most);
}

int main(void) {
  const struct CMUnitTest log_peers[] = {
      TEST(kicked_is_said_once_a_second_with_a_count),
      TEST(too_many_accepts_is_said_once_a_second_with_a_count),
      TEST(accepting_disabled_is_said_once_a_second_with_a_count),
      TEST(address_full_is_said_once_a_second_with_a_count),
      TEST(context_full_is_said_once_a_second_with_a_count),
      TEST(watcher_refuses_is_said_once_a_second_with_a_count),
      TEST(hiwater_watcher_refuses_is_said_once_a_second_with_a_count),
      TEST(idle_limit_is_said_once_a_second_with_a_count),
      TEST(record_too_long_is_said_once_a_second_with_a_count),
      TEST(record_can_never_fit_is_said_once_a_second_with_a_count),
      TEST(parser_refuses_is_said_once_a_second_with_a_count),
      TEST(v30_a_line_is_said_for_each_context),
      TEST(a_refused_peer_is_named_with_its_own_port),
      TEST(below_zero_nothing_is_said),
      TEST(a_callback_gets_every_line_that_it_always_got),
      TEST(a_callback_gets_new_lines_limited),
      TEST(verbose_lines_are_limited_on_standard_error),
  };
  return RUN(log_peers);
}
