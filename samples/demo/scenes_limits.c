/* Scenes of a server that cannot serve: full, full with a word, down. */
#include "client.h"
#include "process.h"
#include "report.h"
#include "scenes.h"

enum { served = 3 };

/* Connects `served` clients and waits until each is welcome. */
static void fill(struct client *inside, tcpcontext_t context, unsigned short port) {
  for (int i = 0; i < served; i++) {
    expect(client_connect(&inside[i], context, port), "client %d was connected", i + 1);
    expect(client_await(&inside[i], 1, 1000) && strcmp(inside[i].line, "welcome") == 0,
           "client %d was welcome", i + 1);
  }
}

static void expect_served(struct client *inside) {
  for (int i = 0; i < served; i++)
    client_round_trip(&inside[i], "still here?");
}

static void show_absolute_maximum(tcpcontext_t context) {
  scene("A server filled to its absolute maximum");
  struct process server = process_start("full", "3", "3");
  unsigned short port = (unsigned short)process_number(&server);
  struct client inside[served] = {0}, late = {0};
  fill(inside, context, port);

  double begin = now_ms();
  int valid = client_connect(&late, context, port);
  expect(valid && vce_conn_writable(late.conn) > 0, "client 4 looked connected at first");
  expect(client_await_end(&late, 1000), "client 4 was ended");
  fact("It has room for %d, and %d are in. Client 4: valid is 1 after connect; %.2f ms later",
       served, served, now_ms() - begin);
  fact("it has ended, %s, %d bytes received, writable says %d. The others go on.",
       vce_strerror_close_reason(late.why), late.bytes, vce_conn_writable(late.conn));
  fact("The server's log has a line with its address and port, Warning:4225.");
  expect(late.why == CLOSE_REASON_REMOTE && late.lines == 0,
         "the end came from the server, unsaid");
  expect(vce_conn_writable(late.conn) == VCE_EINVAL, "writable answers with an error");
  expect_served(inside);
  vce_conn_close_tcpcontext_all(context);
  for (int i = 0; i < served; i++)
    expect(client_await_end(&inside[i], 1000), "client %d ended", i + 1);
  process_stop(&server);
}

/* Returns the server, with `served` clients inside. */
static struct process show_hiwater(tcpcontext_t context, struct client *inside,
                                   unsigned short *port) {
  scene("The same server with a hi-water watcher");
  struct process server = process_start("full", "3", "6");
  *port = (unsigned short)process_number(&server);
  fill(inside, context, *port);

  struct client late = {0};
  double begin = now_ms();
  expect(client_connect(&late, context, *port), "client 4 was connected");
  expect(client_await_end(&late, 1000), "client 4 was ended");
  fact("Client 4 hears \"%s\", and then the end, %.2f ms after connect: full, not broken.",
       late.line, now_ms() - begin);
  expect(late.lines == 1 && strcmp(late.line, "full") == 0, "client 4 was told that it is full");
  expect(late.why == CLOSE_REASON_REMOTE, "and then the server ended it");
  expect_served(inside);
  return server;
}

static void show_down(tcpcontext_t context, struct client *inside, struct process *server,
                      unsigned short port) {
  scene("The server is down");
  double begin = now_ms();
  process_kill(server);
  for (int i = 0; i < served; i++)
    expect(client_await_end(&inside[i], 1000) && inside[i].why == CLOSE_REASON_REMOTE,
           "client %d noticed", i + 1);
  fact("It was killed; its %d clients knew %.2f ms later (%s).", served, now_ms() - begin,
       vce_strerror_close_reason(inside[0].why));

  struct client late = {0};
  int valid = client_connect(&late, context, port), error = vce_get_last_error();
  char detail[128];
  vce_get_last_error_detail(detail, sizeof detail);
  fact("A blocking connect: valid is %d, the error is %d, and in words:", valid, error);
  fact("\"%s\".", detail);
  expect(!valid && error == VCE_ECONNECT && !late.ended, "connect failed with VCE_ECONNECT");
  expect(strstr(detail, "refused") != NULL, "its text says why");

  tcpcontext_t nonblocking = client_context(1, 1);
  struct client later = {0};
  begin = now_ms();
  expect(client_connect(&later, nonblocking, port), "the attempt began");
  expect(client_await_end(&later, 1000) && later.why == CLOSE_REASON_REMOTE, "and was refused");
  fact("A non-blocking one ended after %.2f ms, and its closewatcher could ask why:",
       now_ms() - begin);
  fact("\"%s\". Full sounds different.", later.detail);
  expect(strstr(later.detail, "refused") != NULL, "and the text says why");
  expect(later.lines == 0, "a server that is down says nothing");
  client_context_end(nonblocking);
}

void show_full_and_down(void) {
  struct client inside[served] = {0};
  unsigned short port = 0;
  tcpcontext_t context = client_context(served + 1, 0);
  show_absolute_maximum(context);
  struct process server = show_hiwater(context, inside, &port);
  show_down(context, inside, &server, port);
  client_context_end(context);
}
