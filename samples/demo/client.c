#include "client.h"
#include "report.h"
#include <stdio.h>

static int on_line(conn_t conn, char *line, int len) {
  struct client *c = vce_conn_userdata_get_pointer(conn);
  snprintf(c->line, sizeof c->line, "%.*s", len, line);
  c->lines++;
  c->bytes += len + 1;
  if (c->on_line != NULL)
    c->on_line(c, line, len);
  return 0;
}

static int on_close(conn_t conn, CLOSE_REASON why) {
  struct client *c = vce_conn_userdata_get_pointer(conn);
  c->ended++;
  c->why = why;
  vce_conn_get_end_detail(conn, c->detail, sizeof c->detail);
  return 0;
}

tcpcontext_t client_context(int most, int nonblocking) {
  tcpcontext_t context =
      vce_tcpcontext_create(0, NULL, 0, most, 4096, 16384, 60, nonblocking, 1, 0);
  expect(context != NULL, "a client context was made (%s)", STRERR);
  vce_tcpcontext_set_conn_parser(context, vce_protocol_parser_text, on_line);
  vce_tcpcontext_set_conn_call_parser_per_heartbeat(context, 64);
  vce_tcpcontext_set_conn_closewatcher(context, on_close);
  return context;
}

void client_context_end(tcpcontext_t context) {
  double give_up = now_ms() + 2000;
  int left = 1;
  vce_conn_close_tcpcontext_all(context);
  while (left > 0 && now_ms() < give_up) {
    vce_heartbeat();
    vce_tcpcontext_count_connections(context, &left);
  }
  expect(left == 0, "all connections of the client context ended");
  vce_tcpcontext_cleanup(context);
}

int client_connect(struct client *c, tcpcontext_t context, unsigned short port) {
  c->conn = vce_tcpcontext_connect(context, "127.0.0.1", port);
  vce_conn_userdata_set_pointer(c->conn, c);
  return vce_conn_is_valid(c->conn);
}

void client_say(struct client *c, const char *text) {
  int result = vce_protocol_unparser_text(c->conn, (char *)text, (int)strlen(text));
  expect(result > 0, "a line was taken for sending (%s)", vce_strerror(result));
}

int client_await(struct client *c, int lines, int timeout_ms) {
  double give_up = now_ms() + timeout_ms;
  while (c->lines < lines && !c->ended && now_ms() < give_up)
    vce_heartbeat();
  return c->lines >= lines;
}

int client_await_end(struct client *c, int timeout_ms) {
  double give_up = now_ms() + timeout_ms;
  while (!c->ended && now_ms() < give_up)
    vce_heartbeat();
  return c->ended == 1;
}

double client_round_trip(struct client *c, const char *text) {
  double begin = now_ms();
  client_say(c, text);
  expect(client_await(c, c->lines + 1, 1000), "\"%s\" was answered within a second", text);
  expect(strcmp(c->line, text) == 0, "\"%s\" came back and not \"%s\"", text, c->line);
  return now_ms() - begin;
}
