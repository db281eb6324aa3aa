// Timers of the program: none runs early, twice, or under the id of another one.
#include "net/program_timers.h"

#include "base/error.h"
#include "base/limits.h"

#include "cmocka_cxx.h"

#include <climits>
#include <cstdlib>
#include <string>

using namespace vce;

namespace {

Timers *due;           // of the test that runs
ProgramTimers *timers; // the same by their ids
std::string ran;

void note(int, void *name) { ran += static_cast<const char *>(name); }

int start(std::int64_t now, std::int64_t interval, bool repeat, const char *name) {
  return timers->start(now, interval, repeat, note, const_cast<char *>(name));
}

std::string run(std::int64_t now) {
  ran.clear();
  timers->run(now);
  return ran;
}

int fresh(void **) {
  due = new Timers;
  timers = new ProgramTimers(*due);
  ran.clear();
  return 0;
}

int gone(void **) {
  delete timers;
  delete due;
  return 0;
}

void they_run_in_the_order_of_their_times_and_of_their_starts(void **) {
  assert_int_equal(due->next_us(), INT64_MAX);
  start(100, 30, false, "c");
  start(100, 10, false, "a");
  start(100, 30, false, "d");
  start(100, 20, false, "b");
  assert_int_equal(due->next_us(), 110);
  assert_string_equal(run(109).c_str(), "");
  assert_string_equal(run(110).c_str(), "a");
  assert_int_equal(due->next_us(), 120);
  assert_string_equal(run(130).c_str(), "bcd");
  assert_int_equal(timers->count(), 0);
}

void one_that_repeats_keeps_to_its_grid_and_skips_what_it_missed(void **) {
  start(1000, 100, true, "x");
  assert_string_equal(run(1107).c_str(), "x"); // late
  assert_int_equal(due->next_us(), 1200);
  assert_string_equal(run(1750).c_str(), "x"); // late by five
  assert_int_equal(due->next_us(), 1800);
  assert_string_equal(run(1800).c_str(), "x");
  assert_string_equal(run(1899).c_str(), "");
}

void a_stale_id_stops_nothing(void **) {
  const int once = start(0, 1, false, "a");
  assert_true(once > 0);
  run(1);
  assert_false(timers->stop(once));
  const int again = start(0, 1, true, "b");
  assert_int_not_equal(once, again);
  assert_false(timers->stop(once));
  assert_false(timers->stop(0));
  assert_false(timers->stop(-1));
  assert_false(timers->stop(INT_MAX));
  assert_true(timers->stop(again));
  assert_false(timers->stop(again));
  assert_string_equal(run(100).c_str(), "");
}

int stopped_by_itself;

void stop_itself(int id, void *once) {
  ran += 's';
  stopped_by_itself = timers->stop(id);
  assert_int_equal(stopped_by_itself, once == nullptr);
}

int to_be_stopped;

void stop_the_other(int, void *) {
  ran += 'o';
  assert_true(timers->stop(to_be_stopped));
}

void start_another(int, void *) {
  ran += '1';
  timers->start(50, 0, false, start_another, nullptr);
}

void callbacks_start_and_stop(void **) {
  timers->start(0, 10, true, stop_itself, nullptr);
  int once;
  timers->start(0, 10, false, stop_itself, &once);
  timers->start(0, 10, false, stop_the_other, nullptr);
  to_be_stopped = start(0, 10, false, "never");
  assert_string_equal(run(20).c_str(), "sso");
  assert_int_equal(timers->count(), 0);
  timers->start(0, 10, false, start_another, nullptr);
  assert_string_equal(run(50).c_str(), "1"); // what it started is due, but for the next time
  assert_string_equal(run(50).c_str(), "1");
}

void intervals_outside_of_their_range_are_refused(void **) {
  assert_int_equal(start(0, -1, false, "x"), err::range);
  assert_int_equal(start(0, 0, true, "x"), err::range);
  assert_int_equal(start(0, limits::timer_longest_us + 1, false, "x"), err::range);
  assert_int_equal(start(0, INT64_MIN, true, "x"), err::range);
  assert_int_equal(timers->count(), 0);
  assert_true(start(INT64_MAX / 2, limits::timer_longest_us, true, "x") > 0);
  assert_true(start(0, 0, false, "x") > 0);
}

int in_order;

void in_its_turn(int, void *number) { in_order += *static_cast<int *>(number) == in_order; }

// Thousands, started in any order and some of them stopped: what is left runs in its order.
void many_are_kept_apart(void **) {
  enum { many = 5000 };
  static int ids[many], numbers[many];
  std::srand(7);
  for (int i = 0; i < many; ++i)
    numbers[i] = i;
  for (int i = many - 1; i > 0; --i)
    std::swap(numbers[i], numbers[std::rand() % (i + 1)]);
  for (int i = 0; i < many; ++i)
    ids[i] = timers->start(0, numbers[i] + 1, false, in_its_turn, &numbers[i]);
  for (int i = 0; i < many; ++i) {
    if (numbers[i] >= many / 2)
      assert_true(timers->stop(ids[i]));
  }
  assert_int_equal(timers->count(), many / 2);
  in_order = 0;
  timers->run(many / 4);
  assert_int_equal(in_order, many / 4);
  timers->run(many);
  assert_int_equal(in_order, many / 2);
  assert_int_equal(timers->count(), 0);
}

#define TIMERS_TEST(f) cmocka_unit_test_setup_teardown(f, fresh, gone)

} // namespace

int main() {
  const CMUnitTest tests[] = {
      TIMERS_TEST(they_run_in_the_order_of_their_times_and_of_their_starts),
      TIMERS_TEST(one_that_repeats_keeps_to_its_grid_and_skips_what_it_missed),
      TIMERS_TEST(a_stale_id_stops_nothing),
      TIMERS_TEST(callbacks_start_and_stop),
      TIMERS_TEST(intervals_outside_of_their_range_are_refused),
      TIMERS_TEST(many_are_kept_apart),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
