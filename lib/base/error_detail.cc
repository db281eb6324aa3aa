#include "base/error_detail.h"

#include "base/atomic.h"
#include "base/error.h"
#include "base/limits.h"

#include <algorithm>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>

namespace vce {

namespace {

char kept[limits::error_detail_bytes];
int kept_code = 0;
unsigned kept_number = 0; // of the text, 1 for the first
Atomic<bool> in_use{false};

// Of the text that this thread kept last. As for the last error itself, see base/error.h.
thread_local constinit unsigned own_number __attribute__((tls_model("initial-exec"))) = 0;

// No thread waits: one that finds another one here goes without the text, also in a child whose
// parent was forked by another thread in this very moment.
class Claim {
public:
  Claim() : held_(!in_use.exchange(true)) {}
  ~Claim() {
    if (held_)
      in_use = false;
  }
  Claim(const Claim &) = delete;
  Claim &operator=(const Claim &) = delete;
  bool held() const { return held_; }

private:
  const bool held_;
};

int copy(const char *text, char *out, int max) {
  const std::size_t length = std::strlen(text);
  const std::size_t n = std::min(length, static_cast<std::size_t>(max) - 1);
  std::memcpy(out, text, n);
  out[n] = '\0';
  return static_cast<int>(length);
}

} // namespace

void set_error_detail(int code, const char *format, ...) {
  const Claim claim;
  if (!claim.held()) {
    own_number = 0;
    return;
  }
  const int error = errno;
  std::va_list args;
  va_start(args, format);
  std::vsnprintf(kept, sizeof kept, format, args);
  va_end(args);
  kept_code = code;
  if (++kept_number == 0)
    ++kept_number;
  own_number = kept_number;
  errno = error;
}

int copy_error_detail(char *out, int max) {
  const int code = last_error();
  if (code == err::none)
    return copy("", out, max);
  const Claim claim;
  const bool is_own = claim.held() && own_number == kept_number && kept_code == code;
  return copy(is_own && own_number != 0 ? kept : error_text(code), out, max);
}

} // namespace vce
