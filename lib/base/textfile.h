// Text files line by line, and the rules of the simple configuration file.
#pragma once

#include <cstddef>
#include <cstdio>

namespace vce {

/// Reads a file line by line and closes it when destroyed.
class LineReader {
public:
  /// Most bytes of a line; the rest of a longer one follows as lines of their own.
  static constexpr std::size_t longest_line = 32767;

  /// Opens `name` for reading; is_open() tells whether that worked. Null cannot be opened, a
  /// directory can where the system allows it, and reads as empty.
  explicit LineReader(const char *name);
  ~LineReader();
  LineReader(const LineReader &) = delete;
  LineReader &operator=(const LineReader &) = delete;

  bool is_open() const { return file_ != nullptr; }
  /// The next line with its line end, null at the end of the file or when reading fails. Writable,
  /// until the next call. A NUL in the file ends the line that is seen.
  char *next();
  /// After null: the file may hold more, but could not be read.
  bool failed() const { return failed_; }
  /// Number of the present line, counted from 1.
  int number() const { return number_; }

private:
  std::FILE *file_;
  int number_ = 0;
  bool failed_ = false;
  char line_[longest_line + 1];
};

/// True for a line that is nothing but a line end.
bool is_empty_line(const char *line);

struct Setting {
  char *name;
  char *value;
};
/// Cuts a line of a configuration file, in place, at its first '='; without one the value is "".
/// Nothing is trimmed but the line end. False for a line to skip: one that begins with '#', has
/// fewer than 2 bytes, its line end included, or only one byte before a CR LF.
bool parse_setting(char *line, Setting &setting);

/// Calls `f` with the file's name, a line number and the setting for each setting of the file, or
/// with each line that is not empty. Ends with the first result below zero, which is returned as it
/// is. Otherwise the result is the last error, too: 0; err::invalid without a function,
/// err::access_file when the file cannot be opened, err::file_read when it cannot be read to its
/// end.
int read_settings(const char *file, int (*f)(char *file, int number, char *name, char *value));
int read_lines(const char *file, int (*f)(char *file, int number, char *line));

} // namespace vce
