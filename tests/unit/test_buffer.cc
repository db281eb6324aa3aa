// Buffers of connections and the pool that lends them memory.
#include "base/buffer.h"
#include "base/memory.h"
#include "base/stats.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>

#include "cmocka_cxx.h"

using namespace vce;

namespace {

constexpr std::size_t limit = 100000;
long live_blocks = 0;
bool no_memory = false;

void *counting_allocate(std::size_t n) {
  if (no_memory)
    return nullptr;
  ++live_blocks;
  return std::malloc(n);
}

void counting_release(void *p) {
  live_blocks -= p != nullptr;
  std::free(p);
}

int count_memory(void **) {
  live_blocks = 0;
  no_memory = false;
  replace_memory_hooks(counting_allocate, counting_release);
  return 0;
}

int all_given_back(void **) {
  replace_memory_hooks(std::malloc, std::free);
  return live_blocks != 0;
}

void append(Buffer &b, BufferPool &pool, const char *text, std::size_t n) {
  char *to = b.prepare(pool, n, limit);
  assert_non_null(to);
  std::memcpy(to, text, n);
  b.commit(n);
}

void an_empty_buffer_owns_nothing_but_has_an_address(void **) {
  BufferPool pool;
  Buffer b;
  assert_non_null(b.data());
  assert_int_equal(pool.blocks_lent(), 0);
  assert_int_equal(live_blocks, 0);
}

void bytes_stay_contiguous_and_in_order_while_they_grow_and_shrink(void **) {
  BufferPool pool;
  Buffer b;
  unsigned char in = 0, out = 0;
  for (int round = 0; round < 3000; ++round) {
    char piece[97];
    const auto n = static_cast<std::size_t>(1 + round * 7 % 97);
    for (std::size_t i = 0; i < n; ++i)
      piece[i] = static_cast<char>(in++);
    if (b.size() + n <= limit)
      append(b, pool, piece, n);
    else
      in = static_cast<unsigned char>(in - n);
    const std::size_t take = b.size() * static_cast<std::size_t>(round % 5) / 8;
    for (std::size_t i = 0; i < take; ++i)
      assert_int_equal(static_cast<unsigned char>(b.data()[i]), out++);
    b.consume(take);
  }
  b.release(pool);
  pool.trim();
}

void consuming_leaves_the_bytes_where_they_are(void **) {
  BufferPool pool;
  Buffer b;
  append(b, pool, "abcdef", 6);
  const char *start = b.data();
  b.consume(6);
  assert_true(b.empty());
  assert_memory_equal(start, "abcdef", 6);
  b.trim(pool);
  assert_int_equal(pool.blocks_lent(), 0);
  pool.trim();
}

void a_block_is_never_larger_than_the_limit_needs(void **) {
  BufferPool pool;
  Buffer b;
  char bytes[512] = {};
  for (int i = 0; i < 8; ++i) {
    char *to = b.prepare(pool, sizeof bytes, 4096);
    assert_non_null(to);
    b.commit(sizeof bytes);
    assert_in_range(pool.bytes_lent(), 512, 4096);
  }
  // Full; a little is consumed at the front and as much appended: moved, not grown.
  b.consume(300);
  assert_non_null(b.prepare(pool, 300, 4096));
  assert_int_equal(pool.bytes_lent(), 4096);
  b.release(pool);
  pool.trim();
}

void a_small_rest_moves_out_of_a_large_block(void **) {
  BufferPool pool;
  Buffer b;
  char *to = b.prepare(pool, 65536, limit);
  std::memset(to, 'x', 1000);
  std::memcpy(to + 997, "end", 3);
  b.commit(1000);
  b.consume(997);
  b.trim(pool);
  assert_int_equal(b.size(), 3);
  assert_memory_equal(b.data(), "end", 3);
  assert_int_equal(pool.bytes_lent(), limits::pool_smallest_bytes);
  b.release(pool);
  pool.trim();
}

void without_memory_nothing_changes(void **) {
  BufferPool pool;
  Buffer b;
  append(b, pool, "abc", 3);
  no_memory = true;
  assert_null(b.prepare(pool, 5000, limit));
  assert_int_equal(b.size(), 3);
  assert_memory_equal(b.data(), "abc", 3);
  b.release(pool);
  pool.trim();
}

void room_in_the_own_block_needs_no_memory(void **) {
  BufferPool pool;
  Buffer b;
  char text[1000];
  std::memset(text, 'a', sizeof text);
  append(b, pool, text, sizeof text); // 1024 bytes
  b.consume(300);
  no_memory = true;
  append(b, pool, "there", 5); // behind it
  append(b, pool, text, 200);  // only when all is moved, less than it pays to move
  assert_int_equal(b.size(), 905);
  assert_memory_equal(b.data() + 700, "there", 5);
  b.release(pool);
}

void the_block_given_back_last_is_lent_first(void **) {
  BufferPool pool;
  char *a = pool.take(1000);
  assert_int_equal(BufferPool::capacity_of(a), 1024);
  char *b = pool.take(1024);
  pool.give(a);
  pool.give(b);
  assert_ptr_equal(pool.take(600), b);
  assert_ptr_equal(pool.take(600), a);
  pool.give(a);
  pool.give(b);
  assert_int_equal(pool.bytes_idle(), 2048);
  pool.trim();
  assert_int_equal(pool.bytes_idle(), 0);
}

void the_pool_keeps_no_more_than_its_limit(void **) {
  BufferPool pool;
  constexpr int many = 40;
  char *blocks[many];
  for (char *&block : blocks)
    block = pool.take(1 << 20);
  for (char *block : blocks)
    pool.give(block);
  assert_true(pool.bytes_idle() <= limits::pool_idle_bytes);
  assert_int_equal(live_blocks, pool.bytes_idle() >> 20);
  pool.trim();
}

void blocks_past_the_pooled_sizes_are_exact_and_go_straight_back(void **) {
  BufferPool pool;
  char *block = pool.take(3000001);
  assert_int_equal(BufferPool::capacity_of(block), 3000001);
  pool.give(block);
  assert_int_equal(pool.bytes_idle(), 0);
}

} // namespace

// What a peer could make a heartbeat do: a buffer that was kept full was moved as a whole for each
// few bytes that were consumed.

std::int64_t moved() { return stats().buffer_moved_byte; }

// Receives what can be received, consumes `step` bytes, as often as it takes to receive `total`
// bytes through a buffer of `size`; every byte is checked.
void stream_through(std::size_t size, std::size_t step, std::size_t total) {
  BufferPool pool;
  Buffer b;
  std::size_t in = 0, out = 0;
  const std::int64_t before = moved();
  while (in < total) {
    const std::size_t free = size - b.size();
    const std::size_t n = free > 0 ? b.receivable(free, size, b.size() >= step) : 0;
    if (n > 0) {
      char *to = b.prepare(pool, n, size);
      assert_non_null(to);
      for (std::size_t k = 0; k < n; ++k)
        to[k] = static_cast<char>(in++ * 7 >> 3);
      b.commit(n);
    }
    for (std::size_t k = 0; k < step && !b.empty(); ++k) {
      assert_int_equal(*b.data(), static_cast<char>(out++ * 7 >> 3));
      b.consume(1);
    }
    b.trim(pool);
    assert_true(pool.bytes_lent() <= std::bit_ceil(size));
  }
  assert_true(moved() - before <= static_cast<std::int64_t>(6 * total + 6 * size));
  b.release(pool);
  pool.trim();
}

void a_full_buffer_is_not_moved_for_each_record(void **) {
  for (std::size_t size : {20000ul, 65536ul, 100000ul, 1ul << 20})
    for (std::size_t step : {1ul, 4ul, 1000ul})
      stream_through(size, step, 3 * size);
}

// A long record that comes byte by byte was copied to a larger block and back for each of them.
void a_record_that_comes_byte_by_byte_is_hardly_moved(void **) {
  constexpr std::size_t size = 1 << 20, record = 600000;
  BufferPool pool;
  Buffer b;
  const std::int64_t before = moved();
  while (b.size() < record) {
    const std::size_t n = b.receivable(size - b.size(), size, false);
    char *to = b.prepare(pool, n, size);
    assert_non_null(to);
    *to = 'x';
    b.commit(1);
    b.trim(pool);
  }
  // While it is small it is moved each time, for less than the system call costs.
  const auto cheap = static_cast<std::int64_t>(limits::cheap_move_bytes);
  assert_true(moved() - before <= 2 * cheap * cheap + std::int64_t{4 * record});
  b.release(pool);
  pool.trim();
}

// The same of output whose reader is slow, with all room used by the next write each time.
void write_to_a_slow_reader(std::size_t size, bool looked_at) {
  BufferPool pool;
  Buffer b;
  std::size_t in = 0, out = 0;
  char piece[700];
  const std::int64_t before = moved();
  while (in < 5 * size) {
    const std::size_t n = std::min(sizeof piece, size - b.size());
    for (std::size_t k = 0; k < n; ++k)
      piece[k] = static_cast<char>(in++ * 7 >> 3);
    if (b.goes_round(n, size)) {
      b.append_round(piece, n);
    } else {
      char *to = b.prepare(pool, n, size);
      assert_non_null(to);
      std::memcpy(to, piece, n);
      b.commit(n);
    }
    assert_true(pool.bytes_lent() <= std::bit_ceil(size));
    if (b.size() < size - 300)
      continue;
    if (looked_at && in % 11 == 0) { // vce_conn_get_buffer()
      b.straighten();
      assert_int_equal(b.front_size(), b.size());
    }
    const std::size_t taken = std::min<std::size_t>(b.front_size(), 1 + in % 997);
    for (std::size_t k = 0; k < taken; ++k)
      assert_int_equal(b.data()[k], static_cast<char>(out++ * 7 >> 3));
    b.consume(taken);
    b.trim(pool);
  }
  while (!b.empty()) {
    assert_int_equal(*b.data(), static_cast<char>(out++ * 7 >> 3));
    b.consume(1);
    b.trim(pool);
  }
  assert_int_equal(in, out);
  if (!looked_at)
    assert_true(moved() - before <= static_cast<std::int64_t>(6 * in));
  pool.trim();
}

void output_of_a_slow_reader_is_not_moved_for_each_write(void **) {
  for (std::size_t size : {20000ul, 65536ul, 300000ul}) {
    write_to_a_slow_reader(size, false);
    write_to_a_slow_reader(size, true);
  }
}

int main() {
#define COUNTED(f) cmocka_unit_test_setup_teardown(f, count_memory, all_given_back)
  const CMUnitTest tests[] = {
      COUNTED(an_empty_buffer_owns_nothing_but_has_an_address),
      COUNTED(bytes_stay_contiguous_and_in_order_while_they_grow_and_shrink),
      COUNTED(consuming_leaves_the_bytes_where_they_are),
      COUNTED(a_block_is_never_larger_than_the_limit_needs),
      COUNTED(a_small_rest_moves_out_of_a_large_block),
      COUNTED(without_memory_nothing_changes),
      COUNTED(room_in_the_own_block_needs_no_memory),
      COUNTED(the_block_given_back_last_is_lent_first),
      COUNTED(the_pool_keeps_no_more_than_its_limit),
      COUNTED(a_full_buffer_is_not_moved_for_each_record),
      COUNTED(a_record_that_comes_byte_by_byte_is_hardly_moved),
      COUNTED(output_of_a_slow_reader_is_not_moved_for_each_write),
      COUNTED(blocks_past_the_pooled_sizes_are_exact_and_go_straight_back),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
