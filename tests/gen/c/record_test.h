/* Between the programs that record_program.py writes and record_main.c. */
#ifndef TESTS_GEN_C_RECORD_TEST_H
#define TESTS_GEN_C_RECORD_TEST_H

#include "stub_test.h"

/* A message with arguments: `send` sends it; without `send` this side receives it. */
struct record_case {
  const char *name;
  int (*send)(void);
  double (*count)(void);
  const char *hex;  /* the record */
  const char *text; /* what the receive function logs */
};

/* Of the written program; the table ends with a name of NULL. */
extern const struct record_case record_cases[];
extern const record_callback_t record_callback;
extern const int record_id_width;
conn_t record_current(void);

/* What the receive functions return, and the bodies of the other functions of the application. */
extern int record_result;
int record_error(conn_t c, int e);
int record_too_long(conn_t c, int id, int length);

/* Logging of arguments. The checks fail the test for what no receive function may be given. */
void check_conn(conn_t c);
void check_count(int count, int max);
void log_bytes(const char *bytes, int count);
void log_string(const char *string, int size);
void log_float(float value);

#endif
