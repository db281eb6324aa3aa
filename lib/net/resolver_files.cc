#include "net/resolver_files.h"

#include "base/platform.h"

#include <sys/stat.h>

namespace vce {

ResolverFiles::Stamp::Stamp(const char *path) {
  struct stat s {};
  if (::stat(path, &s) != 0)
    return;
  device = s.st_dev;
  inode = s.st_ino;
  size = s.st_size;
  changed_ns = platform::changed_ns(s);
}

void ResolverFiles::remember() {
  servers_ = Stamp(servers);
  hosts_ = Stamp(hosts);
}

bool ResolverFiles::have_changed() const {
  return servers_ != Stamp(servers) || hosts_ != Stamp(hosts);
}

} // namespace vce
