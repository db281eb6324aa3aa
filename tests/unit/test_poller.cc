// Readiness and waiting, in the make of Poller that the library is built with.
#include "net/poller.h"

#include "base/clock.h"

#include <csignal>
#include <memory>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include "cmocka_cxx.h"

using namespace vce;

namespace {

constexpr int minute_us = 60000000;

struct Pair {
  int near = -1, far = -1;
  Pair() {
    int ends[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), 0);
    near = ends[0];
    far = ends[1];
  }
  ~Pair() {
    ::close(near);
    ::close(far);
  }
  void tell() const { assert_int_equal(::write(far, "x", 1), 1); }
};

// A loop as the runtime has one, which watches `watched` anew in a child.
struct Loop {
  Events events;
  Poller poller{events};
  std::vector<std::pair<Watch *, int>> watched;
  Loop() { assert_true(poller.open(rewatch, this)); }
  ~Loop() {
    poller.close();
    events.close();
  }
  void watch(Watch &w, int fd) {
    assert_true(poller.set_interest(w, fd, Watch::readable));
    watched.emplace_back(&w, fd);
  }
  static void rewatch(void *self) {
    auto &loop = *static_cast<Loop *>(self);
    for (const auto &[watch, fd] : loop.watched)
      (void)loop.poller.rewatch(*watch, fd);
  }
};

void one_poll_sees_all_that_is_ready(void **) {
  constexpr int many = 400; // more than libevent and the set take from the system at once
  Loop loop;
  std::vector<std::unique_ptr<Pair>> pairs;
  std::vector<std::unique_ptr<Watch>> watches;
  for (int i = 0; i < many; ++i) {
    pairs.push_back(std::make_unique<Pair>());
    watches.push_back(std::make_unique<Watch>(Watch::Kind::connection));
    loop.watch(*watches.back(), pairs.back()->near);
    pairs.back()->tell();
  }
  loop.poller.poll(minute_us);
  int seen = 0;
  while (Watch *w = loop.poller.ready_connections().pop_front())
    seen += w->take_readiness() == Watch::readable;
  assert_int_equal(seen, many);
}

void interest_can_change_and_end(void **) {
  Loop loop;
  Pair pair;
  Watch w(Watch::Kind::connection);
  assert_true(loop.poller.set_interest(w, pair.near, Watch::readable | Watch::writable));
  loop.poller.poll(minute_us);
  assert_ptr_equal(loop.poller.ready_connections().pop_front(), &w);
  assert_int_equal(w.take_readiness(), Watch::writable);
  assert_true(loop.poller.set_interest(w, pair.near, Watch::readable));
  loop.poller.poll(0);
  assert_false(loop.poller.any_ready());
  pair.tell();
  assert_true(loop.poller.set_interest(w, pair.near, Watch::nothing));
  loop.poller.poll(0);
  assert_false(loop.poller.any_ready());
  assert_int_equal(w.interest(), Watch::nothing);
}

void a_socket_can_be_handed_over(void **) {
  Loop loop;
  Pair pair;
  Watch from(Watch::Kind::connection), to(Watch::Kind::lingering);
  assert_true(loop.poller.set_interest(from, pair.near, Watch::readable));
  pair.tell();
  loop.poller.poll(minute_us);
  assert_true(loop.poller.hand_over(from, to, pair.near));
  assert_true(loop.poller.ready_connections().empty());
  loop.poller.poll(minute_us);
  assert_ptr_equal(loop.poller.ready_lingering().pop_front(), &to);
  loop.poller.forget(to, pair.near);
}

// A socket that connects is libevent's, until the poller takes it over.
void events_lend_a_watch_to_the_poller(void **) {
  Loop loop;
  Pair pair;
  Watch w(Watch::Kind::connection);
  assert_true(loop.events.set_interest(w, pair.near, Watch::readable | Watch::writable));
  loop.poller.poll(minute_us);
  assert_ptr_equal(loop.poller.ready_connections().pop_front(), &w);
  assert_int_equal(w.take_readiness(), Watch::writable);
  assert_true(loop.poller.set_interest(w, pair.near, Watch::readable));
  loop.poller.poll(0);
  assert_false(loop.poller.any_ready());
  pair.tell();
  loop.poller.poll(minute_us);
  assert_ptr_equal(loop.poller.ready_connections().pop_front(), &w);
  loop.poller.forget(w, pair.near);
#ifndef VCE_POLLER_LIBEVENT
  assert_int_equal(loop.events.sockets().count(), 0);
#endif
}

// libevent takes three descriptors, which a program that dials nobody does not pay.
void without_connects_there_is_no_base(void **) {
  Loop loop;
  Pair pair;
  Watch w(Watch::Kind::connection);
  loop.watch(w, pair.near);
  pair.tell();
  loop.poller.poll(minute_us);
#ifdef VCE_POLLER_LIBEVENT
  assert_true(loop.events.has_base());
#else
  assert_false(loop.events.has_base());
#endif
}

WakeUp *woken_by_signal = nullptr;

void after_a_moment(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  assert_int_equal(sigaction(SIGALRM, &action, nullptr), 0);
  itimerval soon{{0, 20000}, {0, 20000}}; // again and again, as the first may come before the wait
  assert_int_equal(setitimer(ITIMER_REAL, &soon, nullptr), 0);
}

void no_more_signals() {
  itimerval never{};
  setitimer(ITIMER_REAL, &never, nullptr);
  signal(SIGALRM, SIG_DFL);
}

void a_signal_ends_the_wait(void **) {
  Loop loop;
  Pair pair;
  Watch w(Watch::Kind::connection), dialling(Watch::Kind::attempt);
  loop.watch(w, pair.near);
  const std::int64_t begun = steady_clock_us();
  after_a_moment([](int) {});
  loop.poller.poll(minute_us);
  assert_false(loop.poller.wait_outside(0));
  assert_true(loop.poller.wait_outside(60000));
  // Also while libevent has a socket that connects.
  Pair other;
  assert_true(loop.events.set_interest(dialling, other.near, Watch::readable));
  loop.poller.poll(minute_us);
  no_more_signals();
  assert_true(steady_clock_us() - begun < minute_us);
  assert_false(loop.poller.any_ready());
  loop.events.forget(dialling, other.near);
}

void a_signal_handler_wakes_the_loop_up(void **) {
  Loop loop;
  woken_by_signal = &loop.events.wake_up();
  assert_false(woken_by_signal->take());
  after_a_moment([](int) { woken_by_signal->wake(); });
  loop.poller.poll(minute_us);
  no_more_signals();
  assert_true(woken_by_signal->take());
  assert_false(woken_by_signal->take());
  loop.poller.poll(0);
  assert_false(loop.poller.wait_outside(0)); // the descriptor was read
}

void a_thread_wakes_the_loop_up(void **) {
  Loop loop;
  pthread_t thread;
  const auto run = [](void *wake_up) -> void * {
    for (int i = 0; i < 1000; ++i) // a pipe would be full if each of them were written
      static_cast<WakeUp *>(wake_up)->wake();
    return nullptr;
  };
  assert_int_equal(pthread_create(&thread, nullptr, run, &loop.events.wake_up()), 0);
  loop.poller.poll(minute_us);
  assert_int_equal(pthread_join(thread, nullptr), 0);
  assert_true(loop.events.wake_up().take());
}

void the_descriptor_for_other_loops_tells_of_all(void **) {
  Loop loop;
  Pair pair, dialled;
  Watch w(Watch::Kind::connection), attempt(Watch::Kind::attempt);
  loop.watch(w, pair.near);
  assert_true(loop.events.set_interest(attempt, dialled.near, Watch::readable));
  loop.poller.poll(0);
  pollfd set{loop.poller.wait_fd(), POLLIN, 0};
  if (set.fd < 0) {
    print_message("libevent has no descriptor with this backend\n");
    assert_true(loop.poller.needs_rounds());
    loop.events.forget(attempt, dialled.near);
    skip();
  }
  assert_int_equal(poll(&set, 1, 0), 0);
  dialled.tell();
  assert_int_equal(poll(&set, 1, 60000), 1);
  loop.events.forget(attempt, dialled.near);
  loop.poller.poll(0);
  assert_int_equal(poll(&set, 1, 0), 0);
  loop.events.wake_up().wake();
  assert_int_equal(poll(&set, 1, 60000), 1);
  loop.poller.poll(0);
  assert_int_equal(poll(&set, 1, 0), 0);
  pair.tell();
  assert_int_equal(poll(&set, 1, 60000), 1);
}

// A worker that was forked took two system calls more for the end of each connection, for ever.
void whether_another_process_has_a_socket_is_known_of_each_one(void **) {
  const pid_t child = fork();
  if (child == 0) {
    Loop loop;
    Pair before, after;
    Watch old(Watch::Kind::connection);
    loop.watch(old, before.near);
    const pid_t grandchild = fork();
    if (grandchild == 0) {
      // Its parent's is shared, one of its own is not.
      Watch own(Watch::Kind::connection);
      const bool early = old.is_shared();
      loop.poller.poll(0);
      Watch later(Watch::Kind::connection);
      loop.watch(later, after.near);
      _exit(early && old.is_shared() && !later.is_shared() &&
                    loop.poller.retire(later, after.near) && !loop.poller.retire(old, before.near)
                ? 0
                : 1);
    }
    int status = -1;
    waitpid(grandchild, &status, 0);
    const bool shared = old.is_shared();
    loop.poller.poll(0);
    Watch fresh(Watch::Kind::connection);
    _exit(status == 0 && shared && !fresh.is_shared() ? 0 : 1);
  }
  int status = -1;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_int_equal(status, 0);
}

void a_child_has_a_loop_of_its_own(void **) {
  Loop loop;
  Pair pair;
  Watch w(Watch::Kind::connection);
  loop.watch(w, pair.near);
  const pid_t child = fork();
  if (child == 0) {
    loop.poller.poll(0);
    loop.poller.forget(w, pair.near);
    loop.watched.clear();
    loop.events.wake_up().wake(); // nobody else
    loop.poller.poll(0);
    _exit(loop.events.wake_up().take() ? 0 : 1);
  }
  int status = -1;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_int_equal(status, 0);
  loop.poller.poll(0);
  assert_false(loop.events.wake_up().take());
  pair.tell();
  loop.poller.poll(minute_us);
  assert_ptr_equal(loop.poller.ready_connections().pop_front(), &w);
}

} // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(one_poll_sees_all_that_is_ready),
      cmocka_unit_test(interest_can_change_and_end),
      cmocka_unit_test(a_socket_can_be_handed_over),
      cmocka_unit_test(events_lend_a_watch_to_the_poller),
      cmocka_unit_test(without_connects_there_is_no_base),
      cmocka_unit_test(a_signal_ends_the_wait),
      cmocka_unit_test(a_signal_handler_wakes_the_loop_up),
      cmocka_unit_test(a_thread_wakes_the_loop_up),
      cmocka_unit_test(the_descriptor_for_other_loops_tells_of_all),
      cmocka_unit_test(whether_another_process_has_a_socket_is_known_of_each_one),
      cmocka_unit_test(a_child_has_a_loop_of_its_own),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
