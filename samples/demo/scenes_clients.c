/* Scenes of one server and one client: the echo, and the two ways to connect. */
#include "client.h"
#include "process.h"
#include "report.h"
#include "scenes.h"
#include <stdio.h>

enum { echo_records = 1000 };

/* Line k of the conversation: its number and then letters, 100 bytes with the line end. */
static void make_record(char *text, int k) {
  for (int i = 0; i < 99; i++)
    text[i] = (char)('a' + (i + k) % 26);
  text[99] = '\0';
  text[snprintf(text, 8, "%06d", k)] = ' ';
}

static int wrong_records;

static void check_record(struct client *c, const char *line, int len) {
  char expected[100];
  make_record(expected, c->lines - 1);
  if (len != 99 || memcmp(line, expected, 99) != 0)
    wrong_records++;
}

void show_echo(void) {
  scene("An echo server");
  struct process server = process_start("echo", "10", NULL);
  unsigned short port = (unsigned short)process_number(&server);
  fact("A server listens on port %u; it is process %ld.", port, (long)server.pid);

  tcpcontext_t context = client_context(1, 0);
  struct client c = {.on_line = check_record};
  expect(client_connect(&c, context, port), "the client was connected");
  double begin = now_ms(), give_up = begin + 5000;
  for (int sent = 0; c.lines < echo_records && !c.ended && now_ms() < give_up;) {
    for (char record[100]; sent < echo_records && vce_conn_writable(c.conn) >= 100; sent++) {
      make_record(record, sent);
      client_say(&c, record);
    }
    vce_heartbeat();
  }
  double took = now_ms() - begin;
  expect(c.lines == echo_records, "%d records came back and not %d", echo_records, c.lines);
  expect(wrong_records == 0, "every record came back as it was; %d did not", wrong_records);
  fact("%d records of 100 bytes went there and came back, %d bytes, each as it was sent: %.1f ms.",
       c.lines, c.bytes, took);
  client_context_end(context);
  process_stop(&server);
}

/* The loop of the old guide. Returns the milliseconds until "ping" was answered, or -1 when it was
   not within `patience_ms`, or the connection ended. */
static double ping_loop(struct client *c, int patience_ms, int *heartbeats) {
  double begin = now_ms();
  int written = 0;
  *heartbeats = 0;
  while (c->lines == 0 && !c->ended && now_ms() - begin < patience_ms) {
    if (!written && vce_conn_writable(c->conn) >= 4) {
      written = vce_conn_write(c->conn, (char[]){"ping\n"}, 5) == 5;
      expect(written, "5 bytes could be written where 4 or more are writable");
    }
    vce_heartbeat();
    *heartbeats += !written;
  }
  return c->lines > 0 ? now_ms() - begin : -1;
}

void show_nonblocking_client(void) {
  enum { patience_ms = 300 };
  scene("The non-blocking client");
  struct process server = process_start("echo", "10", NULL);
  struct process mute = process_start("mute", NULL, NULL);
  unsigned short port = (unsigned short)process_number(&server);
  unsigned short mute_port = (unsigned short)process_number(&mute);
  tcpcontext_t context = client_context(2, 1);
  int heartbeats;

  struct client c = {0};
  double begin = now_ms();
  expect(client_connect(&c, context, port), "connect gave a valid handle");
  fact("Connect returned after %.2f ms; the handle is valid, %d bytes are writable.",
       now_ms() - begin, vce_conn_writable(c.conn));
  expect(vce_conn_writable(c.conn) == 0, "nothing is writable before a heartbeat");
  double took = ping_loop(&c, patience_ms, &heartbeats);
  expect(took >= 0 && strcmp(c.line, "ping") == 0, "\"ping\" came back within %d ms", patience_ms);
  fact("After %d heartbeat%s it could write 4 bytes or more; \"ping\" was back after %.2f ms.",
       heartbeats, heartbeats == 1 ? "" : "s", took);

  struct client waiting = {0};
  expect(client_connect(&waiting, context, mute_port), "connect gave a valid handle again");
  begin = now_ms();
  took = ping_loop(&waiting, patience_ms, &heartbeats);
  expect(took < 0 && !waiting.ended, "the host that does not answer still has not answered");
  expect(vce_conn_writable(waiting.conn) == 0, "nothing is writable without a connection");
  fact("Another host never completes the connection: given up after %.0f ms and %d heartbeats.",
       now_ms() - begin, heartbeats);
  vce_conn_close(waiting.conn);
  expect(client_await_end(&waiting, 1000), "the attempt could be closed");
  expect(waiting.why == CLOSE_REASON_APPLICATION, "it was closed by the application, not by %s",
         vce_strerror_close_reason(waiting.why));

  client_context_end(context);
  process_stop(&mute);
  process_stop(&server);
}

void show_blocking_client(void) {
  scene("The blocking client");
  struct process server = process_start("echo", "10", NULL);
  unsigned short port = (unsigned short)process_number(&server);
  tcpcontext_t context = client_context(1, 0);
  struct client c = {0};

  double begin = now_ms();
  int valid = client_connect(&c, context, port), writable = vce_conn_writable(c.conn);
  fact("Connect returned after %.2f ms: valid is %d, %d bytes are writable, no heartbeat so far.",
       now_ms() - begin, valid, writable);
  expect(valid && writable > 0, "the connection was valid and writable at once");
  fact("The answer to the first line was there after %.2f ms.", client_round_trip(&c, "hello"));

  client_context_end(context);
  process_stop(&server);
}
