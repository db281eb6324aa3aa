/* Unix sockets, and sockets that the program has. */
#include "app.h"
#include "scenarios.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static char folder[32], name[64];

static void make_folder(void) {
  strcpy(folder, "/tmp/libvce-torture-XXXXXX");
  CHECK(mkdtemp(folder) != NULL);
  snprintf(name, sizeof name, "unix:%s/a", folder);
}

/* What a fault has kept the library from removing is not left, either. */
static void remove_folder(void) {
  const bool left = unlink(name + 5) == 0;
  EXPECT(!left);
  CHECK_INT(rmdir(folder), 0);
}

static int plain_socket(void) {
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  CHECK(fd >= 0);
  return fd;
}

static int listen_plain(int queue) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  strcpy(address.sun_path, name + 5);
  const int fd = plain_socket();
  CHECK_INT(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
  CHECK_INT(listen(fd, queue), 0);
  return fd;
}

static tcpcontext_t make_unix_server(void) {
  options_t o = options();
  o.bind = name;
  o.state = 16;
  return make_server(&o);
}

/* A record of `c` to the other one, which ends with it if a fault does. */
static void talk_to_server(conn_t c) {
  const int before = events_count('R');
  send_text(c, "hello");
  BEAT_UNTIL(events_count('R') > before || !vce_conn_is_valid(c), 30);
}

static void ask(conn_t c) {
  int pid = 0, uid = 0;
  RESULT(vce_conn_get_peer_credentials(c, &pid, &uid, NULL), VCE_ESUPPORT, VCE_ENOTREADY,
         VCE_EINVAL);
  RESULT(vce_conn_get_fd(c), VCE_ENOTREADY, VCE_EINVAL);
}

static void unix_talk(void) {
  make_folder();
  tcpcontext_t t = make_unix_server();
  CHECK_INT(RESULT(vce_tcpcontext_set_max_per_address(t, 5), VCE_EMEM) <= 0, 1);
  options_t o = options();
  conn_t c = connect_to(make_client(&o), name, 0);
  talk_to_server(c);
  ask(c);
  o.nonblock = 1;
  conn_t later = connect_to(make_client(&o), name, 0);
  BEAT_UNTIL(vce_conn_writable(later) > 0 || !vce_conn_is_valid(later), 30);
  talk_to_server(later);
  ask(later);
  end_contexts();
  remove_folder();
}

static void unix_stale(void) {
  make_folder();
  close(listen_plain(1));
  make_unix_server();
  options_t o = options();
  talk_to_server(connect_to(make_client(&o), name, 0));
  end_contexts();
  remove_folder();
}

static void unix_full_queue(void) {
  make_folder();
  const int listener = listen_plain(0);
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  strcpy(address.sun_path, name + 5);
  const int waits = plain_socket();
  CHECK_INT(connect(waits, (struct sockaddr *)&address, sizeof address), 0);
  options_t o = options();
  o.nonblock = 1;
  tcpcontext_t t = make_client(&o);
  conn_t c = connect_to(t, name, 0), closed = connect_to(t, name, 0);
  beats(3);
  vce_conn_close(closed);
  const int first = accept(listener, NULL, NULL);
  WAIT_UNTIL(vce_conn_writable(c) > 0 || !vce_conn_is_valid(c), 300);
  end_contexts();
  close(first);
  close(waits);
  close(listener);
  CHECK_INT(unlink(name + 5), 0);
  remove_folder();
}

static bool is_open(int fd) { return fcntl(fd, F_GETFD) >= 0; }

/* Adopted, or still the program's: never lost, never taken half. */
static conn_t adopt(tcpcontext_t t, int fd) {
  conn_t c = vce_tcpcontext_adopt(t, fd);
  if (c.p == NULL) {
    CHECK(FAILED(VCE_EINVAL, VCE_ESETSOCKOPT, VCE_EFULL));
    CHECK(is_open(fd));
    faults_pause();
    c = vce_tcpcontext_adopt(t, fd);
    CHECK(c.p != NULL);
    faults_resume();
  }
  events_know(c);
  return c;
}

static void adopt_sockets(void) {
  make_folder();
  options_t o = options();
  o.state = 16;
  const int listener = listen_plain(5);
  clear_last_error();
  tcpcontext_t t = vce_tcpcontext_create_from_listener(listener, 5, 1024, 1024, 60, 0, 1, 0);
  if (t == NULL) {
    CHECK(FAILED(VCE_EINVAL, VCE_ESETSOCKOPT, VCE_EARRAY));
    CHECK(is_open(listener));
    close(listener);
  } else {
    vce_tcpcontext_cleanup(t);
    CHECK(!is_open(listener) || faults_struck());
  }
  CHECK_INT(unlink(name + 5), 0);
  int pair[2];
  CHECK_INT(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
  tcpcontext_t clients = make_client(&o);
  conn_t one = adopt(clients, pair[0]), other = adopt(clients, pair[1]);
  talk_to_server(one);
  ask(other);
  end_contexts();
  remove_folder();
}

const scenario_t scenarios_unix[] = {
    {.name = "unix_talk", .run = unix_talk},
    {.name = "unix_stale", .run = unix_stale},
    {.name = "unix_full_queue", .run = unix_full_queue},
    {.name = "adopt_sockets", .run = adopt_sockets},
    {.name = NULL},
};
