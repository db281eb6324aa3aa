/* Records of all kinds, parsers, and streams that one side reads slowly. */
#include <string.h>

#include "app.h"
#include "scenarios.h"

/* ---- Echo: a client and a server of the library ---- */

enum { ECHOES = 5 };

typedef struct kind_t {
  int (*parser)(conn_t);
  int (*send)(conn_t, const char *, int);
} kind_t;

static kind_t kind;
static tcpcontext_t echoing;

static int send_line(conn_t c, const char *data, int length) {
  (void)length;
  return send_text(c, data);
}

static int send_raw(conn_t c, const char *data, int length) {
  char copy[4096];
  memcpy(copy, data, (size_t)length);
  return RESULT(vce_protocol_unparser_through(c, copy, length), VCE_EINVAL, VCE_ENOTREADY,
                VCE_ECLOSED, VCE_EFULL);
}

static int echo(conn_t c, char *data, int length) {
  if (vce_conn_get_tcpcontext(c) != echoing) return 0;
  char copy[4096];
  CHECK(length < (int)sizeof copy);
  memcpy(copy, data, (size_t)length);
  copy[length] = '\0';
  EXPECT(kind.send(c, copy, length) >= length);
  return 0;
}

static size_t received_by(conn_t c) {
  size_t length = 0;
  events_data_of(c, &length);
  return length;
}

static void echo_all(kind_t how) {
  kind = how;
  options_t o = options();
  o.parser = how.parser;
  o.rblen = 4096;
  o.wblen = 4096;
  o.calls = 10;
  echoing = make_server(&o);
  conn_t c = connect_to(make_client(&o), "127.0.0.1", vce_tcpcontext_get_port(echoing));
  on.data = echo;
  size_t sent = 0;
  static const int lengths[ECHOES] = {1, 10, 200, 1500, 2};
  for (int i = 0; i < ECHOES; ++i) {
    char data[2000];
    memset(data, 'a' + i, sizeof data);
    data[lengths[i]] = '\0';
    if (how.send(c, data, lengths[i]) >= lengths[i]) sent += (size_t)lengths[i];
    EXPECT(sent > 0);
    if (i % 2 == 0) beat();
  }
  BEAT_UNTIL(received_by(c) == sent || !vce_conn_is_valid(c), 60);
  CHECK(received_by(c) <= sent);
  EXPECT(vce_conn_is_valid(c));
  end_contexts();
}

static void echo_text(void) { echo_all((kind_t){vce_protocol_parser_text, send_line}); }
static void echo_bin16(void) { echo_all((kind_t){vce_protocol_parser_bin16, send_bin16}); }
static void echo_bin32(void) { echo_all((kind_t){vce_protocol_parser_bin32, send_bin32}); }
static void echo_through(void) { echo_all((kind_t){vce_protocol_parser_through, send_raw}); }

/* A record of 150,000 bytes: buffers grow, and shrink again. */
static void big_records(void) {
  static char big[100001];
  memset(big, 'b', sizeof big - 1);
  kind = (kind_t){vce_protocol_parser_bin32, send_bin32};
  options_t o = options();
  o.parser = vce_protocol_parser_bin32;
  o.rblen = o.wblen = 1 << 18;
  echoing = make_server(&o);
  conn_t c = connect_to(make_client(&o), "127.0.0.1", vce_tcpcontext_get_port(echoing));
  int sent = 0;
  for (int i = 0; i < 3; ++i) {
    if (send_bin32(c, big, 40000 + i * 30000) > 0) sent += 40000 + i * 30000;
    beat();
  }
  conn_t other[1];
  BEAT_UNTIL(vce_tcpcontext_get_all_connection(echoing, other, 1) == 1, 80);
  BEAT_UNTIL(received_by(other[0]) == (size_t)sent || !vce_conn_is_valid(c), 80);
  end_contexts();
}

/* All get the lines of one peer, also where memory is short; one that misses a line is closed. */
static int relay(conn_t c, char *data, int length) {
  char line[2048];
  memcpy(line, data, (size_t)length);
  line[length] = '\n';
  return vce_tcpcontext_broadcast(echoing, line, length + 1, c, VCE_FULL_CLOSE);
}

static void relayed_lines(void) {
  options_t o = options();
  echoing = make_server(&o);
  on.data = relay;
  link_t speaker = join_server(echoing), hearer = join_server(echoing);
  char text[202];
  memset(text, 'r', 200);
  memcpy(text + 200, "\n", 2);
  say(speaker.peer, text);
  beat();
  say(speaker.peer, "short\n");
  BEAT_UNTIL(events_count_of('R', speaker.conn) == 2 || !vce_conn_is_valid(speaker.conn), 40);
  EXPECT(vce_conn_is_valid(hearer.conn));
  CHECK(!vce_conn_is_closed(speaker.conn)); /* want of room elsewhere is not the speaker's fault */
  end_contexts();
}

/* Two records or ten bytes a second: the rest comes when the time has passed. */
static void limited_senders(void) {
  options_t o = options();
  o.calls = 10;
  tcpcontext_t t = make_server(&o);
  if (RESULT(vce_tcpcontext_set_conn_rate(t, 2, 10, NULL), VCE_EMEM) < 0) {
    end_contexts();
    return;
  }
  link_t l = join_server(t), ended = join_server(t);
  say(l.peer, "1\n2\n3\n4\n12 bytes are two more\n");
  say(ended.peer, "1\n2\n3\n");
  beats(2);
  EXPECT(events_count_of('R', l.conn) <= 2 && events_count_of('R', ended.conn) <= 2);
  if (vce_conn_is_valid(ended.conn)) vce_conn_close(ended.conn);
  for (int i = 0; i < 8; ++i) {
    shim_pass_time(1000000);
    beats(2);
  }
  BEAT_UNTIL(events_count_of('R', l.conn) == 5 || !vce_conn_is_valid(l.conn), 40);
  end_contexts();
}

/* Options of TCP that the system may refuse; the connections are made nevertheless. */
static void tcp_options(void) {
  options_t o = options();
  tcpcontext_t t = make_server(&o), c = make_client(&o);
  RESULT(vce_tcpcontext_set_keepalive(t, 60, 10, 3), VCE_ESETSOCKOPT);
  RESULT(vce_tcpcontext_set_user_timeout(t, 60000), VCE_ESETSOCKOPT);
  RESULT(vce_tcpcontext_set_keepalive(t, 0, 20, 0), VCE_ESETSOCKOPT);
  CHECK_INT(RESULT(vce_tcpcontext_set_keepalive(c, 60, 10, 3), VCE_ERANGE), 0);
  CHECK_INT(RESULT(vce_tcpcontext_set_user_timeout(c, 60000), VCE_ERANGE), 0);
  join_server(t);
  connect_to(c, "127.0.0.1", vce_tcpcontext_get_port(t));
  beats(2);
  end_contexts();
}

/* ---- Parsers of the program's own ---- */

/* Takes three bytes at a time, and leaves after six what remains to the next parser. */
static int take_three(conn_t c) {
  char *at = NULL;
  int length = 0;
  vce_conn_get_buffer(c, &at, &length, NULL, NULL);
  if (length < 3) return 0;
  CHECK_INT(vce_conn_shrink_readbuf(c, 3), 3);
  if (memcmp(at, "SWI", 3) == 0) vce_conn_set_parser(c, vce_protocol_parser_text, record_data);
  if (memcmp(at, "BRK", 3) == 0) vce_conn_break_heartbeat();
  return memcmp(at, "END", 3) == 0 ? -1 : 0;
}

static void custom_parser(void) {
  options_t o = options();
  o.parser = record_parser;
  o.calls = 4;
  tcpcontext_t t = make_server(&o);
  on.parser = take_three;
  link_t l = join_server(t), other = join_server(t);
  say(l.peer, "abcBRKdefSWIline\nlast\n");
  say(other.peer, "abEND?");
  BEAT_UNTIL(events_count_of('R', l.conn) == 2 || !vce_conn_is_valid(l.conn), 40);
  if (vce_conn_is_valid(other.conn)) say(other.peer, "END");
  beat();
  end_contexts();
}

/* Records that the program parses when it likes, on one connection at a time, and none at all. */
static void pulling_parser(void) {
  options_t o = options();
  o.calls = 0;
  o.rblen = 20;
  tcpcontext_t t = make_server(&o);
  link_t l = join_server(t);
  vce_tcpcontext_set_conn_parser(t, NULL, NULL);
  link_t without = join_server(t);
  say(without.peer, "nobody parses this");
  for (int i = 0; i < 8; ++i) say(l.peer, "0123456\n");
  for (int i = 0; i < 40 && events_count('R') < 8 && vce_conn_is_valid(l.conn); ++i) {
    beat();
    RESULT(vce_protocol_parser_text(l.conn), VCE_EINVAL);
    vce_heartbeat_on_single_conn(without.conn);
  }
  EXPECT(events_count('R') == 8);
  end_contexts();
}

/* What no parser accepts: records that are too long, with and without the program's say. */
static int one_more(conn_t c) {
  (void)c;
  return 0;
}

static int not_one_more(conn_t c) {
  vce_conn_close(c);
  return -1;
}

static void records_too_long(void) {
  options_t o = options();
  o.parser = vce_protocol_parser_bin16;
  tcpcontext_t t = make_server(&o);
  link_t early = join_server(t);
  SETTER(vce_tcpcontext_protocol_set_maxlength(t, 3, record_too_long));
  on.too_long = one_more;
  link_t l = join_server(t);
  peer_send_some(l.peer, "\0\4abcd", 6);
  peer_send_some(early.peer, "\0\4abcd", 6);
  BEAT_UNTIL(events_count('R') == 2 || !vce_conn_is_valid(l.conn), 20);
  on.too_long = not_one_more;
  peer_send_some(l.peer, "\0\4ab", 4);
  BEAT_UNTIL(!vce_conn_is_valid(l.conn), 20);
  peer_send_some(early.peer, "\377\377", 2);
  BEAT_UNTIL(!vce_conn_is_valid(early.conn), 20);
  o.parser = vce_protocol_parser_text;
  o.rblen = 10;
  link_t text = join_server(make_server(&o));
  say(text.peer, "no end of line");
  BEAT_UNTIL(!vce_conn_is_valid(text.conn), 20);
  end_contexts();
}

/* ---- Slow readers ---- */

static size_t fill(conn_t c, size_t most) {
  char data[512];
  memset(data, 'x', sizeof data - 1);
  data[sizeof data - 1] = '\0';
  size_t sum = 0;
  while (sum < most && send_bytes(c, data, sizeof data - 1) > 0) sum += sizeof data - 1;
  return sum;
}

static void slow_reader(void) {
  options_t o = options();
  o.wblen = 20000;
  tcpcontext_t t = make_server(&o);
  link_t l = join_narrow_server(t);
  size_t written = 0, heard = 0;
  for (int i = 0; i < 20; ++i) {
    written += fill(l.conn, 8000);
    beat();
  }
  EXPECT(vce_conn_writed(l.conn) == 0);
  for (int i = 0; i < 200 && heard < written && vce_conn_is_valid(l.conn); ++i) {
    heard += hear(l.peer);
    beat();
  }
  EXPECT(heard == written);
  CHECK(heard <= written);
  end_contexts();
}

/* Reading rests while answers cannot leave. */
static int long_answer(conn_t c, char *data, int length) {
  (void)data, (void)length;
  fill(c, 3000);
  return 0;
}

static void safety_read(void) {
  options_t o = options();
  o.wblen = 4000;
  o.calls = 10;
  tcpcontext_t t = make_server(&o);
  on.data = long_answer;
  CHECK_INT(RESULT(vce_tcpcontext_set_conn_safety_read(t, 100), VCE_ERANGE), 0);
  link_t l = join_server(t);
  say(l.peer, "1\n2\n3\n4\n");
  for (int i = 0; i < 30 && events_count('R') < 4; ++i) {
    beat();
    hear(l.peer);
  }
  EXPECT(events_count('R') == 4);
  CHECK_INT(vce_tcpcontext_set_conn_safety_read(t, 0), 0);
  beat();
  end_contexts();
}

const scenario_t scenarios_traffic[] = {
    {.name = "echo_text", .run = echo_text},
    {.name = "echo_bin16", .run = echo_bin16},
    {.name = "echo_bin32", .run = echo_bin32},
    {.name = "echo_through", .run = echo_through},
    {.name = "big_records", .run = big_records},
    {.name = "relayed_lines", .run = relayed_lines},
    {.name = "limited_senders", .run = limited_senders},
    {.name = "tcp_options", .run = tcp_options},
    {.name = "custom_parser", .run = custom_parser},
    {.name = "pulling_parser", .run = pulling_parser},
    {.name = "records_too_long", .run = records_too_long},
    {.name = "slow_reader", .run = slow_reader},
    {.name = "safety_read", .run = safety_read},
    {.name = NULL},
};
