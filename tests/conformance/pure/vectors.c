#include "vectors.h"

#include <ctype.h>
#include <stdio.h>

enum { most_buffers = 1024 };
static void *buffers[most_buffers];
static int buffer_count;

json_t *member(json_t *object, const char *key) { return json_object_get(object, key); }
json_t *arg(const vector_t *v, const char *key) { return member(v->args, key); }
json_t *expected(const vector_t *v, const char *key) { return member(v->expect, key); }

long long as_int(json_t *value) {
  assert_true(json_is_integer(value));
  return json_integer_value(value);
}

int arg_int(const vector_t *v, const char *key) { return (int)as_int(arg(v, key)); }
int expected_int(const vector_t *v, const char *key) { return (int)as_int(expected(v, key)); }

int is_text(json_t *value, const char *text) {
  return json_is_string(value) && strcmp(json_string_value(value), text) == 0;
}

char *buffer(size_t n, int fill) {
  char *p = malloc(n);
  assert_true(buffer_count < most_buffers);
  if (n != 0) {
    assert_non_null(p);
    memset(p, fill, n);
  }
  buffers[buffer_count++] = p;
  return p;
}

void release_buffers(void) {
  while (buffer_count > 0)
    free(buffers[--buffer_count]);
}

char *text_of(json_t *value) {
  char *p;
  if (!value || json_is_null(value))
    return NULL;
  assert_true(json_is_string(value));
  p = buffer(json_string_length(value) + 1, 0);
  memcpy(p, json_string_value(value), json_string_length(value));
  return p;
}

char *arg_text(const vector_t *v, const char *key) {
  assert_non_null(arg(v, key));
  return text_of(arg(v, key));
}

bytes_t raw_of(json_t *value) {
  bytes_t b;
  assert_true(json_is_string(value));
  b.n = json_string_length(value);
  b.p = buffer(b.n, 0);
  if (b.n != 0)
    memcpy(b.p, json_string_value(value), b.n);
  return b;
}

bytes_t hex_of(json_t *value) {
  bytes_t b;
  const char *digits = json_string_value(value);
  size_t i;
  assert_non_null(digits);
  b.n = strlen(digits) / 2;
  b.p = buffer(b.n, 0);
  for (i = 0; i < b.n; ++i) {
    unsigned byte = 0;
    assert_int_equal(sscanf(digits + 2 * i, "%2x", &byte), 1);
    b.p[i] = (char)byte;
  }
  return b;
}

bytes_t arg_hex(const vector_t *v, const char *key) { return hex_of(arg(v, key)); }

/* Reads one term, [NUMBER *] "LITERAL", and appends it to `b` if that has memory. Returns what is
 * behind it, NULL if there is no term. */
static const char *read_term(const char *s, bytes_t *b) {
  const char *literal;
  long times = 1;
  while (*s == ' ')
    ++s;
  if (isdigit((unsigned char)*s)) {
    char *end;
    times = strtol(s, &end, 10);
    if (strncmp(end, " * ", 3) != 0)
      return NULL;
    s = end + 3;
  }
  if (*s++ != '"')
    return NULL;
  for (literal = s; times > 0; --times) {
    for (s = literal; *s && *s != '"'; ++s, ++b->n) {
      char c = *s;
      if (c == '\\' && *++s == 'n')
        c = '\n';
      if (b->p)
        b->p[b->n] = c;
    }
  }
  return *s == '"' ? s + 1 : NULL;
}

static int read_sum(const char *s, bytes_t *b) {
  b->n = 0;
  for (;;) {
    s = read_term(s, b);
    if (!s)
      return 0;
    if (*s == '\0')
      return 1;
    if (strncmp(s, " + ", 3) != 0)
      return 0;
    s += 3;
  }
}

bytes_t expand(json_t *value) {
  bytes_t b = {NULL, 0};
  const char *s = json_string_value(value);
  assert_non_null(s);
  if (!read_sum(s, &b))
    return raw_of(value);
  b.p = buffer(b.n, 0);
  read_sum(s, &b);
  return b;
}

void check_bytes(const char *p, bytes_t wanted) {
  if (wanted.n != 0)
    assert_memory_equal(p, wanted.p, wanted.n);
}

void check_fill(const char *p, size_t n, int fill) {
  size_t i;
  for (i = 0; i < n; ++i)
    assert_int_equal((unsigned char)p[i], fill);
}

void check_text(const char *p, size_t n, json_t *wanted) {
  bytes_t text;
  assert_true(json_is_string(wanted));
  if (is_text(wanted, "unspecified"))
    return;
  if (is_text(wanted, "untouched")) {
    check_fill(p, n, 0xcc);
    return;
  }
  text = raw_of(wanted);
  assert_true(text.n < n);
  check_bytes(p, text);
  assert_int_equal(p[text.n], 0);
}

static json_t *expected_error(const vector_t *v) {
  return v->expect ? expected(v, "last_error") : member(v->entry, "last_error");
}

void plant(vector_t *v) { plant_against(v, expected_error(v)); }

void plant_against(vector_t *v, json_t *wanted) {
  unsigned upper, lower;
  v->planted = VCE_ENOTFOUND;
  if (json_is_integer(wanted) && json_integer_value(wanted) == v->planted) {
    v->planted = VCE_ESUPPORT;
    vce_get_variable_length_specifier("\xff", 1, &upper, &lower);
  } else {
    vce_text_split_index("a:b", ':', 9);
  }
  assert_int_equal(vce_get_last_error(), v->planted);
}

void check_error_value(const vector_t *v, json_t *wanted) {
  if (is_text(wanted, "unchanged"))
    assert_int_equal(vce_get_last_error(), v->planted);
  else
    assert_int_equal(vce_get_last_error(), as_int(wanted));
}

void check_last_error(const vector_t *v) {
  json_t *wanted = expected_error(v);
  if (wanted)
    check_error_value(v, wanted);
}

void check_return(const vector_t *v, long long returned) {
  assert_int_equal(returned, as_int(expected(v, "return")));
  check_last_error(v);
}
