#include "base/sha1.h"

#include "base/bytes.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace vce {

void Sha1::update(const void *data, std::size_t n) {
  const auto *from = static_cast<const unsigned char *>(data);
  while (n != 0) {
    const std::size_t held = total_ % block_bytes;
    const std::size_t part = std::min(n, block_bytes - held);
    std::memcpy(pending_ + held, from, part);
    total_ += part;
    from += part;
    n -= part;
    if (total_ % block_bytes == 0)
      absorb(pending_);
  }
}

void Sha1::finish(unsigned char digest[digest_bytes]) {
  // A one bit, zeros up to 8 bytes before the end of a block, the length in bits.
  unsigned char padding[block_bytes + 8] = {0x80};
  const std::size_t fill = (2 * block_bytes - 9 - total_ % block_bytes) % block_bytes + 1;
  store_be64(padding + fill, total_ * 8);
  update(padding, fill + 8);
  for (std::size_t i = 0; i < 5; ++i)
    store_be32(digest + 4 * i, state_[i]);
}

void Sha1::absorb(const unsigned char *block) {
  std::uint32_t w[80];
  for (std::size_t i = 0; i < 16; ++i)
    w[i] = load_be32(block + 4 * i);
  for (std::size_t i = 16; i < 80; ++i)
    w[i] = std::rotl(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
  auto [a, b, c, d, e] = state_;
  for (int i = 0; i < 80; ++i) {
    std::uint32_t f, k;
    if (i < 20) {
      f = (b & c) | (~b & d);
      k = 0x5a827999;
    } else if (i < 40) {
      f = b ^ c ^ d;
      k = 0x6ed9eba1;
    } else if (i < 60) {
      f = (b & c) | (b & d) | (c & d);
      k = 0x8f1bbcdc;
    } else {
      f = b ^ c ^ d;
      k = 0xca62c1d6;
    }
    const std::uint32_t t = std::rotl(a, 5) + f + e + k + w[i];
    e = d;
    d = c;
    c = std::rotl(b, 30);
    b = a;
    a = t;
  }
  state_[0] += a;
  state_[1] += b;
  state_[2] += c;
  state_[3] += d;
  state_[4] += e;
}

} // namespace vce
