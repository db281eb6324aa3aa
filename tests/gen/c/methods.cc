// Method style names, on the server and, with cliclassmode, on the client.
#include <cstring>

extern "C" {
#include "stub_test.h"
}

#include "club_cli.h"
#include "club_sv.h"

static World the_world;
World *world = &the_world;
Screen the;

int World::club_enter_recv(conn_t, const char *name, int id) {
  log_event("enter(%s,%d) ", name, id);
  return id;
}
int World::club_leave_recv(conn_t) {
  log_event("leave ");
  return 0;
}
int World::club_hidden_recv(conn_t, int) {
  fail_msg("a message that is not active was delivered");
  return 0;
}
int World::club_shown_recv(conn_t, int x) {
  log_event("shown(%d) ", x);
  return 0;
}
int View::club_seen_recv(conn_t, int id) {
  log_event("seen(%d) ", id);
  return 0;
}

int club_plain_recv(conn_t, int x) {
  log_event("plain(%d) ", x);
  return 0;
}
int club_closed_recv(conn_t) {
  log_event("closed ");
  return 0;
}
int club_cli_sender(conn_t c, char *data, int len) { return club_sv_pcallback(c, data, len); }
int club_sv_sender(conn_t c, char *data, int len) { return club_cli_pcallback(c, data, len); }
int club_cli_recv_error_callback(conn_t, int e) { return e; }
int club_sv_recv_error_callback(conn_t, int e) { return e; }
int club_toolong_recv_warning(conn_t, int, int) { return -1; }

static void received_messages_are_methods(void **) {
  log_clear();
  assert_int_equal(club_enter_send(some_conn, "ann", 7), 7);
  club_leave_send(some_conn);
  club_plain_send(some_conn, 3);
  club_seen_send(some_conn, 9);
  club_closed_send(some_conn);
  expect_log("enter(ann,7) leave plain(3) seen(9) closed ");
  assert_true(club_get_enter_recv_count() == 1);
  assert_int_equal(CLUB_C2S_ENTER, 1);
  assert_int_equal(CLUB_S2C_SEEN, 20);
}

static void ifdef_names_the_prefix(void **) {
  log_clear();
  club_hidden_send(some_conn, 1);
  club_shown_send(some_conn, 2);
  expect_log("shown(2) ");
}

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(received_messages_are_methods),
      cmocka_unit_test(ifdef_names_the_prefix),
  };
  return cmocka_run_group_tests_name("methods", tests, nullptr, nullptr);
}
