#include "wire.h"

int wire_is_failure(const vector_t *v) { return as_int(member(v->entry, "expect_return")) < 0; }

void wire_check_result(const vector_t *v, long long returned) {
  json_t *accepted = member(v->entry, "accept_returns");
  size_t i;
  /* What the vector also accepts; the last error then equals it. */
  for (i = 0; i < json_array_size(accepted); ++i) {
    if (as_int(json_array_get(accepted, i)) == returned) {
      assert_int_equal(vce_get_last_error(), returned);
      return;
    }
  }
  assert_int_equal(returned, as_int(member(v->entry, "expect_return")));
  check_last_error(v);
}

json_t *wire_expected(const vector_t *v, const char *key) {
  return member(member(v->entry, "expect_values"), key);
}

void wire_check_output(const vector_t *v, bytes_t out, long long room) {
  json_t *whole = member(v->entry, "expect_bytes_hex");
  json_t *first = wire_expected(v, "first_bytes_hex");
  size_t behind = room > 0 ? (size_t)room : 0;
  if (whole) {
    bytes_t wanted = hex_of(whole);
    assert_int_equal(wanted.n, out.n);
    check_bytes(out.p, wanted);
  }
  if (first)
    check_bytes(out.p, hex_of(first));
  if (out.p && behind < out.n)
    check_fill(out.p + behind, out.n - behind, 0xaa);
}

static int is_big_endian(void) { return __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__; }

void store_native(char *p, size_t width, long long value) {
  memcpy(p, (const char *)&value + (is_big_endian() ? sizeof value - width : 0), width);
}

long long as_recorded(long long value, size_t width) {
  if (!is_big_endian())
    return value;
  const unsigned long long reversed = __builtin_bswap64((unsigned long long)value);
  return (long long)reversed >> 8 * (sizeof value - width);
}
