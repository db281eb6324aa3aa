// Layers between socket and records: nothing could lie there, so TLS and its like had no place.
#include "layered.h"

#include <poll.h>

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

// ---- Two ends of a stream, in slices of all sizes ----

struct Random {
  std::uint32_t state;
  unsigned below(unsigned n) {
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % n;
  }
};

// One end. It is called when its socket is ready, or when its layer says that bytes wait inside,
// and never otherwise: what a layer does not announce would be stuck for ever.
struct End {
  CipherOptions options;
  Socket socket;
  Owned<Transport> layer;
  bool ready = false;
  std::string to_send, received;
  std::size_t sent = 0;

  End(Random &r, bool framed, int fd, bool accepted) : socket(fd) {
    options.framed = framed;
    options.read_ahead = r.below(2) ? r.below(65) : 0;
    options.hold_calls = static_cast<int>(r.below(3));
    options.storm = static_cast<int>(r.below(3));
    options.one_byte = r.below(4) == 0;
    options.hold_output = r.below(2);
    const LayerChoice choice = test::cipher(options);
    layer = choice.make(choice.settings, accepted);
    assert_non_null(layer.get());
    for (unsigned n = r.below(700); n > 0; --n)
      to_send += r.below(3) ? static_cast<char>(r.below(256)) : '\x7e';
  }
  End(const End &) = delete;
  End &operator=(const End &) = delete;

  bool is_ready_for(short what) const {
    pollfd p = {socket.fd(), what, 0};
    return ::poll(&p, 1, 0) == 1;
  }
  void shake_hands() {
    const std::uint8_t wants = layer->wants();
    if (wants != Watch::nothing && !((wants & Watch::readable) && is_ready_for(POLLIN)) &&
        !((wants & Watch::writable) && is_ready_for(POLLOUT)))
      return;
    const long result = layer->handshake(socket);
    assert_true(result == 0 || (result == -EAGAIN && layer->wants() != Watch::nothing));
    ready = result == 0;
  }
  void receive(Random &r) {
    if (layer->pending() == 0 && !is_ready_for(POLLIN))
      return;
    char got[100];
    const std::size_t size = 1 + r.below(sizeof got);
    const long n = layer->receive(socket, got, size);
    assert_true(n == -EAGAIN || (n > 0 && n <= static_cast<long>(size)));
    if (n > 0)
      received.append(got, static_cast<std::size_t>(n));
  }
  void send(Random &r) {
    if (!is_ready_for(POLLOUT))
      return;
    const std::size_t most = to_send.size() - sent;
    const std::size_t size = most ? 1 + r.below(static_cast<unsigned>(most)) : 0;
    const long n = size ? layer->send(socket, to_send.data() + sent, size) : layer->go_on(socket);
    assert_true(n == -EAGAIN || (n >= 0 && n <= static_cast<long>(size)));
    if (n > 0)
      sent += static_cast<std::size_t>(n);
  }
  bool done(const End &other) const {
    return ready && sent == to_send.size() && layer->unsent() == 0 && received == other.to_send;
  }
};

void slices_of_all_sizes_pass_when_only_what_is_announced_is_done(void **) {
  for (std::uint32_t seed = 1; seed <= 3000; ++seed) {
    Random r{seed};
    int fds[2];
    assert_int_equal(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds), 0);
    const int little = 1; // of the kernel's least
    ::setsockopt(fds[0], SOL_SOCKET, SO_SNDBUF, &little, sizeof little);
    const bool framed = r.below(2);
    End client(r, framed, fds[0], false), server(r, framed, fds[1], true);
    int steps = 0;
    while (!client.done(server) || !server.done(client)) {
      if (++steps > 200000)
        fail_msg("stuck with seed %u", seed);
      End &e = r.below(2) ? client : server;
      if (!e.ready)
        e.shake_hands();
      else if (r.below(2))
        e.receive(r);
      else
        e.send(r);
    }
    long ends[2] = {-EAGAIN, -EAGAIN};
    for (steps = 0; ends[0] != 0 || ends[1] != 0; ++steps) {
      assert_true(steps < 10000);
      End &e = steps % 2 ? client : server;
      ends[steps % 2] = e.layer->shut_down(e.socket);
      assert_true(ends[steps % 2] == 0 || ends[steps % 2] == -EAGAIN);
    }
  }
  assert_int_equal(test::ciphers_alive(), 0);
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
    assert_int_equal(Runtime::get()->stream().write(*c, "early", 5), err::not_ready);
    beat_until([&] { return !c->pending() && seen.accepted == 1; });
    std::string sent;
    for (int i = 0; i < 3000; ++i)
      sent += static_cast<char>((i * 7 + (i >> 8)) & 0xff);
    assert_int_equal(Runtime::get()->stream().write(*c, sent.data(), sent.size()), 3000);
    beat_until([&] { return seen.received.size() >= sent.size(); });
    assert_true(seen.received == sent);
    // The other way, closed at once: all is sent first.
    seen.received.clear();
    Connection &back = only(server);
    assert_int_equal(Runtime::get()->stream().write(back, sent.data(), sent.size()), 3000);
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
      assert_int_equal(Runtime::get()->stream().write(only(server), "cd", 2), 2);
      beat();
      assert_int_equal(Runtime::get()->stream().write(only(server), "ef", 2), 2);
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
      cmocka_unit_test(slices_of_all_sizes_pass_when_only_what_is_announced_is_done),
      NETWORK_TEST(all_bytes_pass_in_order_in_all_ways_and_the_end_is_in_order),
      NETWORK_TEST(what_arrived_before_the_peer_broke_the_layer_is_parsed),
      NETWORK_TEST(a_stream_that_is_cut_off_is_no_end_in_order),
      NETWORK_TEST(trouble_of_its_own_ends_with_encoder),
      NETWORK_TEST(a_peer_that_does_not_end_in_order_is_waited_for_only_so_long),
  };
  return cmocka_run_group_tests_name("transport", tests, nullptr, nullptr);
}
