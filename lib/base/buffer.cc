#include "base/buffer.h"

#include "base/memory.h"
#include "base/stats.h"

#include <algorithm>
#include <cstring>

namespace vce {

// Past the pooled sizes rounding up to a power of two could double gigabytes: exact there.
char *BufferPool::allocate_block(std::size_t bytes, int size_class, std::size_t replaced) {
  const std::size_t capacity =
      size_class == classes ? bytes : limits::pool_smallest_bytes << size_class;
  if (limit_ != 0 && capacity > replaced && refuses(capacity - replaced))
    return nullptr;
  const bool mapped = size_class == classes && can_map();
  void *memory = mapped ? map(sizeof(Header) + capacity) : allocate(sizeof(Header) + capacity);
  if (!memory)
    return nullptr;
  auto *header = ::new (memory) Header{capacity, nullptr};
  if (mapped)
    header->next = header;
  return lend(header);
}

char *BufferPool::stretch(char *block, std::size_t bytes) {
  Header *header = reinterpret_cast<Header *>(block) - 1;
  const std::size_t before = header->capacity;
  if (!header->is_mapped() || (limit_ != 0 && refuses(bytes - before)))
    return nullptr;
  void *memory = remap(header, sizeof(Header) + before, sizeof(Header) + bytes);
  if (!memory)
    return nullptr;
  header = static_cast<Header *>(memory);
  header->capacity = bytes;
  header->next = header;
  bytes_lent_ += bytes - before;
  return reinterpret_cast<char *>(header + 1);
}

// Idle blocks of other sizes make room first.
bool BufferPool::refuses(std::size_t bytes) {
  if (bytes_lent_ + bytes_idle_ + bytes <= limit_)
    return false;
  trim();
  if (bytes_lent_ + bytes <= limit_)
    return false;
  ++admission_stats().buffers_refused;
  return true;
}

void BufferPool::free_block(Header *header) {
  const std::size_t size = sizeof(Header) + header->capacity;
  if (header->is_mapped())
    unmap(header, size);
  else if (size < limits::return_pages_from_bytes)
    vce::release(header);
  else
    release_to_system(header, size);
}

void BufferPool::trim() {
  for (Header *&top : idle_) {
    while (Header *header = top) {
      top = header->next;
      free_block(header);
    }
  }
  bytes_idle_ = 0;
}

char *Buffer::make_room(BufferPool &pool, std::size_t bytes, std::size_t limit) {
  const std::size_t held = size();
  const std::size_t capacity = BufferPool::capacity_of(block_);
  const bool suffices = capacity - held >= bytes;
  if (capacity < limit && end_ + bytes <= limit && (!suffices || begin_ < held)) {
    if (char *block = pool.stretch(block_, std::min(std::max(end_ + bytes, 2 * capacity), limit)))
      return (block_ = block) + end_;
  }
  char *block = nullptr;
  // Not if there is room in all and moving costs no more than was consumed before, or if the block
  // is as large as it may get.
  if (!suffices || (begin_ < held && capacity < limit)) {
    // Doubling keeps the copying constant per byte while a large record or a backlog builds up.
    const std::size_t doubled = std::min(2 * held, limit);
    block = pool.take(std::max(held + bytes, doubled), block_);
    if (!block && !suffices && doubled > held + bytes)
      block = pool.take(held + bytes, block_);
    if (!block && !suffices)
      return nullptr;
  }
  if (block) {
    move_to(block, pool);
  } else {
    std::memmove(block_, block_ + begin_, held);
    stats().buffer_moved_byte += static_cast<std::int64_t>(held);
    begin_ = 0;
    end_ = static_cast<std::uint32_t>(held);
  }
  return block_ + end_;
}

void Buffer::move_to(char *block, BufferPool &pool) {
  const std::size_t held = size();
  const std::size_t front = front_size();
  std::memcpy(block, block_ + begin_, front);
  std::memcpy(block + front, block_, held - front);
  stats().buffer_moved_byte += static_cast<std::int64_t>(held);
  pool.give(block_);
  block_ = block;
  begin_ = 0;
  end_ = static_cast<std::uint32_t>(held);
}

std::size_t Buffer::receivable_behind_much(std::size_t bytes, std::size_t limit,
                                           bool will_be_consumed) const {
  const std::size_t held = size();
  const std::size_t capacity = BufferPool::capacity_of(block_);
  if (capacity > end_)
    return std::min(bytes, capacity - end_);
  if (capacity < limit) // in place, if that is possible
    return std::min({bytes, held, limit > end_ ? limit - end_ : held});
  const bool pays = held <= std::min<std::size_t>(begin_, limits::dear_move_bytes);
  return pays || !will_be_consumed ? bytes : 0;
}

bool Buffer::goes_round(std::size_t bytes, std::size_t limit) const {
  const std::size_t capacity = BufferPool::capacity_of(block_);
  return is_round() || (size() > limits::cheap_move_bytes && capacity >= limit && begin_ < size() &&
                        end_ + bytes > capacity);
}

void Buffer::append_round(const char *data, std::size_t bytes) {
  const std::size_t capacity = BufferPool::capacity_of(block_);
  const std::size_t behind = std::min(bytes, capacity > end_ ? capacity - end_ : 0);
  if (behind > 0)
    std::memcpy(block_ + end_, data, behind);
  if (bytes > behind)
    std::memcpy(block_ + (end_ + behind - capacity), data + behind, bytes - behind);
  commit(bytes);
}

void Buffer::straighten() {
  if (!is_round())
    return;
  const std::size_t held = size();
  std::rotate(block_, block_ + begin_, block_ + BufferPool::capacity_of(block_));
  stats().buffer_moved_byte += static_cast<std::int64_t>(held);
  begin_ = 0;
  end_ = static_cast<std::uint32_t>(held);
}

void Buffer::shrink(BufferPool &pool) {
  const std::size_t held = size();
  const std::size_t capacity = BufferPool::capacity_of(block_);
  if (begin_ >= capacity) { // all in front of the end of the block is consumed
    begin_ -= static_cast<std::uint32_t>(capacity);
    end_ -= static_cast<std::uint32_t>(capacity);
  }
  if (capacity <= limits::shrink_above_bytes ||
      held > std::min(capacity / 4, limits::dear_move_bytes))
    return;
  if (char *block = pool.take(held, block_)) // else the large block serves as well
    move_to(block, pool);
}

} // namespace vce
