/* The addresses that connections go out from. */
#ifndef CONNTEST_SOURCES_H
#define CONNTEST_SOURCES_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MOST_SOURCES = 4096 };

/* Numeric addresses of one family. With count 0 the system chooses, and the family is AF_UNSPEC. */
struct sources {
  uint32_t count;
  int family;
  char (*text)[INET6_ADDRSTRLEN];
};

/* Reads a list such as "127.0.0.2-127.0.0.40,127.0.1.1" and adds its addresses, which stay until
   the process ends. False, with the reason in `why`, if it is no such list. */
bool sources_add(struct sources *sources, const char *list, char *why, size_t why_size);

/* False, with the reason in `why`, if one of them is no address of this host. */
bool sources_check(const struct sources *sources, char *why, size_t why_size);

/* Gives a socket the address that it connects from; the port is chosen by its connect. 0 or an
   errno. */
int source_bind(int fd, int family, const char *address);

#endif
