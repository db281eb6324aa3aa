#include "net/resolver_files.h"

#include <sys/stat.h>

namespace vce {

ResolverFiles::Stamp::Stamp(const char *path) {
  struct stat s {};
  if (::stat(path, &s) != 0)
    return;
  device = s.st_dev;
  inode = s.st_ino;
  size = s.st_size;
  changed_ns = s.st_ctim.tv_sec * std::int64_t{1000000000} + s.st_ctim.tv_nsec;
}

void ResolverFiles::remember() {
  servers_ = Stamp(servers);
  hosts_ = Stamp(hosts);
}

bool ResolverFiles::have_changed() const {
  return servers_ != Stamp(servers) || hosts_ != Stamp(hosts);
}

} // namespace vce
