// SHA-1 (FIPS 180-4): a checksum against accidents, not a protection against forgery.
#pragma once

#include <cstddef>
#include <cstdint>

namespace vce {

class Sha1 {
public:
  static constexpr std::size_t digest_bytes = 20;

  void update(const void *data, std::size_t n);
  /// The digest of everything so far. Ends the computation.
  void finish(unsigned char digest[digest_bytes]);

private:
  static constexpr std::size_t block_bytes = 64;
  void absorb(const unsigned char *block);

  std::uint32_t state_[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  std::uint64_t total_ = 0; // bytes
  unsigned char pending_[block_bytes];
};

} // namespace vce
