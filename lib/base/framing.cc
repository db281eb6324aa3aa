#include "base/framing.h"

#include "base/bytes.h"

namespace vce {

namespace {

Frame length_prefixed(std::size_t header, std::size_t length, std::size_t longest,
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

Frame text_line(const char *data, std::size_t size, std::size_t limit, std::size_t scanned) {
  Frame f;
  const void *lf = size > scanned ? std::memchr(data + scanned, '\n', size - scanned) : nullptr;
  if (!lf) {
    if (size >= limit)
      f.status = Frame::Status::refused;
    return f;
  }
  const auto line = static_cast<std::size_t>(static_cast<const char *>(lf) - data);
  f.status = Frame::Status::complete;
  f.total = line + 1;
  f.length = line > 0 && data[line - 1] == '\r' ? line - 1 : line;
  return f;
}

Frame everything(std::size_t size) {
  Frame f;
  if (size != 0)
    f.status = Frame::Status::complete;
  f.length = f.total = size;
  return f;
}

} // namespace

Frame frame_at(Framing framing, const char *data, std::size_t size, std::size_t limit,
               std::size_t scanned) {
  switch (framing) {
  case Framing::bin16:
    return size < 2 ? Frame{} : length_prefixed(2, load_be16(data), bin16_longest, size, limit);
  case Framing::bin32:
    return size < 4 ? Frame{} : length_prefixed(4, load_be32(data), bin32_longest, size, limit);
  case Framing::text:
    return text_line(data, size, limit, scanned);
  case Framing::through:
    return everything(size);
  case Framing::none:
  case Framing::custom:
    break;
  }
  return {};
}

bool expressible(Framing framing, std::size_t length) {
  switch (framing) {
  case Framing::bin16:
    return length <= bin16_longest;
  case Framing::bin32:
    return length <= bin32_longest;
  default:
    return true;
  }
}

Envelope envelope_for(Framing framing, std::size_t length) {
  Envelope e{};
  if (framing == Framing::bin16) {
    store_be16(e.head, static_cast<std::uint16_t>(length));
    e.head_size = 2;
  } else if (framing == Framing::bin32) {
    store_be32(e.head, static_cast<std::uint32_t>(length));
    e.head_size = 4;
  } else if (framing == Framing::text) {
    e.tail_size = 1;
  }
  return e;
}

} // namespace vce
