"""Reading a definition: from a file name to a checked protocol."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

from . import lexer
from .builder import Builder, Settings
from .check import check
from .diagnostics import DefinitionError, Diagnostics, GiveUp, KnownError
from .files import Files
from .model import Protocol
from .parser import Parser
from .source import Source

DEFAULT_MARKER = "="


@dataclass(frozen=True)
class Definition:
    """What came of reading a definition.

    Attributes:
        protocol: None if there are errors.
        files: the definition and its includes, as they were opened.
    """

    protocol: Optional[Protocol]
    files: Tuple[str, ...]
    diagnostics: Diagnostics


def read(path: str, settings: Settings = Settings(), marker: str = DEFAULT_MARKER,
         files: Files = Files()) -> Definition:
    """Read a definition and its includes.

    Args:
        path: file name of the definition.
        settings: what beats the directives.
        marker: what directive lines begin with.
        files: reads them.

    Raises `source.Unreadable` if there is nothing to read; all else is in the result.
    """
    diagnostics = Diagnostics()
    source = Source(path, marker, diagnostics, files)
    builder = Builder(settings, source, diagnostics)
    protocol = None
    try:
        _read_directives(source, builder, diagnostics)
        protocol = builder.finish()
        check(protocol, settings.more_constants, diagnostics)
    except GiveUp:
        pass
    if diagnostics.has_errors:
        protocol = None
    return Definition(protocol, tuple(source.files), diagnostics)


def _read_directives(source: Source, builder: Builder, diagnostics: Diagnostics) -> None:
    is_empty = True
    while True:
        try:
            tokens = lexer.read_directive(source)
            if tokens is None:
                break
            is_empty = False
            Parser(tokens, builder.symbols, builder).directive()
            builder.directive_done()
        except DefinitionError as error:
            is_empty = False
            builder.directive_failed()
            diagnostics.error(error.position, error.text)
        except KnownError:
            builder.directive_failed()
    if is_empty:
        diagnostics.warning(None, f"{source.files[0]} has no directive: no line begins with the "
                                  "marker")
