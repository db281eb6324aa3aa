// Files, hex, dump, formatting and time difference of the 2015 edition.
#include "api/face.h"
#include "base/hex.h"
#include "base/log.h"
#include "base/textfile.h"

#include <algorithm>
#include <cstdarg>
#include <cstdint>
#include <cstdio>

using namespace vce;

VCE_API void vce_dump_buffer(char *buf, int len) {
  log_dump(buf, buf ? static_cast<std::size_t>(std::max(len, 0)) : 0);
}

VCE_API int vce_read_simple_config_file(const char *filename,
                                        int (*c)(char *, int, char *, char *)) {
  if (!c)
    return fail(err::invalid);
  LineReader file(filename);
  if (!file.is_open())
    return fail(err::access_file);
  while (char *line = file.next()) {
    Setting setting;
    if (!parse_setting(line, setting))
      continue;
    const int verdict = c(const_cast<char *>(filename), file.number(), setting.name, setting.value);
    if (verdict < 0)
      return verdict;
  }
  return fail(file.failed() ? err::file_read : err::none);
}

VCE_API int vce_read_plain_text_file(const char *fn, int (*cb)(char *, int, char *)) {
  if (!cb)
    return fail(err::invalid);
  LineReader file(fn);
  if (!file.is_open())
    return fail(err::access_file);
  while (char *line = file.next()) {
    if (is_empty_line(line))
      continue;
    const int verdict = cb(const_cast<char *>(fn), file.number(), line);
    if (verdict < 0)
      return verdict;
  }
  return fail(file.failed() ? err::file_read : err::none);
}

VCE_API void vce_make_binary_array_from_hex(char *out, int outlen, const char *hex) {
  hex::decode(out, outlen, hex);
}

VCE_API void vce_make_binary_array_from_line(const char *line, int linelen, char *out, int *outlen,
                                             int *ul) {
  const hex::Line done = hex::decode_line(line, linelen, out, outlen ? *outlen : 0);
  if (outlen)
    *outlen = done.bytes;
  if (ul)
    *ul = done.consumed;
}

VCE_API int vce_make_hex_from_binary_array(char *out, int outlen, const char *buf, int len,
                                           int folding) {
  const int size = hex::encode(out, outlen, buf, len, folding != 0);
  return size < 0 ? fail(size) : size;
}

VCE_API int vce_make_hex_text_from_buffer(const char *buf, int len, char *out, int outlen) {
  return report(hex::encode_checked(out, outlen, buf, len));
}

VCE_API int vce_extract_data_from_hex_text(const char *buf, int len, char *out, int outlen) {
  return report(hex::decode_checked(out, outlen, buf, len));
}

VCE_API void vce_snprintf(char *out, int len, const char *format, ...) {
  if (!out || len <= 0)
    return;
  *out = '\0';
  if (!format)
    return;
  va_list args;
  va_start(args, format);
  std::vsnprintf(out, static_cast<std::size_t>(len), format, args);
  va_end(args);
}

VCE_API VCEI64 vce_utime_diff(struct timeval *b, struct timeval *a) {
  if (!b || !a)
    return 0;
  // Unsigned, so that no pair of values has an undefined difference.
  const auto microseconds = [](const timeval &t) {
    return static_cast<std::uint64_t>(t.tv_sec) * 1000000 + static_cast<std::uint64_t>(t.tv_usec);
  };
  return static_cast<VCEI64>(microseconds(*a) - microseconds(*b));
}
