/* bin16 records in random slices through a connection. */
#include "records.h"

static frame_t next(const unsigned char *at, size_t left, size_t limit) {
  return prefixed_frame(2, 65535, at, left, limit);
}

const format_t format = {.parser = vce_protocol_parser_bin16,
                         .unparser = vce_protocol_unparser_bin16,
                         .next = next,
                         .head_bytes = 2,
                         .tail = "",
                         .obeys_maximum = true};
