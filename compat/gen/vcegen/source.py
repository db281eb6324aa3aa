"""Definition files as lines: markers, includes, positions, and the sub version.

Only lines that begin with the marker are directives; all others are text, in any encoding.
"""
from __future__ import annotations

import os
from typing import Hashable, List, NamedTuple, Optional

from .diagnostics import DefinitionError, Diagnostics, GiveUp
from .files import Files
from .model import Position

#: Bytes of all files of one definition together, includes as often as they are read; and of their
#: directive lines. What is made of a directive can be a hundred times as long as it.
MAX_BYTES = 16 * 1024 * 1024
MAX_DIRECTIVE_BYTES = 1024 * 1024
#: Includes within includes, and includes in all.
MAX_INCLUDE_DEPTH = 32
MAX_INCLUDES = 1000

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Unreadable(Exception):
    """The definition itself, not an include, cannot be read."""


class Line(NamedTuple):
    """A directive line or a continuation line.

    Attributes:
        file: as shown in diagnostics.
        number: from 1.
        text: after the marker, with its line end.
        column: of the first character of `text`, from 1.
    """

    file: str
    number: int
    text: str
    column: int

    def position(self, offset: int) -> Position:
        """The place of the character `offset` of `text`."""
        return Position(self.file, self.number, self.column + offset)


class SubVersion:
    """The hash of the directive text that applications compare between peers."""

    def __init__(self) -> None:
        self._hash = 0

    def restart(self) -> None:
        """Forget everything: this happens with each file that is opened."""
        self._hash = 0

    def add(self, text: str) -> None:
        """Take in a line without its marker, with its line end."""
        value = self._hash
        for character in text:
            value = (value * 31 + ord(character)) % 2147483647
        self._hash = value

    @property
    def value(self) -> int:
        """0 to 999999999."""
        return self._hash % 1000000000


class _File:
    """A file that is being read; `number` is that of the line that was taken last."""

    def __init__(self, path: str, identity: Hashable, content: bytes) -> None:
        self.path = path
        self.identity = identity
        self.number = 0
        self._content = content
        self._offset = 0

    def is_at_end(self) -> bool:
        """Whether all lines were taken or skipped."""
        return self._offset == len(self._content)

    def is_at(self, marker: bytes) -> bool:
        """Whether the next line begins with a marker."""
        return self._content.startswith(marker, self._offset)

    def skip_to(self, marker: bytes) -> None:
        """Skip lines until one begins with a marker, or to the end."""
        if self.is_at(marker):
            return
        found = self._content.find(b"\n" + marker, self._offset)
        end = len(self._content) if found < 0 else found + 1
        self.number += self._content.count(b"\n", self._offset, end)
        self._offset = end

    def take(self) -> bytes:
        """The next line with its end. Only LF ends a line."""
        end = self._content.find(b"\n", self._offset) + 1 or len(self._content)
        line = self._content[self._offset:end]
        self._offset = end
        self.number += 1
        return line


class Source:
    """The directive lines of a definition and its includes, in the order in which they count.

    Args:
        path: the definition. Unreadable if it cannot be opened or is too long.
        marker: what directive lines begin with.
        diagnostics: gets the lines, and warnings about byte order marks.
        opener: reads the definition and its includes.
    """

    def __init__(self, path: str, marker: str, diagnostics: Diagnostics, opener: Files) -> None:
        self.sub_version = SubVersion()
        #: Every file that was opened, in this order, without repetitions.
        self.files: List[str] = []
        self._marker = os.fsencode(marker)
        self._diagnostics = diagnostics
        self._opener = opener
        self._open: List[_File] = []
        self._bytes_left = MAX_BYTES
        self._directive_bytes_left = MAX_DIRECTIVE_BYTES
        self._includes_left = MAX_INCLUDES
        try:
            self._push(path, None)
        except OSError as error:
            raise Unreadable(f"cannot read {path}: {error.strerror}") from error
        except ValueError as error:
            raise Unreadable(f"cannot read {path}: {error}") from error

    @property
    def file(self) -> str:
        """The file that the latest line came from."""
        return self._open[-1].path

    def next_directive(self) -> Optional[Line]:
        """The next line that begins with the marker; None at the end of the definition."""
        while True:
            current = self._open[-1]
            current.skip_to(self._marker)
            if not current.is_at_end():
                return self._take(len(self._marker))
            if len(self._open) == 1:
                return None
            self._open.pop()

    def next_continuation(self) -> Optional[Line]:
        """The line after the latest one, with or without a marker; None at the end of the file."""
        current = self._open[-1]
        if current.is_at_end():
            return None
        return self._take(len(self._marker) if current.is_at(self._marker) else 0)

    def _take(self, marker_length: int) -> Line:
        current = self._open[-1]
        raw = current.take()
        shown = raw.decode(errors="replace").rstrip("\r\n")
        self._diagnostics.add_line(current.path, current.number, shown)
        self._directive_bytes_left -= len(raw)
        if self._directive_bytes_left < 0:
            self._diagnostics.error(Position(current.path, current.number, 1),
                                    f"more than {MAX_DIRECTIVE_BYTES} bytes of directives")
            raise GiveUp
        column = 1 + len(raw[:marker_length].decode(errors="replace"))
        try:
            text = raw[marker_length:].decode()
        except UnicodeDecodeError as error:
            good = raw[marker_length:marker_length + error.start].decode()
            place = Position(current.path, current.number, column + len(good))
            raise DefinitionError(place, f"byte 0x{raw[marker_length + error.start]:02x} is not "
                                         "UTF-8; expected a definition in this encoding") from error
        self.sub_version.add(text)
        return Line(current.path, current.number, text, column)

    def include(self, name: str, where: Position) -> None:
        """Go on with another file; after its end comes the rest of this one.

        Args:
            name: looked for in the current directory, then beside the including file.
            where: of the name, for the DefinitionError if it cannot be read.
        """
        if "\0" in name or not name:
            raise DefinitionError(where, "expected the name of a file to include")
        if len(self._open) > MAX_INCLUDE_DEPTH or self._includes_left == 0:
            raise DefinitionError(where, f"too many includes; expected {MAX_INCLUDES} at most, "
                                         f"{MAX_INCLUDE_DEPTH} within each other")
        self._includes_left -= 1
        beside = os.path.join(os.path.dirname(self.file), name)
        try:
            path = name if self._opener.is_regular(name) else beside
            if self._opener.exists(path) and not self._opener.is_regular(path):
                raise DefinitionError(where, f"cannot read {path}: not a regular file")
            self._push(path, where)
        except OSError as error:
            raise DefinitionError(where, f"cannot read {name}: {error.strerror}") from error
        except ValueError as error:
            raise DefinitionError(where, f"cannot read {name}: {error}") from error

    def _push(self, path: str, where: Optional[Position]) -> None:
        identity, content = self._opener.read(path, self._bytes_left + 1)
        if where is not None and any(f.identity == identity for f in self._open):
            raise DefinitionError(where, f"include loop: {path} is being read already")
        if len(content) > self._bytes_left:
            raise ValueError(f"more than {MAX_BYTES} bytes with all includes")
        self._bytes_left -= len(content)
        if path not in self.files:
            self.files.append(path)
        self._open.append(_File(path, identity, content))
        self.sub_version.restart()
        first = content[:content.find(b"\n")] if b"\n" in content else content
        if self._marker and first.startswith(BYTE_ORDER_MARK + self._marker):
            self._diagnostics.add_line(path, 1, first.decode(errors="replace").rstrip("\r"))
            self._diagnostics.warning(Position(path, 1, 1), "byte order mark in front of the marker"
                                      " hides this directive; remove the mark")
