// Where records end in a stream, and what is put around them.
#include "../support/guard.h"
#include "base/framing.h"

#include <cstring>

#include "cmocka_cxx.h"

using namespace vce;

namespace {

using Status = Frame::Status;
constexpr std::size_t roomy = 1 << 20;

// Looks at exactly these bytes; one read further ends the test.
Frame look(Framing framing, const char *bytes, std::size_t n, std::size_t limit = roomy,
           std::size_t scanned = 0) {
  guarded_t g = guard_copy(bytes, n);
  const Frame f = frame_at(framing, g.data, n, limit, scanned);
  guard_free(g);
  return f;
}

struct Case {
  Framing framing;
  const char *bytes;
  std::size_t size, limit;
  Status status;
  std::size_t offset, length, total;
};

void check(const Case &c) {
  const Frame f = look(c.framing, c.bytes, c.size, c.limit);
  assert_int_equal(int(f.status), int(c.status));
  if (c.status != Status::complete)
    return;
  assert_int_equal(f.offset, c.offset);
  assert_int_equal(f.length, c.length);
  assert_int_equal(f.total, c.total);
}

void length_prefixed_records_end_where_their_header_says(void **) {
  const Case cases[] = {
      {Framing::bin16, "\0\3abc", 5, roomy, Status::complete, 2, 3, 5},
      {Framing::bin16, "\0\3abcX", 6, roomy, Status::complete, 2, 3, 5},
      {Framing::bin16, "\0\0", 2, roomy, Status::complete, 2, 0, 2},
      {Framing::bin32, "\0\0\0\2xy", 6, roomy, Status::complete, 4, 2, 6},
      {Framing::bin32, "\0\0\0\0", 4, roomy, Status::complete, 4, 0, 4},
  };
  for (const Case &c : cases)
    check(c);
}

void a_header_or_content_that_is_not_all_there_is_incomplete(void **) {
  const char record[] = "\0\0\0\3abc";
  for (std::size_t n = 0; n < 7; ++n)
    assert_int_equal(int(look(Framing::bin32, record, n).status), int(Status::incomplete));
  for (std::size_t n = 0; n < 5; ++n)
    assert_int_equal(int(look(Framing::bin16, "\0\3abc", n).status), int(Status::incomplete));
}

void a_length_is_announced_with_the_last_byte_of_the_header(void **) {
  assert_false(look(Framing::bin16, "\0", 1).announced);
  const Frame f = look(Framing::bin16, "\xff\xff", 2);
  assert_true(f.announced);
  assert_int_equal(f.length, 65535);
}

void a_record_that_fits_exactly_is_taken_and_one_byte_more_is_refused(void **) {
  const Case cases[] = {
      {Framing::bin16, "\0\3abc", 5, 5, Status::complete, 2, 3, 5},
      {Framing::bin16, "\0\3ab", 4, 4, Status::refused, 0, 0, 0},
      {Framing::bin32, "\0\0\0\1a", 5, 5, Status::complete, 4, 1, 5},
      {Framing::bin32, "\0\0\0\1", 4, 4, Status::refused, 0, 0, 0},
      {Framing::text, "abc\n", 4, 4, Status::complete, 0, 3, 4},
      {Framing::text, "abcd", 4, 4, Status::refused, 0, 0, 0},
      {Framing::text, "abc", 3, 4, Status::incomplete, 0, 0, 0},
  };
  for (const Case &c : cases)
    check(c);
}

void bin32_refuses_more_than_a_gibibyte_on_the_header_alone(void **) {
  const std::size_t vast = std::size_t{1} << 40;
  assert_int_equal(int(look(Framing::bin32, "\x40\0\0\0", 4, vast).status),
                   int(Status::incomplete));
  assert_int_equal(int(look(Framing::bin32, "\x40\0\0\1", 4, vast).status), int(Status::refused));
  assert_int_equal(int(look(Framing::bin32, "\xff\xff\xff\xff", 4, vast).status),
                   int(Status::refused));
}

void lines_end_with_lf_and_lose_one_cr(void **) {
  const Case cases[] = {
      {Framing::text, "abc\n", 4, roomy, Status::complete, 0, 3, 4},
      {Framing::text, "abc\r\n", 5, roomy, Status::complete, 0, 3, 5},
      {Framing::text, "a\r\r\n", 4, roomy, Status::complete, 0, 2, 4},
      {Framing::text, "\n", 1, roomy, Status::complete, 0, 0, 1},
      {Framing::text, "\r\n", 2, roomy, Status::complete, 0, 0, 2},
      {Framing::text, "a\rb\n", 4, roomy, Status::complete, 0, 3, 4},
      {Framing::text, "a\0b\n", 4, roomy, Status::complete, 0, 3, 4},
      {Framing::text, "abc\r", 4, roomy, Status::incomplete, 0, 0, 0},
  };
  for (const Case &c : cases)
    check(c);
}

void what_was_scanned_before_is_not_scanned_again(void **) {
  // The LF at 1 is hidden behind the mark, so the one at 4 ends the line.
  const Frame f = look(Framing::text, "a\nbc\n", 5, roomy, 2);
  assert_int_equal(f.total, 5);
  // The CR before a LF that arrives later still goes.
  assert_int_equal(look(Framing::text, "ab\r\n", 4, roomy, 3).length, 2);
}

void through_takes_all_there_is(void **) {
  assert_int_equal(int(look(Framing::through, "", 0).status), int(Status::incomplete));
  check({Framing::through, "a\nb", 3, 3, Status::complete, 0, 3, 3});
}

void no_format_finds_nothing(void **) {
  assert_int_equal(int(look(Framing::none, "a\n", 2).status), int(Status::incomplete));
  assert_int_equal(int(look(Framing::custom, "a\n", 2).status), int(Status::incomplete));
}

void what_is_put_around_a_record_is_what_frames_expect(void **) {
  const Framing formats[] = {Framing::bin16, Framing::bin32, Framing::text, Framing::through};
  for (Framing framing : formats) {
    char wire[16] = {};
    const std::size_t head = head_bytes(framing);
    write_head(framing, wire, 3);
    std::memcpy(wire + head, "xyz", 3);
    if (tail_bytes(framing))
      wire[head + 3] = '\n';
    const Frame f = look(framing, wire, head + 3 + tail_bytes(framing));
    assert_int_equal(int(f.status), int(Status::complete));
    assert_int_equal(f.length, 3);
    assert_memory_equal(wire + f.offset, "xyz", 3);
  }
}

void lengths_that_a_header_cannot_say_are_not_expressible(void **) {
  assert_true(expressible(Framing::bin16, 65535));
  assert_false(expressible(Framing::bin16, 65536));
  assert_true(expressible(Framing::bin32, std::size_t{1} << 30));
  assert_false(expressible(Framing::bin32, (std::size_t{1} << 30) + 1));
  assert_true(expressible(Framing::text, std::size_t{1} << 40));
}

} // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(length_prefixed_records_end_where_their_header_says),
      cmocka_unit_test(a_header_or_content_that_is_not_all_there_is_incomplete),
      cmocka_unit_test(a_length_is_announced_with_the_last_byte_of_the_header),
      cmocka_unit_test(a_record_that_fits_exactly_is_taken_and_one_byte_more_is_refused),
      cmocka_unit_test(bin32_refuses_more_than_a_gibibyte_on_the_header_alone),
      cmocka_unit_test(lines_end_with_lf_and_lose_one_cr),
      cmocka_unit_test(what_was_scanned_before_is_not_scanned_again),
      cmocka_unit_test(through_takes_all_there_is),
      cmocka_unit_test(no_format_finds_nothing),
      cmocka_unit_test(what_is_put_around_a_record_is_what_frames_expect),
      cmocka_unit_test(lengths_that_a_header_cannot_say_are_not_expressible),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
