/* support.json: text functions. */
#include "vectors.h"

/* An output of the size that the vector gives. */
static bytes_t output(const vector_t *v, const char *size_key) {
  const int size = arg_int(v, size_key);
  bytes_t out;
  out.n = size > 0 ? (size_t)size : 0;
  out.p = buffer(out.n, 0xcc);
  return out;
}

static void check_output(const vector_t *v, bytes_t out, const char *key) {
  check_text(out.p, out.n, expected(v, key));
}

/* Offset of a pointer into `base`, or null. */
static void check_offset(const char *p, const char *base, json_t *wanted) {
  if (json_is_null(wanted))
    assert_null(p);
  else
    assert_ptr_equal(p, base + as_int(wanted));
}

static char arg_char(const vector_t *v, const char *key) {
  bytes_t c = raw_of(arg(v, key));
  assert_int_equal(c.n, 1);
  return c.p[0];
}

static void run_divide(vector_t *v) {
  bytes_t in = raw_of(arg(v, "in"));
  char *head = NULL, *body = (char *)&in;
  int headlen = -1, bodylen = -1;
  assert_int_equal(in.n, arg_int(v, "inlen"));
  check_return(
      v, vce_httptext_divide_header_and_content(in.p, (int)in.n, &head, &headlen, &body, &bodylen));
  check_offset(head, in.p, expected(v, "head_offset"));
  check_offset(body, in.p, expected(v, "body_offset"));
  assert_int_equal(headlen, expected_int(v, "headlen"));
  assert_int_equal(bodylen, expected_int(v, "bodylen"));
}

static void run_cmpnocase(vector_t *v) {
  check_return(v, vce_text_cmpnocase(arg_text(v, "s1"), arg_text(v, "s2"), arg_int(v, "n")));
}

static void run_header_info(vector_t *v) {
  bytes_t h = raw_of(arg(v, "h"));
  bytes_t out = output(v, "outlen");
  assert_int_equal(h.n, arg_int(v, "hlen"));
  check_return(v, vce_httptext_get_header_info(h.p, (int)h.n, arg_text(v, "item"), out.p,
                                               arg_int(v, "outlen")));
  check_output(v, out, "out");
}

static void run_split_index(vector_t *v) {
  char *src = arg_text(v, "src");
  char *token = vce_text_split_index(src, arg_char(v, "c"), arg_int(v, "index"));
  check_offset(token, src, expected(v, "return_offset"));
  check_last_error(v);
}

static void run_split_string(vector_t *v) {
  bytes_t out = output(v, "outlen");
  check_return(v,
               vce_text_split_index_get_string(arg_text(v, "src"), arg_char(v, "c"),
                                               arg_int(v, "index"), out.p, arg_int(v, "outlen")));
  check_output(v, out, "out");
}

static void run_split_int(vector_t *v) {
  json_t *wanted = expected(v, "v");
  int value = 4711;
  check_return(v, vce_text_split_index_get_int(arg_text(v, "src"), arg_char(v, "c"),
                                               arg_int(v, "index"), &value));
  assert_int_equal(value, is_text(wanted, "untouched") ? 4711 : as_int(wanted));
}

static void run_copy_cstring(vector_t *v) {
  bytes_t out = output(v, "destlen");
  check_return(v, vce_copy_cstring(out.p, arg_int(v, "destlen"), arg_text(v, "src")));
  check_output(v, out, "dest");
}

static void run_copy_upto(vector_t *v) {
  bytes_t out = output(v, "destlen");
  check_return(
      v, vce_copy_cstring_upto(out.p, arg_text(v, "src"), arg_char(v, "c"), arg_int(v, "destlen")));
  check_output(v, out, "dest");
}

static void run_cmptail(vector_t *v) {
  const int result = vce_strcmptail(arg_text(v, "s1"), arg_text(v, "s2"));
  assert_int_equal((result > 0) - (result < 0), expected_int(v, "return_sign"));
  check_last_error(v);
}

static void run_hashpjw(vector_t *v) {
  bytes_t b = arg_hex(v, "s_hex");
  char *s = buffer(b.n + 1, 0);
  memcpy(s, b.p, b.n);
  check_return(v, vce_text_hashpjw(s));
}

static void run_makecstr(vector_t *v) {
  bytes_t in = arg_hex(v, "in_hex");
  bytes_t wanted = hex_of(expected(v, "out_hex"));
  bytes_t out = output(v, "outlen");
  assert_int_equal(in.n, arg_int(v, "inlen"));
  assert_int_equal(out.n, wanted.n);
  assert_ptr_equal(vce_makecstr(out.p, (int)out.n, in.p, (int)in.n), out.p);
  check_bytes(out.p, wanted);
  check_last_error(v);
}

static void run_chop(vector_t *v) {
  char *s = arg_text(v, "s");
  assert_ptr_equal(vce_chop_string_destroy(s), s);
  assert_string_equal(s, json_string_value(expected(v, "s")));
  check_last_error(v);
}

static void run_strlenmax(vector_t *v) {
  bytes_t s = raw_of(arg(v, "s"));
  const int max = arg_int(v, "max");
  /* The NUL is there only if it may be looked at. */
  char *bare = buffer(s.n + (max > (int)s.n), 0);
  memcpy(bare, s.p, s.n);
  check_return(v, vce_strlenmax(bare, max));
}

static void run_strncat(vector_t *v) {
  bytes_t held = raw_of(arg(v, "out"));
  const int outlen = arg_int(v, "outlen");
  const size_t n = held.n + 1 > (size_t)outlen ? held.n + 1 : (size_t)outlen;
  char *out = buffer(n, 0);
  memcpy(out, held.p, held.n);
  check_return(v, vce_strncat(out, outlen, arg_text(v, "append")));
  assert_string_equal(out, json_string_value(expected(v, "out")));
}

static void run_strncpy(vector_t *v) {
  bytes_t out = output(v, "to_len");
  vce_strncpy(out.p, arg_int(v, "to_len"), arg_text(v, "from"), arg_int(v, "from_len"));
  check_output(v, out, "to");
  check_last_error(v);
}

static void check_escaped(const vector_t *v, bytes_t out) {
  if (expected(v, "to_hex"))
    check_bytes(out.p, hex_of(expected(v, "to_hex")));
  else if (expected(v, "to"))
    check_output(v, out, "to");
}

static void run_escape(vector_t *v) {
  bytes_t from = {NULL, 0};
  bytes_t out = output(v, "tolen");
  const int fromlen = arg_int(v, "fromlen");
  if (arg(v, "from_hex"))
    from = arg_hex(v, "from_hex");
  assert_true(fromlen < 0 || from.n == (size_t)fromlen);
  check_return(v, vce_escape_string(out.p, (int)out.n, from.p ? from.p : "", fromlen));
  check_escaped(v, out);
}

static void run_descape(vector_t *v) {
  bytes_t out = output(v, "tolen");
  check_return(v, vce_descape_string(out.p, arg_int(v, "tolen"), arg_text(v, "from")));
  check_escaped(v, out);
}

static void run_atoi(vector_t *v) { check_return(v, vce_atoi(arg_text(v, "p"))); }

const runner_of_t text_runners[] = {
    {"vce_httptext_divide_header_and_content", run_divide},
    {"vce_text_cmpnocase", run_cmpnocase},
    {"vce_httptext_get_header_info", run_header_info},
    {"vce_text_split_index", run_split_index},
    {"vce_text_split_index_get_string", run_split_string},
    {"vce_text_split_index_get_int", run_split_int},
    {"vce_copy_cstring", run_copy_cstring},
    {"vce_copy_cstring_upto", run_copy_upto},
    {"vce_strcmptail", run_cmptail},
    {"vce_text_hashpjw", run_hashpjw},
    {"vce_makecstr", run_makecstr},
    {"vce_chop_string_destroy", run_chop},
    {"vce_strlenmax", run_strlenmax},
    {"vce_strncat", run_strncat},
    {"vce_strncpy", run_strncpy},
    {"vce_escape_string", run_escape},
    {"vce_descape_string", run_descape},
    {"vce_atoi", run_atoi},
    {NULL, NULL},
};
