#include "base/log.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/log_target.h"
#include "base/memory.h"
#include "base/stats.h"

#include <cstdio>
#include <cstring>

namespace vce {

namespace {

void (*log_sink)(int, const char *) = nullptr;

// Counts a message and tells whether it is to be written. Verbose messages that are switched off
// were never issued; normal ones count even when everything is silenced.
bool admit(Level level) {
  if (level == Level::verbose && !would_log(level))
    return false;
  ++stats().log_count;
  return would_log(level);
}

void write_text(const char *text, std::size_t size) {
  if (log_sink)
    log_sink(detail::verbosity, text);
  else
    write_to_target(text, size);
}

// A message that does not fit the stack buffer gets memory of its own, and is cut only when there
// is none.
void write_formatted(const char *format, std::va_list args) {
  char small[limits::log_text_bytes];
  std::va_list again;
  va_copy(again, args);
  const int n = std::vsnprintf(small, sizeof small, format, args);
  if (n >= 0) {
    const auto size = static_cast<std::size_t>(n);
    char *large = size < sizeof small ? nullptr : static_cast<char *>(allocate(size + 1));
    if (large) {
      std::vsnprintf(large, size + 1, format, again);
      write_text(large, size);
      release(large);
    } else {
      write_text(small, size < sizeof small ? size : sizeof small - 1);
    }
  }
  va_end(again);
}

} // namespace

void set_verbosity(int mode) { detail::verbosity = mode; }

void vlog(Level level, const char *format, std::va_list args) {
  if (format && admit(level))
    write_formatted(format, args);
}

void log(Level level, const char *format, ...) {
  std::va_list args;
  va_start(args, format);
  vlog(level, format, args);
  va_end(args);
}

void log_text(Level level, const char *text) {
  if (text && admit(level))
    write_text(text, std::strlen(text));
}

void log_dump(const void *data, std::size_t n) {
  if (!admit(Level::normal))
    return;
  static constexpr char digits[] = "0123456789abcdef";
  static constexpr std::size_t row = 16 * 3 + 1;
  // A sink gets row by row. Standard error gets as many rows at once as fit.
  char text[limits::log_text_bytes];
  const std::size_t full = log_sink ? row : sizeof text - row - 1;
  const auto *bytes = static_cast<const unsigned char *>(data);
  char *out = text;
  const auto flush = [&] {
    *out = '\0';
    write_text(text, static_cast<std::size_t>(out - text));
    out = text;
  };
  for (std::size_t i = 0; i < n; ++i) {
    *out++ = digits[bytes[i] >> 4];
    *out++ = digits[bytes[i] & 15];
    *out++ = ' ';
    if (i % 16 == 15) {
      *out++ = '\n';
      if (static_cast<std::size_t>(out - text) >= full)
        flush();
    }
  }
  *out++ = '\n';
  flush();
}

void set_log_sink(void (*sink)(int, const char *)) { log_sink = sink; }

bool LogLimit::turn(Frequency frequency, std::uint32_t &left_out) {
  const bool shown = would_log(frequency == Frequency::verbose ? Level::verbose : Level::normal);
  if (!shown) {
    if (frequency == Frequency::normal || frequency == Frequency::seldom)
      ++stats().log_count; // normal ones count when they are silenced, as others do
    return false;
  }
  ++stats().log_count;
  left_out = 0;
  if (log_sink && (frequency == Frequency::verbose || frequency == Frequency::normal ||
                   (frequency == Frequency::refusal && would_log(Level::verbose))))
    return true;
  const std::int64_t now = coarse_clock_us();
  if (now < next_us_) {
    ++left_out_;
    ++log_stats().left_out;
    return false;
  }
  next_us_ = now + limits::log_line_us;
  left_out = left_out_;
  left_out_ = 0;
  return true;
}

const char *left_out_text(char (&out)[left_out_bytes], std::uint32_t left_out) {
  out[0] = '\0';
  if (left_out > 0)
    std::snprintf(out, sizeof out, " (%u more like this left out)", left_out);
  return out;
}

void log_in_turn(const char *format, ...) {
  std::va_list args;
  va_start(args, format);
  write_formatted(format, args);
  va_end(args);
}

} // namespace vce
