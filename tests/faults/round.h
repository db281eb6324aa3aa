/* One scenario under one fault, in a process of its own. */
#ifndef TESTS_FAULTS_ROUND_H
#define TESTS_FAULTS_ROUND_H

#include "faults.h"
#include "scenarios.h"

enum { ROUND_SECONDS = 60 };

/* Runs the round in the calling process, a child of the driver, and leaves it: status 0 if all is
 * well, else a message on standard error. A hang ends by SIGALRM. */
_Noreturn void run_round(const scenario_t *scenario, const fault_t *fault, report_t *report,
                         int seconds);

#endif
