/* Connects in the corners: slow heartbeats, processes that share sockets, who closes what, and what
 * is told of it. Each test's first line says what broke. */
#include "connecting.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "names.h"
#include "old_libc.h"

static int nonblocking;

/* --- Several addresses --- */

static void beat_slowly(void) {
  open_library();
  int port = 0;
  const int first = peer_listen_at("127.0.0.2", &port);
  const int second = peer_listen_at("127.0.0.1", &port);
  conn_t c = connect_to(dialler(1, 60), "two.test", port);
  for (long long end = monotonic_ms() + PATIENCE_MS; vce_conn_writable(c) == 0;) {
    CHECK(monotonic_ms() < end);
    vce_heartbeat();
    poll(NULL, 0, 300); /* longer than an address has until the next one is tried */
  }
  char text[64];
  CHECK(vce_conn_get_remote_ipv4_addr_string(c, text, sizeof text) != NULL);
  CHECK(strncmp(text, "127.0.0.2:", 10) == 0);
  CHECK(accept(first, NULL, NULL) >= 0);
  settle();
  CHECK_INT(accept(second, NULL, NULL), -1);
}

/* A program with slow heartbeats connected to the second address of a name as well, though the
 * first one had answered. */
static void an_address_that_has_answered_is_not_passed_over(void **state) {
  (void)state;
  run_with_names(beat_slowly);
}

enum { KEPT = 4096 };
static unsigned char *freed[KEPT];
static int freed_count;
static int keeps_freed;

/* Neighbours differ, or a field that is set from the one beside it would stay as it is. */
static unsigned char poison_at(size_t at) { return at % 2 == 0 ? 0 : 0xff; }

static void keep_freed(void *block) {
  if (block == NULL || keeps_freed == 0 || freed_count == KEPT) {
    free(block);
    return;
  }
  for (size_t at = 0; at < malloc_usable_size(block); ++at)
    ((unsigned char *)block)[at] = poison_at(at);
  freed[freed_count++] = block;
}

static void check_freed_is_untouched(void) {
  for (int i = 0; i < freed_count; ++i)
    for (size_t at = 0; at < malloc_usable_size(freed[i]); ++at)
      CHECK_INT(freed[i][at], poison_at(at));
}

static void share_sockets(void) {
  open_library();
  vce_replace_malloc_funcs(malloc, realloc, keep_freed);
  int port = 0;
  const int hole = peer_black_hole("127.0.0.2", &port);
  peer_black_hole("127.0.0.1", &port);
  conn_t c = connect_to(dialler(1, 60), "two.test", port);
  pump_for(600); /* both are under way */
  int alive[2];
  CHECK_INT(pipe(alive), 0);
  const long child = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0); /* no handler of fork() runs */
  if (child == 0) {
    char end;
    close(alive[1]);
    close(hole);
    (void)!read(alive[0], &end, 1);
    _exit(0);
  }
  CHECK(child > 0);
  close(alive[0]);
  keeps_freed = 1;
  vce_conn_close(c);
  hbs(2);
  CHECK_INT(vce_conn_is_valid(c), 0);
  CHECK(freed_count > 0);
  close(hole);    /* from now on its address refuses what the child has a copy of */
  pump_for(4000); /* the system asks again within these */
  check_freed_is_untouched();
  CHECK_INT(vce_finalize(), 0);
  close(alive[1]);
  CHECK_INT(waitpid((int)child, NULL, 0), child);
}

/* An attempt that was given up while a process that is started had a copy of its socket was still
 * watched, and its memory written to. */
static void an_attempt_that_was_given_up_is_watched_no_more(void **state) {
  (void)state;
  run_with_names(share_sockets);
}

static void close_all_while_dialling(void) {
  open_library();
  int port = 0;
  peer_black_hole("127.0.0.2", &port);
  peer_black_hole("127.0.0.1", &port);
  conn_t c = connect_to(dialler(1, 60), "two.test", port);
  pump_for(600); /* both are under way */
  enum { OTHERS = 40 };
  int others[OTHERS];
  closefrom(3);
  for (int i = 0; i < OTHERS; ++i)
    CHECK((others[i] = open("/dev/null", O_RDONLY)) >= 0);
  PUMP_UNTIL(events_count('F') == 1);
  CHECK_INT(vce_conn_is_valid(c), 0);
  CHECK_INT(vce_finalize(), 0);
  for (int i = 0; i < OTHERS; ++i)
    CHECK(fcntl(others[i], F_GETFD) >= 0);
}

/* A program that closed all descriptors while several addresses were tried lost one that it opened
 * afterwards. */
static void closing_all_descriptors_ends_all_attempts(void **state) {
  (void)state;
  run_with_names(close_all_while_dialling);
}

/* --- Reaching oneself --- */

static void reach_oneself_at_any(void) {
  open_library();
  int fd = open("/proc/sys/net/ipv4/ip_local_port_range", O_WRONLY | O_CLOEXEC);
  if (fd < 0 || write(fd, "43210 43210", 11) < 0)
    child_skip();
  close(fd);
  for (nonblocking = 0; nonblocking <= 1; ++nonblocking) {
    conn_t c = connect_to(dialler(nonblocking, 60), "0.0.0.0", 43210);
    if (nonblocking != 0) {
      PUMP_UNTIL(events_count('F') == 1);
      expect_trace("C1:remote F1");
    } else {
      CHECK(c.p == NULL);
      snprintf(end_text, sizeof end_text, "%s", last_error_text());
    }
    CHECK_TEXT(end_text, "connect to 0.0.0.0 port 43210: Connection refused");
  }
}

/* A connect to 0.0.0.0, which stands for this machine, was established with itself. */
static void who_asks_for_any_address_does_not_reach_itself(void **state) {
  (void)state;
  run_with_names(reach_oneself_at_any);
}

/* --- What is told --- */

static void free_with_errno(void *block) {
  free(block);
  errno = 0;
}

static void free_changes_errno(void) {
  open_library();
  vce_replace_malloc_funcs(malloc, realloc, free_with_errno);
  tcpcontext_t t = dialler(0, 60);
  CHECK(connect_to(t, "hosts.test", peer_refused_port()).p == NULL);
  const int error = errno;
  CHECK_INT(error, ECONNREFUSED);
  CHECK(vce_tcpcontext_connect(t, "none.test", 9).p == NULL);
  CHECK_INT(errno, EHOSTUNREACH);
}

/* The program's own memory functions changed errno after a connect had failed. */
static void errno_survives_the_end_of_a_connect(void **state) {
  (void)state;
  run_with_names(free_changes_errno);
}

/* From now on the process gets no IPv6 sockets, as on a machine without IPv6. */
static void forbid_ipv6(void) {
  const unsigned family =
      offsetof(struct seccomp_data, args) + (__BYTE_ORDER == __BIG_ENDIAN ? 4 : 0);
  struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, family),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_INET6, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EAFNOSUPPORT),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const struct sock_fprog filter = {sizeof code / sizeof *code, code};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0)
    child_skip();
}

static void connect_without_ipv6(void) {
  open_library();
  const int port = peer_refused_port();
  forbid_ipv6();
  tcpcontext_t t = dialler(0, 60);
  CHECK(connect_to(t, "both.test", port).p == NULL);
  CHECK_INT(errno, ECONNREFUSED);
  CHECK_INT(vce_get_last_error(), VCE_ECONNECT);
  CHECK(connect_to(t, "::1", port).p == NULL);
  CHECK_INT(errno, EAFNOSUPPORT);
  CHECK_INT(vce_get_last_error(), VCE_ESOCKET);
}

/* Where there is no IPv6, a name that has such an address too could not be connected to for want of
 * a socket, though the other address had refused. */
static void a_family_that_is_missing_is_not_the_reason(void **state) {
  (void)state;
  run_with_names(connect_without_ipv6);
}

static tcpcontext_t dials_again;
static int dials_to;

static int connect_while_draining(conn_t c, CLOSE_REASON reason) {
  keep_end_text(c, reason);
  CHECK(vce_tcpcontext_connect(dials_again, "127.0.0.1", (unsigned short)dials_to).p == NULL);
  CHECK_INT(vce_get_last_error(), VCE_ECONNECT);
  CHECK_TEXT(last_error_text(),
             "connect to 127.0.0.1: not while the library drains its connections");
  return 0;
}

/* A connect that was refused for a drain had the text of an earlier one, and a connection that a
 * drain cut off was said to have been idle. */
static void a_drain_is_told_as_the_reason(void **state) {
  (void)state;
  options_t o = options();
  o.wblen = 8 << 20;
  tcpcontext_t t = open_server(&o);
  dials_again = client();
  dials_to = peer_refused_port();
  CHECK(vce_tcpcontext_connect(dials_again, "127.0.0.1", (unsigned short)dials_to).p == NULL);
  link_t l = join_narrow(t, 4096);
  char *data = pattern(o.wblen);
  CHECK_INT(vce_conn_write(l.conn, data, o.wblen), (long long)o.wblen);
  free(data);
  on.close = connect_while_draining;
  CHECK_INT(vce_drain(0), 1);
  char expected[TEXT];
  snprintf(expected, sizeof expected, "127.0.0.1 port %d: cut off by vce_drain", peer_port(l.peer));
  CHECK_TEXT(end_text, expected);
}

static void give_up_after_a_failure(void) {
  open_library();
  int port = 0;
  peer_black_hole("127.0.0.1", &port); /* no server listens at the first address */
  conn_t c = connect_to(dialler(1, 60), "two.test", port);
  pump_for(300); /* the first one has failed, the second one is under way */
  vce_conn_close(c);
  PUMP_UNTIL(events_count('F') == 1);
  CHECK_TEXT(end_text, "connect to two.test: closed by the program");
}

/* A connect that the program gave up was said to have been refused. */
static void a_connect_that_is_given_up_says_so(void **state) {
  (void)state;
  run_with_names(give_up_after_a_failure);
}

static int too_fast(conn_t c) {
  (void)c;
  return -1;
}

/* A connection ended for its rate or its full write buffer was told as refused by the parser, or
 * closed by the program. */
static void a_limit_that_ends_a_connection_is_told(void **state) {
  (void)state;
  tcpcontext_t t = server();
  on.close = keep_end_text;
  CHECK_INT(vce_tcpcontext_set_conn_rate(t, 1, 0, too_fast), 0);
  link_t l = join(t);
  peer_send_text(l.peer, "a\nb\nc\n");
  PUMP_UNTIL(events_count('F') == 1);
  char expected[TEXT];
  snprintf(expected, sizeof expected, "127.0.0.1 port %d: sends more than its rate",
           peer_port(l.peer));
  CHECK_TEXT(end_text, expected);

  CHECK_INT(vce_tcpcontext_set_conn_rate(t, 0, 0, NULL), 0);
  l = join(t);
  char data[1024];
  memset(data, 'x', sizeof data);
  CHECK_INT(vce_conn_write(l.conn, data, sizeof data), sizeof data);
  CHECK_INT(vce_tcpcontext_broadcast(t, data, sizeof data, null_conn, VCE_FULL_CLOSE), 0);
  PUMP_UNTIL(events_count('F') == 2);
  snprintf(expected, sizeof expected, "127.0.0.1 port %d: closed by a broadcast, write buffer full",
           peer_port(l.peer));
  CHECK_TEXT(end_text, expected);
}

static void change_errno(int verbosity, const char *text) {
  (void)verbosity;
  (void)text;
  errno = 0;
}

/* The reason why a socket could not be watched was lost to what takes the messages. */
static void an_unwatched_socket_is_told_with_its_reason(void **state) {
  (void)state;
  options_t o = options();
  o.rblen = 8;
  o.parser = NULL;
  link_t l = join(open_server(&o));
  on.close = keep_end_text;
  peer_send_text(l.peer, "12345678");
  PUMP_UNTIL(unread(l.conn) == 8);
  hbs(2);
  const int fd = conn_fd(l.conn);
  const int copy = dup(fd);
  close(fd);
  vce_errout_set_another(change_errno);
  vce_set_verbose_mode(1);
  CHECK_INT(vce_conn_shrink_readbuf(l.conn, 8), 8);
  PUMP_UNTIL(events_count('F') == 1);
  vce_set_verbose_mode(-1);
  vce_errout_set_another(NULL);
  close(copy);
  char expected[TEXT];
  snprintf(expected, sizeof expected,
           "127.0.0.1 port %d: its socket cannot be watched: Bad file descriptor",
           peer_port(l.peer));
  CHECK_TEXT(end_text, expected);
}

static void cut_ipv6_answer(void) {
  open_library();
  conn_t c = connect_to(dialler(1, 60), "cut6.test", 9);
  CHECK_INT(vce_conn_is_valid(c), 1);
  PUMP_UNTIL(events_count('F') == 1);
  CHECK_TEXT(end_text, "connect to cut6.test: the name server's answer was cut, as it is too long "
                       "for UDP");
}

/* Of a name that has IPv6 addresses alone it was not told that the answer was cut. */
static void a_cut_answer_with_ipv6_addresses_is_told(void **state) {
  (void)state;
  run_with_names(cut_ipv6_answer);
}

int main(void) {
  const struct CMUnitTest connecting_edges[] = {
      FRESH_TEST(an_address_that_has_answered_is_not_passed_over),
      FRESH_TEST(an_attempt_that_was_given_up_is_watched_no_more),
      FRESH_TEST(closing_all_descriptors_ends_all_attempts),
      FRESH_TEST(who_asks_for_any_address_does_not_reach_itself),
      FRESH_TEST(errno_survives_the_end_of_a_connect),
      FRESH_TEST(a_family_that_is_missing_is_not_the_reason),
      TEST(a_drain_is_told_as_the_reason),
      FRESH_TEST(a_connect_that_is_given_up_says_so),
      TEST(a_limit_that_ends_a_connection_is_told),
      TEST(an_unwatched_socket_is_told_with_its_reason),
      FRESH_TEST(a_cut_answer_with_ipv6_addresses_is_told),
  };
  return RUN(connecting_edges);
}
