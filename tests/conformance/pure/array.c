/* support.json: object arrays. Sequences are interpreted; what the data put in words is told apart
 * by those very words, so that a vector with other words fails instead of passing unread. */
#include "vectors.h"

#include <stdio.h>

enum { none = -1 };

/* The array under test, made by make_array(). */
static int array;
static long long element; /* its element size */
static uintptr_t base;    /* its slot 0, asked for once: every query changes the last error */

static void make_array(long long size, long long num) {
  element = size;
  array = vce_init_array((size_t)size, (int)num, "vectors");
  assert_true(array >= 1);
  assert_int_equal(vce_get_last_error(), 0);
  base = (uintptr_t)vce_get_array_object_pointer_by_index(array, 0);
}

/* Not as pointer arithmetic: the result may lie outside of the block. */
static void *at(long long offset) { return (void *)(base + (uintptr_t)offset); }

static long long slot_of(const void *p) {
  return p ? (long long)((uintptr_t)p - base) / element : none;
}

/* --- Sequences --- */

static void check_element(const void *p, json_t *wanted) {
  json_t *index = member(wanted, "index");
  assert_non_null(index);
  assert_int_equal(slot_of(p), json_is_null(index) ? none : as_int(index));
}

static void check_number(long long n, json_t *wanted) {
  assert_int_equal(n, as_int(member(wanted, "return")));
}

/* "free 3": true, with the operand, if `op` is this operation. */
static int operation(const char *op, const char *name, long long *operand) {
  const size_t n = strlen(name);
  char *end;
  if (strncmp(op, name, n) != 0 || op[n] != ' ')
    return 0;
  *operand = strtoll(op + n + 1, &end, 10);
  return *end == '\0';
}

/* Actions of a scan body, separated by commas. */
static void act(const char *actions, void *current) {
  for (;;) {
    const char *comma = strchr(actions, ',');
    const size_t n = comma ? (size_t)(comma - actions) : strlen(actions);
    int slot;
    if (n == 7 && strncmp(actions, "freecur", n) == 0)
      assert_int_equal(vce_free_array_object(array, current), 0);
    else if (n == 7 && strncmp(actions, "freeall", n) == 0)
      vce_free_array_object_all(array);
    else if (n == 5 && strncmp(actions, "alloc", n) == 0)
      assert_non_null(vce_alloc_array_object(array));
    else if (sscanf(actions, "f%d", &slot) == 1)
      assert_int_equal(
          vce_free_array_object(array, vce_get_array_object_pointer_by_index(array, slot)), 0);
    else
      assert_string_equal(actions, "a known action");
    if (!comma)
      return;
    actions = comma + 1;
  }
}

/* "scan", "scan@2:actions": acts once, at that element; "scan@99:...": at every element. */
static void scan(const char *op, json_t *wanted) {
  json_t *visited = member(wanted, "visited");
  const char *actions = strchr(op, ':');
  size_t visits = 0;
  int place = none, done = 0;
  void *x;
  if (actions)
    assert_int_equal(sscanf(op, "scan@%d:", &place), 1);
  ARRAY_SCAN(array, x) {
    const long long slot = slot_of(x);
    assert_int_equal(slot, as_int(json_array_get(visited, visits)));
    ++visits;
    if (actions && (place == 99 || (place == slot && !done))) {
      act(actions + 1, x);
      done = 1;
    }
  }
  assert_int_equal(visits, json_array_size(visited));
  assert_int_equal(vce_get_last_error(), 0);
}

static int run_peek_or_poke(const char *op, json_t *wanted) {
  int slot, value;
  if (sscanf(op, "poke %d %d", &slot, &value) == 2) {
    memset(at(slot * element), value, (size_t)element);
    return 1;
  }
  if (sscanf(op, "peek %d", &slot) == 1) {
    bytes_t bytes = hex_of(member(wanted, "bytes_hex"));
    assert_int_equal(bytes.n, element);
    check_bytes(at(slot * element), bytes);
    return 1;
  }
  return 0;
}

static int run_plain_operation(const char *op, json_t *wanted) {
  if (strcmp(op, "alloc") == 0)
    check_element(vce_alloc_array_object(array), wanted);
  else if (strcmp(op, "top") == 0)
    check_element(vce_get_array_object_top(array), wanted);
  else if (strcmp(op, "last") == 0)
    check_element(vce_get_array_object_last(array), wanted);
  else if (strcmp(op, "next_null") == 0)
    check_element(vce_get_array_object_next(array, NULL), wanted);
  else if (strcmp(op, "free_null") == 0)
    check_number(vce_free_array_object(array, NULL), wanted);
  else if (strcmp(op, "free_all") == 0)
    vce_free_array_object_all(array);
  else if (strcmp(op, "usenum") == 0)
    check_number(vce_get_array_usenum(array), wanted);
  else if (strcmp(op, "maxnum") == 0)
    check_number(vce_get_array_maxnum(array), wanted);
  else if (strcmp(op, "member_size") == 0)
    check_number(vce_get_array_member_size(array), wanted);
  else
    return 0;
  return 1;
}

static void run_operation_with_operand(const char *op, json_t *wanted) {
  long long n;
  if (operation(op, "free", &n))
    check_number(vce_free_array_object(array, at(n * element)), wanted);
  else if (operation(op, "free_offset", &n))
    check_number(vce_free_array_object(array, at(n)), wanted);
  else if (operation(op, "next", &n))
    check_element(vce_get_array_object_next(array, at(n * element)), wanted);
  else if (operation(op, "next_offset", &n))
    check_element(vce_get_array_object_next(array, at(n)), wanted);
  else if (operation(op, "index_offset", &n))
    check_number(vce_get_array_object_index(array, at(n)), wanted);
  else if (operation(op, "included_offset", &n))
    check_number(vce_if_included_in_array(array, at(n)), wanted);
  else if (operation(op, "inuse_offset", &n))
    check_number(vce_array_object_inuse(array, at(n)), wanted);
  else if (operation(op, "ptr", &n))
    check_element(vce_get_array_object_pointer_by_index(array, (int)n), wanted);
  else if (operation(op, "ptr_used", &n))
    check_element(vce_get_array_object_pointer_by_index_only_used(array, (int)n), wanted);
  else
    assert_string_equal(op, "a known operation");
}

static void run_step(vector_t *v, const char *op, json_t *wanted) {
  json_t *error = member(wanted, "last_error");
  if (strncmp(op, "scan", 4) == 0) {
    scan(op, wanted);
    return;
  }
  if (run_peek_or_poke(op, wanted))
    return;
  assert_non_null(error);
  plant_against(v, error);
  if (!run_plain_operation(op, wanted))
    run_operation_with_operand(op, wanted);
  check_error_value(v, error);
}

/* The one sequence in words. */
static void run_end_in_scan(const vector_t *v) {
  size_t visits = 0;
  void *x;
  vce_alloc_array_object(array);
  vce_alloc_array_object(array);
  ARRAY_SCAN(array, x) {
    ++visits;
    assert_int_equal(vce_end_array(array), 0);
  }
  assert_int_equal(visits, expected_int(v, "visited_count"));
  check_last_error(v);
}

static void run_sequence(vector_t *v) {
  json_t *ops = arg(v, "ops");
  json_t *results = expected(v, "results");
  size_t i;
  make_array(arg_int(v, "size"), arg_int(v, "num"));
  if (json_array_size(ops) == 3 &&
      is_text(json_array_get(ops, 2), "scan with vce_end_array in the body")) {
    run_end_in_scan(v);
    return;
  }
  assert_int_equal(json_array_size(results), json_array_size(ops));
  for (i = 0; i < json_array_size(ops); ++i)
    run_step(v, json_string_value(json_array_get(ops, i)), json_array_get(results, i));
}

/* --- Single calls --- */

/* The descriptor that the vector gives as a number or in words. */
static int descriptor(vector_t *v) {
  json_t *index = arg(v, "index");
  int made;
  if (json_is_integer(index))
    return (int)as_int(index);
  made = vce_init_array(4, 2, "words");
  assert_true(made >= 1);
  if (is_text(index, "descriptor ended while 1 element was in use"))
    assert_non_null(vce_alloc_array_object(made));
  if (!is_text(index, "live descriptor")) {
    assert_true(is_text(index, "already ended descriptor") ||
                is_text(index, "descriptor ended while 1 element was in use") ||
                is_text(index, "never used / ended descriptor"));
    assert_int_equal(vce_end_array(made), 0);
  }
  plant(v);
  return made;
}

/* The pointer that the vector gives in words, after making the array it describes. */
static void *pointer(vector_t *v) {
  json_t *p = arg(v, "p");
  const char *words = json_string_value(p);
  long long size, num, offset;
  char sign;
  if (is_text(p, "any"))
    return &array;
  assert_int_equal(sscanf(json_string_value(arg(v, "array")), "size %lld, num %lld", &size, &num),
                   2);
  assert_int_equal(sscanf(words, "base %c %lld", &sign, &offset), 2);
  make_array(size, num);
  if (strstr(json_string_value(arg(v, "array")), "element 0 in use"))
    assert_non_null(vce_alloc_array_object(array));
  plant(v);
  return at(sign == '-' ? -offset : offset);
}

static void check_null(const vector_t *v, const void *p) {
  assert_null(p);
  assert_true(json_is_null(expected(v, "return")));
  check_last_error(v);
}

static void run_end(vector_t *v) { check_return(v, vce_end_array(descriptor(v))); }

static void run_alloc(vector_t *v) {
  if (is_text(arg(v, "array"), "size 8, num 0")) {
    make_array(8, 0);
    plant(v);
    check_null(v, vce_alloc_array_object(array));
  } else {
    check_null(v, vce_alloc_array_object(descriptor(v)));
  }
}

static void run_maxnum(vector_t *v) { check_return(v, vce_get_array_maxnum(descriptor(v))); }

static void run_usenum(vector_t *v) { check_return(v, vce_get_array_usenum(descriptor(v))); }

static void run_top(vector_t *v) { check_null(v, vce_get_array_object_top(descriptor(v))); }

static void run_last(vector_t *v) { check_null(v, vce_get_array_object_last(descriptor(v))); }

static void run_member_size(vector_t *v) {
  check_return(v, vce_get_array_member_size(descriptor(v)));
}

static void run_show(vector_t *v) {
  const int d = descriptor(v);
  check_return(v, vce_show_array_usage(d, arg_int(v, "show_all")));
}

static void run_free(vector_t *v) {
  json_t *usenum = expected(v, "usenum_after");
  void *p = pointer(v);
  check_return(v, vce_free_array_object(arg(v, "index") ? descriptor(v) : array, p));
  if (usenum)
    assert_int_equal(vce_get_array_usenum(array), as_int(usenum));
}

static void run_included(vector_t *v) {
  void *p = pointer(v);
  check_return(v, vce_if_included_in_array(array, p));
}

static void run_index(vector_t *v) {
  void *p = pointer(v);
  check_return(v, vce_get_array_object_index(array, p));
}

static void run_next(vector_t *v) {
  void *p = pointer(v);
  check_null(v, vce_get_array_object_next(array, p));
}

static void run_inuse(vector_t *v) {
  const int ended = descriptor(v);
  check_return(v, vce_array_object_inuse(ended, pointer(v)));
  check_return(v, vce_array_object_inuse(ended + 1, pointer(v)));
}

/* --- Making arrays --- */

static void run_init_until_full(vector_t *v) {
  int made = 0, result;
  assert_true(is_text(arg(v, "then"), "vce_init_array(4,1,\"n\") until it fails"));
  while ((result = vce_init_array(4, 1, "n")) >= 0)
    ++made;
  assert_true(made >= expected_int(v, "successes_at_least"));
  assert_int_equal(result, expected_int(v, "then_return"));
  check_last_error(v);
}

static void run_limited(vector_t *v) {
  vce_limit_t limits;
  vce_init_limit_t(&limits);
  limits.max_array = arg_int(v, "max_array");
  assert_int_equal(vce_initialize_limited(&limits), 0);
  run_init_until_full(v);
  /* Limits outlive finalise: back to the default for the tests that follow. */
  assert_int_equal(vce_finalize(), 0);
  limits.max_array = 16384;
  assert_int_equal(vce_initialize_limited(&limits), 0);
}

static void run_descriptor_reuse(const vector_t *v) {
  int x, y, z;
  assert_true(is_text(arg(v, "ops"), "x=init;y=init;z=init;end y;w=init"));
  x = vce_init_array(4, 1, "x");
  y = vce_init_array(4, 1, "y");
  z = vce_init_array(4, 1, "z");
  assert_int_equal(y - x, expected_int(v, "y_minus_x"));
  assert_int_equal(z - y, expected_int(v, "z_minus_y"));
  assert_int_equal(vce_end_array(y), 0);
  assert_int_equal(vce_init_array(4, 1, "w") == y, json_is_true(expected(v, "w_equals_y")));
}

static void *no_memory(size_t n) {
  (void)n;
  return NULL;
}

static void run_init(vector_t *v) {
  json_t *size = arg(v, "size");
  const char *name = arg(v, "name") ? arg_text(v, "name") : "vectors";
  size_t bytes;
  int result;
  if (arg(v, "ops")) {
    run_descriptor_reuse(v);
    return;
  }
  if (arg(v, "after")) {
    run_init_until_full(v);
    return;
  }
  bytes = is_text(size, "2^62") ? (size_t)1 << 62 : (size_t)as_int(size);
  if (is_text(arg(v, "allocator"), "replaced by one that returns NULL"))
    vce_replace_malloc_funcs(no_memory, NULL, NULL);
  result = vce_init_array(bytes, arg_int(v, "num"), name);
  if (is_text(expected(v, "return"), ">=0"))
    assert_true(result >= 0);
  else
    check_return(v, result);
}

const runner_of_t array_runners[] = {
    {"array_sequence", run_sequence},
    {"vce_init_array", run_init},
    {"vce_initialize_limited+vce_init_array", run_limited},
    {"vce_end_array", run_end},
    {"vce_alloc_array_object", run_alloc},
    {"vce_free_array_object", run_free},
    {"vce_get_array_object_top", run_top},
    {"vce_get_array_object_last", run_last},
    {"vce_get_array_object_next", run_next},
    {"vce_get_array_usenum", run_usenum},
    {"vce_get_array_maxnum", run_maxnum},
    {"vce_get_array_member_size", run_member_size},
    {"vce_get_array_object_index", run_index},
    {"vce_if_included_in_array", run_included},
    {"vce_array_object_inuse", run_inuse},
    {"vce_show_array_usage", run_show},
    {NULL, NULL},
};
