// Binary packing as pure functions over bytes: the variable-length specifier, the push/pop pair of
// generated protocol code, and the items of the older pack/unpack calls.
//
// Everything on the wire is big-endian; native data may lie at any address. Sizes and offsets are
// computed wide, so no argument can make them wrap. A result below zero is a code of err::. None
// of these functions touches the last error.
#pragma once

#include <cstdint>

namespace vce::packing {

// --- Variable-length specifier: 00..fc the value itself, fd + 4 bytes, fe + 8 bytes, ff reserved
// ---

/// Size of the shortest specifier for `value`: 1, 5 or 9.
int specifier_size(std::uint64_t value);

/// Writes the shortest specifier into the `room` bytes at `out` (below zero counts as none) and
/// returns its size. err::full, nothing written, if it does not fit. Null `out`: the size alone.
int put_specifier(char *out, int room, std::uint64_t value);

/// Reads a specifier, also one longer than needed, and returns its size. err::too_short if it is
/// not complete within `room` bytes, err::support if it is the reserved one; `value` is untouched
/// then. Null `src`: err::invalid.
int get_specifier(const char *src, int room, std::uint64_t &value);

// --- Push and pop ---
//
// `out`/`in` is the start of the whole buffer, `length` its size in bytes (below zero counts as 0),
// `offset` the place of this item. The result is the offset behind the item. Common failures:
// err::invalid for an offset below zero or a null pointer that would be needed.

/// Elements are integers of this many bytes.
enum class Width { one = 1, two = 2, four = 4, eight = 8 };

/// Writes the low bytes of `value`. err::full, nothing written, if they do not fit.
int push_integer(char *out, int length, int offset, Width width, std::uint64_t value);

/// Writes specifier(num) and `num` native elements. On failure nothing is written:
/// err::invalid for num < 0, err::full if it does not fit.
int push_integers(char *out, int length, int offset, Width width, const void *elements, int num);

/// Writes specifier(num), then specifier(size) and the bytes of each string, without NUL. On
/// failure nothing is written: err::invalid for num < 0, err::full for a string that has no NUL
/// within `each_max` bytes, and if it does not fit. With num > 0 one byte must stay unused behind
/// the last string, as the old library does.
int push_strings(char *out, int length, int offset, const char *const *strings, int num,
                 int each_max);

/// Stores one native integer at `value`. err::full, nothing stored, if the input is too short.
int pop_integer(const char *in, int length, int offset, Width width, void *value);

/// Stores native elements at `elements`, which has room for `num` (below zero counts as 0), and
/// sets `num` to their number. On failure nothing is stored: err::too_short for missing bytes,
/// err::support for a reserved or 64-bit count, err::full for more elements than room.
int pop_integers(const char *in, int length, int offset, Width width, void *elements, int &num);

/// Stores each string with a NUL at strings[i], which has `each_max` bytes; `num` as above. Bytes
/// 00 inside a string are kept. Failures as above, err::full also for a string of `each_max` bytes
/// or more; strings before the failing one are stored then, `num` is untouched.
int pop_strings(const char *in, int length, int offset, char **strings, int &num, int each_max);

// --- Items of pack and unpack ---

/// The type of an item, without the numbering that an edition gives to the types.
struct ItemKind {
  std::uint8_t element_width; // 1, 2, 4, 8: integers; 0: NUL-terminated strings
  std::uint8_t count_width;   // 1, 2, 4: array with a count of this size; 0: a single integer
};

/// Most elements that a count of this width may announce: 255, 65535, 16777216.
std::uint32_t longest_count(int count_width);

/// Writes an item of `count` elements (ignored for single integers) and returns its size.
/// `data`: native integers, or pointers to strings; may be null if there are no elements.
/// err::invalid for a count above the longest and for null pointers, err::full if it does not fit
/// `room` bytes; the contents of `out` are unspecified then.
int pack_item(char *out, int room, ItemKind kind, const void *data, std::uint32_t count);

/// Reads an item into `data`, which has room for `capacity` elements (ignored for single
/// integers), and returns the bytes consumed; `count` is set for arrays only. Strings are not
/// copied: the pointers stored lead into `in`. In this order: err::data_short for a cut count,
/// err::len_too_long for a count above the capacity or the longest, err::data_short for cut data,
/// err::invalid for null `data`; nothing is stored and `count` is untouched then.
int unpack_item(char *in, int room, ItemKind kind, void *data, std::uint32_t capacity,
                std::uint32_t &count);

} // namespace vce::packing
