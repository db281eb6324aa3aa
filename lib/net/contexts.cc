#include "net/contexts.h"

#include "base/handle.h"

#include <cassert>

namespace vce {

namespace {

using ContextHandle = PointerHandle<HandleTag::context>;

// Generations go on after finalise, so that handles of an earlier life stay dead.
std::uint32_t last_generation = 0;

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
  added.handle = ContextHandle::of(static_cast<std::uint32_t>(index), last_generation);
  list_.push_front(added);
  ++live_;
  return added;
}

Context *Contexts::find(void *handle) const {
  const std::int64_t index = ContextHandle::slot(handle);
  if (index < 0 || static_cast<std::size_t>(index) >= slots_.size())
    return nullptr;
  const Slot &slot = slots_[static_cast<std::size_t>(index)];
  return slot.context && slot.generation == ContextHandle::generation(handle) ? slot.context
                                                                              : nullptr;
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
