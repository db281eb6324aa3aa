// Admission carried out, with sockets on this machine and no library around them.
#include "net/acceptor.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/stats.h"
#include "net/contexts.h"
#include "owners.h"

#include <cerrno>
#include <sys/resource.h>

using namespace vce;

namespace {

struct Fixture : Owners {
  Fixture() {
    contexts.open(3);
    assert_true(acceptor.open());
    context = &add();
    admission_stats() = AdmissionStats();
  }
  ~Fixture() {
    for (Context *x = contexts.front(); x; x = contexts.next(*x))
      destroy_all(*x);
    acceptor.close();
    contexts.free_all();
  }
  Fixture(const Fixture &) = delete;
  Fixture &operator=(const Fixture &) = delete;

  Context &add() {
    auto made = make_owned<Context>(options(), test_callbacks);
    assert_true(made && made->edit_settings());
    made->settings->close = some_callback();
    made->finalizer = some_callback();
    assert_int_equal(made->listener.open("127.0.0.1", 0, false), 0);
    assert_true(made->listener.arm(poller) && contexts.reserve());
    return contexts.add(std::move(made));
  }
  // A peer that waits to be accepted.
  Socket peer() {
    Socket s = Socket::create(Address::Family::ipv4);
    const int error = s.connect(context->listener.socket().local_address());
    assert_true(error == 0 || error == EINPROGRESS);
    return s;
  }
  void accept() {
    const std::int64_t end = steady_clock_us() + 60 * 1000000LL;
    while (poller.ready_listeners().empty() && steady_clock_us() < end)
      poller.poll(10000);
    assert_false(poller.ready_listeners().empty());
    begin_round();
    acceptor.accept_waiting();
  }

  Contexts contexts;
  Context *context;
  Acceptor acceptor{round, poller, contexts, connections, idle_limits, handshakes, lingering};
};

// The other side has closed it: waits for that.
bool is_ended(Socket &s) {
  const std::int64_t end = steady_clock_us() + 60 * 1000000LL;
  char byte;
  long got;
  while ((got = s.receive(&byte, 1)) == -EAGAIN && steady_clock_us() < end)
    usleep(1000);
  return got == 0;
}

void a_waiting_peer_becomes_a_connection(void **) {
  Fixture f;
  Socket s = f.peer();
  f.accept();
  Connection *c = f.context->connections.front();
  assert_non_null(c);
  assert_true(c->accepted && c->state() == Connection::State::open);
  assert_true(c->remote.is_same_place(s.local_address()));
  assert_true(f.round.active);
  assert_int_equal(application.asked, 0);
}

void one_that_the_watcher_refuses_ends_without_a_word_to_the_close_watcher(void **) {
  Fixture f;
  f.context->accept_watcher = some_callback();
  application.answer = -1;
  Socket s = f.peer();
  f.accept();
  assert_int_equal(application.asked, 1);
  assert_int_equal(application.closed, 0);
  assert_int_equal(application.finalized, 1);
  assert_int_equal(f.context->connection_count, 0);
  assert_true(is_ended(s));
}

void one_that_is_turned_away_is_counted_and_sees_the_end(void **) {
  Fixture f;
  f.acceptor.stop_listening(f.add()); // another context changes nothing
  f.context->accepting = false;
  Socket s = f.peer();
  f.accept();
  assert_null(f.context->connections.front());
  assert_int_equal(admission_stats().turned_away_disabled, 1);
  assert_int_equal(stats().conn_alloc - stats().conn_free, 0);
  assert_true(is_ended(s));
}

void a_rate_is_the_rounds_and_the_warning_may_let_a_peer_pass(void **) {
  Fixture f;
  f.context->rate.set(1, f.round.now_us);
  f.context->accept_warning = some_callback();
  Socket peers[4];
  for (Socket &s : peers) {
    s = f.peer();
    f.accept();
  }
  const int passed = f.context->connection_count;
  assert_true(passed >= 1 && passed < 4);
  assert_int_equal(admission_stats().turned_away_rate, 4 - passed);
  assert_int_equal(application.warned, 4 - passed);
  application.warning_answer = 0;
  Socket s = f.peer();
  f.accept();
  assert_int_equal(f.context->connection_count, passed + 1);
}

// Takes all descriptors that are left.
struct Emptiness {
  Emptiness() {
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    const rlimit few{64, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
    for (int fd; (fd = dup(0)) >= 0;)
      fds[count++] = fd;
    assert_int_equal(errno, EMFILE);
  }
  ~Emptiness() {
    while (count > 0)
      close(fds[--count]);
    setrlimit(RLIMIT_NOFILE, &before);
  }
  rlimit before;
  int fds[64];
  int count = 0;
};

void without_descriptors_peers_are_turned_away_and_accepting_pauses(void **) {
  Fixture f;
  Socket first = f.peer(), second = f.peer();
  {
    const Emptiness none;
    f.accept();
  }
  assert_int_equal(f.context->connection_count, 0);
  assert_int_equal(admission_stats().turned_away_descriptors, 2);
  assert_int_equal(admission_stats().pauses, 1);
  assert_true(f.context->listener.paused());
  assert_true(is_ended(first) && is_ended(second));
  const std::int64_t due = f.acceptor.next_due_us();
  assert_true(due > f.round.now_us && due != INT64_MAX);

  f.acceptor.accept_waiting(); // not yet
  assert_true(f.context->listener.paused());
  f.round.descriptor_released = true;
  assert_true(f.acceptor.next_due_us() <= f.round.now_us);
  f.acceptor.accept_waiting();
  assert_false(f.context->listener.paused());
  assert_false(f.round.descriptor_released);
  assert_true(f.acceptor.next_due_us() == INT64_MAX);
  Socket third = f.peer();
  f.accept();
  assert_int_equal(f.context->connection_count, 1);
}

void a_context_that_stops_listening_while_it_pauses_is_not_waited_for(void **) {
  Fixture f;
  Socket s = f.peer();
  {
    const Emptiness none;
    f.accept();
  }
  assert_true(f.context->listener.paused());
  f.acceptor.stop_listening(*f.context);
  f.acceptor.stop_listening(*f.context); // once more is nothing
  assert_false(f.context->listener.listening());
  assert_true(f.acceptor.next_due_us() == INT64_MAX);
}

// It was armed in vain in each millisecond from then on.
void a_server_socket_that_the_program_closes_while_it_pauses_is_not_waited_for(void **) {
  Fixture f;
  Socket s = f.peer();
  {
    const Emptiness none;
    f.accept();
  }
  assert_int_equal(close(f.context->listener.socket().fd()), 0);
  f.acceptor.check_listeners();
  assert_false(f.context->listener.listening());
  assert_true(f.acceptor.next_due_us() == INT64_MAX);
}

} // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(a_waiting_peer_becomes_a_connection),
      cmocka_unit_test(one_that_the_watcher_refuses_ends_without_a_word_to_the_close_watcher),
      cmocka_unit_test(one_that_is_turned_away_is_counted_and_sees_the_end),
      cmocka_unit_test(a_rate_is_the_rounds_and_the_warning_may_let_a_peer_pass),
      cmocka_unit_test(without_descriptors_peers_are_turned_away_and_accepting_pauses),
      cmocka_unit_test(a_context_that_stops_listening_while_it_pauses_is_not_waited_for),
      cmocka_unit_test(a_server_socket_that_the_program_closes_while_it_pauses_is_not_waited_for),
  };
  return cmocka_run_group_tests_name("acceptor", tests, nullptr, nullptr);
}
