/* Sockets of a test that speak the cipher (cipher.h) without knowing it.
 *
 * In `make TRANSPORT=test` the calls of test programs to connect(), send(), recv() and their like go
 * here (wrapped.syms); those of the library do not. A stream socket of TCP that was connected or
 * accepted through here has its hello sent, and the peer's taken away, on the way. Ciphering keeps
 * the length, so all else is as the kernel says. */
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "tests/support/transport/cipher.h"

/* The names in wrapped.syms; no source calls them. */
int ciphered_connect(int fd, const struct sockaddr *to, socklen_t size);
int ciphered_accept4(int fd, struct sockaddr *peer, socklen_t *size, int flags);
int ciphered_accept(int fd, struct sockaddr *peer, socklen_t *size);
ssize_t ciphered_send(int fd, const void *data, size_t size, int flags);
ssize_t ciphered_recv(int fd, void *into, size_t size, int flags);
ssize_t ciphered_write(int fd, const void *data, size_t size);
ssize_t ciphered_read(int fd, void *into, size_t size);
ssize_t ciphered_recv_chk(int fd, void *into, size_t size, size_t room, int flags);
ssize_t ciphered_read_chk(int fd, void *into, size_t size, size_t room);
int ciphered_poll(struct pollfd *all, nfds_t count, int timeout);
int ciphered_poll_chk(struct pollfd *all, nfds_t count, int timeout, size_t room);
int ciphered_shutdown(int fd, int how);
int ciphered_close(int fd);
void ciphered_closefrom(int first);

enum { DESCRIPTORS_MAX = 1 << 16 };

typedef struct end {
  unsigned long long sent, received; /* without hellos */
  unsigned char ciphered;            /* it is one of these sockets */
  unsigned char out;                 /* its direction */
  unsigned char hello_sent, hello_got;
} end;

static end ends[DESCRIPTORS_MAX];

static end *end_of(int fd) {
  return fd >= 0 && fd < DESCRIPTORS_MAX && ends[fd].ciphered ? &ends[fd] : NULL;
}

static void begin(int fd, int out) {
  if (fd < 0) return;
  if (fd >= DESCRIPTORS_MAX) abort();
  ends[fd] = (end){.ciphered = 1, .out = (unsigned char)out};
}

static int is_tcp(const struct sockaddr *address) {
  return address != NULL && (address->sa_family == AF_INET || address->sa_family == AF_INET6);
}

/* 1 once the hello is sent; else as send(). */
static ssize_t say_hello(int fd, end *e, int flags) {
  while (e->hello_sent < CIPHER_HELLO_BYTES) {
    ssize_t n = send(fd, cipher_hello(e->out) + e->hello_sent,
                     (size_t)CIPHER_HELLO_BYTES - e->hello_sent, flags | MSG_NOSIGNAL);
    if (n <= 0) return n;
    e->hello_sent = (unsigned char)(e->hello_sent + n);
  }
  return 1;
}

/* A client speaks first, as soon as it is connected. Who cannot yet, tries again later. */
static void greet(int fd, end *e) {
  int saved = errno;
  if (e->out == CIPHER_FROM_CLIENT) (void)say_hello(fd, e, MSG_DONTWAIT);
  errno = saved;
}

/* 1 once the peer's hello is taken; else as recv(). */
static ssize_t take_hello(int fd, end *e, int flags) {
  while (e->hello_got < CIPHER_HELLO_BYTES) {
    char got[CIPHER_HELLO_BYTES];
    ssize_t n = recv(fd, got, (size_t)CIPHER_HELLO_BYTES - e->hello_got, flags & MSG_DONTWAIT);
    if (n <= 0) return n;
    if (memcmp(got, cipher_hello(!e->out) + e->hello_got, (size_t)n) != 0) abort();
    e->hello_got = (unsigned char)(e->hello_got + n);
  }
  return 1;
}

int ciphered_connect(int fd, const struct sockaddr *to, socklen_t size) {
  int result = connect(fd, to, size);
  if (is_tcp(to) && (result == 0 || errno == EINPROGRESS || errno == EINTR)) {
    begin(fd, CIPHER_FROM_CLIENT);
    greet(fd, &ends[fd]);
  }
  return result;
}

int ciphered_accept4(int fd, struct sockaddr *peer, socklen_t *size, int flags) {
  struct sockaddr_storage address = {0};
  socklen_t length = sizeof address;
  int accepted = accept4(fd, (struct sockaddr *)&address, &length, flags);
  if (accepted < 0) return accepted;
  if (peer != NULL && size != NULL) {
    memcpy(peer, &address, *size < length ? *size : length);
    *size = length;
  }
  if (is_tcp((struct sockaddr *)&address)) begin(accepted, CIPHER_FROM_SERVER);
  return accepted;
}

int ciphered_accept(int fd, struct sockaddr *peer, socklen_t *size) {
  return ciphered_accept4(fd, peer, size, 0);
}

ssize_t ciphered_send(int fd, const void *data, size_t size, int flags) {
  end *e = end_of(fd);
  if (e == NULL) return send(fd, data, size, flags);
  ssize_t n = say_hello(fd, e, flags);
  if (n <= 0) return n;
  size_t done = 0;
  do {
    unsigned char changed[65536];
    size_t part = size - done < sizeof changed ? size - done : sizeof changed;
    memcpy(changed, (const char *)data + done, part);
    cipher_apply(e->out, e->sent, changed, part);
    n = send(fd, changed, part, flags);
    if (n < 0) return done > 0 ? (ssize_t)done : n;
    done += (size_t)n;
    e->sent += (unsigned long long)n;
    if ((size_t)n < part) break;
  } while (done < size);
  return (ssize_t)done;
}

ssize_t ciphered_recv(int fd, void *into, size_t size, int flags) {
  end *e = end_of(fd);
  if (e == NULL) return recv(fd, into, size, flags);
  greet(fd, e);
  ssize_t n = take_hello(fd, e, flags);
  if (n <= 0) return n;
  n = recv(fd, into, size, flags);
  if (n > 0) {
    cipher_apply(!e->out, e->received, into, (size_t)n);
    if ((flags & MSG_PEEK) == 0) e->received += (unsigned long long)n;
  }
  return n;
}

ssize_t ciphered_write(int fd, const void *data, size_t size) {
  return end_of(fd) != NULL ? ciphered_send(fd, data, size, 0) : write(fd, data, size);
}

ssize_t ciphered_read(int fd, void *into, size_t size) {
  return end_of(fd) != NULL ? ciphered_recv(fd, into, size, 0) : read(fd, into, size);
}

/* Of fortified objects. */
ssize_t ciphered_recv_chk(int fd, void *into, size_t size, size_t room, int flags) {
  if (size > room) abort();
  return ciphered_recv(fd, into, size, flags);
}

ssize_t ciphered_read_chk(int fd, void *into, size_t size, size_t room) {
  if (size > room) abort();
  return ciphered_read(fd, into, size);
}

/* What is readable but a hello. */
static short without_hello(int fd, short seen) {
  end *e = end_of(fd);
  if (e == NULL || (seen & POLLIN) == 0 || (seen & (POLLHUP | POLLERR)) != 0 ||
      e->hello_got == CIPHER_HELLO_BYTES)
    return seen;
  char next;
  if (take_hello(fd, e, MSG_DONTWAIT) < 0 ||
      recv(fd, &next, 1, MSG_DONTWAIT | MSG_PEEK) < 0)
    return errno == EAGAIN ? (short)(seen & ~POLLIN) : seen;
  return seen;
}

static long long now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int ciphered_poll(struct pollfd *all, nfds_t count, int timeout) {
  long long until = now_ms() + timeout;
  for (;;) {
    for (nfds_t i = 0; i < count; ++i) {
      end *e = end_of(all[i].fd);
      if (e != NULL) greet(all[i].fd, e);
    }
    int ready = poll(all, count, timeout);
    if (ready <= 0) return ready;
    for (nfds_t i = 0; i < count; ++i) {
      if (all[i].revents == 0) continue;
      all[i].revents = without_hello(all[i].fd, all[i].revents);
      if (all[i].revents == 0) --ready;
    }
    if (ready > 0 || timeout == 0) return ready;
    if (timeout > 0) {
      long long left = until - now_ms();
      timeout = left > 0 ? (int)left : 0;
    }
  }
}

int ciphered_poll_chk(struct pollfd *all, nfds_t count, int timeout, size_t room) {
  if (count * sizeof *all > room) abort();
  return ciphered_poll(all, count, timeout);
}

int ciphered_shutdown(int fd, int how) {
  end *e = end_of(fd);
  if (e != NULL) greet(fd, e);
  return shutdown(fd, how);
}

void ciphered_closefrom(int first) {
  for (int fd = first; fd < DESCRIPTORS_MAX; ++fd) ends[fd] = (end){0};
  closefrom(first);
}

/* An unread hello would make the kernel send a reset. */
int ciphered_close(int fd) {
  end *e = end_of(fd);
  if (e != NULL) {
    greet(fd, e);
    (void)take_hello(fd, e, MSG_DONTWAIT);
    *e = (end){0};
  }
  return close(fd);
}
