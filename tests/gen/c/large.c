/* Messages of a megabyte in threads with little stack, and what happens when memory runs out.
 *
 * Linked with --wrap=malloc: the allocations of the stubs can be made to fail.
 */
#include "stub_test.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "large_cli.h"
#include "large_sv.h"

enum { STACK_BYTES = 256 * 1024, BLOB_BYTES = 1000000, CELLS = 40000, WORDS = 5000 };

/* ---- Memory ---- */

static int is_out_of_memory, blocks;

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);

void *__wrap_malloc(size_t size) {
  if (size < 16384)
    return __real_malloc(size);
  blocks++;
  return is_out_of_memory ? NULL : __real_malloc(size);
}

/* ---- The application: what one side sends, the other receives at once ---- */

static int sender_error, received_length, errors;
static unsigned received_checksum;

static unsigned checksum(const void *bytes, size_t length) {
  unsigned sum = 0;
  for (size_t i = 0; i < length; i++)
    sum = sum * 31 + ((const unsigned char *)bytes)[i];
  return sum;
}

static int deliver(record_callback_t callback, char *data, int len) {
  if (sender_error) {
    vce_text_split_index_get_int("", ',', 5, NULL); /* leaves a last error */
    return sender_error;
  }
  const int result = callback(some_conn, data, len);
  return result < 0 ? result : len;
}

int large_cli_sender(conn_t c, char *data, int len) {
  (void)c;
  return deliver(large_sv_pcallback, data, len);
}
int large_sv_sender(conn_t c, char *data, int len) {
  (void)c;
  return deliver(large_cli_pcallback, data, len);
}

int large_sv_recv_error_callback(conn_t c, int e) {
  (void)c;
  errors = e;
  return -7;
}
int large_cli_recv_error_callback(conn_t c, int e) {
  (void)c;
  errors = e;
  return -7;
}
int large_toolong_recv_warning(conn_t c, int proto_id, int length) {
  (void)c, (void)proto_id, (void)length;
  return -1;
}

int large_blob_recv(conn_t c, const char *bytes, int bytes_len, unsigned int sum) {
  received_length = bytes_len;
  received_checksum = checksum(bytes, (size_t)bytes_len);
  assert_true(sum == received_checksum);
  return large_blob_back_send(c, bytes, bytes_len, sum);
}
int large_blob_back_recv(conn_t c, const char *bytes, int bytes_len, unsigned int sum) {
  (void)c;
  assert_int_equal(bytes_len, received_length);
  assert_true(checksum(bytes, (size_t)bytes_len) == sum);
  return 0;
}
int large_grid_recv(conn_t c, large_cell *cells, int cells_len) {
  (void)c;
  received_length = cells_len;
  for (int i = 0; i < cells_len; i++) {
    assert_int_equal(cells[i].id, i);
    assert_int_equal(strlen(cells[i].name), (size_t)(i % 30));
  }
  return 0;
}
int large_words_recv(conn_t c, const char *const *words, int words_len) {
  (void)c;
  received_length = words_len;
  for (int i = 0; i < words_len; i++)
    assert_int_equal(strlen(words[i]), (size_t)(i % 100));
  return 0;
}

/* ---- Bodies that run in a thread ---- */

static char blob[BLOB_BYTES + 1];
static large_cell cells[CELLS + 1];
static const char *words[WORDS + 1];

static void *send_all(void *unused) {
  const unsigned sum = checksum(blob, BLOB_BYTES);
  assert_int_equal(large_blob_send(some_conn, blob, BLOB_BYTES, sum), 1 + 5 + BLOB_BYTES + 4);
  assert_int_equal(received_length, BLOB_BYTES);
  assert_true(large_grid_send(some_conn, cells, CELLS) > 0);
  assert_int_equal(received_length, CELLS);
  assert_true(large_words_send(some_conn, words, WORDS) > 0);
  assert_int_equal(received_length, WORDS);
  return unused;
}

static int fill(void **state) {
  (void)state;
  static char name[100];
  memset(name, 'n', sizeof name - 1);
  for (size_t i = 0; i < sizeof blob; i++)
    blob[i] = (char)(i * i >> 5);
  for (int i = 0; i < CELLS; i++) {
    cells[i].id = i;
    memcpy(cells[i].name, name, (size_t)(i % 30));
  }
  for (int i = 0; i < WORDS; i++)
    words[i] = name + 99 - i % 100;
  return 0;
}

/* ---- Tests ---- */

static void megabytes_need_little_stack(void **state) {
  (void)state;
  pthread_attr_t attributes;
  pthread_t thread;
  assert_int_equal(pthread_attr_init(&attributes), 0);
  assert_int_equal(pthread_attr_setstacksize(&attributes, STACK_BYTES), 0);
  assert_int_equal(pthread_create(&thread, &attributes, send_all, NULL), 0);
  assert_int_equal(pthread_join(thread, NULL), 0);
  pthread_attr_destroy(&attributes);
}

static void more_than_declared_is_refused_without_memory(void **state) {
  (void)state;
  blocks = 0;
  assert_int_equal(large_blob_send(some_conn, blob, BLOB_BYTES + 1, 0), VCE_EFULL);
  assert_int_equal(large_grid_send(some_conn, cells, CELLS + 1), VCE_EFULL);
  assert_int_equal(large_words_send(some_conn, words, WORDS + 1), VCE_EFULL);
  assert_int_equal(blocks, 0);
}

static void the_last_error_survives_the_release_of_memory(void **state) {
  (void)state;
  sender_error = -44;
  seed_last_error();
  assert_int_equal(large_blob_send(some_conn, blob, 10, 0), -44);
  assert_int_equal(vce_get_last_error(), SEEDED);
  sender_error = 0;
  assert_int_equal(large_blob_send(some_conn, blob, -1, 0), VCE_EINVAL);
  assert_int_equal(vce_get_last_error(), VCE_EINVAL);
  assert_int_equal(receive_hex(large_sv_pcallback, "0105aa"), 0);
  assert_int_equal(vce_get_last_error(), VCE_ETOOSHORT);
  assert_int_equal(receive_hex(large_sv_pcallback, "010000"), -7);
  assert_int_equal(errors, VCE_EFULL);
  assert_int_equal(vce_get_last_error(), VCE_EFULL);
}

static void a_send_without_memory_fails(void **state) {
  (void)state;
  const double before = large_get_blob_send_count();
  received_length = -1;
  is_out_of_memory = 1;
  assert_int_equal(large_blob_send(some_conn, blob, 10, checksum(blob, 10)), VCE_EMEM);
  is_out_of_memory = 0;
  assert_int_equal(received_length, -1);
  assert_true(large_get_blob_send_count() == before + 1);
}

static void a_record_without_memory_goes_to_the_error_callback(void **state) {
  (void)state;
  const double before = large_get_blob_recv_count();
  errors = 0;
  is_out_of_memory = 1;
  assert_int_equal(receive_hex(large_sv_pcallback, "010000000000"), -7);
  is_out_of_memory = 0;
  assert_int_equal(errors, VCE_EMEM);
  assert_true(large_get_blob_recv_count() == before);
  expect_null_conn(large_sv_get_current_conn());
  assert_int_equal(receive_hex(large_sv_pcallback, "010000000000"), 6);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(megabytes_need_little_stack),
      cmocka_unit_test(more_than_declared_is_refused_without_memory),
      cmocka_unit_test(the_last_error_survives_the_release_of_memory),
      cmocka_unit_test(a_send_without_memory_fails),
      cmocka_unit_test(a_record_without_memory_goes_to_the_error_callback),
  };
  return cmocka_run_group_tests_name("large", tests, fill, NULL);
}
