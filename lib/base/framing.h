// Record formats as pure functions over bytes: where the next record of a stream ends, and the
// bytes around a record that is written. No connection, no callback, no error state.
//
// The formats with a length are inline: they are the hot path of every busy server.
#pragma once

#include "base/bytes.h"

#include <cstddef>
#include <cstdint>

namespace vce {

enum class Framing : std::uint8_t {
  none,    // no parser: input collects until one is set
  custom,  // a function of the application
  bin16,   // 2-byte big-endian content length, content
  bin32,   // 4-byte big-endian content length, content
  text,    // content, then LF or CR LF
  through, // whatever has arrived
};

inline constexpr std::size_t bin16_longest = 65535;
inline constexpr std::size_t bin32_longest = std::size_t{1} << 30;

/// The record at the front of a stream, as far as the bytes tell.
struct Frame {
  enum class Status {
    incomplete, // more bytes are needed
    complete,   // content and total are set
    refused,    // can never be completed: too long for the format or for the buffer
  };
  Status status = Status::incomplete;
  bool announced = false; // bin16, bin32: the header is there and `length` is known
  std::size_t offset = 0; // first content byte
  std::size_t length = 0; // content bytes
  std::size_t total = 0;  // bytes of the whole record on the wire
};

namespace detail {

// Too few bytes for the header. In a buffer that cannot even hold one, no record ever fits.
inline Frame headless_frame(std::size_t header, std::size_t size, std::size_t limit) {
  Frame f;
  if (size > 0 && limit < header)
    f.status = Frame::Status::refused;
  return f;
}

inline Frame prefixed_frame(std::size_t header, std::size_t length, std::size_t longest,
                            std::size_t size, std::size_t limit) {
  Frame f;
  f.announced = true;
  f.offset = header;
  f.length = length;
  f.total = header + length;
  if (length > longest || f.total > limit)
    f.status = Frame::Status::refused;
  else if (f.total <= size)
    f.status = Frame::Status::complete;
  return f;
}

Frame unprefixed_frame_at(Framing framing, const char *data, std::size_t size, std::size_t limit,
                          std::size_t scanned);

} // namespace detail

/// Examines `size` bytes at `data`; a record must fit `limit` bytes, framing included. For text
/// the first `scanned` bytes are known to hold no LF. Incomplete for Framing::none and custom.
inline Frame frame_at(Framing framing, const char *data, std::size_t size, std::size_t limit,
                      std::size_t scanned) {
  using detail::headless_frame, detail::prefixed_frame;
  if (framing == Framing::bin16)
    return size < 2 ? headless_frame(2, size, limit)
                    : prefixed_frame(2, load_be16(data), bin16_longest, size, limit);
  if (framing == Framing::bin32)
    return size < 4 ? headless_frame(4, size, limit)
                    : prefixed_frame(4, load_be32(data), bin32_longest, size, limit);
  return detail::unprefixed_frame_at(framing, data, size, limit, scanned);
}

/// True if the format can express `length` content bytes.
inline bool expressible(Framing framing, std::size_t length) {
  if (framing == Framing::bin16)
    return length <= bin16_longest;
  return framing != Framing::bin32 || length <= bin32_longest;
}

/// Bytes put before and behind the content of a record.
constexpr std::size_t head_bytes(Framing framing) {
  return framing == Framing::bin16 ? 2 : framing == Framing::bin32 ? 4 : 0;
}
constexpr std::size_t tail_bytes(Framing framing) { return framing == Framing::text ? 1 : 0; }

/// Writes the head_bytes() of a record of `length` content bytes, which is expressible().
inline void write_head(Framing framing, char *to, std::size_t length) {
  if (framing == Framing::bin16)
    store_be16(to, static_cast<std::uint16_t>(length));
  else if (framing == Framing::bin32)
    store_be32(to, static_cast<std::uint32_t>(length));
}

} // namespace vce
