#include "progress.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const double line_every_s = 1, bar_every_s = 0.1;

enum { TEXT = 160, WIDEST_BAR = 60, NARROWEST_BAR = 10 };

static const char *phase_name(enum phase phase) {
  static const char *const names[] = {"opening", "holding", "closing"};
  return names[phase];
}

void progress_start(struct progress *progress, const struct options *options) {
  *progress = (struct progress){.options = options, .on_terminal = isatty(STDERR_FILENO) == 1};
  progress->shown = !options->quiet && (progress->on_terminal || !options->json);
}

static int columns(void) {
  struct winsize size;
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

static int describe(const struct progress *progress, const struct view *view, char *out,
                    size_t out_size) {
  const struct options *o = progress->options;
  char wave[32] = "", records[48] = "";
  if (o->waves > 1)
    snprintf(wave, sizeof wave, "wave %u of %u, ", view->wave, o->waves);
  if (o->send != FRAMING_NONE)
    snprintf(records, sizeof records, ", %llu echoes", (unsigned long long)view->tally.echoed);
  return snprintf(out, out_size, "%s%s: %llu of %u open, %llu failed%s, %.1f s", wave,
                  phase_name(view->phase), (unsigned long long)view->tally.open, o->connections,
                  (unsigned long long)(tally_failed(&view->tally) - view->failed_before), records,
                  view->seconds);
}

/* How much of its phase is done, 0 to 1: connections that are open, or, while closing, that are not
   any more. */
static double share_done(const struct progress *progress, const struct view *view) {
  if (view->phase != PHASE_CLOSING)
    return (double)view->tally.open / progress->options->connections;
  return progress->to_close == 0 ? 1 : 1 - (double)view->tally.open / (double)progress->to_close;
}

static void draw_bar(struct progress *progress, const struct view *view) {
  char text[TEXT], bar[WIDEST_BAR + 1];
  int length = describe(progress, view, text, sizeof text);
  int width = columns() - length - 4;
  if (width > WIDEST_BAR)
    width = WIDEST_BAR;
  if (width >= NARROWEST_BAR) {
    int full = (int)(share_done(progress, view) * width);
    for (int i = 0; i < width; i++)
      bar[i] = i < full ? '#' : '.';
    bar[width] = '\0';
    fprintf(stderr, "\r[%s] %s\033[K", bar, text);
  } else {
    fprintf(stderr, "\r%.*s\033[K", columns() - 1, text);
  }
  progress->drawn = true;
}

void progress_show(struct progress *progress, const struct view *view) {
  if (!progress->shown)
    return;
  bool is_new = view->phase != progress->last_phase || view->wave != progress->last_wave;
  progress->last = *view;
  if (view->wave != progress->last_wave)
    progress->to_close = 0;
  if (view->tally.open > progress->to_close)
    progress->to_close = view->tally.open;
  double every = progress->on_terminal ? bar_every_s : line_every_s;
  if (!is_new && view->seconds - progress->last_s < every)
    return;
  progress->last_s = view->seconds;
  progress->last_phase = view->phase;
  progress->last_wave = view->wave;
  if (progress->on_terminal) {
    draw_bar(progress, view);
    return;
  }
  char text[TEXT];
  describe(progress, view, text, sizeof text);
  fprintf(stderr, "%s\n", text);
}

void progress_end(struct progress *progress) {
  if (progress->drawn) {
    draw_bar(progress, &progress->last);
    fputc('\n', stderr);
  }
  progress->drawn = false;
}
