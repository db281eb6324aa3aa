// Object arrays: pools of equally sized slots in one contiguous block, and the table that gives
// them small descriptors.
//
// A slot never moves, and the library never writes into it: a slot used again still holds the
// bytes of its previous user. Elements in use are on a list, newest allocation first. A freed
// element remembers the one that followed it, so that a walk along the list survives the freeing
// of the element it stands on.
#pragma once

#include "base/memory.h"

#include <cstddef>
#include <cstdint>

namespace vce {

class ObjectArray {
public:
  ObjectArray(int descriptor, const char *name);
  ~ObjectArray();
  ObjectArray(const ObjectArray &) = delete;
  ObjectArray &operator=(const ObjectArray &) = delete;

  /// Gets the memory, all of it: `count` zeroed slots of `size` > 0 bytes. Once, and before
  /// anything else. False, with a log line, if there is none, or for a negative or absurd count.
  [[nodiscard]] bool open(std::size_t size, int count);

  /// The slot freed last, else the lowest one never used; it becomes the newest element. Null when
  /// all are in use.
  void *take();
  /// `p` must be the start of a slot: err::invalid. It must be in use: err::bug.
  int give(const void *p);
  /// Frees the elements newest first, so that the oldest is the first to be taken again.
  void give_all();

  /// Null when nothing is in use.
  void *newest() const { return address(head_); }
  void *oldest() const { return address(tail_); }
  /// Sets `follower` to the next older element, null at the end. A freed `p` is followed along the
  /// remembered followers to the first one in use. err::invalid for null or outside of the block,
  /// err::alignment for an address that is not a multiple of the size away from its start.
  int next(const void *p, void *&follower) const;

  /// The number of the slot that starts at `p`; the errors of next().
  int slot_of(const void *p) const;
  bool is_slot(const void *p) const { return slot_of(p) >= 0; }
  bool in_use(const void *p) const;
  /// Null for a number outside of 0 to count() - 1.
  void *slot(int number) const;

  int used() const { return used_; }
  int count() const { return count_; }
  std::size_t size() const { return size_; }
  const char *name() const { return name_; }

  /// Logs a summary, with `elements` also a line per element in use. err::bug, with a log line, if
  /// the lists contradict each other; that cannot happen while memory is intact.
  int show(bool elements) const;

private:
  static constexpr int none = -1;
  static constexpr std::size_t name_bytes = 32;

  // Kept apart from the slots, which belong to the application alone. Not initialised: a link has
  // a meaning from the first use of its slot on.
  struct Link {
    int next;     // in use: the next older element; free: the one that was it when it was freed
    int previous; // in use: the next newer element; free: the next slot of the free list
    bool in_use;
  };

  void *address(int slot) const {
    return slot == none ? nullptr : block_ + static_cast<std::size_t>(slot) * size_;
  }
  int refuse_to_give(const void *p) const;

  unsigned char *block_ = nullptr;
  Link *links_ = nullptr;
  std::size_t size_ = 0;
  int count_ = 0;
  int used_ = 0;
  int fresh_ = 0; // slots from here on were never used
  int free_ = none;
  int head_ = none;
  int tail_ = none;
  int descriptor_;
  char name_[name_bytes];
};

/// All arrays of the initialised library, by descriptor. A new array gets the lowest unused one.
class ArrayTable {
public:
  /// Makes an empty table for `max_arrays` descriptors, at least limits::min_max_arrays. False
  /// when memory is short. An open table stays as it is: true.
  [[nodiscard]] bool open(int max_arrays);
  /// Releases all arrays and reservations. From then on every descriptor is bad.
  void close();
  bool is_open() const { return max_arrays_ != 0; }

  /// Takes `n` descriptors for the library, under which nothing is stored, all or none. The
  /// application can do nothing with them; they are counted, so that the limit keeps its
  /// meaning. False if there are not so many left.
  [[nodiscard]] bool reserve(int n, int descriptors[]);
  void release(int n, const int descriptors[]);

  /// Makes an array and returns its descriptor; longer names are cut, null is "". err::init if the
  /// table is not open, err::full for no descriptor or memory left, err::invalid for size 0.
  int create(std::size_t size, int count, const char *name);
  /// The array of that descriptor, or null; any number may be asked for.
  ObjectArray *find(int descriptor) const;
  /// Releases one array. err::invalid for a bad descriptor.
  int end(int descriptor);
  /// Releases all arrays; reservations stay.
  void end_all();
  /// True if end_all() was called since the last open().
  bool ended_all() const { return ended_all_; }

private:
  struct Entry {
    ObjectArray *array;
    bool taken; // with an array, or reserved
  };
  int take_lowest();
  void make_unused(int descriptor);
  void release_arrays();

  Vector<Entry> entries_; // grows with the highest descriptor ever taken
  int max_arrays_ = 0;
  int unused_from_ = 0; // no lower descriptor is unused
  bool ended_all_ = false;
};

/// The table of this process. It is never destroyed.
ArrayTable &array_table();

} // namespace vce
