// Counts of connections by peer address.
#include "base/memory.h"
#include "net/peer_counts.h"

#include "cmocka_cxx.h"

#include <cstdio>
#include <cstdlib>

using namespace vce;

namespace {

Address address(const char *text) {
  Address a;
  assert_true(Address::parse(text, 1, a));
  return a;
}

Address numbered(unsigned n) {
  char text[32];
  std::snprintf(text, sizeof text, "10.%u.%u.%u", n >> 16 & 255, n >> 8 & 255, n & 255);
  return address(text);
}

void counts_go_up_and_down(void **) {
  PeerCounts counts(1);
  const Address a = address("192.0.2.1"), b = address("192.0.2.2");
  assert_int_equal(counts.count(a), 0);
  assert_true(counts.add(a));
  assert_true(counts.add(a));
  assert_true(counts.add(b));
  assert_int_equal(counts.count(a), 2);
  assert_int_equal(counts.count(b), 1);
  assert_int_equal(counts.addresses(), 2);
  counts.remove(a);
  counts.remove(b);
  assert_int_equal(counts.count(a), 1);
  assert_int_equal(counts.count(b), 0);
  assert_int_equal(counts.addresses(), 1);
}

void ipv6_addresses_count_by_their_network(void **) {
  PeerCounts counts(2);
  assert_true(counts.add(address("2001:db8:1:2::1")));
  assert_int_equal(counts.count(address("2001:db8:1:2:ffff::9")), 1);
  assert_int_equal(counts.count(address("2001:db8:1:3::1")), 0);
}

void families_do_not_mix(void **) {
  PeerCounts counts(3);
  assert_true(counts.add(address("32.1.13.184"))); // 2001:0db8
  assert_int_equal(counts.count(address("2001:db8::1")), 0);
  assert_int_equal(counts.count(address("::ffff:32.1.13.184")), 1); // the same peer
}

// Against a plain array, so many that the table grows, shrinks and closes its gaps.
void many_addresses_come_and_go(void **) {
  constexpr unsigned most = 3000;
  static int expected[most];
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    PeerCounts counts(seed * 0x123456789);
    unsigned random = static_cast<unsigned>(seed);
    std::size_t alive = 0;
    for (int &count : expected)
      count = 0;
    for (int step = 0; step < 60000; ++step) {
      random = random * 1103515245 + 12345;
      const unsigned n = (random >> 8) % most;
      const bool growing = step % 20000 < 12000;
      if (growing ? (random & 3) != 0 : (random & 3) == 0) {
        assert_true(counts.add(numbered(n)));
        alive += expected[n]++ == 0;
      } else if (expected[n] > 0) {
        counts.remove(numbered(n));
        alive -= --expected[n] == 0;
      }
      assert_int_equal(counts.count(numbered(n)), expected[n]);
    }
    for (unsigned n = 0; n < most; ++n)
      assert_int_equal(counts.count(numbered(n)), expected[n]);
    assert_int_equal(counts.addresses(), alive);
    for (unsigned n = 0; n < most; ++n) {
      for (; expected[n] > 0; --expected[n])
        counts.remove(numbered(n));
      const unsigned other = (n * 7 + 1) % most; // closing the gap has lost no address
      assert_int_equal(counts.count(numbered(other)), expected[other]);
    }
    assert_int_equal(counts.addresses(), 0);
  }
}

bool no_memory;
std::size_t last_size;

void *scarce_allocate(std::size_t n) {
  last_size = n;
  return no_memory ? nullptr : std::malloc(n);
}

int scarce(void **) {
  no_memory = false;
  replace_memory_hooks(scarce_allocate, std::free);
  return 0;
}

int plentiful(void **) {
  replace_memory_hooks(std::malloc, std::free);
  return 0;
}

void the_table_is_as_large_as_what_is_in_it(void **) {
  PeerCounts counts(4);
  assert_true(counts.add(numbered(0)));
  const std::size_t smallest = last_size;
  for (unsigned n = 1; n < 1000; ++n)
    assert_true(counts.add(numbered(n)));
  assert_true(last_size > 32 * smallest);
  for (unsigned n = 1; n < 1000; ++n)
    counts.remove(numbered(n));
  assert_int_equal(last_size, smallest);
  assert_int_equal(counts.count(numbered(0)), 1);
}

void without_memory_none_is_added_and_none_is_lost(void **) {
  PeerCounts counts(5);
  no_memory = true;
  assert_false(counts.add(numbered(0)));
  assert_int_equal(counts.count(numbered(0)), 0);
  no_memory = false;
  for (unsigned n = 0; n < 1000; ++n)
    assert_true(counts.add(numbered(n)));
  no_memory = true;
  unsigned more = 1000;
  while (more < 5000 && counts.add(numbered(more)))
    ++more;
  assert_in_range(more, 1000, 4999);
  assert_int_equal(counts.count(numbered(more)), 0);
  assert_int_equal(counts.addresses(), more);
  for (unsigned n = 0; n < more; ++n) { // a smaller table cannot be had either
    assert_int_equal(counts.count(numbered(n)), 1);
    counts.remove(numbered(n));
  }
  assert_int_equal(counts.addresses(), 0);
}

} // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(counts_go_up_and_down),
      cmocka_unit_test(ipv6_addresses_count_by_their_network),
      cmocka_unit_test(families_do_not_mix),
      cmocka_unit_test(many_addresses_come_and_go),
      cmocka_unit_test_setup_teardown(the_table_is_as_large_as_what_is_in_it, scarce, plentiful),
      cmocka_unit_test_setup_teardown(without_memory_none_is_added_and_none_is_lost, scarce,
                                      plentiful),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
