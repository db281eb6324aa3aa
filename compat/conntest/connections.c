#include "connections.h"

#include "clock.h"
#include "opening.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

/* --- Lists --- */

static void list_append(struct link_list *list, struct link *link) {
  link->next = NULL;
  link->previous = list->last;
  *(list->last != NULL ? &list->last->next : &list->first) = link;
  list->last = link;
  list->count++;
}

static void list_remove(struct link_list *list, struct link *link) {
  *(link->previous != NULL ? &link->previous->next : &list->first) = link->next;
  *(link->next != NULL ? &link->next->previous : &list->last) = link->previous;
  list->count--;
}

static void add_open(struct connections *connections, struct link *link) {
  link->place = connections->open_count;
  connections->open[connections->open_count++] = link;
  connections->tally.open++;
}

static void remove_open(struct connections *connections, struct link *link) {
  struct link *last = connections->open[--connections->open_count];
  connections->open[link->place] = last;
  last->place = link->place;
  connections->tally.open--;
  connections->handling.on_gone(link);
}

struct link *connections_link_of(conn_t connection) {
  return vce_conn_userdata_get_pointer(connection);
}

/* --- From one state to the next --- */

void connections_failed(struct connections *connections, enum outcome outcome, const char *why) {
  if (why != NULL)
    note(connections->statement.notes.failure, why, strlen(why));
  connections->tally.outcomes[outcome]++;
  if (connections->failures_in_row++ == 0)
    connections->row_since_ns = now_ns();
}

static void forget_words(struct link *link) {
  vce_conn_set_io_callback(link->connection, NULL);
  free(link->words);
  link->words = NULL;
}

static void leave_list(struct link *link) {
  struct connections *connections = link->connections;
  if (link->state == LINK_UNDER_WAY) {
    list_remove(&connections->under_way, link);
    connections->tally.under_way--;
    connections->opened_ns = now_ns();
  } else if (link->state == LINK_YOUNG) {
    list_remove(&connections->young, link);
  }
}

static void become_young(struct link *link, int64_t now) {
  struct connections *connections = link->connections;
  latency_add(&connections->statement.connect, now - link->since_ns);
  leave_list(link);
  link->state = LINK_YOUNG;
  link->since_ns = now;
  list_append(&connections->young, link);
  add_open(connections, link);
}

void connections_established(struct link *link) {
  struct connections *connections = link->connections;
  leave_list(link);
  link->state = LINK_SETTLED;
  forget_words(link);
  connections->tally.outcomes[OUTCOME_ESTABLISHED]++;
  /* One that was there before the failures began does not say that the server still takes some. */
  if (link->since_ns >= connections->row_since_ns)
    connections->failures_in_row = 0;
}

static void leave(struct link *link) {
  if (link->state == LINK_YOUNG || link->state == LINK_SETTLED)
    remove_open(link->connections, link);
  leave_list(link);
  link->state = LINK_LEAVING;
  forget_words(link);
  vce_conn_close(link->connection);
}

static void give_up_wrong(struct link *link) {
  struct connections *connections = link->connections;
  char text[NOTE_TEXT];
  int length = snprintf(text, sizeof text, "%s, on connection %u after %llu good ones", link->fault,
                        link->number, (unsigned long long)link->echoed);
  note(connections->statement.notes.wrong, text, (size_t)length);
  connections->tally.wrong++;
  leave(link);
}

void connections_fault(struct link *link, const char *what) {
  link->fault = what;
  if (link->state == LINK_SETTLED)
    give_up_wrong(link);
}

/* --- What the library tells --- */

static void on_words(conn_t connection, int is_output, char *data, size_t size) {
  struct link *link = connections_link_of(connection);
  if (!is_output && link->words == NULL && link->connections->statement.notes.peer[0] == '\0')
    link->words = strndup(data, size < NOTE_TEXT ? size : NOTE_TEXT);
}

static int on_end(conn_t connection, CLOSE_REASON reason) {
  (void)reason;
  struct link *link = connections_link_of(connection);
  if (link == NULL)
    return 0; /* refused by this system, and counted already */
  struct connections *connections = link->connections;
  /* Established and ended within one heartbeat. */
  if (link->state == LINK_UNDER_WAY && vce_conn_writable(connection) > 0)
    become_young(link, now_ns());
  switch ((enum link_state)link->state) {
  case LINK_UNDER_WAY: {
    char why[NOTE_TEXT];
    connections_failed(connections, OUTCOME_REFUSED,
                       vce_conn_get_end_detail(connection, why, sizeof why) < 0 ? NULL : why);
    break;
  }
  case LINK_YOUNG:
    if (link->words != NULL)
      note(connections->statement.notes.peer, link->words, strlen(link->words));
    remove_open(connections, link);
    connections_failed(connections, OUTCOME_FULL, NULL);
    break;
  case LINK_SETTLED:
    remove_open(connections, link);
    connections->tally.ended_later++;
    break;
  case LINK_LEAVING:
  case LINK_UNUSED:
    break;
  }
  leave_list(link);
  forget_words(link);
  link->state = LINK_UNUSED;
  return 0;
}

void connections_add(struct connections *connections, uint32_t index, conn_t connection,
                     int64_t since_ns) {
  struct link *link = &connections->links[index];
  *link = (struct link){.connection = connection,
                        .connections = connections,
                        .since_ns = since_ns,
                        .number = connections->share.first_number + index,
                        .greeting = (uint16_t)connections->options->greeting,
                        .state = LINK_UNDER_WAY};
  list_append(&connections->under_way, link);
  connections->tally.under_way++;
  vce_conn_userdata_set_pointer(connection, link);
  vce_conn_set_io_callback(connection, on_words);
}

/* --- Turns --- */

static void look_at_under_way(struct connections *connections, int64_t now) {
  int64_t patience = from_seconds(connections->options->timeout_s);
  for (struct link *link = connections->under_way.first, *next; link != NULL; link = next) {
    next = link->next;
    if (vce_conn_writable(link->connection) > 0) {
      become_young(link, now);
      connections->handling.on_open(link);
    } else if (now - link->since_ns > patience) {
      connections_failed(connections, OUTCOME_TIMED_OUT, NULL);
      leave(link);
    }
  }
}

static void settle_young(struct connections *connections, int64_t latest) {
  while (connections->young.first != NULL && connections->young.first->since_ns <= latest) {
    struct link *link = connections->young.first;
    connections_established(link);
    if (link->fault != NULL)
      give_up_wrong(link);
  }
}

void connections_turn(struct connections *connections, int64_t now) {
  look_at_under_way(connections, now);
  settle_young(connections, now - from_seconds(connections->options->settle_s));
  opening_turn(connections, now);
}

bool connections_is_decided(const struct connections *connections) {
  return (!connections->opening || connections->used == connections->share.connections) &&
         connections->under_way.count == 0 && connections->young.count == 0;
}

void connections_interrupt(struct connections *connections) {
  opening_stop(connections, STOP_INTERRUPTED);
  while (connections->under_way.first != NULL) {
    connections->tally.outcomes[OUTCOME_ABANDONED]++;
    leave(connections->under_way.first);
  }
  settle_young(connections, INT64_MAX);
}

/* --- Closing --- */

void connections_close(struct connections *connections) {
  while (connections->open_count > 0)
    leave(connections->open[connections->open_count - 1]);
}

static int connections_of(const struct source *source) {
  int connections = 0;
  vce_tcpcontext_count_connections(source->context, &connections);
  return connections;
}

bool connections_is_empty(const struct connections *connections) {
  for (uint32_t i = 0; i < connections->source_count; i++) {
    if (connections_of(&connections->sources[i]) > 0)
      return false;
  }
  return true;
}

static int cut(conn_t connection) {
  vce_conn_set_timeout(connection, -1);
  return 0;
}

void connections_cut(struct connections *connections) {
  for (uint32_t i = 0; i < connections->source_count; i++)
    vce_tcpcontext_conn_iterate(connections->sources[i].context, cut);
}

/* --- Start --- */

/* Each source address may have one more for a moment, which found no port. */
static int max_connections(const struct connections *connections) {
  return (int)(connections->share.connections + connections->source_count);
}

static tcpcontext_t make_context(const struct connections *connections,
                                 const struct source *source) {
  const struct handling *handling = &connections->handling;
  tcpcontext_t context = vce_tcpcontext_create(0, NULL, 0, max_connections(connections),
                                               handling->buffer_bytes, handling->buffer_bytes,
                                               INT_MAX, /* the library is not to end idle ones */
                                               1, 1, 0);
  if (context == NULL)
    return NULL;
  vce_tcpcontext_set_conn_parser(context, handling->parser, handling->record);
  vce_tcpcontext_set_conn_call_parser_per_heartbeat(context, 64);
  vce_tcpcontext_set_conn_closewatcher(context, on_end);
  if (source->address != NULL && vce_tcpcontext_set_source(context, source->address) < 0)
    return NULL;
  return context;
}

static bool make_sources(struct connections *connections) {
  for (uint32_t i = 0; i < connections->source_count; i++) {
    struct source *source = &connections->sources[i];
    if (connections->options->sources.count > 0)
      source->address = connections->options->sources.text[i];
    source->context = make_context(connections, source);
    if (source->context == NULL)
      return false;
  }
  return true;
}

bool connections_start(struct connections *connections, const struct options *options,
                       const struct target *target, const struct share *share,
                       const struct handling *handling, char *why, size_t why_size) {
  uint32_t sources = options->sources.count > 0 ? options->sources.count : 1;
  *connections = (struct connections){.options = options,
                                      .target = target,
                                      .share = *share,
                                      .handling = *handling,
                                      .source_count = sources,
                                      /* Each process begins with another address. */
                                      .next_source = share->index % sources};
  connections->links = calloc(share->connections, sizeof *connections->links);
  connections->open = calloc(share->connections, sizeof(struct link *));
  connections->sources = calloc(sources, sizeof *connections->sources);
  if (connections->links == NULL || connections->open == NULL || connections->sources == NULL) {
    snprintf(why, why_size, "no memory for %u connections", share->connections);
    return false;
  }
  vce_set_verbose_mode(-1); /* what it has to say is asked for */
  vce_limit_t limits;
  vce_limit_clear(&limits);
  limits.max_tcpcontext = (int)sources;
  limits.max_conn = max_connections(connections);
  limits.max_array = (int)(4 * sources + 16);
  if (vce_initialize_limited(&limits) < 0 || !make_sources(connections)) {
    char reason[NOTE_TEXT];
    vce_get_last_error_detail(reason, sizeof reason);
    snprintf(why, why_size, "the library cannot start: %s", reason);
    return false;
  }
  return true;
}
