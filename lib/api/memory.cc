// The replaceable allocator.

#include "base/memory.h"
#include "api/face.h"
#include "base/log.h"

using namespace vce;

VCE_API void *VCEMALLOC(size_t size) {
  void *p = allocate(size);
  log(Level::verbose, "Note:10220 allocated %zu bytes at %p\n", size, p);
  set_last_error(err::none);
  return p;
}

VCE_API void VCEFREE(void *p) {
  log(Level::verbose, "Note:10221 releasing %p\n", p);
  release(p);
  set_last_error(err::none);
}

VCE_API int vce_set_buffer_limit(VCEI64 bytes) { return fail(Runtime::set_buffer_limit(bytes)); }

// The library moves no block to another size, so it has no use for the second function.
VCE_API void vce_replace_malloc_funcs(void *(*a)(size_t), void *(*)(void *, size_t),
                                      void (*f)(void *)) {
  replace_memory_hooks(a, f);
}
