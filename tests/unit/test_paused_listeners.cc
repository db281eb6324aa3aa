// Pauses of listeners were counted up in one file and down in two: one that was paused twice, or
// whose socket the program had closed, was never counted down again.
#include "net/paused_listeners.h"

#include "base/limits.h"
#include "base/stats.h"

#include <unistd.h>

#include "cmocka_cxx.h"

using namespace vce;

namespace {

constexpr std::int64_t begin_us = 1000000000;
constexpr std::int64_t end_us = begin_us + limits::accept_pause_us;

struct Fixture {
  Fixture() {
    assert_true(loop.open([](void *) {}, nullptr));
    for (Listener &l : listeners) {
      assert_int_equal(l.open("127.0.0.1", 0, false), 0);
      assert_true(l.arm(loop));
    }
    admission_stats() = AdmissionStats();
  }
  ~Fixture() {
    for (Listener &l : listeners) {
      paused.give_up(l, end_us);
      l.close(loop);
    }
    loop.close();
  }
  Fixture(const Fixture &) = delete;
  Fixture &operator=(const Fixture &) = delete;

  Events events;
  Poller loop{events};
  Listener listeners[3];
  PausedListeners paused{loop};
};

void a_paused_listener_is_not_watched_until_its_time(void **) {
  Fixture f;
  Listener &l = f.listeners[0];
  assert_true(f.paused.empty() && f.paused.next_us() == INT64_MAX);
  f.paused.pause(l, begin_us);
  assert_true(l.paused() && l.interest() == Watch::nothing);
  assert_true(f.paused.next_us() == end_us);
  f.paused.resume_due(end_us - 1, false);
  assert_true(l.paused());
  f.paused.resume_due(end_us, false);
  assert_false(l.paused());
  assert_int_equal(l.interest(), Watch::readable);
  assert_true(f.paused.empty());
  assert_int_equal(admission_stats().pauses, 1);
  assert_int_equal(admission_stats().resumes, 1);
  assert_int_equal(admission_stats().paused_us, limits::accept_pause_us);
}

void a_released_descriptor_ends_all_pauses(void **) {
  Fixture f;
  for (int i = 0; i < 3; ++i)
    f.paused.pause(f.listeners[i], begin_us + i);
  f.paused.resume_due(begin_us + 10, true);
  assert_true(f.paused.empty());
  for (const Listener &l : f.listeners)
    assert_int_equal(l.interest(), Watch::readable);
  assert_int_equal(admission_stats().resumes, 3);
  assert_int_equal(admission_stats().paused_us, 10 + 9 + 8);
}

void the_first_that_is_due_is_told_and_resumed_alone(void **) {
  Fixture f;
  for (int i = 0; i < 3; ++i)
    f.paused.pause(f.listeners[i], begin_us + i * 100);
  assert_true(f.paused.next_us() == end_us);
  f.paused.resume_due(end_us + 100, false);
  assert_true(!f.listeners[0].paused() && !f.listeners[1].paused() && f.listeners[2].paused());
  assert_true(f.paused.next_us() == end_us + 200);
}

void pausing_twice_is_one_longer_pause(void **) {
  Fixture f;
  Listener &l = f.listeners[0];
  f.paused.pause(l, begin_us);
  f.paused.pause(l, begin_us + 500);
  assert_int_equal(admission_stats().pauses, 1);
  assert_true(f.paused.next_us() == end_us + 500);
  f.paused.resume_due(end_us + 500, false);
  assert_true(f.paused.empty());
  assert_int_equal(admission_stats().paused_us, limits::accept_pause_us + 500);
}

void one_that_is_given_up_is_not_resumed(void **) {
  Fixture f;
  f.paused.pause(f.listeners[0], begin_us);
  f.paused.pause(f.listeners[1], begin_us);
  f.paused.give_up(f.listeners[0], begin_us + 7);
  f.paused.give_up(f.listeners[2], begin_us + 7); // was none
  f.listeners[0].close(f.loop);
  assert_int_equal(admission_stats().paused_us, 7);
  f.paused.resume_due(end_us, false);
  assert_int_equal(admission_stats().resumes, 1);
  assert_true(f.paused.empty());
  f.paused.pause(f.listeners[0], end_us); // has no socket any more
  assert_true(f.paused.empty());
}

// The system has not even memory to watch it: as with a descriptor that is none.
void one_that_cannot_be_watched_is_tried_again_soon(void **) {
  Fixture f;
  Listener &l = f.listeners[0];
  f.paused.pause(l, begin_us);
  f.paused.pause(f.listeners[1], begin_us);
  const int copy = dup(l.socket().fd());
  assert_true(copy >= 0);
  assert_int_equal(close(l.socket().fd()), 0);
  f.paused.resume_due(end_us, false);
  assert_true(l.paused() && !f.listeners[1].paused());
  assert_true(f.paused.next_us() == end_us + limits::accept_pause_retry_us);
  assert_int_equal(dup2(copy, l.socket().fd()), l.socket().fd());
  assert_int_equal(close(copy), 0);
  f.paused.resume_due(end_us + limits::accept_pause_retry_us, false);
  assert_true(f.paused.empty());
  assert_int_equal(l.interest(), Watch::readable);
}

} // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(a_paused_listener_is_not_watched_until_its_time),
      cmocka_unit_test(a_released_descriptor_ends_all_pauses),
      cmocka_unit_test(the_first_that_is_due_is_told_and_resumed_alone),
      cmocka_unit_test(pausing_twice_is_one_longer_pause),
      cmocka_unit_test(one_that_is_given_up_is_not_resumed),
      cmocka_unit_test(one_that_cannot_be_watched_is_tried_again_soon),
  };
  return cmocka_run_group_tests_name("paused_listeners", tests, nullptr, nullptr);
}
