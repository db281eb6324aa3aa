/* Initialise and finalise, fork, arrays that belong to the life of the library. */
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "app.h"
#include "bystanders.h"
#include "scenarios.h"

static const vce_limit_t small = {.max_tcpcontext = 3,
                                  .max_conn = 5,
                                  .max_array = 30,
                                  .sendbuf_work_size = 0,
                                  .recvbuf_work_size = 0};

/* All kinds of things are alive when it ends; the last time all arrays were ended before. */
static void live_once(bool end_arrays) {
  initialise(&small);
  CHECK_INT(vce_initialize(), 0);
  options_t o = options();
  o.state = 100;
  tcpcontext_t t = make_server(&o), other = make_client(&o);
  const int array = RESULT(vce_init_array(24, 5, "life"), VCE_EFULL);
  EXPECT(array > 0);
  link_t l = join_server(t);
  o.nonblock = 1;
  connect_to(make_client(&o), "127.0.0.1", vce_tcpcontext_get_port(t));
  CHECK(vce_tcpcontext_create(0, "", 0, 1, 9, 9, 9, 0, 0, 0) == NULL);
  CHECK_INT(vce_get_last_error(), VCE_EFULL);
  vce_tcpcontext_cleanup(other);
  say(l.peer, "incomplete");
  beats(2);
  send_text(l.conn, "unsent");
  if (end_arrays) vce_end_all_array();
  keep_contexts();
  CHECK_INT(vce_finalize(), end_arrays ? VCE_EFINALIZE : 0);
  CHECK_INT(vce_conn_is_valid(l.conn), 0);
  CHECK_INT(shim_held(), 0);
  peer_close_all();
}

static rlim_t soft_limit(void) {
  struct rlimit limit;
  CHECK_INT(getrlimit(RLIMIT_NOFILE, &limit), 0);
  return limit.rlim_cur;
}

enum { LOW_LIMIT = 80, NEAR_LIMIT = 56, MANY_FILES = LOW_LIMIT };

/* More connections than descriptors: the limit of the process is raised when they run short, not
 * in its children, and is put back at the end. */
static void descriptor_limit(void) {
  struct rlimit before;
  int files[MANY_FILES], count = 0;
  getrlimit(RLIMIT_NOFILE, &before);
  const struct rlimit low = {LOW_LIMIT, before.rlim_max};
  CHECK_INT(setrlimit(RLIMIT_NOFILE, &low), 0);
  vce_limit_t many = small;
  many.max_conn = 1100;
  initialise(&many);
  options_t o = options();
  tcpcontext_t t = make_server(&o);
  do
    files[count++] = dup(STDERR_FILENO);
  while (files[count - 1] < NEAR_LIMIT);
  EXPECT(soft_limit() == LOW_LIMIT);
  link_t l = join_server(t);
  for (int i = 0; i < 3; ++i) join_server(t);
  EXPECT(soft_limit() > LOW_LIMIT);
  const int child = fork_child();
  if (child == 0) {
    EXPECT(soft_limit() == LOW_LIMIT);
    faults_publish();
    child_done();
  }
  CHECK_INT(wait_child(child), 0);
  while (count > 0) close(files[--count]);
  say(l.peer, "still served\n");
  BEAT_UNTIL(events_count_of('R', l.conn) == 1 || !vce_conn_is_valid(l.conn), 20);
  end_contexts();
  finalise();
  EXPECT(soft_limit() == LOW_LIMIT);
  CHECK_INT(setrlimit(RLIMIT_NOFILE, &before), 0);
}

static void lifecycle(void) {
  vce_limit_t impossible = small;
  impossible.max_conn = 16777217;
  const int failed = RESULT(vce_initialize_limited(&impossible), VCE_EARRAY, VCE_EMEM);
  CHECK(failed < 0);
  CHECK_INT(shim_held(), 0);
  live_once(false);
  live_once(false);
  live_once(true);
}

/* ---- Fork ---- */

static _Noreturn void end_as_child(void) {
  keep_contexts();
  CHECK_INT(vce_finalize(), 0);
  CHECK_INT(shim_held(), 0);
  faults_publish();
  child_done();
}

/* The child lives on with what it shares, and ends without ending it for the parent. */
static _Noreturn void live_as_child(link_t shared, tcpcontext_t server) {
  bystanders_forget();
  beats(3);
  EXPECT(vce_conn_is_valid(shared.conn));
  link_t own = join_server(server);
  say(own.peer, "child\n");
  BEAT_UNTIL(hear(own.peer) > 0, 20);
  end_as_child();
}

static int echo(conn_t c, char *data, int length) {
  (void)length;
  send_text(c, data);
  return 0;
}

static int echo_line(conn_t c, char *data, int length) {
  char line[128] = "";
  memcpy(line, data, (size_t)MIN(length, 127));
  return echo(c, line, length);
}

static void fork_and_go_on(void) {
  on.data = echo_line;
  options_t o = options();
  tcpcontext_t t = make_server(&o);
  link_t l = join_server(t);
  bystanders_settle();
  const int child = fork_child();
  if (child == 0) live_as_child(l, t);
  CHECK_INT(wait_child(child), 0);
  bystanders_silence(false);
  if (vce_conn_is_valid(l.conn)) {
    say(l.peer, "parent\n");
    /* Or it ends, as it cannot be watched any more. */
    BEAT_UNTIL(!vce_conn_is_valid(l.conn) || hear(l.peer) > 0, 20);
  }
  join_server(t);
  end_contexts();
}

/* The parent ends first; the child does nothing but finalise. */
static void fork_and_finalise(void) {
  options_t o = options();
  link_t l = join_server(make_server(&o));
  send_text(l.conn, "unsent");
  bystanders_settle();
  const int child = fork_child();
  if (child == 0) end_as_child();
  CHECK_INT(wait_child(child), 0);
  bystanders_silence(false);
  beats(2);
  end_contexts();
}

/* ---- With a look-up under way: parent and child each get the answer ---- */

static void await_name(conn_t c) {
  WAIT_UNTIL(vce_conn_writable(c) > 0 || !vce_conn_is_valid(c), 200);
  EXPECT(vce_conn_is_valid(c));
}

static conn_t look_up(int port) {
  options_t o = options();
  o.nonblock = 1;
  conn_t c = connect_to(make_client(&o), "four.test", port);
  bystanders_settle();
  return c;
}

/* What the child cannot clean up without descriptors, it leaves. */
static _Noreturn void leave_as_child(void) {
  keep_contexts();
  CHECK_INT(vce_finalize(), 0);
  EXPECT(shim_held() == 0);
  faults_publish();
  child_done();
}

static void fork_and_look_up(void) {
  int port = 0;
  peer_listen(&port);
  conn_t c = look_up(port);
  const int child = fork_child();
  if (child == 0) {
    bystanders_forget();
    await_name(c);
    leave_as_child();
  }
  await_name(c);
  CHECK_INT(wait_child(child), 0);
  bystanders_silence(false);
  end_contexts();
}

/* The child finalises at once. */
static void fork_while_looking_up(void) {
  int port = 0;
  peer_listen(&port);
  beat();
  conn_t c = look_up(port);
  const int child = fork_child();
  if (child == 0) leave_as_child();
  CHECK_INT(wait_child(child), 0);
  await_name(c);
  bystanders_silence(false);
  end_contexts();
}

const scenario_t scenarios_life[] = {
    {.name = "lifecycle", .run = lifecycle, .bare = true},
    {.name = "descriptor_limit", .run = descriptor_limit, .bare = true},
    {.name = "fork_and_go_on", .run = fork_and_go_on},
    {.name = "fork_and_finalise", .run = fork_and_finalise},
    {.name = "fork_and_look_up", .run = fork_and_look_up, .names = true},
    {.name = "fork_while_looking_up", .run = fork_while_looking_up, .names = true},
    {.name = NULL},
};
