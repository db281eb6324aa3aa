"""Errors and warnings about a definition: collected, ordered by place, shown with their lines."""
from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Dict, Iterable, Optional, Tuple

from .model import Position

#: So many errors are told, then reading stops; and so many warnings. More of them are no help.
MAX_ERRORS = 100
MAX_WARNINGS = 100
#: Columns of a definition's line that are shown, and how many of them precede the place.
SHOWN_WIDTH = 160
SHOWN_BEFORE = 80


class DefinitionError(Exception):
    """What is wrong with a directive; the directive is given up, the next one is read."""

    def __init__(self, position: Position, text: str) -> None:
        super().__init__(text)
        self.position = position
        self.text = text


class KnownError(Exception):
    """A directive needs something that was reported as wrong already; it is skipped silently."""


class GiveUp(Exception):
    """Ends the reading of a definition, after an error was reported."""


@dataclass(frozen=True)
class Diagnostic:
    """One error or warning; `position` is None if it belongs to no place."""

    is_error: bool
    text: str
    position: Optional[Position] = None


class Diagnostics:
    """Collects what is wrong with a definition.

    Lines are made known with `add_line` while files are read, so that they can be shown.
    """

    def __init__(self) -> None:
        self._errors: Dict[Diagnostic, None] = {}
        self._warnings: Dict[Diagnostic, None] = {}
        self._lines: Dict[Tuple[str, int], str] = {}
        self._files: Dict[str, int] = {}

    def add_line(self, file: str, line: int, text: str) -> None:
        """Remember a line, without its end."""
        self._files.setdefault(file, len(self._files))
        self._lines[file, line] = text

    def error(self, position: Optional[Position], text: str) -> None:
        """Report an error. Raises GiveUp with the last one that is told."""
        self._errors[Diagnostic(True, text, position)] = None
        if len(self._errors) == MAX_ERRORS:
            self._errors[Diagnostic(True, "too many errors")] = None
            raise GiveUp

    def warning(self, position: Optional[Position], text: str) -> None:
        """Report something that is accepted, but probably not meant."""
        if len(self._warnings) < MAX_WARNINGS:
            self._warnings[Diagnostic(False, text, position)] = None
        elif len(self._warnings) == MAX_WARNINGS:
            self._warnings[Diagnostic(False, "further warnings are not shown")] = None

    @property
    def has_errors(self) -> bool:
        """Whether any error was reported."""
        return bool(self._errors)

    def errors(self) -> str:
        """All errors as text, by their places; empty if there are none."""
        return self._text(self._errors)

    def warnings(self) -> str:
        """All warnings as text, by their places; empty if there are none."""
        return self._text(self._warnings)

    def _text(self, found: Iterable[Diagnostic]) -> str:
        return "".join(self._format(d) for d in sorted(found, key=self._place))

    def _place(self, diagnostic: Diagnostic) -> Tuple[int, int, int]:
        where = diagnostic.position
        if where is None:
            return len(self._files), 0, 0
        return self._files.get(where.file, 0), where.line, where.column

    def _format(self, diagnostic: Diagnostic) -> str:
        kind = "error" if diagnostic.is_error else "warning"
        where = diagnostic.position
        if where is None:
            return f"vcegen: {kind}: {printable(diagnostic.text)}\n"
        text = f"{printable(where.file)}:{where.line}:{where.column}: {kind}: " \
               f"{printable(diagnostic.text)}\n"
        line = self._lines.get((where.file, where.line))
        return text if line is None else text + marked(line, where.column)


def printable(text: str) -> str:
    """`text` with everything that could control a terminal replaced."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


def marked(line: str, column: int) -> str:
    """Two lines: `line`, or the part of it around `column`, and a mark below that column."""
    start = max(0, column - 1 - SHOWN_BEFORE) if len(line) > SHOWN_WIDTH else 0
    shown = printable(line[start:start + SHOWN_WIDTH].expandtabs(1))
    left = line[start:column - 1].ljust(column - 1 - start)
    before = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in left)
    return f"    {shown}\n    {' ' * before}^\n"
