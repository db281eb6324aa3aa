// Which of several addresses a connect that is waited for takes, and what is told when none
// answers.
#include "net/dial_race.h"

#include "base/clock.h"
#include "base/stats.h"
#include "net/context.h"

#include <cerrno>
#include <cstdio>
#include <sys/resource.h>

#include "cmocka_cxx.h"

using namespace vce;

namespace {

const CallbackTable no_callbacks{};

// A place where nobody listens any more.
Address abandoned() {
  Socket s = Socket::create(Address::Family::ipv4);
  Address any;
  assert_true(s.valid() && Address::parse("127.0.0.1", 0, any) && s.bind(any));
  return s.local_address();
}

struct Fixture {
  Fixture() : context(ContextOptions{}, no_callbacks) {
    assert_true(loop.open([](void *) {}, nullptr));
    assert_true(lingering.open(1));
    for (Listener &l : listeners)
      assert_int_equal(l.open("127.0.0.1", 0, false), 0);
    stats().traffic = TrafficStats();
  }
  ~Fixture() {
    for (Listener &l : listeners)
      l.close(loop);
  }
  Fixture(const Fixture &) = delete;
  Fixture &operator=(const Fixture &) = delete;

  Address place(int of) { return listeners[of].socket().local_address(); }

  Events events;
  Poller loop{events};
  LingeringSockets lingering{loop};
  Context context;
  Listener listeners[2];
};

void check_winner(DialRace &race, const Address &expected) {
  assert_true(race.winner().valid());
  assert_true(race.remote().is_same_place(expected));
  assert_int_equal(race.winner().outcome_of_connect(race.remote(), true), 0);
}

void the_first_one_is_taken_when_it_answers(void **) {
  Fixture f;
  const Address candidates[] = {f.place(0), f.place(1)};
  DialRace race(f.context, f.lingering, candidates, steady_clock_us());
  assert_true(race.run());
  check_winner(race, f.place(0));
  Address peer;
  assert_false(f.listeners[1].socket().accept(peer).valid()); // was not tried
  assert_int_equal(stats().traffic.connect_syscall, 1);
  assert_int_equal(stats().traffic.connect_syscall_e, 0);
}

void the_next_one_is_tried_at_once_when_one_is_refused(void **) {
  Fixture f;
  const Address candidates[] = {abandoned(), abandoned(), f.place(1), f.place(0)};
  DialRace race(f.context, f.lingering, candidates, steady_clock_us());
  assert_true(race.run());
  check_winner(race, f.place(1));
  assert_int_equal(race.failure().error(), ECONNREFUSED);
  assert_int_equal(stats().traffic.connect_syscall, 1);
  assert_int_equal(stats().traffic.connect_syscall_e, 2);
}

void the_first_failure_is_told_when_all_fail(void **) {
  Fixture f;
  const Address candidates[] = {abandoned(), abandoned()};
  DialRace race(f.context, f.lingering, candidates, steady_clock_us());
  assert_false(race.run());
  assert_false(race.winner().valid());
  assert_int_equal(race.error(), err::connect);
  char text[DialFailure::text_bytes], expected[128];
  race.failure().describe(nullptr, text);
  std::snprintf(expected, sizeof expected,
                "connect to 127.0.0.1 port %d: Connection refused (2 addresses tried)",
                candidates[0].port());
  assert_string_equal(text, expected);
}

void without_a_socket_another_error_is_told(void **) {
  Fixture f;
  const Address candidates[] = {f.place(0)};
  rlimit before;
  assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit none{0, before.rlim_max};
  assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
  DialRace race(f.context, f.lingering, candidates, steady_clock_us());
  const bool won = race.run();
  assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
  assert_false(won);
  assert_int_equal(race.failure().error(), EMFILE);
  assert_int_equal(race.error(), err::socket);
}

} // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(the_first_one_is_taken_when_it_answers),
      cmocka_unit_test(the_next_one_is_tried_at_once_when_one_is_refused),
      cmocka_unit_test(the_first_failure_is_told_when_all_fail),
      cmocka_unit_test(without_a_socket_another_error_is_told),
  };
  return cmocka_run_group_tests_name("dial_race", tests, nullptr, nullptr);
}
