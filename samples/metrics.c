/*
 * metrics - counters that a Prometheus server, or a browser, can read over HTTP.
 *
 * Two contexts share one heartbeat: an echo server for lines, so that there is something to count,
 * and a tiny HTTP server on the same text parser. A request is a request line, header lines and an
 * empty line; the answer is vce_get_counters_string(), and the close after it ends the body.
 *
 * Compile:  cc -o metrics metrics.c $(pkg-config --cflags --libs vce)
 * Run:      ./metrics [METRICS_PORT [ECHO_PORT]]      ports 9100 and 5555; 0 = any
 * Try:      curl http://127.0.0.1:9100/metrics         and: nc 127.0.0.1 5555
 * Ends:     by SIGINT or SIGTERM, exit code 0; 1 if it cannot start, 2 for wrong arguments.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vce.h>

enum { page_size = 8192, answer_size = page_size + 256 };

static volatile sig_atomic_t stopped;

static void stop(int signal_number) {
  (void)signal_number;
  stopped = 1;
}

static int echo_line(conn_t c, char *line, int length) {
  return vce_protocol_unparser_text(c, line, length);
}

/* The request of a connection, kept in its state buffer until the empty line. */
typedef struct request {
  int lines;
  int known;
} request_t;

static int respond(conn_t c, int known) {
  static char page[page_size];
  char head[256];
  int length = known ? vce_get_counters_string(page, sizeof page) : 0;
  if (length < 0) return length; /* ends the connection */
  vce_snprintf(head, sizeof head,
               "HTTP/1.0 %s\r\nContent-Type: text/plain; version=0.0.4\r\nContent-Length: %d\r\n\r\n",
               known ? "200 OK" : "404 Not Found", length);
  if (vce_conn_write(c, head, strlen(head)) < 0) return -1;
  if (length > 0 && vce_conn_write(c, page, (size_t)length) < 0) return -1;
  vce_conn_close(c); /* after all output has been sent */
  return 0;
}

static int http_line(conn_t c, char *line, int length) {
  static const char wanted[] = "GET /metrics";
  request_t *request = vce_conn_get_state_buffer(c, NULL);
  if (vce_conn_is_closed(c)) return 0; /* answered; the rest is of no interest */
  if (length == 0 && request->lines > 0) return respond(c, request->known);
  if (request->lines++ == 0)
    request->known = (size_t)length >= strlen(wanted) && memcmp(line, wanted, strlen(wanted)) == 0;
  return request->lines > 100 ? -1 : 0;
}

static int port_of(const char *text) {
  char *end;
  long port = strtol(text, &end, 10);
  if (*text && !*end && port >= 0 && port <= 65535) return (int)port;
  fprintf(stderr, "not a port: %s\n", text);
  exit(2);
}

int main(int argc, char **argv) {
  int metrics_port = argc > 1 ? port_of(argv[1]) : 9100;
  int echo_port = argc > 2 ? port_of(argv[2]) : 5555;
  signal(SIGINT, stop);
  signal(SIGTERM, stop);
  if (vce_initialize() < 0) return 1;

  tcpcontext_t echo = vce_tcpcontext_create(1, "127.0.0.1", (unsigned short)echo_port, 500, 4096,
                                            8192, 60, 0, 1, 0);
  tcpcontext_t metrics = vce_tcpcontext_create(1, "127.0.0.1", (unsigned short)metrics_port, 10,
                                               4096, answer_size, 5, 0, 1, sizeof(request_t));
  if (!echo || !metrics) {
    fprintf(stderr, "cannot start: %s\n", STRERR);
    return 1;
  }
  vce_tcpcontext_set_conn_parser(echo, vce_protocol_parser_text, echo_line);
  vce_tcpcontext_set_conn_safety_read(echo, 50); /* see echo_server.c */
  vce_tcpcontext_set_conn_parser(metrics, vce_protocol_parser_text, http_line);
  vce_tcpcontext_set_conn_call_parser_per_heartbeat(metrics, 100); /* a whole request at once */
  printf("echo on 127.0.0.1 port %d, metrics on port %d\n", vce_tcpcontext_get_port(echo),
         vce_tcpcontext_get_port(metrics));
  fflush(stdout);

  vce_set_heartbeat_wait_flag(1);
  while (!stopped) vce_heartbeat();

  vce_drain(5); /* sends what is unsent and ends all connections, in 5 seconds at most */
  vce_finalize();
  return 0;
}
