// Values that threads and signal handlers share.
//
// As std::atomic, of which they have what is needed here: its header takes the compiler as long as
// all else in a file of the library.
#pragma once

namespace vce {

/// All accesses are in one order, which all threads see, but for peek(). A number of at most 8
/// bytes, a bool or a pointer, so that no lock is needed.
template <class T> class Atomic {
  static_assert(__atomic_always_lock_free(sizeof(T), nullptr));

public:
  constexpr Atomic(T value) : value_(value) {}
  Atomic(const Atomic &) = delete;

  T load() const { return __atomic_load_n(&value_, __ATOMIC_SEQ_CST); }
  operator T() const { return load(); }
  /// Says nothing about other values.
  T peek() const { return __atomic_load_n(&value_, __ATOMIC_RELAXED); }

  Atomic &operator=(T value) {
    __atomic_store_n(&value_, value, __ATOMIC_SEQ_CST);
    return *this;
  }
  /// Returns what it was before.
  T exchange(T value) { return __atomic_exchange_n(&value_, value, __ATOMIC_SEQ_CST); }
  void operator++() { __atomic_add_fetch(&value_, 1, __ATOMIC_SEQ_CST); }
  void operator--() { __atomic_sub_fetch(&value_, 1, __ATOMIC_SEQ_CST); }

private:
  T value_;
};

} // namespace vce
