// Byte buffers of connections, and the pool that lends them memory.
//
// A buffer is contiguous, so that a parser gets one pointer to everything unread. It owns memory
// only while it holds bytes: an idle connection has none. Consuming never moves or frees bytes, so
// a pointer into the buffer stays good until the next prepare(), trim() or release().
#pragma once

#include "base/limits.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace vce {

/// Blocks of power-of-two sizes, last given back first reused (it is warm in the cache). Larger
/// ones come from the system: there a full buffer of many megabytes grows without being moved.
class BufferPool {
public:
  BufferPool() = default;
  ~BufferPool() { trim(); }
  BufferPool(const BufferPool &) = delete;
  BufferPool &operator=(const BufferPool &) = delete;

  /// A block of at least `bytes`, or null when memory is short. It may replace `old`, which is
  /// given back next: the limit counts only one of them, and has nothing against a smaller one.
  [[nodiscard]] char *take(std::size_t bytes, const char *old = nullptr) {
    const int c = class_for(bytes);
    if (c == classes || !idle_[c])
      return allocate_block(bytes, c, capacity_of(old));
    Header *header = idle_[c];
    idle_[c] = header->next;
    bytes_idle_ -= header->capacity;
    return lend(header);
  }
  void give(char *block) {
    Header *header = reinterpret_cast<Header *>(block) - 1;
    --blocks_lent_;
    bytes_lent_ -= header->capacity;
    const int c = class_for(header->capacity);
    if (c == classes || bytes_idle_ + header->capacity > limits::pool_idle_bytes ||
        (limit_ != 0 && bytes_lent_ + bytes_idle_ + header->capacity > limit_)) {
      free_block(header);
      return;
    }
    header->next = idle_[c];
    idle_[c] = header;
    bytes_idle_ += header->capacity;
  }
  /// Makes `bytes` of a large block, more than it has, without copying its bytes; it may be
  /// elsewhere then. Null, and nothing changed, when that cannot be done.
  [[nodiscard]] char *stretch(char *block, std::size_t bytes);
  /// The real size of a block, 0 for null.
  static std::size_t capacity_of(const char *block) {
    return block ? header_of(block)->capacity : 0;
  }
  /// Returns all idle blocks to the allocator.
  void trim();
  /// The most that all blocks together may take, lent or idle; 0 = any amount. A block beyond it is
  /// refused as if memory were short. Of the process, kept when a pool ends.
  static void set_limit(std::size_t bytes) { limit_ = bytes; }

  std::size_t blocks_lent() const { return blocks_lent_; }
  std::size_t bytes_lent() const { return bytes_lent_; }
  std::size_t bytes_idle() const { return bytes_idle_; }

private:
  // In front of the bytes of a block, so that its users need not remember its size.
  struct Header {
    std::size_t capacity;
    Header *next; // while it is idle; itself: the block is straight from the system
    bool is_mapped() const { return next == this; }
  };
  static const Header *header_of(const char *block) {
    return reinterpret_cast<const Header *>(block - sizeof(Header));
  }
  static_assert(sizeof(Header) % alignof(std::max_align_t) == 0);
  static constexpr int classes =
      std::bit_width(limits::pool_largest_bytes) - std::bit_width(limits::pool_smallest_bytes) + 1;
  // The smallest class whose blocks have `bytes`; `classes` if none has.
  static int class_for(std::size_t bytes) {
    if (bytes <= limits::pool_smallest_bytes)
      return 0;
    if (bytes > limits::pool_largest_bytes)
      return classes;
    return static_cast<int>(std::bit_width(bytes - 1) -
                            std::bit_width(limits::pool_smallest_bytes - 1));
  }
  char *lend(Header *header) {
    ++blocks_lent_;
    bytes_lent_ += header->capacity;
    return reinterpret_cast<char *>(header + 1);
  }
  char *allocate_block(std::size_t bytes, int size_class, std::size_t replaced);
  bool refuses(std::size_t bytes);
  static void free_block(Header *header);

  static inline std::size_t limit_ = 0;
  Header *idle_[classes] = {};
  std::size_t blocks_lent_ = 0;
  std::size_t bytes_lent_ = 0;
  std::size_t bytes_idle_ = 0;
};

/// The bytes between a socket and the application, in one direction of one connection.
/// The pool must be the same in every call.
class Buffer {
public:
  Buffer() = default;
  Buffer(const Buffer &) = delete;
  Buffer &operator=(const Buffer &) = delete;

  std::size_t size() const { return end_ - begin_; }
  bool empty() const { return begin_ == end_; }
  /// The first byte held; not null even when the buffer is empty.
  char *data() { return block_ ? block_ + begin_ : &nothing_; }
  /// The same, or null while there is no memory either.
  char *front() { return block_ + begin_; }

  /// Makes `bytes` contiguous free bytes behind the held ones and returns where they start; null
  /// when memory is short (nothing changed then). Moves held bytes. The buffer never holds more
  /// than `limit` bytes, and takes no block that is larger than the one for that.
  [[nodiscard]] char *prepare(BufferPool &pool, std::size_t bytes, std::size_t limit) {
    if (!block_)
      return block_ = pool.take(bytes);
    char *to = spare(bytes);
    return to ? to : make_room(pool, bytes, limit);
  }
  /// The same as far as nothing needs to be moved or taken from the pool for it; else null.
  char *spare(std::size_t bytes) {
    return block_ && end_ + bytes <= BufferPool::capacity_of(block_) ? block_ + end_ : nullptr;
  }
  /// How many bytes may be asked for at once, `bytes` > 0 at most, so that little is moved for each
  /// of them: a buffer that holds much is moved only when it grows to twice as much, or when as
  /// much was consumed in front. 0: rather none now, if more will be consumed before more is
  /// needed.
  std::size_t receivable(std::size_t bytes, std::size_t limit, bool will_be_consumed) const {
    return size() <= limits::cheap_move_bytes
               ? std::min(bytes, limits::receive_bytes - size())
               : receivable_behind_much(bytes, limit, will_be_consumed);
  }
  /// Bytes that its memory has room for besides the held ones.
  std::size_t unused() const { return BufferPool::capacity_of(block_) - size(); }
  /// The first `bytes` of the prepared room are now held.
  void commit(std::size_t bytes) { end_ += static_cast<std::uint32_t>(bytes); }
  /// For output, which need not be contiguous: true if `bytes`, which fit the limit, go round the
  /// end of the block, because moving its bytes would cost more than was sent since the last
  /// time.
  bool goes_round(std::size_t bytes, std::size_t limit) const;
  /// Appends them then.
  void append_round(const char *data, std::size_t bytes);
  /// Held bytes that are contiguous at data().
  std::size_t front_size() const {
    return std::min<std::size_t>(end_, BufferPool::capacity_of(block_)) - begin_;
  }
  /// Makes all of them so.
  void straighten();
  /// Drops bytes at the front; `bytes` <= size(), front_size().
  void consume(std::size_t bytes) { begin_ += static_cast<std::uint32_t>(bytes); }
  /// Gives the memory back if nothing is held; moves few held bytes from a large block to a fitting
  /// one, so that a half record does not keep the room for a whole burst.
  void trim(BufferPool &pool) {
    if (empty())
      release(pool);
    else
      shrink(pool);
  }
  /// Gives the memory back with whatever is held.
  void release(BufferPool &pool) {
    if (block_)
      pool.give(block_);
    block_ = nullptr;
    begin_ = end_ = 0;
  }

private:
  bool is_round() const { return end_ > BufferPool::capacity_of(block_); }
  std::size_t receivable_behind_much(std::size_t bytes, std::size_t limit,
                                     bool will_be_consumed) const;
  void shrink(BufferPool &pool);
  char *make_room(BufferPool &pool, std::size_t bytes, std::size_t limit);
  void move_to(char *block, BufferPool &pool);

  static inline char nothing_ = 0;
  char *block_ = nullptr;
  std::uint32_t begin_ = 0;
  std::uint32_t end_ = 0; // beyond the block when bytes go on at its start (append_round)
};

} // namespace vce
