// Which peers are accepted, the meaning of a failing accept, the number per minute.
#include "net/admission.h"

#include <cerrno>
#include <climits>
#include <initializer_list>

#include "cmocka_cxx.h"

using namespace vce;

namespace {

Arrival usual() {
  Arrival a;
  a.maximum = 5;
  a.has_watcher = true;
  a.hiwater = 999999999;
  return a;
}

void check(const Arrival &a, Admission expected) {
  assert_int_equal(int(decide(a)), int(expected));
}

void the_first_reason_in_the_order_of_the_contract_decides(void **) {
  Arrival a = usual();
  a.pool_full = true;
  check(a, Admission::turn_away_pool);
  a.connections = 5;
  check(a, Admission::turn_away_maximum);
  a.peer_full = true;
  check(a, Admission::turn_away_peer);
  a.accepting = false;
  check(a, Admission::turn_away_disabled);
  a.over_rate = true;
  check(a, Admission::turn_away_rate);
  a.kicked = true;
  check(a, Admission::turn_away_kicked);
}

void a_maximum_of_zero_admits_nobody(void **) {
  Arrival a = usual();
  a.maximum = 0;
  check(a, Admission::turn_away_maximum);
}

void the_last_place_is_given(void **) {
  Arrival a = usual();
  a.connections = 4;
  check(a, Admission::admit_watched);
}

void the_hiwater_watcher_is_asked_from_one_before_the_mark(void **) {
  Arrival a = usual();
  a.has_hiwater_watcher = true;
  a.hiwater = 3;
  check(a, Admission::admit_watched); // the new one is number 1
  a.connections = 1;
  check(a, Admission::admit_hiwater);
  a.connections = 4;
  check(a, Admission::admit_hiwater);
  for (int water : {2, 1, 0, -1, INT_MIN}) {
    a.connections = 0;
    a.hiwater = water;
    check(a, Admission::admit_hiwater);
  }
}

void the_hiwater_watcher_needs_no_other(void **) {
  Arrival a = usual();
  a.has_watcher = false;
  a.has_hiwater_watcher = true;
  a.hiwater = 3;
  check(a, Admission::admit);
  a.connections = 1;
  check(a, Admission::admit_hiwater);
}

void a_mark_without_a_function_asks_the_normal_watcher(void **) {
  Arrival a = usual();
  a.hiwater = 1;
  check(a, Admission::admit_watched);
}

void errors_of_accept_are_told_apart(void **) {
  const struct {
    int error;
    AcceptFailure meaning;
  } cases[] = {
      {EAGAIN, AcceptFailure::nobody},    {ECONNABORTED, AcceptFailure::skip},
      {EPROTO, AcceptFailure::skip},      {EPERM, AcceptFailure::skip},
      {ENETDOWN, AcceptFailure::skip},    {EHOSTUNREACH, AcceptFailure::skip},
      {EMFILE, AcceptFailure::shortage},  {ENFILE, AcceptFailure::shortage},
      {ENOBUFS, AcceptFailure::shortage}, {ENOMEM, AcceptFailure::shortage},
      {EBADF, AcceptFailure::broken},     {EINVAL, AcceptFailure::broken},
  };
  for (const auto &c : cases)
    assert_int_equal(int(classify_accept_errno(c.error)), int(c.meaning));
}

int burst(RateLimit &limit, std::int64_t now) {
  int passed = 0;
  while (passed < 1000 && limit.take(now))
    ++passed;
  return passed;
}

void one_more_than_the_limit_passes_at_once(void **) {
  RateLimit limit;
  limit.set(2, 1000);
  assert_int_equal(burst(limit, 1000), 3);
  assert_int_equal(burst(limit, 2000), 0);
}

void tokens_come_back_one_per_interval_on_the_grid_of_the_set_call(void **) {
  RateLimit limit;
  limit.set(30, 0); // one per 2 s
  assert_int_equal(burst(limit, 500000), 31);
  assert_int_equal(burst(limit, 1999999), 0);
  assert_int_equal(burst(limit, 2000000), 1);
  assert_int_equal(burst(limit, 3999999), 0);
  assert_int_equal(burst(limit, 8000000), 3);
}

void marks_passed_while_full_give_nothing(void **) {
  RateLimit limit;
  limit.set(2, 0);
  assert_int_equal(burst(limit, 600000000), 3);
}

void becoming_full_starts_a_new_grid(void **) {
  RateLimit limit;
  limit.set(2, 0); // one per 30 s
  assert_int_equal(burst(limit, 0), 3);
  // 100 s later three marks have passed: full again, and the grid starts at 100 s.
  assert_int_equal(burst(limit, 100000000), 3);
  assert_int_equal(burst(limit, 120000000), 0); // a mark of the old grid
  assert_int_equal(burst(limit, 130000000), 1); // the first of the new one
}

void zero_negative_and_absurd_limits_are_harmless(void **) {
  for (int per_minute : {0, -1, INT_MIN}) {
    RateLimit limit;
    limit.set(per_minute, 0);
    assert_int_equal(burst(limit, 0), 1000);
  }
  RateLimit fast;
  fast.set(INT_MAX, 0);
  assert_int_equal(burst(fast, 10), 1000);
}

} // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(the_first_reason_in_the_order_of_the_contract_decides),
      cmocka_unit_test(a_maximum_of_zero_admits_nobody),
      cmocka_unit_test(the_last_place_is_given),
      cmocka_unit_test(the_hiwater_watcher_is_asked_from_one_before_the_mark),
      cmocka_unit_test(the_hiwater_watcher_needs_no_other),
      cmocka_unit_test(a_mark_without_a_function_asks_the_normal_watcher),
      cmocka_unit_test(errors_of_accept_are_told_apart),
      cmocka_unit_test(one_more_than_the_limit_passes_at_once),
      cmocka_unit_test(tokens_come_back_one_per_interval_on_the_grid_of_the_set_call),
      cmocka_unit_test(marks_passed_while_full_give_nothing),
      cmocka_unit_test(becoming_full_starts_a_new_grid),
      cmocka_unit_test(zero_negative_and_absurd_limits_are_harmless),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
