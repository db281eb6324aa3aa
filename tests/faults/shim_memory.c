/* Memory, and all that the library holds. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "process.h"
#include "shim.h"

/* Only the renamed object calls these. */
#pragma GCC diagnostic ignored "-Wmissing-prototypes"

enum { HELD_MAX = 16384 };

/* The address is kept as its complement, so that LeakSanitizer does not take it for a pointer. */
static struct {
  uintptr_t hidden;
  size_t size;
  const char *from;
} held[HELD_MAX];
static int held_count;

void *shim_hold(void *p, size_t size, const char *from) {
  if (p == NULL) return NULL;
  if (held_count == HELD_MAX) check_failed(__FILE__, __LINE__, "too much is held");
  held[held_count].hidden = ~(uintptr_t)p;
  held[held_count].size = size;
  held[held_count++].from = from;
  return p;
}

void shim_let_go(void *p) {
  if (p == NULL) return;
  for (int i = held_count - 1; i >= 0; --i)
    if (held[i].hidden == ~(uintptr_t)p) {
      held[i] = held[--held_count];
      return;
    }
  check_failed(__FILE__, __LINE__, "given back, but not held: %p", p);
}

int shim_held(void) { return held_count; }

void shim_print_held(void) {
  for (int i = 0; i < held_count; ++i)
    dprintf(STDERR_FILENO, "held: %s of %zu bytes\n", held[i].from, held[i].size);
}

/* ---- Memory ---- */

void *shim_vce_malloc(size_t size) {
  FAIL_IF_PLANNED(vce_malloc, -1, NULL);
  return shim_hold(malloc(size), size, "VCE's malloc");
}

void *shim_vce_realloc(void *p, size_t size) {
  (void)p, (void)size;
  check_failed(__FILE__, __LINE__, "the realloc function was called, against the contract");
  return NULL;
}

void shim_vce_free(void *p) {
  shim_let_go(p);
  free(p);
}

void *shim_malloc(size_t size) {
  FAIL_IF_PLANNED(malloc, -1, NULL);
  return shim_hold(malloc(size), size, "malloc");
}

void *shim_calloc(size_t n, size_t size) {
  FAIL_IF_PLANNED(calloc, -1, NULL);
  return shim_hold(calloc(n, size), n * size, "calloc");
}

void *shim_realloc(void *p, size_t size) {
  FAIL_IF_PLANNED(realloc, -1, NULL);
  shim_let_go(p);
  return shim_hold(realloc(p, size), size, "realloc");
}

char *shim_strdup(const char *s) {
  FAIL_IF_PLANNED(strdup, -1, NULL);
  return shim_hold(strdup(s), strlen(s) + 1, "strdup");
}

void shim_free(void *p) {
  shim_let_go(p);
  free(p);
}

int shim_madvise(void *from, size_t size, int advice) {
  FAIL_IF_PLANNED(madvise, -1, -1);
  return madvise(from, size, advice);
}

void *shim_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset) {
  FAIL_IF_PLANNED(mmap, -1, MAP_FAILED);
  return shim_hold(mmap(at, size, protection, flags, fd, offset), size, "mmap");
}

void *shim_mremap(void *p, size_t before, size_t size, int flags) {
  FAIL_IF_PLANNED(mremap, -1, MAP_FAILED);
  shim_let_go(p);
  return shim_hold(mremap(p, before, size, flags), size, "mremap");
}

int shim_munmap(void *p, size_t size) {
  shim_let_go(p);
  FAIL_IF_PLANNED(munmap, -1, -1); /* nothing else can be done with it */
  return munmap(p, size);
}
