// Calls that systems do differently, or not all of them have: those without sockets (the others are
// in net/socket_calls.h). Nothing else below lib/base uses a name that POSIX does not know.
//
// platform_linux.cc has Linux's way. platform_portable.cc has one for all other systems, which is
// also used on Linux with -DVCE_PORTABLE (make PORTABLE=1), so that it is tested.
#pragma once

#include <csignal>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <sys/socket.h>
#include <sys/types.h>

#if defined(__linux__) && !defined(VCE_PORTABLE)
#define VCE_LINUX 1
#else
#define VCE_LINUX 0
#endif

struct pollfd;
struct stat;

namespace vce::platform {

/// A steady clock that may be some milliseconds behind, if it is faster to read for that.
#if VCE_LINUX
inline constexpr clockid_t coarse_clock = CLOCK_MONOTONIC_COARSE;
#elif defined(CLOCK_MONOTONIC_FAST)
inline constexpr clockid_t coarse_clock = CLOCK_MONOTONIC_FAST;
#else
inline constexpr clockid_t coarse_clock = CLOCK_MONOTONIC;
#endif

/// For send(): no SIGPIPE. 0 where there is no such flag: sockets are made so that they raise none
/// (net/socket_calls.h), and those of others need a signal mask.
#ifdef MSG_NOSIGNAL
inline constexpr int no_signal = MSG_NOSIGNAL;
#else
inline constexpr int no_signal = 0;
#endif

// --- Memory ---

/// Another size for mapped memory, which may move, without copying it. Null, and nothing changed,
/// if that cannot be done.
void *resize_mapping(void *p, std::size_t before, std::size_t bytes);
/// The content of these whole pages is needed no more: the system may have them back.
void drop_pages(void *p, std::size_t bytes);
/// Bytes of a block of malloc()'s that may be read; 0 if that is unknown.
std::size_t usable_bytes(void *p);

// --- Files ---

/// Writes as many of the bytes as can be written without waiting; -1 with EOPNOTSUPP if that cannot
/// be had of this target or system.
ssize_t write_without_waiting(int fd, const char *data, std::size_t size);
/// The target of a descriptor opened once more, for writing without waiting, so that the descriptor
/// itself stays as it is; -1 if that cannot be had.
int open_again(int fd);
/// When the inode was changed last, in nanoseconds since 1970.
std::int64_t changed_ns(const struct stat &file);

/// Two non-blocking ends, closed on exec: what is written to the second makes the first readable.
/// A pipe, whose inode is its own. False with errno, and nothing made.
bool make_wake_up(int (&ends)[2]);
/// As poll(), for `wait_us` microseconds, below 0 = without end; may wait until the next
/// millisecond.
int poll_us(pollfd *fds, std::size_t count, int wait_us);

// --- Signals ---

/// Takes one of these signals, which this thread blocks, if it is pending.
void take_pending(const sigset_t &signals);

} // namespace vce::platform
