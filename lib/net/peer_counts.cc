#include "net/peer_counts.h"

#include "base/bytes.h"
#include "base/memory.h"

#include <bit>

namespace vce {

namespace {

constexpr std::size_t smallest_capacity = 16;

// No IPv6 network begins like the key of an IPv4 address: ::/32 is not given to anybody.
std::uint64_t key_of(const Address &peer) {
  if (peer.is_unix())
    return std::uint64_t{0xff} << 56 | peer.user(); // like no address of one peer (RFC 4291, 2.7)
  const unsigned char *bytes = peer.bytes().data();
  return peer.family() == Address::Family::ipv6 ? load_be64(bytes) : load_be32(bytes);
}

} // namespace

PeerCounts::~PeerCounts() {
  if (entries_)
    release(entries_);
}

std::size_t PeerCounts::home(std::uint64_t key) const {
  std::uint64_t mixed = (key ^ seed_) * 0x9e3779b97f4a7c15;
  mixed = (mixed ^ mixed >> 32) * seed_;
  return static_cast<std::size_t>(mixed >> (64 - std::bit_width(capacity_ - 1)));
}

// The entry of the key, or the free one where it belongs. There is a table.
std::size_t PeerCounts::find(std::uint64_t key) const {
  std::size_t i = home(key);
  while (entries_[i].count != 0 && entries_[i].key != key)
    i = (i + 1) & (capacity_ - 1);
  return i;
}

int PeerCounts::count(const Address &peer) const {
  return capacity_ ? entries_[find(key_of(peer))].count : 0;
}

bool PeerCounts::add(const Address &peer) {
  if (2 * (used_ + 1) > capacity_ && !resize(capacity_ ? 2 * capacity_ : smallest_capacity))
    return false;
  const std::uint64_t key = key_of(peer);
  Entry &entry = entries_[find(key)];
  used_ += entry.count == 0;
  entry.key = key;
  ++entry.count;
  return true;
}

void PeerCounts::remove(const Address &peer) {
  std::size_t hole = find(key_of(peer));
  if (--entries_[hole].count > 0)
    return;
  --used_;
  // Those behind that could not have their own place move up, so that no search ends too early.
  for (std::size_t i = hole;;) {
    i = (i + 1) & (capacity_ - 1);
    if (entries_[i].count == 0)
      break;
    const std::size_t wanted = home(entries_[i].key);
    if (((i - wanted) & (capacity_ - 1)) >= ((i - hole) & (capacity_ - 1))) {
      entries_[hole] = entries_[i];
      entries_[i].count = 0;
      hole = i;
    }
  }
  if (capacity_ > smallest_capacity && 8 * used_ < capacity_)
    (void)resize(capacity_ / 2); // without memory for it the large table serves as well
}

bool PeerCounts::resize(std::size_t capacity) {
  auto *fresh = static_cast<Entry *>(allocate_zeroed(capacity * sizeof(Entry)));
  if (!fresh)
    return false;
  Entry *const old = entries_;
  const std::size_t old_capacity = capacity_;
  entries_ = fresh;
  capacity_ = capacity;
  for (std::size_t i = 0; i < old_capacity; ++i) {
    if (old[i].count != 0)
      entries_[find(old[i].key)] = old[i];
  }
  if (old)
    release(old);
  return true;
}

} // namespace vce
