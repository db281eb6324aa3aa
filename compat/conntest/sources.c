#include "sources.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef IP_BIND_ADDRESS_NO_PORT
#define IP_BIND_ADDRESS_NO_PORT 24 /* Linux 4.2 */
#endif

enum { ENTRY_TEXT = 2 * INET6_ADDRSTRLEN };

struct address {
  int family;
  unsigned char bytes[16];
};

static size_t length_of(const struct address *a) { return a->family == AF_INET6 ? 16 : 4; }

static bool parse_address(const char *text, struct address *out) {
  memset(out, 0, sizeof *out);
  out->family = strchr(text, ':') != NULL ? AF_INET6 : AF_INET;
  return inet_pton(out->family, text, out->bytes) == 1;
}

static void step(struct address *a) {
  for (size_t i = length_of(a); i-- > 0 && ++a->bytes[i] == 0;) {
  }
}

static bool add(struct sources *sources, const struct address *a, char *why, size_t why_size) {
  if (sources->count > 0 && a->family != sources->family) {
    snprintf(why, why_size, "IPv4 and IPv6 source addresses cannot be mixed");
    return false;
  }
  if (sources->count == MOST_SOURCES) {
    snprintf(why, why_size, "more than %d source addresses", MOST_SOURCES);
    return false;
  }
  if (sources->text == NULL)
    sources->text = calloc(MOST_SOURCES, sizeof *sources->text);
  if (sources->text == NULL) {
    snprintf(why, why_size, "no memory for source addresses");
    return false;
  }
  sources->family = a->family;
  inet_ntop(a->family, a->bytes, sources->text[sources->count++], INET6_ADDRSTRLEN);
  return true;
}

/* One address, or the first and the last of a range with a hyphen between them. */
static bool add_entry(struct sources *sources, char *entry, char *why, size_t why_size) {
  char *hyphen = strchr(entry, '-');
  if (hyphen != NULL)
    *hyphen = '\0';
  struct address first, last;
  if (!parse_address(entry, &first) || !parse_address(hyphen ? hyphen + 1 : entry, &last)) {
    snprintf(why, why_size, "not a numeric source address or range: %s%s%s", entry,
             hyphen ? "-" : "", hyphen ? hyphen + 1 : "");
    return false;
  }
  if (first.family != last.family || memcmp(first.bytes, last.bytes, sizeof first.bytes) > 0) {
    snprintf(why, why_size, "a range of source addresses ends before it begins: %s-%s", entry,
             hyphen + 1);
    return false;
  }
  for (struct address a = first;; step(&a)) {
    if (!add(sources, &a, why, why_size))
      return false;
    if (memcmp(a.bytes, last.bytes, sizeof a.bytes) == 0)
      return true;
  }
}

bool sources_add(struct sources *sources, const char *list, char *why, size_t why_size) {
  const char *at = list;
  for (;;) {
    size_t length = strcspn(at, ",");
    char entry[ENTRY_TEXT];
    if (length == 0 || length >= sizeof entry) {
      snprintf(why, why_size, "not a list of source addresses: %s", list);
      return false;
    }
    memcpy(entry, at, length);
    entry[length] = '\0';
    if (!add_entry(sources, entry, why, why_size))
      return false;
    if (at[length] == '\0')
      return true;
    at += length + 1;
  }
}

int source_bind(int fd, int family, const char *address) {
  /* Or each socket would take a port for itself, whatever its destination. */
  int on = 1;
  setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
  struct sockaddr_in v4 = {.sin_family = AF_INET};
  bool is_v6 = family == AF_INET6;
  if (inet_pton(family, address, is_v6 ? (void *)&v6.sin6_addr : (void *)&v4.sin_addr) != 1)
    return EINVAL;
  const struct sockaddr *sa = is_v6 ? (const void *)&v6 : (const void *)&v4;
  return bind(fd, sa, is_v6 ? sizeof v6 : sizeof v4) == 0 ? 0 : errno;
}

static int try_to_bind(int family, const char *address) {
  int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return errno;
  int error = source_bind(fd, family, address);
  close(fd);
  return error;
}

bool sources_check(const struct sources *sources, char *why, size_t why_size) {
  for (uint32_t i = 0; i < sources->count; i++) {
    int error = try_to_bind(sources->family, sources->text[i]);
    if (error != 0) {
      snprintf(why, why_size, "%s cannot be a source address: %s", sources->text[i],
               strerror(error));
      return false;
    }
  }
  return true;
}
