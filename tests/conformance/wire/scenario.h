/* Shared by the runners of the wire vectors: one entry of wire.json and access to it.
 *
 * Long data are written in words in the vectors: "65535 bytes" (of 71), "ffff followed by 65535
 * bytes 6b", and for output "ffff7171...(65537 bytes)": the last byte shown goes on. bytes_of()
 * understands all of them. */
#ifndef TESTS_CONFORMANCE_WIRE_SCENARIO_H
#define TESTS_CONFORMANCE_WIRE_SCENARIO_H

#include <jansson.h>

#include "harness.h"

typedef struct vector_t {
  const char *name;
  const char *function;
  json_t *entry;
  json_t *args;
  json_t *values; /* expect_values, or NULL */
} vector_t;

typedef int (*parser_t)(conn_t);
typedef int (*callback_t)(conn_t, char *, int);

/* Which runner is for this entry; NULL if it needs no connection and is another program's. */
typedef void (*runner_t)(const vector_t *v);
runner_t parser_runner(const vector_t *v);
runner_t unparser_runner(const vector_t *v);
runner_t callback_runner(const vector_t *v);

/* The function of a name like "vce_protocol_parser_bin16"; fails the test for any other. */
parser_t parser_named(const char *name);

/* Values of keys: missing and null give `otherwise`. */
int int_of(json_t *object, const char *key, int otherwise);
const char *text_of(json_t *object, const char *key);
bool is_null(json_t *object, const char *key);

typedef struct bytes_t {
  unsigned char *data; /* NULL for null */
  size_t length;
} bytes_t;

/* The bytes of a text; valid until bytes_release(). */
bytes_t bytes_of(const char *text);
void bytes_release(void);

/* The protocol callbacks seen so far carry exactly the given data, a list of texts. */
void expect_records(json_t *list);

/* What the vector says about the end: the reason and the last error in the closewatcher, or that the
 * connection lives and which bytes it still holds. */
void expect_end(const vector_t *v, conn_t c);

/* The facts of section 9.16, without a vector. */
extern const struct CMUnitTest wire_facts[];
extern const size_t wire_facts_count;

#endif
