// The files that the resolver was made from, so that a change of them is noticed.
#pragma once

#include <cstdint>
#include <sys/types.h>

namespace vce {

class ResolverFiles {
public:
  static constexpr const char *servers = "/etc/resolv.conf";
  static constexpr const char *hosts = "/etc/hosts";

  /// Remembers the files as they are now; to be called before they are read.
  void remember();
  /// One of them is another one, or was changed, since then.
  bool have_changed() const;

private:
  // All 0 for a file that is not there.
  struct Stamp {
    explicit Stamp(const char *path);
    Stamp() = default;
    bool operator==(const Stamp &) const = default;
    dev_t device = 0;
    ino_t inode = 0;
    off_t size = 0;
    std::int64_t changed_ns = 0; // content, owner or name: no program can set it back
  };
  Stamp servers_, hosts_;
};

} // namespace vce
