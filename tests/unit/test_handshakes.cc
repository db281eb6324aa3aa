// A peer that left or said nothing in its handshake was told to the accept watcher, or kept its
// place.
#include "layered.h"

using namespace vce;

namespace {

void an_accept_watcher_waits_for_the_handshake_and_the_place_counts_at_once(void **) {
  Context &server = context(true);
  Peer peer(server);
  beat_until([&] { return server.connection_count == 1; });
  Connection &c = only(server);
  assert_true(c.state() == Connection::State::handshaking);
  assert_int_equal(seen.accepted, 0);
  assert_int_equal(Runtime::get()->stream().write(c, "early", 5), err::not_ready);
  peer.hello(3);
  beat();
  assert_int_equal(seen.accepted, 0);
  peer.say(cipher_hello(CIPHER_FROM_CLIENT) + 3, CIPHER_HELLO_BYTES - 3);
  peer.cipher("at once");
  beat_until([&] { return seen.received == "at once"; });
  assert_int_equal(seen.accepted, 1);
  assert_true(c.state() == Connection::State::open);
}

void who_leaves_in_the_handshake_is_seen_by_the_finalizer_alone(void **) {
  Context &server = context(true);
  int gone = 0;
  for (std::size_t size = 0; size < CIPHER_HELLO_BYTES; ++size) {
    for (bool hard : {false, true}) {
      Peer peer(server);
      peer.hello(size);
      beat_until([&] { return server.connection_count == 1; });
      beat();
      if (hard)
        peer.reset();
      else
        peer.end();
      ++gone;
      beat_until([&] { return seen.finalized == gone; });
      assert_int_equal(server.connection_count, 0);
      assert_int_equal(test::ciphers_alive(), 0);
      assert_true(detail_has("the handshake failed: "));
    }
  }
  assert_int_equal(seen.accepted, 0);
  assert_int_equal(seen.closed.size(), 0);
}

void a_wrong_hello_ends_the_handshake(void **) {
  Context &server = context(true);
  Peer peer(server);
  peer.say("GET / HTTP/1.1\r\n", 16);
  beat_until([&] { return seen.finalized == 1; });
  assert_int_equal(seen.accepted, 0);
  assert_int_equal(seen.closed.size(), 0);
  assert_true(detail_has("the handshake failed: not a hello"));
}

void a_handshake_that_nobody_finishes_ends_at_its_limit(void **) {
  Context &server = context(true);
  server.handshake_limit_ms = 50;
  Peer peer(server), other(server);
  other.hello();
  beat_until([&] { return seen.finalized == 1; });
  assert_int_equal(seen.accepted, 1);
  assert_int_equal(seen.closed.size(), 0);
  assert_true(detail_has("the handshake was not finished in time"));
  assert_int_equal(server.connection_count, 1); // who is ready has the idle limit
  assert_false(only(server).has_connect_limit);
}

void a_connect_in_the_background_fails_with_its_handshake(void **) {
  client_options.framed = true;
  RawListener listener;
  Context &from = context(false);
  Connection *c = Runtime::get()->find(dial(from, listener.port));
  beat_until([&] { return c->state() == Connection::State::handshaking; });
  Peer peer(::accept(listener.fd, nullptr, nullptr));
  peer.say("SSH-2.0", 7);
  beat_until([&] { return seen.finalized == 1; });
  assert_int_equal(seen.closed.size(), 1);
  assert_true(seen.closed[0] == CloseReason::remote);
  assert_true(detail_has("connect to 127.0.0.1 port "));
  assert_true(detail_has("the handshake failed: not a hello"));
}

void a_connect_in_the_background_has_the_limit_of_handshakes(void **) {
  client_options.framed = true;
  RawListener listener; // never says anything
  Context &from = context(false);
  from.handshake_limit_ms = 30;
  dial(from, listener.port);
  beat_until([&] { return seen.finalized == 1; });
  assert_int_equal(seen.closed.size(), 1);
  assert_true(seen.closed[0] == CloseReason::timeout);
  assert_true(detail_has("the handshake was not finished in time"));
}

void a_blocking_connect_says_why_its_handshake_failed(void **) {
  client_options.framed = true;
  RawListener listener; // never says anything
  Context &from = context(false, false);
  from.handshake_limit_ms = 30;
  int error = 0;
  const Handle h = Runtime::get()->dialer().connect(
      from, "127.0.0.1", static_cast<std::uint16_t>(listener.port), error);
  assert_true(h.p == 0);
  assert_int_equal(error, err::nego);
  assert_int_equal(from.connection_count, 0);
  assert_int_equal(test::ciphers_alive(), 0);
}

void no_memory_for_a_layer_is_no_connection(void **) {
  server_options.no_memory = client_options.no_memory = true;
  Context &server = context(true), &from = context(false), &waiting = context(false, false);
  int error = 0;
  const auto port = static_cast<std::uint16_t>(server.listener.port());
  assert_true(Runtime::get()->dialer().connect(from, "127.0.0.1", port, error).p == 0);
  assert_int_equal(error, err::full);
  assert_true(Runtime::get()->dialer().connect(waiting, "127.0.0.1", port, error).p == 0);
  assert_int_equal(error, err::full);
  Peer peer(server);
  const auto before = admission_stats().turned_away_descriptors;
  beat_until([&] { return admission_stats().turned_away_descriptors != before; });
  assert_int_equal(server.connection_count, 0);
  assert_int_equal(seen.accepted + seen.finalized, 0);
}

// The program may change its mind between the accept and the end of the handshake: a function that
// it had taken away was called.
void those_who_ask_about_a_peer_are_looked_up_when_it_is_ready(void **) {
  Context &server = context(true);
  server.set_hiwater(1, some_function);
  Peer first(server);
  beat_until([&] { return server.connection_count == 1; });
  server.set_hiwater(1, nullptr);
  first.hello();
  beat_until([&] { return only(server).state() == Connection::State::open; });
  assert_int_equal(seen.accepted, 1); // the other watcher
  server.accept_watcher = nullptr;
  Peer second(server);
  beat_until([&] { return server.connection_count == 2; });
  second.hello();
  beat_until([&] { return server.connections.front()->state() == Connection::State::open; });
  assert_int_equal(seen.accepted, 1);
  Peer third(server);
  beat_until([&] { return server.connection_count == 3; });
  server.accept_watcher = some_function;
  third.hello();
  beat_until([&] { return seen.accepted == 2; });
}

// vce_get_current_utime() in an accept watcher told when TCP was established.
void the_clock_of_the_library_is_read_before_the_watcher_runs(void **) {
  Context &server = context(true);
  Peer peer(server);
  beat_until([&] { return server.connection_count == 1; });
  peer.hello();
  const std::int64_t before = wall_clock_us();
  beat_until([&] { return seen.accepted == 1; });
  assert_true(seen.accepted_at_us >= before);
}

// A layer whose socket is gone, and which does not notice.
long loses_its_socket(void *settings, Carrier carrier) {
  char byte;
  if (carrier.receive(&byte, 1) == 1)
    ::close(*static_cast<int *>(settings));
  return -EAGAIN;
}

const TransportTable losing = {
    loses_its_socket,
    [](void *, Carrier, char *, std::size_t) -> long { return -EAGAIN; },
    [](void *, Carrier, const char *, std::size_t) -> long { return -EAGAIN; },
    [](void *, Carrier) -> long { return 0; },
    [](const void *settings) -> std::uint8_t {
      return *static_cast<const int *>(settings) < 0 ? Watch::readable : Watch::writable;
    },
    [](const void *) -> std::size_t { return 0; },
    [](const void *) -> std::size_t { return 0; },
    [](const void *) -> const char * { return nullptr; },
    [](void *) {},
};

void a_socket_that_cannot_be_watched_in_its_handshake_ends_the_connection(void **) {
  Context &server = context(true);
  int victim = -1;
  server.layers = {[](void *settings, bool) { return make_owned<Transport>(losing, settings); },
                   &victim};
  Peer peer(server);
  beat_until([&] { return server.connection_count == 1; });
  beat();
  victim = only(server).socket.fd();
  peer.say("x", 1);
  beat_until([&] { return seen.finalized == 1; });
  assert_int_equal(server.connection_count, 0);
  assert_int_equal(seen.accepted, 0);
  assert_int_equal(seen.closed.size(), 0);
  assert_true(detail_has("watch"));
}

} // namespace

int main() {
#define NETWORK_TEST(function) cmocka_unit_test_setup_teardown(function, start, stop)
  const CMUnitTest tests[] = {
      NETWORK_TEST(an_accept_watcher_waits_for_the_handshake_and_the_place_counts_at_once),
      NETWORK_TEST(who_leaves_in_the_handshake_is_seen_by_the_finalizer_alone),
      NETWORK_TEST(a_wrong_hello_ends_the_handshake),
      NETWORK_TEST(a_handshake_that_nobody_finishes_ends_at_its_limit),
      NETWORK_TEST(a_connect_in_the_background_fails_with_its_handshake),
      NETWORK_TEST(a_connect_in_the_background_has_the_limit_of_handshakes),
      NETWORK_TEST(a_blocking_connect_says_why_its_handshake_failed),
      NETWORK_TEST(no_memory_for_a_layer_is_no_connection),
      NETWORK_TEST(those_who_ask_about_a_peer_are_looked_up_when_it_is_ready),
      NETWORK_TEST(the_clock_of_the_library_is_read_before_the_watcher_runs),
      NETWORK_TEST(a_socket_that_cannot_be_watched_in_its_handshake_ends_the_connection),
  };
  return cmocka_run_group_tests_name("handshakes", tests, nullptr, nullptr);
}
