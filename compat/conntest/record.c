#include "record.h"

#include "vce.h"

/* FNV-1a */
static uint32_t checksum(const unsigned char *bytes, size_t length) {
  uint32_t sum = 2166136261u;
  for (size_t i = 0; i < length; i++)
    sum = (sum ^ bytes[i]) * 16777619u;
  return sum;
}

static void make_head(const struct record *record, unsigned char out[RECORD_HEAD]) {
  SET_64BIT_INT(out, record->number);
  SET_64BIT_INT(out + 8, record->made_ns);
  SET_32BIT_INT(out + 16, record->connection);
  SET_32BIT_INT(out + 20, checksum(out, 20));
}

static char filler(uint64_t number, size_t at, bool text) {
  return text ? (char)('a' + (number + at) % 26) : (char)(number * 31 + at);
}

static void to_digits(const unsigned char *bytes, char *out) {
  for (size_t i = 0; i < RECORD_HEAD; i++) {
    out[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
    out[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
  }
}

static int digit_value(char c) {
  return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool from_digits(const char *digits, unsigned char *out) {
  for (size_t i = 0; i < RECORD_HEAD; i++) {
    int high = digit_value(digits[2 * i]), low = digit_value(digits[2 * i + 1]);
    if (high < 0 || low < 0)
      return false;
    out[i] = (unsigned char)(high << 4 | low);
  }
  return true;
}

void record_make(const struct record *record, bool text, char *out, size_t size) {
  unsigned char head[RECORD_HEAD];
  make_head(record, head);
  size_t at = text ? RECORD_HEAD_TEXT : RECORD_HEAD;
  if (text)
    to_digits(head, out);
  else
    memcpy(out, head, sizeof head);
  for (; at < size; at++)
    out[at] = filler(record->number, at, text);
}

const char *record_check(struct record *due, bool text, const char *data, size_t length,
                         size_t size) {
  if (length != size)
    return "a record of another length";
  unsigned char head[RECORD_HEAD];
  if (!text)
    memcpy(head, data, sizeof head);
  else if (!from_digits(data, head))
    return "a record that was never sent";
  if (GET_32BIT_INT(head + 20) != checksum(head, 20))
    return "a record that was never sent, or a changed one";
  if (GET_32BIT_INT(head + 16) != due->connection)
    return "a record of another connection";
  if ((uint64_t)GET_64BIT_INT(head) != due->number)
    return "a record out of its order";
  for (size_t at = text ? RECORD_HEAD_TEXT : RECORD_HEAD; at < size; at++) {
    if (data[at] != filler(due->number, at, text))
      return "a record with changed content";
  }
  due->made_ns = GET_64BIT_INT(head + 8);
  return NULL;
}
