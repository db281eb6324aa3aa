/* Scenes of load: one client that does not read, and a thousand that do. */
#include "client.h"
#include "process.h"
#include "report.h"
#include "roles.h"
#include "scenes.h"
#include <stdio.h>
#include <stdlib.h>

enum { others = 8, round_trips = 100 };

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

struct latency {
  double median, worst;
};

static struct latency measure(struct client *c) {
  static double took[others * round_trips];
  for (int i = 0; i < others * round_trips; i++)
    took[i] = client_round_trip(&c[i % others], "are you there?");
  qsort(took, others * round_trips, sizeof took[0], by_size);
  return (struct latency){took[others * round_trips / 2], took[others * round_trips - 1]};
}

/* Asks the server how many connections it has and how much is unsent to the slowest. */
static void ask(struct client *c, int *connections, int *unsent) {
  client_say(c, "?");
  expect(client_await(c, c->lines + 1, 1000), "the server answered \"?\"");
  expect(sscanf(c->line, "%d %d", connections, unsent) == 2, "with two numbers, not \"%s\"",
         c->line);
}

void show_slow_reader(void) {
  scene("One slow reader does not disturb the others");
  struct process server = process_start("echo", "10", NULL);
  unsigned short port = (unsigned short)process_number(&server);
  tcpcontext_t context = client_context(others, 0);
  struct client c[others] = {0};
  for (int i = 0; i < others; i++)
    expect(client_connect(&c[i], context, port), "client %d was connected", i + 1);
  struct latency quiet = measure(c);

  char text[16];
  snprintf(text, sizeof text, "%u", port);
  struct process slow = process_start("slow", text, NULL);
  process_number(&slow);
  const int full = server_write_buffer - line_bytes; /* not even one more line fits */
  int connections = 0, unsent = 0, still_unsent = 0;
  double give_up = now_ms() + 3000;
  while (unsent <= full && now_ms() < give_up)
    ask(&c[0], &connections, &unsent);
  expect(unsent > full, "the write buffer for the slow reader was full, not %d bytes", unsent);
  struct latency busy = measure(c);
  ask(&c[0], &connections, &still_unsent);
  expect(still_unsent > full, "it was full all the while, not %d bytes", still_unsent);
  fact("A client (process %ld) asks for %d MiB and reads nothing. Its write buffer is full, with",
       (long)slow.pid, flood_lines / 1024 * line_bytes / 1024);
  fact("%d of %d bytes, and the kernel takes no more. %d others measure, %d round trips each:",
       still_unsent, server_write_buffer, others, round_trips);
  fact("before, median %.3f ms, worst %.3f ms; now, median %.3f ms, worst %.3f ms.", quiet.median,
       quiet.worst, busy.median, busy.worst);
  expect(busy.median < 5 && busy.worst < 200, "nobody waited for the slow reader");

  double begin = now_ms();
  process_wake(&slow);
  give_up = begin + 5000;
  long lines = process_number(&slow);
  expect(lines == flood_lines, "the slow reader got %d lines in order, not %ld", flood_lines,
         lines);
  fact("Then it reads: all %ld lines are there, none lost, in order, after %.0f ms.", lines,
       now_ms() - begin);
  process_finish(&slow);
  client_context_end(context);
  process_stop(&server);
}

enum { crowd = 1000 };

static int count_answered(const struct client *c) {
  int count = 0;
  for (int i = 0; i < crowd; i++)
    count += c[i].lines > 0;
  return count;
}

static int count_writable(const struct client *c) {
  int count = 0;
  for (int i = 0; i < crowd; i++)
    count += vce_conn_writable(c[i].conn) > 0;
  return count;
}

void show_thousand_clients(void) {
  static struct client c[crowd];
  scene("A thousand clients at once");
  struct process server = process_start("echo", "1100", NULL);
  unsigned short port = (unsigned short)process_number(&server);
  tcpcontext_t context = client_context(crowd, 1), asking = client_context(1, 0);
  int connections = 0, unsent;

  double begin = now_ms();
  for (int i = 0; i < crowd; i++) {
    int begun = client_connect(&c[i], context, port);
    expect(begun, "client %d began to connect (%s)", i + 1, STRERR);
  }
  while (count_writable(c) < crowd && now_ms() < begin + 3000)
    vce_heartbeat();
  expect(count_writable(c) == crowd, "all were connected, and not %d", count_writable(c));
  double connected = now_ms() - begin;

  struct client questioner = {0};
  expect(client_connect(&questioner, asking, port), "one more was connected to ask");
  while (connections < crowd + 1 && now_ms() < begin + 4000)
    ask(&questioner, &connections, &unsent);
  expect(connections == crowd + 1, "the server had %d connections, not %d", crowd + 1, connections);
  fact("%d clients connected in %.0f ms; the server counts %d connections, one of them asking.",
       crowd, connected, connections);

  begin = now_ms();
  for (int i = 0; i < crowd; i++) {
    char text[32];
    snprintf(text, sizeof text, "I am client %d", i);
    client_say(&c[i], text);
  }
  while (count_answered(c) < crowd && now_ms() < begin + 3000)
    vce_heartbeat();
  double took = now_ms() - begin;
  for (int i = 0; i < crowd; i++) {
    char text[32];
    snprintf(text, sizeof text, "I am client %d", i);
    expect(c[i].lines == 1 && strcmp(c[i].line, text) == 0, "client %d got \"%s\" back", i, text);
  }
  ask(&questioner, &connections, &unsent);
  expect(connections == crowd + 1, "all were still connected, and not %d", connections - 1);
  fact("Each said its own line and got its own line back, %d of %d: %.0f ms.", count_answered(c),
       crowd, took);
  client_context_end(context);
  client_context_end(asking);
  process_stop(&server);
}
