/* Shared by the runners of wire.json: its entries name their expectations in their own way. */
#ifndef TESTS_CONFORMANCE_PURE_WIRE_H
#define TESTS_CONFORMANCE_PURE_WIRE_H

#include "vectors.h"

json_t *wire_expected(const vector_t *v, const char *key);
/* The expected result is an error. */
int wire_is_failure(const vector_t *v);
/* The returned number must be the expected one, or one that the vector also accepts. */
void wire_check_result(const vector_t *v, long long returned);
/* The whole output where the vector has it. After a failure it is unspecified up to `room`, but
 * nothing behind that may have changed. */
void wire_check_output(const vector_t *v, bytes_t out, long long room);
/* Stores a number of `width` bytes as this machine keeps it. */
void store_native(char *p, size_t width, long long value);
/* The vectors were recorded on a little-endian machine. What this machine sees in bytes of memory as a
 * number of `width` bytes, as the number that the other one sees there; and back. */
long long as_recorded(long long value, size_t width);

#endif
