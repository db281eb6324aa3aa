// How many connections each peer address has, for a limit per address.
#pragma once

#include "net/address.h"

#include <cstddef>
#include <cstdint>

namespace vce {

/// Counts by address; IPv6 addresses by their first 64 bits, since a network hands out that many to
/// one customer as a rule; peers of a Unix socket by their user. The table follows the number of
/// addresses that have connections now.
class PeerCounts {
public:
  /// `seed` randomises the hash, so that peers cannot force collisions.
  explicit PeerCounts(std::uint64_t seed) : seed_(seed | 1) {}
  ~PeerCounts();
  PeerCounts(const PeerCounts &) = delete;
  PeerCounts &operator=(const PeerCounts &) = delete;

  /// One more; false, and nothing changed, when memory is short.
  [[nodiscard]] bool add(const Address &peer);
  /// One less of those that were added.
  void remove(const Address &peer);
  int count(const Address &peer) const;
  /// Addresses that have connections.
  std::size_t addresses() const { return used_; }

private:
  struct Entry {
    std::uint64_t key;
    int count; // 0: free
  };
  std::size_t home(std::uint64_t key) const;
  std::size_t find(std::uint64_t key) const;
  bool resize(std::size_t capacity);

  Entry *entries_ = nullptr;
  std::size_t capacity_ = 0; // a power of two, or 0; at most half of it is used
  std::size_t used_ = 0;
  const std::uint64_t seed_;
};

} // namespace vce
