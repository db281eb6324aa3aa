/* What is told of a connect that failed, of names, and of other ends and errors. Each test's first
 * line says what broke. */
#include "connecting.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "names.h"

static int nonblocking;

/* --- Names --- */

static void cut_answer(void) {
  open_library();
  conn_t c = connect_to(dialler(1, 60), "cut.test", 9);
  CHECK_INT(vce_conn_is_valid(c), 1);
  PUMP_UNTIL(events_count('F') == 1);
  expect_trace("C1:remote F1");
  CHECK_TEXT(end_text, "connect to cut.test: the name server's answer was cut, as it is too long "
                       "for UDP");
}

/* An answer that was cut for its length was a failure without a reason. */
static void a_cut_answer_is_told(void **state) {
  (void)state;
  run_with_names(cut_answer);
}

static void write_whole(const char *path, const char *text) {
  int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
  CHECK(fd >= 0);
  CHECK_INT(write(fd, text, strlen(text)), (long long)strlen(text));
  close(fd);
}

static void files_change(void) {
  open_library();
  int port;
  peer_listen(&port);
  tcpcontext_t t = dialler(1, 60);
  conn_t c = connect_to(t, "later.test", port);
  PUMP_UNTIL(events_count('F') == 1);
  expect_trace("C1:remote F1");
  write_whole("/etc/hosts", "127.0.0.1 localhost\n127.0.0.1 later.test\n");
  c = connect_to(t, "later.test", port);
  PUMP_UNTIL(vce_conn_writable(c) > 0);
  /* A server that does not answer is replaced while it is being asked. */
  write_whole("/etc/resolv.conf", "nameserver 127.0.0.99\n");
  conn_t first = connect_to(t, "four.test", port);
  hbs(2);
  CHECK_INT(vce_conn_writable(first), 0);
  write_whole("/etc/resolv.conf", "nameserver 127.0.0.1\n");
  conn_t second = connect_to(t, "four.test", port);
  PUMP_UNTIL(vce_conn_writable(first) > 0 && vce_conn_writable(second) > 0);
}

/* A program that ran for long asked the name servers of the time when it was started. */
static void changed_resolver_files_are_noticed(void **state) {
  (void)state;
  run_with_names(files_change);
}

/* --- What is told --- */

/* A program did not learn why a connect failed. */
static void a_refused_connect_says_so(void **state) {
  (void)state;
  int port = peer_refused_port();
  char expected[TEXT];
  snprintf(expected, sizeof expected, "connect to 127.0.0.1 port %d: Connection refused", port);
  tcpcontext_t t = dialler(0, 60);
  conn_t c = vce_tcpcontext_connect(t, "127.0.0.1", (unsigned short)port);
  const int error = errno;
  CHECK(c.p == NULL);
  CHECK_INT(error, ECONNREFUSED);
  CHECK_TEXT(last_error_text(), expected);
  capture_stderr();
  vce_set_verbose_mode(1);
  t = dialler(1, 60);
  c = dial(t, port);
  PUMP_UNTIL(events_count('F') == 1);
  vce_set_verbose_mode(-1);
  CHECK_TEXT(end_text, expected);
  CHECK(strstr(captured_stderr(), expected + strlen("connect to ")) != NULL);
}

static void names_that_fail(void) {
  open_library();
  const int port = peer_refused_port();
  char refused[TEXT];
  snprintf(refused, sizeof refused, "connect to hosts.test, 127.0.0.1 port %d: Connection refused",
           port);
  const struct {
    const char *host, *text;
    int error;
  } cases[] = {{"none.test", "connect to none.test: name not found", EHOSTUNREACH},
               {"hosts.test", refused, ECONNREFUSED}};
  for (nonblocking = 0; nonblocking <= 1; ++nonblocking)
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
      tcpcontext_t t = dialler(nonblocking, 60);
      conn_t c = connect_to(t, cases[i].host, port);
      const int error = errno;
      if (nonblocking != 0) {
        CHECK_INT(vce_conn_is_valid(c), 1);
        PUMP_UNTIL(events_count('F') == (int)i + 1);
        CHECK_TEXT(end_text, cases[i].text);
      } else {
        CHECK(c.p == NULL);
        CHECK_INT(error, cases[i].error);
        CHECK_TEXT(last_error_text(), cases[i].text);
      }
    }
}

/* The host that the caller gave was not told, nor whether it was the name that failed. */
static void a_failed_name_says_so(void **state) {
  (void)state;
  run_with_names(names_that_fail);
}

/* What the system said about a server context was in the log only. */
static void a_server_that_cannot_be_made_says_why(void **state) {
  (void)state;
  int port;
  peer_listen(&port);
  char expected[TEXT];
  snprintf(expected, sizeof expected, "bind to 127.0.0.1 port %d: Address already in use", port);
  errno = 0;
  CHECK(vce_tcpcontext_create(1, "127.0.0.1", (unsigned short)port, 1, 9, 9, 9, 0, 0, 0) == NULL);
  const int error = errno;
  CHECK_INT(error, EADDRINUSE);
  CHECK_INT(vce_get_last_error(), VCE_EBIND);
  CHECK_TEXT(last_error_text(), expected);
  /* Another error has its own text, and none has none. */
  CHECK_INT(vce_tcpcontext_get_port(NULL), VCE_EINVAL);
  CHECK_TEXT(last_error_text(), vce_strerror(VCE_EINVAL));
  client();
  CHECK_TEXT(last_error_text(), "");
}

/* Texts are cut at the size of the buffer, and bad arguments harm nothing. */
static void texts_fit_their_buffers(void **state) {
  (void)state;
  CHECK_INT(vce_tcpcontext_get_port(NULL), VCE_EINVAL);
  char text[8] = "???????";
  const int length = (int)strlen(vce_strerror(VCE_EINVAL));
  CHECK_INT(vce_get_last_error_detail(text, 5), length);
  CHECK(strncmp(text, vce_strerror(VCE_EINVAL), 4) == 0 && text[4] == '\0' && text[5] == '?');
  CHECK_INT(vce_get_last_error_detail(text, 1), length);
  CHECK_TEXT(text, "");
  CHECK_INT(vce_get_last_error_detail(text, 0), VCE_EINVAL);
  CHECK_INT(vce_get_last_error_detail(NULL, 9), VCE_EINVAL);
  link_t l = join(server());
  CHECK_INT(vce_conn_get_end_detail(l.conn, text, 8), VCE_ENOTREADY);
  CHECK_INT(vce_conn_get_end_detail(l.conn, NULL, 8), VCE_EINVAL);
  CHECK_INT(vce_conn_get_end_detail(null_conn, text, 8), VCE_EINVAL);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
}

static int refuse_record(conn_t c, char *data, int length) {
  (void)c, (void)data, (void)length;
  return -7;
}

static char final_text[16];

static void keep_final_text(conn_t c) {
  CHECK(vce_conn_get_end_detail(c, final_text, sizeof final_text) > (int)sizeof final_text);
}

/* How a connection ended was told by six numbers. */
static void every_end_has_its_text(void **state) {
  (void)state;
  tcpcontext_t t = server();
  on.close = keep_end_text;
  on.final = keep_final_text;
  const char *const texts[] = {"end of stream", "receive failed: Connection reset by peer",
                               "idle limit exceeded", "the parser or its callback returned -7",
                               "closed by the program"};
  for (int i = 0; i < (int)(sizeof texts / sizeof *texts); ++i) {
    link_t l = join(t);
    char expected[TEXT];
    snprintf(expected, sizeof expected, "127.0.0.1 port %d: %s", peer_port(l.peer), texts[i]);
    on.data = refuse_record;
    if (i == 0)
      peer_finish(l.peer);
    if (i == 1)
      peer_reset(l.peer);
    if (i == 2)
      vce_conn_set_timeout(l.conn, -1);
    if (i == 3)
      peer_send_text(l.peer, "x\n");
    if (i == 4)
      vce_conn_close(l.conn);
    PUMP_UNTIL(events_count('F') == i + 1);
    CHECK_TEXT(end_text, expected);
    CHECK(strncmp(final_text, expected, sizeof final_text - 1) == 0);
  }
}

int main(void) {
  const struct CMUnitTest connecting_told[] = {
      FRESH_TEST(a_cut_answer_is_told),
      FRESH_TEST(changed_resolver_files_are_noticed),
      TEST(a_refused_connect_says_so),
      FRESH_TEST(a_failed_name_says_so),
      TEST(a_server_that_cannot_be_made_says_why),
      TEST(texts_fit_their_buffers),
      TEST(every_end_has_its_text),
  };
  return RUN(connecting_told);
}
