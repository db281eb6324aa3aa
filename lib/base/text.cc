#include "base/text.h"

#include "base/error.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>

namespace vce::text {

namespace {

constexpr int longest_number = 19; // bytes of a token that leading_integer() looks at

const char *or_empty(const char *s) { return s ? s : ""; }

// Bytes that may be written to `to`, the NUL included.
std::size_t room(const char *to, int size) {
  return to && size > 0 ? static_cast<std::size_t>(size) : 0;
}

std::size_t as_size(int length) { return static_cast<std::size_t>(std::max(length, 0)); }

// Copies min(n, room - 1) bytes and a NUL; returns how many bytes, without the NUL.
std::size_t copy_bytes(char *to, int size, const char *from, std::size_t n) {
  const std::size_t most = room(to, size);
  if (most == 0)
    return 0;
  n = std::min(n, most - 1);
  if (n != 0)
    std::memmove(to, from, n);
  to[n] = '\0';
  return n;
}

char fold(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

const char *skip_blanks(const char *s) {
  while (is_blank(*s))
    ++s;
  return s;
}

// Arithmetic modulo 2^32, so that no input has an undefined result.
std::uint32_t times_ten_plus(std::uint32_t value, char digit) {
  return value * 10 + static_cast<std::uint32_t>(digit - '0');
}

// Reads blanks, an optional minus sign and digits; null if there are no digits.
const char *read_operand(const char *s, std::uint32_t &value) {
  s = skip_blanks(s);
  const bool negative = *s == '-';
  if (negative)
    s = skip_blanks(s + 1);
  if (!is_digit(*s))
    return nullptr;
  for (value = 0; is_digit(*s); ++s)
    value = times_ten_plus(value, *s);
  if (negative)
    value = 0 - value;
  return skip_blanks(s);
}

char escape_code(char c) {
  switch (c) {
  case '\0':
    return '0';
  case '\n':
    return 'n';
  case '\r':
    return 'r';
  case '\x1a':
    return 'Z';
  case '\\':
  case '\'':
  case '"':
    return c;
  default:
    return '\0';
  }
}

char escaped_byte(char code) {
  switch (code) {
  case '0':
    return '\0';
  case 'n':
    return '\n';
  case 'r':
    return '\r';
  case 'Z':
    return '\x1a';
  default:
    return code;
  }
}

} // namespace

bool copy(char *to, int size, const char *src) {
  src = or_empty(src);
  const std::size_t n = std::strlen(src);
  return copy_bytes(to, size, src, n) < n;
}

int copy_upto(char *to, int size, const char *src, char delimiter) {
  src = or_empty(src);
  const std::size_t most = std::max<std::size_t>(room(to, size), 1) - 1;
  std::size_t n = 0;
  while (n < most && src[n] != delimiter && src[n] != '\0')
    ++n;
  return static_cast<int>(copy_bytes(to, size, src, n)) + 1;
}

void copy_raw(char *to, int size, const char *from, int length) {
  copy_bytes(to, size, from, from ? as_size(length) : 0);
}

void copy_at_most(char *to, int size, const char *from, int length) {
  copy_bytes(to, size, from, from ? strnlen(from, as_size(length)) : 0);
}

int append(char *text, int size, const char *tail) {
  tail = or_empty(tail);
  const std::size_t most = room(text, size);
  const std::size_t held = most ? strnlen(text, most) : 0;
  const std::size_t added = strnlen(tail, most);
  if (held + added >= most)
    return err::full;
  std::memmove(text + held, tail, added);
  text[held + added] = '\0';
  return static_cast<int>(held + added) + 1;
}

void print(char *to, int size, const char *format, std::va_list args) {
  if (!to || size <= 0)
    return;
  *to = '\0';
  if (format)
    std::vsnprintf(to, static_cast<std::size_t>(size), format, args);
}

int bounded_length(const char *s, int max) {
  const std::size_t most = as_size(max);
  const std::size_t n = strnlen(or_empty(s), most);
  return n < most ? static_cast<int>(n) : -1;
}

void chop_line_end(char *s) {
  std::size_t n = s ? std::strlen(s) : 0;
  if (n == 0 || s[n - 1] != '\n')
    return;
  s[--n] = '\0';
  if (n != 0 && s[n - 1] == '\r')
    s[n - 1] = '\0';
}

bool equal_ignoring_case(const char *a, const char *b, int n) {
  a = or_empty(a);
  b = or_empty(b);
  for (int i = 0; i < n; ++i)
    if (a[i] == '\0' || fold(a[i]) != fold(b[i]))
      return false;
  return true;
}

int compare_tails(const char *a, const char *b) {
  const char *longer = or_empty(a);
  const char *shorter = or_empty(b);
  std::size_t longer_size = std::strlen(longer);
  std::size_t shorter_size = std::strlen(shorter);
  if (longer_size < shorter_size) {
    std::swap(longer, shorter);
    std::swap(longer_size, shorter_size);
  }
  return std::strcmp(longer + (longer_size - shorter_size), shorter);
}

int hash_pjw(const char *s) {
  std::uint32_t h = 0;
  for (s = or_empty(s); *s; ++s) {
    // Signed on every platform: bytes from 0x80 on count as negative.
    h = (h << 4) + static_cast<std::uint32_t>(static_cast<signed char>(*s));
    const std::uint32_t top = h & 0xf0000000;
    h ^= top >> 24 ^ top;
  }
  return static_cast<int>(h / 16);
}

const char *token(const char *src, char delimiter, int number) {
  if (!src || delimiter == '\0')
    return src;
  const char *next = std::strchr(src, delimiter);
  if (!next)
    return src;
  if (number < 0)
    return nullptr;
  const char *at = src;
  for (; number > 0; --number) {
    if (!next)
      return nullptr;
    at = next + 1;
    next = std::strchr(at, delimiter);
  }
  return at;
}

const char *strict_token(const char *src, char delimiter, int number) {
  if (!src || *src == '\0')
    return nullptr;
  if (number > 0 && (delimiter == '\0' || !std::strchr(src, delimiter)))
    return nullptr;
  return token(src, delimiter, number);
}

int leading_integer(const char *s, char delimiter) {
  char head[longest_number + 1];
  copy_upto(head, sizeof head, s, delimiter);
  const char *at = head;
  while (is_space(*at))
    ++at;
  const bool negative = *at == '-';
  if (negative || *at == '+')
    ++at;
  std::uint32_t value = 0;
  for (; is_digit(*at); ++at)
    value = times_ten_plus(value, *at);
  return static_cast<int>(negative ? 0 - value : value);
}

bool evaluate(const char *s, int &value) {
  std::uint32_t result = 0;
  s = read_operand(or_empty(s), result);
  while (s && *s) {
    const char operation = *s;
    std::uint32_t operand = 0;
    s = read_operand(s + 1, operand);
    if (operation == '+')
      result += operand;
    else if (operation == '-')
      result -= operand;
    else if (operation == '*')
      result *= operand;
    else
      return false;
  }
  if (s)
    value = static_cast<int>(result);
  return s != nullptr;
}

bool divide_at_empty_line(const char *in, int length, HeaderAndBody &parts) {
  if (!in)
    return false;
  for (int i = 0; i + 1 < length; ++i) {
    int separator = 0;
    if (in[i] == '\n' && in[i + 1] == '\n')
      separator = 2;
    else if (length - i >= 4 && std::memcmp(in + i, "\r\n\r\n", 4) == 0)
      separator = 4;
    if (separator != 0) {
      const int body = i + separator;
      parts = {in + body, i, length - body};
      return true;
    }
  }
  return false;
}

int header_value(const char *header, int length, const char *item, char *out, int size) {
  item = or_empty(item);
  const std::size_t item_size = std::strlen(item);
  const char *line = header;
  const char *const end = header ? header + as_size(length) : header;
  while (line != end) {
    const void *lf = std::memchr(line, '\n', static_cast<std::size_t>(end - line));
    const char *next = lf ? static_cast<const char *>(lf) + 1 : end;
    const char *stop = next;
    if (next != end) // the last line keeps its line end
      stop -= stop - line >= 2 && stop[-2] == '\r' ? 2 : 1;
    const auto line_size = static_cast<std::size_t>(stop - line);
    if (line_size >= item_size && item_size <= INT32_MAX &&
        equal_ignoring_case(item, line, static_cast<int>(item_size))) {
      const char *value = line + item_size;
      while (value != stop && (is_blank(*value) || *value == ':'))
        ++value;
      if (value != stop)
        return static_cast<int>(
            copy_bytes(out, size, value, static_cast<std::size_t>(stop - value)));
    }
    line = next;
  }
  copy_bytes(out, size, "", 0);
  return room(out, size) > 1 ? 1 : 0;
}

int escape(char *to, int size, const char *from, int length) {
  if (length < 0 || room(to, size) < 2 * as_size(length) + 1)
    return err::too_short;
  char *at = to;
  for (int i = 0; from && i < length; ++i) {
    const char code = escape_code(from[i]);
    if (code != '\0')
      *at++ = '\\';
    *at++ = code != '\0' ? code : from[i];
  }
  *at = '\0';
  return static_cast<int>(at - to);
}

int unescape(char *to, int size, const char *from) {
  const std::size_t most = room(to, size);
  if (most == 0)
    return err::full;
  const char *in = or_empty(from);
  std::size_t n = 0;
  while (*in != '\0' && n < most - 1) {
    char c = *in++;
    if (c == '\\' && *in != '\0')
      c = escaped_byte(*in++);
    to[n++] = c;
  }
  to[n] = '\0';
  return n == most - 1 && from && *from != '\0' ? err::full : static_cast<int>(n);
}

} // namespace vce::text
