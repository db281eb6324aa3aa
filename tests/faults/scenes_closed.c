/* The program closes descriptors of the library behind its back. What is not hit goes on, what is
 * hit ends or is made anew, and no descriptor is closed that is not the library's any more. */
#include <fcntl.h>
#include <stdbool.h>
#include <unistd.h>

#include "app.h"
#include "bystanders.h"
#include "scenarios.h"

enum { DESCRIPTORS = 256, LOOKED_AFTER_US = 1100000 };

/* When the library looks after them again. */
static void let_it_notice(void) {
  shim_pass_time(LOOKED_AFTER_US);
  beats(3);
}

/* It looks by the clock: if that stands still or jumps, what it closes itself comes first. */
static void close_behind_it(int fd) {
  if (faults_planned(CALL_monotonic)) shim_expect_closed();
  close(fd);
}

static void echo_once(link_t l) {
  say(l.peer, "hello\n");
  const int before = events_count_of('R', l.conn);
  BEAT_UNTIL(events_count_of('R', l.conn) > before || !vce_conn_is_valid(l.conn), 40);
}

/* The epoll set, again and again: all connections and servers go on. */
static void set_is_closed(void) {
  options_t o = options();
  tcpcontext_t t = make_server(&o);
  link_t l = join_server(t), ends = join_server(t);
  for (int i = 0; i < 3; ++i) {
    const int set = RESULT(vce_get_wait_fd(), VCE_EMEM);
    EXPECT(set >= 0);
    if (set < 0 || close(set) != 0) break;
    if (i == 0) vce_conn_close(ends.conn); /* lingers in the new one */
    if (i == 1) let_it_notice();
    echo_once(l);
  }
  EXPECT(vce_conn_is_valid(l.conn) && events_count_of('R', l.conn) == 3);
  join_server(t);
  peer_close(ends.peer);
  beats(3);
  end_contexts();
}

/* The number of the set is another file's when the library finds out. */
static void set_is_replaced(void) {
  options_t o = options();
  tcpcontext_t t = make_server(&o);
  link_t l = join_server(t);
  const int set = RESULT(vce_get_wait_fd(), VCE_EMEM);
  if (set >= 0) {
    const int other = open("/dev/null", O_RDONLY | O_CLOEXEC);
    CHECK_INT(dup2(other, set), set);
    close(other);
    echo_once(l);
    let_it_notice();
    EXPECT(vce_conn_is_valid(l.conn));
    CHECK(fcntl(set, F_GETFD) >= 0);
    join_server(t);
    close(set);
  }
  end_contexts();
}

/* A connection's socket: that connection ends, and the others do not. */
static void connection_is_closed(void) {
  options_t o = options();
  tcpcontext_t t = make_server(&o);
  link_t hit = join_server(t), other = join_server(t), lingers = join_server(t);
  vce_conn_close(lingers.conn);
  beats(2);
  if (vce_conn_is_valid(hit.conn)) close_behind_it(conn_fd(hit.conn));
  send_text(hit.conn, "to nobody");
  BEAT_UNTIL(!vce_conn_is_valid(hit.conn), 10);
  echo_once(other);
  EXPECT(vce_conn_is_valid(other.conn));
  peer_close(lingers.peer);
  let_it_notice();
  end_contexts();
}

/* A server's socket: new servers serve. */
static void listener_is_closed(void) {
  options_t o = options();
  const int first = dup(STDERR_FILENO);
  close(first);
  tcpcontext_t t = make_server(&o);
  link_t l = join_server(t);
  if (!faults_struck()) close_behind_it(first); /* else the socket may be another one */
  let_it_notice();
  echo_once(l);
  join_server(make_server(&o));
  vce_tcpcontext_cleanup(t);
  beats(2);
  end_contexts();
}

/* ---- All of them ---- */

static bool kept[DESCRIPTORS];

static void keep_open_ones(void) {
  for (int fd = 0; fd < DESCRIPTORS; ++fd) kept[fd] = fcntl(fd, F_GETFD) >= 0;
}

static void close_the_rest(void) {
  shim_expect_closed();
  for (int fd = 0; fd < DESCRIPTORS; ++fd)
    if (!kept[fd]) close(fd);
}

static const vce_limit_t few = {.max_tcpcontext = 4,
                                .max_conn = 12,
                                .max_array = 40,
                                .sendbuf_work_size = 0,
                                .recvbuf_work_size = 0};

/* Without look-ups: what libevent has then is left to it, as to free it would close descriptors. */
static void all_are_closed(void) {
  keep_open_ones();
  initialise(&few);
  options_t o = options();
  tcpcontext_t t = make_server(&o);
  link_t l = join_server(t), lingers = join_server(t);
  kept[l.peer] = kept[lingers.peer] = true;
  vce_conn_close(lingers.conn);
  BEAT_UNTIL(!vce_conn_is_valid(lingers.conn), 20);
  close_the_rest();
  let_it_notice();
  BEAT_UNTIL(!vce_conn_is_valid(l.conn), 10);
  link_t again = join_server(make_server(&o));
  echo_once(again);
  end_contexts();
  finalise();
}

/* Without a heartbeat in between the end finds out. */
static void all_are_closed_at_the_end(void) {
  keep_open_ones();
  initialise(&few);
  options_t o = options();
  link_t l = join_server(make_server(&o));
  kept[l.peer] = true;
  close_the_rest();
  const int others = open("/dev/null", O_RDONLY | O_CLOEXEC);
  finalise();
  EXPECT(fcntl(others, F_GETFD) >= 0); /* what cannot be asked is not given up */
  close(others);
}

const scenario_t scenarios_closed[] = {
    {.name = "set_is_closed", .run = set_is_closed},
    {.name = "set_is_replaced", .run = set_is_replaced},
    {.name = "connection_is_closed", .run = connection_is_closed},
    {.name = "listener_is_closed", .run = listener_is_closed},
    {.name = "all_are_closed", .run = all_are_closed, .bare = true},
    {.name = "all_are_closed_at_the_end", .run = all_are_closed_at_the_end, .bare = true},
    {.name = NULL},
};
