/* One record format for the fuzzer of records.c: what the library has, and a reference of our own.
 */
#ifndef TESTS_FUZZ_RECORDS_H
#define TESTS_FUZZ_RECORDS_H

#include "input.h"

typedef struct frame {
  enum { FRAME_INCOMPLETE, FRAME_COMPLETE, FRAME_REFUSED } status;
  size_t skip;   /* bytes in front of the content */
  size_t length; /* of the content */
  size_t total;  /* of the whole record */
} frame_t;

typedef struct format {
  int (*parser)(conn_t);
  int (*unparser)(conn_t, char *, int);
  /* The record at the front of `left` bytes, with a read buffer of `limit` bytes. */
  frame_t (*next)(const unsigned char *at, size_t left, size_t limit);
  size_t head_bytes;  /* of the length in front of the content */
  const char *tail;   /* behind the content */
  bool obeys_maximum; /* vce_tcpcontext_protocol_set_maxlength() */
  bool is_stream;     /* records end wherever a receive ends */
} format_t;

/* Defined by the target. */
extern const format_t format;

/* A record with a big-endian length in front. */
static inline frame_t prefixed_frame(size_t header, unsigned long long longest,
                                     const unsigned char *at, size_t left, size_t limit) {
  frame_t f = {FRAME_INCOMPLETE, header, 0, 0};
  if (left > 0 && limit < header)
    f.status = FRAME_REFUSED;
  if (left < header)
    return f;
  for (size_t i = 0; i < header; ++i)
    f.length = f.length << 8 | at[i];
  f.total = header + f.length;
  if (f.length > longest || f.total > limit)
    f.status = FRAME_REFUSED;
  else if (f.total <= left)
    f.status = FRAME_COMPLETE;
  return f;
}

#endif
