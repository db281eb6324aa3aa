// Settings of contexts: what is refused changes nothing, and a connection keeps what it was made
// under.
#include "net/context.h"

#include "base/error.h"
#include "base/error_detail.h"

#include "cmocka_cxx.h"

#include <climits>
#include <cstring>

using namespace vce;

namespace {

const CallbackTable no_face{};

void callback() {}
void other_callback() {}

struct Fixture {
  Fixture() : context(ContextOptions{.max_connections = 4}, no_face) {
    assert_non_null(context.edit_settings());
  }
  Context context;
};

void a_connection_keeps_the_settings_it_was_made_under(void **) {
  Fixture f;
  assert_int_equal(f.context.set_parser_calls(3), err::none);
  assert_int_equal(f.context.set_close_watcher(callback), err::none);
  Connection before(0, f.context);
  assert_int_equal(f.context.set_parser_calls(7), err::none);
  assert_int_equal(f.context.set_close_watcher(other_callback), err::none);
  assert_int_equal(f.context.set_longest_record(100, callback), err::none);
  Connection after(1, f.context);

  assert_int_equal(before.settings->parser_calls, 3);
  assert_true(before.settings->close == callback);
  assert_int_equal(before.settings->longest_record, 0);
  assert_int_equal(after.settings->parser_calls, 7);
  assert_true(after.settings->close == other_callback);
  assert_int_equal(after.settings->longest_record, 100);
  assert_true(after.settings->record_too_long == callback);
}

void settings_without_connections_are_changed_in_place(void **) {
  Fixture f;
  SharedSettings *own = f.context.settings;
  assert_int_equal(f.context.set_rate(5, 0, callback), err::none);
  assert_ptr_equal(f.context.settings, own);
  assert_int_equal(own->records_per_second, 5);
}

void values_out_of_range_change_nothing(void **) {
  Fixture f;
  assert_int_equal(f.context.set_connect_limit(250), err::none);
  assert_int_equal(f.context.set_connect_limit(-1), err::range);
  assert_int_equal(f.context.connect_limit_ms, 250);
  assert_int_equal(f.context.set_rate(1, 2, callback), err::none);
  assert_int_equal(f.context.set_rate(-1, 2, nullptr), err::range);
  assert_int_equal(f.context.set_rate(1, -2, nullptr), err::range);
  assert_int_equal(f.context.settings->records_per_second, 1);
  assert_true(f.context.settings->over_rate == callback);
  assert_int_equal(f.context.set_keep_alive(-1, 0, 0), err::range);
  assert_int_equal(f.context.set_keep_alive(0, 0, INT_MAX), err::range);
  assert_int_equal(f.context.set_user_timeout(-1), err::range);
}

void a_source_is_a_numeric_address_or_none(void **) {
  Fixture f;
  assert_int_equal(f.context.set_source("::1"), err::none);
  assert_int_equal(f.context.set_source("localhost"), err::ipaddr);
  char text[100];
  set_last_error(err::ipaddr);
  assert_true(copy_error_detail(text, sizeof text) > 0);
  assert_non_null(std::strstr(text, "localhost"));
  assert_true(f.context.source.family() == Address::Family::ipv6);
  assert_int_equal(f.context.set_source(""), err::none);
  assert_true(f.context.source.family() == Address::Family::none);
  assert_int_equal(f.context.set_source(nullptr), err::none);
}

} // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(a_connection_keeps_the_settings_it_was_made_under),
      cmocka_unit_test(settings_without_connections_are_changed_in_place),
      cmocka_unit_test(values_out_of_range_change_nothing),
      cmocka_unit_test(a_source_is_a_numeric_address_or_none),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
