/* One fault: which call of the library fails, when, and how.
 *
 * As text CALL:ERROR:FIRST[+COUNT]: from the FIRST call of that kind on (counted from 1 in each
 * round), COUNT calls fail (1 if it is left out, all later ones with `+` alone). The round counts
 * calls of the library only; those of the scenario itself and of its peers go past the shim.
 */
#ifndef TESTS_FAULTS_FAULTS_H
#define TESTS_FAULTS_FAULTS_H

#include <stdbool.h>
#include <stddef.h>

#include "calls.h"

enum { NO_CALL = -1, TOUCHED_MAX = 64 };

typedef struct fault_t {
  int call; /* a call_t, or NO_CALL: nothing fails */
  int error;
  long first;
  long count; /* 0: all from `first` on */
} fault_t;

/* What a round reports, in memory that it shares with the driver and with its own children. */
typedef struct report_t {
  long counts[CALL_COUNT]; /* calls made while faults were possible */
  long struck;             /* calls that failed */
  int touched_count;
  int touched[TOUCHED_MAX]; /* descriptors that were hit, by child processes too */
} report_t;

const char *call_name(int call);

/* The errors of a call, ended by 0. */
const int *call_errors(int call);

/* The name of an error of a call, such as EMFILE; its value, 0 if no such error is known. */
const char *error_name(int call, int error);
int error_value(int call, const char *name);

void fault_to_text(const fault_t *fault, char *out, size_t size);
bool fault_from_text(const char *text, fault_t *out);

/* Prepares the process for a round; then, between faults_resume() and faults_pause(), calls of the
 * library are counted and fail as planned. */
void faults_plan(const fault_t *fault, report_t *report);
void faults_resume(void);
void faults_pause(void);

/* Ends the plan: nothing fails any more. */
void faults_over(void);

/* Has a call failed by plan in this process? */
bool faults_struck(void);

/* Is this the call that fails in this round? */
bool faults_planned(call_t call);

/* Is this a child process of the one that called faults_plan()? */
bool faults_forked(void);

/* Was the fault one that can end the connection of this descriptor, and did it hit that descriptor
 * since faults_forget_touched()? */
bool faults_touched(int fd);
void faults_forget_touched(void);

/* Adds this process's counts to the report. */
void faults_publish(void);

/* For the shim: counts one call; true if it is to fail with *error. `fd` or -1. */
bool fault_strikes(call_t call, int fd, int *error);

#endif
