/* Shared by the runners of the conformance vectors: access to an entry, buffers of exact size,
 * and the check of the last error.
 *
 * Every helper fails the running test when the data are not as it expects, so that no part of a
 * vector is passed over in silence.
 */
#ifndef TESTS_CONFORMANCE_PURE_VECTORS_H
#define TESTS_CONFORMANCE_PURE_VECTORS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "vce.h"

typedef struct vector {
  const char *name;
  const char *function;
  json_t *entry;
  json_t *args;
  json_t *expect; /* support.json: an object; wire.json: null, see entry */
  int planted;    /* the last error before the call */
} vector_t;

typedef void (*runner_t)(vector_t *v);

typedef struct runner_of {
  const char *function;
  runner_t run;
} runner_of_t;

/* Ends with a null function. */
extern const runner_of_t wire_runners[];
extern const runner_of_t pack_runners[];
extern const runner_of_t text_runners[];
extern const runner_of_t util_runners[];
extern const runner_of_t array_runners[];

typedef struct bytes {
  char *p;
  size_t n;
} bytes_t;

/* The value of `key`; NULL if there is none. */
json_t *arg(const vector_t *v, const char *key);
json_t *expected(const vector_t *v, const char *key);
json_t *member(json_t *object, const char *key);

long long as_int(json_t *value);
int arg_int(const vector_t *v, const char *key);
int expected_int(const vector_t *v, const char *key);
int is_text(json_t *value, const char *text);

/* Memory that is released when the test ends, of exactly `n` bytes, each of them `fill`. */
char *buffer(size_t n, int fill);
/* A copy with a NUL behind it; NULL for JSON null or nothing. */
char *text_of(json_t *value);
char *arg_text(const vector_t *v, const char *key);
/* The bytes of a JSON string without a NUL behind them. */
bytes_t raw_of(json_t *value);
/* Bytes written as hex digits. */
bytes_t hex_of(json_t *value);
bytes_t arg_hex(const vector_t *v, const char *key);
/* Some strings are written as sums of literals like 3 * "ab" + "\n": their value. */
bytes_t expand(json_t *value);
void release_buffers(void);

void check_bytes(const char *p, bytes_t wanted);
void check_fill(const char *p, size_t n, int fill);
/* `wanted`: a string, or "untouched" for `n` bytes of 0xcc, or "unspecified". */
void check_text(const char *p, size_t n, json_t *wanted);

/* Stores an error that the call under test will not give. */
void plant(vector_t *v);
/* The same for a single step: an error other than `wanted`. */
void plant_against(vector_t *v, json_t *wanted);
/* Compares the last error with the expected one, if the vector names one. */
void check_last_error(const vector_t *v);
void check_error_value(const vector_t *v, json_t *wanted);
/* support.json: the returned number and the last error. */
void check_return(const vector_t *v, long long returned);

#endif
