/* wire.json: pack and unpack. */
#include "wire.h"

#include <stdio.h>

static const char *const kind_names[] = {
    "SINGLE_CHAR",  "SINGLE_SHORT", "SINGLE_INT",    "SINGLE_INT64",  "CHARARRAY_8", "CHARARRAY_16",
    "CHARARRAY_32", "SHORTARRAY_8", "SHORTARRAY_16", "SHORTARRAY_32", "INTARRAY_8",  "INTARRAY_16",
    "INTARRAY_32",  "INT64ARRAY_8", "INT64ARRAY_16", "INT64ARRAY_32", "STRARRAY_8",  "STRARRAY_16"};
static const unsigned char kind_widths[] = {1, 2, 4, 8, 1, 1, 1, 2, 2, 2, 4, 4, 4, 8, 8, 8};

static int is_strings(int kind) { return kind == STRARRAY_8 || kind == STRARRAY_16; }
static int is_single(int kind) { return kind <= SINGLE_INT64; }

static int kind_of(json_t *t) {
  int i;
  if (json_is_integer(t))
    return (int)as_int(t);
  for (i = 0; i < (int)ELEMENTOF(kind_names); ++i)
    if (is_text(t, kind_names[i]))
      return i;
  assert_string_equal(json_string_value(t), "a known kind");
  return -1;
}

static size_t element_bytes(int kind) {
  if (is_strings(kind))
    return sizeof(char *);
  return (size_t)kind < ELEMENTOF(kind_widths) ? kind_widths[kind] : 1;
}

/* The items lie at an odd address and their data off any alignment, both of exact size. */
static struct bin_info *item_list(size_t n) {
  char *p = buffer(1 + n * sizeof(struct bin_info), 0);
  return (struct bin_info *)(void *)(p + 1);
}

static void *data_to_pack(json_t *list, int kind) {
  const size_t width = element_bytes(kind);
  char *p = buffer(1 + json_array_size(list) * width, 0) + 1;
  size_t i;
  for (i = 0; i < json_array_size(list); ++i) {
    if (is_strings(kind)) {
      char *s = text_of(json_array_get(list, i));
      memcpy(p + i * width, &s, width);
    } else {
      store_native(p + i * width, width, as_int(json_array_get(list, i)));
    }
  }
  return p;
}

static void run_pack(vector_t *v) {
  json_t *list = arg(v, "bi");
  struct bin_info *bi = item_list(json_array_size(list));
  const int len = arg_int(v, "len");
  bytes_t out = {NULL, 0};
  size_t i;
  for (i = 0; i < json_array_size(list); ++i) {
    json_t *item = json_array_get(list, i);
    const int kind = kind_of(member(item, "t"));
    bi[i].t = (BINDATATYPE)kind;
    bi[i].maxu = 0;
    bi[i].n = (unsigned)as_int(member(item, "n"));
    bi[i].p = data_to_pack(member(item, "p"), kind);
  }
  if (arg(v, "out_prefill_hex")) {
    out = arg_hex(v, "out_prefill_hex");
  } else {
    out.n = len > 0 ? (size_t)len : 0;
    out.p = buffer(out.n, 0xaa);
  }
  wire_check_result(v, vce_binary_pack(bi, arg_int(v, "bn"), out.p, len));
  wire_check_output(v, out, len);
}

/* Input as hex digits, or described in words: digits, then zero bytes up to `len`. */
static bytes_t input_to_unpack(const vector_t *v) {
  json_t *words = arg(v, "inp");
  const int len = arg_int(v, "len");
  bytes_t in = {NULL, 0};
  if (arg(v, "inp_hex"))
    return arg_hex(v, "inp_hex");
  in.n = len > 0 ? (size_t)len : 0;
  in.p = buffer(in.n, 0);
  if (words) {
    const char *s = json_string_value(words);
    size_t at = 0;
    unsigned byte;
    int used;
    assert_non_null(strstr(s, "followed by zero bytes up to"));
    for (; *s != 'f'; ++s) {
      if (*s == ' ')
        continue;
      assert_int_equal(sscanf(s, "%2x%n", &byte, &used), 1);
      in.p[at++] = (char)byte;
      s += used - 1;
    }
  }
  return in;
}

/* Room for the elements of an item, each set to the prefill, as far as memory is sensible. */
static size_t slots_of(json_t *item, int kind) {
  const long long maxu = as_int(member(item, "maxu"));
  if (is_single(kind))
    return 1;
  return maxu < 300 ? (size_t)maxu : 300;
}

static void fill_slots(char *p, size_t slots, int kind, long long prefill) {
  const size_t width = element_bytes(kind);
  size_t i;
  for (i = 0; i < slots; ++i)
    store_native(p + i * width, width, prefill);
}

static void check_slots(const char *p, size_t from, size_t slots, int kind, long long prefill) {
  const size_t width = element_bytes(kind);
  for (; from < slots; ++from) {
    char element[8];
    store_native(element, width, prefill);
    assert_memory_equal(p + from * width, element, width);
  }
}

static void check_strings(const char *p, json_t *wanted, bytes_t in) {
  json_t *strings = member(wanted, "strings");
  json_t *offsets = member(wanted, "pointers_are_offsets_into_inp");
  const size_t n = (size_t)as_int(member(wanted, "n"));
  int empty_strings = 0;
  size_t i;
  if (json_is_string(strings))
    assert_int_equal(sscanf(json_string_value(strings), "%d empty strings", &empty_strings), 1);
  else
    assert_int_equal(json_array_size(strings), n);
  for (i = 0; i < n; ++i) {
    const char *s;
    memcpy(&s, p + i * sizeof s, sizeof s);
    assert_string_equal(s, empty_strings ? "" : json_string_value(json_array_get(strings, i)));
    if (offsets)
      assert_ptr_equal(s, in.p + as_int(json_array_get(offsets, i)));
  }
}

/* One number of a kind at `p`, which may lie anywhere. */
static void check_number(const char *p, int kind, json_t *wanted) {
  char element[8];
  store_native(element, element_bytes(kind), as_int(wanted));
  assert_memory_equal(p, element, element_bytes(kind));
}

static void check_item(json_t *item, json_t *wanted, const struct bin_info *bi, bytes_t in) {
  const int kind = kind_of(member(item, "t"));
  json_t *prefill = member(item, "p_prefill");
  const long long fill = prefill ? as_int(prefill) : 0x55;
  json_t *n_prefill = member(item, "n_prefill");
  json_t *n = member(wanted, "n");
  json_t *values = member(wanted, "values");
  const size_t slots = slots_of(item, kind);
  size_t stored = 0;
  if (member(wanted, "value")) {
    check_number(bi->p, kind, member(wanted, "value"));
    stored = 1;
  } else if (is_strings(kind) && json_is_integer(n)) {
    check_strings(bi->p, wanted, in);
    stored = (size_t)as_int(n);
  } else if (values) {
    for (; stored < json_array_size(values); ++stored)
      check_number((char *)bi->p + stored * element_bytes(kind), kind,
                   json_array_get(values, stored));
  }
  check_slots(bi->p, stored, slots, kind, fill);
  if (json_is_integer(n))
    assert_int_equal(bi->n, as_int(n));
  else
    assert_int_equal(bi->n, n_prefill ? as_int(n_prefill) : 0x5a5a);
}

static void run_unpack(vector_t *v) {
  json_t *list = arg(v, "bi");
  json_t *wanted = member(v->entry, "expect_values");
  struct bin_info *bi = item_list(json_array_size(list));
  bytes_t in = input_to_unpack(v);
  size_t i;
  for (i = 0; i < json_array_size(list); ++i) {
    json_t *item = json_array_get(list, i);
    json_t *prefill = member(item, "p_prefill");
    json_t *n_prefill = member(item, "n_prefill");
    const int kind = kind_of(member(item, "t"));
    const size_t slots = slots_of(item, kind);
    bi[i].t = (BINDATATYPE)kind;
    bi[i].maxu = (unsigned)as_int(member(item, "maxu"));
    bi[i].n = n_prefill ? (unsigned)as_int(n_prefill) : 0x5a5a;
    bi[i].p = buffer(1 + slots * element_bytes(kind), 0) + 1;
    fill_slots(bi[i].p, slots, kind, prefill ? as_int(prefill) : 0x55);
  }
  wire_check_result(v, vce_binary_unpack(bi, arg_int(v, "bn"), in.p, arg_int(v, "len")));
  /* Without expected values the vector is a failure of its only item. */
  assert_true(wanted || (wire_is_failure(v) && json_array_size(list) == 1));
  for (i = 0; i < json_array_size(list); ++i)
    check_item(json_array_get(list, i), json_array_get(wanted, i), &bi[i], in);
}

const runner_of_t pack_runners[] = {
    {"vce_binary_pack", run_pack},
    {"vce_binary_unpack", run_unpack},
    {NULL, NULL},
};
