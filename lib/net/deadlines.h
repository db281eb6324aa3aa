// Elements ordered by a deadline: a binary heap whose elements know their place, so that any of
// them can be moved or removed. Units are the caller's.
#pragma once

#include "base/memory.h"

#include <cstdint>

namespace vce {

/// An element with a deadline; leaves its heap only by DeadlineHeap::remove().
class Deadline {
public:
  Deadline() = default;
  Deadline(const Deadline &) = delete;
  Deadline &operator=(const Deadline &) = delete;
  bool scheduled() const { return place_ != none; }
  std::uint32_t when() const { return when_; }

private:
  friend class DeadlineHeap;
  static constexpr std::uint32_t none = 0xffffffff;
  std::uint32_t when_ = 0;
  std::uint32_t place_ = none;
};

class DeadlineHeap {
public:
  /// Room for `n` elements; false when memory is short. set() needs room.
  [[nodiscard]] bool reserve(std::size_t n) { return heap_.reserve(n); }
  /// Schedules `item`, or moves it if it is scheduled already.
  void set(Deadline &item, std::uint32_t when);
  void remove(Deadline &item);
  /// Moves all deadlines `by` towards 0, where they stop.
  void shift(std::uint32_t by);
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

} // namespace vce
