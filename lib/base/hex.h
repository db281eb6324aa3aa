// Bytes as hex digits and back, in the variants that the API has, and the checked hex text.
// Unless stated otherwise, null counts as no data or no room, and lengths below zero as 0.
#pragma once

#include <cstddef>

namespace vce::hex {

/// Writes 2 * n lower-case digits, without NUL.
void to_digits(char *out, const void *data, std::size_t n);

/// Decodes digit pairs of a C string, behind an optional 0x, into at most `size` bytes. A single
/// last digit is the high half of a byte; any other character counts as the digit 0. Nothing is
/// written for a string of fewer than 2 characters, the 0x included. Other bytes stay untouched.
void decode(char *out, int size, const char *digits);

/// Result of decode_line().
struct Line {
  int bytes;    // decoded
  int consumed; // of the input, line end included
};
/// Decodes one line, which ends with LF or CR LF or after `length` bytes, as decode() does, into at
/// most `size` bytes. The number of bytes is half of the characters before the line end, rounded
/// down, a 0x included; a number without digits is 00. For that number a line without end is one
/// character shorter, and a CR LF at the very end of the input counts its CR.
Line decode_line(const char *line, int length, char *out, int size);

/// Two lower-case digits per byte and a NUL. `folded`: a LF after every 32 bytes and after the last
/// one. Returns the characters without NUL, or err::full (nothing written). Without data: "" and 0,
/// even if there is no room for the NUL.
int encode(char *out, int size, const char *data, int length, bool folded);

/// Writes a text that carries its length and checksum: the line "vce-hex-sha1 LENGTH DIGEST", then
/// the folded digits, then a NUL. Returns the characters without NUL, err::full (nothing written),
/// or err::invalid for a null pointer or a length below zero.
int encode_checked(char *out, int size, const char *data, int length);

/// Decodes text of encode_checked(), CR LF allowed as line end, and returns the number of bytes.
/// err::invalid for a null pointer or a length below zero, err::format if text, length or checksum
/// is wrong, err::full for too small an output (nothing written). The contents of `out` are
/// unspecified after a wrong text or checksum.
int decode_checked(char *out, int size, const char *text, int length);

} // namespace vce::hex
