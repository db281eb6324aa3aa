#include "events.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "process.h"

enum { EVENTS_MAX = 65536, TRACE_BYTES = 1 << 20, SHOWN_BYTES = 64, LIVES_MAX = 65536 };

hooks on;
int heartbeat_number = 0;

static event events[EVENTS_MAX];
static int event_count = 0;
static unsigned int first_serial = 0;

/* The rules of events_violation() are kept per connection as events come in, because a test clears
 * its log many times. Index: serial - first_serial, bounded. */
enum { CLOSE_SEEN = 1, FINAL_SEEN = 2 };
static unsigned char lives[LIVES_MAX];
static conn_t awaits_final;
static char violation[128];

static void violated(const char *what, conn_t c) {
  if (violation[0] == '\0')
    snprintf(violation, sizeof violation, "%s (serial %u)", what, c.serial - first_serial + 1);
}

static void check_life(char kind, conn_t c, bool valid) {
  if (c.serial < first_serial || c.serial - first_serial >= LIVES_MAX) return;
  unsigned char *life = &lives[c.serial - first_serial];
  if (*life & FINAL_SEEN) violated("a callback after the finalizer", c);
  if ((*life & CLOSE_SEEN) && kind != 'F') violated("a callback after the closewatcher", c);
  if (awaits_final.serial != 0 && (kind != 'F' || c.serial != awaits_final.serial))
    violated("another callback between closewatcher and finalizer", c);
  if (!valid) violated("an invalid handle inside a callback", c);
  if (kind == 'C') *life |= CLOSE_SEEN;
  if (kind == 'F') *life |= FINAL_SEEN;
  awaits_final.serial = kind == 'C' ? c.serial : 0;
}

const char *events_violation(void) { return violation[0] == '\0' ? NULL : violation; }

void events_know(conn_t c) {
  if (c.serial != 0 && (first_serial == 0 || c.serial < first_serial)) first_serial = c.serial;
}

static event *append(char kind, conn_t c, int value, const char *data, size_t length) {
  int last_error = vce_get_last_error();
  if (event_count == EVENTS_MAX) check_failed(__FILE__, __LINE__, "too many events");
  event *e = &events[event_count++];
  struct timeval now;
  gettimeofday(&now, NULL);
  memset(e, 0, sizeof *e);
  e->kind = kind;
  e->conn = c;
  e->value = value;
  e->length = length;
  if (data != NULL) {
    e->data = malloc(length + 1);
    memcpy(e->data, data, length);
    e->data[length] = '\0';
  }
  e->heartbeat = heartbeat_number;
  e->last_error = last_error;
  e->unread = e->unsent = -1;
  e->at_us = (long long)now.tv_sec * 1000000 + now.tv_usec;
  if (kind != 'X') {
    events_know(c);
    e->valid = vce_conn_is_valid(c) == 1;
    e->closed = vce_conn_is_closed(c) == 1;
    check_life(kind, c, e->valid);
  }
  return e;
}

int record_accept(conn_t c) {
  append('A', c, 0, NULL, 0);
  return on.accept == NULL ? 0 : on.accept(c);
}

int record_hiwater(conn_t c, int n) {
  append('W', c, n, NULL, 0);
  return on.hiwater == NULL ? 0 : on.hiwater(c, n);
}

int record_data(conn_t c, char *data, int length) {
  append('R', c, 0, data, length < 0 ? 0 : (size_t)length);
  return on.data == NULL ? 0 : on.data(c, data, length);
}

int record_close(conn_t c, CLOSE_REASON reason) {
  append('C', c, (int)reason, NULL, 0);
  return on.close == NULL ? 0 : on.close(c, reason);
}

void record_final(conn_t c) {
  append('F', c, 0, NULL, 0);
  if (on.final != NULL) on.final(c);
}

void record_io(conn_t c, int direction, char *data, size_t length) {
  event *e = append('I', c, direction, data, length);
  vce_conn_get_buffer(c, NULL, &e->unread, NULL, &e->unsent);
  if (on.io != NULL) on.io(c, direction, data, length);
}

int record_parser(conn_t c) {
  event *e = append('P', c, 0, NULL, 0);
  vce_conn_get_buffer(c, NULL, &e->unread, NULL, &e->unsent);
  e->value = e->unread;
  return on.parser == NULL ? 0 : on.parser(c);
}

int record_too_long(conn_t c) {
  append('E', c, 0, NULL, 0);
  return on.too_long == NULL ? 0 : on.too_long(c);
}

int record_warning(tcpcontext_t t) {
  append('X', (conn_t){NULL, 0}, 0, NULL, 0);
  return on.warning == NULL ? 0 : on.warning(t);
}

void events_clear(void) {
  for (int i = 0; i < event_count; ++i) free(events[i].data);
  event_count = 0;
}

void events_reset(void) {
  events_clear();
  memset(&on, 0, sizeof on);
  memset(lives, 0, sizeof lives);
  memset(&awaits_final, 0, sizeof awaits_final);
  first_serial = 0;
  heartbeat_number = 0;
  violation[0] = '\0';
}

void events_drop_accept(conn_t c) {
  int kept = 0;
  for (int i = 0; i < event_count; ++i) {
    bool drop = (events[i].kind == 'A' || events[i].kind == 'W') &&
                events[i].conn.serial == c.serial;
    if (drop)
      free(events[i].data);
    else
      events[kept++] = events[i];
  }
  event_count = kept;
}

static const event *find(char kind, const conn_t *c, int n) {
  for (int i = 0; i < event_count; ++i)
    if (events[i].kind == kind && (c == NULL || events[i].conn.serial == c->serial) && n-- == 0)
      return &events[i];
  return NULL;
}

static int count(char kind, const conn_t *c) {
  int n = 0;
  while (find(kind, c, n) != NULL) ++n;
  return n;
}

int events_count(char kind) { return count(kind, NULL); }

int events_count_of(char kind, conn_t c) { return count(kind, &c); }

const event *events_get(char kind, int n) {
  const event *e = find(kind, NULL, n);
  if (e == NULL) check_failed(__FILE__, __LINE__, "no event %c number %d in: %s", kind, n, trace());
  return e;
}

const event *events_get_of(char kind, conn_t c) {
  const event *e = find(kind, &c, 0);
  if (e == NULL) check_failed(__FILE__, __LINE__, "no such event %c in: %s", kind, trace());
  return e;
}

const char *events_data_of(conn_t c, size_t *length) {
  static char *joined = NULL;
  size_t total = 0;
  for (int i = 0; i < event_count; ++i)
    if (events[i].kind == 'R' && events[i].conn.serial == c.serial) total += events[i].length;
  free(joined);
  joined = malloc(total + 1);
  size_t at = 0;
  for (int i = 0; i < event_count; ++i)
    if (events[i].kind == 'R' && events[i].conn.serial == c.serial) {
      memcpy(joined + at, events[i].data, events[i].length);
      at += events[i].length;
    }
  joined[total] = '\0';
  *length = total;
  return joined;
}

static const char *reason_text(int reason) {
  static char number[16];
  switch (reason) {
    case CLOSE_REASON_REMOTE: return "remote";
    case CLOSE_REASON_APPLICATION: return "app";
    case CLOSE_REASON_TIMEOUT: return "timeout";
    case CLOSE_REASON_PARSER: return "parser";
    default: snprintf(number, sizeof number, "%d", reason); return number;
  }
}

static size_t put_data(char *out, size_t max, const event *e) {
  if (e->length > SHOWN_BYTES) return (size_t)snprintf(out, max, "#%zu", e->length);
  size_t n = 0;
  out[0] = '\0';
  for (size_t i = 0; i < e->length && n + 4 < max; ++i) {
    unsigned char c = (unsigned char)e->data[i];
    bool plain = c < 128 && (isalnum(c) || strchr("-_.!", c) != NULL) && c != '\0';
    n += (size_t)snprintf(out + n, max - n, plain ? "%c" : "%%%02x", c);
  }
  return n;
}

static size_t put_event(char *out, size_t max, const event *e) {
  if (e->kind == 'X') return (size_t)snprintf(out, max, "X");
  size_t n = (size_t)snprintf(out, max, "%c%u", e->kind, e->conn.serial - first_serial + 1);
  switch (e->kind) {
    case 'W':
    case 'P': n += (size_t)snprintf(out + n, max - n, ":%d", e->value); break;
    case 'C': n += (size_t)snprintf(out + n, max - n, ":%s", reason_text(e->value)); break;
    case 'I':
      n += (size_t)snprintf(out + n, max - n, ":%s:", e->value == 0 ? "r" : "w");
      n += put_data(out + n, max - n, e);
      break;
    case 'R':
      n += (size_t)snprintf(out + n, max - n, ":");
      n += put_data(out + n, max - n, e);
      break;
    default: break;
  }
  return n;
}

const char *trace(void) {
  static char text[TRACE_BYTES];
  size_t n = 0;
  text[0] = '\0';
  for (int i = 0; i < event_count && n + 512 < sizeof text; ++i) {
    if (i > 0) text[n++] = ' ';
    n += put_event(text + n, sizeof text - n, &events[i]);
  }
  return text;
}

static int by_text(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The tokens of `text` in alphabetical order, as a new text. */
static char *sorted(const char *text) {
  char *copy = strdup(text);
  char **tokens = calloc(strlen(text) + 1, sizeof *tokens);
  char *result = calloc(1, strlen(text) + 2);
  size_t n = 0;
  char *rest = NULL;
  for (char *t = strtok_r(copy, " ", &rest); t != NULL; t = strtok_r(NULL, " ", &rest))
    tokens[n++] = t;
  qsort(tokens, n, sizeof *tokens, by_text);
  for (size_t i = 0; i < n; ++i) {
    if (i > 0) strcat(result, " ");
    strcat(result, tokens[i]);
  }
  free(tokens);
  free(copy);
  return result;
}

void check_trace(const char *expected, bool in_order, const char *file, int line) {
  char *seen = in_order ? strdup(trace()) : sorted(trace());
  char *wanted = in_order ? strdup(expected) : sorted(expected);
  bool equal = strcmp(seen, wanted) == 0;
  static char message[2000];
  snprintf(message, sizeof message, "callbacks were \"%.900s\", expected%s \"%.900s\"", seen,
           in_order ? "" : " in any order", wanted);
  free(seen);
  free(wanted);
  if (!equal) check_failed(file, line, "%s", message);
  events_clear();
}
