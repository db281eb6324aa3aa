/*
 * custom_parser - speaks netstrings ("5:hello,") and answers them backwards.
 *
 * Shows a parser of one's own: look at the whole unread input with vce_conn_get_buffer, wait while
 * a record is incomplete, refuse bytes that can never become one, and remove a parsed record from
 * the buffer with vce_conn_shrink_readbuf.
 *
 * Compile:  cc -o custom_parser custom_parser.c $(pkg-config --cflags --libs vce)
 * Run:      ./custom_parser [port [address]]   (5555 on 127.0.0.1; port 0 takes any free one)
 * Try:      printf '5:hello,0:,3:abc,' | nc 127.0.0.1 5555   which prints 5:olleh,0:,3:cba,
 * Ends:     with Ctrl-C or SIGTERM: exit code 0. 1: it could not start. 2: wrong arguments.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <vce.h>

enum { max_digits = 4, max_content = 9999, max_record = max_digits + 1 + max_content + 1 };

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

/* `record` is one whole netstring; its content starts at `content`. */
static void answer(conn_t c, const char *record, int content, int len) {
  char out[max_record];
  memcpy(out, record, (size_t)content);
  for (int i = 0; i < len; i++)
    out[content + i] = record[content + len - 1 - i];
  out[content + len] = ',';
  vce_conn_write(c, out, (size_t)(content + len + 1));
}

/* Called while there is unread input, and it must also bear having none. 0: go on. Negative: this
   is no netstring, close the connection. */
static int parse_netstring(conn_t c) {
  char *in;
  int available, at = 0, len = 0;
  vce_conn_get_buffer(c, &in, &available, NULL, NULL);
  while (at < available && at < max_digits && in[at] >= '0' && in[at] <= '9')
    len = len * 10 + (in[at++] - '0');
  if (at == available)
    return 0;
  if (at == 0 || in[at] != ':')
    return -1;
  int content = at + 1, whole = content + len + 1;
  if (available < whole)
    return 0;
  if (in[whole - 1] != ',')
    return -1;
  if (vce_conn_writable(c) < whole)
    return 0; /* no room for the answer: the record stays, the next heartbeat asks again */
  answer(c, in, content, len);
  vce_conn_shrink_readbuf(c, whole);
  return 0;
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

  tcpcontext_t server =
      vce_tcpcontext_create(1, address, port,       /* a server, listening here */
                            100,                    /* connections at most */
                            max_record, max_record, /* bytes of read, write buffer */
                            60,                     /* seconds of silence allowed */
                            0, 1, 0);               /* TCP_NODELAY */
  if (server == NULL) {
    fprintf(stderr, "cannot listen on %s port %u: %s\n", address, (unsigned)port, STRERR);
    vce_finalize();
    return 1;
  }
  vce_tcpcontext_set_conn_parser(server, parse_netstring, NULL);

  printf("netstring server on %s port %d\n", address, vce_tcpcontext_get_port(server));
  fflush(stdout);
  while (!stopped)
    vce_heartbeat();

  vce_drain(5); /* sends what is unsent and ends all connections, in 5 seconds at most */
  vce_finalize();
  return 0;
}
