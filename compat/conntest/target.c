#include "target.h"

#include <stdio.h>
#include <string.h>

bool target_find(struct target *target, const char *host, uint16_t port, int family, char *why,
                 size_t why_size) {
  char service[8];
  snprintf(service, sizeof service, "%u", (unsigned)port);
  struct addrinfo hints = {.ai_family = family, .ai_socktype = SOCK_STREAM};
  struct addrinfo *found;
  int result = getaddrinfo(host, service, &hints, &found);
  if (result == 0) {
    target->port = port;
    target->sa_length = found->ai_addrlen;
    memcpy(&target->sa, found->ai_addr, found->ai_addrlen);
    result = getnameinfo(found->ai_addr, found->ai_addrlen, target->address, sizeof target->address,
                         NULL, 0, NI_NUMERICHOST);
    freeaddrinfo(found);
  }
  if (result != 0)
    snprintf(why, why_size, "no address of %s can be used%s: %s", host,
             family == AF_UNSPEC ? "" : " with these source addresses", gai_strerror(result));
  return result == 0;
}
