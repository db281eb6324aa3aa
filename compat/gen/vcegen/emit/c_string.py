"""What a string of a definition means: its token is written as C has it."""
from __future__ import annotations

import re

_PIECE = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]+|[0-7]{1,3}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)|[^\\]+")
_LETTERS = {"a": 7, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11, "e": 27}


def content(token: str) -> bytes:
    """The bytes of one or more adjacent tokens such as `"a""b"`, without the NUL.

    What no C compiler takes gives something nevertheless: an unknown escape the character behind
    the backslash, a number of more than eight bits its lowest eight.
    """
    return b"".join(_unescape(piece) for piece in _PIECE.findall(token))


def _unescape(piece: str) -> bytes:
    result = b""
    for match in _ESCAPE.finditer(piece):
        escape = match.group(1)
        if escape is None:
            result += match.group().encode()
        elif escape[0] in "xuU" and len(escape) > 1:
            number = int(escape[1:], 16)
            result += bytes([number & 0xFF]) if escape[0] == "x" else _code_point(number)
        elif escape[0] in "01234567":
            result += bytes([int(escape, 8) & 0xFF])
        elif escape in _LETTERS:
            result += bytes([_LETTERS[escape]])
        else:
            result += escape.encode()
    return result


def _code_point(number: int) -> bytes:
    is_character = number < 0x110000 and not 0xD800 <= number < 0xE000
    return chr(number if is_character else 0xFFFD).encode()
