/* Runs the vectors of support.json and wire.json that need no connection, one test each.
 *
 * The data are read from the folder that VCE_TEST_DATA names, else from tests/conformance/data.
 * Entries for functions that only the edition of 2004 exports, and those that need a connection,
 * are not run here; how many they are is known, and any other number is a failure, as is an entry
 * that no runner knows.
 */
#include "pure/vectors.h"

#include <stdio.h>

enum {
  most_tests = 1024,
  classic_entries = 11,
  connection_entries = 137,
};

static struct CMUnitTest tests[most_tests];
static vector_t vectors[most_tests];
static int test_count, classic_count, connection_count;

static const runner_of_t *const runner_tables[] = {wire_runners, pack_runners, text_runners,
                                                   util_runners, array_runners};

static runner_t runner_for(const char *function) {
  size_t i;
  for (i = 0; i < ELEMENTOF(runner_tables); ++i) {
    const runner_of_t *r = runner_tables[i];
    for (; r->function; ++r)
      if (strcmp(r->function, function) == 0)
        return r->run;
  }
  return NULL;
}

static int is_classic_only(const char *function) {
  return strncmp(function, "vce_sha1_", 9) == 0 || strncmp(function, "search_", 7) == 0 ||
         strncmp(function, "vce_istore_", 11) == 0;
}

static int needs_connection(const char *function) {
  return strncmp(function, "vce_protocol_", 13) == 0 || strncmp(function, "vce_conn_", 9) == 0;
}

/* Only the arrays have a state that initialise makes; the rest works without it. */
static int needs_library(const vector_t *v) {
  return strstr(v->function, "array") && !strstr(v->function, "initialize") &&
         !is_text(arg(v, "state"), "before vce_initialize");
}

static void run_vector(void **state) {
  vector_t *v = *state;
  const runner_t run = runner_for(v->function);
  assert_non_null(run);
  if (needs_library(v))
    assert_int_equal(vce_initialize(), 0);
  plant(v);
  run(v);
}

static int clean_up(void **state) {
  (void)state;
  vce_replace_malloc_funcs(malloc, realloc, free);
  vce_set_verbose_mode(0);
  vce_finalize();
  release_buffers();
  return 0;
}

static void add_test(json_t *entry) {
  vector_t *v = &vectors[test_count];
  struct CMUnitTest *t = &tests[test_count++];
  v->entry = entry;
  v->name = json_string_value(member(entry, "name"));
  v->function = json_string_value(member(entry, "function"));
  v->args = member(entry, "args");
  v->expect = member(entry, "expect");
  t->name = v->name;
  t->test_func = run_vector;
  t->teardown_func = clean_up;
  t->initial_state = v;
}

static json_t *load(const char *file) {
  const char *folder = getenv("VCE_TEST_DATA");
  char path[1024];
  json_error_t error;
  json_t *entries;
  snprintf(path, sizeof path, "%s/%s", folder ? folder : "tests/conformance/data", file);
  entries = json_load_file(path, JSON_ALLOW_NUL, &error);
  if (!json_is_array(entries))
    fprintf(stderr, "%s: no vectors: %s\n", path, error.text);
  return entries;
}

static void add_all(json_t *entries) {
  size_t i;
  for (i = 0; i < json_array_size(entries) && test_count < most_tests; ++i) {
    json_t *entry = json_array_get(entries, i);
    const char *function = json_string_value(member(entry, "function"));
    if (is_classic_only(function)) {
      ++classic_count;
      printf("not applicable, function of the classic edition: %s (%s)\n",
             json_string_value(member(entry, "name")), function);
    } else if (needs_connection(function)) {
      ++connection_count;
    } else {
      add_test(entry);
    }
  }
}

int main(void) {
  json_t *support = load("support.json");
  json_t *wire = load("wire.json");
  int failed;
  add_all(support);
  add_all(wire);
  printf("not run here, they need a connection: %d\n", connection_count);
  if (classic_count != classic_entries || connection_count != connection_entries ||
      test_count == most_tests) {
    fprintf(stderr, "expected %d entries of the classic edition and %d with a connection\n",
            classic_entries, connection_entries);
    return 1;
  }
  failed = _cmocka_run_group_tests("vectors without a connection", tests, (size_t)test_count, NULL,
                                   NULL);
  json_decref(support);
  json_decref(wire);
  return failed;
}
