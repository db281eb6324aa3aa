// Text helpers: pure functions over plain bytes, without locale and without allocation.
//
// For all of them: a null input string counts as empty, a null output as one of size 0, and sizes
// and lengths below zero as 0, unless stated otherwise. An output of size 0 is never written to;
// any other ends with a NUL when a function has written to it. Nothing is read past the given
// lengths, or past the NUL where no length is given. None of them touches the last error.
#pragma once

#include <cstdarg>

namespace vce::text {

// --- Copying and measuring ---

/// Copies as much of `src` as fits. True if something was cut off.
bool copy(char *to, int size, const char *src);
/// Copies up to `delimiter`, the end of `src` or the end of the room, and returns copied bytes + 1.
int copy_upto(char *to, int size, const char *src, char delimiter);
/// Copies `length` raw bytes, NULs included, as much as fits, and terminates.
void copy_raw(char *to, int size, const char *from, int length);
/// Copies at most `length` bytes of `from`, which needs no NUL within them, as much as fits.
void copy_at_most(char *to, int size, const char *from, int length);
/// Appends if the result fits, and returns its length + 1; else err::full, nothing changed.
int append(char *text, int size, const char *tail);
/// As vsnprintf(), as much as fits.
void print(char *to, int size, const char *format, std::va_list args);
/// Index of the first NUL among the first `max` bytes, or -1.
int bounded_length(const char *s, int max);
/// Removes one CR LF, else one LF, at the end, in place.
void chop_line_end(char *s);

// --- Comparing ---

/// True if the first `n` bytes are equal but for the case of ASCII letters. False if `a` ends
/// before `n` bytes, even if `b` ends there too.
bool equal_ignoring_case(const char *a, const char *b, int n);
/// Compares the shorter string with the equally long tail of the longer one; the sign is that of
/// strcmp(tail, shorter).
int compare_tails(const char *a, const char *b);
/// The hash of P. J. Weinberger over signed bytes, without its lowest four bits: 0 to 0xffffff.
int hash_pjw(const char *s);

// --- Tokens: every single delimiter separates two of them, empty ones included ---

/// The token of that number; it runs on to the end of `src`. `src` itself, for any number, if there
/// is no delimiter at all. Null if there is no such token, or for null `src`.
const char *token(const char *src, char delimiter, int number);
/// Like token(), but also null for empty `src`, and for a `src` without delimiter if `number` > 0.
const char *strict_token(const char *src, char delimiter, int number);
/// The value of the decimal digits at the front, after white space and a sign, of at most the
/// first 19 bytes before `delimiter`; 0 if there are none. Too large values lose their high bits.
int leading_integer(const char *s, char delimiter);
/// Evaluates decimal integers joined by + - *, strictly from left to right; operands may carry a
/// minus sign, blanks and tabs may stand around everything. False, `value` untouched, for anything
/// else. Too large values lose their high bits.
bool evaluate(const char *s, int &value);

// --- Header lines as in HTTP ---

/// A text cut at its first empty line.
struct HeaderAndBody {
  const char *body;  // the first byte behind the empty line
  int header_length; // without the line end of the last line
  int body_length;
};
/// Cuts at the first LF LF or CR LF CR LF. False if there is none.
bool divide_at_empty_line(const char *in, int length, HeaderAndBody &parts);

/// Copies the value of the first line that begins with `item`, in any case, and has a value, as
/// much as fits; returns the bytes copied. Blanks, tabs and colons before the value are skipped.
/// If the last line ends in a line end, that belongs to its value. Nothing found: `out` becomes ""
/// and the result is 1, or 0 if `size` <= 1.
int header_value(const char *header, int length, const char *item, char *out, int size);

// --- Escaping: NUL LF CR \ ' " and 0x1a become \0 \n \r \\ \' \" \Z ---

/// Returns the length of the result. err::too_short, nothing written, unless `size` is at least
/// 2 * length + 1, whatever the content; also for a length below zero.
int escape(char *to, int size, const char *from, int length);
/// The inverse, of a C string; other escaped characters stand for themselves, and so does a
/// backslash at the end. Returns the length of the result, which may hold NULs. err::full if that
/// is not 0 and not below `size` - 1: an exact fit counts as full, `to` holds as much as fits then.
int unescape(char *to, int size, const char *from);

} // namespace vce::text
