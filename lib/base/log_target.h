// Where messages go when nothing diverts them: the descriptor of the program's FILE `stderr`.
//
// A write never waits. Text that the target does not take at once (a pipe that is not read, a
// socket, a terminal that was stopped) is lost and counted, and the next message that it takes
// again is preceded by one that says how many were lost. A target that is closed, or a pipe whose
// reader is gone, is one that takes nothing; no signal is raised.
//
// The open file description belongs to the program and to others that inherited it, so its flags
// are never changed. Nothing is kept open between two messages: the reader of a pipe would not see
// that the program has closed it.
#pragma once

#include <cstddef>

namespace vce {

/// Writes a message, or counts it as lost. Keeps errno.
void write_to_target(const char *text, std::size_t size);

} // namespace vce
