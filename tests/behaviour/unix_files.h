/* Unix sockets for tests: a folder for each test, in which nothing may be left, and plain peers. */
#ifndef TESTS_BEHAVIOUR_UNIX_FILES_H
#define TESTS_BEHAVIOUR_UNIX_FILES_H

#include "../support/harness.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static char unix_folder[] = "/tmp/libvce-unix-XXXXXX";

static inline const char *folder(void) { return unix_folder; }

static inline int setup_folder(void **state) {
  memcpy(unix_folder + sizeof unix_folder - 7, "XXXXXX", 6);
  return mkdtemp(unix_folder) == NULL ? -1 : setup_library(state);
}

/* Fails if a file is left in it. */
static inline int teardown_folder(void **state) {
  const int result = teardown_library(state);
  return rmdir(unix_folder) == 0 ? result : -1;
}

#define UNIX_TEST(function) cmocka_unit_test_setup_teardown(function, setup_folder, teardown_folder)

/* "unix:/folder/name"; good for as many calls as there are places. */
static inline const char *socket_name(const char *name) {
  static char places[4][108];
  static int next;
  char *place = places[next++ % 4];
  snprintf(place, sizeof places[0], "unix:%s/%s", unix_folder, name);
  return place;
}

static inline bool file_exists(const char *name) {
  struct stat unused;
  return lstat(name + 5, &unused) == 0;
}

static inline bool folder_is_empty(void) {
  struct stat is;
  return rmdir(unix_folder) == 0 && mkdir(unix_folder, 0700) == 0 && stat(unix_folder, &is) == 0;
}

static inline tcpcontext_t open_unix_server(const char *name) {
  options_t o = options();
  o.bind = name;
  return open_server(&o);
}

static inline tcpcontext_t open_unix_client(int nonblock) {
  options_t o = options();
  o.nonblock = nonblock;
  return open_client(&o);
}

static inline struct sockaddr_un unix_address(const char *name) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  snprintf(address.sun_path, sizeof address.sun_path, "%s", name + 5);
  return address;
}

/* Peers that do not use the library; non-blocking, as the functions of peer.h want them. */
static inline int plain_socket(void) {
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  CHECK(fd >= 0);
  return fd;
}

static inline int connect_plain(const char *name) {
  const struct sockaddr_un address = unix_address(name);
  const int fd = plain_socket();
  CHECK_INT(connect(fd, (const struct sockaddr *)&address, sizeof address), 0);
  return fd;
}

static inline int listen_plain(const char *name, int queue) {
  const struct sockaddr_un address = unix_address(name);
  const int fd = plain_socket();
  CHECK_INT(bind(fd, (const struct sockaddr *)&address, sizeof address), 0);
  CHECK_INT(listen(fd, queue), 0);
  return fd;
}

#endif
