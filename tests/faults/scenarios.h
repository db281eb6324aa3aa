/* The uses of the library during which calls fail. */
#ifndef TESTS_FAULTS_SCENARIOS_H
#define TESTS_FAULTS_SCENARIOS_H

#include <stdbool.h>

typedef struct scenario_t {
  const char *name;
  void (*run)(void);
  bool bare;  /* initialises and finalises the library itself, without bystanders */
  bool names; /* needs the world of names.h */
  int every;  /* its calls are so much alike that every so many-th tells enough; 0: all */
} scenario_t;

/* Ended by a null name. */
extern const scenario_t scenarios_life[], scenarios_connect[], scenarios_accept[],
    scenarios_traffic[], scenarios_ends[], scenarios_lingering[], scenarios_closed[],
    scenarios_time[], scenarios_tools[], scenarios_unix[];

#endif
