// The addresses of a name: their order, and those that may still answer. The record of a connect
// was a heap of public members, and what held of them stood in the code that dials.
#include "base/limits.h"
#include "net/dialing.h"
#include "owners.h"

#include <fcntl.h>

using namespace vce;

namespace {

struct Fixture : Owners {
  Fixture() : context(options(), test_callbacks) {
    assert_non_null(context.edit_settings());
    connection = connections.make(context, {}, {}, Connection::State::resolving);
    assert_true(connection && connection->make_extras());
    connection->extras->dialing = make_owned<Dialing>(*connection, *connection);
    assert_non_null(connection->dialing());
  }
  ~Fixture() { destroy_all(context); }
  Fixture(const Fixture &) = delete;
  Fixture &operator=(const Fixture &) = delete;

  Dialing &dialing() { return *connection->dialing(); }
  Attempt &add() {
    auto attempt = make_owned<Attempt>(*connection);
    assert_non_null(attempt.get());
    attempt->socket = Socket::create(Address::Family::ipv4);
    assert_true(attempt->socket.valid());
    Attempt &added = *attempt;
    dialing().add(std::move(attempt));
    return added;
  }

  Context context;
  Connection *connection;
};

bool is_open(int fd) { return fcntl(fd, F_GETFD) != -1; }

void addresses_are_taken_in_their_order_and_once(void **) {
  Fixture f;
  assert_false(f.dialing().has_next());
  assert_null(f.dialing().take_next());
  for (const char *text : {"192.0.2.1", "192.0.2.2", "2001:db8::1"}) {
    Address a;
    assert_true(Address::parse(text, 80, a) && f.dialing().lookup.answer().push(a));
  }
  for (std::size_t i = 0; i < 3; ++i) {
    assert_true(f.dialing().has_next());
    assert_true(f.dialing().take_next()->is_same_place(f.dialing().lookup.answer()[i]));
  }
  assert_false(f.dialing().has_next());
  assert_null(f.dialing().take_next());
}

void attempts_are_known_by_their_age(void **) {
  Fixture f;
  assert_null(f.dialing().newest());
  assert_null(f.dialing().oldest());
  Attempt &a = f.add();
  assert_true(f.dialing().newest() == &a && f.dialing().oldest() == &a);
  Attempt &b = f.add(), &c = f.add();
  assert_true(f.dialing().newest() == &c && f.dialing().oldest() == &a);
  assert_true(f.dialing().next_older(c) == &b && !f.dialing().next_older(a));
  f.dialing().end(a, f.poller);
  assert_ptr_equal(f.dialing().oldest(), &b);
  f.dialing().end(c, f.poller);
  assert_ptr_equal(f.dialing().newest(), &b);
}

void so_many_may_be_under_way_at_once(void **) {
  Fixture f;
  for (int i = 1; i < limits::dial_attempts; ++i) {
    f.add();
    assert_false(f.dialing().too_many()); // the socket of the connection is one, too
  }
  f.add();
  assert_true(f.dialing().too_many());
  f.dialing().end(*f.dialing().oldest(), f.poller);
  assert_false(f.dialing().too_many());
}

void a_connection_that_ends_takes_its_attempts_along(void **) {
  Fixture f;
  List<Dialing, Staggered> staggered;
  staggered.push_back(f.dialing());
  int fds[3];
  for (int &fd : fds) {
    Attempt &a = f.add();
    fd = a.socket.fd();
    assert_true(f.poller.set_interest(a, fd, Watch::readable | Watch::writable));
    f.poller.wake(a, Watch::writable);
  }
  f.connections.destroy_silently(*f.connection);
  for (const int fd : fds)
    assert_false(is_open(fd));
  assert_true(f.poller.ready_attempts().empty() && staggered.empty());
}

void the_name_is_kept_as_it_was_given(void **) {
  Fixture f;
  char name[] = "example.org";
  assert_true(f.dialing().keep_host(name));
  name[0] = 'E';
  assert_string_equal(f.dialing().host(), "example.org");
}

} // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(addresses_are_taken_in_their_order_and_once),
      cmocka_unit_test(attempts_are_known_by_their_age),
      cmocka_unit_test(so_many_may_be_under_way_at_once),
      cmocka_unit_test(a_connection_that_ends_takes_its_attempts_along),
      cmocka_unit_test(the_name_is_kept_as_it_was_given),
  };
  return cmocka_run_group_tests_name("dialing_addresses", tests, nullptr, nullptr);
}
