#include "names.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "process.h"

enum { HEADER = 12, MESSAGE = 512, TYPE_A = 1, TYPE_AAAA = 28, MOST_ADDRESSES = 10 };

/* The name server. */

typedef struct known_name {
  const char *name;
  const char *four[MOST_ADDRESSES];
  const char *six;
  int delay_ms; /* below 0: never */
  int cut;      /* the type whose answer does not fit, 0: none */
} known_name;

static const known_name names[] = {
    {"both.test", {"127.0.0.1"}, "::1", 0, 0},
    {"two.test", {"127.0.0.2", "127.0.0.1"}, NULL, 0, 0},
    {"ten.test",
     {"127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5", "127.0.0.6", "127.0.0.7", "127.0.0.8",
      "127.0.0.9", "127.0.0.10", "127.0.0.11"},
     NULL,
     0,
     0},
    {"cut.test", {NULL}, NULL, 0, TYPE_A},
    {"cut6.test", {NULL}, NULL, 0, TYPE_AAAA},
    {"four.test", {"127.0.0.1"}, NULL, 0, 0},
    {"six.test", {NULL}, "::1", 0, 0},
    {"slow.test", {"127.0.0.1"}, NULL, SLOW_MS, 0},
    {"never.test", {NULL}, NULL, -1, 0},
};

/* The question's name as text; returns the offset behind the question, 0 if it is malformed. */
static size_t read_question(const unsigned char *m, size_t length, char *name, int *type) {
  size_t at = HEADER, n = 0;
  while (at < length && m[at] != 0) {
    size_t label = m[at++];
    if (label > 63 || at + label >= length || n + label + 2 > 256) return 0;
    if (n > 0) name[n++] = '.';
    memcpy(name + n, m + at, label);
    n += label;
    at += label;
  }
  name[n] = '\0';
  if (at + 5 > length) return 0;
  *type = m[at + 1] * 256 + m[at + 2];
  return at + 5;
}

static size_t put_record(unsigned char *out, int type, const char *address) {
  unsigned char data[16];
  size_t size = type == TYPE_A ? 4 : 16;
  inet_pton(type == TYPE_A ? AF_INET : AF_INET6, address, data);
  const unsigned char head[12] = {0xc0, HEADER, 0, (unsigned char)type, 0, 1, 0, 0,
                                  0,    1,      0, (unsigned char)size};
  memcpy(out, head, sizeof head);
  memcpy(out + sizeof head, data, size);
  return sizeof head + size;
}

/* Turns the question in `m` into its answer; returns the length. */
static size_t make_answer(unsigned char *m, size_t question_end, const known_name *k, int type) {
  int answers = 0;
  size_t at = question_end;
  m[2] = k != NULL && k->cut == type ? 0x87 : 0x85;
  m[3] = k == NULL ? 0x83 : 0x80; /* no such name, or success */
  for (int i = 0; k != NULL && type == TYPE_A && i < MOST_ADDRESSES; ++i)
    if (k->four[i] != NULL) {
      at += put_record(m + at, TYPE_A, k->four[i]);
      ++answers;
    }
  if (k != NULL && type == TYPE_AAAA && k->six != NULL) {
    at += put_record(m + at, TYPE_AAAA, k->six);
    ++answers;
  }
  memset(m + 6, 0, 6);
  m[7] = (unsigned char)answers;
  return at;
}

static _Noreturn void serve_names(int fd) {
  signal(SIGCHLD, SIG_IGN);
  for (;;) {
    unsigned char m[MESSAGE * 2];
    struct sockaddr_in from;
    socklen_t size = sizeof from;
    ssize_t length = recvfrom(fd, m, MESSAGE, 0, (struct sockaddr *)&from, &size);
    if (length < HEADER) continue;
    char name[256];
    int type;
    size_t end = read_question(m, (size_t)length, name, &type);
    if (end == 0) continue;
    const known_name *k = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names; ++i)
      if (strcasecmp(names[i].name, name) == 0) k = &names[i];
    if (k != NULL && k->delay_ms < 0) continue;
    size_t answer = make_answer(m, end, k, type);
    if (k != NULL && k->delay_ms > 0) {
      if (fork() != 0) continue;
      poll(NULL, 0, k->delay_ms);
      sendto(fd, m, answer, 0, (struct sockaddr *)&from, size);
      _exit(0);
    }
    sendto(fd, m, answer, 0, (struct sockaddr *)&from, size);
  }
}

/* The world. */

static bool write_file(const char *path, const char *text) {
  int fd = open(path, O_WRONLY);
  if (fd < 0) return false;
  bool done = write(fd, text, strlen(text)) == (ssize_t)strlen(text);
  close(fd);
  return done;
}

static bool own_namespaces(void) {
  unsigned int user = (unsigned int)geteuid(), group = (unsigned int)getegid();
  if (user == 0 && unshare(CLONE_NEWNS | CLONE_NEWNET) == 0) return true;
  if (unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET) != 0) return false;
  char map[64];
  snprintf(map, sizeof map, "0 %u 1", user);
  bool mapped = write_file("/proc/self/uid_map", map) && write_file("/proc/self/setgroups", "deny");
  snprintf(map, sizeof map, "0 %u 1", group);
  return mapped && write_file("/proc/self/gid_map", map);
}

static bool loopback_up(void) {
  struct ifreq request;
  memset(&request, 0, sizeof request);
  strcpy(request.ifr_name, "lo");
  request.ifr_flags = IFF_UP | IFF_RUNNING;
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  bool up = ioctl(fd, SIOCSIFFLAGS, &request) == 0;
  close(fd);
  return up;
}

static bool replace_file(const char *path, const char *text) {
  char own[] = "/tmp/vce-names-XXXXXX";
  int fd = mkstemp(own);
  if (fd < 0) return false;
  close(fd);
  bool done = write_file(own, text) && mount(own, path, "none", MS_BIND, NULL) == 0;
  unlink(own);
  return done;
}

static bool start_server(void) {
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(53)};
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof at) != 0) return false;
  pid_t parent = getpid(), pid = fork();
  if (pid < 0) return false;
  if (pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(0); /* it was faster */
    serve_names(fd);
  }
  close(fd);
  return true;
}

bool enter_names(void) {
  return own_namespaces() && mount("none", "/", "none", MS_REC | MS_PRIVATE, NULL) == 0 &&
         loopback_up() && replace_file("/etc/resolv.conf", "nameserver 127.0.0.1\n") &&
         replace_file("/etc/hosts", "127.0.0.1 localhost\n127.0.0.1 hosts.test\n") &&
         start_server();
}

static void enter_and_run(void (*body)(void)) {
  if (!enter_names()) child_skip();
  body();
}

void run_with_names(void (*body)(void)) {
  check_child(fresh_process_with(enter_and_run, body), "body", __FILE__, __LINE__);
}
