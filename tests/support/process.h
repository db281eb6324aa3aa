/* Processes, checks and standard error for the network tests.
 *
 * A test usually runs in the CMocka process. Facts about a program that has never touched the
 * library ("first serial is 1", "SIGPIPE becomes ignored") need a process without a past:
 * main() forks a template process before anything else, and run_fresh() lets that template fork a
 * child for one function. The child shares the program image, so a plain function pointer names
 * the body.
 *
 * CHECK works in both places: in the CMocka process it fails the test, in a child it prints the
 * place and ends the child, which fails the test that waits for it.
 */
#ifndef TESTS_SUPPORT_PROCESS_H
#define TESTS_SUPPORT_PROCESS_H

#include <stdbool.h>
#include <stddef.h>

/* Forks the template. Call once, first thing in main(). */
void processes_start(void);

/* Runs `body` in a fresh process and returns its wait status. A child that hangs is killed after
 * 60 seconds (status: SIGALRM). */
int fresh_process(void (*body)(void));

/* The same for a function that prepares the process and then calls `body` itself. */
int fresh_process_with(void (*prepare)(void (*body)(void)), void (*body)(void));

/* Forks the calling process as it is. Returns the child's process number in the parent, 0 in the
 * child; there CHECK ends the child. The child leaves by child_done(). */
int fork_child(void);
_Noreturn void child_done(void);

/* Waits for a child of fork_child() and returns its wait status. */
int wait_child(int pid);

/* Fails the current test, or ends the current child. printf-like. */
void check_failed(const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#define CHECK(condition)                                                                           \
  do {                                                                                             \
    if (!(condition)) check_failed(__FILE__, __LINE__, "not true: %s", #condition);                \
  } while (0)

#define CHECK_INT(actual, expected)                                                                \
  do {                                                                                             \
    long long actual_ = (long long)(actual), expected_ = (long long)(expected);                    \
    if (actual_ != expected_)                                                                      \
      check_failed(__FILE__, __LINE__, "%s is %lld, expected %lld", #actual, actual_, expected_);  \
  } while (0)

#define CHECK_RANGE(actual, low, high)                                                             \
  do {                                                                                             \
    long long actual_ = (long long)(actual), low_ = (long long)(low), high_ = (long long)(high);   \
    if (actual_ < low_ || actual_ > high_)                                                         \
      check_failed(__FILE__, __LINE__, "%s is %lld, expected %lld..%lld", #actual, actual_, low_,  \
                   high_);                                                                         \
  } while (0)

#define CHECK_TEXT(actual, expected)                                                               \
  check_same_text((actual), (expected), #actual, __FILE__, __LINE__)
void check_same_text(const char *actual, const char *expected, const char *what, const char *file,
                int line);

/* Ends a child whose machine lacks what the test needs; the waiting test is skipped. */
_Noreturn void child_skip(void);

/* Skips the test, also from within a child, and says why. */
void skip_because(const char *why);

#define run_fresh(body) check_child(fresh_process(body), #body, __FILE__, __LINE__)
#define expect_child(pid) check_child(wait_child(pid), "child", __FILE__, __LINE__)
void check_child(int status, const char *what, const char *file, int line);

/* Standard error goes to a temporary file between the two calls. captured_stderr() ends the
 * capture and returns the text, NUL-terminated, valid until the next capture; without a running
 * capture it returns the text of the last one. */
void capture_stderr(void);
const char *captured_stderr(void);

/* Lines of `text` that start with `prefix` ("" counts all lines). */
int lines_starting(const char *text, const char *prefix);

#endif
