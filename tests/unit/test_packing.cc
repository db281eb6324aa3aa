// Packing: specifier, push/pop, items. Each coding is tested for its round trip, its exact bytes,
// an output that is too small, and an input that is cut.
#include "../support/guard.h"
#include "base/error.h"
#include "base/packing.h"

#include <bit>
#include <climits>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <iterator>

#include "cmocka_cxx.h"

using namespace vce;
using namespace vce::packing;

namespace {

constexpr char untouched = '\xaa';
constexpr Width widths[] = {Width::one, Width::two, Width::four, Width::eight};

int bytes_of(Width width) { return static_cast<int>(width); }

bool all_untouched(const char *p, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i)
    if (p[i] != untouched)
      return false;
  return true;
}

// A writable area behind which nothing can be touched, prefilled.
guarded_t blank(int bytes) {
  guarded_t g = guard_behind(static_cast<std::size_t>(bytes));
  std::memset(g.data, untouched, static_cast<std::size_t>(bytes));
  return g;
}

guarded_t cut(const char *wire, int bytes) {
  return guard_copy(wire, static_cast<std::size_t>(bytes));
}

// Deterministic noise.
std::uint32_t noise(std::uint32_t &state) {
  state = state * 1664525 + 1013904223;
  return state >> 8;
}

// --- Specifier ---

struct Specifier {
  std::uint64_t value;
  int size;
  const char *bytes;
};
constexpr Specifier specifiers[] = {
    {0, 1, "\x00"},
    {1, 1, "\x01"},
    {0x80, 1, "\x80"},
    {0xfc, 1, "\xfc"},
    {0xfd, 5, "\xfd\x00\x00\x00\xfd"},
    {0xff, 5, "\xfd\x00\x00\x00\xff"},
    {0x12345678, 5, "\xfd\x12\x34\x56\x78"},
    {0xffffffff, 5, "\xfd\xff\xff\xff\xff"},
    {0x100000000, 9, "\xfe\x00\x00\x00\x01\x00\x00\x00\x00"},
    {0x0102030405060708, 9, "\xfe\x01\x02\x03\x04\x05\x06\x07\x08"},
    {UINT64_MAX, 9, "\xfe\xff\xff\xff\xff\xff\xff\xff\xff"},
};

void specifier_is_the_shortest_that_can_hold_the_value(void **) {
  for (const Specifier &s : specifiers) {
    guarded_t out = blank(s.size);
    assert_int_equal(put_specifier(out.data, s.size, s.value), s.size);
    assert_memory_equal(out.data, s.bytes, static_cast<std::size_t>(s.size));
    assert_int_equal(specifier_size(s.value), s.size);
    guard_free(out);
  }
}

void specifier_reads_back_as_the_value_written(void **) {
  for (const Specifier &s : specifiers) {
    guarded_t in = cut(s.bytes, s.size);
    std::uint64_t value = 99;
    assert_int_equal(get_specifier(in.data, s.size, value), s.size);
    assert_true(value == s.value);
    guard_free(in);
  }
}

void specifier_without_room_writes_nothing(void **) {
  for (const Specifier &s : specifiers) {
    for (int room = -1; room < s.size; ++room) {
      guarded_t out = blank(9);
      assert_int_equal(put_specifier(out.data, room, s.value), err::full);
      assert_true(all_untouched(out.data, 9));
      guard_free(out);
    }
  }
}

void specifier_cut_anywhere_is_too_short(void **) {
  for (const Specifier &s : specifiers) {
    for (int size = 0; size < s.size; ++size) {
      guarded_t in = cut(s.bytes, size);
      std::uint64_t value = 99;
      assert_int_equal(get_specifier(in.data, size, value), err::too_short);
      assert_true(value == 99);
      guard_free(in);
    }
  }
}

void specifier_with_negative_room_is_too_short(void **) {
  std::uint64_t value = 99;
  assert_int_equal(get_specifier("\x01", -1, value), err::too_short);
}

void specifier_longer_than_needed_is_read(void **) {
  std::uint64_t value = 0;
  assert_int_equal(get_specifier("\xfd\x00\x00\x00\x05", 5, value), 5);
  assert_true(value == 5);
  assert_int_equal(get_specifier("\xfe\x00\x00\x00\x00\x00\x00\x00\x06", 9, value), 9);
  assert_true(value == 6);
}

void reserved_specifier_is_refused(void **) {
  std::uint64_t value = 99;
  assert_int_equal(get_specifier("\xff\x00\x00\x00\x00", 5, value), err::support);
  assert_true(value == 99);
}

void specifier_for_no_output_tells_its_size(void **) {
  assert_int_equal(put_specifier(nullptr, 0, 0xfc), 1);
  assert_int_equal(put_specifier(nullptr, -5, 0xfd), 5);
}

void specifier_from_null_is_invalid(void **) {
  std::uint64_t value = 99;
  assert_int_equal(get_specifier(nullptr, 9, value), err::invalid);
}

// --- Single integers ---

constexpr std::uint64_t patterns[] = {
    0, 1, 0x7f, 0x80, 0x0123456789abcdef, UINT64_MAX, std::uint64_t{1} << 63};

void integer_survives_a_round_trip_at_any_address(void **) {
  for (Width width : widths) {
    for (std::uint64_t pattern : patterns) {
      for (int offset = 0; offset < 3; ++offset) {
        const int n = bytes_of(width);
        guarded_t wire = blank(offset + n);
        assert_int_equal(push_integer(wire.data, offset + n, offset, width, pattern), offset + n);
        guarded_t native = blank(1 + n);
        assert_int_equal(pop_integer(wire.data, offset + n, offset, width, native.data + 1),
                         offset + n);
        std::uint64_t expected = pattern;
        if (n < 8)
          expected &= (std::uint64_t{1} << 8 * n) - 1;
        std::uint64_t value = 0;
        const bool low_bytes_first = std::endian::native == std::endian::little;
        std::memcpy(reinterpret_cast<char *>(&value) + (low_bytes_first ? 0 : 8 - n),
                    native.data + 1, static_cast<std::size_t>(n));
        assert_true(value == expected);
        assert_true(all_untouched(wire.data, static_cast<std::size_t>(offset)));
        assert_true(native.data[0] == untouched);
        guard_free(wire);
        guard_free(native);
      }
    }
  }
}

void integer_is_written_with_its_high_byte_first(void **) {
  char out[8];
  push_integer(out, 8, 0, Width::eight, 0x0102030405060708);
  assert_memory_equal(out, "\x01\x02\x03\x04\x05\x06\x07\x08", 8);
  push_integer(out, 8, 0, Width::four, 0x0102030405060708);
  assert_memory_equal(out, "\x05\x06\x07\x08", 4);
  push_integer(out, 8, 0, Width::two, 0x0102030405060708);
  assert_memory_equal(out, "\x07\x08", 2);
  push_integer(out, 8, 0, Width::one, 0x0102030405060708);
  assert_memory_equal(out, "\x08", 1);
}

void integer_without_room_writes_nothing(void **) {
  for (Width width : widths) {
    guarded_t out = blank(8);
    const int n = bytes_of(width);
    assert_int_equal(push_integer(out.data, 8, 9 - n, width, 1), err::full);
    assert_int_equal(push_integer(out.data, n - 1, 0, width, 1), err::full);
    assert_int_equal(push_integer(out.data, -1, 0, width, 1), err::full);
    assert_int_equal(push_integer(out.data, 8, INT_MAX, width, 1), err::full);
    assert_true(all_untouched(out.data, 8));
    guard_free(out);
  }
}

void integer_cut_anywhere_is_refused(void **) {
  for (Width width : widths) {
    for (int size = 0; size < bytes_of(width); ++size) {
      guarded_t in = blank(size);
      char value[8];
      std::memset(value, untouched, sizeof value);
      assert_int_equal(pop_integer(in.data, size, 0, width, value), err::full);
      assert_int_equal(pop_integer(in.data, size, INT_MAX, width, value), err::full);
      assert_true(all_untouched(value, sizeof value));
      guard_free(in);
    }
  }
}

void offset_below_zero_is_invalid(void **) {
  guarded_t area = guard_before(16);
  char *bytes = area.data;
  char *slot = bytes;
  const char *strings[] = {"a"};
  int num = 4;
  for (int offset : {-1, -4, INT_MIN}) {
    assert_int_equal(push_integer(bytes, 16, offset, Width::four, 1), err::invalid);
    assert_int_equal(push_integers(bytes, 16, offset, Width::four, bytes, 1), err::invalid);
    assert_int_equal(push_strings(bytes, 16, offset, strings, 1, 4), err::invalid);
    assert_int_equal(pop_integer(bytes, 16, offset, Width::four, bytes), err::invalid);
    assert_int_equal(pop_integers(bytes, 16, offset, Width::four, bytes, num), err::invalid);
    assert_int_equal(pop_strings(bytes, 16, offset, &slot, num, 4), err::invalid);
  }
  assert_int_equal(num, 4);
  guard_free(area);
}

void null_that_would_be_needed_is_invalid(void **) {
  char bytes[16] = {1, 1, 'a'};
  const char *strings[] = {"a", nullptr};
  char *slots[] = {nullptr};
  int num = 4;
  assert_int_equal(push_integer(nullptr, 16, 0, Width::one, 1), err::invalid);
  assert_int_equal(push_integers(nullptr, 16, 0, Width::one, bytes, 1), err::invalid);
  assert_int_equal(push_integers(bytes, 16, 0, Width::one, nullptr, 1), err::invalid);
  assert_int_equal(push_strings(nullptr, 16, 0, strings, 1, 4), err::invalid);
  assert_int_equal(push_strings(bytes, 16, 0, nullptr, 1, 4), err::invalid);
  assert_int_equal(push_strings(bytes, 16, 0, strings, 2, 4), err::invalid);
  assert_int_equal(pop_integer(nullptr, 16, 0, Width::one, bytes), err::invalid);
  assert_int_equal(pop_integer(bytes, 16, 0, Width::one, nullptr), err::invalid);
  assert_int_equal(pop_integers(nullptr, 16, 0, Width::one, bytes, num), err::invalid);
  assert_int_equal(pop_integers(bytes, 16, 0, Width::one, nullptr, num), err::invalid);
  assert_int_equal(pop_strings(nullptr, 16, 0, slots, num, 4), err::invalid);
  assert_int_equal(pop_strings(bytes, 16, 0, nullptr, num, 4), err::invalid);
  assert_int_equal(pop_strings(bytes, 16, 0, slots, num, 4), err::invalid);
  assert_int_equal(num, 4);
  assert_memory_equal(bytes, "\x01\x01\x61\x00", 4);
}

void null_for_no_elements_is_accepted(void **) {
  char bytes[2] = {untouched, 0};
  int num = 4;
  assert_int_equal(push_integers(bytes, 1, 0, Width::four, nullptr, 0), 1);
  assert_int_equal(push_strings(bytes, 1, 0, nullptr, 0, 4), 1);
  assert_int_equal(pop_integers(bytes, 1, 0, Width::four, nullptr, num), 1);
  assert_int_equal(num, 0);
  assert_int_equal(pop_strings(bytes, 1, 0, nullptr, num, 4), 1);
  assert_int_equal(num, 0);
}

// --- Arrays of integers ---

void array_survives_a_round_trip(void **) {
  static unsigned char native[1000 * 8], back[1000 * 8];
  static char wire[1000 * 8 + 5];
  std::uint32_t state = 1;
  for (unsigned char &c : native)
    c = static_cast<unsigned char>(noise(state));
  for (Width width : widths) {
    for (int n : {0, 1, 252, 253, 1000}) {
      const int size = specifier_size(static_cast<std::uint64_t>(n)) + n * bytes_of(width);
      assert_int_equal(push_integers(wire, sizeof wire, 0, width, native, n), size);
      int num = n;
      assert_int_equal(pop_integers(wire, size, 0, width, back, num), size);
      assert_int_equal(num, n);
      assert_memory_equal(back, native, static_cast<std::size_t>(n * bytes_of(width)));
    }
  }
}

void array_is_count_and_big_endian_elements(void **) {
  char out[32];
  const std::int16_t two[] = {1, -2, 0x1234};
  assert_int_equal(push_integers(out, sizeof out, 0, Width::two, two, 3), 7);
  assert_memory_equal(out, "\x03\x00\x01\xff\xfe\x12\x34", 7);
  const std::int32_t four[] = {-2};
  assert_int_equal(push_integers(out, sizeof out, 3, Width::four, four, 1), 8);
  assert_memory_equal(out + 3, "\x01\xff\xff\xff\xfe", 5);
  const std::int64_t eight[] = {0x0102030405060708};
  assert_int_equal(push_integers(out, sizeof out, 0, Width::eight, eight, 1), 9);
  assert_memory_equal(out, "\x01\x01\x02\x03\x04\x05\x06\x07\x08", 9);
}

void array_fits_exactly_or_writes_nothing(void **) {
  const std::int64_t native[3] = {1, 2, 3};
  for (Width width : widths) {
    for (int offset : {0, 5}) {
      const int size = offset + 1 + 3 * bytes_of(width);
      for (int room = 0; room <= size; ++room) {
        guarded_t out = blank(room);
        const int result = push_integers(out.data, room, offset, width, native, 3);
        assert_int_equal(result, room == size ? size : err::full);
        if (room < size)
          assert_true(all_untouched(out.data, static_cast<std::size_t>(room)));
        guard_free(out);
      }
    }
  }
}

void array_cut_anywhere_is_too_short(void **) {
  const char wire[] = "\xfd\x00\x00\x00\x02 0123456789abcdef";
  for (Width width : widths) {
    const int whole = 5 + 2 * bytes_of(width);
    for (int size = 0; size < whole; ++size) {
      guarded_t in = cut(wire, size);
      guarded_t out = blank(16);
      int num = 2;
      assert_int_equal(pop_integers(in.data, size, 0, width, out.data, num), err::too_short);
      assert_int_equal(num, 2);
      assert_true(all_untouched(out.data, 16));
      guard_free(in);
      guard_free(out);
    }
  }
}

void array_with_a_hostile_count_is_too_short(void **) {
  // Counts whose size in bytes is 0 or small modulo 2^32.
  const char *const counts[] = {"\xfd\x80\x00\x00\x00", "\xfd\x40\x00\x00\x00",
                                "\xfd\x20\x00\x00\x00", "\xfd\x20\x00\x00\x01",
                                "\xfd\xff\xff\xff\xff", "\xfd\x7f\xff\xff\xff"};
  for (Width width : widths) {
    for (const char *count : counts) {
      guarded_t in = cut(count, 5);
      char out[8];
      int num = INT_MAX;
      assert_int_equal(pop_integers(in.data, 5, 0, width, out, num), err::too_short);
      assert_int_equal(num, INT_MAX);
      guard_free(in);
    }
  }
}

void array_whose_size_would_wrap_is_full(void **) {
  const char element[8] = {0};
  guarded_t out = blank(64);
  for (int num : {INT_MAX, 1 << 30, 1 << 29})
    for (Width width : widths)
      assert_int_equal(push_integers(out.data, 64, 0, width, element, num), err::full);
  assert_true(all_untouched(out.data, 64));
  guard_free(out);
}

void array_of_negative_size_is_invalid(void **) {
  char out[4] = {};
  assert_int_equal(push_integers(out, 4, 0, Width::one, out, -1), err::invalid);
  assert_int_equal(push_strings(out, 4, 0, nullptr, -1, 4), err::invalid);
}

void array_larger_than_the_room_for_it_is_full(void **) {
  char out[4];
  std::memset(out, untouched, sizeof out);
  for (int room : {2, 0, -1}) {
    int num = room;
    assert_int_equal(pop_integers("\x03\x01\x02\x03", 4, 0, Width::one, out, num), err::full);
    assert_int_equal(num, room);
  }
  int none = 0;
  assert_int_equal(pop_integers("\x01\x01", 2, 0, Width::one, out, none), err::full);
  assert_true(all_untouched(out, sizeof out));
}

void count_of_64_bits_is_not_supported(void **) {
  char *slots[1];
  char out[4];
  int num = 4;
  const char wire[] = "\xfe\x00\x00\x00\x01\x00\x00\x00\x00";
  assert_int_equal(pop_integers(wire, 9, 0, Width::one, out, num), err::support);
  assert_int_equal(pop_strings(wire, 9, 0, slots, num, 4), err::support);
  assert_int_equal(pop_integers("\xff\x00", 2, 0, Width::one, out, num), err::support);
  assert_int_equal(pop_strings("\xff\x00", 2, 0, slots, num, 4), err::support);
  assert_int_equal(num, 4);
}

void offset_behind_the_input_is_too_short(void **) {
  char *slots[1];
  char out[4];
  int num = 4;
  for (int offset : {1, 2, INT_MAX}) {
    assert_int_equal(pop_integers("\x00", 1, offset, Width::one, out, num), err::too_short);
    assert_int_equal(pop_strings("\x00", 1, offset, slots, num, 4), err::too_short);
    assert_int_equal(pop_integers("\x00", -1, offset, Width::one, out, num), err::too_short);
  }
}

// --- Arrays of strings ---

constexpr char three_strings[] = "\x03\x03"
                                 "foo"
                                 "\x00\x02"
                                 "ba";
constexpr int three_strings_size = sizeof three_strings - 1;

void strings_survive_a_round_trip(void **) {
  static char longest[254], wire[600];
  std::memset(longest, 'z', 253);
  const char *const strings[] = {"", "foo", longest};
  const int size = push_strings(wire, sizeof wire, 2, strings, 3, 254);
  assert_int_equal(size, 2 + 1 + 1 + 4 + 5 + 253);
  char a[254], b[254], c[254];
  char *slots[] = {a, b, c, nullptr};
  int num = 4;
  assert_int_equal(pop_strings(wire, size, 2, slots, num, 254), size);
  assert_int_equal(num, 3);
  assert_string_equal(a, "");
  assert_string_equal(b, "foo");
  assert_string_equal(c, longest);
}

void strings_are_counts_and_bytes_without_nul(void **) {
  guarded_t out = blank(three_strings_size + 1);
  const char *const strings[] = {"foo", "", "ba"};
  assert_int_equal(push_strings(out.data, three_strings_size + 1, 0, strings, 3, 4),
                   three_strings_size);
  assert_memory_equal(out.data, three_strings, three_strings_size);
  assert_true(out.data[three_strings_size] == untouched);
  guard_free(out);
}

void strings_need_a_spare_byte_or_write_nothing(void **) {
  const char *const strings[] = {"foo", "", "ba"};
  for (int offset : {0, 5}) {
    for (int room = 0; room <= offset + three_strings_size; ++room) {
      guarded_t out = blank(room);
      assert_int_equal(push_strings(out.data, room, offset, strings, 3, 4), err::full);
      assert_true(all_untouched(out.data, static_cast<std::size_t>(room)));
      guard_free(out);
    }
  }
}

void string_of_each_max_bytes_is_full_and_not_read_further(void **) {
  guarded_t unterminated = guard_copy("abc", 3);
  const char *const strings[] = {"", unterminated.data};
  guarded_t out = blank(64);
  for (int each_max : {3, 1, 0, -1})
    assert_int_equal(push_strings(out.data, 64, 0, strings, 2, each_max), err::full);
  assert_int_equal(push_strings(out.data, 64, 0, strings, 1, 0), err::full);
  assert_true(all_untouched(out.data, 64));
  guard_free(unterminated);
  guard_free(out);
}

void strings_cut_anywhere_are_too_short(void **) {
  for (int size = 0; size < three_strings_size; ++size) {
    guarded_t in = cut(three_strings, size);
    char a[8], b[8], c[8];
    char *slots[] = {a, b, c};
    int num = 3;
    assert_int_equal(pop_strings(in.data, size, 0, slots, num, 8), err::too_short);
    assert_int_equal(num, 3);
    guard_free(in);
  }
}

void string_longer_than_the_input_is_too_short(void **) {
  char a[16];
  char *slots[] = {a};
  int num = 1;
  guarded_t in = cut("\x01\x05"
                     "foo",
                     5);
  assert_int_equal(pop_strings(in.data, 5, 0, slots, num, 16), err::too_short);
  guard_free(in);
  in = cut("\x01\xfd\x7f\xff\xff\xff", 6);
  assert_int_equal(pop_strings(in.data, 6, 0, slots, num, INT_MAX), err::full);
  guard_free(in);
  in = cut("\x01\xfd\x7f\xff\xff\xfe", 6);
  assert_int_equal(pop_strings(in.data, 6, 0, slots, num, INT_MAX), err::too_short);
  guard_free(in);
}

void string_that_does_not_fit_its_slot_is_full(void **) {
  for (int each_max : {3, 1, 0, -5, INT_MIN}) {
    guarded_t slot = blank(3);
    char *slots[] = {slot.data};
    int num = 1;
    assert_int_equal(pop_strings("\x01\x03"
                                 "foo",
                                 5, 0, slots, num, each_max),
                     err::full);
    assert_true(all_untouched(slot.data, 3));
    guard_free(slot);
  }
}

void string_fills_its_slot_with_the_nul(void **) {
  guarded_t slot = blank(4);
  char *slots[] = {slot.data};
  int num = 1;
  assert_int_equal(pop_strings("\x01\x03"
                               "f\0o",
                               5, 0, slots, num, 4),
                   5);
  assert_memory_equal(slot.data, "f\0o\0", 4);
  guard_free(slot);
}

void string_with_a_reserved_or_64_bit_length_is_not_supported(void **) {
  char a[16];
  char *slots[] = {a};
  int num = 1;
  assert_int_equal(pop_strings("\x01\xff", 2, 0, slots, num, 16), err::support);
  assert_int_equal(pop_strings("\x01\xfe\x00\x00\x00\x01\x00\x00\x00\x03", 10, 0, slots, num, 16),
                   err::support);
  assert_int_equal(num, 1);
}

void more_strings_than_slots_is_full(void **) {
  char a[8];
  char *slots[] = {a};
  for (int room : {1, 0, -1}) {
    int num = room;
    assert_int_equal(pop_strings(three_strings, three_strings_size, 0, slots, num, 8), err::full);
    assert_int_equal(num, room);
  }
  int none = 0;
  assert_int_equal(pop_strings("\x01\x00", 2, 0, slots, none, 8), err::full);
}

// --- Items ---

// Every kind of integer item; the element bytes follow from the widths.
constexpr ItemKind integer_kinds[] = {{1, 0}, {2, 0}, {4, 0}, {8, 0}, {1, 1}, {2, 1},
                                      {4, 1}, {8, 1}, {1, 2}, {2, 2}, {4, 2}, {8, 2},
                                      {1, 4}, {2, 4}, {4, 4}, {8, 4}};

// Data at an odd address: items need no alignment.
struct Native {
  char pad;
  char bytes[3 * 8];
};

Native sample() {
  Native n = {};
  for (std::size_t i = 0; i < sizeof n.bytes; ++i)
    n.bytes[i] = static_cast<char>(0x81 + i);
  return n;
}

unsigned elements_of(ItemKind kind) { return kind.count_width ? 3 : 1; }

int item_size(ItemKind kind) {
  return kind.count_width + static_cast<int>(elements_of(kind)) * kind.element_width;
}

void item_survives_a_round_trip_for_every_kind(void **) {
  const Native native = sample();
  for (ItemKind kind : integer_kinds) {
    const int size = item_size(kind);
    guarded_t wire = blank(size);
    assert_int_equal(pack_item(wire.data, size, kind, native.bytes, elements_of(kind)), size);
    Native back = {};
    std::uint32_t count = 77;
    assert_int_equal(unpack_item(wire.data, size, kind, back.bytes, 3, count), size);
    assert_int_equal(count, kind.count_width ? 3 : 77);
    assert_memory_equal(back.bytes, native.bytes,
                        elements_of(kind) * static_cast<std::size_t>(kind.element_width));
    guard_free(wire);
  }
}

void item_is_count_and_big_endian_elements(void **) {
  char out[16];
  const std::int16_t shorts[] = {1, -2};
  assert_int_equal(pack_item(out, sizeof out, {2, 1}, shorts, 2), 5);
  assert_memory_equal(out, "\x02\x00\x01\xff\xfe", 5);
  assert_int_equal(pack_item(out, sizeof out, {2, 2}, shorts, 2), 6);
  assert_memory_equal(out, "\x00\x02\x00\x01\xff\xfe", 6);
  assert_int_equal(pack_item(out, sizeof out, {2, 4}, shorts, 2), 8);
  assert_memory_equal(out, "\x00\x00\x00\x02\x00\x01\xff\xfe", 8);
  assert_int_equal(pack_item(out, sizeof out, {2, 0}, shorts + 1, 55), 2);
  assert_memory_equal(out, "\xff\xfe", 2);
  // The count of a byte array was once missing in the wide form.
  assert_int_equal(pack_item(out, sizeof out, {1, 4}, "ab", 2), 6);
  assert_memory_equal(out,
                      "\x00\x00\x00\x02"
                      "ab",
                      6);
}

void item_without_room_is_full(void **) {
  const Native native = sample();
  for (ItemKind kind : integer_kinds) {
    for (int room = -1; room < item_size(kind); ++room) {
      guarded_t out = blank(room < 0 ? 0 : room);
      assert_int_equal(pack_item(out.data, room, kind, native.bytes, elements_of(kind)), err::full);
      guard_free(out);
    }
  }
}

void item_cut_anywhere_is_short_and_stores_nothing(void **) {
  const Native native = sample();
  for (ItemKind kind : integer_kinds) {
    char wire[32];
    pack_item(wire, sizeof wire, kind, native.bytes, elements_of(kind));
    for (int size = -1; size < item_size(kind); ++size) {
      guarded_t in = cut(wire, size < 0 ? 0 : size);
      guarded_t out = blank(24);
      std::uint32_t count = 77;
      assert_int_equal(unpack_item(in.data, size, kind, out.data, 3, count), err::data_short);
      assert_int_equal(count, 77);
      assert_true(all_untouched(out.data, 24));
      guard_free(in);
      guard_free(out);
    }
  }
}

void item_with_more_elements_than_its_count_can_tell_is_invalid(void **) {
  char out[16] = {};
  assert_int_equal(pack_item(out, 16, {1, 1}, out, 256), err::invalid);
  assert_int_equal(pack_item(out, 16, {8, 2}, out, 65536), err::invalid);
  assert_int_equal(pack_item(out, 16, {1, 4}, out, 16777217), err::invalid);
  assert_int_equal(pack_item(out, 16, {1, 4}, out, UINT32_MAX), err::invalid);
  assert_int_equal(pack_item(out, 16, {0, 1}, out, 256), err::invalid);
  // One less is only a matter of room.
  assert_int_equal(pack_item(out, 16, {1, 1}, out, 255), err::full);
  assert_int_equal(pack_item(out, 16, {8, 4}, out, 16777216), err::full);
}

void item_larger_than_its_capacity_is_too_long(void **) {
  for (ItemKind kind : integer_kinds) {
    if (kind.count_width == 0)
      continue;
    const Native native = sample();
    char wire[32];
    const int size = pack_item(wire, sizeof wire, kind, native.bytes, 3);
    guarded_t out = blank(2 * kind.element_width);
    std::uint32_t count = 77;
    assert_int_equal(unpack_item(wire, size, kind, out.data, 2, count), err::len_too_long);
    assert_int_equal(count, 77);
    assert_true(all_untouched(out.data, static_cast<std::size_t>(2 * kind.element_width)));
    guard_free(out);
  }
}

void item_count_above_16_mi_is_too_long_even_before_missing_data(void **) {
  char in[] = "\x01\x00\x00\x01";
  char exactly[] = "\x01\x00\x00\x00";
  char wraps[] = "\xff\xff\xff\xfc";
  char out[1];
  std::uint32_t count = 77;
  assert_int_equal(unpack_item(in, 4, {8, 4}, out, UINT32_MAX, count), err::len_too_long);
  assert_int_equal(unpack_item(wraps, 4, {2, 4}, out, UINT32_MAX, count), err::len_too_long);
  assert_int_equal(unpack_item(exactly, 4, {1, 4}, out, UINT32_MAX, count), err::data_short);
  assert_int_equal(count, 77);
}

void item_with_null_pointers_is_invalid(void **) {
  char bytes[] = "\x01"
                 "a";
  const char *strings[] = {nullptr};
  std::uint32_t count = 77;
  assert_int_equal(pack_item(nullptr, 8, {1, 1}, "a", 1), err::invalid);
  assert_int_equal(pack_item(bytes, 2, {1, 1}, nullptr, 1), err::invalid);
  assert_int_equal(pack_item(bytes, 2, {1, 0}, nullptr, 0), err::invalid);
  assert_int_equal(pack_item(bytes, 2, {0, 1}, strings, 1), err::invalid);
  assert_int_equal(unpack_item(nullptr, 8, {1, 1}, bytes, 1, count), err::invalid);
  assert_int_equal(unpack_item(bytes, 2, {1, 1}, nullptr, 1, count), err::invalid);
  assert_int_equal(unpack_item(bytes, 3, {0, 1}, nullptr, 1, count), err::invalid);
  assert_int_equal(count, 77);
}

void item_without_elements_needs_no_data(void **) {
  char out[4] = {untouched};
  std::uint32_t count = 77;
  assert_int_equal(pack_item(out, 1, {4, 1}, nullptr, 0), 1);
  assert_int_equal(unpack_item(out, 1, {4, 1}, nullptr, 0, count), 1);
  assert_int_equal(count, 0);
  assert_int_equal(pack_item(out, 2, {0, 2}, nullptr, 0), 2);
  assert_int_equal(unpack_item(out, 2, {0, 2}, nullptr, 0, count), 2);
}

constexpr char two_texts[] = "\x02"
                             "ab\0"; // and the NUL of the literal is the empty string
constexpr int two_texts_size = sizeof two_texts;

void strings_item_keeps_the_nul_on_the_wire(void **) {
  const char *const strings[] = {"ab", ""};
  guarded_t out = blank(two_texts_size);
  assert_int_equal(pack_item(out.data, two_texts_size, {0, 1}, strings, 2), two_texts_size);
  assert_memory_equal(out.data, two_texts, two_texts_size);
  guard_free(out);
}

void strings_item_without_room_is_full(void **) {
  const char *const strings[] = {"ab", ""};
  for (int room = -1; room < two_texts_size; ++room) {
    guarded_t out = blank(room < 0 ? 0 : room);
    assert_int_equal(pack_item(out.data, room, {0, 1}, strings, 2), err::full);
    guard_free(out);
  }
}

void strings_item_yields_exactly_its_pointers_into_the_input(void **) {
  guarded_t in = cut(two_texts, two_texts_size);
  guarded_t out = guard_behind(2 * sizeof(char *));
  std::uint32_t count = 77;
  assert_int_equal(unpack_item(in.data, two_texts_size, {0, 1}, out.data, 2, count),
                   two_texts_size);
  assert_int_equal(count, 2);
  char *pointers[2];
  std::memcpy(pointers, out.data, sizeof pointers);
  assert_ptr_equal(pointers[0], in.data + 1);
  assert_ptr_equal(pointers[1], in.data + 4);
  guard_free(in);
  guard_free(out);
}

void strings_item_cut_anywhere_is_short_and_stores_nothing(void **) {
  for (int size = -1; size < two_texts_size; ++size) {
    guarded_t in = cut(two_texts, size < 0 ? 0 : size);
    guarded_t out = blank(2 * sizeof(char *));
    std::uint32_t count = 77;
    assert_int_equal(unpack_item(in.data, size, {0, 1}, out.data, 2, count), err::data_short);
    assert_int_equal(count, 77);
    assert_true(all_untouched(out.data, 2 * sizeof(char *)));
    guard_free(in);
    guard_free(out);
  }
}

void strings_item_takes_counts_from_128_on(void **) {
  // Was refused once, because the count was read as a signed byte.
  char in[256] = {'\xff'};
  static char *pointers[255];
  std::uint32_t count = 0;
  assert_int_equal(unpack_item(in, 256, {0, 1}, pointers, 255, count), 256);
  assert_int_equal(count, 255);
}

// --- All readers ---

void noise_is_never_read_past_its_end(void **) {
  std::uint32_t state = 20151;
  constexpr int longest = 24;
  guarded_t area = guard_behind(longest);
  static char a[64], b[64];
  static char *pointers[64];
  for (int round = 0; round < 20000; ++round) {
    const int size = static_cast<int>(noise(state) % (longest + 1));
    char *in = area.data + longest - size;
    for (int i = 0; i < size; ++i) // small counts and prefixes are what leads further in
      in[i] = static_cast<char>(noise(state) % 3 ? noise(state) % 5 : noise(state));
    std::uint64_t value = 0;
    std::uint32_t count = 0;
    char *slots[] = {a, b};
    int num = 2;
    const int offset = static_cast<int>(noise(state) % 3);
    assert_true(get_specifier(in, size, value) <= size);
    assert_true(pop_strings(in, size, offset, slots, num, 64) <= size);
    for (Width width : widths) {
      num = 64 / bytes_of(width);
      assert_true(pop_integers(in, size, offset, width, a, num) <= size);
    }
    for (ItemKind kind : integer_kinds)
      assert_true(unpack_item(in, size, kind, a, 8, count) <= size);
    assert_true(unpack_item(in, size, {0, 1}, pointers, 64, count) <= size);
    assert_true(unpack_item(in, size, {0, 2}, pointers, 64, count) <= size);
  }
  guard_free(area);
}

} // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(specifier_is_the_shortest_that_can_hold_the_value),
      cmocka_unit_test(specifier_reads_back_as_the_value_written),
      cmocka_unit_test(specifier_without_room_writes_nothing),
      cmocka_unit_test(specifier_cut_anywhere_is_too_short),
      cmocka_unit_test(specifier_with_negative_room_is_too_short),
      cmocka_unit_test(specifier_longer_than_needed_is_read),
      cmocka_unit_test(reserved_specifier_is_refused),
      cmocka_unit_test(specifier_for_no_output_tells_its_size),
      cmocka_unit_test(specifier_from_null_is_invalid),
      cmocka_unit_test(integer_survives_a_round_trip_at_any_address),
      cmocka_unit_test(integer_is_written_with_its_high_byte_first),
      cmocka_unit_test(integer_without_room_writes_nothing),
      cmocka_unit_test(integer_cut_anywhere_is_refused),
      cmocka_unit_test(offset_below_zero_is_invalid),
      cmocka_unit_test(null_that_would_be_needed_is_invalid),
      cmocka_unit_test(null_for_no_elements_is_accepted),
      cmocka_unit_test(array_survives_a_round_trip),
      cmocka_unit_test(array_is_count_and_big_endian_elements),
      cmocka_unit_test(array_fits_exactly_or_writes_nothing),
      cmocka_unit_test(array_cut_anywhere_is_too_short),
      cmocka_unit_test(array_with_a_hostile_count_is_too_short),
      cmocka_unit_test(array_whose_size_would_wrap_is_full),
      cmocka_unit_test(array_of_negative_size_is_invalid),
      cmocka_unit_test(array_larger_than_the_room_for_it_is_full),
      cmocka_unit_test(count_of_64_bits_is_not_supported),
      cmocka_unit_test(offset_behind_the_input_is_too_short),
      cmocka_unit_test(strings_survive_a_round_trip),
      cmocka_unit_test(strings_are_counts_and_bytes_without_nul),
      cmocka_unit_test(strings_need_a_spare_byte_or_write_nothing),
      cmocka_unit_test(string_of_each_max_bytes_is_full_and_not_read_further),
      cmocka_unit_test(strings_cut_anywhere_are_too_short),
      cmocka_unit_test(string_longer_than_the_input_is_too_short),
      cmocka_unit_test(string_that_does_not_fit_its_slot_is_full),
      cmocka_unit_test(string_fills_its_slot_with_the_nul),
      cmocka_unit_test(string_with_a_reserved_or_64_bit_length_is_not_supported),
      cmocka_unit_test(more_strings_than_slots_is_full),
      cmocka_unit_test(item_survives_a_round_trip_for_every_kind),
      cmocka_unit_test(item_is_count_and_big_endian_elements),
      cmocka_unit_test(item_without_room_is_full),
      cmocka_unit_test(item_cut_anywhere_is_short_and_stores_nothing),
      cmocka_unit_test(item_with_more_elements_than_its_count_can_tell_is_invalid),
      cmocka_unit_test(item_larger_than_its_capacity_is_too_long),
      cmocka_unit_test(item_count_above_16_mi_is_too_long_even_before_missing_data),
      cmocka_unit_test(item_with_null_pointers_is_invalid),
      cmocka_unit_test(item_without_elements_needs_no_data),
      cmocka_unit_test(strings_item_keeps_the_nul_on_the_wire),
      cmocka_unit_test(strings_item_without_room_is_full),
      cmocka_unit_test(strings_item_yields_exactly_its_pointers_into_the_input),
      cmocka_unit_test(strings_item_cut_anywhere_is_short_and_stores_nothing),
      cmocka_unit_test(strings_item_takes_counts_from_128_on),
      cmocka_unit_test(noise_is_never_read_past_its_end),
  };
  return cmocka_run_group_tests_name("packing", tests, nullptr, nullptr);
}
