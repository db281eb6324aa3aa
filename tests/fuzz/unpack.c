/* vce_binary_unpack() of any bytes by any description, against a reference; what was unpacked is
 * packed and unpacked again. */
#include "input.h"

enum { MOST_ITEMS = 6, MOST_ELEMENTS = 64, FILL = 0x5a };

typedef struct item {
  int kind;
  unsigned capacity;
  char *native;       /* exactly as many bytes as fit the capacity */
  unsigned count;     /* reference: elements */
  const char *source; /* reference: where the elements are on the wire */
} item_t;

static const int count_width[] = {0, 0, 0, 0, 1, 2, 4, 1, 2, 4, 1, 2, 4, 1, 2, 4, 1, 2};
static const int element_width[] = {1, 2, 4, 8, 1, 1, 1, 2, 2, 2, 4, 4, 4, 8, 8, 8, 0, 0};
static const unsigned longest[] = {0, 255, 65535, 0, 16777216};

static size_t native_bytes(const item_t *item) {
  if (item->kind > STRARRAY_16)
    return 8;
  size_t each = element_width[item->kind] ? (size_t)element_width[item->kind] : sizeof(char *);
  return each * (count_width[item->kind] ? item->capacity : 1);
}

/* The bytes of one item, or a negative code. */
static long long reference_item(item_t *item, const char *at, long long left) {
  const unsigned char *u = (const unsigned char *)at;
  if (item->kind > STRARRAY_16)
    return VCE_EINVAL;
  int head = count_width[item->kind];
  if (left < head)
    return VCE_EDATASHORT;
  item->count = head ? 0 : 1;
  for (int i = 0; i < head; ++i)
    item->count = item->count << 8 | u[i];
  if (head && (item->count > item->capacity || item->count > longest[head]))
    return VCE_ELENTOOLONG;
  item->source = at + head;
  long long end = head;
  if (element_width[item->kind]) {
    end += (long long)item->count * element_width[item->kind];
    return end > left ? VCE_EDATASHORT : end;
  }
  for (unsigned i = 0; i < item->count; ++i) {
    while (end < left && at[end] != '\0')
      ++end;
    if (end++ >= left)
      return VCE_EDATASHORT;
  }
  return end;
}

static void check_native(const item_t *item) {
  int width = element_width[item->kind];
  const char *from = item->source;
  for (unsigned i = 0; i < item->count; ++i) {
    if (width == 0) {
      char *s;
      memcpy(&s, item->native + i * sizeof s, sizeof s);
      REQUIRE(s == from);
      from += strlen(from) + 1;
      continue;
    }
    for (int b = 0; b < width; ++b)
      REQUIRE(item->native[i * (unsigned)width + (unsigned)b] == from[width - 1 - b]);
    from += width;
  }
  size_t used = (width ? (size_t)width : sizeof(char *)) * item->count;
  REQUIRE(all_are(item->native + used, native_bytes(item) - used, FILL));
}

/* Packing what was unpacked gives the same bytes. */
static void pack_again(struct bin_info *bi, int items, const char *wire, int bytes) {
  char *packed = exact_room((size_t)bytes, 0);
  REQUIRE(vce_binary_pack(bi, items, packed, bytes) == bytes && vce_get_last_error() == 0);
  REQUIRE(memcmp(packed, wire, (size_t)bytes) == 0);
  if (bytes > 0)
    REQUIRE(vce_binary_pack(bi, items, packed, bytes - 1) == VCE_EFULL);
  free(packed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  input_t in = {data, size};
  item_t items[MOST_ITEMS];
  struct bin_info bi[MOST_ITEMS];
  int count = take(&in) % (MOST_ITEMS + 1);
  int shorter = take(&in) % 4;
  for (int i = 0; i < count; ++i) {
    items[i] = (item_t){.kind = take(&in) % 20, .capacity = (unsigned)take(&in) % MOST_ELEMENTS};
    items[i].native = exact_room(native_bytes(&items[i]), FILL);
    bi[i] =
        (struct bin_info){(BINDATATYPE)items[i].kind, items[i].capacity, 0xabab, items[i].native};
  }
  char *wire = exact_copy(in.at, in.left);
  int length = (int)in.left - shorter;

  int result = wire ? vce_binary_unpack(bi, count, wire, length) : 0;
  if (wire)
    REQUIRE(vce_get_last_error() == (result < 0 ? result : 0));
  long long at = 0;
  int done = 0;
  if (length < 0)
    length = 0;
  for (; wire && done < count; ++done) {
    long long bytes = reference_item(&items[done], wire + at, length - at);
    if (bytes < 0) {
      REQUIRE(result == bytes && bi[done].n == 0xabab);
      REQUIRE(all_are(items[done].native, native_bytes(&items[done]), FILL));
      break;
    }
    at += bytes;
    REQUIRE(bi[done].n == (count_width[items[done].kind] ? items[done].count : 0xabab));
    check_native(&items[done]);
  }
  if (wire && done == count) {
    REQUIRE(result == at);
    pack_again(bi, count, wire, result);
  }
  for (int i = 0; i < count; ++i)
    free(items[i].native);
  free(wire);
  return 0;
}
