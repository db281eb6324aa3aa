/* What the operating system allows, and why it refused. */
#ifndef CONNTEST_SYSTEM_H
#define CONNTEST_SYSTEM_H

#include "target.h"

#include <stdint.h>

/* RLIMIT_NOFILE of this process before and after it was raised. */
struct descriptor_limit {
  uint64_t before, now;
};

/* Raises the soft limit of descriptors to the hard one, as far as that can be done. */
struct descriptor_limit system_raise_descriptors(void);

/* How many local ports one source address has for connections to one destination. */
uint32_t system_local_ports(void);

/* A connect failed before anything was sent, which the library tells why in a later heartbeat. This
   tries the same once more and returns the errno, 0 if it succeeds now. `source` is a numeric
   address, or NULL if the system chooses. */
int system_why_not_sent(const struct target *target, const char *source);

#endif
