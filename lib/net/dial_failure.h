// Why a connect failed. The reason is kept in a few bytes; its text is made when it is asked for.
#pragma once

#include "net/address.h"
#include "net/peer_log.h"

#include <cstddef>

namespace vce {

class DialFailure {
public:
  /// The name has no address that could be tried; `text` is a constant.
  void note_unresolved(const char *text) { unresolved_ = text; }
  /// An attempt failed. The first one is told, unless it only says that this machine has no way to
  /// such addresses (a name's IPv6 ones, mostly) and a later one says more.
  void note(const Address &to, int error);
  /// The time for the connect is over, and this address had not answered; none was tried yet if it
  /// has no family. This is told instead of an earlier failure.
  void note_limit(const Address &to, const char *limit);

  /// An errno; 0 while nothing has failed.
  int error() const { return unresolved_ && !limit_ ? unresolved_error : error_; }

  /// For note_limit(): which limit it was.
  static constexpr const char *own_limit = " (limit for connects)";
  static constexpr const char *idle_limit = " (idle limit)";

  /// Room for the longest text.
  static constexpr std::size_t text_bytes = 512;
  /// "connect to example.org, 192.0.2.1 port 80: Connection refused". `host` is the name that the
  /// caller gave, null for an address.
  void describe(const char *host, char (&out)[text_bytes]) const;
  /// Keeps it as the text of the error `code` and leaves the errno.
  void store(int code, const char *host) const;
  /// The verbose line of the log.
  void log_as_failed(PeerLog &log, const char *host) const;

private:
  static const int unresolved_error;
  Address to_;
  const char *unresolved_ = nullptr;
  const char *limit_ = nullptr;
  int error_ = 0;
  int tried_ = 0;
};

/// "192.0.2.1 port 80", "2001:db8::1 port 80", "unix:/path".
struct PlaceText {
  explicit PlaceText(const Address &a);
  char text[Address::text_bytes];
};

} // namespace vce
