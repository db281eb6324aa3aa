// Connects under way, with sockets on this machine and no library around them.
#include "base/clock.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/stats.h"
#include "net/dialer.h"
#include "owners.h"

#include <cerrno>
#include <cstdio>

using namespace vce;

namespace {

// A place where nobody listens any more.
Address abandoned() {
  Socket s = Socket::create(Address::Family::ipv4);
  Address any;
  assert_true(s.valid() && Address::parse("127.0.0.1", 0, any) && s.bind(any));
  return s.local_address();
}

struct Fixture : Owners {
  explicit Fixture(bool non_blocking = true) : context(options(non_blocking), test_callbacks) {
    assert_non_null(context.edit_settings());
    context.settings->close = some_callback();
    for (Listener &l : listeners)
      assert_int_equal(l.open("127.0.0.1", 0, false), 0);
  }
  ~Fixture() {
    destroy_all(context);
    for (Listener &l : listeners)
      l.close(poller);
  }
  Fixture(const Fixture &) = delete;
  Fixture &operator=(const Fixture &) = delete;

  static ContextOptions options(bool non_blocking) {
    ContextOptions o = Owners::options();
    o.non_blocking_connect = non_blocking;
    return o;
  }
  Address place(int of) { return listeners[of].socket().local_address(); }

  // One whose name has been found to have these addresses.
  Connection &resolved(std::initializer_list<Address> addresses) {
    Connection *c = connections.make(context, {}, {}, Connection::State::resolving);
    assert_true(c && c->make_extras());
    c->extras->dialing = make_owned<Dialing>(*c, *c);
    assert_true(c->dialing() && c->dialing()->keep_host("name"));
    for (const Address &a : addresses)
      assert_true(c->dialing()->lookup.answer().push(a));
    assert_false(dialer.serve(*c, Watch::resolved));
    return *c;
  }
  // Until it is established, or destroyed.
  bool serve_until_done(Connection &c) {
    const std::int64_t end = steady_clock_us() + 60 * 1000000LL;
    const Handle h = connections.handle_of(c);
    while (steady_clock_us() < end) {
      poller.poll(10000);
      dialer.serve_attempts();
      while (Watch *ready = poller.ready_connections().pop_front()) {
        if (dialer.serve(c, static_cast<Connection *>(ready)->take_readiness()))
          return true;
        if (!connections.find(h))
          return false;
      }
    }
    fail_msg("neither established nor failed");
    return false;
  }

  Context context;
  Listener listeners[3];
  Dialer dialer{round, poller, events, idle_limits, connections, handshakes, lingering};
};

void a_connect_in_the_background_is_established_in_a_later_round(void **) {
  Fixture f;
  int error = 1;
  const Handle h = f.dialer.connect(f.context, "127.0.0.1", f.place(0).port(), error);
  Connection *c = f.connections.find(h);
  assert_true(c && error == 0 && c->state() == Connection::State::connecting);
  f.begin_round();
  assert_true(f.serve_until_done(*c));
  assert_true(c->state() == Connection::State::open);
  assert_true(c->remote.is_same_place(f.place(0)));
}

void a_connect_that_is_waited_for_is_established_at_once(void **) {
  Fixture f(false);
  int error = 1;
  const Handle h = f.dialer.connect(f.context, "127.0.0.1", f.place(0).port(), error);
  Connection *c = f.connections.find(h);
  assert_true(c && error == 0 && c->state() == Connection::State::open);
}

void nobody_is_connected_to_while_connects_are_refused(void **) {
  Fixture f;
  int error = 0;
  f.dialer.refuse(true);
  assert_null(f.connections.find(f.dialer.connect(f.context, "127.0.0.1", 1, error)));
  assert_int_equal(error, err::connect);
  assert_int_equal(errno, ECANCELED);
  f.dialer.refuse(false);
  assert_non_null(
      f.connections.find(f.dialer.connect(f.context, "127.0.0.1", f.place(0).port(), error)));
}

void the_context_has_so_many_connections_and_no_more(void **) {
  Fixture f;
  int error = 0;
  for (int i = 0; i < f.context.max_connections; ++i)
    assert_non_null(
        f.connections.find(f.dialer.connect(f.context, "127.0.0.1", f.place(0).port(), error)));
  assert_null(
      f.connections.find(f.dialer.connect(f.context, "127.0.0.1", f.place(0).port(), error)));
  assert_int_equal(error, err::full);
}

void the_next_address_is_tried_when_one_is_refused(void **) {
  Fixture f;
  f.begin_round();
  Connection &c = f.resolved({abandoned(), abandoned(), f.place(1), f.place(0)});
  assert_true(f.serve_until_done(c));
  assert_true(c.remote.is_same_place(f.place(1)));
  assert_null(c.dialing());
}

void the_connection_ends_when_no_address_is_left(void **) {
  Fixture f;
  f.begin_round();
  Connection &c = f.resolved({abandoned(), abandoned()});
  assert_false(f.serve_until_done(c));
  assert_int_equal(application.closed, 1);
  assert_true(application.reason == CloseReason::remote);
  assert_int_equal(f.context.connection_count, 0);
}

void an_address_without_an_answer_gets_company_after_a_while(void **) {
  Fixture f;
  f.begin_round();
  assert_true(f.dialer.next_due_us() == INT64_MAX);
  // Nobody looks at the sockets, so no answer is seen.
  Connection &c = f.resolved({f.place(0), f.place(1), f.place(2)});
  assert_true(c.remote.is_same_place(f.place(0)));
  const std::int64_t due = f.dialer.next_due_us();
  f.round.now_us = due - 1;
  f.dialer.try_more_addresses();
  assert_null(c.dialing()->newest());
  f.round.now_us = due;
  f.dialer.try_more_addresses();
  assert_true(c.remote.is_same_place(f.place(1)));
  assert_non_null(c.dialing()->newest());
  assert_true(c.dialing()->newest()->to.is_same_place(f.place(0)));
  f.round.now_us = f.dialer.next_due_us();
  f.dialer.try_more_addresses();
  assert_true(c.remote.is_same_place(f.place(2)));
  assert_true(f.dialer.next_due_us() == INT64_MAX); // was the last one
  // Now the answers are seen: one of the older ones is taken, the others are closed.
  assert_true(f.serve_until_done(c));
  assert_true(c.remote.is_same_place(f.place(0)) || c.remote.is_same_place(f.place(1)) ||
              c.remote.is_same_place(f.place(2)));
  assert_null(c.dialing());
  assert_true(f.poller.ready_attempts().empty());
}

void a_limit_for_connects_ends_the_attempts_and_says_of_which_address(void **) {
  Fixture f;
  f.begin_round();
  f.context.connect_limit_ms = 5000;
  assert_true(f.idle_limits.reserve_connects(1));
  Connection &c = f.resolved({f.place(0), f.place(1), f.place(2)});
  f.idle_limits.limit_connect(c, f.round.now_us);
  f.round.now_us = f.dialer.next_due_us();
  f.dialer.try_more_addresses();
  assert_null(f.idle_limits.take_connect(f.round.now_us));
  assert_ptr_equal(f.idle_limits.take_connect(f.idle_limits.connect_due_us()), &c);
  f.dialer.time_out(c, true);
  assert_true(f.dialer.next_due_us() == INT64_MAX);
  char text[DialFailure::text_bytes], expected[128];
  c.dialing()->failure.describe("name", text);
  std::snprintf(expected, sizeof expected,
                "connect to name, 127.0.0.1 port %d: Connection timed out (limit for connects)",
                f.place(0).port());
  assert_string_equal(text, expected);
}

} // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(a_connect_in_the_background_is_established_in_a_later_round),
      cmocka_unit_test(a_connect_that_is_waited_for_is_established_at_once),
      cmocka_unit_test(nobody_is_connected_to_while_connects_are_refused),
      cmocka_unit_test(the_context_has_so_many_connections_and_no_more),
      cmocka_unit_test(the_next_address_is_tried_when_one_is_refused),
      cmocka_unit_test(the_connection_ends_when_no_address_is_left),
      cmocka_unit_test(an_address_without_an_answer_gets_company_after_a_while),
      cmocka_unit_test(a_limit_for_connects_ends_the_attempts_and_says_of_which_address),
  };
  return cmocka_run_group_tests_name("dialer", tests, nullptr, nullptr);
}
