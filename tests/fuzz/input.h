/* Shared by all fuzz targets: an input that is taken apart byte by byte, and REQUIRE().
 *
 * A target is one C file with LLVMFuzzerTestOneInput() (libFuzzer). It turns the input into calls,
 * compares their results with a simple reference of its own, and ends the process when they differ.
 * Memory that the library only may read or write up to a length is allocated at exactly that
 * length, so that AddressSanitizer sees the first byte too far. */
#ifndef TESTS_FUZZ_INPUT_H
#define TESTS_FUZZ_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vce.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the process with a message when the condition does not hold. */
#define REQUIRE(condition)                                                                         \
  ((condition) ? (void)0 : requirement_failed(#condition, __FILE__, __LINE__))

static inline void requirement_failed(const char *what, const char *file, int line) {
  fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
  abort();
}

/* The last error, set to a value that no function under test produces. */
enum { SEEDED_ERROR = VCE_ECONNSERIAL };

static inline void seed_error(void) {
  static char nothing[1];
  conn_t garbage = {nothing, 1};
  vce_conn_write(garbage, nothing, 1);
}

typedef struct input {
  const uint8_t *at;
  size_t left;
} input_t;

/* The next byte, 0 when there are none left. */
static inline int take(input_t *in) {
  if (in->left == 0)
    return 0;
  in->left--;
  return *in->at++;
}

/* A length or size: mostly -8 to 247, sometimes one of the ends of int. */
static inline int take_length(input_t *in) {
  static const int ends[] = {INT32_MAX, INT32_MIN, INT32_MAX - 1, 1 << 30};
  int value = take(in);
  return value >= 252 ? ends[value - 252] : value - 4;
}

/* Exactly `size` bytes of memory with a copy of `from`; NULL for no bytes. */
static inline char *exact_copy(const void *from, size_t size) {
  if (size == 0)
    return NULL;
  char *copy = malloc(size);
  REQUIRE(copy != NULL);
  memcpy(copy, from, size);
  return copy;
}

/* Exactly `size` bytes of memory, all of them `fill`. */
static inline char *exact_room(size_t size, int fill) {
  char *room = malloc(size ? size : 1);
  REQUIRE(room != NULL);
  memset(room, fill, size ? size : 1);
  return room;
}

/* Up to `max` bytes of the input as a string of its own. */
static inline char *take_string(input_t *in, size_t max) {
  size_t size = (size_t)take(in);
  if (size > max)
    size = max;
  if (size > in->left)
    size = in->left;
  char *s = malloc(size + 1);
  REQUIRE(s != NULL);
  memcpy(s, in->at, size);
  s[size] = '\0';
  in->at += size;
  in->left -= size;
  return s;
}

static inline bool all_are(const char *bytes, size_t size, int fill) {
  for (size_t i = 0; i < size; ++i)
    if ((unsigned char)bytes[i] != (unsigned char)fill)
      return false;
  return true;
}

#endif
