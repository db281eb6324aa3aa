#include "scenario.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_BYTES = 256 };
static void *taken[MOST_BYTES];
static int taken_count = 0;

parser_t parser_named(const char *name) {
  static const struct {
    const char *name;
    parser_t parser;
  } known[] = {{"vce_protocol_parser_bin16", vce_protocol_parser_bin16},
               {"vce_protocol_parser_bin32", vce_protocol_parser_bin32},
               {"vce_protocol_parser_text", vce_protocol_parser_text},
               {"vce_protocol_parser_through", vce_protocol_parser_through}};
  for (size_t i = 0; i < ELEMENTOF(known); ++i)
    if (name != NULL && strcmp(known[i].name, name) == 0) return known[i].parser;
  check_failed(__FILE__, __LINE__, "no such parser: %s", name == NULL ? "NULL" : name);
  return NULL;
}

int int_of(json_t *object, const char *key, int otherwise) {
  json_t *value = json_object_get(object, key);
  return json_is_integer(value) ? (int)json_integer_value(value) : otherwise;
}

const char *text_of(json_t *object, const char *key) {
  return json_string_value(json_object_get(object, key));
}

bool is_null(json_t *object, const char *key) { return json_is_null(json_object_get(object, key)); }

void bytes_release(void) {
  while (taken_count > 0) free(taken[--taken_count]);
}

/* Exactly `length` bytes, so that a sanitizer sees one byte too many. */
static bytes_t take(size_t length) {
  if (taken_count == MOST_BYTES) check_failed(__FILE__, __LINE__, "too many texts");
  bytes_t b = {malloc(length == 0 ? 1 : length), length};
  taken[taken_count++] = b.data;
  return b;
}

bytes_t bytes_of(const char *text) {
  unsigned char head[512], fill = 0x71;
  char hex[1024] = "";
  unsigned value;
  size_t total = 0;
  if (text == NULL) return (bytes_t){NULL, 0};
  if (sscanf(text, "%1000[0-9a-f] followed by %zu bytes %2x", hex, &total, &value) == 3) {
    fill = (unsigned char)value;
    total += strlen(hex) / 2;
  } else if (sscanf(text, "%1000[0-9a-f]...(%zu bytes)", hex, &total) == 2) {
    fill = 0;
  } else if (sscanf(text, "%zu bytes", &total) == 1 && strstr(text, " bytes") != NULL) {
    hex[0] = '\0';
  } else {
    snprintf(hex, sizeof hex, "%s", text);
    total = strlen(text) / 2;
  }
  size_t known = bytes_from_hex(hex, head, sizeof head);
  if (fill == 0 && known > 0) fill = head[known - 1];
  bytes_t b = take(total);
  memset(b.data, fill, total);
  memcpy(b.data, head, known < total ? known : total);
  return b;
}

void expect_records(json_t *list) {
  CHECK_INT(events_count('R'), json_array_size(list));
  for (size_t i = 0; i < json_array_size(list); ++i) {
    const char *text = json_string_value(json_array_get(list, i));
    const event *e = events_get('R', (int)i);
    bytes_t expected = bytes_of(text);
    CHECK_INT(e->length, expected.length);
    if (strstr(text, " bytes") == NULL) CHECK(memcmp(e->data, expected.data, e->length) == 0);
  }
}

void expect_end(const vector_t *v, conn_t c) {
  if (!is_null(v->values, "close_reason") && json_object_get(v->values, "close_reason") != NULL) {
    CHECK_INT(events_count('C'), 1);
    const event *e = events_get('C', 0);
    CHECK_INT(e->value, int_of(v->values, "close_reason", -99));
    int error = int_of(v->values, "last_error_in_closewatcher", 1);
    if (error <= 0) CHECK_INT(e->last_error, error);
    CHECK_INT(events_count('F'), 1);
    CHECK_INT(vce_conn_is_valid(c), 0);
    return;
  }
  CHECK_INT(events_count('C'), 0);
  CHECK_INT(vce_conn_is_valid(c), 1);
  const char *left = text_of(v->values, "still_buffered_hex");
  if (left == NULL) return;
  bytes_t expected = bytes_of(left);
  char *data;
  int length;
  vce_conn_get_buffer(c, &data, &length, NULL, NULL);
  CHECK_INT(length, expected.length);
  CHECK(length == 0 || memcmp(data, expected.data, expected.length) == 0);
}
