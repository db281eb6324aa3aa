/* Every record of one side of a protocol: sent, received, cut everywhere, with every bit flipped,
 * and random bytes behind every message id. Built with sanitizers, it shows that no record reaches
 * beyond its memory.
 */
#include "record_test.h"

#include <stdlib.h>
#include <string.h>

int record_result;
static int error_result = -7;
static int too_long_calls;

/* ---- The application ---- */

int record_error(conn_t c, int e) {
  check_conn(c);
  log_event("error(%d)", e);
  return error_result;
}

int record_too_long(conn_t c, int id, int length) {
  check_conn(c);
  assert_true(id >= 0);
  assert_true(length > 0);
  too_long_calls++;
  return 0;
}

void check_conn(conn_t c) {
  assert_true(vce_conn_is_equal(c, some_conn));
  assert_true(vce_conn_is_equal(record_current(), some_conn));
}

void check_count(int count, int max) { assert_in_range(count, 0, max); }

void log_bytes(const char *bytes, int count) {
  log_event("<");
  log_hex(bytes, (size_t)count);
  log_event(">");
}

void log_string(const char *string, int size) {
  const size_t length = strlen(string);
  assert_true(length <= (size_t)size);
  log_event("'");
  log_hex(string, length);
  log_event("'");
}

void log_float(float value) {
  unsigned bits;
  memcpy(&bits, &value, sizeof bits);
  log_event("%08x", bits);
}

/* ---- Cases ---- */

#define FOR_EACH_CASE(c, is_wanted)                                                                \
  for (const struct record_case *c = record_cases; c->name; c++)                                   \
    if (is_wanted)

static void sending_gives_the_record(void **state) {
  (void)state;
  FOR_EACH_CASE(c, c->send) {
    const double before = c->count();
    sender_reset();
    assert_int_equal(c->send(), strlen(c->hex) / 2);
    if (strcmp(sent_hex(), c->hex) != 0)
      fail_msg("%s: sent %s, not %s", c->name, sent_hex(), c->hex);
    assert_int_equal(sender_calls, 1);
    sender_result = -33;
    assert_int_equal(c->send(), -33);
    sender_result = 0;
    assert_int_equal(c->send(), 0);
    assert_true(c->count() == before + 3);
  }
  sender_reset();
}

static void receiving_gives_the_arguments(void **state) {
  (void)state;
  FOR_EACH_CASE(c, !c->send) {
    const double before = c->count();
    record_result = 11;
    log_clear();
    too_long_calls = 0;
    assert_int_equal(receive_hex(record_callback, c->hex), 11);
    if (strcmp(log_text(), c->text) != 0)
      fail_msg("%s: received %s, not %s", c->name, log_text(), c->text);
    assert_true(c->count() == before + 1);
    assert_int_equal(too_long_calls, 0);
    expect_null_conn(record_current());
    record_result = -5;
    assert_int_equal(receive_hex(record_callback, c->hex), -5);
  }
}

static void last_error_is_clear_after_arguments(void **state) {
  (void)state;
  record_result = 0;
  FOR_EACH_CASE(c, !c->send && strlen(c->hex) > 2 * (size_t)record_id_width) {
    seed_last_error();
    receive_hex(record_callback, c->hex);
    assert_int_equal(vce_get_last_error(), VCE_NOERROR);
  }
}

static void trailing_bytes_are_ignored(void **state) {
  (void)state;
  record_result = 11;
  FOR_EACH_CASE(c, !c->send) {
    size_t length;
    unsigned char *record = bytes_of_hex(c->hex, &length);
    record = realloc(record, length + 5000);
    assert_non_null(record);
    memset(record + length, 0xee, 5000);
    log_clear();
    assert_int_equal(receive_bytes(record_callback, record, length + 1), 11);
    assert_int_equal(receive_bytes(record_callback, record, length + 5000), 11);
    assert_int_equal(strlen(log_text()), 2 * strlen(c->text));
    free(record);
  }
}

/* All of the first bytes of a record are tried, and samples of what is behind them. */
enum { FRONT = 150 };

/* A cut single value is an error, a cut array passes without a word; nothing is delivered. */
static void cut_records_are_not_delivered(void **state) {
  (void)state;
  FOR_EACH_CASE(c, !c->send) {
    size_t whole;
    unsigned char *record = bytes_of_hex(c->hex, &whole);
    const double before = c->count();
    for (size_t length = 0; length < whole; length += length < FRONT ? 1 : 11) {
      log_clear();
      seed_last_error();
      const int result = receive_bytes(record_callback, record, length);
      if (length < (size_t)record_id_width) {
        assert_int_equal(result, 0);
        assert_int_equal(vce_get_last_error(), SEEDED);
        expect_log("");
      } else if (result == 0) {
        assert_int_equal(vce_get_last_error(), VCE_ETOOSHORT);
        expect_log("");
      } else {
        assert_int_equal(result, error_result);
        assert_int_equal(vce_get_last_error(), VCE_EFULL);
        expect_log("error(-2)");
      }
      expect_null_conn(record_current());
    }
    assert_true(c->count() == before);
    free(record);
  }
}

static void no_flipped_bit_does_harm(void **state) {
  (void)state;
  record_result = 0;
  FOR_EACH_CASE(c, !c->send) {
    size_t length;
    unsigned char *record = bytes_of_hex(c->hex, &length);
    for (size_t bit = 0; bit < 8 * length; bit += bit < 8 * FRONT ? 1 : 101) {
      record[bit / 8] ^= (unsigned char)(1 << bit % 8);
      log_clear();
      receive_bytes(record_callback, record, length);
      expect_null_conn(record_current());
      record[bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
    free(record);
  }
}

static unsigned next_random(void) {
  static unsigned long long number = 88172645463325252ull;
  number ^= number << 13;
  number ^= number >> 7;
  number ^= number << 17;
  return (unsigned)(number >> 16);
}

/* Small bytes, the marks of long counts and extreme ones come up more often than others. */
static unsigned char random_byte(void) {
  static const unsigned char frequent[] = {0, 0, 1, 2, 3, 0x7f, 0x80, 0xfc, 0xfd, 0xfe, 0xff};
  const unsigned number = next_random();
  return number & 1 ? frequent[(number >> 1) % sizeof frequent] : (unsigned char)(number >> 8);
}

static void no_random_bytes_do_harm(void **state) {
  (void)state;
  unsigned char record[400];
  FOR_EACH_CASE(c, !c->send) {
    size_t whole;
    unsigned char *first = bytes_of_hex(c->hex, &whole);
    memcpy(record, first, (size_t)record_id_width);
    free(first);
    for (int turn = 0; turn < 300; turn++) {
      const size_t length = (size_t)record_id_width + next_random() % 300;
      for (size_t i = (size_t)record_id_width; i < length; i++)
        record[i] = random_byte();
      log_clear();
      receive_bytes(record_callback, record, length);
      expect_null_conn(record_current());
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sending_gives_the_record),
      cmocka_unit_test(receiving_gives_the_arguments),
      cmocka_unit_test(last_error_is_clear_after_arguments),
      cmocka_unit_test(trailing_bytes_are_ignored),
      cmocka_unit_test(cut_records_are_not_delivered),
      cmocka_unit_test(no_flipped_bit_does_harm),
      cmocka_unit_test(no_random_bytes_do_harm),
  };
  return cmocka_run_group_tests_name("records", tests, NULL, NULL);
}
