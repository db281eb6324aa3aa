#include "base/hex.h"

#include "base/error.h"
#include "base/sha1.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>

namespace vce::hex {

namespace {

constexpr int bytes_per_row = 32;
constexpr char tag[] = "vce-hex-sha1 ";
constexpr int tag_size = sizeof tag - 1;
constexpr int number_digits = 10; // of the largest int
constexpr int digest_digits = 2 * Sha1::digest_bytes;
constexpr int head_bytes = tag_size + number_digits + 1 + digest_digits + 1;

// The value of a hex digit, or -1.
int digit_value(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  if (c >= 'A' && c <= 'F')
    return c - 'A' + 10;
  return -1;
}

unsigned char make_byte(int high, int low) {
  return static_cast<unsigned char>(std::max(high, 0) << 4 | std::max(low, 0));
}

// `n` characters are readable, and at least 2.
int prefix_size(const char *digits) {
  return digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X') ? 2 : 0;
}

std::int64_t encoded_size(int length, bool folded) {
  const std::int64_t rows = (std::int64_t{length} + bytes_per_row - 1) / bytes_per_row;
  return std::int64_t{2} * length + (folded ? rows : 0);
}

struct Digest {
  unsigned char bytes[Sha1::digest_bytes];
};

Digest digest_of(const char *data, int length) {
  Digest digest;
  Sha1 sha;
  sha.update(data, static_cast<std::size_t>(length));
  sha.finish(digest.bytes);
  return digest;
}

// Writes digits, line feeds and NUL; room was checked.
void encode_into(char *out, const char *data, int length, bool folded) {
  const int row = folded ? bytes_per_row : length;
  for (int i = 0; i < length; i += row) {
    const int n = std::min(row, length - i);
    to_digits(out, data + i, static_cast<std::size_t>(n));
    out += 2 * static_cast<std::ptrdiff_t>(n);
    if (folded)
      *out++ = '\n';
  }
  *out = '\0';
}

// A reader of checked text: every step moves on or says that the text is not as expected.
class Scanner {
public:
  Scanner(const char *text, int length) : at_(text), end_(text + length) {}

  bool literal(const char *expected, int n) {
    if (end_ - at_ < n || std::memcmp(at_, expected, static_cast<std::size_t>(n)) != 0)
      return false;
    at_ += n;
    return true;
  }
  bool number(int &value) {
    const auto [stop, error] = std::from_chars(at_, end_, value);
    const bool good = error == std::errc() && value >= 0 && stop - at_ <= number_digits;
    at_ = stop;
    return good;
  }
  bool line_end() {
    skip('\r');
    return skip('\n');
  }
  bool byte(unsigned char &value) {
    if (end_ - at_ < 2)
      return false;
    const int high = digit_value(at_[0]);
    const int low = digit_value(at_[1]);
    value = make_byte(high, low);
    at_ += 2;
    return high >= 0 && low >= 0;
  }
  bool at_end() const { return at_ == end_; }

private:
  bool skip(char c) {
    const bool found = at_ != end_ && *at_ == c;
    at_ += found;
    return found;
  }
  const char *at_;
  const char *end_;
};

bool decode_rows(Scanner &in, char *out, int length) {
  for (int i = 0; i < length; ++i) {
    unsigned char byte;
    if (!in.byte(byte))
      return false;
    out[i] = static_cast<char>(byte);
    const bool row_end = i % bytes_per_row == bytes_per_row - 1 || i == length - 1;
    if (row_end && !in.line_end())
      return false;
  }
  return in.at_end();
}

} // namespace

void to_digits(char *out, const void *data, std::size_t n) {
  static constexpr char digits[] = "0123456789abcdef";
  const auto *bytes = static_cast<const unsigned char *>(data);
  for (std::size_t i = 0; i < n; ++i) {
    *out++ = digits[bytes[i] >> 4];
    *out++ = digits[bytes[i] & 15];
  }
}

void decode(char *out, int size, const char *digits) {
  if (!out || !digits || digits[0] == '\0' || digits[1] == '\0')
    return;
  digits += prefix_size(digits);
  for (int i = 0; i < size && *digits != '\0'; ++i) {
    const int high = digit_value(*digits++);
    const int low = *digits != '\0' ? digit_value(*digits++) : 0;
    out[i] = static_cast<char>(make_byte(high, low));
  }
}

Line decode_line(const char *line, int length, char *out, int size) {
  if (!line || length <= 0)
    return {0, 0};
  const void *lf = std::memchr(line, '\n', static_cast<std::size_t>(length));
  const int stop = lf ? static_cast<int>(static_cast<const char *>(lf) - line) : length;
  const int consumed = lf ? stop + 1 : length;
  int characters = lf ? stop : length - 1;
  if (lf && stop > 0 && line[stop - 1] == '\r' && consumed < length)
    --characters;
  const int bytes = out ? std::clamp(size, 0, characters / 2) : 0;
  int at = characters >= 2 ? prefix_size(line) : 0;
  for (int i = 0; i < bytes; ++i, at += 2) {
    const int high = at < stop ? digit_value(line[at]) : 0;
    const int low = at + 1 < stop ? digit_value(line[at + 1]) : 0;
    out[i] = static_cast<char>(make_byte(high, low));
  }
  return {bytes, consumed};
}

int encode(char *out, int size, const char *data, int length, bool folded) {
  length = data ? std::max(length, 0) : 0;
  const int room = out ? size : 0;
  const std::int64_t needed = encoded_size(length, folded);
  if (needed >= room)
    return length == 0 ? 0 : err::full;
  encode_into(out, data, length, folded);
  return static_cast<int>(needed);
}

int encode_checked(char *out, int size, const char *data, int length) {
  if (!out || !data || length < 0)
    return err::invalid;
  char head[head_bytes];
  std::memcpy(head, tag, tag_size);
  char *at = std::to_chars(head + tag_size, head + sizeof head, length).ptr;
  *at++ = ' ';
  const Digest digest = digest_of(data, length);
  to_digits(at, digest.bytes, sizeof digest.bytes);
  at += digest_digits;
  *at++ = '\n';
  const std::ptrdiff_t head_size = at - head;
  const std::int64_t needed = head_size + encoded_size(length, true);
  if (needed >= size)
    return err::full;
  std::memcpy(out, head, static_cast<std::size_t>(head_size));
  encode_into(out + head_size, data, length, true);
  return static_cast<int>(needed);
}

int decode_checked(char *out, int size, const char *text, int length) {
  if (!out || !text || length < 0)
    return err::invalid;
  Scanner in(text, length);
  int bytes = 0;
  if (!in.literal(tag, tag_size) || !in.number(bytes) || !in.literal(" ", 1))
    return err::format;
  Digest announced;
  for (unsigned char &c : announced.bytes)
    if (!in.byte(c))
      return err::format;
  if (!in.line_end())
    return err::format;
  if (bytes > std::max(size, 0))
    return err::full;
  if (!decode_rows(in, out, bytes))
    return err::format;
  const Digest actual = digest_of(out, bytes);
  const bool same = std::memcmp(actual.bytes, announced.bytes, sizeof actual.bytes) == 0;
  return same ? bytes : err::format;
}

} // namespace vce::hex
