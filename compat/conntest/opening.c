#include "opening.h"

#include "clock.h"
#include "system.h"

#include <errno.h>

void opening_stop(struct connections *connections, enum stop why) {
  connections->opening = false;
  if (why > connections->statement.stop)
    connections->statement.stop = why;
}

/* The next source address in turn that still has ports; there is one while opening goes on. */
static struct source *next_source(struct connections *connections) {
  struct source *source;
  do {
    source = &connections->sources[connections->next_source];
    connections->next_source = (connections->next_source + 1) % connections->source_count;
  } while (source->exhausted);
  return source;
}

static bool has_local_port(struct connections *connections, conn_t connection) {
  unsigned short port = 0;
  char address[16];
  if (connections->target->sa.ss_family == AF_INET6)
    vce_conn_get_local_ipv6_addr(connection, address, &port);
  else
    vce_conn_get_local_ipv4_addr(connection, NULL, &port);
  return port != 0;
}

/* There was no socket for it. */
static void failed_in_call(struct connections *connections, int code, int error) {
  bool no_descriptor = code == VCE_ESOCKET && (error == EMFILE || error == ENFILE);
  char why[NOTE_TEXT];
  vce_get_last_error_detail(why, sizeof why);
  connections_failed(connections, no_descriptor ? OUTCOME_NO_DESCRIPTOR : OUTCOME_FAILED, why);
  if (no_descriptor)
    opening_stop(connections, STOP_NO_DESCRIPTOR);
}

static bool has_ports(const struct connections *connections) {
  for (uint32_t i = 0; i < connections->source_count; i++) {
    if (!connections->sources[i].exhausted)
      return true;
  }
  return false;
}

/* It has not even got a local port: this system would not send anything. Without a port left the
   attempt is made again from another address. */
static void failed_unsent(struct connections *connections, struct source *source) {
  int error = system_why_not_sent(connections->target, source->address);
  source->exhausted = error == EADDRNOTAVAIL;
  if (source->exhausted && has_ports(connections)) {
    connections->used--;
    connections->tally.attempts--;
    return;
  }
  connections_failed(connections,
                     source->exhausted       ? OUTCOME_NO_PORT
                     : error == ECONNREFUSED ? OUTCOME_REFUSED
                                             : OUTCOME_FAILED,
                     error != 0 ? strerror(error) : NULL);
  if (source->exhausted)
    opening_stop(connections, STOP_NO_PORT);
}

static void open_one(struct connections *connections) {
  struct source *source = next_source(connections);
  uint32_t index = connections->used++;
  connections->tally.attempts++;
  int64_t begun = now_ns();
  conn_t connection = vce_tcpcontext_connect(source->context, connections->target->address,
                                             connections->target->port);
  if (connection.p == NULL) {
    failed_in_call(connections, vce_get_last_error(), errno);
    return;
  }
  if (!has_local_port(connections, connection)) {
    failed_unsent(connections, source);
    return;
  }
  connections_add(connections, index, connection, begun);
}

/* After many failures in a row, the links that were established since they began decide: as long
   as one of them is young, opening waits. */
static bool is_hopeful(struct connections *connections) {
  uint32_t limit = connections->options->give_up;
  if (limit == 0 || connections->failures_in_row < limit)
    return true;
  const struct link *youngest = connections->young.last;
  bool undecided = connections->under_way.count > 0 ||
                   (youngest != NULL && youngest->since_ns >= connections->row_since_ns);
  if (!undecided)
    opening_stop(connections, STOP_GAVE_UP);
  return false;
}

/* Only a few in one turn, or a millisecond if the system is slow to find ports, so that answers are
   seen soon and times are those of the server. */
enum { OPENED_IN_A_TURN = 16 };
static const int64_t opening_turn_ns = 1000000;

void opening_turn(struct connections *connections, int64_t now) {
  const struct share *share = &connections->share;
  bool paced = share->open_rate > 0;
  if (paced)
    pace_fill(&connections->pace, share->open_rate, share->batch, now);
  for (int n = 0; n < OPENED_IN_A_TURN && now_ns() - now < opening_turn_ns; n++) {
    if (!connections->opening || connections->used == share->connections ||
        connections->under_way.count >= share->batch || !is_hopeful(connections) ||
        (paced && !pace_take(&connections->pace)))
      return;
    open_one(connections);
  }
}

void opening_begin(struct connections *connections) {
  connections->used = 0;
  connections->opening = true;
  connections->failures_in_row = 0;
  connections->pace = (struct pace){0};
  for (uint32_t i = 0; i < connections->source_count; i++)
    connections->sources[i].exhausted = false;
}
