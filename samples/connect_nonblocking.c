/*
 * connect_nonblocking - sends one line to a server and prints the answer; connect never waits.
 *
 * Shows the client loop for programs that have other things to do: vce_tcpcontext_connect returns
 * at once, vce_conn_writable is 0 as long as the connection is being made, positive when there is
 * something to write into, and negative when the connection is gone; its closewatcher can ask why.
 * The program itself decides how long it wants to wait.
 *
 * Compile:  cc -o connect_nonblocking connect_nonblocking.c $(pkg-config --cflags --libs vce)
 * Run:      ./connect_nonblocking [port [host [text]]]      (5555 on 127.0.0.1, "hello")
 * Try:      ./echo_server in another terminal; then without it; then a host that does not answer
 * Ends:     exit code 0: answered. 1: no connection or no answer within 3 seconds.
 *           2: wrong arguments.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <vce.h>

static const VCEI64 patience_us = 3000000;
static volatile sig_atomic_t stopped;
static int answered;
static char why_it_ended[512];

static void stop(int sig) {
  (void)sig;
  stopped = 1;
  vce_wake(); /* the heartbeat waits no longer */
}

static unsigned short port_of(const char *text) {
  char *end;
  long port = strtol(text, &end, 10);
  if (end == text || *end != '\0' || port < 1 || port > 65535) {
    fprintf(stderr, "not a port: %s\n", text);
    exit(2);
  }
  return (unsigned short)port;
}

static int on_line(conn_t server, char *line, int len) {
  (void)server;
  printf("answer: %.*s\n", len, line);
  answered = 1;
  return 0;
}

static int on_close(conn_t server, CLOSE_REASON reason) {
  (void)reason;
  /* such as "connect to 127.0.0.1 port 5555: Connection refused" */
  vce_conn_get_end_detail(server, why_it_ended, sizeof why_it_ended);
  return 0;
}

/* Goes on until the line is answered; returns NULL, or the reason why it never will be. */
static const char *talk(conn_t server, char *text) {
  int len = (int)strlen(text), sent = 0;
  VCEI64 give_up = vce_get_current_utime() + patience_us;
  while (!answered) {
    vce_heartbeat();
    /* A program with other things to do does them here, once per turn. */
    int room = vce_conn_writable(server);
    if (answered)
      break;
    if (room < 0)
      return why_it_ended;
    if (!sent && room > len)
      sent = vce_protocol_unparser_text(server, text, len) > 0;
    if (vce_get_current_utime() > give_up)
      return sent ? "connected, but no answer" : "no connection within the time";
    if (stopped)
      return "stopped";
  }
  return NULL;
}

int main(int argc, char **argv) {
  unsigned short port = port_of(argc > 1 ? argv[1] : "5555");
  const char *host = argc > 2 ? argv[2] : "127.0.0.1";
  char hello[] = "hello", *text = argc > 3 ? argv[3] : hello;
  signal(SIGINT, stop);
  signal(SIGTERM, stop);

  if (vce_initialize() < 0) {
    fprintf(stderr, "cannot initialise: %s\n", STRERR);
    return 1;
  }
  vce_set_heartbeat_wait_flag(1);

  const char *failure = "cannot make a context";
  tcpcontext_t client = vce_tcpcontext_create(0, NULL, 0, 1, /* a client with one connection */
                                              4096, 4096,    /* bytes of read and write buffer */
                                              60,            /* seconds of silence allowed */
                                              1, 1, 0);      /* non-blocking, TCP_NODELAY */
  if (client != NULL) {
    vce_tcpcontext_set_conn_parser(client, vce_protocol_parser_text, on_line);
    vce_tcpcontext_set_conn_closewatcher(client, on_close);
    conn_t server = vce_tcpcontext_connect(client, host, port);
    if (vce_conn_is_valid(server)) /* only says that the attempt has begun */
      failure = talk(server, text);
    else
      failure = STRERR;
    vce_drain(5); /* sends what is unsent and ends the connection, in 5 seconds at most */
  }
  if (failure != NULL)
    fprintf(stderr, "no answer from %s port %u: %s\n", host, (unsigned)port, failure);
  vce_finalize();
  return failure != NULL;
}
