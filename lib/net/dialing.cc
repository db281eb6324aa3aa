#include "net/dialing.h"

#include "base/memory.h"

#include <cassert>
#include <cstring>

namespace vce {

Dialing::~Dialing() {
  assert(older.empty());
  if (host)
    release(host);
}

bool Dialing::keep_host(const char *name) {
  const std::size_t size = std::strlen(name) + 1;
  host = static_cast<char *>(allocate(size));
  if (host)
    std::memcpy(host, name, size);
  return host != nullptr;
}

void Dialing::end(Attempt &attempt, Poller &poller) {
  --older_count;
  // Its memory goes at once. To close the socket would not end its watch as long as a program that
  // is being started has a copy.
  poller.forget(attempt, attempt.socket.fd());
  static_cast<Link<Attempt, OfDialing> &>(attempt).unlink();
  Release{}(&attempt);
}

void Dialing::end_all(Poller &poller) {
  while (Attempt *a = older.front())
    end(*a, poller);
  unlink();
}

} // namespace vce
