// How the wait of a heartbeat adapts.
#include "net/adaptive_wait.h"

#include "base/error.h"

#include "cmocka_cxx.h"

using namespace vce;

namespace {

int wait_after(AdaptiveWait &wait, bool active, int rounds) {
  for (int n = 0; n < rounds; ++n)
    wait.adapt(active);
  return wait.wait_us();
}

int back_to_defaults(void **) {
  AdaptiveWait::set_wait_flag(false);
  return AdaptiveWait::set_wait_limits(limits::wait_shortest_us, limits::wait_longest_us);
}

void without_the_flag_no_round_waits(void **) {
  AdaptiveWait wait;
  assert_int_equal(wait_after(wait, false, 1000), 0);
  AdaptiveWait::set_wait_flag(true);
  assert_int_equal(wait.wait_us(), 0); // from the end of the next round on
  assert_true(wait_after(wait, false, 1) > 0);
  AdaptiveWait::set_wait_flag(false);
  assert_int_equal(wait_after(wait, false, 1), 0);
}

void each_round_without_work_waits_a_microsecond_more(void **) {
  AdaptiveWait::set_wait_flag(true);
  AdaptiveWait wait;
  assert_int_equal(wait_after(wait, false, 1), 1);
  assert_int_equal(wait_after(wait, false, 1), 2);
  assert_int_equal(wait_after(wait, false, 98), 100);
}

void a_round_with_work_halves_the_wait_and_takes_a_step_off(void **) {
  AdaptiveWait::set_wait_flag(true);
  AdaptiveWait wait;
  wait_after(wait, false, 100);
  assert_int_equal(wait_after(wait, true, 1), 40);
  assert_int_equal(wait_after(wait, true, 1), 10);
  assert_int_equal(wait_after(wait, true, 1), limits::wait_shortest_us);
}

void the_wait_stays_between_its_bounds(void **) {
  AdaptiveWait::set_wait_flag(true);
  assert_int_equal(AdaptiveWait::set_wait_limits(20, 50), err::none);
  AdaptiveWait wait;
  assert_int_equal(wait_after(wait, false, 1), 20);
  assert_int_equal(wait_after(wait, false, 100), 50);
  assert_int_equal(wait_after(wait, true, 100), 20);
}

void bounds_out_of_order_or_range_are_refused_and_change_nothing(void **) {
  AdaptiveWait::set_wait_flag(true);
  assert_int_equal(AdaptiveWait::set_wait_limits(7, 7), err::none);
  const int refused[][2] = {
      {0, 5}, {-1, 5}, {6, 5}, {1, 0}, {1, limits::wait_longest_allowed_us + 1}};
  for (const auto &bounds : refused)
    assert_int_equal(AdaptiveWait::set_wait_limits(bounds[0], bounds[1]), err::range);
  AdaptiveWait wait;
  assert_int_equal(wait_after(wait, false, 1), 7);
  assert_int_equal(AdaptiveWait::set_wait_limits(1, limits::wait_longest_allowed_us), err::none);
}

} // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test_teardown(without_the_flag_no_round_waits, back_to_defaults),
      cmocka_unit_test_teardown(each_round_without_work_waits_a_microsecond_more, back_to_defaults),
      cmocka_unit_test_teardown(a_round_with_work_halves_the_wait_and_takes_a_step_off,
                                back_to_defaults),
      cmocka_unit_test_teardown(the_wait_stays_between_its_bounds, back_to_defaults),
      cmocka_unit_test_teardown(bounds_out_of_order_or_range_are_refused_and_change_nothing,
                                back_to_defaults),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
