/* Messages, reports, files, arrays and the functions without connections. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app.h"
#include "scenarios.h"

/* ---- Reports ---- */

static size_t logged;

static void count_text(int mode, const char *text) {
  (void)mode;
  logged += strlen(text);
}

static void ask_everything(conn_t c) {
  char text[16384], address[64];
  int result = RESULT(vce_get_netstat_string(text, sizeof text), VCE_EFULL);
  CHECK_INT(result, 0);
  RESULT(vce_get_netstat_string(text, 20), VCE_EFULL);
  CHECK(RESULT(vce_get_counters_string(text, sizeof text), VCE_EFULL) > 0);
  vce_counters_t all;
  CHECK_INT(vce_get_counters(&all, sizeof all), 0);
  conn_stat_t stat;
  vce_conn_get_stat(c, &stat);
  vce_conn_show_stat();
  clear_last_error();
  if (vce_conn_get_local_ipv4_addr_string(c, address, sizeof address) == NULL) FAILED(VCE_EINVAL);
  clear_last_error();
  if (vce_conn_get_remote_addr_string(c, address, sizeof address) == NULL) FAILED(VCE_EINVAL);
  vce_errout("%s\n", "a message");
  vce_errout_v("%s\n", "a verbose message");
  vce_errout0("a plain message\n");
  memset(text, 'm', 3000);
  text[3000] = '\0';
  vce_errout("%s\n", text);
  vce_dump_buffer(text, 100);
}

static void reports(void) {
  vce_set_verbose_mode(1);
  vce_set_read_write_log_mode(1);
  options_t o = options();
  o.bind = "::1";
  tcpcontext_t t = make_server(&o);
  connect_to(t, "::1", vce_tcpcontext_get_port(t));
  o.bind = "127.0.0.1";
  t = make_server(&o);
  vce_tcpcontext_set_conn_parser(t, o.parser, vce_protocol_pcallback_dump);
  link_t l = join_server(t);
  say(l.peer, "for the log\n");
  send_text(l.conn, "for the log");
  beats(2);
  ask_everything(l.conn);
  vce_errout_set_another(count_text);
  ask_everything(l.conn);
  say(l.peer, "for the log\n");
  peer_finish(l.peer);
  beats(2);
  EXPECT(logged > 3000);
  vce_errout_set_another(NULL);
  end_contexts();
  vce_set_read_write_log_mode(0);
  vce_set_verbose_mode(0);
}

/* Messages go to a file on a full disk. */
static void log_to_file(void) {
  fflush(stderr);
  const int before = dup(STDERR_FILENO);
  FILE *file = tmpfile();
  CHECK(file != NULL);
  dup2(fileno(file), STDERR_FILENO);
  vce_set_verbose_mode(1);
  options_t o = options();
  link_t l = join_server(make_server(&o));
  ask_everything(l.conn);
  end_contexts();
  vce_set_verbose_mode(0);
  fflush(stderr);
  dup2(before, STDERR_FILENO);
  close(before);
  fclose(file);
}

/* Messages go to a pipe that is full from the second one on, then to one without a reader. */
static void log_to_pipe(void) {
  fflush(stderr);
  const int before = dup(STDERR_FILENO);
  int pair[2];
  CHECK(pipe(pair) == 0);
  static char much[1 << 17];
  memset(much, 'x', sizeof much - 1);
  dup2(pair[1], STDERR_FILENO);
  close(pair[1]);
  vce_set_verbose_mode(0);
  vce_errout0("a line\n");
  vce_errout0(much);
  vce_errout0("lost\n");
  static char taken[1 << 17];
  fcntl(pair[0], F_SETFL, O_NONBLOCK);
  EXPECT(read(pair[0], taken, sizeof taken) > 7);
  vce_errout0("and said so\n");
  close(pair[0]);
  vce_errout0("to nobody\n");
  dup2(before, STDERR_FILENO);
  close(before);
}

/* Messages go to a socket that is full, to nothing at all, and to a terminal. */
static void log_elsewhere(void) {
  fflush(stderr);
  const int before = dup(STDERR_FILENO);
  int pair[2];
  CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
  static char much[1 << 17];
  memset(much, 'x', sizeof much - 1);
  dup2(pair[1], STDERR_FILENO);
  close(pair[1]);
  vce_set_verbose_mode(0);
  for (int i = 0; i < 8; ++i) vce_errout0(much);
  static char taken[1 << 17];
  EXPECT(recv(pair[0], taken, sizeof taken, MSG_DONTWAIT) > 0);
  vce_errout0("and said so\n");
  close(pair[0]);
  vce_errout0("to nobody\n");
  close(STDERR_FILENO);
  vce_errout0("to nothing\n");
  const int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0) {
    const int terminal = open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (terminal >= 0) {
      dup2(terminal, STDERR_FILENO);
      if (terminal != STDERR_FILENO) close(terminal);
      vce_errout0("a line\n");
      for (int i = 0; i < 2; ++i) vce_errout0(much); /* more than a terminal takes */
    }
  }
  if (master >= 0) close(master);
  dup2(before, STDERR_FILENO);
  close(before);
}

/* ---- Files ---- */

static int lines_read;

static int count_setting(char *file, int line, char *name, char *value) {
  (void)file, (void)line;
  CHECK(strcmp(name, "name") == 0 && strcmp(value, "value") == 0);
  return ++lines_read > 3 ? -1000 : 0;
}

static int count_line(char *file, int line, char *text) {
  (void)file, (void)line;
  CHECK(strlen(text) > 0);
  ++lines_read;
  return 0;
}

static void files(void) {
  char name[] = "/tmp/vce-torture-XXXXXX";
  const int fd = mkstemp(name);
  CHECK(fd >= 0);
  const char text[] = "# comment\nname=value\n\nname=value\r\nname=value\nname=value\n";
  CHECK(write(fd, text, sizeof text - 1) == (ssize_t)sizeof text - 1);
  close(fd);
  lines_read = 0;
  int result = vce_read_simple_config_file(name, count_setting);
  CHECK(result == 0 || result == -1000 || result == VCE_EACCESSFILE || result == VCE_EFREAD);
  EXPECT(result == -1000 && lines_read == 4);
  lines_read = 0;
  result = RESULT(vce_read_plain_text_file(name, count_line), VCE_EACCESSFILE, VCE_EFREAD);
  EXPECT(result == 0 && lines_read == 5);
  /* What could not be read to its end does not look as if it had been. */
  CHECK(result < 0 || lines_read == 5);
  unlink(name);
  CHECK_INT(RESULT(vce_read_plain_text_file(name, count_line), VCE_EACCESSFILE), VCE_EACCESSFILE);
}

/* ---- Arrays ---- */

static void arrays(void) {
  int made[3];
  for (int i = 0; i < 3; ++i) {
    made[i] = RESULT(vce_init_array(40, 4, "torture"), VCE_EFULL);
    EXPECT(made[i] > 0);
    for (int n = 0; made[i] > 0 && n < 4; ++n) {
      void *p = vce_alloc_array_object(made[i]);
      CHECK(p != NULL);
      memset(p, 'e', 40);
    }
    if (made[i] > 0) CHECK(vce_alloc_array_object(made[i]) == NULL);
  }
  for (int i = 0; i < 3; ++i)
    if (made[i] > 0) {
      CHECK_INT(vce_free_array_object(made[i], vce_get_array_object_top(made[i])), 0);
      RESULT(vce_show_array_usage(made[i], 1), VCE_EINVAL);
      if (i > 0) CHECK_INT(vce_end_array(made[i]), 0);
    }
}

/* ---- Memory, text, hexadecimal text, packing ---- */

static void pure_functions(void) {
  char *p = VCEMALLOC(100);
  CHECK_INT(vce_get_last_error(), 0);
  EXPECT(p != NULL);
  if (p != NULL) VCEFREE(p);
  char text[400], back[100];
  int length = RESULT(vce_make_hex_text_from_buffer("abcdef", 6, text, sizeof text), VCE_EFULL);
  CHECK(length > 0);
  CHECK_INT(vce_extract_data_from_hex_text(text, length, back, sizeof back), 6);
  CHECK(memcmp(back, "abcdef", 6) == 0);
  const int packed = vce_binary_push_nb_i4(back, 0, sizeof back, 77);
  int value = 0;
  CHECK_INT(vce_binary_pop_nb_i4(back, packed, 0, &value), packed);
  CHECK_INT(value, 77);
  unsigned int address = 0;
  CHECK_INT(vce_get_ipv4_addr_by_name(&address, "127.0.0.1"), 0);
}

const scenario_t scenarios_tools[] = {
    {.name = "reports", .run = reports},
    {.name = "log_to_file", .run = log_to_file},
    {.name = "log_to_pipe", .run = log_to_pipe},
    {.name = "log_elsewhere", .run = log_elsewhere},
    {.name = "files", .run = files},
    {.name = "arrays", .run = arrays},
    {.name = "pure_functions", .run = pure_functions},
    {.name = NULL},
};
