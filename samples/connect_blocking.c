/*
 * connect_blocking - sends one line to a server and prints the answer; connect waits.
 *
 * Shows the simplest client: vce_tcpcontext_connect returns when the connection is made or has
 * failed, vce_conn_is_valid right after it tells which, and vce_get_last_error_detail says why.
 * Made does not yet mean welcome: a server that is full accepts and closes, so only an answer is a
 * success.
 *
 * Compile:  cc -o connect_blocking connect_blocking.c $(pkg-config --cflags --libs vce)
 * Run:      ./connect_blocking [port [host [text]]]         (5555 on 127.0.0.1, "hello")
 * Try:      ./echo_server in another terminal; then without it; then ./full_server 5555 0 0
 * Ends:     exit code 0: answered. 1: no connection, or closed without an answer.
 *           2: wrong arguments.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <vce.h>

static volatile sig_atomic_t stopped;
static int answered;

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

  tcpcontext_t client = vce_tcpcontext_create(0, NULL, 0, 1, /* a client with one connection */
                                              4096, 4096,    /* bytes of read and write buffer */
                                              10,            /* seconds of silence allowed */
                                              0, 1, 0);      /* blocking connect, TCP_NODELAY */
  if (client == NULL) {
    fprintf(stderr, "cannot make a context: %s\n", STRERR);
    vce_finalize();
    return 1;
  }
  vce_tcpcontext_set_conn_parser(client, vce_protocol_parser_text, on_line);

  conn_t server = vce_tcpcontext_connect(client, host, port);
  if (!vce_conn_is_valid(server)) {
    char why[512]; /* such as "connect to 127.0.0.1 port 5555: Connection refused" */
    vce_get_last_error_detail(why, sizeof why);
    fprintf(stderr, "%s\n", why);
  } else if (vce_protocol_unparser_text(server, text, (int)strlen(text)) < 0) {
    fprintf(stderr, "cannot send: %s\n", STRERR);
  } else {
    while (!answered && !stopped && vce_conn_is_valid(server))
      vce_heartbeat();
    if (!answered)
      fprintf(stderr, "%s port %u: no answer\n", host, (unsigned)port);
  }

  vce_drain(5); /* sends what is unsent and ends the connection, in 5 seconds at most */
  vce_finalize();
  return !answered;
}
