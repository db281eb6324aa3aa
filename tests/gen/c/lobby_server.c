/* The server stub of medium.txt: what each record leads to, and what each send does. */
#include "stub_test.h"

#include <stdlib.h>
#include <string.h>

#include "lobby_sv.h"

static int error_result = -7, warning_result;
static conn_t current_inside;

/* ---- The application ---- */

int lobby_login_recv(conn_t c, const char *name, unsigned int token, unsigned short flags) {
  assert_true(vce_conn_is_equal(c, some_conn));
  current_inside = lobby_sv_get_current_conn();
  log_event("login(%s,%u,%u) ", name, token, (unsigned)flags);
  return 55;
}

int lobby_say_recv(conn_t c, int room, const char *line) {
  (void)c;
  log_event("say(%d,%s) ", room, line);
  return -9;
}

int lobby_upload_recv(conn_t c, const char *blob, int blob_len, unsigned int offset) {
  (void)c;
  log_event("upload(");
  log_hex(blob, (size_t)blob_len);
  log_event(",%u) ", offset);
  return 1;
}

int lobby_tags_recv(conn_t c, const char *const *names, int names_len, short after) {
  (void)c;
  log_event("tags(");
  for (int i = 0; i < names_len; i++)
    log_event("%s,", names[i]);
  log_event("%d) ", after);
  return 2;
}

int lobby_leave_recv(conn_t c) {
  (void)c;
  log_event("leave ");
  return 3;
}

int lobby_sv_sender(conn_t c, char *data, int len) { return keep_sent(c, data, len); }

int lobby_sv_recv_error_callback(conn_t c, int e) {
  assert_true(vce_conn_is_equal(c, some_conn));
  assert_true(vce_conn_is_equal(lobby_sv_get_current_conn(), some_conn));
  log_event("error(%d) ", e);
  return error_result;
}

int lobby_toolong_recv_warning(conn_t c, int proto_id, int length) {
  assert_true(vce_conn_is_equal(c, some_conn));
  log_event("long(%d,%d) ", proto_id, length);
  return warning_result;
}

static int reset(void **state) {
  (void)state;
  error_result = -7;
  warning_result = 0;
  log_clear();
  sender_reset();
  return 0;
}

/* ---- Receiving ---- */

enum { ANY = 1 };

static void expect_receive(const char *hex, int result, const char *events, int last_error) {
  seed_last_error();
  const int actual = receive_hex(lobby_sv_pcallback, hex);
  const int actual_error = vce_get_last_error();
  if (actual != result || strcmp(log_text(), events) != 0 ||
      (last_error != ANY && actual_error != last_error))
    fail_msg("%s: result %d, last error %d, events %s", hex, actual, actual_error, log_text());
  log_clear();
  expect_null_conn(lobby_sv_get_current_conn());
}

static void records_without_a_whole_id_are_nothing(void **state) {
  (void)state;
  expect_receive("", 0, "", SEEDED);
  expect_receive("00", 0, "", SEEDED);
}

static void unknown_ids_go_to_the_error_callback(void **state) {
  (void)state;
  expect_receive("7777", -7, "error(-65) ", SEEDED);
  expect_receive("000b", -7, "error(-65) ", SEEDED); /* an id of the other direction */
  expect_receive("ffff", -7, "error(-65) ", SEEDED);
}

static void the_result_of_the_error_callback_is_returned(void **state) {
  (void)state;
  error_result = 0;
  expect_receive("7777", 0, "error(-65) ", SEEDED);
  expect_receive("000a0261000000", 0, "error(-2) ", VCE_EFULL);
  error_result = 12;
  expect_receive("7777", 12, "error(-65) ", SEEDED);
}

static void a_record_leads_to_its_function(void **state) {
  (void)state;
  const double before = lobby_get_login_recv_count();
  expect_receive("000a026100000000010002", 55, "login(a,1,2) ", VCE_NOERROR);
  assert_true(vce_conn_is_equal(current_inside, some_conn));
  assert_true(lobby_get_login_recv_count() == before + 1);
}

static void long_counts_and_trailing_bytes_are_taken(void **state) {
  (void)state;
  const char *login = "login(a,1,2) ";
  expect_receive("000a026100000000010002ffff", 55, login, VCE_NOERROR);
  expect_receive("000afd000000026100000000010002", 55, login, VCE_NOERROR);
  expect_receive("000afe00000000000000026100000000010002", 55, login, VCE_NOERROR);
}

static void strings_always_end(void **state) {
  (void)state;
  expect_receive("000a0461006200000000010002", 55, "login(a,1,2) ", VCE_NOERROR);
  expect_receive("000a03616263000000010002", 55, "login(abc,1,2) ", VCE_NOERROR);
  expect_receive("000a00000000010002", 55, "login(,1,2) ", VCE_NOERROR);
  expect_receive("0014000000070161", -9, "say(7,a) ", VCE_NOERROR);
  expect_receive("000a1061616161616161616161616161616161000000010002", 55,
                 "login(aaaaaaaaaaaaaaaa,1,2) ", VCE_NOERROR);
}

static void cut_arrays_pass_without_a_word(void **state) {
  (void)state;
  static const char *const cut[] = {"000a",           "000a05616263", "000a146161", "000afd0000",
                                    "000afe00000000", "01f4",         "01f4fc00",   "01f6",
                                    "01f6020561",     "01f601",       "01f60201"};
  for (size_t i = 0; i < ELEMENTOF(cut); i++)
    expect_receive(cut[i], 0, "", VCE_ETOOSHORT);
}

static void too_much_is_an_error(void **state) {
  (void)state;
  expect_receive("000a146161616161616161616161616161616161616161000000010002", -7, "error(-2) ",
                 VCE_EFULL);
  expect_receive("01f609", -7, "error(-2) ", VCE_EFULL);
  expect_receive("01f60110616161616161616161616161616161610005", -7, "error(-2) ", VCE_EFULL);
  expect_receive("01f6fd7fffffff", -7, "error(-2) ", VCE_EFULL);
}

static void cut_values_are_an_error(void **state) {
  (void)state;
  expect_receive("000a0261000000", -7, "error(-2) ", VCE_EFULL);
  expect_receive("000a0261000000000102", -7, "error(-2) ", VCE_EFULL);
  expect_receive("01f6010161", -7, "error(-2) ", VCE_EFULL);
  expect_receive("01f40000", -7, "error(-2) ", VCE_EFULL);
}

static void counts_of_64_bits_are_not_supported(void **state) {
  (void)state;
  expect_receive("000aff", -7, "error(-26) ", VCE_ESUPPORT);
  expect_receive("000afe0000000100000002", -7, "error(-26) ", VCE_ESUPPORT);
  expect_receive("01f6ff", -7, "error(-26) ", VCE_ESUPPORT);
  expect_receive("01f6fe0000000100000001", -7, "error(-26) ", VCE_ESUPPORT);
  expect_receive("01f601ff", -7, "error(-26) ", VCE_ESUPPORT);
  expect_receive("01f601fe0000000100000001", -7, "error(-26) ", VCE_ESUPPORT);
}

static void counts_that_wrap_are_too_much_rather_than_cut(void **state) {
  (void)state;
  expect_receive("000afdfffffffb6162", -7, "error(-2) ", VCE_EFULL);
  expect_receive("000afd80000000", -7, "error(-2) ", VCE_EFULL);
  expect_receive("000afd7fffffff", 0, "", VCE_ETOOSHORT);
  expect_receive("01f601fdffffffff61", -7, "error(-2) ", VCE_EFULL);
}

#define EE18 "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"

static void long_records_are_asked_about(void **state) {
  (void)state;
  expect_receive("000a026100000000010002" EE18, 55, "login(a,1,2) ", VCE_NOERROR);
  const char *over = "000a026100000000010002" EE18 "ee";
  warning_result = -1;
  expect_receive(over, -1, "long(10,30) ", ANY);
  warning_result = 0;
  expect_receive(over, 55, "long(10,30) login(a,1,2) ", VCE_NOERROR);
  warning_result = 5;
  expect_receive(over, 55, "long(10,30) login(a,1,2) ", VCE_NOERROR);
}

static void messages_without_parameters_are_counted_too(void **state) {
  (void)state;
  const double before = lobby_get_leave_recv_count();
  expect_receive("03e7", 3, "leave ", ANY);
  expect_receive("03e7aabbccdd", 3, "leave ", ANY);
  assert_true(lobby_get_leave_recv_count() == before + 2);
}

static void lists_are_received(void **state) {
  (void)state;
  expect_receive("01f602016101620005", 2, "tags(a,b,5) ", VCE_NOERROR);
  expect_receive("01f6000005", 2, "tags(5) ", VCE_NOERROR);
  expect_receive("01f6020003610062ffff", 2, "tags(,a,-1) ", VCE_NOERROR);
}

static void errors_count_nothing(void **state) {
  (void)state;
  const double login = lobby_get_login_recv_count(), tags = lobby_get_tags_recv_count();
  receive_hex(lobby_sv_pcallback, "000a0261000000");
  receive_hex(lobby_sv_pcallback, "000a");
  receive_hex(lobby_sv_pcallback, "01f609");
  assert_true(lobby_get_login_recv_count() == login);
  assert_true(lobby_get_tags_recv_count() == tags);
}

/* ---- Sending ---- */

static const int ids[9] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
static const char *const names[9] = {"a", "b", "c", "d", "e", "f", "g", "h", "i"};

#define EXPECT_SEND(call, result, last_error)                                                      \
  do {                                                                                             \
    seed_last_error();                                                                             \
    assert_int_equal(call, result);                                                                \
    assert_int_equal(vce_get_last_error(), last_error);                                            \
  } while (0)

static void sends_that_do_not_fit_reach_no_sender(void **state) {
  (void)state;
  static const char *const long_name[1] = {"0123456789abcdef"};
  static const char *const null_name[2] = {"a", NULL};
  const double before = lobby_get_rooms_send_count();
  EXPECT_SEND(lobby_rooms_send(some_conn, ids, 9, names, 1), VCE_EFULL, SEEDED);
  EXPECT_SEND(lobby_rooms_send(some_conn, ids, 1, names, 9), VCE_EFULL, SEEDED);
  EXPECT_SEND(lobby_rooms_send(some_conn, ids, 1, long_name, 1), VCE_EFULL, VCE_EFULL);
  EXPECT_SEND(lobby_rooms_send(some_conn, ids, -1, names, 1), VCE_EINVAL, VCE_EINVAL);
  EXPECT_SEND(lobby_rooms_send(some_conn, ids, 1, names, -1), VCE_EINVAL, VCE_EINVAL);
  EXPECT_SEND(lobby_rooms_send(some_conn, ids, 1, null_name, 2), VCE_EINVAL, VCE_EINVAL);
  EXPECT_SEND(lobby_rooms_send(some_conn, NULL, 1, names, 1), VCE_EINVAL, VCE_EINVAL);
  EXPECT_SEND(lobby_login_result_send(some_conn, 0, NULL), VCE_EINVAL, VCE_EINVAL);
  assert_int_equal(sender_calls, 0);
  assert_true(lobby_get_rooms_send_count() == before + 7);
}

static void empty_arrays_may_be_null(void **state) {
  (void)state;
  assert_int_equal(lobby_rooms_send(some_conn, NULL, 0, NULL, 0), 4);
  assert_string_equal(sent_hex(), "01f50000");
}

static void all_that_is_declared_fits(void **state) {
  (void)state;
  char line[301];
  memset(line, 'x', sizeof line);
  line[299] = '\0';
  assert_int_equal(lobby_login_result_send(some_conn, 0, line), 311);
  assert_int_equal(lobby_rooms_send(some_conn, ids, 8, names, 8), 2 + 1 + 32 + 1 + 16);
  line[299] = 'x';
  line[300] = '\0';
  EXPECT_SEND(lobby_login_result_send(some_conn, 0, line), VCE_EFULL, SEEDED);
}

static void a_string_without_end_is_not_read_beyond_its_size(void **state) {
  (void)state;
  char *endless = malloc(300);
  assert_non_null(endless);
  memset(endless, 'x', 300);
  EXPECT_SEND(lobby_login_result_send(some_conn, 0, endless), VCE_EFULL, SEEDED);
  free(endless);
}

static void the_result_of_the_sender_is_returned(void **state) {
  (void)state;
  assert_int_equal(lobby_tick_send(some_conn, 5), 10);
  assert_string_equal(sent_hex(), "03e80000000000000005");
  sender_result = -33;
  assert_int_equal(lobby_tick_send(some_conn, 5), -33);
  sender_result = 0;
  assert_int_equal(lobby_tick_send(some_conn, 5), 0);
}

/* ---- Other functions ---- */

static void constants_are_those_of_the_definition(void **state) {
  (void)state;
  assert_int_equal(LOBBY_MAX_RECV_RECORD_LENGTH, 311);
  assert_int_equal(LOBBY_MAX_CONNECTION, 1024);
  assert_int_equal(LOBBY_NAME_MAX, 16);
  assert_int_equal(LOBBY_ROOM_MAX, 8);
  assert_int_equal(LOBBY_LINE_MAX, 300);
  assert_string_equal(LOBBY_GREETING, "hello # world");
  assert_int_equal(LOBBY_LIMIT_LOW, -3);
  const LOBBY_STATUS status[] = {LOBBY_OK, LOBBY_BUSY, LOBBY_GONE, LOBBY_LOST};
  const int numbers[] = {0, 1, 10, 11};
  for (int i = 0; i < 4; i++)
    assert_int_equal(status[i], numbers[i]);
  assert_int_equal((LOBBY_KIND)LOBBY_USER, 1);
  assert_int_equal(LOBBY_ADMIN, 2);
  const enum _LOBBY_FUNCID said = LOBBY_S2C_SAID;
  assert_int_equal(said, 21);
  assert_int_equal((LOBBY_FUNCID)LOBBY_C2S_LEAVE, 999);
  assert_int_equal(LOBBY_IDMAX, 1000);
}

static void versions_are_told(void **state) {
  (void)state;
  unsigned int sub_version = 0;
  seed_last_error();
  assert_int_equal(lobby_sv_get_version(&sub_version), 20260);
  assert_int_equal(sub_version, 389197705);
  assert_int_equal(lobby_sv_get_version(NULL), 20260);
  assert_int_equal(vce_get_last_error(), SEEDED);
}

static void registers_as_many_connections_as_declared(void **state) {
  (void)state;
  conn_t c = {(void *)0x20, 1};
  for (; c.serial <= 1024; c.serial++)
    assert_int_equal(lobby_new(c), 0);
  assert_int_equal(lobby_new(c), -1);
  assert_int_equal(lobby_del(c), -1);
  c.serial = 500;
  assert_int_equal(lobby_del(c), 0);
  assert_int_equal(lobby_del(c), -1);
  c.serial = 1;
  assert_int_equal(lobby_new(c), 0); /* twice: takes two places */
  assert_int_equal(lobby_new(c), -1);
  assert_int_equal(lobby_del(c), 0);
  assert_int_equal(lobby_del(c), 0);
  assert_int_equal(lobby_del(c), -1);
}

#define TEST(f) cmocka_unit_test_setup(f, reset)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(records_without_a_whole_id_are_nothing),
      TEST(unknown_ids_go_to_the_error_callback),
      TEST(the_result_of_the_error_callback_is_returned),
      TEST(a_record_leads_to_its_function),
      TEST(long_counts_and_trailing_bytes_are_taken),
      TEST(strings_always_end),
      TEST(cut_arrays_pass_without_a_word),
      TEST(too_much_is_an_error),
      TEST(cut_values_are_an_error),
      TEST(counts_of_64_bits_are_not_supported),
      TEST(counts_that_wrap_are_too_much_rather_than_cut),
      TEST(long_records_are_asked_about),
      TEST(messages_without_parameters_are_counted_too),
      TEST(lists_are_received),
      TEST(errors_count_nothing),
      TEST(sends_that_do_not_fit_reach_no_sender),
      TEST(empty_arrays_may_be_null),
      TEST(all_that_is_declared_fits),
      TEST(a_string_without_end_is_not_read_beyond_its_size),
      TEST(the_result_of_the_sender_is_returned),
      TEST(constants_are_those_of_the_definition),
      TEST(versions_are_told),
      TEST(registers_as_many_connections_as_declared),
  };
  return cmocka_run_group_tests_name("lobby server", tests, NULL, NULL);
}
