// Peers that reset, or say nothing, in each state of a handshake: each left something behind.
#include <cstdlib>
#include <dirent.h>
#include <memory>

#include "layered.h"

using namespace vce;

namespace {

// ---- Memory, counted, that fails at will ----

struct Heap {
  long blocks = 0;
  long long bytes = 0;
  long fails_at = -1; // which allocation from now on is refused
  bool failed = false;
};
Heap heap;
constexpr std::size_t head = alignof(std::max_align_t);

void *take(std::size_t n) {
  if (heap.fails_at >= 0 && heap.fails_at-- == 0) {
    heap.failed = true;
    return nullptr;
  }
  auto *p = static_cast<char *>(std::malloc(n + head));
  if (!p)
    return nullptr;
  std::memcpy(p, &n, sizeof n);
  ++heap.blocks;
  heap.bytes += static_cast<long long>(n);
  return p + head;
}

void give_back(void *p) {
  if (!p)
    return;
  char *block = static_cast<char *>(p) - head;
  std::size_t n;
  std::memcpy(&n, block, sizeof n);
  --heap.blocks;
  heap.bytes -= static_cast<long long>(n);
  std::free(block);
}

int descriptors() {
  int count = 0;
  DIR *directory = ::opendir("/proc/self/fd");
  while (directory && ::readdir(directory))
    ++count;
  if (directory)
    ::closedir(directory);
  return count;
}

// ---- What has to be as before ----

struct Footing {
  long blocks;
  long long bytes;
  int open;
  std::uint32_t used;
  int lingering, ciphers, connections, places;
  std::size_t lent, addresses;
  long long alive;

  explicit Footing(const Context &of)
      : blocks(heap.blocks), bytes(heap.bytes), open(descriptors()),
        used(Runtime::get()->connections().used()), lingering(Runtime::get()->lingering_count()),
        ciphers(test::ciphers_alive()), connections(of.connection_count), places(of.places()),
        lent(Runtime::get()->pool().bytes_lent()), addresses(of.peers ? of.peers->addresses() : 0),
        alive(stats().conn_alloc - stats().conn_free) {}
};

void assert_same(const Footing &before, const Footing &now) {
  assert_int_equal(now.used, before.used);
  assert_int_equal(now.connections, before.connections);
  assert_int_equal(now.places, before.places);
  assert_int_equal(now.lingering, before.lingering);
  assert_int_equal(now.ciphers, before.ciphers);
  assert_int_equal(now.addresses, before.addresses);
  assert_int_equal(now.lent, before.lent);
  assert_int_equal(now.alive, before.alive);
  assert_int_equal(now.open, before.open);
  assert_int_equal(now.blocks, before.blocks);
  assert_int_equal(now.bytes, before.bytes);
}

enum class Way { reset, time_out };

constexpr int batch = 50;
constexpr int states = CIPHER_HELLO_BYTES; // so many bytes of the hello have arrived

void let_time_out(Context &x, Way way) { x.handshake_limit_ms = way == Way::time_out ? 20 : 10000; }

// `n` in all, in batches of which every other one is reset before its connections are looked at.
template <class Batch> void repeat(Context &x, int n, Batch make_batch) {
  make_batch(0, false); // tables have grown to their size
  make_batch(0, true);
  const Footing before(x);
  for (int done = 0; done < n; done += batch)
    make_batch(done / batch % states, done / batch / states % 2 != 0);
  assert_same(before, Footing(x));
}

int times(Way way) { return way == Way::reset ? 2000 : 200; }

bool all_gone(const Context &x) { return x.connection_count == 0; }

// ---- Accepted ----

void accepted_ones(Way way, bool framed) {
  server_options.framed = framed;
  Context &server = context(true, true, batch);
  assert_int_equal(server.set_max_per_address(batch), 0);
  let_time_out(server, way);
  repeat(server, times(way), [&](int state, bool at_once) {
    const std::int64_t before = server.stats.accept_syscall;
    const int finalized = seen.finalized;
    std::vector<std::unique_ptr<Peer>> peers;
    for (int i = 0; i < batch; ++i) {
      peers.push_back(std::make_unique<Peer>(server));
      peers.back()->hello(static_cast<std::size_t>(state));
    }
    if (way == Way::reset) {
      if (!at_once) {
        beat_until([&] { return server.stats.accept_syscall - before == batch; });
        beat();
        assert_int_equal(server.connection_count, batch);
      }
      for (auto &each : peers)
        each->reset();
    }
    beat_until([&] {
      return server.stats.accept_syscall + server.stats.accept_syscall_e - before >= batch &&
             all_gone(server);
    });
    assert_int_equal(seen.finalized - finalized, server.stats.accept_syscall - before);
  });
  assert_int_equal(seen.accepted, 0);
  assert_int_equal(seen.closed.size(), 0);
}

void accepted_peers_that_reset_leave_nothing(void **) { accepted_ones(Way::reset, false); }
void accepted_peers_that_say_nothing_leave_nothing(void **) { accepted_ones(Way::time_out, false); }
void peers_that_were_greeted_and_reset_leave_nothing(void **) { accepted_ones(Way::reset, true); }
void peers_that_were_greeted_and_say_nothing_leave_nothing(void **) {
  accepted_ones(Way::time_out, true);
}

// ---- Dialled ----

void dialled_ones(Way way) {
  client_options.framed = true;
  RawListener listener;
  Context &from = context(false, true, batch);
  let_time_out(from, way);
  repeat(from, times(way), [&](int state, bool at_once) {
    const int finalized = seen.finalized;
    const std::size_t closed = seen.closed.size();
    std::vector<std::unique_ptr<Peer>> peers;
    for (int i = 0; i < batch; ++i) {
      dial(from, listener.port);
      peers.push_back(std::make_unique<Peer>(::accept(listener.fd, nullptr, nullptr)));
      peers.back()->say(cipher_hello(CIPHER_FROM_SERVER), static_cast<std::size_t>(state));
    }
    if (way == Way::reset) {
      if (!at_once) {
        for (int i = 0; i < 3; ++i)
          beat();
        assert_int_equal(from.connection_count, batch);
      }
      for (auto &each : peers)
        each->reset();
    }
    beat_until([&] { return all_gone(from); });
    assert_int_equal(seen.finalized - finalized, batch);
    assert_int_equal(seen.closed.size() - closed, batch);
    for (std::size_t i = closed; i < seen.closed.size(); ++i)
      assert_true(seen.closed[i] ==
                  (way == Way::reset ? CloseReason::remote : CloseReason::timeout));
  });
}

void connects_whose_server_resets_leave_nothing(void **) { dialled_ones(Way::reset); }
void connects_whose_server_says_nothing_leave_nothing(void **) { dialled_ones(Way::time_out); }

// ---- Ended in order ----

void ended_ones(Way way) {
  server_options.framed = true;
  Context &server = context(true, true, batch);
  let_time_out(server, Way::reset); // of the handshake
  repeat(server, times(way), [&](int state, bool at_once) {
    const int finalized = seen.finalized, accepted = seen.accepted;
    const std::size_t closed = seen.closed.size();
    server.handshake_limit_ms = 10000;
    std::vector<std::unique_ptr<Peer>> peers;
    for (int i = 0; i < batch; ++i) {
      peers.push_back(std::make_unique<Peer>(server));
      peers.back()->hello();
    }
    beat_until([&] { return seen.accepted - accepted == batch; });
    let_time_out(server, way);
    Runtime::get()->connections().close_all(server);
    for (auto &each : peers) { // not a whole sign of the end
      each->cipher(std::string(static_cast<std::size_t>(state), 'x') + '\x7e');
    }
    if (way == Way::reset) {
      if (!at_once) {
        beat();
        assert_int_equal(server.connection_count, batch);
      }
      for (auto &each : peers)
        each->reset();
    }
    beat_until([&] { return all_gone(server); });
    assert_int_equal(seen.finalized - finalized, batch);
    assert_int_equal(seen.closed.size() - closed, batch);
    for (std::size_t i = closed; i < seen.closed.size(); ++i)
      assert_true(seen.closed[i] == CloseReason::application);
    peers.clear();
    // Sockets may live on for a moment, for bytes that are on their way.
    beat_until([&] { return server.lingering_count == 0; });
  });
}

void peers_that_reset_at_an_end_in_order_leave_nothing(void **) { ended_ones(Way::reset); }
void peers_that_do_not_end_in_order_leave_nothing(void **) { ended_ones(Way::time_out); }

// ---- Without memory ----

// Both sides in one process: a connect, a handshake, records in both directions, an end. Each
// allocation is refused in one of the rounds.
void one_life(long fails_at) {
  heap.failed = false;
  heap.fails_at = fails_at;
  seen = {};
  server_options = client_options = {.framed = true};
  if (Runtime::initialise() != 0) {
    assert_true(heap.failed);
    heap.fails_at = -1;
    return;
  }
  Context *server = make_context(true), *from = make_context(false);
  assert_true((server && from) || heap.failed);
  int error = 0;
  Handle h{};
  if (server && from)
    h = Runtime::get()->dialer().connect(
        *from, "127.0.0.1", static_cast<std::uint16_t>(server->listener.port()), error);
  if (h.p != 0) {
    beat_until([&] { return seen.accepted == 1 || seen.finalized > 0; });
    Connection *c = Runtime::get()->find(h);
    beat_until([&] {
      c = Runtime::get()->find(h);
      return !c || c->established();
    });
    if (c && Runtime::get()->stream().write(*c, "to and fro", 10) == 10) {
      beat_until([&] { return seen.received.size() == 10 || seen.finalized > 0; });
      if (seen.received.size() == 10)
        assert_string_equal(seen.received.c_str(), "to and fro");
    }
    c = Runtime::get()->find(h);
    if (c)
      Runtime::get()->connections().request_close(*c);
    beat_until([&] { return server->connection_count + from->connection_count == 0; });
    assert_int_equal(seen.finalized >= 1, 1);
    if (!heap.failed)
      assert_int_equal(seen.finalized, 2);
  } else {
    assert_true(heap.failed);
  }
  heap.fails_at = -1;
  assert_int_equal(test::ciphers_alive(), 0);
  assert_int_equal(Runtime::finalise(), 0);
}

void each_allocation_may_fail_in_the_life_of_a_layered_connection(void **) {
  one_life(-1); // what stays for the life of the process
  const long blocks = heap.blocks;
  const long long bytes = heap.bytes;
  const int open = descriptors();
  long failures = 0;
  do {
    one_life(failures++);
    assert_int_equal(heap.blocks, blocks);
    assert_int_equal(heap.bytes, bytes);
    assert_int_equal(descriptors(), open);
  } while (heap.failed);
  assert_true(failures > 20);
}

int count_memory(void **) {
  replace_memory_hooks(take, give_back);
  return 0;
}
int count_no_more(void **) {
  replace_memory_hooks(std::malloc, std::free);
  return heap.blocks == 0 ? 0 : -1;
}

} // namespace

int main() {
#define NETWORK_TEST(function) cmocka_unit_test_setup_teardown(function, start, stop)
  const CMUnitTest tests[] = {
      NETWORK_TEST(accepted_peers_that_reset_leave_nothing),
      NETWORK_TEST(accepted_peers_that_say_nothing_leave_nothing),
      NETWORK_TEST(peers_that_were_greeted_and_reset_leave_nothing),
      NETWORK_TEST(peers_that_were_greeted_and_say_nothing_leave_nothing),
      NETWORK_TEST(connects_whose_server_resets_leave_nothing),
      NETWORK_TEST(connects_whose_server_says_nothing_leave_nothing),
      NETWORK_TEST(peers_that_reset_at_an_end_in_order_leave_nothing),
      NETWORK_TEST(peers_that_do_not_end_in_order_leave_nothing),
      cmocka_unit_test(each_allocation_may_fail_in_the_life_of_a_layered_connection),
  };
  return cmocka_run_group_tests_name("handshake leaks", tests, count_memory, count_no_more);
}
