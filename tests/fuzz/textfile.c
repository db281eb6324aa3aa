/* Both file readers on any file, against a reference on the bytes; callbacks may end the reading.
 *
 * The file lives in memory. In the input, 0xfe followed by a byte and a count stands for a run of
 * that byte; counts from 0xf0 on make lines beyond the longest one. */
#include "input.h"

#include <sys/mman.h>
#include <unistd.h>

enum { LONGEST_LINE = 32767, FILE_MAX = 70000, NEVER = 1 << 30 };

static char name[32];
static char content[FILE_MAX];
static size_t content_size;
static size_t position; /* of the reference reader */
static int line_number;
static int calls, last_call, verdict;
static char line[LONGEST_LINE + 1];

static void make_content(input_t *in) {
  content_size = 0;
  while (in->left > 0 && content_size < FILE_MAX) {
    int c = take(in);
    size_t count = 1;
    if (c == 0xfe) {
      c = take(in);
      count = (size_t)take(in);
      if (count >= 0xf0)
        count = LONGEST_LINE - 0xf8 + count;
    }
    if (count > FILE_MAX - content_size)
      count = FILE_MAX - content_size;
    memset(content + content_size, c, count);
    content_size += count;
  }
}

static void make_file(void) {
  static int fd = -1;
  if (fd < 0) {
    fd = memfd_create("fuzz", MFD_CLOEXEC);
    REQUIRE(fd >= 0);
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
  }
  REQUIRE(ftruncate(fd, 0) == 0);
  REQUIRE(pwrite(fd, content, content_size, 0) == (ssize_t)content_size);
}

/* The next line, cut at the longest length and seen up to its first NUL. False at the end. */
static bool next_line(void) {
  size_t size = 0;
  if (position == content_size)
    return false;
  while (position < content_size && size < LONGEST_LINE) {
    char c = content[position++];
    line[size++] = c;
    if (c == '\n')
      break;
  }
  line[size] = '\0';
  ++line_number;
  return true;
}

static bool next_text_line(void) {
  while (next_line())
    if (strcmp(line, "\n") != 0 && strcmp(line, "\r\n") != 0)
      return true;
  return false;
}

static bool next_setting(void) {
  while (next_line()) {
    size_t size = strlen(line);
    bool cr_lf = size >= 2 && line[size - 2] == '\r' && line[size - 1] == '\n';
    if (line[0] == '#' || size < 2 || (cr_lf && size < 4))
      continue;
    if (line[size - 1] == '\n')
      line[size - (cr_lf ? 2 : 1)] = '\0';
    return true;
  }
  return false;
}

static int on_line(char *file, int number, char *text) {
  REQUIRE(file == name && next_text_line() && number == line_number && strcmp(text, line) == 0);
  text[strlen(text)] = '\0'; /* writable */
  return ++calls == last_call ? verdict : 0;
}

static int on_setting(char *file, int number, char *key, char *value) {
  REQUIRE(file == name && next_setting() && number == line_number);
  char *equals = strchr(line, '=');
  if (equals)
    *equals = '\0';
  REQUIRE(strcmp(key, line) == 0 && strcmp(value, equals ? equals + 1 : "") == 0);
  return ++calls == last_call ? verdict : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  input_t in = {data, size};
  int how = take(&in);
  make_content(&in);
  make_file();
  position = 0;
  line_number = calls = 0;
  last_call = how & 2 ? 1 + how / 16 : NEVER;
  verdict = how & 4 ? 1 : -77;
  seed_error();
  int result = how & 1 ? vce_read_plain_text_file(name, on_line)
                       : vce_read_simple_config_file(name, on_setting);
  if (calls >= last_call && verdict < 0) {
    REQUIRE(result == verdict && vce_get_last_error() == SEEDED_ERROR);
  } else {
    REQUIRE(result == 0 && vce_get_last_error() == 0);
    REQUIRE(!(how & 1 ? next_text_line() : next_setting()));
  }
  return 0;
}
