#include "base/buffer.h"

#include "base/memory.h"

#include <algorithm>
#include <cstring>

namespace vce {

char *BufferPool::take(std::size_t bytes, std::uint32_t &capacity) {
  std::size_t size = std::max(bytes, limits::pool_smallest_bytes);
  // Past the pooled sizes rounding up to a power of two could double gigabytes: exact there.
  if (size <= limits::pool_largest_bytes)
    size = std::bit_ceil(size);
  char *block;
  if (size <= limits::pool_largest_bytes && idle_[class_of(size)]) {
    Block *&top = idle_[class_of(size)];
    block = reinterpret_cast<char *>(top);
    top = top->next;
    bytes_idle_ -= size;
  } else {
    block = static_cast<char *>(allocate(size));
    if (!block)
      return nullptr;
  }
  ++blocks_lent_;
  bytes_lent_ += size;
  capacity = static_cast<std::uint32_t>(size);
  return block;
}

void BufferPool::give(char *block, std::uint32_t capacity) {
  --blocks_lent_;
  bytes_lent_ -= capacity;
  if (capacity > limits::pool_largest_bytes || bytes_idle_ + capacity > limits::pool_idle_bytes) {
    vce::release(block);
    return;
  }
  Block *&top = idle_[class_of(capacity)];
  Block *idle = ::new (static_cast<void *>(block)) Block{top};
  top = idle;
  bytes_idle_ += capacity;
}

void BufferPool::trim() {
  for (Block *&top : idle_) {
    while (Block *block = top) {
      top = block->next;
      vce::release(block);
    }
  }
  bytes_idle_ = 0;
}

char *Buffer::make_room(BufferPool &pool, std::size_t bytes, std::size_t limit) {
  const std::size_t held = size();
  if (block_ && capacity_ - held >= bytes && (begin_ >= held || capacity_ >= limit)) {
    // Enough room in all, and moving costs no more than was consumed before, or must be: the block
    // is as large as it may get.
    std::memmove(block_, block_ + begin_, held);
  } else {
    // Doubling keeps the copying constant per byte while a large record or a backlog builds up.
    const std::size_t wanted = std::max(held + bytes, std::min(2 * held, limit));
    std::uint32_t capacity = 0;
    char *block = pool.take(wanted, capacity);
    if (!block)
      return nullptr;
    if (block_) {
      std::memcpy(block, block_ + begin_, held);
      pool.give(block_, capacity_);
    }
    block_ = block;
    capacity_ = capacity;
  }
  begin_ = 0;
  end_ = static_cast<std::uint32_t>(held);
  return block_ + end_;
}

void Buffer::trim(BufferPool &pool) {
  if (!block_)
    return;
  const std::size_t held = size();
  if (held == 0) {
    release(pool);
    return;
  }
  if (capacity_ <= 4096 || held > capacity_ / 4)
    return;
  std::uint32_t capacity = 0;
  char *block = pool.take(held, capacity);
  if (!block)
    return; // The large block serves as well.
  std::memcpy(block, block_ + begin_, held);
  pool.give(block_, capacity_);
  block_ = block;
  capacity_ = capacity;
  begin_ = 0;
  end_ = static_cast<std::uint32_t>(held);
}

void Buffer::release(BufferPool &pool) {
  if (block_)
    pool.give(block_, capacity_);
  block_ = nullptr;
  begin_ = end_ = capacity_ = 0;
}

} // namespace vce
