// Elements ordered by a deadline: a binary heap whose elements know their place, so that any of
// them can be moved or removed. Units are the caller's.
#pragma once

#include "base/memory.h"

#include <cstdint>

namespace vce {

template <class When> class BasicDeadlineHeap;

/// An element with a deadline; leaves its heap only by remove().
template <class When> class BasicDeadline {
public:
  BasicDeadline() = default;
  BasicDeadline(const BasicDeadline &) = delete;
  BasicDeadline &operator=(const BasicDeadline &) = delete;
  bool scheduled() const { return place_ != none; }
  When when() const { return when_; }

private:
  friend class BasicDeadlineHeap<When>;
  static constexpr std::uint32_t none = 0xffffffff;
  When when_ = 0;
  std::uint32_t place_ = none;
};

template <class When> class BasicDeadlineHeap {
public:
  using Deadline = BasicDeadline<When>;
  /// Room for `n` elements; false when memory is short. set() needs room.
  [[nodiscard]] bool reserve(std::size_t n) { return heap_.reserve(n); }
  /// Schedules `item`, or moves it if it is scheduled already.
  void set(Deadline &item, When when);
  void remove(Deadline &item);
  /// Moves all deadlines `by` towards 0, where they stop.
  void shift(When by);
  /// The element with the smallest deadline, or null.
  Deadline *earliest() { return heap_.empty() ? nullptr : heap_[0]; }
  std::size_t size() const { return heap_.size(); }

private:
  void put(std::size_t place, Deadline *item) {
    heap_[place] = item;
    item->place_ = static_cast<std::uint32_t>(place);
  }
  void sift_up(std::size_t place, Deadline *item);
  void sift_down(std::size_t place, Deadline *item);

  Vector<Deadline *> heap_;
};

/// In 32 bits, as connections have one each.
using Deadline = BasicDeadline<std::uint32_t>;
using DeadlineHeap = BasicDeadlineHeap<std::uint32_t>;

} // namespace vce
