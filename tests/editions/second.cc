// A second edition over the same core, as small as one can be: two functions that vce.h has as
// well, with other signatures.
#include "base/error.h"

#define SECOND_API extern "C" __attribute__((visibility("default")))

SECOND_API int vce_get_last_error(int *code) {
  *code = vce::last_error();
  return 2;
}

// Calls a function of its own edition by its public name.
SECOND_API int vce_initialize(int code) {
  vce::set_last_error(code);
  int stored = 0;
  return vce_get_last_error(&stored) == 2 && stored == code ? 0 : -1;
}
