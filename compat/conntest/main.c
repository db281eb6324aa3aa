/* vce-conntest - opens many TCP connections to a server, holds them, and reports how many it got
   and why it stopped. Its manual page is man/vce-conntest.1; it is built on vce.h alone. */
#include "coordinator.h"
#include "report.h"

#include <stdio.h>

static int fail(const char *why, int status) {
  fprintf(stderr, "vce-conntest: %s\n", why);
  return status;
}

int main(int argc, char **argv) {
  static struct options options;
  static struct target target;
  static struct result result;
  struct progress progress;
  char why[256];

  options_read(&options, argc, argv);
  if (!sources_check(&options.sources, why, sizeof why))
    return fail(why, 2);
  if (!target_find(&target, options.host, options.port, options.sources.family, why, sizeof why))
    return fail(why, 1);
  struct circumstances test = {&options, &target, system_raise_descriptors()};
  progress_start(&progress, &options);
  if (progress.shown)
    report_outlook(stderr, &test);
  if (!coordinator_run(&options, &target, &progress, &result, why, sizeof why))
    return fail(why, 1);
  if (options.json)
    report_json(stdout, &test, &result);
  else
    report_text(stdout, &test, &result);
  if (fflush(stdout) != 0 || ferror(stdout))
    return fail("the report cannot be written", 1);
  return result_is_good(&result) ? 0 : 1;
}
