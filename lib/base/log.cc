#include "base/log.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/stats.h"

#include <cstdio>

namespace vce {

namespace {

int verbosity_mode = 0;
void (*log_sink)(int, const char *) = nullptr;

// Counts a message and tells whether it is to be written. Verbose messages that are switched off
// were never issued; normal ones count even when everything is silenced.
bool admit(Level level) {
  if (level == Level::verbose && verbosity_mode <= 0)
    return false;
  ++stats().log_count;
  return verbosity_mode >= 0;
}

void write_text(const char *text) {
  if (log_sink)
    log_sink(verbosity_mode, text);
  else
    std::fputs(text, stderr);
}

// A sink wants one finished text. One that does not fit the stack buffer gets memory of its own,
// and is cut only when there is none.
void write_formatted_to_sink(const char *format, std::va_list args) {
  char small[limits::log_text_bytes];
  std::va_list again;
  va_copy(again, args);
  int n = std::vsnprintf(small, sizeof small, format, args);
  if (n >= static_cast<int>(sizeof small)) {
    auto size = static_cast<std::size_t>(n) + 1;
    if (char *large = static_cast<char *>(allocate(size))) {
      std::vsnprintf(large, size, format, again);
      write_text(large);
      release(large);
      n = -1;
    }
  }
  va_end(again);
  if (n >= 0)
    write_text(small);
}

} // namespace

void set_verbosity(int mode) { verbosity_mode = mode; }

bool would_log(Level level) {
  return level == Level::verbose ? verbosity_mode > 0 : verbosity_mode >= 0;
}

void vlog(Level level, const char *format, std::va_list args) {
  if (!format || !admit(level))
    return;
  if (log_sink)
    write_formatted_to_sink(format, args);
  else
    std::vfprintf(stderr, format, args);
}

void log(Level level, const char *format, ...) {
  std::va_list args;
  va_start(args, format);
  vlog(level, format, args);
  va_end(args);
}

void log_text(Level level, const char *text) {
  if (text && admit(level))
    write_text(text);
}

void log_dump(const void *data, std::size_t n) {
  if (!admit(Level::normal))
    return;
  static constexpr char digits[] = "0123456789abcdef";
  const auto *bytes = static_cast<const unsigned char *>(data);
  char row[16 * 3 + 2];
  char *out = row;
  for (std::size_t i = 0; i < n; ++i) {
    *out++ = digits[bytes[i] >> 4];
    *out++ = digits[bytes[i] & 15];
    *out++ = ' ';
    if (i % 16 == 15) {
      *out++ = '\n';
      *out = '\0';
      write_text(row);
      out = row;
    }
  }
  *out++ = '\n';
  *out = '\0';
  write_text(row);
}

void set_log_sink(void (*sink)(int, const char *)) { log_sink = sink; }

} // namespace vce
