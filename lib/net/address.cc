#include "net/address.h"

#include "base/error.h"
#include "base/error_detail.h"
#include "base/log.h"
#include "net/descriptor.h"
#include "net/socket_calls.h"

#include <arpa/inet.h>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace vce {

Address Address::any_ipv4(std::uint16_t port) {
  Address a;
  a.family_ = Family::ipv4;
  a.port_ = port;
  return a;
}

Address Address::of_unix(const UnixName &name, std::uint32_t user) {
  Address a;
  a.family_ = Family::unix_socket;
  a.scope_ = user;
  const UnixName *const pointer = &name;
  std::memcpy(a.bytes_.data(), &pointer, sizeof pointer);
  return a;
}

const UnixName *Address::name() const {
  const UnixName *pointer = nullptr;
  if (is_unix())
    std::memcpy(&pointer, bytes_.data(), sizeof pointer);
  return pointer;
}

Address Address::without_name() const {
  Address a = *this;
  if (is_unix())
    a.bytes_ = {};
  return a;
}

Address Address::from_sockaddr(const sockaddr *sa) {
  Address a;
  if (sa->sa_family == AF_UNIX) {
    a.family_ = Family::unix_socket;
  } else if (sa->sa_family == AF_INET) {
    sockaddr_in in;
    std::memcpy(&in, sa, sizeof in);
    a.family_ = Family::ipv4;
    a.port_ = ntohs(in.sin_port);
    std::memcpy(a.bytes_.data(), &in.sin_addr, 4);
  } else if (sa->sa_family == AF_INET6) {
    sockaddr_in6 in6;
    std::memcpy(&in6, sa, sizeof in6);
    a.port_ = ntohs(in6.sin6_port);
    if (IN6_IS_ADDR_V4MAPPED(&in6.sin6_addr)) {
      a.family_ = Family::ipv4;
      std::memcpy(a.bytes_.data(), in6.sin6_addr.s6_addr + 12, 4);
    } else {
      a.family_ = Family::ipv6;
      a.scope_ = in6.sin6_scope_id;
      std::memcpy(a.bytes_.data(), &in6.sin6_addr, 16);
    }
  }
  return a;
}

bool Address::parse(const char *text, std::uint16_t port, Address &out) {
  in_addr in{};
  if (inet_aton(text, &in)) {
    out = any_ipv4(port);
    std::memcpy(out.bytes_.data(), &in, 4);
    return true;
  }
  addrinfo hints{};
  hints.ai_family = AF_INET6;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICHOST;
  addrinfo *answer = nullptr;
  if (getaddrinfo(text, nullptr, &hints, &answer) != 0)
    return false;
  out = from_sockaddr(answer->ai_addr);
  out.port_ = port;
  freeaddrinfo(answer);
  return true;
}

unsigned Address::to_sockaddr(sockaddr_storage &out) const {
  if (is_unix())
    return (name() ? *name() : UnixName()).to_sockaddr(out);
  std::memset(&out, 0, sizeof out);
  if (family_ == Family::ipv6) {
    sockaddr_in6 in6{};
    in6.sin6_family = AF_INET6;
    in6.sin6_port = htons(port_);
    in6.sin6_scope_id = scope_;
    std::memcpy(&in6.sin6_addr, bytes_.data(), 16);
    std::memcpy(&out, &in6, sizeof in6);
    return sizeof in6;
  }
  sockaddr_in in{};
  in.sin_family = AF_INET;
  in.sin_port = htons(port_);
  std::memcpy(&in.sin_addr, bytes_.data(), 4);
  std::memcpy(&out, &in, sizeof in);
  return sizeof in;
}

std::uint32_t Address::ipv4() const {
  std::uint32_t number = 0;
  if (family_ == Family::ipv4)
    std::memcpy(&number, bytes_.data(), sizeof number);
  return number;
}

void Address::format(char (&out)[text_bytes]) const {
  if (is_unix())
    (name() ? *name() : UnixName()).format(out);
  else if (family_ == Family::ipv6)
    format_ipv6(out);
  else
    std::snprintf(out, sizeof out, "%u.%u.%u.%u:%u", bytes_[0], bytes_[1], bytes_[2], bytes_[3],
                  port_);
}

namespace {

struct Run {
  int first = 8;
  int length = 0;
};

// The zeros that RFC 5952 has shortened to "::": the longest run of two groups or more, of equal
// ones the first. inet_ntop() of some systems shortens a single group, too.
Run longest_zeros(const unsigned (&groups)[8]) {
  Run longest, run;
  for (int i = 0; i < 8; ++i) {
    if (groups[i] != 0) {
      run = Run();
      continue;
    }
    run.first = run.length == 0 ? i : run.first;
    if (++run.length > longest.length)
      longest = run;
  }
  return longest.length > 1 ? longest : Run();
}

} // namespace

void Address::format_ipv6(char (&out)[text_bytes]) const {
  unsigned groups[8];
  for (std::size_t i = 0; i < 8; ++i)
    groups[i] = static_cast<unsigned>(bytes()[2 * i] << 8 | bytes()[2 * i + 1]);
  // The shape of the contract for addresses of other families: all groups, and no brackets.
  const bool real = family_ == Family::ipv6;
  const Run zeros = real ? longest_zeros(groups) : Run();
  char *to = out;
  const auto put = [&](const char *format, unsigned value) {
    const int n = std::snprintf(to, static_cast<std::size_t>(out + sizeof out - to), format, value);
    to += n;
  };
  if (real)
    *to++ = '[';
  for (int i = 0; i < 8; ++i) {
    if (i == zeros.first) {
      *to++ = ':';
      *to++ = ':';
      i += zeros.length - 1;
    } else {
      put(i == 0 || i == zeros.first + zeros.length ? "%x" : ":%x", groups[i]);
    }
  }
  put(real ? "]:%u" : ":%u", port_);
}

int Address::write_text(Shape shape, char *out, int max) const {
  constexpr int ipv4_text_bytes = 32;
  if (out && is_unix()) {
    char text[text_bytes];
    format(text);
    const std::size_t size = std::strlen(text) + 1;
    if (max < 0 || static_cast<std::size_t>(max) < size)
      return err::too_short;
    std::memcpy(out, text, size);
    return err::none;
  }
  const bool is_ipv6 = family_ == Family::ipv6;
  const bool as_ipv6 = shape == Shape::ipv6 || (shape == Shape::natural && is_ipv6);
  if (!out || (is_ipv6 && !as_ipv6))
    return err::invalid;
  if (max < (as_ipv6 ? internet_text_bytes : ipv4_text_bytes))
    return err::too_short;
  char text[text_bytes];
  if (as_ipv6)
    format_ipv6(text);
  else
    format(text);
  std::memcpy(out, text, std::strlen(text) + 1);
  return err::none;
}

bool append_resolved(Addresses &out, const addrinfo *answer, std::uint16_t port) {
  for (int family : {AF_INET, AF_INET6}) {
    for (const addrinfo *a = answer; a; a = a->ai_next) {
      if (a->ai_family != family)
        continue;
      Address address = Address::from_sockaddr(a->ai_addr);
      address.set_port(port);
      if (!out.push(address))
        return false;
    }
  }
  return true;
}

namespace {

const char *resolve(const char *name, int family, std::uint16_t port, Addresses &out) {
  addrinfo hints{};
  hints.ai_family = family;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo *answer = nullptr;
  const descriptor::StandardPlaces not_for_the_resolver;
  const int result = *name ? getaddrinfo(name, nullptr, &hints, &answer) : EAI_NONAME;
  if (result != 0)
    return look_up_text(result, errno);
  const bool complete = append_resolved(out, answer, port);
  freeaddrinfo(answer);
  if (!out.empty())
    return nullptr;
  return look_up_text(complete ? EAI_NONAME : EAI_MEMORY, 0);
}

} // namespace

const char *look_up_text(int gai_code, int error) {
  if (socket_calls::is_unknown_name(gai_code))
    return "name not found";
  return gai_code == EAI_SYSTEM ? std::strerror(error) : gai_strerror(gai_code);
}

const char *resolve_blocking(const char *name, std::uint16_t port, Addresses &out) {
  return resolve(name, AF_UNSPEC, port, out);
}

namespace {

const char *resolve_ipv4(const char *text, Address &out) {
  if (Address::parse(text, 0, out) && out.family() == Address::Family::ipv4)
    return nullptr;
  Addresses found;
  const char *failure = resolve(text, AF_INET, 0, found);
  if (!failure)
    out = found[0];
  return failure;
}

} // namespace

int look_up_ipv4(const char *text, std::uint32_t *out) {
  Address found;
  const char *failure =
      text && out ? resolve_ipv4(text, found) : "no name, or no place for its address";
  if (failure) {
    const char *name = text ? text : "";
    set_error_detail(err::ipaddr, "look up %s: %s", name, failure);
    log(Level::normal, "Fatal:1210 cannot resolve host name '%s': %s\n", name, failure);
    return err::ipaddr;
  }
  *out = found.ipv4();
  return err::none;
}

} // namespace vce
