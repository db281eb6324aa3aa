// Slots with value handles that survive garbage.
//
// A handle is {p, serial}. `p` is a number, not an address: it names a slot by arithmetic alone and
// is never dereferenced, so any garbage is rejected by comparisons. `serial` tells a slot's present
// occupant from earlier ones. Slots live in slabs that are allocated when first needed, so a limit
// of a million connections costs nothing until they come.
#pragma once

#include "base/handle.h"
#include "base/memory.h"

#include <cstddef>
#include <cstdint>

namespace vce {

struct Handle {
  std::uintptr_t p = 0;
  std::uint32_t serial = 0;
  std::uint32_t nothing = 0; // instead of padding, which compilers take pains to keep as it is
};

template <class T, HandleTag tag> class SlotTable {
public:
  SlotTable() = default;
  ~SlotTable() { close(); }
  SlotTable(const SlotTable &) = delete;
  SlotTable &operator=(const SlotTable &) = delete;

  /// Sets the number of slots; all are free. False if there can be no table of that size.
  [[nodiscard]] bool open(int limit) {
    if (limit > static_cast<int>(limits::max_slots))
      return false;
    limit_ = limit > 0 ? static_cast<std::uint32_t>(limit) : 0;
    return true;
  }
  /// Frees all slabs. Objects must have been released before.
  void close() {
    for (Slot *slab : slabs_)
      vce::release(slab);
    slabs_.clear();
    limit_ = fresh_ = used_ = 0;
    free_top_ = none;
  }

  bool full() const { return used_ == limit_; }
  std::uint32_t used() const { return used_; }
  std::uint32_t limit() const { return limit_; }

  /// Constructs a T(slot number, args...) in the slot freed last, else in the first fresh one, and
  /// gives it `serial` (not 0). Null when the table is full or memory is short.
  template <class... Args> T *acquire(std::uint32_t serial, Args &&...args) {
    std::uint32_t index = free_top_;
    if (index == none) {
      if (fresh_ == limit_ || !grow())
        return nullptr;
      index = fresh_++;
    } else {
      free_top_ = slot(index).next_free;
    }
    Slot &s = slot(index);
    s.serial = serial;
    s.p = static_cast<std::uint32_t>(Number::of(index));
    ++used_;
    return ::new (static_cast<void *>(s.object)) T(index, std::forward<Args>(args)...);
  }
  /// Destroys the object and frees its slot.
  void release(T &object) {
    const std::uint32_t index = object.slot();
    object.~T();
    Slot &s = slot(index);
    s.serial = 0;
    s.next_free = free_top_;
    free_top_ = index;
    --used_;
  }

  /// The live object that `h` names, or null.
  T *find(Handle h) {
    const std::int64_t index = Number::slot(h.p);
    if (index < 0 || index >= fresh_ || h.serial == 0)
      return nullptr;
    Slot &s = slot(static_cast<std::uint32_t>(index));
    return s.serial == h.serial ? object(s) : nullptr;
  }
  /// The live object in slot `index`, or null; any number may be asked for.
  T *at(std::int64_t index) {
    if (index < 0 || index >= fresh_)
      return nullptr;
    Slot &s = slot(static_cast<std::uint32_t>(index));
    return s.serial ? object(s) : nullptr;
  }
  /// The slot that `h` names below the limit, whether it has an occupant or not; -1 if it names
  /// none.
  std::int64_t index_of(Handle h) const {
    const std::int64_t index = Number::slot(h.p);
    return index < limit_ ? index : -1;
  }
  /// The handle of slot `index`, below the limit: its occupant's, or with serial 0 if it is free.
  Handle handle_at(std::uint32_t index) const {
    return {Number::of(index), index < fresh_ ? slot(index).serial : 0};
  }
  std::uint32_t serial_of(const T &o) const { return slot_of(o).serial; }
  bool names(Handle h, const T &o) const {
    const Slot &s = slot_of(o);
    return h.p == s.p && h.serial == s.serial;
  }
  Handle handle_of(const T &o) const { return {slot_of(o).p, slot_of(o).serial}; }

private:
  using Number = SlotNumber<tag>;
  static constexpr std::uint32_t none = 0xffffffff;
  struct Slot {
    std::uint32_t serial; // 0: free
    union {
      std::uint32_t p; // of its handle
      std::uint32_t next_free;
    };
    alignas(T) unsigned char object[sizeof(T)];
  };
  // The object lies inside its slot.
  static const Slot &slot_of(const T &o) {
    const auto *bytes = reinterpret_cast<const unsigned char *>(&o) - offsetof(Slot, object);
    return *reinterpret_cast<const Slot *>(bytes);
  }
  static T *object(Slot &s) { return std::launder(reinterpret_cast<T *>(s.object)); }
  Slot &slot(std::uint32_t index) const {
    return slabs_[index / limits::slots_per_slab][index % limits::slots_per_slab];
  }
  // Makes sure that slot `fresh_` has memory.
  bool grow() {
    if (fresh_ < slabs_.size() * limits::slots_per_slab)
      return true;
    if (!slabs_.reserve(slabs_.size() + 1))
      return false;
    auto *slab = static_cast<Slot *>(allocate_zeroed(sizeof(Slot) * limits::slots_per_slab));
    return slab && slabs_.push(slab);
  }

  Vector<Slot *> slabs_;
  std::uint32_t limit_ = 0;
  std::uint32_t fresh_ = 0; // slots handed out at least once
  std::uint32_t used_ = 0;
  std::uint32_t free_top_ = none;
};

} // namespace vce
