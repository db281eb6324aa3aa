// The text behind the last error: the attempt, the peer, and the system's reason.
//
// One text is kept for the whole process, with the thread and the code that it belongs to. A thread
// whose text was replaced by another's gets the constant text of its code instead, so asking is
// safe at any time and costs nothing until then.
#pragma once

namespace vce {

/// Keeps a text for the error `code`, which this thread stores as its last error next. Longer texts
/// are cut. `errno` is left alone.
void set_error_detail(int code, const char *format, ...) __attribute__((format(printf, 2, 3)));

/// The text for the last error of this thread, ended by NUL, as much of it as fits into `max`
/// bytes; its whole length. 0 and "" without an error. `max` is 1 or more.
int copy_error_detail(char *out, int max);

} // namespace vce
