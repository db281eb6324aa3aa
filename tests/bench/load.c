/* Load generator for echo servers of bin16 records on this machine. Plain sockets, not the library.

   usage: load --port P [options]
     --mode MODE         "echo": records go round; "broadcast": those of one further connection
                         come on all; "churn": connect, one echo, close, on each of them in turn;
                         "open": only open them, with one echo on each; "establish": without (echo)
     --cpu N             run on this CPU only                         (any)
     --connections N     open so many                                 (1)
     --active K          of which K carry records                     (all)
     --depth D           records in flight per active connection      (1)
     --size S            bytes of content, 12..65535                  (64)
     --warmup SECONDS    not counted                                  (0)
     --seconds SECONDS   how long to measure                          (1)
     --records N         measure that many records instead (echo only)
     --step              when the measured part comes next, and after "open" and "establish" before
                         the end, print {"event": "ready"} and wait for a line of input

   Prints one JSON line with the result; times in it are nanoseconds. Ends with status 1 and a
   message if the server loses, changes or invents a byte. */
#include "client.h"
#include "support.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum mode { ECHO_RECORDS, BROADCAST, CHURN, OPEN, ESTABLISH, MODES };

static const char *const mode_names[MODES] = {"echo", "broadcast", "churn", "open", "establish"};

struct options {
  int cpu;
  enum mode mode;
  double warmup, seconds;
  uint64_t records;
  bool step;
  struct client client;
};

enum { MOST_CONNECTIONS = 20000, MOST_IN_FLIGHT = 65536 };

static double parse_seconds(const char *what, const char *text) {
  char *end;
  double value = strtod(text, &end);
  if (end == text || *end != '\0' || !(value >= 0 && value <= 3600))
    die("%s: seconds from 0 to 3600 are wanted, not \"%s\"", what, text);
  return value;
}

static unsigned parse_count(const char *what, const char *text, long low, long high) {
  return (unsigned)parse_number(what, text, low, high);
}

static enum mode parse_mode(const char *text) {
  for (unsigned mode = 0; mode < MODES; mode++) {
    if (strcmp(text, mode_names[mode]) == 0)
      return (enum mode)mode;
  }
  die("mode: \"%s\" is none", text);
}

static struct options parse_options(int argc, char **argv) {
  static const struct option names[] = {
      {"port", required_argument, NULL, 'p'},        {"cpu", required_argument, NULL, 'c'},
      {"connections", required_argument, NULL, 'n'}, {"active", required_argument, NULL, 'a'},
      {"depth", required_argument, NULL, 'd'},       {"size", required_argument, NULL, 's'},
      {"warmup", required_argument, NULL, 'w'},      {"seconds", required_argument, NULL, 't'},
      {"records", required_argument, NULL, 'r'},     {"step", no_argument, NULL, 'g'},
      {"mode", required_argument, NULL, 'm'},        {NULL, 0, NULL, 0}};
  struct options o = {
      .cpu = -1, .seconds = 1, .client = {.connections = 1, .depth = 1, .size = 64}};
  // clang-format off
  for (int name; (name = getopt_long(argc, argv, "", names, NULL)) != -1;) {
    switch (name) {
    case 'p': o.client.port = (int)parse_number("port", optarg, 1, 65535); break;
    case 'c': o.cpu = (int)parse_number("cpu", optarg, -1, 1023); break;
    case 'n': o.client.connections = parse_count("connections", optarg, 1, MOST_CONNECTIONS); break;
    case 'a': o.client.active = parse_count("active", optarg, 1, MOST_CONNECTIONS); break;
    case 'd': o.client.depth = parse_count("depth", optarg, 1, MOST_IN_FLIGHT); break;
    case 's': o.client.size = parse_count("size", optarg, RECORD_MIN, RECORD_MAX); break;
    case 'w': o.warmup = parse_seconds("warmup", optarg); break;
    case 't': o.seconds = parse_seconds("seconds", optarg); break;
    case 'r': o.records = (uint64_t)parse_number("records", optarg, 1, INT64_MAX); break;
    case 'g': o.step = true; break;
    case 'm': o.mode = parse_mode(optarg); break;
    default: die("load: see the head of load.c for the options");
    }
  }
  // clang-format on
  if (o.client.active == 0)
    o.client.active = o.client.connections;
  if (optind != argc || o.client.port == 0 || o.client.active > o.client.connections)
    die("load: a port is wanted, no more active connections than connections, and no other words");
  if (o.records > 0 && o.mode != ECHO_RECORDS)
    die("load: --records is for the mode \"echo\"");
  return o;
}

/* Tells the controlling program that it is time, and waits for its go. */
static void wait_for_go(void) {
  puts("{\"event\": \"ready\"}");
  fflush(stdout);
  char line[64];
  if (fgets(line, sizeof line, stdin) == NULL)
    die("standard input ended before the go");
}

static void print_opened(const struct client *client, struct open_times times) {
  printf("{\"connections\": %u, \"established_ns\": %llu, \"echoed_ns\": %llu, \"compiler\": "
         "\"%s\"}\n",
         client->connections, (unsigned long long)times.established,
         (unsigned long long)times.echoed, COMPILER);
  fflush(stdout);
}

static void print_result(const struct run_result *result, uint64_t cpu_ns) {
  printf("{\"records\": %llu, \"ns\": %llu, \"p50_ns\": %llu, \"p99_ns\": %llu, \"p999_ns\": %llu, "
         "\"load_cpu_ns\": %llu, \"compiler\": \"%s\"}\n",
         (unsigned long long)result->records, (unsigned long long)result->ns,
         (unsigned long long)histogram_quantile(&result->latency, 0.50),
         (unsigned long long)histogram_quantile(&result->latency, 0.99),
         (unsigned long long)histogram_quantile(&result->latency, 0.999),
         (unsigned long long)cpu_ns, COMPILER);
  fflush(stdout);
}

static void open_only(struct options *o) {
  struct open_times times = client_open(&o->client, o->mode == OPEN);
  print_opened(&o->client, times);
  if (o->step)
    wait_for_go();
}

static void run(struct options *o, struct run_limit limit, struct run_result *result) {
  if (o->mode == CHURN)
    client_churn(&o->client, limit, result);
  else if (o->mode == BROADCAST)
    client_run_broadcast(&o->client, limit, result);
  else
    client_run(&o->client, limit, result);
}

static void measure(struct options *o) {
  static struct run_result result;
  if (o->mode == BROADCAST)
    client_open_broadcast(&o->client);
  else if (o->mode == ECHO_RECORDS)
    client_open(&o->client, true);
  if (o->warmup > 0)
    run(o, (struct run_limit){.ns = (uint64_t)(o->warmup * 1e9)}, &result);
  if (o->step)
    wait_for_go();
  struct run_limit limit = {.records = o->records};
  if (o->records == 0)
    limit.ns = (uint64_t)(o->seconds * 1e9) + 1;
  uint64_t cpu_ns = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
  run(o, limit, &result);
  print_result(&result, clock_ns(CLOCK_PROCESS_CPUTIME_ID) - cpu_ns);
}

int main(int argc, char **argv) {
  struct options o = parse_options(argc, argv);
  pin_to_cpu(o.cpu);
  raise_descriptor_limit(o.client.connections + 32);
  if (o.mode == OPEN || o.mode == ESTABLISH)
    open_only(&o);
  else
    measure(&o);
  client_close(&o.client);
  return 0;
}
