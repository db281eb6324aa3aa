#include "base/textfile.h"

#include "base/text.h"

#include <cerrno>
#include <cstring>

namespace vce {

// 'e': closed on exec, as all descriptors of the library.
LineReader::LineReader(const char *name) : file_(name ? std::fopen(name, "re") : nullptr) {}

LineReader::~LineReader() {
  if (file_)
    std::fclose(file_);
}

char *LineReader::next() {
  if (!file_ || !std::fgets(line_, sizeof line_, file_)) {
    failed_ = file_ && std::ferror(file_) && errno != EISDIR;
    return nullptr;
  }
  ++number_;
  return line_;
}

bool is_empty_line(const char *line) {
  return std::strcmp(line, "\n") == 0 || std::strcmp(line, "\r\n") == 0;
}

bool parse_setting(char *line, Setting &setting) {
  const std::size_t n = std::strlen(line);
  if (line[0] == '#' || n < 2)
    return false;
  const bool ends_in_cr_lf = line[n - 2] == '\r' && line[n - 1] == '\n';
  if (ends_in_cr_lf && n - 2 < 2)
    return false;
  text::chop_line_end(line);
  char *equals = std::strchr(line, '=');
  setting.name = line;
  setting.value = equals ? equals + 1 : line + std::strlen(line);
  if (equals)
    *equals = '\0';
  return true;
}

} // namespace vce
