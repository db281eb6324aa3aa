#include "opening.h"

#include "clock.h"
#include "system.h"

#include <errno.h>

void opening_stop(struct swarm *swarm, enum stop why) {
  swarm->opening = false;
  if (why > swarm->statement.stop)
    swarm->statement.stop = why;
}

/* The next source address in turn that still has ports; there is one while opening goes on. */
static struct source *next_source(struct swarm *swarm) {
  struct source *source;
  do {
    source = &swarm->sources[swarm->next_source];
    swarm->next_source = (swarm->next_source + 1) % swarm->source_count;
  } while (source->exhausted);
  return source;
}

static bool has_local_port(struct swarm *swarm, conn_t connection) {
  unsigned short port = 0;
  char address[16];
  if (swarm->target->sa.ss_family == AF_INET6)
    vce_conn_get_local_ipv6_addr(connection, address, &port);
  else
    vce_conn_get_local_ipv4_addr(connection, NULL, &port);
  return port != 0;
}

/* There was no socket for it. */
static void failed_in_call(struct swarm *swarm, int code, int error) {
  bool no_descriptor = code == VCE_ESOCKET && (error == EMFILE || error == ENFILE);
  char why[NOTE_TEXT];
  vce_get_last_error_detail(why, sizeof why);
  swarm_failed(swarm, no_descriptor ? OUTCOME_NO_DESCRIPTOR : OUTCOME_FAILED, why);
  if (no_descriptor)
    opening_stop(swarm, STOP_NO_DESCRIPTOR);
}

static bool has_ports(const struct swarm *swarm) {
  for (uint32_t i = 0; i < swarm->source_count; i++) {
    if (!swarm->sources[i].exhausted)
      return true;
  }
  return false;
}

/* It has not even got a local port: this system would not send anything. Without a port left the
   attempt is made again from another address. */
static void failed_unsent(struct swarm *swarm, struct source *source) {
  int error = system_why_not_sent(swarm->target, source->address);
  source->exhausted = error == EADDRNOTAVAIL;
  if (source->exhausted && has_ports(swarm)) {
    swarm->used--;
    swarm->tally.attempts--;
    return;
  }
  swarm_failed(swarm,
               source->exhausted       ? OUTCOME_NO_PORT
               : error == ECONNREFUSED ? OUTCOME_REFUSED
                                       : OUTCOME_FAILED,
               error != 0 ? strerror(error) : NULL);
  if (source->exhausted)
    opening_stop(swarm, STOP_NO_PORT);
}

static void open_one(struct swarm *swarm) {
  struct source *source = next_source(swarm);
  uint32_t index = swarm->used++;
  swarm->tally.attempts++;
  int64_t begun = now_ns();
  conn_t connection =
      vce_tcpcontext_connect(source->context, swarm->target->address, swarm->target->port);
  if (connection.p == NULL) {
    failed_in_call(swarm, vce_get_last_error(), errno);
    return;
  }
  if (!has_local_port(swarm, connection)) {
    failed_unsent(swarm, source);
    return;
  }
  swarm_add(swarm, index, connection, begun);
}

/* After many failures in a row, the links that were established since they began decide: as long
   as one of them is young, opening waits. */
static bool is_hopeful(struct swarm *swarm) {
  uint32_t limit = swarm->options->give_up;
  if (limit == 0 || swarm->failures_in_row < limit)
    return true;
  const struct link *youngest = swarm->young.last;
  bool undecided =
      swarm->under_way.count > 0 || (youngest != NULL && youngest->since_ns >= swarm->row_since_ns);
  if (!undecided)
    opening_stop(swarm, STOP_GAVE_UP);
  return false;
}

/* Only a few in one turn, or a millisecond if the system is slow to find ports, so that answers are
   seen soon and times are those of the server. */
enum { OPENED_IN_A_TURN = 16 };
static const int64_t opening_turn_ns = 1000000;

void opening_turn(struct swarm *swarm, int64_t now) {
  const struct share *share = &swarm->share;
  bool paced = share->open_rate > 0;
  if (paced)
    pace_fill(&swarm->pace, share->open_rate, share->batch, now);
  for (int n = 0; n < OPENED_IN_A_TURN && now_ns() - now < opening_turn_ns; n++) {
    if (!swarm->opening || swarm->used == share->connections ||
        swarm->under_way.count >= share->batch || !is_hopeful(swarm) ||
        (paced && !pace_take(&swarm->pace)))
      return;
    open_one(swarm);
  }
}

void opening_begin(struct swarm *swarm) {
  swarm->used = 0;
  swarm->opening = true;
  swarm->failures_in_row = 0;
  swarm->pace = (struct pace){0};
  for (uint32_t i = 0; i < swarm->source_count; i++)
    swarm->sources[i].exhausted = false;
}
