/* Echoes a fixed number of records, so that an instruction counter sees the same work every time:
   64 connections, 32 bin16 records of 32 bytes in flight on each. Server and clients are this one
   process; only what runs inside of vce_heartbeat() is to be counted.

   usage: instructions ROUNDS (see instructions.sh, which counts) */
#include "vce.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CONNECTIONS = 64, DEPTH = 32, SIZE = 32, FRAMED = SIZE + 2, BURST = DEPTH * FRAMED };

static void die(const char *what) {
  perror(what);
  exit(1);
}

static int answer(conn_t c, char *data, int length) {
  return vce_protocol_unparser_bin16(c, data, length);
}

static int connect_to(int port) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) != 0)
    die("connect");
  return fd;
}

/* Heartbeats until the echo of a whole burst has come back. */
static void await_echo(int fd, const char *sent) {
  char got[BURST];
  size_t have = 0;
  while (have < sizeof got) {
    ssize_t n = recv(fd, got + have, sizeof got - have, MSG_DONTWAIT);
    if (n == 0 || (n < 0 && errno != EAGAIN))
      die("recv");
    if (n > 0)
      have += (size_t)n;
    else
      vce_heartbeat();
  }
  if (memcmp(got, sent, sizeof got) != 0) {
    fprintf(stderr, "an echo differs from what was sent\n");
    exit(1);
  }
}

int main(int argc, char **argv) {
  int rounds = argc == 2 ? atoi(argv[1]) : 0;
  if (rounds < 1) {
    fprintf(stderr, "usage: instructions ROUNDS\n");
    return 2;
  }
  if (vce_initialize() < 0)
    die("vce_initialize");
  tcpcontext_t t =
      vce_tcpcontext_create(1, "127.0.0.1", 0, CONNECTIONS, 65536, 65536, 3600, 0, 1, 0);
  if (!t)
    die("vce_tcpcontext_create");
  vce_tcpcontext_set_conn_parser(t, vce_protocol_parser_bin16, answer);
  vce_tcpcontext_set_conn_call_parser_per_heartbeat(t, 1000);

  int peers[CONNECTIONS], open = 0;
  for (int i = 0; i < CONNECTIONS; i++)
    peers[i] = connect_to(vce_tcpcontext_get_port(t));
  for (int beats = 0; open < CONNECTIONS && beats < 100000; beats++) {
    vce_heartbeat();
    vce_tcpcontext_count_connections(t, &open);
  }
  char burst[BURST];
  for (int i = 0; i < BURST; i++)
    burst[i] = (char)(i % FRAMED == 0 ? 0 : i % FRAMED == 1 ? SIZE : i);
  for (int round = 0; round < rounds; round++) {
    for (int i = 0; i < CONNECTIONS; i++) {
      if (send(peers[i], burst, sizeof burst, 0) != (ssize_t)sizeof burst)
        die("send");
    }
    for (int i = 0; i < CONNECTIONS; i++)
      await_echo(peers[i], burst);
  }
  printf("%d\n", rounds * CONNECTIONS * DEPTH);
  for (int i = 0; i < CONNECTIONS; i++)
    close(peers[i]);
  vce_finalize();
  return 0;
}
