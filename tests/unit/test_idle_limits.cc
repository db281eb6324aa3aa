// Which connections expire, and when.
#include "net/idle_limits.h"

#include "made_connections.h"

using namespace vce;

namespace {

constexpr std::int64_t second = 1000000;

struct Fixture : MadeConnections {
  IdleLimits idle_limits;
  std::int64_t now = 1000 * second;

  Fixture() {
    assert_true(idle_limits.reserve(3) && idle_limits.reserve_connects(3));
    for (Connection *each : {&a, &b, &c})
      touch(*each);
  }
  ~Fixture() {
    for (Connection *each : {&a, &b, &c})
      idle_limits.remove(*each);
  }
  void touch(Connection &of) { of.last_access_s = idle_limits.seconds(now); }
  void begin(Connection &of, int limit) {
    of.idle_limit_s = limit;
    idle_limits.schedule(of);
  }
  // The next second, and so on.
  Connection *idle_in(int seconds) { return idle_limits.take_idle(now + seconds * second); }
};

int make_fixture(void **state) {
  *state = make_owned<Fixture>().release();
  return *state ? 0 : -1;
}

int end_fixture(void **state) {
  Owned<Fixture>(static_cast<Fixture *>(*state)).reset();
  return 0;
}

Fixture &fixture(void **state) { return *static_cast<Fixture *>(*state); }

void a_limit_expires_when_its_second_is_over(void **state) {
  Fixture &f = fixture(state);
  f.begin(f.a, 5);
  assert_null(f.idle_in(5));
  assert_ptr_equal(f.idle_in(6), &f.a);
  assert_null(f.idle_in(100)); // told once
}

void the_limit_zero_expires_in_the_next_second(void **state) {
  Fixture &f = fixture(state);
  f.begin(f.a, 0);
  assert_null(f.idle_in(0));
  assert_ptr_equal(f.idle_in(1), &f.a);
}

void the_earliest_expires_first_whatever_the_order_of_scheduling(void **state) {
  Fixture &f = fixture(state);
  f.begin(f.b, 7);
  f.begin(f.a, 2);
  f.begin(f.c, 4);
  assert_ptr_equal(f.idle_in(9), &f.a);
  assert_ptr_equal(f.idle_in(9), &f.c);
  assert_ptr_equal(f.idle_in(9), &f.b);
  assert_null(f.idle_in(9));
}

void traffic_puts_a_limit_off_without_a_word(void **state) {
  Fixture &f = fixture(state);
  f.begin(f.a, 5);
  f.now += 4 * second;
  f.touch(f.a);
  assert_null(f.idle_in(5));
  assert_ptr_equal(f.idle_in(6), &f.a);
}

void a_limit_that_stands_is_not_put_off(void **state) {
  Fixture &f = fixture(state);
  f.begin(f.a, 5);
  f.a.limit_stands = true;
  f.now += 4 * second;
  f.touch(f.a);
  assert_ptr_equal(f.idle_in(2), &f.a);
}

void one_that_pauses_for_its_rate_is_not_idle(void **state) {
  Fixture &f = fixture(state);
  assert_non_null(f.a.make_extras());
  f.a.extras->pace = make_owned<Pace>(f.a, 1, 0, f.now);
  assert_non_null(f.a.pace());
  Pauses pauses;
  pauses.begin(*f.a.pace(), f.now);
  f.begin(f.a, 5);
  assert_null(f.idle_in(6));
  f.a.pace()->unlink();
  assert_ptr_equal(f.idle_in(12), &f.a);
}

void a_limit_below_zero_is_apart_and_does_not_hide_others(void **state) {
  Fixture &f = fixture(state);
  f.begin(f.a, -1);
  f.begin(f.b, 3);
  assert_int_equal(f.idle_limits.count_below_zero(), 1);
  assert_ptr_equal(f.idle_in(4), &f.b);
  assert_null(f.idle_in(4));
  assert_ptr_equal(f.idle_limits.take_below_zero(), &f.a);
  assert_null(f.idle_limits.take_below_zero());
}

void a_new_limit_replaces_the_old_one(void **state) {
  Fixture &f = fixture(state);
  f.begin(f.a, -1);
  f.idle_limits.set(f.a, 9);
  assert_int_equal(f.idle_limits.count_below_zero(), 0);
  assert_null(f.idle_in(9));
  f.idle_limits.set(f.a, 2);
  assert_ptr_equal(f.idle_in(3), &f.a);
}

void a_removed_one_never_expires(void **state) {
  Fixture &f = fixture(state);
  f.begin(f.a, 1);
  f.begin(f.b, -1);
  f.idle_limits.remove(f.a);
  f.idle_limits.remove(f.b);
  f.idle_limits.remove(f.b);
  assert_null(f.idle_in(100));
  assert_null(f.idle_limits.take_below_zero());
  assert_true(f.idle_limits.idle_due_us() == INT64_MAX);
}

void one_whose_end_is_due_gets_no_limit_any_more(void **state) {
  Fixture &f = fixture(state);
  f.begin(f.a, 1);
  assert_ptr_equal(f.idle_in(2), &f.a);
  f.a.mark = Connection::CloseMark::timed_out;
  f.idle_limits.set(f.a, -1);
  assert_int_equal(f.a.idle_limit_s, -1);
  assert_int_equal(f.idle_limits.count_below_zero(), 0);
}

void the_limit_of_a_connect_stands_in_place_of_the_idle_limit(void **state) {
  Fixture &f = fixture(state);
  f.context.connect_limit_ms = 250;
  f.begin(f.a, 0);
  f.a.move_to(Connection::State::connecting);
  f.idle_limits.limit_connect(f.a, f.now);
  assert_null(f.idle_in(100));
  assert_true(f.idle_limits.any_connect());
  assert_null(f.idle_limits.take_connect(f.now + 249000));
  assert_true(f.idle_limits.connect_due_us() > f.now + 249000);
  assert_ptr_equal(f.idle_limits.take_connect(f.now + 252000), &f.a);
  assert_false(f.idle_limits.any_connect());
}

void idle_time_begins_when_the_connect_is_over(void **state) {
  Fixture &f = fixture(state);
  f.context.connect_limit_ms = 250;
  f.a.move_to(Connection::State::connecting);
  f.idle_limits.limit_connect(f.a, f.now);
  f.idle_limits.set(f.a, 3);
  assert_true(f.a.has_connect_limit); // that change alone does not end it
  f.a.move_to(Connection::State::open);
  f.idle_limits.schedule(f.a);
  assert_false(f.idle_limits.any_connect());
  assert_ptr_equal(f.idle_in(4), &f.a);
}

void an_idle_limit_below_zero_ends_a_connect_with_a_limit_too(void **state) {
  Fixture &f = fixture(state);
  f.context.connect_limit_ms = 250;
  f.a.move_to(Connection::State::connecting);
  f.idle_limits.limit_connect(f.a, f.now);
  f.idle_limits.set(f.a, -1);
  assert_false(f.idle_limits.any_connect());
  assert_ptr_equal(f.idle_limits.take_below_zero(), &f.a);
}

void the_time_that_is_told_is_the_one_at_which_it_expires(void **state) {
  Fixture &f = fixture(state);
  f.begin(f.a, 5);
  const std::int64_t due = f.idle_limits.idle_due_us();
  assert_null(f.idle_limits.take_idle(due - 1));
  assert_ptr_equal(f.idle_limits.take_idle(due), &f.a);
}

} // namespace

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_fixture, end_fixture)

int main() {
  const CMUnitTest tests[] = {
      TEST(a_limit_expires_when_its_second_is_over),
      TEST(the_limit_zero_expires_in_the_next_second),
      TEST(the_earliest_expires_first_whatever_the_order_of_scheduling),
      TEST(traffic_puts_a_limit_off_without_a_word),
      TEST(a_limit_that_stands_is_not_put_off),
      TEST(one_that_pauses_for_its_rate_is_not_idle),
      TEST(a_limit_below_zero_is_apart_and_does_not_hide_others),
      TEST(a_new_limit_replaces_the_old_one),
      TEST(a_removed_one_never_expires),
      TEST(one_whose_end_is_due_gets_no_limit_any_more),
      TEST(the_limit_of_a_connect_stands_in_place_of_the_idle_limit),
      TEST(idle_time_begins_when_the_connect_is_over),
      TEST(an_idle_limit_below_zero_ends_a_connect_with_a_limit_too),
      TEST(the_time_that_is_told_is_the_one_at_which_it_expires),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
