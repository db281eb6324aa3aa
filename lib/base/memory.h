// Memory of the library, taken through allocator hooks that the application may replace.
//
// Nothing here aborts or throws: a null result is a normal answer that every caller turns into
// its documented error. A block is released with the hook in force at that time, as vce.h
// says, so replacing hooks while memory is alive is the application's responsibility.
#pragma once

#include <cstddef>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

namespace vce {

using AllocateHook = void *(*)(std::size_t);
using ReleaseHook = void (*)(void *);

/// Replaces the hooks; a null argument keeps the present one.
void replace_memory_hooks(AllocateHook allocate, ReleaseHook release);

/// `n` bytes of uninitialised memory, or null.
[[nodiscard]] void *allocate(std::size_t n);
/// `n` zero bytes, or null.
[[nodiscard]] void *allocate_zeroed(std::size_t n);
/// Gives a block back. Null is passed on to the hook, as vce.h says of VCEFREE.
void release(void *p);

/// The same for a block of `n` bytes whose contents are not needed any more. Its memory goes back
/// to the system at once, where the C library would keep it: below other blocks that are in use, or
/// because it raised its own threshold for large ones. With functions of the application just
/// release().
void release_to_system(void *p, std::size_t n);

// --- Blocks straight from the system, which grow without being copied ---

/// They are had only while the C library's own functions are in force.
bool can_map();
/// `n` zero bytes, or null.
[[nodiscard]] void *map(std::size_t n);
/// Makes `n` bytes, `n` > `before`, of a block; it may be elsewhere then. Null: it stays as it is.
[[nodiscard]] void *remap(void *p, std::size_t before, std::size_t n);
void unmap(void *p, std::size_t n);

/// Ends an object made by make_owned().
struct Release {
  template <class T> void operator()(T *p) const {
    p->~T();
    release(p);
  }
};

/// An object made by make_owned(), or none; it ends with its owner. As std::unique_ptr, whose
/// header takes the compiler longer than most files of the library.
template <class T> class Owned {
public:
  Owned(std::nullptr_t = nullptr) {}
  explicit Owned(T *object) : object_(object) {}
  Owned(Owned &&other) noexcept : object_(other.release()) {}
  ~Owned() { reset(); }
  Owned &operator=(Owned &&other) noexcept {
    reset(other.release());
    return *this;
  }

  T *get() const { return object_; }
  T *operator->() const { return object_; }
  T &operator*() const { return *object_; }
  explicit operator bool() const { return object_ != nullptr; }
  friend bool operator==(const Owned &owned, std::nullptr_t) { return !owned; }

  /// It is the caller's from now on.
  T *release() { return std::exchange(object_, nullptr); }
  void reset(T *object = nullptr) {
    if (T *before = std::exchange(object_, object))
      Release()(before);
  }

private:
  T *object_ = nullptr;
};

/// Constructs a T in hook memory; null when memory is short.
template <class T, class... Args> [[nodiscard]] Owned<T> make_owned(Args &&...args) {
  static_assert(alignof(T) <= alignof(std::max_align_t));
  void *p = allocate(sizeof(T));
  return Owned<T>(p ? ::new (p) T(std::forward<Args>(args)...) : nullptr);
}

/// A growable array of trivially copyable elements whose growth may fail.
template <class T> class Vector {
public:
  static_assert(std::is_trivially_copyable_v<T>);
  Vector() = default;
  ~Vector() { clear(); }
  Vector(const Vector &) = delete;
  Vector &operator=(const Vector &) = delete;

  /// Makes room for `n` elements; false when memory is short, the content is kept.
  [[nodiscard]] bool reserve(std::size_t n) {
    if (n <= capacity_)
      return true;
    std::size_t grown = capacity_ * 2 > n ? capacity_ * 2 : n;
    T *fresh = static_cast<T *>(allocate(grown * sizeof(T)));
    if (!fresh)
      return false;
    if (size_)
      std::memcpy(static_cast<void *>(fresh), items_, size_ * sizeof(T));
    if (items_)
      release(items_);
    items_ = fresh;
    capacity_ = grown;
    return true;
  }
  [[nodiscard]] bool push(const T &item) {
    if (!reserve(size_ + 1))
      return false;
    items_[size_++] = item;
    return true;
  }
  void pop() { --size_; }
  /// Empties the array and gives its memory back.
  void clear() {
    if (items_)
      release(items_);
    items_ = nullptr;
    size_ = capacity_ = 0;
  }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T &operator[](std::size_t i) { return items_[i]; }
  const T &operator[](std::size_t i) const { return items_[i]; }
  T &back() { return items_[size_ - 1]; }
  T *begin() { return items_; }
  T *end() { return items_ + size_; }

private:
  T *items_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

} // namespace vce
