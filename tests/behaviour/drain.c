/* A program that stopped by vce_finalize() lost what it had written, and there was no call that
 * ends all connections in good order. */
#include "../support/harness.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { much = 4 << 20, patience_s = PATIENCE_MS / 1000 };

/* Reads everything in a process of its own, slowly, while it sends; ends with the stream. */
static int start_reader(int port, size_t expected) {
  const int child = fork_child();
  if (child != 0)
    return child;
  static char line[1000], got[65536];
  const int peer = peer_connect(port);
  size_t size = 0, sent = 0;
  memset(line, '\n', sizeof line);
  peer_send_text(peer, "go\n");
  for (;;) {
    wait_for(peer, POLLIN);
    const ssize_t n = recv(peer, got, sizeof got, 0);
    CHECK(n >= 0);
    if (n == 0)
      break;
    size += (size_t)n;
    sent += sent < 100000 ? peer_send_some(peer, line, sizeof line) : 0;
  }
  CHECK_INT(size, expected);
  close(peer);
  child_done();
}

static int served;

static int write_much(conn_t c, char *line, int length) {
  static char data[much];
  (void)line;
  if (length == 2)
    CHECK_INT(vce_conn_write(c, data, much), much);
  served += length == 2;
  return 0;
}

static options_t roomy(void) {
  options_t o = options();
  o.wblen = much;
  return o;
}

static void everything_written_arrives_and_all_callbacks_run(void **state) {
  (void)state;
  enum { readers = 3 };
  int child[readers];
  options_t o = roomy();
  tcpcontext_t t = open_server(&o);
  served = 0;
  on.data = write_much;
  for (int i = 0; i < readers; i++)
    child[i] = start_reader(vce_tcpcontext_get_port(t), much);
  PUMP_UNTIL(served == readers);
  CHECK_INT(vce_drain(patience_s), 0);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(events_count('C'), readers);
  CHECK_INT(events_count('F'), readers);
  CHECK_INT(connections(t), 0);
  CHECK_INT(vce_finalize(), 0);
  for (int i = 0; i < readers; i++)
    expect_child(child[i]);
  CHECK_INT(vce_initialize(), 0);
}

static CLOSE_REASON last_reason;

static int note_reason(conn_t c, CLOSE_REASON reason) {
  CHECK(vce_conn_is_valid(c));
  last_reason = reason;
  return 0;
}

static void who_does_not_read_is_cut_off_in_time_and_counted(void **state) {
  (void)state;
  static char data[much];
  options_t o = roomy();
  tcpcontext_t t = open_server(&o);
  link_t reads = join(t), sleeps = join_narrow(t, 4096);
  on.close = note_reason;
  CHECK_INT(vce_conn_write(reads.conn, "bye\n", 4), 4);
  CHECK_INT(vce_conn_write(sleeps.conn, data, much), much);
  const long long begin = monotonic_ms();
  CHECK_INT(vce_drain(1), 1);
  CHECK_RANGE(monotonic_ms() - begin, 1000, PATIENCE_MS);
  CHECK_INT(events_count('C'), 2);
  CHECK_INT(last_reason, CLOSE_REASON_TIMEOUT);
  CHECK(!vce_conn_is_valid(sleeps.conn));
  peer_expect_text(reads.peer, "bye\n");
  peer_expect_end(reads.peer);
}

/* No time at all is enough for what can be done at once. */
static void without_time_it_does_what_can_be_done_at_once(void **state) {
  (void)state;
  link_t l = join(server());
  CHECK_INT(vce_conn_write(l.conn, "bye\n", 4), 4);
  const long long begin = monotonic_ms();
  CHECK_RANGE(vce_drain(0), 0, 1); /* the peer's system may confirm a little later */
  CHECK_RANGE(monotonic_ms() - begin, 0, 1900);
  CHECK_INT(events_count('C'), 1);
  peer_expect_text(l.peer, "bye\n");
  peer_expect_end(l.peer);
}

static int connect_again(conn_t c, CLOSE_REASON reason) {
  (void)reason;
  tcpcontext_t t = vce_conn_get_tcpcontext(c);
  CHECK_INT(vce_conn_is_valid(vce_tcpcontext_connect(t, "127.0.0.1", 1)), 0);
  CHECK_INT(vce_get_last_error(), VCE_ECONNECT);
  CHECK_INT(vce_drain(1), VCE_EFINALIZE);
  CHECK_INT(vce_get_last_error(), VCE_EFINALIZE);
  return 0;
}

static void nobody_comes_in_or_goes_out_meanwhile(void **state) {
  (void)state;
  int port;
  tcpcontext_t t = server();
  const int listening = vce_tcpcontext_get_port(t);
  const int listener = peer_listen(&port);
  tcpcontext_t out = client();
  CHECK(vce_conn_is_valid(dial(out, port)));
  const int accepted = peer_accept(listener);
  peer_finish(accepted);
  on.close = connect_again;
  CHECK_INT(vce_drain(patience_s), 0);
  CHECK_INT(events_count('C'), 1);
  CHECK_INT(peer_try_connect("127.0.0.1", listening), -1);
  on.close = NULL;
  CHECK(vce_conn_is_valid(dial(out, port))); /* and later again */
}

static tcpcontext_t late;

static int open_another(conn_t c, CLOSE_REASON reason) {
  (void)c;
  (void)reason;
  late = server();
  return 0;
}

static void a_server_made_by_the_last_callback_does_not_listen_either(void **state) {
  (void)state;
  join(server());
  late = NULL;
  on.close = open_another;
  CHECK_INT(vce_drain(patience_s), 0);
  CHECK(late != NULL);
  CHECK_INT(vce_tcpcontext_get_port(late), 0);
  static char data[much];
  options_t o = roomy();
  link_t cut = join_narrow(open_server(&o), 4096);
  late = NULL;
  on.close = open_another;
  CHECK_INT(vce_conn_write(cut.conn, data, much), much);
  CHECK_INT(vce_drain(0), 1);
  CHECK(late != NULL);
  CHECK_INT(vce_tcpcontext_get_port(late), 0);
}

static void a_drained_library_goes_on(void **state) {
  (void)state;
  tcpcontext_t first = server();
  CHECK_INT(vce_drain(0), 0);
  vce_tcpcontext_cleanup(first);
  link_t l = join(server());
  CHECK(vce_conn_is_valid(l.conn));
}

static void paused_listeners_and_pending_connects_end_too(void **state) {
  (void)state;
  options_t o = options();
  o.nonblock = 1;
  tcpcontext_t t = open_client(&o);
  CHECK(vce_conn_is_valid(dial(t, peer_refused_port())));
  CHECK_INT(vce_drain(patience_s), 0);
  CHECK_INT(connections(t), 0);
}

static void wrong_arguments_and_moments_are_errors(void **state) {
  (void)state;
  CHECK_INT(vce_drain(-1), VCE_ERANGE);
  CHECK_INT(vce_get_last_error(), VCE_ERANGE);
  CHECK_INT(vce_finalize(), 0);
  CHECK_INT(vce_drain(1), VCE_EINVAL);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  CHECK_INT(vce_initialize(), 0);
  CHECK_INT(vce_drain(2147483647), 0);
}

static void waiting_costs_no_processor_time(void **state) {
  (void)state;
  static char data[much];
  options_t o = roomy();
  link_t l = join_narrow(open_server(&o), 4096);
  CHECK_INT(vce_conn_write(l.conn, data, much), much);
  struct timespec before, after;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before);
  CHECK_INT(vce_drain(2), 1);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after);
  const long long spent_ms =
      (after.tv_sec - before.tv_sec) * 1000LL + (after.tv_nsec - before.tv_nsec) / 1000000;
  CHECK_RANGE(spent_ms, 0, 1000);
}

int main(void) {
  const struct CMUnitTest drain[] = {
      TEST(everything_written_arrives_and_all_callbacks_run),
      TEST(who_does_not_read_is_cut_off_in_time_and_counted),
      TEST(without_time_it_does_what_can_be_done_at_once),
      TEST(nobody_comes_in_or_goes_out_meanwhile),
      TEST(a_server_made_by_the_last_callback_does_not_listen_either),
      TEST(a_drained_library_goes_on),
      TEST(paused_listeners_and_pending_connects_end_too),
      TEST(wrong_arguments_and_moments_are_errors),
      TEST(waiting_costs_no_processor_time),
  };
  return RUN(drain);
}
