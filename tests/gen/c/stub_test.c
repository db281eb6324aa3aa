#include "stub_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const conn_t some_conn = {(void *)0x10, 77};

/* ---- Log ---- */

static char *log_buffer;
static size_t log_length, log_size;

static void log_reserve(size_t more) {
  if (log_length + more + 1 > log_size) {
    log_size = 2 * (log_length + more + 1);
    log_buffer = realloc(log_buffer, log_size);
    assert_non_null(log_buffer);
  }
}

void log_event(const char *format, ...) {
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  const int length = vsnprintf(NULL, 0, format, args);
  log_reserve((size_t)length);
  vsnprintf(log_buffer + log_length, (size_t)length + 1, format, again);
  log_length += (size_t)length;
  va_end(again);
  va_end(args);
}

void log_hex(const void *bytes, size_t length) {
  static const char digits[] = "0123456789abcdef";
  log_reserve(2 * length);
  for (size_t i = 0; i < length; i++) {
    const unsigned char byte = ((const unsigned char *)bytes)[i];
    log_buffer[log_length++] = digits[byte >> 4];
    log_buffer[log_length++] = digits[byte & 15];
  }
  log_buffer[log_length] = '\0';
}

const char *log_text(void) { return log_length ? log_buffer : ""; }

void log_clear(void) { log_length = 0; }

void expect_log(const char *text) {
  assert_string_equal(log_text(), text);
  log_clear();
}

/* ---- Last error ---- */

void seed_last_error(void) {
  assert_int_equal(vce_text_split_index_get_int("", ',', 5, NULL), SEEDED);
  assert_int_equal(vce_get_last_error(), SEEDED);
}

/* ---- Sender ---- */

int sender_result = SENDER_LENGTH;
int sender_calls;
static char *sent;

int keep_sent(conn_t c, const char *data, int len) {
  assert_true(vce_conn_is_equal(c, some_conn));
  free(sent);
  sent = malloc(2 * (size_t)len + 1);
  assert_non_null(sent);
  for (int i = 0; i < len; i++)
    snprintf(sent + 2 * i, 3, "%02x", (unsigned char)data[i]);
  sender_calls++;
  return sender_result == SENDER_LENGTH ? len : sender_result;
}

const char *sent_hex(void) { return sent ? sent : "none"; }

void sender_reset(void) {
  free(sent);
  sent = NULL;
  sender_calls = 0;
  sender_result = SENDER_LENGTH;
}

/* ---- Records ---- */

static unsigned digit_value(char digit) {
  static const char digits[] = "0123456789abcdef";
  const char *place = digit ? strchr(digits, digit) : NULL;
  if (!place)
    fail_msg("not hexadecimal: '%c'", digit);
  return (unsigned)(place - digits);
}

unsigned char *bytes_of_hex(const char *hex, size_t *length) {
  *length = strlen(hex) / 2;
  unsigned char *bytes = malloc(*length ? *length : 1);
  assert_non_null(bytes);
  for (size_t i = 0; i < *length; i++)
    bytes[i] = (unsigned char)(digit_value(hex[2 * i]) << 4 | digit_value(hex[2 * i + 1]));
  return bytes;
}

int receive_bytes(record_callback_t callback, const void *bytes, size_t length) {
  char *record = malloc(length ? length : 1);
  assert_non_null(record);
  if (length)
    memcpy(record, bytes, length);
  const int result = callback(some_conn, record, (int)length);
  free(record);
  return result;
}

int receive_hex(record_callback_t callback, const char *hex) {
  size_t length;
  unsigned char *bytes = bytes_of_hex(hex, &length);
  const int result = receive_bytes(callback, bytes, length);
  free(bytes);
  return result;
}

void expect_null_conn(conn_t c) {
  assert_null(c.p);
  assert_int_equal(c.serial, 0);
}
