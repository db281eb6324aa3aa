// Is libevent the library's alone?
//
// In the archive it is: a copy of libevent is linked into it under names that no other code sees,
// and it may get memory functions and a log of its own. The shared object and libvce_pic.a use the
// libevent of the process, which other code may use as well: its memory functions and its log
// belong to the program and are left alone, as libevent cannot tell which ones it had before.
#pragma once

namespace vce {

extern const bool libevent_is_private;

} // namespace vce
