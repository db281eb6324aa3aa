#include "options.h"

#include "record.h"
#include "vce.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_CONNECTIONS = 10000000, MOST_WAVES = 100000, LONGEST_TIMEOUT_S = 120 };

static const char usage[] =
    "usage: vce-conntest [option]... HOST PORT\n"
    "Opens many TCP connections, holds them, and reports how many it got and why it stopped.\n"
    "\n"
    "  -n, --connections N    open N connections (1000)\n"
    "  -s, --source LIST      from these addresses in turn: 127.0.0.2-127.0.0.40,127.0.1.1\n"
    "  -p, --processes P      share the work among P processes (1)\n"
    "\n"
    "      --open-rate R      open R per second at most (0: as fast as the server takes them)\n"
    "      --batch B          at most B under way at once (200)\n"
    "      --timeout S        wait S seconds for an answer (10)\n"
    "      --settle S         ended by the server within S seconds counts as \"full\" (1)\n"
    "      --give-up N        stop opening after N failures in a row (100; 0: never)\n"
    "      --hold S           hold them for S seconds, or \"forever\" until Ctrl-C (5)\n"
    "\n"
    "      --waves N          open and close everything N times (1)\n"
    "      --wave-hold S      hold each wave but the last for S seconds (1)\n"
    "\n"
    "      --send FRAMING     send records that the server echoes: bin16, bin32 or text\n"
    "      --rate R           R records per second and connection (1); 0: each after the echo of\n"
    "                         the one before\n"
    "      --size S           S bytes of content in each (64)\n"
    "      --greeting N       the server first sends N records by itself (0)\n"
    "\n"
    "      --json             print the report as one JSON object\n"
    "  -q, --quiet            no progress\n"
    "  -h, --help             this text\n"
    "  -V, --version          the version\n"
    "\n"
    "Exit status: 0 all connections were had and nothing failed; 1 fewer, or errors; 2 usage.\n";

static void wrong(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

static void wrong(const char *format, ...) {
  va_list args;
  va_start(args, format);
  fputs("vce-conntest: ", stderr);
  vfprintf(stderr, format, args);
  fputs("\nTry \"vce-conntest --help\".\n", stderr);
  va_end(args);
  exit(2);
}

static double parse_number(const char *what, const char *text, double low, double high) {
  char *end;
  double value = strtod(text, &end);
  if (end == text || *end != '\0' || !(value >= low && value <= high))
    wrong("%s: a number from %g to %.10g is wanted, not \"%s\"", what, low, high, text);
  return value;
}

static uint32_t parse_count(const char *what, const char *text, uint32_t low, uint32_t high) {
  double value = parse_number(what, text, low, high);
  if (value != (double)(uint32_t)value)
    wrong("%s: a whole number is wanted, not \"%s\"", what, text);
  return (uint32_t)value;
}

static double parse_seconds(const char *what, const char *text) {
  return parse_number(what, text, 0, 31536000);
}

static enum framing parse_framing(const char *text) {
  for (enum framing f = FRAMING_BIN16; f <= FRAMING_TEXT; f++) {
    if (strcmp(text, framing_name(f)) == 0)
      return f;
  }
  wrong("--send: bin16, bin32 or text is wanted, not \"%s\"", text);
}

const char *framing_name(enum framing framing) {
  static const char *const names[] = {"none", "bin16", "bin32", "text"};
  return names[framing];
}

enum {
  OPEN_RATE = 256,
  BATCH,
  TIMEOUT,
  SETTLE,
  GIVE_UP,
  HOLD,
  WAVES,
  WAVE_HOLD,
  SEND,
  RATE,
  SIZE,
  GREETING,
  JSON
};

static const struct option names[] = {{"connections", required_argument, NULL, 'n'},
                                      {"source", required_argument, NULL, 's'},
                                      {"processes", required_argument, NULL, 'p'},
                                      {"open-rate", required_argument, NULL, OPEN_RATE},
                                      {"batch", required_argument, NULL, BATCH},
                                      {"timeout", required_argument, NULL, TIMEOUT},
                                      {"settle", required_argument, NULL, SETTLE},
                                      {"give-up", required_argument, NULL, GIVE_UP},
                                      {"hold", required_argument, NULL, HOLD},
                                      {"waves", required_argument, NULL, WAVES},
                                      {"wave-hold", required_argument, NULL, WAVE_HOLD},
                                      {"send", required_argument, NULL, SEND},
                                      {"rate", required_argument, NULL, RATE},
                                      {"size", required_argument, NULL, SIZE},
                                      {"greeting", required_argument, NULL, GREETING},
                                      {"json", no_argument, NULL, JSON},
                                      {"quiet", no_argument, NULL, 'q'},
                                      {"help", no_argument, NULL, 'h'},
                                      {"version", no_argument, NULL, 'V'},
                                      {NULL, 0, NULL, 0}};

static void read_option(struct options *o, int name, const char *value) {
  char why[256];
  // clang-format off
  switch (name) {
  case 'n': o->connections = parse_count("--connections", value, 1, MOST_CONNECTIONS); break;
  case 'p': o->processes = parse_count("--processes", value, 1, MOST_PROCESSES); break;
  case 's':
    if (!sources_add(&o->sources, value, why, sizeof why))
      wrong("--source: %s", why);
    break;
  case OPEN_RATE: o->open_rate = parse_number("--open-rate", value, 0, 1e6); break;
  case BATCH: o->batch = parse_count("--batch", value, 1, MOST_CONNECTIONS); break;
  case TIMEOUT: o->timeout_s = parse_number("--timeout", value, 0.001, LONGEST_TIMEOUT_S); break;
  case SETTLE: o->settle_s = parse_seconds("--settle", value); break;
  case GIVE_UP: o->give_up = parse_count("--give-up", value, 0, MOST_CONNECTIONS); break;
  case HOLD:
    o->hold_s = strcmp(value, "forever") == 0 ? -1 : parse_seconds("--hold", value);
    break;
  case WAVES: o->waves = parse_count("--waves", value, 1, MOST_WAVES); break;
  case WAVE_HOLD: o->wave_hold_s = parse_seconds("--wave-hold", value); break;
  case SEND: o->send = parse_framing(value); break;
  case RATE: o->rate = parse_number("--rate", value, 0, 1e6); break;
  case SIZE: o->size = parse_count("--size", value, 1, GREATEST_RECORD); break;
  case GREETING: o->greeting = parse_count("--greeting", value, 0, 65535); break;
  case JSON: o->json = true; break;
  case 'q': o->quiet = true; break;
  case 'h': fputs(usage, stdout); exit(0);
  case 'V': puts("vce-conntest (libvce) " LIBVCE_VERSION); exit(0);
  default: fputs("Try \"vce-conntest --help\".\n", stderr); exit(2);
  }
  // clang-format on
}

static void check_size(const struct options *o) {
  uint32_t low = o->send == FRAMING_TEXT ? RECORD_HEAD_TEXT : RECORD_HEAD;
  uint32_t high = o->send == FRAMING_BIN16 ? GREATEST_RECORD_BIN16 : GREATEST_RECORD;
  if (o->send != FRAMING_NONE && (o->size < low || o->size > high))
    wrong("--size: %s records have from %u to %u bytes", framing_name(o->send), low, high);
}

void options_read(struct options *o, int argc, char **argv) {
  *o = (struct options){.connections = 1000,
                        .batch = 200,
                        .give_up = 100,
                        .timeout_s = 10,
                        .settle_s = 1,
                        .hold_s = 5,
                        .waves = 1,
                        .wave_hold_s = 1,
                        .rate = 1,
                        .size = 64,
                        .processes = 1};
  for (int name; (name = getopt_long(argc, argv, "n:s:p:qhV", names, NULL)) != -1;)
    read_option(o, name, optarg);
  if (argc - optind != 2)
    wrong("a host and a port are wanted");
  o->host = argv[optind];
  o->port = (uint16_t)parse_count("PORT", argv[optind + 1], 1, 65535);
  check_size(o);
  if (o->processes > o->connections)
    wrong("--processes: more processes than connections");
}
