// Pauses of connections that send more than their rate: when they begin, and that they end
// together.
#include "net/pace.h"

#include "base/limits.h"

#include "made_connections.h"

using namespace vce;

namespace {

constexpr std::int64_t start = 1000 * limits::rate_pause_us;

void without_a_limit_nothing_is_over(void **) {
  MadeConnections made;
  Pace pace(made.a, 0, 0, start);
  pace.records.take(1000000);
  assert_false(pace.over(true, start));
  assert_true(pace.receivable(start) > 0);
}

void a_record_beyond_the_rate_is_over_only_if_it_waits(void **) {
  MadeConnections made;
  Pace pace(made.a, 10, 0, start);
  pace.records.take(10);
  assert_false(pace.over(false, start));
  assert_true(pace.over(true, start));
  assert_false(pace.over(true, start + 100000)); // time for another one
}

void bytes_beyond_the_rate_are_over_once_somebody_wanted_them(void **) {
  MadeConnections made;
  Pace pace(made.a, 0, 10, start);
  pace.bytes.take(10);
  assert_false(pace.over(false, start));
  assert_int_equal(pace.receivable(start), 0);
  assert_true(pace.over(false, start));
}

void pauses_end_on_a_grid_each_once(void **) {
  MadeConnections made;
  Pace a(made.a, 1000, 0, start), b(made.b, 1000, 0, start), late(made.c, 1, 0, start);
  late.records.take(1);
  assert_int_equal(late.records.available(start), 0);
  Pauses pauses;
  assert_int_equal(pauses.due_us(), INT64_MAX);
  pauses.begin(a, start + 1);
  pauses.begin(b, start + limits::rate_pause_us - 1);
  pauses.begin(late, start + 2);
  assert_true(a.paused() && b.paused() && late.paused());
  const std::int64_t due = start + 2 * limits::rate_pause_us;
  assert_int_equal(pauses.due_us(), due);
  int ended = 0;
  const auto count = [&](Connection &) { ++ended; };
  pauses.end(due - 1, count);
  assert_int_equal(ended, 0);
  pauses.end(due, count);
  assert_int_equal(ended, 2);
  assert_true(!a.paused() && !b.paused() && late.paused());
  assert_int_equal(pauses.due_us(), start + 1000000); // when it may send its next record
  pauses.end(start + 1000000, count);
  assert_int_equal(ended, 3);
  assert_int_equal(pauses.due_us(), INT64_MAX);
}

void a_connection_that_is_gone_pauses_no_more(void **) {
  MadeConnections made;
  Pauses pauses;
  int ended = 0;
  {
    Pace pace(made.a, 10, 0, start);
    pauses.begin(pace, start);
  }
  pauses.end(start + 1000000, [&](Connection &) { ++ended; });
  assert_int_equal(ended, 0);
}

} // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(without_a_limit_nothing_is_over),
      cmocka_unit_test(a_record_beyond_the_rate_is_over_only_if_it_waits),
      cmocka_unit_test(bytes_beyond_the_rate_are_over_once_somebody_wanted_them),
      cmocka_unit_test(pauses_end_on_a_grid_each_once),
      cmocka_unit_test(a_connection_that_is_gone_pauses_no_more),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
