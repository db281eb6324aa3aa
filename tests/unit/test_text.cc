// Text helpers and the reading of text files.
#include "../support/guard.h"
#include "base/error.h"
#include "base/text.h"
#include "base/textfile.h"

#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <initializer_list>

#include <unistd.h>

#include "cmocka_cxx.h"

using namespace vce;

namespace {

constexpr char untouched = '\xaa';

// A writable area of `bytes` bytes behind which nothing can be touched.
guarded_t blank(int bytes) {
  guarded_t g = guard_behind(static_cast<std::size_t>(bytes));
  std::memset(g.data, untouched, static_cast<std::size_t>(bytes));
  return g;
}

// The bytes of a text without its NUL: reading on ends the test.
guarded_t bare(const char *text) { return guard_copy(text, std::strlen(text)); }

// --- Copying and measuring ---

void copy_tells_whether_it_cut(void **) {
  guarded_t out = blank(4);
  assert_false(text::copy(out.data, 4, "abc"));
  assert_string_equal(out.data, "abc");
  assert_true(text::copy(out.data, 4, "abcd"));
  assert_string_equal(out.data, "abc");
  assert_true(text::copy(out.data, 1, "a"));
  assert_string_equal(out.data, "");
  assert_false(text::copy(out.data, 1, ""));
  guard_free(out);
}

void copy_without_room_writes_nothing(void **) {
  guarded_t out = blank(1);
  for (int size : {0, -1, INT_MIN}) {
    assert_true(text::copy(out.data, size, "a"));
    assert_false(text::copy(out.data, size, ""));
    assert_int_equal(text::copy_upto(out.data, size, "a", '='), 1);
    text::copy_raw(out.data, size, "a", 1);
    text::copy_at_most(out.data, size, "a", 1);
  }
  assert_true(text::copy(nullptr, 8, "a"));
  assert_int_equal(text::copy_upto(nullptr, 8, "a", '='), 1);
  text::copy_raw(nullptr, 8, "a", 1);
  text::copy_at_most(nullptr, 8, "a", 1);
  assert_true(out.data[0] == untouched);
  guard_free(out);
}

void null_source_is_an_empty_string(void **) {
  char out[2] = {'x', 'y'};
  assert_false(text::copy(out, 2, nullptr));
  assert_string_equal(out, "");
  assert_int_equal(text::copy_upto(out, 2, nullptr, '='), 1);
  text::copy_raw(out, 2, nullptr, 1);
  assert_string_equal(out, "");
  text::copy_at_most(out, 2, nullptr, 1);
  assert_string_equal(out, "");
  assert_int_equal(text::append(out, 2, nullptr), 1);
  assert_int_equal(text::bounded_length(nullptr, 1), 0);
  assert_int_equal(text::hash_pjw(nullptr), 0);
  assert_int_equal(text::compare_tails(nullptr, "abc"), 0);
  text::chop_line_end(nullptr);
  assert_true(out[1] == 'y');
}

void copy_upto_stops_at_delimiter_end_or_room(void **) {
  guarded_t out = blank(4);
  assert_int_equal(text::copy_upto(out.data, 4, "ab=c", '='), 3);
  assert_string_equal(out.data, "ab");
  assert_int_equal(text::copy_upto(out.data, 4, "ab", '='), 3);
  assert_string_equal(out.data, "ab");
  assert_int_equal(text::copy_upto(out.data, 4, "abcd=", '='), 4);
  assert_string_equal(out.data, "abc");
  assert_int_equal(text::copy_upto(out.data, 4, "=", '='), 1);
  assert_string_equal(out.data, "");
  guarded_t unterminated = bare("abc"); // no longer than the room: nothing behind it is read
  assert_int_equal(text::copy_upto(out.data, 4, unterminated.data, '='), 4);
  assert_string_equal(out.data, "abc");
  guard_free(unterminated);
  guard_free(out);
}

void raw_copy_keeps_nuls_and_reads_no_further(void **) {
  guarded_t out = blank(4);
  guarded_t in = guard_copy("a\0b", 3);
  text::copy_raw(out.data, 4, in.data, 3);
  assert_memory_equal(out.data, "a\0b", 4);
  text::copy_raw(out.data, 2, in.data, 3);
  assert_memory_equal(out.data, "a\0b", 4);
  text::copy_raw(out.data, 4, in.data, -3);
  assert_int_equal(out.data[0], 0);
  guard_free(out);
  guard_free(in);
}

void copy_at_most_needs_no_nul_within_its_length(void **) {
  guarded_t out = blank(8);
  guarded_t in = bare("hello");
  text::copy_at_most(out.data, 8, in.data, 5);
  assert_string_equal(out.data, "hello");
  text::copy_at_most(out.data, 8, in.data, 2);
  assert_string_equal(out.data, "he");
  text::copy_at_most(out.data, 4, in.data, 5);
  assert_string_equal(out.data, "hel");
  text::copy_at_most(out.data, 8, "hi", 5);
  assert_string_equal(out.data, "hi");
  text::copy_at_most(out.data, 8, in.data, -1);
  assert_string_equal(out.data, "");
  guard_free(out);
  guard_free(in);
}

void append_adds_what_fits_or_nothing(void **) {
  guarded_t out = blank(5);
  std::memcpy(out.data, "ab", 3);
  assert_int_equal(text::append(out.data, 5, "cde"), err::full);
  assert_string_equal(out.data, "ab");
  assert_int_equal(text::append(out.data, 5, "cd"), 5);
  assert_string_equal(out.data, "abcd");
  assert_int_equal(text::append(out.data, 5, ""), 5);
  assert_int_equal(text::append(out.data, 4, ""), err::full);
  assert_int_equal(text::append(out.data, 0, ""), err::full);
  assert_int_equal(text::append(out.data, -1, ""), err::full);
  assert_int_equal(text::append(nullptr, 5, ""), err::full);
  guard_free(out);
}

void append_to_text_without_nul_is_full(void **) {
  guarded_t out = blank(3);
  assert_int_equal(text::append(out.data, 3, "a"), err::full);
  guard_free(out);
}

void bounded_length_never_reads_at_its_bound(void **) {
  guarded_t in = bare("abc");
  for (int max = -1; max <= 3; ++max)
    assert_int_equal(text::bounded_length(in.data, max), -1);
  assert_int_equal(text::bounded_length("abc", 4), 3);
  assert_int_equal(text::bounded_length("abc", INT_MAX), 3);
  assert_int_equal(text::bounded_length("", 1), 0);
  guard_free(in);
}

struct Chop {
  const char *in, *out;
};

void chop_removes_one_line_end(void **) {
  const Chop chops[] = {
      {"a\n", "a"},   {"a\r\n", "a"},     {"a\n\n", "a\n"}, {"a\r\n\r\n", "a\r\n"},
      {"a\r", "a\r"}, {"a\r\r\n", "a\r"}, {"\n", ""},       {"\r\n", ""},
      {"", ""},       {"a", "a"},         {"\na", "\na"}};
  for (const Chop &c : chops) {
    char line[8];
    std::strcpy(line, c.in);
    text::chop_line_end(line);
    assert_string_equal(line, c.out);
  }
}

// --- Comparing ---

void comparison_folds_ascii_letters_only(void **) {
  assert_true(text::equal_ignoring_case("AZaz09", "azAZ09", 6));
  assert_false(text::equal_ignoring_case("@", "`", 1));
  assert_false(text::equal_ignoring_case("[", "{", 1));
  assert_false(text::equal_ignoring_case("\xc0", "\xe0", 1));
}

void comparison_reads_no_further_than_needed(void **) {
  guarded_t a = bare("abc"), b = bare("ABC");
  assert_true(text::equal_ignoring_case(a.data, b.data, 3));
  assert_true(text::equal_ignoring_case(a.data, b.data, 0));
  assert_true(text::equal_ignoring_case(a.data, b.data, -1));
  guarded_t ended = guard_copy("ab", 3);
  assert_false(text::equal_ignoring_case(ended.data, "abc", 100));
  assert_false(text::equal_ignoring_case("abc", ended.data, 100));
  assert_false(text::equal_ignoring_case(ended.data, ended.data, 100));
  guard_free(a);
  guard_free(b);
  guard_free(ended);
}

void comparison_with_null_is_one_with_an_empty_string(void **) {
  assert_false(text::equal_ignoring_case(nullptr, nullptr, 1));
  assert_false(text::equal_ignoring_case("a", nullptr, 1));
  assert_true(text::equal_ignoring_case(nullptr, nullptr, 0));
}

void tails_compare_whichever_is_longer(void **) {
  assert_int_equal(text::compare_tails("photo.bmp", ".bmp"), 0);
  assert_int_equal(text::compare_tails(".bmp", "photo.bmp"), 0);
  assert_int_equal(text::compare_tails("abc", ""), 0);
  assert_true(text::compare_tails("x.png", ".bmp") > 0);
  assert_true(text::compare_tails(".bmp", "x.png") > 0);
  assert_true(text::compare_tails("x.bmp", ".png") < 0);
  assert_true(text::compare_tails("bmp", ".bmp") == 0);
  assert_true(text::compare_tails("abc", "abd") < 0);
  assert_true(text::compare_tails("abd", "abc") > 0);
}

void hash_takes_bytes_as_signed_and_stays_within_24_bits(void **) {
  assert_int_equal(text::hash_pjw(""), 0);
  assert_int_equal(text::hash_pjw("a"), 6);
  assert_int_equal(text::hash_pjw("\xff"), 16777200);
  assert_int_equal(text::hash_pjw("\xe6\x97\xa5\xe6\x9c\xac"), 60169);
  char all[256];
  for (int i = 0; i < 255; ++i)
    all[i] = static_cast<char>(i + 1);
  all[255] = '\0';
  for (const char *s = all; *s; ++s) {
    assert_true(text::hash_pjw(s) >= 0);
    assert_true(text::hash_pjw(s) <= 0xffffff);
  }
}

// --- Tokens ---

void token_runs_on_behind_its_delimiters(void **) {
  const char *src = "a::b";
  assert_ptr_equal(text::token(src, ':', 0), src);
  assert_ptr_equal(text::token(src, ':', 1), src + 2);
  assert_ptr_equal(text::token(src, ':', 2), src + 3);
  assert_null(text::token(src, ':', 3));
  assert_null(text::token(src, ':', INT_MAX));
  assert_null(text::token(src, ':', -1));
}

void text_without_delimiter_is_every_token(void **) {
  const char *src = "abc";
  for (int number : {0, 1, 5, -1}) {
    assert_ptr_equal(text::token(src, ':', number), src);
    assert_ptr_equal(text::token(src, '\0', number), src);
  }
  assert_null(text::token(nullptr, ':', 0));
}

void strict_token_wants_the_token_to_exist(void **) {
  const char *src = "abc";
  assert_ptr_equal(text::strict_token(src, ':', 0), src);
  assert_ptr_equal(text::strict_token(src, ':', -1), src);
  assert_null(text::strict_token(src, ':', 1));
  assert_null(text::strict_token(src, '\0', 1));
  assert_null(text::strict_token("", ':', 0));
  assert_null(text::strict_token(nullptr, ':', 0));
  assert_null(text::strict_token("a:b", ':', -1));
  assert_null(text::strict_token("a:b", ':', 2));
}

struct Number {
  const char *in;
  int value;
};

void leading_integer_stops_where_atoi_does(void **) {
  const Number numbers[] = {{"12,3", 12},
                            {"-12", -12},
                            {"+7", 7},
                            {" \t\n\v\f\r8", 8},
                            {"0x1f", 0},
                            {"abc", 0},
                            {"", 0},
                            {"-", 0},
                            {"- 5", 0},
                            {"--5", 0},
                            {"+-5", 0},
                            {"007", 7},
                            {"5 6", 5},
                            {"2147483647", INT_MAX},
                            {"-2147483648", INT_MIN}};
  for (const Number &n : numbers)
    assert_int_equal(text::leading_integer(n.in, ','), n.value);
}

void leading_integer_looks_at_19_bytes(void **) {
  assert_int_equal(text::leading_integer("0000000000000000001", ','), 1);
  assert_int_equal(text::leading_integer("00000000000000000001", ','), 0);
  // Too large for an int: no particular value, but no undefined behaviour.
  text::leading_integer("9999999999999999999", ',');
}

void evaluation_goes_from_left_to_right(void **) {
  const Number numbers[] = {{"5", 5},      {"-5", -5},
                            {"1+2*3", 9},  {"2*3+1", 7},
                            {"10-4-3", 3}, {"2*-3", -6},
                            {"1--1", 2},   {"\t 1 +\t- 2 * 3 ", -3},
                            {"0*5", 0},    {"2147483647", INT_MAX}};
  for (const Number &n : numbers) {
    int value = 99;
    assert_true(text::evaluate(n.in, value));
    assert_int_equal(value, n.value);
  }
}

void malformed_expression_has_no_value(void **) {
  const char *const malformed[] = {"",      " ",   "abc",   "1+",  "*2",  "+1",  "1**2",
                                   "1+*2",  "1 2", "1a",    "a1",  "1/2", "-",   "---",
                                   "1---2", "1+a", "(1+2)", "1.5", "1\n", "0x10"};
  int value = 99;
  for (const char *m : malformed) {
    assert_false(text::evaluate(m, value));
    assert_int_equal(value, 99);
  }
  assert_false(text::evaluate(nullptr, value));
}

void expression_too_large_has_some_value(void **) {
  int value = 99;
  assert_true(text::evaluate("99999999999999999999*99999999999999", value));
  assert_true(text::evaluate("2147483647+1", value));
  assert_true(text::evaluate("-2147483648-1", value));
}

// --- Header lines ---

void header_ends_before_the_first_empty_line(void **) {
  text::HeaderAndBody parts = {};
  const char *in = "A: 1\r\nB: 2\r\n\r\nbody\n\nmore";
  assert_true(text::divide_at_empty_line(in, static_cast<int>(std::strlen(in)), parts));
  assert_int_equal(parts.header_length, 10);
  assert_ptr_equal(parts.body, in + 14);
  assert_int_equal(parts.body_length, 10);
}

void text_without_empty_line_is_not_divided(void **) {
  const char *const texts[] = {"",        "\n",      "A",      "A\n",  "A\r\n",
                               "A\n\r\n", "A\r\n\r", "\r\n\r", "A\r\r"};
  for (const char *t : texts) {
    guarded_t in = bare(t);
    text::HeaderAndBody parts = {in.data, 7, 7};
    assert_false(text::divide_at_empty_line(in.data, static_cast<int>(std::strlen(t)), parts));
    assert_int_equal(parts.header_length, 7);
    guard_free(in);
  }
  text::HeaderAndBody parts = {};
  assert_false(text::divide_at_empty_line("\n\n", 1, parts));
  assert_false(text::divide_at_empty_line("\n\n", 0, parts));
  assert_false(text::divide_at_empty_line("\n\n", INT_MIN, parts));
  assert_false(text::divide_at_empty_line(nullptr, 5, parts));
}

void division_at_the_very_end_leaves_an_empty_body(void **) {
  for (const char *t : {"A\r\n\r\n", "A\n\n"}) {
    const int size = static_cast<int>(std::strlen(t));
    guarded_t in = bare(t);
    text::HeaderAndBody parts = {};
    assert_true(text::divide_at_empty_line(in.data, size, parts));
    assert_int_equal(parts.header_length, 1);
    assert_ptr_equal(parts.body, in.data + size);
    assert_int_equal(parts.body_length, 0);
    guard_free(in);
  }
}

void division_at_the_very_start_leaves_an_empty_header(void **) {
  text::HeaderAndBody parts = {};
  assert_true(text::divide_at_empty_line("\n\nbody", 6, parts));
  assert_int_equal(parts.header_length, 0);
  assert_int_equal(parts.body_length, 4);
  assert_true(text::divide_at_empty_line("\r\n\r\nbody", 8, parts));
  assert_int_equal(parts.header_length, 0);
  assert_int_equal(parts.body_length, 4);
}

struct Header {
  const char *text, *item, *value;
};

void header_value_is_that_of_the_first_matching_line(void **) {
  const Header headers[] = {
      {"A: 1\r\nB: 2\r\nC: 3", "b", "2"},
      {"Host \t:: a b \nZ: 1", "HOST", "a b "},
      {"Content-Length: 5\r\nQ: 1", "Content", "-Length: 5"},
      {"A:\r\nA: second\r\nB: 2", "A", "second"},
      {"A: x\rB: y\r\nC: 1", "A", "x\rB: y"},
      {"Hos\r\nHost: z\r\nQ: 1", "Host", "z"},
      {"A: 1\r\nHost: a\r\n", "Host", "a\r\n"}, // the last line keeps its end
      {"A: 1\nHost: a\n", "Host", "a\n"},
      {"X: last", "X", "last"},
      {"A: 1\nB: 2", "", "A: 1"},
      {"A: 1\nB: 2", nullptr, "A: 1"},
      {"\r\nA: 1\nB: 2", "", "A: 1"},
  };
  for (const Header &h : headers) {
    guarded_t in = bare(h.text);
    guarded_t out = blank(32);
    const int n =
        text::header_value(in.data, static_cast<int>(std::strlen(h.text)), h.item, out.data, 32);
    assert_string_equal(out.data, h.value);
    assert_int_equal(n, std::strlen(h.value));
    guard_free(in);
    guard_free(out);
  }
}

void header_value_not_found_answers_1_and_an_empty_text(void **) {
  const Header headers[] = {{"A: 1\r\nB: 2", "C", ""}, {"Hos", "Host", ""}, {"A:", "A", ""},
                            {"A: \t:", "A", ""},       {"", "A", ""},       {"x A: 1", "A", ""}};
  for (const Header &h : headers) {
    guarded_t in = bare(h.text);
    char out[4] = "xyz";
    assert_int_equal(
        text::header_value(in.data, static_cast<int>(std::strlen(h.text)), h.item, out, 4), 1);
    assert_string_equal(out, "");
    guard_free(in);
  }
  char out[4] = "xyz";
  assert_int_equal(text::header_value("A: 1", -1, "A", out, 4), 1);
  assert_int_equal(text::header_value(nullptr, 4, "A", out, 4), 1);
  assert_int_equal(text::header_value("A: 1", 4, "B", out, 1), 0);
  assert_string_equal(out, "");
}

void header_value_is_cut_to_its_room(void **) {
  guarded_t out = blank(4);
  assert_int_equal(text::header_value("A: abcdef", 9, "A", out.data, 4), 3);
  assert_string_equal(out.data, "abc");
  assert_int_equal(text::header_value("A: abcdef", 9, "A", out.data, 1), 0);
  assert_string_equal(out.data, "");
  out.data[0] = untouched;
  assert_int_equal(text::header_value("A: abcdef", 9, "A", out.data, 0), 0);
  assert_int_equal(text::header_value("A: abcdef", 9, "B", out.data, -1), 0);
  assert_int_equal(text::header_value("A: abcdef", 9, "A", nullptr, 4), 0);
  assert_true(out.data[0] == untouched);
  guard_free(out);
}

// --- Escaping ---

void escaping_and_back_gives_every_byte(void **) {
  char all[256], escaped[513], back[258];
  for (int i = 0; i < 256; ++i)
    all[i] = static_cast<char>(i);
  const int n = text::escape(escaped, sizeof escaped, all, 256);
  assert_int_equal(n, 256 + 7);
  assert_int_equal(std::strlen(escaped), n);
  assert_int_equal(text::unescape(back, sizeof back, escaped), 256);
  assert_memory_equal(back, all, 256);
}

void escaping_writes_these_codes(void **) {
  guarded_t in = guard_copy("\0\n\r\\'\"\x1a", 7);
  guarded_t out = blank(15);
  assert_int_equal(text::escape(out.data, 15, in.data, 7), 14);
  assert_string_equal(out.data, "\\0\\n\\r\\\\\\'\\\"\\Z");
  guard_free(in);
  guard_free(out);
}

void escaping_wants_room_for_the_worst_case(void **) {
  guarded_t out = blank(7);
  assert_int_equal(text::escape(out.data, 6, "abc", 3), err::too_short);
  assert_int_equal(text::escape(out.data, 0, "", 0), err::too_short);
  assert_int_equal(text::escape(nullptr, 7, "", 0), err::too_short);
  assert_int_equal(text::escape(out.data, 7, "abc", -1), err::too_short);
  assert_int_equal(text::escape(out.data, 7, "abc", INT_MAX), err::too_short);
  assert_true(out.data[0] == untouched);
  assert_int_equal(text::escape(out.data, 7, "abc", 3), 3);
  assert_string_equal(out.data, "abc");
  assert_int_equal(text::escape(out.data, 1, "", 0), 0);
  assert_string_equal(out.data, "");
  assert_int_equal(text::escape(out.data, 7, nullptr, 3), 0);
  assert_string_equal(out.data, "");
  guard_free(out);
}

void unescaping_takes_an_exact_fit_as_full(void **) {
  for (int size = 1; size <= 5; ++size) {
    guarded_t out = blank(size);
    assert_int_equal(text::unescape(out.data, size, "abc"), size == 5 ? 3 : err::full);
    assert_memory_equal(out.data, "abc", static_cast<std::size_t>(size < 4 ? size - 1 : 3));
    assert_int_equal(out.data[size < 4 ? size - 1 : 3], 0);
    guard_free(out);
  }
  char out[2];
  assert_int_equal(text::unescape(out, 1, ""), 0);
  assert_int_equal(text::unescape(out, 1, nullptr), 0);
  assert_int_equal(text::unescape(out, 0, "a"), err::full);
  assert_int_equal(text::unescape(nullptr, 2, "a"), err::full);
}

void unknown_escape_stands_for_its_character(void **) {
  char out[8];
  assert_int_equal(text::unescape(out, 8, "a\\qb"), 3);
  assert_string_equal(out, "aqb");
  assert_int_equal(text::unescape(out, 8, "ab\\"), 3);
  assert_string_equal(out, "ab\\");
}

// --- Files ---

// A file with this content; its name is in `path`.
char path[] = "/tmp/vce-test-text-XXXXXX";

int make_file(void **) {
  const int fd = mkstemp(path);
  return fd < 0 ? -1 : close(fd);
}

int remove_file(void **) { return unlink(path); }

void write_file(const char *content, std::size_t n) {
  std::FILE *f = std::fopen(path, "w");
  assert_non_null(f);
  std::fwrite(content, 1, n, f);
  std::fclose(f);
}

// Out of the tests' frames, because it has a destructor.
struct Lines {
  int count;
  int last_number;
  std::size_t lengths[8];
  char first[64];
};

Lines read_lines(const char *name) {
  Lines lines = {};
  LineReader file(name);
  while (char *line = file.next()) {
    lines.last_number = file.number();
    if (lines.count == 0)
      text::copy(lines.first, sizeof lines.first, line);
    lines.lengths[lines.count++] = std::strlen(line);
  }
  return lines;
}

bool opens(const char *name) { return LineReader(name).is_open(); }

void lines_keep_their_ends(void **) {
  write_file("one\n\r\nlast", 10);
  const Lines lines = read_lines(path);
  assert_int_equal(lines.count, 3);
  assert_int_equal(lines.last_number, 3);
  assert_string_equal(lines.first, "one\n");
  assert_int_equal(lines.lengths[1], 2);
  assert_int_equal(lines.lengths[2], 4);
}

void long_line_comes_in_pieces(void **) {
  static char content[2 * LineReader::longest_line + 5];
  std::memset(content, 'x', sizeof content);
  content[sizeof content - 1] = '\n';
  write_file(content, sizeof content);
  const Lines lines = read_lines(path);
  assert_int_equal(lines.count, 3);
  assert_int_equal(lines.lengths[0], LineReader::longest_line);
  assert_int_equal(lines.lengths[1], LineReader::longest_line);
  assert_int_equal(lines.lengths[2], 5);
}

void nul_ends_the_line_that_is_seen(void **) {
  write_file("a\0b\nc\n", 6);
  const Lines lines = read_lines(path);
  assert_int_equal(lines.count, 2);
  assert_string_equal(lines.first, "a");
}

void file_that_is_missing_does_not_open(void **) {
  assert_false(opens("/nonexistent/file"));
  assert_false(opens(nullptr));
  assert_int_equal(read_lines(nullptr).count, 0);
  assert_true(opens(path));
}

void directory_reads_as_empty(void **) {
  assert_true(opens("/tmp"));
  assert_int_equal(read_lines("/tmp").count, 0);
}

void only_line_ends_are_empty_lines(void **) {
  assert_true(is_empty_line("\n"));
  assert_true(is_empty_line("\r\n"));
  assert_false(is_empty_line(" \n"));
  assert_false(is_empty_line("\r"));
  assert_false(is_empty_line("\r\r\n"));
  assert_false(is_empty_line("a\n"));
}

struct SettingCase {
  const char *line, *name, *value;
};

void setting_is_cut_at_the_first_equals_sign(void **) {
  const SettingCase cases[] = {{"a=1\n", "a", "1"},
                               {"a=1\r\n", "a", "1"},
                               {"a=1", "a", "1"},
                               {"b=x=y\n", "b", "x=y"},
                               {"empty=\n", "empty", ""},
                               {" = sp \n", " ", " sp "},
                               {"=v\n", "", "v"},
                               {"name\n", "name", ""},
                               {"k\n", "k", ""},
                               {" #x=1\n", " #x", "1"},
                               {"a=1\r", "a", "1\r"},
                               {"ab", "ab", ""},
                               {"a=1 # no\n", "a", "1 # no"},
                               {"k=\r\n", "k", ""},
                               {"kk\r\n", "kk", ""}};
  for (const SettingCase &c : cases) {
    char line[32];
    std::strcpy(line, c.line);
    Setting setting;
    assert_true(parse_setting(line, setting));
    assert_string_equal(setting.name, c.name);
    assert_string_equal(setting.value, c.value);
  }
}

void comments_and_lines_too_short_are_no_settings(void **) {
  for (const char *text : {"# a=1\n", "#\n", "\n", "\r\n", "", "a", "k\r\n", "=\r\n"}) {
    char line[32];
    std::strcpy(line, text);
    Setting setting;
    assert_false(parse_setting(line, setting));
  }
}

} // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(copy_tells_whether_it_cut),
      cmocka_unit_test(copy_without_room_writes_nothing),
      cmocka_unit_test(null_source_is_an_empty_string),
      cmocka_unit_test(copy_upto_stops_at_delimiter_end_or_room),
      cmocka_unit_test(raw_copy_keeps_nuls_and_reads_no_further),
      cmocka_unit_test(copy_at_most_needs_no_nul_within_its_length),
      cmocka_unit_test(append_adds_what_fits_or_nothing),
      cmocka_unit_test(append_to_text_without_nul_is_full),
      cmocka_unit_test(bounded_length_never_reads_at_its_bound),
      cmocka_unit_test(chop_removes_one_line_end),
      cmocka_unit_test(comparison_folds_ascii_letters_only),
      cmocka_unit_test(comparison_reads_no_further_than_needed),
      cmocka_unit_test(comparison_with_null_is_one_with_an_empty_string),
      cmocka_unit_test(tails_compare_whichever_is_longer),
      cmocka_unit_test(hash_takes_bytes_as_signed_and_stays_within_24_bits),
      cmocka_unit_test(token_runs_on_behind_its_delimiters),
      cmocka_unit_test(text_without_delimiter_is_every_token),
      cmocka_unit_test(strict_token_wants_the_token_to_exist),
      cmocka_unit_test(leading_integer_stops_where_atoi_does),
      cmocka_unit_test(leading_integer_looks_at_19_bytes),
      cmocka_unit_test(evaluation_goes_from_left_to_right),
      cmocka_unit_test(malformed_expression_has_no_value),
      cmocka_unit_test(expression_too_large_has_some_value),
      cmocka_unit_test(header_ends_before_the_first_empty_line),
      cmocka_unit_test(text_without_empty_line_is_not_divided),
      cmocka_unit_test(division_at_the_very_end_leaves_an_empty_body),
      cmocka_unit_test(division_at_the_very_start_leaves_an_empty_header),
      cmocka_unit_test(header_value_is_that_of_the_first_matching_line),
      cmocka_unit_test(header_value_not_found_answers_1_and_an_empty_text),
      cmocka_unit_test(header_value_is_cut_to_its_room),
      cmocka_unit_test(escaping_and_back_gives_every_byte),
      cmocka_unit_test(escaping_writes_these_codes),
      cmocka_unit_test(escaping_wants_room_for_the_worst_case),
      cmocka_unit_test(unescaping_takes_an_exact_fit_as_full),
      cmocka_unit_test(unknown_escape_stands_for_its_character),
      cmocka_unit_test(lines_keep_their_ends),
      cmocka_unit_test(long_line_comes_in_pieces),
      cmocka_unit_test(nul_ends_the_line_that_is_seen),
      cmocka_unit_test(file_that_is_missing_does_not_open),
      cmocka_unit_test(directory_reads_as_empty),
      cmocka_unit_test(only_line_ends_are_empty_lines),
      cmocka_unit_test(setting_is_cut_at_the_first_equals_sign),
      cmocka_unit_test(comments_and_lines_too_short_are_no_settings),
  };
  return cmocka_run_group_tests_name("text", tests, make_file, remove_file);
}
