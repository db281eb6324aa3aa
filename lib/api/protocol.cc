// Ready-made writers, watchers and callbacks.

#include "api/face.h"
#include "base/log.h"

using namespace vce;
using namespace vce::api;

namespace {

template <Framing framing> int write_framed(conn_t ct, const char *data, int len) {
  Connection *c = resolve(ct);
  return c ? runtime().records().write_record<framing>(*c, data, len) : err::invalid;
}

} // namespace

VCE_API int vce_protocol_unparser_bin16(conn_t ct, char *data, int len) {
  return write_framed<Framing::bin16>(ct, data, len);
}

VCE_API int vce_protocol_unparser_bin32(conn_t ct, char *data, int len) {
  return write_framed<Framing::bin32>(ct, data, len);
}

VCE_API int vce_protocol_unparser_text(conn_t ct, char *d, int l) {
  return write_framed<Framing::text>(ct, d, l);
}

VCE_API int vce_protocol_unparser_through(conn_t ct, char *data, int len) {
  Connection *c = resolve(ct);
  if (!c)
    return err::invalid;
  if (len < 0 || (!data && len > 0))
    return fail(err::invalid);
  return write_plain(*c, data, static_cast<size_t>(len));
}

VCE_API int vce_protocol_acceptwatcher_noop(conn_t) { return 0; }

VCE_API int vce_protocol_acceptwatcher_deny(conn_t) { return -1; }

// Installed through a cast to a function of two arguments: the second one arrives in a register
// that is not read.
VCE_API int vce_protocol_closewatcher_noop(conn_t) { return 0; }

VCE_API int vce_protocol_pcallback_echo_bin16(conn_t c, char *d, int l) {
  log(Level::normal, "echo: %d bytes\n", l);
  return write_framed<Framing::bin16>(c, d, l);
}

VCE_API int vce_protocol_pcallback_echo_text(conn_t ct, char *d, int l) {
  log(Level::normal, "echo: %d bytes\n", l);
  return write_framed<Framing::text>(ct, d, l);
}

VCE_API int vce_protocol_pcallback_noop(conn_t ct, char *, int l) {
  log(Level::normal, "Note:10001 noop got %d bytes, serial %u\n", l, ct.serial);
  return 0;
}

VCE_API int vce_protocol_pcallback_dump(conn_t ct, char *d, int l) {
  log(Level::normal, "Note:10002 dump of %d bytes, serial %u\n", l, ct.serial);
  log_dump(d, d && l > 0 ? static_cast<std::size_t>(l) : 0);
  log_text(Level::normal, "\n");
  return 0;
}
