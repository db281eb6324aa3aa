#include "base/reserve.h"

#include "base/platform.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <pthread.h>

namespace vce::reserve {

namespace {

// A look-up takes less than 4 KiB, and libevent looks up 64 names at a time.
constexpr std::size_t cell_bytes = 64;
constexpr std::size_t cells = 4096;

alignas(cell_bytes) unsigned char memory[cells * cell_bytes];
std::uint16_t lengths[cells]; // in cells, of the block that begins here; 0 = none does
std::size_t cells_lent = 0;

// A loop belongs to one thread, and a program may run its heartbeats in another one than before.
pthread_mutex_t in_use = PTHREAD_MUTEX_INITIALIZER;

void lock() { pthread_mutex_lock(&in_use); }
void unlock() { pthread_mutex_unlock(&in_use); }

class Lock {
public:
  Lock() { lock(); }
  ~Lock() { unlock(); }
  Lock(const Lock &) = delete;
  Lock &operator=(const Lock &) = delete;
};

bool owns(const void *p) {
  const auto address = reinterpret_cast<std::uintptr_t>(p);
  const auto begin = reinterpret_cast<std::uintptr_t>(memory);
  return address >= begin && address < begin + sizeof memory;
}

std::size_t cell_of(const void *p) {
  return static_cast<std::size_t>(static_cast<const unsigned char *>(p) - memory) / cell_bytes;
}

// The first gap that is long enough.
void *lend(std::size_t bytes) {
  if (bytes > sizeof memory)
    return nullptr;
  const std::size_t needed = std::max<std::size_t>((bytes + cell_bytes - 1) / cell_bytes, 1);
  const Lock lock;
  std::size_t gap = 0;
  for (std::size_t i = 0; i < cells;) {
    if (lengths[i]) {
      i += lengths[i];
      gap = 0;
      continue;
    }
    ++i;
    if (++gap == needed) {
      lengths[i - needed] = static_cast<std::uint16_t>(needed);
      cells_lent += needed;
      return memory + (i - needed) * cell_bytes;
    }
  }
  return nullptr;
}

// 0 if it is unknown.
std::size_t size_of(void *p) {
  return owns(p) ? lengths[cell_of(p)] * cell_bytes : platform::usable_bytes(p);
}

} // namespace

bool survive_forks() {
  static bool registered = false;
  registered = registered || pthread_atfork(lock, unlock, unlock) == 0;
  return registered;
}

void *allocate(std::size_t bytes) {
  void *p = std::malloc(bytes);
  return p ? p : lend(bytes);
}

void *reallocate(void *p, std::size_t bytes) {
  bytes = std::max<std::size_t>(bytes, 1); // realloc(p, 0) would free it
  if (p && !owns(p)) {
    if (void *grown = std::realloc(p, bytes))
      return grown;
  }
  const std::size_t held = p ? size_of(p) : 0;
  if (p && held == 0)
    return nullptr;
  void *fresh = allocate(bytes);
  if (fresh && p) {
    std::memcpy(fresh, p, std::min(bytes, held));
    release(p);
  }
  return fresh;
}

void release(void *p) {
  if (!owns(p)) {
    std::free(p);
    return;
  }
  const Lock lock;
  std::uint16_t &length = lengths[cell_of(p)];
  cells_lent -= length;
  length = 0;
}

bool is_low() {
  const Lock lock;
  return cells_lent >= cells / 2;
}

} // namespace vce::reserve
