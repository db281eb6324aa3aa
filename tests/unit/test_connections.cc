// Connections: made, numbered and ended, without a network: those whose name is being looked up.
#include "net/connections.h"

#include "base/error.h"
#include "net/context.h"

#include <cstring>

#include "cmocka_cxx.h"

using namespace vce;

namespace {

struct Fixture;
Fixture *now = nullptr; // of the test that runs

enum Event { closed = 1, finalized, visited };
Callback some() {
  return [] {};
}

struct Fixture {
  Round round;
  Events events;
  Poller poller{events};
  BufferPool pool;
  Agenda agenda;
  IdleLimits idle_limits;
  LingeringSockets lingering{poller};
  Connections connections{round, poller, pool, agenda, idle_limits, lingering};
  static const CallbackTable face;
  Context context{options(), face};

  int told[8] = {};
  int count = 0;
  Handle last{};
  CloseReason reason{};
  bool good = false; // the handle, in the callback
  char detail[100] = {};
  int visits_left = 100;

  static ContextOptions options() {
    ContextOptions o;
    o.read_limit = o.write_limit = 1000;
    o.state_bytes = 10;
    return o;
  }
  Fixture() {
    assert_true(connections.open(3) && lingering.open(3));
    assert_non_null(context.edit_settings());
    now = this;
  }
  ~Fixture() {
    while (Connection *c = context.connections.front())
      connections.destroy_silently(*c);
  }
  Connection *try_make() { return connections.make(context, {}, {}, Connection::State::resolving); }
  Connection &make() {
    Connection *c = try_make();
    assert_non_null(c);
    return *c;
  }
  void destroy(Connection &c, CloseReason why) {
    Busy busy(round);
    connections.destroy(c, why);
  }
  void tell(Event e, Handle h) {
    told[count++] = e;
    last = h;
    Connection *c = connections.find(h);
    good = c != nullptr;
    if (c)
      connections.end_detail(*c, detail, sizeof detail);
  }
};

const CallbackTable Fixture::face = {
    .ask =
        [](Handle h, Callback) {
          now->tell(visited, h);
          return --now->visits_left > 0 ? 0 : -1;
        },
    .accept_hiwater = nullptr,
    .accept_warning = nullptr,
    .close =
        [](Handle h, CloseReason why, Callback) {
          now->reason = why;
          now->tell(closed, h);
        },
    .finalize = [](Handle h, Callback) { now->tell(finalized, h); },
    .record = nullptr,
    .io = nullptr,
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

void a_new_connection_has_a_newer_serial_and_comes_first(void **state) {
  Fixture &f = fixture(state);
  Connection &a = f.make(), &b = f.make();
  assert_true(f.connections.is_newer(b, a) && !f.connections.is_newer(a, b));
  assert_ptr_equal(f.context.connections.front(), &b);
  assert_int_equal(f.context.connection_count, 2);
  assert_int_equal(f.connections.used(), 2);
}

void serials_are_compared_across_their_wrap_around(void **state) {
  Fixture &f = fixture(state);
  const std::uint32_t last = f.connections.serial_of(f.make());
  assert_true(is_newer(last, last - 1));
  assert_true(is_newer(last, last + 1)); // given four billion connections ago
  assert_true(is_newer(5, last + 1));
}

void a_full_table_makes_none_and_changes_nothing(void **state) {
  Fixture &f = fixture(state);
  for (int i = 0; i < 3; ++i)
    f.make();
  const std::uint32_t last = f.connections.serial_of(*f.context.connections.front());
  const std::int64_t made = stats().conn_alloc;
  assert_null(f.try_make());
  assert_int_equal(stats().conn_alloc, made);
  assert_int_equal(f.context.connection_count, 3);
  f.connections.destroy_silently(*f.context.connections.front());
  assert_int_equal(f.connections.serial_of(f.make()), last + 1);
}

void one_that_is_rolled_back_has_never_been(void **state) {
  Fixture &f = fixture(state);
  const std::uint32_t first = f.connections.serial_of(f.make());
  const Stats before = stats();
  f.connections.roll_back(f.make());
  assert_int_equal(stats().conn_alloc, before.conn_alloc);
  assert_int_equal(stats().conn_free, before.conn_free);
  assert_int_equal(f.context.connection_count, 1);
  assert_int_equal(f.connections.serial_of(f.make()), first + 1);
}

void the_close_watcher_comes_before_the_finalizer_and_the_handle_is_good_in_both(void **state) {
  Fixture &f = fixture(state);
  f.context.settings->close = some();
  f.context.finalizer = some();
  Connection &c = f.make();
  const Handle h = f.connections.handle_of(c);
  f.destroy(c, CloseReason::timeout);
  assert_int_equal(f.count, 2);
  assert_int_equal(f.told[0], closed);
  assert_int_equal(f.told[1], finalized);
  assert_true(f.good && f.reason == CloseReason::timeout);
  assert_null(f.connections.find(h));
  assert_int_equal(f.context.connection_count, 0);
}

void a_refused_connection_has_no_close_watcher(void **state) {
  Fixture &f = fixture(state);
  f.context.settings->close = some();
  f.context.finalizer = some();
  Connection &c = f.make();
  c.refused = true;
  f.destroy(c, CloseReason::application);
  assert_int_equal(f.count, 1);
  assert_int_equal(f.told[0], finalized);
}

void silently_nothing_is_called(void **state) {
  Fixture &f = fixture(state);
  f.context.settings->close = some();
  f.context.finalizer = some();
  f.connections.destroy_silently(f.make());
  assert_int_equal(f.count, 0);
  assert_int_equal(f.connections.used(), 0);
}

void why_it_ended_is_told_in_the_last_callbacks_alone(void **state) {
  Fixture &f = fixture(state);
  f.context.settings->close = some();
  Connection &c = f.make(), &other = f.make();
  char text[100];
  assert_int_equal(f.connections.end_detail(c, text, sizeof text), err::not_ready);
  assert_int_equal(f.connections.end_detail(c, nullptr, 5), err::invalid);
  f.destroy(c, CloseReason::application);
  assert_non_null(std::strstr(f.detail, "closed by the program"));
  assert_int_equal(f.connections.end_detail(other, text, sizeof text), err::not_ready);
}

void the_first_request_to_close_counts(void **state) {
  Fixture &f = fixture(state);
  Connection &c = f.make();
  const std::int64_t before = stats().conn_close;
  assert_true(f.connections.request_close(c));
  assert_false(f.connections.request_close(c));
  assert_int_equal(stats().conn_close, before + 1);
  assert_true(f.agenda.any_to_end());
}

void with_output_left_the_end_is_not_due_yet(void **state) {
  Fixture &f = fixture(state);
  Connection &c = f.make();
  c.move_to(Connection::State::connecting);
  c.move_to(Connection::State::open);
  assert_true(c.append(f.pool, "x", 1));
  assert_true(f.connections.request_close(c));
  assert_false(f.agenda.any_to_end());
}

void closing_all_leaves_marks_and_destroys_none(void **state) {
  Fixture &f = fixture(state);
  Connection &a = f.make(), &b = f.make();
  f.connections.request_close(a);
  f.connections.close_all(f.context);
  assert_true(a.closing() && b.closing());
  assert_int_equal(f.connections.used(), 2);
}

void a_visit_goes_from_new_to_old_until_it_is_told_to_stop(void **state) {
  Fixture &f = fixture(state);
  f.make();
  Connection &middle = f.make();
  f.make();
  f.visits_left = 2;
  f.connections.visit(f.context, some());
  assert_int_equal(f.count, 2);
  assert_true(f.connections.names(f.last, middle));
  assert_false(f.round.callbacks_may_run);
}

void a_freed_place_tells_the_listeners_that_wait_for_a_descriptor(void **state) {
  Fixture &f = fixture(state);
  Connection &c = f.make();
  assert_false(f.round.descriptor_released);
  f.destroy(c, CloseReason::remote);
  assert_true(f.round.descriptor_released);
}

} // namespace

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_fixture, end_fixture)

int main() {
  const CMUnitTest tests[] = {
      TEST(a_new_connection_has_a_newer_serial_and_comes_first),
      TEST(serials_are_compared_across_their_wrap_around),
      TEST(a_full_table_makes_none_and_changes_nothing),
      TEST(one_that_is_rolled_back_has_never_been),
      TEST(the_close_watcher_comes_before_the_finalizer_and_the_handle_is_good_in_both),
      TEST(a_refused_connection_has_no_close_watcher),
      TEST(silently_nothing_is_called),
      TEST(why_it_ended_is_told_in_the_last_callbacks_alone),
      TEST(the_first_request_to_close_counts),
      TEST(with_output_left_the_end_is_not_due_yet),
      TEST(closing_all_leaves_marks_and_destroys_none),
      TEST(a_visit_goes_from_new_to_old_until_it_is_told_to_stop),
      TEST(a_freed_place_tells_the_listeners_that_wait_for_a_descriptor),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
