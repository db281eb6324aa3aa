// Numbers that stand for slots outside of the library.
//
// They look like pointers, as the old interface has them, but are decoded by arithmetic alone and
// never followed, so any garbage is rejected by comparisons. The lowest four bits are a tag that
// tells the kinds of handles apart; all tags are odd, so no aligned address looks like a handle.
#pragma once

#include "base/limits.h"

#include <cstdint>

namespace vce {

enum class HandleTag : unsigned { connection = 5, context = 9, lingering = 15 };

template <HandleTag tag> struct SlotNumber {
  static_assert(static_cast<unsigned>(tag) % 2 == 1 && static_cast<unsigned>(tag) < 16);

  static constexpr std::uintptr_t of(std::uint32_t slot) {
    return (static_cast<std::uintptr_t>(slot) + 1) << 4 | static_cast<unsigned>(tag);
  }
  /// The slot that the number names, or -1 if it names none.
  static constexpr std::int64_t slot(std::uintptr_t number) {
    if ((number & 15) != static_cast<unsigned>(tag) || (number >> 4) == 0 ||
        (number >> 4) > limits::max_slots)
      return -1;
    return static_cast<std::int64_t>(number >> 4) - 1;
  }
  // With a generation above it, or as half of a handle, a number takes 32 bits.
  static_assert(((static_cast<std::uint64_t>(limits::max_slots) << 4) | 15) <= 0xffffffff);
};

/// A handle that is one pointer: the number of a slot, and above it a generation, which tells the
/// users of the slot apart.
template <HandleTag tag> struct PointerHandle {
  static void *of(std::uint32_t slot, std::uint32_t generation) {
    return reinterpret_cast<void *>(static_cast<std::uintptr_t>(generation) << 32 |
                                    SlotNumber<tag>::of(slot));
  }
  /// The slot that the handle names, or -1 if it names none.
  static std::int64_t slot(void *handle) {
    return SlotNumber<tag>::slot(reinterpret_cast<std::uintptr_t>(handle) & 0xffffffff);
  }
  static std::uint32_t generation(void *handle) {
    return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(handle) >> 32);
  }
};

} // namespace vce
