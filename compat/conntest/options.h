/* What the command line asks for. */
#ifndef CONNTEST_OPTIONS_H
#define CONNTEST_OPTIONS_H

#include "sources.h"

#include <stdbool.h>
#include <stdint.h>

enum framing { FRAMING_NONE, FRAMING_BIN16, FRAMING_BIN32, FRAMING_TEXT };

enum { GREATEST_RECORD = 1048576, GREATEST_RECORD_BIN16 = 65535, MOST_PROCESSES = 256 };

struct options {
  const char *host;
  uint16_t port;
  struct sources sources;

  uint32_t connections; /* of each wave */
  double open_rate;     /* per second; 0: as fast as the server takes them */
  uint32_t batch;       /* under way at once */
  uint32_t give_up;     /* failures in a row; 0: never */
  double timeout_s;
  double settle_s; /* ended before that: full */
  double hold_s;   /* the last wave; below 0: until a signal comes */

  uint32_t waves;
  double wave_hold_s; /* the others */

  enum framing send;
  double rate; /* records per second and connection; 0: the next when the echo has come */
  uint32_t size;
  uint32_t greeting; /* records that the server sends first by itself */

  uint32_t processes;
  bool json;
  bool quiet;
};

/* Reads the command line. Ends the process after --help and --version (status 0), and after a
   message about what is wrong (status 2). */
void options_read(struct options *options, int argc, char **argv);

const char *framing_name(enum framing framing);

#endif
