/* A program with threads around one user of the library (vce(7), THREADS). What these tests are
 * for shows under `make test SANITIZE=thread`; without it they still compare every result.
 *
 * cmocka's assertions belong to the main thread: the others count what is wrong. */
#include "../support/harness.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { THREADS = 3, ROUNDS = 300, RECORDS = 200 };

static atomic_int wrong, at_work;

static void want(bool right) {
  if (!right)
    wrong++;
}

/* ---- Functions that may run in any thread */

static void pack_and_unpack(int n) {
  char packed[64];
  VCEI64 wide;
  int numbers[3] = {n, -n, n * 3}, back[3], count = 3;
  int at = vce_binary_push_nb_i8(packed, 0, sizeof packed, (VCEI64)n << 32);
  int end = vce_binary_push_nb_ia4(packed, at, sizeof packed, numbers, 3);
  want(at == 8 && end > at);
  want(vce_binary_pop_nb_i8(packed, end, 0, &wide) == 8 && wide == (VCEI64)n << 32);
  want(vce_binary_pop_nb_ia4(packed, end, at, back, &count) == end);
  want(count == 3 && memcmp(back, numbers, sizeof back) == 0);
}

static void convert_text(int n) {
  char text[32], hex[128], again[32];
  int value = 0;
  vce_snprintf(text, sizeof text, "%d:%d", n, n + 1);
  int length = (int)strlen(text);
  want(vce_text_split_index_get_int(text, ':', 1, &value) >= 0 && value == n + 1);
  want(vce_make_hex_text_from_buffer(text, length, hex, sizeof hex) > 0);
  want(vce_extract_data_from_hex_text(hex, (int)strlen(hex), again, sizeof again) == length);
  want(memcmp(text, again, (size_t)length) == 0);
}

static void fail_in_a_way_of_its_own(int thread) {
  char out[8];
  int code = vce_extract_data_from_hex_text("?", 1, out, sizeof out);
  want(code < 0 && code != VCE_ENOTFOUND);
  if (thread == 0) {
    want(vce_text_split_index("a:b", ':', 9) == NULL);
    code = VCE_ENOTFOUND;
  }
  for (int i = 0; i < 50; ++i)
    want(vce_get_last_error() == code);
  want(strlen(vce_strerror(code)) > 0);
  char text[512];
  want(vce_get_last_error_detail(text, sizeof text) == (int)strlen(text));
  want(strcmp(text, vce_strerror(code)) == 0);
}

static void *use_free_functions(void *number) {
  const int thread = *(int *)number;
  for (int i = 0; i < ROUNDS; ++i) {
    pack_and_unpack(thread * ROUNDS + i);
    convert_text(thread * ROUNDS + i);
    fail_in_a_way_of_its_own(thread);
  }
  at_work--;
  return NULL;
}

static void fail_to_bind(int port, bool alone) {
  char expected[512], text[512];
  CHECK(vce_tcpcontext_create(1, "127.0.0.1", (unsigned short)port, 1, 9, 9, 9, 0, 0, 0) == NULL);
  snprintf(expected, sizeof expected, "bind to 127.0.0.1 port %d: Address already in use", port);
  CHECK(vce_get_last_error_detail(text, sizeof text) > 0);
  /* No thread waits for another one that is at the text. */
  if (alone || strcmp(text, vce_strerror(VCE_EBIND)) != 0)
    CHECK_TEXT(text, expected);
}

/* The text of an error is kept once for all threads: none may get that of another. */
static void each_thread_reads_the_text_of_its_own_error(void **state) {
  (void)state;
  pthread_t users[THREADS];
  int numbers[THREADS], port;
  peer_listen(&port);
  wrong = 0;
  at_work = THREADS;
  for (int i = 0; i < THREADS; ++i) {
    numbers[i] = i;
    CHECK_INT(pthread_create(&users[i], NULL, use_free_functions, &numbers[i]), 0);
  }
  while (at_work != 0)
    fail_to_bind(port, false);
  for (int i = 0; i < THREADS; ++i)
    pthread_join(users[i], NULL);
  fail_to_bind(port, true);
  CHECK_INT(wrong, 0);
}

/* ---- A peer in a thread of its own */

static int connect_to(int port) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  to.sin_port = htons((unsigned short)port);
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  want(connect(fd, (struct sockaddr *)&to, sizeof to) == 0);
  return fd;
}

static void *ask_and_compare(void *port) {
  int fd = connect_to(*(int *)port);
  for (int i = 0; i < RECORDS; ++i) {
    char line[32], answer[32];
    size_t length = (size_t)snprintf(line, sizeof line, "line %d\n", i), got = 0;
    want(send(fd, line, length, MSG_NOSIGNAL) == (ssize_t)length);
    while (got < length) {
      ssize_t n = recv(fd, answer + got, length - got, 0);
      if (n <= 0)
        break;
      got += (size_t)n;
    }
    want(got == length && memcmp(line, answer, length) == 0);
  }
  close(fd);
  at_work--;
  return NULL;
}

static int echo(conn_t c, char *line, int length) {
  return vce_protocol_unparser_text(c, line, length);
}

static void one_thread_serves_peers_while_others_use_what_needs_no_connection(void **state) {
  (void)state;
  pthread_t users[THREADS], peers[THREADS];
  int numbers[THREADS];
  options_t o = options();
  tcpcontext_t t = open_server(&o);
  vce_tcpcontext_set_conn_parser(t, vce_protocol_parser_text, echo);
  int port = vce_tcpcontext_get_port(t);
  wrong = 0;
  at_work = 2 * THREADS;
  for (int i = 0; i < THREADS; ++i) {
    numbers[i] = i;
    CHECK_INT(pthread_create(&users[i], NULL, use_free_functions, &numbers[i]), 0);
    CHECK_INT(pthread_create(&peers[i], NULL, ask_and_compare, &port), 0);
  }
  PUMP_UNTIL(at_work == 0);
  for (int i = 0; i < THREADS; ++i) {
    pthread_join(users[i], NULL);
    pthread_join(peers[i], NULL);
  }
  CHECK_INT(wrong, 0);
  CHECK_INT(vce_get_last_error(), 0);
  PUMP_UNTIL(connections(t) == 0);
}

/* ---- A lock around every call */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static tcpcontext_t shared_client;
static int shared_port;
static int received;

static int count_record(conn_t c, char *line, int length) {
  (void)c, (void)line;
  received += length == 4;
  return 0;
}

#define LOCKED(call) (pthread_mutex_lock(&lock), (call), (void)pthread_mutex_unlock(&lock))

static void *talk_under_the_lock(void *unused) {
  (void)unused;
  conn_t c;
  int room, sent = 0, all_sent = 0;
  LOCKED(c = dial(shared_client, shared_port));
  want(c.p != NULL);
  while (c.p != NULL && sent < RECORDS) {
    LOCKED(room = vce_protocol_unparser_text(c, (char *)"four", 4));
    sent += room > 0;
    LOCKED(vce_heartbeat());
  }
  while (!all_sent) {
    LOCKED(all_sent = vce_conn_writed(c));
    LOCKED(vce_heartbeat());
  }
  LOCKED(vce_conn_close(c));
  at_work--;
  return NULL;
}

static void threads_that_hold_a_lock_around_each_call_share_the_library(void **state) {
  (void)state;
  pthread_t threads[THREADS];
  options_t o = options();
  tcpcontext_t t = open_server(&o);
  vce_tcpcontext_set_conn_parser(t, vce_protocol_parser_text, count_record);
  vce_tcpcontext_set_conn_call_parser_per_heartbeat(t, RECORDS);
  shared_port = vce_tcpcontext_get_port(t);
  shared_client = client();
  wrong = received = 0;
  at_work = THREADS;
  for (int i = 0; i < THREADS; ++i)
    CHECK_INT(pthread_create(&threads[i], NULL, talk_under_the_lock, NULL), 0);
  for (int i = 0; i < THREADS; ++i)
    pthread_join(threads[i], NULL);
  PUMP_UNTIL(connections(t) == 0 && connections(shared_client) == 0);
  CHECK_INT(wrong, 0);
  CHECK_INT(received, THREADS * RECORDS);
}

int main(void) {
  const struct CMUnitTest threads[] = {
      TEST(each_thread_reads_the_text_of_its_own_error),
      TEST(one_thread_serves_peers_while_others_use_what_needs_no_connection),
      TEST(threads_that_hold_a_lock_around_each_call_share_the_library),
  };
  return RUN(threads);
}
