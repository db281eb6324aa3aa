/* The functions that need no connection, where no conformance vector looks: null pointers, the log,
 * the scan macros, the checked hex text, and arrays over the life of the library. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "vce.h"

enum { planted = VCE_ENOTFOUND };

static void plant(void) {
  vce_text_split_index("a:b", ':', 9);
  assert_int_equal(vce_get_last_error(), planted);
}

#define ASSERT_FAILS(call, code)                    \
  do {                                              \
    plant();                                        \
    assert_int_equal(call, code);                   \
    assert_int_equal(vce_get_last_error(), code);   \
  } while (0)

#define ASSERT_NULL_WITH(call, code)                \
  do {                                              \
    plant();                                        \
    assert_null(call);                              \
    assert_int_equal(vce_get_last_error(), code);   \
  } while (0)

#define ASSERT_KEEPS_ERROR(call, value)             \
  do {                                              \
    plant();                                        \
    assert_int_equal(call, value);                  \
    assert_int_equal(vce_get_last_error(), planted); \
  } while (0)

static char logged[4096];

static void keep_log(int mode, const char *text) {
  (void)mode;
  strncat(logged, text, sizeof logged - strlen(logged) - 1);
}

static int initialise(void **state) {
  (void)state;
  return vce_initialize();
}

static int finalise(void **state) {
  (void)state;
  vce_finalize();
  vce_set_verbose_mode(0);
  vce_errout_set_another(NULL);
  logged[0] = '\0';
  return 0;
}

static void start_logging(int mode) {
  vce_set_verbose_mode(mode);
  vce_errout_set_another(keep_log);
}

static int logs(const char *number) {
  const int found = strstr(logged, number) != NULL;
  logged[0] = '\0';
  return found;
}

static int lines(const char *text) {
  int n = 0;
  for (; *text; ++text) n += *text == '\n';
  return n;
}

/* --- Packing --- */

static void packing_through_null_pointers_is_invalid(void **state) {
  struct bin_info item = {SINGLE_CHAR, 1, 1, NULL};
  char bytes[16] = {0};
  char *slot = bytes;
  unsigned upper = 7, lower = 7;
  int num = 1;
  (void)state;
  ASSERT_FAILS(vce_get_variable_length_specifier(bytes, 1, NULL, &lower), VCE_EINVAL);
  ASSERT_FAILS(vce_get_variable_length_specifier(bytes, 1, &upper, NULL), VCE_EINVAL);
  ASSERT_FAILS(vce_get_variable_length_specifier(NULL, 1, &upper, &lower), VCE_EINVAL);
  assert_int_equal(upper, 7);
  assert_int_equal(lower, 7);
  ASSERT_FAILS(vce_binary_pop_nb_ia1(bytes, 16, 0, bytes, NULL), VCE_EINVAL);
  ASSERT_FAILS(vce_binary_pop_nb_ia2(NULL, 16, 0, NULL, &num), VCE_EINVAL);
  ASSERT_FAILS(vce_binary_pop_nb_stra(bytes, 16, 0, &slot, NULL, 4), VCE_EINVAL);
  ASSERT_FAILS(vce_binary_pack(NULL, 1, bytes, 16), VCE_EINVAL);
  ASSERT_FAILS(vce_binary_pack(&item, 1, NULL, 16), VCE_EINVAL);
  ASSERT_FAILS(vce_binary_pack(&item, 1, bytes, 16), VCE_EINVAL);
  ASSERT_FAILS(vce_binary_unpack(NULL, 1, bytes, 16), VCE_EINVAL);
  ASSERT_FAILS(vce_binary_unpack(&item, 1, NULL, 16), VCE_EINVAL);
  ASSERT_FAILS(vce_binary_unpack(&item, 1, bytes, 16), VCE_EINVAL);
}

static void packing_no_items_needs_no_pointers(void **state) {
  (void)state;
  assert_int_equal(vce_binary_pack(NULL, 0, NULL, 0), 0);
  assert_int_equal(vce_get_last_error(), 0);
  assert_int_equal(vce_binary_unpack(NULL, -1, NULL, 0), 0);
  assert_int_equal(vce_get_last_error(), 0);
}

/* --- Arrays --- */

static void bad_descriptor_is_invalid_for_every_function(void **state) {
  char byte = 0;
  const int bad[] = {-1, 0, 1, 2, 1000000000};
  size_t i;
  (void)state;
  for (i = 0; i < ELEMENTOF(bad); ++i) {
    const int d = bad[i];
    ASSERT_FAILS(vce_end_array(d), VCE_EINVAL);
    ASSERT_NULL_WITH(vce_alloc_array_object(d), VCE_EINVAL);
    ASSERT_FAILS(vce_free_array_object(d, &byte), VCE_EINVAL);
    ASSERT_NULL_WITH(vce_get_array_object_top(d), VCE_EINVAL);
    ASSERT_NULL_WITH(vce_get_array_object_last(d), VCE_EINVAL);
    ASSERT_NULL_WITH(vce_get_array_object_next(d, &byte), VCE_EINVAL);
    ASSERT_FAILS(vce_get_array_usenum(d), VCE_EINVAL);
    ASSERT_FAILS(vce_get_array_maxnum(d), VCE_EINVAL);
    ASSERT_FAILS(vce_get_array_member_size(d), VCE_EINVAL);
    ASSERT_FAILS(vce_get_array_object_index(d, &byte), VCE_EINVAL);
    ASSERT_FAILS(vce_if_included_in_array(d, &byte), VCE_EINVAL);
    ASSERT_FAILS(vce_array_object_inuse(d, &byte), VCE_ERANGE);
    ASSERT_NULL_WITH(vce_get_array_object_pointer_by_index(d, 0), VCE_EINVAL);
    ASSERT_NULL_WITH(vce_get_array_object_pointer_by_index_only_used(d, 0), VCE_EINVAL);
    ASSERT_FAILS(vce_show_array_usage(d, 1), VCE_EINVAL);
    plant();
    vce_free_array_object_all(d);
    assert_int_equal(vce_get_last_error(), VCE_EINVAL);
  }
}

static void ending_all_arrays_leaves_none_of_the_application(void **state) {
  const int a = vce_init_array(4, 1, "a"), b = vce_init_array(4, 1, "b");
  (void)state;
  plant();
  vce_end_all_array();
  assert_int_equal(vce_get_last_error(), 0);
  ASSERT_FAILS(vce_get_array_usenum(a), VCE_EINVAL);
  ASSERT_FAILS(vce_get_array_usenum(b), VCE_EINVAL);
  assert_true(vce_init_array(4, 1, "c") == a);
}

static void ending_all_arrays_shows_in_finalise_once(void **state) {
  (void)state;
  vce_end_all_array();
  ASSERT_FAILS(vce_finalize(), VCE_EFINALIZE);
  assert_int_equal(vce_initialize(), 0);
  assert_int_equal(vce_finalize(), 0);
}

static void ending_all_arrays_without_a_library_does_nothing(void **state) {
  (void)state;
  assert_int_equal(vce_finalize(), 0);
  plant();
  vce_end_all_array();
  assert_int_equal(vce_get_last_error(), 0);
  assert_int_equal(vce_finalize(), 0);
}

static void arrays_end_with_the_library(void **state) {
  const int a = vce_init_array(4, 1, "a");
  (void)state;
  assert_int_equal(vce_finalize(), 0);
  ASSERT_FAILS(vce_get_array_usenum(a), VCE_EINVAL);
  ASSERT_FAILS(vce_init_array(4, 1, "b"), VCE_EINIT);
  assert_int_equal(vce_initialize(), 0);
  ASSERT_FAILS(vce_get_array_usenum(a), VCE_EINVAL);
}

static void array_messages_are_verbose(void **state) {
  int a;
  void *p;
  (void)state;
  start_logging(0);
  a = vce_init_array(4, 1, "quiet");
  vce_free_array_object(a, NULL);
  vce_end_array(a);
  assert_string_equal(logged, "");
  vce_set_verbose_mode(1);
  a = vce_init_array(4, 1, "loud");
  assert_true(logs("Note:10310 "));
  p = vce_alloc_array_object(a);
  assert_null(vce_alloc_array_object(a));
  assert_true(logs("Fatal:1020 "));
  vce_free_array_object(a, NULL);
  assert_true(logs("Warning:4000 "));
  vce_free_array_object(a, p);
  vce_free_array_object(a, p);
  assert_true(logs("Warning:4214 "));
  vce_init_array(4, -1, "negative");
  assert_true(logs("Fatal:1010 "));
}

static void array_usage_is_shown_unless_silenced(void **state) {
  const int a = vce_init_array(4, 3, "shown");
  (void)state;
  vce_alloc_array_object(a);
  vce_alloc_array_object(a);
  start_logging(0);
  assert_int_equal(vce_show_array_usage(a, 0), 2);
  assert_int_equal(lines(logged), 3);
  logged[0] = '\0';
  assert_int_equal(vce_show_array_usage(a, 1), 2);
  assert_int_equal(vce_get_last_error(), 0);
  assert_int_equal(lines(logged), 5);
  logged[0] = '\0';
  vce_set_verbose_mode(-1);
  assert_int_equal(vce_show_array_usage(a, 1), 2);
  assert_string_equal(logged, "");
}

static void every_scan_macro_visits_newest_first(void **state) {
  const int a = vce_init_array(sizeof(int), 4, "scanned");
  int *x, i, sum = 0;
  void *p;
  (void)state;
  for (i = 0; i < 4; ++i) *(int *)vce_alloc_array_object(a) = i;
  ARRAY_SCAN(a, p) sum = sum * 10 + *(int *)p;
  assert_int_equal(sum, 3210);
  ARRAY_SCAN_TYPE(a, x, int *) sum -= *x;
  assert_int_equal(sum, 3204);
  ARRAY_SCAN_INDEX(a, p, i) assert_int_equal(*(int *)p, 3 - i);
  assert_int_equal(i, 4);
  ARRAY_SCAN_TYPE_INDEX(a, x, int *, i) {
    if (i == 0) continue;
    assert_int_equal(*x, 3 - i);
    if (i == 2) break;
  }
  assert_int_equal(i, 2);
  assert_int_equal(*x, 1);
}

/* --- Text --- */

static void dividing_into_null_is_invalid(void **state) {
  char text[] = "A\n\nB", *head, *body;
  int n;
  (void)state;
  ASSERT_FAILS(vce_httptext_divide_header_and_content(text, 4, NULL, &n, &body, &n), VCE_EINVAL);
  ASSERT_FAILS(vce_httptext_divide_header_and_content(text, 4, &head, NULL, &body, &n),
               VCE_EINVAL);
  ASSERT_FAILS(vce_httptext_divide_header_and_content(text, 4, &head, &n, NULL, &n), VCE_EINVAL);
  ASSERT_FAILS(vce_httptext_divide_header_and_content(text, 4, &head, &n, &body, NULL),
               VCE_EINVAL);
  ASSERT_FAILS(vce_httptext_divide_header_and_content(NULL, 4, &head, &n, &body, &n), VCE_EFORMAT);
}

static void null_text_is_an_empty_text(void **state) {
  char out[4] = "xyz";
  int value = 7;
  (void)state;
  ASSERT_NULL_WITH(vce_text_split_index(NULL, ':', 0), VCE_ENOTFOUND);
  ASSERT_FAILS(vce_text_split_index_get_int(NULL, ':', 0, &value), VCE_ENOTFOUND);
  ASSERT_FAILS(vce_text_split_index_get_int("1:2", ':', 1, NULL), VCE_EINVAL);
  ASSERT_FAILS(vce_text_split_index_get_string(NULL, ':', 0, out, 4), VCE_ENOTFOUND);
  assert_int_equal(value, 7);
  assert_string_equal(out, "xyz");
  ASSERT_KEEPS_ERROR(vce_text_cmpnocase(NULL, "a", 1), 1);
  ASSERT_KEEPS_ERROR(vce_strcmptail(NULL, "a"), 0);
  ASSERT_KEEPS_ERROR(vce_text_hashpjw(NULL), 0);
  ASSERT_KEEPS_ERROR(vce_strlenmax(NULL, 4), 0);
  ASSERT_KEEPS_ERROR(vce_copy_cstring(out, 4, NULL), 0);
  assert_string_equal(out, "");
  ASSERT_KEEPS_ERROR(vce_copy_cstring_upto(out, NULL, ':', 4), 1);
  ASSERT_KEEPS_ERROR(vce_strncat(out, 4, NULL), 1);
  ASSERT_KEEPS_ERROR(vce_httptext_get_header_info(NULL, 4, out, out, 4), 1);
  assert_null(vce_chop_string_destroy(NULL));
  assert_null(vce_makecstr(NULL, 4, "a", 1));
  vce_strncpy(NULL, 4, "a", 1);
  assert_int_equal(vce_escape_string(out, 4, NULL, 1), 0);
  ASSERT_FAILS(vce_escape_string(NULL, 4, "a", 1), VCE_ETOOSHORT);
  assert_int_equal(vce_descape_string(out, 4, NULL), 0);
  ASSERT_FAILS(vce_descape_string(NULL, 4, "a"), VCE_EFULL);
  ASSERT_FAILS((vce_atoi(NULL), vce_get_last_error()), VCE_EFORMAT);
}

/* --- Utilities --- */

static int refuse(char *name, int line, char *param, char *value) {
  (void)name, (void)line, (void)param, (void)value;
  return -1;
}

static int refuse_line(char *name, int line, char *text) {
  (void)name, (void)line, (void)text;
  return -1;
}

static void reader_without_callback_is_invalid(void **state) {
  (void)state;
  ASSERT_FAILS(vce_read_simple_config_file("/dev/null", NULL), VCE_EINVAL);
  ASSERT_FAILS(vce_read_plain_text_file("/dev/null", NULL), VCE_EINVAL);
  assert_int_equal(vce_read_simple_config_file("/dev/null", refuse), 0);
  assert_int_equal(vce_read_plain_text_file("/dev/null", refuse_line), 0);
}

static void dump_of_null_is_a_line_end(void **state) {
  (void)state;
  start_logging(0);
  vce_dump_buffer(NULL, 16);
  assert_string_equal(logged, "\n");
  vce_dump_buffer(logged, -5);
  assert_string_equal(logged, "\n\n");
}

static void formatting_without_room_writes_nothing(void **state) {
  char out[4] = "xyz";
  const char *no_format = NULL;
  (void)state;
  vce_snprintf(out, 0, "%d", 1);
  vce_snprintf(out, -1, "%d", 1);
  vce_snprintf(NULL, 4, "%d", 1);
  assert_string_equal(out, "xyz");
  vce_snprintf(out, 4, no_format, 1);
  assert_string_equal(out, "");
}

static void time_difference_with_null_is_zero(void **state) {
  struct timeval t = {5, 5};
  (void)state;
  ASSERT_KEEPS_ERROR(vce_utime_diff(NULL, &t), 0);
  ASSERT_KEEPS_ERROR(vce_utime_diff(&t, NULL), 0);
}

static void line_of_hex_without_counters_is_decoded_into_nothing(void **state) {
  char out[2] = "x";
  int n = 2;
  (void)state;
  vce_make_binary_array_from_line("4142\n", 5, out, NULL, &n);
  assert_int_equal(n, 5);
  assert_string_equal(out, "x");
  n = 2;
  vce_make_binary_array_from_line("4142\n", 5, out, &n, NULL);
  assert_int_equal(n, 2);
  assert_memory_equal(out, "AB", 2);
}

static void hex_text_comes_back_or_is_refused(void **state) {
  char text[200], out[8];
  int n;
  (void)state;
  plant();
  n = vce_make_hex_text_from_buffer("a\0b", 3, text, sizeof text);
  assert_int_equal(n, strlen(text));
  assert_int_equal(vce_get_last_error(), 0);
  plant();
  assert_int_equal(vce_extract_data_from_hex_text(text, n, out, sizeof out), 3);
  assert_int_equal(vce_get_last_error(), 0);
  assert_memory_equal(out, "a\0b", 3);
  ASSERT_FAILS(vce_make_hex_text_from_buffer("a\0b", 3, text, n), VCE_EFULL);
  ASSERT_FAILS(vce_make_hex_text_from_buffer("a", -1, text, n), VCE_EINVAL);
  ASSERT_FAILS(vce_extract_data_from_hex_text(text, n, out, 2), VCE_EFULL);
  ASSERT_FAILS(vce_extract_data_from_hex_text(text, n - 1, out, sizeof out), VCE_EFORMAT);
  ASSERT_FAILS(vce_extract_data_from_hex_text(NULL, n, out, sizeof out), VCE_EINVAL);
}

#define LIBRARY_TEST(f) cmocka_unit_test_setup_teardown(f, initialise, finalise)
#define PLAIN_TEST(f) cmocka_unit_test_teardown(f, finalise)

int main(void) {
  const struct CMUnitTest tests[] = {
      PLAIN_TEST(packing_through_null_pointers_is_invalid),
      PLAIN_TEST(packing_no_items_needs_no_pointers),
      LIBRARY_TEST(bad_descriptor_is_invalid_for_every_function),
      LIBRARY_TEST(ending_all_arrays_leaves_none_of_the_application),
      LIBRARY_TEST(ending_all_arrays_shows_in_finalise_once),
      LIBRARY_TEST(ending_all_arrays_without_a_library_does_nothing),
      LIBRARY_TEST(arrays_end_with_the_library),
      LIBRARY_TEST(array_messages_are_verbose),
      LIBRARY_TEST(array_usage_is_shown_unless_silenced),
      LIBRARY_TEST(every_scan_macro_visits_newest_first),
      PLAIN_TEST(dividing_into_null_is_invalid),
      PLAIN_TEST(null_text_is_an_empty_text),
      PLAIN_TEST(reader_without_callback_is_invalid),
      PLAIN_TEST(dump_of_null_is_a_line_end),
      PLAIN_TEST(formatting_without_room_writes_nothing),
      PLAIN_TEST(time_difference_with_null_is_zero),
      PLAIN_TEST(line_of_hex_without_counters_is_decoded_into_nothing),
      PLAIN_TEST(hex_text_comes_back_or_is_refused),
  };
  return cmocka_run_group_tests_name("pure functions", tests, NULL, NULL);
}
