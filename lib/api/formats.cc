// The ready-made parsers, and how the core knows them: by its own names of their formats.

#include "api/face.h"

using namespace vce;
using namespace vce::api;

namespace {

int parse(conn_t ct, Framing framing) {
  Connection *c = resolve(ct);
  return c ? runtime().records().parse_record(*c, framing) : err::invalid;
}

Framing framing_of(int (*parser)(conn_t)) {
  if (!parser)
    return Framing::none;
  if (parser == vce_protocol_parser_bin16)
    return Framing::bin16;
  if (parser == vce_protocol_parser_bin32)
    return Framing::bin32;
  if (parser == vce_protocol_parser_text)
    return Framing::text;
  if (parser == vce_protocol_parser_through)
    return Framing::through;
  return Framing::custom;
}

} // namespace

VCE_API int vce_protocol_parser_bin16(conn_t ct) { return parse(ct, Framing::bin16); }

VCE_API int vce_protocol_parser_bin32(conn_t ct) { return parse(ct, Framing::bin32); }

VCE_API int vce_protocol_parser_text(conn_t ct) { return parse(ct, Framing::text); }

VCE_API int vce_protocol_parser_through(conn_t ct) { return parse(ct, Framing::through); }

ParserChoice vce::api::parser_choice(int (*parser)(conn_t), int (*record)(conn_t, char *, int)) {
  return {opaque(parser), opaque(record), framing_of(parser)};
}
