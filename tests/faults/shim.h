/* The layer between the library and the system: shim_*.c define shim_NAME() for each call that
 * the library makes, and the build renames NAME to shim_NAME in a copy of the library's object.
 * What fails as planned does nothing else, but for short transfers and interrupted connects, which
 * do what the system would do. */
#ifndef TESTS_FAULTS_SHIM_H
#define TESTS_FAULTS_SHIM_H

#include <errno.h>
#include <stddef.h>

#include "faults.h"

/* For the shim itself: a call that does nothing but fail. */
#define FAIL_IF_PLANNED(call, fd, failure)                                                         \
  do {                                                                                             \
    int error_;                                                                                    \
    if (fault_strikes(CALL_##call, fd, &error_)) {                                                 \
      errno = error_;                                                                              \
      return failure;                                                                              \
    }                                                                                              \
  } while (0)

/* What the library gets from the system and gives back again. */
void *shim_hold(void *p, size_t size, const char *from);
void shim_let_go(void *p);

/* The replaceable allocator of a round. */
void *shim_vce_malloc(size_t size);
void *shim_vce_realloc(void *p, size_t size);
void shim_vce_free(void *p);

/* Blocks, files and address lists that the library holds. */
int shim_held(void);
void shim_print_held(void);

/* Lets the library's clocks go by so much faster. */
void shim_pass_time(long long microseconds);

/* The program closes descriptors of the library, which may find that out by closing one itself. */
void shim_expect_closed(void);

#endif
