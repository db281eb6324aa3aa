/* The text helpers, one per input, against references that take the simple way. */
#include "input.h"

#include <ctype.h>

enum { FILL = 0x5a, LONGEST = 200 };

/* An output of `size` bytes (as far as it can be had) and what a function may have written to it.
 */
typedef struct room {
  char *bytes;
  size_t size;
  int claimed;
} room_t;

static room_t take_room(input_t *in) {
  room_t r = {.claimed = take(in) % (LONGEST + 8) - 4};
  r.size = r.claimed < 0 ? 0 : (size_t)r.claimed;
  r.bytes = exact_room(r.size, FILL);
  return r;
}

/* The room holds as much as fits of `length` bytes, one NUL behind them, and nothing more. */
static void require_cut(const room_t *r, const char *expected, size_t length) {
  if (r->size == 0)
    return;
  if (length > r->size - 1)
    length = r->size - 1;
  REQUIRE(memcmp(r->bytes, expected, length) == 0 && r->bytes[length] == '\0');
  REQUIRE(all_are(r->bytes + length + 1, r->size - length - 1, FILL));
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

static void check_copies(input_t *in) {
  room_t r = take_room(in);
  int how = take(in) % 4, limit = take_length(in);
  char c = (char)take(in);
  char *s = take_string(in, LONGEST);
  size_t length = strlen(s);
  if (how == 0) {
    REQUIRE(vce_copy_cstring(r.bytes, r.claimed, s) == (r.size < length + 1 && length > 0));
    require_cut(&r, s, length);
  } else if (how == 1) {
    size_t stop = (size_t)(strchr(s, c) ? strchr(s, c) - s : (long)length);
    size_t copied = r.size ? least(stop, r.size - 1) : 0;
    REQUIRE(vce_copy_cstring_upto(r.bytes, s, c, r.claimed) == (int)copied + 1);
    require_cut(&r, s, stop);
  } else if (how == 2) {
    char *bytes = exact_copy(s, length);
    int n = limit < (int)length ? limit : (int)length;
    REQUIRE(vce_makecstr(r.bytes, r.claimed, bytes, bytes ? n : limit) == r.bytes);
    require_cut(&r, s, n < 0 ? 0 : (size_t)n);
    free(bytes);
  } else {
    size_t n = limit < 0 ? 0 : least(length, (size_t)limit);
    vce_strncpy(r.bytes, r.claimed, s, limit);
    require_cut(&r, s, n);
  }
  free(r.bytes);
  free(s);
}

static void check_append(input_t *in) {
  room_t r = take_room(in);
  char *tail = take_string(in, LONGEST), *head = take_string(in, LONGEST);
  size_t held = strlen(head), added = strlen(tail);
  if (r.size > 0) {
    if (held > r.size - 1)
      head[held = r.size - 1] = '\0';
    memcpy(r.bytes, head, held + 1);
  }
  int result = vce_strncat(r.bytes, r.claimed, tail);
  if (r.size > 0 && held + added < r.size) {
    REQUIRE(result == (int)(held + added) + 1);
    REQUIRE(memcmp(r.bytes, head, held) == 0 && strcmp(r.bytes + held, tail) == 0);
  } else {
    REQUIRE(result == VCE_EFULL);
    if (r.size > 0)
      REQUIRE(strcmp(r.bytes, head) == 0);
  }
  free(r.bytes);
  free(head);
  free(tail);
}

static int sign(int v) { return (v > 0) - (v < 0); }

static void check_comparisons(input_t *in) {
  int n = take_length(in);
  char *a = take_string(in, LONGEST), *b = take_string(in, LONGEST);
  size_t la = strlen(a), lb = strlen(b);
  bool equal = true;
  for (int i = 0; i < n && equal; ++i)
    equal = (size_t)i < la && (size_t)i < lb &&
            (isascii(a[i]) && isascii(b[i]) ? tolower(a[i]) == tolower(b[i]) : a[i] == b[i]);
  REQUIRE(vce_text_cmpnocase(a, b, n) == !equal);
  const char *longer = la >= lb ? a : b, *shorter = la >= lb ? b : a;
  int tails = strcmp(longer + (la > lb ? la - lb : lb - la), shorter);
  REQUIRE(sign(vce_strcmptail(a, b)) == sign(tails));
  char *bytes = exact_copy(a, la);
  int bound = n < (int)la ? n : (int)la;
  if (bytes)
    REQUIRE(vce_strlenmax(bytes, bound) == -1);
  REQUIRE(vce_strlenmax(a, n) == (n > (int)la ? (int)la : -1));
  REQUIRE((vce_text_hashpjw(a) & ~0xffffff) == 0);
  char *chopped = strdup(a);
  REQUIRE(chopped != NULL && vce_chop_string_destroy(chopped) == chopped);
  size_t cut = la && a[la - 1] == '\n' ? (la > 1 && a[la - 2] == '\r' ? 2 : 1) : 0;
  REQUIRE(strlen(chopped) == la - cut && memcmp(chopped, a, la - cut) == 0);
  free(chopped);
  free(bytes);
  free(a);
  free(b);
}

static const char *nth_token(const char *s, char c, int n) {
  if (c == '\0' || strchr(s, c) == NULL)
    return s;
  if (n < 0)
    return NULL;
  for (; n > 0; --n) {
    s = strchr(s, c);
    if (s == NULL)
      return NULL;
    ++s;
  }
  return s;
}

static void check_tokens(input_t *in) {
  room_t r = take_room(in);
  int n = take(in) % 12 - 2;
  char c = (char)take(in);
  char *s = take_string(in, LONGEST);
  const char *token = nth_token(s, c, n);
  REQUIRE(vce_text_split_index(s, c, n) == token);
  REQUIRE(vce_get_last_error() == (token ? 0 : VCE_ENOTFOUND));
  bool single = c == '\0' || strchr(s, c) == NULL;
  if (*s == '\0' || (single && n > 0))
    token = NULL;
  size_t length =
      token ? (size_t)(strchr(token, c) ? strchr(token, c) - token : (long)strlen(token)) : 0;
  int value = 12345, stored = vce_text_split_index_get_string(s, c, n, r.bytes, r.claimed);
  if (token) {
    REQUIRE(stored == (int)(r.size ? least(length, r.size - 1) : 0) + 1);
    require_cut(&r, token, length);
    char digits[20];
    size_t most = least(length, sizeof digits - 1);
    memcpy(digits, token, most);
    digits[most] = '\0';
    REQUIRE(vce_text_split_index_get_int(s, c, n, &value) == 0);
    REQUIRE(value == (int)strtoull(digits, NULL, 10)); /* 19 digits fit 64 bits */
  } else {
    REQUIRE(stored == VCE_ENOTFOUND && all_are(r.bytes, r.size, FILL));
    REQUIRE(vce_text_split_index_get_int(s, c, n, &value) == VCE_ENOTFOUND && value == 12345);
  }
  free(r.bytes);
  free(s);
}

static void check_escapes(input_t *in) {
  room_t r = take_room(in);
  char *s = take_string(in, LONGEST);
  size_t length = strlen(s);
  int written = vce_escape_string(r.bytes, r.claimed, s, (int)length);
  if (r.size < 2 * length + 1) {
    REQUIRE(written == VCE_ETOOSHORT && all_are(r.bytes, r.size, FILL));
  } else {
    char *back = exact_room(length + 2, FILL);
    REQUIRE(written >= (int)length && r.bytes[written] == '\0');
    REQUIRE(vce_descape_string(back, (int)length + 2, r.bytes) == (int)length);
    REQUIRE(memcmp(back, s, length + 1) == 0);
    free(back);
  }
  room_t any = take_room(in); /* the string as if it were escaped */
  int bytes = vce_descape_string(any.bytes, any.claimed, s);
  REQUIRE(bytes == VCE_EFULL || (bytes >= 0 && (size_t)bytes < any.size && bytes <= (int)length));
  if (any.size >= length + 2)
    REQUIRE(bytes >= 0 && any.bytes[bytes] == '\0');
  free(any.bytes);
  free(r.bytes);
  free(s);
}

static void check_http(input_t *in) {
  room_t r = take_room(in);
  char *item = take_string(in, 16);
  int length = (int)in->left;
  char *text = exact_copy(in->at, in->left);
  char *head, *body;
  int head_length, body_length;
  int result = vce_httptext_divide_header_and_content(text, length, &head, &head_length, &body,
                                                      &body_length);
  int at = -1, separator = 0;
  for (int i = 0; i < length && at < 0; ++i) {
    separator = i + 1 < length && memcmp(text + i, "\n\n", 2) == 0       ? 2
                : i + 3 < length && memcmp(text + i, "\r\n\r\n", 4) == 0 ? 4
                                                                         : 0;
    if (separator)
      at = i;
  }
  REQUIRE(head == text && result == (at < 0 ? VCE_EFORMAT : 0));
  if (at < 0)
    REQUIRE(head_length == 0 && body == NULL && body_length == 0);
  else
    REQUIRE(head_length == at && body == text + at + separator &&
            body_length == length - at - separator);
  int stored = vce_httptext_get_header_info(text, length, item, r.bytes, r.claimed);
  REQUIRE(stored >= 0 && (stored == 0 || (size_t)stored < r.size));
  if (stored > 1 || (stored == 1 && r.bytes[0] != '\0')) {
    bool found = false; /* the value stands somewhere in the text */
    for (int i = 0; i + stored <= length && !found; ++i)
      found = memcmp(text + i, r.bytes, (size_t)stored) == 0;
    REQUIRE(found && r.bytes[stored] == '\0');
  }
  free(r.bytes);
  free(item);
  free(text);
}

/* Operands and operators from left to right, with arithmetic modulo 2^32. */
static bool evaluate(const char *s, unsigned *result) {
  char operation = '+';
  for (*result = 0;; operation = *s++) {
    s += strspn(s, " \t");
    unsigned sign_of = 1, operand = 0;
    if (*s == '-') {
      sign_of = ~0U;
      s += 1 + strspn(s + 1, " \t");
    }
    if (!isdigit((unsigned char)*s))
      return false;
    for (; isdigit((unsigned char)*s); ++s)
      operand = operand * 10 + (unsigned)(*s - '0');
    operand *= sign_of;
    *result = operation == '+'   ? *result + operand
              : operation == '-' ? *result - operand
                                 : *result * operand;
    s += strspn(s, " \t");
    if (*s == '\0')
      return true;
    if (strchr("+-*", *s) == NULL)
      return false;
  }
}

static void check_arithmetic(input_t *in) {
  char *s = take_string(in, LONGEST);
  for (char *c = s; take(in) % 2 && *c; ++c)
    *c = "0123456789+-* "[(unsigned char)*c % 14];
  unsigned expected;
  bool valid = evaluate(s, &expected);
  REQUIRE(vce_atoi(s) == (valid ? (int)expected : 0));
  REQUIRE(vce_get_last_error() == (valid ? 0 : VCE_EFORMAT));
  free(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static void (*const checks[])(input_t *) = {check_copies,    check_append,  check_comparisons,
                                              check_tokens,    check_escapes, check_http,
                                              check_arithmetic};
  input_t in = {data, size};
  checks[(unsigned)take(&in) % ELEMENTOF(checks)](&in);
  return 0;
}
