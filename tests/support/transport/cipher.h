/* The cipher of the test transport: what both ends of a connection agree upon.
 *
 * It protects nothing. Each byte is changed by its place in the stream and by the direction, so
 * that a byte that is lost, doubled or sent past the cipher shows in all that follow. Each
 * direction begins with a hello, which is not ciphered. */
#ifndef TESTS_SUPPORT_TRANSPORT_CIPHER_H
#define TESTS_SUPPORT_TRANSPORT_CIPHER_H

#include <stddef.h>

enum { CIPHER_FROM_CLIENT, CIPHER_FROM_SERVER };
enum { CIPHER_HELLO_BYTES = 6 };

static inline const char *cipher_hello(int direction) {
  return direction == CIPHER_FROM_CLIENT ? "\x01hi, s" : "\x02hi, c";
}

static inline unsigned char cipher_key(int direction, unsigned long long place) {
  const unsigned low = place & 0xffffffffu;
  const unsigned mixed = (low + 1u) * (direction == CIPHER_FROM_CLIENT ? 0x9e3779b9u : 0x85ebca6bu);
  return (mixed >> 24 ^ mixed >> 11) & 0xffu;
}

/* In both senses: the second time undoes the first. */
static inline void cipher_apply(int direction, unsigned long long place, unsigned char *bytes,
                                size_t size) {
  for (size_t i = 0; i < size; ++i) bytes[i] ^= cipher_key(direction, place + i);
}

#endif
