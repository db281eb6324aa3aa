/* wire.json: byte order helpers, specifier, push and pop. */
#include "wire.h"

#include <stdio.h>

/* The output of a push: as long as its prefill, or as `maxlen` where there is none. */
static bytes_t output(const vector_t *v, const char *size_key) {
  json_t *prefill = arg(v, "out_prefill_hex");
  bytes_t b = {NULL, 0};
  if (json_is_null(arg(v, "out")))
    return b;
  if (prefill)
    return hex_of(prefill);
  b.n = (size_t)arg_int(v, size_key);
  b.p = buffer(b.n, 0xaa);
  return b;
}

/* --- Byte order --- */

static void run_get(vector_t *v) {
  bytes_t in = arg_hex(v, "bytes_hex");
  const char *f = v->function;
  long long value = 0;
  if (strcmp(f, "GET_8BIT_INT") == 0)
    value = (signed char)GET_8BIT_INT(in.p); /* a char, whose sign is the machine's */
  else if (strcmp(f, "GET_16BIT_INT") == 0)
    value = GET_16BIT_INT(in.p);
  else if (strcmp(f, "GET_32BIT_INT") == 0)
    value = GET_32BIT_INT(in.p);
  else if (strcmp(f, "GET_64BIT_INT") == 0)
    value = GET_64BIT_INT(in.p);
  else if (strcmp(f, "GET_8BIT_NATIVEINT") == 0)
    value = (signed char)GET_8BIT_NATIVEINT(in.p);
  else if (strcmp(f, "GET_16BIT_NATIVEINT") == 0)
    value = as_recorded(GET_16BIT_NATIVEINT(in.p), 2);
  else if (strcmp(f, "GET_32BIT_NATIVEINT") == 0)
    value = as_recorded(GET_32BIT_NATIVEINT(in.p), 4);
  else
    value = as_recorded(GET_64BIT_NATIVEINT(in.p), 8);
  wire_check_result(v, value);
}

static void run_set(vector_t *v) {
  bytes_t wanted = hex_of(member(v->entry, "expect_bytes_hex"));
  const long long i = as_int(arg(v, "i"));
  char *out = buffer(wanted.n, 0xaa);
  const char *f = v->function;
  if (strcmp(f, "SET_8BIT_INT") == 0)
    (void)SET_8BIT_INT(out, i);
  else if (strcmp(f, "SET_16BIT_INT") == 0)
    (void)SET_16BIT_INT(out, i);
  else if (strcmp(f, "SET_32BIT_INT") == 0)
    (void)SET_32BIT_INT(out, i);
  else
    (void)SET_64BIT_INT(out, i);
  check_bytes(out, wanted);
  check_last_error(v);
}

static void run_htonll(vector_t *v) {
  json_t *x = arg(v, "x");
  if (json_is_string(x)) {
    const VCEI64 a = 1, c = 2;
    assert_string_equal(json_string_value(x), "a|c with VCEI64 a=1,c=2, unparenthesised");
    wire_check_result(v, as_recorded(vce_htonll(a | c), 8));
  } else {
    wire_check_result(v, as_recorded(vce_htonll(as_int(x)), 8));
  }
}

static void run_ntohll(vector_t *v) {
  assert_true(is_text(arg(v, "x"), "vce_htonll(0x0102030405060708)"));
  wire_check_result(v, vce_ntohll(vce_htonll(0x0102030405060708)));
}

/* --- Specifier --- */

static void run_set_specifier(vector_t *v) {
  const int outmax = arg_int(v, "outmax");
  bytes_t out = output(v, "outmax");
  wire_check_result(v, vce_set_variable_length_specifier(out.p, outmax,
                                                         (unsigned)as_int(arg(v, "len_upper")),
                                                         (unsigned)as_int(arg(v, "len_lower"))));
  wire_check_output(v, out, outmax);
}

static void check_half(const vector_t *v, const char *key, unsigned value, unsigned prefill) {
  json_t *wanted = wire_expected(v, key);
  assert_int_equal(value, json_is_integer(wanted) ? as_int(wanted) : prefill);
}

static void run_get_specifier(vector_t *v) {
  bytes_t src = arg_hex(v, "src_hex");
  const unsigned prefill_upper = (unsigned)as_int(arg(v, "prefill_upper"));
  const unsigned prefill_lower = (unsigned)as_int(arg(v, "prefill_lower"));
  unsigned upper = prefill_upper, lower = prefill_lower;
  wire_check_result(v,
                    vce_get_variable_length_specifier(src.p, arg_int(v, "srcmax"), &upper, &lower));
  check_half(v, "len_upper", upper, prefill_upper);
  check_half(v, "len_lower", lower, prefill_lower);
}

/* --- Push --- */

static void run_push_integer(vector_t *v) {
  const int ofs = arg_int(v, "ofs"), maxlen = arg_int(v, "maxlen");
  const long long value = as_int(arg(v, "value"));
  bytes_t out = output(v, "maxlen");
  int n = 0;
  switch (v->function[strlen(v->function) - 1]) {
  case '1':
    n = vce_binary_push_nb_i1(out.p, ofs, maxlen, (char)value);
    break;
  case '2':
    n = vce_binary_push_nb_i2(out.p, ofs, maxlen, (short)value);
    break;
  case '4':
    n = vce_binary_push_nb_i4(out.p, ofs, maxlen, (int)value);
    break;
  default:
    n = vce_binary_push_nb_i8(out.p, ofs, maxlen, value);
  }
  wire_check_result(v, n);
  wire_check_output(v, out, maxlen);
}

static size_t width_of(const vector_t *v) {
  return (size_t)(v->function[strlen(v->function) - 1] - '0');
}

static void *native_array(const vector_t *v, int num) {
  json_t *list = arg(v, "ia");
  json_t *fill = arg(v, "ia_fill");
  const size_t width = width_of(v);
  const size_t count = fill ? (size_t)num : json_array_size(list);
  char *p;
  size_t i;
  if (json_is_null(list))
    return NULL;
  p = buffer(count != 0 ? count * width : width, 0);
  for (i = 0; i < count; ++i)
    store_native(p + i * width, width, as_int(fill ? fill : json_array_get(list, i)));
  return p;
}

static void check_filled_elements(const vector_t *v, bytes_t out, int num) {
  json_t *fill = arg(v, "ia_fill");
  const size_t width = width_of(v);
  const size_t head = (size_t)as_int(member(v->entry, "expect_return")) - (size_t)num * width;
  int i;
  for (i = 0; fill && i < num; ++i) {
    const char *p = out.p + head + (size_t)i * width;
    assert_int_equal(width == 1 ? GET_8BIT_INT(p) : GET_16BIT_INT(p), as_int(fill));
  }
}

static void run_push_array(vector_t *v) {
  const int ofs = arg_int(v, "ofs"), maxlen = arg_int(v, "maxlen"), num = arg_int(v, "num");
  bytes_t out = output(v, "maxlen");
  const void *ia = native_array(v, num);
  int n = 0;
  switch (width_of(v)) {
  case 1:
    n = vce_binary_push_nb_ia1(out.p, ofs, maxlen, ia, num);
    break;
  case 2:
    n = vce_binary_push_nb_ia2(out.p, ofs, maxlen, ia, num);
    break;
  case 4:
    n = vce_binary_push_nb_ia4(out.p, ofs, maxlen, ia, num);
    break;
  default:
    n = vce_binary_push_nb_ia8(out.p, ofs, maxlen, ia, num);
  }
  wire_check_result(v, n);
  wire_check_output(v, out, maxlen);
  if (!wire_is_failure(v))
    check_filled_elements(v, out, num);
}

/* "253 x 0x7a", or the text itself. */
static char *repeated_text(json_t *value) {
  int n;
  unsigned c;
  if (json_is_string(value) && sscanf(json_string_value(value), "%d x %x", &n, &c) == 2) {
    char *p = buffer((size_t)n + 1, (int)c);
    p[n] = '\0';
    return p;
  }
  return text_of(value);
}

static const char *const *string_list(const vector_t *v) {
  json_t *hex = arg(v, "stra_hex");
  json_t *list = hex ? hex : arg(v, "stra");
  const size_t n = json_array_size(list);
  char **strings;
  size_t i;
  assert_non_null(list);
  if (json_is_null(list))
    return NULL;
  strings = (char **)(void *)buffer((n + 1) * sizeof *strings, 0);
  for (i = 0; i < n; ++i) {
    json_t *item = json_array_get(list, i);
    if (hex) {
      bytes_t b = hex_of(item);
      strings[i] = buffer(b.n + 1, 0);
      memcpy(strings[i], b.p, b.n);
    } else {
      strings[i] = repeated_text(item);
    }
  }
  return (const char *const *)strings;
}

static void run_push_strings(vector_t *v) {
  const int maxlen = arg_int(v, "maxlen");
  bytes_t out = output(v, "maxlen");
  const int n = vce_binary_push_nb_stra(out.p, arg_int(v, "ofs"), maxlen, string_list(v),
                                        arg_int(v, "num"), arg_int(v, "eachmax"));
  wire_check_result(v, n);
  wire_check_output(v, out, maxlen);
}

/* --- Pop --- */

static bytes_t input(const vector_t *v, const char *key) {
  json_t *hex = arg(v, key);
  bytes_t in;
  if (hex)
    return hex_of(hex);
  in.n = (size_t)arg_int(v, "len");
  in.p = buffer(in.n, 0);
  return in;
}

static void run_pop_integer(vector_t *v) {
  bytes_t in = input(v, "in_hex");
  const int len = arg_int(v, "len"), ofs = arg_int(v, "ofs");
  const long long prefill = arg(v, "out_prefill") ? as_int(arg(v, "out_prefill")) : 0x55;
  json_t *wanted = wire_expected(v, "out");
  char i1 = (char)prefill;
  short i2 = (short)prefill;
  int i4 = (int)prefill;
  VCEI64 i8 = prefill;
  long long value;
  int n;
  switch (width_of(v)) {
  case 1:
    n = vce_binary_pop_nb_i1(in.p, len, ofs, &i1);
    value = (signed char)i1; /* the bits count, not what sign a char has here */
    break;
  case 2:
    n = vce_binary_pop_nb_i2(in.p, len, ofs, &i2);
    value = i2;
    break;
  case 4:
    n = vce_binary_pop_nb_i4(in.p, len, ofs, &i4);
    value = i4;
    break;
  default:
    n = vce_binary_pop_nb_i8(in.p, len, ofs, &i8);
    value = i8;
  }
  wire_check_result(v, n);
  assert_int_equal(value, json_is_integer(wanted) ? as_int(wanted) : prefill);
}

/* Elements stored, then the prefill. */
static void check_elements(const char *p, size_t slots, size_t width, json_t *values,
                           char prefill) {
  size_t i;
  assert_true(json_array_size(values) <= slots);
  for (i = 0; i < json_array_size(values); ++i) {
    char element[8];
    store_native(element, width, as_int(json_array_get(values, i)));
    assert_memory_equal(p + i * width, element, width);
  }
  check_fill(p + i * width, (slots - i) * width, prefill);
}

static void run_pop_array(vector_t *v) {
  bytes_t in = input(v, "src_hex");
  const int len = arg_int(v, "len"), ofs = arg_int(v, "ofs");
  const size_t width = width_of(v);
  int outlen = arg_int(v, "outlen_in");
  const size_t slots = outlen > 0 ? (size_t)outlen : 0;
  char *out = buffer(slots * width, 0x55);
  int n;
  switch (width) {
  case 1:
    n = vce_binary_pop_nb_ia1(in.p, len, ofs, out, &outlen);
    break;
  case 2:
    n = vce_binary_pop_nb_ia2(in.p, len, ofs, (short *)(void *)out, &outlen);
    break;
  case 4:
    n = vce_binary_pop_nb_ia4(in.p, len, ofs, (int *)(void *)out, &outlen);
    break;
  default:
    n = vce_binary_pop_nb_ia8(in.p, len, ofs, (VCEI64 *)(void *)out, &outlen);
  }
  wire_check_result(v, n);
  assert_int_equal(outlen, as_int(wire_expected(v, "outlen")));
  check_elements(out, slots, width, wire_is_failure(v) ? NULL : wire_expected(v, "out"), 0x55);
}

static void run_pop_strings(vector_t *v) {
  bytes_t in = input(v, "src_hex");
  json_t *wanted = wire_expected(v, "out_hex");
  json_t *wanted_num = wire_expected(v, "strnum");
  const int strnum_in = arg_int(v, "strnum_in"), eachmax = arg_int(v, "eachmax");
  const size_t slots = strnum_in > 0 ? (size_t)strnum_in : 0;
  const size_t width =
      arg(v, "slot_width") ? (size_t)arg_int(v, "slot_width") : (size_t)(eachmax > 0 ? eachmax : 0);
  char **out = (char **)(void *)buffer(slots * sizeof *out, 0);
  int strnum = strnum_in;
  size_t i;
  int n;
  for (i = 0; i < slots; ++i)
    out[i] = buffer(width, 0x55);
  n = vce_binary_pop_nb_stra(in.p, arg_int(v, "len"), arg_int(v, "ofs"), out, &strnum, eachmax);
  wire_check_result(v, n);
  assert_int_equal(strnum, wanted_num ? as_int(wanted_num) : strnum_in);
  /* What precedes a failing string may have been stored; else slots without a string stay. */
  assert_true(json_array_size(wanted) <= slots);
  for (i = 0; i < json_array_size(wanted); ++i)
    check_bytes(out[i], hex_of(json_array_get(wanted, i)));
  for (; !wire_is_failure(v) && i < slots; ++i)
    check_fill(out[i], width, 0x55);
}

const runner_of_t wire_runners[] = {
    {"GET_8BIT_INT", run_get},
    {"GET_16BIT_INT", run_get},
    {"GET_32BIT_INT", run_get},
    {"GET_64BIT_INT", run_get},
    {"GET_8BIT_NATIVEINT", run_get},
    {"GET_16BIT_NATIVEINT", run_get},
    {"GET_32BIT_NATIVEINT", run_get},
    {"GET_64BIT_NATIVEINT", run_get},
    {"SET_8BIT_INT", run_set},
    {"SET_16BIT_INT", run_set},
    {"SET_32BIT_INT", run_set},
    {"SET_64BIT_INT", run_set},
    {"vce_htonll", run_htonll},
    {"vce_ntohll", run_ntohll},
    {"vce_set_variable_length_specifier", run_set_specifier},
    {"vce_get_variable_length_specifier", run_get_specifier},
    {"vce_binary_push_nb_i1", run_push_integer},
    {"vce_binary_push_nb_i2", run_push_integer},
    {"vce_binary_push_nb_i4", run_push_integer},
    {"vce_binary_push_nb_i8", run_push_integer},
    {"vce_binary_push_nb_ia1", run_push_array},
    {"vce_binary_push_nb_ia2", run_push_array},
    {"vce_binary_push_nb_ia4", run_push_array},
    {"vce_binary_push_nb_ia8", run_push_array},
    {"vce_binary_push_nb_stra", run_push_strings},
    {"vce_binary_pop_nb_i1", run_pop_integer},
    {"vce_binary_pop_nb_i2", run_pop_integer},
    {"vce_binary_pop_nb_i4", run_pop_integer},
    {"vce_binary_pop_nb_i8", run_pop_integer},
    {"vce_binary_pop_nb_ia1", run_pop_array},
    {"vce_binary_pop_nb_ia2", run_pop_array},
    {"vce_binary_pop_nb_ia4", run_pop_array},
    {"vce_binary_pop_nb_ia8", run_pop_array},
    {"vce_binary_pop_nb_stra", run_pop_strings},
    {NULL, NULL},
};
