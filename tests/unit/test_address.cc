// Addresses: from text, to and from the socket layer, to text.
#include "net/address.h"

#include "base/error.h"

#include <arpa/inet.h>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>

#include "cmocka_cxx.h"

using namespace vce;

namespace {

void check_text(const char *in, const char *out) {
  Address a;
  assert_true(Address::parse(in, 80, a));
  char text[Address::text_bytes];
  a.format(text);
  assert_string_equal(text, out);
}

void numeric_text_is_taken_in_every_form_of_inet_aton(void **) {
  check_text("127.0.0.1", "127.0.0.1:80");
  check_text("127.1", "127.0.0.1:80");
  check_text("1", "0.0.0.1:80");
  check_text("0x7f.0.0.1", "127.0.0.1:80");
  check_text("010.0.0.1", "8.0.0.1:80");
}

// What broke once: eight groups and a port, all joined by colons, which nothing else reads.
void ipv6_text_is_written_as_rfc_5952_says(void **) {
  check_text("::1", "[::1]:80");
  check_text("::", "[::]:80");
  check_text("1::", "[1::]:80");
  // 4.1: no leading zeros
  check_text("2001:0db8::0001", "[2001:db8::1]:80");
  check_text("2001:db8:0:0:1:0:0:1", "[2001:db8::1:0:0:1]:80"); // 4.2.3: the first of equal runs
  // 4.2.1: as much as possible
  check_text("2001:db8:0:0:0:0:2:1", "[2001:db8::2:1]:80");
  check_text("2001:db8::0:1", "[2001:db8::1]:80");
  // 4.2.2: not one group alone
  check_text("2001:db8::1:1:1:1:1", "[2001:db8:0:1:1:1:1:1]:80");
  check_text("0:1:1:1:1:1:1:1", "[0:1:1:1:1:1:1:1]:80");
  check_text("1:1:1:1:1:1:1:0", "[1:1:1:1:1:1:1:0]:80");
  // 4.2.3: the longest run
  check_text("2001:0:0:1:0:0:0:1", "[2001:0:0:1::1]:80");
  check_text("0:0:1:1:1:0:0:0", "[0:0:1:1:1::]:80");
  // 4.3: lower case
  check_text("2001:DB8::ABCD:EF", "[2001:db8::abcd:ef]:80");
  // 5: a mapped address is shown as IPv4; here it is one
  check_text("::ffff:192.0.2.1", "192.0.2.1:80");
}

void the_longest_address_fits_its_room(void **) {
  Address a;
  assert_true(Address::parse("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 65535, a));
  char text[Address::text_bytes];
  a.format(text);
  assert_string_equal(text, "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535");
}

void names_and_nonsense_are_not_numeric(void **) {
  for (const char *text : {"localhost", "", "999.1.1.1", "1.2.3.4.5", "::g", "127.0.0.1:80"}) {
    Address a = Address::any_ipv4(7);
    assert_false(Address::parse(text, 80, a));
    assert_int_equal(a.port(), 7); // untouched
  }
}

void addresses_survive_the_socket_layer(void **) {
  for (const char *text : {"192.168.1.2", "2001:db8::a", "::1"}) {
    Address a;
    assert_true(Address::parse(text, 12345, a));
    sockaddr_storage sa;
    assert_true(a.to_sockaddr(sa) > 0);
    const Address b = Address::from_sockaddr(reinterpret_cast<sockaddr *>(&sa));
    assert_int_equal(int(a.family()), int(b.family()));
    assert_int_equal(b.port(), 12345);
    assert_memory_equal(a.bytes().data(), b.bytes().data(), 16);
  }
}

void a_mapped_address_is_the_ipv4_one_it_maps(void **) {
  sockaddr_in6 in6{};
  in6.sin6_family = AF_INET6;
  in6.sin6_port = htons(99);
  inet_pton(AF_INET6, "::ffff:10.1.2.3", &in6.sin6_addr);
  const Address a = Address::from_sockaddr(reinterpret_cast<sockaddr *>(&in6));
  char text[Address::text_bytes];
  a.format(text);
  assert_string_equal(text, "10.1.2.3:99");
  a.format_ipv6(text);
  assert_string_equal(text, "a01:203:0:0:0:0:0:0:99");
}

void other_families_are_no_address(void **) {
  sockaddr_storage sa{};
  sa.ss_family = AF_APPLETALK;
  const Address a = Address::from_sockaddr(reinterpret_cast<sockaddr *>(&sa));
  assert_int_equal(int(a.family()), int(Address::Family::none));
}

void a_text_needs_a_buffer_of_its_shape(void **) {
  using Shape = Address::Shape;
  Address four, six;
  assert_true(Address::parse("10.1.2.3", 80, four) && Address::parse("2001:db8::1", 80, six));
  char text[Address::text_bytes] = "untouched";
  assert_int_equal(four.write_text(Shape::natural, nullptr, sizeof text), err::invalid);
  assert_int_equal(six.write_text(Shape::ipv4, text, sizeof text), err::invalid);
  assert_int_equal(four.write_text(Shape::ipv4, text, 31), err::too_short);
  assert_int_equal(six.write_text(Shape::natural, text, Address::internet_text_bytes - 1),
                   err::too_short);
  assert_string_equal(text, "untouched");
  assert_int_equal(four.write_text(Shape::natural, text, 32), err::none);
  assert_string_equal(text, "10.1.2.3:80");
  assert_int_equal(six.write_text(Shape::natural, text, sizeof text), err::none);
  assert_string_equal(text, "[2001:db8::1]:80");
  assert_int_equal(four.write_text(Shape::ipv6, text, sizeof text), err::none);
  assert_string_equal(text, "a01:203:0:0:0:0:0:0:80");
}

} // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(numeric_text_is_taken_in_every_form_of_inet_aton),
      cmocka_unit_test(ipv6_text_is_written_as_rfc_5952_says),
      cmocka_unit_test(the_longest_address_fits_its_room),
      cmocka_unit_test(names_and_nonsense_are_not_numeric),
      cmocka_unit_test(addresses_survive_the_socket_layer),
      cmocka_unit_test(a_mapped_address_is_the_ipv4_one_it_maps),
      cmocka_unit_test(other_families_are_no_address),
      cmocka_unit_test(a_text_needs_a_buffer_of_its_shape),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
