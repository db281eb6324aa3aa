// What broke once: nothing bounded what one connection may send. How many tokens there are, to the
// microsecond.
#include "base/token_bucket.h"

#include "cmocka_cxx.h"

using namespace vce;

namespace {

constexpr std::int64_t start = 5000000;

void it_begins_with_the_amount_of_one_second(void **) {
  TokenBucket b(10, start);
  assert_int_equal(b.available(start), 10);
  b.take(10);
  assert_int_equal(b.available(start), 0);
  assert_int_equal(b.next_us(), start + 100000);
}

void a_token_comes_back_when_its_time_is_over_and_not_before(void **) {
  TokenBucket b(10, start);
  b.take(b.available(start));
  assert_int_equal(b.available(start + 99999), 0);
  assert_int_equal(b.next_us(), start + 100000);
  assert_int_equal(b.available(start + 100000), 1);
  assert_int_equal(b.next_us(), start + 100000); // there is one already
  assert_int_equal(b.available(start + 350000), 3);
  b.take(3);
  assert_int_equal(b.available(start + 399999), 0);
  assert_int_equal(b.available(start + 400000), 1);
}

void no_more_than_the_amount_of_one_second_is_kept(void **) {
  TokenBucket b(7, start);
  b.take(7);
  assert_int_equal(b.available(start + 3600000000), 7);
  b.take(7);
  assert_int_equal(b.available(start + 3600000000), 0);
}

// A third of a second each, however often one looks.
void looking_often_loses_nothing(void **) {
  TokenBucket b(3, start);
  b.take(3);
  int got = 0;
  for (std::int64_t t = start; t <= start + 60000000; t += 7) {
    const int n = b.available(t);
    b.take(n);
    got += n;
  }
  assert_int_equal(got, 179); // the last look is two microseconds early
}

void the_next_token_is_there_when_it_is_said_to_be(void **) {
  for (int rate : {1, 3, 7, 999, 1000000, 2147483647}) {
    TokenBucket b(rate, start);
    b.take(b.available(start));
    const std::int64_t next = b.next_us();
    assert_true(next > start && next <= start + 1000000);
    assert_int_equal(b.available(next - 1), 0);
    assert_true(b.available(next) >= 1);
  }
}

void a_clock_that_stands_or_goes_back_brings_nothing(void **) {
  TokenBucket b(5, start);
  b.take(5);
  assert_int_equal(b.available(start - 1000000), 0);
  assert_int_equal(b.available(start), 0);
  assert_int_equal(b.available(start + 200000), 1);
}

void a_rate_of_zero_has_no_bound(void **) {
  TokenBucket b(0, start);
  b.take(2147483647);
  assert_int_equal(b.available(start), 2147483647);
  assert_int_equal(b.next_us(), start);
}

} // namespace

int main() {
  const CMUnitTest token_bucket[] = {
      cmocka_unit_test(it_begins_with_the_amount_of_one_second),
      cmocka_unit_test(a_token_comes_back_when_its_time_is_over_and_not_before),
      cmocka_unit_test(no_more_than_the_amount_of_one_second_is_kept),
      cmocka_unit_test(looking_often_loses_nothing),
      cmocka_unit_test(the_next_token_is_there_when_it_is_said_to_be),
      cmocka_unit_test(a_clock_that_stands_or_goes_back_brings_nothing),
      cmocka_unit_test(a_rate_of_zero_has_no_bound),
  };
  return cmocka_run_group_tests(token_bucket, nullptr, nullptr);
}
