// Compiled twice: the archive gets an object made with -DVCE_PRIVATE_LIBEVENT (see Makefile).
#include "net/libevent_owner.h"

namespace vce {

#ifdef VCE_PRIVATE_LIBEVENT
const bool libevent_is_private = true;
#else
const bool libevent_is_private = false;
#endif

} // namespace vce
