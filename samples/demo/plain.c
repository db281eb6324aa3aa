/* The roles that are no programs of the library, but plain sockets. */
#define _GNU_SOURCE 1
#include "plain.h"
#include "roles.h"
#include <arpa/inet.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct sockaddr_in loopback(unsigned short port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int play_mute(void) {
  struct sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(listener, (struct sockaddr *)&address, size) < 0 || listen(listener, 0) < 0 ||
      getsockname(listener, (struct sockaddr *)&address, &size) < 0)
    return 1;
  for (int i = 0; i < 4; i++) { /* one fits into the queue of 0, the others wait for ever */
    int filler = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct pollfd made = {filler, POLLOUT, 0};
    connect(filler, (struct sockaddr *)&address, size);
    poll(&made, 1, i == 0 ? 1000 : 20);
  }
  if (!role_report(ntohs(address.sin_port)))
    return 1;
  while (!role_ended())
    poll(NULL, 0, 1000);
  return 0;
}

int play_slow(unsigned short port) {
  static char line[line_bytes];
  struct sockaddr_in address = loopback(port);
  int s = socket(AF_INET, SOCK_STREAM, 0), lines = 0;
  if (connect(s, (struct sockaddr *)&address, sizeof address) < 0 || write(s, "flood\n", 6) != 6)
    return 1;
  role_report(0);
  if (read(STDIN_FILENO, line, 1) != 1)
    return 1;
  while (lines < flood_lines && recv(s, line, line_bytes, MSG_WAITALL) == line_bytes &&
         atoi(line) == lines && line[line_bytes - 1] == '\n')
    lines++;
  role_report(lines);
  close(s);
  return 0;
}
