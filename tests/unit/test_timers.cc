// Timers of the application: when they are due, and in which order.
#include "net/timers.h"

#include "cmocka_cxx.h"

using namespace vce;

namespace {

void a_timer_is_due_once(void **) {
  Timers timers;
  Timer t;
  assert_int_equal(timers.next_us(), INT64_MAX);
  assert_true(timers.start(t, 1000, 500, 0));
  assert_int_equal(timers.next_us(), 1500);
  timers.collect(1499);
  assert_null(timers.take_due());
  assert_true(t.running());
  timers.collect(1500);
  assert_true(timers.any_due());
  assert_ptr_equal(timers.take_due(), &t);
  assert_false(t.running());
  timers.collect(INT64_MAX);
  assert_null(timers.take_due());
}

void those_that_are_due_come_in_the_order_of_their_times(void **) {
  Timers timers;
  Timer t[50];
  for (int i = 0; i < 50; ++i)
    assert_true(timers.start(t[i], 0, (i * 37) % 50, 0));
  timers.collect(49);
  for (int i = 0; i < 50; ++i) {
    const Timer *due = timers.take_due();
    assert_non_null(due);
    assert_int_equal(((due - t) * 37) % 50, i);
  }
  assert_true(timers.empty());
}

void one_that_repeats_keeps_its_beat_and_leaves_out_what_it_missed(void **) {
  Timers timers;
  Timer t;
  assert_true(timers.start(t, 0, 10, 100));
  timers.collect(10);
  assert_ptr_equal(timers.take_due(), &t);
  assert_int_equal(timers.next_us(), 110);
  timers.collect(455);
  assert_ptr_equal(timers.take_due(), &t);
  assert_null(timers.take_due());
  assert_int_equal(timers.next_us(), 510);
  assert_true(t.running());
}

void one_that_is_stopped_while_it_is_due_is_not_taken(void **) {
  Timers timers;
  Timer a, b;
  assert_true(timers.start(a, 0, 1, 0));
  assert_true(timers.start(b, 0, 2, 5));
  timers.collect(2);
  assert_ptr_equal(timers.take_due(), &a);
  timers.stop(b);
  assert_null(timers.take_due());
  assert_int_equal(timers.next_us(), INT64_MAX);
}

void one_that_starts_itself_anew_waits_for_the_next_collection(void **) {
  Timers timers;
  Timer t;
  assert_true(timers.start(t, 0, 0, 0));
  timers.collect(0);
  assert_ptr_equal(timers.take_due(), &t);
  assert_true(timers.start(t, 0, 0, 0));
  assert_null(timers.take_due());
  timers.collect(0);
  assert_ptr_equal(timers.take_due(), &t);
}

void times_beyond_the_clock_are_never_due(void **) {
  Timers timers;
  Timer once, again;
  assert_true(timers.start(once, 1000, INT64_MAX, 0));
  assert_true(timers.start(again, 1000, 0, INT64_MAX));
  timers.collect(1000);
  assert_ptr_equal(timers.take_due(), &again);
  assert_null(timers.take_due());
  assert_true(timers.next_us() > INT64_MAX / 2);
}

} // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(a_timer_is_due_once),
      cmocka_unit_test(those_that_are_due_come_in_the_order_of_their_times),
      cmocka_unit_test(one_that_repeats_keeps_its_beat_and_leaves_out_what_it_missed),
      cmocka_unit_test(one_that_is_stopped_while_it_is_due_is_not_taken),
      cmocka_unit_test(one_that_starts_itself_anew_waits_for_the_next_collection),
      cmocka_unit_test(times_beyond_the_clock_are_never_due),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
