/* The server under test. */
#ifndef CONNTEST_TARGET_H
#define CONNTEST_TARGET_H

#include <netdb.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

struct target {
  char address[NI_MAXHOST]; /* numeric, with a zone if it needs one */
  uint16_t port;
  struct sockaddr_storage sa;
  socklen_t sa_length;
};

/* Looks a host up and takes its first address of the family, or of any with AF_UNSPEC. All
   connections go to this one address, so that a name is not looked up again and again. False, with
   the reason in `why`, if there is none. */
bool target_find(struct target *target, const char *host, uint16_t port, int family, char *why,
                 size_t why_size);

#endif
