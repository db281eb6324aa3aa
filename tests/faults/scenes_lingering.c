/* Sockets that outlive their connections while their peers still send, and stopping in good order. */
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app.h"
#include "bystanders.h"
#include "scenarios.h"

enum { ANSWER = 30000, LINGER_US = 2100000 };

/* Queues so much in records of the system's taste; returns how much. */
static size_t answer_with(conn_t c, size_t size) {
  static char data[ANSWER + 1];
  memset(data, 'l', sizeof data - 1);
  return send_bytes(c, data, size) > 0 ? size : 0;
}

/* The peer goes on sending while it reads slowly, until its stream ends: how much it got. */
static size_t hear_while_saying(int peer, int most_beats) {
  size_t heard = 0;
  for (int i = 0; i < most_beats && !peer_at_end(peer); ++i) {
    say(peer, "and another line\n");
    beat();
    heard += hear(peer);
  }
  return heard;
}

static options_t roomy(void) {
  options_t o = options();
  o.wblen = 2 * ANSWER;
  return o;
}

/* All that was written, then the end of the stream, whatever the peer sends meanwhile. */
static void close_while_peer_sends(void) {
  options_t o = roomy();
  tcpcontext_t t = make_server(&o);
  link_t l = join_narrow_server(t), plain = join_server(t);
  say(l.peer, "unread\n");
  const size_t written = answer_with(l.conn, ANSWER);
  send_text(plain.conn, "bye");
  vce_conn_close(l.conn);
  vce_conn_close(plain.conn);
  const size_t heard = hear_while_saying(l.peer, 200);
  EXPECT(heard == written && peer_at_end(l.peer));
  CHECK(heard <= written);
  EXPECT(hear(plain.peer) == 4 && peer_at_end(plain.peer));
  peer_finish(l.peer);
  beats(3);
  end_contexts();
}

static int refuse_third(conn_t c, char *data, int length) {
  (void)length;
  if (data[0] == 'a') answer_with(c, ANSWER / 10);
  return data[0] == 'b' ? -1 : 0;
}

/* The callback of the parser refuses a record behind an answer. */
static void parser_ends_after_answer(void) {
  options_t o = roomy();
  tcpcontext_t t = make_server(&o);
  on.data = refuse_third;
  link_t l = join_server(t);
  say(l.peer, "answer\n");
  beats(3);
  say(l.peer, "bad\nmore\n");
  const size_t heard = hear_while_saying(l.peer, 60);
  EXPECT(heard == ANSWER / 10 && !vce_conn_is_valid(l.conn));
  end_contexts();
}

static int say_full(conn_t c, int n) {
  (void)n;
  send_text(c, "full");
  vce_conn_close(c);
  return 0;
}

/* A refusal with a text reaches a peer that has sent something already. */
static void told_full(void) {
  options_t o = options();
  tcpcontext_t t = make_server(&o);
  link_t first = join_server(t);
  vce_tcpcontext_set_conn_hiwater_acceptwatcher(t, 1, record_hiwater);
  on.hiwater = say_full;
  const int peer = peer_connect(vce_tcpcontext_get_port(t));
  say(peer, "hello\n");
  const size_t heard = hear_while_saying(peer, 60);
  EXPECT(heard == strlen("full\n") && peer_at_end(peer));
  on.hiwater = NULL;
  EXPECT(vce_conn_is_valid(first.conn));
  peer_close(peer);
  join_server(t);
  end_contexts();
}

/* A peer that never ends keeps a place of the context and of its address, but not for long; nor does
 * one that sends without end. Cleaning up does not wait for them. */
static void places_that_linger(void) {
  options_t o = options();
  o.max = 2;
  tcpcontext_t t = make_server(&o);
  const int limited = RESULT(vce_tcpcontext_set_max_per_address(t, 2), VCE_EMEM);
  EXPECT(limited == 0);
  for (int round = 0; round < 2; ++round) {
    link_t l[2];
    for (int i = 0; i < 2; ++i) l[i] = join_server(t);
    for (int i = 0; i < 2; ++i) vce_conn_close(l[i].conn);
    BEAT_UNTIL(connections(t) == 0, 20);
    say(l[0].peer, "still here\n");
    beats(2);
    shim_pass_time(LINGER_US);
    beats(2);
    for (int i = 0; i < 2; ++i) peer_close(l[i].peer);
  }
  CHECK_INT(RESULT(vce_tcpcontext_set_max_per_address(t, 0), VCE_EMEM), 0);
  link_t left = join_server(t);
  vce_conn_close(left.conn);
  beats(2);
  RESULT(vce_tcpcontext_set_max_per_address(t, 1), VCE_EMEM); /* counts it */
  vce_tcpcontext_cleanup(t);
  beats(2);
  say(left.peer, "still here\n");
  beats(2);
  peer_close(left.peer);
  end_contexts();
}

/* What the program wants now goes before what an ended connection may still need. */
static void connect_without_descriptors(void) {
  int port = 0;
  const int listener = peer_listen(&port);
  options_t o = options();
  o.nonblock = 1;
  tcpcontext_t t = make_server(&o), client = make_client(&o);
  link_t l[3];
  /* The first connect that nobody waits for takes descriptors that later ones need, too. */
  connect_to(client, "127.0.0.1", (unsigned short)port);
  beats(2);
  for (int i = 0; i < 3; ++i) l[i] = join_server(t);
  beats(2);
  for (int i = 0; i < 3; ++i) vce_conn_close(l[i].conn);
  BEAT_UNTIL(connections(t) == 0, 20);
  struct rlimit usual, low;
  getrlimit(RLIMIT_NOFILE, &usual);
  const int next = dup(STDERR_FILENO);
  close(next);
  low = (struct rlimit){(rlim_t)next, usual.rlim_max};
  CHECK_INT(setrlimit(RLIMIT_NOFILE, &low), 0);
  conn_t made[2];
  for (int i = 0; i < 2; ++i) {
    made[i] = vce_tcpcontext_connect(client, "127.0.0.1", (unsigned short)port);
    if (made[i].p == NULL) FAILED(VCE_ESOCKET, VCE_ESETSOCKOPT, VCE_EFULL, VCE_ECONNECT);
    EXPECT(made[i].p != NULL);
  }
  beats(3);
  setrlimit(RLIMIT_NOFILE, &usual);
  EXPECT(vce_conn_writable(made[0]) > 0 && vce_conn_writable(made[1]) > 0);
  (void)listener;
  end_contexts();
}

/* Parent and child have the same sockets; each lets them go when the peer ends. */
static void fork_while_lingering(void) {
  options_t o = options();
  tcpcontext_t t = make_server(&o);
  link_t l = join_server(t);
  send_text(l.conn, "bye");
  vce_conn_close(l.conn);
  BEAT_UNTIL(!vce_conn_is_valid(l.conn), 20);
  bystanders_settle();
  const int child = fork_child();
  if (child == 0) {
    bystanders_forget();
    beats(2);
    peer_finish(l.peer);
    beats(3);
    keep_contexts();
    CHECK_INT(vce_finalize(), 0);
    CHECK_INT(shim_held(), 0);
    faults_publish();
    child_done();
  }
  CHECK_INT(wait_child(child), 0);
  bystanders_silence(false);
  EXPECT(hear(l.peer) == 4);
  peer_close(l.peer);
  beats(3);
  end_contexts();
}

/* ---- Everything ends ---- */

static const vce_limit_t few = {.max_tcpcontext = 4,
                                .max_conn = 12,
                                .max_array = 40,
                                .sendbuf_work_size = 0,
                                .recvbuf_work_size = 0};

static int peers_left[3];

/* In the closewatcher: the peers end, too, and no connect is possible any more. */
static int end_peers(conn_t c, CLOSE_REASON reason) {
  (void)reason;
  conn_t none = vce_tcpcontext_connect(vce_conn_get_tcpcontext(c), "127.0.0.1", 9);
  CHECK(none.p == NULL);
  CHECK_INT(vce_get_last_error(), VCE_ECONNECT);
  CHECK_INT(RESULT(vce_drain(0), VCE_EFINALIZE), VCE_EFINALIZE);
  for (int i = 0; i < 3; ++i)
    if (peers_left[i] >= 0) shutdown(peers_left[i], SHUT_WR);
  return 0;
}

static void expect_drained(int result, tcpcontext_t t, int listening) {
  CHECK(result >= 0);
  CHECK_INT(connections(t), 0);
  CHECK_INT(events_count('F'), counters().conn_alloc);
  EXPECT(peer_try_connect("127.0.0.1", listening) < 0);
}

/* Accepted ones with output and without, dialled ones in every state, listeners. */
static void drain_everything(void) {
  initialise(&few);
  int port = 0, hole = 0;
  const int listener = peer_listen(&port);
  peer_black_hole("127.0.0.1", &hole);
  options_t o = roomy();
  tcpcontext_t t = make_server(&o);
  o.nonblock = 1;
  tcpcontext_t client = make_client(&o);
  for (int i = 0; i < 3; ++i) peers_left[i] = -1;
  for (int i = 0; i < 3; ++i) peers_left[i] = join_server(t).peer;
  connect_to(client, "127.0.0.1", port);
  beats(2);
  conn_t all[3];
  const int count = vce_tcpcontext_get_all_connection(t, all, 3);
  size_t written[3] = {0, 0, 0};
  for (int i = 0; i < count && i < 2; ++i) written[i] = answer_with(all[i], ANSWER / 3);
  connect_to(client, "127.0.0.1", hole);
  connect_to(client, "127.0.0.1", port);
  on.close = end_peers;
  const int listening = vce_tcpcontext_get_port(t);
  CHECK_INT(RESULT(vce_drain(-1), VCE_ERANGE), VCE_ERANGE);
  const int result = RESULT(vce_drain(1), VCE_ERANGE);
  expect_drained(result, t, listening);
  EXPECT(result == 0);
  size_t heard = 0;
  for (int i = 0; i < 3; ++i) heard += hear(peers_left[i]);
  EXPECT(heard == written[0] + written[1]);
  CHECK(heard <= written[0] + written[1]);
  on.close = NULL;
  (void)listener;
  end_contexts();
  finalise();
}

/* A peer that does not read or never ends is cut off; a connection that lingered before, too. */
static void drain_cuts_off(void) {
  initialise(&few);
  options_t o = options();
  o.wblen = 1 << 20;
  tcpcontext_t t = make_server(&o);
  link_t asleep = join_narrow_server(t), silent = join_server(t), before = join_server(t);
  vce_conn_close(before.conn);
  beats(2);
  static char much[1 << 20];
  const int queued = send_bytes(asleep.conn, much, sizeof much);
  send_text(silent.conn, "bye");
  const int listening = vce_tcpcontext_get_port(t);
  const int result = RESULT(vce_drain(0), VCE_ERANGE);
  expect_drained(result, t, listening);
  EXPECT(queued > 0 && result >= 1);
  EXPECT(hear(silent.peer) == 4 && peer_at_end(silent.peer) && peer_at_end(before.peer));
  vce_tcpcontext_cleanup(t);
  join_server(make_server(&o)); /* life goes on */
  end_contexts();
  finalise();
}

const scenario_t scenarios_lingering[] = {
    {.name = "close_while_peer_sends", .run = close_while_peer_sends, .every = 2},
    {.name = "parser_ends_after_answer", .run = parser_ends_after_answer},
    {.name = "told_full", .run = told_full},
    {.name = "places_that_linger", .run = places_that_linger},
    {.name = "connect_without_descriptors", .run = connect_without_descriptors},
    {.name = "fork_while_lingering", .run = fork_while_lingering},
    {.name = "drain_everything", .run = drain_everything, .bare = true},
    {.name = "drain_cuts_off", .run = drain_cuts_off, .bare = true},
    {.name = NULL},
};
