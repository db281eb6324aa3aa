/* A server whose standard error took no more (a pipe that was not read, a stopped terminal) hung in
 * write(2): a peer that made it write messages could stop it. */
#include "../support/harness.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

static long long lost(void) {
  vce_counters_t c;
  CHECK_INT(vce_get_counters(&c, sizeof c), 0);
  return c.log_lost;
}

/* Standard error becomes `fd` until restore_stderr(). */
static int stderr_before = -1;
static void replace_stderr(int fd) {
  fflush(stderr);
  stderr_before = dup(STDERR_FILENO);
  CHECK(dup2(fd, STDERR_FILENO) >= 0);
}
static void restore_stderr(void) {
  dup2(stderr_before, STDERR_FILENO);
  close(stderr_before);
}

/* Fills `fd` to the last byte, or until the other end would have to read. */
static void fill(int fd) {
  const int flags = fcntl(fd, F_GETFL);
  fcntl(fd, F_SETFL, flags | O_NONBLOCK);
  static char bytes[4096];
  memset(bytes, '#', sizeof bytes);
  for (size_t size = sizeof bytes; size > 0;) {
    if (write(fd, bytes, size) < 0)
      size /= 2;
  }
  fcntl(fd, F_SETFL, flags);
}

/* What waits in `fd`, but for the bytes of fill(). */
static const char *drain(int fd) {
  static char text[1 << 16];
  size_t used = 0;
  fcntl(fd, F_SETFL, O_NONBLOCK);
  char bytes[4096];
  for (ssize_t n; (n = read(fd, bytes, sizeof bytes)) > 0;)
    for (ssize_t i = 0; i < n; ++i)
      if (bytes[i] != '#' && used + 1 < sizeof text)
        text[used++] = bytes[i];
  text[used] = '\0';
  return text;
}

/* Does the server still serve while a stranger makes it write messages? */
static void check_serves_all_the_same(void) {
  options_t o = options();
  o.parser = vce_protocol_parser_bin16;
  tcpcontext_t t = open_server(&o), other = open_server(&o);
  int good = join(t).peer;
  vce_set_verbose_mode(0);
  for (int i = 0; i < 2; ++i) {
    int stranger = peer_connect(vce_tcpcontext_get_port(i == 0 ? t : other));
    peer_send_hex(stranger, "ffff");
    PUMP_UNTIL(peer_at_end(stranger));
    peer_close(stranger);
  }
  vce_errout("of the program\n");
  peer_send_hex(good, "00026869");
  hb();
  CHECK_INT(events_count('R'), 1);
}

static void check_loses_and_says_so(int from, int to) {
  const int flags = fcntl(to, F_GETFL);
  replace_stderr(to);
  fill(to);
  const long long before = lost();
  check_serves_all_the_same();
  const long long now_lost = lost() - before;
  drain(from);
  vce_errout("first %d\n", 1);
  vce_errout("second\n");
  vce_set_verbose_mode(-1);
  restore_stderr();
  CHECK_INT(now_lost, 3);
  const char *text = drain(from);
  const char *notice = strstr(text, "Warning:4110 the log took no more: 3 messages were lost\n");
  CHECK(notice != NULL);
  CHECK_TEXT(strchr(notice, '\n') + 1, "first 1\nsecond\n");
  CHECK_INT(lost() - before, 3);
  CHECK_INT(fcntl(to, F_GETFL), flags); /* other processes write there, too */
}

static void v30_a_full_pipe_loses_messages_and_no_time(void **state) {
  (void)state;
  int p[2];
  CHECK_INT(pipe(p), 0);
  check_loses_and_says_so(p[0], p[1]);
  close(p[0]);
  close(p[1]);
}

static void a_full_stream_socket_loses_messages_and_no_time(void **state) {
  (void)state;
  int p[2];
  CHECK_INT(socketpair(AF_UNIX, SOCK_STREAM, 0, p), 0);
  check_loses_and_says_so(p[0], p[1]);
  close(p[0]);
  close(p[1]);
}

static void a_full_datagram_socket_loses_messages_and_no_time(void **state) {
  (void)state;
  int p[2];
  CHECK_INT(socketpair(AF_UNIX, SOCK_DGRAM, 0, p), 0);
  check_loses_and_says_so(p[0], p[1]);
  close(p[0]);
  close(p[1]);
}

static void a_stopped_terminal_loses_messages_and_no_time(void **state) {
  (void)state;
  int master = posix_openpt(O_RDWR | O_NOCTTY);
  CHECK(master >= 0);
  CHECK_INT(grantpt(master) | unlockpt(master), 0);
  int terminal = open(ptsname(master), O_RDWR | O_NOCTTY);
  CHECK(terminal >= 0);
  struct termios raw;
  CHECK_INT(tcgetattr(terminal, &raw), 0);
  cfmakeraw(&raw);
  CHECK_INT(tcsetattr(terminal, TCSANOW, &raw), 0);
  CHECK_INT(tcflow(terminal, TCOOFF), 0); /* as Ctrl-S does */
  const long long before = lost();
  replace_stderr(terminal);
  check_serves_all_the_same();
  const long long now_lost = lost() - before;
  CHECK_INT(tcflow(terminal, TCOON), 0);
  vce_errout("again\n");
  vce_set_verbose_mode(-1);
  restore_stderr();
  CHECK_INT(now_lost, 3);
  CHECK_TEXT(drain(master), "Warning:4110 the log took no more: 3 messages were lost\nagain\n");
  close(terminal);
  close(master);
}

/* A message that is taken in part is lost, and what comes next begins a line of its own. */
static void a_message_that_is_cut_ends_its_line(void **state) {
  (void)state;
  int p[2];
  CHECK_INT(pipe(p), 0);
  enum { LENGTH = 200000 };
  char *text = malloc(LENGTH + 1);
  memset(text, '#', LENGTH);
  text[LENGTH] = '\0';
  const long long before = lost();
  vce_set_verbose_mode(0);
  replace_stderr(p[1]);
  vce_errout0(text);
  drain(p[0]);
  vce_errout0("next\n");
  restore_stderr();
  vce_set_verbose_mode(-1);
  free(text);
  CHECK_INT(lost() - before, 1);
  CHECK_TEXT(drain(p[0]), "\nWarning:4110 the log took no more: 1 messages were lost\nnext\n");
  close(p[0]);
  close(p[1]);
}

static void a_closed_standard_error_is_harmless(void **state) {
  (void)state;
  link_t l = join(server());
  fflush(stderr);
  const int kept = dup(STDERR_FILENO);
  close(STDERR_FILENO);
  const long long before = lost();
  vce_set_verbose_mode(0);
  vce_errout("to nobody\n");
  peer_send_text(l.peer, "hello\n");
  hb();
  const long long now_lost = lost() - before;
  dup2(kept, STDERR_FILENO);
  close(kept);
  CHECK_INT(now_lost, 1);
  capture_stderr();
  vce_errout("again\n");
  CHECK_TEXT(captured_stderr(),
             "Warning:4110 the log took no more: 1 messages were lost\nagain\n");
  CHECK_INT(events_count('R'), 1);
}

/* Whatever the program does with the signal. */
static void a_pipe_without_a_reader_raises_no_signal(void **state) {
  (void)state;
  int pid = fork_child();
  if (pid == 0) {
    signal(SIGPIPE, SIG_DFL);
    int p[2];
    CHECK_INT(pipe(p), 0);
    close(p[0]);
    replace_stderr(p[1]);
    const long long before = lost();
    check_serves_all_the_same();
    CHECK_INT(lost() - before, 3);
    restore_stderr();
    child_done();
  }
  expect_child(pid);
}

static void the_reader_of_a_pipe_sees_that_the_program_closed_it(void **state) {
  (void)state;
  int p[2];
  CHECK_INT(pipe(p), 0);
  replace_stderr(p[1]);
  close(p[1]);
  vce_set_verbose_mode(0);
  vce_errout("a line\n");
  restore_stderr();
  char text[20];
  CHECK_INT(read(p[0], text, sizeof text), 7);
  CHECK_INT(read(p[0], text, sizeof text), 0);
  close(p[0]);
}

static void messages_follow_the_file_that_stderr_is(void **state) {
  (void)state;
  FILE *before = stderr;
  char *text = NULL;
  size_t size = 0;
  vce_set_verbose_mode(0);
  stderr = open_memstream(&text, &size); /* glibc lets programs do so */
  vce_errout("in memory\n");
  fclose(stderr);
  stderr = tmpfile();
  CHECK(stderr != NULL);
  vce_errout("in a file\n");
  char line[20] = "";
  rewind(stderr);
  const size_t n = fread(line, 1, sizeof line - 1, stderr);
  fclose(stderr);
  stderr = before;
  CHECK_TEXT(text, "in memory\n");
  CHECK_INT(n, strlen(line));
  CHECK_TEXT(line, "in a file\n");
  free(text);
}

/* As kernels, containers and users are that lack what else is used: system calls fail. */
static void refuse(int first, int second) {
  struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)first, 2, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)second, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
  };
  struct sock_fprog program = {sizeof code / sizeof *code, code};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
    child_skip();
}

static void full_pipe_without(int first, int second) {
  int pid = fork_child();
  if (pid == 0) {
    refuse(first, second);
    int p[2];
    CHECK_INT(pipe(p), 0);
    check_loses_and_says_so(p[0], p[1]);
    child_done();
  }
  expect_child(pid);
}

static void an_old_kernel_waits_no_more(void **state) {
  (void)state;
  full_pipe_without(SYS_pwritev2, SYS_pwritev2);
}

static void without_proc_it_waits_no_more(void **state) {
  (void)state;
  full_pipe_without(SYS_pwritev2, SYS_openat);
}

int main(void) {
  const struct CMUnitTest log_target[] = {
      TEST(v30_a_full_pipe_loses_messages_and_no_time),
      TEST(a_full_stream_socket_loses_messages_and_no_time),
      TEST(a_full_datagram_socket_loses_messages_and_no_time),
      TEST(a_stopped_terminal_loses_messages_and_no_time),
      TEST(a_message_that_is_cut_ends_its_line),
      TEST(a_closed_standard_error_is_harmless),
      TEST(a_pipe_without_a_reader_raises_no_signal),
      TEST(the_reader_of_a_pipe_sees_that_the_program_closed_it),
      TEST(messages_follow_the_file_that_stderr_is),
      TEST(an_old_kernel_waits_no_more),
      TEST(without_proc_it_waits_no_more),
  };
  return RUN(log_target);
}
