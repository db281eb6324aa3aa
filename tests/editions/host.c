/* Two editions in one process: the second one twice, linked as an archive and loaded, and that of
 * vce.h, loaded first and for all to see. Their functions have the same names and other signatures.
 */
#include <dlfcn.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* Of the second edition, in the archive. */
int vce_initialize(int code);
int vce_get_last_error(int *code);

/* The archive shows its own two names only: this one is free. */
int vce_heartbeat(void);
int vce_heartbeat(void) { return 42; }

static void *first, *second;

static void *symbol(void *library, const char *name) {
  void *found = dlsym(library, name);
  assert_non_null(found);
  return found;
}

static int error_of_the_first(void) {
  int (*get)(void);
  *(void **)&get = symbol(first, "vce_get_last_error");
  return get();
}

static int error_of_the_second(void) {
  int (*get)(int *);
  *(void **)&get = symbol(second, "vce_get_last_error");
  int code = 0;
  assert_int_equal(get(&code), 2);
  return code;
}

static int error_of_the_archive(void) {
  int code = 0;
  assert_int_equal(vce_get_last_error(&code), 2);
  return code;
}

static void each_edition_calls_its_own_functions_and_keeps_its_own_state(void **state) {
  (void)state;
  int (*initialize)(void), (*initialize_second)(int), (*finalize)(void), (*heartbeat)(void);
  *(void **)&initialize = symbol(first, "vce_initialize");
  *(void **)&finalize = symbol(first, "vce_finalize");
  *(void **)&heartbeat = symbol(first, "vce_heartbeat");
  *(void **)&initialize_second = symbol(second, "vce_initialize");

  assert_int_equal(initialize(), 0);
  assert_int_equal(initialize_second(-71), 0);
  assert_int_equal(vce_initialize(-72), 0);
  assert_int_equal(error_of_the_first(), 0);
  assert_int_equal(error_of_the_second(), -71);
  assert_int_equal(error_of_the_archive(), -72);

  heartbeat();
  assert_int_equal(vce_heartbeat(), 42);
  assert_int_equal(finalize(), 0);
  heartbeat(); /* of a library that is not initialised: an error of the first alone */
  assert_true(error_of_the_first() < 0);
  assert_int_equal(error_of_the_second(), -71);
  assert_int_equal(error_of_the_archive(), -72);
}

static void an_edition_shows_its_own_functions_only(void **state) {
  (void)state;
  assert_null(dlsym(second, "vce_finalize"));
  assert_null(dlsym(second, "_ZN3vce10error_textEi"));
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: host FIRST.SO SECOND.SO\n");
    return 2;
  }
  first = dlopen(argv[1], RTLD_NOW | RTLD_GLOBAL);
  second = dlopen(argv[2], RTLD_NOW | RTLD_LOCAL);
  if (first == NULL || second == NULL) {
    fprintf(stderr, "host: %s\n", dlerror());
    return 2;
  }
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_edition_calls_its_own_functions_and_keeps_its_own_state),
      cmocka_unit_test(an_edition_shows_its_own_functions_only),
  };
  return cmocka_run_group_tests_name("editions", tests, NULL, NULL);
}
