/* A plain stream in random slices through a connection. */
#include "records.h"

/* Wherever a receive ends: records.c takes the length that the library delivers. */
static frame_t next(const unsigned char *at, size_t left, size_t limit) {
  (void)at;
  size_t most = left < limit ? left : limit;
  return (frame_t){left ? FRAME_COMPLETE : FRAME_INCOMPLETE, 0, most, most};
}

const format_t format = {.parser = vce_protocol_parser_through,
                         .unparser = vce_protocol_unparser_through,
                         .next = next,
                         .tail = "",
                         .is_stream = true};
