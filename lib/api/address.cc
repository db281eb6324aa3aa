// Addresses of connections, and names.

#include "api/face.h"

#include <cstring>

using namespace vce;
using namespace vce::api;

namespace {

using Shape = Address::Shape;
enum class End { remote, local };

Address address_of(const Connection &c, End end) {
  return end == End::remote ? c.remote : c.local();
}

void get_ipv4(conn_t ct, End end, unsigned int *a, unsigned short *p) {
  Connection *c = peek(ct);
  const Address address = c ? address_of(*c, end) : Address();
  if (p)
    *p = address.port();
  if (c && a)
    *a = address.ipv4();
}

void get_ipv6(conn_t ct, End end, char *a, unsigned short *p) {
  Connection *c = peek(ct);
  const Address address = c ? address_of(*c, end) : Address();
  if (p)
    *p = address.port();
  if (c && a)
    std::memcpy(a, address.bytes().data(), address.size());
}

char *get_text(conn_t ct, End end, Shape shape, char *s, int max) {
  Connection *c = resolve(ct);
  return c && report(address_of(*c, end).write_text(shape, s, max)) == err::none ? s : nullptr;
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
  return fail(look_up_ipv4(s, a));
}
