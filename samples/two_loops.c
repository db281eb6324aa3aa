/*
 * two_loops - one port, two processes: whichever is free answers.
 *
 * Shows a program that forks after it has started the library. Both sides simply go on calling the
 * heartbeat; the listening socket is shared, and each client belongs to the process that took it.
 * (Fork before there are connections: those would be shared too, and two readers tear one stream.)
 *
 * Compile:  cc -o two_loops two_loops.c $(pkg-config --cflags --libs vce)
 * Run:      ./two_loops [port [address]]       (5555 on 127.0.0.1; port 0 takes any free one)
 * Try:      ./connect_blocking a few times: "hello from process N", N being one of the two
 * Ends:     with Ctrl-C or SIGTERM, both processes: exit code 0. 1: it could not start, or the
 *           other process failed. 2: wrong arguments.
 */
#define _POSIX_C_SOURCE 200809L
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
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

static int on_line(conn_t client, char *line, int len) {
  char answer[256];
  int length = snprintf(answer, sizeof answer, "%.*s from process %ld", len < 200 ? len : 200, line,
                        (long)getpid());
  return vce_protocol_unparser_text(client, answer, length);
}

/* The loop of either process; the child also ends when its parent is gone. */
static void serve(pid_t parent) {
  while (!stopped && (parent == 0 || getppid() == parent))
    vce_heartbeat();
  vce_drain(5); /* the connections of this process; the other one goes on */
  vce_finalize();
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
  vce_set_heartbeat_wait_flag(1);

  tcpcontext_t server = vce_tcpcontext_create(1, address, port, /* a server, listening here */
                                              100,        /* connections at most, per process */
                                              1024, 4096, /* bytes of read and write buffer */
                                              60,         /* seconds of silence allowed */
                                              0, 1, 0);   /* TCP_NODELAY, no state buffer */
  if (server == NULL) {
    fprintf(stderr, "cannot listen on %s port %u: %s\n", address, (unsigned)port, STRERR);
    vce_finalize();
    return 1;
  }
  vce_tcpcontext_set_conn_parser(server, vce_protocol_parser_text, on_line);
  vce_tcpcontext_set_conn_safety_read(server, 50); /* see echo_server.c */

  pid_t parent = getpid(), child = fork();
  if (child < 0) {
    perror("fork");
    vce_finalize();
    return 1;
  }
  if (child == 0) {
    serve(parent);
    return 0;
  }
  printf("processes %ld and %ld on %s port %d\n", (long)parent, (long)child, address,
         vce_tcpcontext_get_port(server));
  fflush(stdout);
  serve(0);

  int status = 0;
  kill(child, SIGTERM);
  waitpid(child, &status, 0);
  return !(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}
