// Forks of this process, counted: on the child's side, so that those who hold kernel objects notice
// that they are in a child now, which shares them with its parent; and on the parent's side, so
// that it is known of each socket whether another process may have it, too.
#pragma once

#include <cstdint>

namespace vce::forks {

namespace detail {
inline unsigned on_the_way_here = 0;
inline std::uint8_t begun = 1;
inline std::uint8_t begun_before_this_round = 1;
} // namespace detail

/// From now on forks are counted. False when there is no memory for it: a child would meddle with
/// its parent's sockets.
[[nodiscard]] bool count_them();

/// How many there were between the first process and this one. Who has seen fewer belongs to a
/// parent.
inline unsigned count() { return detail::on_the_way_here; }

// --- Who else may have a socket ---

// The count goes as far as it can and stops: sockets of a process that has forked that often are
// taken to be shared, which costs two system calls when they are closed.
inline constexpr std::uint8_t unknown = 0;
inline constexpr std::uint8_t full = 255;

/// A round begins in which sockets will be made.
inline void begin_round() { detail::begun_before_this_round = detail::begun; }
/// Forks until the round began: those that another thread begins now may have the socket, too.
inline std::uint8_t begun_before() { return detail::begun_before_this_round; }
/// There was a fork since begun_before() said so.
inline bool any_since(std::uint8_t before) {
  return before != detail::begun || before == unknown || before == full;
}
/// In a child, whose watches are all assumed to be shared from now on: counts anew.
void begin_anew();

} // namespace vce::forks
