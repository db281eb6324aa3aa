// Specifier, push/pop and pack/unpack of the 2015 edition.
#include "base/packing.h"
#include "api/face.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <iterator>

using namespace vce;
using packing::ItemKind;
using packing::Width;

static_assert(sizeof(bin_info) == 4 + 4 + 4 + sizeof(void *));
static_assert(alignof(bin_info) == 1);
static_assert(offsetof(bin_info, t) == 0 && sizeof(BINDATATYPE) == 4);
static_assert(offsetof(bin_info, maxu) == 4 && offsetof(bin_info, n) == 8);
static_assert(offsetof(bin_info, p) == 12);

namespace {

// By number of BINDATATYPE.
constexpr ItemKind kinds[] = {
    {1, 0}, {2, 0}, {4, 0}, {8, 0}, // SINGLE_CHAR, _SHORT, _INT, _INT64
    {1, 1}, {1, 2}, {1, 4},         // CHARARRAY_8, _16, _32
    {2, 1}, {2, 2}, {2, 4},         // SHORTARRAY
    {4, 1}, {4, 2}, {4, 4},         // INTARRAY
    {8, 1}, {8, 2}, {8, 4},         // INT64ARRAY
    {0, 1}, {0, 2},                 // STRARRAY_8, _16
};
static_assert(std::size(kinds) == STRARRAY_16 + 1);
static_assert(SINGLE_INT64 == 3 && CHARARRAY_8 == 4 && SHORTARRAY_8 == 7 && INTARRAY_8 == 10 &&
              INT64ARRAY_8 == 13 && STRARRAY_8 == 16);

const ItemKind *kind_of(const bin_info &item) {
  const auto t = static_cast<unsigned>(item.t);
  return t < std::size(kinds) ? &kinds[t] : nullptr;
}

// The struct is packed: the caller's copy may lie anywhere.
bin_info load_item(const bin_info *bi) {
  bin_info item;
  std::memcpy(&item, bi, sizeof item);
  return item;
}

void store_count(bin_info *bi, unsigned count) {
  std::memcpy(reinterpret_cast<char *>(bi) + offsetof(bin_info, n), &count, sizeof count);
}

int pop_array(const char *src, int len, int ofs, Width width, void *out, int *outlen) {
  if (!outlen)
    return fail(err::invalid);
  return report(packing::pop_integers(src, len, ofs, width, out, *outlen));
}

} // namespace

VCE_API int vce_set_variable_length_specifier(char *out, int outmax, unsigned int len_upper,
                                              unsigned int len_lower) {
  const std::uint64_t length = std::uint64_t{len_upper} << 32 | len_lower;
  const int size = packing::put_specifier(out, outmax, length);
  return size < 0 ? fail(size) : size;
}

VCE_API int vce_get_variable_length_specifier(const char *src, int srcmax, unsigned int *len_upper,
                                              unsigned int *len_lower) {
  if (!len_upper || !len_lower)
    return fail(err::invalid);
  std::uint64_t length = 0;
  const int size = packing::get_specifier(src, srcmax, length);
  if (size > 0 || size == err::support) {
    *len_upper = static_cast<unsigned>(length >> 32);
    *len_lower = static_cast<unsigned>(length);
  }
  return size < 0 ? fail(size) : size;
}

VCE_API int vce_binary_push_nb_i1(char *out, int ofs, int maxlen, char c) {
  return report(packing::push_integer(out, maxlen, ofs, Width::one, static_cast<std::uint64_t>(c)));
}

VCE_API int vce_binary_push_nb_i2(char *out, int ofs, int maxlen, short s) {
  return report(packing::push_integer(out, maxlen, ofs, Width::two, static_cast<std::uint64_t>(s)));
}

VCE_API int vce_binary_push_nb_i4(char *out, int ofs, int maxlen, int i) {
  return report(
      packing::push_integer(out, maxlen, ofs, Width::four, static_cast<std::uint64_t>(i)));
}

VCE_API int vce_binary_push_nb_i8(char *out, int ofs, int maxlen, VCEI64 i) {
  return report(
      packing::push_integer(out, maxlen, ofs, Width::eight, static_cast<std::uint64_t>(i)));
}

VCE_API int vce_binary_push_nb_ia1(char *out, int ofs, int maxlen, const void *ia, int num) {
  return report(packing::push_integers(out, maxlen, ofs, Width::one, ia, num));
}

VCE_API int vce_binary_push_nb_ia2(char *out, int ofs, int maxlen, const void *ia, int num) {
  return report(packing::push_integers(out, maxlen, ofs, Width::two, ia, num));
}

VCE_API int vce_binary_push_nb_ia4(char *out, int ofs, int maxlen, const void *ia, int num) {
  return report(packing::push_integers(out, maxlen, ofs, Width::four, ia, num));
}

VCE_API int vce_binary_push_nb_ia8(char *out, int ofs, int maxlen, const void *ia, int num) {
  return report(packing::push_integers(out, maxlen, ofs, Width::eight, ia, num));
}

VCE_API int vce_binary_push_nb_stra(char *out, int ofs, int maxlen, const char *const *stra,
                                    int num, int eachmax) {
  return report(packing::push_strings(out, maxlen, ofs, stra, num, eachmax));
}

VCE_API int vce_binary_pop_nb_i1(const char *in, int len, int ofs, char *out) {
  return report(packing::pop_integer(in, len, ofs, Width::one, out));
}

VCE_API int vce_binary_pop_nb_i2(const char *in, int len, int ofs, short *out) {
  return report(packing::pop_integer(in, len, ofs, Width::two, out));
}

VCE_API int vce_binary_pop_nb_i4(const char *in, int len, int ofs, int *out) {
  return report(packing::pop_integer(in, len, ofs, Width::four, out));
}

VCE_API int vce_binary_pop_nb_i8(const char *in, int len, int ofs, VCEI64 *out) {
  return report(packing::pop_integer(in, len, ofs, Width::eight, out));
}

VCE_API int vce_binary_pop_nb_ia1(const char *src, int len, int ofs, char *out, int *outlen) {
  return pop_array(src, len, ofs, Width::one, out, outlen);
}

VCE_API int vce_binary_pop_nb_ia2(const char *src, int len, int ofs, short *out, int *outlen) {
  return pop_array(src, len, ofs, Width::two, out, outlen);
}

VCE_API int vce_binary_pop_nb_ia4(const char *src, int len, int ofs, int *out, int *outlen) {
  return pop_array(src, len, ofs, Width::four, out, outlen);
}

VCE_API int vce_binary_pop_nb_ia8(const char *src, int len, int ofs, VCEI64 *out, int *outlen) {
  return pop_array(src, len, ofs, Width::eight, out, outlen);
}

VCE_API int vce_binary_pop_nb_stra(const char *src, int len, int ofs, char **out, int *strnum,
                                   int eachmax) {
  if (!strnum)
    return fail(err::invalid);
  return report(packing::pop_strings(src, len, ofs, out, *strnum, eachmax));
}

VCE_API int vce_binary_pack(struct bin_info *bi, int bn, char *outp, int len) {
  if (bn > 0 && (!bi || !outp))
    return fail(err::invalid);
  int total = 0;
  for (int i = 0; i < bn; ++i) {
    const bin_info item = load_item(bi + i);
    const ItemKind *kind = kind_of(item);
    if (!kind)
      return fail(err::invalid);
    const int size =
        packing::pack_item(outp + total, std::max(len, 0) - total, *kind, item.p, item.n);
    if (size < 0)
      return fail(size);
    total += size;
  }
  return report(total);
}

VCE_API int vce_binary_unpack(struct bin_info *bi, int bn, char *inp, int len) {
  if (bn > 0 && (!bi || !inp))
    return fail(err::invalid);
  int total = 0;
  for (int i = 0; i < bn; ++i) {
    const bin_info item = load_item(bi + i);
    const ItemKind *kind = kind_of(item);
    if (!kind)
      return fail(err::invalid);
    unsigned count = item.n;
    const int size = packing::unpack_item(inp + total, std::max(len, 0) - total, *kind, item.p,
                                          item.maxu, count);
    if (size < 0)
      return fail(size);
    if (kind->count_width != 0)
      store_count(bi + i, count);
    total += size;
  }
  return report(total);
}
