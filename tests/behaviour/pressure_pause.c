/* An application that does not call the heartbeat for longer than the idle limit: connections whose
 * peers sent something meanwhile live on and lose nothing, new peers are accepted, ends are told,
 * written bytes leave, and the limit expires only silent connections. */
#include "../support/harness.h"

#include "pressure.h"

/* A limit of 1 second expires 2 seconds after the last activity at the latest. */
enum { limit_s = 1, pause_ms = 2500, crowd = 100, newcomers = 20 };

/* The application is busy elsewhere; meanwhile peers do something every 100 ms. */
static void pause_application(void (*meanwhile)(int step)) {
  const long long begin = monotonic_ms();
  for (int step = 0; monotonic_ms() < begin + pause_ms; poll(NULL, 0, 5))
    if (monotonic_ms() >= begin + 100 * step) meanwhile(step++);
}

static tcpcontext_t open_with(int quota) {
  options_t o = options();
  o.max = 300;
  o.calls = quota;
  return open_server(&o);
}

/* A fixture takes time on a slow machine; the limit begins to matter with the pause. */
static void make_impatient(tcpcontext_t t) {
  conn_t all[300];
  int count = vce_tcpcontext_get_all_connection(t, all, (int)ELEMENTOF(all));
  for (int i = 0; i < count; i++)
    vce_conn_set_timeout(all[i], limit_s);
}

static struct {
  tcpcontext_t context;
  int talker, lines;
  int came[newcomers], count;
} street;

static void talk_and_arrive(int step) {
  char line[16];
  int n = snprintf(line, sizeof line, "%d\n", step);
  CHECK_INT(peer_send_some(street.talker, line, (size_t)n), n);
  street.lines = step + 1;
  if (street.count < newcomers) {
    int peer = peer_connect(vce_tcpcontext_get_port(street.context));
    peer_send_some(peer, "new\n", 4);
    street.came[street.count++] = peer;
  }
}

static void nothing(int step) { (void)step; }

static int echo_line(conn_t c, char *line, int length) {
  return vce_protocol_unparser_text(c, line, length);
}

static void who_talks_who_comes_and_who_leaves_during_a_pause_is_dealt_with(void **state) {
  (void)state;
  memset(&street, 0, sizeof street);
  tcpcontext_t t = street.context = open_with(5);
  link_t talker = join(t), silent = join(t), said_once = join(t), left = join(t), last = join(t);
  street.talker = talker.peer;
  make_impatient(t);

  peer_send_text(said_once.peer, "once\n");
  CHECK_INT(vce_conn_write(silent.conn, "written before\n", 15), 15);
  peer_finish(left.peer);
  peer_send_text(last.peer, "last words\n");
  peer_finish(last.peer);
  pause_application(talk_and_arrive);

  PUMP_UNTIL(events_count_of('R', talker.conn) == street.lines);
  PUMP_UNTIL(events_count('R') == street.lines + street.count + 2);
  PUMP_UNTIL(events_count('C') == 3);
  for (int i = 0, at = 0; i < events_count('R'); i++) { /* in their order */
    const event *e = events_get('R', i);
    if (vce_conn_is_equal(e->conn, talker.conn)) CHECK_INT(atoi(e->data), at++);
  }
  CHECK_INT(vce_conn_is_valid(talker.conn), 1);
  CHECK_INT(events_count_of('R', said_once.conn), 1);
  CHECK_INT(vce_conn_is_valid(said_once.conn), 1);
  CHECK_INT(events_get_of('C', silent.conn)->value, CLOSE_REASON_TIMEOUT);
  peer_expect_text(silent.peer, "written before\n"); /* the peer still gets its answer */
  peer_expect_end(silent.peer);
  CHECK_INT(events_get_of('C', left.conn)->value, CLOSE_REASON_REMOTE);
  CHECK_INT(events_count_of('R', last.conn), 1);
  CHECK_INT(events_get_of('C', last.conn)->value, CLOSE_REASON_REMOTE);
  CHECK_INT(connections(t), 2 + street.count); /* and all new ones are there */
}

/* Broke once: limits were compared when only 32 of many waiting sockets had been read. */
static void a_crowd_that_spoke_is_heard_before_limits_are_compared(void **state) {
  (void)state;
  tcpcontext_t t = open_with(1);
  link_t all[crowd];
  for (int i = 0; i < crowd; i++)
    all[i] = join(t);
  make_impatient(t);
  for (int i = 0; i < crowd; i++)
    peer_send_some(all[i].peer, "here\n", 5);
  pause_application(nothing);
  hb();
  CHECK_INT(events_count('R'), crowd);
  hb();
  CHECK_INT(events_count('C'), 0);
  CHECK_INT(connections(t), crowd);
}

static void queues_longer_than_the_buffers_are_drained_in_both_directions(void **state) {
  (void)state;
  enum { lines = 3000, line_bytes = 10 };
  static char bulk[lines * line_bytes + 1], echoed[lines * line_bytes];
  tcpcontext_t t = open_with(1000);
  on.data = echo_line;
  link_t l = join(t);
  make_impatient(t);
  for (int i = 0; i < lines; i++)
    snprintf(bulk + i * line_bytes, line_bytes + 1, "%0*d\n", line_bytes - 1, i);
  /* The loopback takes this much at once; it is many times what the connection can hold. */
  CHECK_INT(peer_send_some(l.peer, bulk, lines * line_bytes), lines * line_bytes);
  pause_application(nothing);
  size_t got = 0;
  PUMP_UNTIL((got += peer_take(l.peer, echoed + got, sizeof echoed - got)) == sizeof echoed);
  CHECK_INT(memcmp(echoed, bulk, sizeof echoed), 0);
  CHECK_INT(events_count('R'), lines);
  CHECK_INT(vce_conn_is_valid(l.conn), 1);
  CHECK_INT(unread(l.conn), 0);
  CHECK_INT(unsent(l.conn), 0);
}

int main(void) {
  const struct CMUnitTest pressure_pause[] = {
      TEST(who_talks_who_comes_and_who_leaves_during_a_pause_is_dealt_with),
      TEST(a_crowd_that_spoke_is_heard_before_limits_are_compared),
      TEST(queues_longer_than_the_buffers_are_drained_in_both_directions),
  };
  return RUN(pressure_pause);
}
