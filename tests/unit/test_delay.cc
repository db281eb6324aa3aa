// Delays: who holds bytes back, for how long, and when the first is over.
#include "net/delay.h"

#include "base/clock.h"
#include "base/error.h"

#include "made_connections.h"

using namespace vce;

namespace {

void bounds_that_are_none_are_refused(void **) {
  MadeConnections made;
  Delays delays;
  assert_int_equal(delays.set(made.a, 0, 0), err::invalid);
  assert_int_equal(delays.set(made.a, -1, 5), err::invalid);
  assert_int_equal(delays.set(made.a, 6, 5), err::invalid);
  assert_true(delays.empty());
  assert_null(made.a.delay());
}

void each_delay_is_between_its_bounds(void **) {
  MadeConnections made;
  Delays delays;
  bool differ = false;
  std::int64_t last = 0;
  for (int i = 0; i < 100; ++i) {
    const std::int64_t before = steady_clock_us();
    assert_int_equal(delays.set(made.a, 1000, 60000), err::none);
    const std::int64_t until = made.a.delay()->until_us;
    assert_true(until >= before + 1000000 && until <= steady_clock_us() + 60000000);
    differ |= i > 0 && until / 1000000 != last / 1000000;
    last = until;
  }
  assert_true(differ);
}

void the_first_that_is_over_is_due(void **) {
  MadeConnections made;
  Delays delays;
  assert_int_equal(delays.due_us(0), INT64_MAX);
  assert_int_equal(delays.set(made.a, 1, 1), err::none);
  assert_int_equal(delays.set(made.b, 1, 1), err::none);
  made.a.delay()->until_us = 200;
  made.b.delay()->until_us = 100;
  assert_int_equal(delays.due_us(50), 100);
  assert_int_equal(delays.due_us(100), 200); // b has its bytes already
  assert_int_equal(delays.due_us(200), INT64_MAX);
}

void those_that_are_over_are_released(void **) {
  MadeConnections made;
  Delays delays;
  assert_int_equal(delays.set(made.a, 1, 1), err::none);
  assert_int_equal(delays.set(made.b, 1, 1), err::none);
  made.a.delay()->until_us = 200;
  made.b.delay()->until_us = 100;
  int released = 0;
  delays.for_each_over(100, [&](Connection &c) {
    assert_ptr_equal(&c, &made.b);
    ++released;
  });
  assert_int_equal(released, 1);
}

void the_delay_of_a_connection_goes_with_it(void **) {
  Delays delays;
  {
    MadeConnections made;
    assert_int_equal(delays.set(made.a, 1, 1), err::none);
    assert_false(delays.empty());
  }
  assert_true(delays.empty());
}

} // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(bounds_that_are_none_are_refused),
      cmocka_unit_test(each_delay_is_between_its_bounds),
      cmocka_unit_test(the_first_that_is_over_is_due),
      cmocka_unit_test(those_that_are_over_are_released),
      cmocka_unit_test(the_delay_of_a_connection_goes_with_it),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
