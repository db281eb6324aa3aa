/* A world of names for one process: namespaces of its own with a loopback, a hosts file, and a name
 * server on 127.0.0.1 that knows the names below. Nothing outside the machine is asked, and nothing
 * outside the process sees it.
 *
 *   both.test    127.0.0.1 and ::1        two.test    127.0.0.2 and 127.0.0.1
 *   four.test    127.0.0.1                six.test    ::1
 *   slow.test    127.0.0.1, after SLOW_MS never.test  no answer at all
 *   none.test    does not exist (as any other name)
 *   hosts.test   127.0.0.1, from the hosts file
 *   ten.test     127.0.0.2 to 127.0.0.11  cut.test    an answer that was cut, without addresses
 *   cut6.test    no IPv4 address, and an answer with IPv6 ones that was cut
 *
 * Its /etc/hosts and /etc/resolv.conf can be written to.
 */
#ifndef TESTS_SUPPORT_NAMES_H
#define TESTS_SUPPORT_NAMES_H

#include <stdbool.h>

enum { SLOW_MS = 2000 };

/* Moves the calling process into such a world, for good. False on machines that allow no
 * namespaces. */
bool enter_names(void);

/* Runs `body` in such a process. Skips the test on machines that allow no namespaces. */
void run_with_names(void (*body)(void));

#endif
