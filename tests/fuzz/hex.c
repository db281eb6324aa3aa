/* Hexadecimal text, plain, line by line and checked: round trips, damage, and any text. */
#include "input.h"

enum { FILL = 0x5a, TAG_BYTES = sizeof "vce-hex-sha1" };

static int digit(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  c = (char)(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int value_of(char c) { return digit(c) < 0 ? 0 : digit(c); }

static int prefix(const char *text) { return text[0] == '0' && (text[1] | 0x20) == 'x' ? 2 : 0; }

static void check_plain(input_t *in) {
  int folding = take(in) & 1, spare = take(in) % 4;
  int length = (int)in->left;
  char *bytes = exact_copy(in->at, in->left);
  int size = 2 * length + (folding ? (length + 31) / 32 : 0);
  int room = size + 1 - (spare == 1);
  char *text = exact_room((size_t)room, FILL);
  int result = vce_make_hex_from_binary_array(text, room, bytes, length, folding);
  if (spare == 1) {
    REQUIRE(result == (length ? VCE_EFULL : 0));
  } else {
    REQUIRE(result == size && strlen(text) == (size_t)size);
    int seen = 0;
    for (int i = 0; i < size; ++i) {
      bool line_end =
          folding && ((seen % 64 == 0 && seen > 0 && text[i - 1] != '\n') || seen == 2 * length);
      REQUIRE(line_end ? text[i] == '\n' : digit(text[i]) >= 0);
      seen += !line_end;
    }
    if (!folding && length > 0) {
      char *back = exact_room((size_t)length, FILL);
      vce_make_binary_array_from_hex(back, length, text);
      REQUIRE(memcmp(back, bytes, (size_t)length) == 0);
      free(back);
    }
  }
  free(text);
  free(bytes);
}

static void check_digits(input_t *in) {
  int room = take(in) % 64;
  char *out = exact_room((size_t)room, FILL);
  char *text = take_string(in, 255);
  vce_make_binary_array_from_hex(out, room, text);
  size_t length = strlen(text), from = length >= 2 ? (size_t)prefix(text) : 0;
  size_t expected = length < 2 ? 0 : (length - from + 1) / 2;
  for (int i = 0; i < room; ++i) {
    char low = (size_t)i * 2 + 1 < length - from ? text[from + (size_t)i * 2 + 1] : '0';
    int value =
        (size_t)i < expected ? value_of(text[from + (size_t)i * 2]) << 4 | value_of(low) : FILL;
    REQUIRE((unsigned char)out[i] == value);
  }
  free(text);
  free(out);
}

static void check_line(input_t *in) {
  int room = take_length(in);
  if (room > 200)
    room = 200;
  char *out = exact_room(room < 0 ? 0 : (size_t)room, FILL);
  int length = (int)in->left;
  char *text = exact_copy(in->at, in->left);
  int bytes = room, consumed = -1;
  vce_make_binary_array_from_line(text, length, out, &bytes, &consumed);
  const char *end = text ? memchr(text, '\n', (size_t)length) : NULL;
  REQUIRE(consumed == (end ? (int)(end - text) + 1 : length));
  int before_end = end ? (int)(end - text) : length > 0 ? length - 1 : 0;
  if (end && end > text && end[-1] == '\r' && consumed < length)
    --before_end;
  int expected = before_end / 2 < room ? before_end / 2 : room < 0 ? 0 : room;
  REQUIRE(bytes == expected);
  REQUIRE(all_are(out + expected, room < 0 ? 0 : (size_t)(room - expected), FILL));
  int from = before_end >= 2 ? prefix(text) : 0;
  int stop = end ? (int)(end - text) : length;
  for (int i = 0; i < expected; ++i) {
    int at = from + 2 * i;
    int value =
        (at < stop ? value_of(text[at]) << 4 : 0) | (at + 1 < stop ? value_of(text[at + 1]) : 0);
    REQUIRE((unsigned char)out[i] == value);
  }
  free(text);
  free(out);
}

/* A checked text, perhaps with one byte changed. */
static void check_checked(input_t *in) {
  int at = take(in) << 8 | take(in), change = take(in), cut = take(in) % 8;
  int length = (int)in->left;
  char *bytes = exact_room(in->left, 0);
  if (length > 0)
    memcpy(bytes, in->at, in->left);
  int room = 2 * length + length / 32 + 80;
  char *text = exact_room((size_t)room, FILL);
  int size = vce_make_hex_text_from_buffer(bytes, length, text, room);
  REQUIRE(size > 0 && size < room && strlen(text) == (size_t)size);
  const int length_of_text = size;
  char *exact = exact_copy(text, (size_t)size);
  char was = exact[at % length_of_text];
  if (change)
    exact[at % length_of_text] = (char)(was ^ change);
  char now = exact[at % length_of_text];
  if (cut == 7)
    --size;
  char *back = exact_room((size_t)length, FILL);
  int result = vce_extract_data_from_hex_text(exact, size, back, length);
  bool in_tag = at % length_of_text < TAG_BYTES;
  bool same_digit = !in_tag && digit(was) >= 0 && digit(was) == digit(now);
  if (cut != 7 && (!change || same_digit))
    REQUIRE(result == length && memcmp(back, bytes, (size_t)length) == 0);
  else
    REQUIRE(result == VCE_EFORMAT || result == VCE_EFULL);
  if (length > 0 && !change && cut != 7)
    REQUIRE(vce_extract_data_from_hex_text(exact, size, back, length - 1) == VCE_EFULL);
  free(back);
  free(exact);
  free(text);
  free(bytes);
}

static void check_any_checked(input_t *in) {
  int room = take_length(in);
  if (room > 250)
    room = 250;
  char *out = exact_room(room < 0 ? 0 : (size_t)room, FILL);
  int length = (int)in->left;
  char *text = exact_copy(in->at, in->left);
  int result = vce_extract_data_from_hex_text(text, length, out, room);
  if (text == NULL)
    REQUIRE(result == VCE_EINVAL);
  else
    REQUIRE(result == VCE_EFORMAT || result == VCE_EFULL || (result >= 0 && result <= room));
  free(text);
  free(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static void (*const checks[])(input_t *) = {check_plain, check_digits, check_line, check_checked,
                                              check_any_checked};
  input_t in = {data, size};
  checks[(unsigned)take(&in) % ELEMENTOF(checks)](&in);
  return 0;
}
