// Functions posted by threads: none is lost, doubled, or overtakes one that was posted before it.
#include "net/posts.h"

#include "base/error.h"

#include "cmocka_cxx.h"

#include <pthread.h>

using namespace vce;

namespace {

Posts ring; // of the test, as large as that of the process
int calls;

void count(void *) { ++calls; }

int opened(void **) {
  calls = 0;
  ring.open();
  return 0;
}

int closed(void **) {
  ring.close();
  return 0;
}

void a_closed_ring_takes_nothing_and_drops_what_waits(void **) {
  assert_int_equal(ring.post(count, nullptr), err::none);
  assert_false(ring.empty());
  ring.close();
  assert_true(ring.empty());
  assert_int_equal(ring.post(count, nullptr), err::invalid);
  ring.open();
  ring.run();
  assert_int_equal(calls, 0);
}

void post_again(void *) {
  ++calls;
  assert_int_equal(ring.post(post_again, nullptr), err::none);
}

void what_a_posted_function_posts_is_for_the_next_time(void **) {
  assert_int_equal(ring.post(post_again, nullptr), err::none);
  for (int round = 1; round <= 3; ++round) {
    ring.run();
    assert_int_equal(calls, round);
    assert_false(ring.empty());
  }
}

// Twice over, so that the ring goes round.
void a_full_ring_refuses_and_takes_again(void **) {
  for (int round = 1; round <= 2; ++round) {
    for (unsigned i = 0; i < limits::max_posts; ++i)
      assert_int_equal(ring.post(count, nullptr), err::none);
    assert_int_equal(ring.post(count, nullptr), err::full);
    ring.run();
    assert_int_equal(calls, round * static_cast<int>(limits::max_posts));
    assert_true(ring.empty());
  }
}

// In a full ring the place of the running one is free already.
void post_one(void *) {
  ++calls;
  assert_int_equal(ring.post(count, nullptr), err::none);
}

void a_running_function_can_post_into_a_full_ring(void **) {
  for (unsigned i = 0; i < limits::max_posts; ++i)
    assert_int_equal(ring.post(post_one, nullptr), err::none);
  ring.run();
  ring.run();
  assert_int_equal(calls, 2 * static_cast<int>(limits::max_posts));
}

struct Sender {
  int sent = 0;     // by its thread
  int received = 0; // here
  int wrong = 0;
};
enum { senders = 3, each = 20000 };

struct Numbered {
  Sender *sender;
  int number;
};
Numbered numbered[senders][each];

void receive(void *of) {
  auto &message = *static_cast<Numbered *>(of);
  message.sender->wrong += message.number != message.sender->received++;
}

void *send(void *of) {
  auto *messages = static_cast<Numbered *>(of);
  for (int i = 0; i < each;)
    i += ring.post(receive, &messages[i]) == err::none;
  return nullptr;
}

void threads_post_while_it_runs(void **) {
  pthread_t threads[senders];
  Sender of[senders];
  for (int s = 0; s < senders; ++s) {
    for (int i = 0; i < each; ++i)
      numbered[s][i] = {&of[s], i};
    assert_int_equal(pthread_create(&threads[s], nullptr, send, numbered[s]), 0);
  }
  for (int received = 0; received < senders * each;) {
    ring.run();
    received = 0;
    for (const Sender &s : of)
      received += s.received;
  }
  for (int s = 0; s < senders; ++s) {
    pthread_join(threads[s], nullptr);
    assert_int_equal(of[s].received, each);
    assert_int_equal(of[s].wrong, 0);
  }
  assert_true(ring.empty());
}

#define POSTS_TEST(f) cmocka_unit_test_setup_teardown(f, opened, closed)

} // namespace

int main() {
  const CMUnitTest tests[] = {
      POSTS_TEST(a_closed_ring_takes_nothing_and_drops_what_waits),
      POSTS_TEST(what_a_posted_function_posts_is_for_the_next_time),
      POSTS_TEST(a_full_ring_refuses_and_takes_again),
      POSTS_TEST(a_running_function_can_post_into_a_full_ring),
      POSTS_TEST(threads_post_while_it_runs),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
