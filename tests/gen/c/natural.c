/* What natural.txt declares and the original could not do: errors inside nested structs, sizes of
 * 0. (The records themselves: record_main.c.)
 */
#include "stub_test.h"

#include <string.h>

#include "natural_cli.h"

int natural_reply_recv(conn_t c, natural_BOX b, const char *s) {
  (void)c;
  assert_null(b.head.list_p);
  assert_int_equal(b.head.list_i, 0);
  log_event("reply(%s,%s) ", b.head.word, s);
  return 0;
}
int natural_replies_recv(conn_t c, natural_BOX *first, int first_len, natural_label *second,
                         int second_len, int after) {
  (void)c, (void)first, (void)second;
  log_event("replies(%d,%d,%d) ", first_len, second_len, after);
  return 0;
}
int natural_heap_reply_recv(conn_t c, const char *blob, int blob_len, natural_BOX *b, int b_len) {
  (void)c, (void)blob, (void)b;
  log_event("heap_reply(%d,%d) ", blob_len, b_len);
  return 0;
}
int natural_many_recv(conn_t c, const char *const *words, int words_len, int words_p,
                      int words_p_) {
  (void)c, (void)words;
  log_event("many(%d,%d,%d) ", words_len, words_p, words_p_);
  return 0;
}
int natural_ratios_recv(conn_t c, float f, const float *fs, int fs_len, natural_ratio one,
                        natural_ratio *many, int many_len) {
  (void)c, (void)f, (void)fs, (void)fs_len, (void)one, (void)many, (void)many_len;
  return 0;
}
int natural_cli_sender(conn_t c, char *data, int len) { return keep_sent(c, data, len); }
int natural_cli_recv_error_callback(conn_t c, int e) {
  (void)c;
  log_event("error(%d) ", e);
  return -7;
}

static natural_BOX box;

static int reset(void **state) {
  (void)state;
  memset(&box, 0, sizeof box);
  log_clear();
  sender_reset();
  return 0;
}

#define EXPECT_SEND(call, result, last_error)                                                      \
  do {                                                                                             \
    seed_last_error();                                                                             \
    assert_int_equal(call, result);                                                                \
    assert_int_equal(vce_get_last_error(), last_error);                                            \
  } while (0)

/* ---- Sending ---- */

static void what_is_too_long_is_found_at_every_depth(void **state) {
  (void)state;
  int *const lengths[] = {&box.corners_len, &box.weights_len, &box.others_len, &box.head.list_len};
  const int max[] = {4, 2, 2, 3};
  for (size_t i = 0; i < ELEMENTOF(lengths); i++) {
    *lengths[i] = max[i] + 1;
    EXPECT_SEND(natural_box_send(some_conn, box), VCE_EFULL, SEEDED);
    EXPECT_SEND(natural_boxes_send(some_conn, NULL, 0, 5, &box, 1, NULL, 0), VCE_EFULL, SEEDED);
    *lengths[i] = -1;
    EXPECT_SEND(natural_box_send(some_conn, box), VCE_EINVAL, VCE_EINVAL);
    *lengths[i] = max[i];
    assert_true(natural_box_send(some_conn, box) > 0);
    *lengths[i] = 0;
  }
  assert_int_equal(sender_calls, (int)ELEMENTOF(lengths));
}

static void null_is_no_array_of_structs(void **state) {
  (void)state;
  EXPECT_SEND(natural_boxes_send(some_conn, NULL, 1, 5, NULL, 0, NULL, 0), VCE_EINVAL, VCE_EINVAL);
  EXPECT_SEND(natural_boxes_send(some_conn, NULL, 0, 5, NULL, 0, NULL, 1), VCE_EINVAL, VCE_EINVAL);
  EXPECT_SEND(natural_boxes_send(some_conn, NULL, 3, 5, NULL, 0, NULL, 0), VCE_EFULL, SEEDED);
  assert_true(natural_boxes_send(some_conn, NULL, 0, 5, NULL, 0, NULL, 0) > 0);
}

static void strings_in_structs_have_a_nul(void **state) {
  (void)state;
  memset(box.head.word, 'w', sizeof box.head.word);
  EXPECT_SEND(natural_box_send(some_conn, box), VCE_EFULL, SEEDED);
  box.head.word[7] = '\0';
  assert_true(natural_box_send(some_conn, box) > 0);
}

static void strings_of_lists_in_structs_have_a_nul(void **state) {
  (void)state;
  box.head.list_len = 2;
  memset(box.head.list[1], 'x', 5);
  EXPECT_SEND(natural_box_send(some_conn, box), VCE_EFULL, VCE_EFULL);
  box.head.list[1][4] = '\0';
  box.others_len = 1;
  box.others[0] = box.head;
  memset(box.others[0].list[0], 'y', 5);
  EXPECT_SEND(natural_box_send(some_conn, box), VCE_EFULL, VCE_EFULL);
  assert_int_equal(sender_calls, 0);
}

static void the_layout_follows_from_the_rules(void **state) {
  (void)state;
  natural_label label = {"ab", {"c", ""}, 2, NULL, 0};
  assert_int_equal(natural_label_send(some_conn, label), 9);
  assert_string_equal(sent_hex(), "05"     /* id */
                                  "036162" /* count, characters, ... */
                                  "00"     /* ... NUL */
                                  "020163" /* two strings, the first of one byte */
                                  "00");   /* the second of none */
}

static void sizes_of_0_are_always_empty(void **state) {
  (void)state;
  static const char *const empty[1] = {""};
  EXPECT_SEND(natural_zero_send(some_conn, "a", 1, NULL, 0, "", NULL, 0, 3), VCE_EFULL, SEEDED);
  EXPECT_SEND(natural_zero_send(some_conn, NULL, 0, NULL, 0, "c", NULL, 0, 3), VCE_EFULL, SEEDED);
  assert_int_equal(natural_zero_send(some_conn, NULL, 0, empty, 1, "", NULL, 0, 3),
                   1 + 1 + 2 + 2 + 1 + 4);
}

static void parameters_may_be_called_as_locals(void **state) {
  (void)state;
  assert_int_equal(
      natural_clash_send(some_conn, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18),
      1 + 18 * 4);
}

/* ---- Receiving ---- */

static void structs_of_structs_are_received(void **state) {
  (void)state;
  /* at, no corners, "w", a list of one, no weights, no others; the string */
  assert_int_equal(receive_hex(natural_cli_pcallback, "6400010002"
                                                      "00000000"
                                                      "027700"
                                                      "010178"
                                                      "00"
                                                      "00000000"
                                                      "027300"),
                   0);
  expect_log("reply(w,s) ");
}

static void lists_in_structs_obey_the_rules_of_lists(void **state) {
  (void)state;
  static const struct {
    const char *list;
    int result, last_error;
    const char *events;
  } lists[] = {
      {"04", -7, VCE_EFULL, "error(-2) "},                       /* four strings of three */
      {"010562626262620000000000", -7, VCE_EFULL, "error(-2) "}, /* five bytes and no NUL */
      {"02", 0, VCE_ETOOSHORT, ""},                              /* cut behind the count */
      {"010363", 0, VCE_ETOOSHORT, ""},                          /* cut in a string */
      {"ff", -7, VCE_ESUPPORT, "error(-26) "},
      {"fe0000000100000000", -7, VCE_ESUPPORT, "error(-26) "},
      {"01ff", -7, VCE_ESUPPORT, "error(-26) "},
      {"fd00", 0, VCE_ETOOSHORT, ""},
      {"fd00000000"
       "00"
       "00000000"
       "027300",
       0, VCE_NOERROR, "reply(w,s) "},
  };
  for (size_t i = 0; i < ELEMENTOF(lists); i++) {
    char hex[200] = "640001000200000000027700";
    strcat(hex, lists[i].list);
    assert_int_equal(receive_hex(natural_cli_pcallback, hex), lists[i].result);
    assert_int_equal(vce_get_last_error(), lists[i].last_error);
    expect_log(lists[i].events);
  }
}

static void counts_of_nested_arrays_are_checked(void **state) {
  (void)state;
  static const char *const counts[] = {"00000005", "ffffffff", "7fffffff"};
  for (size_t i = 0; i < ELEMENTOF(counts); i++) {
    char hex[200] = "6400010002";
    strcat(hex, counts[i]);
    strcat(hex, "00000000000000000000000000000000000000000000000000000000");
    assert_int_equal(receive_hex(natural_cli_pcallback, hex), -7);
    assert_int_equal(vce_get_last_error(), VCE_EFULL);
    expect_log("error(-2) ");
  }
}

#define TEST(f) cmocka_unit_test_setup(f, reset)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(what_is_too_long_is_found_at_every_depth),
      TEST(null_is_no_array_of_structs),
      TEST(strings_in_structs_have_a_nul),
      TEST(strings_of_lists_in_structs_have_a_nul),
      TEST(the_layout_follows_from_the_rules),
      TEST(sizes_of_0_are_always_empty),
      TEST(parameters_may_be_called_as_locals),
      TEST(structs_of_structs_are_received),
      TEST(lists_in_structs_obey_the_rules_of_lists),
      TEST(counts_of_nested_arrays_are_checked),
  };
  return cmocka_run_group_tests_name("natural", tests, NULL, NULL);
}
