/* Closing, connecting and worse from inside every kind of callback: nothing crashes, nothing leaks,
 * and each connection still ends with one close watcher and one finalizer, in that order.
 *
 * The tests are all pairs of a callback and something done in it. The harness watches the order of
 * callbacks and the descriptors; this file counts memory. Callbacks do not CHECK, because a failing
 * check leaves by longjmp and a callback must return; they NOTE. */
#include "../support/harness.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { max_made = 32 };

static struct {
  tcpcontext_t here, elsewhere, outgoing; /* NULL when cleaned up */
  int port;                               /* of `here` */
  link_t first, second;                   /* two connections of `here` */
  link_t other;                           /* one of `elsewhere` */
  int listener, listener_port;            /* a peer to connect to */
  conn_t anew;
  void (*deed)(conn_t self);
  bool done;
  conn_t made[max_made]; /* every connection there has been */
  int made_count;
} scene;

static long blocks; /* of memory held by the library */
static const char *complaint;

#define NOTE(condition)                                                                            \
  do {                                                                                             \
    if (!(condition) && complaint == NULL) complaint = #condition;                                 \
  } while (0)

static void *counting_malloc(size_t n) {
  void *p = malloc(n);
  blocks += p != NULL;
  return p;
}

static void *counting_realloc(void *p, size_t n) {
  void *q = realloc(p, n);
  blocks += p == NULL && q != NULL;
  return q;
}

static void counting_free(void *p) {
  blocks -= p != NULL;
  free(p);
}

static void made(conn_t c) {
  if (scene.made_count < max_made) scene.made[scene.made_count++] = c;
}

static int accept_only(conn_t c) { return made(c), 0; }

static link_t join_made(tcpcontext_t t) {
  link_t l = join(t);
  made(l.conn);
  return l;
}

static int open_scene(void **state) {
  setup_library(state);
  vce_finalize();
  blocks = 0;
  vce_replace_malloc_funcs(counting_malloc, counting_realloc, counting_free);
  CHECK_INT(vce_initialize(), 0);

  memset(&scene, 0, sizeof scene);
  complaint = NULL;
  options_t o = options();
  o.calls = 3;
  scene.here = open_server(&o);
  scene.elsewhere = open_server(&o);
  scene.outgoing = client();
  scene.port = vce_tcpcontext_get_port(scene.here);
  scene.listener = peer_listen(&scene.listener_port);
  vce_tcpcontext_protocol_set_maxlength(scene.here, 4, record_too_long); /* bin16 asks only */
  scene.first = join_made(scene.here);
  scene.second = join_made(scene.here);
  scene.other = join_made(scene.elsewhere);
  on.accept = accept_only;
  return 0;
}

static int close_scene(void **state) {
  int result = teardown_library(state);
  vce_replace_malloc_funcs(malloc, realloc, free);
  return result;
}

/* The calls made inside a callback. */

static int events_so_far(void) {
  int count = 0;
  for (const char *kind = "AWRPCFIEX"; *kind != '\0'; kind++)
    count += events_count(*kind);
  return count;
}

static void closing_itself(conn_t self) {
  vce_conn_close(self);
  NOTE(vce_get_last_error() == 0);
  NOTE(vce_conn_is_valid(self) == 1);
  NOTE(vce_conn_is_closed(self) == 1);
}

static void closing_another(conn_t self) {
  (void)self;
  vce_conn_close(scene.second.conn);
  NOTE(vce_get_last_error() == 0);
  NOTE(vce_conn_is_valid(scene.second.conn) == 1);
}

static void closing_all_of_its_context(conn_t self) {
  vce_conn_close_tcpcontext_all(scene.here);
  NOTE(vce_get_last_error() == 0);
  NOTE(vce_conn_is_valid(self) == 1);
}

static void cleaning_up_its_context(conn_t self) {
  vce_tcpcontext_cleanup(scene.here);
  NOTE(vce_get_last_error() == 0);
  NOTE(vce_tcpcontext_count_connections(scene.here, NULL) == VCE_EINVAL);
  NOTE(vce_conn_is_valid(self) == 1);
  NOTE(vce_conn_is_closed(scene.second.conn) == 1);
  scene.here = NULL;
}

static void cleaning_up_another_context(conn_t self) {
  (void)self;
  vce_tcpcontext_cleanup(scene.elsewhere);
  NOTE(vce_get_last_error() == 0);
  NOTE(vce_conn_is_closed(scene.other.conn) == 1);
  scene.elsewhere = NULL;
}

static void connecting_anew(conn_t self) {
  scene.anew =
      vce_tcpcontext_connect(scene.outgoing, "127.0.0.1", (unsigned short)scene.listener_port);
  NOTE(vce_conn_is_valid(scene.anew) == 1);
  NOTE(vce_conn_is_equal(scene.anew, self) == 0);
  NOTE(vce_conn_get_index(scene.anew) != vce_conn_get_index(self));
  made(scene.anew);
}

static void calling_finalize(conn_t self) {
  NOTE(vce_finalize() == VCE_EFINALIZE);
  NOTE(vce_get_last_error() == VCE_EFINALIZE);
  NOTE(vce_conn_is_valid(self) == 1);
  NOTE(vce_conn_is_valid(scene.second.conn) == 1);
}

static void calling_the_heartbeat(conn_t self) {
  int before = events_so_far();
  vce_heartbeat();
  vce_heartbeat_on_single_conn(self);
  vce_heartbeat_on_single_conn(scene.second.conn);
  NOTE(events_so_far() == before);
}

static const struct deed {
  void (*what)(conn_t self);
  const char *name;
} deeds[] = {
    {closing_itself, "closing itself"},
    {closing_another, "closing another"},
    {closing_all_of_its_context, "closing all of its context"},
    {cleaning_up_its_context, "cleaning up its context"},
    {cleaning_up_another_context, "cleaning up another context"},
    {connecting_anew, "connecting anew"},
    {calling_finalize, "calling finalize"},
    {calling_the_heartbeat, "calling the heartbeat"},
};

/* Does it once, whichever callback comes first. */
static void act(conn_t self) {
  if (scene.done) return;
  scene.done = true;
  scene.deed(self);
}

/* The callbacks in which it is done, and how each is provoked. */

static int accept_and_act(conn_t c) {
  made(c);
  return act(c), 0;
}
static int refuse_and_act(conn_t c) {
  made(c);
  return act(c), -1;
}
static int hiwater_and_act(conn_t c, int n) {
  (void)n;
  made(c);
  return act(c), 0;
}
static int data_and_act(conn_t c, char *data, int length) {
  (void)data, (void)length;
  if (vce_conn_is_equal(c, scene.first.conn)) act(c);
  return 0;
}
static int parse_and_act(conn_t c) {
  act(c);
  vce_conn_shrink_readbuf(c, 1);
  return 0;
}
static void io_and_act(conn_t c, int direction, char *data, size_t size) {
  (void)direction, (void)data, (void)size;
  act(c);
}
static int close_and_act(conn_t c, CLOSE_REASON why) { return (void)why, act(c), 0; }
static void finalize_and_act(conn_t c) { act(c); }
static int too_long_and_act(conn_t c) { return act(c), 0; }
static int warn_and_act(tcpcontext_t t) {
  NOTE(t == scene.here || scene.here == NULL);
  return act(scene.first.conn), -1;
}

/* Three at once, so that the deed is done with more of them waiting. */
static void three_arrive(void) {
  for (int i = 0; i < 3; i++)
    peer_connect(scene.port);
}

static void by_the_accept_watcher(void) {
  on.accept = accept_and_act;
  three_arrive();
}

static void by_a_refusing_accept_watcher(void) {
  on.accept = refuse_and_act;
  three_arrive();
}

static void by_the_hiwater_watcher(void) {
  vce_tcpcontext_set_conn_hiwater_acceptwatcher(scene.here, 1, record_hiwater);
  on.hiwater = hiwater_and_act;
  three_arrive();
}

static void by_the_record_callback(void) {
  on.data = data_and_act;
  peer_send_text(scene.second.peer, "one\ntwo\nthree\n");
  peer_send_text(scene.first.peer, "one\ntwo\nthree\n");
}

static void by_a_custom_parser(void) {
  vce_conn_set_parser(scene.first.conn, record_parser, NULL);
  on.parser = parse_and_act;
  peer_send_text(scene.first.peer, "123");
}

static void by_the_io_callback_on_receiving(void) {
  vce_conn_set_io_callback(scene.first.conn, record_io);
  on.io = io_and_act;
  peer_send_text(scene.first.peer, "one\n");
}

static void by_the_io_callback_on_sending(void) {
  vce_conn_set_io_callback(scene.first.conn, record_io);
  on.io = io_and_act;
  CHECK_INT(vce_conn_write(scene.first.conn, "one\n", 4), 4);
}

static void by_the_close_watcher(void) {
  on.close = close_and_act;
  peer_close(scene.first.peer);
}

static void by_the_close_watcher_of_a_closed_one(void) {
  on.close = close_and_act;
  vce_conn_close(scene.first.conn);
}

static void by_the_finalizer(void) {
  on.final = finalize_and_act;
  peer_close(scene.first.peer);
}

static void by_the_length_callback(void) {
  vce_conn_set_parser(scene.first.conn, vce_protocol_parser_bin16, record_data);
  on.too_long = too_long_and_act;
  peer_send_hex(scene.first.peer, "000561");
}

static void by_the_accept_warning(void) {
  vce_tcpcontext_set_accept_max(scene.here, 1, record_warning);
  on.warning = warn_and_act;
  for (int i = 0; i < 5; i++)
    peer_connect(scene.port);
}

static const struct occasion {
  void (*provoke)(void);
  const char *name;
  bool first_dies;    /* the deed is done in the end of `first` */
  bool already_closed; /* which was closed before */
} occasions[] = {
    {by_the_accept_watcher, "the accept watcher", false, false},
    {by_a_refusing_accept_watcher, "an accept watcher that refuses", false, false},
    {by_the_hiwater_watcher, "the hi-water watcher", false, false},
    {by_the_record_callback, "the record callback", false, false},
    {by_a_custom_parser, "a custom parser", false, false},
    {by_the_io_callback_on_receiving, "the I/O callback on receiving", false, false},
    {by_the_io_callback_on_sending, "the I/O callback on sending", false, false},
    {by_the_close_watcher, "the close watcher", true, false},
    {by_the_close_watcher_of_a_closed_one, "the close watcher of a closed one", true, true},
    {by_the_finalizer, "the finalizer", true, false},
    {by_the_length_callback, "the length callback", false, false},
    {by_the_accept_warning, "the accept warning", false, false},
};

/* The conditions that must hold afterwards. */

static bool has_said(conn_t c, const char *text) {
  size_t length;
  return strstr(events_data_of(c, &length), text) != NULL;
}

static void expect_talk(link_t l) {
  peer_send_text(l.peer, "still there\n");
  PUMP_UNTIL(has_said(l.conn, "still there"));
}

static void expect_closed_by_application(link_t l) {
  PUMP_UNTIL(vce_conn_is_valid(l.conn) == 0);
  CHECK_INT(events_get_of('C', l.conn)->value, CLOSE_REASON_APPLICATION);
  peer_expect_over(l.peer);
}

static void expect_consequences(const struct occasion *o, const struct deed *d) {
  bool all_here = d->what == closing_all_of_its_context || d->what == cleaning_up_its_context;
  if (o->first_dies) {
    PUMP_UNTIL(vce_conn_is_valid(scene.first.conn) == 0);
    CHECK_INT(events_get_of('C', scene.first.conn)->value,
              o->already_closed ? CLOSE_REASON_APPLICATION : CLOSE_REASON_REMOTE);
  } else if (all_here) {
    expect_closed_by_application(scene.first);
  }
  if (all_here || d->what == closing_another)
    expect_closed_by_application(scene.second);
  else
    expect_talk(scene.second);
  if (d->what == cleaning_up_another_context)
    expect_closed_by_application(scene.other);
  else
    expect_talk(scene.other);
  if (d->what == cleaning_up_its_context) {
    CHECK_INT(peer_try_connect("127.0.0.1", scene.port), -1);
    CHECK_INT(errno, ECONNREFUSED);
  }
  if (d->what == connecting_anew) {
    peer_send_text(peer_accept(scene.listener), "welcome\n");
    PUMP_UNTIL(has_said(scene.anew, "welcome"));
  }
}

static bool all_gone(void) {
  for (int i = 0; i < scene.made_count; i++)
    if (vce_conn_is_valid(scene.made[i])) return false;
  return true;
}

static void end_everything(void) {
  if (scene.here != NULL) vce_tcpcontext_cleanup(scene.here);
  if (scene.elsewhere != NULL) vce_tcpcontext_cleanup(scene.elsewhere);
  vce_tcpcontext_cleanup(scene.outgoing);
  PUMP_UNTIL(all_gone());
}

static void expect_one_end_each(bool refused_by_watcher) {
  for (int i = 0; i < scene.made_count; i++) {
    conn_t c = scene.made[i];
    bool arrived = !vce_conn_is_equal(c, scene.first.conn) &&
                   !vce_conn_is_equal(c, scene.second.conn) &&
                   !vce_conn_is_equal(c, scene.other.conn) && !vce_conn_is_equal(c, scene.anew);
    CHECK_INT(events_count_of('C', c), refused_by_watcher && arrived ? 0 : 1);
    CHECK_INT(events_count_of('F', c), 1);
  }
}

struct pair {
  const struct occasion *occasion;
  const struct deed *deed;
};

static void expect_no_complaint(void) {
  if (complaint != NULL)
    check_failed(__FILE__, __LINE__, "in the callback, not true: %s", complaint);
}

static void pair_test(void **state) {
  const struct pair *pair = *state;
  if (pair->occasion->already_closed && pair->deed->what == closing_itself)
    scene.deed = closing_another; /* closing twice is refused, and not this file's subject */
  else
    scene.deed = pair->deed->what;
  const struct deed done = {scene.deed, pair->deed->name};

  pair->occasion->provoke();
  PUMP_UNTIL(scene.done);
  expect_no_complaint();
  expect_consequences(pair->occasion, &done);
  end_everything();
  expect_no_complaint();
  expect_one_end_each(pair->occasion->provoke == by_a_refusing_accept_watcher);
  CHECK_INT(vce_finalize(), 0);
  CHECK_INT(blocks, 0);
}

int main(void) {
  static struct pair pairs[ELEMENTOF(occasions) * ELEMENTOF(deeds)];
  static char names[ELEMENTOF(pairs)][96];
  static struct CMUnitTest closing_callbacks[ELEMENTOF(pairs)];
  for (size_t i = 0; i < ELEMENTOF(pairs); i++) {
    pairs[i] = (struct pair){&occasions[i / ELEMENTOF(deeds)], &deeds[i % ELEMENTOF(deeds)]};
    snprintf(names[i], sizeof names[i], "%s in %s ends each connection exactly once",
             pairs[i].deed->name, pairs[i].occasion->name);
    closing_callbacks[i] =
        (struct CMUnitTest)cmocka_unit_test_setup_teardown(pair_test, open_scene, close_scene);
    closing_callbacks[i].name = names[i];
    closing_callbacks[i].initial_state = &pairs[i];
  }
  return RUN(closing_callbacks);
}
