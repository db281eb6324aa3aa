/* support.json: hex, dump, files, names, formatting, time, memory. */
#include "vectors.h"

#include <stdio.h>
#include <unistd.h>

/* --- Hex --- */

static void run_from_hex(vector_t *v) {
  bytes_t wanted = hex_of(expected(v, "out_hex"));
  const int outlen = arg_int(v, "outlen");
  char *out = buffer(wanted.n > (size_t)outlen ? wanted.n : (size_t)outlen, 0xcc);
  assert_true(is_text(arg(v, "out_prefill_hex"), "cc"));
  vce_make_binary_array_from_hex(out, outlen, arg_text(v, "hex"));
  check_bytes(out, wanted);
  check_last_error(v);
}

static void run_from_line(vector_t *v) {
  bytes_t line = raw_of(arg(v, "line"));
  bytes_t wanted = hex_of(expected(v, "out_hex"));
  const int room = arg_int(v, "outlen");
  char *out = buffer((size_t)room, 0xcc);
  int outlen = room, uselen = -1;
  assert_int_equal(line.n, arg_int(v, "linelen"));
  vce_make_binary_array_from_line(line.p, (int)line.n, out, &outlen, &uselen);
  assert_int_equal(outlen, expected_int(v, "outlen"));
  assert_int_equal(uselen, expected_int(v, "uselen"));
  assert_int_equal(wanted.n, outlen);
  check_bytes(out, wanted);
  check_fill(out + outlen, (size_t)(room - outlen), 0xcc);
  check_last_error(v);
}

static void run_to_hex(vector_t *v) {
  bytes_t buf = arg_hex(v, "buf_hex");
  const int outlen = arg_int(v, "outlen");
  char *out = buffer((size_t)outlen, 0xcc);
  assert_int_equal(buf.n, arg_int(v, "len"));
  check_return(
      v, vce_make_hex_from_binary_array(out, outlen, buf.p, (int)buf.n, arg_int(v, "folding")));
  check_text(out, (size_t)outlen, expected(v, "out"));
}

/* --- Dump --- */

static FILE *capture;
static int saved_stderr;

static void capture_stderr(void) {
  capture = tmpfile();
  assert_non_null(capture);
  fflush(stderr);
  saved_stderr = dup(STDERR_FILENO);
  assert_true(saved_stderr >= 0);
  dup2(fileno(capture), STDERR_FILENO);
}

static size_t captured_stderr(char *text, size_t size) {
  size_t n;
  fflush(stderr);
  dup2(saved_stderr, STDERR_FILENO);
  close(saved_stderr);
  rewind(capture);
  n = fread(text, 1, size - 1, capture);
  text[n] = '\0';
  fclose(capture);
  return n;
}

static void run_dump(vector_t *v) {
  bytes_t buf = arg_hex(v, "buf_hex");
  char text[256];
  assert_int_equal(buf.n, arg_int(v, "len"));
  vce_set_verbose_mode(arg_int(v, "verbose_mode"));
  capture_stderr();
  vce_dump_buffer(buf.p, (int)buf.n);
  captured_stderr(text, sizeof text);
  assert_string_equal(text, json_string_value(expected(v, "stderr")));
  check_last_error(v);
}

/* --- Files --- */

static json_t *wanted_calls;
static size_t calls;
static int answer, answer_at;
static char *file_name;

static int count_call(void) {
  ++calls;
  return answer_at == (int)calls ? answer : 0;
}

static json_t *next_call(char *name, int line) {
  json_t *call = json_array_get(wanted_calls, calls);
  assert_non_null(call);
  assert_ptr_equal(name, file_name);
  assert_int_equal(line, as_int(json_array_get(call, 0)));
  return call;
}

static void check_part(const char *part, json_t *wanted) {
  bytes_t text = expand(wanted);
  assert_int_equal(strlen(part), text.n);
  check_bytes(part, text);
}

static int on_setting(char *name, int line, char *param, char *value) {
  json_t *call = next_call(name, line);
  check_part(param, json_array_get(call, 1));
  check_part(value, json_array_get(call, 2));
  return count_call();
}

static int on_line(char *name, int line, char *text) {
  json_t *wanted = json_array_get(next_call(name, line), 1);
  if (json_is_integer(wanted))
    assert_int_equal(strlen(text), as_int(wanted));
  else
    check_part(text, wanted);
  return count_call();
}

static char temporary[] = "/tmp/vce-vectors-XXXXXX";

/* Makes the file that the vector describes and returns its name. */
static char *file_of(const vector_t *v) {
  json_t *content = arg(v, "file_content");
  json_t *file = arg(v, "file");
  bytes_t text;
  int fd;
  if (json_is_null(file))
    return NULL;
  if (is_text(file, "nonexistent"))
    return strcpy(buffer(32, 0), "/nonexistent/file");
  if (is_text(file, "a directory"))
    return strcpy(buffer(32, 0), "/tmp");
  assert_non_null(content);
  text = expand(content);
  strcpy(temporary + sizeof temporary - 7, "XXXXXX");
  fd = mkstemp(temporary);
  assert_true(fd >= 0);
  assert_int_equal(write(fd, text.p, text.n), text.n);
  close(fd);
  return temporary;
}

static void run_reader(vector_t *v, json_t *expected_calls, int settings) {
  int result;
  assert_true(json_is_array(expected_calls));
  wanted_calls = expected_calls;
  calls = 0;
  answer = arg(v, "callback_returns") ? arg_int(v, "callback_returns") : 0;
  answer_at = arg(v, "at_call") ? arg_int(v, "at_call") : 0;
  file_name = file_of(v);
  plant(v);
  result = settings ? vce_read_simple_config_file(file_name, on_setting)
                    : vce_read_plain_text_file(file_name, on_line);
  if (file_name == temporary)
    unlink(temporary);
  assert_int_equal(calls, json_array_size(wanted_calls));
  check_return(v, result);
}

static void run_config(vector_t *v) { run_reader(v, expected(v, "calls"), 1); }

static void run_plain_text(vector_t *v) {
  json_t *lengths = expected(v, "call_line_lengths");
  run_reader(v, lengths ? lengths : expected(v, "calls"), 0);
}

/* --- Names, formatting, time --- */

static void run_ipv4(vector_t *v) {
  bytes_t before = arg_hex(v, "a_before_hex");
  bytes_t wanted = hex_of(expected(v, "a_hex"));
  unsigned a;
  assert_int_equal(before.n, sizeof a);
  memcpy(&a, before.p, sizeof a);
  check_return(v, vce_get_ipv4_addr_by_name(&a, arg_text(v, "s")));
  assert_memory_equal(&a, wanted.p, sizeof a);
}

static void run_snprintf(vector_t *v) {
  bytes_t wanted = hex_of(expected(v, "out_hex"));
  const int len = arg_int(v, "len");
  char *out = buffer((size_t)len > wanted.n ? (size_t)len : wanted.n, 0xcc);
  assert_true(is_text(arg(v, "format"), "%s-%d"));
  vce_snprintf(out, len, "%s-%d", arg_text(v, "arg1"), arg_int(v, "arg2"));
  check_bytes(out, wanted);
  check_last_error(v);
}

static struct timeval time_of(json_t *pair) {
  struct timeval t;
  t.tv_sec = as_int(json_array_get(pair, 0));
  t.tv_usec = as_int(json_array_get(pair, 1));
  return t;
}

static void run_utime_diff(vector_t *v) {
  struct timeval before = time_of(arg(v, "before")), after = time_of(arg(v, "after"));
  check_return(v, vce_utime_diff(&before, &after));
}

/* --- Memory --- */

static int allocations, reallocations, releases;

static void *no_memory(size_t n) {
  (void)n;
  return NULL;
}
static void *counted_malloc(size_t n) {
  ++allocations;
  return malloc(n);
}
static void *counted_realloc(void *p, size_t n) {
  ++reallocations;
  return realloc(p, n);
}
static void counted_free(void *p) {
  ++releases;
  free(p);
}

static void run_malloc(vector_t *v) {
  assert_true(is_text(arg(v, "allocator"), "replaced by one that returns NULL"));
  vce_replace_malloc_funcs(no_memory, NULL, NULL);
  assert_null(VCEMALLOC((size_t)arg_int(v, "size")));
  assert_true(json_is_null(expected(v, "return")));
  check_last_error(v);
}

static void run_malloc_hooks(vector_t *v) {
  int array;
  assert_true(is_text(arg(v, "then"), "vce_init_array; vce_end_array; "
                                      "vce_replace_malloc_funcs(NULL,NULL,NULL); "
                                      "VCEMALLOC; VCEFREE"));
  assert_int_equal(vce_initialize(), 0);
  allocations = reallocations = releases = 0;
  vce_replace_malloc_funcs(counted_malloc, counted_realloc, counted_free);
  array = vce_init_array(4, 4, "hooks");
  assert_true(array >= 0);
  assert_int_equal(vce_end_array(array), 0);
  vce_replace_malloc_funcs(NULL, NULL, NULL);
  VCEFREE(VCEMALLOC(10));
  assert_int_equal(strncmp(json_string_value(expected(v, "alloc_calls")), ">=2", 3), 0);
  assert_int_equal(strncmp(json_string_value(expected(v, "free_calls")), ">=2", 3), 0);
  assert_true(allocations >= 2);
  assert_int_equal(releases, allocations);
  assert_int_equal(reallocations, expected_int(v, "realloc_calls"));
}

const runner_of_t util_runners[] = {
    {"vce_make_binary_array_from_hex", run_from_hex},
    {"vce_make_binary_array_from_line", run_from_line},
    {"vce_make_hex_from_binary_array", run_to_hex},
    {"vce_dump_buffer", run_dump},
    {"vce_read_simple_config_file", run_config},
    {"vce_read_plain_text_file", run_plain_text},
    {"vce_get_ipv4_addr_by_name", run_ipv4},
    {"vce_snprintf", run_snprintf},
    {"vce_utime_diff", run_utime_diff},
    {"VCEMALLOC", run_malloc},
    {"vce_replace_malloc_funcs", run_malloc_hooks},
    {NULL, NULL},
};
