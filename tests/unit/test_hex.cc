// Hex digits, the checked hex text, and SHA-1.
#include "../support/guard.h"
#include "base/error.h"
#include "base/hex.h"
#include "base/sha1.h"

#include <climits>
#include <cstdlib>
#include <cstring>
#include <initializer_list>

#include "cmocka_cxx.h"

using namespace vce;

namespace {

constexpr char untouched = '\xcc';

guarded_t blank(int bytes) {
  guarded_t g = guard_behind(static_cast<std::size_t>(bytes));
  std::memset(g.data, untouched, static_cast<std::size_t>(bytes));
  return g;
}

bool all_untouched(const char *p, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i)
    if (p[i] != untouched)
      return false;
  return true;
}

// --- Decoding a string ---

struct Decoding {
  const char *digits;
  int room, bytes;
  const char *result;
};

void string_decodes_pair_by_pair(void **) {
  const Decoding decodings[] = {
      {"41ff0A", 8, 3, "\x41\xff\x0a"},
      {"41f", 8, 2, "\x41\xf0"},
      {"0x41FE", 8, 2, "\x41\xfe"},
      {"0Xabc", 8, 2, "\xab\xc0"},
      {"0xa", 8, 1, "\xa0"},
      {"4gzz", 8, 2, "\x40\x00"},
      {"010203", 2, 2, "\x01\x02"},
      {"0102", 0, 0, ""},
      {"0102", -1, 0, ""},
      {"a", 8, 0, ""},
      {"", 8, 0, ""},
      {"0x", 8, 0, ""},
      {"x0", 8, 1, "\x00"},
  };
  for (const Decoding &d : decodings) {
    guarded_t in = guard_copy(d.digits, std::strlen(d.digits) + 1);
    guarded_t out = blank(8);
    hex::decode(out.data, d.room, in.data);
    assert_memory_equal(out.data, d.result, static_cast<std::size_t>(d.bytes));
    assert_true(all_untouched(out.data + d.bytes, static_cast<std::size_t>(8 - d.bytes)));
    guard_free(in);
    guard_free(out);
  }
}

void decoding_to_or_from_null_does_nothing(void **) {
  char out[1] = {untouched};
  hex::decode(out, 1, nullptr);
  hex::decode(nullptr, 1, "41");
  assert_true(out[0] == untouched);
}

// --- Decoding a line ---

struct LineCase {
  const char *line;
  int bytes, consumed;
  const char *result;
};

void line_decodes_up_to_its_end(void **) {
  const LineCase cases[] = {
      {"4142\r\n4344\r\n", 2, 6, "\x41\x42"},
      {"4142\n4344\n", 2, 5, "\x41\x42"},
      {"4142\n", 2, 5, "\x41\x42"},
      {"4142\r\n", 2, 6, "\x41\x42"},
      {"4142", 1, 4, "\x41"}, // without a line end the last byte is lost
      {"41422", 2, 5, "\x41\x42"},
      {"4", 0, 1, ""},
      {"414\nzz", 1, 4, "\x41"}, // an odd last digit is dropped
      {"414\r\n4", 1, 5, "\x41"},
      {"414\r\n", 2, 5, "\x41\x40"}, // except before a CR LF that ends the input
      {"\n41\n", 0, 1, ""},
      {"\r\n", 0, 2, ""},
      {"0x4142\nzz", 3, 7, "\x41\x42\x00"}, // the prefix counts as digits
      {"0x\nzz", 1, 3, "\x00"},
      {"0x4142", 2, 6, "\x41\x42"},
      {"0x414", 2, 5, "\x41\x40"},
      {"41\r42\n", 2, 6, "\x41\x04"}, // a lone CR is data
  };
  for (const LineCase &c : cases) {
    const std::size_t n = std::strlen(c.line);
    guarded_t in = guard_copy(c.line, n);
    guarded_t out = blank(8);
    const hex::Line done = hex::decode_line(in.data, static_cast<int>(n), out.data, 8);
    assert_int_equal(done.bytes, c.bytes);
    assert_int_equal(done.consumed, c.consumed);
    assert_memory_equal(out.data, c.result, static_cast<std::size_t>(c.bytes));
    assert_true(all_untouched(out.data + c.bytes, static_cast<std::size_t>(8 - c.bytes)));
    guard_free(in);
    guard_free(out);
  }
}

void line_is_not_read_before_its_start(void **) {
  guarded_t in = guard_before(2);
  std::memcpy(in.data, "\n4", 2);
  char out[1];
  assert_int_equal(hex::decode_line(in.data, 2, out, 1).consumed, 1);
  guard_free(in);
}

void line_decodes_no_more_than_the_room(void **) {
  for (int room = -1; room <= 3; ++room) {
    const int most = room < 0 ? 0 : room;
    guarded_t out = blank(most);
    const hex::Line done = hex::decode_line("414243\n", 7, out.data, room);
    assert_int_equal(done.bytes, most);
    assert_int_equal(done.consumed, 7);
    assert_memory_equal(out.data, "ABC", static_cast<std::size_t>(most));
    guard_free(out);
  }
  assert_int_equal(hex::decode_line("4142\n", 5, nullptr, 8).bytes, 0);
}

void line_of_no_length_consumes_nothing(void **) {
  char out[1] = {untouched};
  for (int length : {0, -1, INT_MIN}) {
    const hex::Line done = hex::decode_line("4142\n", length, out, 1);
    assert_int_equal(done.bytes, 0);
    assert_int_equal(done.consumed, 0);
  }
  assert_int_equal(hex::decode_line(nullptr, 5, out, 1).consumed, 0);
  assert_true(out[0] == untouched);
}

// --- Encoding ---

void bytes_encode_as_lower_case_digits(void **) {
  guarded_t in = guard_copy("\xff\x00\x0a", 3);
  guarded_t out = blank(7);
  assert_int_equal(hex::encode(out.data, 7, in.data, 3, false), 6);
  assert_string_equal(out.data, "ff000a");
  guard_free(in);
  guard_free(out);
}

void folding_ends_rows_of_32_bytes_and_the_last_one(void **) {
  char data[64], out[200];
  std::memset(data, 0x11, sizeof data);
  for (int n : {1, 31, 32, 33, 63, 64}) {
    const int rows = (n + 31) / 32;
    assert_int_equal(hex::encode(out, sizeof out, data, n, true), 2 * n + rows);
    assert_int_equal(std::strlen(out), 2 * n + rows);
    assert_true(out[2 * n + rows - 1] == '\n');
    assert_true(out[2 * n + rows - 2] == '1');
    if (n > 32)
      assert_true(out[64] == '\n');
  }
}

void encoding_without_room_writes_nothing(void **) {
  for (bool folded : {false, true}) {
    for (int room = -1; room < (folded ? 8 : 7); ++room) {
      guarded_t out = blank(room < 0 ? 0 : room);
      assert_int_equal(hex::encode(out.data, room, "abc", 3, folded), err::full);
      assert_true(all_untouched(out.data, static_cast<std::size_t>(room < 0 ? 0 : room)));
      guard_free(out);
    }
  }
  assert_int_equal(hex::encode(nullptr, 100, "abc", 3, false), err::full);
  char out[8];
  assert_int_equal(hex::encode(out, 8, "abc", INT_MAX, true), err::full);
}

void nothing_encodes_to_an_empty_text(void **) {
  char out[2] = {untouched, untouched};
  assert_int_equal(hex::encode(out, 0, "", 0, true), 0);
  assert_true(out[0] == untouched);
  assert_int_equal(hex::encode(out, 2, "", 0, true), 0);
  assert_string_equal(out, "");
  out[0] = untouched;
  assert_int_equal(hex::encode(out, 2, "abc", -5, true), 0);
  assert_string_equal(out, "");
  assert_int_equal(hex::encode(out, 2, nullptr, 5, false), 0);
  assert_int_equal(hex::encode(nullptr, 2, "", 0, false), 0);
}

void encoding_and_back_gives_every_byte(void **) {
  char all[256], digits[513], back[256];
  for (int i = 0; i < 256; ++i)
    all[i] = static_cast<char>(i);
  assert_int_equal(hex::encode(digits, sizeof digits, all, 256, false), 512);
  hex::decode(back, 256, digits);
  assert_memory_equal(back, all, 256);
}

// --- Checked text ---

constexpr char abc_text[] = "vce-hex-sha1 3 a9993e364706816aba3e25717850c26c9cd0d89d\n616263\n";
constexpr int abc_size = sizeof abc_text - 1;

void checked_text_has_this_layout(void **) {
  guarded_t out = blank(abc_size + 1);
  assert_int_equal(hex::encode_checked(out.data, abc_size + 1, "abc", 3), abc_size);
  assert_string_equal(out.data, abc_text);
  guard_free(out);
}

void checked_text_survives_a_round_trip(void **) {
  static char data[1000], text[2200], back[1000];
  for (int i = 0; i < 1000; ++i)
    data[i] = static_cast<char>(i * 7);
  for (int n : {0, 1, 31, 32, 33, 64, 1000}) {
    const int size = hex::encode_checked(text, sizeof text, data, n);
    assert_int_equal(size, std::strlen(text));
    guarded_t in = guard_copy(text, static_cast<std::size_t>(size));
    assert_int_equal(hex::decode_checked(back, n, in.data, size), n);
    assert_memory_equal(back, data, static_cast<std::size_t>(n));
    guard_free(in);
  }
}

void checked_text_without_room_writes_nothing(void **) {
  for (int room = -1; room <= abc_size; ++room) {
    guarded_t out = blank(room < 0 ? 0 : room);
    assert_int_equal(hex::encode_checked(out.data, room, "abc", 3), err::full);
    assert_true(all_untouched(out.data, static_cast<std::size_t>(room < 0 ? 0 : room)));
    guard_free(out);
  }
}

void checked_text_of_or_to_null_is_invalid(void **) {
  char out[100];
  assert_int_equal(hex::encode_checked(out, 100, "abc", -1), err::invalid);
  assert_int_equal(hex::encode_checked(out, 100, nullptr, 0), err::invalid);
  assert_int_equal(hex::encode_checked(nullptr, 100, "abc", 3), err::invalid);
  assert_int_equal(hex::decode_checked(out, 100, abc_text, -1), err::invalid);
  assert_int_equal(hex::decode_checked(out, 100, nullptr, 0), err::invalid);
  assert_int_equal(hex::decode_checked(nullptr, 100, abc_text, abc_size), err::invalid);
}

void checked_text_cut_anywhere_is_malformed(void **) {
  for (int size = 0; size < abc_size; ++size) {
    guarded_t in = guard_copy(abc_text, static_cast<std::size_t>(size));
    char out[3];
    assert_int_equal(hex::decode_checked(out, 3, in.data, size), err::format);
    guard_free(in);
  }
}

void checked_text_with_any_byte_changed_is_malformed(void **) {
  for (int i = 0; i < abc_size; ++i) {
    char text[abc_size];
    std::memcpy(text, abc_text, abc_size);
    text[i] = static_cast<char>(text[i] ^ 1);
    char out[16];
    assert_int_equal(hex::decode_checked(out, 16, text, abc_size), err::format);
  }
}

void checked_text_with_more_behind_it_is_malformed(void **) {
  char text[abc_size + 1];
  std::memcpy(text, abc_text, abc_size);
  text[abc_size] = '\n';
  char out[16];
  assert_int_equal(hex::decode_checked(out, 16, text, abc_size + 1), err::format);
}

void checked_text_with_an_impossible_length_is_malformed(void **) {
  const char *const texts[] = {
      "vce-hex-sha1 -3 a9993e364706816aba3e25717850c26c9cd0d89d\n616263\n",
      "vce-hex-sha1 4294967299 a9993e364706816aba3e25717850c26c9cd0d89d\n616263\n",
      "vce-hex-sha1 00000000003 a9993e364706816aba3e25717850c26c9cd0d89d\n616263\n",
      "vce-hex-sha1 3a9993e364706816aba3e25717850c26c9cd0d89d\n616263\n",
      "vce-hex-sha1  a9993e364706816aba3e25717850c26c9cd0d89d\n616263\n",
  };
  for (const char *t : texts) {
    char out[16];
    assert_int_equal(hex::decode_checked(out, 16, t, static_cast<int>(std::strlen(t))),
                     err::format);
  }
}

void checked_text_with_other_characters_than_digits_is_malformed(void **) {
  char text[100];
  const int size = hex::encode_checked(text, sizeof text, "", 1); // the byte 00
  for (int place : {3, 2}) {                                      // of "00\n"
    text[size - place] = 'g';
    char out[1] = {'\0'};
    assert_int_equal(hex::decode_checked(out, 1, text, size), err::format);
    text[size - place] = '0';
  }
}

void checked_text_may_have_cr_lf_line_ends_and_upper_case(void **) {
  const char text[] = "vce-hex-sha1 3 A9993E364706816ABA3E25717850C26C9CD0D89D\r\n616263\r\n";
  char out[3];
  assert_int_equal(hex::decode_checked(out, 3, text, sizeof text - 1), 3);
  assert_memory_equal(out, "abc", 3);
}

void checked_text_for_too_small_an_output_is_full(void **) {
  for (int room : {2, 0, -1}) {
    guarded_t out = blank(2);
    assert_int_equal(hex::decode_checked(out.data, room, abc_text, abc_size), err::full);
    assert_true(all_untouched(out.data, 2));
    guard_free(out);
  }
  char out[1];
  const char one[] = "vce-hex-sha1 1 5ba93c9db0cff93f52b521d7420e43f6eda2784f\n00\n";
  assert_int_equal(hex::decode_checked(out, 0, one, sizeof one - 1), err::full);
  assert_int_equal(hex::decode_checked(out, 1, one, sizeof one - 1), 1);
  const char largest[] = "vce-hex-sha1 2147483647 5ba93c9db0cff93f52b521d7420e43f6eda2784f\n00\n";
  assert_int_equal(hex::decode_checked(out, 1, largest, sizeof largest - 1), err::full);
}

// --- SHA-1 ---

void digest_digits(char out[41], const char *data, std::size_t n, std::size_t step) {
  Sha1 sha;
  for (std::size_t i = 0; i < n; i += step)
    sha.update(data + i, step < n - i ? step : n - i);
  unsigned char digest[Sha1::digest_bytes];
  sha.finish(digest);
  hex::to_digits(out, digest, sizeof digest);
  out[40] = '\0';
}

struct Known {
  const char *text, *digest;
};

void digests_of_known_texts(void **) {
  const Known known[] = {
      {"", "da39a3ee5e6b4b0d3255bfef95601890afd80709"},
      {"abc", "a9993e364706816aba3e25717850c26c9cd0d89d"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "84983e441c3bd26ebaae4aa1f95129e5e54670f1"},
      {"The quick brown fox jumps over the lazy dog", "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12"},
  };
  for (const Known &k : known) {
    char digits[41];
    digest_digits(digits, k.text, std::strlen(k.text), 64);
    assert_string_equal(digits, k.digest);
  }
}

void digest_of_a_million_letters(void **) {
  static char letters[1000000];
  std::memset(letters, 'a', sizeof letters);
  char digits[41];
  digest_digits(digits, letters, sizeof letters, 4096);
  assert_string_equal(digits, "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
}

// Lengths around the padding borders; computed with an independent implementation.
void digests_around_the_ends_of_a_block(void **) {
  const Known known[] = {
      {"54", "b05d71c64979cb95fa74a33cdb31a40d258ae02e"},
      {"55", "c1c8bbdc22796e28c0e15163d20899b65621d65a"},
      {"56", "c2db330f6083854c99d4b5bfb6e8f29f201be699"},
      {"57", "f08f24908d682555111be7ff6f004e78283d989a"},
      {"58", "5ee0f8895f4e1aae6a6661de5c432e34188a5a2d"},
      {"59", "dbc8b8f59ff85a2b1448ed873484b14bf0507246"},
      {"60", "13d956033d9af449bfe2c4ef78c17c20469c4bf1"},
      {"61", "aeab141db28af3353283b5ccb2a322df0b9b5f56"},
      {"62", "67b4b3923fa178d788a9611b76446c96431071f2"},
      {"63", "03f09f5b158a7a8cdad920bddc29b81c18a551f5"},
      {"64", "0098ba824b5c16427bd7a1122a5a442a25ec644d"},
      {"65", "11655326c708d70319be2610e8a57d9a5b959d3b"},
      {"66", "a4e77d9c0c9344921a0ac998b442ad572afdc5fb"},
      {"67", "c70cc62a2ecb15f4bf1b70904dd621373d79f311"},
  };
  char letters[128];
  std::memset(letters, 'a', sizeof letters);
  std::size_t n = 54;
  for (const Known &k : known) {
    char digits[41];
    digest_digits(digits, letters, n, 64);
    assert_string_equal(digits, k.digest);
    assert_int_equal(n, std::atoi(k.text));
    ++n;
  }
}

void digest_does_not_depend_on_how_the_data_arrive(void **) {
  char data[200], whole[41];
  for (int i = 0; i < 200; ++i)
    data[i] = static_cast<char>(i);
  digest_digits(whole, data, sizeof data, sizeof data);
  for (std::size_t step : {1u, 3u, 63u, 64u, 65u, 128u}) {
    char digits[41];
    digest_digits(digits, data, sizeof data, step);
    assert_string_equal(digits, whole);
  }
}

} // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(string_decodes_pair_by_pair),
      cmocka_unit_test(decoding_to_or_from_null_does_nothing),
      cmocka_unit_test(line_decodes_up_to_its_end),
      cmocka_unit_test(line_is_not_read_before_its_start),
      cmocka_unit_test(line_decodes_no_more_than_the_room),
      cmocka_unit_test(line_of_no_length_consumes_nothing),
      cmocka_unit_test(bytes_encode_as_lower_case_digits),
      cmocka_unit_test(folding_ends_rows_of_32_bytes_and_the_last_one),
      cmocka_unit_test(encoding_without_room_writes_nothing),
      cmocka_unit_test(nothing_encodes_to_an_empty_text),
      cmocka_unit_test(encoding_and_back_gives_every_byte),
      cmocka_unit_test(checked_text_has_this_layout),
      cmocka_unit_test(checked_text_survives_a_round_trip),
      cmocka_unit_test(checked_text_without_room_writes_nothing),
      cmocka_unit_test(checked_text_of_or_to_null_is_invalid),
      cmocka_unit_test(checked_text_cut_anywhere_is_malformed),
      cmocka_unit_test(checked_text_with_any_byte_changed_is_malformed),
      cmocka_unit_test(checked_text_with_more_behind_it_is_malformed),
      cmocka_unit_test(checked_text_with_an_impossible_length_is_malformed),
      cmocka_unit_test(checked_text_with_other_characters_than_digits_is_malformed),
      cmocka_unit_test(checked_text_may_have_cr_lf_line_ends_and_upper_case),
      cmocka_unit_test(checked_text_for_too_small_an_output_is_full),
      cmocka_unit_test(digests_of_known_texts),
      cmocka_unit_test(digest_of_a_million_letters),
      cmocka_unit_test(digests_around_the_ends_of_a_block),
      cmocka_unit_test(digest_does_not_depend_on_how_the_data_arrive),
  };
  return cmocka_run_group_tests_name("hex", tests, nullptr, nullptr);
}
