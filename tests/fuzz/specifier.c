/* Variable-length specifiers: any bytes read, any number written and read back. */
#include "input.h"

static void read_any(const char *bytes, int size) {
  unsigned upper = 0xabababab, lower = 0xcdcdcdcd;
  seed_error();
  int result = vce_get_variable_length_specifier(bytes, size, &upper, &lower);
  const unsigned char *u = (const unsigned char *)bytes;
  int needed = size < 1 ? 1 : u[0] == 254 ? 9 : u[0] == 253 ? 5 : 1;
  if (size >= 1 && u[0] == 255) {
    REQUIRE(result == VCE_ESUPPORT && upper == 0 && lower == 0);
  } else if (size < needed) {
    REQUIRE(result == VCE_ETOOSHORT && upper == 0xabababab && lower == 0xcdcdcdcd);
  } else {
    unsigned long long value = 0;
    for (int i = needed > 1; i < needed; ++i)
      value = value << 8 | u[i];
    REQUIRE(result == needed);
    REQUIRE(upper == (unsigned)(value >> 32) && lower == (unsigned)value);
  }
  REQUIRE(vce_get_last_error() == (result < 0 ? result : SEEDED_ERROR));
}

static void write_any(unsigned upper, unsigned lower, int room) {
  int needed = upper ? 9 : lower > 252 ? 5 : 1;
  size_t size = room < 0 ? 0 : room > 16 ? 16 : (size_t)room;
  char *out = exact_room(size, 0xaa);
  seed_error();
  int result = vce_set_variable_length_specifier(out, room, upper, lower);
  if (room < needed) {
    REQUIRE(result == VCE_EFULL && vce_get_last_error() == VCE_EFULL);
    REQUIRE(all_are(out, size, 0xaa));
  } else {
    unsigned back_upper, back_lower;
    REQUIRE(result == needed && vce_get_last_error() == SEEDED_ERROR);
    REQUIRE(all_are(out + needed, size - (size_t)needed, 0xaa));
    REQUIRE(vce_get_variable_length_specifier(out, needed, &back_upper, &back_lower) == needed);
    REQUIRE(back_upper == upper && back_lower == lower);
  }
  REQUIRE(vce_set_variable_length_specifier(NULL, room, upper, lower) == needed);
  free(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  input_t in = {data, size};
  int kind = take(&in);
  if (kind & 1) {
    unsigned halves[2] = {0, 0};
    int room = take_length(&in);
    memcpy(halves, in.at, in.left < sizeof halves ? in.left : sizeof halves);
    if (kind & 2)
      halves[0] = 0;
    write_any(halves[0], halves[1], room);
  } else if (in.left > 0) {
    char *bytes = exact_copy(in.at, in.left);
    read_any(bytes, (int)in.left);
    free(bytes);
  } else {
    read_any("", kind & 2 ? 0 : -1);
  }
  return 0;
}
