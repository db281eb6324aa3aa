/*
 * metrics - counters that a Prometheus server, or a browser, can read over HTTP.
 *
 * Two contexts share one heartbeat: an echo server for lines, so that there is something to count,
 * and a tiny HTTP server on the same text parser. A request is a request line, header lines and an
 * empty line; /metrics is answered with vce_get_counters_string() and the counters of each context,
 * labelled with its name. Each answer ends its connection.
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
#include <strings.h>
#include <vce.h>

enum { page_size = 12288, answer_size = page_size + 256, max_line = 1024, max_lines = 100 };

static volatile sig_atomic_t stopped;

static void stop(int signal_number) {
  (void)signal_number;
  stopped = 1;
  vce_wake(); /* the heartbeat waits no longer */
}

static int echo_line(conn_t c, char *line, int length) {
  return vce_protocol_unparser_text(c, line, length);
}

/* ---- The page ---- */

typedef struct page {
  char text[page_size];
  int length;
  int is_full;
} page_t;

static void add(page_t *page, const char *text) {
  size_t more = strlen(text);
  if (more >= sizeof page->text - (size_t)page->length) {
    page->is_full = 1;
    return;
  }
  memcpy(page->text + page->length, text, more + 1);
  page->length += (int)more;
}

/* A label's value stands between quotes. */
static void add_escaped(page_t *page, const char *value) {
  for (; *value; value++) {
    char one[2] = {*value, 0};
    add(page, *value == '\n' ? "\\n" : *value == '"' ? "\\\"" : *value == '\\' ? "\\\\" : one);
  }
}

/* The name is what the program calls the context; Prometheus tells them apart by it. */
static struct named_context {
  const char *name;
  tcpcontext_t context;
} contexts[] = {{"echo", NULL}, {"metrics", NULL}};

enum { echo, metrics, context_count };

static VCEI64 connections_of(const tcpcontext_stat_t *s) { return s->current_conn; }
static VCEI64 received_by(const tcpcontext_stat_t *s) { return s->recv_byte; }
static VCEI64 sent_by(const tcpcontext_stat_t *s) { return s->send_byte; }
static VCEI64 accepted_by(const tcpcontext_stat_t *s) { return s->accept_syscall; }
static VCEI64 idle_in(const tcpcontext_stat_t *s) { return s->conn_timeout; }

static const struct family {
  const char *name, *type, *help;
  VCEI64 (*value)(const tcpcontext_stat_t *s);
} families[] = {
    {"vce_context_connections", "gauge", "Connections alive now.", connections_of},
    {"vce_context_received_bytes_total", "counter", "Bytes received.", received_by},
    {"vce_context_sent_bytes_total", "counter", "Bytes sent.", sent_by},
    {"vce_context_accepted_total", "counter", "Peers accepted, those turned away included.",
     accepted_by},
    {"vce_context_idle_timeouts_total", "counter", "Connections ended by their idle limit.",
     idle_in},
};

static void add_family(page_t *page, const struct family *family) {
  char text[256];
  snprintf(text, sizeof text, "# HELP %s %s\n# TYPE %s %s\n", family->name, family->help,
           family->name, family->type);
  add(page, text);
  for (int i = 0; i < context_count; i++) {
    tcpcontext_stat_t stat;
    vce_tcpcontext_get_stat(contexts[i].context, &stat);
    add(page, family->name);
    add(page, "{context=\"");
    add_escaped(page, contexts[i].name);
    snprintf(text, sizeof text, "\"} %lld\n", (long long)family->value(&stat));
    add(page, text);
  }
}

/* 0, or negative if there is more than the page takes. */
static int make_page(page_t *page) {
  page->is_full = 0;
  page->length = vce_get_counters_string(page->text, sizeof page->text);
  if (page->length < 0)
    return page->length;
  for (size_t i = 0; i < sizeof families / sizeof families[0]; i++)
    add_family(page, &families[i]);
  return page->is_full ? -1 : 0;
}

/* ---- HTTP ---- */

/* The request of a connection, kept in its state buffer until the empty line. */
typedef struct request {
  int lines;
  int has_host;
  int is_old; /* HTTP/1.0, which needs no Host */
  int is_head;
  const char *status;
} request_t;

static const char ok[] = "200 OK", bad[] = "400 Bad Request", not_found[] = "404 Not Found",
                  not_allowed[] = "405 Method Not Allowed", uri_long[] = "414 URI Too Long",
                  too_long[] = "431 Request Header Fields Too Large",
                  failed[] = "500 Internal Server Error",
                  wrong_version[] = "505 HTTP Version Not Supported";

/* Answers and asks for the end, which comes after all has been sent. */
static int respond(conn_t c, const char *status, int is_head) {
  static page_t page;
  char head[256];
  page.length = 0;
  if (status == ok && make_page(&page) < 0)
    status = failed;
  if (status != ok)
    page.length = snprintf(page.text, sizeof page.text, "%s\n", status);
  int length = snprintf(head, sizeof head,
                        "HTTP/1.1 %s\r\nContent-Type: text/plain; %scharset=utf-8\r\n"
                        "Content-Length: %d\r\n%sConnection: close\r\n\r\n",
                        status, status == ok ? "version=0.0.4; " : "", page.length,
                        status == not_allowed ? "Allow: GET, HEAD\r\n" : "");
  if (vce_conn_write(c, head, (size_t)length) < 0)
    return -1;
  if (!is_head && vce_conn_write(c, page.text, (size_t)page.length) < 0)
    return -1;
  vce_conn_close(c); /* after all output has been sent */
  return 0;
}

/* A request line is METHOD TARGET HTTP/1.0, or 1.1. */
static void read_request_line(request_t *request, const char *line, int length) {
  char text[max_line + 1], method[max_line + 1], target[max_line + 1], more;
  unsigned major, minor;
  memcpy(text, line, (size_t)length);
  text[length] = 0;
  int is_clean = memchr(line, 0, (size_t)length) == NULL && strchr(text, '\t') == NULL;
  int found = is_clean ? sscanf(text, "%1024[^ ] %1024[^ ] HTTP/%1u.%1u%c", method, target, &major,
                                &minor, &more)
                       : 0;
  if (found != 4 || target[0] != '/') {
    request->status = bad;
    return;
  }
  target[strcspn(target, "?")] = 0;
  request->is_old = minor == 0;
  request->is_head = strcmp(method, "HEAD") == 0;
  request->status = major != 1                                       ? wrong_version
                    : strcmp(target, "/metrics") != 0                ? not_found
                    : request->is_head || strcmp(method, "GET") == 0 ? ok
                                                                     : not_allowed;
}

static int http_line(conn_t c, char *line, int length) {
  request_t *request = vce_conn_get_state_buffer(c, NULL);
  if (vce_conn_is_closed(c))
    return 0; /* answered; the rest is of no interest */
  if (length == 0 && request->lines == 0)
    return 0; /* allowed in front of a request line */
  if (length == 0) {
    int is_complete = request->has_host || request->is_old || request->status != ok;
    return respond(c, is_complete ? request->status : bad, request->is_head);
  }
  if (length > max_line)
    return respond(c, request->lines == 0 ? uri_long : too_long, request->is_head);
  if (request->lines++ == 0) {
    read_request_line(request, line, length);
    return 0;
  }
  if (request->lines > max_lines)
    return respond(c, too_long, request->is_head);
  if (length >= 5 && strncasecmp(line, "Host:", 5) == 0)
    request->has_host = 1;
  return 0;
}

/* Like vce_protocol_parser_text(), but a line that can never end is answered, too. */
static int http_parser(conn_t c) {
  char *in;
  int available;
  const request_t *request = vce_conn_get_state_buffer(c, NULL);
  vce_conn_get_buffer(c, &in, &available, NULL, NULL);
  if (vce_conn_is_closed(c))
    return vce_conn_shrink_readbuf(c, available);
  if (available > max_line + 2 && memchr(in, '\n', (size_t)available) == NULL) {
    vce_conn_shrink_readbuf(c, available);
    return respond(c, request->lines == 0 ? uri_long : too_long, request->is_head);
  }
  return vce_protocol_parser_text(c);
}

static int port_of(const char *text) {
  char *end;
  long port = strtol(text, &end, 10);
  if (*text && !*end && port >= 0 && port <= 65535)
    return (int)port;
  fprintf(stderr, "not a port: %s\n", text);
  exit(2);
}

int main(int argc, char **argv) {
  int metrics_port = argc > 1 ? port_of(argv[1]) : 9100;
  int echo_port = argc > 2 ? port_of(argv[2]) : 5555;
  signal(SIGINT, stop);
  signal(SIGTERM, stop);
  if (vce_initialize() < 0)
    return 1;

  contexts[echo].context = vce_tcpcontext_create(1, "127.0.0.1", (unsigned short)echo_port, 500,
                                                 4096, 8192, 60, 0, 1, 0);
  contexts[metrics].context =
      vce_tcpcontext_create(1, "127.0.0.1", (unsigned short)metrics_port, 10, 4096, answer_size, 5,
                            0, 1, sizeof(request_t));
  if (!contexts[echo].context || !contexts[metrics].context) {
    fprintf(stderr, "cannot start: %s\n", STRERR);
    return 1;
  }
  vce_tcpcontext_set_conn_parser(contexts[echo].context, vce_protocol_parser_text, echo_line);
  vce_tcpcontext_set_conn_safety_read(contexts[echo].context, 50); /* see echo_server.c */
  vce_tcpcontext_set_conn_parser(contexts[metrics].context, http_parser, http_line);
  vce_tcpcontext_set_conn_call_parser_per_heartbeat(contexts[metrics].context,
                                                    100); /* a whole request at once */
  printf("echo on 127.0.0.1 port %d, metrics on port %d\n",
         vce_tcpcontext_get_port(contexts[echo].context),
         vce_tcpcontext_get_port(contexts[metrics].context));
  fflush(stdout);

  vce_set_heartbeat_wait_flag(1);
  while (!stopped)
    vce_heartbeat();

  vce_drain(5); /* sends what is unsent and ends all connections, in 5 seconds at most */
  vce_finalize();
  return 0;
}
