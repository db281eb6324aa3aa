#include "peer.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "process.h"

enum { PEERS_MAX = 4096 };

static int open_peers[PEERS_MAX];
static int open_count = 0;

static int remember(int fd) {
  if (fd < 0 || open_count == PEERS_MAX) check_failed(__FILE__, __LINE__, "no socket for a peer");
  open_peers[open_count++] = fd;
  return fd;
}

static void forget(int fd) {
  for (int i = 0; i < open_count; ++i)
    if (open_peers[i] == fd) {
      open_peers[i] = open_peers[--open_count];
      return;
    }
}

void peer_close_all(void) {
  while (open_count > 0) close(open_peers[--open_count]);
}

static long long now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static socklen_t make_address(const char *text, int port, struct sockaddr_storage *out) {
  memset(out, 0, sizeof *out);
  struct sockaddr_in *in = (struct sockaddr_in *)out;
  if (inet_pton(AF_INET, text, &in->sin_addr) == 1) {
    in->sin_family = AF_INET;
    in->sin_port = htons((unsigned short)port);
    return sizeof *in;
  }
  struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)out;
  if (inet_pton(AF_INET6, text, &in6->sin6_addr) != 1)
    check_failed(__FILE__, __LINE__, "not an address: %s", text);
  in6->sin6_family = AF_INET6;
  in6->sin6_port = htons((unsigned short)port);
  return sizeof *in6;
}

static int new_socket(int family) { return socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0); }

static void make_ready(int fd) {
  int one = 1;
  fcntl(fd, F_SETFL, O_NONBLOCK);
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

static int try_connect(const char *address, int port, int receive_bytes) {
  struct sockaddr_storage to;
  socklen_t size = make_address(address, port, &to);
  int fd = new_socket(to.ss_family);
  if (fd < 0) return -1;
  if (receive_bytes > 0)
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
  struct timeval limit = {PEER_DEADLINE_MS / 1000, 0};
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  if (connect(fd, (struct sockaddr *)&to, size) != 0) {
    int saved = errno;
    close(fd);
    errno = saved;
    return -1;
  }
  make_ready(fd);
  return remember(fd);
}

int peer_try_connect(const char *address, int port) { return try_connect(address, port, 0); }

static int must_connect(const char *address, int port, int receive_bytes) {
  int fd = try_connect(address, port, receive_bytes);
  if (fd < 0)
    check_failed(__FILE__, __LINE__, "a peer cannot connect to %s port %d: %s", address, port,
                 strerror(errno));
  return fd;
}

int peer_connect(int port) { return must_connect("127.0.0.1", port, 0); }

int peer_connect_narrow(int port, int receive_bytes) {
  return must_connect("127.0.0.1", port, receive_bytes);
}

int peer_connect_ipv6(int port) { return must_connect("::1", port, 0); }

static int bound_socket(const char *address, int port) {
  struct sockaddr_storage at;
  socklen_t size = make_address(address, port, &at);
  int fd = remember(new_socket(at.ss_family));
  if (bind(fd, (struct sockaddr *)&at, size) != 0)
    check_failed(__FILE__, __LINE__, "cannot bind to %s: %s", address, strerror(errno));
  return fd;
}

int peer_port(int peer) {
  struct sockaddr_storage name;
  socklen_t size = sizeof name;
  if (getsockname(peer, (struct sockaddr *)&name, &size) != 0) return -1;
  return ntohs(((struct sockaddr_in *)&name)->sin_port);
}

int peer_listen_on(const char *address, int *port) {
  *port = 0;
  return peer_listen_at(address, port);
}

int peer_listen_at(const char *address, int *port) {
  int fd = bound_socket(address, *port);
  fcntl(fd, F_SETFL, O_NONBLOCK);
  if (listen(fd, 64) != 0) check_failed(__FILE__, __LINE__, "cannot listen: %s", strerror(errno));
  *port = peer_port(fd);
  return fd;
}

int peer_black_hole(const char *address, int *port) {
  int listener = peer_listen_at(address, port);
  if (listen(listener, 0) != 0) check_failed(__FILE__, __LINE__, "listen: %s", strerror(errno));
  struct sockaddr_storage at;
  socklen_t size = make_address(address, *port, &at);
  for (int i = 0; i < 3; ++i) {
    int fd = remember(socket(at.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    (void)connect(fd, (struct sockaddr *)&at, size);
    if (i == 0) wait_for(fd, POLLOUT); /* it is in the queue; the last one is not answered */
  }
  return listener;
}

int peer_listen(int *port) { return peer_listen_on("127.0.0.1", port); }

int peer_accept(int listener) {
  wait_for(listener, POLLIN);
  int fd = remember(accept4(listener, NULL, NULL, SOCK_CLOEXEC));
  make_ready(fd);
  return fd;
}

int peer_refused_port(void) { return peer_port(bound_socket("127.0.0.1", 0)); }

void wait_for(int fd, short poll_events) {
  struct pollfd p = {.fd = fd, .events = poll_events};
  if (poll(&p, 1, PEER_DEADLINE_MS) != 1)
    check_failed(__FILE__, __LINE__, "nothing happened on descriptor %d within %d ms", fd,
                 PEER_DEADLINE_MS);
}

size_t peer_send_some(int peer, const void *data, size_t length) {
  size_t done = 0;
  while (done < length) {
    ssize_t n = send(peer, (const char *)data + done, length - done, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n <= 0) break;
    done += (size_t)n;
  }
  return done;
}

void peer_send(int peer, const void *data, size_t length) {
  size_t done = 0;
  long long deadline = now_ms() + PEER_DEADLINE_MS;
  while (done < length) {
    done += peer_send_some(peer, (const char *)data + done, length - done);
    if (done < length) {
      if (now_ms() > deadline)
        check_failed(__FILE__, __LINE__, "a peer could send %zu of %zu bytes: %s", done, length,
                     strerror(errno));
      poll(NULL, 0, 1);
    }
  }
  settle();
}

void peer_send_text(int peer, const char *text) { peer_send(peer, text, strlen(text)); }

void peer_send_hex(int peer, const char *hex) {
  unsigned char bytes[4096];
  peer_send(peer, bytes, bytes_from_hex(hex, bytes, sizeof bytes));
}

size_t peer_take(int peer, void *out, size_t max) {
  size_t done = 0;
  while (done < max) {
    ssize_t n = recv(peer, (char *)out + done, max - done, MSG_DONTWAIT);
    if (n <= 0) break;
    done += (size_t)n;
  }
  return done;
}

void peer_expect(int peer, const void *data, size_t length) {
  if (length == 0) return;
  char *got = malloc(length);
  size_t done = 0;
  long long deadline = now_ms() + PEER_DEADLINE_MS;
  while (done < length) {
    done += peer_take(peer, got + done, length - done);
    if (done == length || now_ms() > deadline || peer_at_end(peer)) break;
    poll(NULL, 0, 1);
  }
  bool equal = done == length && memcmp(got, data, length) == 0;
  free(got);
  if (done < length)
    check_failed(__FILE__, __LINE__, "a peer received %zu of %zu bytes", done, length);
  if (!equal) check_failed(__FILE__, __LINE__, "a peer received %zu other bytes", length);
}

void peer_expect_text(int peer, const char *text) { peer_expect(peer, text, strlen(text)); }

void peer_expect_hex(int peer, const char *hex) {
  unsigned char bytes[4096];
  peer_expect(peer, bytes, bytes_from_hex(hex, bytes, sizeof bytes));
}

void peer_expect_nothing(int peer) {
  char c;
  settle();
  ssize_t n = recv(peer, &c, 1, MSG_DONTWAIT | MSG_PEEK);
  if (n > 0) check_failed(__FILE__, __LINE__, "a peer received bytes too early");
  if (n == 0) check_failed(__FILE__, __LINE__, "a peer is at the end of its stream");
  if (errno != EAGAIN) check_failed(__FILE__, __LINE__, "a peer: %s", strerror(errno));
}

/* Waits for one more byte, end or error; what recv() says then. */
static ssize_t next_event(int peer) {
  struct pollfd p = {.fd = peer, .events = POLLIN};
  char c;
  poll(&p, 1, PEER_DEADLINE_MS);
  return recv(peer, &c, 1, MSG_DONTWAIT);
}

void peer_expect_end(int peer) {
  ssize_t n = next_event(peer);
  if (n > 0) check_failed(__FILE__, __LINE__, "a peer received bytes instead of end of stream");
  if (n < 0) check_failed(__FILE__, __LINE__, "a peer: %s, not end of stream", strerror(errno));
}

void peer_expect_over(int peer) {
  ssize_t n;
  while ((n = next_event(peer)) > 0) continue;
  if (n < 0 && errno == EAGAIN) check_failed(__FILE__, __LINE__, "a peer's stream is still open");
}

bool peer_at_end(int peer) {
  char c;
  ssize_t n = recv(peer, &c, 1, MSG_DONTWAIT | MSG_PEEK);
  return n == 0 || (n < 0 && errno != EAGAIN);
}

void peer_finish(int peer) {
  shutdown(peer, SHUT_WR);
  settle();
}

void peer_close(int peer) {
  char unread[4096];
  while (peer_take(peer, unread, sizeof unread) > 0) continue; /* unread bytes would reset it */
  peer_finish(peer);
  forget(peer);
  close(peer);
}

void peer_reset(int peer) {
  struct linger now = {1, 0};
  int other = other_end(peer);
  setsockopt(peer, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  forget(peer);
  close(peer);
  if (other >= 0) wait_for(other, 0); /* POLLERR and POLLHUP are always reported */
}

int descriptors_open(void) {
  int count = 0;
  DIR *directory = opendir("/proc/self/fd");
  if (directory == NULL) return -1;
  while (readdir(directory) != NULL) ++count;
  closedir(directory);
  return count - 3; /* ".", ".." and the directory itself */
}

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

size_t bytes_from_hex(const char *hex, unsigned char *out, size_t max) {
  size_t n = 0;
  for (; hex[0] != '\0'; hex += 2) {
    if (hex_digit(hex[0]) < 0 || hex_digit(hex[1]) < 0 || n == max)
      check_failed(__FILE__, __LINE__, "not a hexadecimal text: %s", hex);
    out[n++] = (unsigned char)(hex_digit(hex[0]) * 16 + hex_digit(hex[1]));
  }
  return n;
}
