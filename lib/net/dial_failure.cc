#include "net/dial_failure.h"

#include "base/error_detail.h"
#include "base/log.h"

#include <arpa/inet.h>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <sys/socket.h>

namespace vce {

// errno has no number for names; programs that look only at errno do the right thing with this one.
const int DialFailure::unresolved_error = EHOSTUNREACH;

namespace {

// The address family or the network is not there at all.
bool says_little(int error) {
  return error == ENETUNREACH || error == EAFNOSUPPORT || error == EADDRNOTAVAIL;
}

} // namespace

void DialFailure::note(const Address &to, int error) {
  ++tried_;
  if (error_ != 0 && !(says_little(error_) && !says_little(error)))
    return;
  to_ = to;
  error_ = error;
}

void DialFailure::note_limit(const Address &to, const char *limit) {
  if (to.family() == Address::Family::none)
    unresolved_ = "no answer from a name server in time";
  ++tried_;
  to_ = to;
  error_ = ETIMEDOUT;
  limit_ = limit;
}

PlaceText::PlaceText(const Address &a) {
  if (a.is_unix()) {
    a.format(text);
    return;
  }
  char host[INET6_ADDRSTRLEN] = "";
  inet_ntop(a.family() == Address::Family::ipv6 ? AF_INET6 : AF_INET, a.bytes().data(), host,
            sizeof host);
  std::snprintf(text, sizeof text, "%s port %d", host, a.port());
}

void DialFailure::describe(const char *host, char (&out)[text_bytes]) const {
  const char *name = host ? host : "";
  if (unresolved_) {
    std::snprintf(out, sizeof out, "connect to %.300s: %s%s", name, unresolved_,
                  limit_ ? limit_ : "");
    return;
  }
  char more[64] = "";
  if (tried_ > 1)
    std::snprintf(more, sizeof more, " (%d addresses tried)", tried_);
  std::snprintf(out, sizeof out, "connect to %.300s%s%s: %s%s%s", name, host ? ", " : "",
                PlaceText(to_).text, std::strerror(error_), limit_ ? limit_ : "", more);
}

void DialFailure::store(int code, const char *host) const {
  char text[text_bytes];
  describe(host, text);
  set_error_detail(code, "%s", text);
  errno = error();
}

void DialFailure::log_as_failed(PeerLog &log, const char *host) const {
  if (!would_log(Level::verbose))
    return;
  char text[text_bytes];
  describe(host, text);
  log.say(PeerEvent::connect_failed, Address{}, "connect failed: %s",
          text + sizeof "connect to " - 1);
}

} // namespace vce
