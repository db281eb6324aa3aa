/* Ends of connections: by either side, at every moment, inside every callback. */
#include <string.h>

#include "app.h"
#include "scenarios.h"

static int echo_line(conn_t c, char *data, int length) {
  char line[64] = "";
  memcpy(line, data, (size_t)MIN(length, 63));
  send_text(c, line);
  return 0;
}

/* The peer sends and finishes: all is parsed, all is answered, then it ends. */
static void drain_at_end(void) {
  options_t o = options();
  on.data = echo_line;
  tcpcontext_t t = make_server(&o);
  link_t l = join_server(t);
  say(l.peer, "one\ntwo\nthree\nfour\nrest");
  peer_finish(l.peer);
  size_t heard = 0;
  for (int i = 0; i < 30 && vce_conn_is_valid(l.conn); ++i) {
    beat();
    heard += hear(l.peer);
  }
  EXPECT(heard == strlen("one\ntwo\nthree\nfour\n") && !vce_conn_is_valid(l.conn));
  end_contexts();
}

/* Resets, with records on their way in both directions. */
static void reset_by_peer(void) {
  options_t o = options();
  on.data = echo_line;
  tcpcontext_t t = make_server(&o);
  link_t l[3];
  for (int i = 0; i < 3; ++i) l[i] = join_server(t);
  for (int i = 0; i < 3; ++i) say(l[i].peer, "one\ntwo\nthree\n");
  peer_reset(l[0].peer);
  beat();
  peer_reset(l[1].peer);
  beats(2);
  send_text(l[2].conn, "last words");
  peer_reset(l[2].peer);
  BEAT_UNTIL(connections(t) == 0, 30);
  end_contexts();
}

/* The program closes with output that one peer takes slowly, and the other one never. */
static void close_while_draining(void) {
  options_t o = options();
  o.wblen = 60000;
  tcpcontext_t t = make_server(&o);
  static char data[10001];
  memset(data, 'd', sizeof data - 1);
  link_t l[2];
  size_t written[2] = {0, 0}, heard = 0;
  for (int i = 0; i < 2; ++i) {
    l[i] = join_narrow_server(t);
    for (int n = 0; n < 5; ++n)
      if (send_bytes(l[i].conn, data, sizeof data - 1) > 0) written[i] += sizeof data - 1;
    vce_conn_set_timeout(l[i].conn, 5);
    vce_conn_close(l[i].conn);
  }
  for (int i = 0; i < 300 && vce_conn_is_valid(l[0].conn); ++i) {
    heard += hear(l[0].peer);
    beat();
  }
  heard += hear(l[0].peer);
  EXPECT(heard == written[0]);
  CHECK(heard <= written[0]);
  EXPECT(vce_conn_is_valid(l[1].conn));
  shim_pass_time(10000000);
  BEAT_UNTIL(!vce_conn_is_valid(l[1].conn), 10);
  end_contexts();
}

/* ---- Inside callbacks ---- */

#define PLACES(DO)                                                                                 \
  DO(accept) DO(data) DO(io) DO(parser) DO(close) DO(final) DO(too_long) DO(warning)
#define PLACE(name) AT_##name,
typedef enum place_t { PLACES(PLACE) } place_t;

static place_t place;
static tcpcontext_t theirs, others;
static void (*deed)(conn_t);

static int strike_at(place_t where, conn_t c) {
  if (where == place) deed(c);
  return 0;
}

static int at_accept(conn_t c) { return strike_at(AT_accept, c); }
static int at_data(conn_t c, char *d, int n) { return (void)d, (void)n, strike_at(AT_data, c); }
static void at_io(conn_t c, int w, char *d, size_t n) {
  (void)w, (void)d, (void)n;
  strike_at(AT_io, c);
}
static int at_parser(conn_t c) {
  strike_at(AT_parser, c);
  return vce_protocol_parser_bin16(c);
}
static int at_close(conn_t c, CLOSE_REASON r) { return (void)r, strike_at(AT_close, c); }
static void at_final(conn_t c) { strike_at(AT_final, c); }
static int at_too_long(conn_t c) { return strike_at(AT_too_long, c); }
static int at_warning(tcpcontext_t t) { return (void)t, strike_at(AT_warning, null_conn); }

/* One round of life in which `deed` is done in callbacks of one kind. */
static void live_through(place_t where, void (*what)(conn_t)) {
  place = where;
  deed = what;
  on = (hooks){.accept = at_accept,
               .data = at_data,
               .close = at_close,
               .final = at_final,
               .io = at_io,
               .parser = at_parser,
               .too_long = at_too_long,
               .warning = at_warning};
  options_t o = options();
  o.parser = where == AT_parser ? record_parser : vce_protocol_parser_bin16;
  o.calls = 3;
  theirs = make_server(&o);
  SETTER(vce_tcpcontext_protocol_set_maxlength(theirs, 5, record_too_long));
  if (where == AT_warning) vce_tcpcontext_set_accept_max(theirs, 1, record_warning);
  others = make_client(&o);
  int port = 0;
  peer_listen(&port);
  const int target = vce_tcpcontext_get_port(theirs);
  conn_t other = connect_to(others, "127.0.0.1", port);
  int peers[3];
  for (int i = 0; i < 3; ++i) {
    peers[i] = peer_connect(target);
    peer_send_some(peers[i], i == 1 ? "\0\6toobig" : "\0\3abc\0\3def", i == 1 ? 8 : 10);
  }
  beat();
  conn_t all[3];
  const int count = vce_tcpcontext_get_all_connection(theirs, all, 3);
  for (int i = 0; i < count; ++i) {
    clear_last_error();
    vce_conn_set_io_callback(all[i], record_io);
    (void)FAILED(VCE_EMEM);
    send_bin16(all[i], "answer", 6);
  }
  beats(2);
  vce_conn_close(other);
  for (int i = 0; i < 3; ++i) peer_close(peers[i]);
  beats(4);
  memset(&on, 0, sizeof on);
  end_contexts();
}

static int close_visited(conn_t c) {
  vce_conn_close(c);
  return 0;
}

static void close_this(conn_t c) {
  send_bin16(c, "bye", 3);
  vce_conn_close(c);
  CHECK(c.p == NULL || vce_conn_is_valid(c));
  vce_heartbeat(); /* does nothing */
  CHECK_INT(vce_finalize(), VCE_EFINALIZE);
}

static void close_others(conn_t c) {
  (void)c;
  RESULT(vce_tcpcontext_conn_iterate(theirs, close_visited), VCE_EINVAL);
  vce_conn_close_tcpcontext_all(others);
}

static void clean_up(conn_t c) {
  vce_tcpcontext_cleanup(theirs);
  vce_tcpcontext_cleanup(others);
  CHECK(c.p == NULL || vce_conn_is_valid(c));
}

#define SCENES(name)                                                                               \
  static void close_in_##name(void) { live_through(AT_##name, close_this); }                       \
  static void close_others_in_##name(void) { live_through(AT_##name, close_others); }              \
  static void clean_up_in_##name(void) { live_through(AT_##name, clean_up); }
PLACES(SCENES)

static int clean_up_visited(conn_t c) {
  clean_up(c);
  return 0;
}

static void clean_up_in_iterate(void) {
  options_t o = options();
  theirs = make_server(&o);
  others = make_client(&o);
  join_server(theirs);
  join_server(theirs);
  CHECK_INT(vce_tcpcontext_conn_iterate(theirs, clean_up_visited), 0);
  end_contexts();
}

/* ---- A closewatcher that dials again ---- */

static tcpcontext_t dialling;
static int dialled_port, dials_left;

static int dial_again(conn_t c, CLOSE_REASON reason) {
  (void)c, (void)reason;
  if (dials_left-- <= 0) return 0;
  conn_t again = vce_tcpcontext_connect(dialling, "127.0.0.1", (unsigned short)dialled_port);
  if (again.p == NULL) FAILED(VCE_EFULL, VCE_ESOCKET, VCE_ECONNECT, VCE_ESETSOCKOPT);
  return 0;
}

static void dial_from_closewatcher(void) {
  options_t o = options();
  o.nonblock = 1;
  dialling = make_client(&o);
  on.close = dial_again;
  dials_left = 4;
  dialled_port = peer_refused_port();
  connect_to(dialling, "127.0.0.1", dialled_port);
  BEAT_UNTIL(dials_left <= 0, 60);
  dials_left = 0;
  end_contexts();
}

const scenario_t scenarios_ends[] = {
    {.name = "drain_at_end", .run = drain_at_end},
    {.name = "reset_by_peer", .run = reset_by_peer},
    {.name = "close_while_draining", .run = close_while_draining},
#define LISTED(where)                                                                              \
  {.name = "close_in_" #where, .run = close_in_##where},                                           \
      {.name = "close_others_in_" #where, .run = close_others_in_##where},                         \
      {.name = "clean_up_in_" #where, .run = clean_up_in_##where},
    PLACES(LISTED){.name = "clean_up_in_iterate", .run = clean_up_in_iterate},
    {.name = "dial_from_closewatcher", .run = dial_from_closewatcher},
    {.name = NULL},
};
