/* Shared by the tests of generated stubs: a log of the calls of the application's functions,
 * records as hexadecimal text, and a sender that keeps the bytes it was given.
 */
#ifndef TESTS_GEN_C_STUB_TEST_H
#define TESTS_GEN_C_STUB_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "vce.h"

/* A connection that the library never made: stubs must not look at it. */
extern const conn_t some_conn;

/* The log: appended to like printf, or as hexadecimal digits; its text; back to the empty text. */
void log_event(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_hex(const void *bytes, size_t length);
const char *log_text(void);
void log_clear(void);

/* Fails the test unless the log has this text, and clears it. */
void expect_log(const char *text);

/* Sets the last error to one that nothing in a stub sets. */
enum { SEEDED = VCE_ENOTFOUND };
void seed_last_error(void);

/* The body of a sender. It returns `sender_result`, or the length if that is SENDER_LENGTH. */
enum { SENDER_LENGTH = 1 << 30 };
extern int sender_result;
extern int sender_calls;
int keep_sent(conn_t c, const char *data, int len);

/* The record of the last call as hexadecimal text; no call, SENDER_LENGTH. */
const char *sent_hex(void);
void sender_reset(void);

/* Hands a record to a callback. It lies in memory of its very size, so that a sanitizer sees any
 * byte that is read behind it. */
typedef int (*record_callback_t)(conn_t c, char *data, int len);
int receive_hex(record_callback_t callback, const char *hex);
int receive_bytes(record_callback_t callback, const void *bytes, size_t length);

/* Bytes of a hexadecimal text, which the caller frees; fails the test for any other text. */
unsigned char *bytes_of_hex(const char *hex, size_t *length);

/* Fails the test if the handle is not {NULL, 0}. */
void expect_null_conn(conn_t c);

#endif
