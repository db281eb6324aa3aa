/* bin32 records in random slices through a connection. */
#include "records.h"

static frame_t next(const unsigned char *at, size_t left, size_t limit) {
  return prefixed_frame(4, BIN32DATA_MAX, at, left, limit);
}

const format_t format = {.parser = vce_protocol_parser_bin32,
                         .unparser = vce_protocol_unparser_bin32,
                         .next = next,
                         .head_bytes = 4,
                         .tail = ""};
