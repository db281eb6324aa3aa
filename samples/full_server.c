/*
 * full_server - serves a few clients, tells some more that it is full, and drops the rest.
 *
 * Shows the two limits of a server. The absolute maximum is the `maxcon` of the context: a client
 * beyond it is accepted and closed without a message. The hi-water mark lies below it: from there on
 * the hi-water watcher is called instead of the ordinary accept watcher, and can still say "full".
 *
 * Compile:  cc -o full_server full_server.c $(pkg-config --cflags --libs vce)
 * Run:      ./full_server [port [serve [maximum]]]
 *           (5555, serves 2, has 4 at most; port 0 takes any free one)
 * Try:      nc 127.0.0.1 5555 in three terminals: welcome, welcome, full. With the arguments
 *           5555 2 2 the maximum leaves no place for a message: the third client sees its
 *           connection made, and then ended.
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

static int number_of(const char *text, long greatest) {
  char *end;
  long number = strtol(text, &end, 10);
  if (end == text || *end != '\0' || number < 0 || number > greatest) {
    fprintf(stderr, "not a number from 0 to %ld: %s\n", greatest, text);
    exit(2);
  }
  return (int)number;
}

static void say(conn_t client, const char *text) {
  vce_conn_write(client, (char *)text, strlen(text));
}

static int on_accept(conn_t client) {
  say(client, "welcome\n");
  return 0;
}

/* The text is sent before the connection ends; a negative result would close it without a text. */
static int on_hiwater(conn_t client, int count) {
  printf("connection %d: told that we are full\n", count);
  fflush(stdout);
  say(client, "full\n");
  vce_conn_close(client);
  return 0;
}

int main(int argc, char **argv) {
  unsigned short port = (unsigned short)number_of(argc > 1 ? argv[1] : "5555", 65535);
  int serve = number_of(argc > 2 ? argv[2] : "2", 900);
  int maximum = number_of(argc > 3 ? argv[3] : "4", 900);
  signal(SIGINT, stop);
  signal(SIGTERM, stop);

  if (vce_initialize() < 0) {
    fprintf(stderr, "cannot initialise: %s\n", STRERR);
    return 1;
  }
  vce_set_heartbeat_wait_flag(1);

  tcpcontext_t server = vce_tcpcontext_create(1, "127.0.0.1", port, /* a server, listening here */
                                              maximum,    /* connections at most, told ones too */
                                              1024, 2048, /* bytes of read and write buffer */
                                              600,        /* seconds of silence allowed */
                                              0, 1, 0);   /* TCP_NODELAY, no state buffer */
  if (server == NULL) {
    fprintf(stderr, "cannot listen on port %u: %s\n", (unsigned)port, STRERR);
    vce_finalize();
    return 1;
  }
  vce_tcpcontext_set_conn_parser(server, vce_protocol_parser_text,
                                 vce_protocol_pcallback_echo_text);
  vce_tcpcontext_set_conn_safety_read(server, 50); /* see echo_server.c */
  vce_tcpcontext_set_conn_acceptwatcher(server, on_accept);
  /* The hi-water watcher is called instead of the accept watcher when at least WATER - 1
     connections are open, the new one included; so the one behind those that are served is the
     first. */
  vce_tcpcontext_set_conn_hiwater_acceptwatcher(server, serve + 2, on_hiwater);

  printf("server for %d of %d on 127.0.0.1 port %d\n", serve, maximum,
         vce_tcpcontext_get_port(server));
  fflush(stdout);
  while (!stopped)
    vce_heartbeat();

  vce_drain(5); /* sends what is unsent and ends all connections, in 5 seconds at most */
  vce_finalize();
  return 0;
}
