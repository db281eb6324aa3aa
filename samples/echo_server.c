/*
 * echo_server - answers every line with the same line.
 *
 * Shows the whole life of a server: initialise, make a context, set the parser and the function for
 * its records, call the heartbeat until told to stop, clean up.
 *
 * Compile:  cc -o echo_server echo_server.c $(pkg-config --cflags --libs vce)
 * Run:      ./echo_server [port [address]]     (5555 on 127.0.0.1; port 0 takes any free one)
 * Try:      ./connect_blocking in another terminal, or nc 127.0.0.1 5555
 * Ends:     with Ctrl-C or SIGTERM: exit code 0. 1: it could not start. 2: wrong arguments.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <vce.h>

static volatile sig_atomic_t stopped;

static void stop(int sig) {
  (void)sig;
  stopped = 1;
  vce_wake(); /* the heartbeat waits no longer */
}

static unsigned short port_of(const char *text) {
  char *end;
  long port = strtol(text, &end, 10);
  if (end == text || *end != '\0' || port < 0 || port > 65535) {
    fprintf(stderr, "not a port: %s\n", text);
    exit(2);
  }
  return (unsigned short)port;
}

/* Gets one line, without line end and without NUL. A negative result closes the connection. */
static int on_line(conn_t client, char *line, int len) {
  return vce_protocol_unparser_text(client, line, len);
}

int main(int argc, char **argv) {
  unsigned short port = port_of(argc > 1 ? argv[1] : "5555");
  const char *address = argc > 2 ? argv[2] : "127.0.0.1";
  signal(SIGINT, stop);
  signal(SIGTERM, stop);

  if (vce_initialize() < 0) {
    fprintf(stderr, "cannot initialise: %s\n", STRERR);
    return 1;
  }
  vce_set_heartbeat_wait_flag(1); /* a heartbeat with nothing to do may sleep a little */

  tcpcontext_t server = vce_tcpcontext_create(1, address, port, /* a server, listening here */
                                              100,              /* connections at most */
                                              4096, 8192, /* bytes to read and to write ahead */
                                              60,         /* seconds of silence allowed */
                                              0, 1, 0);   /* TCP_NODELAY, no state buffer */
  if (server == NULL) {
    fprintf(stderr, "cannot listen on %s port %u: %s\n", address, (unsigned)port, STRERR);
    vce_finalize();
    return 1;
  }
  vce_tcpcontext_set_conn_parser(server, vce_protocol_parser_text, on_line);
  /* A client that does not read its answers is not read either until half of its write buffer is
     free. That half holds the answer to any line that fits the read buffer: no byte is lost. */
  vce_tcpcontext_set_conn_safety_read(server, 50);

  printf("echo server on %s port %d\n", address, vce_tcpcontext_get_port(server));
  fflush(stdout);
  while (!stopped)
    vce_heartbeat();

  vce_drain(5);   /* closes the port, sends what is unsent, ends the connections: 5 s at most */
  vce_finalize(); /* frees everything at once */
  return 0;
}
