#include "base/memory.h"

#include "base/platform.h"

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <sys/mman.h>
#include <unistd.h>

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

// Dropping the pages inside a block that is still ours is allowed whatever the allocator does with
// its ends, which it may use for its books. No setting of the allocator is touched.
void release_to_system(void *p, std::size_t n) {
  static const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  const auto begin = reinterpret_cast<std::uintptr_t>(p);
  const std::uintptr_t first = (begin + page - 1) & ~(page - 1);
  const std::uintptr_t end = (begin + n) & ~(page - 1);
  if (release_hook == std::free && end > first) {
    const int before = errno;
    platform::drop_pages(reinterpret_cast<void *>(first), end - first);
    errno = before;
  }
  release_hook(p);
}

bool can_map() { return allocate_hook == std::malloc && release_hook == std::free; }

void *map(std::size_t n) {
  void *p = mmap(nullptr, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return p == MAP_FAILED ? nullptr : p;
}

void *remap(void *p, std::size_t before, std::size_t n) {
  return platform::resize_mapping(p, before, n);
}

void unmap(void *p, std::size_t n) {
  const int before = errno;
  munmap(p, n);
  errno = before;
}

} // namespace vce
