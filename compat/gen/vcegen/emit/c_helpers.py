"""Small functions that stubs share: those that the library lacks for records.

A stub gets only the helpers that it calls. In the texts `@` stands for the prefix of all that is
static in a stub: protocol name, side and underscore.
"""
from __future__ import annotations

from typing import Dict, Set, Tuple

from .c_text import reflowed

#: Helper, by name without the prefix: the helpers that it calls, and its text. Each comes after
#: those that it calls.
_HELPERS: Dict[str, Tuple[Tuple[str, ...], str]] = {
    "full": ((), """\
/* VCE_EFULL as the library reports it: it becomes the last error too. */
static int @full(void) {
  char nothing;
  return vce_binary_push_nb_i1(&nothing, 0, 0, 0);
}
"""),
    "invalid": ((), """\
/* VCE_EINVAL as the library reports it: it becomes the last error too. */
static int @invalid(void) {
  char nothing;
  return vce_binary_push_nb_ia1(&nothing, 0, 1, "", -1);
}
"""),
    "unsupported": ((), """\
/* VCE_ESUPPORT as the library reports it: it becomes the last error too. */
static int @unsupported(void) {
  unsigned int upper, lower;
  return vce_get_variable_length_specifier("\\377", 1, &upper, &lower);
}
"""),
    "push_float": ((), """\
static int @push_float(char *out, int end, int room, float value) {
  int bits;
  memcpy(&bits, &value, sizeof bits);
  return vce_binary_push_nb_i4(out, end, room, bits);
}
"""),
    "push_string": (("invalid",), """\
/* A string travels as an array of characters that ends with its NUL. */
static int @push_string(char *out, int end, int room, const char *string) {
  if (!string)
    return @invalid();
  return vce_binary_push_nb_ia1(out, end, room, string, (int)strlen(string) + 1);
}
"""),
    "push_rows": (("full", "invalid"), """\
/* Strings that lie in rows of `each` bytes travel without their NULs. */
static int @push_rows(char *out, int end, int room, const char *rows, int count, int each) {
  int size, i;

  if (count < 0)
    return @invalid();
  size = vce_set_variable_length_specifier(out + end, room - end, 0, (unsigned int)count);
  if (size < 0)
    return size;
  for (end += size, i = 0; end >= 0 && i < count; i++, rows += each) {
    const int length = vce_strlenmax(rows, each);
    end = length < 0 ? @full() : vce_binary_push_nb_ia1(out, end, room, rows, length);
  }
  return end;
}
"""),
    "pop_float": ((), """\
static int @pop_float(const char *in, int len, int at, float *value) {
  int bits;
  at = vce_binary_pop_nb_i4(in, len, at, &bits);
  if (at >= 0)
    memcpy(value, &bits, sizeof bits);
  return at;
}
"""),
    "pop_array": (("full",), """\
/* An array of at most `max` elements of `width` bytes. One that cannot be in any record, because it
 * would pass 2^31 bytes, is too large rather than cut. */
static int @pop_array(const char *in, int len, int at, int width, void *out, int max, int *count) {
  unsigned int upper, lower;

  *count = max;
  if (vce_get_variable_length_specifier(in + at, len - at, &upper, &lower) > 0 && upper == 0 &&
      lower > 0x7fffffffu / (unsigned int)width)
    return @full();
  switch (width) {
  case 1:
    return vce_binary_pop_nb_ia1(in, len, at, (char *)out, count);
  case 2:
    return vce_binary_pop_nb_ia2(in, len, at, (short *)out, count);
  case 4:
    return vce_binary_pop_nb_ia4(in, len, at, (int *)out, count);
  default:
    return vce_binary_pop_nb_ia8(in, len, at, (VCEI64 *)out, count);
  }
}
"""),
    "pop_string": (("pop_array", "full"), """\
/* A string of at most `max` bytes, for which there is `room`. Whatever the peer sent, it ends with
 * a NUL; one that leaves no room for that is too long. */
static int @pop_string(const char *in, int len, int at, char *string, int max, int room) {
  int count;

  at = @pop_array(in, len, at, 1, string, max, &count);
  if (at < 0)
    return at;
  if (count < room)
    string[count] = '\\0';
  else if (!memchr(string, '\\0', (size_t)room))
    return @full();
  return at;
}
"""),
    "pop_rows": (("full", "unsupported", "pop_string"), """\
/* Strings, at most `max`, into rows of `each` bytes. */
static int @pop_rows(const char *in, int len, int at, char *rows, int max, int each, int *count) {
  unsigned int upper, lower;
  int i;
  const int size = vce_get_variable_length_specifier(in + at, len - at, &upper, &lower);

  if (size < 0)
    return size;
  if (upper)
    return @unsupported();
  if (lower > (unsigned int)max)
    return @full();
  *count = (int)lower;
  if (lower == 0) /* looks like an empty array, with which the library clears the last error */
    return vce_binary_pop_nb_ia1(in, len, at, rows, count);
  for (at += size, i = 0; at >= 0 && i < *count; i++, rows += each)
    at = @pop_string(in, len, at, rows, each - 1, each);
  return at;
}
"""),
    "point_at_rows": ((), """\
static void @point_at_rows(const char **pointers, const char *rows, int count, int each) {
  int i;
  for (i = 0; i < count; i++, rows += each)
    pointers[i] = rows;
}
"""),
}


class Helpers:
    """The static functions of one stub.

    Attributes:
        prefix: in front of the name of everything static, such as `lobby_sv_`.
    """

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self._used: Set[str] = set()

    def use(self, name: str) -> str:
        """Makes a helper part of the stub and returns its C name."""
        needed, _ = _HELPERS[name]
        for other in needed:
            self.use(other)
        self._used.add(name)
        return self.prefix + name

    def text(self) -> str:
        """The used helpers, each after those that it calls, with an empty line between them."""
        texts = (text for name, (_, text) in _HELPERS.items() if name in self._used)
        return reflowed("\n".join(texts).replace("@", self.prefix))
