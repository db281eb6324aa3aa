#include "net/waker.h"

#include "net/descriptor.h"

#include <atomic>
#include <cerrno>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

namespace vce {

namespace {

// Read by signal handlers, so that nothing here may be a lock.
std::atomic<int> writer{-1};
std::atomic<std::uint64_t> writer_inode{0};
std::atomic<int> inside{0}; // threads that are in ring()
std::atomic<bool> rung_since{false};
static_assert(std::atomic<int>::is_always_lock_free &&
              std::atomic<std::uint64_t>::is_always_lock_free &&
              std::atomic<bool>::is_always_lock_free);

// The sockets are the parent's until the loop of the child gets its own; the threads are, too.
void in_child() {
  writer = -1;
  inside = 0;
  rung_since = false;
}

bool watch_forks() {
  static bool registered = false;
  registered = registered || pthread_atfork(nullptr, nullptr, in_child) == 0;
  return registered;
}

// The number may be somebody else's, if the program has closed it.
bool is(int fd, std::uint64_t inode) { return fd >= 0 && descriptor::inode(fd) == inode; }

} // namespace

bool Waker::open() {
  if (!watch_forks())
    return false;
  rung_since = false;
  return make();
}

void Waker::close() {
  if (reader_ < 0)
    return;
  loop_.forget(*this, reader_);
  drop();
}

// The result is the reader; without a watch there is neither.
bool Waker::make() {
  int ends[2] = {-1, -1};
  reader_ = descriptor::make([&ends] {
    const int type = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
    return socketpair(AF_UNIX, type, 0, ends) == 0 ? ends[0] : -1;
  });
  const int other = reader_ >= 0 || ends[1] >= 0 ? descriptor::keep(ends[1]) : -1;
  reader_inode_ = descriptor::inode(reader_);
  writer_inode = descriptor::inode(other);
  writer = other;
  const int error = errno;
  if (reader_ >= 0 && other >= 0 && loop_.set_interest(*this, reader_, readable))
    return true;
  drop();
  errno = error;
  return false;
}

// A thread inside of ring() has a system call to make, which never waits.
void Waker::drop() {
  const int other = writer.exchange(-1);
  while (inside > 0)
    ::poll(nullptr, 0, 1);
  if (is(other, writer_inode))
    ::close(other);
  if (is(reader_, reader_inode_))
    ::close(reader_);
  reader_ = -1;
}

// Whoever finds it rung already leaves the sending to the one who rang first.
void Waker::ring() {
  if (rung_since.exchange(true))
    return;
  const int error = errno;
  ++inside;
  const int fd = writer;
  if (is(fd, writer_inode))
    (void)::send(fd, "", 1, MSG_NOSIGNAL | MSG_DONTWAIT);
  --inside;
  errno = error;
}

bool Waker::rung() { return rung_since.load(std::memory_order_relaxed); }

// Emptied first: a byte that comes later than the flag is cleared ends another wait.
void Waker::answer() {
  (void)take_readiness();
  unlink();
  char bytes[64];
  const bool ended = reader_ >= 0 && ::recv(reader_, bytes, sizeof bytes, MSG_DONTWAIT) == 0;
  rung_since = false;
  if (ended)
    check();
}

// What is shared with the parent is closed here, and not missed there.
void Waker::rewatch() {
  drop();
  if (interest() != nothing)
    loop_.forget(*this, -1);
  (void)make(); // or when it is checked next
}

void Waker::check() {
  if (is(reader_, reader_inode_) && is(writer, writer_inode))
    return;
  if (reader_ >= 0 && is(reader_, reader_inode_))
    loop_.forget(*this, reader_);
  else if (interest() != nothing)
    loop_.forget(*this, -1);
  drop();
  (void)make();
}

} // namespace vce
