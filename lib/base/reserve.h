// Memory for libevent, which crashes when it gets none in the middle of a look-up: when malloc
// refuses, it comes from a reserve that exists from the start and costs nothing until then.
#pragma once

#include <cstddef>

namespace vce::reserve {

/// To be called before the first use; may be repeated. From then on a child process can use its
/// copy, whatever other threads were doing here at the fork. False when there is no memory for
/// that.
[[nodiscard]] bool survive_forks();

/// As malloc, realloc and free. Null when the reserve is used up too.
[[nodiscard]] void *allocate(std::size_t bytes);
[[nodiscard]] void *reallocate(void *p, std::size_t bytes);
void release(void *p);

/// Half of the reserve or more is lent: time to start nothing new that would need it.
bool is_low();

} // namespace vce::reserve
