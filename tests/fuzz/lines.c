/* Lines of text in random slices through a connection. */
#include "records.h"

static frame_t next(const unsigned char *at, size_t left, size_t limit) {
  frame_t f = {FRAME_INCOMPLETE, 0, 0, 0};
  size_t end = 0;
  while (end < left && at[end] != '\n')
    ++end;
  if (end < left && end < limit) {
    f.status = FRAME_COMPLETE;
    f.total = end + 1;
    f.length = end > 0 && at[end - 1] == '\r' ? end - 1 : end;
  } else if (left >= limit) {
    f.status = FRAME_REFUSED;
  }
  return f;
}

const format_t format = {.parser = vce_protocol_parser_text,
                         .unparser = vce_protocol_unparser_text,
                         .next = next,
                         .tail = "\n"};
