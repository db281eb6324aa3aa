/* The records that are sent, and what tells their echo from anything else.

   A record begins with its number on its connection, the time it was made, the number of the
   connection and a checksum of these; the rest is filler that depends on the number. With text
   framing the same bytes are hexadecimal digits, and the filler is letters. */
#ifndef CONNTEST_RECORD_H
#define CONNTEST_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RECORD_HEAD = 24, RECORD_HEAD_TEXT = 2 * RECORD_HEAD };

struct record {
  uint64_t number;
  int64_t made_ns;
  uint32_t connection;
};

/* Writes the record into `size` bytes, at least RECORD_HEAD or RECORD_HEAD_TEXT. */
void record_make(const struct record *record, bool text, char *out, size_t size);

/* Compares what came with the record that is due: its `number` and `connection` are wanted, each
   byte of the `size` is checked, and `made_ns` is stored. NULL, or a text that says what is wrong
   with it. */
const char *record_check(struct record *due, bool text, const char *data, size_t length,
                         size_t size);

#endif
