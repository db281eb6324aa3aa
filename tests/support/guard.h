/* Memory with an inaccessible page behind it (or before it): one byte too far ends the test.
 *
 * C and C++. Unlike a sanitizer it also catches code that was not compiled for one, such as the C
 * library working on behalf of a wrong length. A strict mode of C needs _GNU_SOURCE.
 */
#ifndef TESTS_SUPPORT_GUARD_H
#define TESTS_SUPPORT_GUARD_H

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef __cplusplus /* C casts are the ones that both languages have */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wold-style-cast"
#endif

typedef struct guarded {
  char *data; /* the bytes asked for */
  void *map;
  size_t map_bytes;
} guarded_t;

/* `bytes` bytes between two inaccessible pages, adjacent to the second one. */
static inline guarded_t guard_behind(size_t bytes) {
  const size_t page = (size_t)sysconf(_SC_PAGESIZE);
  const size_t inner = (bytes + page - 1) / page * page;
  guarded_t g;
  g.map_bytes = inner + 2 * page;
  g.map = mmap(NULL, g.map_bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (g.map == MAP_FAILED ||
      (inner != 0 && mprotect((char *)g.map + page, inner, PROT_READ | PROT_WRITE) != 0))
    abort();
  g.data = (char *)g.map + page + inner - bytes;
  return g;
}

/* The same, adjacent to the first page: catches access before the bytes. */
static inline guarded_t guard_before(size_t bytes) {
  guarded_t g = guard_behind(bytes);
  g.data = (char *)g.map + (size_t)sysconf(_SC_PAGESIZE);
  return g;
}

/* A copy of `bytes` bytes, behind which nothing can be read. */
static inline guarded_t guard_copy(const void *from, size_t bytes) {
  guarded_t g = guard_behind(bytes);
  if (bytes != 0)
    memcpy(g.data, from, bytes);
  return g;
}

static inline void guard_free(guarded_t g) { munmap(g.map, g.map_bytes); }

#ifdef __cplusplus
#pragma GCC diagnostic pop
#endif

#endif
