#include "base/buffer.h"

#include "base/memory.h"

#include <algorithm>
#include <cstring>

namespace vce {

char *BufferPool::take(std::size_t bytes) {
  std::size_t size = std::max(bytes, limits::pool_smallest_bytes);
  // Past the pooled sizes rounding up to a power of two could double gigabytes: exact there.
  if (size <= limits::pool_largest_bytes)
    size = std::bit_ceil(size);
  Header *header;
  if (size <= limits::pool_largest_bytes && idle_[class_of(size)]) {
    Header *&top = idle_[class_of(size)];
    header = top;
    top = top->next;
    bytes_idle_ -= size;
  } else {
    void *memory = allocate(sizeof(Header) + size);
    if (!memory)
      return nullptr;
    header = ::new (memory) Header{size, nullptr};
  }
  ++blocks_lent_;
  bytes_lent_ += size;
  return reinterpret_cast<char *>(header + 1);
}

void BufferPool::give(char *block) {
  Header *header = reinterpret_cast<Header *>(block) - 1;
  const std::size_t capacity = header->capacity;
  --blocks_lent_;
  bytes_lent_ -= capacity;
  if (capacity > limits::pool_largest_bytes || bytes_idle_ + capacity > limits::pool_idle_bytes) {
    vce::release(header);
    return;
  }
  Header *&top = idle_[class_of(capacity)];
  header->next = top;
  top = header;
  bytes_idle_ += capacity;
}

void BufferPool::trim() {
  for (Header *&top : idle_) {
    while (Header *header = top) {
      top = header->next;
      vce::release(header);
    }
  }
  bytes_idle_ = 0;
}

char *Buffer::make_room(BufferPool &pool, std::size_t bytes, std::size_t limit) {
  const std::size_t held = size();
  const std::size_t capacity = BufferPool::capacity_of(block_);
  if (block_ && capacity - held >= bytes && (begin_ >= held || capacity >= limit)) {
    // Enough room in all, and moving costs no more than was consumed before, or must be: the block
    // is as large as it may get.
    std::memmove(block_, block_ + begin_, held);
  } else {
    // Doubling keeps the copying constant per byte while a large record or a backlog builds up.
    char *block = pool.take(std::max(held + bytes, std::min(2 * held, limit)));
    if (!block)
      return nullptr;
    move_to(block, pool);
  }
  begin_ = 0;
  end_ = static_cast<std::uint32_t>(held);
  return block_ + end_;
}

void Buffer::move_to(char *block, BufferPool &pool) {
  const std::size_t held = size();
  if (block_) {
    std::memcpy(block, block_ + begin_, held);
    pool.give(block_);
  }
  block_ = block;
  begin_ = 0;
  end_ = static_cast<std::uint32_t>(held);
}

void Buffer::trim(BufferPool &pool) {
  if (!block_)
    return;
  const std::size_t held = size();
  if (held == 0) {
    release(pool);
    return;
  }
  const std::size_t capacity = BufferPool::capacity_of(block_);
  if (capacity <= 4096 || held > capacity / 4)
    return;
  if (char *block = pool.take(held)) // else the large block serves as well
    move_to(block, pool);
}

void Buffer::release(BufferPool &pool) {
  if (block_)
    pool.give(block_);
  block_ = nullptr;
  begin_ = end_ = 0;
}

} // namespace vce
