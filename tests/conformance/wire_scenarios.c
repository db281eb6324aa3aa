/* Runs the vectors of wire.json that need a connection, one test each, and facts about records
 * that have no vector. The other vectors of that file are run by pure_vectors; both
 * programs know how many each has, so that no entry is run by neither.
 *
 * The data are read from the folder that VCE_TEST_DATA names, else from tests/conformance/data. */
#include "wire/scenario.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_TESTS = 1024, ALL_ENTRIES = 595, CONNECTION_ENTRIES = 137 };

static struct CMUnitTest tests[MOST_TESTS];
static vector_t vectors[MOST_TESTS];
static size_t test_count = 0, others = 0;

static runner_t runner_for(const vector_t *v) {
  runner_t (*const of[])(const vector_t *) = {parser_runner, unparser_runner, callback_runner};
  for (size_t i = 0; i < ELEMENTOF(of); ++i)
    if (of[i](v) != NULL) return of[i](v);
  return NULL;
}

static void run_vector(void **state) {
  const vector_t *v = *state;
  runner_for(v)(v);
}

static int end_vector(void **state) {
  bytes_release();
  return teardown_library(state);
}

static void add(json_t *entry) {
  vector_t *v = &vectors[test_count];
  v->entry = entry;
  v->name = text_of(entry, "name");
  v->function = text_of(entry, "function");
  v->args = json_object_get(entry, "args");
  v->values = json_object_get(entry, "expect_values");
  if (runner_for(v) == NULL) {
    ++others;
    return;
  }
  tests[test_count++] = (struct CMUnitTest){.name = v->name,
                                            .test_func = run_vector,
                                            .setup_func = setup_library,
                                            .teardown_func = end_vector,
                                            .initial_state = v};
}

int main(void) {
  const char *folder = getenv("VCE_TEST_DATA");
  char path[1024];
  json_error_t error;
  snprintf(path, sizeof path, "%s/wire.json", folder == NULL ? "tests/conformance/data" : folder);
  json_t *all = json_load_file(path, JSON_ALLOW_NUL, &error);
  if (!json_is_array(all)) {
    fprintf(stderr, "%s: no vectors: %s\n", path, error.text);
    return 1;
  }
  for (size_t i = 0; i < json_array_size(all) && test_count < MOST_TESTS; ++i)
    add(json_array_get(all, i));
  printf("%zu vectors need a connection, %zu do not (pure_vectors), %zu in all\n", test_count,
         others, json_array_size(all));
  if (test_count != CONNECTION_ENTRIES || test_count + others != ALL_ENTRIES) {
    fprintf(stderr, "expected %d of %d\n", CONNECTION_ENTRIES, ALL_ENTRIES);
    return 1;
  }
  for (size_t i = 0; i < wire_facts_count; ++i) tests[test_count++] = wire_facts[i];
  processes_start();
  int failed = _cmocka_run_group_tests("wire_scenarios", tests, test_count, NULL, NULL);
  json_decref(all);
  return failed;
}
