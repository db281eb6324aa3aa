#include "channel.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

bool channel_send(int fd, const void *data, size_t size) {
  const char *at = data;
  while (size > 0) {
    ssize_t n = write(fd, at, size);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return false;
    at += n;
    size -= (size_t)n;
  }
  return true;
}

bool channel_receive(int fd, void *data, size_t size) {
  char *at = data;
  while (size > 0) {
    ssize_t n = read(fd, at, size);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return false;
    at += n;
    size -= (size_t)n;
  }
  return true;
}

bool channel_say_go(int fd) { return channel_send(fd, "g", 1); }

enum word channel_listen(int fd) {
  struct pollfd p = {.fd = fd, .events = POLLIN};
  if (poll(&p, 1, 0) <= 0)
    return WORD_NONE;
  char go;
  return channel_receive(fd, &go, 1) ? WORD_GO : WORD_STOP;
}
