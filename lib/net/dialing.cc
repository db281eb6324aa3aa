#include "net/dialing.h"

#include "base/limits.h"
#include "base/memory.h"

#include <cassert>
#include <cstring>

namespace vce {

Dialing::~Dialing() {
  assert(attempts_.empty());
  if (host_)
    release(host_);
}

bool Dialing::keep_host(const char *name) {
  assert(!host_);
  const std::size_t size = std::strlen(name) + 1;
  host_ = static_cast<char *>(allocate(size));
  if (host_)
    std::memcpy(host_, name, size);
  return host_ != nullptr;
}

const Address *Dialing::take_next() { return has_next() ? &lookup.answer()[next_++] : nullptr; }

void Dialing::add(Owned<Attempt> attempt) {
  assert(&attempt->connection == &connection && attempt->socket.valid());
  attempts_.push_front(*attempt.release());
  ++attempt_count_;
}

Attempt *Dialing::oldest() {
  Attempt *last = attempts_.front();
  while (Attempt *next = last ? attempts_.next(*last) : nullptr)
    last = next;
  return last;
}

bool Dialing::too_many() const { return attempt_count_ >= limits::dial_attempts; }

void Dialing::end(Attempt &attempt, Poller &poller) {
  assert(&attempt.connection == &connection && attempt_count_ > 0);
  --attempt_count_;
  // Its memory goes at once. To close the socket would not end its watch as long as a program that
  // is being started has a copy.
  poller.forget(attempt, attempt.socket.fd());
  static_cast<Link<Attempt, OfDialing> &>(attempt).unlink();
  Release{}(&attempt);
}

void Dialing::end_all(Poller &poller) {
  while (Attempt *a = attempts_.front())
    end(*a, poller);
  assert(attempt_count_ == 0);
  unlink();
}

} // namespace vce
