/* The report of a finished test, as text or as JSON. */
#ifndef CONNTEST_REPORT_H
#define CONNTEST_REPORT_H

#include "coordinator.h"
#include "system.h"

#include <stdio.h>

struct circumstances {
  const struct options *options;
  const struct target *target;
  struct descriptor_limit descriptors;
};

void report_text(FILE *to, const struct circumstances *test, const struct result *result);
void report_json(FILE *to, const struct circumstances *test, const struct result *result);

/* Says before the test what will be in its way, and what was done about it. */
void report_outlook(FILE *to, const struct circumstances *test);

#endif
