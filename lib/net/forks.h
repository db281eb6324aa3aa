// Forks of this process, counted, so that those who hold kernel objects notice that they are in a
// child now, which shares them with its parent.
#pragma once

namespace vce::forks {

/// From now on forks are counted. False when there is no memory for it: a child would meddle with
/// its parent's sockets.
[[nodiscard]] bool count_them();

namespace detail {
inline unsigned on_the_way_here = 0;
inline bool any = false;
} // namespace detail

/// How many there were between the first process and this one. Who has seen fewer belongs to a
/// parent.
inline unsigned count() { return detail::on_the_way_here; }

/// This process has forked, or is a child: another one may hold its sockets, too.
inline bool any() { return detail::any; }

} // namespace vce::forks
