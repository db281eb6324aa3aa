/* Shows how far a test is: a bar on a terminal, a line per second elsewhere. On standard error. */
#ifndef CONNTEST_PROGRESS_H
#define CONNTEST_PROGRESS_H

#include "channel.h"
#include "options.h"

struct view {
  double seconds; /* since the beginning */
  enum phase phase;
  uint32_t wave; /* 1, 2, ... */
  struct tally tally;
  uint64_t failed_before; /* in earlier waves */
};

struct progress {
  const struct options *options;
  bool shown, on_terminal;
  bool drawn; /* a bar is on the current line */
  double last_s;
  enum phase last_phase;
  uint32_t last_wave;
  uint64_t to_close; /* most connections that were open at once in this wave */
  struct view last;  /* as it was given last, shown or not */
};

void progress_start(struct progress *progress, const struct options *options);

/* Shows the view if it is time to, or if the phase has changed. */
void progress_show(struct progress *progress, const struct view *view);

/* Leaves the last bar standing, as it is at the end. */
void progress_end(struct progress *progress);

#endif
