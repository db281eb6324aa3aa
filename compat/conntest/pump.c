#include "pump.h"

#include "clock.h"
#include "record.h"

#include <stdlib.h>

enum {
  /* Room for some records more than the one in flight, so that a server that is a little slow does
     not hold them back at once. */
  RECORDS_AHEAD = 4,
  /* Holds any bin16 record: words of a full server, taken for one, are read and not refused. */
  BUFFER_BYTES = 128 * 1024
};

/* --- Sending --- */

static void send_one(struct pump *pump, struct link *link) {
  struct tally *tally = &pump->connections->tally;
  struct record record = {link->sent, now_ns(), link->number};
  record_make(&record, pump->text, pump->record, pump->size);
  if (pump->unparser(link->connection, pump->record, (int)pump->size) < 0) {
    tally->held_back++;
    return;
  }
  link->sent++;
  tally->sent++;
  pump->outstanding++;
}

static bool is_one_by_one(const struct pump *pump) { return pump->connections->options->rate <= 0; }

static void on_open(struct link *link) {
  struct pump *pump = link->connections->handling.pump;
  if (pump->running && is_one_by_one(pump))
    send_one(pump, link);
}

static void on_gone(struct link *link) {
  uint64_t unanswered = link->sent - link->echoed;
  link->connections->handling.pump->outstanding -= unanswered;
  if (link->state == LINK_SETTLED) /* or the server was full, which is failure enough */
    link->connections->tally.missing += unanswered;
}

void pump_turn(struct pump *pump, int64_t now) {
  struct connections *connections = pump->connections;
  if (!pump->running || is_one_by_one(pump) || connections->open_count == 0)
    return;
  /* A load that is behind by more than one record for each link does not try to catch up. */
  double rate = connections->options->rate * connections->open_count;
  pump->lost += pace_fill(&pump->pace, rate, connections->open_count, now);
  while (pump->lost >= 1) {
    pump->lost -= 1;
    connections->tally.held_back++;
  }
  while (connections->open_count > 0 && pace_take(&pump->pace)) {
    pump->cursor = (pump->cursor + 1) % connections->open_count;
    send_one(pump, connections->open[pump->cursor]);
  }
}

/* --- Echoes --- */

static int on_record(conn_t connection, char *data, int length) {
  struct link *link = connections_link_of(connection);
  struct pump *pump = link->connections->handling.pump;
  if (link->state == LINK_LEAVING || link->fault != NULL)
    return 0;
  if (link->greeting > 0) {
    link->greeting--;
    return 0;
  }
  struct record due = {.number = link->echoed, .connection = link->number};
  const char *fault = link->echoed == link->sent
                          ? "a record that nobody asked for"
                          : record_check(&due, pump->text, data, (size_t)length, pump->size);
  if (fault != NULL) {
    connections_fault(link, fault);
    return 0;
  }
  latency_add(&link->connections->statement.echo, now_ns() - due.made_ns);
  link->echoed++;
  link->connections->tally.echoed++;
  pump->outstanding--;
  if (link->state == LINK_YOUNG)
    connections_established(link);
  if (pump->running && is_one_by_one(pump))
    send_one(pump, link);
  return 0;
}

static int ignore(conn_t connection, char *data, int length) {
  (void)connection;
  (void)data;
  (void)length;
  return 0;
}

/* The parser of the framing; a refusal is a fault of the link, and does not end it by itself. */
static int parse(conn_t connection) {
  struct link *link = connections_link_of(connection);
  int result = link->connections->handling.pump->parser(connection);
  if (result >= 0)
    return result;
  vce_conn_set_parser(connection, vce_protocol_parser_through, ignore);
  if (link->state != LINK_LEAVING)
    connections_fault(link, "bytes that are no record");
  return 0;
}

/* --- Control --- */

bool pump_init(struct pump *pump, const struct options *options, struct connections *connections) {
  static int (*const parsers[])(conn_t) = {vce_protocol_parser_through, vce_protocol_parser_bin16,
                                           vce_protocol_parser_bin32, vce_protocol_parser_text};
  static int (*const unparsers[])(conn_t, char *, int) = {
      NULL, vce_protocol_unparser_bin16, vce_protocol_unparser_bin32, vce_protocol_unparser_text};
  *pump = (struct pump){.connections = connections,
                        .parser = parsers[options->send],
                        .unparser = unparsers[options->send],
                        .size = options->size,
                        .text = options->send == FRAMING_TEXT};
  pump->record = malloc(options->size);
  return pump->record != NULL;
}

struct handling pump_handling(struct pump *pump) {
  size_t wanted = (size_t)RECORDS_AHEAD * pump->size;
  bool idle = pump->unparser == NULL;
  return (struct handling){.pump = pump,
                           .parser = idle ? pump->parser : parse,
                           .record = idle ? ignore : on_record,
                           .buffer_bytes = wanted > BUFFER_BYTES ? wanted : BUFFER_BYTES,
                           .on_open = on_open,
                           .on_gone = on_gone};
}

void pump_run(struct pump *pump) {
  pump->running = pump->unparser != NULL;
  pump->pace = (struct pace){0};
}

void pump_rest(struct pump *pump) { pump->running = false; }

bool pump_is_answered(const struct pump *pump) { return pump->outstanding == 0; }
