#include "base/memory.h"

#include <cstdlib>

namespace vce {

namespace {

AllocateHook allocate_hook = std::malloc;
ReleaseHook release_hook = std::free;

} // namespace

void replace_memory_hooks(AllocateHook allocate, ReleaseHook release) {
  if (allocate)
    allocate_hook = allocate;
  if (release)
    release_hook = release;
}

void *allocate(std::size_t n) { return allocate_hook(n); }

void *allocate_zeroed(std::size_t n) {
  void *p = allocate_hook(n);
  if (p)
    std::memset(p, 0, n);
  return p;
}

void release(void *p) { release_hook(p); }

} // namespace vce
