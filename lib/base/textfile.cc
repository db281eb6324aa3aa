#include "base/textfile.h"

#include "base/error.h"
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

namespace {

// `f(line, number)` for each line, until one result is below zero.
template <class F> int each_line(const char *name, F f) {
  LineReader file(name);
  if (!file.is_open())
    return fail(err::access_file);
  while (char *line = file.next()) {
    const int verdict = f(line, file.number());
    if (verdict < 0)
      return verdict;
  }
  return fail(file.failed() ? err::file_read : err::none);
}

} // namespace

int read_settings(const char *file, int (*f)(char *file, int number, char *name, char *value)) {
  if (!f)
    return fail(err::invalid);
  return each_line(file, [=](char *line, int number) {
    Setting s;
    return parse_setting(line, s) ? f(const_cast<char *>(file), number, s.name, s.value) : 0;
  });
}

int read_lines(const char *file, int (*f)(char *file, int number, char *line)) {
  if (!f)
    return fail(err::invalid);
  return each_line(file, [=](char *line, int number) {
    return is_empty_line(line) ? 0 : f(const_cast<char *>(file), number, line);
  });
}

} // namespace vce
