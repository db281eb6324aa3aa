// Layers between socket and records: nothing could lie there, so TLS and its like had no place.
#include "layered.h"

using namespace vce;

namespace {

// ---- Several layers, without a network ----

struct Fake {
  char name;
  std::string *calls;
  int handshakes_in_vain = 0, ends_in_vain = 0;
  std::uint8_t wants = 0;
  std::size_t pending = 0, unsent = 0;
  const char *trouble = nullptr;

  long say(const char *what, int &in_vain) {
    *calls += std::string(1, name) + what + " ";
    return in_vain-- > 0 ? -EAGAIN : 0;
  }
};

Fake &fake(void *p) { return *static_cast<Fake *>(p); }
const Fake &fake(const void *p) { return *static_cast<const Fake *>(p); }

const TransportTable fakes = {
    [](void *p, Carrier) { return fake(p).say("hello", fake(p).handshakes_in_vain); },
    [](void *, Carrier c, char *into, std::size_t n) { return c.receive(into, n); },
    [](void *p, Carrier c, const char *data, std::size_t n) -> long {
      *fake(p).calls += std::string(1, fake(p).name) + "send ";
      return n ? c.send(data, n) : 0;
    },
    [](void *p, Carrier) { return fake(p).say("end", fake(p).ends_in_vain); },
    [](const void *p) { return fake(p).wants; },
    [](const void *p) { return fake(p).pending; },
    [](const void *p) { return fake(p).unsent; },
    [](const void *p) { return fake(p).trouble; },
    [](void *) {},
};

struct Two {
  std::string calls;
  Fake lower{'l', &calls}, upper{'u', &calls};
  Transport layers{fakes, &upper, make_owned<Transport>(fakes, &lower)};
  Socket none;
};

void lower_layers_shake_hands_first_and_higher_ones_end_first(void **) {
  Two two;
  two.lower.handshakes_in_vain = 1;
  two.upper.ends_in_vain = 1;
  assert_int_equal(two.layers.handshake(two.none), -EAGAIN);
  assert_int_equal(two.layers.handshake(two.none), 0);
  assert_int_equal(two.layers.handshake(two.none), 0); // ready, and not asked any more
  assert_string_equal(two.calls.c_str(), "lhello lhello uhello ");
  two.calls.clear();
  assert_int_equal(two.layers.shut_down(two.none), -EAGAIN);
  assert_int_equal(two.layers.shut_down(two.none), 0);
  assert_int_equal(two.layers.shut_down(two.none), 0);
  assert_string_equal(two.calls.c_str(), "uend uend lend ");
}

void what_layers_want_and_hold_is_told_together(void **) {
  Two two;
  two.lower.wants = Watch::readable;
  two.upper.wants = Watch::writable;
  two.lower.pending = 3;
  two.upper.pending = 4;
  two.upper.unsent = 5;
  two.lower.unsent = 6;
  assert_int_equal(two.layers.wants(), Watch::readable | Watch::writable);
  assert_int_equal(two.layers.pending(), 7);
  assert_int_equal(two.layers.unsent(), 11);
  assert_null(two.layers.trouble());
  two.lower.trouble = "below";
  assert_string_equal(two.layers.trouble(), "below");
  two.upper.trouble = "above";
  assert_string_equal(two.layers.trouble(), "above");
  assert_int_equal(two.layers.go_on(two.none), 0);
  assert_string_equal(two.calls.c_str(), "lsend usend ");
}

void bytes_go_through_all_layers(void **) {
  Two two;
  char got[4];
  assert_int_equal(two.layers.receive(two.none, got, sizeof got), -EBADF); // the socket's answer
  assert_int_equal(two.layers.send(two.none, "x", 1), -EBADF);
  assert_string_equal(two.calls.c_str(), "usend lsend ");
}

// ---- Connections ----

// What goes wrong with a layer only in certain ways: short, late and split bytes.
const CipherOptions hard_ways[] = {
    {},
    {.read_ahead = 5},
    {.hold_calls = 3},
    {.storm = 2},
    {.one_byte = true},
    {.hold_output = true},
    {.framed = true},
    {.hold_calls = 1, .storm = 1, .one_byte = true, .hold_output = true, .framed = true},
};

void all_bytes_pass_in_order_in_all_ways_and_the_end_is_in_order(void **state) {
  for (const CipherOptions &way : hard_ways) {
    seen = {};
    server_options = client_options = way;
    Context &server = context(true), &from = context(false);
    const Handle h = dial(from, server.listener.port());
    Connection *c = Runtime::get()->find(h);
    assert_true(c->pending());
    assert_int_equal(Runtime::get()->write(*c, "early", 5), err::not_ready);
    beat_until([&] { return !c->pending() && seen.accepted == 1; });
    std::string sent;
    for (int i = 0; i < 3000; ++i)
      sent += static_cast<char>((i * 7 + (i >> 8)) & 0xff);
    assert_int_equal(Runtime::get()->write(*c, sent.data(), sent.size()), 3000);
    beat_until([&] { return seen.received.size() >= sent.size(); });
    assert_true(seen.received == sent);
    // The other way, closed at once: all is sent first.
    seen.received.clear();
    Connection &back = only(server);
    assert_int_equal(Runtime::get()->write(back, sent.data(), sent.size()), 3000);
    Runtime::get()->connections().request_close(back);
    beat_until([&] { return seen.finalized == 2; });
    assert_true(seen.received == sent);
    assert_int_equal(seen.closed.size(), 2);
    assert_true(seen.closed[0] == CloseReason::application ||
                seen.closed[1] == CloseReason::application);
    assert_true(seen.closed[0] == CloseReason::remote || seen.closed[1] == CloseReason::remote);
    stop(state);
    start(state);
  }
}

void what_arrived_before_the_peer_broke_the_layer_is_parsed(void **) {
  server_options.framed = true;
  Context &server = context(true);
  Peer peer(server);
  peer.hello();
  peer.cipher(std::string("good\x7e\x05", 6));
  beat_until([&] { return seen.finalized == 1; });
  assert_string_equal(seen.received.c_str(), "good");
  assert_int_equal(seen.closed.size(), 1);
  assert_true(seen.closed[0] == CloseReason::decoder);
  assert_true(detail_has("the peer broke the stream: a sign that has no meaning"));
}

void a_stream_that_is_cut_off_is_no_end_in_order(void **) {
  server_options.framed = true;
  Context &server = context(true);
  Peer peer(server);
  peer.hello();
  peer.cipher("cut");
  beat_until([&] { return seen.received == "cut"; });
  ::shutdown(only(server).socket.fd(), SHUT_RD); // as an end of stream without a sign
  beat_until([&] { return seen.finalized == 1; });
  assert_true(seen.closed[0] == CloseReason::decoder);
  assert_true(detail_has("the peer left without an end"));
}

void trouble_of_its_own_ends_with_encoder(void **) {
  for (bool sending : {false, true}) {
    seen = {};
    (sending ? server_options.fail_after_sent : server_options.fail_after_received) = 2;
    (sending ? server_options.fail_after_received : server_options.fail_after_sent) = -1;
    Context &server = context(true);
    Peer peer(server);
    peer.hello();
    peer.cipher("ab");
    beat_until([&] { return seen.received == "ab"; });
    if (sending) {
      assert_int_equal(Runtime::get()->write(only(server), "cd", 2), 2);
      beat();
      assert_int_equal(Runtime::get()->write(only(server), "ef", 2), 2);
    } else {
      peer.cipher("cd");
    }
    beat_until([&] { return seen.finalized == 1; });
    assert_int_equal(seen.closed.size(), 1);
    assert_true(seen.closed[0] == CloseReason::encoder);
    assert_true(detail_has("the stream failed here: it was to fail"));
  }
}

void a_peer_that_does_not_end_in_order_is_waited_for_only_so_long(void **) {
  server_options.framed = true;
  Context &server = context(true);
  server.handshake_limit_ms = 50;
  Peer peer(server);
  peer.hello();
  beat_until([&] { return seen.accepted == 1; });
  Runtime::get()->connections().request_close(only(server));
  beat();
  assert_int_equal(seen.finalized, 0); // it waits for the peer's sign
  peer.cipher("still talking");
  beat_until([&] { return seen.finalized == 1; });
  assert_true(seen.received.empty());
  assert_true(seen.closed[0] == CloseReason::application);
}

} // namespace

int main() {
#define NETWORK_TEST(function) cmocka_unit_test_setup_teardown(function, start, stop)
  const CMUnitTest tests[] = {
      cmocka_unit_test(lower_layers_shake_hands_first_and_higher_ones_end_first),
      cmocka_unit_test(what_layers_want_and_hold_is_told_together),
      cmocka_unit_test(bytes_go_through_all_layers),
      NETWORK_TEST(all_bytes_pass_in_order_in_all_ways_and_the_end_is_in_order),
      NETWORK_TEST(what_arrived_before_the_peer_broke_the_layer_is_parsed),
      NETWORK_TEST(a_stream_that_is_cut_off_is_no_end_in_order),
      NETWORK_TEST(trouble_of_its_own_ends_with_encoder),
      NETWORK_TEST(a_peer_that_does_not_end_in_order_is_waited_for_only_so_long),
  };
  return cmocka_run_group_tests_name("transport", tests, nullptr, nullptr);
}
