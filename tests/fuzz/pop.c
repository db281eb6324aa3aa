/* The pop functions, chained over one buffer, against a reference that reads with care; and what
 * was popped is pushed and popped again. */
#include "input.h"

enum { MOST_ELEMENTS = 300, MOST_STRINGS = 20, LONGEST_STRING = 40, FILL = 0x5a };

static const int widths[] = {1, 2, 4, 8};

/* The count or length in front of an array or string: its size in bytes, or a negative code. */
static int read_count(const unsigned char *at, long long left, unsigned long long *value) {
  if (left < 1)
    return VCE_ETOOSHORT;
  if (at[0] == 255)
    return VCE_ESUPPORT;
  int size = at[0] == 254 ? 9 : at[0] == 253 ? 5 : 1;
  if (left < size)
    return VCE_ETOOSHORT;
  *value = 0;
  for (int i = size > 1; i < size; ++i)
    *value = *value << 8 | at[i];
  return *value >> 32 ? VCE_ESUPPORT : size;
}

static long long native(const char *element, int width) {
  signed char i1;
  short i2;
  int i4;
  long long i8;
  switch (width) {
  case 1:
    return memcpy(&i1, element, 1), i1;
  case 2:
    return memcpy(&i2, element, 2), i2;
  case 4:
    return memcpy(&i4, element, 4), i4;
  default:
    return memcpy(&i8, element, 8), i8;
  }
}

static long long on_the_wire(const unsigned char *at, int width) {
  unsigned long long v = (at[0] & 0x80) ? ~0ULL : 0;
  for (int i = 0; i < width; ++i)
    v = v << 8 | at[i];
  return (long long)v;
}

static int pop_one(int width, const char *src, int size, int offset, char *out) {
  switch (width) {
  case 1:
    return vce_binary_pop_nb_i1(src, size, offset, out);
  case 2:
    return vce_binary_pop_nb_i2(src, size, offset, (short *)(void *)out);
  case 4:
    return vce_binary_pop_nb_i4(src, size, offset, (int *)(void *)out);
  default:
    return vce_binary_pop_nb_i8(src, size, offset, (VCEI64 *)(void *)out);
  }
}

static int pop_array(int width, const char *src, int size, int offset, char *out, int *num) {
  switch (width) {
  case 1:
    return vce_binary_pop_nb_ia1(src, size, offset, out, num);
  case 2:
    return vce_binary_pop_nb_ia2(src, size, offset, (short *)(void *)out, num);
  case 4:
    return vce_binary_pop_nb_ia4(src, size, offset, (int *)(void *)out, num);
  default:
    return vce_binary_pop_nb_ia8(src, size, offset, (VCEI64 *)(void *)out, num);
  }
}

static int push_array(int width, char *out, int offset, int room, const char *from, int num) {
  switch (width) {
  case 1:
    return vce_binary_push_nb_ia1(out, offset, room, from, num);
  case 2:
    return vce_binary_push_nb_ia2(out, offset, room, from, num);
  case 4:
    return vce_binary_push_nb_ia4(out, offset, room, from, num);
  default:
    return vce_binary_push_nb_ia8(out, offset, room, from, num);
  }
}

static int check_one(int width, const char *src, int size, int offset) {
  char *out = exact_room((size_t)width, FILL);
  int expected = offset < 0 ? VCE_EINVAL : offset > size - width ? VCE_EFULL : offset + width;
  int result = pop_one(width, src, size, offset, out);
  REQUIRE(result == expected && vce_get_last_error() == (result < 0 ? result : 0));
  if (result >= 0)
    REQUIRE(native(out, width) == on_the_wire((const unsigned char *)src + offset, width));
  else
    REQUIRE(all_are(out, (size_t)width, FILL));
  free(out);
  return result;
}

static void push_array_again(int width, const char *elements, int num) {
  int bytes = num * width;
  int exact = bytes + (num > 252 ? 5 : 1);
  char *wire = exact_room((size_t)exact, 0);
  char *again = exact_room((size_t)bytes, 0);
  REQUIRE(push_array(width, wire, 0, exact - 1, elements, num) == VCE_EFULL);
  REQUIRE(push_array(width, wire, 0, exact, elements, num) == exact);
  int room = num;
  REQUIRE(pop_array(width, wire, exact, 0, again, &room) == exact && room == num);
  REQUIRE(memcmp(elements, again, (size_t)bytes) == 0);
  free(wire);
  free(again);
}

static int check_array(int width, const char *src, int size, int offset, int capacity) {
  if (capacity > MOST_ELEMENTS)
    capacity = MOST_ELEMENTS;
  size_t slots = capacity < 0 ? 0 : (size_t)capacity;
  char *out = exact_room(slots * (size_t)width, FILL);
  unsigned long long count = 0;
  int expected = VCE_EINVAL;
  int head = 0;
  if (offset >= 0) {
    head = read_count((const unsigned char *)src + offset, (long long)size - offset, &count);
    expected = head;
    if (head > 0) {
      long long end = offset + head + (long long)count * width;
      expected = end > size ? VCE_ETOOSHORT : count > slots ? VCE_EFULL : (int)end;
    }
  }
  int num = capacity;
  int result = pop_array(width, src, size, offset, out, &num);
  REQUIRE(result == expected && vce_get_last_error() == (result < 0 ? result : 0));
  size_t used = 0;
  if (result >= 0) {
    REQUIRE(num == (int)count);
    for (int i = 0; i < num; ++i)
      REQUIRE(native(out + i * width, width) ==
              on_the_wire((const unsigned char *)src + offset + head + i * width, width));
    used = (size_t)(num * width);
    push_array_again(width, out, num);
  } else {
    REQUIRE(num == capacity);
  }
  REQUIRE(all_are(out + used, slots * (size_t)width - used, FILL));
  free(out);
  return result;
}

typedef struct strings {
  char *slot[MOST_STRINGS];
  unsigned length[MOST_STRINGS];
} strings_t;

/* What popping strings must give; `s->length` of the first `*stored` ones is set. */
static int expected_strings(const char *src, int size, int offset, int slots, int each_max,
                            strings_t *s, int *stored) {
  const unsigned char *u = (const unsigned char *)src;
  unsigned long long count = 0;
  *stored = 0;
  if (offset < 0)
    return VCE_EINVAL;
  int head = read_count(u + offset, (long long)size - offset, &count);
  if (head < 0)
    return head;
  if (count > (unsigned long long)slots)
    return VCE_EFULL;
  long long at = offset + head;
  for (; *stored < (int)count; ++*stored) {
    unsigned long long length = 0;
    head = read_count(u + at, size - at, &length);
    if (head < 0)
      return head;
    at += head;
    if ((long long)length > each_max - 1LL)
      return VCE_EFULL;
    if (at + (long long)length > size)
      return VCE_ETOOSHORT;
    REQUIRE(memcmp(s->slot[*stored], src + at, (size_t)length) == 0);
    s->length[*stored] = (unsigned)length;
    at += (long long)length;
  }
  return (int)at;
}

static int check_strings(const char *src, int size, int offset, int capacity, int each_max) {
  strings_t s;
  if (capacity > MOST_STRINGS)
    capacity = MOST_STRINGS;
  if (each_max > LONGEST_STRING)
    each_max = LONGEST_STRING;
  int slots = capacity < 0 ? 0 : capacity;
  size_t each = each_max < 0 ? 0 : (size_t)each_max;
  for (int i = 0; i < slots; ++i)
    s.slot[i] = exact_room(each, FILL);
  int num = capacity, stored;
  int result = vce_binary_pop_nb_stra(src, size, offset, s.slot, &num, each_max);
  int error = vce_get_last_error();
  int expected = expected_strings(src, size, offset, slots, each_max, &s, &stored);
  REQUIRE(result == expected && error == (result < 0 ? result : 0));
  REQUIRE(num == (result < 0 ? capacity : stored));
  for (int i = 0; i < slots; ++i) {
    if (i < stored)
      REQUIRE(s.slot[i][s.length[i]] == '\0' &&
              all_are(s.slot[i] + s.length[i] + 1, each - s.length[i] - 1, FILL));
    else
      REQUIRE(all_are(s.slot[i], each, FILL));
    free(s.slot[i]);
  }
  return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  input_t in = {data, size};
  enum { STEPS = 4 };
  int offset = take(&in);
  if (offset >= 128)
    offset -= 256;
  struct {
    int what, capacity, each_max;
  } steps[STEPS];
  int count = 1 + take(&in) % STEPS;
  for (int i = 0; i < count; ++i) {
    steps[i].what = take(&in) % 9;
    steps[i].capacity = take_length(&in);
    steps[i].each_max = take_length(&in);
  }
  int length = (int)in.left;
  char *src = exact_copy(in.at, in.left);
  if (src == NULL)
    return 0;
  for (int i = 0; i < count; ++i) {
    int what = steps[i].what;
    if (what < 4)
      offset = check_one(widths[what], src, length, offset);
    else if (what < 8)
      offset = check_array(widths[what - 4], src, length, offset, steps[i].capacity);
    else
      offset = check_strings(src, length, offset, steps[i].capacity, steps[i].each_max);
  }
  free(src);
  return 0;
}
