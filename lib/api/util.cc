// Files, hex, dump, formatting and time difference of the 2015 edition.
#include "api/face.h"
#include "base/clock.h"
#include "base/hex.h"
#include "base/log.h"
#include "base/text.h"
#include "base/textfile.h"

#include <algorithm>
#include <cstdarg>

using namespace vce;

VCE_API void vce_dump_buffer(char *buf, int len) {
  log_dump(buf, buf ? static_cast<std::size_t>(std::max(len, 0)) : 0);
}

VCE_API int vce_read_simple_config_file(const char *filename,
                                        int (*c)(char *, int, char *, char *)) {
  return read_settings(filename, c);
}

VCE_API int vce_read_plain_text_file(const char *fn, int (*cb)(char *, int, char *)) {
  return read_lines(fn, cb);
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
  va_list args;
  va_start(args, format);
  text::print(out, len, format, args);
  va_end(args);
}

VCE_API VCEI64 vce_utime_diff(struct timeval *b, struct timeval *a) {
  return b && a ? microseconds_between(*b, *a) : 0;
}
