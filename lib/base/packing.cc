#include "base/packing.h"

#include "base/bytes.h"
#include "base/error.h"

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace vce::packing {

namespace {

constexpr unsigned char prefix_32 = 0xfd; // also the first length that needs more than one byte
constexpr unsigned char prefix_64 = 0xfe;

std::int64_t bytes_of(Width width) { return static_cast<std::int64_t>(width); }

template <class T> void convert_as(char *to, const char *from, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    const T v = detail::load_be<T>(from + i * sizeof(T));
    std::memcpy(to + i * sizeof(T), &v, sizeof(T));
  }
}

// Native to wire and wire to native alike: swapping is its own inverse.
void convert(Width width, void *to, const void *from, std::size_t n) {
  auto *t = static_cast<char *>(to);
  const auto *f = static_cast<const char *>(from);
  if (n == 0)
    return;
  switch (width) {
  case Width::one:
    std::memcpy(t, f, n);
    break;
  case Width::two:
    convert_as<std::uint16_t>(t, f, n);
    break;
  case Width::four:
    convert_as<std::uint32_t>(t, f, n);
    break;
  case Width::eight:
    convert_as<std::uint64_t>(t, f, n);
    break;
  }
}

// The low `width` bytes of `value`; width 0 writes nothing.
void store_low(char *to, int width, std::uint64_t value) {
  switch (width) {
  case 1:
    *to = static_cast<char>(value & 0xff);
    break;
  case 2:
    store_be16(to, static_cast<std::uint16_t>(value));
    break;
  case 4:
    store_be32(to, static_cast<std::uint32_t>(value));
    break;
  case 8:
    store_be64(to, value);
    break;
  }
}

std::uint32_t load_count(const char *from, int width) {
  switch (width) {
  case 1:
    return static_cast<unsigned char>(*from);
  case 2:
    return load_be16(from);
  default:
    return load_be32(from);
  }
}

int room_behind(int length, std::int64_t offset) {
  return static_cast<int>(std::max<std::int64_t>(length - offset, 0));
}

// Reads the count or length in front of an array or string and moves `offset` behind it.
int pop_length(const char *in, int length, std::int64_t &offset, std::uint32_t &value) {
  const int room = room_behind(length, offset);
  std::uint64_t wide = 0;
  const int size = room > 0 ? get_specifier(in + offset, room, wide) : err::too_short;
  if (size < 0)
    return size;
  if (wide >> 32)
    return err::support;
  offset += size;
  value = static_cast<std::uint32_t>(wide);
  return err::none;
}

// The checks of push_strings without its writes: `size` becomes the bytes of the whole item.
int measure_strings(std::int64_t room, const char *const *strings, int num, int each_max,
                    std::int64_t &size) {
  size = specifier_size(static_cast<std::uint64_t>(num));
  if (size > room)
    return err::full;
  for (int i = 0; i < num; ++i) {
    if (!strings[i])
      return err::invalid;
    const auto most = static_cast<std::size_t>(std::max(each_max, 0));
    const std::size_t n = strnlen(strings[i], most);
    if (n == most)
      return err::full;
    size += specifier_size(n) + static_cast<std::int64_t>(n);
    if (size >= room)
      return err::full;
  }
  return err::none;
}

int pack_strings(char *out, int room, int count_width, const char *data, std::uint32_t count) {
  std::int64_t used = count_width;
  if (used > room)
    return err::full;
  store_low(out, count_width, count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const char *s;
    std::memcpy(&s, data + std::size_t{i} * sizeof s, sizeof s);
    if (!s)
      return err::invalid;
    const auto left = static_cast<std::size_t>(room - used);
    const std::size_t n = strnlen(s, left);
    if (n == left)
      return err::full;
    std::memcpy(out + used, s, n + 1);
    used += static_cast<std::int64_t>(n) + 1;
  }
  return static_cast<int>(used);
}

// Where the NUL-terminated string at `offset` ends, that is behind its NUL; -1 if it does not.
std::int64_t end_of_string(const char *in, int room, std::int64_t offset) {
  const void *nul = std::memchr(in + offset, '\0', static_cast<std::size_t>(room - offset));
  return nul ? static_cast<const char *>(nul) - in + 1 : -1;
}

int unpack_strings(char *in, int room, int offset, char *data, std::uint32_t count) {
  std::int64_t end = offset;
  for (std::uint32_t i = 0; i < count; ++i) {
    end = end_of_string(in, room, end);
    if (end < 0)
      return err::data_short;
  }
  if (count > 0 && !data)
    return err::invalid;
  std::int64_t at = offset;
  for (std::uint32_t i = 0; i < count; ++i) {
    char *s = in + at;
    std::memcpy(data + std::size_t{i} * sizeof s, &s, sizeof s);
    at = end_of_string(in, room, at);
  }
  return static_cast<int>(end);
}

} // namespace

int specifier_size(std::uint64_t value) {
  if (value < prefix_32)
    return 1;
  return value >> 32 ? 9 : 5;
}

int put_specifier(char *out, int room, std::uint64_t value) {
  const int size = specifier_size(value);
  if (!out)
    return size;
  if (size > room)
    return err::full;
  if (size == 1) {
    *out = static_cast<char>(value);
  } else if (size == 5) {
    *out = static_cast<char>(prefix_32);
    store_be32(out + 1, static_cast<std::uint32_t>(value));
  } else {
    *out = static_cast<char>(prefix_64);
    store_be64(out + 1, value);
  }
  return size;
}

int get_specifier(const char *src, int room, std::uint64_t &value) {
  if (!src)
    return err::invalid;
  if (room < 1)
    return err::too_short;
  const auto first = static_cast<unsigned char>(*src);
  if (first < prefix_32) {
    value = first;
    return 1;
  }
  if (first > prefix_64)
    return err::support;
  const int size = first == prefix_32 ? 5 : 9;
  if (size > room)
    return err::too_short;
  value = size == 5 ? load_be32(src + 1) : load_be64(src + 1);
  return size;
}

int push_integer(char *out, int length, int offset, Width width, std::uint64_t value) {
  if (!out || offset < 0)
    return err::invalid;
  const std::int64_t end = offset + bytes_of(width);
  if (end > length)
    return err::full;
  store_low(out + offset, static_cast<int>(width), value);
  return static_cast<int>(end);
}

int push_integers(char *out, int length, int offset, Width width, const void *elements, int num) {
  if (!out || offset < 0 || num < 0 || (num > 0 && !elements))
    return err::invalid;
  const auto n = static_cast<std::uint64_t>(num);
  const std::int64_t end = offset + specifier_size(n) + num * bytes_of(width);
  if (end > length)
    return err::full;
  const int head = put_specifier(out + offset, length - offset, n);
  convert(width, out + offset + head, elements, n);
  return static_cast<int>(end);
}

int push_strings(char *out, int length, int offset, const char *const *strings, int num,
                 int each_max) {
  if (!out || offset < 0 || num < 0 || (num > 0 && !strings))
    return err::invalid;
  // Measured before anything is written, so that a failure leaves the buffer as it was.
  std::int64_t size = 0;
  const int code = measure_strings(std::int64_t{length} - offset, strings, num, each_max, size);
  if (code != err::none)
    return code;
  char *to = out + offset;
  char *const end = to + size;
  const auto put_length = [&](std::uint64_t n) {
    to += put_specifier(to, static_cast<int>(end - to), n);
  };
  put_length(static_cast<std::uint64_t>(num));
  for (int i = 0; i < num; ++i) {
    const std::size_t n = std::strlen(strings[i]);
    put_length(n);
    std::memcpy(to, strings[i], n);
    to += n;
  }
  return static_cast<int>(offset + size);
}

int pop_integer(const char *in, int length, int offset, Width width, void *value) {
  if (!in || !value || offset < 0)
    return err::invalid;
  const std::int64_t end = offset + bytes_of(width);
  if (end > length)
    return err::full;
  convert(width, value, in + offset, 1);
  return static_cast<int>(end);
}

int pop_integers(const char *in, int length, int offset, Width width, void *elements, int &num) {
  if (!in || offset < 0)
    return err::invalid;
  std::int64_t at = offset;
  std::uint32_t count = 0;
  const int code = pop_length(in, length, at, count);
  if (code != err::none)
    return code;
  const std::int64_t end = at + count * bytes_of(width);
  if (end > length)
    return err::too_short;
  if (count > static_cast<std::uint32_t>(std::max(num, 0)))
    return err::full;
  if (count > 0 && !elements)
    return err::invalid;
  convert(width, elements, in + at, count);
  num = static_cast<int>(count);
  return static_cast<int>(end);
}

int pop_strings(const char *in, int length, int offset, char **strings, int &num, int each_max) {
  if (!in || offset < 0)
    return err::invalid;
  std::int64_t at = offset;
  std::uint32_t count = 0;
  int code = pop_length(in, length, at, count);
  if (code != err::none)
    return code;
  if (count > static_cast<std::uint32_t>(std::max(num, 0)))
    return err::full;
  if (count > 0 && !strings)
    return err::invalid;
  for (std::uint32_t i = 0; i < count; ++i) {
    std::uint32_t n = 0;
    code = pop_length(in, length, at, n);
    if (code != err::none)
      return code;
    if (n > std::int64_t{each_max} - 1)
      return err::full;
    if (at + n > length)
      return err::too_short;
    if (!strings[i])
      return err::invalid;
    std::memcpy(strings[i], in + at, n);
    strings[i][n] = '\0';
    at += n;
  }
  num = static_cast<int>(count);
  return static_cast<int>(at);
}

std::uint32_t longest_count(int count_width) {
  switch (count_width) {
  case 1:
    return 255;
  case 2:
    return 65535;
  default:
    return 16777216;
  }
}

int pack_item(char *out, int room, ItemKind kind, const void *data, std::uint32_t count) {
  const bool single = kind.count_width == 0;
  if (!single && count > longest_count(kind.count_width))
    return err::invalid;
  if (single)
    count = 1;
  if (!out || (count > 0 && !data))
    return err::invalid;
  if (kind.element_width == 0)
    return pack_strings(out, room, kind.count_width, static_cast<const char *>(data), count);
  const std::int64_t size = kind.count_width + std::int64_t{count} * kind.element_width;
  if (size > room)
    return err::full;
  store_low(out, kind.count_width, count);
  convert(Width{kind.element_width}, out + kind.count_width, data, count);
  return static_cast<int>(size);
}

int unpack_item(char *in, int room, ItemKind kind, void *data, std::uint32_t capacity,
                std::uint32_t &count) {
  if (!in)
    return err::invalid;
  const int head = kind.count_width;
  if (room < head)
    return err::data_short;
  const auto n = head ? load_count(in, head) : 1;
  if (head && (n > capacity || n > longest_count(head)))
    return err::len_too_long;
  std::int64_t end = 0;
  if (kind.element_width == 0) {
    end = unpack_strings(in, room, head, static_cast<char *>(data), n);
    if (end < 0)
      return static_cast<int>(end);
  } else {
    end = head + std::int64_t{n} * kind.element_width;
    if (end > room)
      return err::data_short;
    if (n > 0 && !data)
      return err::invalid;
    convert(Width{kind.element_width}, data, in + head, n);
  }
  if (head)
    count = n;
  return static_cast<int>(end);
}

} // namespace vce::packing
