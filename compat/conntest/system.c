#include "system.h"

#include "sources.h"

#include <errno.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

struct descriptor_limit system_raise_descriptors(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
    return (struct descriptor_limit){0, 0};
  struct descriptor_limit result = {limit.rlim_cur, limit.rlim_cur};
  limit.rlim_cur = limit.rlim_max;
  if (result.before < limit.rlim_max && setrlimit(RLIMIT_NOFILE, &limit) == 0)
    result.now = limit.rlim_max;
  return result;
}

uint32_t system_local_ports(void) {
  unsigned first = 32768, last = 60999; /* where Linux does not tell */
  FILE *f = fopen("/proc/sys/net/ipv4/ip_local_port_range", "re");
  if (f != NULL) {
    unsigned a, b;
    if (fscanf(f, "%u %u", &a, &b) == 2 && a <= b && b <= 65535) {
      first = a;
      last = b;
    }
    fclose(f);
  }
  return last - first + 1;
}

static int open_socket(int family) {
  return socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

int system_why_not_sent(const struct target *target, const char *source) {
  int family = target->sa.ss_family;
  int fd = open_socket(family);
  if (fd < 0)
    return errno;
  int error = source != NULL ? source_bind(fd, family, source) : 0;
  if (error == 0 && connect(fd, (const struct sockaddr *)&target->sa, target->sa_length) != 0 &&
      errno != EINPROGRESS)
    error = errno;
  close(fd);
  return error;
}
