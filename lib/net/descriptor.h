// Descriptors of the library: where they come from, and which numbers they have.
//
// None is 0, 1 or 2, also in a program that has closed these: its output to standard error, or that
// of a library that it uses, would go to a peer.
//
// A process has a limit of descriptors. A program that asked for more connections than the default
// gets a higher one, but only when the numbers come near to it: the programs that it starts inherit
// the limit, and those that use select() do not survive a high one.
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>

struct pollfd;

namespace vce::descriptor {

/// Moves a descriptor below 3 to a higher number; -1, errno set and `fd` closed when there is
/// none. Raises the limit when it is near.
[[nodiscard]] int keep(int fd);

/// The result of `open`, a call that makes a descriptor or returns -1 with errno, as keep() gives
/// it; tried again with a higher limit if there is one to be had.
template <class Open> int make(Open open);

/// While it exists no call gets a number below 3: for descriptors that other libraries open.
class StandardPlaces {
public:
  StandardPlaces();
  ~StandardPlaces();
  StandardPlaces(const StandardPlaces &) = delete;
  StandardPlaces &operator=(const StandardPlaces &) = delete;

private:
  int taken_[3];
  int count_ = 0;
};

/// Waits as poll(2) does, in microseconds where the system can; -1 = without end.
int wait(pollfd *fds, std::size_t count, int wait_us);

/// Has the program closed it? Asked in two ways, so that one that cannot be asked is not given up.
bool is_open(int fd);
/// Is it open, and not known to be a file, socket or pipe? An epoll set is none of these.
bool is_nameless(int fd);
/// False, with errno, if it is closed, or a file or device.
bool is_watchable(int fd);
/// The number of its inode, which tells sockets apart; 0 if it cannot be had.
std::uint64_t inode(int fd);
/// False if it is known to be something else.
bool may_be_stream_socket(int fd);

/// From now on the limit may be raised, for so many connections.
void expect(int connections);
/// Raises the limit as far as was announced; false if nothing is gained.
bool raise_limit();
/// Puts the limit back, if it was raised and has not been changed since.
void put_limit_back();

template <class Open> int make(Open open) {
  int fd = open();
  if (fd < 0 && errno == EMFILE && raise_limit())
    fd = open();
  return fd < 0 ? fd : keep(fd);
}

} // namespace vce::descriptor
