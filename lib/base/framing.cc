#include "base/framing.h"

#include <cstring>

namespace vce {

namespace {

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

Frame detail::unprefixed_frame_at(Framing framing, const char *data, std::size_t size,
                                  std::size_t limit, std::size_t scanned) {
  switch (framing) {
  case Framing::text:
    return text_line(data, size, limit, scanned);
  case Framing::through:
    return everything(size);
  default:
    return {};
  }
}

} // namespace vce
