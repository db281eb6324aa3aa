#include "report.h"

static double ms(int64_t ns) { return (double)ns / 1e6; }

static unsigned long long ull(uint64_t n) { return n; }

static const struct quantile {
  const char *text, *key;
  double share;
} quantiles[] = {{"p50", "p50", 0.5},
                 {"p90", "p90", 0.9},
                 {"p99", "p99", 0.99},
                 {"p99.9", "p99_9", 0.999},
                 {"max", "max", 1}};

enum { QUANTILES = sizeof quantiles / sizeof quantiles[0] };

/* --- Outlook --- */

/* Besides connections: standard streams, two pipes, and what the library needs for itself. */
enum { OTHER_DESCRIPTORS = 16 };

static uint32_t addresses_of(const struct options *o) {
  return o->sources.count > 0 ? o->sources.count : 1;
}

void report_outlook(FILE *to, const struct circumstances *test) {
  const struct options *o = test->options;
  const struct descriptor_limit *d = &test->descriptors;
  if (d->now > d->before)
    fprintf(to, "descriptor limit of a process raised from %llu to %llu\n", ull(d->before),
            ull(d->now));
  uint32_t each = (o->connections + o->processes - 1) / o->processes;
  if (d->now < (uint64_t)each + OTHER_DESCRIPTORS)
    fprintf(to,
            "note: %u connections in one process need more than %llu descriptors; "
            "--processes shares them out\n",
            each, ull(d->now));
  uint64_t ports = (uint64_t)system_local_ports() * addresses_of(o);
  if (o->connections > ports)
    fprintf(to,
            "note: %u source address%s ha%s %llu local ports for one destination; "
            "--source adds addresses\n",
            addresses_of(o), addresses_of(o) > 1 ? "es" : "", addresses_of(o) > 1 ? "ve" : "s",
            ull(ports));
}

/* --- Text --- */

static void line(FILE *to, const char *what, uint64_t count) {
  fprintf(to, "  %-16s %llu\n", what, ull(count));
}

static void text_latency(FILE *to, const char *what, const struct latency *l) {
  if (l->total == 0)
    return;
  fprintf(to, "  %-16s", what);
  for (int i = 0; i < QUANTILES; i++)
    fprintf(to, " %s %.3f", quantiles[i].text, ms(latency_quantile(l, quantiles[i].share)));
  fprintf(to, " ms\n");
}

static void text_stop(FILE *to, const struct circumstances *test, const struct result *result) {
  const struct options *o = test->options;
  fprintf(to, "  %-16s ", "why it stopped");
  switch (result->statement.stop) {
  case STOP_COMPLETE:
    fputs(result->tally.outcomes[OUTCOME_ESTABLISHED] == result->wanted
              ? "all wanted connections were had\n"
              : "all wanted connections were tried\n",
          to);
    break;
  case STOP_GAVE_UP:
    fprintf(to, "%u failures in a row (--give-up)\n", o->give_up);
    break;
  case STOP_NO_PORT:
    fprintf(to, "no local port is left: %u source address%s ha%s %u each; more with --source\n",
            addresses_of(o), addresses_of(o) > 1 ? "es" : "", addresses_of(o) > 1 ? "ve" : "s",
            system_local_ports());
    break;
  case STOP_NO_DESCRIPTOR:
    fprintf(to, "no descriptor is left: a process may have %llu; more with --processes\n",
            ull(test->descriptors.now));
    break;
  case STOP_INTERRUPTED:
    fputs("interrupted\n", to);
    break;
  case STOP_WORKER_LOST:
  case STOPS:
    fprintf(to, "%u of %u processes of the test were lost\n", result->workers_lost, o->processes);
  }
}

static void text_note(FILE *to, const char *what, const char *note) {
  if (note[0] != '\0')
    fprintf(to, "  %-16s \"%s\"\n", what, note);
}

static void text_waves(FILE *to, const struct options *o, const struct result *result) {
  for (uint32_t i = 0; i < result->wave_count; i++) {
    const struct wave *w = &result->waves[i];
    if (o->waves == 1)
      fprintf(to, "  %-16s %.3f s\n", "opened in", w->open_s);
    else
      fprintf(to, "  wave %-11u %llu established, %llu failed, opened in %.3f s\n", i + 1,
              ull(w->established), ull(w->failed), w->open_s);
  }
}

static void text_connections(FILE *to, const struct circumstances *test,
                             const struct result *result) {
  const struct tally *t = &result->tally;
  line(to, "wanted", result->wanted);
  line(to, "established", t->outcomes[OUTCOME_ESTABLISHED]);
  for (enum outcome i = OUTCOME_REFUSED; i < OUTCOMES; i++) {
    if (t->outcomes[i] > 0)
      line(to, outcome_text(i), t->outcomes[i]);
  }
  if (t->ended_later > 0)
    line(to, "ended later", t->ended_later);
  line(to, "open at once", result->most_open);
  text_stop(to, test, result);
  text_note(to, "first failure", result->statement.notes.failure);
  text_note(to, "the server said", result->statement.notes.peer);
  text_waves(to, test->options, result);
  text_latency(to, "connect time", &result->statement.connect);
}

static void text_records(FILE *to, const struct options *o, const struct result *result) {
  const struct tally *t = &result->tally;
  fprintf(to, "records: %s, %u bytes of content\n", framing_name(o->send), o->size);
  line(to, "sent", t->sent);
  line(to, "echoed", t->echoed);
  if (t->missing > 0)
    line(to, "missing", t->missing);
  if (t->wrong > 0)
    line(to, "wrong", t->wrong);
  text_note(to, "first wrong one", result->statement.notes.wrong);
  if (t->held_back > 0)
    line(to, "held back", t->held_back);
  text_latency(to, "latency", &result->statement.echo);
  latency_draw(&result->statement.echo, to);
}

void report_text(FILE *to, const struct circumstances *test, const struct result *result) {
  const struct options *o = test->options;
  fprintf(to, "connections to %s port %u, %u source address%s, %u process%s, %.1f s\n",
          test->target->address, (unsigned)o->port, addresses_of(o),
          addresses_of(o) > 1 ? "es" : "", o->processes, o->processes > 1 ? "es" : "",
          result->seconds);
  text_connections(to, test, result);
  if (o->send != FRAMING_NONE)
    text_records(to, o, result);
}

/* --- JSON --- */

/* Notes are printable ASCII; a host is what the user gave. */
static void json_string(FILE *to, const char *key, const char *text) {
  fprintf(to, ",\n  \"%s\": ", key);
  if (text == NULL || text[0] == '\0') {
    fputs("null", to);
    return;
  }
  fputc('"', to);
  for (; *text != '\0'; text++) {
    unsigned char c = (unsigned char)*text;
    if (c == '"' || c == '\\')
      fprintf(to, "\\%c", c);
    else if (c < ' ' || c > '~')
      fprintf(to, "\\u%04x", c);
    else
      fputc(c, to);
  }
  fputc('"', to);
}

static void json_number(FILE *to, const char *key, uint64_t n) {
  fprintf(to, ",\n  \"%s\": %llu", key, ull(n));
}

static void json_latency(FILE *to, const char *key, const struct latency *l) {
  fprintf(to, ",\n  \"%s\": {\"count\": %llu", key, ull(l->total));
  for (int i = 0; i < QUANTILES; i++)
    fprintf(to, ", \"%s\": %.6f", quantiles[i].key, ms(latency_quantile(l, quantiles[i].share)));
  fputc('}', to);
}

static void json_waves(FILE *to, const struct result *result) {
  fputs(",\n  \"waves\": [", to);
  for (uint32_t i = 0; i < result->wave_count; i++) {
    const struct wave *w = &result->waves[i];
    fprintf(to, "%s\n    {\"established\": %llu, \"failed\": %llu, \"open_seconds\": %.6f}",
            i > 0 ? "," : "", ull(w->established), ull(w->failed), w->open_s);
  }
  fputc(']', to);
}

static void json_records(FILE *to, const struct options *o, const struct result *result) {
  const struct tally *t = &result->tally;
  json_string(to, "framing", o->send == FRAMING_NONE ? NULL : framing_name(o->send));
  json_number(to, "record_size", o->send == FRAMING_NONE ? 0 : o->size);
  json_number(to, "sent", t->sent);
  json_number(to, "echoed", t->echoed);
  json_number(to, "missing", t->missing);
  json_number(to, "wrong", t->wrong);
  json_number(to, "held_back", t->held_back);
  json_latency(to, "latency_ms", &result->statement.echo);
}

void report_json(FILE *to, const struct circumstances *test, const struct result *result) {
  const struct options *o = test->options;
  const struct tally *t = &result->tally;
  fprintf(to, "{\n  \"good\": %s", result_is_good(result) ? "true" : "false");
  json_string(to, "host", o->host);
  json_string(to, "address", test->target->address);
  json_number(to, "port", o->port);
  json_number(to, "processes", o->processes);
  json_number(to, "sources", addresses_of(o));
  json_number(to, "descriptors_before", test->descriptors.before);
  json_number(to, "descriptors", test->descriptors.now);
  json_number(to, "wanted", result->wanted);
  json_number(to, "attempts", t->attempts);
  for (enum outcome i = OUTCOME_ESTABLISHED; i < OUTCOMES; i++)
    json_number(to, outcome_key(i), t->outcomes[i]);
  json_number(to, "ended_later", t->ended_later);
  json_number(to, "open_at_once", result->most_open);
  json_string(to, "stopped", stop_key(result->statement.stop));
  json_string(to, "first_failure", result->statement.notes.failure);
  json_string(to, "server_said", result->statement.notes.peer);
  json_string(to, "first_wrong", result->statement.notes.wrong);
  json_waves(to, result);
  json_latency(to, "connect_ms", &result->statement.connect);
  json_records(to, o, result);
  fprintf(to, ",\n  \"seconds\": %.6f\n}\n", result->seconds);
}
