// Addresses as values: from text, from names, from and to the socket layer, to text.
#pragma once

#include "base/memory.h"
#include "net/unix_name.h"

#include <array>
#include <cstdint>

struct addrinfo;
struct sockaddr;
struct sockaddr_storage;

namespace vce {

/// An IPv4 or IPv6 address with a port, or a Unix socket. A v4-mapped IPv6 address becomes the IPv4
/// one it maps.
class Address {
public:
  enum class Family : std::uint8_t { none, ipv4, ipv6, unix_socket };

  Address() = default;
  static Address any_ipv4(std::uint16_t port);
  /// The Unix socket of that name, which must outlive the address and its copies: it belongs to a
  /// context, a connection, or the caller. `user` tells peers apart that have no name of their own.
  static Address of_unix(const UnixName &name, std::uint32_t user = 0);
  /// Family::none if `sa` is of another family; a Unix socket without its name.
  static Address from_sockaddr(const sockaddr *sa);

  /// Numeric text: IPv4 in any form that inet_aton takes ("127.1"), else IPv6 with an optional
  /// zone ("fe80::1%eth0"). False leaves `out` as it was.
  static bool parse(const char *text, std::uint16_t port, Address &out);

  /// Length of the socket layer's form, which goes to `out`.
  unsigned to_sockaddr(sockaddr_storage &out) const;

  Family family() const { return family_; }
  bool is_unix() const { return family_ == Family::unix_socket; }
  std::uint16_t port() const { return port_; }
  void set_port(std::uint16_t port) { port_ = port; }
  /// Of two Internet addresses; Unix sockets never are.
  bool is_same_place(const Address &other) const {
    return family_ == other.family_ && port_ == other.port_ && bytes_ == other.bytes_ && !is_unix();
  }
  /// Network order: 4 bytes used for IPv4, 16 for IPv6; all 0 for a Unix socket.
  const std::array<unsigned char, 16> &bytes() const { return is_unix() ? no_bytes : bytes_; }
  /// Of a Unix socket, null if it is not known.
  const UnixName *name() const;
  /// As given to of_unix().
  std::uint32_t user() const { return scope_; }
  /// The same, of a Unix socket without the name that somebody else owns.
  Address without_name() const;

  /// How many of these are used, all for a Unix socket.
  std::size_t size() const { return family_ == Family::ipv6 || is_unix() ? 16 : 4; }
  /// The IPv4 address in network order; 0 for any other.
  std::uint32_t ipv4() const;

  /// Room for the longest text that format() writes, its NUL included; and for that of an Internet
  /// address.
  static constexpr int text_bytes = UnixName::text_bytes;
  static constexpr int internet_text_bytes = 50;
  /// "a.b.c.d:port", "[2001:db8::1]:port" as RFC 5952 says, or "unix:/path".
  void format(char (&out)[text_bytes]) const;
  /// The same for an IPv6 address; of any other its bytes as eight groups and ":port" (K11), those
  /// that an IPv4 address lacks 0.
  void format_ipv6(char (&out)[text_bytes]) const;

  /// Which of the two texts: `natural` is that of the family.
  enum class Shape { ipv4, ipv6, natural };
  /// One of them to a buffer of `max` bytes, with a NUL. Or a code, and nothing is written:
  /// err::invalid without a buffer, or for an IPv6 address as an IPv4 one; err::too_short for less
  /// than 32 bytes, for the text of an IPv6 address less than `internet_text_bytes`. A Unix socket
  /// has one text in all shapes, and needs as much room as that has.
  int write_text(Shape shape, char *out, int max) const;

private:
  static constexpr std::array<unsigned char, 16> no_bytes{};
  std::array<unsigned char, 16> bytes_{}; // of a Unix socket the pointer to its name
  std::uint32_t scope_ = 0;
  std::uint16_t port_ = 0;
  Family family_ = Family::none;
};

using Addresses = Vector<Address>;

/// Appends the addresses of a resolver's answer, IPv4 before IPv6. False when memory is short.
bool append_resolved(Addresses &out, const addrinfo *answer, std::uint16_t port);

/// The system's text for failures to look names up; a constant, never null.
const char *look_up_text(int gai_code, int error);
/// Resolves a name with the system's resolver; blocks. Null, or why it has no address: a text that
/// stays good until the next call.
const char *resolve_blocking(const char *name, std::uint16_t port, Addresses &out);
/// The first IPv4 address of numeric text or a name, in network order; blocks for a name.
/// err::ipaddr, a message and the text of the last error when there is none.
int look_up_ipv4(const char *text, std::uint32_t *out);

} // namespace vce
