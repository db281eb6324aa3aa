/* What the tests of dead handles share. IS and SETS_INVALID speak of the handle at `d`, which has a
 * name for messages in `d->what`. */
#ifndef TESTS_BEHAVIOUR_DEAD_HANDLES_H
#define TESTS_BEHAVIOUR_DEAD_HANDLES_H

#include "../support/harness.h"

#include <stdbool.h>

enum { canary = 0x5a };

/* Callbacks that a wrong call would install, and how often one was called. */
static int stray_calls;
static int stray_parser(conn_t c) { return (void)c, stray_calls++, 0; }
static int stray_data(conn_t c, char *d, int n) { return (void)c, (void)d, (void)n, stray_calls++; }

#define IS(call, expected)                                                                         \
  do {                                                                                             \
    long long result_ = (long long)(call), wanted_ = (long long)(expected);                        \
    if (result_ != wanted_)                                                                        \
      check_failed(__FILE__, __LINE__, "%s with %s gives %lld, expected %lld", #call, d->what,     \
                   result_, wanted_);                                                              \
  } while (0)

#define SETS_INVALID(call)                                                                         \
  do {                                                                                             \
    VCEFREE(NULL); /* last error 0 */                                                              \
    CHECK_INT(vce_get_last_error(), 0);                                                            \
    (void)(call);                                                                                  \
    if (vce_get_last_error() != VCE_EINVAL)                                                        \
      check_failed(__FILE__, __LINE__, "%s with %s sets the last error to %d", #call, d->what,     \
                   vce_get_last_error());                                                          \
  } while (0)

static bool untouched(const void *bytes, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (((const unsigned char *)bytes)[i] != canary)
      return false;
  return true;
}

#endif
