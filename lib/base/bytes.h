// Big-endian integers at any address, without alignment or aliasing assumptions.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace vce {

namespace detail {

inline std::uint16_t swap_if_little(std::uint16_t v) {
  return std::endian::native == std::endian::little ? __builtin_bswap16(v) : v;
}
inline std::uint32_t swap_if_little(std::uint32_t v) {
  return std::endian::native == std::endian::little ? __builtin_bswap32(v) : v;
}
inline std::uint64_t swap_if_little(std::uint64_t v) {
  return std::endian::native == std::endian::little ? __builtin_bswap64(v) : v;
}

template <class T> T load_be(const void *p) {
  T v;
  std::memcpy(&v, p, sizeof v);
  return swap_if_little(v);
}
template <class T> void store_be(void *p, T v) {
  v = swap_if_little(v);
  std::memcpy(p, &v, sizeof v);
}

} // namespace detail

inline std::uint16_t load_be16(const void *p) { return detail::load_be<std::uint16_t>(p); }
inline std::uint32_t load_be32(const void *p) { return detail::load_be<std::uint32_t>(p); }
inline std::uint64_t load_be64(const void *p) { return detail::load_be<std::uint64_t>(p); }

inline void store_be16(void *p, std::uint16_t v) { detail::store_be(p, v); }
inline void store_be32(void *p, std::uint32_t v) { detail::store_be(p, v); }
inline void store_be64(void *p, std::uint64_t v) { detail::store_be(p, v); }

} // namespace vce
