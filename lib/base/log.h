// The one stream of messages: of the library and, through vce_errout, of the application.
//
// Text goes to standard error exactly as given: no prefix, no time, no newline added. Verbosity
// below 0 silences everything, 0 shows normal messages, above 0 verbose ones too.
// None of these functions touches the last error.
#pragma once

#include <cstdarg>
#include <cstddef>

namespace vce {

enum class Level { normal, verbose };

void set_verbosity(int mode);

/// True if a message of this level would be shown now: asked before costly formatting.
bool would_log(Level level);

void log(Level level, const char *format, ...) __attribute__((format(printf, 2, 3)));
void vlog(Level level, const char *format, std::va_list args) __attribute__((format(printf, 2, 0)));
/// `text` as it is, without formatting. Null writes nothing.
void log_text(Level level, const char *text);

/// Hex dump at normal level: two digits and a blank per byte, a line feed after every 16th byte
/// and one more at the end in every case.
void log_dump(const void *data, std::size_t n);

/// Diverts all output to `sink(verbosity, text)`; null restores standard error.
void set_log_sink(void (*sink)(int verbosity, const char *text));

} // namespace vce
