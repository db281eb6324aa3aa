// Limits for connects, and the texts of those that failed.
#include "net/connect_limits.h"
#include "net/dial_failure.h"

#include <cerrno>
#include <cstring>
#include <memory>

#include "cmocka_cxx.h"

using namespace vce;

namespace {

constexpr std::int64_t ms = 1000;

Address address(const char *text) {
  Address a;
  assert_true(Address::parse(text, 80, a));
  return a;
}

void check_text(const DialFailure &f, const char *host, const char *expected) {
  char text[DialFailure::text_bytes];
  f.describe(host, text);
  assert_string_equal(text, expected);
}

void limits_are_due_in_their_order_and_never_early(void **) {
  ConnectLimits limits;
  Deadline soon, late;
  assert_true(limits.reserve(2));
  const std::int64_t now = 5000000 * ms + 999;
  limits.set(late, now, 2000);
  limits.set(soon, now, 10);
  assert_null(limits.due(now));
  assert_null(limits.due(now + 10 * ms - 1));
  assert_true(limits.next_us() >= now + 10 * ms && limits.next_us() <= now + 12 * ms);
  assert_ptr_equal(limits.due(limits.next_us()), &soon);
  limits.remove(soon);
  assert_ptr_equal(limits.due(now + 2002 * ms), &late);
  limits.remove(late);
  assert_null(limits.due(INT64_MAX / 2));
  assert_true(limits.empty() && limits.next_us() == INT64_MAX);
}

// A program that always has a connect under way: the milliseconds since the first one exceed what a
// deadline holds.
void limits_hold_when_connects_never_cease(void **) {
  ConnectLimits limits;
  auto items = std::make_unique<Deadline[]>(2);
  assert_true(limits.reserve(2));
  constexpr std::int64_t step_ms = 1000000000; // twelve days
  std::int64_t now = 77 * ms;
  limits.set(items[0], now, 2147483647);
  limits.remove(items[0]);
  limits.set(items[0], now, 1500000000);
  for (unsigned i = 1; i < 20; ++i) {
    now += step_ms * ms;
    Deadline &older = items[(i + 1) % 2], &newer = items[i % 2];
    limits.set(newer, now, 1500000000);
    assert_null(limits.due(now));
    const std::int64_t due = now + (1500000000 - step_ms) * ms;
    assert_true(limits.next_us() >= due && limits.next_us() <= due + 2 * ms);
    assert_null(limits.due(due - 1));
    assert_ptr_equal(limits.due(due + 2 * ms), &older);
    limits.remove(older);
  }
  limits.remove(items[19 % 2]);
}

void a_failure_names_host_address_port_and_reason(void **) {
  DialFailure f;
  f.note(address("192.0.2.1"), ECONNREFUSED);
  check_text(f, "example.org", "connect to example.org, 192.0.2.1 port 80: Connection refused");
  check_text(f, nullptr, "connect to 192.0.2.1 port 80: Connection refused");
  assert_int_equal(f.error(), ECONNREFUSED);
  DialFailure six;
  six.note(address("2001:db8::1"), ENETUNREACH);
  check_text(six, nullptr, "connect to 2001:db8::1 port 80: Network is unreachable");
}

void the_first_failure_that_says_something_is_told(void **) {
  DialFailure f;
  f.note(address("::1"), ENETUNREACH);
  f.note(address("192.0.2.1"), ECONNREFUSED);
  f.note(address("192.0.2.2"), ETIMEDOUT);
  f.note(address("::2"), ENETUNREACH);
  check_text(f, "n", "connect to n, 192.0.2.1 port 80: Connection refused (4 addresses tried)");
  assert_int_equal(f.error(), ECONNREFUSED);
}

void a_limit_is_told_whatever_failed_before(void **) {
  DialFailure f;
  f.note(address("192.0.2.1"), ECONNREFUSED);
  f.note_limit(address("192.0.2.2"), DialFailure::own_limit);
  check_text(f, "n",
             "connect to n, 192.0.2.2 port 80: Connection timed out (limit for connects) "
             "(2 addresses tried)");
  assert_int_equal(f.error(), ETIMEDOUT);
  DialFailure unresolved;
  unresolved.note_limit(Address(), DialFailure::idle_limit);
  check_text(unresolved, "n", "connect to n: no answer from a name server in time (idle limit)");
  assert_int_equal(unresolved.error(), ETIMEDOUT);
}

void a_name_of_any_length_leaves_room_for_the_reason(void **) {
  char name[1000];
  std::memset(name, 'n', sizeof name - 1);
  name[sizeof name - 1] = '\0';
  DialFailure f;
  f.note_unresolved("name not found");
  char text[DialFailure::text_bytes];
  f.describe(name, text);
  assert_non_null(std::strstr(text, "n: name not found"));
  assert_int_equal(f.error(), EHOSTUNREACH);
}

} // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(limits_are_due_in_their_order_and_never_early),
      cmocka_unit_test(limits_hold_when_connects_never_cease),
      cmocka_unit_test(a_failure_names_host_address_port_and_reason),
      cmocka_unit_test(the_first_failure_that_says_something_is_told),
      cmocka_unit_test(a_limit_is_told_whatever_failed_before),
      cmocka_unit_test(a_name_of_any_length_leaves_room_for_the_reason),
  };
  return cmocka_run_group_tests_name("dialing", tests, nullptr, nullptr);
}
