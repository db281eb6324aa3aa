// Addresses of connections, and names.

#include "api/face.h"
#include "base/error_detail.h"
#include "base/log.h"

#include <cstring>

using namespace vce;
using namespace vce::api;

namespace {

// The least sizes for the text forms, as documented.
constexpr int ipv4_text = 32;
constexpr int ipv6_text = Address::text_bytes;

enum class End { remote, local };

Address address_of(const Connection &c, End end) {
  return end == End::remote ? c.remote : c.socket.local_address();
}

bool is_ipv6(const Address &a) { return a.family() == Address::Family::ipv6; }

void get_ipv4(conn_t ct, End end, unsigned int *a, unsigned short *p) {
  Connection *c = peek(ct);
  const Address address = c ? address_of(*c, end) : Address();
  if (p)
    *p = address.port();
  if (c && a) {
    *a = 0;
    if (!is_ipv6(address))
      std::memcpy(a, address.bytes().data(), 4);
  }
}

void get_ipv6(conn_t ct, End end, char *a, unsigned short *p) {
  Connection *c = peek(ct);
  const Address address = c ? address_of(*c, end) : Address();
  if (p)
    *p = address.port();
  if (c && a)
    std::memcpy(a, address.bytes().data(), is_ipv6(address) ? 16 : 4);
}

enum class Shape { ipv4, ipv6, natural };

char *get_text(conn_t ct, End end, Shape shape, char *s, int max) {
  Connection *c = resolve(ct);
  if (!c)
    return nullptr;
  const Address address = address_of(*c, end);
  const bool long_shape = shape == Shape::ipv6 || (shape == Shape::natural && is_ipv6(address));
  if (!s || (shape == Shape::ipv4 && is_ipv6(address))) {
    set_last_error(err::invalid);
    return nullptr;
  }
  if (max < (long_shape ? ipv6_text : ipv4_text)) {
    set_last_error(err::too_short);
    return nullptr;
  }
  char text[Address::text_bytes];
  if (long_shape)
    address.format_ipv6(text);
  else
    address.format(text);
  std::memcpy(s, text, std::strlen(text) + 1);
  set_last_error(err::none);
  return s;
}

// The generic form leaves the last error alone for the null handle.
char *get_natural_text(conn_t ct, End end, char *s, int max) {
  return ct.p ? get_text(ct, end, Shape::natural, s, max) : nullptr;
}

} // namespace

VCE_API void vce_conn_get_remote_ipv4_addr(conn_t ct, unsigned int *a, unsigned short *p) {
  get_ipv4(ct, End::remote, a, p);
}

VCE_API void vce_conn_get_local_ipv4_addr(conn_t ct, unsigned int *a, unsigned short *p) {
  get_ipv4(ct, End::local, a, p);
}

VCE_API void vce_conn_get_remote_ipv6_addr(conn_t ct, char *a, unsigned short *p) {
  get_ipv6(ct, End::remote, a, p);
}

VCE_API void vce_conn_get_local_ipv6_addr(conn_t ct, char *a, unsigned short *p) {
  get_ipv6(ct, End::local, a, p);
}

VCE_API char *vce_conn_get_remote_ipv4_addr_string(conn_t ct, char *s, int max) {
  return get_text(ct, End::remote, Shape::ipv4, s, max);
}

VCE_API char *vce_conn_get_local_ipv4_addr_string(conn_t ct, char *s, int max) {
  return get_text(ct, End::local, Shape::ipv4, s, max);
}

VCE_API char *vce_conn_get_remote_ipv6_addr_string(conn_t ct, char *s, int max) {
  return get_text(ct, End::remote, Shape::ipv6, s, max);
}

VCE_API char *vce_conn_get_local_ipv6_addr_string(conn_t ct, char *s, int max) {
  return get_text(ct, End::local, Shape::ipv6, s, max);
}

VCE_API char *vce_conn_get_remote_addr_string(conn_t ct, char *s, int max) {
  return get_natural_text(ct, End::remote, s, max);
}

VCE_API char *vce_conn_get_local_addr_string(conn_t ct, char *s, int max) {
  return get_natural_text(ct, End::local, s, max);
}

VCE_API int vce_get_ipv4_addr_by_name(unsigned int *a, const char *s) {
  Address found;
  const char *failure = s && a ? resolve_ipv4(s, found) : "no name, or no place for its address";
  if (failure) {
    set_error_detail(err::ipaddr, "look up %s: %s", s ? s : "", failure);
    log(Level::normal, "Fatal:1210 cannot resolve host name '%s': %s\n", s ? s : "", failure);
    return fail(err::ipaddr);
  }
  std::memcpy(a, found.bytes().data(), 4);
  return fail(err::none);
}
