/* Programs on one machine could only talk by TCP: there were no Unix sockets, and nobody could tell
 * which user is at the other end. */
#include "../support/harness.h"
#include "unix_files.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

/* ---- Both ends ---- */

static int echo(conn_t c, char *line, int length) {
  return vce_protocol_unparser_text(c, line, length) > 0 ? 0 : -1;
}

static void talk(int nonblock, const char *name) {
  on.data = echo;
  tcpcontext_t t = open_unix_server(name), c = open_unix_client(nonblock);
  conn_t conn = vce_tcpcontext_connect(c, name, 0);
  CHECK(vce_conn_is_valid(conn));
  PUMP_UNTIL(vce_conn_writable(conn) > 0);
  on.data = NULL;
  events_reset();
  CHECK(vce_protocol_unparser_text(conn, (char *)"hello", 5) > 0);
  PUMP_UNTIL(events_count('R') == 1);
  CHECK_INT(events_get('R', 0)->length, 5);
  conn_t other;
  CHECK_INT(vce_tcpcontext_get_all_connection(t, &other, 1), 1);
  CHECK(vce_protocol_unparser_text(other, (char *)"welcome", 7) > 0);
  PUMP_UNTIL(events_count('R') == 2);
  vce_conn_close(conn);
  PUMP_UNTIL(connections(t) + connections(c) == 0);
  CHECK_INT(events_count('C'), 2);
}

static void records_go_both_ways(void **state) {
  (void)state;
  talk(0, socket_name("a"));
}

static void records_go_both_ways_after_a_connect_in_the_background(void **state) {
  (void)state;
  talk(1, socket_name("a"));
}

static void a_name_without_a_file_does_as_well(void **state) {
  (void)state;
  char name[64];
  snprintf(name, sizeof name, "unix:@libvce-test-%d", (int)getpid());
  talk(0, name);
  CHECK(folder_is_empty());
}

static void the_port_is_ignored_and_none_is_told(void **state) {
  (void)state;
  const char *name = socket_name("a");
  options_t o = options();
  o.bind = name;
  o.port = 4711;
  tcpcontext_t t = open_server(&o), c = client();
  CHECK_INT(vce_tcpcontext_get_port(t), 0);
  CHECK(vce_conn_is_valid(vce_tcpcontext_connect(c, name, 0)));
  CHECK(vce_conn_is_valid(vce_tcpcontext_connect(c, name, 65535)));
}

static void a_plain_peer_gets_what_is_written_and_the_end(void **state) {
  (void)state;
  tcpcontext_t t = open_unix_server(socket_name("a"));
  const int peer = connect_plain(socket_name("a"));
  hb();
  conn_t c;
  CHECK_INT(vce_tcpcontext_get_all_connection(t, &c, 1), 1);
  CHECK_INT(send(peer, "one\ntwo\n", 8, 0), 8);
  hbs(2);
  CHECK_INT(events_count('R'), 2);
  CHECK(vce_protocol_unparser_text(c, (char *)"bye", 3) > 0);
  vce_conn_close(c);
  CHECK_INT(send(peer, "unread\n", 7, 0), 7); /* would turn the end into a reset */
  PUMP_UNTIL(connections(t) == 0);
  peer_expect_text(peer, "bye\n");
  peer_expect_end(peer);
  close(peer);
}

static void a_peer_that_goes_ends_the_connection(void **state) {
  (void)state;
  tcpcontext_t t = open_unix_server(socket_name("a"));
  const int peer = connect_plain(socket_name("a"));
  hb();
  CHECK_INT(send(peer, "last\n", 5, 0), 5);
  close(peer);
  PUMP_UNTIL(connections(t) == 0);
  expect_trace("A1 R1:last C1:remote F1");
}

static void what_a_peer_does_not_read_holds_the_writer_back(void **state) {
  (void)state;
  tcpcontext_t t = open_unix_server(socket_name("a"));
  const int peer = connect_plain(socket_name("a"));
  hb();
  conn_t c;
  CHECK_INT(vce_tcpcontext_get_all_connection(t, &c, 1), 1);
  char *data = pattern(4 << 20);
  size_t written = 0;
  for (int stuck = 0; stuck < 10; hb()) {
    const int room = vce_conn_writable(c);
    CHECK_INT(vce_conn_write(c, data + written, (size_t)room), room);
    written += (size_t)room;
    stuck = room ? 0 : stuck + 1;
  }
  CHECK(written < 4 << 20);
  CHECK(peer_receives(peer, data, written));
  free(data);
  close(peer);
}

/* ---- Addresses ---- */

static void check_address(char *(*get)(conn_t, char *, int), conn_t c, const char *name) {
  char text[VCE_MAX_ADDR_TEXT];
  const int length = (int)strlen(name);
  CHECK_TEXT(get(c, text, sizeof text), name);
  CHECK_TEXT(get(c, text, length + 1), name);
  memset(text, 'x', sizeof text);
  CHECK(get(c, text, length) == NULL);
  CHECK_INT(vce_get_last_error(), VCE_ETOOSHORT);
  CHECK_INT(text[0], 'x');
  CHECK(get(c, text, -1) == NULL);
}

static void check_addresses(conn_t c, const char *name) {
  check_address(vce_conn_get_remote_addr_string, c, name);
  check_address(vce_conn_get_local_addr_string, c, name);
  check_address(vce_conn_get_remote_ipv4_addr_string, c, name);
  check_address(vce_conn_get_local_ipv4_addr_string, c, name);
  check_address(vce_conn_get_remote_ipv6_addr_string, c, name);
  check_address(vce_conn_get_local_ipv6_addr_string, c, name);
  static const char zeros[16];
  unsigned number = 7;
  unsigned short port = 7;
  char bytes[16];
  memset(bytes, 7, sizeof bytes);
  vce_conn_get_remote_ipv4_addr(c, &number, &port);
  CHECK_INT(number, 0);
  CHECK_INT(port, 0);
  vce_conn_get_remote_ipv6_addr(c, bytes, &port);
  assert_memory_equal(bytes, zeros, 16);
  char netstat[4096], wanted[300];
  CHECK_INT(vce_get_netstat_string(netstat, sizeof netstat), 0);
  snprintf(wanted, sizeof wanted, ",rem=%s,loc=%s,fd=", name, name);
  CHECK(strstr(netstat, wanted) != NULL);
}

static void both_ends_have_the_address_of_the_server(void **state) {
  (void)state;
  const char *name = socket_name("a");
  tcpcontext_t t = open_unix_server(name);
  conn_t dialled = vce_tcpcontext_connect(client(), name, 0), accepted;
  hb();
  CHECK_INT(vce_tcpcontext_get_all_connection(t, &accepted, 1), 1);
  check_addresses(dialled, name);
  check_addresses(accepted, name);
  vce_tcpcontext_cleanup(t); /* its connections know it still */
  check_addresses(accepted, name);
}

static void a_line_of_the_log_stays_one(void **state) {
  (void)state;
  const char *name = socket_name("two\nlines");
  tcpcontext_t t = open_unix_server(name);
  conn_t dialled = vce_tcpcontext_connect(client(), name, 0);
  CHECK(vce_conn_is_valid(dialled));
  char text[VCE_MAX_ADDR_TEXT];
  CHECK(strstr(vce_conn_get_remote_addr_string(dialled, text, sizeof text), "/two?lines") != NULL);
  (void)t;
}

static void messages_name_it(void **state) {
  (void)state;
  const char *name = socket_name("a");
  char wanted[300];
  vce_set_verbose_mode(1);
  capture_stderr();
  tcpcontext_t t = open_unix_server(name);
  vce_tcpcontext_enable_accept(t, 0);
  const int peer = connect_plain(name);
  hb();
  vce_conn_show_stat();
  const char *log = captured_stderr();
  vce_set_verbose_mode(-1);
  snprintf(wanted, sizeof wanted, "listening on %s\n", name);
  CHECK(strstr(log, wanted) != NULL);
  snprintf(wanted, sizeof wanted, ", peer %s\n", name);
  CHECK(strstr(log, wanted) != NULL);
  close(peer);
}

/* ---- Names that are refused ---- */

static void refuse(const char *name, const char *reason) {
  char detail[512];
  options_t o = options();
  CHECK(vce_tcpcontext_create(1, name, 0, 10, 1024, 1024, 60, 0, 1, 0) == NULL);
  CHECK_INT(vce_get_last_error(), VCE_EIPADDR);
  CHECK(vce_get_last_error_detail(detail, sizeof detail) > 0);
  CHECK(strstr(detail, reason) != NULL);
  for (o.nonblock = 0; o.nonblock < 2; o.nonblock++) {
    conn_t c = vce_tcpcontext_connect(open_client(&o), name, 1);
    CHECK(!vce_conn_is_valid(c));
    CHECK_INT(vce_get_last_error(), VCE_ECONNECT);
    CHECK(vce_get_last_error_detail(detail, sizeof detail) > 0);
    CHECK(strstr(detail, reason) != NULL);
  }
}

static void names_that_cannot_be_are_refused_with_the_reason(void **state) {
  (void)state;
  refuse("unix:", "begins with /");
  refuse("unix:relative", "begins with /");
  refuse("unix:/", "missing");
  refuse("unix:@", "missing");
  char name[128] = "unix:/", fits[128];
  memset(name + 6, 'a', 107);
  name[113] = '\0';
  refuse(name, "too long");
  name[5] = '@';
  refuse(name, "too long");
  memcpy(fits, name, 112);
  fits[112] = '\0';
  tcpcontext_t t = open_unix_server(fits);
  conn_t c = vce_tcpcontext_connect(client(), fits, 0);
  CHECK(vce_conn_is_valid(c));
  check_addresses(c, fits);
  (void)t;
}

static void no_connect_goes_out_from_one(void **state) {
  (void)state;
  CHECK_INT(vce_tcpcontext_set_source(client(), socket_name("a")), VCE_EIPADDR);
}

static void failures_have_the_reason_of_the_system(void **state) {
  (void)state;
  char detail[512], wanted[512];
  const char *name = socket_name("nobody");
  CHECK(!vce_conn_is_valid(vce_tcpcontext_connect(client(), name, 0)));
  CHECK_INT(errno, ENOENT);
  CHECK_INT(vce_get_last_error(), VCE_ECONNECT);
  vce_get_last_error_detail(detail, sizeof detail);
  snprintf(wanted, sizeof wanted, "connect to %s: %s", name, strerror(ENOENT));
  CHECK_TEXT(detail, wanted);
  CHECK(vce_tcpcontext_create(1, "unix:/no/such/folder/a", 0, 1, 1, 1, 60, 0, 0, 0) == NULL);
  CHECK_INT(vce_get_last_error(), VCE_EBIND);
  CHECK_INT(errno, ENOENT);
}

static char end_text[512];

static int keep_end(conn_t c, CLOSE_REASON reason) {
  (void)reason;
  CHECK(vce_conn_get_end_detail(c, end_text, sizeof end_text) > 0);
  return 0;
}

static void a_failure_in_the_background_is_told_by_the_heartbeat(void **state) {
  (void)state;
  char wanted[512];
  const char *name = socket_name("nobody");
  conn_t c = vce_tcpcontext_connect(open_unix_client(1), name, 0);
  CHECK(vce_conn_is_valid(c));
  CHECK_INT(vce_conn_writable(c), 0);
  on.close = keep_end;
  PUMP_UNTIL(!vce_conn_is_valid(c));
  CHECK_INT(events_get('C', 0)->value, CLOSE_REASON_REMOTE);
  snprintf(wanted, sizeof wanted, "connect to %s: %s", name, strerror(ENOENT));
  CHECK_TEXT(end_text, wanted);
}

/* ---- The file ---- */

static void the_file_goes_with_the_server(void **state) {
  (void)state;
  const char *name = socket_name("a");
  tcpcontext_t t = open_unix_server(name);
  CHECK(file_exists(name));
  vce_tcpcontext_cleanup(t);
  CHECK(!file_exists(name));
  open_unix_server(name);
  CHECK_INT(vce_drain(0), 0);
  CHECK(!file_exists(name));
  CHECK_INT(vce_drain(0), 0);
  open_unix_server(name);
  vce_finalize();
  CHECK(!file_exists(name));
  open_library();
}

static void a_failed_creation_leaves_none(void **state) {
  (void)state;
  const char *name = socket_name("a");
  CHECK(vce_tcpcontext_create(1, name, 0, 10, 0, 1024, 60, 0, 1, 0) == NULL);
  CHECK_INT(vce_get_last_error(), VCE_EARRAY);
  CHECK(!file_exists(name));
}

static void a_file_that_another_has_put_there_stays(void **state) {
  (void)state;
  const char *name = socket_name("a");
  tcpcontext_t t = open_unix_server(name);
  CHECK_INT(unlink(name + 5), 0);
  const int other = listen_plain(name, 1);
  vce_tcpcontext_cleanup(t);
  CHECK(file_exists(name));
  close(other);
  CHECK_INT(unlink(name + 5), 0);
}

static void a_child_leaves_the_file_of_its_parent(void **state) {
  (void)state;
  const char *name = socket_name("a");
  tcpcontext_t t = open_unix_server(name);
  for (int how = 0; how < 3; how++) {
    const int child = fork_child();
    if (child == 0) {
      if (how == 0)
        vce_tcpcontext_cleanup(t);
      else if (how == 1)
        vce_drain(0);
      vce_finalize();
      CHECK(file_exists(name));
      child_done();
    }
    expect_child(child);
  }
  CHECK(vce_conn_is_valid(vce_tcpcontext_connect(client(), name, 0)));
}

static void a_file_that_a_dead_server_left_is_replaced(void **state) {
  (void)state;
  const char *name = socket_name("a");
  close(listen_plain(name, 1));
  CHECK(file_exists(name));
  open_unix_server(name);
  CHECK(vce_conn_is_valid(vce_tcpcontext_connect(client(), name, 0)));
}

static void fail_to_listen(const char *name, const char *reason) {
  char detail[512];
  CHECK(vce_tcpcontext_create(1, name, 0, 10, 1024, 1024, 60, 0, 1, 0) == NULL);
  CHECK_INT(vce_get_last_error(), VCE_EBIND);
  CHECK_INT(errno, EADDRINUSE);
  vce_get_last_error_detail(detail, sizeof detail);
  CHECK(strstr(detail, reason) != NULL);
  CHECK(file_exists(name));
}

static void a_server_that_listens_is_left_alone(void **state) {
  (void)state;
  const char *name = socket_name("a"), *full = socket_name("full");
  tcpcontext_t t = open_unix_server(name);
  fail_to_listen(name, "a server listens there");
  hbs(2);
  CHECK(vce_conn_is_valid(vce_tcpcontext_connect(client(), name, 0)));
  (void)t;
  const int other = listen_plain(full, 0), waits = connect_plain(full);
  fail_to_listen(full, "a server listens there"); /* also if its queue is full */
  close(waits);
  close(other);
  CHECK_INT(unlink(full + 5), 0);
}

static void a_file_that_is_no_socket_is_left_alone(void **state) {
  (void)state;
  const char *name = socket_name("a");
  FILE *file = fopen(name + 5, "w");
  CHECK(file != NULL && fputs("precious", file) > 0 && fclose(file) == 0);
  fail_to_listen(name, "no socket");
  CHECK_INT(unlink(name + 5), 0);
  CHECK_INT(symlink("/nowhere", name + 5), 0);
  CHECK(vce_tcpcontext_create(1, name, 0, 10, 1024, 1024, 60, 0, 1, 0) == NULL);
  CHECK_INT(unlink(name + 5), 0);
}

/* ---- Limits and options ---- */

static void options_of_tcp_do_not_matter(void **state) {
  (void)state;
  const char *name = socket_name("a");
  static const unsigned kicked[] = {0x0100007f, 0};
  tcpcontext_t t = open_unix_server(name), c = client();
  for (int i = 0; i < 2; i++) {
    tcpcontext_t each = i ? t : c;
    CHECK_INT(vce_tcpcontext_set_keepalive(each, 10, 10, 3), 0);
    CHECK_INT(vce_tcpcontext_set_user_timeout(each, 1000), 0);
    vce_tcpcontext_set_conn_kickip_array(each, kicked);
  }
  CHECK_INT(vce_tcpcontext_set_source(c, "127.0.0.1"), 0);
  vce_set_verbose_mode(0);
  capture_stderr();
  CHECK(vce_conn_is_valid(vce_tcpcontext_connect(c, name, 0)));
  conn_t pending = vce_tcpcontext_connect(open_unix_client(1), name, 0);
  PUMP_UNTIL(vce_conn_writable(pending) > 0);
  hb();
  CHECK_INT(connections(t), 2);
  CHECK_TEXT(captured_stderr(), "");
}

static void the_limit_per_address_counts_by_user(void **state) {
  (void)state;
  const char *name = socket_name("a");
  tcpcontext_t t = open_unix_server(name);
  CHECK_INT(vce_tcpcontext_set_max_per_address(t, 2), 0);
  int peer[3];
  for (int i = 0; i < 3; i++)
    peer[i] = connect_plain(name);
  hb();
  CHECK_INT(connections(t), 2);
  peer_expect_end(peer[2]);
  close(peer[0]);
  PUMP_UNTIL(connections(t) == 1);
  const int again = connect_plain(name);
  PUMP_UNTIL(connections(t) == 2);
  if (geteuid() == 0) { /* another user has a number of its own */
    CHECK_INT(chmod(folder(), 0755), 0);
    CHECK_INT(chmod(name + 5, 0666), 0);
    CHECK_INT(seteuid(12345), 0);
    const int other = connect_plain(name);
    CHECK_INT(seteuid(0), 0);
    PUMP_UNTIL(connections(t) == 3);
    close(other);
  }
  close(again);
  close(peer[1]);
  close(peer[2]);
}

static void a_full_server_turns_peers_away(void **state) {
  (void)state;
  options_t o = options();
  o.bind = socket_name("a");
  o.max = 1;
  tcpcontext_t t = open_server(&o);
  const int first = connect_plain(o.bind), second = connect_plain(o.bind);
  hb();
  CHECK_INT(connections(t), 1);
  peer_expect_end(second);
  close(first);
  close(second);
}

/* ---- Who is there ---- */

static void each_end_knows_the_other_process(void **state) {
  (void)state;
  const char *name = socket_name("a");
  tcpcontext_t t = open_unix_server(name);
  const int child = fork_child();
  if (child == 0) {
    connect_plain(name);
    pause();
    child_done();
  }
  PUMP_UNTIL(connections(t) == 1);
  conn_t c;
  int pid = 0, uid = -1, gid = -1;
  CHECK_INT(vce_tcpcontext_get_all_connection(t, &c, 1), 1);
  CHECK_INT(vce_conn_get_peer_credentials(c, &pid, &uid, &gid), 0);
  CHECK_INT(pid, child);
  CHECK_INT(uid, (int)geteuid());
  CHECK_INT(gid, (int)getegid());
  CHECK_INT(vce_conn_get_peer_credentials(c, NULL, NULL, NULL), 0);
  conn_t dialled = vce_tcpcontext_connect(client(), name, 0);
  CHECK_INT(vce_conn_get_peer_credentials(dialled, &pid, NULL, NULL), 0);
  CHECK_INT(pid, (int)getpid());
  CHECK_INT(kill(child, SIGKILL), 0);
  wait_child(child);
}

static void only_unix_sockets_tell(void **state) {
  (void)state;
  int pid = 7;
  link_t tcp = join(server());
  CHECK_INT(vce_conn_get_peer_credentials(tcp.conn, &pid, NULL, NULL), VCE_ESUPPORT);
  CHECK_INT(vce_get_last_error(), VCE_ESUPPORT);
  CHECK_INT(vce_conn_get_peer_credentials(null_conn, &pid, NULL, NULL), VCE_EINVAL);
  conn_t failed = vce_tcpcontext_connect(open_unix_client(1), socket_name("nobody"), 0);
  CHECK_INT(vce_conn_get_peer_credentials(failed, &pid, NULL, NULL), VCE_ENOTREADY);
  CHECK_INT(pid, 7);
}

/* ---- Many ---- */

static void thousands_of_connects_leave_nothing(void **state) {
  (void)state;
  const char *name = socket_name("a");
  tcpcontext_t t = open_unix_server(name), c = client();
  vce_tcpcontext_set_conn_acceptwatcher(t, NULL);
  vce_tcpcontext_set_conn_closewatcher(t, NULL);
  vce_tcpcontext_set_conn_finalizer(t, NULL);
  vce_tcpcontext_set_conn_closewatcher(c, NULL);
  vce_tcpcontext_set_conn_finalizer(c, NULL);
  const int before = descriptors_open();
  for (int i = 0; i < 10000; i++) {
    conn_t conn = vce_tcpcontext_connect(c, name, 0);
    CHECK(vce_conn_is_valid(conn));
    vce_conn_close(conn);
    while (connections(c) > 0 || connections(t) > 0)
      vce_heartbeat();
  }
  PUMP_UNTIL(descriptors_open() == before);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      UNIX_TEST(records_go_both_ways),
      UNIX_TEST(records_go_both_ways_after_a_connect_in_the_background),
      UNIX_TEST(a_name_without_a_file_does_as_well),
      UNIX_TEST(the_port_is_ignored_and_none_is_told),
      UNIX_TEST(a_plain_peer_gets_what_is_written_and_the_end),
      UNIX_TEST(a_peer_that_goes_ends_the_connection),
      UNIX_TEST(what_a_peer_does_not_read_holds_the_writer_back),
      UNIX_TEST(both_ends_have_the_address_of_the_server),
      UNIX_TEST(a_line_of_the_log_stays_one),
      UNIX_TEST(messages_name_it),
      UNIX_TEST(names_that_cannot_be_are_refused_with_the_reason),
      UNIX_TEST(no_connect_goes_out_from_one),
      UNIX_TEST(failures_have_the_reason_of_the_system),
      UNIX_TEST(a_failure_in_the_background_is_told_by_the_heartbeat),
      UNIX_TEST(the_file_goes_with_the_server),
      UNIX_TEST(a_failed_creation_leaves_none),
      UNIX_TEST(a_file_that_another_has_put_there_stays),
      UNIX_TEST(a_child_leaves_the_file_of_its_parent),
      UNIX_TEST(a_file_that_a_dead_server_left_is_replaced),
      UNIX_TEST(a_server_that_listens_is_left_alone),
      UNIX_TEST(a_file_that_is_no_socket_is_left_alone),
      UNIX_TEST(options_of_tcp_do_not_matter),
      UNIX_TEST(the_limit_per_address_counts_by_user),
      UNIX_TEST(a_full_server_turns_peers_away),
      UNIX_TEST(each_end_knows_the_other_process),
      UNIX_TEST(only_unix_sockets_tell),
      UNIX_TEST(thousands_of_connects_leave_nothing),
  };
  return RUN(tests);
}
