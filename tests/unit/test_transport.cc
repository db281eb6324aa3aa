// Layers between socket and records: nothing could lie there, so TLS and its like had no place.
#include "net/runtime.h"

#include "base/error.h"
#include "base/error_detail.h"
#include "tests/support/transport/cipher_layer.h"

#include <arpa/inet.h>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

#include "cmocka_cxx.h"

using namespace vce;
using test::CipherOptions;

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

struct Log {
  int accepted = 0, finalized = 0;
  std::vector<CloseReason> closed;
  std::string detail; // of the last one, told in its last callbacks
  std::string received;
} seen;

void tell_detail(Handle h) {
  char text[300];
  if (Runtime::get()->connections().end_detail(*Runtime::get()->find(h), text, sizeof text) > 0)
    seen.detail = text;
}

const CallbackTable callbacks = {
    [](Handle, Callback) { return seen.accepted++ < 0 ? -1 : 0; },
    [](Handle, int, Callback) { return 0; },
    [](void *, Callback) { return 0; },
    [](Handle h, CloseReason reason, Callback) {
      seen.closed.push_back(reason);
      tell_detail(h);
    },
    [](Handle h, Callback) {
      ++seen.finalized;
      tell_detail(h);
    },
    [](Handle, char *data, int length, Callback) {
      seen.received.append(data, static_cast<std::size_t>(length));
      return length;
    },
    [](Handle, int, char *, std::size_t, Callback) {},
};

void some_function() {}

CipherOptions server_options, client_options;

int start(void **) {
  seen = {};
  server_options = client_options = {};
  assert_int_equal(Runtime::initialise(), 0);
  return 0;
}

int stop(void **) {
  assert_int_equal(Runtime::finalise(), 0);
  assert_int_equal(test::ciphers_alive(), 0);
  return 0;
}

Context &context(bool server, bool background = true) {
  ContextOptions o;
  o.server = server;
  o.bind_address = "127.0.0.1";
  o.max_connections = 10;
  o.read_limit = o.write_limit = 4096;
  o.idle_limit_s = 60;
  o.non_blocking_connect = background && !server;
  int error = 0;
  Context *c = Runtime::get()->create_context(o, callbacks, error);
  assert_non_null(c);
  c->layers = test::cipher(server ? server_options : client_options);
  c->parsing = {nullptr, some_function, Framing::through};
  c->accept_watcher = c->finalizer = some_function;
  c->edit_settings()->close = some_function;
  c->edit_settings()->parser_calls = 100;
  return *c;
}

void beat() { Runtime::get()->heartbeat({}); }

template <class Condition> void beat_until(Condition condition) {
  const std::int64_t end = steady_clock_us() + 60000000;
  while (!condition()) {
    assert_true(steady_clock_us() < end);
    beat();
  }
}

Connection &only(Context &x) {
  assert_int_equal(x.connection_count, 1);
  return *x.connections.front();
}

Handle dial(Context &from, int port) {
  int error = 0;
  const Handle h =
      Runtime::get()->dialer().connect(from, "127.0.0.1", static_cast<std::uint16_t>(port), error);
  assert_int_equal(error, 0);
  return h;
}

// A peer that speaks, or breaks, the cipher by hand.
class Peer {
public:
  explicit Peer(int fd) : fd_(fd) {}
  explicit Peer(Context &server) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons(static_cast<std::uint16_t>(server.listener.port()));
    assert_int_equal(::connect(fd_, reinterpret_cast<sockaddr *>(&to), sizeof to), 0);
  }
  ~Peer() { end(); }
  Peer(const Peer &) = delete;
  Peer &operator=(const Peer &) = delete;
  void say(const char *bytes, std::size_t size) {
    assert_int_equal(::send(fd_, bytes, size, MSG_NOSIGNAL), static_cast<long>(size));
  }
  void hello(std::size_t size = CIPHER_HELLO_BYTES) { say(cipher_hello(CIPHER_FROM_CLIENT), size); }
  void cipher(std::string text) {
    cipher_apply(CIPHER_FROM_CLIENT, place_, reinterpret_cast<unsigned char *>(text.data()),
                 text.size());
    place_ += text.size();
    say(text.data(), text.size());
  }
  void end() {
    if (fd_ >= 0)
      ::close(fd_);
    fd_ = -1;
  }
  void reset() {
    const linger now = {1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    end();
  }

private:
  int fd_;
  unsigned long long place_ = 0;
};

struct Listener {
  int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  int port = 0;
  Listener() {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(::bind(fd, reinterpret_cast<sockaddr *>(&at), sizeof at), 0);
    assert_int_equal(::listen(fd, 5), 0);
    socklen_t size = sizeof at;
    assert_int_equal(::getsockname(fd, reinterpret_cast<sockaddr *>(&at), &size), 0);
    port = ntohs(at.sin_port);
  }
  ~Listener() { ::close(fd); }
};

bool detail_has(const char *text) {
  if (seen.detail.find(text) != std::string::npos)
    return true;
  std::fprintf(stderr, "detail: %s\n", seen.detail.c_str());
  return false;
}

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

void an_accept_watcher_waits_for_the_handshake_and_the_place_counts_at_once(void **) {
  Context &server = context(true);
  Peer peer(server);
  beat_until([&] { return server.connection_count == 1; });
  Connection &c = only(server);
  assert_true(c.state() == Connection::State::handshaking);
  assert_int_equal(seen.accepted, 0);
  assert_int_equal(Runtime::get()->write(c, "early", 5), err::not_ready);
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
  Listener listener;
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
  Listener listener; // never says anything
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
  Listener listener; // never says anything
  Context &from = context(false, false);
  from.handshake_limit_ms = 30;
  int error = 0;
  const Handle h =
      Runtime::get()->dialer().connect(from, "127.0.0.1", static_cast<std::uint16_t>(listener.port), error);
  assert_true(h.p == 0);
  assert_int_equal(error, err::nego);
  assert_int_equal(from.connection_count, 0);
  assert_int_equal(test::ciphers_alive(), 0);
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

} // namespace

int main() {
#define NETWORK_TEST(function) cmocka_unit_test_setup_teardown(function, start, stop)
  const CMUnitTest tests[] = {
      cmocka_unit_test(lower_layers_shake_hands_first_and_higher_ones_end_first),
      cmocka_unit_test(what_layers_want_and_hold_is_told_together),
      cmocka_unit_test(bytes_go_through_all_layers),
      NETWORK_TEST(all_bytes_pass_in_order_in_all_ways_and_the_end_is_in_order),
      NETWORK_TEST(an_accept_watcher_waits_for_the_handshake_and_the_place_counts_at_once),
      NETWORK_TEST(who_leaves_in_the_handshake_is_seen_by_the_finalizer_alone),
      NETWORK_TEST(a_wrong_hello_ends_the_handshake),
      NETWORK_TEST(a_handshake_that_nobody_finishes_ends_at_its_limit),
      NETWORK_TEST(a_connect_in_the_background_fails_with_its_handshake),
      NETWORK_TEST(a_connect_in_the_background_has_the_limit_of_handshakes),
      NETWORK_TEST(a_blocking_connect_says_why_its_handshake_failed),
      NETWORK_TEST(what_arrived_before_the_peer_broke_the_layer_is_parsed),
      NETWORK_TEST(a_stream_that_is_cut_off_is_no_end_in_order),
      NETWORK_TEST(trouble_of_its_own_ends_with_encoder),
      NETWORK_TEST(a_peer_that_does_not_end_in_order_is_waited_for_only_so_long),
      NETWORK_TEST(no_memory_for_a_layer_is_no_connection),
  };
  return cmocka_run_group_tests_name("transport", tests, nullptr, nullptr);
}
