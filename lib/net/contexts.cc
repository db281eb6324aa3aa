#include "net/contexts.h"

#include "base/handle.h"

#include <cassert>

namespace vce {

namespace {

using Number = SlotNumber<HandleTag::context>;

// A handle is a slot's number in the low half and a generation above. Generations go on after
// finalise, so that handles of an earlier life stay dead.
std::uint32_t last_generation = 0;

void *handle_of(std::size_t slot, std::uint32_t generation) {
  return reinterpret_cast<void *>(static_cast<std::uintptr_t>(generation) << 32 |
                                  Number::of(static_cast<std::uint32_t>(slot)));
}

} // namespace

std::size_t Contexts::free_slot() const {
  std::size_t slot = 0;
  while (slot < slots_.size() && slots_[slot].context)
    ++slot;
  return slot;
}

bool Contexts::reserve() { return free_slot() < slots_.size() || slots_.push(Slot{nullptr, 0}); }

Context &Contexts::add(Owned<Context> context) {
  assert(!full() && free_slot() < slots_.size());
  const std::size_t index = free_slot();
  Context &added = *context.release();
  slots_[index] = {&added, ++last_generation};
  added.handle = handle_of(index, last_generation);
  list_.push_front(added);
  ++live_;
  return added;
}

Context *Contexts::find(void *handle) const {
  const auto p = reinterpret_cast<std::uintptr_t>(handle);
  const std::int64_t index = Number::slot(p & 0xffffffff);
  if (index < 0 || static_cast<std::size_t>(index) >= slots_.size())
    return nullptr;
  const Slot &slot = slots_[static_cast<std::size_t>(index)];
  return slot.context && slot.generation == p >> 32 ? slot.context : nullptr;
}

void Contexts::abandon(Context &context) {
  assert(!context.abandoned && find(context.handle) == &context);
  for (Slot &slot : slots_) {
    if (slot.context == &context)
      slot.context = nullptr;
  }
  --live_;
  context.abandoned = true;
  any_abandoned_ = true;
}

void Contexts::free_all() {
  while (Context *context = list_.front())
    free(*context);
  slots_.clear();
  live_ = 0;
  any_abandoned_ = false;
}

// It leaves the list by itself.
void Contexts::free(Context &context) {
  assert(context.connections.empty());
  context.~Context();
  vce::release(&context);
}

} // namespace vce
