// The one stream of messages: of the library and, through vce_errout, of the application.
//
// Text goes to standard error exactly as given: no prefix, no time, no newline added. Verbosity
// below 0 silences everything, 0 shows normal messages, above 0 verbose ones too. Text that
// standard error does not take at once is lost (log_target.h): no message makes the program wait.
// None of these functions touches the last error.
#pragma once

#include <cstdarg>
#include <cstddef>
#include <cstdint>

namespace vce {

enum class Level { normal, verbose };

namespace detail {
inline int verbosity = 0;
}

void set_verbosity(int mode);

/// True if a message of this level would be shown now: asked before costly formatting.
inline bool would_log(Level level) {
  return level == Level::verbose ? detail::verbosity > 0 : detail::verbosity >= 0;
}

void log(Level level, const char *format, ...) __attribute__((format(printf, 2, 3)));
void vlog(Level level, const char *format, std::va_list args) __attribute__((format(printf, 2, 0)));
/// `text` as it is, without formatting. Null writes nothing.
void log_text(Level level, const char *text);

/// Hex dump at normal level: two digits and a blank per byte, a line feed after every 16th byte
/// and one more at the end in every case.
void log_dump(const void *data, std::size_t n);

/// Diverts all output to `sink(verbosity, text)`; null restores standard error.
void set_log_sink(void (*sink)(int verbosity, const char *text));

// --- Messages that peers can bring about as often as they like ---

/// When such a message is shown, and how often.
enum class Frequency {
  verbose, // with verbosity above 0; a sink sees each one, standard error one in a second
  refusal, // as `verbose`, and with verbosity 0 both see one in a second
  normal,  // with verbosity 0 or more; a sink sees each one, standard error one in a second
  seldom,  // with verbosity 0 or more, both see one in a second
};

/// Lets one message of a kind through in a second, and counts the others.
class LogLimit {
public:
  /// Is it a message's turn? True also tells how many of its kind were `left_out` since the last
  /// one. False costs no more than a look at the clock; it is counted.
  bool turn(Frequency frequency, std::uint32_t &left_out);

private:
  std::int64_t next_us_ = 0;
  std::uint32_t left_out_ = 0;
};

/// Room for the text that says how many were left out, its NUL included.
inline constexpr std::size_t left_out_bytes = 48;
/// " (3 more like this left out)"; empty for none.
const char *left_out_text(char (&out)[left_out_bytes], std::uint32_t left_out);

/// Writes a message whose turn it is, which has been counted.
void log_in_turn(const char *format, ...) __attribute__((format(printf, 1, 2)));

} // namespace vce
